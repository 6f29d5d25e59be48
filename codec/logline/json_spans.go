package logline

import "sort"

// jsonSpan is where an object or array stands in a text that may hold anything else beside it.
type jsonSpan struct {
	start, end int32 // end: behind the closing bracket
	parent     int32 // index of what it stands in, -1 for none
}

// jsonSpans are those of a text, in the order of their starts.
type jsonSpans []jsonSpan

// Limits of the search for objects. No record that is read here is deeper; what is shorter is none.
const (
	maxJSONDepth = 32
	minJSONSpan  = 24
	maxJSONTries = 4 // false starts: the time is that of so many passes at most
)

// spans returns the objects and arrays of the view. They are looked for once.
func (v *View) spans() jsonSpans {
	if !v.spanned {
		v.spanned = true
		v.json = findJSON(v.Text)
	}
	return v.json
}

// findJSON looks for objects and arrays. What is broken is left out, but what is whole inside it is found.
func findJSON(t string) jsonSpans {
	var out jsonSpans
	var open [maxJSONDepth]int32 // indexes in out
	depth, base, tries := 0, 0, 0
	for i := 0; ; {
		if depth == 0 {
			if i = jsonBegins(t, i); i < 0 {
				return out
			}
			base = len(out)
		}
		n, ok := 1, i < len(t)
		if ok {
			switch c := t[i]; c {
			case '"':
				n = jsonQuoted(t, i)
				ok = n > 0
			case '{', '[':
				if ok = depth < maxJSONDepth; ok {
					if out == nil {
						out = make(jsonSpans, 0, 16)
					}
					s := jsonSpan{start: int32(i), parent: -1}
					if depth > 0 {
						s.parent = open[depth-1]
					}
					open[depth] = int32(len(out))
					depth++
					out = append(out, s)
				}
			case '}', ']':
				k := open[depth-1]
				s := &out[k]
				if ok = t[s.start]+2 == c; ok { // '[' and ']', '{' and '}' are two apart
					depth--
					if s.end = int32(i + 1); s.end-s.start < minJSONSpan && int(k) == len(out)-1 {
						out = out[:k]
					}
				}
			default:
				ok = isBlank(c) || isWord(c) || c == ',' || c == ':' || c == '.' || c == '+'
			}
		}
		if !ok { // begin again behind the start of what is no JSON
			if tries++; tries > maxJSONTries {
				return out[:base]
			}
			i, depth = int(out[base].start)+1, 0
			out = out[:base]
			continue
		}
		i += n
	}
}

// jsonBegins returns the first place from i on at which an object or array may begin, -1 for none.
func jsonBegins(t string, i int) int {
	for ; i < len(t); i++ {
		if t[i] != '{' && t[i] != '[' {
			continue
		}
		k := skipJSONBlank(t, i+1)
		if k < len(t) && (t[k] == '"' || t[i] == '[' && (t[k] == '{' || t[k] == '[')) {
			return i
		}
	}
	return -1
}

// at returns the index of the innermost span around an offset, -1 for none.
func (s jsonSpans) at(off int) int {
	k := sort.Search(len(s), func(i int) bool { return int(s[i].start) > off }) - 1
	for k >= 0 && int(s[k].end) <= off {
		k = int(s[k].parent)
	}
	return k
}

// jsonAround returns the innermost object or array around the anchor, and that around it ("" for none). The event begins
// and ends with the inner one; use c.jsonOuter to take the other.
func (c *Cursor) jsonAround() (inner, outer jsonVal) {
	s := c.v.spans()
	k := s.at(c.at)
	if k < 0 || int(s[k].start) < c.floor {
		return "", ""
	}
	c.From(int(s[k].start))
	c.i = int(s[k].end)
	inner = jsonVal(c.t[s[k].start:s[k].end])
	if p := s[k].parent; p >= 0 && int(s[p].start) >= c.floor {
		outer = jsonVal(c.t[s[p].start:s[p].end])
	}
	return inner, outer
}

// jsonOuter makes the event as long as what stands around the innermost object.
func (c *Cursor) jsonOuter() {
	s := c.v.spans()
	if k := s.at(c.at); k >= 0 && s[k].parent >= 0 {
		p := s[s[k].parent]
		c.From(int(p.start))
		c.i = int(p.end)
	}
}

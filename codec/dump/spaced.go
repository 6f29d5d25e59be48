package dump

import (
	"sort"
	"strings"
)

// Mails, chats and word processors make a paragraph of each line: an empty line stands between any two. What takes several
// lines is read as if they stood together again.

// leastSpaced is how many lines it takes to tell that empty ones stand between them.
const leastSpaced = 3

// spacedOut returns the stretches in which an even number of line ends stands between any two lines with something in them:
// nothing for most texts.
func spacedOut(text string) (out []span) {
	full, ends := 0, 0
	var s span
	for at := 0; at < len(text); {
		end := len(text)
		if k := strings.IndexByte(text[at:], '\n'); k >= 0 {
			end = at + k
		}
		if emptyLine(text[at:min(end+1, len(text))]) == 0 {
			if full > 0 && ends%2 != 0 {
				if full >= leastSpaced {
					out = append(out, s)
				}
				full = 0
			}
			if full == 0 {
				s.start = at
			}
			s.end = end
			full, ends = full+1, 0
		}
		ends++
		at = end + 1
	}
	if full >= leastSpaced {
		out = append(out, s)
	}
	return out
}

// inSpans reports whether an offset lies in one of the stretches, which are in order.
func inSpans(spans []span, off int) bool {
	k := sort.Search(len(spans), func(k int) bool { return spans[k].end > off })
	return k < len(spans) && spans[k].start <= off
}

// emptyLine returns the length of an empty line at the start of t, with its end; 0 for another.
func emptyLine(t string) int {
	for i := 0; i < len(t); {
		n, _ := oddAt(t, i)
		switch {
		case n > 0:
			i += n
		case t[i] == '\n':
			return i + 1
		case t[i] == ' ' || t[i] == '\t' || t[i] == '\r' || t[i] == '>': // a quoted one, too
			i++
		default:
			return 0
		}
	}
	return 0
}

// closeUp reads a text without what stands between its lines or around them, and takes what that gives when it is more.
func (r *reader) closeUp(o *asPasted, where []span) {
	plain := o.plain()
	had := r.out
	r.text, r.lines, r.out = plain, lines{text: plain}, nil
	r.textual()
	o.place(r.out)
	if losesAny(r.out, had) && !joinsMore(r.out, had, where) {
		r.out = had
	}
}

// losesAny reports whether a reading tells less than the one of the text as it is.
func losesAny(evs, had []Event) bool {
	k := 0
	for i := range had {
		h := &had[i]
		for k < len(evs) && max(evs[k].LineEnd, evs[k].Line) < h.Line {
			k++
		}
		if k == len(evs) || evs[k].Line > max(h.Line, h.LineEnd) {
			return true // nothing in its place
		}
		kept := h.Style == ""
		for j := k; j < len(evs) && !kept && evs[j].Line <= h.Line; j++ {
			ev := &evs[j]
			kept = (ev.Style != h.Style || ev.Line == h.Line) && ev.Peer != "" == (h.Peer != "") || ev.Line < h.Line || h.PeerName() == "" && ev.PeerName() != ""
		}
		if !kept {
			return true
		}
	}
	return false
}

// joinsMore reports whether a reading is better than the one of the text as it is: what the lines of a log tell goes on in
// further ones, or there was nothing at all.
func joinsMore(evs, had []Event, where []span) bool {
	if len(had) == 0 {
		return len(evs) > 0
	}
	k := 0
	for i := range evs {
		ev := &evs[i]
		if ev.Style == "" || !inSpans(where, ev.Offset) {
			continue
		}
		for k < len(had) && had[k].Line < ev.Line {
			k++
		}
		switch {
		case k == len(had) || had[k].Line != ev.Line || had[k].Style != ev.Style:
			if ev.LineEnd > ev.Line {
				return true
			}
		case had[k].LineEnd < ev.LineEnd, len(had[k].Octets) < len(ev.Octets), had[k].Peer == "" && ev.Peer != "", !had[k].DataKnown && ev.DataKnown:
			return true
		}
	}
	return false
}

package hexdump

// How to add a notation.
//
// A notation family is one file with a function of type scanFunc. It is called
// with the offset of an octet that may begin the notation; it returns where it
// stopped reading, and appends the runs it is sure enough of to the context.
// Add it to scanners, which are tried in order: the more a notation needs to
// be recognised (brackets, offsets), the earlier it stands. Rules that keep
// the whole linear in the size of the text:
//
//   - a scanner that took nothing has either looked at a bounded number of
//     octets or line, or returns how far the caller may skip;
//   - offsets are those of the cleaned text (see clean); they are mapped back
//     once, by context.emit;
//   - nothing is allocated from a number in the text without a limit.

// context is the state of one call of Scan or Octets.
type context struct {
	cleaned
	out     []Run
	whole   bool     // the text is known to be a dump: no evidence needed
	escaped int      // the escape scanner has looked at everything before this offset
	rowEnd  int      // end of the last dump with an offset column
	pool    readings // storage that a bare dump that was none gives back
	fill    int      // octets that "*" rows may still stand for
}

// scanFunc reads one notation at i. taken says whether runs were appended;
// end is where to go on, and more than i whenever the scanner knows that
// nothing else may begin before it.
type scanFunc func(c *context, i int) (end int, taken bool)

// scanner is one notation family and where it may begin.
type scanner struct {
	name  string
	line  bool                       // begins at the start of a line only
	start func(s string, i int) bool // quick test
	scan  scanFunc
}

var scanners = [...]scanner{
	{"rows", true, startRows, scanRows},
	{"escaped", false, startEscaped, scanEscaped},
	{"list", false, startList, scanList},
	{"bare", false, startBare, scanBare},
	{"base64", false, startBase64, scanBase64},
}

// maxFill bounds what the "*" rows of one text may stand for.
const maxFill = 1 << 18

// Scan returns every candidate in text order. Several readings of one text
// are separate runs with equal Start and End. A run in free text needs
// evidence: four octets or a structured notation.
func Scan(text string) []Run { return ScanAll(nil, text) }

// ScanAll is Scan that appends to dst.
func ScanAll(dst []Run, text string) []Run {
	c := context{cleaned: clean(text), out: dst, fill: maxFill, rowEnd: -1}
	s := c.s
	for i := 0; i < len(s); {
		k := class[s[i]]
		line := i == 0 || s[i-1] == '\n'
		if line && startRows(s, i) {
			i = c.step(i, true)
			continue
		}
		if k&clStart == 0 {
			i++
			continue
		}
		if k&clWord != 0 {
			if next, try := plausible(s, i); !try {
				i = next
				continue
			}
			if !isHex(s[i]) && s[i] != '_' {
				// No hex and no bracket: base64 is all it can be.
				end, taken := i, false
				if startBase64(s, i) {
					end, taken = scanBase64(&c, i)
				}
				if !taken {
					end = max(end, i+1)
					for end < len(s) && isWord(s[end]) && isWord(s[end-1]) {
						end++
					}
				}
				i = max(end, i+1)
				continue
			}
		}
		i = c.step(i, false)
	}
	return c.out
}

// plausible is a quick look at the word at i, for the many words that no
// scanner needs to see. next is behind the word.
func plausible(s string, i int) (next int, try bool) {
	j, all := i, uint8(0xff)
	for j < len(s) && class[s[j]]&clWord != 0 {
		all &= class[s[j]]
		j++
	}
	if j >= len(s) {
		return j, true
	}
	n := j - i
	if n >= 8 || s[j] == '=' || s[j] == '+' || s[j] == '/' || s[j] == '-' {
		return j, true // perhaps base64
	}
	if all&clHex == 0 {
		return j, s[i] == '_' || n > 2 && s[i] == '0' && s[i+1]|0x20 == 'x' || s[j] == '#'
	}
	return j, fewTokens(s, i)
}

// fewTokens says whether the tokens from i on may make four octets.
func fewTokens(s string, i int) bool {
	sep, octets := byte(0), 0
	for {
		j := i
		for j < len(s) && j < i+8 && isHex(s[j]) {
			j++
		}
		if octets += (j - i + 1) / 2; octets >= 4 {
			return true
		}
		if !boundaryRight(s, j, sep) {
			return false
		}
		for i = j; j < len(s) && (isBlank(s[j]) || isMark(s[j]) || s[j] == '\n'); j++ {
			sep = ' '
		}
		if j < len(s) && (s[j] == ',' || s[j] == ':' || s[j] == ';' || s[j] == '-') {
			sep = s[j]
			for j++; j < len(s) && (isBlank(s[j]) || s[j] == '\n'); j++ {
			}
		}
		if j >= len(s) || j == i || !isHex(s[j]) {
			return j < len(s) && (s[j] == '.' || s[j] == '<' || s[j] == '\\' || s[j] == '-' || s[j] >= 0x80)
		}
		i = j
	}
}

// step tries all scanners at i and returns where to go on.
func (c *context) step(i int, line bool) int {
	s, next := c.s, i+1
	for k := range scanners {
		sc := &scanners[k]
		if sc.line && !line || !sc.start(s, i) {
			continue
		}
		end, taken := sc.scan(c, i)
		if taken {
			return max(end, i+1)
		}
		next = max(next, end)
	}
	if s[i] == '\\' && i+1 < len(s) && (s[i+1] == 'n' || s[i+1] == 't' || s[i+1] == 'r') {
		return max(next, i+2) // an escaped line break, not the letter n
	}
	// The rest of a word cannot begin anything.
	if isWord(s[i]) {
		for next < len(s) && isWord(s[next]) && isWord(s[next-1]) {
			next++
		}
	}
	return next
}

// Octets reads text of which the caller knows that it is a dump from its first
// word on, such as what follows "12 bytes " in a log line. Runs down to one
// octet are accepted, and reading stops at the first thing that is no part of
// a dump. The readings are those of the first run only. A lone digit gives a
// run without octets and a GapNibble.
func Octets(text string) []Run {
	c := context{cleaned: clean(text), whole: true, fill: maxFill, rowEnd: -1}
	i := skipLead(c.s, 0)
	if i >= len(c.s) {
		return nil
	}
	line := lineStart(c.s, i)
	for k := range scanners {
		sc := &scanners[k]
		at := i
		if sc.line {
			if line < 0 {
				continue
			}
			at = line
		}
		if !sc.start(c.s, at) {
			continue
		}
		if _, taken := sc.scan(&c, at); taken {
			break
		}
	}
	return c.out
}

// skipLead skips what stands between a label and its dump.
func skipLead(s string, i int) int {
	for i < len(s) {
		switch s[i] {
		case ' ', '\t', '\r', '\n', ':', '=', '(', '"', '\'', '`', '|', ',', ';', '*', '>':
			if s[i] == '"' || s[i] == '\'' {
				if j := i + 1; j < len(s) && s[j] == '\\' {
					return j
				}
			}
			i++
			continue
		case '-':
			if i+1 < len(s) && isDigit(s[i+1]) {
				return i
			}
			i++
			continue
		}
		if n := dashLen(s, i); n > 0 {
			i += n
			continue
		}
		return i
	}
	return i
}

// dashLen gives the length of a dash of three octets at i.
func dashLen(s string, i int) int {
	if i+3 <= len(s) && (s[i:i+3] == "—" || s[i:i+3] == "–") {
		return 3
	}
	return 0
}

// lineStart gives the start of i's line if only blanks are before i, else -1.
func lineStart(s string, i int) int {
	for i > 0 && isBlank(s[i-1]) {
		i--
	}
	if i == 0 || s[i-1] == '\n' {
		return i
	}
	return -1
}

// emit maps a run back to the text as given and appends it.
func (c *context) emit(r Run) {
	if len(c.cuts) > 0 {
		r.Start, r.End = c.orig(r.Start), c.origEnd(r.Start, r.End)
		for i := range r.Pieces {
			p := &r.Pieces[i]
			p.Start, p.End = c.orig(p.Start), c.origEnd(p.Start, p.End)
		}
		for i := range r.Gaps {
			g := &r.Gaps[i]
			g.Start, g.End = c.orig(g.Start), c.origEnd(g.Start, g.End)
		}
	}
	c.out = append(c.out, r)
}

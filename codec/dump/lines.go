package dump

import "strings"

// lines turns offsets of a text into line and column. Offsets mostly grow, so it remembers where it was.
type lines struct {
	text  string
	start int // of a line that has been counted
	num   int // its 1-based number
}

// at returns the 1-based line and column (in octets) of an offset.
func (l *lines) at(off int) (line, col int) {
	off = max(0, min(off, len(l.text)))
	if l.num == 0 {
		l.num = 1
	}
	if off < l.start {
		l.num -= strings.Count(l.text[off:l.start], "\n")
		l.start = strings.LastIndexByte(l.text[:off], '\n') + 1
		return l.num, off - l.start + 1
	}
	for {
		i := strings.IndexByte(l.text[l.start:off], '\n')
		if i < 0 {
			return l.num, off - l.start + 1
		}
		l.start += i + 1
		l.num++
	}
}

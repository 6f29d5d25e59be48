package tree

import (
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec/safetext"
)

// Page builds lines of text of a known width. It makes text of strangers safe, never leaves blanks at the end of
// a line, and knows in which column it is. The zero value is an empty page without style.
type Page struct {
	Style Style
	buf   []byte
	tmp   []byte
	col   int // where the last text ended
	want  int // where the next one is to start
}

// Bytes returns what was written; it is valid until the page is written again.
func (p *Page) Bytes() []byte { return p.buf }

// Column is the column in which the next text starts.
func (p *Page) Column() int { return max(p.col, p.want) }

// To makes the next text start in column col; if the line is already longer it starts right behind.
func (p *Page) To(col int) { p.want = max(p.want, col) }

// Put writes text in the look of a role. What could act on a terminal is escaped.
func (p *Page) Put(r Role, text string) {
	if text == "" {
		return
	}
	if !safetext.Clean(text, safetext.Options{}) {
		text = safetext.String(text, safetext.Options{})
	}
	n := len(text)
	for n > 0 && text[n-1] == ' ' {
		n--
	}
	if n > 0 {
		for ; p.col < p.want; p.col++ {
			p.buf = append(p.buf, ' ')
		}
		p.buf = append(p.buf, p.Style.Open[r]...)
		p.buf = append(p.buf, text[:n]...)
		p.buf = append(p.buf, p.Style.Close[r]...)
		p.col += textWidth(text[:n])
	}
	p.want = max(p.col, p.want) + len(text) - n
}

// Line ends the line.
func (p *Page) Line() {
	p.buf = append(p.buf, '\n')
	p.col, p.want = 0, 0
}

// Wrap writes text from the current column on, broken at blanks so that no line is longer than width; further
// lines start in column indent. A word that is longer than a line is broken.
func (p *Page) Wrap(r Role, text string, indent, width int) {
	text = safetext.String(text, safetext.Options{})
	if indent > width-8 {
		indent = max(width-8, 0)
	}
	first := true
	for len(text) > 0 {
		for len(text) > 0 && text[0] == ' ' {
			text = text[1:]
		}
		if !first {
			p.Line()
			p.To(indent)
		}
		room := width - p.Column()
		behind := first && p.Column() > indent // something else stands on this line
		first = false
		if behind && textWidth(word(text)) > room {
			continue
		}
		if !behind {
			room = max(room, 8)
		}
		cut := breakAt(text, room)
		p.Put(r, text[:cut])
		text = text[cut:]
	}
}

// word gives the first word of s.
func word(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] == ' ' {
			return s[:i]
		}
	}
	return s
}

// breakAt gives the number of octets of s that go on a line of room columns.
func breakAt(s string, room int) int {
	w, blank := 0, 0
	for i, r := range s {
		if r == ' ' && i > 0 {
			blank = i
		}
		w += runeWidth(r)
		if w > room {
			if r == ' ' {
				return i
			}
			if blank > 0 {
				return blank
			}
			if i == 0 {
				return utf8.RuneLen(r)
			}
			return i
		}
	}
	return len(s)
}

// textWidth is the number of columns that s takes.
func textWidth(s string) int {
	w := 0
	for _, r := range s {
		w += runeWidth(r)
	}
	return w
}

// runeWidth is 2 for the characters of East Asian scripts and emoji, 1 for others. Combining marks count as 1:
// a line that is too short does no harm.
func runeWidth(r rune) int {
	switch {
	case r < 0x1100:
		return 1
	case r <= 0x115f, r >= 0x2e80 && r <= 0xa4cf, r >= 0xac00 && r <= 0xd7a3, r >= 0xf900 && r <= 0xfaff,
		r >= 0xfe30 && r <= 0xfe6f, r >= 0xff00 && r <= 0xff60, r >= 0x1f300 && r <= 0x1faff, r >= 0x20000 && r <= 0x3fffd:
		return 2
	}
	return 1
}

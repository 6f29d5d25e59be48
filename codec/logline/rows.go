package logline

import "strings"

// row is a text line of a record: an input line, or a part of one that was unescaped.
type row struct {
	pieces []piece
	num    int
	width  int
	blank  bool // the line ends in a blank
	soft   bool // the line end is no part of the text
}

// take makes the rows of p those of a record.
func (p *putter) take(b *block) {
	p.rows, p.pieces, p.bools, p.tried = p.rows[:0], p.pieces[:0], p.bools[:0], p.tried[:0]
	label := ""
	for i := range b.lines {
		l := &b.lines[i]
		l.parse()
		cur := row{num: l.num}
		from := len(p.pieces) // where the pieces of the row begin
		for _, x := range l.env.body {
			for {
				k := strings.IndexByte(x.text, '\n')
				if k < 0 {
					break
				}
				p.pieces = append(p.pieces, piece{x.text[:k], x.src})
				cur.pieces = p.pieces[from:len(p.pieces):len(p.pieces)]
				p.rows = append(p.rows, cur)
				from = len(p.pieces)
				x.text = x.text[k+1:]
			}
			p.pieces = append(p.pieces, x)
		}
		if cur.pieces = p.pieces[from:len(p.pieces):len(p.pieces)]; len(cur.pieces) > 0 {
			label = l.unlabel(&cur.pieces[0], label)
		}
		cur.soft = l.soft
		p.rows = append(p.rows, cur)
	}
	p.octets = 0
	for i := range p.rows {
		r := &p.rows[i]
		t := r.tail()
		r.blank = t != "" && isBlank(t[len(t)-1])
		for _, x := range r.pieces {
			p.octets += len(x.text)
		}
	}
	p.indent = commonIndent(p.rows)
}

// measure finds out how wide the rows stood on a screen.
func (p *putter) measure(b *block) {
	whole := len(p.rows) == len(b.lines)
	p.full, p.wide = 0, 0
	for i := range p.rows {
		r := &p.rows[i]
		if whole {
			r.width = b.lines[i].width()
		} else {
			r.width = widthOf(r.pieces)
		}
		switch {
		case r.width > p.full:
			p.full, p.wide = r.width, 1
		case r.width == p.full:
			p.wide++
		}
	}
	p.keyed = len(p.rows) > 2 && p.ofKeys()
}

// head returns the text that the row begins with, tail that which it ends with.
func (r *row) head() string {
	if len(r.pieces) == 0 {
		return ""
	}
	return r.pieces[0].text
}

func (r *row) tail() string {
	if len(r.pieces) == 0 {
		return ""
	}
	return r.pieces[len(r.pieces)-1].text
}

// unlabel drops the host name that a relay puts before each row of a dump: the host of the line's envelope, or the word in
// front of a row that begins with a marker. It returns the label for the rows that follow.
func (l *line) unlabel(p *piece, label string) string {
	if label == "" {
		label, _, _ = strings.Cut(l.env.host, ".")
	}
	n := strings.IndexByte(p.text[:min(len(p.text), 64)], ':')
	if n < 1 || !isName(p.text[:n]) || hexDigits(p.text) == n {
		return label
	}
	rest := strings.TrimSpace(p.text[n+1:])
	if strings.Trim(rest[:min(len(rest), 256)], "0123456789abcdefABCDEF ") != "" {
		return label
	}
	short, _, _ := strings.Cut(p.text[:n], ".")
	marker := strings.ReplaceAll(rest[:min(len(rest), 12)], " ", "")
	if short != label && !(len(marker) >= 8 && equalFold(marker[:8], "ffffffff")) {
		return label
	}
	p.text = p.text[n+1:]
	if p.src >= 0 {
		p.src += n + 1
	}
	return short
}

// ofKeys reports whether each row but the first is "key = value" and no screen's width can have cut one: there is only one
// of the greatest width.
func (p *putter) ofKeys() bool {
	for i, r := range p.rows {
		if i > 0 && (prettyKey(r.head(), 0) == 0 || p.rows[i-1].soft) {
			return false
		}
	}
	return p.wide == 1
}

// asWide reports whether a row has the width of the first, a blank at its end aside.
func asWide(r, first row) bool {
	n := first.width - r.width
	if first.blank {
		n--
	}
	return n == 0 || n == -1 && r.blank
}

// commonIndent returns the number of blanks that all rows but the first begin with.
func commonIndent(rs []row) int {
	n := -1
	for i, r := range rs {
		if i == 0 || len(r.pieces) == 0 {
			continue
		}
		if k := blanks(r.pieces[0].text); n < 0 || k < n {
			n = k
		}
	}
	return max(n, 0)
}

func blanks(s string) int {
	n := 0
	for n < len(s) && (s[n] == ' ' || s[n] == '\t') {
		n++
	}
	return n
}

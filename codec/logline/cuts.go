package logline

import "strings"

// A line end in a record is a wrap that cut a word, or the end of a line as somebody wrote it. To read the record in each way that
// it may be is the dearest part of a log whose lines have no stamps, so what shows that a line was not cut is looked at first.

// cuts finds out in front of which rows a wrap may have cut a word, as far as the text around the line end tells. It reports
// whether there is any.
func (p *putter) cuts() bool {
	p.cut = p.flags()
	any := false
	for i := 1; i < len(p.rows); i++ {
		a, b := &p.rows[i-1], &p.rows[i]
		if a.soft {
			any = true
			continue
		}
		p.cut[i] = !p.apart(a, b)
		any = any || p.cut[i]
	}
	return any
}

// apart reports whether there is a blank between two rows however they are joined, or a value of JSON ends or begins there.
func (p *putter) apart(a, b *row) bool {
	head, end, start := a.head(), a.tail(), b.head()
	start = start[min(blanks(start), p.indent):]
	if end == "" || start == "" {
		return false
	}
	x, y := end[len(end)-1], start[0]
	if isBlank(x) || isBlank(y) {
		return true
	}
	head = head[blanks(head):]
	if (x == '}' || x == ']') && head != "" && (head[0] == '{' || head[0] == '[') && (isWord(y) || y == '%' || y == '|' || opensJSON(start)) {
		return true
	}
	return opensJSON(start) && strings.IndexByte("\\:,[({=\"", x) < 0
}

// uncut takes those line ends out that the widths of the rows, which have been measured, do not explain and that stand
// between words.
func (p *putter) uncut() {
	p.begins()
	for i := 1; i < len(p.rows); i++ {
		if !p.cut[i] {
			continue
		}
		end, start := p.rows[i-1].tail(), p.rows[i].head()
		start = start[min(blanks(start), p.indent):]
		if end == "" || start == "" {
			continue
		}
		if n := prettyKey(start, 0); n > 0 && (p.wide == 1 || p.rows[i-1].width < p.full) && knownSlogKey(start[:n-3]) && end[len(end)-1] != '_' {
			p.cut[i] = false
		} else if p.narrow(i-1) && newWord(end, start) {
			p.cut[i] = false
		}
	}
}

// narrow reports whether a row has so few columns that no screen of the width of any row beside it, or of the first or widest
// one, can have cut it.
func (p *putter) narrow(i int) bool {
	w := p.rows[i].width
	as := func(o int) bool { return w >= o-2 && w <= o+2 }
	return w < p.full-2 && i > 0 && !as(p.rows[0].width) && !as(p.rows[i-1].width) && !as(p.rows[i+1].width)
}

// newWord reports whether start, which stands behind end, is the beginning of a word by its capitals, or because of the
// bracket in front of it.
func newWord(end, start string) bool {
	x, y := end[len(end)-1], start[0]
	closed := x == ')' || x == ']' || x == '}' || x == ';'
	if y < 'A' || y > 'Z' {
		return closed && (y >= 'a' && y <= 'z' || y >= '0' && y <= '9')
	}
	last, _ := lastWord(end)
	capital := len(start) > 1 && (start[1] >= 'a' && start[1] <= 'z' || start[1] == ' ') // one only
	switch {
	case closed, x >= 'a' && x <= 'z':
		return true
	case x == '.':
		return strings.IndexByte(last, '.') == len(last)-1
	}
	return capital && isWord(x) && x != '-' && x != '_' && strings.ContainsAny(last, "0123456789")
}

// begins takes those line ends out behind which a row begins as a line does: as rows do that stand behind rows of several widths.
// A screen has one width, so that what it cuts off begins behind rows of that only.
func (p *putter) begins() {
	if len(p.rows) <= severalWidths {
		return
	}
	var heads [64]headOf
	for i := 1; i < len(p.rows); i++ {
		if key := headKey(p.rows[i].head()); key != 0 {
			h := &heads[key%uint64(len(heads))]
			if h.key == 0 {
				h.key = key
			}
			if h.key == key {
				h.behind(p.rows[i-1].width)
			}
		}
	}
	for i := 1; i < len(p.rows); i++ {
		if p.cut[i] {
			key := headKey(p.rows[i].head())
			h := &heads[key%uint64(len(heads))]
			p.cut[i] = key == 0 || h.key != key || h.n < severalWidths
		}
	}
}

// headOf is how rows begin, and some of the widths of the rows in front of them.
type headOf struct {
	key    uint64
	widths [severalWidths]int
	n      int
}

const severalWidths = 4

// behind notes the width of a row in front.
func (h *headOf) behind(width int) {
	for _, w := range h.widths[:h.n] {
		if d := w - width; d >= -2 && d <= 2 {
			return
		}
	}
	if h.n < severalWidths {
		h.widths[h.n] = width
		h.n++
	}
}

// headKey tells rows by their first octets, whatever numbers stand in them; 0 for rows whose words are too short to tell
// anything, or that may be octets.
func headKey(t string) uint64 {
	const most, fewest = 12, 3
	t = t[blanks(t):]
	if len(t) < most {
		return 0
	}
	key, letters := uint64(14695981039346656037), 0
	for i := 0; i < most; i++ {
		c := t[i]
		switch {
		case isDigit(c):
			c = '0'
		case c|0x20 >= 'g' && c|0x20 <= 'z':
			letters++
		}
		key = (key ^ uint64(c)) * 1099511628211
	}
	if letters < fewest {
		return 0
	}
	return key | 1
}

package logline

import "strings"

// The logger of a device may write each row of a dump as a message of its own, and a collector puts lines of other hosts
// and processes between them. farRows finds the rows of an event whose octets are not all there.

// Limits of how far behind an event rows of its dump are looked for.
const (
	rowLines  = 64
	rowOctets = 32 << 10
)

// Stretch is a part of the input.
type Stretch struct{ Start, End int } // octet offsets

// farther reads the record once more with the rows that stand behind other lines, when a dump in it wanted more octets. It
// returns the reading that is to stand in place of those in had, nil for none.
func (s *scanner) farther(b *block, had []*found) *found {
	idx := -1
	for i := range b.lines {
		if b.lines[i].num == s.short {
			idx = i
		}
	}
	if idx < 0 || !b.lines[idx].env.stamped() {
		return nil
	}
	rows := s.doc.farRows(&b.lines[idx], s.find)
	if len(rows) == 0 {
		return nil
	}
	// What stands in front of the line, and its far rows behind it. The lines that follow it in the record are among these,
	// if they are rows.
	b2 := &block{end: b.end}
	b2.lines = append(append(b2.lines, b.lines[:idx+1]...), rows...)
	all := s.all
	s.all = nil
	for n, v := range s.put.wraps(b2, s.find) {
		s.view(b2, v, n)
	}
	again := choose(s.all)
	s.all = all
	line := &b2.lines[idx]
	for _, f := range again {
		if f.ev.LineEnd <= line.num || f.start > line.end || f.start < s.done {
			continue
		}
		for _, o := range had {
			if o.start < line.end && o.end > f.start && (o.ev.Line > f.ev.Line || !fuller(f, o)) {
				return nil
			}
		}
		for i := range rows {
			if rows[i].num <= f.ev.LineEnd {
				f.ev.Rows = append(f.ev.Rows, Stretch{rows[i].start, rows[i].end})
			}
		}
		f.end = line.end
		f.ev.EndOffset = f.end
		return f
	}
	return nil
}

// fuller reports whether the reading with far rows is the better one.
func fuller(f, o *found) bool {
	if f.short != o.short {
		return o.short
	}
	return f.score > o.score || f.score == o.score && f.octets > o.octets
}

// whole reports whether the octets of a message hold a header with a length that can be, and as many as it says.
func (w *walk) whole() bool {
	marker := 0
	for i, d := range w.head {
		if fold[d] != 'f' {
			marker = 0
			continue
		}
		if marker++; marker < 32 || len(w.head) < i+5 || fold[w.head[i+1]] == 'f' {
			continue
		}
		n := 0
		for _, d := range w.head[i+1 : i+5] {
			n = n<<4 | hexValue(d)
		}
		return n >= minMessage && 2*w.octets+w.odd >= i+1-32+2*n
	}
	return false
}

// farRows returns the lines behind l that continue a dump which l begins: rows of hex digits by the same host and program.
// Their programs' names, numbers and offsets are taken off.
func (d *Document) farRows(l *line, find *finder) []line {
	l.parse()
	host := l.env.host
	tag, _ := tagOf(l.body())
	if d.sourceGoesOn(l, host, tag, find) {
		return nil
	}
	object := l.start < len(d.text) && d.text[l.start] == '{'
	var rows []line
	var cols []column
	alone := true // no event of another source stands between
	d.near.begin(d, find, l)
	prev, end := l, l.end
	for n := 0; n < rowLines && end-l.end < rowOctets; n++ {
		cur, ok := d.near.line(n)
		if !ok {
			break
		}
		before := prev
		prev, end = &cur.line, cur.line.end
		if !cur.hex && !(object && cur.object) {
			if cur.hits(find) {
				if cur.by(host, tag) {
					break // the same source tells of the next thing
				}
				alone = false
			}
			continue
		}
		by := cur.by(host, tag)
		stamped := cur.line.env.stamped()
		if stamped && !by || !stamped && !alone {
			continue
		}
		if !stamped && before.start != l.start && (len(rows) == 0 || rows[len(rows)-1].start != before.start) && before.heads() {
			alone = false
			continue
		}
		col, rest := columnOf(cur.rest)
		if !hexGroups(rest, 2) || !stamped && hexDigitsIn(rest) < 8 {
			continue
		}
		if len(rows) > 0 && markerRow(rest) {
			break // the next message
		}
		row := cur.line
		row.cutTo(rest)
		row.soft = false
		rows, cols = append(rows, row), append(cols, col)
	}
	stripOffsets(rows, cols)
	return rows
}

// heads reports whether a line has a text and no stamp: rows behind it are its own.
func (l *line) heads() bool {
	l.parse()
	return !l.env.stamped() && !blankText(l.body())
}

// sourceGoesOn reports whether the line behind l, when it has been read already, is by the same source and tells of another
// thing: then l's dump does not go on. farRows would find that out again.
func (d *Document) sourceGoesOn(l *line, host, tag string, find *finder) bool {
	a, ok := d.lineBehind(l.end)
	if !ok || a != &d.ahead {
		return false
	}
	raw := d.text[a.start:min(a.end, a.start+mostSought)]
	if EndsInHex(raw) || l.start < len(d.text) && d.text[l.start] == '{' && strings.HasPrefix(raw, "{") {
		return false
	}
	if _, _, hit := find.search(raw, 0); !hit {
		return false
	}
	a.parse()
	t, _ := tagOf(a.body())
	return a.env.host == host && t == tag
}

// cutTo drops what stands in front of rest, which is the end of the line's body. Copies of the line keep theirs.
func (l *line) cutTo(rest string) {
	if len(l.env.body) != 1 {
		return
	}
	p := l.env.body[0]
	if p.src >= 0 {
		p.src += len(p.text) - len(rest)
	}
	p.text = rest
	l.env.body = []piece{p}
}

// tagOf cuts "bgpd[77]:" or "rpd:" off; without one the tag is "".
func tagOf(s string) (tag, rest string) {
	n := strings.IndexByte(s[:min(len(s), 64)], ':')
	if n < 1 || hexDigits(s) == n {
		return "", s
	}
	for i := 0; i < n; i++ {
		if c := s[i]; !isWord(c) && strings.IndexByte("[]()./_", c) < 0 {
			return "", s
		}
	}
	if digits(s) > 0 || s[0] == '[' || s[0] == '(' { // a number or an offset
		return "", s
	}
	return s[:n], s[n+1:]
}

// column is what stands in front of the octets of a row.
type column struct {
	width int    // digits of a first group that may be an offset without a colon, 0 when it cannot
	text  string // that group
}

// columnOf takes "0010:", "0x10:", "[3]", "(3/7)", "#3", "3)" off: none of them can be octets.
func columnOf(s string) (column, string) {
	t := strings.TrimLeft(s, " \t")
	if t == "" {
		return column{}, s
	}
	i := 0
	if t[0] == '[' || t[0] == '(' || t[0] == '#' {
		i = 1
	}
	if strings.HasPrefix(t[i:], "0x") {
		i += 2
	}
	k := hexDigits(t[i:min(len(t), i+9)])
	if k == 0 || k > 8 {
		return column{}, s
	}
	j := i + k
	if t[0] != '0' && j < len(t) && t[j] == '/' { // 3/7
		j++
		j += digits(t[j:])
	}
	marked := i > 0 && t[0] != '0'
	for j < len(t) && strings.IndexByte("]):", t[j]) >= 0 {
		j++
		marked = true
	}
	if marked && j < len(t) && isBlank(t[j]) {
		return column{}, t[j:]
	}
	if i == 0 && k >= 4 && k == len(word(t)) {
		return column{k, t[:k]}, s
	}
	return column{}, s
}

// stripOffsets takes a first group off all rows when it counts the octets before, in hex or decimal.
func stripOffsets(rows []line, cols []column) {
	if len(rows) < 2 {
		return
	}
	for _, base := range [...]int{16, 10} {
		at, ok := 0, true
		for i := range rows {
			if cols[i].width == 0 || cols[i].width != cols[0].width || numberIn(cols[i].text, base) != at {
				ok = false
				break
			}
			at += (hexDigitsIn(rows[i].body()) - cols[i].width) / 2
		}
		if !ok {
			continue
		}
		for i := range rows {
			t := strings.TrimLeft(rows[i].body(), " \t")
			rows[i].cutTo(t[cols[i].width:])
		}
		return
	}
}

// numberIn reads all of s as a number, -1 when it is none.
func numberIn(s string, base int) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if !isHex(s[i]) || hexValue(s[i]) >= base || n > 1<<20 {
			return -1
		}
		n = n*base + hexValue(s[i])
	}
	return n
}

// EndsInHex reports whether the last word of a line is an even number of hex digits, as that of a row of a dump is: a cheap
// look before the line is read.
func EndsInHex(s string) bool {
	s = strings.TrimRight(s, " \t\r")
	n := 0
	for n < len(s) && isHex(s[len(s)-1-n]) {
		n++
	}
	return n >= 2 && n%2 == 0 && (n == len(s) || isBlank(s[len(s)-1-n]) || s[len(s)-1-n] == ':')
}

// hexGroups reports whether a text is nothing but groups of hex digits, of even length, with blanks between, and least of
// them or more in all.
func hexGroups(s string, least int) bool {
	s = s[:min(len(s), 1024)]
	n := 0
	for i := 0; i < len(s); {
		if isBlank(s[i]) {
			i++
			continue
		}
		k := hexDigits(s[i:])
		if k == 0 || k%2 != 0 || i+k < len(s) && !isBlank(s[i+k]) {
			return false
		}
		n, i = n+k, i+k
	}
	return n >= least
}

func hexDigitsIn(s string) (n int) {
	for i := 0; i < len(s); i++ {
		if isHex(s[i]) {
			n++
		}
	}
	return n
}

// markerRow reports whether a row begins with a marker.
func markerRow(s string) bool {
	n := 0
	for i := 0; i < len(s) && n < 32; i++ {
		switch {
		case s[i]|0x20 == 'f':
			n++
		case !isBlank(s[i]):
			return false
		}
	}
	return n == 32
}

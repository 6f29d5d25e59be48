package hexdump

import "math"

// Dumps with an offset column: xxd, hexdump, od, tcpdump, tshark, Wireshark,
// gdb and everything else that prints rows of "offset octets characters".

// rowHead is the offset of a row.
type rowHead struct {
	indent int
	lo, hi int // digits of the offset
	colon  bool
	ox     bool // 0x before the offset
	data   int  // where the octets begin
	spaces int  // blanks between offset and octets
	eol    int
	bare   bool // nothing behind the offset
}

func startRows(s string, i int) bool {
	j := skipBlanks(s, i)
	return j < len(s) && j < i+64 && isHex(s[j])
}

// headAt reads the offset of the row whose line starts at i.
func headAt(s string, i int) (h rowHead, ok bool) {
	j := skipBlanks(s, i)
	h.indent = j - i
	if j+2 < len(s) && s[j] == '0' && s[j+1]|0x20 == 'x' {
		h.ox = true
		j += 2
	}
	h.lo = j
	for j < len(s) && isHex(s[j]) && j < h.lo+17 {
		j++
	}
	h.hi = j
	w := h.hi - h.lo
	if w < 2 || w > 16 {
		return h, false
	}
	if j < len(s) && s[j] == ':' {
		h.colon = true
		j++
	} else if w < 4 {
		return h, false
	}
	h.data = skipBlanks(s, j)
	h.spaces = h.data - j
	if j < len(s) && s[j] == '\t' {
		h.spaces += 2
	}
	h.bare = h.data >= len(s) || s[h.data] == '\n'
	if h.spaces == 0 && !h.bare {
		return h, false
	}
	return h, true
}

// radixes in which programs print offsets.
var radixes = [...]int{16, 8, 10}

func (h *rowHead) offset(s string, radix int) (v int, ok bool) {
	for i := h.lo; i < h.hi; i++ {
		d := int(hexVal(s[i]))
		if d >= radix || v > math.MaxInt>>7 {
			return 0, false
		}
		v = v*radix + d
	}
	return v, true
}

// digitKind is what the tokens of the rows are.
type digitKind uint8

const (
	rowHex       digitKind = iota
	rowOctal               // 377: one octet
	rowOctalWord           // 177777: two octets, little endian
	rowDecimal
)

type rowScan struct {
	c     *context
	s     string
	r     readings // pairs or dec, by kind
	kind  digitKind
	width int // digits of a token, 0 not known
	first rowHead
	base  int // offset of the first octet
	radix int // 0 not known
	end   int // behind the last row
	total int // length that the final offset gives, -1 unknown
	ascii bool
	rows  int
	last  int // octets of the last row
	lost  int // octets that offsets jumped over
	data  int // end of the last token
	note  string
}

func scanRows(c *context, i int) (int, bool) {
	h, ok := headAt(c.s, i)
	if !ok || h.bare {
		return i, false
	}
	r := rowScan{c: c, s: c.s, r: newReadings(c.s, false), first: h, total: -1}
	sure, both := r.firstRow(i, &h)
	if !sure {
		return i, false
	}
	r.more()
	if c.whole || r.n() >= 4 || r.ascii || r.rows > 1 {
		return r.finish(i, both)
	}
	return i, false
}

func (r *rowScan) rd() *reading {
	if r.kind == rowHex {
		return &r.r.pairs
	}
	return &r.r.dec
}

func (r *rowScan) n() int { return len(r.rd().octets) }

// firstRow reads the row at i and decides whether its first token is an
// offset. both says that it may as well be octets.
func (r *rowScan) firstRow(i int, h *rowHead) (sure, both bool) {
	h.eol = lineEnd(r.s, h.data)
	r.kind, r.width = r.look(h)
	if r.kind == rowHex && r.width > 8 && !h.colon {
		return false, false
	}
	nh, more := r.following(h.eol)
	n, ascii := r.row(h, 0)
	if n == 0 {
		return false, false
	}
	if more && r.agree(h, &nh, n) {
		return true, false
	}
	// The next row says how long this one is, if the characters leaked.
	if d, ok := r.distance(h, &nh, 16); more && ok && d > 0 && d < n && d%4 == 0 && nh.hi-nh.lo == h.hi-h.lo && !nh.bare {
		r.reset()
		r.row(h, d)
		r.radix = 16
		return true, false
	}
	off, okOff := h.offset(r.s, 16)
	switch {
	case h.colon:
		return r.clean(h) || ascii, false
	case ascii && n >= 4:
		return true, false
	case okOff && off == 0 && h.hi-h.lo != r.width && r.clean(h):
		return true, h.spaces < 2
	}
	return false, false
}

// reset forgets the octets read so far.
func (r *rowScan) reset() {
	r.r = newReadings(r.s, false)
	r.rows = 0
}

// clean says whether nothing but blanks or a column set off by two of them is
// behind the octets of the row.
func (r *rowScan) clean(h *rowHead) bool {
	j := skipBlanks(r.s, r.data)
	return j >= h.eol || j-r.data >= 2 || r.s[r.data] == '\t' || r.s[j] == '|' || r.s[j] == '>'
}

// following gives the head of the next row, over at most two blank lines.
func (r *rowScan) following(eol int) (rowHead, bool) {
	i := eol
	for blank := 0; i < len(r.s) && blank < 3; blank++ {
		i++
		j := skipBlanks(r.s, i)
		if j < len(r.s) && r.s[j] == '\n' {
			i = j
			continue
		}
		return headAt(r.s, i)
	}
	return rowHead{}, false
}

// distance between the offsets of two rows.
func (r *rowScan) distance(a, b *rowHead, radix int) (int, bool) {
	x, ok := a.offset(r.s, radix)
	if !ok {
		return 0, false
	}
	y, ok := b.offset(r.s, radix)
	return y - x, ok
}

// agree finds the radix in which b follows a by n octets.
func (r *rowScan) agree(a, b *rowHead, n int) bool {
	if a.hi-a.lo != b.hi-b.lo || a.colon != b.colon || a.ox != b.ox {
		return false
	}
	for _, radix := range radixes {
		d, ok := r.distance(a, b, radix)
		if w := a.hi - a.lo; radix == 8 && (w < 6 || w == 8) {
			continue // od prints seven digits
		}
		if ok && (d == n || b.bare && r.width > 3 && d > 0 && d < n && n-d < r.width/2) {
			r.radix = radix
			return true
		}
	}
	return false
}

// look decides from the first row what its tokens are.
func (r *rowScan) look(h *rowHead) (digitKind, int) {
	s, i, n, w := r.s, h.data, 0, 0
	octal, decimal, same := true, true, true
	for n < 8 {
		t, ok := number(s, i)
		if !ok || t.end < len(s) && !isBlank(s[t.end]) && s[t.end] != '\n' {
			break
		}
		if n > 0 && t.width() != w {
			same = false
		}
		w = max(w, t.width())
		v := 0
		for k := t.lo; k < t.hi && k < t.lo+7; k++ {
			octal = octal && s[k] <= '7' && !t.neg && !t.prefixed
			v = v*8 + int(hexVal(s[k]))
		}
		octal = octal && (t.width() == 3 && v <= 255 || t.width() == 6 && v <= 0xffff)
		_, dec := t.decimal(s)
		decimal = decimal && dec
		n++
		i = skipBlanks(s, t.end)
	}
	switch {
	case n == 0:
		return rowHex, 0
	case octal && same && w == 3:
		return rowOctal, 3
	case octal && same && w == 6:
		return rowOctalWord, 6
	case decimal && (w == 3 || !same) && n > 1:
		return rowDecimal, w
	}
	t, _ := number(s, h.data)
	return rowHex, t.width()
}

// row reads the octets of one row, at most limit of them if limit is not 0.
func (r *rowScan) row(h *rowHead, limit int) (n int, ascii bool) {
	s, i, rd := r.s, h.data, r.rd()
	from := len(rd.octets)
	text := trimRight(s, i, h.eol)
	r.r.close()
	r.data = i
	for i < h.eol {
		n = len(rd.octets) - from
		if limit > 0 && n >= limit {
			break
		}
		if n > 0 && i > r.data && columnAt(s, i, text, rd.octets[from:]) {
			ascii = true
			break
		}
		if n > 0 && (s[i] == '-' || s[i] == '|') && n%8 == 0 && i+1 < h.eol && (isHex(s[i+1]) || isBlank(s[i+1])) && r.tokenOK(skipBlanks(s, i+1), h.eol) {
			i = skipBlanks(s, i+1)
			continue
		}
		t, ok := r.token(i, h.eol)
		if !ok || n > 0 && i-r.data >= 3 && r.kind != rowDecimal && r.width <= 4 && s[r.data] != '\t' {
			break
		}
		r.feed(&t)
		r.data = t.end
		i = skipBlanks(s, t.end)
		if r.kind == rowHex && t.width() < r.width && !t.prefixed {
			// A short group is the last one.
			n = len(rd.octets) - from
			ascii = columnAt(s, i, text, rd.octets[from:])
			break
		}
	}
	if r.kind == rowHex {
		r.r.dropCarry()
	}
	if i < h.eol && (s[i] == '|' || s[i] == '>') && n > 0 {
		ascii = true
	}
	n = len(rd.octets) - from
	r.rows++
	r.last = n
	r.end = h.eol
	r.ascii = r.ascii || ascii
	return n, ascii
}

func (r *rowScan) tokenOK(i, eol int) bool {
	_, ok := r.token(i, eol)
	return ok
}

// token reads a token that fits the rows.
func (r *rowScan) token(i, eol int) (token, bool) {
	t, ok := number(r.s, i)
	if !ok || t.end > eol {
		return t, false
	}
	if t.end < eol && !isBlank(r.s[t.end]) && r.s[t.end] != '|' && r.s[t.end] != '-' && r.s[t.end] != '>' {
		return t, false
	}
	w := t.width()
	switch r.kind {
	case rowHex:
		return t, !t.neg && (w == r.width || w < r.width && w%2 == 0 || w < r.width && t.end >= eol)
	case rowDecimal:
		_, ok = t.decimal(r.s)
		return t, ok
	}
	return t, w == r.width && !t.neg && r.octal(&t) >= 0
}

// octal gives the value of a token of octal digits, -1 if it is none.
func (r *rowScan) octal(t *token) int {
	v := 0
	for i := t.lo; i < t.hi; i++ {
		if r.s[i] > '7' {
			return -1
		}
		v = v*8 + int(r.s[i]-'0')
	}
	if t.width() == 3 && v > 0xff || v > 0xffff {
		return -1
	}
	return v
}

func (r *rowScan) feed(t *token) {
	switch r.kind {
	case rowHex:
		r.r.note(t)
		r.r.feedPairs(t, joinNone)
	case rowDecimal:
		v, _ := t.decimal(r.s)
		r.r.dec.put(v, t.start, t.end)
	case rowOctal:
		r.r.dec.put(byte(r.octal(t)), t.start, t.end)
	case rowOctalWord:
		v := r.octal(t)
		r.r.dec.put(byte(v), t.start, t.end)
		r.r.dec.put(byte(v>>8), t.start, t.end)
	}
}

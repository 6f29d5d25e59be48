package hexdump

import "strings"

// Lists in the literal syntax of programming languages: [255, 255, 0],
// []byte{0xff, 0x0}, { 0xff, /* .. */ }, <<255,255>>, <Buffer ff ff>,
// [ff, ff, 0, 33].

// listKind is what the opening of a list says about its elements.
type listKind struct {
	closer  string
	skip    int    // length of the opener
	hex     string // notation of elements with hex digits, empty if not allowed without 0x
	prefix  string // notation of elements with 0x
	dec     string // notation of decimal elements, empty if not allowed
	certain bool   // the opener names octets
}

func startList(s string, i int) bool { return s[i] == '[' || s[i] == '{' || s[i] == '<' }

func openList(s string, i int) (k listKind, ok bool) {
	switch s[i] {
	case '[':
		return listKind{closer: "]", skip: 1, hex: RustDebug, prefix: HexPrefixed, dec: Decimal}, true
	case '{':
		if byteSlice(s[max(0, i-24):i]) {
			return listKind{closer: "}", skip: 1, prefix: GoBytes, dec: GoBytes, certain: true}, true
		}
		return listKind{closer: "}", skip: 1, prefix: CArray, dec: CArray}, true
	case '<':
		if strings.HasPrefix(s[i:], "<<") {
			return listKind{closer: ">>", skip: 2, prefix: Erlang, dec: Erlang, certain: true}, true
		}
		if strings.HasPrefix(s[i:], "<Buffer ") {
			return listKind{closer: ">", skip: 8, hex: NodeBuffer, prefix: NodeBuffer, certain: true}, true
		}
	}
	return k, false
}

// byteSlice says whether the text before a brace names a type of octets.
func byteSlice(before string) bool {
	before = strings.TrimRight(before, " ")
	for _, t := range [...]string{"]byte", "]uint8", "]u8"} {
		if strings.HasSuffix(before, t) {
			return true
		}
	}
	return false
}

type listScan struct {
	c      *context
	s      string
	kind   listKind
	r      readings
	commas bool
	closed bool
	end    int
}

func scanList(c *context, i int) (int, bool) {
	k, ok := openList(c.s, i)
	if !ok {
		return i, false
	}
	l := listScan{c: c, s: c.s, kind: k, r: newReadings(c.s, true), end: i}
	l.read(i + k.skip)
	if l.r.count == 0 || !l.enough() {
		return i, false
	}
	return max(l.end, i+1), l.emit(i)
}

// read feeds the elements from i on.
func (l *listScan) read(i int) {
	j := joinNone
	fresh := true // an element may begin here
	for i < len(l.s) {
		c := l.s[i]
		switch {
		case strings.HasPrefix(l.s[i:], l.kind.closer):
			l.closed = true
			l.end = lengthDecl(l.s, i+len(l.kind.closer))
			return
		case isBlank(c):
			i++
			fresh = true
		case c == '\n':
			i++
			j, fresh = joinLine, true
		case c == ',':
			l.commas, fresh = true, true
			i++
		case c == '\\' && i+1 < len(l.s) && (l.s[i+1] == 'n' || l.s[i+1] == 't'):
			i += 2
			fresh = true
		case c == '/':
			n := commentLen(l.s, i)
			if n == 0 {
				return
			}
			l.r.close()
			i += n
		default:
			next, ok := l.element(i, j, fresh)
			if !ok {
				return
			}
			i, j, fresh = next, joinNone, false
		}
	}
}

// lengthDecl returns the end of the declaration that xxd -i puts behind an array, "unsigned int NAME_len = 28;",
// or i where there is none.
func lengthDecl(s string, i int) int {
	rest := s[i:min(len(s), i+256)]
	t, ok := strings.CutPrefix(rest, ";\n")
	if !ok {
		return i
	}
	if t, ok = strings.CutPrefix(t, "unsigned int "); !ok {
		return i
	}
	name, value, ok := strings.Cut(t, " = ")
	n := strings.IndexByte(value, ';')
	if !ok || !strings.HasSuffix(name, "_len") || strings.ContainsAny(name, " \n") || n < 1 || !isDigit(value[0]) {
		return i
	}
	return i + len(rest) - len(value) + n + 1
}

// element reads one element, or a remark in the place of elements.
func (l *listScan) element(i int, j join, fresh bool) (int, bool) {
	if !fresh {
		return i, false
	}
	if n := ellipsis(l.s, i); n > 0 && l.r.count > 0 {
		return l.elided(i, i+n), true
	}
	t, ok := number(l.s, i)
	if !ok {
		return i, false
	}
	if l.r.count > 0 && (l.s[i] == '+' || countsMore(l.s, t.end)) {
		return l.elided(i, t.lo), true
	}
	end := suffix(l.s, t.end)
	if end < len(l.s) && isWord(l.s[end]) || !l.fits(&t) {
		return i, false
	}
	l.r.feed(t, j)
	l.end = end
	return end, true
}

// fits says whether some allowed reading can take the element.
func (l *listScan) fits(t *token) bool {
	if t.prefixed {
		return t.width() <= 2 || t.width() == 4
	}
	if l.r.prefixed > 0 {
		return t.width() == 1 && l.s[t.lo] == '0'
	}
	_, dec := t.decimal(l.s)
	dec = dec && l.kind.dec != "" && !l.r.dec.dead
	return dec || l.kind.hex != "" && !t.neg && t.width() <= 2 && !l.r.loose.dead
}

// countsMore says whether words behind a number say that it counts what is
// not shown, as in "... 50 more bytes".
func countsMore(s string, i int) bool {
	return strings.HasPrefix(s[i:], " more") || strings.HasPrefix(s[i:], " byte") || strings.HasPrefix(s[i:], " octet")
}

// elided takes "..." and the words up to the next separator as a gap.
func (l *listScan) elided(i, end int) int {
	limit := min(len(l.s), end+maxRemark)
	for end < limit {
		c := l.s[end]
		if c == ',' || c == '\n' || strings.HasPrefix(l.s[end:], l.kind.closer) {
			break
		}
		if t, ok := bare(l.s, end, ' '); ok && !countsMore(l.s, t.end) && isBlank(l.s[end-1]) {
			break
		}
		end++
	}
	l.r.gap(GapEllipsis, i, end, countIn(l.s[i:end], -1))
	l.end = end
	return end
}

// commentLen gives the length of a C comment at i, 0 if there is none.
func commentLen(s string, i int) int {
	if strings.HasPrefix(s[i:], "//") {
		return lineEnd(s, i) - i
	}
	if strings.HasPrefix(s[i:], "/*") {
		if n := strings.Index(s[i+2:min(len(s), i+1024)], "*/"); n >= 0 {
			return n + 4
		}
	}
	return 0
}

// suffix skips a type suffix of C or Rust behind a number.
func suffix(s string, i int) int {
	for _, x := range [...]string{"u8", "_u8", "U", "u"} {
		if strings.HasPrefix(s[i:], x) && (i+len(x) >= len(s) || !isWord(s[i+len(x)])) {
			return i + len(x)
		}
	}
	return i
}

// enough weighs the list against lists of other things.
func (l *listScan) enough() bool {
	n := l.r.count
	if l.r.prefixed > 0 && l.r.maxWidth == 4 {
		n *= 2
	}
	if !l.closed && n < 8 && !l.kind.certain && !l.c.whole {
		return false
	}
	// Brackets that a writer put around a part of a bare dump.
	if l.closed && !l.commas && l.kind.closer == "]" && l.r.width == 2 {
		if t, ok := bare(l.s, skipBlanks(l.s, l.end), 0); ok && t.width()%2 == 0 {
			return false
		}
	}
	return l.c.whole || l.kind.certain || n >= 4
}

func (l *listScan) emit(start int) bool {
	r := &l.r
	if !l.closed {
		r.notes = append(r.notes, "list not closed")
	}
	before := len(l.c.out)
	give := func(rd *reading, notation string) {
		l.c.emit(rd.run(notation, start, l.end, r.notes))
	}
	r.dropCarry()
	switch {
	case r.prefixed > 0 && !r.loose.dead:
		give(&r.loose, l.kind.prefix)
	case r.prefixed > 0:
		give(&r.pairs, l.kind.prefix)
	default:
		if l.kind.hex != "" && !r.loose.dead {
			id := l.kind.hex
			if id == RustDebug && !l.commas {
				id = Hex
			}
			give(&r.loose, id)
		}
		if l.kind.dec != "" && !r.dec.dead {
			give(&r.dec, l.kind.dec)
		}
	}
	return len(l.c.out) > before
}

package hexdump

// Bare dumps: hex digits in groups of any size, with blanks, line breaks or
// one separator character between the groups, with or without 0x, and with
// what writers put into them: marks around fields, "...", words.

func startBare(s string, i int) bool {
	if s[i] == '-' {
		return i+1 < len(s) && isDigit(s[i+1]) && boundaryLeft(s, i)
	}
	return isHex(s[i]) && boundaryLeft(s, i)
}

// bareScan is the state of one bare dump.
type bareScan struct {
	c     *context
	s     string
	r     readings
	start int
	end   int  // behind the last token or gap
	sep   byte // separator between tokens: 0 not known yet, ' ' blanks
	line  int  // index of the current line's first octet in r.pairs
	eol   int  // end of the current line, -1 not known
}

func scanBare(c *context, i int) (int, bool) {
	t, ok := bare(c.s, i, 0)
	if !ok {
		return t.end, false
	}
	b := bareScan{c: c, s: c.s, start: i, end: i, eol: -1}
	b.r = c.pool.fresh(c.s)
	if k := skipBlanks(c.s, t.end); k < len(c.s) && (c.s[k] == ',' || c.s[k] == ';') {
		b.r.list = true
	}
	next := b.run(t)
	if b.r.count == 0 {
		c.pool = b.r
		return max(next, t.end), false
	}
	taken := b.finish()
	if taken {
		c.pool = readings{} // the runs own the storage now
	} else {
		c.pool = b.r
	}
	return max(b.end, t.end), taken
}

// between is what stands between two tokens.
type between struct {
	next  token
	nl    int
	marks bool
	blank bool
	sep   byte
	rem   []remark
	remAt int
}

// run feeds tokens until the dump ends.
func (b *bareScan) run(t token) int {
	j := joinNone
	var bt between
	for {
		if !b.accept(&t, j, &bt) {
			b.stop(&bt)
			return t.start
		}
		b.commit(&bt)
		if b.r.count == 1 && b.r.list && b.sep != ',' && b.sep != ';' {
			b.r.list = false
		}
		b.r.feed(t, j)
		b.end = t.end
		var ok bool
		bt, ok = b.next()
		if !ok {
			return b.end
		}
		t = bt.next
		j = bt.join()
	}
}

// gap folds the remarks into one gap, if they are one.
func (bt *between) gap() (m remark, ok bool) {
	m.missing = -1
	for _, x := range bt.rem {
		if x.joins || x.note {
			continue
		}
		if !ok {
			m.kind = x.kind
		}
		ok, m.end, m.strong = true, x.end, m.strong || x.strong
		if m.missing < 0 {
			m.missing = x.missing
		}
	}
	return m, ok
}

// commit records what was between two tokens.
func (b *bareScan) commit(bt *between) {
	if m, ok := bt.gap(); ok {
		b.r.gap(m.kind, bt.remAt, m.end, m.missing)
	}
	for _, m := range bt.rem {
		if m.note && len(b.r.notes) == 0 {
			b.r.notes = append(b.r.notes, "words between the octets skipped")
		}
	}
	if bt.marks || len(bt.rem) > 0 {
		b.r.close()
	}
	if bt.nl > 0 {
		b.eol = -1
		b.line = len(b.r.pairs.octets)
	}
	switch {
	case bt.sep != 0 && bt.sep != ' ':
		b.sep = bt.sep
	case b.sep == 0 && (bt.blank || bt.nl > 0):
		b.sep = ' '
	}
}

// join says how the digits on both sides hang together.
func (bt *between) join() join {
	switch {
	case len(bt.rem) > 0 && bt.rem[0].joins:
		return joinMark
	case len(bt.rem) > 0:
		return joinNone
	case bt.nl > 0 && bt.sep == 0:
		return joinLine
	case bt.marks && !bt.blank:
		return joinMark
	}
	return joinNone
}

// accept says whether t may be part of the dump.
func (b *bareScan) accept(t *token, j join, bt *between) bool {
	r := &b.r
	if r.count == 0 {
		return b.acceptFirst(t)
	}
	if t.prefixed != (r.prefixed > 0) && t.prefixed {
		return false // a prefix on a later token only
	}
	if r.prefixed == 1 && !t.prefixed && r.maxWidth > 4 && r.width != t.width() {
		return false
	}
	if r.prefixed > 1 && !t.prefixed {
		return false
	}
	if b.sep == ':' || b.sep == '-' || bt.sep == ':' || bt.sep == '-' {
		return t.width() == 2 && r.maxWidth == 2 || b.sep == ':' && t.width() == 4 && r.width == 4 || r.count == 1 && t.width() == r.width && t.width()%2 == 0
	}
	if (bt.sep == ',' || bt.sep == ';') && t.width() != r.width && (r.maxWidth > 3 || r.padded && r.width == 2) {
		return false
	}
	if b.proseWord(t) {
		return false
	}
	return b.acceptOdd(t, j)
}

// acceptFirst refuses a word of prose before a dump, such as "dead 00 01".
func (b *bareScan) acceptFirst(t *token) bool {
	if b.c.whole {
		// One word of letters and then prose is no dump.
		return t.digits || t.width() < 3 || t.allSame(b.s) || t.width() > 8 || !b.proseBehind(t.end)
	}
	if t.digits || t.width() < 3 || t.allSame(b.s) {
		return true
	}
	i := skipBlanks(b.s, t.end)
	n, ok := bare(b.s, i, 0)
	return !ok || n.width() == t.width()
}

// proseBehind says whether a blank and a word that is not hex follow.
func (b *bareScan) proseBehind(i int) bool {
	j := skipBlanks(b.s, i)
	if j == i || j >= len(b.s) {
		return false
	}
	k := wordEnd(b.s, j)
	return k > j && !hexWord(b.s[j:k])
}

// proseWord finds a word that only looks like hex behind a dump.
func (b *bareScan) proseWord(t *token) bool {
	return !t.digits && t.width() >= 3 && b.r.width > 0 && t.width() != b.r.width && !t.allSame(b.s) &&
		(t.width() < 4 || b.r.count > 1) && b.proseBehind(t.end)
}

// acceptOdd decides on tokens that would leave a digit without partner, or
// that no reading could take.
func (b *bareScan) acceptOdd(t *token, j join) bool {
	r, w := &b.r, t.width()
	_, isDec := t.decimal(b.s)
	loose := !r.loose.dead && w <= 2 && !t.neg && (w == 1 || r.list || t.prefixed || b.s[t.lo] != '0')
	dec := !r.dec.dead && isDec
	pairs := !r.pairs.dead && !t.neg
	odd := w%2 == 1 && !(t.prefixed && w == 1)
	if r.carry >= 0 && !r.list && r.joins(t, j) {
		odd = !odd
	}
	clean := pairs && r.nibbles == 0 && !(r.carry >= 0 && !r.joins(t, j)) && !(odd && b.midLine(t.end))
	if !clean && (loose || dec) {
		if pairs && r.nibbles == 0 && !(r.carry >= 0 && !r.joins(t, j)) {
			return true // not decided yet
		}
		r.pairs.kill()
		r.carry = -1
		return true
	}
	if clean {
		return true
	}
	// Damage inside a dump: believed when regular tokens surround it.
	if !pairs || len(r.pairs.octets) < 8 || r.nibbles > len(r.pairs.octets)/16 {
		return false
	}
	return b.regularAhead(t.end, 2)
}

// midLine says whether more of the line follows behind a token at i, so that
// an odd digit cannot be the wrap or the end of a dump.
func (b *bareScan) midLine(i int) bool {
	s := b.s
	if i < len(s) && isMark(s[i]) {
		return false
	}
	j := skipBlanks(s, i)
	if j >= len(s) || s[j] == '\n' {
		return false
	}
	_, ok := bare(s, j, b.sep)
	return ok
}

// regularAhead says whether n tokens of an even width follow.
func (b *bareScan) regularAhead(i, n int) bool {
	for ; n > 0; n-- {
		t, ok := bare(b.s, skipBlanks(b.s, i), b.sep)
		if !ok || t.width()%2 == 1 {
			return false
		}
		i = t.end
	}
	return true
}

// next finds the next token and what is before it.
func (b *bareScan) next() (bt between, ok bool) {
	s, i := b.s, b.end
	for i < len(s) {
		c := s[i]
		switch {
		case isBlank(c):
			if !bt.blank && bt.nl == 0 && len(bt.rem) == 0 {
				if j, ok := b.asciiColumn(i); ok {
					i, bt.blank = j, true
					b.r.close()
					continue
				}
			}
			bt.blank = true
			i++
		case c == '\n':
			if bt.nl++; bt.nl > 1 && bt.sep != ',' {
				return bt, b.stop(&bt)
			}
			i++
		case isHex(c):
			return b.tokenAt(i, bt)
		case c == '\\' && i+1 < len(s) && (s[i+1] == 'n' || s[i+1] == 'r' || s[i+1] == 't'):
			if s[i+1] == 'n' {
				bt.nl++
			}
			bt.blank = true
			i += 2
		case (c == '-' || c == '|') && b.divider(i, &bt):
			i++
			bt.blank = true
		case c == '|' && b.barred(i):
			bt.marks = true
			i++
		case (c == '<' || c == '>' || c == '-') && b.pointer(i) > 0:
			bt.marks = true
			i += b.pointer(i)
		case c == ',' || c == ';' || c == ':' || c == '-':
			if c == '-' && (b.sep == ',' || bt.sep == ',') && i+1 < len(s) && isDigit(s[i+1]) {
				return b.tokenAt(i, bt) // a signed number
			}
			if bt.sep != 0 || b.sep != 0 && b.sep != c {
				return bt, b.stop(&bt)
			}
			bt.sep = c
			i++
		case len(bt.rem) < 4 && b.remark(&i, &bt):
		case isMark(c):
			bt.marks = true
			i++
		default:
			return bt, b.stop(&bt)
		}
	}
	return bt, b.stop(&bt)
}

// divider is the dash or bar some programs put after the eighth octet.
func (b *bareScan) divider(i int, bt *between) bool {
	n := len(b.r.pairs.octets) - b.line
	if n == 0 || n%8 != 0 || b.r.width != 2 || b.sep == '-' || bt.nl > 0 {
		return false
	}
	j := skipBlanks(b.s, i+1)
	if b.s[i] == '-' && j == i+1 && b.sep != ' ' {
		return false
	}
	_, ok := bare(b.s, j, b.sep)
	return ok
}

// remark takes a remark at *i into bt.
func (b *bareScan) remark(i *int, bt *between) bool {
	s := b.s
	m, ok := remarkAt(s, *i)
	if !ok && bt.blank && bt.nl == 0 && len(b.r.pairs.octets) >= 4 && (isLetter(s[*i]) || s[*i] >= 0x80) {
		m, ok = plainWords(s, *i)
	}
	if !ok {
		return false
	}
	if m.note && !b.regularAhead(m.end, 1) {
		return false
	}
	if len(bt.rem) == 0 {
		bt.remAt = *i
	}
	*i = m.end
	bt.rem = append(bt.rem, m)
	return true
}

// tokenAt ends next with the token at i, if the dump goes on there.
func (b *bareScan) tokenAt(i int, bt between) (between, bool) {
	sep := b.sep
	if bt.sep != 0 {
		sep = bt.sep
	} else if sep == 0 && (bt.blank || bt.nl > 0) {
		sep = ' '
	}
	t, ok := bare(b.s, i, sep)
	if !ok && b.words(i, &bt) {
		return b.tokenAt(skipBlanks(b.s, bt.rem[len(bt.rem)-1].end), bt)
	}
	if !ok || bt.nl > 0 && bt.sep != ',' && !b.lineGoesOn(i, sep) {
		return bt, b.stop(&bt)
	}
	if bt.sep == 0 && b.sep != 0 && b.sep != ' ' && b.sep != ';' && bt.nl == 0 && len(bt.rem) == 0 && !bt.marks {
		return bt, b.stop(&bt) // "ff:ff 12"
	}
	bt.next = t
	return bt, true
}

// words reads words that begin like hex ("der Rest fehlt").
func (b *bareScan) words(i int, bt *between) bool {
	if !bt.blank || bt.nl > 0 || len(bt.rem) > 0 || len(b.r.pairs.octets) < 4 {
		return false
	}
	m, ok := plainWords(b.s, i)
	if ok {
		bt.remAt = i
		bt.rem = append(bt.rem, m)
	}
	return ok
}

// lineGoesOn says whether the line whose first token is at i belongs to the
// dump: it is hex to its end, or begins with enough of it.
func (b *bareScan) lineGoesOn(i int, sep byte) bool {
	s, tokens, same := b.s, 0, 0
	var row [16]byte
	octets := row[:0]
	for tokens < 8 && len(octets) < 4 {
		t, ok := bare(s, i, sep)
		if !ok {
			break
		}
		if tokens == 0 && (t.width()%2 == 1 && b.r.carry >= 0 || t.letters && t.digits && t.width() >= 4) {
			return true // the other half of an octet, or no word and no count
		}
		tokens++
		for k := t.lo; k < t.hi && len(octets) < 4; k += 2 {
			octets = append(octets, hexVal(s[k])<<4|hexVal(s[min(k+1, t.hi-1)]))
		}
		if t.width() == b.r.width {
			same++
		}
		i = t.end
		for i < len(s) && (isBlank(s[i]) || isMark(s[i]) || sep != ' ' && s[i] == sep) {
			i++
		}
		if i >= len(s) || s[i] == '\n' || s[i] == '.' || s[i] == '"' || s[i] == '\'' || s[i] == '|' || s[i] == '>' {
			return true
		}
	}
	if len(octets) >= 4 || same >= 2 {
		return true
	}
	eol := i
	for eol < len(s) && s[eol] != '\n' && eol < i+8 {
		eol++
	}
	return columnAt(s, i, trimRight(s, i, eol), octets)
}

// stop ends the dump; it keeps a gap that the text shows at the end.
func (b *bareScan) stop(bt *between) bool {
	if m, ok := bt.gap(); ok && m.strong {
		b.r.gap(m.kind, bt.remAt, m.end, m.missing)
		b.end = m.end
	}
	return false
}

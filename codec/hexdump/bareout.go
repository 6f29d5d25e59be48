package hexdump

// finish decides which readings of a bare dump are worth giving.
func (b *bareScan) finish() bool {
	r := &b.r
	r.dropCarry()
	if r.count == 1 {
		r.list, b.sep = false, 0
	}
	list := r.list
	pairs := !r.pairs.dead
	loose := !r.loose.dead && (list || r.singles > 0)
	dec := !r.dec.dead && r.prefixed == 0
	if list {
		pairs = pairs && !loose
	} else if loose && (r.nibbles > 0 || len(r.pairs.octets) == 0 && r.count > 1) || dec && r.three {
		pairs = pairs && r.nibbles == 0 && !r.three
	}
	if r.count == 1 {
		dec = dec && !r.lastOne && !r.letters
	}
	before := len(b.c.out)
	if pairs && b.enoughPairs() {
		le, swapped := reading{}, false
		if r.width == 4 && r.count > 1 && b.sep == ' ' && r.prefixed == 0 {
			le, swapped = r.pairs.swapWords(2, -1)
		}
		b.emit(&r.pairs, b.notation())
		if swapped {
			b.emit(&le, HexWordsLE)
		}
	}
	if loose && b.enoughLoose() {
		b.emit(&r.loose, b.notation())
	}
	if dec && b.enoughDec() {
		b.emit(&r.dec, Decimal)
	}
	return len(b.c.out) > before
}

func (b *bareScan) emit(rd *reading, notation string) {
	b.c.emit(rd.run(notation, b.start, b.end, b.r.notes))
}

func (b *bareScan) notation() string {
	if b.r.prefixed > 0 {
		return HexPrefixed
	}
	switch b.sep {
	case ':':
		return HexColon
	case '-':
		return HexDash
	case ',', ';':
		return HexComma
	}
	return Hex
}

// alone says whether the dump has its lines for itself.
func (b *bareScan) alone() bool {
	if lineStart(b.s, b.start) < 0 {
		return false
	}
	i := skipBlanks(b.s, b.end)
	return i >= len(b.s) || b.s[i] == '\n'
}

// enoughPairs weighs hex digits in free text against numbers, addresses and
// words that look the same.
func (b *bareScan) enoughPairs() bool {
	r := &b.r
	n := len(r.pairs.octets)
	if b.c.whole {
		return n > 0 || len(r.pairs.gaps) > 0
	}
	if n < 4 {
		return false
	}
	mixed := r.digits && r.letters
	switch {
	case r.count == 1 && r.prefixed > 0:
		return n > 8 || b.alone() // up to eight are a pointer
	case r.count == 1:
		return n > 8 || b.alone() && (mixed || n == 8) // up to eight are a pointer or an id
	case r.prefixed > 0:
		return r.maxWidth <= 4 || n >= 24 // pointers come in pairs, too
	case b.sep == ':' && r.width == 4:
		return r.count > 8 // eight are an IPv6 address
	case b.sep == ':' || b.sep == '-':
		return n != 6 && r.count >= 4 // six are a MAC address
	case r.width == 2:
		return true
	case r.width > 0:
		return mixed || n >= 8 || b.alone()
	case !r.digits:
		return n >= 16
	case !r.letters:
		return n >= 12 || b.alone()
	}
	return n >= 6 && 2*r.words < r.count || n >= 32 || b.alone()
}

func (b *bareScan) enoughLoose() bool {
	r := &b.r
	if b.c.whole || r.prefixed > 3 {
		return true
	}
	if r.maxWidth < 2 || !r.digits {
		return r.list && r.maxWidth == 2 && r.count >= 8
	}
	return r.count >= 8 || r.list && r.letters && r.count >= 4
}

func (b *bareScan) enoughDec() bool {
	r := &b.r
	if b.c.whole {
		return true
	}
	return r.count >= 4 && (r.three || r.maxWidth == 2 && r.count >= 8)
}

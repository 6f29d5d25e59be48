package hexdump

// maxJump is how far the offsets of a dump without colons may jump; longer
// jumps are taken for octets that look like an offset.
const maxJump = 1 << 16

// more reads the rows behind the first one.
func (r *rowScan) more() {
	h := r.first
	radix := r.radix
	if radix == 0 {
		radix = r.guessRadix()
	}
	r.radix = radix
	r.base, _ = h.offset(r.s, radix)
	for {
		if r.repeated() {
			continue
		}
		nh, ok := r.following(r.end)
		if !ok || nh.hi-nh.lo != h.hi-h.lo || nh.colon != h.colon || nh.ox != h.ox {
			return
		}
		off, ok := nh.offset(r.s, radix)
		if !ok {
			return
		}
		if !r.take(&nh, off) {
			return
		}
		if nh.bare {
			return
		}
	}
}

// guessRadix takes od's seven digits for octal unless a digit forbids it.
func (r *rowScan) guessRadix() int {
	h := r.first
	if _, ok := h.offset(r.s, 8); ok && h.hi-h.lo == 7 && !h.colon && r.kind != rowHex {
		return 8
	}
	return 16
}

// expected is the offset behind the last octet.
func (r *rowScan) expected() int { return r.base + r.n() + r.lost }

// take reads the row at h, or the final offset.
func (r *rowScan) take(h *rowHead, off int) bool {
	want := r.expected()
	h.eol = lineEnd(r.s, h.data)
	if h.bare {
		return r.final(h, off, want)
	}
	if h.indent != r.first.indent && off != want {
		return false // the other direction of a stream
	}
	if off < want || off-want > maxJump && !h.colon || off-want > 1<<24 {
		return false
	}
	if off > want && !h.colon && off%4 != 0 {
		return false
	}
	if off > want {
		r.gap(h, off-want)
	}
	limit := 0
	if nh, ok := r.following(h.eol); ok && nh.hi-nh.lo == h.hi-h.lo && nh.colon == h.colon {
		if d, ok := r.distance(h, &nh, r.radix); ok && d > 0 && d < maxJump {
			limit = d
		}
	}
	n, _ := r.row(h, limit)
	return n > 0
}

func (r *rowScan) gap(h *rowHead, missing int) {
	r.r.gap(GapOffset, h.lo, h.hi, missing)
	r.lost += missing
}

// final checks the length that the last line gives.
func (r *rowScan) final(h *rowHead, off, want int) bool {
	switch {
	case off > want && off-want > maxJump || off < want-8:
		return false
	case off > want:
		r.gap(h, off-want)
	case off < want:
		r.total = off - r.base
		r.note = "final offset is less than the octets shown: padded words"
	}
	r.end = h.hi
	return true
}

// repeated reads the "*" that stands for rows equal to the last one, and fills
// them in as far as the next offset says.
func (r *rowScan) repeated() bool {
	s, i := r.s, r.end
	if i >= len(s) || s[i] != '\n' {
		return false
	}
	i = skipBlanks(s, i+1)
	if i >= len(s) || s[i] != '*' {
		return false
	}
	eol := skipBlanks(s, i+1)
	if eol < len(s) && s[eol] != '\n' {
		return false
	}
	nh, ok := r.following(eol)
	if !ok || nh.hi-nh.lo != r.first.hi-r.first.lo {
		return false
	}
	off, ok := nh.offset(s, r.radix)
	want := r.expected()
	if !ok || off <= want || r.last == 0 || len(r.rd().octets) < r.last {
		return false
	}
	n := off - want
	if n > min(r.c.fill, maxJump) {
		return false // the jump is reported as a gap
	}
	r.c.fill -= n
	rd := r.rd()
	rd.open = false
	row := rd.octets[len(rd.octets)-r.last:]
	for k := 0; k < n; k++ {
		rd.put(row[k%r.last], i, i+1)
	}
	rd.open = false
	r.end = eol
	return true
}

// finish gives the runs.
func (r *rowScan) finish(start int, both bool) (int, bool) {
	rd := r.rd()
	at := start + r.first.indent
	notes := r.r.notes
	if r.c.rowEnd >= 0 && start-r.c.rowEnd <= 1 {
		notes = append(notes, "offset column restarted")
	}
	if r.note != "" {
		notes = append(notes, r.note)
	}
	id := r.notation()
	le, swapped := reading{}, false
	if r.kind == rowHex && !r.first.colon && (r.width == 4 || r.width == 8) {
		le, swapped = rd.swapWords(r.width/2, r.total)
	}
	r.c.emit(rd.run(id, at, r.end, notes))
	if swapped {
		r.c.emit(le.run(HexWordsLE, at, r.end, notes))
	}
	if both {
		r.alsoBare(at)
	}
	r.c.rowEnd = r.end
	return r.end, true
}

// alsoBare adds the reading in which the offset is octets as well.
func (r *rowScan) alsoBare(at int) {
	b := bareScan{c: r.c, s: r.s, start: at, end: at, eol: -1}
	b.r = newReadings(r.s, false)
	t, ok := bare(r.s, at, 0)
	if !ok {
		return
	}
	b.run(t)
	if b.end >= r.data && b.r.count > 0 {
		if b.end > r.end {
			r.end = b.end
		}
		b.end = r.end
		b.finish()
	}
}

// notation names the program that most likely printed the rows.
func (r *rowScan) notation() string {
	h := &r.first
	w := h.hi - h.lo
	switch {
	case h.ox && h.colon:
		return Tcpdump
	case h.colon:
		return Xxd
	case r.kind != rowHex || w == 6:
		return Od
	case w == 7:
		if r.width == 4 {
			return Hex
		}
		return Od
	case w == 4:
		return Tshark
	case r.width == 4:
		return Hex
	}
	return HexdumpC
}

package hexdump

// printed says whether text is how dump programs print the octets beside the
// hex: printable ones as they are and the others as points.
func printed(text string, octets []byte) bool {
	if len(text) != len(octets) {
		return false
	}
	for i, o := range octets {
		if o > 0x20 && o < 0x7f && text[i] != o || (o < 0x20 || o >= 0x7f) && text[i] != '.' {
			return false
		}
		if o == ' ' && text[i] != ' ' && text[i] != '.' {
			return false
		}
	}
	return true
}

// columnAt says whether s[i:eol] is the ASCII column for octets. Blanks at its
// end may have been lost. eol is behind the last character that is no blank,
// so that the lengths fit at one place of a line only.
func columnAt(s string, i, eol int, octets []byte) bool {
	n := eol - i
	if n <= 0 || n > len(octets) || !printed(s[i:eol], octets[:n]) {
		return false
	}
	for _, o := range octets[n:] {
		if o != ' ' {
			return false
		}
	}
	return true
}

// trimRight gives the end of s[i:eol] without the blanks at its end.
func trimRight(s string, i, eol int) int {
	for eol > i && isBlank(s[eol-1]) {
		eol--
	}
	return eol
}

// asciiColumn says whether the blank at i leads to an ASCII column, and where
// the line ends. Without an offset column it must be set off by two blanks or
// a tab, or stand between bars.
func (b *bareScan) asciiColumn(i int) (eol int, ok bool) {
	s := b.s
	octets := b.r.pairs.octets
	j := skipBlanks(s, i)
	if j >= len(s) || j < i+2 && s[i] != '\t' && s[j] != '|' && s[j] != '>' {
		return i, false
	}
	if b.r.pairs.dead || b.line >= len(octets) || b.r.carry >= 0 {
		return i, false
	}
	if b.eol < 0 {
		b.eol = trimRight(s, i, lineEnd(s, i))
	}
	if j >= b.eol {
		return i, false
	}
	row := octets[b.line:]
	if (s[j] == '|' || s[j] == '>') && columnAt(s, j+1, barEnd(s, j+1, b.eol), row) {
		return b.eol, true
	}
	if j < i+2 && s[i] != '\t' {
		return i, false
	}
	if columnAt(s, j, b.eol, row) {
		return b.eol, true
	}
	return i, false
}

// barEnd gives the place of the closing bar of an ASCII column.
func barEnd(s string, i, eol int) int {
	if eol > i && (s[eol-1] == '|' || s[eol-1] == '<') {
		return eol - 1
	}
	return eol
}

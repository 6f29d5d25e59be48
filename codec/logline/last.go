package logline

// This file looks for the last place of a literal in a text. From its end on, the first octet of each place that is tried tells
// how far in front of it the next one can be (after Horspool): an octet that the literal has not is in no place.

// leap tells for an octet how far in front of a place that begins with it the next one may begin; 0: as far as the literal is
// long.
type leap [256]uint8

// add notes an octet of the literal, from the last one to the second: the nearest place counts.
func (l *leap) add(c byte, k int) { l[c] = uint8(min(k, 255)) }

func (l *leap) before(c byte, whole int) int {
	if n := int(l[c]); n > 0 {
		return n
	}
	return whole
}

// shortLast is the length of a text, in lengths of the literal, for which leaps are not worth their preparation.
const shortLast = 8

// lastFold returns the offset of the last place of a lower-case literal in s, -1 when there is none.
func lastFold(s, lower string) int {
	if len(s) < shortLast*len(lower) {
		return lastFoldNear(s, lower)
	}
	var l leap
	for k := len(lower) - 1; k > 0; k-- {
		l.add(lower[k], k)
	}
	for i := len(s) - len(lower); i >= 0; {
		c := fold[s[i]]
		if c == lower[0] && equalFold(s[i:i+len(lower)], lower) {
			return i
		}
		i -= l.before(c, len(lower))
	}
	return -1
}

// lastFoldNear is lastFold for a short text.
func lastFoldNear(s, lower string) int {
	for i := len(s) - len(lower); i >= 0; i-- {
		if fold[s[i]] == lower[0] && equalFold(s[i:i+len(lower)], lower) {
			return i
		}
	}
	return -1
}

// lastLower is lastFold for which white space is not all the same.
func lastLower(s, lower string) int {
	var l leap
	l.addLower(lower)
	for i := len(s) - len(lower); i >= 0; i -= l.before(s[i], len(lower)) {
		if s[i]|0x20 == lower[0] && beginsLower(s[i:], lower) {
			return i
		}
	}
	return -1
}

// addLower notes the octets that lowerIs takes for those of the literal.
func (l *leap) addLower(lower string) {
	for k := len(lower) - 1; k > 0; k-- {
		c := lower[k]
		l.add(c, k)
		if c >= 'a' {
			l.add(c&^0x20, k)
		}
	}
}

// lowerIs reports whether an octet is that of a literal in lower case.
func lowerIs(c, lower byte) bool { return c == lower || lower >= 'a' && c|0x20 == lower }

func beginsLower(s, lower string) bool {
	for i := 0; i < len(lower); i++ {
		if !lowerIs(s[i], lower[i]) {
			return false
		}
	}
	return true
}

// lastOver is lastLower in the text without its line feeds. The offset is that in the text as it is.
func lastOver(s, lower string) int {
	var l leap
	l.addLower(lower)
	l.add('\n', 1)
	for i := len(s) - len(lower); i >= 0; i -= l.before(s[i], len(lower)) {
		if s[i]|0x20 == lower[0] && beginsOver(s[i:], lower) {
			return i
		}
	}
	return -1
}

// beginsOver is beginsLower for the text without its line feeds.
func beginsOver(s, lower string) bool {
	k := 0
	for j := 0; j < len(s) && k < len(lower); j++ {
		if s[j] == '\n' {
			continue
		}
		if !lowerIs(s[j], lower[k]) {
			return false
		}
		k++
	}
	return k == len(lower)
}

package hexdump

import "strings"

// Marks that writers put around the octets they mean, beyond the punctuation of isMark: tags, angles, arrows, bars.

// styleTag gives the length of an HTML tag at i that changes only how text looks, such as <b> or </span>. In an ASCII
// column such text may be octets, so the tag must touch hex.
func styleTag(t string, i int) int {
	j := i + 1
	closing := j < len(t) && t[j] == '/'
	if closing {
		j++
	}
	k := j
	for k < len(t) && k < j+7 && isLetter(t[k]) {
		k++
	}
	switch strings.ToLower(t[j:k]) {
	case "b", "i", "u", "s", "em", "tt", "big", "del", "ins", "kbd", "code", "font", "mark", "pre", "samp", "small", "span", "strong":
	default:
		return 0
	}
	if k < len(t) && t[k] == ' ' && !closing { // attributes
		e := strings.IndexAny(t[k:min(len(t), k+80)], "<>\n")
		if e < 0 {
			return 0
		}
		k += e
	}
	if k >= len(t) || t[k] != '>' {
		return 0
	}
	k++
	if closing && i > 0 && (isHex(t[i-1]) || t[i-1] == '>') || !closing && k < len(t) && (isHex(t[k]) || t[k] == '<') {
		return k - i
	}
	return 0
}

// pointer gives the length of angles that touch the octets they point at, or of an arrow between blanks.
func (b *bareScan) pointer(i int) int {
	s := b.s
	if b.c.whole && i+1 < len(s) && (s[i:i+2] == "->" || s[i:i+2] == "<-") {
		return 2
	}
	if _, ok := remarkAt(s, i); ok { // <snip>
		return 0
	}
	j := i
	for j < len(s) && j < i+4 && s[j] == s[i] && (s[i] == '<' || s[i] == '>') {
		j++
	}
	if j > i && (i == b.end || j < len(s) && isHex(s[j])) {
		return j - i
	}
	return 0
}

// barred says whether a bar at i opens or closes a marked field of octets, rather than an ASCII column: groups as wide as
// those of the dump stand between two bars, or the dump goes on behind the bar.
func (b *bareScan) barred(i int) bool {
	s := b.s
	j := skipBlanks(s, i+1)
	if i > 0 && isHex(s[i-1]) { // closes
		t, ok := bare(s, j, b.sep)
		return ok && j > i+1 && t.width() == b.r.width
	}
	for n := 0; n < 64; n++ {
		t, ok := bare(s, j, b.sep)
		if !ok || t.width() != b.r.width {
			return false
		}
		if j = t.end; j >= len(s) || s[j] == '|' { // the caller may have cut the second bar off
			return b.c.whole || n > 0 && j < len(s)
		}
		j = skipBlanks(s, j)
	}
	return false
}

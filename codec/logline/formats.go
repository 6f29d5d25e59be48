package logline

import "strings"

// The texts that a program prints stand in the program, too, and in its source. Those with a place for a value show it: "%s".
// One without reads like what is printed; the texts beside it tell what it is.

// amongFormats reports whether the line at the cursor, which has no stamp, is a text of a program among others: the line before it
// or the one behind it has a place for a value, or it is a string that ends a call.
func (c *Cursor) amongFormats() bool {
	at, num := c.v.Pos(c.at)
	if c.block != nil && c.block.envOf(num) != nil {
		return false
	}
	t := c.doc.text
	end, _ := c.v.Pos(c.i - 1)
	if strings.HasPrefix(t[min(end+1, len(t)):], `")`) {
		return true
	}
	const reach, ends = 256, "\n\x00"
	before, behind := t[max(0, at-reach):at], t[at:min(len(t), at+2*reach)]
	before = strings.TrimRight(before[:strings.LastIndexAny(before, ends)+1], ends)
	if k := strings.IndexAny(behind, ends); k >= 0 {
		behind = strings.TrimLeft(behind[k:], ends)
	} else {
		behind = ""
	}
	if k := strings.IndexAny(behind, ends); k >= 0 {
		behind = behind[:k]
	}
	return formatPlace(before[strings.LastIndexAny(before, ends)+1:]) || formatPlace(behind)
}

// formatPlace reports whether a text has a place for a value, as printf writes it: "%s", "%d", "%lu".
func formatPlace(t string) bool {
	for i := strings.IndexByte(t, '%'); i >= 0 && i+1 < len(t); {
		k := i + 1
		for k < len(t) && (t[k] == 'l' || t[k] == 'h' || t[k] == 'z' || t[k] >= '0' && t[k] <= '9' || t[k] == '-' || t[k] == '.') {
			k++
		}
		if k < len(t) && strings.IndexByte("sduxXip", t[k]) >= 0 && (k+1 == len(t) || !isWord(t[k+1])) {
			return true
		}
		n := strings.IndexByte(t[i+1:], '%')
		if n < 0 {
			break
		}
		i += 1 + n
	}
	return false
}

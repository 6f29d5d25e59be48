package logline

// beside tells by the octets next to an anchor which of its styles may read there.
type beside struct {
	anchor         int         // number of the anchor
	before, behind [256]uint64 // by octet, a bit for each of the anchor's styles; octet 0: there is none
}

func newBeside(styles []*Style, of []int, anchor int) *beside {
	if len(of) > 64 {
		return nil
	}
	b := &beside{anchor: anchor}
	set := func(t *[256]uint64, octets string, bit uint64) {
		if octets == "" {
			for i := range t {
				t[i] |= bit
			}
		}
		for i := 0; i < len(octets); i++ {
			t[octets[i]] |= bit
		}
	}
	for k, n := range of {
		set(&b.before, styles[n].Before, 1<<k)
		set(&b.behind, styles[n].Behind, 1<<k)
	}
	return b
}

// may returns the styles that may read at the anchor t[at:after], of which nothing in front of floor is known.
func (b *beside) may(t string, at, after, floor int) uint64 {
	for at > floor && isBlank(t[at-1]) {
		at--
	}
	for after < len(t) && isBlank(t[after]) {
		after++
	}
	var l, r byte
	if at > floor {
		l = fold[t[at-1]]
	}
	if after < len(t) {
		r = fold[t[after]]
	}
	return b.before[l] & b.behind[r]
}

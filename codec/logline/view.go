package logline

// View is the text of one or more input lines put together for reading: envelopes off, wraps undone.
// A style reads a View; a View knows where each of its octets stood in the input.
type View struct {
	Text string
	segs []seg
}

// seg maps Text[at:next segment] to the input at offset src, line num; src is -1 where the text was unescaped.
type seg struct {
	at, src, num int
}

// Pos returns the octet offset in the input and the 1-based line of Text[i]. The offset is that of the line's
// start where the text was unescaped (JSON envelopes).
func (v *View) Pos(i int) (offset, line int) {
	lo, hi := 0, len(v.segs)
	for hi-lo > 1 {
		m := (lo + hi) / 2
		if v.segs[m].at <= i {
			lo = m
		} else {
			hi = m
		}
	}
	if len(v.segs) == 0 {
		return i, 1
	}
	s := v.segs[lo]
	if s.src < 0 {
		return -s.src - 1, s.num
	}
	return s.src + i - s.at, s.num
}

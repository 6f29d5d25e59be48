package logline

// View is the text of one or more input lines put together for reading: envelopes off, wraps undone.
// A style reads a View; a View knows where each of its octets stood in the input.
type View struct {
	Text string
	segs []seg
	rows bool // lines are joined by '\n'

	json    jsonSpans // see spans
	spanned bool
	one     [1]seg
}

// seg maps Text[at:next segment] to the input at offset src, line num; src is -1-offset where the text was unescaped.
type seg struct {
	at, src, num int
	first        bool // the text of an input line begins here
}

// find returns the segment that holds Text[i].
func (v *View) find(i int) int {
	if len(v.segs) == 1 {
		return 0
	}
	lo, hi := 0, len(v.segs)
	for hi-lo > 1 {
		m := (lo + hi) / 2
		if v.segs[m].at <= i {
			lo = m
		} else {
			hi = m
		}
	}
	return lo
}

// Pos returns the octet offset in the input and the 1-based line of Text[i]. The offset is that of the line's
// start where the text was unescaped (JSON envelopes).
func (v *View) Pos(i int) (offset, line int) {
	if len(v.segs) == 0 {
		return i, 1
	}
	s := v.segs[v.find(i)]
	if s.src < 0 {
		return -s.src - 1, s.num
	}
	return s.src + i - s.at, s.num
}

// lineStart returns the offset in Text at which the input line of Text[i] begins.
func (v *View) lineStart(i int) int {
	if len(v.segs) == 0 {
		return 0
	}
	for k := v.find(i); k >= 0; k-- {
		if v.segs[k].first {
			return v.segs[k].at
		}
	}
	return 0
}

// lineEnd returns the offset in Text at which the input line of Text[i] ends; a blank put between lines belongs to the first.
func (v *View) lineEnd(i int) int {
	for k := v.find(i) + 1; k < len(v.segs); k++ {
		if v.segs[k].first {
			return v.segs[k].at
		}
	}
	return len(v.Text)
}

// unescaped reports whether Text[i] was unescaped, so that its offset is only that of its line.
func (v *View) unescaped(i int) bool { return len(v.segs) > 0 && v.segs[v.find(i)].src < 0 }

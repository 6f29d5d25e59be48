package capture

// A format whose records follow each other without a mark can still be found again: a header that is plausible
// and whose record ends where another plausible header, or the end of the input, stands.
type finder struct {
	head      int               // octets of a header
	candidate func([]byte) bool // whether octets, head at least, could be one
	follows   func(int) bool    // whether the record there, an offset from where the input stands, is followed by another
}

// find looks for a header from offset i on in what has been read.
func (f *finder) find(in *input, i int) (at int, found bool) {
	for b := in.ahead(); i+f.head <= len(b); i++ {
		if !f.candidate(b[i:]) {
			continue
		}
		if f.follows(i) {
			return i, true
		}
		b = in.ahead() // looking further may have moved it
	}
	return i, false
}

// resync reports the record that begins here as damaged and goes to the next one behind its first octet.
func (e *emitter) resync(what string, f *finder) bool {
	skipped, found := e.seek(f)
	if found {
		return e.damage(Damage{What: what, Skipped: skipped})
	}
	e.damage(Damage{What: what, Skipped: skipped, Ends: true, Cause: e.s.in.failed()})
	return false
}

// seek goes to the next record behind the first octet, or to the end of the input when there is none.
func (e *emitter) seek(f *finder) (skipped int64, found bool) {
	in := e.s.in
	for i := 1; ; i = 0 {
		at, found := f.find(in, i)
		n := in.skip(int64(min(at, len(in.ahead()))))
		skipped += n
		e.s.stats.Skipped += n
		if found {
			return skipped, true
		}
		if !in.fill() {
			n = in.skip(int64(len(in.ahead())))
			e.s.stats.Skipped += n
			return skipped + n, false
		}
	}
}

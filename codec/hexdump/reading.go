package hexdump

// reading collects the octets of one way to read a text.
type reading struct {
	octets []byte
	pieces []Piece
	gaps   []Gap
	dead   bool // the text cannot be read this way
	open   bool // the last piece may grow
}

func (r *reading) put(b byte, start, end int) {
	if r.dead {
		return
	}
	if !r.open {
		r.pieces = append(r.pieces, Piece{At: len(r.octets), Start: start})
		r.open = true
	}
	r.octets = append(r.octets, b)
	p := &r.pieces[len(r.pieces)-1]
	p.Len++
	p.End = end
}

func (r *reading) gap(k GapKind, start, end, missing int) {
	if !r.dead {
		r.gaps = append(r.gaps, Gap{At: len(r.octets), Kind: k, Start: start, End: end, Missing: missing})
	}
	r.open = false
}

func (r *reading) kill() { *r = r.reuse(); r.dead = true }

// reuse gives an empty reading with the storage of r, if that is small.
func (r *reading) reuse() reading {
	if cap(r.octets) > 1<<16 {
		return reading{}
	}
	return reading{octets: r.octets[:0], pieces: r.pieces[:0], gaps: r.gaps[:0]}
}

// split ends the piece at a line break, unless the lines are so short that
// the pieces would outgrow the text.
func (r *reading) split() {
	if n := len(r.pieces); n > 0 && r.pieces[n-1].Len >= 4 {
		r.open = false
	}
}

// readings are the ways to read a row of number tokens, fed at once so that a
// long text is read once.
type readings struct {
	s     string
	pairs reading // digits two by two, whatever the groups
	loose reading // one octet per token, hex without zero padding
	dec   reading // one octet per token, decimal
	list  bool    // tokens are elements: never join digits of two tokens

	carry    int // offset of a digit that waits for its partner, -1 none
	count    int
	width    int // digits of every token; -1 when they differ
	maxWidth int
	singles  int // tokens of one digit before the last token
	lastOne  bool
	three    bool // a token of three digits
	padded   bool // a token with a leading zero
	words    int  // tokens that may be words
	digits   bool
	letters  bool
	prefixed int
	nibbles  int // digits dropped before the end
	notes    []string
}

func newReadings(s string, list bool) readings { return readings{s: s, list: list, carry: -1} }

// fresh is newReadings with the storage of old readings.
func (r *readings) fresh(s string) readings {
	n := newReadings(s, false)
	n.pairs, n.loose, n.dec = r.pairs.reuse(), r.loose.reuse(), r.dec.reuse()
	return n
}

// join says how a token hangs on the one before.
type join uint8

const (
	joinNone join = iota // something between them
	joinMark             // only marks between the digits
	joinLine             // a line break between them
)

// joins says whether the waiting digit and the first digit of t are one octet.
func (r *readings) joins(t *token, j join) bool {
	if t.prefixed {
		return false
	}
	switch j {
	case joinMark:
		return true
	case joinLine:
		return t.width()%2 == 1 || r.maxWidth > 8
	}
	return false
}

func (r *readings) feed(t token, j join) {
	if j == joinLine {
		r.loose.split()
		r.dec.split()
	}
	r.note(&t)
	if v, ok := t.decimal(r.s); ok {
		r.dec.put(v, t.start, t.end)
	} else {
		r.dec.kill()
	}
	r.feedLoose(&t)
	r.feedPairs(&t, j)
}

func (r *readings) note(t *token) {
	w := t.width()
	switch {
	case r.count == 0:
		r.width = w
	case r.width != w:
		r.width = -1
	}
	r.count++
	r.maxWidth = max(r.maxWidth, w)
	if r.lastOne {
		r.singles++
	}
	r.lastOne = w == 1
	r.three = r.three || w == 3
	r.padded = r.padded || w == 2 && r.s[t.lo] == '0'
	if !t.digits && w >= 3 && !t.allSame(r.s) {
		r.words++
	}
	r.digits = r.digits || t.digits
	r.letters = r.letters || t.letters
	if t.prefixed {
		r.prefixed++
	}
}

func (r *readings) feedLoose(t *token) {
	w := t.width()
	if w > 2 || t.neg || !r.list && w == 2 && r.s[t.lo] == '0' && !t.prefixed {
		r.loose.kill()
		return
	}
	v := hexVal(r.s[t.lo])
	if w == 2 {
		v = v<<4 | hexVal(r.s[t.lo+1])
	}
	r.loose.put(v, t.start, t.end)
}

func (r *readings) feedPairs(t *token, j join) {
	if r.pairs.dead {
		return
	}
	lo := t.lo
	if r.carry >= 0 {
		if !r.list && r.joins(t, j) {
			r.pairs.put(hexVal(r.s[r.carry])<<4|hexVal(r.s[lo]), r.carry, lo+1)
			r.carry = -1
			lo++
		} else {
			r.dropCarry()
			r.nibbles++
		}
	}
	if j == joinLine {
		r.pairs.split()
	}
	if t.prefixed && t.width() == 1 {
		r.pairs.put(hexVal(r.s[lo]), t.start, t.end)
		return
	}
	start := lo
	if lo == t.lo {
		start = t.start
	}
	for ; lo+1 < t.hi; lo += 2 {
		r.pairs.put(hexVal(r.s[lo])<<4|hexVal(r.s[lo+1]), start, lo+2)
		start = lo + 2
	}
	if lo < t.hi {
		r.carry = lo
	}
}

// dropCarry gives up a digit without partner.
func (r *readings) dropCarry() {
	if r.carry >= 0 {
		r.pairs.gap(GapNibble, r.carry, r.carry+1, 1)
		r.carry = -1
	}
}

func (r *readings) gap(k GapKind, start, end, missing int) {
	r.dropCarry()
	r.pairs.gap(k, start, end, missing)
	r.loose.gap(k, start, end, missing)
	r.dec.gap(k, start, end, missing)
}

// close starts new pieces in all readings.
func (r *readings) close() {
	r.pairs.open, r.loose.open, r.dec.open = false, false, false
}

// run makes a Run of one reading; start and end are offsets of the clean text.
func (r *reading) run(notation string, start, end int, notes []string) Run {
	return Run{Notation: notation, Octets: r.octets, Start: start, End: end, Pieces: r.pieces, Gaps: r.gaps, Notes: notes}
}

// swapWords gives the reading with the octets of each word of n octets in
// reverse order. total cuts the padding of the last word; -1 when unknown.
func (r *reading) swapWords(n, total int) (reading, bool) {
	if r.dead || n < 2 || len(r.octets)%n != 0 {
		return reading{}, false
	}
	out := reading{
		octets: append([]byte(nil), r.octets...),
		pieces: append([]Piece(nil), r.pieces...),
		gaps:   append([]Gap(nil), r.gaps...),
	}
	for i := 0; i+n <= len(out.octets); i += n {
		for a, b := i, i+n-1; a < b; a, b = a+1, b-1 {
			out.octets[a], out.octets[b] = out.octets[b], out.octets[a]
		}
	}
	if cut := len(out.octets) - total; total >= 0 && cut > 0 && cut < n && len(out.pieces) > 0 {
		last := &out.pieces[len(out.pieces)-1]
		if last.Len > cut {
			out.octets = out.octets[:total]
			last.Len -= cut
			for i := range out.gaps {
				out.gaps[i].At = min(out.gaps[i].At, total)
			}
		}
	}
	return out, true
}

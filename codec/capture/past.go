package capture

// past keeps the octets that were delivered last on any connection, so that those which come again can be compared with them. What
// came first was read, as most receivers do; where the two differ, somebody may have put octets in between.
type past struct {
	buf   []byte // a ring
	total int64  // octets that were put into it
}

// stretch is where in the ring the octets of a segment are.
type stretch struct {
	seq uint32
	n   int
	at  int64 // in the order of all that were put in
}

const (
	pastOctets = 256 << 10
	pastSpans  = 8 // of one direction
)

// remember keeps the octets of a segment.
func (h *half) remember(seq uint32, data []byte) {
	p := &h.table.past
	if len(data) == 0 || len(data) > pastOctets/4 {
		return
	}
	if p.buf == nil {
		p.buf = make([]byte, pastOctets)
	}
	if h.spans == nil {
		h.spans = new([pastSpans]stretch)
	}
	h.spans[h.nextSpan%pastSpans] = stretch{seq, len(data), p.total}
	h.nextSpan++
	n := copy(p.buf[p.total%pastOctets:], data)
	copy(p.buf, data[n:])
	p.total += int64(len(data))
}

// compare counts the octets that differ from those which came first. A single octet is a probe (RFC 9293 section 3.8.4), in which
// anything may stand.
func (h *half) compare(seq uint32, data []byte) {
	if len(data) <= 1 || h.spans == nil {
		return
	}
	p, n := &h.table.past, 0
	for _, s := range h.spans {
		if s.n == 0 || p.total-s.at > pastOctets {
			continue
		}
		from := int(int32(s.seq - seq)) // of the stretch in data
		for i := max(from, 0); i < min(from+s.n, len(data)); i++ {
			if data[i] != p.buf[(s.at+int64(i-from))%pastOctets] {
				n++
			}
		}
	}
	h.differ(n)
}

// differ takes note of octets that came again with another content.
func (h *half) differ(n int) {
	h.table.stats.Conflicting += int64(n)
	h.differed += n
}

// differing counts octets that are not the same in both, as far as both go.
func differing(a, b []byte) (n int) {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			n++
		}
	}
	return n
}

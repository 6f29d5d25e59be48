package capture

import "github.com/bgpdecode/bgpdecode/codec"

// A capture may hold the BMP session of a router with a collector, on any port. The BGP messages in it belong to the sessions of
// that router, not to the connection.

// bmpStream cuts one direction of a connection into BMP messages, as framer does with BGP.
type bmpStream struct {
	h      *half
	buf    []byte // octets that are not yet a message
	inStep bool
	skip   int // octets that belong to a message that was handed out already
	gap    gap // since the last message
	number int64
	router string // that sends it
}

// leastBMP is how much of a message must be there to hand it out cut: its headers and the first of its BGP message.
const leastBMP = bmpHeaderLen + bmpPeerLen + codec.HeaderLen + 1

const mostKept = 16 << 10 // octets of a buffer that is empty

// feed takes the next octets. b is not kept.
func (s *bmpStream) feed(b []byte) {
	n := min(s.skip, len(b))
	s.skip -= n
	s.buf = append(s.buf, b[n:]...)
	if n := s.cut(s.buf); n > 0 {
		s.buf = s.buf[:copy(s.buf, s.buf[n:])]
		if len(s.buf) == 0 && cap(s.buf) > mostKept {
			s.buf = nil
		}
	}
}

// cut hands out the messages at the start of b and returns the octets that are done with.
func (s *bmpStream) cut(b []byte) int {
	off := 0
	for !s.h.table.e.done {
		rest := b[off:]
		if !s.inStep {
			at, v := findBMP(rest, len(rest))
			s.gap.passed += at
			off += at
			if s.inStep = v == isSure; !s.inStep {
				return off
			}
			continue
		}
		h, ok := parseBMP(rest)
		if !ok {
			return off
		}
		n := int(h.length)
		sound := h.plausible(mostJoined)
		if sound && !h.known() { // it counts when another follows
			if len(rest) < n+bmpHeaderLen {
				return off
			}
			next, _ := parseBMP(rest[n:])
			sound = next.plausible(mostJoined)
		}
		if !sound {
			s.inStep = false
			s.gap.passed++
			off++
			continue
		}
		if n > len(rest) {
			return off
		}
		s.hand(h, rest[:n:n], 0)
		off += n
	}
	return len(b)
}

// hand reads a message of which lost octets are missing at its end.
func (s *bmpStream) hand(h bmpHeader, msg []byte, lost int) {
	e, r := s.h.table.e, s.h.table.bmpReader()
	index, offset, now := e.index, e.offset, e.now
	e.index, e.offset, e.now = s.h.index, s.h.offset, s.h.now
	r.stream, r.gap, r.router = s.number, s.gap, s.router
	if what := r.message(h, cursor{b: msg, off: bmpHeaderLen}, lost); what != "" {
		e.damage(Damage{What: "BMP in TCP: " + what})
	}
	s.gap, s.router = r.gap, r.router
	e.index, e.offset, e.now = index, offset, now
}

// hole says that n octets are missing here.
func (s *bmpStream) hole(n int) {
	k := min(n, s.skip)
	s.skip -= k
	if n -= k; n == 0 {
		return
	}
	s.gap.missing += n
	if length, have := s.cutShort(); length > 0 && n <= length-have {
		s.skip = length - have - n
		return
	}
	s.inStep = false
}

// end says that nothing follows.
func (s *bmpStream) end() {
	s.cutShort()
	s.inStep, s.skip = false, 0
}

// cutShort hands out what is there of a last message, and empties the buffer. length is that of the message, 0 for none.
func (s *bmpStream) cutShort() (length, have int) {
	h, ok := parseBMP(s.buf)
	have = len(s.buf)
	if s.inStep && ok && h.known() && h.plausible(mostJoined) {
		length = int(h.length)
		if have >= leastBMP && bmpFirst[min(int(h.typ), len(bmpFirst)-1)] > 0 && h.typ != bmpPeerUp {
			s.hand(h, s.buf, length-have)
		} else {
			s.gap.passed += have
		}
	} else {
		s.gap.passed += have
	}
	s.buf = nil
	return length, have
}

// bmpReader gives the reader of what is in the streams.
func (t *tcpTable) bmpReader() *bmpReader {
	if t.bmpRead == nil {
		t.bmpRead = &bmpReader{emitter: t.e, sessions: sessionTable{limit: t.opt.MaxSessions}}
	}
	return t.bmpRead
}

// sense holds back the first octets of a stream until they tell whether it is BMP. It returns those that are BGP, or neither.
func (h *half) sense(data []byte) []byte {
	b, held := data, len(h.head) > 0
	if held {
		h.head = append(h.head, data...)
		if b = h.head; h.open && bmpAt(b) == isUndecided && len(b) <= mostSought {
			return nil // as long as what it begins with may be a message nothing else is looked at
		}
	}
	if !held {
		h.looked = 0
	}
	if len(b) == 0 {
		return nil
	}
	at, v, clear := h.whatBegins(b)
	switch v {
	case isSure:
		h.startBMP(b[at:], at)
		return nil
	case isUndecided:
		if len(b)-at <= mostSought {
			h.framer.passed += at
			h.looked = max(0, clear-at)
			if held {
				h.head = b[at:]
			} else {
				h.head = append(h.head[:0], b[at:]...)
			}
			return nil
		}
	}
	h.sensed, h.head = true, nil
	return b
}

// whatBegins looks for BMP in what has been held back: v says whether it begins at b[at]; in the first clear octets no BGP message
// begins.
func (h *half) whatBegins(b []byte) (at int, v verdict, clear int) {
	if !h.joined && !h.midway {
		h.open = true
		return 0, bmpAt(b), 0
	}
	// The first BGP message may be that of a BMP message whose headers are not in the capture: another one follows then. The
	// port of BGP is believed.
	from, to := max(0, h.looked-tail), len(b)
	first := codec.FindMessage(b[from:])
	if clear = len(b); first >= 0 {
		first += from
		clear = first
	}
	if first >= 0 && h.onPort() {
		to = first
	}
	at, v = findBMP(b, to)
	if first >= 0 && v == isUndecided {
		if i := sureBMP(b[:to]); i >= 0 {
			at, v = i, isSure
		} else if at > first || h.onPort() {
			v = isNot
		}
	}
	if first < 0 && v == isNot { // neither so far
		h.open = false
		return max(0, len(b)-tail), isUndecided, clear
	}
	h.open = v == isUndecided
	return at, v, clear
}

// Where a stream was joined inside of a BMP message, up to two BGP messages can stand in front of the first header of BMP.
const (
	leastRow  = 3   // BGP messages in a row: no BMP
	mostWatch = 127 // octets that are kept for a header that is not all there
)

// watches goes on looking for BMP in a stream that was joined at a BGP message. It reports whether it has found it.
func (h *half) watches(data []byte) bool {
	if !h.sensed || h.row >= leastRow || h.onPort() || !h.joined && !h.midway {
		return false
	}
	b := append(h.watch, data...)
	if at := sureBMP(b); at >= 0 {
		passed := max(0, len(h.framer.buf)+at-len(h.watch))
		h.watch, h.framer.buf, h.row = nil, nil, leastRow
		h.startBMP(b[at:], passed)
		return true
	}
	h.watch = append(b[:0], b[max(0, len(b)-mostWatch):]...)
	return false
}

// startBMP takes the stream for one of BMP, which begins with b, behind so many octets.
func (h *half) startBMP(b []byte, passed int) {
	t, c := h.table, h.conn
	t.streams++
	h.bmp = &bmpStream{h: h, inStep: true, number: t.streams}
	h.bmp.gap = gap{passed: passed + h.framer.passed, joined: h.joined}
	h.sensed, h.framer.passed = true, 0
	if !c.isBGP {
		t.list(c).remove(c)
		c.isBGP = true
		t.bgp.push(c)
		t.stats.Streams++
	}
	c.isBMP = true
	h.bmp.feed(b)
	h.head = nil
}

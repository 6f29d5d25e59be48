package capture

import (
	"encoding/binary"
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
)

// Message types of BMP (RFC 7854 section 4.1).
const (
	bmpRouteMonitoring = 0
	bmpStatistics      = 1
	bmpPeerDown        = 2
	bmpPeerUp          = 3
	bmpInitiation      = 4
	bmpTermination     = 5
	bmpRouteMirroring  = 6
)

const (
	bmpVersion   = 3
	bmpVersion4  = 4 // draft-ietf-grow-bmp-tlv: framed alike, the messages are others
	bmpHeaderLen = 6
	bmpPeerLen   = 42
	bmpLocRIB    = 3 // peer type, RFC 9069
)

// bmpHeader is the common header and, for types that have one, the first two octets of the per-peer header.
type bmpHeader struct {
	version, typ uint8
	length       uint32 // of the whole message, in octets
}

func parseBMP(b []byte) (h bmpHeader, ok bool) {
	if len(b) < bmpHeaderLen {
		return h, false
	}
	return bmpHeader{version: b[0], length: binary.BigEndian.Uint32(b[1:]), typ: b[5]}, true
}

// perPeer reports whether a per-peer header follows.
func (h bmpHeader) perPeer() bool { return h.typ != bmpInitiation && h.typ != bmpTermination }

// known reports whether messages of this version and type are read here.
func (h bmpHeader) known() bool { return h.version == bmpVersion && h.typ <= bmpRouteMirroring }

// plausible reports whether version, type and length go together. limit is the greatest length. Types that are not known may
// have any from that of the header on.
func (h bmpHeader) plausible(limit int) bool {
	least := bmpHeaderLen
	if h.known() && h.perPeer() {
		least += bmpPeerLen
	}
	return (h.version == bmpVersion || h.version == bmpVersion4) && int64(h.length) <= int64(limit) && int(h.length) >= least
}

// likely is plausible for where nothing but the header tells that a message begins: types that there are.
func (h bmpHeader) likely(limit int) bool {
	return (h.typ <= bmpRouteMirroring || h.typ >= 251) && h.plausible(limit)
}

// bmpReader reads the messages of a BMP stream.
type bmpReader struct {
	*emitter
	sessions sessionTable
	finder   finder
	peer     bmpPeer // of the message being read
	stream   int64   // that it is in, where a capture has several
	router   string  // that sends it
	gap      gap     // before the message being read
}

// gap is what is missing before a message.
type gap struct {
	passed, missing int // octets seen that belong to no message, and octets lost
	joined          bool
}

// bmpPeer is the per-peer header (RFC 7854 section 4.2).
type bmpPeer struct {
	typ, flags uint8
	key        sessionKey
	id         netip.Addr
	session    *session // nil when its Peer Up was not seen
}

func readBMP(e *emitter) {
	b := &bmpReader{emitter: e, sessions: sessionTable{limit: e.s.opt.MaxSessions}}
	b.finder = finder{bmpHeaderLen, b.candidate, b.follows}
	for ok := b.join(); ok; ok = b.next() {
	}
	e.s.stats.OverSessions = b.sessions.forgotten
}

// next reads one message. It reports whether there can be another.
func (b *bmpReader) next() bool {
	in, limit := b.s.in, b.s.opt.MaxRecord
	b.begin()
	b.now = time.Time{}
	if n := b.open(0); n > 0 && len(in.peek(n)) == n {
		in.skip(int64(n))
	}
	h, ok := parseBMP(in.peek(bmpHeaderLen))
	if !ok {
		b.ended(len(in.ahead()), bmpHeaderLen)
		return false
	}
	want := int(h.length)
	if !h.plausible(limit) || !h.known() && !b.chained(want) {
		return b.resync("no plausible message header", &b.finder)
	}
	octets := in.peek(want)
	if len(octets) < want {
		if _, found := b.finder.find(in, 1); found {
			return b.resync("the message would end behind the input", &b.finder)
		}
	}
	b.s.stats.Records++
	what := b.message(h, cursor{b: octets, off: bmpHeaderLen}, want-len(octets))
	if b.done {
		return false
	}
	if len(octets) < want {
		in.skip(int64(len(octets)))
		b.ended(len(octets), want)
		return false
	}
	if what == "" {
		in.skip(int64(want))
		return true
	}
	if next, ok := parseBMP(in.peek(want + bmpHeaderLen)[want:]); ok && !next.likely(limit) && b.open(want) == 0 {
		return b.resync(what, &b.finder)
	}
	in.skip(int64(want))
	return b.damage(Damage{What: what, Skipped: int64(want)})
}

// join goes to the first message of an input that begins in the middle of one. It reports whether there is anything to read.
func (b *bmpReader) join() bool {
	in := b.s.in
	if b.open(0) > 0 {
		return true
	}
	h, ok := parseBMP(in.peek(bmpHeaderLen))
	if !ok {
		return true
	}
	if n := int(h.length); h.likely(b.s.opt.MaxRecord) {
		if !h.known() && b.chained(n) {
			return true
		}
		// What has been read decides: more may come much later.
		if seen := in.ahead(); h.known() && (len(seen) >= n || !bmpAround(seen[1:])) {
			return true
		}
	}
	b.begin()
	n, found := b.seek(&b.finder)
	if !found {
		b.damage(Damage{What: "no plausible message header", Skipped: n, Ends: true, Cause: in.failed()})
		return false
	}
	b.index--
	b.gap = gap{passed: int(n), joined: true}
	return true
}

// chained reports whether a header, or nothing, follows a message of so many octets.
func (b *bmpReader) chained(n int) bool {
	o := b.s.in.peek(n + bmpHeaderLen)
	if len(o) < n {
		return false
	}
	next, ok := parseBMP(o[n:])
	return !ok || next.plausible(b.s.opt.MaxRecord) || b.open(n) > 0
}

func (b *bmpReader) candidate(octets []byte) bool {
	h, _ := parseBMP(octets)
	return h.plausible(b.s.opt.MaxRecord) && h.typ <= bmpRouteMirroring
}

func (b *bmpReader) follows(i int) bool {
	in := b.s.in
	h, _ := parseBMP(in.peek(i + bmpHeaderLen)[i:])
	if h.known() && h.perPeer() {
		p := in.peek(i + bmpHeaderLen + bmpPeerLen)
		if len(p) < i+bmpHeaderLen+bmpPeerLen || !soundPeer(p[i+bmpHeaderLen:]) {
			return false
		}
	}
	end := i + int(h.length)
	o := in.peek(end + bmpHeaderLen)
	if len(o) < end {
		return false
	}
	next, ok := parseBMP(o[end:])
	return !ok && len(o) == end || ok && next.likely(b.s.opt.MaxRecord) || b.open(end) > 0
}

// message reads a message of which lost octets are missing at its end. It returns what is wrong with it.
func (b *bmpReader) message(h bmpHeader, c cursor, lost int) string {
	b.peer = bmpPeer{}
	if !h.known() {
		typ := uint16(h.typ)
		if h.version == bmpVersion4 {
			typ = 0 // all in one
		}
		b.unknown(KindBMP, typ, uint16(h.version))
		return ""
	}
	if h.perPeer() && !b.peerHeader(&c) {
		return "the message ends in its per-peer header"
	}
	switch h.typ {
	case bmpRouteMonitoring:
		return b.routeMonitoring(c, lost)
	case bmpStatistics:
		return b.statistics(c)
	case bmpPeerDown:
		return b.peerDown(c, lost)
	case bmpPeerUp:
		return b.peerUp(c)
	case bmpRouteMirroring:
		return b.mirroring(c, lost)
	}
	return b.information(h.typ, c)
}

// Flags of the per-peer header (RFC 7854 section 4.2, RFC 8671 section 4). In a Loc-RIB header they mean other things.
const (
	bmpFlagV = 0x80 // the address is IPv6
	bmpFlagL = 0x40 // after policy
	bmpFlagA = 0x20 // AS numbers of 2 octets
	bmpFlagO = 0x10 // Adj-RIB-Out
)

func (b *bmpReader) peerHeader(c *cursor) bool {
	p := &b.peer
	p.typ, p.flags = c.u8(), c.u8()
	p.key.iface, p.key.stream = c.u64(), b.stream
	addr := c.take(16)
	p.key.peerAS = c.u32()
	p.key.localAS = uint32(p.typ) // peers of different types are different
	p.id = c.addr(4)
	sec, usec := c.u32(), c.u32()
	if c.short {
		return false
	}
	if p.typ == bmpLocRIB {
		p.flags &= 0x80 // F: filtered
	} else if p.flags&bmpFlagV != 0 {
		p.key.peer = netip.AddrFrom16([16]byte(addr))
	} else {
		p.key.peer = netip.AddrFrom4([4]byte(addr[12:]))
	}
	if sec != 0 || usec != 0 {
		b.now = time.Unix(int64(sec), int64(usec)*1000).UTC()
	}
	p.session = b.sessions.get(p.key, false)
	return true
}

// peerRecord is a fresh record with what the per-peer header says; side is who sent the message, 0 the peer, 1 the router.
func (b *bmpReader) peerRecord(kind RecordKind, side int) *Record {
	p, r := &b.peer, b.fresh(kind)
	r.Source, r.Router = KindBMP, b.router // also inside of a capture
	if kind != RecordReport {
		r.Joined, r.Passed, r.Missing = b.gap.joined, b.gap.passed, b.gap.missing
		b.gap = gap{}
	}
	r.Src, r.SrcAS, r.PeerID, r.Distinguisher = host(p.key.peer), p.key.peerAS, p.id, p.key.iface
	if s := p.session; s != nil {
		if s.ends[0].IsValid() {
			r.Src = s.ends[0]
		}
		r.Dst, r.Table = s.ends[1], s.table
		if kind == RecordMessage {
			as := r.SrcAS
			s.apply(r, side, 0)
			r.SrcAS, r.DstAS = as, 0
		}
		if local := s.of(1); local != nil {
			r.DstAS = local.AS
		}
	}
	if kind == RecordMessage && p.typ != bmpLocRIB {
		r.Dir = DirReceived
		if side == 1 {
			r.Src, r.Dst, r.SrcAS, r.DstAS, r.Dir = r.Dst, r.Src, r.DstAS, r.SrcAS, DirSent
		}
	}
	return r
}

// view says which table a Route Monitoring message mirrors.
func (p *bmpPeer) view() View {
	switch {
	case p.typ == bmpLocRIB:
		return ViewLocRIB
	case p.flags&bmpFlagO != 0 && p.flags&bmpFlagL != 0:
		return ViewAdjRIBOutPost
	case p.flags&bmpFlagO != 0:
		return ViewAdjRIBOutPre
	case p.flags&bmpFlagL != 0:
		return ViewAdjRIBInPost
	}
	return ViewAdjRIBInPre
}

// Phrases of WidthWhy and AddPathWhy.
const (
	whyBMP2      = "the A flag of the BMP per-peer header is set: 2-octet AS numbers"
	whyBMP4      = "the A flag of the BMP per-peer header is clear: 4-octet AS numbers"
	whyBMPLocRIB = "a BMP Loc-RIB view has 4-octet AS numbers"
	whyBMPPath   = "the OPENs of the BMP Loc-RIB peer say so"
)

func (b *bmpReader) routeMonitoring(c cursor, lost int) string {
	p, side := &b.peer, 0
	msg := c.rest()
	if len(msg) == 0 {
		return "a route monitoring message without a BGP message"
	}
	if p.flags&bmpFlagO != 0 {
		side = 1
	}
	for first := true; first || len(msg) > 0; first = false {
		r := b.peerRecord(RecordMessage, side)
		r.View = p.view()
		k := &r.Known
		k.Rebuilt, k.Base.Table = true, r.View.unsent()
		k.ASWidth, k.ASWidthHow, r.WidthWhy = 4, codec.HowEvidence, whyBMP4
		switch {
		case p.typ == bmpLocRIB:
			r.WidthWhy = whyBMPLocRIB
			if s := p.session; s != nil && s.of(0) != nil {
				k.AddPath, k.AddPathHow = s.offer[0].AddPathSend|s.offer[0].AddPathRecv, codec.HowEvidence
				r.AddPathWhy = whyBMPPath
			}
		case p.flags&bmpFlagA != 0:
			k.ASWidth, r.WidthWhy = 2, whyBMP2
		}
		fit(r, msg, lost)
		n := len(r.Octets)
		if !b.emit() || n == 0 {
			break
		}
		msg = msg[n:]
		if !codec.HasMarker(msg) {
			break
		}
	}
	return ""
}

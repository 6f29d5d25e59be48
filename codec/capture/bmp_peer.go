package capture

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/codec"
)

// Limits on what is kept of one BMP message.
const (
	maxTexts    = 64
	maxRouter   = 255 // octets of its name
	maxCounters = 1024
)

// tlvs calls f for each TLV of a list with 2-octet types and lengths. It reports false when one is not all there.
func tlvs(c *cursor, f func(typ uint16, v []byte)) bool {
	for c.left() > 0 {
		typ := c.u16()
		v := c.take(int(c.u16()))
		if c.short {
			return false
		}
		f(typ, v)
	}
	return true
}

func appendText(ts []Text, typ uint16, v []byte) []Text {
	if len(ts) >= maxTexts {
		return ts
	}
	return append(ts, Text{typ, text(v)})
}

// takeMessage reads a BGP message whose end its own header tells.
func takeMessage(c *cursor) []byte {
	h, ok := codec.ParseHeader(c.b[c.off:])
	if !ok {
		c.short = true
		return nil
	}
	return c.take(h.Length)
}

// Type of the Peer Up TLV that names the VRF or table (RFC 9069 section 4.4).
const bmpTableName = 3

// Type of the Initiation TLV that names the router (RFC 7854 section 4.4).
const bmpSysName = 2

// peerUp reads a Peer Up Notification (RFC 7854 section 4.10): both OPENs, then the TLVs.
func (b *bmpReader) peerUp(c cursor) string {
	p := &b.peer
	local, localPort, peerPort := c.take(16), c.u16(), c.u16()
	sent := takeMessage(&c)
	received := takeMessage(&c)
	if c.short {
		return "a peer up message whose OPENs are not all there"
	}
	s := b.sessions.get(p.key, true)
	*s = session{}
	p.session = s
	s.message(1, sent)
	s.message(0, received)
	if p.typ != bmpLocRIB {
		addr := netip.AddrFrom4([4]byte(local[12:]))
		if p.flags&bmpFlagV != 0 {
			addr = netip.AddrFrom16([16]byte(local))
		}
		s.ends = [2]netip.AddrPort{netip.AddrPortFrom(p.key.peer, peerPort), netip.AddrPortFrom(addr, localPort)}
	}
	var texts []Text
	whole := tlvs(&c, func(typ uint16, v []byte) {
		texts = appendText(texts, typ, v)
		if typ == bmpTableName {
			s.table = text(v)
		}
	})
	for side, msg := range [2][]byte{1: sent, 0: received} {
		fit(b.peerRecord(RecordMessage, side), msg, 0)
		if !b.emit() {
			return ""
		}
	}
	r := b.peerRecord(RecordState, 0)
	r.State = &StateChange{Old: StateOpenConfirm, New: StateEstablished, By: "bmp", Texts: texts}
	b.emit()
	if !whole {
		return "a peer up message whose TLVs are not all there"
	}
	return ""
}

// peerDown reads a Peer Down Notification (RFC 7854 section 4.9, RFC 9069 section 4.5).
func (b *bmpReader) peerDown(c cursor, lost int) string {
	st := &StateChange{Old: StateEstablished, New: StateIdle, By: "bmp", Reason: c.u8()}
	if c.short {
		return "a peer down message without a reason"
	}
	what := ""
	switch st.Reason {
	case 1, 3:
		msg := c.rest()
		if len(msg) == 0 {
			what = "a peer down message without the NOTIFICATION that its reason says"
			break
		}
		side := 1
		if st.Reason == 3 {
			side = 0
		}
		fit(b.peerRecord(RecordMessage, side), msg, lost)
		if !b.emit() {
			return ""
		}
	case 2:
		st.FSMEvent = c.u16()
		if c.short {
			what = "a peer down message without the FSM event that its reason says"
		}
	case 6:
		if !tlvs(&c, func(typ uint16, v []byte) { st.Texts = appendText(st.Texts, typ, v) }) {
			what = "a peer down message whose TLVs are not all there"
		}
	}
	r := b.peerRecord(RecordState, 0)
	r.State = st
	b.emit()
	b.sessions.end(b.peer.key)
	return what
}

// statistics reads a Statistics Report (RFC 7854 section 4.8).
func (b *bmpReader) statistics(c cursor) string {
	rep := &Report{Kind: ReportStatistics}
	c.u32() // how many there are: the octets tell
	whole := !c.short && tlvs(&c, func(typ uint16, v []byte) {
		v2 := cursor{b: v}
		one := Counter{Type: typ}
		switch len(v) {
		case 4:
			one.Value = uint64(v2.u32())
		case 8:
			one.Value = v2.u64()
		case 11:
			one.Family = family(&v2)
			one.Value = v2.u64()
		default:
			return
		}
		if len(rep.Counters) < maxCounters {
			rep.Counters = append(rep.Counters, one)
		}
	})
	b.peerRecord(RecordReport, 0).Report = rep
	b.emit()
	if !whole {
		return "a statistics report whose counters are not all there"
	}
	return ""
}

// information reads an Initiation or Termination message (RFC 7854 sections 4.3 and 4.5).
func (b *bmpReader) information(typ uint8, c cursor) string {
	rep := &Report{Kind: ReportInitiation}
	if typ == bmpTermination {
		rep.Kind = ReportTermination
	}
	b.router = "" // a new stream, or none any more
	whole := tlvs(&c, func(t uint16, v []byte) {
		if rep.Kind == ReportTermination && t == 1 && len(v) == 2 {
			rep.Code = uint16(v[0])<<8 | uint16(v[1])
			return
		}
		rep.Texts = appendText(rep.Texts, t, v)
		if rep.Kind == ReportInitiation && t == bmpSysName && len(v) <= maxRouter {
			b.router = text(v)
		}
	})
	r := b.fresh(RecordReport)
	r.Source, r.Report = KindBMP, rep
	b.emit()
	if !whole {
		return "TLVs that are not all there"
	}
	return ""
}

// mirroring reads a Route Mirroring message (RFC 7854 section 4.7): messages as they were received.
func (b *bmpReader) mirroring(c cursor, lost int) string {
	whole := tlvs(&c, func(typ uint16, v []byte) {
		switch {
		case b.done:
		case typ == 0 && len(v) > 0:
			fit(b.peerRecord(RecordMessage, 0), v, 0)
			b.emit()
		case typ == 1 && len(v) == 2:
			b.peerRecord(RecordReport, 0).Report = &Report{Kind: ReportMirror, Code: uint16(v[0])<<8 | uint16(v[1])}
			b.emit()
		}
	})
	if !whole && lost == 0 {
		return "a route mirroring message whose TLVs are not all there"
	}
	return ""
}

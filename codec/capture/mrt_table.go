package capture

import (
	"net/netip"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// mrtPeer is a row of a peer index table.
type mrtPeer struct {
	id   [4]byte
	as   uint32
	addr netip.Addr
}

// peerTable reads PEER_INDEX_TABLE (RFC 6396 section 4.3.1), which the entries behind it refer to.
func (m *mrtReader) peerTable(c cursor) string {
	m.peers, m.view = m.peers[:0], ""
	c.take(4) // the collector's identifier
	m.view = text(c.take(int(c.u16())))
	n := int(c.u16())
	for range n {
		typ := c.u8()
		p := mrtPeer{id: [4]byte{}}
		copy(p.id[:], c.take(4))
		p.addr = c.addr(4 + 12*int(typ&1))
		p.as = c.as(2 + int(typ&2))
		if c.short {
			return "the peer table ends before its last peer"
		}
		m.peers = append(m.peers, p)
		if m.s.opt.Peers && !m.reportPeer(p) {
			return ""
		}
	}
	if c.short {
		return "the peer table ends in its header"
	}
	return ""
}

func (m *mrtReader) reportPeer(p mrtPeer) bool {
	r := m.fresh(RecordReport)
	r.Src, r.SrcAS, r.PeerID, r.Table = host(p.addr), p.as, netip.AddrFrom4(p.id), m.view
	r.Report = &Report{Kind: ReportPeer}
	return m.emit()
}

// text makes a string of untrusted octets that are text, so long at most.
func text(b []byte) string {
	return strings.ToValidUTF8(string(b[:min(len(b), maxText)]), "\uFFFD")
}

const maxText = 4096

// Subtypes of TABLE_DUMP_V2 (RFC 6396 section 4.3, RFC 8050 section 4).
const (
	ribGeneric        = 6
	ribAddPath        = 8 // and the three behind it: the four families in the same order
	ribGenericAddPath = 12
)

// rib reads the entries for one route of TABLE_DUMP_V2 and hands out an UPDATE for each.
func (m *mrtReader) rib(sub uint16, c cursor) string {
	rt := route{withID: sub >= ribAddPath}
	if sub >= ribAddPath && sub < ribGenericAddPath {
		sub -= ribAddPath - 2
	}
	c.take(4) // sequence number
	switch sub {
	case 2, 3, 4, 5:
		rt.family = codec.Family{AFI: registry.AFI(sub / 2), SAFI: registry.SAFI(1 + sub%2)}
	case ribGeneric, ribGenericAddPath:
		rt.family.AFI = registry.AFI(c.u16())
		rt.family.SAFI = registry.SAFI(c.u8())
	}
	rt.nlri = takeNLRI(&c, rt.family)
	if rt.nlri == nil && !c.short {
		m.s.stats.Unbuilt++ // a family whose routes do not tell their length
		return ""
	}
	n := int(c.u16())
	if c.short {
		return "the entry ends in its route"
	}
	if sub < ribGeneric && int(rt.nlri[0]) > prefixBits(rt.family.AFI) {
		return "the prefix is longer than an address"
	}
	for range n {
		peer, at := c.u16(), c.u32()
		if rt.withID {
			rt.id = c.u32()
		}
		rt.attrs = c.take(int(c.u16()))
		if c.short {
			return "the record ends before its last entry"
		}
		if !m.entry(&rt, int(peer), at) {
			return ""
		}
	}
	return ""
}

func prefixBits(afi registry.AFI) int {
	if afi == registry.AFIIPv4 {
		return 32
	}
	return 128
}

// entry hands out one entry as an UPDATE.
func (m *mrtReader) entry(rt *route, peer int, at uint32) bool {
	r := m.fresh(RecordMessage)
	if peer < len(m.peers) {
		p := &m.peers[peer]
		r.SrcAS, r.PeerID = p.as, netip.AddrFrom4(p.id)
		if r.Own = p.addr.IsUnspecified() || !p.addr.IsValid(); !r.Own {
			r.Src = host(p.addr)
		}
	}
	r.Table = m.view
	r.Known.ASWidth, r.Known.ASWidthHow, r.WidthWhy = 4, codec.HowEvidence, whyTable4
	return m.build(r, rt, at)
}

// build finishes a record with the UPDATE of a route that was learnt at that time, in seconds.
func (m *mrtReader) build(r *Record, rt *route, at uint32) bool {
	var ok bool
	if m.update, ok = rt.appendUpdate(m.update[:0]); !ok {
		m.s.stats.Unbuilt++
		return true
	}
	r.Octets, r.Synthesised, r.View = m.update, true, ViewTable
	if r.Src.Addr().IsValid() {
		r.Dir = DirReceived
	}
	r.Originated = time.Unix(int64(at), 0).UTC()
	r.Known.AddPathHow, r.AddPathWhy = codec.HowEvidence, whyTableID
	if rt.withID {
		r.Known.AddPath = codec.FamilySet(0).With(rt.family)
	}
	r.Known.Base.ExtMsg, r.Known.Base.Table = true, true
	return m.emit()
}

// tableDump reads TABLE_DUMP (RFC 6396 section 4.2), one route of one peer with 2-octet AS numbers.
func (m *mrtReader) tableDump(sub uint16, c cursor) string {
	width := 4
	rt := route{family: codec.IPv4Unicast}
	if sub == 2 {
		width, rt.family.AFI = 16, registry.AFIIPv6
	}
	c.take(4) // view and sequence number
	prefix := c.take(width)
	bits := int(c.u8())
	c.u8() // status, always 1
	at, peer, as := c.u32(), c.addr(width), c.as(2)
	rt.attrs = c.take(int(c.u16()))
	if c.short {
		return "the record ends before its attributes do"
	}
	if bits > 8*width {
		return "the prefix is longer than an address"
	}
	var buf [17]byte
	rt.nlri = append(append(buf[:0], byte(bits)), prefix[:(bits+7)/8]...)
	r := m.fresh(RecordMessage)
	r.Src, r.SrcAS = host(peer), as
	r.Known.ASWidth, r.Known.ASWidthHow, r.WidthWhy = 2, codec.HowEvidence, whyTable2
	m.build(r, &rt, at)
	return ""
}

// isOpen reports whether msg looks like an OPEN.
func isOpen(msg []byte) bool {
	return len(msg) >= codec.HeaderLen && registry.MessageType(msg[18]) == registry.MsgOpen
}

package capture

import (
	"encoding/binary"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Types of MRT that came before BGP4MP (RFC 6396 appendix B.2): they hold the messages without their headers, and 2-octet AS
// numbers. The types differ in their addresses only.
const (
	mrtBGP        = 5  // IPv4
	mrtBGP4Plus   = 9  // IPv6
	mrtBGP4Plus01 = 10 // IPv6
)

// mrtOldMessage gives the type of the message that a subtype holds, 0 for none.
func mrtOldMessage(sub uint16) registry.MessageType {
	switch sub {
	case 1:
		return registry.MsgUpdate
	case 5:
		return registry.MsgOpen
	case 6:
		return registry.MsgNotification
	case 7:
		return registry.MsgKeepalive
	}
	return 0
}

const mrtOldState = 3 // the subtype of a change of state

// leastOld is what least gives for these types.
func (h mrtHeader) leastOld() int {
	n := 4
	if h.typ != mrtBGP {
		n = 16
	}
	switch {
	case mrtOldMessage(h.sub) != 0:
		return 2*n + 4
	case h.sub == mrtOldState:
		return n + 6
	}
	return 0
}

// old reads a record of these types: peer, router but for a change of state, and what follows the header of the message.
func (m *mrtReader) old(h mrtHeader, c cursor, lost int) string {
	n := 4
	if h.typ != mrtBGP {
		n = 16
	}
	var k sessionKey
	k.peerAS, k.peer = c.as(2), c.addr(n)
	if h.sub == mrtOldState {
		return m.stateChange(k, c)
	}
	k.localAS, k.local = c.as(2), c.addr(n)
	if c.short {
		return "the record ends in its addresses"
	}
	msg := c.rest()
	if !codec.HasMarker(msg) {
		if len(msg)+lost > codec.MaxExtLen-codec.HeaderLen {
			return "the record is longer than a message"
		}
		m.update = append(codec.AppendHeader(m.update[:0], codec.HeaderLen+len(msg)+lost, mrtOldMessage(h.sub)), msg...)
		msg = m.update
	}
	return m.message(k, 0, 2, false, msg, lost)
}

// mostSniffed is the greatest length of a first record that decides only together with what follows it.
const mostSniffed = 256 << 10

// sniffMRT decides whether an input that begins with a record of another protocol, or of an old type, is MRT: another header has
// to stand where the record ends, from about the same time. need is how many octets that takes, 0 when it is decided.
func sniffMRT(b []byte) (is bool, need int) {
	h, ok := parseMRT(b)
	if !ok || b[4] != 0 || !h.listed() || !h.plausible(mostSniffed) || !h.dated() {
		return false, 0
	}
	end := mrtHeaderLen + int(h.length)
	if len(b) < end+mrtHeaderLen {
		return false, end + mrtHeaderLen
	}
	next, _ := parseMRT(b[end:])
	const tenYears = 10 * 365 * 86400
	d := int64(next.seconds) - int64(h.seconds)
	return next.listed() && next.plausible(1<<26) && d < tenYears && d > -tenYears, 0
}

// dated reports whether a record has a time since there is BGP.
func (h mrtHeader) dated() bool { return h.seconds > 600e6 }

// unlisted reports whether a record of a type that nobody has listed can be passed over: another one follows it, or nothing.
func (m *mrtReader) unlisted(h mrtHeader) bool {
	if !h.plausible(mostSniffed) || !h.dated() {
		return false
	}
	end := mrtHeaderLen + int(h.length)
	b := m.s.in.peek(end + mrtHeaderLen)
	if len(b) == end {
		return true
	}
	if len(b) < end+mrtHeaderLen {
		return false
	}
	next, _ := parseMRT(b[end:])
	return next.listed() && next.plausible(m.s.opt.MaxRecord) && next.dated() && binary.BigEndian.Uint16(b[end+4:]) < 256
}

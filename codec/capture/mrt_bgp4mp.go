package capture

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/codec"
)

// Phrases of WidthWhy and AddPathWhy.
const (
	whyMRT2    = "the MRT subtype says 2-octet AS numbers"
	whyMRT4    = "the MRT subtype says 4-octet AS numbers"
	whyMRTPath = "the MRT subtype says that routes carry path identifiers"
	whyTable2  = "the table dump holds 2-octet AS numbers"
	whyTable4  = "the table dump holds 4-octet AS numbers"
	whyTableID = "the table dump says whether routes carry path identifiers"
)

// Subtypes of BGP4MP (RFC 6396 section 4.4, RFC 8050 section 3).
const (
	mrtStateChange    = 0
	mrtMessage        = 1
	mrtEntry          = 2 // deprecated
	mrtSnapshot       = 3 // deprecated
	mrtMessageAS4     = 4
	mrtStateChangeAS4 = 5
	mrtMessageLocal   = 6
	mrtMessageAS4Loc  = 7
	mrtAddPath        = 8 // and the three behind it: the messages in the same order
)

// bgp4mpHead is what stands in front of a message or a change of state.
type bgp4mpHead struct {
	width    int  // octets of an AS number
	side     int  // whose message it is: 0 the peer's, 1 the recorder's own
	states   bool // a change of state follows
	withPath bool // routes carry path identifiers
	key      sessionKey
}

// bgp4mpHeadOf gives what a subtype says; ok is false for one without such a head.
func bgp4mpHeadOf(sub uint16) (h bgp4mpHead, ok bool) {
	if h.withPath = sub >= mrtAddPath && sub < mrtAddPath+4; h.withPath {
		sub = [...]uint16{mrtMessage, mrtMessageAS4, mrtMessageLocal, mrtMessageAS4Loc}[sub-mrtAddPath]
	}
	h.width = 2
	switch sub {
	case mrtMessage, mrtMessageLocal, mrtStateChange:
	case mrtMessageAS4, mrtMessageAS4Loc, mrtStateChangeAS4:
		h.width = 4
	default:
		return h, false
	}
	h.states = sub == mrtStateChange || sub == mrtStateChangeAS4
	if sub == mrtMessageLocal || sub == mrtMessageAS4Loc {
		h.side = 1
	}
	return h, true
}

// read takes the head. It returns what is wrong with it, "" for nothing.
func (h *bgp4mpHead) read(c *cursor) string {
	k := &h.key
	k.peerAS, k.localAS = c.as(h.width), c.as(h.width)
	k.iface = uint64(c.u16())
	n := 4
	switch afi := c.u16(); {
	case c.short:
		return "the record ends in its header"
	case afi == 2:
		n = 16
	case afi != 1:
		return "neither an IPv4 nor an IPv6 session"
	}
	k.peer, k.local = c.addr(n), c.addr(n)
	if c.short {
		return "the record ends in its addresses"
	}
	return ""
}

// bgp4mp reads a message or a state change.
func (m *mrtReader) bgp4mp(h mrtHeader, c cursor, lost int) string {
	head, ok := bgp4mpHeadOf(h.sub)
	if !ok {
		m.unknown(KindMRT, h.typ, h.sub)
		return ""
	}
	if wrong := head.read(&c); wrong != "" {
		return wrong
	}
	if head.states {
		return m.stateChange(head.key, c)
	}
	return m.message(head.key, head.side, head.width, head.withPath, c.rest(), lost)
}

func (m *mrtReader) stateChange(k sessionKey, c cursor) string {
	st := StateChange{Old: FSMState(c.u16()), New: FSMState(c.u16()), By: "mrt"}
	if c.short {
		return "the record ends in its states"
	}
	if st.New != StateOpenSent && st.New != StateOpenConfirm && st.New != StateEstablished {
		m.sessions.end(k)
	}
	r := m.fresh(RecordState)
	r.Src, r.Dst, r.SrcAS, r.DstAS = host(k.peer), host(k.local), k.peerAS, k.localAS
	r.State = &st
	m.emit()
	return ""
}

func (m *mrtReader) message(k sessionKey, side, width int, withPath bool, msg []byte, lost int) string {
	if len(msg) == 0 {
		return "the record holds no message"
	}
	s := m.sessions.get(k, isOpen(msg))
	r := m.fresh(RecordMessage)
	if s != nil {
		s.message(side, msg)
		s.apply(r, side, len(msg))
	}
	r.Src, r.Dst, r.SrcAS, r.DstAS, r.Dir = host(k.peer), host(k.local), k.peerAS, k.localAS, DirReceived
	if side == 1 {
		r.Src, r.Dst, r.SrcAS, r.DstAS, r.Dir = r.Dst, r.Src, k.localAS, k.peerAS, DirSent
	}
	// The recorder may have written the message with other AS numbers than were on the wire: its word counts.
	r.Known.ASWidth, r.Known.ASWidthHow, r.WidthWhy = width, codec.HowEvidence, whyMRT4
	if width == 2 {
		r.WidthWhy = whyMRT2
	}
	if withPath && (r.Known.AddPathHow != codec.HowNegotiated || r.Known.AddPath == 0) {
		r.Known.AddPath, r.Known.AddPathHow, r.AddPathWhy = codec.AllFamilies, codec.HowEvidence, whyMRTPath
	}
	if k.peerAS != 0 && k.peerAS == k.localAS {
		r.Known.Base.Peer = codec.PeerIBGP
	}
	fit(r, msg, lost)
	m.emit()
	return ""
}

// fit sets the octets of a message that fills its container: shorter than its length says, it has been cut;
// longer, what is behind it is not its own.
func fit(r *Record, msg []byte, lost int) {
	r.Octets, r.Lost = msg, lost
	if h, ok := codec.ParseHeader(msg); ok {
		r.Lost = max(0, h.Length-len(msg))
		r.Octets = msg[:min(h.Length, len(msg))]
	}
	if len(msg) > codec.MaxLen && !r.Known.Base.NoExtMsg {
		r.Known.Base.ExtMsg = true // nothing says that it was not agreed, and it was sent
	}
	r.Known.Base.Cut = r.Lost > 0
}

// sessionKey tells sessions of an MRT file or a BMP stream apart.
type sessionKey struct {
	peer, local     netip.Addr
	peerAS, localAS uint32
	iface           uint64 // interface index, or BMP's peer distinguisher
	stream          int64  // of BMP, 0 where there is one only
}

// sessionTable remembers the OPENs of sessions, so many of them at most.
type sessionTable struct {
	m         map[sessionKey]*session // nil for one that is over, which keeps its place
	ring      []sessionKey            // the keys
	at        int                     // of the oldest, when all places are taken
	limit     int
	forgotten int64
}

// get returns the session of k, nil when there is none and it is not to be made.
func (t *sessionTable) get(k sessionKey, make_ bool) *session {
	s, placed := t.m[k]
	if s != nil || !make_ {
		return s
	}
	if t.m == nil {
		t.m = map[sessionKey]*session{}
	}
	switch {
	case placed:
	case len(t.ring) < t.limit:
		t.ring = append(t.ring, k)
	default:
		old := t.ring[t.at]
		if t.m[old] != nil {
			t.forgotten++
		}
		delete(t.m, old)
		t.ring[t.at] = k
		t.at = (t.at + 1) % t.limit
	}
	s = &session{}
	t.m[k] = s
	return s
}

// end forgets a session that is over.
func (t *sessionTable) end(k sessionKey) {
	if t.m[k] != nil {
		t.m[k] = nil
	}
}

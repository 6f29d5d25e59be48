package report

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Sessions remembers the OPENs of each session of an input: what they agree on decides how later messages are read, and
// a NOTIFICATION about an OPEN is judged by it. Only OPENs whose direction the text tells count.
type Sessions map[sessionKey]*opens

// opens are the last OPENs of one session.
type opens struct{ local, peer *codec.Tree }

// mostSessions bounds what an input can make the program remember.
const mostSessions = 4096

// sessionKey tells sessions apart: the device that logged, its VRF, the peer.
type sessionKey struct{ host, vrf, peer string }

func keyOf(ev *dump.Event) sessionKey { return sessionKey{ev.Host, ev.VRF, ev.Peer} }

// Tell adds what is known of the session of ev to opt. The flags of the command line win.
func (s Sessions) Tell(ev *dump.Event, opt *Options) {
	o := s[keyOf(ev)]
	if o == nil {
		return
	}
	opt.LocalOpen, opt.PeerOpen = o.local, o.peer
	if o.local == nil || o.peer == nil {
		return
	}
	if opt.Known.ASWidthHow == codec.HowNone {
		opt.Known.ASWidth, opt.Known.ASWidthHow = 2, codec.HowNegotiated
		if capability(o.local, registry.CapAS4) != nil && capability(o.peer, registry.CapAS4) != nil {
			opt.Known.ASWidth = 4
		}
	}
	if opt.Known.AddPathHow == codec.HowNone && ev.Direction != logline.DirUnknown {
		from, to := o.local, o.peer
		if ev.Direction == logline.DirReceived {
			from, to = to, from
		}
		opt.Known.AddPath, opt.Known.AddPathHow = addPath(from, to), codec.HowNegotiated
	}
}

// Note remembers an OPEN, and forgets a session that a NOTIFICATION ends. The report of an OPEN must own its tree.
func (s Sessions) Note(r *Report) {
	if r.Tree == nil || r.Event.Direction == logline.DirUnknown {
		return
	}
	key := keyOf(&r.Event)
	switch {
	case r.Tree.Find(0, codec.FieldNotification) >= 0:
		delete(s, key)
	case r.Tree.Find(0, codec.FieldOpen) < 0:
	case s[key] == nil && len(s) >= mostSessions:
	default:
		if s[key] == nil {
			s[key] = new(opens)
		}
		if r.Event.Direction == logline.DirSent {
			s[key].local = r.Tree
		} else {
			s[key].peer = r.Tree
		}
	}
}

// End forgets the session of a NOTIFICATION, whose report need not be built for that.
func (s Sessions) End(ev *dump.Event) { delete(s, keyOf(ev)) }

// IsOpen reports whether an event is an OPEN: a report of it that is to be noted may not borrow.
func IsOpen(ev *dump.Event) bool {
	return len(ev.Octets) > 0 && (ev.MessageType == int(registry.MsgOpen) || ev.Piece == codec.PieceOpen)
}

// capability gives the value of the first capability of that code in an OPEN: not nil when it is there.
func capability(t *codec.Tree, code registry.CapCode) []byte {
	for n := range t.Nodes {
		if t.Nodes[n].Field != codec.FieldCapability {
			continue
		}
		c := t.Child(int32(n), codec.FieldCapCode)
		if c < 0 || registry.CapCode(t.Nodes[c].Val) != code {
			continue
		}
		value := t.Octets(int32(n))
		return value[min(2, len(value)):len(value):len(value)] // code and length stand before it
	}
	return nil
}

// addPath gives the families for which from may send path identifiers to to (RFC 7911 section 4).
func addPath(from, to *codec.Tree) codec.FamilySet {
	const receive, send = 1, 2
	var both codec.FamilySet
	sends, receives := capability(from, registry.CapAddPath), capability(to, registry.CapAddPath)
	for ; len(sends) >= 4; sends = sends[4:] {
		for r := receives; len(r) >= 4; r = r[4:] {
			if string(r[:3]) == string(sends[:3]) && sends[3]&send != 0 && r[3]&receive != 0 {
				both = both.With(codec.Family{AFI: registry.AFI(sends[0])<<8 | registry.AFI(sends[1]), SAFI: registry.SAFI(sends[2])})
			}
		}
	}
	return both
}

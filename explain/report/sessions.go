package report

import (
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Sessions remembers the OPENs of each session of an input: what they agree on decides how later messages are read, and
// a NOTIFICATION about an OPEN is judged by it. Only OPENs whose direction the text tells count.
type Sessions map[sessionKey]*opens

// opens are the last OPENs of one session.
type opens struct {
	local, peer           *codec.Tree
	localOffer, peerOffer *capture.Offer // nil for an OPEN that is not all there
}

// mostSessions bounds what an input can make the program remember.
const mostSessions = 4096

// sessionKey tells sessions apart: the device that logged, its VRF, the peer.
type sessionKey struct{ host, vrf, peer string }

func keyOf(ev *dump.Event) sessionKey { return sessionKey{ev.Host, ev.VRF, ev.PeerName()} }

// Tell adds what is known of the session of ev to opt. The flags of the command line win.
func (s Sessions) Tell(ev *dump.Event, opt *Options) {
	o := s[keyOf(ev)]
	if o == nil {
		return
	}
	opt.LocalOpen, opt.PeerOpen = o.local, o.peer
	from, to := o.localOffer, o.peerOffer
	if ev.Direction == logline.DirReceived {
		from, to = to, from
	}
	if to != nil && ev.Direction != logline.DirUnknown {
		opt.Known.Base.ExtMsg, opt.Known.Base.NoExtMsg = to.ExtMsg, !to.ExtMsg
	}
	if from == nil || to == nil {
		return // what one side does not offer is told by the evidence of the octets as well
	}
	k, _, _ := capture.Negotiate(from, to)
	if opt.Known.ASWidthHow == codec.HowNone {
		opt.Known.ASWidth, opt.Known.ASWidthHow = k.ASWidth, k.ASWidthHow
	}
	if opt.Known.AddPathHow == codec.HowNone && ev.Direction != logline.DirUnknown {
		opt.Known.AddPath, opt.Known.AddPathHow = k.AddPath, k.AddPathHow
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
		o := s[key]
		if o == nil { // what is remembered must not hold the text, nor the octets of others
			o = new(opens)
			s[sessionKey{strings.Clone(key.host), strings.Clone(key.vrf), strings.Clone(key.peer)}] = o
		}
		t := *r.Tree
		t.Bytes = slices.Clone(t.Bytes)
		if r.Event.Direction == logline.DirSent {
			o.local, o.localOffer = &t, offerOf(&t)
		} else {
			o.peer, o.peerOffer = &t, offerOf(&t)
		}
	}
}

// offerOf reads what an OPEN offers.
func offerOf(t *codec.Tree) *capture.Offer {
	n := t.Find(0, codec.FieldOpen)
	if n < 0 {
		return nil
	}
	if o, ok := capture.ParseOpenBody(t.Octets(n)); ok {
		return &o
	}
	return nil
}

// End forgets the session of a NOTIFICATION, whose report need not be built for that.
func (s Sessions) End(ev *dump.Event) { delete(s, keyOf(ev)) }

// IsOpen reports whether an event is an OPEN: a report of it that is to be noted may not borrow.
func IsOpen(ev *dump.Event) bool {
	return len(ev.Octets) > 0 && (ev.MessageType == int(registry.MsgOpen) || ev.Piece == codec.PieceOpen)
}

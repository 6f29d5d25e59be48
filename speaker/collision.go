package speaker

import (
	"cmp"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// collide does connection collision detection (RFC 4271 section 6.8) for a connection whose OPEN is good, before the
// machine is told of it. Other connections that lose are closed by it, with 6/7 on themselves; the verdict is for c.
func (c *conn) collide(peer *codec.Open) fsm.Collision {
	verdict := fsm.CollisionNone
	for _, d := range append([]*conn(nil), c.p.conns...) {
		if d == c || !d.live() {
			continue
		}
		switch d.s.State() {
		case fsm.OpenSent, fsm.OpenConfirm:
			if d.s.State() == fsm.OpenSent && !c.twin(d) {
				continue
			}
			if !c.beats(d, peer) {
				return fsm.CollisionLost
			}
			d.s.Step(fsm.Event{Kind: fsm.OpenCollisionDump})
			verdict = fsm.CollisionWon
		case fsm.Established:
			switch {
			case c.restarts(d, peer):
				// The old connection is closed without a word, its routes stay (RFC 4724 section 4.2).
				d.s.Step(fsm.Event{Kind: fsm.TcpConnectionConfirmed})
			case d.s.Machine().Config.CollisionDetectEstablishedState && c.beats(d, peer):
				d.s.Step(fsm.Event{Kind: fsm.OpenCollisionDump})
			default:
				return fsm.CollisionLost
			}
			verdict = fsm.CollisionWon
		}
	}
	return verdict
}

// twinTime is how long after TCP the OPEN of a sound connection may take for collision detection to count on it.
const twinTime = 5 * time.Second

// twin reports whether d, of which the peer's OPEN is still to come, is judged already. RFC 4271 section 6.8 allows that when the
// peer's identifier is known; here it is, from the OPEN of c. If both sides only judged by OPENs that are there, each could
// make another connection Established, and together they would close both. A connection on which no OPEN comes must not keep
// others away, so an old one does not count, and neither does one that the same side opened.
func (c *conn) twin(d *conn) bool {
	return c.info.Inbound != d.info.Inbound && time.Since(d.opened) < twinTime
}

// beats reports whether c stays and d goes: the connection stays that was opened by the side with the higher BGP
// Identifier, or, where those are equal, with the larger AS number (RFC 6286 section 2.3). Of two that the same side
// opened, the older one stays.
func (c *conn) beats(d *conn, peer *codec.Open) bool {
	if c.info.Inbound == d.info.Inbound {
		return false
	}
	higher := cmp.Or(c.local.ID.Compare(peer.ID), cmp.Compare(c.local.AS, peer.AS)) > 0 // we are
	return higher != c.info.Inbound
}

// restarts reports whether c shows that the peer of the Established d has restarted (RFC 4724 section 4.2): it is the
// same peer, graceful restart was agreed, and it connected after d had come up. A connection from before that is the
// twin of a collision.
func (c *conn) restarts(d *conn, peer *codec.Open) bool {
	return c.info.Inbound && d.s.Machine().Retain >= fsm.RetainRestart && c.opened.After(d.upAt) && d.agreed != nil && d.agreed.PeerID == peer.ID
}

package speaker

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
)

// Compare gives what the OPENs of two routers agree on, for those who only see them pass: whole messages, local being that
// of the side that the result is told for. Nothing is required of either, so Refusal is never set. It reports false for
// an OPEN that cannot be read.
func Compare(local, peer []byte) (*Agreed, bool) {
	l, okLocal := codec.ParseOpen(local)
	p, okPeer := codec.ParseOpen(peer)
	if !okLocal || !okPeer {
		return nil, false
	}
	a := negotiate(&PeerConfig{LocalAS: l.AS}, &l, &p)
	a.Keepalive = a.HoldTime / 3 // what RFC 4271 section 4.4 suggests; what they do is not known
	a.LocalOpen, a.Open = slices.Clone(local), slices.Clone(peer)
	return a, true
}

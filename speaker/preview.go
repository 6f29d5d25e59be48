package speaker

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/codec"
)

// Preview gives the OPEN that the peer would get on a connection from the address local. It may be shown before there is a
// speaker.
func (c *PeerConfig) Preview(local netip.Addr) codec.Open { return c.offer(c.routerID(local), false) }

package speaker

import (
	"encoding/binary"
	"fmt"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
)

// role is our role on the session; ok is false where none is configured or the peer is internal. It counts whether or
// not the peer has sent one (RFC 9234 section 5).
func (c *conn) role() (r Role, ok bool) {
	k := c.p.cfg.Capabilities.Role
	if k == nil || c.agreed.Kind != codec.PeerEBGP {
		return 0, false
	}
	return *k, true
}

// onlyToCustomer says what becomes of the OTC attribute of routes that we send.
func (c *conn) onlyToCustomer(s *routes.Session) {
	r, ok := c.role()
	if !ok {
		return
	}
	s.OTCAdd = r == RoleProvider || r == RoleRS || r == RolePeer
	s.OTCBlock = r == RoleCustomer || r == RoleRSClient || r == RolePeer
}

// leaked reports whether the OTC attribute shows that unicast routes received are a leak: from a customer any, from a peer
// one that is not of its own AS number (RFC 9234 section 5).
func (c *conn) leaked(s *sections) (as uint32, leak bool) {
	r, ok := c.role()
	if !ok || len(s.otc) != 4 || !s.announces() {
		return 0, false
	}
	if reach, ok := codec.ParseMPReach(s.reach); ok && reach.SAFI != registry.SAFIUnicast && len(s.nlri) == 0 {
		return 0, false
	}
	as = binary.BigEndian.Uint32(s.otc)
	return as, r == RoleProvider || r == RoleRS || r == RolePeer && as != c.agreed.PeerAS
}

// tellLeak tells of a route leak. The routes are kept: whoever selects routes has to pass them over.
func (c *conn) tellLeak(as uint32) {
	r, _ := c.role()
	c.p.emit(c, Event{Kind: Note, Text: fmt.Sprintf("route leak: the routes are marked Only to Customer by AS %d, and we are %s; they must not be used (RFC 9234 section 5)", as, r)})
}

package speaker

import (
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Agreed is what two OPENs make of a session: what we offered, what the peer offered, what is used, and what was lost
// and why. A session that our rules refuse has one too, with Refusal set.
type Agreed struct {
	LocalAS, PeerAS uint32
	// LocalID and PeerID are the BGP Identifiers.
	LocalID, PeerID netip.Addr
	Kind            codec.PeerKind
	// HoldTime is the smaller of LocalHold and PeerHold; 0 switches KEEPALIVEs and the hold timer off. Keepalive is our
	// interval.
	HoldTime, LocalHold, PeerHold, Keepalive time.Duration
	// Families are carried both ways.
	Families []codec.Family
	// Receive and Send are how the octets of the two directions are to be read.
	Receive, Send codec.Context
	// Refresh says that we may ask for routes again; Enhanced that BoRR and EoRR mark them.
	Refresh, Enhanced bool
	// Restart is what the peer said about graceful restart; nil when it is not used.
	Restart *PeerRestart
	// NextHop6 are the families whose IPv4 routes may have IPv6 next hops.
	NextHop6 []codec.Family
	// Items is the table: one row for each capability, or family of one, that a side offered.
	Items []AgreedItem
	// Refusal is the NOTIFICATION that the peer's OPEN got; Code 0: none.
	Refusal codec.Notification
	// Why says in words why it was refused.
	Why string
	// Open is the peer's OPEN, LocalOpen ours: whole messages.
	Open, LocalOpen []byte

	peerRestart    bool // the peer sent a Graceful Restart capability: it wants to see End-of-RIB
	linkLocalAlone bool // both sides take a link-local next hop alone
}

// AgreedItem is a row of the table of an Agreed.
type AgreedItem struct {
	Code registry.CapCode
	// Family is of a row about one family of a capability that lists them; else zero.
	Family codec.Family
	// Local and Peer are what each side offered, in words; "" if nothing.
	Local, Peer string
	// Result is what is used, in words; "" if nothing.
	Result string
	// Lost says why something that a side offered is not used; "" when nothing was lost.
	Lost string
}

// PeerRestart is the peer's side of graceful restart, as far as it is of use (RFC 4724, RFC 8538, RFC 9494).
type PeerRestart struct {
	// Restarting is the peer's Restart State bit.
	Restarting bool
	// Time is how long we keep its routes.
	Time time.Duration
	// Notification says that both sides set the N bit.
	Notification bool
	// Families are those whose routes we keep, with the F bits of the peer.
	Families []codec.GRFamily
	// LongLived are the families whose routes we keep longer.
	LongLived []codec.LLGR
}

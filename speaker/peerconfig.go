package speaker

import (
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// DefaultHoldTime is the Hold Time of the OPEN where none is configured (RFC 4271 section 10 suggests it).
const DefaultHoldTime = 90 * time.Second

// Port is the TCP port of BGP.
const Port = 179

// PeerConfig configures one peer. Remote (or Interface) and LocalAS are needed; all else has a default.
type PeerConfig struct {
	// Name is for output; "" means the address, or the interface.
	Name string
	// Remote is the address of the peer, an IPv6 zone included. Invalid with Interface set: an unnumbered peer, found
	// by neighbour discovery on that interface.
	Remote netip.Addr
	// RemotePort is the port to dial; 0 is 179. Connections of the peer are accepted from any port.
	RemotePort uint16
	// Interface is where an unnumbered peer is looked for.
	Interface string
	// Local is the address and port to dial from; an invalid address and port 0 leave them to the system.
	Local netip.AddrPort
	// LocalAS is ours; PeerAS the peer's. PeerAS 0 takes it from the peer's OPEN, whatever it is.
	LocalAS, PeerAS uint32
	// RouterID is our BGP Identifier, an IPv4 address. Invalid: the local address of the connection if that is IPv4,
	// else made from it and the AS number.
	RouterID netip.Addr
	// HoldTime is offered in the OPEN, in whole seconds: 0 means DefaultHoldTime, unless HoldTimeSet says that 0 (no
	// KEEPALIVEs, no hold timer) is meant. 1 s and 2 s are not legal; the greatest is 65535 s.
	HoldTime    time.Duration
	HoldTimeSet bool
	// Passive is PassiveTcpEstablishment: never dial.
	Passive bool
	// NoListen refuses connections of the peer: dial only.
	NoListen bool
	// Transport are the socket options: TTL, GTSM, MD5, TCP-AO, device.
	Transport transport.Options
	// Capabilities are what we offer and require; the zero value offers none. See DefaultCapabilities.
	Capabilities Capabilities
	// FSM are the timers and the optional session attributes of RFC 4271 section 8; the zero Config stands for
	// fsm.Default, so what changes one attribute starts from that. Passive is added to it.
	FSM fsm.Config
	// MaxPrefix are limits of prefixes received, per family: one more ends the session with 6/1 (RFC 4486).
	MaxPrefix map[codec.Family]uint32
	// Announce are the routes to announce once Established, followed by the End-of-RIB of each family. With none, only
	// the End-of-RIBs are sent, and those only to a peer with graceful restart (RFC 4724 section 2).
	Announce []*routes.Set
	// NextHop4 and NextHop6 are the next hops of routes that have none; invalid: the local address of the connection.
	NextHop4, NextHop6 netip.Addr
	// RoutesAsIs announces the attributes as they are in the sets: nothing is prepended, added or left out.
	RoutesAsIs bool
	// RIB keeps the routes that the peer announces, see Peer.RIB.
	RIB bool
	// Strict4271 reacts to errors in UPDATEs as RFC 4271 had it, with a session reset, without RFC 7606.
	Strict4271 bool
	// Quirks are defects of known speakers to play.
	Quirks Quirk
	// EnforceFirstAS treats routes of an external peer as withdrawn whose AS_PATH does not begin with the peer's AS
	// (RFC 4271 section 6.3 allows that).
	EnforceFirstAS bool
	// Confed says that the peer is another member of our confederation (RFC 5065).
	Confed bool
	// FamilyDisable stops using an address family whose MP_REACH_NLRI or MP_UNREACH_NLRI cannot be read, as long as
	// another one is left, where otherwise the session is reset (RFC 7606 sections 2 and 5.3).
	FamilyDisable bool
	// OneShot leaves the peer in Idle once a connection of it that got as far as our OPEN has ended, other than by a
	// collision. Attempts to connect that fail are repeated as usual.
	OneShot bool
	// ShutdownText goes with the Cease of our own shutdown (RFC 9003), at most 255 octets of UTF-8.
	ShutdownText string
}

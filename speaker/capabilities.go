package speaker

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Capabilities are what an OPEN of ours offers, and what we require of the peer. The zero value offers nothing: a
// speaker of plain RFC 4271 with IPv4 unicast and 2-octet AS numbers.
type Capabilities struct {
	// Families are offered with Multiprotocol capabilities (RFC 4760), in this order. None: none is sent, and the
	// session carries IPv4 unicast.
	Families []codec.Family
	// AS4 is the 4-octet AS number capability (RFC 6793). Without it an AS number over 65535 cannot be told.
	AS4 bool
	// RouteRefresh is RFC 2918, EnhancedRefresh RFC 7313.
	RouteRefresh, EnhancedRefresh bool
	// ExtendedMessage is RFC 8654: we accept messages of up to 65535 octets.
	ExtendedMessage bool
	// AddPath are the families and directions of RFC 7911, as we want to use them.
	AddPath []codec.AddPath
	// PathsLimit are the greatest numbers of paths that we want of a family with AddPath.
	PathsLimit []codec.PathsLimit
	// ExtendedNextHop are the families that we accept with next hops of another address family (RFC 8950).
	ExtendedNextHop []codec.ExtendedNextHop
	// GracefulRestart is RFC 4724, with the N bit RFC 8538; nil: not offered. Without families we only help the peer.
	GracefulRestart *codec.GracefulRestart
	// LongLived is RFC 9494, of use only with GracefulRestart.
	LongLived []codec.LLGR
	// Role is ours (RFC 9234); nil: not offered, and the peer's is ignored. External peers only.
	Role *Role
	// RoleStrict refuses a peer that sends no Role with 2/11.
	RoleStrict bool
	// HostName and DomainName are the FQDN capability, at most 255 octets each; both empty: not offered.
	HostName, DomainName string
	// SoftwareVersion is shown to the peer, at most 255 octets; "": not offered.
	SoftwareVersion string
	// Other are sent as they are, after all others.
	Other []codec.Capability
	// Required are capabilities without which a peer is refused (2/7, RFC 5492 section 5). A required code that lists
	// families needs all those that we offer.
	Required []registry.CapCode
	// ExtendedParameters writes the optional parameters in the long form of RFC 9072 even when they would fit the
	// short one.
	ExtendedParameters bool
	// NoFallback never tries again without capabilities at a peer that answers 2/4 (RFC 5492 section 3).
	NoFallback bool
}

// Role is a BGP Role (RFC 9234 section 4.1).
type Role uint8

// The roles.
const (
	RoleProvider Role = iota
	RoleRS
	RoleRSClient
	RoleCustomer
	RolePeer
)

// String returns the registry's name of the role.
func (r Role) String() string { return codec.EnumName(codec.EnumRole, uint64(r)) }

// DefaultCapabilities are those of an ordinary router for the given families (none: IPv4 unicast): Multiprotocol,
// 4-octet AS numbers, route refresh, enhanced route refresh and extended messages.
func DefaultCapabilities(families ...codec.Family) Capabilities {
	if len(families) == 0 {
		families = []codec.Family{codec.IPv4Unicast}
	}
	return Capabilities{Families: families, AS4: true, RouteRefresh: true, EnhancedRefresh: true, ExtendedMessage: true}
}

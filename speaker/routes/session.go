package routes

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Session is what decides how routes are said to one peer.
//
// The defaults, applied to every route:
//   - External peer: the own AS number is put before the AS_PATH unless the path begins with it; LOCAL_PREF,
//     ORIGINATOR_ID and CLUSTER_LIST are left out.
//   - Internal peer or other member of the confederation: a route without LOCAL_PREF gets 100. In a confederation the
//     own AS number comes first in an AS_CONFED_SEQUENCE.
//   - A route without a next hop gets the session's own address.
type Session struct {
	// Ctx is the context of what we send: width of AS numbers, families with path identifiers, kind of peer
	// (unknown counts as external).
	Ctx     codec.Context
	Max     int             // longest message that the peer takes, octets; 0 stands for 4096
	Carried codec.FamilySet // families that were negotiated
	LocalAS uint32
	AsIs    bool // attributes are sent as they are in the set: nothing is prepended, added or left out

	// The own addresses: for IPv4 routes, for IPv6 routes, and the link-local one, which stands behind a global
	// address where the peer is on the link (RFC 2545 section 3). An invalid one is not there.
	NextHop4, NextHop6, LinkLocal netip.Addr
	// ExtendedNextHop has the IPv4 families whose routes may have IPv6 next hops (RFC 8950).
	ExtendedNextHop codec.FamilySet
	// LinkLocalAlone says that the peer takes a link-local address without a global one (capability 77).
	LinkLocalAlone bool
	// What becomes of Only to Customer (RFC 9234 section 5) in unicast routes: OTCAdd puts LocalAS into those that have
	// none, OTCBlock leaves out those that have one.
	OTCAdd, OTCBlock bool
}

func (s *Session) max() int {
	if s.Max == 0 {
		return codec.MaxLen
	}
	return min(s.Max, codec.MaxExtLen)
}

// Reason says why routes are not announced.
type Reason uint8

// The reasons.
const (
	Announced      Reason = iota // they are
	NotCarried                   // the family was not negotiated
	NoNextHop                    // no next hop is given, and the session has no address of that kind
	NextHopKind                  // the next hop given is of another kind than the session can carry (RFC 8950)
	TooLong                      // the attributes leave no room for a route
	OnlyToCustomer               // marked so, and the peer is no customer (RFC 9234 section 5)
)

// String says the reason in words.
func (r Reason) String() string {
	return [...]string{"announced", "the address family was not negotiated",
		"no next hop is given, and the session has no address of that kind",
		"the session cannot carry a next hop of that kind", "the attributes leave no room for a route",
		"marked Only to Customer, which this peer is not (RFC 9234)", "", ""}[r&7]
}

// nextHops gives the octets of the next hop for a group; mp says that it goes into MP_REACH_NLRI.
func (s *Session) nextHops(g *group) (octets []byte, mp bool, why Reason) {
	v4 := g.family.AFI == registry.AFIIPv4
	nh := g.nextHop.Unmap()
	if !nh.IsValid() {
		return s.self(g, v4)
	}
	switch {
	case v4 && nh.Is4():
		return nh.AsSlice(), g.family != codec.IPv4Unicast, Announced
	case v4 && !s.ExtendedNextHop.Has(g.family):
		return nil, true, NextHopKind
	case nh.Is4(): // IPv6 routes: as an IPv4-mapped address
		b := nh.As16()
		return b[:], true, Announced
	case nh.IsLinkLocalUnicast():
		return s.linkLocal(nh), true, Announced
	}
	return nh.AsSlice(), true, Announced
}

// self gives the session's own address as next hop.
func (s *Session) self(g *group, v4 bool) (octets []byte, mp bool, why Reason) {
	switch {
	case v4 && s.NextHop4.Is4():
		return s.NextHop4.AsSlice(), g.family != codec.IPv4Unicast, Announced
	case v4 && !s.ExtendedNextHop.Has(g.family):
		return nil, false, NoNextHop
	case s.NextHop6.Is6() && !s.NextHop6.IsLinkLocalUnicast():
		octets = codec.AppendNextHops(nil, s.NextHop6)
		if s.LinkLocal.IsLinkLocalUnicast() {
			octets = codec.AppendNextHops(octets, s.LinkLocal)
		}
		return octets, true, Announced
	case s.NextHop6.IsLinkLocalUnicast():
		return s.linkLocal(s.NextHop6), true, Announced
	case s.LinkLocal.IsLinkLocalUnicast():
		return s.linkLocal(s.LinkLocal), true, Announced
	}
	return nil, true, NoNextHop
}

// linkLocal gives the octets of a next hop that is link-local only. Peers that have not said that they take one
// address get it in the place of the global one, too, as FRR does: an unspecified global address is refused by some.
func (s *Session) linkLocal(a netip.Addr) []byte {
	if s.LinkLocalAlone {
		return codec.AppendNextHops(nil, a)
	}
	return codec.AppendNextHops(nil, a, a)
}

// defaultLocalPref is what a route to an internal peer has when it is not given.
const defaultLocalPref = 100

// apply changes the attributes of a route to what this session is told.
func (s *Session) apply(p *codec.PathAttributes) {
	if s.AsIs {
		return
	}
	switch s.Ctx.Peer {
	case codec.PeerIBGP:
	case codec.PeerConfed:
		s.prependConfed(p)
	default:
		p.HasLocalPref, p.OriginatorID, p.ClusterList = false, netip.Addr{}, nil
		if !startsWith(p.ASPath, registry.SegASSequence, s.LocalAS) {
			p.Prepend(s.LocalAS, 1)
		}
		return
	}
	if !p.HasLocalPref {
		p.LocalPref, p.HasLocalPref = defaultLocalPref, true
	}
}

// prependConfed puts the own AS number first in a confederation segment (RFC 5065 section 4.1).
func (s *Session) prependConfed(p *codec.PathAttributes) {
	if startsWith(p.ASPath, registry.SegConfedSequence, s.LocalAS) {
		return
	}
	seg, rest := codec.PathSegment{Type: registry.SegConfedSequence, AS: []uint32{s.LocalAS}}, p.ASPath
	if len(rest) > 0 && rest[0].Type == registry.SegConfedSequence && len(rest[0].AS) < 255 {
		seg.AS, rest = append(seg.AS, rest[0].AS...), rest[1:]
	}
	p.ASPath = append([]codec.PathSegment{seg}, rest...)
}

func startsWith(path []codec.PathSegment, t registry.SegmentType, as uint32) bool {
	return len(path) > 0 && path[0].Type == t && len(path[0].AS) > 0 && path[0].AS[0] == as
}

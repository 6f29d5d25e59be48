package codec

import (
	"iter"
	"math/bits"

	"github.com/bgpdecode/bgpdecode/registry"
)

// PeerKind is the relation of the two speakers; some rules of RFC 7606 depend on it.
type PeerKind uint8

// The kinds of peer.
const (
	PeerUnknown PeerKind = iota
	PeerEBGP
	PeerIBGP
	PeerConfed
)

// String returns "ebgp", "ibgp", "confed" or "".
func (p PeerKind) String() string {
	return [...]string{"", "ebgp", "ibgp", "confed"}[p&3]
}

// Family is an address family: AFI and SAFI of RFC 4760.
type Family struct {
	AFI  registry.AFI
	SAFI registry.SAFI
}

// families are the families whose NLRI this package decodes, in the order of their FamilySet bits.
// A family is added here together with its NLRI decoder.
var families = [...]struct {
	Family
	name string
}{
	{Family{registry.AFIIPv4, registry.SAFIUnicast}, "ipv4-unicast"},
	{Family{registry.AFIIPv4, registry.SAFIMulticast}, "ipv4-multicast"},
	{Family{registry.AFIIPv6, registry.SAFIUnicast}, "ipv6-unicast"},
	{Family{registry.AFIIPv6, registry.SAFIMulticast}, "ipv6-multicast"},
	{Family{registry.AFIIPv4, registry.SAFILabeledUnicast}, "ipv4-labeled-unicast"},
	{Family{registry.AFIIPv6, registry.SAFILabeledUnicast}, "ipv6-labeled-unicast"},
	{Family{registry.AFIIPv4, registry.SAFIVPN}, "ipv4-vpn"},
	{Family{registry.AFIIPv6, registry.SAFIVPN}, "ipv6-vpn"},
	{Family{registry.AFIIPv4, registry.SAFIMulticastVPN}, "ipv4-vpn-multicast"},
	{Family{registry.AFIIPv6, registry.SAFIMulticastVPN}, "ipv6-vpn-multicast"},
	{Family{registry.AFIIPv4, registry.SAFIRouteTarget}, "ipv4-route-target"},
	{Family{registry.AFIIPv6, registry.SAFIRouteTarget}, "ipv6-route-target"},
	{Family{registry.AFIL2VPN, registry.SAFIEVPN}, "l2vpn-evpn"},
	{Family{registry.AFIL2VPN, registry.SAFIVPLS}, "l2vpn-vpls"},
	{Family{registry.AFIIPv4, registry.SAFIMDT}, "ipv4-mdt"},
	{Family{registry.AFIIPv4, registry.SAFIMVPN}, "ipv4-mvpn"},
	{Family{registry.AFIIPv6, registry.SAFIMVPN}, "ipv6-mvpn"},
	{Family{registry.AFIIPv4, registry.SAFIFlowSpec}, "ipv4-flowspec"},
	{Family{registry.AFIIPv6, registry.SAFIFlowSpec}, "ipv6-flowspec"},
	{Family{registry.AFIIPv4, registry.SAFIFlowSpecVPN}, "ipv4-vpn-flowspec"},
	{Family{registry.AFIIPv6, registry.SAFIFlowSpecVPN}, "ipv6-vpn-flowspec"},
	{Family{registry.AFIL2VPN, registry.SAFIFlowSpec}, "l2vpn-flowspec"},
	{Family{registry.AFIL2VPN, registry.SAFIFlowSpecVPN}, "l2vpn-vpn-flowspec"},
	{Family{registry.AFIIPv4, registry.SAFISRPolicy}, "ipv4-sr-policy"},
	{Family{registry.AFIIPv6, registry.SAFISRPolicy}, "ipv6-sr-policy"},
	{Family{registry.AFIIPv4, registry.SAFIClassfulTransport}, "ipv4-classful-transport"},
	{Family{registry.AFIIPv6, registry.SAFIClassfulTransport}, "ipv6-classful-transport"},
	{Family{registry.AFIIPv4, registry.SAFIMUP}, "ipv4-mup"},
	{Family{registry.AFIIPv6, registry.SAFIMUP}, "ipv6-mup"},
	{Family{registry.AFIIPv4, registry.SAFICAR}, "ipv4-car"},
	{Family{registry.AFIIPv6, registry.SAFICAR}, "ipv6-car"},
	{Family{registry.AFIIPv4, registry.SAFIVPNCAR}, "ipv4-vpn-car"},
	{Family{registry.AFIIPv6, registry.SAFIVPNCAR}, "ipv6-vpn-car"},
	{familySFC, "sfc"},
	{Family{registry.AFIL2VPN, registry.SAFIMCASTVPLS}, "l2vpn-mcast-vpls"},
	{familyPW, "l2vpn-ms-pw"},
	{Family{registry.AFIIPv4, registry.SAFIEncapsulation}, "ipv4-encapsulation"},
	{Family{registry.AFIIPv6, registry.SAFIEncapsulation}, "ipv6-encapsulation"},
	{Family{registry.AFIIPv4, registry.SAFI4over6}, "ipv4-4over6"},
	{Family{registry.AFIIPv4, registry.SAFITunnel}, "ipv4-tunnel"},
	{Family{registry.AFIIPv4, registry.SAFISDWAN}, "ipv4-sd-wan"},
	{Family{registry.AFIIPv6, registry.SAFISDWAN}, "ipv6-sd-wan"},
	{Family{registry.AFIBGPLS, registry.SAFIBGPLS}, "bgp-ls"},
	{Family{registry.AFIBGPLS, registry.SAFIBGPLSVPN}, "bgp-ls-vpn"},
	{Family{registry.AFIBGPLS, registry.SAFIBGPLSSPF}, "bgp-ls-spf"},
}

// IPv4Unicast is the family of the NLRI and Withdrawn Routes fields of an UPDATE.
var IPv4Unicast = families[0].Family

func (f Family) index() int {
	for i := range families {
		if families[i].Family == f {
			return i
		}
	}
	return -1
}

// String returns "ipv4-unicast" for a family whose NLRI are decoded, else "afi/safi" in numbers.
func (f Family) String() string {
	if i := f.index(); i >= 0 {
		return families[i].name
	}
	return string(appendFamily(nil, f))
}

func appendFamily(dst []byte, f Family) []byte {
	if i := f.index(); i >= 0 {
		return append(dst, families[i].name...)
	}
	dst = appendUint(dst, uint64(f.AFI))
	dst = append(dst, '/')
	return appendUint(dst, uint64(f.SAFI))
}

// ParseFamily reads the names that Family.String gives ("ipv4-unicast"), those that routers have for them ("evpn", "vpnv4",
// "ipv4-flowspec"; in any case, with other marks between words), also of families whose NLRI are not decoded, and "afi/safi" in
// numbers.
func ParseFamily(s string) (Family, bool) {
	for i := range families {
		if families[i].name == s {
			return families[i].Family, true
		}
	}
	var n [2]uint64
	part, digits := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '/' && part == 0 && digits > 0:
			part, digits = 1, 0
		case c >= '0' && c <= '9' && n[part] < 1<<16:
			n[part] = n[part]*10 + uint64(c-'0')
			digits++
		default:
			return aliasFamily(s)
		}
	}
	if part != 1 || digits == 0 || n[0] > 0xffff || n[1] > 0xff {
		return Family{}, false
	}
	return Family{registry.AFI(n[0]), registry.SAFI(n[1])}, true
}

// KnownFamilies lists the families whose NLRI are decoded.
func KnownFamilies() []Family {
	out := make([]Family, len(families))
	for i := range families {
		out[i] = families[i].Family
	}
	return out
}

// FamilySet is a set of families whose NLRI are decoded; other families cannot be members.
type FamilySet uint64

// Has reports whether f is in the set.
func (s FamilySet) Has(f Family) bool {
	i := f.index()
	return i >= 0 && s&(1<<i) != 0
}

// With returns the set with f added; a family that is not decoded is left out.
func (s FamilySet) With(f Family) FamilySet {
	if i := f.index(); i >= 0 {
		s |= 1 << i
	}
	return s
}

// All yields the families of the set, in the order of KnownFamilies.
func (s FamilySet) All() iter.Seq[Family] {
	return func(yield func(Family) bool) {
		for s != 0 {
			i := bits.TrailingZeros64(uint64(s))
			if i >= len(families) || !yield(families[i].Family) {
				return
			}
			s &^= 1 << i
		}
	}
}

// AllFamilies is the set of every family whose NLRI are decoded.
const AllFamilies FamilySet = 1<<len(families) - 1

// Context is what the session agreed and the octets do not repeat. The zero value is a plain RFC 4271
// session: 2-octet AS numbers, no ADD-PATH, messages of at most 4096 octets, peer kind unknown.
// Contexts can be compared.
type Context struct {
	AS4        bool      // both sides sent capability 65: AS numbers have 4 octets (RFC 6793)
	ExtMsg     bool      // messages up to 65535 octets: their receiver offers that (RFC 8654)
	NoExtMsg   bool      // their receiver does not offer it, as its OPEN tells: a longer message is an error, not a question
	AddPath    FamilySet // NLRI of these families carry a path identifier (RFC 7911)
	MultiLabel FamilySet // NLRI of these families can have more than one label (capability 8, RFC 8277 section 2.1)
	// LabelsKnown says that MultiLabel is all: routes of other families have one label (RFC 8277 section 2.2). Else labels
	// are read up to the one with the bottom-of-stack bit.
	LabelsKnown bool
	Peer        PeerKind
	// Cut says that octets are known to be missing after the last one (a log that elides, a short capture).
	// What the missing octets could explain is then reported as truncation, not as an error.
	Cut bool
	// WidthUnknown says that AS4 is an assumption. A length that is legal under the other width is then
	// reported as a question of width, not as a wrong length.
	WidthUnknown bool
	// Table says that an UPDATE was made of an entry of a table, and that nobody sent it: a router's own routes have neither all
	// attributes that an UPDATE must have nor a next hop, and not all tables keep flags: the lack of them is no finding.
	Table bool
}

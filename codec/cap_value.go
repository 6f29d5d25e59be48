package codec

import "github.com/bgpdecode/bgpdecode/registry"

// The values of capabilities that a speaker negotiates. A builder and the reader of the same value stand together;
// readers report false for a length that the capability cannot have. What they return borrows nothing.

// FlagCapability returns a capability without a value: route refresh, enhanced route refresh, extended message,
// BFD strict mode, link-local next hop.
func FlagCapability(code registry.CapCode) Capability { return Capability{Code: code} }

// MultiprotocolCapability returns capability 1 (RFC 4760 section 8).
func MultiprotocolCapability(f Family) Capability {
	return Capability{Code: registry.CapMultiprotocol, Value: []byte{byte(f.AFI >> 8), byte(f.AFI), 0, byte(f.SAFI)}}
}

// ParseMultiprotocol reads the value of capability 1; the reserved octet is ignored.
func ParseMultiprotocol(v []byte) (Family, bool) {
	if len(v) != 4 {
		return Family{}, false
	}
	return Family{registry.AFI(be16(v)), registry.SAFI(v[3])}, true
}

// AS4Capability returns capability 65 (RFC 6793 section 3).
func AS4Capability(as uint32) Capability {
	return Capability{Code: registry.CapAS4, Value: appendU32(nil, as)}
}

// ParseAS4 reads the value of capability 65.
func ParseAS4(v []byte) (as uint32, ok bool) {
	if len(v) != 4 {
		return 0, false
	}
	return be32(v), true
}

// RoleCapability returns capability 9 (RFC 9234 section 4.1): 0 Provider, 1 RS, 2 RS-Client, 3 Customer, 4 Peer.
func RoleCapability(role uint8) Capability {
	return Capability{Code: registry.CapRole, Value: []byte{role}}
}

// ParseRole reads the value of capability 9.
func ParseRole(v []byte) (role uint8, ok bool) {
	if len(v) != 1 {
		return 0, false
	}
	return v[0], true
}

// ExtendedNextHop says that routes of a family may have next hops of another one (RFC 8950 section 4).
type ExtendedNextHop struct {
	AFI     registry.AFI
	SAFI    uint16 // two octets here
	NextHop registry.AFI
}

// ExtendedNextHopCapability returns capability 5.
func ExtendedNextHopCapability(list ...ExtendedNextHop) Capability {
	v := make([]byte, 0, 6*len(list))
	for _, e := range list {
		v = appendU16(appendU16(appendU16(v, uint16(e.AFI)), e.SAFI), uint16(e.NextHop))
	}
	return Capability{Code: registry.CapExtendedNextHop, Value: v}
}

// ParseExtendedNextHop reads the value of capability 5.
func ParseExtendedNextHop(v []byte) ([]ExtendedNextHop, bool) {
	out := make([]ExtendedNextHop, 0, len(v)/6)
	for ; len(v) >= 6; v = v[6:] {
		out = append(out, ExtendedNextHop{registry.AFI(be16(v)), be16(v[2:]), registry.AFI(be16(v[4:]))})
	}
	return out, len(v) == 0
}

// What a side does with path identifiers of a family (RFC 7911 section 4).
const (
	AddPathReceive = 1
	AddPathSend    = 2
	AddPathBoth    = 3
)

// AddPath is what a side offers for the path identifiers of a family.
type AddPath struct {
	Family
	Mode uint8 // AddPathReceive, AddPathSend or AddPathBoth; others are to be ignored
}

// AddPathCapability returns capability 69.
func AddPathCapability(list ...AddPath) Capability {
	v := make([]byte, 0, 4*len(list))
	for _, e := range list {
		v = append(appendFamilyOctets(v, e.Family), e.Mode)
	}
	return Capability{Code: registry.CapAddPath, Value: v}
}

// ParseAddPath reads the value of capability 69.
func ParseAddPath(v []byte) ([]AddPath, bool) {
	out := make([]AddPath, 0, len(v)/4)
	for ; len(v) >= 4; v = v[4:] {
		out = append(out, AddPath{familyOctets(v), v[3]})
	}
	return out, len(v) == 0
}

// Flags of GracefulRestart and of its families.
const (
	GRRestart      = 8    // R: the speaker has restarted (RFC 4724 section 3)
	GRNotification = 4    // N: NOTIFICATIONs keep routes (RFC 8538 section 2)
	GRForwarding   = 0x80 // F: forwarding state of the family was preserved; LLGR has the same bit
)

// GracefulRestart is the value of capability 64 (RFC 4724 section 3).
type GracefulRestart struct {
	Flags    uint8  // four bits: GRRestart, GRNotification
	Time     uint16 // Restart Time, seconds, at most 4095
	Families []GRFamily
}

// GRFamily is a family of a GracefulRestart.
type GRFamily struct {
	Family
	Flags uint8 // GRForwarding
}

// Capability returns capability 64. Flags and Time are cut to their bits.
func (g *GracefulRestart) Capability() Capability {
	v := make([]byte, 0, 2+4*len(g.Families))
	v = appendU16(v, uint16(g.Flags)<<12|g.Time&0xfff)
	for _, f := range g.Families {
		v = append(appendFamilyOctets(v, f.Family), f.Flags)
	}
	return Capability{Code: registry.CapGracefulRestart, Value: v}
}

// ParseGracefulRestart reads the value of capability 64.
func ParseGracefulRestart(v []byte) (g GracefulRestart, ok bool) {
	if len(v) < 2 {
		return g, false
	}
	g.Flags, g.Time = v[0]>>4, be16(v)&0xfff
	for v = v[2:]; len(v) >= 4; v = v[4:] {
		g.Families = append(g.Families, GRFamily{familyOctets(v), v[3]})
	}
	return g, len(v) == 0
}

// LLGR is what a side offers for long-lived stale routes of a family (RFC 9494 section 3.1).
type LLGR struct {
	Family
	Flags uint8  // GRForwarding
	Time  uint32 // Long-Lived Stale Time, seconds, 24 bits
}

// LLGRCapability returns capability 71.
func LLGRCapability(list ...LLGR) Capability {
	v := make([]byte, 0, 7*len(list))
	for _, e := range list {
		v = appendU24(append(appendFamilyOctets(v, e.Family), e.Flags), e.Time)
	}
	return Capability{Code: registry.CapLLGR, Value: v}
}

// ParseLLGR reads the value of capability 71.
func ParseLLGR(v []byte) ([]LLGR, bool) {
	out := make([]LLGR, 0, len(v)/7)
	for ; len(v) >= 7; v = v[7:] {
		out = append(out, LLGR{familyOctets(v), v[3], be32(v[3:]) & 0xffffff})
	}
	return out, len(v) == 0
}

// PathsLimit is how many paths of a family a side wants at most (draft-abraitis-idr-addpath-paths-limit).
type PathsLimit struct {
	Family
	Limit uint16
}

// PathsLimitCapability returns capability 76.
func PathsLimitCapability(list ...PathsLimit) Capability {
	v := make([]byte, 0, 5*len(list))
	for _, e := range list {
		v = appendU16(appendFamilyOctets(v, e.Family), e.Limit)
	}
	return Capability{Code: registry.CapPathsLimit, Value: v}
}

// ParsePathsLimit reads the value of capability 76.
func ParsePathsLimit(v []byte) ([]PathsLimit, bool) {
	out := make([]PathsLimit, 0, len(v)/5)
	for ; len(v) >= 5; v = v[5:] {
		out = append(out, PathsLimit{familyOctets(v), be16(v[3:])})
	}
	return out, len(v) == 0
}

// FQDNCapability returns capability 73 (draft-walton-bgp-hostname-capability). Each name is cut to 255 octets, both
// together to what a capability holds.
func FQDNCapability(host, domain string) Capability {
	host = host[:min(len(host), 253)]
	domain = domain[:min(len(domain), 253-len(host))]
	v := append([]byte{byte(len(host))}, host...)
	v = append(append(v, byte(len(domain))), domain...)
	return Capability{Code: registry.CapFQDN, Value: v}
}

// ParseFQDN reads the value of capability 73. The names are the peer's: untrusted.
func ParseFQDN(v []byte) (host, domain string, ok bool) {
	if len(v) < 1 || int(v[0]) > len(v)-1 {
		return "", "", false
	}
	host, v = string(v[1:1+v[0]]), v[1+v[0]:]
	if len(v) < 1 || int(v[0]) != len(v)-1 {
		return host, "", false
	}
	return host, string(v[1:]), true
}

// SoftwareVersionCapability returns capability 75 (draft-ietf-idr-software-version) with a text of at most 255
// octets of UTF-8; more are cut off.
func SoftwareVersionCapability(text string) Capability {
	return Capability{Code: registry.CapSoftwareVersion, Value: []byte(text[:min(len(text), 255)])}
}

// ParseSoftwareVersion reads the value of capability 75, also in the form of older drafts, which have a length
// before the text. The text is the peer's: untrusted.
func ParseSoftwareVersion(v []byte) (text string, ok bool) {
	if oldSoftwareVersion(v) {
		v = v[1:]
	}
	return string(v), len(v) > 0
}

// oldSoftwareVersion reports whether a length octet stands before the text.
func oldSoftwareVersion(v []byte) bool { return len(v) > 1 && int(v[0])+1 == len(v) }

func familyOctets(v []byte) Family { return Family{registry.AFI(be16(v)), registry.SAFI(v[2])} }

func appendFamilyOctets(dst []byte, f Family) []byte {
	return append(appendU16(dst, uint16(f.AFI)), byte(f.SAFI))
}

func be16(b []byte) uint16 { return uint16(b[0])<<8 | uint16(b[1]) }

func appendU16(dst []byte, v uint16) []byte { return append(dst, byte(v>>8), byte(v)) }

func appendU24(dst []byte, v uint32) []byte { return append(dst, byte(v>>16), byte(v>>8), byte(v)) }

func appendU32(dst []byte, v uint32) []byte {
	return append(dst, byte(v>>24), byte(v>>16), byte(v>>8), byte(v))
}

package transport

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

// CS6 is the code point of routing protocols, Class Selector 6 (RFC 4594
// section 3.2).
const CS6 = 48

// DSCPUnset as Options.DSCP leaves the code point to the system.
const DSCPUnset = -1

// maxTTL is the largest TTL and hop limit.
const maxTTL = 255

// Options says how the connections with one peer are made, in both directions.
// The zero Options is an ordinary TCP connection with DSCP CS6.
type Options struct {
	// TTL of packets we send, IPv6: hop limit. 0 leaves it to the system
	// (mostly 64); 1 keeps a session on its link.
	TTL int
	// GTSMHops is 0, or the number of links a peer may be away, 1 being the
	// directly connected one (RFC 5082): we send with 255, and what arrives with
	// less than 256 - GTSMHops is dropped by the kernel.
	GTSMHops int
	// MD5 is the key of TCP MD5 (RFC 2385); zero: none.
	MD5 Key
	// AO holds the Master Key Tuples of TCP-AO (RFC 5925); the first is the one
	// we begin with. Not together with MD5.
	AO []AOKey
	// Device is the interface or VRF that the connection must use
	// (SO_BINDTODEVICE); empty: any.
	Device string
	// Namespace is the network namespace to dial from: a name as in
	// /run/netns, or a path; empty: that of the calling thread. Accepted
	// connections are in the namespace of their listener.
	Namespace string
	// DSCP is the code point of packets sent: 0 is CS6, which is what BGP uses,
	// 1 to 63 are themselves, DSCPUnset leaves it to the system.
	DSCP int
}

// AOKey is one Master Key Tuple of TCP-AO (RFC 5925 section 3.1).
type AOKey struct {
	// SendID and RecvID are the KeyIDs of segments sent and received.
	SendID, RecvID uint8
	// Key is the master key.
	Key Key
	// Algorithm makes keys and MACs (RFC 5926).
	Algorithm AOAlgorithm
	// MACLen is the length of the MAC in octets; 0 is 12, RFC 5926's only one.
	MACLen uint8
	// ExcludeOptions leaves the other TCP options out of the MAC (RFC 5925
	// section 3.1, for middleboxes that change them).
	ExcludeOptions bool
}

// AOAlgorithm is a MAC algorithm of TCP-AO.
type AOAlgorithm uint8

// The algorithms that RFC 5926 section 2.2 requires, and one that routers offer.
const (
	AOHMACSHA1   AOAlgorithm = iota // HMAC-SHA-1-96
	AOAESCMAC                       // AES-128-CMAC-96
	AOHMACSHA256                    // HMAC-SHA-256
)

// aoNames are Linux's names, which users know too.
var aoNames = [...]string{"hmac(sha1)", "cmac(aes128)", "hmac(sha256)"}

// String gives the name in the notation of the Linux kernel.
func (a AOAlgorithm) String() string {
	if int(a) < len(aoNames) {
		return aoNames[a]
	}
	return fmt.Sprintf("algorithm %d", uint8(a))
}

// ParseAOAlgorithm reads a name: as String gives it, or as routers spell it
// (HMAC-SHA-1-96, aes-128-cmac, ...). Case does not matter.
func ParseAOAlgorithm(s string) (AOAlgorithm, error) {
	switch strings.NewReplacer("-", "", "_", "", "(", "", ")", "", " ", "").Replace(strings.ToLower(s)) {
	case "hmacsha1", "hmacsha196", "sha1":
		return AOHMACSHA1, nil
	case "cmacaes128", "aes128cmac", "aes128cmac96", "aescmac", "aes":
		return AOAESCMAC, nil
	case "hmacsha256", "hmacsha25696", "hmacsha256128", "sha256":
		return AOHMACSHA256, nil
	}
	return 0, fmt.Errorf("unknown TCP-AO algorithm %q: hmac-sha-1-96, aes-128-cmac-96 or hmac-sha-256", s)
}

// Validate reports what cannot be: numbers out of range, options that exclude
// each other, and what this operating system does not have. What only the kernel
// knows comes with the first use.
func (o Options) Validate() error {
	switch {
	case o.TTL < 0 || o.TTL > maxTTL:
		return fmt.Errorf("TTL %d is not within 1 to 255", o.TTL)
	case o.GTSMHops < 0 || o.GTSMHops > maxTTL:
		return fmt.Errorf("GTSM hops %d are not within 1 to 255", o.GTSMHops)
	case o.GTSMHops > 0 && o.TTL != 0 && o.TTL != maxTTL:
		return fmt.Errorf("TTL %d and GTSM exclude each other: GTSM sends with TTL 255 (RFC 5082)", o.TTL)
	case !o.MD5.IsZero() && len(o.AO) > 0:
		return errors.New("TCP MD5 and TCP-AO exclude each other on one connection (RFC 5925 section 2.2)")
	case o.DSCP < DSCPUnset || o.DSCP > 63:
		return fmt.Errorf("DSCP %d is not within 0 to 63", o.DSCP)
	}
	if err := validAO(o.AO); err != nil {
		return err
	}
	if err := validDevice(o.Device); err != nil {
		return err
	}
	if err := validNamespace(o.Namespace); err != nil {
		return err
	}
	return o.supported()
}

// validAO checks the key tuples: KeyIDs are unique in each direction, or the two
// ends could not tell which key a segment was signed with (RFC 5925 section 3.1).
func validAO(keys []AOKey) error {
	var sent, recv [256]bool
	for _, k := range keys {
		switch {
		case k.Key.IsZero():
			return fmt.Errorf("TCP-AO key %d/%d has no key", k.SendID, k.RecvID)
		case sent[k.SendID]:
			return fmt.Errorf("TCP-AO: two keys with SendID %d", k.SendID)
		case recv[k.RecvID]:
			return fmt.Errorf("TCP-AO: two keys with RecvID %d", k.RecvID)
		case int(k.Algorithm) >= len(aoNames):
			return fmt.Errorf("TCP-AO: unknown %v", k.Algorithm)
		case k.MACLen > 16 || k.MACLen != 0 && k.MACLen < 4:
			return fmt.Errorf("TCP-AO: MAC length %d is not within 4 to 16", k.MACLen)
		}
		sent[k.SendID], recv[k.RecvID] = true, true
	}
	return nil
}

// validDevice checks the name of an interface as Linux takes it (IFNAMSIZ).
func validDevice(name string) error {
	if len(name) > 15 || strings.ContainsAny(name, "/ \t\n\x00") || name == "." || name == ".." {
		return fmt.Errorf("%q cannot be the name of an interface", name)
	}
	return nil
}

// validNamespace checks a namespace's name; a path says itself whether it is one.
func validNamespace(name string) error {
	if name == "." || name == ".." || strings.ContainsAny(name, "\x00\n") {
		return fmt.Errorf("%q cannot be the name of a network namespace", name)
	}
	return nil
}

// sendTTL gives the TTL to set, or 0 for none.
func (o Options) sendTTL() int {
	if o.GTSMHops > 0 {
		return maxTTL
	}
	return o.TTL
}

// minTTL gives the least TTL to accept, or 0 for none.
func (o Options) minTTL() int {
	if o.GTSMHops == 0 {
		return 0
	}
	return maxTTL + 1 - o.GTSMHops
}

// trafficClass gives the octet that holds the code point, and whether to set it.
func trafficClass(dscp int) (tos int, set bool) {
	switch {
	case dscp == DSCPUnset:
		return 0, false
	case dscp == 0:
		dscp = CS6
	}
	return dscp << 2, true
}

// Match says which remote addresses options are for: those of a prefix, and, for
// link-local ones, those on one interface.
type Match struct {
	Prefix netip.Prefix
	Zone   string // name of an interface; empty: any
}

// MatchAddr is the Match of one address; its zone is kept.
func MatchAddr(a netip.Addr) Match {
	a = a.Unmap()
	return Match{Prefix: netip.PrefixFrom(a.WithZone(""), a.BitLen()), Zone: a.Zone()}
}

// MatchInterface is the Match of every link-local address on an interface, for a
// peer whose address is not known beforehand.
func MatchInterface(name string) Match {
	return Match{Prefix: netip.PrefixFrom(netip.AddrFrom16([16]byte{0: 0xfe, 1: 0x80}), 10), Zone: name}
}

// contains reports whether the Match takes an address.
func (m Match) contains(a netip.Addr) bool {
	return m.Prefix.Contains(a.WithZone("")) && (m.Zone == "" || m.Zone == a.Zone())
}

// String gives the prefix, a host's without its length, and the zone.
func (m Match) String() string {
	s := m.Prefix.String()
	if m.Prefix.IsSingleIP() {
		s = m.Prefix.Addr().String()
	}
	if m.Zone != "" {
		s += "%" + m.Zone
	}
	return s
}

package fault

import (
	"errors"
	"net/netip"
	"slices"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Params are what the octets of a fault depend on. Defaults gives documentation addresses and AS numbers.
type Params struct {
	LocalAS  uint32 // of who sends the fault
	PeerAS   uint32 // of who receives it
	LocalID  netip.Addr
	PeerID   netip.Addr   // of who receives it, for faults that take it for their own
	HoldTime uint16       // seconds, offered in the OPEN
	Prefix   netip.Prefix // IPv4, announced by carriers
	Prefix6  netip.Prefix
	NextHop  netip.Addr // IPv4
	NextHop6 netip.Addr
	Families []codec.Family     // offered in the OPEN
	Refresh  bool               // route refresh is offered (RFC 2918)
	Enhanced bool               // enhanced route refresh is offered (RFC 7313)
	Role     uint8              // BGP Role + 1 that is offered (RFC 9234): 1 Provider, 2 RS, 3 RS-Client, 4 Customer, 5 Peer; 0 none
	More     []codec.Capability // further capabilities of the OPEN
	// Context is what the session agrees: AS4, ExtMsg and AddPath are offered in the OPEN too. Peer must say what LocalAS and
	// PeerAS say, or PeerConfed.
	Context codec.Context
}

// Defaults are parameters for an external session with 4-octet AS numbers and IPv4 unicast routes: AS 64496 and AS 64511,
// 198.51.100.0/24 and 2001:db8:64::/48, hold time 90 s.
func Defaults() Params {
	return Params{
		LocalAS: 64496, PeerAS: 64511, LocalID: netip.AddrFrom4([4]byte{192, 0, 2, 1}), PeerID: netip.AddrFrom4([4]byte{192, 0, 2, 2}), HoldTime: 90,
		Prefix:   netip.PrefixFrom(netip.AddrFrom4([4]byte{198, 51, 100, 0}), 24),
		Prefix6:  netip.PrefixFrom(netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 0, 0x64}), 48),
		NextHop:  netip.AddrFrom4([4]byte{192, 0, 2, 1}),
		NextHop6: netip.AddrFrom16([16]byte{0x20, 0x01, 0x0d, 0xb8, 15: 1}),
		Families: []codec.Family{codec.IPv4Unicast}, Refresh: true,
		Context: codec.Context{AS4: true, Peer: codec.PeerEBGP},
	}
}

// filled puts the defaults where an address or a prefix is missing or of the wrong version: everything that is built relies on
// them.
func (p Params) filled() Params {
	d := Defaults()
	addr := func(a *netip.Addr, def netip.Addr) {
		if a.BitLen() != def.BitLen() {
			*a = def
		}
	}
	addr(&p.LocalID, d.LocalID)
	addr(&p.PeerID, d.PeerID)
	addr(&p.NextHop, d.NextHop)
	addr(&p.NextHop6, d.NextHop6)
	prefix := func(v *netip.Prefix, def netip.Prefix) {
		if !v.IsValid() || v.Addr().BitLen() != def.Addr().BitLen() {
			*v = def
		}
	}
	prefix(&p.Prefix, d.Prefix)
	prefix(&p.Prefix6, d.Prefix6)
	return p
}

// Open is the sound OPEN that offers what the parameters say.
func (p *Params) Open() codec.Open {
	o := codec.NewOpen(p.LocalAS, p.HoldTime, p.LocalID)
	add := func(c codec.Capability) { o.Capabilities = append(o.Capabilities, c) }
	for _, f := range p.Families {
		add(codec.MultiprotocolCapability(f))
	}
	if p.Refresh {
		add(codec.FlagCapability(registry.CapRouteRefresh))
	}
	if p.Enhanced {
		add(codec.FlagCapability(registry.CapEnhancedRouteRefresh))
	}
	if p.Context.ExtMsg {
		add(codec.FlagCapability(registry.CapExtendedMessage))
	}
	if p.Role > 0 {
		add(codec.RoleCapability(p.Role - 1))
	}
	if p.Context.AS4 {
		add(codec.AS4Capability(p.LocalAS))
	}
	var paths []codec.AddPath
	for _, f := range p.Families {
		if p.Context.AddPath.Has(f) {
			paths = append(paths, codec.AddPath{Family: f, Mode: codec.AddPathSend})
		}
	}
	if paths != nil {
		add(codec.AddPathCapability(paths...))
	}
	o.Capabilities = append(o.Capabilities, p.More...)
	return o
}

// hold is how long to be silent until a hold timer must have ended: a half more than its time.
func (p *Params) hold() time.Duration {
	return time.Duration(max(p.HoldTime, 3)) * time.Second * 3 / 2
}

// Feature says whether something must be agreed.
type Feature uint8

// The values of Feature.
const (
	Any     Feature = iota
	With            // it must be agreed
	Without         // it must not
)

// Needs is the session that a fault needs.
type Needs struct {
	Family   codec.Family   // of the routes; the zero value is IPv4 unicast
	Peer     codec.PeerKind // PeerUnknown: any
	AS4      Feature        // 4-octet AS numbers
	ExtMsg   Feature        // messages of more than 4096 octets
	AddPath  Feature        // path identifiers for Family
	Refresh  Feature        // route refresh
	Enhanced Feature        // enhanced route refresh
	Role     Feature        // the receiver must have a BGP Role (RFC 9234)
}

// The errors of Fit.
var (
	ErrPeerKind = errors.New("the fault needs another kind of session (internal, external, or between members of a confederation)")
	ErrHasRole  = errors.New("the fault needs a receiver with a BGP Role")
)

// family is the family of the routes.
func (n *Needs) family() codec.Family {
	if n.Family == (codec.Family{}) {
		return codec.IPv4Unicast
	}
	return n.Family
}

// Fit returns p with what the session needs, so that p.Open offers it and p.Context has it. It fails where the AS numbers
// and roles of p are not those of such a session; what the receiver will agree to is for the caller to find out.
func (n Needs) Fit(p Params) (Params, error) {
	if n.Peer != codec.PeerUnknown && n.Peer != p.Context.Peer {
		return p, ErrPeerKind
	}
	if n.Role == With && p.Role == 0 {
		return p, ErrHasRole
	}
	if f := n.family(); !slices.Contains(p.Families, f) {
		p.Families = append(slices.Clone(p.Families), f)
	}
	set := func(v *bool, f Feature) {
		if f != Any {
			*v = f == With
		}
	}
	set(&p.Context.AS4, n.AS4)
	set(&p.Context.ExtMsg, n.ExtMsg)
	set(&p.Refresh, n.Refresh)
	set(&p.Enhanced, n.Enhanced)
	if n.AddPath == With {
		p.Context.AddPath = p.Context.AddPath.With(n.family())
	} else if n.AddPath == Without {
		p.Context.AddPath = 0
	}
	return p, nil
}

// Params are Defaults changed so that they fit the fault, whatever it needs.
func (f *Fault) Params() Params {
	p := Defaults()
	p.Context.Peer = f.Needs.Peer
	switch f.Needs.Peer {
	case codec.PeerUnknown:
		p.Context.Peer = codec.PeerEBGP
	case codec.PeerIBGP:
		p.PeerAS = p.LocalAS
	}
	if f.Needs.Role == With {
		p.Role = 1
	}
	p, _ = f.Needs.Fit(p) // the kind is that of the fault
	return p
}

package speaker

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// fault is why an OPEN is refused.
type fault struct {
	note codec.Notification
	why  string
}

// openFault judges a peer's OPEN that could be decoded (RFC 4271 section 6.2, RFC 5492 section 5, RFC 9234 section 4.2);
// nil: it is accepted. findings are those of the codec, offered our OPEN.
func (c *PeerConfig) openFault(a *Agreed, local, peer *codec.Open, findings []codec.Finding) *fault {
	if f := codecFault(findings); f != nil {
		return f
	}
	switch {
	case c.PeerAS != 0 && peer.AS != c.PeerAS:
		data := as4(peer.AS)
		if c.Quirks&QuirkShortPeerAS != 0 {
			data = []byte{byte(peer.MyAS >> 8), byte(peer.MyAS)}
		}
		return &fault{note(registry.SubBadPeerAS, data), fmt.Sprintf("the peer is in AS %d, configured is AS %d", peer.AS, c.PeerAS)}
	case peer.AS == c.LocalAS && peer.ID == local.ID:
		why := "the peer has our BGP Identifier " + peer.ID.String() + " and our AS number"
		return &fault{note(registry.SubBadIdentifier, id4(peer.ID)), why + ": two routers with the same one, or connected to oneself"}
	}
	l, p := sideOf(local), sideOf(peer)
	if f := c.roleFault(a, l, p); f != nil {
		return f
	}
	return c.requiredFault(l, p)
}

func note(subcode uint8, data []byte) codec.Notification {
	return codec.Notification{Code: registry.ErrOpen, Subcode: subcode, Data: data}
}

func as4(v uint32) []byte { return binary.BigEndian.AppendUint32(nil, v) }

func id4(a netip.Addr) []byte { b := a.As4(); return b[:] }

// codecFault gives the first error of an OPEN that wants a NOTIFICATION. A wrong version comes first: what follows it may
// mean something else. RFC 4271 section 6.2 defines Data for the version only; where a number is at fault, it is given
// as others do.
func codecFault(findings []codec.Finding) *fault {
	var first *codec.Finding
	for i := range findings {
		f := &findings[i]
		if f.Severity != codec.SeverityError || f.Note.Code == 0 {
			continue
		}
		if f.ID == codec.FindVersion {
			first = f
			break
		}
		if first == nil {
			first = f
		}
	}
	if first == nil {
		return nil
	}
	n := first.Note
	switch first.ID {
	case codec.FindHoldTime:
		n.Data = []byte{byte(first.A >> 8), byte(first.A)}
	case codec.FindBGPIDZero:
		n.Data = make([]byte, 4)
	}
	n.Data = slices.Clone(n.Data)
	t := codec.Tree{Findings: findings}
	return &fault{n, string(t.AppendFindingText(nil, first))}
}

// roleFault checks the roles of an external session (RFC 9234 section 4.2).
func (c *PeerConfig) roleFault(a *Agreed, l, p *side) *fault {
	if len(l.roles) == 0 || a.Kind != codec.PeerEBGP {
		return nil
	}
	bad := func(why string) *fault { return &fault{note(registry.SubRoleMismatch, nil), why} }
	switch len(p.roles) {
	case 0:
		if c.Capabilities.RoleStrict {
			return bad("the peer sends no BGP Role, and ours is strict")
		}
		return nil
	case 1:
		if us := Role(l.roles[0]); us.fits(Role(p.roles[0])) {
			return nil
		}
		return bad(fmt.Sprintf("the roles do not fit: we are %s, the peer has role %d %s", Role(l.roles[0]), p.roles[0], Role(p.roles[0])))
	}
	return bad("the peer sends several different roles")
}

// fits reports whether two roles may be the ends of one session (RFC 9234 table 2).
func (r Role) fits(peer Role) bool {
	switch r {
	case RoleProvider:
		return peer == RoleCustomer
	case RoleCustomer:
		return peer == RoleProvider
	case RoleRS:
		return peer == RoleRSClient
	case RoleRSClient:
		return peer == RoleRS
	}
	return r == RolePeer && peer == RolePeer
}

// requiredFault checks the capabilities that we require (RFC 5492 section 5). The Data are the capabilities that the
// peer lacks, as we offer them.
func (c *PeerConfig) requiredFault(l, p *side) *fault {
	var data []byte
	var why string
	for _, code := range c.Capabilities.Required {
		missing := l.lackedBy(p, code)
		for _, m := range missing {
			data = m.Append(data)
		}
		if len(missing) > 0 {
			if why != "" {
				why += ", "
			}
			why += capName(code)
		}
	}
	if data == nil {
		return nil
	}
	return &fault{note(registry.SubUnsupportedCapability, data), "the peer lacks a required capability: " + why}
}

// lackedBy gives the capabilities of a code that are required and that the other side does not offer. One that lists
// families is lacking for each family of ours that the peer does not list; one that we do not offer ourselves is
// demanded bare.
func (s *side) lackedBy(p *side, code registry.CapCode) (out []codec.Capability) {
	if code == registry.CapMultiprotocol {
		for _, f := range s.families {
			if !slices.Contains(p.families, f) {
				out = append(out, codec.MultiprotocolCapability(f))
			}
		}
		return out
	}
	if p.has[code] && !s.listLacks(p, code) {
		return nil
	}
	for _, k := range s.open.Capabilities {
		if k.Code == code {
			out = append(out, k)
		}
	}
	if out == nil {
		out = append(out, bare(code))
	}
	return out
}

// bare is a capability that says as little as is legal.
func bare(code registry.CapCode) codec.Capability {
	k := codec.FlagCapability(code)
	switch code {
	case registry.CapGracefulRestart, registry.CapFQDN:
		k.Value = make([]byte, 2)
	case registry.CapRole:
		k.Value = make([]byte, 1)
	case registry.CapAS4:
		k.Value = make([]byte, 4)
	}
	return k
}

// capName names a capability for people: as the table of what was agreed does, with its code.
func capName(code registry.CapCode) string {
	name := registry.TableCapabilities.Name(uint64(code))
	if name == "" {
		return fmt.Sprintf("capability %d", code)
	}
	return fmt.Sprintf("%s (%d)", name, code)
}

// listLacks reports whether a capability that lists families lists one that the other side does not have in it.
func (s *side) listLacks(p *side, code registry.CapCode) bool {
	switch code {
	case registry.CapAddPath:
		return slices.ContainsFunc(s.addPath, func(a codec.AddPath) bool { return p.addPathOf(a.Family) == 0 })
	case registry.CapExtendedNextHop:
		return slices.ContainsFunc(s.nextHop, func(e codec.ExtendedNextHop) bool { return !p.nextHopOf(e) })
	case registry.CapGracefulRestart:
		return s.restart != nil && slices.ContainsFunc(s.restart.Families, func(g codec.GRFamily) bool { _, ok := p.restartOf(g.Family); return !ok })
	case registry.CapLLGR:
		return slices.ContainsFunc(s.llgr, func(g codec.LLGR) bool { _, ok := p.llgrOf(g.Family); return !ok })
	}
	return false
}

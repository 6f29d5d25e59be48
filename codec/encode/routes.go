package encode

import (
	"net/netip"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// mpReach builds the value of MP_REACH_NLRI (RFC 4760 section 3).
func (b *builder) mpReach(v *Value) []byte {
	f := b.family(v)
	hops := []byte{}
	for _, h := range b.list(v.Get("next_hops")) {
		hops = b.nextHop(hops, f, h)
	}
	if len(hops) > 255 {
		b.fail(v.Get("next_hops"), "more than 255 octets")
		return nil
	}
	out := []byte{byte(f.AFI >> 8), byte(f.AFI), byte(f.SAFI), byte(len(hops))}
	out = append(append(out, hops...), 0)
	return b.routes(out, f, v.Get("nlri"), false)
}

// mpUnreach builds the value of MP_UNREACH_NLRI (RFC 4760 section 4).
func (b *builder) mpUnreach(v *Value) []byte {
	f := b.family(v)
	return b.routes([]byte{byte(f.AFI >> 8), byte(f.AFI), byte(f.SAFI)}, f, v.Get("nlri"), true)
}

// nextHop builds an address; in families with route distinguishers one of zero stands before it, or the one given.
func (b *builder) nextHop(dst []byte, f codec.Family, v *Value) []byte {
	if v.Kind == Struct {
		return append(dst, b.octets(v.Get("raw"))...)
	}
	text := b.text(v)
	rd := behindRD(f)
	if a, err := netip.ParseAddr(text); err == nil && a.Zone() == "" {
		if rd {
			dst = append(dst, make([]byte, 8)...)
		}
		return append(dst, a.AsSlice()...)
	}
	admin, rest, _ := strings.Cut(text, ":")
	num, addr, _ := strings.Cut(rest, ":")
	a, err := netip.ParseAddr(addr)
	if !rd || err != nil || a.Zone() != "" {
		b.fail(v, "expected an address, got "+v.shown())
		return dst
	}
	d := b.distinguisher(&Value{Kind: String, Text: admin + ":" + num, Line: v.Line, up: v.up, key: v.key, member: v.member, index: v.index})
	return append(append(dst, d[:]...), a.AsSlice()...)
}

// behindRD reports whether next hops of a family stand behind route distinguishers. Classful Transport and VPN CAR have
// both forms; that of VPNs is built.
func behindRD(f codec.Family) bool {
	switch f.SAFI {
	case registry.SAFIVPN, registry.SAFIMulticastVPN, registry.SAFIClassfulTransport, registry.SAFIVPNCAR, registry.SAFIBGPLSVPN:
		return true
	}
	return false
}

// routes builds an NLRI field.
func (b *builder) routes(dst []byte, f codec.Family, v *Value, withdraw bool) []byte {
	for _, m := range b.list(v) {
		dst = b.route(dst, f, m, withdraw)
	}
	return dst
}

func (b *builder) route(dst []byte, f codec.Family, v *Value, withdraw bool) []byte {
	if raw := v.Get("raw"); raw != nil && !f.HasNLRI() {
		// All routes of a family that is not decoded; elsewhere it is a part of a route, and does not tell its length.
		return append(dst, b.octets(raw)...)
	}
	withID := b.ctx.AddPath.Has(f)
	id := uint32(b.number(v.Get("path_id"), 1<<32-1))
	build := routeBuilder(f)
	switch {
	case v.Get("path_id") != nil && !withID:
		b.fail(v.Get("path_id"), "routes of "+f.String()+" have no path identifiers here (addpath)")
	case f.SAFI == registry.SAFIRouteTarget:
		return b.membership(dst, v, id, withID)
	case build != nil:
		out, ok := build(b, dst, f, v, id, withID)
		if !ok {
			b.fail(v, "no route of "+f.String()+" can be built of this")
		}
		if b.err == nil {
			return out
		}
	case v.Get("prefix") == nil:
		b.fail(v, "no builder for this route of "+f.String()+": the attribute takes raw")
	case f.AddrBits() != 0:
		p := b.prefix(v.Get("prefix"))
		if b.err == nil && p.Addr().BitLen() != f.AddrBits() {
			b.fail(v.Get("prefix"), "no prefix of "+f.String())
		}
		if b.err == nil {
			return hostBits(codec.AppendNLRI(dst, p, id, withID), p)
		}
	default:
		return b.labelled(dst, f, v, id, withID, withdraw)
	}
	return dst
}

// routeBuilder gives what builds a route of a family that is not a prefix with labels or a distinguisher, nil for others. It
// reports false for members that make no route.
func routeBuilder(f codec.Family) func(*builder, []byte, codec.Family, *Value, uint32, bool) ([]byte, bool) {
	if !f.HasNLRI() {
		return nil
	}
	switch f.SAFI {
	case registry.SAFIEVPN, registry.SAFIMVPN, registry.SAFIMCASTVPLS:
		return (*builder).typedRoute
	case registry.SAFIFlowSpec, registry.SAFIFlowSpecVPN:
		return (*builder).flowSpec
	case registry.SAFIVPLS:
		return (*builder).l2vpn
	case registry.SAFIMDT:
		return (*builder).mdt
	case registry.SAFISRPolicy:
		return (*builder).srPolicy
	case registry.SAFICAR, registry.SAFIVPNCAR:
		return (*builder).car
	case registry.SAFIBGPLS, registry.SAFIBGPLSVPN, registry.SAFIBGPLSSPF:
		return (*builder).lsRoute
	case registry.SAFIMUP:
		return (*builder).mup
	case registry.SAFISFC:
		return (*builder).sfc
	case registry.SAFIPWDynamic:
		return (*builder).pseudowire
	case registry.SAFISDWAN:
		return (*builder).sdwan
	case registry.SAFIEncapsulation:
		return (*builder).encapsulation
	case registry.SAFITunnel:
		return (*builder).tunnel
	case registry.SAFI4over6:
		return (*builder).plain
	}
	return nil
}

// hostBits puts the bits behind a prefix's length back that a builder has cleared: the object has them.
func hostBits(dst []byte, p netip.Prefix) []byte {
	if p.Bits()%8 != 0 {
		dst[len(dst)-1] = p.Addr().AsSlice()[p.Bits()/8]
	}
	return dst
}

// labelled builds a route with labels, a route distinguisher or both. The last label has the bottom-of-stack bit, but for
// the value that stands for no label in a withdrawal (RFC 8277 section 2.4).
func (b *builder) labelled(dst []byte, f codec.Family, v *Value, id uint32, withID, withdraw bool) []byte {
	r := codec.LabelledRoute{ID: id, Prefix: b.prefix(v.Get("prefix"))}
	labels := b.list(v.Get("labels"))
	for i, l := range labels {
		n := uint32(b.number(l, 1<<20-1)) << 4
		if none := len(labels) == 1 && (n == 0x800000 || withdraw && n == 0); i == len(labels)-1 && !none {
			n |= 1
		}
		r.Labels = append(r.Labels, n)
	}
	if rd := v.Get("rd"); rd != nil {
		r.RD = b.distinguisher(rd)
	}
	if b.err != nil {
		return dst
	}
	out, ok := codec.AppendLabelledRoute(dst, f, &r, withID)
	if !ok {
		b.fail(v, "no builder for this route of "+f.String()+": the attribute takes raw")
		return dst
	}
	return hostBits(out, r.Prefix)
}

// membership builds a route target membership (RFC 4684 section 4).
func (b *builder) membership(dst []byte, v *Value, id uint32, withID bool) []byte {
	if withID {
		dst = append(dst, u32(uint64(id))...)
	}
	as := v.Get("origin_as")
	if as == nil {
		if v.Get("route_target") != nil || v.Get("route_target_bits") != nil {
			b.missing(v, "origin_as")
		}
		return append(dst, 0)
	}
	target := b.octets(v.Get("route_target_bits"))
	if t := v.Get("route_target"); t != nil {
		c, ok := extCommunity(b.text(t))
		if !ok {
			b.fail(t, "expected a route target such as \"rt 64496:100\" or 16 hex digits, got "+t.shown())
		}
		target = c[:]
	}
	if len(target) > 8 {
		b.fail(v, "a route target has 8 octets at most")
	}
	dst = append(dst, byte(32+8*len(target)))
	return append(append(dst, u32(b.number(as, 1<<32-1))...), target...)
}

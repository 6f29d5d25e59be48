package codec

import (
	"bytes"
	"net/netip"
	"reflect"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// again reads a route of family f and writes it.
type again func(b []byte, f Family, withID bool) (out []byte, n int, ok bool)

// rewrite makes an again of the two functions of a type.
func rewrite[T any](parse func([]byte, Family, bool) (T, int, bool), write func([]byte, Family, *T, bool) ([]byte, bool)) again {
	return func(b []byte, f Family, withID bool) ([]byte, int, bool) {
		r, n, ok := parse(b, f, withID)
		if !ok {
			return nil, n, false
		}
		out, ok := write(nil, f, &r, withID)
		if !ok {
			return nil, n, ok
		}
		back, m, ok := parse(out, f, withID)
		if !ok || m != len(out) || bytes.Equal(out, b[:n]) && !reflect.DeepEqual(back, r) {
			return nil, n, false
		}
		return out, n, ok
	}
}

// rewriteOne is rewrite for types that only one family has.
func rewriteOne[T any](parse func([]byte, bool) (T, int, bool), write func([]byte, *T, bool) ([]byte, bool)) again {
	return rewrite(func(b []byte, _ Family, id bool) (T, int, bool) { return parse(b, id) },
		func(dst []byte, _ Family, r *T, id bool) ([]byte, bool) { return write(dst, r, id) })
}

// rareRoutes are the families of route_fields.go and how their routes are read and written.
var rareRoutes = []struct {
	f Family
	again
}{
	{Family{registry.AFIIPv4, registry.SAFIMUP}, rewrite(ParseMUPRoute, AppendMUPRoute)},
	{Family{registry.AFIIPv6, registry.SAFIMUP}, rewrite(ParseMUPRoute, AppendMUPRoute)},
	{Family{registry.AFIIPv4, registry.SAFICAR}, rewrite(ParseCARRoute, AppendCARRoute)},
	{Family{registry.AFIIPv6, registry.SAFICAR}, rewrite(ParseCARRoute, AppendCARRoute)},
	{Family{registry.AFIIPv4, registry.SAFIVPNCAR}, rewrite(ParseCARRoute, AppendCARRoute)},
	{Family{registry.AFIIPv6, registry.SAFIVPNCAR}, rewrite(ParseCARRoute, AppendCARRoute)},
	{familySFC, rewriteOne(ParseSFCRoute, AppendSFCRoute)},
	{familyPW, rewriteOne(ParsePWRoute, AppendPWRoute)},
	{Family{registry.AFIIPv4, registry.SAFIEncapsulation}, rewrite(ParseEncapRoute, AppendEncapRoute)},
	{Family{registry.AFIIPv6, registry.SAFIEncapsulation}, rewrite(ParseEncapRoute, AppendEncapRoute)},
	{Family{registry.AFIIPv4, registry.SAFITunnel}, rewriteOne(ParseTunnelRoute, AppendTunnelRoute)},
	{Family{registry.AFIIPv4, registry.SAFISDWAN}, rewriteOne(ParseSDWANRoute, AppendSDWANRoute)},
	{Family{registry.AFIIPv6, registry.SAFISDWAN}, rewriteOne(ParseSDWANRoute, AppendSDWANRoute)},
}

// TestRareRoutesAgain: the routes of every vector without a fault can be read and written.
func TestRareRoutesAgain(t *testing.T) {
	seen := map[Family]int{}
	for _, v := range vectors(t) {
		if len(v.want) != 1 || v.want[0] != "none" {
			continue
		}
		for a := range Attrs(v.octets) {
			f, b, ok := Family{}, []byte(nil), false
			if r, isReach := ParseMPReach(a.Value); a.Code == registry.AttrMPReach && isReach {
				f, b, ok = r.Family, r.NLRI, true
			} else if a.Code == registry.AttrMPUnreach {
				f, b, ok = ParseMPUnreach(a.Value)
			}
			for _, r := range rareRoutes {
				for ok && r.f == f && len(b) > 0 {
					out, n, fine := r.again(b, f, v.ctx.AddPath.Has(f))
					if !fine || n < 1 || n > len(b) || !bytes.Equal(out, b[:n]) {
						t.Fatalf("%s: %s: %x gives %x, %d, %v", v.file, v.name, b, out, n, fine)
					}
					seen[f]++
					b = b[n:]
				}
			}
		}
	}
	for _, r := range rareRoutes {
		if seen[r.f] == 0 {
			t.Errorf("no vector has a sound route of %v", r.f)
		}
	}
}

// TestRareRouteRefusals: what cannot be a route is not written.
func TestRareRouteRefusals(t *testing.T) {
	v4, v6 := netip.MustParseAddr("192.0.2.1"), netip.IPv6Loopback()
	mup4 := Family{registry.AFIIPv4, registry.SAFIMUP}
	car := func(r CARRoute) func([]byte) ([]byte, bool) {
		return func(b []byte) ([]byte, bool) {
			return AppendCARRoute(b, Family{registry.AFIIPv4, registry.SAFICAR}, &r, true)
		}
	}
	mup := func(r MUPRoute) func([]byte) ([]byte, bool) {
		return func(b []byte) ([]byte, bool) { return AppendMUPRoute(b, mup4, &r, true) }
	}
	for name, write := range map[string]func([]byte) ([]byte, bool){
		"MUP, a prefix of IPv6":       mup(MUPRoute{Architecture: 1, Type: 1, Prefix: netip.PrefixFrom(v6, 64)}),
		"MUP, no prefix":              mup(MUPRoute{Architecture: 1, Type: 3, Endpoint: v4}),
		"MUP, no address":             mup(MUPRoute{Architecture: 1, Type: 2}),
		"MUP, no endpoint":            mup(MUPRoute{Architecture: 1, Type: 3, Prefix: netip.PrefixFrom(v4, 32)}),
		"MUP, an endpoint of IPv6":    mup(MUPRoute{Architecture: 1, Type: 4, Endpoint: v6}),
		"MUP, 33 bits of TEID":        mup(MUPRoute{Architecture: 1, Type: 4, Endpoint: v4, TEIDBits: 33}),
		"MUP, more than 255 octets":   mup(MUPRoute{Type: 9, Value: make([]byte, 256)}),
		"MUP in another family":       func(b []byte) ([]byte, bool) { return AppendMUPRoute(b, IPv4Unicast, &MUPRoute{}, true) },
		"CAR, no prefix":              car(CARRoute{Type: 1}),
		"CAR, a prefix of IPv6":       car(CARRoute{Type: 2, Prefix: netip.PrefixFrom(v6, 64)}),
		"CAR, more than 255 octets":   car(CARRoute{Type: 9, Key: make([]byte, 254)}),
		"CAR, a TLV of 256 octets":    car(CARRoute{Type: 9, TLVs: []CARTLV{{1, make([]byte, 256)}}}),
		"SFC, a path of 25 bits":      func(b []byte) ([]byte, bool) { return AppendSFCRoute(b, &SFCRoute{Type: 2, Path: 1 << 24}, true) },
		"SFC, more than 65535 octets": func(b []byte) ([]byte, bool) { return AppendSFCRoute(b, &SFCRoute{Value: make([]byte, 65536)}, true) },
		"a pseudowire of 63 bits":     func(b []byte) ([]byte, bool) { return AppendPWRoute(b, &PWRoute{Bits: 63}, true) },
		"a pseudowire of 161 bits":    func(b []byte) ([]byte, bool) { return AppendPWRoute(b, &PWRoute{Bits: 161}, true) },
		"SD-WAN, no node":             func(b []byte) ([]byte, bool) { return AppendSDWANRoute(b, &SDWANRoute{}, true) },
		"a tunnel to IPv6": func(b []byte) ([]byte, bool) {
			return AppendTunnelRoute(b, &TunnelRoute{Prefix: netip.PrefixFrom(v6, 64)}, true)
		},
		"an endpoint of IPv6": func(b []byte) ([]byte, bool) {
			return AppendEncapRoute(b, Family{registry.AFIIPv4, registry.SAFIEncapsulation}, &EncapRoute{Endpoint: v6}, true)
		},
	} {
		if b, ok := write([]byte{1}); ok || len(b) != 1 {
			t.Errorf("%s: %x", name, b)
		}
	}
}

// FuzzRareRoutes: what can be read is written again as it came, and the decoder agrees on what can be read.
func FuzzRareRoutes(f *testing.F) {
	for _, v := range vectors(f) {
		for a := range Attrs(v.octets) {
			if fam, b, ok := ParseMPUnreach(a.Value); ok && a.Code == registry.AttrMPUnreach {
				f.Add(b, uint16(fam.AFI), uint8(fam.SAFI), v.ctx.AddPath.Has(fam))
			}
			if r, ok := ParseMPReach(a.Value); ok && a.Code == registry.AttrMPReach {
				f.Add(r.NLRI, uint16(r.AFI), uint8(r.SAFI), v.ctx.AddPath.Has(r.Family))
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, afi uint16, safi uint8, withID bool) {
		fam := Family{registry.AFI(afi), registry.SAFI(safi)}
		for _, r := range rareRoutes {
			if r.f != fam {
				continue
			}
			out, n, ok := r.again(b, fam, withID)
			if n > len(b) || ok && n == 0 {
				t.Fatalf("%d of %d octets", n, len(b))
			}
			if n == 0 || n > 4000 {
				return
			}
			var ctx Context
			if withID {
				ctx.AddPath = ctx.AddPath.With(fam)
			}
			spare := false // bits that have no meaning are not kept
			bad := 0
			for _, f := range new(Decoder).Check(PieceAttributes, AppendMPUnreach(nil, fam, b[:n]), ctx) {
				spare = spare || f.ID == FindPrefixHostBits
				if f.Severity == SeverityError {
					bad++
				}
			}
			if ok != (bad == 0) {
				t.Fatalf("%x of %v: parsed %v, %d errors", b[:n], fam, ok, bad)
			}
			if ok && !spare && !bytes.Equal(out, b[:n]) {
				t.Fatalf("%x of %v: %x", b[:n], fam, out)
			}
		}
	})
}

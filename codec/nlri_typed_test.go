package codec

import (
	"bytes"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

var (
	familyEVPN  = Family{registry.AFIL2VPN, registry.SAFIEVPN}
	familyMVPN4 = Family{registry.AFIIPv4, registry.SAFIMVPN}
)

func TestESI(t *testing.T) {
	e := ESI{1, 0, 0, 0x5e, 0, 0x53, 1, 0, 7, 0}
	if got := e.String(); got != "01:00:00:5e:00:53:01:00:07:00" {
		t.Error(got)
	}
	for want, e := range map[string]ESI{"LACP": e, "single-homed": {}, "": {9}, "MAX-ESI": {255, 255, 255, 255, 255, 255, 255, 255, 255, 255}} {
		if got := esiName(e[:]); got != want {
			t.Errorf("%v: %q, want %q", e, got, want)
		}
	}
}

// TestTypedRoutes: values become the octets that the RFCs want, and come back.
func TestTypedRoutes(t *testing.T) {
	rd := RD{0, 1, 192, 0, 2, 1, 0, 100}
	a, b, g := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("2001:db8::1"), netip.MustParseAddr("233.252.0.1")
	mac, esi := [6]byte{0, 0, 0x5e, 0, 0x53, 1}, ESI{4, 192, 0, 2, 1, 0, 0, 0, 7, 0}
	const rdHex, esiHex = "0001c00002010064", "04c00002010000000700"
	for _, c := range []struct {
		f    Family
		r    TypedRoute
		want string
	}{
		{familyEVPN, TypedRoute{Type: 1, RD: rd, ESI: esi, EthernetTag: 7, Labels: []uint32{0x101}}, "01 19" + rdHex + esiHex + "00000007 000101"},
		{familyEVPN, TypedRoute{ID: 9, Type: 2, RD: rd, MAC: mac, IP: b, Labels: []uint32{10000, 20000}},
			"00000009 02 34" + rdHex + "00000000000000000000 00000000 30 00005e005301 80 20010db8000000000000000000000001 002710 004e20"},
		{familyEVPN, TypedRoute{Type: 3, RD: rd, Originator: a}, "03 11" + rdHex + "00000000 20 c0000201"},
		{familyEVPN, TypedRoute{Type: 4, RD: rd, ESI: esi, Originator: b}, "04 23" + rdHex + esiHex + "80 20010db8000000000000000000000001"},
		{familyEVPN, TypedRoute{Type: 5, RD: rd, Prefix: netip.MustParsePrefix("198.51.100.0/24"), Gateway: a, Labels: []uint32{10000}},
			"05 22" + rdHex + "00000000000000000000 00000000 18 c6336400 c0000201 002710"},
		{familyEVPN, TypedRoute{Type: 6, RD: rd, Group: g, Originator: a, Flags: 2}, "06 18" + rdHex + "00000000 00 20 e9fc0001 20 c0000201 02"},
		{familyEVPN, TypedRoute{Type: 8, RD: rd, ESI: esi, Group: g, Source: a, Originator: a, Flags: 4, MaxResponseTime: 10},
			"08 2b" + rdHex + esiHex + "00000000 20 c0000201 20 e9fc0001 20 c0000201 00000000 0a 04"},
		{familyEVPN, TypedRoute{Type: 9, RD: rd, RegionID: [8]byte{0, 9, 0xfb, 0xf0, 0, 0, 0, 7}}, "09 14" + rdHex + "00000000 0009fbf000000007"},
		{familyEVPN, TypedRoute{Type: 11, RouteKey: []byte{9, 1, 2}, Originator: a}, ""},
		{familyEVPN, TypedRoute{Type: 99, Value: []byte{1, 2}}, "63 02 0102"},
		{familyMVPN4, TypedRoute{Type: 1, RD: rd, Originator: b}, "01 18" + rdHex + "20010db8000000000000000000000001"},
		{familyMVPN4, TypedRoute{Type: 3, RD: rd, Originator: a}, "03 0e" + rdHex + "00 00 c0000201"},
		{familyMVPN4, TypedRoute{Type: 4, RouteKey: []byte{2, 12, 0, 1, 192, 0, 2, 1, 0, 100, 0, 0, 0xfb, 0xf0}, Originator: a},
			"04 12 02 0c" + rdHex + "0000fbf0 c0000201"},
		{familyMVPN4, TypedRoute{Type: 7, RD: rd, SourceAS: 64496, Source: a, Group: g}, "07 16" + rdHex + "0000fbf0 20 c0000201 20 e9fc0001"},
	} {
		out, ok := AppendTypedRoute(nil, c.f, &c.r, c.r.ID != 0)
		if want := strings.ReplaceAll(c.want, " ", ""); !ok || want != "" && string(AppendHex(nil, out)) != want {
			t.Errorf("%v type %d: %x, want %s", c.f, c.r.Type, out, want)
			continue
		}
		r, n, ok := ParseTypedRoute(out, c.f, c.r.ID != 0)
		if !ok || n != len(out) || c.want != "" && !reflect.DeepEqual(r, c.r) {
			if c.r.Type != 5 || r.Prefix != c.r.Prefix || r.Gateway != c.r.Gateway {
				t.Errorf("%v: %+v, %d of %d octets, want %+v", c.f, r, n, len(out), c.r)
			}
		}
	}
}

// TestTypedRouteRefusals: what cannot be a route is not written.
func TestTypedRouteRefusals(t *testing.T) {
	for name, r := range map[string]TypedRoute{
		"no label":            {Type: 1},
		"three labels":        {Type: 2, Labels: make([]uint32, 3)},
		"no originator":       {Type: 3},
		"no prefix":           {Type: 5, Labels: []uint32{1}},
		"gateway of another":  {Type: 5, Prefix: netip.MustParsePrefix("0.0.0.0/0"), Gateway: netip.IPv6Loopback(), Labels: []uint32{1}},
		"more than 255":       {Type: 99, Value: make([]byte, 256)},
		"two labels in a tag": {Type: 1, Labels: make([]uint32, 2)},
	} {
		if b, ok := AppendTypedRoute([]byte{1}, familyEVPN, &r, false); ok || len(b) != 1 {
			t.Errorf("%s: %x", name, b)
		}
	}
	if _, ok := AppendTypedRoute(nil, IPv4Unicast, &TypedRoute{Type: 99}, false); ok {
		t.Error("a plain route was appended as one with a type")
	}
}

// FuzzTypedRoute: what can be read is written again as it came, and the decoder finds no fault with its form.
func FuzzTypedRoute(f *testing.F) {
	for _, v := range vectors(f) {
		if v.file != "routes_evpn.txt" && v.file != "routes_mvpn.txt" {
			continue
		}
		for a := range Attrs(v.octets) {
			if r, ok := ParseMPReach(a.Value); ok {
				f.Add(r.NLRI, uint8(r.SAFI), !v.ctx.AddPath.Has(r.Family))
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, safi uint8, plain bool) {
		fam := familyEVPN
		switch registry.SAFI(safi) {
		case registry.SAFIMVPN:
			fam = familyMVPN4
		case registry.SAFIMCASTVPLS:
			fam = Family{registry.AFIL2VPN, registry.SAFIMCASTVPLS}
		}
		r, n, ok := ParseTypedRoute(b, fam, !plain)
		if n > len(b) {
			t.Fatalf("%d of %d octets", n, len(b))
		}
		var ctx Context
		if !plain {
			ctx.AddPath = ctx.AddPath.With(fam)
		}
		if n < 1 || n > 4000 {
			return
		}
		bad := 0
		for _, f := range new(Decoder).Check(PieceAttributes, AppendMPUnreach(nil, fam, b[:n]), ctx) {
			if f.Severity == SeverityError && f.ID != FindEVPNOverlay {
				bad++
			}
		}
		leaf := r.Type == evpnLeaf || r.Type == mvpnLeaf || r.Type == mvpnLeafMLDP
		if ok != (bad == 0) && !leaf {
			t.Fatalf("%x of %v: parsed %v, %d errors found", b[:n], fam, ok, bad)
		}
		if !ok {
			return
		}
		out, ok := AppendTypedRoute(nil, fam, &r, !plain)
		if fam == familyEVPN && r.Type == 8 {
			copy(b[n-6:n-2], []byte{0, 0, 0, 0}) // reserved
		}
		if !ok || !bytes.Equal(out, b[:n]) {
			t.Fatalf("%+v of %x: %x", r, b[:n], out)
		}
	})
}

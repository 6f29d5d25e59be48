package codec

import (
	"bytes"
	"net/netip"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

func TestRouteDistinguishers(t *testing.T) {
	for want, rd := range map[string]RD{
		"64496:100":        {0, 0, 0xfb, 0xf0, 0, 0, 0, 100},
		"192.0.2.2:100":    {0, 1, 192, 0, 2, 2, 0, 100},
		"4200000002:100":   {0, 2, 0xfa, 0x56, 0xea, 2, 0, 100},
		"5L:100":           {0, 2, 0, 0, 0, 5, 0, 100},
		"00ff010203040506": {0, 0xff, 1, 2, 3, 4, 5, 6},
	} {
		if got := rd.String(); got != want {
			t.Errorf("%x: %q, want %q", rd[:], got, want)
		}
	}
}

// TestLabelledRoutes: what is appended is what was meant, in both directions.
func TestLabelledRoutes(t *testing.T) {
	rd := RD{0, 1, 192, 0, 2, 2, 0, 100}
	for _, c := range []struct {
		f    Family
		r    LabelledRoute
		want string
	}{
		{Family{registry.AFIIPv4, registry.SAFILabeledUnicast},
			LabelledRoute{Labels: []uint32{16<<4 | 1}, Prefix: netip.MustParsePrefix("198.51.100.0/24")}, "30000101c63364"},
		{Family{registry.AFIIPv6, registry.SAFIVPN},
			LabelledRoute{ID: 7, Labels: []uint32{16 << 4, 17<<4 | 1}, RD: rd, Prefix: netip.MustParsePrefix("2001:db8::/29")}, "000000078d0001000001110001c0000202006420010db8"},
		{Family{registry.AFIIPv4, registry.SAFIMulticastVPN},
			LabelledRoute{RD: rd, Prefix: netip.MustParsePrefix("0.0.0.0/0")}, "400001c00002020064"},
	} {
		b, ok := AppendLabelledRoute(nil, c.f, &c.r, c.r.ID != 0)
		if got := string(AppendHex(nil, b)); !ok || got != c.want {
			t.Errorf("%v: %s, want %s", c.f, got, c.want)
		}
		r, n, ok := ParseLabelledRoute(b, c.f, c.r.ID != 0, false)
		again, _ := AppendLabelledRoute(nil, c.f, &r, c.r.ID != 0)
		if !ok || n != len(b) || r.Prefix != c.r.Prefix || r.RD != c.r.RD || !bytes.Equal(again, b) {
			t.Errorf("%v: %+v, %d of %d octets, again %x", c.f, r, n, len(b), again)
		}
	}
	long := LabelledRoute{Labels: make([]uint32, 11), Prefix: netip.MustParsePrefix("0.0.0.0/0")}
	if _, ok := AppendLabelledRoute(nil, Family{registry.AFIIPv4, registry.SAFILabeledUnicast}, &long, false); ok {
		t.Error("a route of 264 bits was appended")
	}
	if _, ok := AppendLabelledRoute(nil, IPv4Unicast, &LabelledRoute{Prefix: long.Prefix}, false); ok {
		t.Error("a plain route was appended as one with labels")
	}
}

// FuzzLabelledRoute: what can be read is written again as it came, but for bits that have no meaning.
func FuzzLabelledRoute(f *testing.F) {
	f.Add([]byte{0x70, 0, 1, 1, 0, 0, 0xfb, 0xf0, 0, 0, 0, 100, 198, 51, 100}, uint8(1), uint8(128), false, false)
	f.Add([]byte{0, 0, 0, 7, 0x30, 0, 1, 1, 198, 51, 100}, uint8(1), uint8(4), true, false)
	f.Add([]byte{0x58, 0x80, 0, 0, 0, 0, 0xfb, 0xf0, 0, 0, 0, 100}, uint8(2), uint8(128), false, true)
	f.Fuzz(func(t *testing.T, b []byte, afi, safi uint8, withID, withdraw bool) {
		fam := Family{registry.AFI(afi), registry.SAFI(safi)}
		r, n, ok := ParseLabelledRoute(b, fam, withID, withdraw)
		if n > len(b) {
			t.Fatalf("%d of %d octets", n, len(b))
		}
		if !ok {
			return
		}
		out, ok := AppendLabelledRoute(nil, fam, &r, withID)
		if !ok || len(out) != n {
			t.Fatalf("%+v of %x: %x", r, b[:n], out)
		}
		again, _, ok := ParseLabelledRoute(out, fam, withID, withdraw)
		if !ok || again.Prefix != r.Prefix.Masked() || again.RD != r.RD || !bytes.Equal(out[:n-1], b[:n-1]) {
			t.Fatalf("%+v of %x: %+v of %x", r, b[:n], again, out)
		}
	})
}

package codec

import (
	"bytes"
	"net/netip"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// TestSRPolicyRoutes: values become the octets of RFC 9830, and come back.
func TestSRPolicyRoutes(t *testing.T) {
	for _, c := range []struct {
		f    Family
		r    SRPolicyRoute
		want string
	}{
		{Family{registry.AFIIPv4, registry.SAFISRPolicy}, SRPolicyRoute{0, 1, 100, netip.MustParseAddr("192.0.2.1")}, "60 00000001 00000064 c0000201"},
		{Family{registry.AFIIPv6, registry.SAFISRPolicy}, SRPolicyRoute{7, 2, 200, netip.MustParseAddr("2001:db8::1")}, "00000007 c0 00000002 000000c8 20010db8000000000000000000000001"},
	} {
		b, ok := AppendSRPolicyRoute(nil, c.f, &c.r, c.r.ID != 0)
		if !ok || !bytes.Equal(b, octetsOf(t, c.want)) {
			t.Errorf("%x, want %s", b, c.want)
		}
		if r, n, ok := ParseSRPolicyRoute(b, c.f, c.r.ID != 0); !ok || n != len(b) || r != c.r {
			t.Errorf("%+v, %d, want %+v", r, n, c.r)
		}
		if _, _, ok := ParseSRPolicyRoute(b[:len(b)-1], c.f, c.r.ID != 0); ok {
			t.Error("a route that is not all there was read")
		}
	}
	if _, ok := AppendSRPolicyRoute(nil, Family{registry.AFIIPv6, registry.SAFISRPolicy}, &SRPolicyRoute{Endpoint: netip.MustParseAddr("192.0.2.1")}, false); ok {
		t.Error("an endpoint of the other version")
	}
}

// FuzzSRPolicyRoute: what can be read is written again as it came.
func FuzzSRPolicyRoute(f *testing.F) {
	f.Add([]byte{96, 0, 0, 0, 1, 0, 0, 0, 100, 192, 0, 2, 1}, uint8(1), false)
	f.Add(append([]byte{0, 0, 0, 7, 192}, make([]byte, 24)...), uint8(2), true)
	f.Fuzz(func(t *testing.T, b []byte, afi uint8, withID bool) {
		fam := Family{registry.AFI(afi), registry.SAFISRPolicy}
		if r, n, ok := ParseSRPolicyRoute(b, fam, withID); ok {
			if out, ok := AppendSRPolicyRoute(nil, fam, &r, withID); !ok || !bytes.Equal(out, b[:n]) {
				t.Fatalf("%x: %+v, %x", b[:n], r, out)
			}
		}
	})
}

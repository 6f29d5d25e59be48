package logline

import (
	"math/rand"
	"net/netip"
	"testing"
)

// TestDotted: the short way knows the same addresses.
func TestDotted(t *testing.T) {
	r := rand.New(rand.NewSource(3))
	good := 0
	for range 400000 {
		b := make([]byte, r.Intn(17))
		for i := range b {
			b[i] = "0123456789.."[r.Intn(12)]
		}
		if r.Intn(2) == 0 {
			b = netip.AddrFrom4([4]byte{byte(r.Intn(256)), byte(r.Intn(256)), byte(r.Intn(256)), byte(r.Intn(256))}).AppendTo(b[:0])
			if r.Intn(2) == 0 {
				b[r.Intn(len(b))] = "0123456789.x:% "[r.Intn(15)]
			}
		}
		a, err := netip.ParseAddr(string(b))
		if want := err == nil && a.Is4(); isDotted(string(b)) != want {
			t.Fatalf("%q: not %v", b, want)
		} else if want {
			good++
		}
		if isIP(string(b)) != (err == nil) {
			t.Fatalf("%q: isIP", b)
		}
	}
	if good < 1000 {
		t.Fatal(good)
	}
}

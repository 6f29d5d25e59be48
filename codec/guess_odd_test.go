package codec

import (
	"math/rand/v2"
	"testing"
)

// TestOddHostBits compares the look at the last octet of a prefix with the prefix and its masked form.
func TestOddHostBits(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 4))
	for _, bits := range []int{32, 128} {
		f := IPv4Unicast
		if bits == 128 {
			f.AFI = 2
		}
		for range 20000 {
			b := make([]byte, 1+rnd.IntN(18))
			for i := range b {
				v := rnd.Uint32()
				b[i] = byte(v) & byte(v>>8) // more zeros than ones
			}
			want := 0
			switch p, n, ok := parsePrefix(b, bits); {
			case !ok:
				want = oddUnsound
			case n != len(b):
				continue
			case p.Bits() > 0:
				if p.Masked() != p {
					want += oddHostBits
				}
				if oddAddress(b[1], p.Bits(), bits) {
					want += oddSpace
				}
			}
			r := routeList{f: f, b: b}
			if got, sound := r.oddities(false); got != want || sound != (want != oddUnsound) {
				t.Fatalf("%x of %d bits: %d points, sound %v, want %d", b, bits, got, sound, want)
			}
		}
	}
}

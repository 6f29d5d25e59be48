package tree

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestPlain: the test of eight octets at a time says of every octet, wherever it stands, what the escaping does.
func TestPlain(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for n := range 40 {
		for at := range n {
			b := []byte(strings.Repeat("~", n))
			for c := range 256 {
				for i := range b {
					b[i] = " !#az[]~"[r.IntN(8)]
				}
				b[at] = byte(c)
				escaped := string(appendEscaped(nil, string(b)))
				if plain(b) != (escaped == string(b) && c < 0x80) || plain(string(b)) != plain(b) {
					t.Fatalf("%q: %v", b, plain(b))
				}
			}
		}
		if s := strings.Repeat("x", n); !plain(s) {
			t.Errorf("%q", s)
		}
	}
}

package codec

import (
	"bytes"
	"encoding/hex"
	"math/rand/v2"
	"net/netip"
	"strconv"
	"testing"
)

// TestAppend compares what is written into the buffer itself with what the standard library writes.
func TestAppend(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	numbers := []uint64{0, 1<<64 - 1}
	for v := uint64(1); v != 0; v *= 2 {
		numbers = append(numbers, v-1, v, v+1, rnd.Uint64()%v)
	}
	for _, p := range powersOf10 {
		numbers = append(numbers, p-1, p, p+1)
	}
	for _, v := range numbers {
		if got, want := AppendUint([]byte("x"), v), strconv.AppendUint([]byte("x"), v, 10); !bytes.Equal(got, want) {
			t.Errorf("%d reads %s", v, got)
		}
		a := [4]byte{byte(v), byte(v >> 8), byte(v >> 16), byte(v >> 24)}
		if got, want := string(appendDotted(nil, be32(a[:]))), netip.AddrFrom4(a).String(); got != want {
			t.Errorf("address %s reads %s", want, got)
		}
		p := append([]byte{byte(v % 33)}, a[:(v%33+7)/8]...)
		if got, want := string(appendPrefix4(nil, p)), netipOf(p); got != want {
			t.Errorf("prefix %s reads %s", want, got)
		}
	}
	for c := range 256 {
		if got := string(appendOctet(nil, byte(c))); got != strconv.Itoa(c) {
			t.Errorf("%d reads %s", c, got)
		}
	}
	octets := make([]byte, 70)
	for i := range octets {
		octets[i] = byte(rnd.Uint32())
		if got, want := string(AppendHex([]byte("x"), octets[:i])), "x"+hex.EncodeToString(octets[:i]); got != want {
			t.Errorf("%s reads %s", want, got)
		}
	}
	for c := range 256 {
		if got, want := string(AppendHex(nil, bytes.Repeat([]byte{byte(c)}, 5))), hex.EncodeToString(bytes.Repeat([]byte{byte(c)}, 5)); got != want {
			t.Errorf("%s reads %s", want, got)
		}
	}
}

func netipOf(b []byte) string {
	p, _, _ := parsePrefix(b, 32)
	return p.String()
}

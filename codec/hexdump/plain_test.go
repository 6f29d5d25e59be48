package hexdump

import (
	"bytes"
	"math/rand"
	"testing"
)

// TestPlain: what the short way takes, the long way reads in the same one way.
func TestPlain(t *testing.T) {
	r := rand.New(rand.NewSource(9))
	taken, refused := 0, 0
	for range 300000 {
		b := make([]byte, r.Intn(1<<uint(r.Intn(7))))
		digits := "0123456789abcdefABCDEF"[:[]int{10, 16, 22, 2}[r.Intn(4)]]
		for i := range b {
			b[i] = digits[r.Intn(len(digits))]
		}
		if r.Intn(2) == 0 {
			for i := 2; i < len(b); i += 3 {
				b[i] = ' '
			}
		}
		if len(b) > 0 && r.Intn(4) == 0 {
			b[r.Intn(len(b))] = " \n0x:-.,>"[r.Intn(9)]
		}
		text := string(b)
		got, ok := AppendPlain([]byte{7}, text)
		if !ok {
			refused++
			if len(got) != 1 {
				t.Fatalf("%q: octets though refused", text)
			}
			continue
		}
		taken++
		runs := Octets(text)
		if len(runs) != 1 {
			t.Fatalf("%q: %d runs", text, len(runs))
		}
		run := runs[0]
		if run.Notation != Hex || !bytes.Equal(run.Octets, got[1:]) || run.Start != 0 || run.End != len(text) || len(run.Gaps) > 0 || len(run.Notes) > 0 ||
			len(run.Pieces) != 1 || run.Pieces[0] != (Piece{0, len(got) - 1, 0, len(text)}) {
			t.Fatalf("%q: %+v, not %x", text, run, got[1:])
		}
	}
	if taken < 20000 || refused < 20000 {
		t.Fatal(taken, refused)
	}
}

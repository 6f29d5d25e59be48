package hexdump

import (
	"math/rand"
	"reflect"
	"testing"
)

// TestPlain: what the short way takes, the long way reads in the same one way.
func TestPlain(t *testing.T) {
	r := rand.New(rand.NewSource(9))
	taken, swapped, refused := 0, 0, 0
	for range 300000 {
		b := make([]byte, r.Intn(1<<uint(r.Intn(7))))
		digits := "0123456789abcdefABCDEF"[:[]int{10, 16, 22, 2}[r.Intn(4)]]
		for i := range b {
			b[i] = digits[r.Intn(len(digits))]
		}
		for i, group := 0, []int{0, 2, 4}[r.Intn(3)]; group > 0 && i+group < len(b); i += group + 1 {
			b[i+group] = ' '
		}
		if r.Intn(8) == 0 {
			copy(b, "0000 ")
		}
		if len(b) > 0 && r.Intn(4) == 0 {
			b[r.Intn(len(b))] = " \n0x:-.,>"[r.Intn(9)]
		}
		text := string(b)
		got, words, ok := AppendPlain([]byte{7}, text)
		if !ok {
			refused++
			if len(got) != 1 {
				t.Fatalf("%q: octets though refused", text)
			}
			continue
		}
		taken++
		piece := []Piece{{0, len(got) - 1, 0, len(text)}}
		want := []Run{{Notation: Hex, Octets: got[1:], End: len(text), Pieces: piece}}
		if words {
			swapped++
			want = append(want, Run{Notation: HexWordsLE, Octets: AppendSwapped(nil, got[1:]), End: len(text), Pieces: piece})
		}
		if runs := Octets(text); !reflect.DeepEqual(runs, want) {
			t.Fatalf("%q: %+v, not %+v", text, runs, want)
		}
	}
	if taken < 20000 || swapped < 2000 || refused < 20000 {
		t.Fatal(taken, swapped, refused)
	}
}

package fault

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestGroupsOfCode: the groups that are looked at give what all groups give.
func TestGroupsOfCode(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 1))
	some := 0
	for range 40000 {
		n := complaint{code: registry.ErrorCode(r.IntN(10)), sub: uint8(r.IntN(12)), data: make([]byte, r.IntN(12))}
		for i := range n.data {
			n.data[i] = byte(r.IntN(256)) >> r.IntN(8)
		}
		if len(n.data) > 3 && r.IntN(2) == 0 {
			n.data[0], n.data[2] = 0xc0>>r.IntN(2), byte(len(n.data)-3)
		}
		if a, ok := codec.ParseAttr(n.data); ok && n.code == registry.ErrUpdate {
			n.attr, n.hasAttr = a, true
		}
		var all []*group
		for g := range nearest(n.attr.Code) {
			if slices.Contains(g.codes, n.code) {
				all = append(all, g)
			}
		}
		want := n.candidates(nil, all)
		if got := n.candidates(n.groups()); !slices.Equal(got, want) {
			t.Fatalf("%d/%d %x: %d candidates, want %d", n.code, n.sub, n.data, len(got), len(want))
		}
		if len(want) > 0 {
			some++
		}
	}
	if some < 4000 {
		t.Errorf("only %d of the complaints have candidates", some)
	}
}

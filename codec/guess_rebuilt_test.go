package codec

import (
	"math/rand/v2"
	"testing"
)

// TestGuessRebuilt: what the session agreed decides how routes are read, unless somebody wrote them anew in the other way and
// only that way is sound. Routes that are merely odd stay what they are.
func TestGuessRebuilt(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	m := routeMaker{r, false}
	small := func(int) uint32 { return uint32(1 + r.IntN(64)) }
	odd := func(n int) (b []byte) { // with bits behind the prefix length, in space that nobody announces
		for range n {
			b = append(b, 23, 240|byte(r.IntN(16)), byte(r.Uint32()), byte(r.Uint32())|1)
		}
		return b
	}
	read := func(b []byte, k Known) Guess {
		var g Guess
		e := evidence{}
		e.addRoutes(IPv4Unicast, b, false)
		guessAddPath(&e, k, &g)
		return g
	}
	with := FamilySet(0).With(IPv4Unicast)
	turned := 0
	const lists = 5000
	for range lists {
		n := 1 + r.IntN(20)
		for _, c := range []struct {
			b     []byte
			known FamilySet
		}{{m.list(n, true, false, nil), 0}, {m.list(n, false, false, small), with}, {odd(n), 0}} {
			for _, rebuilt := range []bool{false, true} {
				g := read(c.b, Known{AddPathHow: HowNegotiated, AddPath: c.known, Rebuilt: rebuilt})
				if g.Ctx.AddPath != c.known || g.AddPath.How != HowNegotiated {
					t.Fatalf("%x: %v %+v, agreed %v", c.b, g.Ctx.AddPath, g.AddPath, c.known)
				}
			}
			if g := read(c.b, Known{AddPathHow: HowNegotiated, AddPath: with &^ c.known}); g.Ctx.AddPath != with&^c.known {
				t.Fatalf("%x: not what the session agreed, of a message as it was sent", c.b)
			}
		}
		if g := read(m.list(n, false, false, small), Known{AddPathHow: HowNegotiated, Rebuilt: true}); g.Ctx.AddPath == with && g.AddPath.How == HowEvidence {
			turned++
		}
	}
	if turned < lists*9/10 {
		t.Errorf("%d of %d lists with path identifiers were read so", turned, lists)
	}
}

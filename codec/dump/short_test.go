package dump

import (
	"fmt"
	"math/rand"
	"os"
	"strings"
	"testing"
)

// TestShortWays: plain octets, lone readings and stretches in which no message can be are read to the same end the short
// way and the long one.
func TestShortWays(t *testing.T) {
	var lines []string
	for _, path := range samples(t) {
		b, err := os.ReadFile(strings.TrimSuffix(path, ".expected.jsonl") + ".log")
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, strings.Split(string(b), "\n")...)
	}
	slow := denseOptions
	slow.slow = true
	total, differ := 0, 0
	for seed := range int64(300) {
		r := rand.New(rand.NewSource(seed))
		var b strings.Builder
		for range 40 {
			at := r.Intn(len(lines))
			for _, l := range lines[at:min(len(lines), at+1+r.Intn(4))] {
				l = mutateAddr(r, l[:min(len(l), 3000)])
				if r.Intn(4) == 0 {
					l = l[:r.Intn(len(l)+1)]
				}
				b.WriteString(l + "\n")
			}
		}
		show := func(evs []Event) string {
			var s strings.Builder
			for _, e := range evs {
				e.Offender, e.Alarm, e.Told, e.Event.Step = nil, nil, nil, nil
				fmt.Fprintf(&s, "%+v\n", e)
			}
			return s.String()
		}
		evs := Read(b.String(), denseOptions)
		total += len(evs)
		if got, want := show(evs), show(Read(b.String(), slow)); got != want {
			t.Fatalf("seed %d:\n%s\nnot\n%s", seed, got, want)
		}
		part, slowPart := denseOptions, slow
		part.Partial, slowPart.Partial = true, true
		if got, want := show(Read(b.String(), part)), show(Read(b.String(), slowPart)); got != want {
			differ++
			t.Logf("seed %d, a part of a text:\n%s\nnot\n%s", seed, got, want)
		}
	}
	if differ > 6 { // lines of one source that were cut at random: 7 in 1000 texts
		t.Fatal("parts of texts are read to another end: ", differ)
	}
	if total < 3000 {
		t.Fatal("few events: ", total)
	}
}

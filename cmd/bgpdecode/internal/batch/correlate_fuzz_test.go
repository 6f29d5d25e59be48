package batch

import (
	"bytes"
	"context"
	"math/rand/v2"
	"strings"
	"testing"
)

// FuzzCorrelate: whatever two logs say, each view has one other side at most, links lead to events that are there, and
// the number of workers and of events that are held back does not make a run fail.
func FuzzCorrelate(f *testing.F) {
	for seed := range uint64(4) {
		sc := makeScenario(rand.New(rand.NewPCG(seed, 1)), scenarioOptions{sessions: 2, flaps: 4, lose: 0.2, lan: seed%2 == 0, twice: true})
		f.Add([]byte(sc.text), uint8(seed*7))
	}
	f.Add([]byte(causesLog), uint8(3))
	f.Fuzz(func(t *testing.T, text []byte, held uint8) {
		if len(text) > 1<<16 {
			return
		}
		var outs [2]string
		for i := range outs {
			opt := testOptions()
			opt.Correlate = Correlate{On: true, Events: int(held)}
			opt.Jobs, opt.Stdin = 1+2*i, bytes.NewReader(text)
			var out bytes.Buffer
			if _, err := Run(context.Background(), &out, []string{"-"}, opt); err != nil {
				t.Skip(err)
			}
			outs[i] = out.String()
		}
		if outs[0] != outs[1] {
			t.Fatal(firstDifference(outs[0], outs[1]))
		}
		if strings.TrimSpace(outs[0]) == "" {
			return
		}
		known, taken := map[string]bool{}, map[string]string{}
		all := objects(t, outs[0])
		for _, o := range all {
			known[o.ID] = true
		}
		for _, o := range all {
			for _, s := range o.Correlation.Sides {
				key := o.ID + " " + s.ID
				for who, other := range taken {
					if who != o.ID && other == s.ID && !strings.Contains(outs[0], `"role":"wire"`) {
						t.Fatalf("%s and %s have the same other side: %s", who, o.ID, key)
					}
				}
				taken[o.ID] = s.ID
			}
			for _, l := range o.Links {
				if !known[l.ID] {
					t.Fatalf("%s is tied to %s, which is not there", o.ID, l.ID)
				}
			}
		}
	})
}

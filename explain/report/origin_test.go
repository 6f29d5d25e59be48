package report

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestTime: the times are those of the standard library.
func TestTime(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	zones := []*time.Location{time.UTC, time.FixedZone("x", 3600), time.FixedZone("y", -5*3600-1800), time.FixedZone("z", 0)}
	check := func(at time.Time) {
		if got, want := string(appendTime(nil, at)), at.Format(time.RFC3339Nano); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	for i := range 4000 {
		ns := []int64{0, r.Int64N(1e3) * 1e6, r.Int64N(1e9), 1}[i%4]
		check(time.Unix(r.Int64N(4e9)-1e9, ns).In(zones[i/4%4]))
		check(time.Unix(r.Int64N(1<<40)-1<<39, ns).UTC())
	}
	check(time.Time{})
}

package batch

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// TestAlignFlood: the work of aligning identical NOTIFICATIONs grows with their number, not with its square, whatever the
// stamps, and each is paired once.
func TestAlignFlood(t *testing.T) {
	countAgreements = true
	defer func() { countAgreements = false }()
	for name, gap := range map[string]time.Duration{"one stamp": 0, "every second": time.Second, "no stamps": -1, "every hour": time.Hour} {
		work := func(n int) int64 {
			var s stream
			for i := range n {
				x, y := &note{kind: noteNotification, code: 3, sub: 4, index: i}, &note{kind: noteNotification, code: 3, sub: 4, index: n + i}
				if gap >= 0 {
					x.stamped, y.stamped = true, true
					x.time, y.time = int64(i)*int64(gap), int64(i)*int64(gap)+int64(time.Minute)
				}
				s.x, s.y = append(s.x, x), append(s.y, y)
			}
			agreed.Store(0)
			a := alignAll([]stream{s}, 25*time.Hour, nil)
			seen := map[*note]bool{}
			for _, p := range a.pairs {
				if seen[p.x] || seen[p.y] {
					t.Fatalf("%s: a note is in two pairs", name)
				}
				seen[p.x], seen[p.y] = true, true
			}
			if len(a.pairs) < n*9/10 {
				t.Errorf("%s: %d of %d paired", name, len(a.pairs), n)
			}
			return agreed.Load()
		}
		small, large := work(5_000/scarce), work(50_000/scarce)
		t.Logf("%s: %d and %d comparisons", name, small, large)
		if large > 12*small+1_000_000 {
			t.Errorf("%s: ten times the notes, %d times the comparisons", name, large/small)
		}
	}
}

// TestCorrelateOrder: neither the workers nor the blocks change what is compared, and little memory only what is tied.
func TestCorrelateOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	sc := makeScenario(r, scenarioOptions{sessions: 6, flaps: 40, skew: 3 * time.Minute, lose: 0.1})
	text := sc.text + mixed(t, 1, 20)
	for _, held := range []int{0, 50, 300} {
		opt := testOptions()
		opt.Correlate = Correlate{On: true, Events: held}
		opt.Block, opt.MaxLine = len(text)+1, 8<<10
		want, _ := run(t, text, opt)
		for _, block := range []int{1500, 64 << 10} {
			for _, jobs := range []int{1, 3} {
				opt.Block, opt.Jobs = block, jobs
				if got, _ := run(t, text, opt); got != want {
					t.Fatalf("held %d, blocks of %d, %d jobs: %s", held, block, jobs, firstDifference(got, want))
				}
			}
		}
	}
}

// TestStrangers: logs of routers that do not know each other are not tied together.
func TestStrangers(t *testing.T) {
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 9))
		var b strings.Builder
		for i := range 300 {
			at := now.Add(-40*time.Hour + time.Duration(i)*time.Minute)
			side := i % 2
			l := &logSide{host: fmt.Sprint("r", side), v: vendorLogs[r.IntN(len(vendorLogs))]}
			peer := fmt.Sprintf("10.%d.%d.%d", 1+side*100, r.IntN(5), 1+r.IntN(3))
			lines := l.v.write(l, r.IntN(2) == 0, peer, 65000+r.IntN(9), 6, 1+r.IntN(4), nil, at)
			b.WriteString(strings.Join(lines, "\n") + "\n")
		}
		opt := testOptions()
		opt.Correlate.On = true
		out, _ := run(t, b.String(), opt)
		if pairs := pairsOf(objects(t, out)); len(pairs) > 0 {
			t.Errorf("seed %d: %d pairs among strangers", seed, len(pairs))
		}
	}
}

// TestHeldBack: with few events held, what has gone on is still tied from the later side.
func TestHeldBack(t *testing.T) {
	sc := makeScenario(rand.New(rand.NewPCG(4, 4)), scenarioOptions{sessions: 1, flaps: 40, skew: time.Minute, interleave: true})
	opt := testOptions()
	opt.Correlate = Correlate{On: true}
	if _, res := run(t, sc.text, opt); res.Stats.OverHeld != 0 || strings.Contains(strings.Join(res.Lines(), "\n"), "--max-held") {
		t.Errorf("%d events let go though there is room", res.Stats.OverHeld)
	}
	opt = testOptions()
	opt.Correlate = Correlate{On: true, Events: 16}
	out, res := run(t, sc.text, opt)
	if s := strings.Join(res.Lines(), "\n"); res.Stats.OverHeld == 0 || !strings.Contains(s, "events let go before the end: more than --max-held") {
		t.Errorf("not told what was let go:\n%s", s)
	}
	pairs := pairsOf(objects(t, out))
	n := 0
	for _, tr := range sc.truth {
		if pairs[[2]int{tr.sent, tr.received}] {
			n++
		}
	}
	if n < len(sc.truth)*8/10 {
		t.Errorf("%d of %d pairs", n, len(sc.truth))
	}
}

package batch

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// TestHistogram: neither the order of the times nor what lies far away changes where events are counted.
func TestHistogram(t *testing.T) {
	for seed := range uint64(50) {
		r := rand.New(rand.NewPCG(seed, 3))
		span := int64(1) << r.IntN(33)
		times := make([]time.Time, 1+r.IntN(300))
		for i := range times {
			times[i] = time.Unix(1_700_000_000+r.Int64N(span)-span/2, 0)
		}
		sum := func(list []time.Time) ([]int64, int64, int64) {
			var h histogram
			for _, at := range list {
				h.add(at, 2)
			}
			return h.columns(h.least, h.most, 40), h.least, h.most
		}
		want, from, to := sum(times)
		slices.SortFunc(times, time.Time.Compare)
		got, _, _ := sum(times)
		if !slices.Equal(got, want) {
			t.Fatalf("seed %d: %v sorted, %v not", seed, got, want)
		}
		if from != times[0].Unix() || to != times[len(times)-1].Unix() {
			t.Fatalf("seed %d: %d to %d", seed, from, to)
		}
		total := int64(0)
		for _, n := range got {
			total += n
		}
		if total != int64(2*len(times)) {
			t.Errorf("seed %d: %d of %d counted", seed, total, 2*len(times))
		}
		if width := max(to-from, 1); width > 100 {
			exact := make([]int64, 40)
			for _, at := range times {
				exact[(at.Unix()-from)*40/(width+1)] += 2
			}
			var off int64 // events that lie in another column: they can be off by one column at most
			for i := range exact {
				off += got[i] - exact[i]
				if i > 0 && off > exact[i]+got[i] || off < -(exact[i]+got[min(i+1, 39)]) {
					t.Fatalf("seed %d: column %d: %v, exact %v", seed, i, got, exact)
				}
			}
		}
	}
}

func TestBar(t *testing.T) {
	for _, c := range []struct {
		counts []int64
		ascii  bool
		want   string
	}{
		{[]int64{0, 1, 8, 4}, false, " ▁█▄"},
		{[]int64{0, 1, 1000000}, false, " ▁█"},
		{[]int64{1, 1}, true, "@@"},
		{[]int64{0, 0}, false, "  "},
	} {
		if got, _ := bar(c.counts, c.ascii); got != c.want {
			t.Errorf("%v: %q, not %q", c.counts, got, c.want)
		}
	}
}

// TestFlaps: the falls of a session that follow each other are one chain, with the time between them; a long hold ends it.
func TestFlaps(t *testing.T) {
	at := time.Date(2026, 11, 21, 2, 0, 0, 0, time.UTC)
	f := flaps{chains: map[flapKey]*chain{}}
	for i := range 14 {
		f.add("r1", "192.0.2.1", at.Add(time.Duration(i)*13*time.Minute), 1, 0)
		f.add("r1", "192.0.2.1", at.Add(time.Duration(i)*13*time.Minute+time.Second), 1, 0) // the same fall
	}
	f.add("r1", "192.0.2.1", at.Add(20*time.Hour), 1, 1)
	f.add("r2", "192.0.2.1", at, 1, 0)
	f.add("r2", "192.0.2.1", at.Add(time.Minute), 7, 0)
	list, all := f.worst(10)
	if all != 1 || len(list) != 1 {
		t.Fatalf("%d chains", all)
	}
	want := "192.0.2.1 at r1: 14 downs in 2 h 49 min, every 13 min, ended 17 h before the input does"
	if got := list[0].text(at.Add(20 * time.Hour)); got != want {
		t.Errorf("%q, not %q", got, want)
	}
	if got := list[0].text(at.Add(3 * time.Hour)); !strings.HasSuffix(got, "still flapping at the end") {
		t.Error(got)
	}
}

// TestFlapsOfSessions: attempts that come to nothing are no falls of a session, however many there are.
func TestFlapsOfSessions(t *testing.T) {
	for _, c := range []struct {
		what  string
		flaps bool
	}{
		{"%NOTIFICATION: sent to neighbor 192.0.2.1 2/2 (OPEN Message Error/Bad Peer AS) 2 bytes fb f0", false},
		{"%NOTIFICATION: received from neighbor 192.0.2.1 2/3 (OPEN Message Error/Bad BGP Identifier) 0 bytes", false},
		{"%NOTIFICATION: sent to neighbor 192.0.2.1 6/7 (Cease/Connection Collision Resolution) 0 bytes", false},
		{"%NOTIFICATION: sent to neighbor 192.0.2.1 6/5 (Cease/Connection Rejected) 0 bytes", false},
		{"%NOTIFICATION: sent to neighbor 192.0.2.1 5/1 (Neighbor Events Error/x) 0 bytes", false},
		{"192.0.2.1 [Event] Connect failed (Connection refused)", false},
		{"%NOTIFICATION: sent to neighbor 192.0.2.1 5/3 (Neighbor Events Error/x) 0 bytes", true},
		{"%NOTIFICATION: received from neighbor 192.0.2.1 6/4 (Cease/Administrative Reset) 0 bytes", true},
		{"%NOTIFICATION: sent to neighbor 192.0.2.1 4/0 (Hold Timer Expired) 0 bytes", true},
		{"%ADJCHANGE: neighbor 192.0.2.1(r2) in vrf default Down Peer closed the session", true},
	} {
		text := ""
		for i := range 8 {
			text += fmt.Sprintf("2026/11/21 10:%02d:00 BGP: %s\n", 3*i, c.what)
		}
		opt := testOptions()
		opt.Form = Summary(SummaryOptions{Width: 100})
		if out, _ := run(t, text, opt); strings.Contains(out, "Flapping") != c.flaps || !strings.Contains(out, "8 events") {
			t.Errorf("%s:\n%s", c.what, out)
		}
	}
}

// TestFlapsBounded: millions of peers do not take memory without end, and what is not followed is counted.
func TestFlapsBounded(t *testing.T) {
	f := flaps{chains: map[flapKey]*chain{}}
	for i := range mostChains + 1000 {
		f.add("r", fmt.Sprint(i), now, 1, 0)
	}
	if len(f.chains) != mostChains || f.full != 1000 {
		t.Errorf("%d chains, %d left out", len(f.chains), f.full)
	}
	var g peerGroups
	for i := range 1000 {
		g.add(fmt.Sprint("AS ", i))
	}
	if len(g.counts) != mostPeerGroups || g.others != 1000-mostPeerGroups {
		t.Errorf("%d groups, %d others", len(g.counts), g.others)
	}
}

// causesLog is one cause in several vendors' words: with the same Data sent and received, one Hard Reset printed by what
// it encloses and by its octets.
const causesLog = `2026-11-21T10:00:00Z r1 bgpd[811]: [HZN6M-XRM1G] %NOTIFICATION: sent to neighbor 192.0.2.1 3/4 (UPDATE Message Error/Attribute Flags Error) 7 bytes 80 08 04 fb f0 00 64
Nov 21 10:05:00 r2 4711: Nov 21 10:05:00.000 UTC: %BGP-3-NOTIFICATION: received from neighbor 192.0.2.9 3/4 (invalid or corrupt AS path) 7 bytes 800804FB F00064
NOTIFICATION received from 192.0.2.2 (External AS 64496): code 3 (Update Message Error) subcode 4 (attribute flags error), Data: 80 08 04 fb f0 00 65
`

// TestSameCause: whoever writes it, one cause is one group, for what was sent and for what was received.
func TestSameCause(t *testing.T) {
	opt := testOptions()
	opt.Form = Summary(SummaryOptions{Width: 100})
	out, _ := run(t, causesLog, opt)
	if !strings.HasPrefix(out, "2 causes, 3 events, 3 peers.") {
		t.Error(out)
	}
}

// TestCauseOfPairs: compared, two sides' lines about one NOTIFICATION are one event, under the cause that the one with Data
// shows.
func TestCauseOfPairs(t *testing.T) {
	text := `2026-11-21T10:00:00Z r1 bgpd[811]: [HZN6M-XRM1G] %NOTIFICATION: sent to neighbor 10.0.0.2 3/4 (UPDATE Message Error/Attribute Flags Error)
2026-11-21T10:00:00Z r2 bgpd[811]: [HZN6M-XRM1G] %NOTIFICATION: received from neighbor 10.0.0.1 3/4 (UPDATE Message Error/Attribute Flags Error) 7 bytes 80 08 04 fb f0 00 64
`
	for _, c := range []struct {
		on   bool
		head string
	}{{false, "2 causes, 2 events, 2 peers."}, {true, "1 cause, 1 event, 1 peer."}} {
		opt := testOptions()
		opt.Correlate.On = c.on
		opt.Form = Summary(SummaryOptions{Width: 100})
		out, _ := run(t, text, opt)
		if !strings.HasPrefix(out, c.head) {
			t.Errorf("correlated %v:\n%s", c.on, out)
		}
		if c.on && !(strings.Contains(out, "COMMUNITIES (8), flags 0x80") && strings.Contains(out, "2 hosts (r1, r2)")) {
			t.Error(out)
		}
	}
}

// TestSummaryWidth: no line is wider than asked for, and the ASCII form has no block.
func TestSummaryWidth(t *testing.T) {
	sc := makeScenario(rand.New(rand.NewPCG(2, 2)), scenarioOptions{sessions: 5, flaps: 12, lose: 0.1, skew: time.Hour})
	for _, width := range []int{40, 60, 80, 132} {
		for _, ascii := range []bool{false, true} {
			opt := testOptions()
			opt.Correlate.On = true
			opt.Form = Summary(SummaryOptions{Width: width, ASCII: ascii})
			out, _ := run(t, sc.text, opt)
			for _, l := range strings.Split(out, "\n") {
				if utf8.RuneCountInString(l) > width && strings.Contains(strings.TrimSpace(l), " ") {
					t.Errorf("width %d: %d columns: %q", width, utf8.RuneCountInString(l), l)
				}
			}
			if blocks := strings.ContainsAny(out, "▁▂▃▄▅▆▇█"); blocks == ascii {
				t.Errorf("width %d: blocks %v, ascii %v", width, blocks, ascii)
			}
		}
	}
}

// TestSummaryJSON: the objects hold what the text tells.
func TestSummaryJSON(t *testing.T) {
	sc := makeScenario(rand.New(rand.NewPCG(2, 7)), scenarioOptions{sessions: 3, flaps: 12})
	opt := testOptions()
	opt.Form = Summary(SummaryOptions{JSON: true})
	out, res := run(t, sc.text, opt)
	var events int64
	lines := strings.Split(strings.TrimSpace(out), "\n")
	for i, l := range lines {
		var o struct {
			Kind, ID string
			Totals   *struct{ Events, Causes int64 }
			Group    *struct {
				Events   int64
				Timeline struct{ Counts []int64 }
			}
		}
		if err := json.Unmarshal([]byte(l), &o); err != nil || o.Kind != "summary" {
			t.Fatal(err, l)
		}
		if i == 0 {
			if o.Totals == nil || o.Totals.Causes != int64(len(lines)-1) {
				t.Fatal(l)
			}
			events = o.Totals.Events
			continue
		}
		var sum int64
		for _, n := range o.Group.Timeline.Counts {
			sum += n
		}
		if events -= o.Group.Events; sum != o.Group.Events {
			t.Errorf("%d events, %d in the timeline", o.Group.Events, sum)
		}
	}
	if events != 0 || res.Stats.Events == 0 {
		t.Errorf("%d events are in no group", events)
	}
}

// TestLimitsAreTold: what a summary or a timeline has no room for is told as such, and counted.
func TestLimitsAreTold(t *testing.T) {
	var b strings.Builder
	for i := range 20 {
		fmt.Fprintf(&b, "Nov 20 03:14:%02d r1 bgpd[8]: %%NOTIFICATION: received from neighbor 192.0.2.%d 6/%d (x) 0 bytes\n", i, i, 1+i%5)
	}
	opt := testOptions()
	opt.MaxCauses, opt.MaxSessions = 3, 15
	opt.Form = Summary(SummaryOptions{Width: 80})
	out, res := run(t, b.String(), opt)
	if !strings.HasPrefix(out, "more than 3 causes, 20 events") || !strings.Contains(out, "\n8 events of further causes left out: more than --max-causes\n") || strings.Contains(out, "no trouble") {
		t.Errorf("%s", out)
	}
	if res.Stats.OverCauses != 8 || !strings.Contains(strings.Join(res.Lines(), "\n"), "8 events of more causes than --max-causes") {
		t.Errorf("%q", res.Lines())
	}
	opt.Form = Summary(SummaryOptions{JSON: true})
	if out, _ = run(t, b.String(), opt); !strings.Contains(out, `"events":12,"peers":12,"over":8`) {
		t.Errorf("%s", out)
	}
	opt.Form = Timeline(noStyle, 80)
	if out, res = run(t, b.String(), opt); !strings.Contains(out, "5 steps of further peers left out: more than --max-sessions") || res.Stats.OverSessions != 5 {
		t.Errorf("%s %d", out, res.Stats.OverSessions)
	}
}

// TestLimitPassed: a line that tells of a limit alone is no fall of the session.
func TestLimitPassed(t *testing.T) {
	opt := testOptions()
	opt.Form = Summary(SummaryOptions{Width: 100})
	out, _ := run(t, "Mar  3 10:14:15 mx9 rpd[14231]: BGP_PREFIX_LIMIT_EXCEEDED: 198.51.100.2 (External AS 64777): Configured maximum prefix-limit(250) exceeded for inet6-unicast nlri: 251 (instance master)\n", opt)
	if !strings.Contains(out, "Limit of prefixes passed") || strings.Contains(out, "Session down") || !strings.Contains(out, "251 routes") {
		t.Error(out)
	}
}

package batch

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// truth is a NOTIFICATION of a test, and where each side logged it: line numbers of the input, 0 for not at all.
type truth struct {
	sent, received int
	code, sub      int
}

// linesOf lets a side write a NOTIFICATION in a vendor's form. Each gives the lines, the first of them is the event.
type vendorLog struct {
	name   string
	data   bool // Data is printed
	write  func(l *logSide, sent bool, peer string, as int, code, sub int, data []byte, t time.Time) []string
	fallen func(l *logSide, peer string, t time.Time) []string
}

type logSide struct {
	host string
	v    *vendorLog
	cut  int // octets of Data that are printed, 0 for all
	size int // octets of Data that there are
	r    *rand.Rand
}

func direction(sent bool, s, r string) string {
	if sent {
		return s
	}
	return r
}

func (l *logSide) clip(data []byte) []byte {
	if l.cut > 0 && len(data) > l.cut {
		return data[:l.cut]
	}
	return data
}

func spaced(data []byte) string {
	var parts []string
	for _, b := range data {
		parts = append(parts, hex.EncodeToString([]byte{b}))
	}
	return strings.Join(parts, " ")
}

var vendorLogs = []*vendorLog{
	{name: "cisco-ios", data: true, write: func(l *logSide, sent bool, peer string, as, code, sub int, data []byte, t time.Time) []string {
		var words []string
		for at := 0; at < len(data); at += 2 {
			words = append(words, strings.ToUpper(hex.EncodeToString(data[at:min(at+2, len(data))])))
		}
		return []string{fmt.Sprintf("%s %s 4711: %s UTC: %%BGP-3-NOTIFICATION: %s neighbor %s %d/%d (%s) %d bytes %s",
			t.Format("Jan _2 15:04:05"), l.host, t.Format("Jan _2 15:04:05.000"), direction(sent, "sent to", "received from"), peer, code, sub,
			"whatever it says", l.size, strings.Join(words, " "))}
	}, fallen: func(l *logSide, peer string, t time.Time) []string {
		return []string{fmt.Sprintf("%s %s 4712: %s UTC: %%BGP-5-ADJCHANGE: neighbor %s Down BGP Notification sent", t.Format("Jan _2 15:04:05"), l.host, t.Format("Jan _2 15:04:05.000"), peer)}
	}},
	{name: "frr", data: true, write: func(l *logSide, sent bool, peer string, as, code, sub int, data []byte, t time.Time) []string {
		return []string{fmt.Sprintf("%s %s bgpd[811]: [HZN6M-XRM1G] %%NOTIFICATION: %s neighbor %s %d/%d (%s) %d bytes %s",
			t.Format(time.RFC3339), l.host, direction(sent, "sent to", "received from"), peer, code, sub, "whatever it says", l.size, spaced(data))}
	}, fallen: func(l *logSide, peer string, t time.Time) []string {
		return []string{fmt.Sprintf("%s %s bgpd[811]: [M59KS-A3ZXZ] %%ADJCHANGE: neighbor %s in vrf default Down BGP Notification", t.Format(time.RFC3339), l.host, peer)}
	}},
	{name: "junos", write: func(l *logSide, sent bool, peer string, as, code, sub int, data []byte, t time.Time) []string {
		return []string{fmt.Sprintf("%s %s rpd[2101]: bgp_%s: NOTIFICATION %s %s (External AS %d): code %d (%s) subcode %d (%s)",
			t.Format("Jan _2 15:04:05"), l.host, direction(sent, "send", "read_message"), direction(sent, "sent to", "received from"), peer, as, code, "Some Error", sub, "of some kind")}
	}},
}

// scenario is two routers' logs of some sessions, and what is true of them.
type scenario struct {
	text  string
	truth []truth
}

type scenarioOptions struct {
	skew       time.Duration
	lose       float64
	cut        int
	noData     bool // neither prints Data
	regular    bool // a flap every 13 minutes
	sessions   int
	flaps      int
	interleave bool
	jump       time.Duration // the second clock is set by so much halfway
	lan        bool          // all sessions in one network: the two routers with each other, and with many others
	twice      bool          // one side prints every other line twice
}

type line struct {
	at    time.Time
	text  string
	truth int // index of truth, -1
	sent  bool
}

func makeScenario(r *rand.Rand, o scenarioOptions) scenario {
	var sc scenario
	pick := func() *vendorLog {
		for {
			v := vendorLogs[r.IntN(len(vendorLogs))]
			if !o.noData || !v.data {
				return v
			}
		}
	}
	a := &logSide{host: "core" + strconv.Itoa(r.IntN(90)), v: pick(), r: r}
	b := &logSide{host: "edge" + strconv.Itoa(r.IntN(90)), v: pick(), r: r, cut: o.cut}
	var logs [2][]line
	start := now.Add(-50 * time.Hour)
	for s := range o.sessions {
		net := fmt.Sprintf("10.%d.%d.", r.IntN(250), s)
		low := 4 * r.IntN(60)
		addr := [2]string{net + strconv.Itoa(low+1), net + strconv.Itoa(low+2)}
		as := [2]int{64512 + r.IntN(500), 65100 + r.IntN(300)}
		t := start.Add(time.Duration(r.IntN(7200)) * time.Second)
		for flap := range o.flaps {
			if o.regular {
				t = t.Add(13 * time.Minute)
			} else {
				t = t.Add(time.Duration(30+r.IntN(1800)) * time.Second)
			}
			code, sub := 3, 1+r.IntN(9)
			var data []byte
			switch {
			case o.noData:
				code, sub = []int{4, 6}[r.IntN(2)], 0
				if code == 6 {
					sub = 1 + r.IntN(4)
				}
			case sub == 1 || sub == 7:
				sub = 4
				fallthrough
			default:
				data = []byte{0xc0, byte(32 + r.IntN(3)), byte(12)}
				for range 12 {
					data = append(data, byte(r.IntN(3)))
				}
			}
			bySide := r.IntN(2)
			sides := [2]*logSide{a, b}
			k := len(sc.truth)
			sc.truth = append(sc.truth, truth{code: code, sub: sub})
			for i, l := range sides {
				if r.Float64() < o.lose {
					continue
				}
				at := t.Add(time.Duration(r.IntN(1500)) * time.Millisecond)
				if i == 1 {
					at = at.Add(o.skew)
					if flap*2 > o.flaps {
						at = at.Add(o.jump)
					}
				}
				d := data
				if !l.v.data {
					d = nil
				}
				l.size = len(d)
				d = l.clip(d)
				text := l.v.write(l, bySide == i, addr[1-i], as[1-i], code, sub, d, at)
				logs[i] = append(logs[i], line{at: at, text: strings.Join(text, "\n"), truth: k, sent: bySide == i})
				if o.twice && i == 0 && r.IntN(2) == 0 {
					logs[i] = append(logs[i], line{at: at, text: strings.Join(text, "\n"), truth: -1})
				}
				if o.lan { // the same trouble with somebody else
					other := fmt.Sprintf("%s%d", net, 200+r.IntN(50))
					text := l.v.write(l, bySide == i, other, 64999, code, sub, d, at.Add(time.Duration(r.IntN(4000))*time.Second))
					logs[i] = append(logs[i], line{at: at.Add(time.Second), text: strings.Join(text, "\n"), truth: -1})
				}
				if l.v.fallen != nil && r.IntN(2) == 0 {
					logs[i] = append(logs[i], line{at: at.Add(time.Second), text: strings.Join(l.v.fallen(l, addr[1-i], at), "\n"), truth: -1})
				}
			}
		}
	}
	all := append(slices.Clone(logs[0]), logs[1]...)
	sortLines := func(list []line) {
		slices.SortStableFunc(list, func(x, y line) int { return x.at.Compare(y.at) })
	}
	if o.interleave {
		sortLines(all)
	} else {
		sortLines(all[:len(logs[0])])
		sortLines(all[len(logs[0]):])
	}
	var text strings.Builder
	n := 1
	for _, l := range all {
		if l.truth >= 0 {
			if l.sent {
				sc.truth[l.truth].sent = n
			} else {
				sc.truth[l.truth].received = n
			}
		}
		text.WriteString(l.text + "\n")
		n += strings.Count(l.text, "\n") + 1
	}
	sc.text = text.String()
	return sc
}

// object is what the tests look at in the output.
type object struct {
	Kind, ID    string
	Links       []struct{ Rel, ID string }
	Source      struct{ Line int }
	Correlation struct {
		Role  string
		Sides []struct {
			ID, Confidence string
			Clock_ahead    float64
			Differences    []struct{ What, Text string }
		}
		Unpaired string
	}
	Compared *struct {
		Pairs, Never_received, Never_sent int
		Clocks                            []struct {
			A, B    string
			B_ahead float64
		}
	}
}

func objects(t testing.TB, out string) []object {
	t.Helper()
	var all []object
	for _, l := range strings.Split(strings.TrimSpace(out), "\n") {
		var o object
		if err := json.Unmarshal([]byte(l), &o); err != nil {
			t.Fatalf("%v in %s", err, l)
		}
		all = append(all, o)
	}
	return all
}

// pairsOf gives the pairs of lines that the output ties, the sent one first.
func pairsOf(all []object) map[[2]int]bool {
	at := map[string]int{}
	for _, o := range all {
		at[o.ID] = o.Source.Line
	}
	pairs := map[[2]int]bool{}
	for _, o := range all {
		for _, l := range o.Links {
			if l.Rel != "other-side" {
				continue
			}
			p := [2]int{o.Source.Line, at[l.ID]}
			if o.Correlation.Role == "received" {
				p[0], p[1] = p[1], p[0]
			}
			pairs[p] = true
		}
	}
	return pairs
}

// TestPairs: of random sessions in two routers' logs the right lines are paired, whatever the clocks and vendors.
func TestPairs(t *testing.T) {
	for _, c := range []struct {
		name             string
		opt              scenarioOptions
		recall, precison float64
	}{
		{"plain", scenarioOptions{sessions: 3, flaps: 20}, 0.97, 0.99},
		{"two minutes apart", scenarioOptions{sessions: 3, flaps: 20, skew: 127 * time.Second}, 0.97, 0.99},
		{"seven hours apart", scenarioOptions{sessions: 3, flaps: 20, skew: -7*time.Hour - 13*time.Second}, 0.95, 0.99},
		{"losses", scenarioOptions{sessions: 4, flaps: 20, skew: 41 * time.Minute, lose: 0.2}, 0.93, 0.98},
		{"cut Data", scenarioOptions{sessions: 3, flaps: 20, skew: 300 * time.Second, cut: 6, lose: 0.1}, 0.93, 0.98},
		{"no Data", scenarioOptions{sessions: 3, flaps: 15, skew: 1000 * time.Second, noData: true, lose: 0.1}, 0.9, 0.97},
		{"regular flaps", scenarioOptions{sessions: 2, flaps: 30, skew: 200 * time.Second, regular: true, lose: 0.1}, 0.9, 0.97},
		{"one file", scenarioOptions{sessions: 4, flaps: 20, skew: 20 * time.Second, interleave: true, lose: 0.1}, 0.93, 0.98},
		{"one flap", scenarioOptions{sessions: 1, flaps: 1, skew: 90 * time.Second}, 0.9, 0.97},
		{"clock set", scenarioOptions{sessions: 2, flaps: 40, skew: 100 * time.Second, jump: -50 * time.Minute, lose: 0.1}, 0.9, 0.97},
		{"clock set, no Data", scenarioOptions{sessions: 2, flaps: 40, skew: 100 * time.Second, jump: 20 * time.Minute, noData: true}, 0.85, 0.95},
		{"LAN", scenarioOptions{sessions: 2, flaps: 20, skew: 30 * time.Second, lan: true}, 0.9, 0.95},
		{"LAN, no Data", scenarioOptions{sessions: 2, flaps: 20, skew: 30 * time.Second, lan: true, noData: true, lose: 0.1}, 0.85, 0.9},
		{"printed twice", scenarioOptions{sessions: 2, flaps: 20, skew: 300 * time.Second, twice: true, lose: 0.1}, 0.9, 0.97},
		{"many sessions", scenarioOptions{sessions: 40, flaps: 3, skew: 3 * time.Hour, lose: 0.1}, 0.9, 0.97},
	} {
		var hits, found, all int
		for seed := range uint64(6 / (1 + scarce/4)) {
			sc := makeScenario(rand.New(rand.NewPCG(seed, 5)), c.opt)
			opt := testOptions()
			opt.Correlate.On = true
			out, _ := run(t, sc.text, opt)
			pairs := pairsOf(objects(t, out))
			found += len(pairs)
			for _, tr := range sc.truth {
				if tr.sent > 0 && tr.received > 0 {
					all++
					if pairs[[2]int{tr.sent, tr.received}] {
						hits++
					}
				}
			}
		}
		recall, precision := float64(hits)/float64(max(all, 1)), float64(hits)/float64(max(found, 1))
		t.Logf("%-20s %5d pairs, recall %.4f, precision %.4f", c.name, all, recall, precision)
		if recall < c.recall || precision < c.precison {
			t.Errorf("%s: recall %.4f, precision %.4f, want %.2f and %.2f", c.name, recall, precision, c.recall, c.precison)
		}
	}
}

// TestPairsByOrder: logs without Data, of routers in one network that is no link, are tied by different things in one order, and not
// by one thing that is the same.
func TestPairsByOrder(t *testing.T) {
	const (
		one   = "2024-03-12T20:45:14.312Z tor-1 BGP/5/BGP_STATE_CHANGED: BGP.: 10.16.146.159 state has changed from ESTABLISHED to IDLE for receiving Notification with error %s.\n"
		sent  = "2024-03-12T%sZ tor-1 BGP/5/BGP_STATE_CHANGED: BGP.: 10.16.146.159 state has changed from ESTABLISHED to IDLE for sending Notification with error %s.\n"
		other = "2024-03-12T20:44:31.100Z srv9 bgpd[55]: %%NOTIFICATION: sent to neighbor 10.16.146.254 %s (Cease) 0 bytes \n"
		got   = "2024-03-12T%sZ srv9 bgpd[55]: %%NOTIFICATION: received from neighbor 10.16.146.254 %s (x) 0 bytes \n"
	)
	for _, c := range []struct {
		want  int
		codes [3]string
	}{{want: 3, codes: [3]string{"6/3", "4/0", "6/2"}}, {want: 0, codes: [3]string{"6/3", "6/3", "6/3"}}} {
		text := fmt.Sprintf(one, c.codes[0]) + fmt.Sprintf(sent, "20:55:44.312", c.codes[1]) + fmt.Sprintf(sent, "21:10:00.000", c.codes[2]) +
			fmt.Sprintf(other, c.codes[0]) + fmt.Sprintf(got, "20:55:01.300", c.codes[1]) + fmt.Sprintf(got, "21:09:17.000", c.codes[2])
		opt := testOptions()
		opt.Correlate.On = true
		out, _ := run(t, text, opt)
		if pairs := pairsOf(objects(t, out)); len(pairs) != c.want {
			t.Errorf("%v: %d pairs, want %d", c.codes, len(pairs), c.want)
		}
	}
}

// maps gives the objects of the output.
func maps(t testing.TB, out string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for _, l := range strings.Split(strings.TrimSpace(out), "\n") {
		var o map[string]any
		if err := json.Unmarshal([]byte(l), &o); err != nil {
			t.Fatalf("%v in %s", err, l)
		}
		all = append(all, o)
	}
	return all
}

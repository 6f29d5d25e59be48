package explain

import (
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/explain/kb"
)

// reasonsOfKB gives the ids of all reasons that have a text.
func reasonsOfKB(t *testing.T) []string {
	t.Helper()
	var ids []string
	for head := range kbEntries(t) {
		if f := strings.Fields(head); len(f) == 2 && f[0] == "reason" {
			ids = append(ids, f[1])
		}
	}
	return ids
}

// TestEveryReason: each has a headline, a verdict, and something to do here; with and without what an alarm gives, by
// any maker, whatever the last error.
func TestEveryReason(t *testing.T) {
	full := &Alarm{Limit: 1000, Percent: 75, Count: 760, Family: "IPv4 unicast", Routes: "IPv4", Interface: "GE0/0/1"}
	for _, id := range reasonsOfKB(t) {
		e, _ := kb.Find("reason "+id, "")
		f, c, s := entry{e, true}.fault()
		if got := f.String() + " " + c.String() + " " + s.String(); got != e.One("fault") || len(e.All("fault")) != 1 {
			t.Errorf("%s: fault %q reads as %q", id, e.One("fault"), got)
		}
		if (len(e.All("cause")) == 0) != (f == FaultNone && !strings.Contains(id, "restart") && id != "user-reset" && id != "collision" && id != "gr-peer-helping") {
			t.Errorf("%s: causes %q", id, e.All("cause"))
		}
		for _, a := range []*Alarm{nil, full, {Limit: -1, Percent: -1, Count: -1}} {
			for _, style := range []string{"", "huawei-vrp", "cisco-ios"} {
				for _, code := range []int{-1, 2, 3, 4, 6} {
					x := Explain(nil, Evidence{Code: code, Subcode: 1, Reason: id, Alarm: a, Style: style})
					sound(t, x, nil)
					if head := x.Event("192.0.2.1"); head == "" || strings.ContainsAny(head+x.Event(""), "{}[]\x00") || !x.TellsSession() || x.Verdict.Claim != ClaimNone {
						t.Errorf("%s: %+v", id, x)
					}
					if len(x.Verdict.Actions) == 0 || strings.Contains(x.Verdict.Summary, "192.0.2.1") {
						t.Errorf("%s: %+v", id, x.Verdict)
					}
				}
			}
		}
	}
}

func TestHeadlines(t *testing.T) {
	limit := &Alarm{Limit: 1000, Percent: 75, Count: -1, Family: "IPv4 unicast"}
	for _, tc := range []struct {
		peer string
		ev   Evidence
		want string
	}{
		{"10.1.1.1", Evidence{Reason: "interface-down", Code: -1}, "Session with 10.1.1.1 went down: direct interface down"},
		{"", Evidence{Reason: "interface-down", Code: -1, Alarm: &Alarm{Interface: "GE0/0/1"}}, "Session went down: direct interface down (GE0/0/1)"},
		{"", Evidence{Reason: "interface-down", Code: -1, Alarm: &Alarm{Interface: "GE0\x1b[31m"}}, "Session went down: direct interface down"},
		{"10.1.1.1", Evidence{Reason: "route-threshold", Code: -1, Alarm: limit}, "Routes from 10.1.1.1 passed 75 % of the limit of 1000 (IPv4 unicast)"},
		{"", Evidence{Reason: "route-threshold", Code: -1}, "Routes passed the limit"},
		{"10.1.1.1", Evidence{Reason: "established", Code: 3, Subcode: 5}, "Session with 10.1.1.1 established"},
		{"swp1", Evidence{Reason: "notification-received", Code: 6, Subcode: 2}, "Session with swp1 went down: NOTIFICATION 6/2 (Administrative Shutdown) received"},
		{"", Evidence{Reason: "notification-sent", Code: -1}, "Session went down: NOTIFICATION sent"},
		{"", Evidence{Reason: "device-route-maximum", Code: -1, Alarm: &Alarm{Routes: "IPv6", Limit: 9, Percent: -1, Count: -1}}, "IPv6 routes reached what the device can hold (9): new routes are dropped"},
	} {
		if got := Explain(nil, tc.ev).Event(tc.peer); got != tc.want {
			t.Errorf("%+v: %q, want %q", tc.ev, got, tc.want)
		}
	}
}

// TestLastError: which last errors belong to a reason, and what is said of those that do not.
func TestLastError(t *testing.T) {
	for _, tc := range []struct {
		reason    string
		code, sub int
		verdict   string
		says      string // in the summary
		note      string // of the last error
	}{
		{"configuration", 6, 2, "configuration sender high", "6/2", ""},
		{"configuration", 6, 6, "configuration sender high", "6/6", ""},
		{"configuration", 3, 5, "configuration sender high", "configuration ended", "does not fit"},
		{"hold-timer", 4, 0, "network both medium", "4/0", ""},
		{"hold-timer", 3, 5, "network both medium", "heard nothing", "does not fit"},
		{"unreachable", 3, 5, "network both medium", "could no longer reach", "not taken as the cause"},
		{"interface-down", 4, 0, "network both medium", "interface", "not taken as the cause"},
		{"route-limit", 6, 1, "configuration both high", "6/1", ""},
		{"route-limit", 4, 0, "configuration both high", "limit", "does not fit"},
		{"notification-received", 6, 2, "configuration sender high", "6/2", ""},
		{"notification-received", 3, 5, "unknown both low", "the peer does not accept", ""},
		{"erroneous-packet", 2, 2, "configuration sender high", "this router", ""},
		{"erroneous-packet", 3, 5, "unknown both low", "this router", ""},
		{"erroneous-packet", 4, 0, "notification-receiver both low", "holds for wrong", "does not fit"},
		{"down", 4, 0, "network both medium", "4/0", ""},
		{"established", 3, 5, "none unknown high", "came up", "fall before"},
	} {
		x := Explain(nil, Evidence{Reason: tc.reason, Code: tc.code, Subcode: tc.sub, Style: "huawei-vrp", Vendor: "Huawei VRP"})
		v := &x.Verdict
		if got := v.Fault.String() + " " + v.Side.String() + " " + v.Confidence.String(); got != tc.verdict {
			t.Errorf("%s %d/%d: %s, want %s", tc.reason, tc.code, tc.sub, got, tc.verdict)
		}
		low := strings.ToLower(v.Summary)
		if !strings.Contains(low, strings.ToLower(tc.says)) || tc.note != "" && strings.Contains(low, pairName(tc.code, tc.sub)) {
			t.Errorf("%s %d/%d: %q", tc.reason, tc.code, tc.sub, v.Summary)
		}
		said := ""
		for _, n := range x.Notes {
			if strings.Contains(n, "last error") {
				said = n
			}
		}
		if (said != "") != (tc.note != "") || !strings.Contains(said, tc.note) {
			t.Errorf("%s %d/%d: notes %q", tc.reason, tc.code, tc.sub, x.Notes)
		}
	}
}

func TestHuaweiProcedure(t *testing.T) {
	for _, tc := range []struct {
		reason    string
		code, sub int
		want      []string
	}{
		{"hold-timer", -1, -1, []string{"ping", "display acl all", "ebgp-max-hop", "valid-ttl-hops", "cpu-usage"}},
		{"down", 4, 0, []string{"ping", "TCP port 179", "valid-ttl-hops"}},
		{"down", 6, 4, []string{"log-info", "reset bgp"}},
		{"down", 6, 1, []string{"route-limit"}},
		{"down", 6, 9, []string{"BFD"}},
		{"down", 2, 2, []string{"log-info", "AS numbers"}},
		{"notification-received", 3, 5, []string{"log-info"}},
		{"unreachable", -1, -1, []string{"display ip routing-table", "ebgp-max-hop"}},
		{"route-threshold", -1, -1, []string{"alert-only", "ip-prefix"}},
	} {
		for _, style := range []string{"huawei-vrp", "frr"} {
			var b strings.Builder
			for _, a := range Explain(nil, Evidence{Reason: tc.reason, Code: tc.code, Subcode: tc.sub, Style: style}).Verdict.Actions {
				b.WriteString(a.Do + "\n")
			}
			for _, w := range tc.want[:1] {
				if style == "frr" && tc.want[0] != "ping" && tc.want[0] != "BFD" && strings.Contains(b.String(), w) {
					t.Errorf("%s at %s: %s", tc.reason, style, b.String())
				}
			}
			for _, w := range tc.want {
				if style == "huawei-vrp" && !strings.Contains(b.String(), w) {
					t.Errorf("%s %d/%d: no %q in %s", tc.reason, tc.code, tc.sub, w, b.String())
				}
			}
		}
	}
}

func TestTemplate(t *testing.T) {
	x := Explain(nil, Evidence{Code: -1, Subcode: -1, Reason: "down", Alarm: &Alarm{Name: "bgpSomething", Text: "the session fell", Template: true}})
	sound(t, x, nil)
	if x.Event("a") != "" || x.Verdict.Fault != FaultNone || !strings.Contains(x.Verdict.Summary, "nothing happened") || !strings.Contains(x.Verdict.Summary, "the session fell") {
		t.Errorf("%+v", x)
	}
}

func TestAgain(t *testing.T) {
	x := Again("e7", Evidence{Code: 6, Subcode: 4, Direction: "received"})
	sound(t, x, nil)
	if s := x.Verdict.Summary; !strings.Contains(s, "e7") || !strings.Contains(s, "6/4") || !strings.Contains(s, "from the peer") {
		t.Errorf("%q", s)
	}
}

func TestUnknownReason(t *testing.T) {
	x := Explain(nil, Evidence{Code: 4, Subcode: 0, Reason: "no-such-reason"})
	if x.Event("a") != "" || !strings.Contains(x.Verdict.Summary, "4/0") {
		t.Errorf("%+v", x)
	}
}

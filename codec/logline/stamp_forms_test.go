package logline

import (
	"strings"
	"testing"
	"time"
)

const stampedEvent = "%NOTIFICATION: received from neighbor 192.0.2.7 6/4 (Cease/Administrative Reset) 0 bytes"

func stampOptions() Options {
	return Options{Now: time.Date(2026, 8, 20, 12, 0, 0, 0, time.UTC), Location: time.UTC}
}

// stampPlaces are what may stand around a stamp, and the host that is to be found there.
var stampPlaces = []struct{ before, behind, host string }{
	{"", " ", ""},
	{"", " r1 bgpd[1]: ", "r1"},
	{"<30>", " r1 bgpd[1]: ", "r1"},
	{"[", "] ", ""},
	{"frr-router-1  | ", " ", ""},
	{"/var/log/x.log:17:", " ", ""},
	{"7,", `,core-4,"`, "core-4"},
	{`"`, `","core-4","`, "core-4"},
	{"| ", " | pe-1 | ", "pe-1"},
	{"<tr><td>", "</td><td>pe-1</td><td>", "pe-1"},
	{`ts="`, `" level=err msg="`, ""},
	{`{"time":"`, `","text":"`, ""},
	{"ts=", " ", ""},
	{"pe7\tlocal7\t", "\t", ""},
}

// TestStampForms: a time in any of these notations is read wherever it stands.
func TestStampForms(t *testing.T) {
	for in, want := range map[string]string{
		"02-Jan-2026 10:11:12":                "2026-01-02T10:11:12Z",
		"2-Jan-2026 10:11:12.123":             "2026-01-02T10:11:12.123Z",
		"02-JAN-2026 10:11:12":                "2026-01-02T10:11:12Z",
		"02/Jan/2026:10:11:12 +0000":          "2026-01-02T10:11:12Z",
		"2026-Jan-02 10:11:12":                "2026-01-02T10:11:12Z",
		"Jan-02-2026 10:11:12":                "2026-01-02T10:11:12Z",
		"jan/02/2026 10:11:12":                "2026-01-02T10:11:12Z",
		"jan/02 10:11:12":                     "2026-01-02T10:11:12Z",
		"20260102 10:11:12":                   "2026-01-02T10:11:12Z",
		"20260102-10:11:12":                   "2026-01-02T10:11:12Z",
		"20260102T101112Z":                    "2026-01-02T10:11:12Z",
		"20260102T101112.5+0100":              "2026-01-02T10:11:12.5+01:00",
		"2 Jan 2026 10:11:12":                 "2026-01-02T10:11:12Z",
		"02 Jan 10:11:12":                     "2026-01-02T10:11:12Z",
		"2 January 2026 10:11:12":             "2026-01-02T10:11:12Z",
		"Jan 2, 2026 10:11:12 AM":             "2026-01-02T10:11:12Z",
		"Jan 2, 2026, 10:11:12 PM":            "2026-01-02T22:11:12Z",
		"Jan 2, 2026 12:11:12 a.m.":           "2026-01-02T00:11:12Z",
		"January 2, 2026 12:11:12 PM":         "2026-01-02T12:11:12Z",
		"Jan 02, 2026 @ 10:11:12.123":         "2026-01-02T10:11:12.123Z",
		"2026/01/02-10:11:12":                 "2026-01-02T10:11:12Z",
		"2026.01.02 10:11:12":                 "2026-01-02T10:11:12Z",
		"2026-1-2 9:11:12":                    "2026-01-02T09:11:12Z",
		"2026-01-02_10:11:12":                 "2026-01-02T10:11:12Z",
		"2026-01-02, 10:11:12":                "2026-01-02T10:11:12Z",
		"2026-01-02T10:11Z":                   "2026-01-02T10:11:00Z",
		"2026-01-02 10:11:12 PM":              "2026-01-02T22:11:12Z",
		"2026-01-02 10:11:12 +0100":           "2026-01-02T10:11:12+01:00",
		"2026-01-02 10:11:12.123 -08:00":      "2026-01-02T10:11:12.123-08:00",
		"2026-01-02 10:11:12.5 +0100 CET":     "2026-01-02T10:11:12.5+01:00",
		"2026-01-02 10:11:12+08":              "2026-01-02T10:11:12+08:00",
		"Fri Jan  2 10:11:12 2026":            "2026-01-02T10:11:12Z",
		"Fri Jan  2 10:11:12 2026 +0100":      "2026-01-02T10:11:12+01:00",
		"Fri Jan 2 10:11:12 AEST 2025":        "2025-01-02T10:11:12+10:00",
		"Fri Jan 2 10:11:12 -03 2025":         "2025-01-02T10:11:12-03:00",
		"Fri Jan 2 10:11:12 XYZT 2025":        "2025-01-02T10:11:12Z",
		"Fri Jan  2 10:11:12 AM UTC 2026":     "2026-01-02T10:11:12Z",
		"Fri 2 Jan 2026 10:11:12":             "2026-01-02T10:11:12Z",
		"Fri, 02 Jan 2026 10:11:12 +0000":     "2026-01-02T10:11:12Z",
		"Friday, January 2, 2026 10:11:12 AM": "2026-01-02T10:11:12Z",
		"10:11:12.123 UTC Fri Jan 2 2026":     "2026-01-02T10:11:12.123Z",
		"*10:11:12 CET Fri Jan 2 2026":        "2026-01-02T10:11:12+01:00",
		"10:11:12 KSASTD Fri Jan 2 2026":      "2026-01-02T10:11:12Z",
		"10:11:12 2026-01-02":                 "2026-01-02T10:11:12Z",
		"I0102 10:11:12.123456":               "2026-01-02T10:11:12.123456Z",
		"13.01.2026 10:11:12":                 "2026-01-13T10:11:12Z",
		"01/13/2026 10:11:12":                 "2026-01-13T10:11:12Z",
		"13/01/2026 10:11:12":                 "2026-01-13T10:11:12Z",
		"02.02.2026 10:11:12":                 "2026-02-02T10:11:12Z",
		"1767348672.250000":                   "2026-01-02T10:11:12.25Z",
	} {
		for _, p := range stampPlaces {
			evs := Scan(Split(p.before+in+p.behind+stampedEvent+"\n"), stampOptions())
			if len(evs) != 1 {
				t.Errorf("%d events: %q%s%q", len(evs), p.before, in, p.behind)
				continue
			}
			if got := evs[0].Time.Format(time.RFC3339Nano) + " " + evs[0].Host; got != want+" "+p.host && (!strings.HasPrefix(in, "2026/") || got != want+" ") {
				t.Errorf("%q, want %s %s: %q%s%q", got, want, p.host, p.before, in, p.behind)
			}
		}
		if at, _ := LineTime(in+" r1 bgpd[1]: hello", stampOptions()); at.Format(time.RFC3339Nano) != want {
			t.Errorf("LineTime %s: %s", in, at)
		}
	}
}

// TestDateOrder: a date whose numbers do not tell day and month apart is a time only when somebody has told the order.
func TestDateOrder(t *testing.T) {
	for _, in := range []string{"01/02/2026 10:11:12", "01.02.2026 10:11:12", "1-2-2026 10:11:12", "10:11:12 01/02/2026", "1/2/2026 10:11 AM"} {
		for order, want := range []string{"0001-01-01", "2026-02-01", "2026-01-02"} {
			for _, p := range stampPlaces {
				opts := stampOptions()
				opts.DateOrder = DateOrder(order)
				evs := Scan(Split(p.before+in+p.behind+stampedEvent+"\n"), opts)
				if len(evs) != 1 {
					t.Errorf("%d events: %q%s%q", len(evs), p.before, in, p.behind)
					continue
				}
				if told := strings.Contains(strings.Join(evs[0].Notes, ";"), "--dates"); told != (order == 0) {
					t.Errorf("told: %t, order %d: %s", told, order, in)
				}
				if got := evs[0].Time.Format("2006-01-02"); got != want || !strings.Contains(evs[0].TimeText, in) {
					t.Errorf("%s %q, want %s: %q%s%q", got, evs[0].TimeText, want, p.before, in, p.behind)
				}
			}
		}
	}
}

// TestStampNumbers: a number is a time at the head of a line, in a cell and as the value of a key that says so.
func TestStampNumbers(t *testing.T) {
	for _, n := range []string{"1767348672", "1767348672000", "1767348672000000", "1767348672000000000"} {
		for _, p := range []struct {
			before, behind string
			is             bool
		}{
			{"", " ", true}, {"", " r1 bgpd[1]: ", true}, {"<30>", " ", false}, {"[", "] ", true}, {"7,", `,core-4,"`, true}, {`"`, `","x","`, true},
			{"| ", " | x | ", true}, {"<td>", "</td><td>", true}, {"ts=", " msg=", true}, {`{"timestamp":`, `,"text":"`, true}, {"a\t", "\t", true},
			{"id=", " ", false}, {"job 17: ", " ", false}, {"", ": ", false}, {"", "-", false}, {"", " 00112233 44556677 8899aabb\n", false}, {"port ", ",", false},
		} {
			evs := Scan(Split(p.before+n+p.behind+stampedEvent+"\n"), stampOptions())
			if len(evs) != 1 {
				t.Errorf("%d events: %q%s%q", len(evs), p.before, n, p.behind)
				continue
			}
			if got := evs[0].Time.Unix() == 1767348672; got != p.is {
				t.Errorf("%s: %q%s%q", evs[0].Time, p.before, n, p.behind)
			}
		}
	}
	for _, n := range []string{"0767348672", "3767348672", "17673486720", "176734867"} {
		if evs := Scan(Split(n+" "+stampedEvent+"\n"), stampOptions()); len(evs) != 1 || !evs[0].Time.IsZero() {
			t.Error(n, " is taken for a time")
		}
	}
}

// TestStampBehind: where nothing in front of an event tells a time, what is behind it on its line may; not what a peer wrote,
// and not the time of something else.
func TestStampBehind(t *testing.T) {
	for behind, is := range map[string]bool{
		" at Fri Jan  2 10:11:12 2026":                  true,
		" on 2026-01-02 10:11:12":                       true,
		" at 02/Jan/2026:10:11:12 +0000.":               true,
		" (2026-01-02T10:11:12Z)":                       true,
		" timestamp=1767348672":                         true,
		" ts=2026-01-02T10:11:12Z level=err":            true,
		" | 2026-01-02 10:11:12 | r1 |":                 true,
		"\t2026-01-02 10:11:12":                         true,
		",2026-01-02 10:11:12,r1":                       true,
		"</td><td>2026-01-02 10:11:12</td>":             true,
		`" ts="2026-01-02T10:11:12Z"`:                   true,
		`","2026-01-02 10:11:12","r1"`:                  true,
		", retry at 2026-01-02 10:11:12":                false,
		", up since 2026-01-02 10:11:12":                false,
		` "we said at 2026-01-02 10:11:12"`:             false,
		` text "ts=2026-01-02 10:11:12"`:                false,
		" until=2026-01-02T10:11:12Z":                   false,
		"; last error at 2026-01-02 10:11:12":           false,
		"\nat 2026-01-02 10:11:12":                      false,
		"<br>ts=2026-01-02T10:11:12Z":                   false,
		`"},{"timestamp":1767348672123,"text":"hello"}`: false,
	} {
		for _, event := range []string{stampedEvent, "%BGP-3-NOTIFICATION: sent to neighbor 203.0.113.4 4/0 (hold time expired) 0 bytes",
			"bgp_read_v4_message: NOTIFICATION received from 10.0.0.1 (External AS 64500): code 6 (Cease) subcode 2 (Administrative Shutdown)"} {
			front := ""
			if strings.HasPrefix(behind, `"`) {
				front = `msg="`
			}
			evs := Scan(Split(front+event+behind+"\n"), stampOptions())
			if len(evs) != 1 {
				t.Errorf("%d events: %s%s", len(evs), event, behind)
				continue
			}
			if got := evs[0].Time.Unix() == 1767348672; got != is || !is && !evs[0].Time.IsZero() {
				t.Errorf("%s: %s%s", evs[0].Time, event, behind)
			}
		}
	}
	evs := Scan(Split("2026-01-01 00:00:00 "+stampedEvent+" at 2026-01-02 10:11:12\n"), stampOptions())
	if len(evs) != 1 || evs[0].Time.Day() != 1 {
		t.Error("the time in front does not win")
	}
}

package batch

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// timesOf gives the times of the events.
func timesOf(t *testing.T, out string) []string {
	t.Helper()
	var all []string
	for _, l := range strings.Split(strings.TrimSpace(out), "\n") {
		var e struct{ Time string }
		if err := json.Unmarshal([]byte(l), &e); err != nil {
			t.Fatal(err)
		}
		all = append(all, e.Time)
	}
	return all
}

func yearless(stamp string) string {
	return stamp + " r1 bgpd[812]: %NOTIFICATION: sent to neighbor 192.0.2.9 4/0 (Hold Timer Expired) 0 bytes\n"
}

func runFile(t *testing.T, name, text string, changed time.Time, opt Options) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, changed, changed); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := Run(context.Background(), &out, []string{path}, opt); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// TestYearsBesideHistory: what a table shows of the past does not date the lines around it.
func TestYearsBesideHistory(t *testing.T) {
	const table = "Peer : 192.0.2.9\n 10-Feb-2019 15:46:17 Down  Send Notification with Error 1/1\n                            Message Header Error/Connection Not Synchronized\n\n"
	for _, text := range []string{table + yearless("Nov 21 23:00:00"), yearless("Nov 20 23:00:00") + table + yearless("Nov 21 23:00:00")} {
		at := timesOf(t, runFile(t, "a.log", text, now, testOptions()))
		if len(at) < 2 || !strings.HasPrefix(at[len(at)-1], "2026-11-21") {
			t.Errorf("%v of %s", at, text)
		}
	}
}

// TestYears: the last change of a file dates its end, and the year follows from line to line.
func TestYears(t *testing.T) {
	for _, c := range []struct {
		changed time.Time
		stamps  string
		want    string // years
	}{
		{now, "Nov 21 23:00:00,Nov 22 11:00:00", "2026 2026"},
		{now, "Nov 22 20:00:00", "2026"}, // ahead by a wrong zone
		{now, "Nov 24 00:00:00", "2025"},
		{now, "Dec 31 23:59:59,Jan  1 00:00:01,Nov 20 00:00:00", "2025 2026 2026"},
		{time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC), "Dec 31 23:59:59,Jan  1 00:00:01", "2023 2024"},
		{time.Date(2024, 3, 2, 0, 0, 0, 0, time.UTC), "Feb 29 10:00:00,Mar  1 10:00:00", "2024 2024"},
		// More than a year in one file: no line runs back.
		{time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC), "Jun  1 00:00:00,Jan  3 00:00:00,Jun  2 00:00:00,Jan 30 00:00:00", "2022 2023 2023 2024"},
		// A line out of order does not start a year.
		{time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC), "Dec 30 00:00:00,Jan  1 00:00:00,Dec 31 00:00:00,Jan  2 00:00:00", "2023 2024 2023 2024"},
		{time.Unix(0, 0), "Nov 21 23:00:00", "2026"}, // nobody's log is so old
	} {
		for _, between := range []int{0, 3000} {
			var b strings.Builder
			for _, s := range strings.Split(c.stamps, ",") {
				b.WriteString(yearless(s) + strings.Repeat(s+" r1 cron[1]: nothing to see here\n", between))
			}
			var years []string
			for _, at := range timesOf(t, runFile(t, "a.log", b.String(), c.changed, testOptions())) {
				years = append(years, at[:4])
			}
			if got := strings.Join(years, " "); got != c.want {
				t.Errorf("%s, changed %s, %d octets: %s, want %s", c.stamps, c.changed.Format(time.DateOnly), b.Len(), got, c.want)
			}
		}
	}
}

// TestClockGoesBack: in the hour that is there twice, time does not run back; stamps that tell their zone are left alone.
func TestClockGoesBack(t *testing.T) {
	opt := testOptions()
	var err error
	if opt.Location, err = time.LoadLocation("Europe/Berlin"); err != nil {
		t.Skip(err)
	}
	changed := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for stamps, want := range map[string]string{
		"Oct 25 01:50:00,Oct 25 02:10:00,Oct 25 02:59:50,Oct 25 02:00:10,Oct 25 02:59:00,Oct 25 03:10:00": "+02 +02 +02 +01 +01 +01",
		"Oct 25 02:30:05,Oct 25 02:30:02,Oct 25 02:31:00,Oct 25 03:00:00":                                 "+02 +02 +02 +01",
		"2026-10-25T02:59:50,2026-10-25T02:01:00,2026-10-25T02:02:00":                                     "+02 +01 +01",
		"2026-10-25T02:59:50+01:00,2026-10-25T02:01:00+02:00":                                             "+01 +02",
		"Mar 29 01:59:59,Mar 29 03:00:00":                                                                 "+01 +02",
	} {
		var b strings.Builder
		for _, s := range strings.Split(stamps, ",") {
			b.WriteString(yearless(s))
		}
		var zones []string
		for _, at := range timesOf(t, runFile(t, "a.log", b.String(), changed, opt)) {
			zones = append(zones, at[len(at)-6:len(at)-3])
		}
		if got := strings.Join(zones, " "); got != want {
			t.Errorf("%s: %s, want %s", stamps, got, want)
		}
	}
}

// TestYearsOfLongFile: a large file of several years is dated from its first line on.
func TestYearsOfLongFile(t *testing.T) {
	var b strings.Builder
	start := time.Date(2021, 3, 1, 0, 0, 0, 0, time.UTC)
	n := 0
	for at := start; at.Year() < 2025; at = at.Add(6 * time.Hour) {
		b.WriteString(at.Format("Jan _2 15:04:05") + " r1 sshd[1]: nothing\n")
		if n++; n%40 == 1 {
			b.WriteString(yearless(at.Format("Jan _2 15:04:05")))
		}
	}
	for _, block := range []int{8 << 10, 1 << 20} {
		opt := testOptions()
		opt.Block, opt.Chunk = block, block
		n := 0
		for i, at := range timesOf(t, runFile(t, "a.log", b.String(), time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), opt)) {
			if want := start.Add(time.Duration(i) * 240 * time.Hour).Format(time.RFC3339); at != want {
				t.Fatalf("event %d: %s, want %s", i, at, want)
			}
			n++
		}
		if n < 100 {
			t.Errorf("only %d events", n)
		}
	}
}

// TestZones: a zone is that of the inputs whose names fit.
func TestZones(t *testing.T) {
	berlin := time.FixedZone("", 3600)
	opt := testOptions()
	opt.Zones = []Zone{{"edge*", berlin}, {"*.utc", time.UTC}}
	for name, want := range map[string]string{"core.log": "23:00:00Z", "edge7.log": "23:00:00+01:00", "edge7.utc": "23:00:00Z"} {
		out := runFile(t, name, yearless("Nov 21 23:00:00"), now, opt)
		if got := timesOf(t, out)[0]; !strings.HasSuffix(got, want) {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	for _, c := range []struct {
		pattern, name string
		fits          bool
	}{
		{"edge*", "logs/edge1/messages", true}, {"edge*", "logs/core/messages", false}, {"edge*/mess*", "/var/logs/edge1/messages", true},
		{"/var/*", "/var/log", true}, {"var", "/var/log", true}, {"stdin", "stdin", true}, {"[", "x", false}, {"*", "", false},
	} {
		if z := (Zone{Pattern: c.pattern}); z.fits(c.name) != c.fits {
			t.Errorf("%s, %s: %v", c.pattern, c.name, !c.fits)
		}
	}
}

// TestParseTime: times as people give them.
func TestParseTime(t *testing.T) {
	loc := time.FixedZone("", 3600)
	at := time.Date(2026, 3, 1, 9, 30, 15, 0, loc)
	for text, want := range map[string]string{
		"2026-11-21": "2026-11-21T00:00:00", "2026-11-21 23:43": "2026-11-21T23:43:00", "2026-11-21T23:43:12": "2026-11-21T23:43:12",
		"2026-11-21T23:43:12+01:00": "2026-11-21T23:43:12", "-2h": "2026-03-01T07:30:15", "2h ago": "2026-03-01T07:30:15", "2 hours ago": "2026-03-01T07:30:15",
		"-1h30m": "2026-03-01T08:00:15", "90 min ago": "2026-03-01T08:00:15", "-1d": "2026-02-28T09:30:15", "1 week ago": "2026-02-22T09:30:15",
		"yesterday": "2026-02-28T00:00:00", "Yesterday 14:30": "2026-02-28T14:30:00", "today": "2026-03-01T00:00:00", "14:30": "2026-03-01T14:30:00",
		"14:30:05": "2026-03-01T14:30:05", "now": "2026-03-01T09:30:15", "30s ago": "2026-03-01T09:29:45", "today 07:00": "2026-03-01T07:00:00",
	} {
		got, err := ParseTime(text, at, loc)
		if err != nil || got.In(loc).Format("2006-01-02T15:04:05") != want {
			t.Errorf("%q: %v %v, want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"", "soon", "2h", "-", "ago", "-2x", "25:00", "14:30 yesterday", "-99999999999h", "2026-13-01", "99999999999999 weeks ago", "- 2h", "--2h", "+2h"} {
		if got, err := ParseTime(text, at, loc); err == nil {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}

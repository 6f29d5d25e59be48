package logline

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// TestJoined: several records on one line are several events, each with its own stamp, host and words.
func TestJoined(t *testing.T) {
	opts := Options{Now: time.Date(2026, 8, 20, 12, 0, 0, 0, time.UTC), Location: time.UTC, AllStates: true}
	for _, head := range []string{"2026 Mar  9 08:0%d:01 leaf%d ", "Mar  9 08:0%d:01 leaf%d ", "2026-03-09T08:0%d:01Z leaf%d ", "<189>1 2026-03-09T08:0%d:01Z leaf%d bgp 7 - - "} {
		for _, c := range []struct{ style, line, reasons string }{
			{"cisco-nxos", "%%BGP-5-ADJCHANGE:  bgp-64496 [8123] (default) neighbor 192.0.2.%d ", "Down - sent:  holdtimer expired error|Down - session cleared|Down - recv:  other configuration change|Up"},
			{"cisco-nxos", "%%BGP-5-ADJCHANGE:  bgp- [8123] (RED) neighbor 192.0.2.%d ", "Down|Down - words that nobody knows|Up|Down - recv:  no such thing either"},
			{"cisco-ios", "%%BGP-5-ADJCHANGE: neighbor 192.0.2.%d ", "Down Peer closed the session|Down Interface flap|Up|Down words of its own|Down BGP Notification sent"},
			{"cisco-asa", "%%ASA-3-418018: neighbor 192.0.2.%d ", "Down BGP Notification received|Down Unknown path|Up"},
		} {
			var lines []string
			want := ""
			for i, r := range strings.Split(c.reasons, "|") {
				lines = append(lines, fmt.Sprintf(head, i, i)+fmt.Sprintf(c.line, i+1)+r)
				want += fmt.Sprintf("%s 192.0.2.%d 08:0%d:01 leaf%d\n", c.style, i+1, i, i)
			}
			for _, glue := range []string{" ", "  ", "\n"} {
				got := ""
				for _, ev := range Scan(Split(strings.Join(lines, glue)), opts) {
					got += fmt.Sprintf("%s %s %s %s\n", ev.Style, ev.Peer, ev.Time.Format("15:04:05"), ev.Host)
					if strings.Contains(ev.Words, "%") || strings.Contains(ev.Words, ":01") {
						t.Errorf("words %q", ev.Words)
					}
				}
				if got != want {
					t.Errorf("joined by %q:\n%sgot\n%swant\n%s", glue, strings.Join(lines, glue), got, want)
				}
			}
		}
	}
}

// TestRecordBehind: what begins a record inside a line, and what does not.
func TestRecordBehind(t *testing.T) {
	for text, want := range map[string]string{
		"session cleared 2026 Mar  9 08:02:01 leaf1 %BGP-5-ADJCHANGE:  x": "session cleared ",
		"session cleared %BGP-5-ADJCHANGE:  x":                            "session cleared ",
		"session cleared r7 %BGP-5-ADJCHANGE:  x":                         "session cleared r7 ",
		"10 %BGP 20": "10 %BGP 20", "at 90 %BGP-x-y: 7": "at 90 %BGP-x-y: 7", "": "",
	} {
		if got := text[:recordBehind(text)]; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

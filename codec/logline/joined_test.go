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
		"session cleared *Mar  9 08:02:01.123: %BGP-5-ADJCHANGE:  x":      "session cleared ",
		"session cleared .Mar  9 08:02:01.123: %BGP-5-ADJCHANGE:  x":      "session cleared ",
		"session cleared <189>7: %BGP-5-ADJCHANGE:  x":                    "session cleared ",
		"session cleared r7 %BGP-5-ADJCHANGE:  x":                         "session cleared r7 ",
		"10 %BGP 20": "10 %BGP 20", "at 90 %BGP-x-y: 7": "at 90 %BGP-x-y: 7", "": "",
	} {
		if got := text[:recordBehind(text)]; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestOwnEnd: signs that a carrier may have, and those that are the words' own.
func TestOwnEnd(t *testing.T) {
	for text, want := range map[string]string{
		"lost<br>x": "lost", "lost</td>": "lost", "lost<!-- x -->": "lost", "limit <5 reached": "limit <5 reached", "a <- b": "a <- b", "lost <": "lost <", "lost<{x": "lost<{x", "lost<@x": "lost<@x",
		"lost,5": "lost", "lost, again": "lost, again", "lost,": "lost", "lost;": "lost", "lost; again": "lost; again", "lost`": "lost", `lost\"`: "lost", "lost|": "lost",
	} {
		if got := text[:ownEnd(text)]; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// TestCarriedWords: why a session fell ends where the quote, the cell, the tag or the code span ends in which the line is carried.
func TestCarriedWords(t *testing.T) {
	for _, carrier := range []string{`%s`, `message="%s" severity=5`, `"_raw": "%s", "host": "r7"`, `{\"msg\":\"%s\",\"n\":1}`, "@here *r1*: `%s` <https://x.example|link>",
		`<td>%s</td></tr>`, `<pre>%s<br/>`, `|r1|%s|warning|`, `| r1 | %s | warning |`, "x,%s,5", "x;%s;warning", "r1\t%s\t5"} {
		for _, c := range []struct{ style, line, words, reason string }{
			{"cisco-ios", "%%BGP-5-ADJCHANGE: neighbor %s Down %s", "Interface flap", "interface-down"},
			{"cisco-ios", "%%BGP-5-ADJCHANGE: neighbor %s Down %s", "words of its own", ReasonDown},
			{"cisco-nxos", "%%BGP-5-ADJCHANGE:  bgp-64500 [8123] (RED) neighbor %s Down - %s", "words of its own", ReasonDown},
			{"cisco-iosxr", "%%ROUTING-BGP-5-ADJCHANGE : neighbor %s Down - %s", "Peer closed the session", "peer-closed"},
			{"frr", "%%ADJCHANGE: neighbor %s(r9) in vrf default Down %s", "BGP Notification send", ReasonSent},
			{"frr", "%%ADJCHANGE: neighbor %s Down %s", "Waiting for NHT", "no-route"},
			{"fortios", "BGP: %%BGP-5-ADJCHANGE: VRF 0 neighbor %s Down %s", "Hold Timer Expired", "hold-timer"},
			{"openbgpd", "neighbor %s: state change Established -> Idle, reason: %s", "Connection closed", "peer-closed"},
			{"frr", "%s [Error] bgp_read_packet error: %s", "Connection reset by peer", "peer-closed"},
		} {
			for _, peer := range []string{"192.0.2.7", "2001:db8::7"} {
				if strings.HasPrefix(c.line, "%s") && strings.Contains(carrier, "\\") {
					continue
				}
				text := fmt.Sprintf(carrier, fmt.Sprintf(c.line, peer, c.words))
				if ev := one(t, text); ev.Style != c.style || ev.Peer != peer || ev.Words != c.words || ev.Reason != c.reason {
					t.Errorf("%s %s %q %s, want %q %s:\n%s", ev.Style, ev.Peer, ev.Words, ev.Reason, c.words, c.reason, text)
				}
			}
		}
	}
}

// TestZebraBehind: a record of FRR or Quagga that stands behind the fall of another session on its line is an event of its own.
func TestZebraBehind(t *testing.T) {
	for _, glue := range []string{" ", "  ", " bgpd[7]: ", " BGP: [HZN6M-XRM1G] ", " Nov 20 16:58:05 r1 bgpd[7]: ", " 2026/11/20 16:58:05 BGP: [EC 33554503] "} {
		evs := Scan(Split("bgpd[7]: %ADJCHANGE: neighbor 192.0.2.7(r7) in vrf default Down Peer closed the session"+glue+
			"%NOTIFICATION: received from neighbor 2001:db8::9 6/2 (Cease/Administrative Shutdown) 0 bytes\n"), Options{})
		if len(evs) != 2 || evs[0].Words != "Peer closed the session" || evs[1].Peer != "2001:db8::9" || evs[1].Code != 6 || evs[1].Subcode != 2 {
			t.Errorf("behind %q: %+v", glue, evs)
		}
	}
}

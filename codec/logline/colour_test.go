package logline

import (
	"strings"
	"testing"
	"time"
)

// TestLostColours: codes for colours hide nothing when their escape octet is lost or written out.
func TestLostColours(t *testing.T) {
	const event = "%NOTIFICATION: received from neighbor 192.0.2.7 6/4 (Cease/Administrative Reset) 0 bytes"
	opts := Options{Now: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC), Location: time.UTC}
	for _, esc := range append([]string{"", "\x1b"}, lostEscapes[:]...) {
		for _, line := range []string{
			"@[31m2026-11-22 10:00:00 r1 bgpd[7]: " + event + "@[0m",
			"@[32m2026-11-22 10:00:00@[0m @[1;31mr1@[0m bgpd[7]: @[0;31m" + event + "@[0m@[K",
			"  @[1;38;5;9mNov 22 10:00:00 r1 bgpd[7]: " + event,
			"frr-router-1  | @[36m2026/11/22 10:00:00@[39m BGP: " + event,
			"@[36mfrr-router-1  |@[0m 2026/11/22 10:00:00 BGP: " + event,
			"2026/11/22 10:00:00 BGP: " + strings.Replace(event, "192.0.2.7", "@[1m192.0.2.7@[0m", 1),
		} {
			text := strings.ReplaceAll(line, "@", esc)
			evs := Scan(Split("one\n"+text+"\n"), opts)
			if len(evs) != 1 || evs[0].Peer != "192.0.2.7" || evs[0].Time.Format("01-02 15:04:05") != "11-22 10:00:00" {
				t.Errorf("%d events in %q: %+v", len(evs), text, evs)
			}
		}
	}
	// What a peer wrote stays; so do brackets that are no codes.
	for _, text := range []string{
		`2026/11/22 10:00:00 BGP: %NOTIFICATION: received from neighbor 192.0.2.7 6/4 (Cease/Administrative Reset) "a [31mred[0m day"`,
		`2026/11/22 10:00:00 BGP: %NOTIFICATION: received from neighbor 192.0.2.7 6/4 (Cease/Administrative Reset) "a #033[31mred"`,
	} {
		evs := Scan(Split(text+"\n"), opts)
		if len(evs) != 1 || !strings.Contains(evs[0].Text, "[31mred") {
			t.Errorf("%+v\n%s", evs, text)
		}
	}
	for _, text := range []string{"bgpd[31]: m", "[3]m", "[m", "[K", "a[1;2;x", "[", "x [1", "[30m] ago"} {
		if _, n := colourAt(text, 0); n != 0 {
			t.Errorf("%q has a code of %d octets", text, n)
		}
	}
}

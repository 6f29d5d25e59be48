package logline

import (
	"fmt"
	"testing"
)

// TestUntagged: lines of syslog without a program's tag, one event in several, have their host.
func TestUntagged(t *testing.T) {
	for _, host := range []string{"r5", "ce1", "smartedge-7", "se800.example.net"} {
		for _, head := range []string{"Mar  4 11:30:00 %s ", "<30>Mar 14 01:02:03 %s ", "2026-03-04T11:30:00Z %s "} {
			h := fmt.Sprintf(head, host)
			text := h + "notification msg sent (nbr 172.16.77.3, context 0x4006a1b2 29 bytes, repeated 12 times, code 3/5 (update: attribute length error) - \n" +
				h + "0000 0000 ffff ffff ffff ffff ffff ffff ffff ffff 001d 0303 0580 0405 0000\n" + h + "0000 09\n"
			evs := Scan(Split(text), Options{})
			if len(evs) != 1 || evs[0].Host != host || evs[0].LineEnd != 3 {
				t.Errorf("%d events: %+v\n%s", len(evs), evs, text)
			}
		}
	}
}

// TestHexWords: what may be a row of a dump, and what not.
func TestHexWords(t *testing.T) {
	for s, want := range map[string]bool{
		"ffff ffff": true, "0000": true, "09": true, "00 0b ff": true, "deadbeef 00": true, "": false, "r5 0000": false, "fff": false, "ffff:": false, "ffff x": false, "12345": false,
	} {
		if got := hexWords(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

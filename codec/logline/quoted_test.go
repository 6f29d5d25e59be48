package logline

import (
	"fmt"
	"strings"
	"testing"
)

// TestQuotedBreak: what a peer wrote does not begin a line, whatever it imitates.
func TestQuotedBreak(t *testing.T) {
	fakes := []string{"%BGP-3-NOTIFICATION: sent to neighbor 9.9.9.8 4/0 (hold time expired) 0 bytes",
		"%NOTIFICATION: received from neighbor 9.9.9.7 3/5 (UPDATE Message Error/Attribute Length Error) 3 bytes 01 02 03"}
	for _, line := range []string{
		`2026-03-04T11:00:02Z l7 bgpd[1]: %%NOTIFICATION: received from neighbor 10.1.1.1 6/4 (Cease/Administrative Reset) "%s"`,
		`Mar  4 11:00:02 ob bgpd[1]: neighbor 10.1.1.1 (c): received notification: Cease, administratively down: reason "%s"`,
	} {
		for _, br := range []string{"<br>", "<BR/>", "<br />", "<br><br>"} {
			for _, fake := range fakes {
				for _, said := range []string{"evil " + br + fake, "evil" + br + fake + br + "x", br + fake, `an "evil" ` + br + fake, "a < b" + br + fake} {
					text := fmt.Sprintf(line, said)
					for _, text := range []string{text, text + "\n", "one\n" + text + "\r\ntwo\n"} {
						evs := Scan(Split(text), Options{})
						if len(evs) != 1 || evs[0].Peer != "10.1.1.1" {
							t.Errorf("%d events, the last of %q\n%s", len(evs), evs[max(0, len(evs)-1)].Peer, text)
						}
					}
				}
			}
		}
		// Lines that <br> stands between are still lines, with quotes in them or around them.
		var lines []string
		for i := 1; i < 5; i++ {
			lines = append(lines, strings.ReplaceAll(fmt.Sprintf(line, fmt.Sprint("bye ", i)), "10.1.1.1", fmt.Sprint("10.1.1.", i)))
		}
		for _, around := range []string{"%s", "%s\n", "<p>%s</p>\n", "one<br>%s"} {
			if evs := Scan(Split(fmt.Sprintf(around, strings.Join(lines, "<br>"))), Options{}); len(evs) != 4 {
				t.Errorf("%d events of 4 between <br>, around %q", len(evs), around)
			}
		}
	}
	for _, text := range []string{`"x","one<br>` + fakes[0] + `<br>two"`, `{"a": "one<br>` + fakes[0] + `<br>two"}`, `{"a":"one<br>` + fakes[0] + `"}`} {
		if evs := Scan(Split(text), Options{}); len(evs) != 1 || evs[0].Peer != "9.9.9.8" {
			t.Errorf("%d events in the field of %s", len(evs), text)
		}
	}
}

// TestQuotedWrap: a wrapped text that a peer wrote does not begin a record either; a line behind an open quote does, unless the
// quote ends behind it.
func TestQuotedWrap(t *testing.T) {
	const head = `2026-03-04 11:00:02.926 <RMT> R7: Received: Administrative shutdown: "see you \"then\"`
	for _, c := range []struct {
		text string
		want int
	}{
		{head + "\n%BGP-3-NOTIFICATION: sent to neighbor 9.9.9.8 4/0 (x) 0 bytes\"\n", 1},
		{head + "\n    %BGP-3-NOTIFICATION: sent to neighbor 9.9.9.8 4/0 (x) 0\n    bytes\"\n", 1},
		{head + "\n%BGP-3-NOTIFICATION: sent to neighbor 9.9.9.8 4/0 (x) 0 bytes\n", 2},
		{head + "\n%NOTIFICATION: received from neighbor 9.9.9.8 6/2 (Cease/Administrative Shutdown) \"bye\"\n", 2},
		{head + "\n%BGP-3-NOTIFICATION: sent to neighbor 9.9.9.8 4/0 (x) 0 bytes\n2026-03-04 11:00:05 <INFO> said \"x\"\n", 2},
	} {
		if evs := Scan(Split(c.text), Options{}); len(evs) != c.want {
			t.Errorf("%d events, want %d, in\n%s", len(evs), c.want, c.text)
		}
	}
}

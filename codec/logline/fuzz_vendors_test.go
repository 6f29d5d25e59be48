package logline

import (
	"strings"
	"testing"
)

// FuzzVendors starts from the samples of the Dell, Huawei and maghemite styles, whose Link moves events about: no panic,
// events in order, places inside the input, what is marked as a further line without octets of its own.
func FuzzVendors(f *testing.F) {
	for _, style := range []string{"dell-ftos", "huawei-vrp", "maghemite-pretty", "maghemite-bunyan"} {
		text, _ := readSample(f, style)
		f.Add(text)
		for _, l := range strings.Split(text, "\n") {
			f.Add(l)
			f.Add(hardWrap(l, 40))
		}
	}
	f.Add("Date/Time : 2026/08/06 19:30:01\nState : Down\nError : 35\nNotification : Send Notification")
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		lines := strings.Count(s, "\n") + 1
		for _, ev := range Scan(Split(s), Options{AllStates: true}) {
			if ev.Offset < last || ev.Offset >= len(s) || ev.Line < 1 || ev.LineEnd < ev.Line || ev.LineEnd > lines {
				t.Fatalf("lines %d to %d of %d, offset %d behind %d of %d", ev.Line, ev.LineEnd, lines, ev.Offset, last, len(s))
			}
			last = ev.Offset
			if ev.Code > 255 || ev.Subcode > 255 || ev.Code < Unknown || ev.Subcode < Unknown {
				t.Fatalf("%d/%d", ev.Code, ev.Subcode)
			}
			if ev.Content == ContentMessage && ev.Style == "maghemite-bunyan" && len(ev.Octets) < 19 {
				t.Fatalf("a message of %d octets", len(ev.Octets))
			}
		}
	})
}

package dump

import (
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// TestStrangersStayApart: lines of others near a record that is read again are not put together, as if one source had
// written them. The last line would be Data of the one before: "64513\n27265" reads as hex.
func TestStrangersStayApart(t *testing.T) {
	const lines = "*Dec  3 02:09:00.809: %BGP-5-NBR_RESET: Neighbor 192.0.2.215 active reset (BGP Notification received)\n" +
		"2026-11-21 23:43:10 <RMT> peer10: Received: Bad peer AS: 64513\n" +
		"Sat, 21 Nov 2026 23:43:12 27265  incoming-8    peer reset, message [notification received (3,4)] error['utf-8' codec can't decode byte 0xe0]\n"
	const record = `[{"nlri":{"prefix":"2001:db8::/32"},"best":true,"attrs":[{"type":1,"value":2},{"type":2,"as_paths":[]},` +
		`{"type":14,"nexthop":"2001:db8::1","afi":2,"safi":1,"value":[{"prefix":"2001:db8::/32"}]}],"source-id":"192.0.2.173"}]` + "\n"
	for _, text := range []string{record + lines, lines + record, record + lines + record} {
		opt, found := denseOptions, false
		opt.Partial = true
		for _, ev := range Read(text, opt) {
			if ev.Session == "peer10" {
				found = true
				if ev.Octets != nil || ev.Line != ev.LineEnd {
					t.Errorf("lines %d to %d, octets %x in\n%s", ev.Line, ev.LineEnd, ev.Octets, text)
				}
			}
		}
		if !found {
			t.Errorf("not found in\n%s", text)
		}
	}
}

// TestAboutSources: a line of the kind and host of a line that is read for is never left out.
func TestAboutSources(t *testing.T) {
	lines := []string{
		`{"host":"r1","message":"one"}`, ` {"message":"two"}`, `[{"host":"r2","log":"three"}]`, `"message": "four",`,
		"<14>Nov 21 23:43:10 r1 bgpd[5]: five", "2026-11-21 23:43:10 r2 six", "12:seven", "router1.log-13-eight", "a/b.log:nine",
		`"2026-11-21 23:43:10","r1","ten"`, `r2;"eleven, and more"`, "twelve<br>thirteen", "Nov 21 23:43:10 r2: fourteen",
	}
	source := func(line string) []logline.Carried {
		return logline.AppendCarried(nil, line, 0, len(line), logline.Options{})
	}
	for _, seed := range lines {
		got := source(seed)
		if len(got) == 0 {
			t.Errorf("%q carries nothing", seed)
		}
		for _, line := range lines {
			text := strings.Join([]string{seed, line, ""}, "\n")
			var a about
			a.seeds(&reader{text: text, opt: Options{Partial: true}}, []int{0})
			for _, x := range source(line) {
				if x.Source == got[0].Source && a.others(line) {
					t.Errorf("%q is left out although it is of the source of %q", line, seed)
				}
			}
		}
		if a := (about{}); !a.others(seed) {
			t.Errorf("%q is kept for nobody", seed)
		}
	}
}

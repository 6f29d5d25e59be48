package dump

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// TestExaBGPLog: of a session at debug level ExaBGP logs the octets of what it sends in a line, of what it receives in
// two, and a NOTIFICATION in two more lines. Each message is one event, whatever tells it again.
func TestExaBGPLog(t *testing.T) {
	const head = "FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF "
	evs := Read(`
08:16:48 | 4428   | incoming-1      | sending TCP payload (  19) `+head+`0013 04
08:16:48 | 4428   | incoming-1      | received complete TCP payload (  19) `+head+`0013 04
08:16:49 | 4428   | incoming-1      | received complete TCP payload (  19) `+head+`0017 05
08:16:49 | 4428   | incoming-1      | received complete TCP payload (   4) 0001 0001
08:16:50 | 4428   | incoming-1      | sending TCP payload (  21) `+head+`0015 0304 00
08:16:50 | 4428   | incoming-1      | >> NOTIFICATION (4,0,"")
08:16:50 | 4428   | incoming-1      | peer reset, message [notification sent (4,0)] error[Hold timer expired / Unspecific]
`, Options{})
	want := []struct {
		octets int
		same   bool
	}{{19, false}, {19, false}, {23, false}, {21, false}, {0, true}, {0, true}}
	if len(evs) != len(want) {
		t.Fatalf("%d events, want %d: %+v", len(evs), len(want), evs)
	}
	for i, w := range want {
		if n := len(evs[i].Octets); w.octets != 0 && n != w.octets {
			t.Errorf("event %d has %d octets, want %d", i, n, w.octets)
		}
		if same := evs[i].SameAs >= 0; same != w.same {
			t.Errorf("event %d tells another one again: %v, want %v", i, same, w.same)
		}
	}
}

// TestExaBGPReconnect: in a log of ExaBGP 3 without stamps each peer reset is an event of its own, with what leads to it, whether
// the lines of the connections between are there or not.
func TestExaBGPReconnect(t *testing.T) {
	for _, head := range []string{"exabgp: 4353   ", "INFO     | 4353   | ", "Nov 18 06:59:2%d gnlb exabgp[881]: "} {
		for _, up := range []string{"", "network       Connected to peer neighbor 192.0.2.%[2]d local-ip 192.0.2.200 local-as 64500 peer-as 64501 router-id 192.0.2.200 family-allowed in-open (out)\n"} {
			for _, arrow := range []string{"", "message       Peer       192.0.2.%[2]d ASN 64501    >> NOTIFICATION (4,0,\"\")\n"} {
				text := ""
				var want []int
				for n := range 4 {
					for peer := 1; peer < 3; peer++ {
						lines := up + arrow + "network       Peer       192.0.2.%[2]d ASN 64501    out loop, peer reset, message [notification sent (4,0)] error[Hold timer expired / Unspecific]\n"
						for _, l := range strings.SplitAfter(lines, "\n") {
							if l != "" {
								text += fmt.Sprintf(strings.ReplaceAll(head, "%d", "%[1]d")+l+"%[3]s", n, peer, "")
							}
						}
						if up != "" {
							want = append(want, -1)
						}
						want = append(want, -1)
						if arrow != "" {
							want = append(want, len(want)-1)
						}
					}
				}
				text = strings.ReplaceAll(text, "%!(EXTRA string=)", "")
				var got []int
				for _, ev := range Read(text, Options{Log: logline.Options{AllStates: true}}) {
					got = append(got, ev.SameAs)
				}
				if !reflect.DeepEqual(got, want) {
					t.Errorf("%v, want %v:\n%s", got, want, text)
				}
			}
		}
	}
}

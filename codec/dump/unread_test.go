package dump

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// TestUnread: a line that can only tell a NOTIFICATION but has no numbers that can be its codes is told as not decoded, with all
// else that it says; where it shows the whole message, that is read, and nothing is told twice.
func TestUnread(t *testing.T) {
	heads := map[string]string{
		"cisco-ios":  "Mar  5 01:05:02 r9 15: Mar  5 01:05:02.1: %%BGP-3-NOTIFICATION: sent to neighbor 10.62.0.%d %s",
		"frr":        "Mar  5 01:05:02 r9 bgpd[1]: %%NOTIFICATION: sent to neighbor 10.62.0.%d %s",
		"arista-eos": "Mar  5 01:05:02 r9 Bgp: %%BGP-3-NOTIFICATION: sent to neighbor 10.62.0.%d (VRF default AS 65000) %s",
		"cisco-asa":  "Mar  5 01:05:02 r9 : %%ASA-3-418019: sent to neighbor 10.62.0.%d %s",
	}
	for style, head := range heads {
		for n, codes := range []string{"x/y", "3/300", "4711/0", "?/2"} {
			for _, rest := range []string{"", " (hold time expired)", " (hold time expired) 0 bytes", " (x) 4 bytes 40 01 01 00"} {
				text := fmt.Sprintf(head, n+1, codes) + rest + "\nMar  5 01:05:03 r9 kernel: eth0 link up\n"
				evs := Read(text, Options{})
				if codes == "?/2" { // no words at all
					if len(evs) != 0 {
						t.Errorf("%+v in\n%s", evs, text)
					}
					continue
				}
				if len(evs) != 1 || evs[0].Kind != KindUnparsed || evs[0].Style != style || evs[0].Peer != fmt.Sprint("10.62.0.", n+1) ||
					evs[0].Direction != logline.DirSent || !strings.Contains(evs[0].Err, `"`+codes+`"`) || evs[0].Host != "r9" {
					t.Errorf("%+v in\n%s", evs, text)
				}
			}
			if codes == "?/2" {
				continue
			}
			for _, sep := range []string{" ", "\n"} {
				evs := Read(fmt.Sprintf(head, n+1, codes)+" (x) 21 bytes"+sep+"ffff ffff ffff ffff ffff ffff ffff ffff 0015 0306 04\n", Options{})
				if len(evs) != 1 || evs[0].Kind != KindMessage || evs[0].Err != "" || evs[0].Code != 6 || evs[0].Subcode != 4 || evs[0].Peer == "" {
					t.Errorf("a whole message behind %s: %+v", codes, evs)
				}
			}
		}
	}
	for _, text := range []string{"%BGP-3-NOTIFICATION: sent to neighbor 10.62.0.1 and/or others", "%NOTIFICATION: received from neighbor 10.62.0.1 10.0.0.0/8 (x) 0 bytes",
		"%BGP-3-NOTIFICATION: sent to neighbor ip-address code/subcode (text)", "%BGP-3-NOTIFICATION: sent to neighbor 10.62.0.1 3/"} {
		if evs := Read(text+"\n", Options{}); len(evs) != 0 {
			t.Errorf("%+v in %s", evs, text)
		}
	}
}

package batch

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/registry"
)

// TestCorrelatePeerDown: the NOTIFICATION that a Peer Down of BMP carries is found again in the log of either router, and
// the line without Data is judged by its octets.
func TestCorrelatePeerDown(t *testing.T) {
	data := []byte{0xe0, 7, 8, 0, 3, 2, 0xed, 0x5b, 0xdc, 0x3f, 1}
	at := time.Unix(1700000000, 0).UTC()
	for _, reason := range []byte{1, 3} {
		for _, own := range []bool{true, false} {
			peer := bmpPeer("192.0.2.77", 65077)
			in := bytes.Join([][]byte{bmpOf(4, []byte{0, 2, 0, 2, 'r', '1'}), bmpUp(peer, "192.0.2.78", anOpen(65078, 0), anOpen(65077, 0)),
				bmpOf(2, peer, []byte{reason}, messageOf(registry.MsgNotification, append([]byte{3, 4}, data...)...)), bmpOf(5, []byte{0, 1, 0, 2, 0, 0})}, nil)
			sent := (reason == 1) == own
			who := "192.0.2.78"
			if own {
				who = "192.0.2.77"
			}
			line := fmt.Sprintf("%s r9 bgpd[811]: [HZN6M-XRM1G] %%NOTIFICATION: %s neighbor %s 3/4 (UPDATE Message Error/Attribute Flags Error)\n",
				at.Add(2*time.Minute).Format(time.RFC3339), direction(sent, "sent to", "received from"), who)
			dir := t.TempDir()
			for name, b := range map[string][]byte{"a.bmp": in, "b.log": []byte(line)} {
				if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			opt := testOptions()
			opt.Correlate.On = true
			var out bytes.Buffer
			if _, err := Run(context.Background(), &out, []string{dir}, opt); err != nil {
				t.Fatal(err)
			}
			var logged, down map[string]any
			for _, o := range maps(t, out.String()) {
				if src, _ := o["source"].(map[string]any); src["style"] == "frr" {
					logged = o
				} else if o["type"] == "NOTIFICATION" {
					down = o
				}
			}
			if logged == nil || down == nil {
				t.Fatalf("reason %d: events are missing in %s", reason, out.String())
			}
			if got := links(logged, "other-side"); len(got) != 1 || got[0] != down["id"] {
				t.Errorf("reason %d, own log %v: other side %v, not %v", reason, own, got, down["id"])
			}
			if k, _ := logged["correlation"].(map[string]any); k["judged_by"] != down["id"] {
				t.Errorf("reason %d, own log %v: judged by %v", reason, own, k["judged_by"])
			}
		}
	}
}

// TestBMPHost: the host of what BMP tells is the router, by the name of its Initiation.
func TestBMPHost(t *testing.T) {
	peer := bmpPeer("192.0.2.77", 65077)
	in := bytes.Join([][]byte{bmpOf(4, []byte{0, 2, 0, 4, 'e', 'd', 'g', '7'}), bmpUp(peer, "192.0.2.78", anOpen(65078, 0), anOpen(65077, 0)),
		bmpOf(2, peer, []byte{3}, messageOf(registry.MsgNotification, 6, 2))}, nil)
	out, _ := run(t, string(in), testOptions())
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) < 3 || strings.Count(out, `"host":"edg7"`) != len(lines) {
		t.Errorf("%s", out)
	}
}

package batch

import (
	"bytes"
	"context"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
)

// updateWith makes an UPDATE whose attributes are ORIGIN, an empty AS_PATH, a next hop and more.
func updateWith(more []byte, prefix byte) []byte {
	attrs := append([]byte{0x40, 1, 1, 0, 0x40, 2, 0, 0x40, 3, 4, 192, 0, 2, 9}, more...)
	body := append([]byte{0, 0, byte(len(attrs) >> 8), byte(len(attrs))}, attrs...)
	body = append(body, 24, 203, 0, prefix)
	b := bytes.Repeat([]byte{0xff}, codec.MarkerLen)
	n := codec.HeaderLen + len(body)
	return append(append(b, byte(n>>8), byte(n), byte(registry.MsgUpdate)), body...)
}

// wireCase is a session in a capture that ends with a NOTIFICATION about one of its UPDATEs, and the log of one side.
type wireCase struct {
	kind    capture.Kind
	sent    bool // the log is that of the sender of the NOTIFICATION
	data    bool // the log shows the Data
	skew    time.Duration
	onWire  bool // the capture has the NOTIFICATION
	logLast bool
}

func (c wireCase) run(t *testing.T) []map[string]any {
	t.Helper()
	dir := t.TempDir()
	at := now.Add(-time.Hour)
	a, b := netip.MustParseAddrPort("198.51.100.7:179"), netip.MustParseAddrPort("198.51.100.130:41000")
	bad := []byte{0x80, 8, 4, 0xfb, 0xf0, 0, 100} // COMMUNITIES with the flags of an optional non-transitive attribute
	var out bytes.Buffer
	w, err := capture.NewWriter(c.kind, &out)
	if err != nil {
		t.Fatal(err)
	}
	put := func(after time.Duration, src, dst netip.AddrPort, octets []byte) {
		if err := w.Write(&capture.Message{Time: at.Add(after), Src: src, Dst: dst, SrcAS: 64500, DstAS: 64501, Octets: octets}); err != nil {
			t.Fatal(err)
		}
	}
	put(0, b, a, updateWith(nil, 1))
	put(time.Second, a, b, updateWith(nil, 2))
	put(2*time.Second, b, a, updateWith(bad, 3))
	put(2*time.Second, b, a, updateWith(nil, 4))
	if c.onWire {
		put(3*time.Second, a, b, codec.AppendNotification(nil, 3, 4, bad, 0))
	}
	file := filepath.Join(dir, "session.cap")
	if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	stamp := at.Add(3*time.Second + c.skew).Format(time.RFC3339)
	line := fmt.Sprintf("%s r1 bgpd[811]: [HZN6M-XRM1G] %%NOTIFICATION: sent to neighbor %s 3/4 (UPDATE Message Error/Attribute Flags Error)", stamp, b.Addr())
	if !c.sent {
		line = fmt.Sprintf("%s r2 bgpd[811]: [HZN6M-XRM1G] %%NOTIFICATION: received from neighbor %s 3/4 (UPDATE Message Error/Attribute Flags Error)", stamp, a.Addr())
	}
	if c.data {
		line += fmt.Sprintf(" %d bytes %s", len(bad), spaced(bad))
	}
	log := filepath.Join(dir, "r.log")
	if err := os.WriteFile(log, []byte(line+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	files := []string{log, file}
	if c.logLast {
		files = []string{file, log}
	}
	opt := testOptions()
	opt.Correlate.On = true
	var buf bytes.Buffer
	if _, err := Run(context.Background(), &buf, files, opt); err != nil {
		t.Fatal(err)
	}
	return maps(t, buf.String())
}

func links(o map[string]any, rel string) []string {
	var ids []string
	list, _ := o["links"].([]any)
	for _, l := range list {
		if m := l.(map[string]any); m["rel"] == rel {
			ids = append(ids, m["id"].(string))
		}
	}
	return ids
}

// TestWire: a line of a log is found again in a capture, and the UPDATE that it complains of, whoever wrote the log, with
// and without Data, and also when the capture ends before the NOTIFICATION. The verdict is built upon what the others show.
func TestWire(t *testing.T) {
	for i := range 1 << 6 {
		c := wireCase{kind: capture.KindPcapng, sent: i&1 == 0, data: i&2 == 0, onWire: i&4 == 0, logLast: i&8 == 0}
		if i&16 == 0 {
			c.skew = -47 * time.Minute
		}
		if i&32 != 0 {
			if c.kind = capture.KindMRT; !c.sent || !c.onWire {
				continue // its log is the receiver's
			}
		}
		if !c.onWire {
			c.skew = 0 // nothing tells of the clocks
		}
		var line, bad, notification map[string]any
		for _, o := range c.run(t) {
			src, _ := o["source"].(map[string]any)
			switch raw, _ := o["raw"].(string); {
			case src["style"] == "frr":
				line = o
			case o["type"] == "NOTIFICATION":
				notification = o
			case slices.Contains([]string{raw}, fmt.Sprintf("%x", updateWith([]byte{0x80, 8, 4, 0xfb, 0xf0, 0, 100}, 3))):
				bad = o
			}
		}
		if line == nil || bad == nil {
			t.Fatalf("%+v: events are missing", c)
		}
		if got := links(line, "offender"); c.onWire && len(got) != 1 || len(got) == 1 && got[0] != bad["id"] {
			t.Errorf("%+v: offender %v, not %v", c, got, bad["id"])
		}
		if !c.onWire {
			continue
		}
		if got := links(line, "other-side"); len(got) != 1 || got[0] != notification["id"] {
			t.Errorf("%+v: other side %v, not %v", c, got, notification["id"])
		}
		if got := links(notification, "offender"); len(got) != 1 || got[0] != bad["id"] {
			t.Errorf("%+v: offender of the NOTIFICATION %v, not %v", c, got, bad["id"])
		}
		if got := links(bad, "answer"); len(got) == 0 {
			t.Errorf("%+v: the UPDATE has no answer", c)
		}
		if v := line["verdict"].(map[string]any); v["claim"] != "confirmed" {
			t.Errorf("%+v: claim %v", c, v["claim"])
		}
		k := line["correlation"].(map[string]any)
		if o, _ := k["offender"].(map[string]any); o["confirms"] != true {
			t.Errorf("%+v: %v", c, k)
		}
		if by, ok := k["judged_by"]; ok == c.data {
			t.Errorf("%+v: judged by %v", c, by)
		}
	}
}

// TestWireWithoutData: an error that RFC 4271 gives no Data for is judged by the UPDATE that the log's line is paired with.
func TestWireWithoutData(t *testing.T) {
	for _, tc := range []struct {
		segment byte // type of the segment in AS_PATH
		claim   string
	}{{9, "confirmed"}, {2, "no-claim"}} {
		path := []byte{0x40, 2, 6, tc.segment, 1, 0, 0, 0xfb, 0xf0}
		bad := bytes.Replace(updateWith(nil, 3), []byte{0x40, 2, 0}, path, 1)
		bad[codec.MarkerLen+1] += 6
		bad[codec.HeaderLen+3] += 6
		at, a, b := now.Add(-time.Hour), netip.MustParseAddrPort("198.51.100.7:179"), netip.MustParseAddrPort("198.51.100.130:41000")
		var out bytes.Buffer
		w, err := capture.NewWriter(capture.KindPcapng, &out)
		if err != nil {
			t.Fatal(err)
		}
		for i, m := range []struct {
			src, dst netip.AddrPort
			octets   []byte
		}{{b, a, updateWith(nil, 1)}, {b, a, bad}, {a, b, codec.AppendNotification(nil, 3, 11, nil, 0)}} {
			if err := w.Write(&capture.Message{Time: at.Add(time.Duration(i) * time.Second), Src: m.src, Dst: m.dst, Octets: m.octets}); err != nil {
				t.Fatal(err)
			}
		}
		dir := t.TempDir()
		file, log := filepath.Join(dir, "session.pcapng"), filepath.Join(dir, "r.log")
		line := fmt.Sprintf("%s r1 bgpd[811]: [HZN6M-XRM1G] %%NOTIFICATION: sent to neighbor %s 3/11 (UPDATE Message Error/Malformed AS_PATH)\n", at.Add(2*time.Second).Format(time.RFC3339), b.Addr())
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(log, []byte(line), 0o600); err != nil {
			t.Fatal(err)
		}
		opt := testOptions()
		opt.Correlate.On = true
		var buf bytes.Buffer
		if _, err := Run(context.Background(), &buf, []string{log, file}, opt); err != nil {
			t.Fatal(err)
		}
		seen := false
		for _, o := range maps(t, buf.String()) {
			if src, _ := o["source"].(map[string]any); src["style"] == "frr" {
				seen = true
				if got := o["verdict"].(map[string]any)["claim"]; got != tc.claim {
					t.Errorf("segment type %d: %v, not %v: %v", tc.segment, got, tc.claim, o["verdict"])
				}
			}
		}
		if !seen {
			t.Errorf("segment type %d: no event of the log", tc.segment)
		}
	}
}

package batch

import (
	"bytes"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TestCaptureOffender: a NOTIFICATION in a capture is judged by the messages that went the other way before it.
func TestCaptureOffender(t *testing.T) {
	sound := announceOf(attrsOf(64500), 24, 10, 9, 8)
	badOrigin := bytes.Replace(sound, []byte{0x40, 1, 1, 0}, []byte{0x40, 1, 1, 9}, 1)
	badFlags := bytes.Replace(sound, []byte{0x40, 1, 1, 0}, []byte{0xc0, 1, 1, 0}, 1)
	notify := func(code, sub byte, data ...byte) []byte {
		return messageOf(registry.MsgNotification, append([]byte{code, sub}, data...)...)
	}
	keepalive := messageOf(registry.MsgKeepalive)
	for _, tc := range []struct {
		name     string
		messages [][]byte // after the OPEN
		notify   []byte
		offender string // its id, "" for none
		claim    string
	}{
		{"the last", [][]byte{sound, badOrigin}, notify(3, 6), "e5", "confirmed"},
		{"one before, more in flight", [][]byte{badOrigin, sound, sound, keepalive}, notify(3, 6), "e3", "confirmed"},
		{"subcode not told", [][]byte{badFlags, sound}, notify(3, 0), "e3", "confirmed"},
		{"of two the one with the Data", [][]byte{badFlags, badOrigin}, notify(3, 4, 0xc0, 1, 1, 0), "e3", "confirmed"},
		{"nothing is wrong", [][]byte{sound, sound}, notify(3, 6), "", "data-off-rfc"},
		{"another fault", [][]byte{badFlags}, notify(3, 6), "", "data-off-rfc"},
		{"no complaint", [][]byte{badOrigin}, notify(6, 2), "", "no-claim"},
	} {
		for _, kind := range []capture.Kind{capture.KindPcap, capture.KindPcapng} {
			there := append([][]byte{anOpen(65001, 0)}, tc.messages...)
			back := [][]byte{anOpen(65002, 0)} // message k is event 2k+1
			for range len(tc.messages) - 1 {
				back = append(back, keepalive)
			}
			in := conversation(t, kind, there, append(back, tc.notify))
			for _, correlate := range []bool{false, true} {
				opt := testOptions()
				opt.Correlate.On, opt.Merge = correlate, correlate
				out, _ := run(t, string(in), opt)
				var last map[string]any
				for _, o := range ownObjects(t, out) {
					if o["type"] == "NOTIFICATION" {
						last = o
					}
				}
				offender := ""
				if l := links(last, "offender"); len(l) > 0 {
					offender = l[0]
				}
				if len(links(last, "offender")) > 1 || offender != tc.offender && !correlate || member(last, "verdict.claim") != tc.claim {
					t.Errorf("%s, %s, correlate %v: offender %q, %v", tc.name, kind, correlate, offender, last["verdict"])
				}
			}
		}
	}
}

package peer

import (
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// TestVerdictOfOurs: a NOTIFICATION of ours is judged by the message that it answers, which is known here.
func TestVerdictOfOurs(t *testing.T) {
	f, tell, out := newFeed(t, Options{JSON: true})
	f.handshake()
	f.message(false, updateMsg([]byte{16, 172, 16}, nil, nil))
	wrong := codec.AppendHeader(nil, codec.HeaderLen+4, 2)
	f.message(false, append(wrong, 0xff, 0xff, 0, 0)) // withdrawn routes that run past the end
	f.message(true, codec.AppendNotification(nil, 3, 1, nil, 0))
	f.event(speaker.Event{Kind: speaker.Closed})
	tell.Finish()
	seen := 0
	for _, o := range checkObjects(t, out.String()) {
		if o["type"] != "NOTIFICATION" {
			continue
		}
		seen++
		v := o["verdict"].(map[string]any)
		if v["claim"] != "confirmed" || v["fault"] != "notification-receiver" || v["confidence"] != "high" {
			t.Errorf("%v", v)
		}
	}
	if seen != 1 {
		t.Errorf("%d NOTIFICATIONs", seen)
	}
}

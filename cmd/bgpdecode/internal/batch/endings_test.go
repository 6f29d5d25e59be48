package batch

import (
	"net/netip"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// TestEndings: the record of a fall belongs to the NOTIFICATION of its session: that of the same record in BMP, the last
// one within seconds in MRT, and one only.
func TestEndings(t *testing.T) {
	at := time.Date(2026, 3, 4, 8, 0, 0, 0, time.UTC)
	note := func(style, peer string, offset, s int) dump.Event {
		ev := dump.Event{SameAs: -1}
		ev.Style, ev.Peer, ev.Offset, ev.Time = style, peer, offset, at.Add(time.Duration(s)*time.Second)
		ev.Event.Kind, ev.Direction, ev.Code = logline.KindNotification, logline.DirReceived, 6
		return ev
	}
	fall := func(style, peer string, offset, s int) dump.Event {
		ev := note(style, peer, offset, s)
		ev.Direction, ev.Code = logline.DirUnknown, -1
		stateEvent(&ev, &capture.StateChange{Old: capture.StateEstablished, New: capture.StateIdle, By: style, Reason: map[string]uint8{"bmp": 3}[style]})
		return ev
	}
	for _, c := range []struct {
		name string
		evs  []dump.Event
		want []int
	}{
		{"mrt", []dump.Event{note("mrt", "192.0.2.1", 0, 0), note("mrt", "192.0.2.2", 50, 0), fall("mrt", "192.0.2.1", 100, 3), fall("mrt", "192.0.2.1", 150, 4)}, []int{-1, -1, 0, -1}},
		{"mrt, later", []dump.Event{note("mrt", "192.0.2.1", 0, 0), fall("mrt", "192.0.2.1", 100, 30)}, []int{-1, -1}},
		{"bmp", []dump.Event{note("bmp", "192.0.2.1", 7, 0), fall("bmp", "192.0.2.1", 7, 0), fall("bmp", "192.0.2.1", 90, 0)}, []int{-1, 0, -1}},
		{"bmp, another record", []dump.Event{note("bmp", "192.0.2.1", 7, 0), fall("bmp", "192.0.2.1", 90, 0)}, []int{-1, -1}},
	} {
		var e endings
		for i := range c.evs {
			c.evs[i].Index = i
			if e.tie(&c.evs[i]); c.evs[i].SameAs != c.want[i] {
				t.Errorf("%s: event %d tells %d again, want %d", c.name, i, c.evs[i].SameAs, c.want[i])
			}
		}
	}
}

// TestPeerDownWords: every reason of a Peer Down record and every event of the state machine is told in words.
func TestPeerDownWords(t *testing.T) {
	for _, c := range []struct {
		reason uint8
		event  uint16
		id     string
	}{
		{1, 0, logline.ReasonSent}, {2, 0, logline.ReasonDown}, {2, 10, "hold-timer"}, {2, 2, "local-stop"}, {2, 18, "transport-error"}, {2, 29, "send-hold-timer"},
		{2, 11, logline.ReasonDown}, {2, 65535, logline.ReasonDown}, {3, 0, logline.ReasonReceived}, {4, 0, "peer-closed"}, {5, 0, ""}, {200, 0, ""},
	} {
		var ev dump.Event
		stateEvent(&ev, &capture.StateChange{Old: capture.StateEstablished, New: capture.StateIdle, By: "bmp", Reason: c.reason, FSMEvent: c.event})
		if ev.Reason != c.id || len(ev.Params) == 0 || c.reason < 7 && ev.Params[0].Meaning == "" {
			t.Errorf("reason %d, event %d: %q, %+v", c.reason, c.event, ev.Reason, ev.Params)
		}
	}
	j := job{}
	j.record(&capture.Record{Kind: capture.RecordState, State: &capture.StateChange{Old: capture.StateEstablished, New: capture.StateActive, By: "mrt"},
		Src: netip.MustParseAddrPort("192.0.2.1:179"), Dir: capture.DirReceived}, nil, texts{})
	if r := j.events[0].Reason; r != logline.ReasonDown {
		t.Errorf("MRT: %q", r)
	}
}

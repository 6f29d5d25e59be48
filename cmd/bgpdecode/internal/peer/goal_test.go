package peer

import (
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

func TestGoalParse(t *testing.T) {
	for _, tc := range []struct {
		text string
		want Goal
		err  string
	}{
		{"established", Goal{Established: true}, ""},
		{"Notification, 30s", Goal{Notification: true, After: 30 * time.Second}, ""},
		{"1m30s,eor", Goal{EndOfRIB: true, After: 90 * time.Second}, ""},
		{"2h", Goal{After: 2 * time.Hour}, ""},
		{"", Goal{}, "is not established"},
		{"30", Goal{}, "is not established"},
		{"-1s", Goal{}, "is not established"},
		{"up", Goal{}, "is not established"},
		{"established,eor", Goal{}, "two conditions"},
		{"1s,2s", Goal{}, "two times"},
	} {
		var g Goal
		err := g.Parse(tc.text)
		switch {
		case tc.err != "" && (err == nil || !strings.Contains(err.Error(), tc.err)):
			t.Errorf("%q: %v, want %s", tc.text, err, tc.err)
		case tc.err == "" && (err != nil || g != tc.want):
			t.Errorf("%q: %+v, %v, want %+v", tc.text, g, err, tc.want)
		}
	}
}

// TestGoalReached: a goal is reached with the event that brings it, once, and not before.
func TestGoalReached(t *testing.T) {
	eor := func(f *feed) { f.event(speaker.Event{Kind: speaker.EndOfRIB, Family: codec.IPv4Unicast}) }
	for _, tc := range []struct {
		name   string
		goal   Goal
		before func(*feed)
		with   func(*feed)
	}{
		{"established", Goal{Established: true}, func(f *feed) { f.event(speaker.Event{Kind: speaker.Opened}) }, (*feed).handshake},
		{"notification received", Goal{Notification: true}, (*feed).handshake, (*feed).fall},
		{"notification sent", Goal{Notification: true}, (*feed).handshake, func(f *feed) { f.message(true, codec.AppendNotification(nil, 4, 0, nil, 0)) }},
		{"eor", Goal{EndOfRIB: true}, (*feed).handshake, eor},
		{"count", Goal{Count: 5}, (*feed).handshake, func(f *feed) { f.message(false, keepalive) }},
	} {
		reached := 0
		f, tell, _ := newFeed(t, Options{Goal: tc.goal, Reached: func() { reached++ }})
		if tc.before(f); reached != 0 || tell.Met() {
			t.Errorf("%s: reached too early", tc.name)
		}
		if tc.with(f); reached != 1 || !tell.Met() {
			t.Errorf("%s: reached %d times, met %v", tc.name, reached, tell.Met())
		}
		f.traffic()
	}
}

// TestGoalOfAll: with several peers all of them have to be there at the same time, and not those who are not configured.
func TestGoalOfAll(t *testing.T) {
	reached := 0
	f, tell, _ := newFeed(t, Options{Goal: Goal{Established: true}, Reached: func() { reached++ }})
	first := f.peer
	second := newPeer(t, speaker.PeerConfig{Remote: f.conn.Remote.Addr().Next(), LocalAS: 64500})
	tell.Add(second, true)
	f.handshake()
	if reached != 0 {
		t.Error("reached with one of two")
	}
	f.fall()
	f.peer, f.conn.ID = second, 2
	f.handshake()
	if reached != 0 {
		t.Error("reached although one has fallen")
	}
	f.peer, f.conn.ID = first, 3
	f.handshake()
	if reached != 1 {
		t.Errorf("reached %d times", reached)
	}
}

// TestNoGoalOfAsked: what happens while this side ends the sessions is no goal.
func TestNoGoalOfAsked(t *testing.T) {
	f, tell, _ := newFeed(t, Options{Goal: Goal{Notification: true}, Reached: func() { t.Error("reached") }})
	f.handshake()
	tell.Stopping("stopped: interrupted")
	f.message(true, codec.AppendNotification(nil, 6, 2, nil, 0))
}

// TestCountRoutes: routes are counted as the decoder sees them.
func TestCountRoutes(t *testing.T) {
	mp := func(code registry.AttrCode, value ...byte) []byte {
		return codec.AppendAttr(attrs(), codec.FlagOptional, code, value)
	}
	head6 := []byte{0, 2, 1, 16, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0}
	ids := codec.Context{AS4: true, AddPath: codec.AllFamilies}
	for _, tc := range []struct {
		name     string
		msg      []byte
		ctx      codec.Context
		up, down int
		families []codec.Family
	}{
		{"IPv4", updateMsg([]byte{8, 10, 0}, attrs(), []byte{24, 198, 51, 100, 32, 1, 2, 3, 4}), codec.Context{AS4: true}, 2, 2, nil},
		{"IPv4 with path ids", updateMsg([]byte{0, 0, 0, 1, 8, 10}, attrs(), []byte{0, 0, 0, 1, 24, 198, 51, 100, 0, 0, 0, 2, 0}), ids, 2, 1, nil},
		{"IPv6", updateMsg(nil, mp(registry.AttrMPReach, append(head6, 32, 0x20, 1, 0xd, 0xb8, 0)...), nil), codec.Context{AS4: true}, 2, 0, nil},
		{"IPv6 withdrawn", updateMsg(nil, mp(registry.AttrMPUnreach, 0, 2, 1, 32, 0x20, 1, 0xd, 0xb8), nil), codec.Context{AS4: true}, 0, 1, nil},
		{"IPv6 not carried", updateMsg(nil, mp(registry.AttrMPReach, append(head6, 32, 0x20, 1, 0xd, 0xb8, 0)...), []byte{8, 10}), codec.Context{AS4: true}, 1, 0, []codec.Family{codec.IPv4Unicast}},
		{"End-of-RIB", updateMsg(nil, nil, nil), codec.Context{AS4: true}, 0, 0, nil},
		{"cut route", updateMsg(nil, attrs(), []byte{8, 10, 24, 198}), codec.Context{AS4: true}, 1, 0, nil},
		{"cut next hop", updateMsg(nil, mp(registry.AttrMPReach, 0, 2, 1, 16, 1), nil), codec.Context{AS4: true}, 0, 0, nil},
	} {
		if up, down := countRoutes(tc.msg, &tc.ctx, tc.families); up != tc.up || down != tc.down {
			t.Errorf("%s: +%d -%d, want +%d -%d", tc.name, up, down, tc.up, tc.down)
		}
	}
}

func FuzzCountRoutes(f *testing.F) {
	f.Add(updateMsg([]byte{8, 10}, attrs(), []byte{24, 198, 51, 100}), false)
	f.Add(updateMsg(nil, nil, nil), true)
	f.Fuzz(func(t *testing.T, msg []byte, ids bool) {
		ctx := codec.Context{AS4: true}
		if ids {
			ctx.AddPath = codec.AllFamilies
		}
		if up, down := countRoutes(msg, &ctx, nil); up < 0 || down < 0 || up+down > len(msg) {
			t.Errorf("+%d -%d of %d octets", up, down, len(msg))
		}
	})
}

package cli

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// message builds an event around the body of a message.
func message(t *testing.T, typ byte, body string, dir logline.Direction, peer string) dump.Event {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(body, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	n := len(b) + 19
	octets := append(make([]byte, 0, n), strings.Repeat("\xff", 16)...)
	octets = append(append(octets, byte(n>>8), byte(n), typ), b...)
	ev := dump.Event{Octets: octets, SameAs: -1}
	ev.Event = logline.Event{Direction: dir, Peer: peer, MessageType: int(typ), Code: -1, Subcode: -1, Declared: -1}
	return ev
}

func TestSessions(t *testing.T) {
	const (
		as4     = "04 fbf0 00b4 0a000001 08 0206 4104 0000fbf0"
		addpath = "04 fbf1 00b4 0a000002 0e 020c 4104 0000fbf1 4504 0001 01 03"
		receive = "04 fbf0 00b4 0a000001 0e 020c 4104 0000fbf0 4504 0001 01 01"
		old     = "04 fbf1 00b4 0a000002 00"
		cease   = "06 02"
		update  = "0000 0000"
	)
	for _, tc := range []struct {
		name           string
		local, peer    string
		then           byte // a message between the OPENs and the UPDATE
		dir            logline.Direction
		width          int
		how            codec.How
		path           bool
		onOtherSession bool
	}{
		{"both have four octets", as4, addpath, 0, logline.DirReceived, 4, codec.HowNegotiated, false, false},
		{"one has two", as4, old, 0, logline.DirReceived, 2, codec.HowNegotiated, false, false},
		{"path ids from the peer", receive, addpath, 0, logline.DirReceived, 4, codec.HowNegotiated, true, false},
		{"not towards it", receive, addpath, 0, logline.DirSent, 4, codec.HowNegotiated, false, false},
		{"a session that ended", as4, addpath, 3, logline.DirReceived, 0, codec.HowNone, false, false},
		{"another session", as4, addpath, 0, logline.DirReceived, 0, codec.HowNone, false, true},
		{"one OPEN only", as4, "", 0, logline.DirReceived, 0, codec.HowNone, false, false},
	} {
		known, builder := report.Sessions{}, report.Builder{}
		note := func(ev dump.Event) { known.Note(builder.Build(&ev, report.Options{})) }
		note(message(t, 1, tc.local, logline.DirSent, "192.0.2.1"))
		if tc.peer != "" {
			note(message(t, 1, tc.peer, logline.DirReceived, "192.0.2.1"))
		}
		if tc.then == 3 {
			note(message(t, 3, cease, logline.DirSent, "192.0.2.1"))
		}
		peer := "192.0.2.1"
		if tc.onOtherSession {
			peer = "192.0.2.2"
		}
		ev := message(t, 2, update, tc.dir, peer)
		var opt report.Options
		known.Tell(&ev, &opt)
		if k := opt.Known; k.ASWidth != tc.width || k.ASWidthHow != tc.how || k.AddPath.Has(codec.IPv4Unicast) != tc.path {
			t.Errorf("%s: %+v", tc.name, k)
		}
		// What the command line says is left alone.
		opt = report.Options{Known: codec.Known{ASWidth: 2, ASWidthHow: codec.HowFlag}}
		known.Tell(&ev, &opt)
		if opt.Known.ASWidth != 2 || opt.Known.ASWidthHow != codec.HowFlag {
			t.Errorf("%s: the flag lost: %+v", tc.name, opt.Known)
		}
	}
}

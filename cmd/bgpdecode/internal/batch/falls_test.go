package batch

import (
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// TestDowned: states, reasons and words tell a fall, whatever their case; a session that does not stand cannot fall.
func TestDowned(t *testing.T) {
	for _, c := range []struct {
		from, to, reason, words string
		up, want                bool
	}{
		{from: "ESTABLISHED", to: "IDLE", reason: "hold-timer", want: true},
		{from: "established", to: "Idle", want: true},
		{from: "BGP_FSM_ESTABLISHED", reason: "read-failed", want: true},
		{from: "Established", to: "ESTABLISHED", reason: "hold-timer"},
		{from: "OPENSENT", to: "IDLE", reason: "hold-timer"},
		{from: "BGP_FSM_OPEN_CONFIRM", to: "IDLE", reason: "hold-timer"},
		{to: "IDLE", reason: logline.ReasonDown, want: true},
		{to: "Established", reason: "hold-timer"},
		{to: "IDLE"},
		{reason: "graceful-restart", want: true},
		{reason: "gr-finished"},
		{reason: "route-threshold-cleared"},
		{words: "something new", want: true},
		{reason: logline.ReasonEstablished},
		{up: true, reason: "hold-timer"},
	} {
		var ev dump.Event
		ev.Kind, ev.From, ev.To, ev.Reason, ev.Words, ev.Up = dump.KindState, c.from, c.to, c.reason, c.words, c.up
		if got := downed(&ev); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// TestFallsAreCauses: lines of several vendors about a fall are causes of the summary, and pass --only-errors.
func TestFallsAreCauses(t *testing.T) {
	for _, c := range []struct{ line, title string }{
		{"Mar  4 11:42:01 sros7 TMNX: 38 Base BGP-WARNING-tBgp4BackTrans-2039 [Peer 1: 192.0.2.9]:  (ASN 64497) VR 1: Group g: Peer 192.0.2.9: moved from higher state ESTABLISHED to lower state IDLE due to event HOLDTIME", "Session down: hold-timer"},
		{"<13>May 19 05:01:59 mlx2 BGP: Peer (VRF: default-vrf) 192.0.2.77 DOWN (Rcv Notification:Cease Message) ", "Session down: NOTIFICATION received, Cease Message"},
		{"<13>May 19 05:03:59 mlx2 BGP: Peer (VRF: default-vrf) 192.0.2.78 DOWN (TCP Connection Closed by Remote) ", "Session down: peer-closed"},
	} {
		opt := testOptions()
		opt.Filter.OnlyErrors = true
		opt.Form = Summary(SummaryOptions{Width: 100})
		out, _ := run(t, c.line+"\n", opt)
		if !strings.HasPrefix(out, "1 cause, 1 event, 1 peer.") || !strings.Contains(out, c.title) {
			t.Errorf("%s:\n%s", c.line, out)
		}
	}
}

// TestVerdictOfOne: what a verdict says of one event of a cause is not said of the others.
func TestVerdictOfOne(t *testing.T) {
	text := "Mar  5 01:06:04 r1 %BGP-3-NOTIFICATION: sent to neighbor 192.0.2.9 2/2 (peer in wrong AS) 2 bytes FDE8\n" +
		"Mar  5 01:06:05 r1 %BGP-3-NOTIFICATION: sent to neighbor 192.0.2.10 2/2 (peer in wrong AS) 2 bytes FDE9\n"
	opt := testOptions()
	opt.Form = Summary(SummaryOptions{Width: 100, Zone: time.FixedZone("", 3600)})
	out, _ := run(t, text, opt)
	for _, want := range []string{"1 cause, 2 events", ", sent", "   e1: The peer says", "Do (e1): ", "e.g. e1: ", "+01:00"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q:\n%s", want, out)
		}
	}
	opt.Form = Summary(SummaryOptions{Width: 100})
	if out, _ = run(t, strings.SplitAfter(text, "\n")[0], opt); strings.Contains(out, "e1") {
		t.Errorf("one event:\n%s", out)
	}
}

// TestGrammar: one of a thing is told as one.
func TestGrammar(t *testing.T) {
	var r Result
	r.Stats.Failed, r.Stats.Damaged, r.Stats.LinesCut = 1, 1, 1
	text := strings.Join(r.Lines(), "\n")
	for _, want := range []string{"1 input could not be read", "1 damaged place in", "1 line longer than"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q:\n%s", want, text)
		}
	}
	r.Stats.Failed = 2
	if text := strings.Join(r.Lines(), "\n"); !strings.Contains(text, "2 inputs could") {
		t.Error(text)
	}
}

// TestFilterOfAS: --peer takes AS numbers, and what no event passes is told.
func TestFilterOfAS(t *testing.T) {
	text := "NOTIFICATION received from 192.0.2.2 (External AS 64496): code 3 (Update Message Error) subcode 4 (attribute flags error), Data: 80 08 04 fb f0 00 65\n"
	for _, c := range []struct {
		peer   string
		events int64
		said   string
	}{
		{"AS64496", 1, ""}, {"as0.64496", 1, ""},
		{"AS64497", 0, "no event passed --peer; 1 was left out"}, {"AS", 0, "no event passed --peer; 1 was left out"},
	} {
		opt := testOptions()
		opt.Filter.Peers = []string{c.peer}
		_, res := run(t, text, opt)
		if res.Stats.Events != c.events || res.Filtered() != c.said {
			t.Errorf("%s: %d events, %q", c.peer, res.Stats.Events, res.Filtered())
		}
	}
}

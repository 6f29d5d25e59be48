package peer

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// TestView: a whole session as lines, in several forms.
func TestView(t *testing.T) {
	for _, tc := range []struct {
		name string
		opt  Options
	}{
		{"view", Options{Width: 100}},
		{"view-pipe", Options{}},
		{"view-verbose", Options{Width: 80, Verbose: 2}},
		{"view-quiet", Options{Width: 60, Quiet: true, ASCII: true, Many: true}},
	} {
		f, tell, out := newFeed(t, tc.opt)
		f.handshake()
		f.traffic()
		f.fall()
		tell.Stopping("stopped: all sessions have ended")
		tell.Finish()
		golden(t, tc.name+".golden", out.Bytes())
		checkLines(t, tc.name, out.String(), tc.opt.Width)
	}
}

// checkLines: nothing of a peer reaches a terminal unescaped, no line ends in a blank, and none is too wide.
func checkLines(t *testing.T, name, text string, width int) {
	t.Helper()
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }):
			t.Errorf("%s: control character in %q", name, line)
		case strings.HasSuffix(line, " "):
			t.Errorf("%s: blank at the end of %q", name, line)
		case width > 0 && utf8.RuneCountInString(line) > width:
			t.Errorf("%s: %d columns in %q", name, utf8.RuneCountInString(line), line)
		}
	}
}

// TestAsked: what this side ends by itself is no fall, and its own NOTIFICATION needs no words.
func TestAsked(t *testing.T) {
	f, tell, out := newFeed(t, Options{Width: 100})
	f.handshake()
	tell.Stopping("stopped: interrupted")
	f.message(true, codec.AppendNotification(nil, 6, 2, nil, 0))
	f.state(fsm.Established, fsm.Idle, fsm.ManualStop)
	f.event(speaker.Event{Kind: speaker.Closed})
	if tell.Lost() {
		t.Error("the session counts as lost")
	}
	tell.Finish()
	if s := out.String(); strings.Contains(s, "Verdict") || !strings.Contains(s, "stopped: interrupted; NOTIFICATION 6/2") || !strings.Contains(s, "up to the end") {
		t.Errorf("the view is\n%s", s)
	}
}

// TestEndings: what ended a session, and whether it counts as one.
func TestEndings(t *testing.T) {
	for _, tc := range []struct {
		name string
		feed func(*feed)
		how  string // "" when no session has ended
		text string
	}{
		{"closed by the peer", func(f *feed) { f.handshake(); f.event(speaker.Event{Kind: speaker.Closed, Err: io.EOF}) }, "peer-closed", "without a NOTIFICATION"},
		{"reset", func(f *feed) { f.handshake(); f.event(speaker.Event{Kind: speaker.Closed, Reset: true, Err: errReset}) }, "transport-error", "reset by the peer"},
		{"timed out", func(f *feed) {
			f.handshake()
			f.event(speaker.Event{Kind: speaker.Closed, Err: errors.New("no route")})
		}, "transport-error", "lost: no route"},
		{"closed before an OPEN", func(f *feed) {
			f.event(speaker.Event{Kind: speaker.Opened})
			f.event(speaker.Event{Kind: speaker.Closed, Err: io.EOF})
		}, "", ""},
		{"refused", func(f *feed) {
			f.event(speaker.Event{Kind: speaker.Dialing})
			f.event(speaker.Event{Kind: speaker.DialFailed, Err: errors.New("connection refused")})
		}, "", ""},
		{"in the handshake", func(f *feed) {
			f.event(speaker.Event{Kind: speaker.Opened})
			f.message(true, open(f.t, 64500, "192.0.2.9"))
			f.message(false, codec.AppendNotification(nil, 2, 2, []byte{0xfb, 0xf4}, 0))
			f.event(speaker.Event{Kind: speaker.Closed, Err: io.EOF})
		}, "notification-received", "2/2"},
		{"the loser of a collision", func(f *feed) {
			f.handshake()
			f.conn.ID, f.conn.Inbound = 2, true
			f.event(speaker.Event{Kind: speaker.Opened})
			f.message(true, open(f.t, 64500, "192.0.2.9"))
			f.message(true, codec.AppendNotification(nil, 6, 7, nil, 0))
			f.event(speaker.Event{Kind: speaker.Closed})
		}, "", ""},
		{"our hold timer", func(f *feed) {
			f.handshake()
			f.message(true, codec.AppendNotification(nil, 4, 0, nil, 0))
			f.event(speaker.Event{Kind: speaker.Closed})
		}, "notification-sent", "4/0"},
		{"closed at our OPEN", func(f *feed) {
			f.event(speaker.Event{Kind: speaker.Opened})
			f.message(true, open(f.t, 64500, "192.0.2.9"))
			f.event(speaker.Event{Kind: speaker.Closed, Err: io.EOF})
		}, "", ""},
		{"up when it is over", func(f *feed) { f.handshake(); f.fall(); f.conn.ID++; f.handshake() }, "notification-received", "6/2"},
	} {
		ended := 0
		f, tell, out := newFeed(t, Options{Ended: func() { ended++ }})
		tc.feed(f)
		e := tell.tally(f.peer).end
		switch {
		case (e != nil) != (tc.how != "") || tell.Lost() != (tc.how != ""):
			t.Errorf("%s: ended %+v, lost %v, want %q", tc.name, e, tell.Lost(), tc.how)
		case e == nil:
		case e.how != tc.how || !strings.Contains(e.text, tc.text) || e.why == nil || ended != 1 || !tell.Over():
			t.Errorf("%s: ended %+v, told %d times, over %v, want %q, %q", tc.name, e, ended, tell.Over(), tc.how, tc.text)
		}
		tell.Finish()
		if tc.how != "" && !strings.Contains(out.String(), "Verdict") {
			t.Errorf("%s: the summary has no verdict:\n%s", tc.name, out.String())
		}
	}
}

// TestReconnect: a session that may begin again is not over when it falls.
func TestReconnect(t *testing.T) {
	f, tell, out := newFeed(t, Options{Ended: func() { t.Error("told as over") }})
	tell.Add(f.peer, false)
	f.handshake()
	f.fall()
	if tell.Lost() || tell.Over() || len(tell.Gone()) > 0 {
		t.Error("it counts as over")
	}
	f.conn.ID++
	f.handshake()
	tell.Stopping("stopped: interrupted")
	tell.Finish()
	if s := out.String(); !strings.Contains(s, "established 2 times, up to the end; 2 connections") || strings.Contains(s, "Verdict    An operator of the peer shut the session down; the operator's own text came with it.\nDo") {
		t.Errorf("the view is\n%s", s)
	}
}

// TestStranger: a connection of nobody that is known names its ends, and is no session.
func TestStranger(t *testing.T) {
	f, tell, out := newFeed(t, Options{})
	f.event(speaker.Event{Kind: speaker.Opened})
	ev := speaker.Event{Time: f.now, Kind: speaker.Refused, Conn: f.conn, Text: "nobody is configured"}
	ev.Conn.ID = 7
	tell.Event(&ev)
	ev.Kind, ev.Err = speaker.Closed, io.EOF
	tell.Event(&ev)
	if s := out.String(); !strings.Contains(s, strangers+" #7 · connection from 192.0.2.1:179 is refused: nobody is configured") || tell.Lost() {
		t.Errorf("lost %v, the view is\n%s", tell.Lost(), s)
	}
}

// TestFlood: a view has no more lines than can be read, the counts are right, and what is wrong or changes is still told.
func TestFlood(t *testing.T) {
	f, tell, out := newFeed(t, Options{})
	f.handshake()
	out.Reset()
	f.between = 10 * time.Microsecond
	msg := updateMsg([]byte{8, 10}, attrs(), []byte{24, 198, 51, 100, 24, 203, 0, 113})
	const many = 100_000
	for i := range many {
		f.message(false, msg)
		if i%(many/10) == 0 {
			tell.Tick()
		}
	}
	f.message(false, codec.AppendNotification(nil, 6, 4, nil, 0))
	tell.Finish()
	if n := bytes.Count(out.Bytes(), []byte("\n")); n > 250 {
		t.Errorf("%d lines", n)
	}
	total := int64(0)
	for line := range strings.SplitSeq(out.String(), "\n") {
		if n, ok := leadingCount(line); ok {
			total += n
		} else if strings.Contains(line, "← UPDATE +198.51.100.0/24") {
			total++
		}
	}
	if total != many {
		t.Errorf("%d messages are told, not %d", total, many)
	}
	for _, want := range []string{"100000 UPDATE", "routes +200000 -100000", "NOTIFICATION 6/4"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String()[max(0, out.Len()-2000):])
		}
	}
}

// leadingCount reads the number of a line that counts UPDATEs.
func leadingCount(line string) (n int64, ok bool) {
	_, text, found := strings.Cut(line, "← ")
	text, _, counts := strings.Cut(text, " UPDATE (")
	if !found || !counts {
		return 0, false
	}
	for _, c := range text {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	return n, true
}

// TestManyStrangers: thousands of refused connections do not fill the view, and nothing of them stays.
func TestManyStrangers(t *testing.T) {
	f, tell, out := newFeed(t, Options{Many: true})
	notification := codec.AppendNotification(nil, 6, 5, nil, 0)
	for i := range 20_000 {
		ev := speaker.Event{Conn: f.conn}
		ev.Conn.ID = uint64(i + 10)
		for _, k := range []speaker.EventKind{speaker.Opened, speaker.Refused, speaker.Message, speaker.Closed} {
			f.now = f.now.Add(time.Microsecond)
			ev.Time, ev.Kind, ev.Octets, ev.Sent, ev.Text = f.now, k, nil, k == speaker.Message, "no"
			if ev.Sent {
				ev.Octets = notification
			}
			tell.Event(&ev)
		}
	}
	tell.Tick()
	tell.Finish()
	if n := bytes.Count(out.Bytes(), []byte("\n")); n > 20000/8 {
		t.Errorf("%d lines", n)
	}
	if len(tell.conns) > 1 || len(tell.folded) > 0 || len(tell.tally(nil).live) > 0 {
		t.Errorf("%d connections, %d folds are kept", len(tell.conns), len(tell.folded))
	}
	if y := tell.tally(nil); y.sent[registry.MsgNotification] != 20_000 {
		t.Errorf("%d NOTIFICATIONs", y.sent[registry.MsgNotification])
	}
}

// TestAll: with --all nothing is left out.
func TestAll(t *testing.T) {
	f, tell, out := newFeed(t, Options{All: true})
	f.handshake()
	f.between = time.Microsecond
	for range 1000 {
		f.message(false, keepalive)
	}
	tell.Finish()
	if n := strings.Count(out.String(), "← KEEPALIVE\n"); n != 1001 {
		t.Errorf("%d lines", n)
	}
}

// TestStyles: with looks a page has the same words, and every look that begins on a line ends there.
func TestStyles(t *testing.T) {
	var style tree.Style
	for r := range style.Open {
		style.Open[r], style.Close[r] = "\x01", "\x02"
	}
	session := func(st tree.Style) string {
		f, tell, out := newFeed(t, Options{Width: 80, Style: st, Verbose: 1})
		f.handshake()
		f.traffic()
		f.fall()
		tell.Finish()
		return out.String()
	}
	styled := session(style)
	for line := range strings.SplitSeq(styled, "\n") {
		if strings.Count(line, "\x01") != strings.Count(line, "\x02") {
			t.Errorf("a look is left on: %q", line)
		}
	}
	if bare := strings.NewReplacer("\x01", "", "\x02", "").Replace(styled); bare != session(tree.Style{}) {
		t.Errorf("without its looks the page is another:\n%s", bare)
	}
}

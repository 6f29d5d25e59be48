package peer

import (
	"errors"
	"io"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// TestTold: what lines say of messages that are odd.
func TestTold(t *testing.T) {
	localPref := codec.AppendAttr(attrs(), codec.FlagTransitive, registry.AttrLocalPref, []byte{0, 0, 0, 100})
	for _, tc := range []struct {
		name, want string
		msg        []byte
	}{
		{"routes that cannot be read", "UPDATE +routes that cannot be read, path", updateMsg(nil, attrs(), []byte{33, 1, 2, 3, 4, 5})},
		{"type 0", "← Message of type 0; error message-type", codec.AppendHeader(nil, codec.HeaderLen, 0)},
		{"an attribute discarded for a note", "; note local-pref-from-ebgp: LOCAL_PREF from an external peer is ignored; attribute-discard",
			updateMsg(nil, localPref, []byte{24, 198, 51, 100})},
		{"no length at all", "Length 0 is outside 19 to 4096", append(append(make([]byte, 0, 19), keepalive[:16]...), 0, 0, 2)},
	} {
		f, _, out := newFeed(t, Options{NoVerdict: true})
		f.handshake()
		out.Reset()
		f.message(false, tc.msg)
		if !strings.Contains(out.String(), tc.want) {
			t.Errorf("%s: %q is not in\n%s", tc.name, tc.want, out)
		}
	}
}

// TestIgnored: what of a message is ignored stands in its line, and is not told again.
func TestIgnored(t *testing.T) {
	const why = "routes of ipv6-unicast ignored: the family is not carried on this session"
	for _, tc := range []struct {
		opt  Options
		want int
	}{{Options{}, 1}, {Options{Quiet: true}, 1}, {Options{JSON: true}, 1}} {
		f, _, out := newFeed(t, tc.opt)
		f.handshake()
		f.event(speaker.Event{Kind: speaker.Message, Octets: updateMsg(nil, attrs(), nil), Ctx: f.ctx, Text: why})
		f.event(speaker.Event{Kind: speaker.Note, Family: codec.Family{AFI: 2, SAFI: 1}, Text: why})
		if n := strings.Count(out.String(), why); n != tc.want {
			t.Errorf("%+v: told %d times:\n%s", tc.opt, n, out)
		}
	}
}

// TestCutNotification: one that has no subcode ends the session as any other does.
func TestCutNotification(t *testing.T) {
	f, tell, out := newFeed(t, Options{})
	f.handshake()
	f.message(false, append(codec.AppendHeader(nil, codec.HeaderLen+1, registry.MsgNotification), 6))
	f.state(fsm.Established, fsm.Idle, fsm.NotifMsg)
	f.event(speaker.Event{Kind: speaker.Closed, Err: io.EOF})
	tell.Finish()
	if s := out.String(); !strings.Contains(s, "Ended      NOTIFICATION 6 Cease, received") || !strings.Contains(s, "Verdict ") {
		t.Errorf("the view is\n%s", s)
	}
}

// TestClosedVerdict: of a session of our own it is known that no NOTIFICATION came.
func TestClosedVerdict(t *testing.T) {
	f, tell, out := newFeed(t, Options{})
	f.handshake()
	f.event(speaker.Event{Kind: speaker.Closed, Err: io.EOF})
	tell.Finish()
	if s := out.String(); !strings.Contains(s, "without sending a NOTIFICATION") || strings.Contains(s, "this line") {
		t.Errorf("the view is\n%s", s)
	}
}

// TestThirdConnection: what a connection negotiates that is refused beside the session that is up does not change what the
// summary says was agreed.
func TestThirdConnection(t *testing.T) {
	f, tell, _ := newFeed(t, Options{})
	f.handshake()
	y := tell.tally(f.peer)
	want := y.agreed
	first := f.conn
	f.conn.ID, f.conn.Inbound = 2, true
	f.event(speaker.Event{Kind: speaker.Opened})
	f.event(speaker.Event{Kind: speaker.Negotiated, Agreed: &speaker.Agreed{PeerAS: 65099, Why: "another connection of this peer stays"}})
	f.event(speaker.Event{Kind: speaker.Closed})
	f.conn = first
	if y.agreed != want || y.agreed == nil || y.peerAS != 64496 {
		t.Errorf("agreed %+v with AS %d", y.agreed, y.peerAS)
	}
	// The next session has its own.
	f.fall()
	f.conn.ID = 3
	f.handshake()
	if y.agreed == want {
		t.Error("what the next session agreed was not taken")
	}
}

// TestNotKept: a family of which nothing is left has no routes at the end.
func TestNotKept(t *testing.T) {
	f, tell, _ := newFeed(t, Options{})
	f.handshake()
	y := tell.tally(f.peer)
	y.peer = newPeer(t, speaker.PeerConfig{Remote: f.conn.Remote.Addr(), LocalAS: 64500, RIB: true, Capabilities: speaker.DefaultCapabilities()})
	f.event(speaker.Event{Kind: speaker.RoutesGone, Family: codec.IPv4Unicast, Count: 1, Text: "the peer is back and has not kept its forwarding state"})
	tell.Stopping("stopped: interrupted")
	if s := y.routesText(); s != "" {
		t.Errorf("routes %s", s)
	}
}

// TestBrief: times have no more digits than they need.
func TestBrief(t *testing.T) {
	for d, want := range map[time.Duration]string{2506 * time.Millisecond: "2.506 s", 90 * time.Second: "90 s", 20 * time.Second / 3: "6.667 s", 0: "0 s"} {
		if got := brief(d); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
	for ms := range 100_000 {
		if s := brief(time.Duration(ms) * time.Millisecond); len(s) > len("99.999 s") {
			t.Fatalf("%d ms is %s", ms, s)
		}
	}
}

// TestWholeRows: in a pipe rows are whole; on a page what tells two rows apart is not cut off.
func TestWholeRows(t *testing.T) {
	it := report.NegotiatedItem{Code: registry.CapLLGR, Family: "ipv6-unicast", Local: "offered", Why: "not offered by the peer"}
	row := itemRow(&it)
	for _, width := range []int{0, 60, 80, 100} {
		f, tell, out := newFeed(t, Options{Width: width})
		p := tell.line(f.now, nil, markState, tree.Key)
		tell.rows(p, [][]cell{row})
		out.Write(p.Bytes())
		if s := out.String(); !strings.Contains(s, ", ipv6-unicast") || width == 0 && strings.Contains(s, "…") {
			t.Errorf("width %d: %s", width, s)
		}
	}
	if got := clip("abcdef, x", ", x", 4); got != "abc…" {
		t.Errorf("%q", got)
	}
}

// TestSendHold: a session that we end without a NOTIFICATION says why.
func TestSendHold(t *testing.T) {
	for cause, want := range map[fsm.EventKind]string{
		fsm.SendHoldTimerExpires: "the peer took nothing for the send hold time",
		fsm.BGPHeaderErr:         "connection closed after BGPHeaderErr",
	} {
		f, tell, out := newFeed(t, Options{})
		f.handshake()
		f.state(fsm.Established, fsm.Idle, cause)
		f.event(speaker.Event{Kind: speaker.Closed})
		tell.Finish()
		if s := out.String(); !strings.Contains(s, "Ended      ") || !strings.Contains(s, want) || !strings.Contains(tell.Cause(), want) {
			t.Errorf("%s: the view is\n%s", cause, s)
		}
		if e := tell.tally(f.peer).end; cause == fsm.SendHoldTimerExpires && (e.how != "send-hold-timer" || e.why == nil) {
			t.Errorf("ended %+v", e)
		}
	}
}

// TestTotal: many peers have a total.
func TestTotal(t *testing.T) {
	for _, n := range []int{mostBlocks - 1, mostBlocks} {
		f, tell, out := newFeed(t, Options{})
		f.handshake()
		f.traffic()
		for i := range n {
			tell.Add(newPeer(t, speaker.PeerConfig{Remote: netip.AddrFrom4([4]byte{192, 0, 2, byte(100 + i)}), LocalAS: 64500}), true)
		}
		tell.Stopping("stopped: interrupted")
		tell.Finish()
		s := out.String()
		if (n >= mostBlocks) != strings.Contains(s, "── all 9 peers ─") || n >= mostBlocks && !strings.Contains(s, "1 up to the end, 0 ended before, 8 never established") {
			t.Errorf("%d more peers: the summary is\n%s", n, s[strings.LastIndex(s, "──────"):])
		}
	}
}

// TestDialFailed: a line says once whom it is about.
func TestDialFailed(t *testing.T) {
	f, _, out := newFeed(t, Options{})
	f.event(speaker.Event{Kind: speaker.DialFailed, Err: errors.New("dial 192.0.2.1:179: no answer in 4s (a hint)")})
	if s := out.String(); !strings.Contains(s, "no connection to 192.0.2.1:179: no answer in 4s (a hint)\n") {
		t.Error(s)
	}
}

// TestCallers: nobody of a proxied session is we.
func TestCallers(t *testing.T) {
	f, _, out := newFeed(t, Options{Wire: true})
	f.handshake()
	if s := out.String(); strings.Contains(s, "by us") || !strings.Contains(s, "the target may ask; not offered by the target") || !strings.Contains(s, "no: not offered by the caller") {
		t.Errorf("the view is\n%s", s)
	}
}

// TestGoneMeanwhile: routes that went while a session began or went on are not among those at its end, those that go with
// it are.
func TestGoneMeanwhile(t *testing.T) {
	f, tell, _ := newFeed(t, Options{})
	f.handshake()
	y := tell.tally(f.peer)
	f.event(speaker.Event{Kind: speaker.RoutesGone, Family: codec.IPv4Unicast, Count: 1, Text: "the peer is back and has not kept its forwarding state"})
	f.message(false, codec.AppendKeepalive(nil))
	if s := y.routesText(); s != "" {
		t.Errorf("while the session is up: %s", s)
	}
	f.fall() // with 2 routes
	if s := y.routesText(); !strings.HasPrefix(s, "ipv4-unicast 2") {
		t.Errorf("at the end: %s", s)
	}
	f.conn.ID = 3
	f.handshake()
	if s := y.routesText(); s != "" {
		t.Errorf("when it is back: %s", s)
	}
}

// TestProxiedVerdict: a NOTIFICATION between two routers is judged by what each of them offered, whichever sent it.
func TestProxiedVerdict(t *testing.T) {
	refusal := append(codec.AppendHeader(nil, codec.HeaderLen+3, registry.MsgNotification), 1, 3, byte(registry.MsgRouteRefresh))
	for _, tc := range []struct {
		byCaller bool // who offered route refresh; the target did not
		claim    string
	}{{true, `"claim":"contradicted"`}, {false, `"claim":"confirmed"`}} {
		f, _, out := newFeed(t, Options{Wire: true, JSON: true})
		f.handshake()
		f.message(tc.byCaller, refusal)
		s := out.String()
		if i := strings.Index(s, `"type":"NOTIFICATION"`); i < 0 || !strings.Contains(s[i:], tc.claim) {
			t.Errorf("by the caller %v: no %s in\n%s", tc.byCaller, tc.claim, s[max(i, 0):])
		}
	}
}

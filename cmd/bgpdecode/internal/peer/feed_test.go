package peer

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

var update = flag.Bool("update", false, "rewrite golden files with what is printed now")

// feed makes the events of a session by hand, and tells them.
type feed struct {
	t    *testing.T
	tell func(*speaker.Event)
	peer *speaker.Peer
	now  time.Time
	conn speaker.ConnInfo
	ctx  codec.Context
	// between is the time from one event to the next.
	between time.Duration
}

// start is when all fed sessions begin.
var start = time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)

// newPeer gives a peer of a speaker that is never started.
func newPeer(t *testing.T, cfg speaker.PeerConfig) *speaker.Peer {
	t.Helper()
	s, err := speaker.New(speaker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Add(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// newFeed makes a Teller that writes to a buffer, and what feeds it.
func newFeed(t *testing.T, opt Options) (*feed, *Teller, *bytes.Buffer) {
	t.Helper()
	f := &feed{t: t, now: start, between: 100 * time.Millisecond, conn: speaker.ConnInfo{ID: 1,
		Local: netip.MustParseAddrPort("192.0.2.9:54321"), Remote: netip.MustParseAddrPort("192.0.2.1:179")}}
	f.peer = newPeer(t, speaker.PeerConfig{Remote: f.conn.Remote.Addr(), LocalAS: 64500, Capabilities: speaker.DefaultCapabilities()})
	var out bytes.Buffer
	opt.Zone, opt.Now = time.UTC, func() time.Time { return f.now }
	tell := NewTeller(&out, opt)
	tell.Add(f.peer, true)
	f.tell = tell.Event
	return f, tell, &out
}

func (f *feed) event(ev speaker.Event) {
	f.now = f.now.Add(f.between)
	ev.Time = f.now
	if ev.Peer == nil {
		ev.Peer = f.peer
	}
	if ev.Conn.ID == 0 {
		ev.Conn = f.conn
	}
	f.tell(&ev)
}

func (f *feed) state(from, to fsm.State, cause fsm.EventKind) {
	f.event(speaker.Event{Kind: speaker.StateChange, From: from, To: to, Cause: cause})
}

// message tells a message; findings are those of the codec.
func (f *feed) message(sent bool, msg []byte) {
	var dc codec.Decoder
	ev := speaker.Event{Kind: speaker.Message, Sent: sent, Octets: msg, Ctx: f.ctx}
	ev.Known = codec.Known{ASWidth: 2, ASWidthHow: codec.HowNegotiated, AddPathHow: codec.HowNegotiated, Base: f.ctx}
	if f.ctx.AS4 {
		ev.Known.ASWidth = 4
	}
	if !sent {
		ev.Findings = dc.Check(codec.PieceMessage, msg, f.ctx)
		_, ev.Action = codec.Worst(ev.Findings)
	}
	f.event(ev)
}

func open(t *testing.T, as uint32, id string, caps ...codec.Capability) []byte {
	t.Helper()
	o := codec.NewOpen(as, 90, netip.MustParseAddr(id))
	o.Capabilities = caps
	msg, err := o.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	return msg
}

var keepalive = codec.AppendHeader(nil, codec.HeaderLen, registry.MsgKeepalive)

// update makes an UPDATE of withdrawn routes, attributes and routes in octets.
func updateMsg(withdrawn, attrs, nlri []byte) []byte {
	n := codec.HeaderLen + 4 + len(withdrawn) + len(attrs) + len(nlri)
	b := codec.AppendHeader(nil, n, registry.MsgUpdate)
	b = append(b, byte(len(withdrawn)>>8), byte(len(withdrawn)))
	b = append(b, withdrawn...)
	b = append(b, byte(len(attrs)>>8), byte(len(attrs)))
	return append(append(b, attrs...), nlri...)
}

// attrs are those of a plain route of AS 64496.
func attrs() []byte {
	b := codec.AppendAttr(nil, codec.FlagTransitive, registry.AttrOrigin, []byte{0})
	b = codec.AppendAttr(b, codec.FlagTransitive, registry.AttrASPath, []byte{2, 2, 0, 0, 0xfb, 0xf0, 0, 0, 0xfc, 0x01})
	return codec.AppendAttr(b, codec.FlagTransitive, registry.AttrNextHop, []byte{192, 0, 2, 1})
}

// handshake tells everything up to Established.
func (f *feed) handshake() {
	us := open(f.t, 64500, "192.0.2.9", codec.MultiprotocolCapability(codec.IPv4Unicast), codec.AS4Capability(64500), codec.FlagCapability(registry.CapRouteRefresh))
	them := open(f.t, 64496, "192.0.2.1", codec.MultiprotocolCapability(codec.IPv4Unicast), codec.AS4Capability(64496),
		codec.FQDNCapability("r1\x1b[31m", "example.net"))
	f.state(fsm.Idle, fsm.Connect, fsm.ManualStart)
	f.event(speaker.Event{Kind: speaker.Dialing})
	f.event(speaker.Event{Kind: speaker.Opened})
	f.state(fsm.Connect, fsm.OpenSent, fsm.TcpCRAcked)
	f.message(true, us)
	f.message(false, them)
	f.event(speaker.Event{Kind: speaker.Negotiated, Agreed: f.agreed(us, them)})
	f.ctx = codec.Context{AS4: true, Peer: codec.PeerEBGP}
	f.state(fsm.OpenSent, fsm.OpenConfirm, fsm.BGPOpen)
	f.message(true, keepalive)
	f.message(false, keepalive)
	f.state(fsm.OpenConfirm, fsm.Established, fsm.KeepAliveMsg)
}

func (f *feed) agreed(us, them []byte) *speaker.Agreed {
	return &speaker.Agreed{LocalAS: 64500, PeerAS: 64496, Kind: codec.PeerEBGP, HoldTime: 90 * time.Second, Keepalive: 30 * time.Second,
		LocalID: netip.MustParseAddr("192.0.2.9"), PeerID: netip.MustParseAddr("192.0.2.1"),
		Families: []codec.Family{codec.IPv4Unicast}, Open: them, LocalOpen: us, Items: []speaker.AgreedItem{
			{Code: registry.CapMultiprotocol, Family: codec.IPv4Unicast, Local: "offered", Peer: "offered", Result: "carried"},
			{Code: registry.CapRouteRefresh, Local: "offered", Result: "the peer may ask", Lost: "not offered by the peer"},
			{Code: registry.CapAS4, Local: "AS 64500", Peer: "AS 64496", Result: "4-octet AS numbers"},
			{Code: registry.CapFQDN, Peer: "r1\x1b[31m.example.net", Lost: "not offered by us"},
		}}
}

// traffic tells some UPDATEs: good, faulty, the last one.
func (f *feed) traffic() {
	f.message(false, updateMsg(nil, attrs(), []byte{24, 198, 51, 100, 24, 203, 0, 113}))
	f.message(false, updateMsg([]byte{8, 10}, nil, nil))
	bad := codec.AppendAttr(attrs(), codec.FlagOptional, registry.AttrMED, []byte{1, 2})
	f.message(false, updateMsg(nil, bad, []byte{16, 172, 16}))
	v6 := codec.AppendAttr(attrs()[:17], codec.FlagOptional, registry.AttrMPReach, append([]byte{0, 2, 1, 16, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0},
		32, 0x20, 1, 0xd, 0xb8, 32, 0x20, 1, 0xd, 0xb9, 32, 0x20, 1, 0xd, 0xba, 32, 0x20, 1, 0xd, 0xbb))
	f.message(false, updateMsg(nil, v6, nil))
	f.message(false, updateMsg(nil, nil, nil))
	f.event(speaker.Event{Kind: speaker.EndOfRIB, Family: codec.IPv4Unicast})
}

// fall tells that the peer ends the session.
func (f *feed) fall() {
	f.message(false, codec.AppendNotification(nil, 6, 2, append([]byte{20}, "\x1b[2Jmaintenance 7\n\"x\""[:20]...), 0))
	f.state(fsm.Established, fsm.Idle, fsm.NotifMsg)
	f.event(speaker.Event{Kind: speaker.RoutesGone, Family: codec.IPv4Unicast, Count: 2, Text: "the session has ended"})
	f.event(speaker.Event{Kind: speaker.Closed, Err: io.EOF})
}

// golden compares a text with a file.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (-update takes it); now it is:\n%s", path, got)
	}
}

var errReset = errors.Join(errors.New("read tcp"), syscall.ECONNRESET)

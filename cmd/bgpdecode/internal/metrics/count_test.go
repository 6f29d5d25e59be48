package metrics

import (
	"bytes"
	"context"
	"fmt"

	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

func message(e speaker.Event, sent bool, octets []byte, findings ...codec.FindingID) *speaker.Event {
	e.Kind, e.Sent, e.Octets = speaker.Message, sent, octets
	for _, id := range findings {
		e.Findings = append(e.Findings, codec.Finding{ID: id})
	}
	return &e
}

func keepalive() []byte { return codec.AppendHeader(nil, codec.HeaderLen, registry.MsgKeepalive) }

// peerOf gives a peer of a speaker that was never started.
func peerOf(t *testing.T, name, addr string) *speaker.Peer {
	t.Helper()
	s, err := speaker.New(speaker.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Add(speaker.PeerConfig{Name: name, Remote: netip.MustParseAddr(addr), LocalAS: 65001})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Shutdown(context.Background(), 0, "") })
	return p
}

// has fails for lines that are not in the text.
func has(t *testing.T, text []byte, lines ...string) {
	t.Helper()
	for _, l := range lines {
		if !bytes.Contains(text, []byte("\n"+l+"\n")) {
			t.Errorf("no line %s", l)
		}
	}
	if t.Failed() {
		t.Logf("%s", text)
	}
}

func TestCounts(t *testing.T) {
	c := New(Options{Version: "v1", Captures: func() ([]string, []int64) { return []string{`C:\x.mrt`}, []int64{1234} }})
	p := peerOf(t, "edge", "192.0.2.1")
	c.Configured(p, "edge")
	ev := speaker.Event{Time: time.Now(), Peer: p, Conn: speaker.ConnInfo{ID: 1}}
	kind := func(k speaker.EventKind) *speaker.Event { e := ev; e.Kind = k; return &e }
	c.Event(kind(speaker.DialFailed))
	c.Event(kind(speaker.Opened))
	c.Event(message(ev, true, keepalive()))
	c.Event(message(ev, false, keepalive()))
	c.Event(message(ev, false, keepalive(), codec.FindMarker, codec.FindMarker))
	c.Event(message(ev, false, codec.AppendHeader(nil, codec.HeaderLen, 77)))
	c.Event(message(ev, false, codec.AppendNotification(nil, 6, 2, nil, 0)))
	c.Event(message(ev, true, codec.AppendNotification(nil, 6, 200, nil, 0)))
	c.Event(message(ev, true, codec.AppendNotification(nil, 99, 1, nil, 0)))
	up := kind(speaker.StateChange)
	up.From, up.To = fsm.OpenConfirm, fsm.Established
	c.Event(up)
	eor := kind(speaker.EndOfRIB)
	eor.Family = codec.IPv4Unicast
	c.Event(eor)
	in := kind(speaker.Opened)
	in.Conn.Inbound = true
	c.Event(in)
	c.Event(kind(speaker.Closed))
	stranger := kind(speaker.Refused)
	stranger.Peer = nil
	c.Event(stranger)
	text := c.AppendText(nil)
	has(t, text,
		`bgpdecode_messages_total{direction="sent",peer="edge",type="KEEPALIVE"} 1`,
		`bgpdecode_messages_total{direction="received",peer="edge",type="KEEPALIVE"} 2`,
		`bgpdecode_messages_total{direction="received",peer="edge",type="other"} 1`,
		`bgpdecode_messages_total{direction="received",peer="edge",type="UPDATE"} 0`,
		`bgpdecode_message_octets_total{direction="sent",peer="edge"} 61`,
		`bgpdecode_notifications_total{code="6",direction="received",peer="edge",subcode="2"} 1`,
		`bgpdecode_notifications_total{code="other",direction="sent",peer="edge",subcode="other"} 2`,
		`bgpdecode_findings_total{id="`+codec.FindingInfo(codec.FindMarker).ID+`",peer="edge",severity="error"} 2`,
		`bgpdecode_connections_total{peer="edge",result="dialled"} 1`,
		`bgpdecode_connections_total{peer="edge",result="accepted"} 1`,
		`bgpdecode_connections_total{peer="edge",result="failed"} 1`,
		`bgpdecode_connections_total{peer="unconfigured",result="refused"} 1`,
		`bgpdecode_connections_open{peer="edge"} 1`,
		`bgpdecode_established_total{peer="edge"} 1`,
		`bgpdecode_state_changes_total{peer="edge"} 1`,
		`bgpdecode_end_of_rib_total{family="ipv4-unicast",peer="edge"} 1`,
		`bgpdecode_peer_state{peer="edge",state="Idle"} 1`,
		`bgpdecode_peer_state{peer="edge",state="Established"} 0`,
		`bgpdecode_capture_octets_total{file="C:\\x.mrt"} 1234`,
		`bgpdecode_build_info{version="v1"} 1`)
	if said := lint(t, text); len(said) > 0 {
		t.Errorf("Prometheus's linter says %q", said)
	}
}

// TestBounded: what peers make up does not make series.
func TestBounded(t *testing.T) {
	c := New(Options{})
	series := func() int {
		n := 0
		for line := range strings.Lines(string(c.AppendText(nil))) {
			if !strings.HasPrefix(line, "#") {
				n++
			}
		}
		return n
	}
	flood := func() {
		for i := range 1 << 16 {
			e := speaker.Event{Conn: speaker.ConnInfo{ID: uint64(i + 1)}}
			c.Event(message(e, i&1 == 0, codec.AppendNotification(nil, byte(i>>8), byte(i), nil, 0), codec.FindingID(i%300)))
			c.Event(message(e, false, codec.AppendHeader(nil, codec.HeaderLen, registry.MessageType(i))))
		}
	}
	flood()
	n := series()
	if n > 1000 {
		t.Errorf("%d series", n)
	}
	flood()
	if again := series(); again != n {
		t.Errorf("%d series, then %d", n, again)
	}
}

// TestNames: two peers of one name are two series.
func TestNames(t *testing.T) {
	c := New(Options{})
	for i := range 3 {
		c.Configured(peerOf(t, "x", fmt.Sprintf("192.0.2.%d", i+1)), "unconfigured")
	}
	text := c.AppendText(nil)
	has(t, text, `bgpdecode_connections_open{peer="unconfigured"} 0`, `bgpdecode_connections_open{peer="unconfigured #2"} 0`, `bgpdecode_connections_open{peer="unconfigured #4"} 0`)
	lint(t, text)
}

// TestProxy: a proxy has two directions of which none is ours.
func TestProxy(t *testing.T) {
	c := New(Options{Wire: true, Proxy: func() (uint64, uint64) { return 100, 7 }})
	c.Event(message(speaker.Event{}, true, keepalive()))
	has(t, c.AppendText(nil), `bgpdecode_messages_total{direction="to-target",peer="proxy",type="KEEPALIVE"} 1`,
		`bgpdecode_proxy_octets_total 100`, `bgpdecode_proxy_lost_octets_total 7`)
}

package session

import (
	"io"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

var mustAddr = netip.AddrFrom4([4]byte{192, 0, 2, 1})

// tcpPair is a connection over the loopback.
func tcpPair(t *testing.T) (a, b *net.TCPConn) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	d, err := net.Dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	c, err := l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	return c.(*net.TCPConn), d.(*net.TCPConn)
}

// waitEnd waits until a connection is closed, or fails.
func (o *owner) waitEnd(t *testing.T) {
	t.Helper()
	select {
	case <-o.ended:
	case <-time.After(20 * time.Second):
		t.Fatal("the connection does not end: " + o.text())
	}
}

// The NOTIFICATION arrives although the peer has sent much that was not read: closing must not reset the connection.
func TestLastWordsArrive(t *testing.T) {
	a, b := tcpPair(t)
	o := newOwner(t)
	o.start(a, 1<<16)
	if _, err := io.ReadFull(b, make([]byte, 29)); err != nil {
		t.Fatal(err)
	}
	junk := make([]byte, 100000) // a bad marker, and much behind it
	write(t, b, junk)
	got, err := io.ReadAll(b)
	if err != nil || len(got) != 21 || got[19] != 1 || got[20] != 1 {
		t.Errorf("got %x, %v", got, err)
	}
	_ = b.Close()
	o.waitEnd(t)
}

// A reset is told apart from an end.
func TestReset(t *testing.T) {
	for _, reset := range []bool{true, false} {
		a, b := tcpPair(t)
		o := newOwner(t)
		o.start(a, 1<<16)
		handshake(t, b)
		if reset {
			if err := b.SetLinger(0); err != nil {
				t.Fatal(err)
			}
		}
		_ = b.Close()
		o.waitEnd(t)
		want := "closed: EOF"
		if reset {
			want = "closed: reset"
		}
		if got := o.text(); !strings.Contains(got, want) {
			t.Errorf("no %q in %s", want, got)
		}
	}
}

// A peer that takes our last words and never closes is left after a while.
func TestLinger(t *testing.T) {
	a, b := tcpPair(t)
	o := newOwner(t)
	s := o.start(a, 1<<16)
	fr := handshake(t, b)
	o.step(s, fsm.Event{Kind: fsm.ManualStop})
	for {
		msg, err := fr.Next()
		if err != nil {
			t.Fatal(err)
		}
		if msg[18] == 3 {
			break
		}
	}
	o.waitEnd(t) // b stays open
	_ = b.Close()
}

// Many messages that come at once are handled in order.
func TestBatch(t *testing.T) {
	a, b := tcpPair(t)
	o := newOwner(t)
	s := o.start(a, 1<<16)
	handshake(t, b)
	var all []byte
	for range 3000 {
		all = codec.AppendKeepalive(all)
	}
	all = append(all, codec.AppendNotification(nil, 6, 4, nil, 0)...)
	got := 0
	o.mu.Lock()
	o.frame = func(_ *Session, msg []byte) (fsm.Event, bool) {
		if msg[18] == 3 {
			return fsm.Received(codec.Notification{Code: 6, Subcode: 4}), true
		}
		got++
		return fsm.Event{Kind: fsm.KeepAliveMsg}, true
	}
	o.mu.Unlock()
	write(t, b, all)
	_ = b.Close()
	o.waitEnd(t)
	if got < 3000 || got > 3001 || s.State() != fsm.Idle {
		t.Errorf("%d messages, state %s", got, s.State())
	}
}

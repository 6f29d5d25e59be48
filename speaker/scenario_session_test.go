package speaker_test

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// S11: ManualStart in Connect is ignored.
func TestStartInConnect(t *testing.T) {
	inLab(t, func(_ *speaker.Options, c *speaker.PeerConfig) {}, func(l *lab) {
		own := l.accept()
		own.expect(registry.MsgOpen)
		l.p.Start()
		l.is(fsm.OpenSent)
		own.open(yourAS, 90, yourID)
		own.expect(registry.MsgKeepalive)
		l.p.Start()
		l.is(fsm.OpenConfirm)
		own.keepalive()
		l.is(fsm.Established)
		l.p.Start()
		l.is(fsm.Established)
		if n := l.w.count("dialing"); n != 1 {
			t.Errorf("dialled %d times", n)
		}
	})
}

// S12, S13, S14: the session of seed 001. A peer with a 4-octet AS behind AS_TRANS, IPv6 unicast only, ADD-PATH offered for a family
// that it does not carry, KEEPALIVE, two UPDATEs, then TCP closes without a NOTIFICATION and is refused.
func TestSeedSession(t *testing.T) {
	inLab(t, func(_ *speaker.Options, c *speaker.PeerConfig) {
		c.PeerAS, c.HoldTime, c.FSM = 4200000002, 6*time.Second, seedFSM()
		c.Capabilities = speaker.DefaultCapabilities(codec.IPv4Unicast, ipv6Unicast)
		c.Capabilities.AddPath = []codec.AddPath{{Family: codec.IPv4Unicast, Mode: codec.AddPathBoth}}
	}, func(l *lab) {
		own := l.accept()
		own.expect(registry.MsgOpen)
		own.hex("ffffffffffffffffffffffffffffffff003301045ba000060000000216021401040002000102004104fa56ea02450400010101")
		own.expect(registry.MsgKeepalive)
		own.keepalive()
		l.is(fsm.Established)
		a := l.p.Agreed()
		if a == nil || a.PeerAS != 4200000002 || a.HoldTime != 6*time.Second {
			t.Fatalf("agreed: %+v", a)
		}
		if len(a.Families) != 1 || a.Families[0] != ipv6Unicast {
			t.Errorf("families %v, want IPv6 unicast only", a.Families)
		}
		for _, f := range []codec.Family{codec.IPv4Unicast, ipv6Unicast} {
			if a.Receive.AddPath.Has(f) || a.Send.AddPath.Has(f) {
				t.Errorf("ADD-PATH for %s", f)
			}
		}
		attrs := []byte{0x40, 1, 1, 0, 0x40, 2, 6, 2, 1, 0xfa, 0x56, 0xea, 0x02} // AS_PATH (type 2) with 4 octets
		for i := range byte(2) {
			mp := codec.AppendMPReach(nil, &codec.MPReach{Family: ipv6Unicast, NextHop: []byte{0xfe, 0x80, 15: 2}, NLRI: []byte{20, 0x3f, 0xff, i << 4}})
			u := codec.Update{Attrs: append(mp, attrs...)}
			b, err := u.Append(nil, codec.MaxLen)
			if err != nil {
				t.Fatal(err)
			}
			own.send(b)
		}
		l.is(fsm.Established)
		if st := l.p.Stats(); st.Received.Of(registry.MsgUpdate) != 2 || st.TreatedAsWithdrawn != 0 || st.Discarded != 0 {
			t.Errorf("%+v", st)
		}
		_ = l.door.Close() // refused from now on
		_ = own.conn.Close()
		l.reaches(fsm.Idle)
		if end := l.p.Stats().Last; end == nil || end.Cause != fsm.TcpConnectionFails || end.Notification.Code != 0 {
			t.Errorf("the end of the session: %+v", end)
		}
		until(t, "a connection that is refused", func() bool { return l.w.count("dial-failed", "refused") > 0 })
	})
}

// Hold expiry: 4/0 after the negotiated time, not before, counted from the last message.
func TestHoldExpiry(t *testing.T) {
	inLab(t, func(_ *speaker.Options, c *speaker.PeerConfig) { c.HoldTime = 30 * time.Second }, func(l *lab) {
		own := l.accept()
		own.establish(yourAS, 9, yourID)
		l.is(fsm.Established)
		time.Sleep(8 * time.Second)
		own.keepalive()
		begin := time.Now()
		own.expectNote(4, 0, "")
		if d := time.Since(begin); d < 9*time.Second || d > 10*time.Second {
			t.Errorf("4/0 after %s, want 9 s", d)
		}
	})
}

// The peer offers hold time 0: nothing is sent, nothing expires.
func TestPeerHoldTimeZero(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		own := l.accept()
		own.establish(yourAS, 0, yourID)
		l.is(fsm.Established)
		time.Sleep(24 * time.Hour)
		l.is(fsm.Established)
		if n := l.w.count("> KEEPALIVE"); n != 1 {
			t.Errorf("%d KEEPALIVEs sent, want the one that answers the OPEN", n)
		}
	})
}

// At the least hold time KEEPALIVEs go out once a second, without jitter that would make it more often.
func TestKeepaliveEverySecond(t *testing.T) {
	inLab(t, func(_ *speaker.Options, c *speaker.PeerConfig) { c.HoldTime = 3 * time.Second }, func(l *lab) {
		own := l.accept()
		own.establish(yourAS, 3, yourID)
		for range 60 {
			time.Sleep(time.Second)
			own.keepalive()
		}
		l.is(fsm.Established)
		if n := l.w.count("> KEEPALIVE"); n < 59 || n > 62 {
			t.Errorf("%d KEEPALIVEs in 60 s at hold time 3 s", n)
		}
	})
}

// Damping: the pauses grow, and the peer is refused with 6/5 while the session is in Idle.
func TestDampedPauses(t *testing.T) {
	inLab(t, func(_ *speaker.Options, c *speaker.PeerConfig) {
		c.FSM.DampPeerOscillations, c.FSM.IdleHoldTime = true, 10*time.Second
	}, func(l *lab) {
		var last time.Time
		var pauses []time.Duration
		for range 4 {
			own := l.accept()
			if !last.IsZero() {
				pauses = append(pauses, time.Since(last))
			}
			own.expect(registry.MsgOpen)
			own.notify(6, 5)
			own.ended()
			last = time.Now()
			in := l.connect()
			in.expectNote(6, 5, "")
		}
		for i, p := range pauses {
			most := 10 * time.Second << i
			if p < most*3/4 || p > most+time.Second {
				t.Errorf("pause %d: %s, want about %s with jitter", i+1, p, most)
			}
		}
	})
}

// The peer's router reboots: its new connection must be able to come up after the old one timed out, at the latest.
func TestPeerVanishes(t *testing.T) {
	inLab(t, passive, func(l *lab) {
		in := l.connect()
		in.establish(yourAS, 9, yourID)
		l.is(fsm.Established)
		again := l.connect() // the old connection is dead, nobody knows yet
		again.expect(registry.MsgOpen)
		again.open(yourAS, 9, yourID)
		again.expectNote(6, 7, "")
		time.Sleep(10 * time.Second)
		in.expectNote(4, 0, "")
		time.Sleep(10 * time.Second)
		again = l.connect()
		again.establish(yourAS, 9, yourID)
		l.is(fsm.Established)
	})
}

// A stopped peer stays down, refuses connections, and comes back when it is started.
func TestStopAndStart(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		own := l.accept()
		own.establish(yourAS, 90, yourID)
		l.is(fsm.Established)
		l.p.Stop(2, "maintenance")
		own.expectNote(6, 2, "0b6d61696e74656e616e6365")
		l.is(fsm.Idle)
		time.Sleep(time.Hour)
		l.is(fsm.Idle)
		l.connect().expectNote(6, 5, "")
		l.p.Start()
		own = l.accept()
		own.establish(yourAS, 90, yourID)
		l.is(fsm.Established)
		l.p.Reset(4, "")
		own.expectNote(6, 4, "")
		own = l.accept()
		own.establish(yourAS, 90, yourID)
		l.is(fsm.Established)
	})
}

// A peer that nobody configured gets 6/5 on its own connection.
func TestUnconfiguredPeer(t *testing.T) {
	inLab(t, passive, func(l *lab) {
		stranger := l.me.net.host("192.0.2.77")
		l.connectFrom(stranger).expectNote(6, 5, "")
		in := l.connect()
		in.establish(yourAS, 90, yourID)
		l.connectFrom(stranger).expectNote(6, 5, "")
		l.is(fsm.Established)
		synctest.Wait()
	})
}

// deafConn is a connection whose writes fail from some moment on.
type deafConn struct {
	net.Conn
	deaf   atomic.Bool
	failed chan struct{}
	once   sync.Once
}

func (c *deafConn) Write(b []byte) (int, error) {
	if c.deaf.Load() {
		c.once.Do(func() { close(c.failed) })
		return 0, syscall.EPIPE
	}
	return c.Conn.Write(b)
}

// A peer that sends a NOTIFICATION and closes is understood even if our next write fails before that was read.
func TestLastWordsAreRead(t *testing.T) {
	for _, says := range []bool{true, false} {
		deaf := &deafConn{failed: make(chan struct{})}
		inLab(t, func(o *speaker.Options, _ *speaker.PeerConfig) {
			dial := o.Dial
			o.Dial = func(ctx context.Context, local, remote netip.AddrPort, opt transport.Options) (net.Conn, error) {
				c, err := dial(ctx, local, remote, opt)
				if deaf.Conn != nil || err != nil {
					return c, err
				}
				deaf.Conn = c
				return deaf, nil
			}
			deaf.failed = make(chan struct{})
		}, func(l *lab) {
			own := l.accept()
			own.establish(yourAS, 90, yourID)
			l.is(fsm.Established)
			deaf.deaf.Store(true)
			<-deaf.failed // the next KEEPALIVE
			if says {
				own.notify(6, 4)
			}
			l.reaches(fsm.Idle)
			synctest.Wait()
			end := l.p.Stats().Last
			if end == nil || (end.Notification.Code == registry.ErrCease && !end.Sent) != says || (end.Cause == fsm.NotifMsg) != says {
				t.Errorf("says %t: the end of the session: %+v", says, end)
			}
			if !says && !errors.Is(end.Err, syscall.EPIPE) {
				t.Errorf("error %v", end.Err)
			}
		})
	}
}

// What Options.Trace sees of a peer's machine is a transcript that package fsm replays.
func TestTraceReplays(t *testing.T) {
	var script *fsm.Transcript
	inLab(t, func(o *speaker.Options, c *speaker.PeerConfig) {
		c.FSM.DampPeerOscillations, c.NoListen = true, true
		o.Trace = func(_ *speaker.Peer, _ speaker.ConnInfo, before fsm.Session, e fsm.Event, actions []fsm.Action, after fsm.Session) {
			if script == nil {
				script = &fsm.Transcript{}
				script.Session(before)
			}
			script.Step(e, after, actions)
		}
	}, func(l *lab) {
		own := l.accept()
		own.establish(yourAS, 90, yourID)
		l.is(fsm.Established)
		own.notify(6, 4)
		own.ended()
		own = l.accept() // after the IdleHoldTimer
		own.expect(registry.MsgOpen)
		own.keepalive()
		own.expectNote(5, 1, "04")
		own = l.accept()
		own.establish(yourAS, 9, yourID)
		own.expectNote(4, 0, "")
		synctest.Wait()
	})
	text := script.String()
	again, err := fsm.Replay(text)
	if err != nil || again != text {
		t.Errorf("%v\n%s\nreplays as\n%s", err, text, again)
	}
	for _, want := range []string{"> NotifMsg note=6/4", "send NOTIFICATION 5/1:04", "send NOTIFICATION 4/0", "> IdleHoldTimer_Expires", "-> Established"} {
		if !strings.Contains(text, want) {
			t.Errorf("the transcript lacks %q:\n%s", want, text)
		}
	}
}

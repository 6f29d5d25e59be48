package speaker_test

import (
	"math/rand/v2"
	"net"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// A peer that drips one octet at a time never completes a message: 4/0 when the hold time is over, in OpenSent and in Established.
func TestSlowDrip(t *testing.T) {
	for _, up := range []bool{false, true} {
		inLab(t, passive, func(l *lab) {
			in := l.connect()
			long := append(codec.AppendHeader(nil, 4000, registry.MsgUpdate), make([]byte, 3981)...)
			limit := fsm.LargeHoldTime
			if up {
				in.establish(yourAS, 9, yourID)
				limit = 9 * time.Second
			} else {
				in.expect(registry.MsgOpen)
				long = openOf(t, yourAS, 90, yourID)
			}
			begin := time.Now()
			for i := 0; onlyKeepalives(in); i++ {
				if time.Since(begin) > limit+10*time.Second {
					t.Fatalf("up %t: still there after %s", up, time.Since(begin))
				}
				in.send(long[i : i+1])
				time.Sleep(max(limit/30, time.Second/2)) // an OPEN would take longer than the hold time
				synctest.Wait()
			}
			in.expectNote(4, 0, "")
			if d := time.Since(begin); d < limit-2*time.Second {
				t.Errorf("up %t: 4/0 after %s, want %s", up, d, limit)
			}
		})
	}
}

// onlyKeepalives takes KEEPALIVEs out of the queue and reports whether there is nothing else.
func onlyKeepalives(s *script) bool {
	for n := len(s.in); n > 0; n-- {
		msg, ok := <-s.in
		if !ok || registry.MessageType(msg[codec.HeaderLen-1]) != registry.MsgKeepalive {
			s.back = msg // for the next call of next; nil at the end
			return false
		}
	}
	return true
}

// A peer that sends KEEPALIVEs but reads nothing: the SendHoldTimer ends it (RFC 9687), and shutting down does not hang.
func TestPeerThatDoesNotRead(t *testing.T) {
	inLab(t, passive, func(l *lab) {
		in := l.connectMute()
		in.open(yourAS, 90, yourID)
		in.keepalive()
		in.keepalive()
		l.is(fsm.Established)
		begin := time.Now()
		for l.p.State() == fsm.Established && time.Since(begin) < time.Hour {
			time.Sleep(20 * time.Second)
			if l.p.State() == fsm.Established {
				in.keepalive()
			}
		}
		if d := time.Since(begin); d < fsm.MinSendHoldTime || d > fsm.MinSendHoldTime+2*time.Minute {
			t.Errorf("the session fell after %s, want about %s", d, fsm.MinSendHoldTime)
		}
		if end := l.p.Stats().Last; end == nil || end.Cause != fsm.SendHoldTimerExpires {
			t.Errorf("the end of the session: %+v", end)
		}
	})
	// And one that is shut down while nothing leaves.
	inLab(t, passive, func(l *lab) {
		in := l.connectMute()
		in.open(yourAS, 90, yourID)
		in.keepalive()
		l.is(fsm.Established)
		time.Sleep(time.Minute)
	})
}

// connectMute opens a connection of which only our OPEN is ever read.
func (l *lab) connectMute() *script {
	l.t.Helper()
	s := l.connect()
	s.expect(registry.MsgOpen)
	mute(s.conn)
	return s
}

// mute ends the reading of play: it fails at once and the octets of the speaker stay where they are.
func mute(c net.Conn) { _ = c.SetReadDeadline(time.Unix(1, 0)) }

// A flood of OPENs on a session that is up: 5/3 with the type, once; the rest is thrown away without being looked at.
func TestFloodOfOpens(t *testing.T) {
	inLab(t, passive, func(l *lab) {
		in := l.connect()
		in.establish(yourAS, 90, yourID)
		l.is(fsm.Established)
		open := openOf(t, yourAS, 90, yourID)
		go func() {
			for range 5000 {
				_ = in.conn.SetWriteDeadline(time.Now().Add(patience))
				if _, err := in.conn.Write(open); err != nil {
					return
				}
			}
		}()
		in.expectNote(5, 3, "01")
		if n := l.w.count("< OPEN"); n != 2 {
			t.Errorf("%d OPENs were read, want the first and the one too many", n)
		}
	})
}

// A new connection for each OPEN, again and again, while a session is up: each gets 6/7, the session is not disturbed.
func TestFloodOfConnections(t *testing.T) {
	inLab(t, passive, func(l *lab) {
		first := l.connect()
		first.establish(yourAS, 90, yourID)
		l.is(fsm.Established)
		for i := range 500 {
			in := l.connect()
			in.expect(registry.MsgOpen)
			in.open(yourAS, 90, yourID)
			in.expectNote(6, 7, "")
			if i%100 == 0 {
				first.keepalive()
			}
		}
		l.is(fsm.Established)
		if n := l.w.count("state-change Established ->"); n != 0 {
			t.Errorf("the session fell %d times", n)
		}
	})
}

// Garbage of all kinds instead of an OPEN: the right NOTIFICATION, the right end, and the peer can come back.
func TestGarbage(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	random := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	inLab(t, passive, func(l *lab) {
		for range 100 {
			in := l.connect()
			in.expect(registry.MsgOpen)
			in.send(random(19 + r.IntN(300)))
			in.expectNote(1, 1, "")
		}
		for _, text := range []string{"GET / HTTP/1.1\r\nHost: 192.0.2.1\r\n\r\n", "SSH-2.0-OpenSSH_9.9\r\n" + strings.Repeat("x", 20), "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("\x00", 20)} {
			in := l.connect()
			in.expect(registry.MsgOpen)
			in.send([]byte(text))
			in.expectNote(1, 1, "")
		}
		for range 200 { // a sound header, and garbage as an OPEN
			in := l.connect()
			in.expect(registry.MsgOpen)
			body := random(10 + r.IntN(200))
			in.send(append(codec.AppendHeader(nil, codec.HeaderLen+len(body), registry.MsgOpen), body...))
			if got := noteText(in.expect(registry.MsgNotification)); !strings.HasPrefix(got, "2/") {
				t.Errorf("OPEN %x: NOTIFICATION %s", body, got)
			}
			in.ended()
		}
		in := l.connect()
		in.establish(yourAS, 90, yourID)
		l.is(fsm.Established)
	})
}

// Garbage as UPDATEs, with sound headers: the session stays or is reset with 3/x, and it can come up again.
func TestGarbageUpdates(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	resets := 0
	inLab(t, func(_ *speaker.Options, c *speaker.PeerConfig) {
		c.Passive, c.RIB = true, true
		c.FSM.IdleHoldTime = time.Second
	}, func(l *lab) {
		l.w.hush()
		in := l.connect()
		in.establish(yourAS, 90, yourID)
		for range 2000 {
			in.send(garbageUpdate(r))
			synctest.Wait()
			if onlyKeepalives(in) {
				continue
			}
			if got := noteText(in.expect(registry.MsgNotification)); !strings.HasPrefix(got, "3/") {
				t.Errorf("NOTIFICATION %s", got)
			}
			in.ended()
			resets++
			time.Sleep(2 * time.Second)
			in = l.connect()
			in.establish(yourAS, 90, yourID)
		}
		l.is(fsm.Established)
	})
	if resets == 0 || resets == 2000 {
		t.Errorf("%d of 2000 UPDATEs reset the session", resets)
	}
}

// garbageUpdate makes an UPDATE that is sound in part: the lengths fit, the attributes have known codes.
func garbageUpdate(r *rand.Rand) []byte {
	random := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		return b
	}
	var attrs []byte
	for range r.IntN(8) {
		attrs = codec.AppendAttr(attrs, byte(r.Uint32())&0xe0, registry.AttrCode(r.IntN(40)), random(r.IntN(20)))
	}
	if r.IntN(10) == 0 {
		attrs = random(r.IntN(60))
	}
	u := codec.Update{Attrs: attrs, NLRI: []byte{24, 203, 0, byte(r.Uint32())}}
	if r.IntN(4) == 0 {
		u.NLRI = random(r.IntN(10))
	}
	if r.IntN(8) == 0 {
		u.Withdrawn = random(r.IntN(10))
	}
	b, err := u.Append(nil, codec.MaxLen)
	if err != nil {
		return codec.AppendKeepalive(nil)
	}
	return b
}

// Half-open connections: of one peer at most as many as allowed are kept, each one more gets 6/5, and those that say nothing end.
func TestHalfOpen(t *testing.T) {
	inLab(t, passive, func(l *lab) {
		var silent []*script
		for range 2 {
			s := l.connect()
			s.expect(registry.MsgOpen)
			silent = append(silent, s)
		}
		for range 50 {
			l.connect().expectNote(6, 5, "")
		}
		for _, s := range silent {
			for len(s.in) == 0 {
				time.Sleep(10 * time.Second)
			}
			s.expectNote(4, 0, "")
		}
		in := l.connect()
		in.establish(yourAS, 90, yourID)
		l.is(fsm.Established)
	})
}

package speaker

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// passive is the usual configuration of a peer that the test plays by connecting.
func passive() PeerConfig {
	c := peerConfig()
	c.Passive = true
	return c
}

func TestHoldTimerExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := passive()
		c.HoldTime = 9 * time.Second
		l := newLab(t, c)
		r := l.connect()
		r.establish(peerOpen(64501, usual(64501)...))
		start := time.Now()
		r.want("NOTIFICATION 4/0 ")
		if d := time.Since(start); d < 9*time.Second || d > 9100*time.Millisecond {
			t.Errorf("hold timer expired after %s", d)
		}
		r.wantEnd()
		l.end()
	})
}

// Each message starts the hold timer again.
func TestHoldTimerRestarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := passive()
		c.HoldTime = 9 * time.Second
		l := newLab(t, c)
		r := l.connect()
		r.establish(peerOpen(64501, usual(64501)...))
		go func() {
			for range 20 {
				time.Sleep(8 * time.Second)
				if _, err := r.c.Write(codec.AppendKeepalive(nil)); err != nil {
					return
				}
			}
		}()
		start := time.Now()
		r.want("NOTIFICATION 4/0 ")
		if d := time.Since(start); d < 169*time.Second || d > 170*time.Second {
			t.Errorf("hold timer expired after %s, want 169 s", d)
		}
		l.end()
	})
}

func TestKeepalivePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, passive())
		r := l.connect()
		o := peerOpen(64501, usual(64501)...)
		o.HoldTime = 30
		r.establish(o)
		last, least, most := time.Now(), time.Hour, time.Duration(0)
		for range 40 {
			r.want("KEEPALIVE")
			d := time.Since(last)
			last = time.Now()
			least, most = min(least, d), max(most, d)
			r.keepalive()
		}
		if least < 7500*time.Millisecond || most > 10*time.Second || most-least < 500*time.Millisecond {
			t.Errorf("KEEPALIVEs %s to %s apart, want 7.5 s to 10 s with jitter", least, most)
		}
		go l.end()
		r.want("NOTIFICATION 6/2 ")
	})
}

func TestHoldTimeZero(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := passive()
		c.HoldTimeSet = true
		l := newLab(t, c)
		r := l.connect()
		r.establish(peerOpen(64501, usual(64501)...))
		time.Sleep(24 * time.Hour)
		l.wantState(fsm.Established)
		if n := l.log.count("sent KEEPALIVE"); n != 1 {
			t.Errorf("%d KEEPALIVEs without a hold time", n)
		}
		go l.end()
		r.want("NOTIFICATION 6/2 ")
	})
}

// A peer that takes the connection and says nothing.
func TestLargeHoldTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, passive())
		r := l.connect()
		r.want("OPEN")
		start := time.Now()
		r.want("NOTIFICATION 4/0 ")
		if d := time.Since(start); d != 4*time.Minute {
			t.Errorf("after %s", d)
		}
		l.end()
	})
}

func TestSendHoldTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, passive())
		r := l.connect()
		r.establish(peerOpen(64501, usual(64501)...))
		// The peer goes on sending, but does not read any more.
		go func() {
			for {
				time.Sleep(20 * time.Second)
				if _, err := r.c.Write(codec.AppendKeepalive(nil)); err != nil {
					return
				}
			}
		}()
		time.Sleep(7 * time.Minute)
		l.wantState(fsm.Established)
		time.Sleep(2 * time.Minute)
		if s := l.p.State(); s == fsm.Established {
			t.Error("the session is still there")
		}
		if l.p.Stats().Last.Cause != fsm.SendHoldTimerExpires {
			t.Errorf("cause %s", l.p.Stats().Last.Cause)
		}
		l.end()
	})
}

func TestDelayOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := passive()
		c.FSM = fsm.Default()
		c.FSM.DelayOpen, c.FSM.DelayOpenTime = true, 10*time.Second
		l := newLab(t, c)
		r := l.connect()
		start := time.Now()
		r.want("OPEN")
		if d := time.Since(start); d != 10*time.Second {
			t.Errorf("OPEN after %s", d)
		}
		_ = r.c.Close()
		synctest.Wait()
		// One that sends its OPEN first gets ours at once, with the KEEPALIVE.
		r = l.connect()
		r.sendOpen(peerOpen(64501, usual(64501)...))
		r.want("OPEN")
		r.want("KEEPALIVE")
		r.keepalive()
		synctest.Wait()
		l.wantState(fsm.Established)
		if !l.p.Agreed().Receive.AS4 {
			t.Error("4-octet AS numbers were not agreed")
		}
		go l.end()
		r.want("NOTIFICATION 6/2 ")
	})
}

// dialTimes are the times of the attempts to connect to a peer that refuses.
func dialTimes(t *testing.T, c PeerConfig, n int, refuse func() (net.Conn, error)) []time.Duration {
	t.Helper()
	var mu sync.Mutex
	var times []time.Duration
	start := time.Now()
	l := newLabWith(t, c, func(o *Options) {
		o.Dial = func(context.Context, netip.AddrPort, netip.AddrPort, transport.Options) (net.Conn, error) {
			mu.Lock()
			times = append(times, time.Since(start))
			mu.Unlock()
			return refuse()
		}
	})
	enough := func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(times) >= n
	}
	for i := 0; !enough() && i < 10000; i++ {
		time.Sleep(time.Second)
		synctest.Wait()
	}
	l.end()
	return times
}

func TestConnectRetry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := peerConfig()
		c.FSM = fsm.Default()
		c.FSM.ConnectRetryTime = 20 * time.Second
		times := dialTimes(t, c, 20, func() (net.Conn, error) { return nil, net.ErrClosed })
		for i := 1; i < len(times); i++ {
			if d := times[i] - times[i-1]; d < 15*time.Second || d > 20*time.Second {
				t.Errorf("attempt %d after %s", i, d)
			}
		}
		if len(times) < 20 {
			t.Errorf("%d attempts", len(times))
		}
	})
}

// An attempt that hangs is given up and made again when the ConnectRetryTimer expires.
func TestConnectRetryWhileDialing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var attempts, canceled int
		c := peerConfig()
		l := newLabWith(t, c, func(o *Options) {
			o.Dial = func(ctx context.Context, _, _ netip.AddrPort, _ transport.Options) (net.Conn, error) {
				attempts++
				<-ctx.Done()
				canceled++
				return nil, ctx.Err()
			}
		})
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		if attempts < 5 || attempts > 8 || canceled != attempts-1 {
			t.Errorf("%d attempts, %d given up", attempts, canceled)
		}
		l.end()
		if canceled != attempts {
			t.Errorf("%d attempts, %d ended", attempts, canceled)
		}
	})
}

// With damping, each pause after a fall is twice as long as the one before.
func TestIdleHoldBackOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := peerConfig()
		c.FSM = fsm.Default()
		c.FSM.DampPeerOscillations, c.FSM.IdleHoldTime, c.FSM.IdleHoldTimeMax = true, 4*time.Second, 30*time.Second
		times := dialTimes(t, c, 7, func() (net.Conn, error) {
			a, b := net.Pipe()
			go func() {
				r := newRaw(t, b)
				if _, err := r.fr.Next(); err == nil {
					_, _ = b.Write(codec.AppendNotification(nil, 6, 3, nil, 0)) // it may be gone
				}
				_ = b.Close()
			}()
			return a, nil
		})
		want := []time.Duration{4, 8, 16, 30, 30, 30}
		for i, w := range want {
			if i+1 >= len(times) {
				t.Fatalf("%d attempts", len(times))
			}
			if d := times[i+1] - times[i]; d < w*time.Second*3/4 || d > w*time.Second+time.Second {
				t.Errorf("pause %d is %s, want %d s less jitter", i, d, w)
			}
		}
	})
}

package speaker

import (
	"context"
	"net/netip"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// established gives the Established connection of a speaker that nobody watches, without clocks of synctest.
func establishedConn(tb testing.TB, change func(*PeerConfig)) (*lab, *rawPeer, *conn) {
	tb.Helper()
	c := passive()
	change(&c)
	l := newLabWith(tb, c, func(o *Options) { o.OnEvent = nil })
	nc, err := l.n.dial(context.Background(), netip.AddrPortFrom(netip.MustParseAddr(them), 0), netip.AddrPortFrom(netip.MustParseAddr(us), Port))
	if err != nil {
		tb.Fatal(err)
	}
	r := newRaw(tb, nc)
	r.establish(peerOpen(64501, usual(64501)...))
	for deadline := time.Now().Add(10 * time.Second); l.p.Agreed() == nil; {
		if time.Now().After(deadline) {
			tb.Fatal("not Established")
		}
		time.Sleep(time.Millisecond)
	}
	go func() {
		for {
			if _, err := r.fr.Next(); err != nil {
				return
			}
		}
	}()
	return l, r, l.p.home
}

// receive is what happens to a message once it was read.
func (c *conn) receiveOne(msg []byte, now time.Time) {
	c.p.turns.Lock()
	defer c.p.turns.Unlock()
	if e, ok := c.Frame(c.s, msg, now); ok {
		c.s.Step(e)
	}
}

// Receiving costs no allocation, with a RIB neither when nothing new comes.
func TestReceiveAllocations(t *testing.T) {
	if underRace {
		t.Skip("the race detector allocates")
	}
	for name, change := range map[string]func(*PeerConfig){
		"no RIB": func(*PeerConfig) {},
		"RIB":    func(c *PeerConfig) { c.RIB = true },
	} {
		t.Run(name, func(t *testing.T) {
			l, r, c := establishedConn(t, change)
			now := time.Now()
			msgs := [][]byte{updateOf(t, "", good, net1+net2), updateOf(t, net1, "", ""), codec.AppendKeepalive(nil),
				updateOf(t, "", good+"80 04 04 00000001 c0 08 08 0001000200030004", net1)}
			n := testing.AllocsPerRun(200, func() {
				for _, m := range msgs {
					c.receiveOne(m, now)
				}
			})
			if n != 0 {
				t.Errorf("%.1f allocations for %d messages", n, len(msgs))
			}
			if l.p.State() != fsm.Established {
				t.Error("the session is gone")
			}
			_ = r.c.Close()
			l.end()
		})
	}
}

// BenchmarkReceive is one UPDATE with two routes, from the read to the RIB.
func BenchmarkReceive(b *testing.B) {
	for _, rib := range []bool{false, true} {
		name := map[bool]string{true: "RIB", false: "no RIB"}[rib]
		b.Run(name, func(b *testing.B) {
			l, r, c := establishedConn(b, func(c *PeerConfig) { c.RIB = rib })
			msg := updateOf(b, "", good+"80 04 04 00000001 c0 08 08 0001000200030004", net1+net2)
			now := time.Now()
			b.ReportAllocs()
			for b.Loop() {
				c.receiveOne(msg, now)
			}
			_ = r.c.Close()
			l.end()
		})
	}
}

package speaker

import (
	"context"
	"net"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// twins starts a speaker whose attempt to connect and an incoming connection are both there: out is the end of the one
// that the speaker opened, in of the other. Both have got our OPEN.
func twins(t *testing.T, c PeerConfig) (l *lab, out, in *rawPeer) {
	t.Helper()
	var far net.Conn
	l = newLabWith(t, c, func(o *Options) {
		o.Dial = func(_ context.Context, _, remote netip.AddrPort, _ transport.Options) (net.Conn, error) {
			if far != nil {
				return nil, net.ErrClosed
			}
			a, b := net.Pipe()
			far = b
			return &memConn{a, netip.AddrPortFrom(netip.MustParseAddr(us), 40000), remote}, nil
		}
	})
	synctest.Wait()
	out, in = newRaw(t, far), l.connect()
	out.want("OPEN")
	in.want("OPEN")
	time.Sleep(twinTime) // then the OPEN of each is judged when it comes
	return l, out, in
}

func open(as uint32, id string) codec.Open {
	o := codec.NewOpen(as, 90, netip.MustParseAddr(id))
	o.Capabilities = usual(as)
	return o
}

// The connection stays that the side with the higher identifier opened, whichever OPEN comes first; with equal ones
// the larger AS number decides (RFC 6286).
func TestCollisionMatrix(t *testing.T) {
	for _, tc := range []struct {
		name     string
		id       string
		as       uint32
		outWins  bool
		outFirst bool
	}{
		{"peer higher, its OPEN on ours first", "192.0.2.2", 64501, false, true},
		{"peer higher, its OPEN on its own first", "192.0.2.2", 64501, false, false},
		{"peer lower, its OPEN on ours first", "192.0.2.0", 64501, true, true},
		{"peer lower, its OPEN on its own first", "192.0.2.0", 64501, true, false},
		{"numbers are unsigned", "240.0.0.1", 64501, false, true},
		{"same identifier, larger AS", us, 64501, false, true},
		{"same identifier, smaller AS", us, 64499, true, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := peerConfig()
				c.PeerAS = tc.as
				l, out, in := twins(t, c)
				first, second := in, out
				if tc.outFirst {
					first, second = out, in
				}
				winner, loser := in, out
				if tc.outWins {
					winner, loser = out, in
				}
				first.sendOpen(open(tc.as, tc.id))
				first.want("KEEPALIVE")
				go second.sendOpen(open(tc.as, tc.id))
				loser.want("NOTIFICATION 6/7 ")
				loser.wantEnd()
				if winner == second {
					winner.want("KEEPALIVE")
				}
				winner.keepalive()
				synctest.Wait()
				l.wantState(fsm.Established)
				if n := l.p.Stats().Collisions; n != 1 {
					t.Errorf("%d collisions counted", n)
				}
				go l.end()
				winner.want("NOTIFICATION 6/2 ")
			})
		})
	}
}

// Before the first OPEN is there, both connections live; an Established one is not disturbed by a new one.
func TestCollisionEstablished(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, passive())
		r := l.connect()
		r.establish(peerOpen(64501, usual(64501)...))
		synctest.Wait()
		r2 := l.connect()
		r2.want("OPEN")
		r3 := l.connect() // a third connection is refused on itself
		r3.want("NOTIFICATION 6/5 ")
		r3.wantEnd()
		r2.sendOpen(peerOpen(64501, usual(64501)...))
		r2.want("NOTIFICATION 6/7 ")
		r2.wantEnd()
		r.keepalive()
		synctest.Wait()
		l.wantState(fsm.Established)
		if l.p.Stats().Established != 1 {
			t.Error("the session did not stay")
		}
		go l.end()
		r.want("NOTIFICATION 6/2 ")
	})
}

// With CollisionDetectEstablishedState a new connection wins if the identifiers say so.
func TestCollisionDetectEstablishedState(t *testing.T) {
	for _, id := range []string{"192.0.2.2", "192.0.2.0"} {
		synctest.Test(t, func(t *testing.T) {
			c := peerConfig()
			c.FSM = fsm.Default()
			c.FSM.CollisionDetectEstablishedState = true
			l, out, in := twins(t, c)
			out.sendOpen(open(64501, id))
			out.want("KEEPALIVE")
			out.keepalive()
			synctest.Wait()
			l.wantState(fsm.Established)
			go in.sendOpen(open(64501, id))
			if id == "192.0.2.2" { // theirs wins
				out.want("NOTIFICATION 6/7 ")
				in.want("KEEPALIVE")
				in.keepalive()
				synctest.Wait()
				l.wantState(fsm.Established)
				go l.end()
				in.want("NOTIFICATION 6/2 ")
				return
			}
			in.want("NOTIFICATION 6/7 ")
			go l.end()
			out.want("NOTIFICATION 6/2 ")
		})
	}
}

// A NOTIFICATION on the loser does not touch the winner (the seeds' daemon mixed them up).
func TestLoserIsAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, out, in := twins(t, peerConfig())
		out.sendOpen(open(64501, "192.0.2.2"))
		out.want("KEEPALIVE")
		in.write(codec.AppendNotification(nil, 6, 7, nil, 0))
		in.wantEnd()
		out.keepalive()
		synctest.Wait()
		l.wantState(fsm.Established)
		go l.end()
		out.want("NOTIFICATION 6/2 ")
	})
}

// Connected to oneself: our own AS number and identifier come back.
func TestOwnOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := passive()
		c.PeerAS = 0
		l := newLab(t, c)
		r := l.connect()
		r.want("OPEN")
		r.sendOpen(open(64500, us))
		r.want("NOTIFICATION 2/3 c0000201")
		r.wantEnd()
		time.Sleep(time.Second)
		r = l.connect()
		r.establish(open(64501, us)) // in another AS the same identifier is legal (RFC 6286)
		synctest.Wait()
		l.wantState(fsm.Established)
		go l.end()
		r.want("NOTIFICATION 6/2 ")
	})
}

// TestGivenUpBeside: an attempt that is given up because the peer's own connection came first says so, and suspects nothing.
func TestGivenUpBeside(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLabWith(t, peerConfig(), func(o *Options) {
			o.Dial = func(ctx context.Context, _, _ netip.AddrPort, _ transport.Options) (net.Conn, error) {
				<-ctx.Done()
				return nil, ctx.Err()
			}
		})
		synctest.Wait()
		in := l.connect()
		in.want("OPEN")
		time.Sleep(twinTime)
		in.sendOpen(open(64501, "192.0.2.2"))
		in.want("KEEPALIVE")
		synctest.Wait()
		if l.log.count(errBeside.Error()) != 1 || l.log.count("no answer") > 0 {
			t.Errorf("told is\n%s", l.log.text())
		}
		in.keepalive()
		l.bye(in)
	})
}

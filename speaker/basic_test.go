package speaker

import (
	"context"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// Two speakers that dial each other end with one Established connection.
func TestTwoSpeakers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newMemNet()
		var logs [2]eventLog
		var speakers [2]*Speaker
		var peers [2]*Peer
		for i, self := range []string{us, them} {
			s, err := New(n.options(self, &logs[i]))
			if err != nil {
				t.Fatal(err)
			}
			c := peerConfig()
			c.RouterID = netip.Addr{}
			if i == 1 {
				c.Remote, c.LocalAS, c.PeerAS = netip.MustParseAddr(us), 64501, 64500
			}
			if peers[i], err = s.Add(c); err != nil {
				t.Fatal(err)
			}
			speakers[i] = s
		}
		for _, s := range speakers {
			if err := s.Start(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(10 * time.Minute)
		synctest.Wait()
		for i, p := range peers {
			if p.State() != fsm.Established || len(p.conns) != 1 {
				t.Errorf("speaker %d: %s with %d machines\n%s", i, p.State(), len(p.conns), logs[i].text())
			}
		}
		for _, s := range speakers {
			if err := s.Shutdown(context.Background(), registry.SubAdministrativeShutdown, "bye"); err != nil {
				t.Error(err)
			}
		}
	})
}

func TestPassiveHandshake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := peerConfig()
		c.Passive = true
		l := newLab(t, c)
		r := l.connect()
		r.establish(peerOpen(64501, usual(64501)...))
		synctest.Wait()
		l.wantState(fsm.Established)
		a := l.p.Agreed()
		if a.HoldTime != 90*time.Second || a.Keepalive != 30*time.Second || !a.Receive.AS4 || !a.Refresh {
			t.Errorf("agreed %+v", a)
		}
		go l.end()
		r.want("NOTIFICATION 6/2 ")
		r.wantEnd()
		l.s.Wait()
	})
}

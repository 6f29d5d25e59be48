package speaker_test

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// S3: a third connection arrives during a collision. It gets 6/5 on itself; the two others are not disturbed, and one of them
// comes up.
func TestThirdConnection(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		own := l.accept()
		own.expect(registry.MsgOpen)
		in := l.connect()
		in.expect(registry.MsgOpen)
		third := l.connect()
		third.expectNote(6, 5, "")
		time.Sleep(10 * time.Second)
		own.open(yourAS, 90, lowerID)
		own.expect(registry.MsgKeepalive)
		l.is(fsm.OpenConfirm)
		fourth := l.connect()
		fourth.expectNote(6, 5, "")
		in.open(yourAS, 90, lowerID)
		in.expectNote(6, 7, "")
		own.keepalive()
		l.is(fsm.Established)
		if n := l.w.count("> NOTIFICATION 6/5"); n != 2 {
			t.Errorf("%d times 6/5", n)
		}
	})
}

// S4: the connection of the peer collides with ours in OpenConfirm. The side with the higher identifier keeps its own.
func TestCollisionByIdentifier(t *testing.T) {
	t.Run("ours wins", func(t *testing.T) {
		inLab(t, nil, func(l *lab) {
			own := l.accept()
			own.expect(registry.MsgOpen)
			own.open(yourAS, 90, lowerID)
			own.expect(registry.MsgKeepalive)
			in := l.connect()
			in.expect(registry.MsgOpen)
			in.open(yourAS, 90, lowerID)
			in.expectNote(6, 7, "")
			l.is(fsm.OpenConfirm)
			own.keepalive()
			l.is(fsm.Established)
		})
	})
	t.Run("theirs wins", func(t *testing.T) {
		inLab(t, nil, func(l *lab) {
			own := l.accept()
			own.expect(registry.MsgOpen)
			own.open(yourAS, 90, yourID)
			own.expect(registry.MsgKeepalive)
			in := l.connect()
			in.expect(registry.MsgOpen)
			in.open(yourAS, 90, yourID)
			own.expectNote(6, 7, "")
			in.expect(registry.MsgKeepalive)
			in.keepalive()
			l.is(fsm.Established)
			// It was not torn down, and the one that lost does not come back while it is up.
			time.Sleep(10 * time.Second)
			l.is(fsm.Established)
			if n := l.w.count("dialing"); n != 1 {
				t.Errorf("dialled %d times", n)
			}
		})
	})
}

// S4, other order: the peer's own connection is in OpenConfirm when our OPEN is answered, long after both came up.
func TestCollisionOtherOrder(t *testing.T) {
	for _, tc := range []struct {
		name, id string
		ownStays bool
	}{{"ours wins", lowerID, true}, {"theirs wins", yourID, false}} {
		t.Run(tc.name, func(t *testing.T) {
			inLab(t, nil, func(l *lab) {
				own := l.accept()
				own.expect(registry.MsgOpen)
				in := l.connect()
				in.expect(registry.MsgOpen)
				time.Sleep(10 * time.Second)
				in.open(yourAS, 90, tc.id)
				in.expect(registry.MsgKeepalive)
				own.open(yourAS, 90, tc.id)
				winner, loser := own, in
				if !tc.ownStays {
					winner, loser = in, own
				} else {
					own.expect(registry.MsgKeepalive)
				}
				loser.expectNote(6, 7, "")
				winner.keepalive()
				l.is(fsm.Established)
			})
		})
	}
}

// Both connections have just come up and one OPEN is there: the verdict is that of both OPENs, so that neither side can bring up a
// connection that the other one is about to close.
func TestCollisionBeforeSecondOpen(t *testing.T) {
	for _, tc := range []struct {
		name, id string
		ownStays bool
	}{{"ours wins", lowerID, true}, {"theirs wins", yourID, false}} {
		for _, first := range []string{"own", "in"} {
			t.Run(tc.name+", OPEN on "+first, func(t *testing.T) {
				inLab(t, nil, func(l *lab) {
					own := l.accept()
					own.expect(registry.MsgOpen)
					in := l.connect()
					in.expect(registry.MsgOpen)
					speaks := map[string]*script{"own": own, "in": in}[first]
					speaks.open(yourAS, 90, tc.id)
					winner, loser := own, in
					if !tc.ownStays {
						winner, loser = in, own
					}
					loser.expectNote(6, 7, "")
					if speaks != winner {
						winner.open(yourAS, 90, tc.id)
					}
					winner.expect(registry.MsgKeepalive)
					winner.keepalive()
					l.is(fsm.Established)
				})
			})
		}
	}
}

// RFC 6286 section 2.3: equal identifiers of different ASes; the larger AS number keeps its own connection.
func TestCollisionByAS(t *testing.T) {
	for _, tc := range []struct {
		name     string
		as       uint32
		ownStays bool
	}{{"ours is larger", 64999, true}, {"theirs is larger", 65001, false}, {"theirs is larger, with 4 octets", 4200000000, false}} {
		t.Run(tc.name, func(t *testing.T) {
			inLab(t, func(_ *speaker.Options, c *speaker.PeerConfig) { c.PeerAS = tc.as }, func(l *lab) {
				own := l.accept()
				own.expect(registry.MsgOpen)
				own.open(tc.as, 90, myID)
				own.expect(registry.MsgKeepalive)
				in := l.connect()
				in.expect(registry.MsgOpen)
				in.open(tc.as, 90, myID)
				winner, loser := own, in
				if !tc.ownStays {
					winner, loser = in, own
				}
				loser.expectNote(6, 7, "")
				winner.keepalive()
				l.is(fsm.Established)
			})
		})
	}
}

// S6: an Established session stays, whatever comes; the newcomer gets 6/7 when its OPEN is there.
func TestEstablishedWins(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		own := l.accept()
		own.establish(yourAS, 90, yourID)
		l.is(fsm.Established)
		for range 3 {
			in := l.connect()
			in.expect(registry.MsgOpen)
			in.open(yourAS, 90, yourID) // the higher identifier: before Established it would have won
			in.expectNote(6, 7, "")
			l.is(fsm.Established)
		}
		if n := l.w.count("state-change Established ->"); n != 0 {
			t.Errorf("the session fell %d times", n)
		}
	})
}

// CollisionDetectEstablishedState: the newcomer may win.
func TestEstablishedMayLose(t *testing.T) {
	inLab(t, func(_ *speaker.Options, c *speaker.PeerConfig) { c.FSM.CollisionDetectEstablishedState = true }, func(l *lab) {
		own := l.accept()
		own.establish(yourAS, 90, yourID)
		l.is(fsm.Established)
		in := l.connect()
		in.expect(registry.MsgOpen)
		in.open(yourAS, 90, yourID)
		own.expectNote(6, 7, "")
		in.expect(registry.MsgKeepalive)
		in.keepalive()
		l.is(fsm.Established)
	})
}

// S5: during a collision a KEEPALIVE comes where an OPEN is due: 5/1 with the type on that connection. What the other one knows
// is not forgotten.
func TestKeepaliveInOpenSent(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		own := l.accept()
		own.expect(registry.MsgOpen)
		in := l.connect()
		in.expect(registry.MsgOpen)
		time.Sleep(10 * time.Second)
		in.open(yourAS, 90, yourID)
		in.expect(registry.MsgKeepalive)
		own.keepalive()
		own.expectNote(5, 1, "04")
		l.is(fsm.OpenConfirm)
		in.keepalive()
		l.is(fsm.Established)
	})
}

// S7: a 6/7 that arrives on one connection says nothing about the other.
func TestNotificationOnTheTwin(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		own := l.accept()
		own.expect(registry.MsgOpen)
		own.open(yourAS, 90, yourID)
		own.expect(registry.MsgKeepalive)
		in := l.connect()
		in.expect(registry.MsgOpen)
		in.notify(6, 7)
		in.ended()
		l.is(fsm.OpenConfirm)
		own.keepalive()
		l.is(fsm.Established)
		in = l.connect()
		in.expect(registry.MsgOpen)
		in.notify(6, 7)
		in.ended()
		l.is(fsm.Established)
	})
}

// S7 again, in Connect: the NOTIFICATION of an earlier connection must not end the attempt that is under way.
func TestNotificationDuringConnect(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		l.you.delay = 0
		own := l.accept()
		own.expect(registry.MsgOpen)
		l.me.delay = time.Hour // the next attempt takes its time
		_ = own.conn.Close()   // Active, then Connect when the ConnectRetryTimer expires
		l.reaches(fsm.Active)
		in := l.connect()
		in.expect(registry.MsgOpen)
		in.notify(6, 7)
		in.ended()
		synctest.Wait()
		if s := l.p.State(); s != fsm.Active && s != fsm.Connect {
			t.Errorf("the peer is in %s", s)
		}
	})
}

// S8: the loser has gone before it can be told.
func TestLoserIsGone(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		own := l.accept()
		own.expect(registry.MsgOpen)
		own.open(yourAS, 90, yourID)
		own.expect(registry.MsgKeepalive)
		in := l.connect()
		in.expect(registry.MsgOpen)
		_ = own.conn.Close()
		in.open(yourAS, 90, yourID)
		in.expect(registry.MsgKeepalive)
		in.keepalive()
		l.is(fsm.Established)
	})
}

// S10: in OpenConfirm, further connections are tracked until their OPEN; one that says nothing does no harm.
func TestSilentSecondConnection(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		own := l.accept()
		own.expect(registry.MsgOpen)
		own.open(yourAS, 90, yourID)
		own.expect(registry.MsgKeepalive)
		silent := l.connect()
		silent.expect(registry.MsgOpen)
		own.keepalive()
		l.is(fsm.Established)
		// Its hold timer ends it after the large value; ours needs KEEPALIVEs meanwhile.
		for range 10 {
			time.Sleep(25 * time.Second)
			own.keepalive()
		}
		silent.expectNote(4, 0, "")
		l.is(fsm.Established)
	})
}

// S2: a router that reaches its own listener gets its own OPEN: 2/3, and no other session is disturbed.
func TestConnectedToOneself(t *testing.T) {
	inLab(t, nil, func(l *lab) {
		own := l.accept()
		own.establish(yourAS, 90, yourID)
		l.is(fsm.Established)
		self, err := l.sp.Add(speaker.PeerConfig{Name: "self", Remote: netip.MustParseAddr(myAddr), LocalAS: myAS, RouterID: netip.MustParseAddr(myID),
			FSM: fsm.Default()})
		if err != nil {
			t.Fatal(err)
		}
		until(t, "2/3 on a connection to oneself", func() bool { return l.w.count("self", "> NOTIFICATION 2/3") > 0 })
		l.is(fsm.Established)
		if self.State() == fsm.Established || self.State() == fsm.OpenConfirm {
			t.Errorf("a session with oneself is in %s", self.State())
		}
		if n := l.w.count("you", "NOTIFICATION"); n != 0 {
			t.Errorf("the other session has seen %d NOTIFICATIONs", n)
		}
	})
}

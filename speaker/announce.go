package speaker

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
	"github.com/bgpdecode/bgpdecode/speaker/session"
)

// announcer sends routes on one connection. Its goroutine lives as long as there is something to send; routes wait
// there until the queue of the connection has room, so that a slow peer costs no memory.
type announcer struct {
	c       *conn
	w       session.Writer
	jobs    []func(send func([]byte) bool)
	running bool
}

// do queues a job. It needs the peer's lock; the job runs without it.
func (a *announcer) do(job func(send func([]byte) bool)) {
	a.jobs = append(a.jobs, job)
	if !a.running {
		a.running = true
		a.c.p.speaker.running.Add(1)
		go a.run()
	}
}

func (a *announcer) run() {
	p := a.c.p
	defer p.speaker.running.Done()
	for {
		p.turns.Lock()
		if len(a.jobs) == 0 || !a.w.Current() {
			a.jobs, a.running = nil, false
			p.turns.Unlock()
			return
		}
		job := a.jobs[0]
		a.jobs = a.jobs[1:]
		p.turns.Unlock()
		job(a.send)
	}
}

// send queues one message as soon as there is room. It reports false when the connection is over.
func (a *announcer) send(msg []byte) bool {
	if !a.w.Room() {
		return false
	}
	p := a.c.p
	p.turns.Lock()
	defer p.turns.Unlock()
	if !a.w.Current() {
		return false
	}
	a.c.s.Send(a.c.played(msg))
	return true
}

// startAnnouncing sends the first routes, each family followed by its End-of-RIB.
func (c *conn) startAnnouncing() {
	c.out = &announcer{c: c, w: c.s.Writer()}
	sets := slices.Clone(c.p.sets)
	eor := len(sets) > 0 || c.agreed.peerRestart
	if !eor {
		return
	}
	to, families := c.routeSession(), slices.Clone(c.agreed.Families)
	c.skipped(to, sets)
	c.out.do(func(send func([]byte) bool) {
		for _, s := range sets {
			for msg := range s.Announce(to) {
				if !send(msg) {
					return
				}
			}
		}
		for _, f := range families {
			if !send(codec.AppendEndOfRIB(nil, f)) {
				return
			}
		}
	})
}

// readvertise sends the routes of a family again (RFC 2918 section 4), between BoRR and EoRR where that was agreed
// (RFC 7313 section 4).
func (c *conn) readvertise(f codec.Family) {
	to, sets, enhanced := c.routeSession(), slices.Clone(c.p.sets), c.agreed.Enhanced
	to.Carried = codec.FamilySet(0).With(f)
	c.out.do(func(send func([]byte) bool) {
		if enhanced && !send(codec.AppendRouteRefresh(nil, f, refreshBoRR)) {
			return
		}
		for _, s := range sets {
			for msg := range s.Announce(to) {
				if !send(msg) {
					return
				}
			}
		}
		if enhanced {
			send(codec.AppendRouteRefresh(nil, f, refreshEoRR))
		}
	})
}

// skipped tells of routes that the session will not be told.
func (c *conn) skipped(to *routes.Session, sets []*routes.Set) {
	for _, s := range sets {
		for why, n := range s.Skipped(to) {
			c.p.emit(c, Event{Kind: Note, Count: n, Text: notAnnounced(n) + why.String()})
		}
	}
}

func notAnnounced(n int) string {
	if n == 1 {
		return "1 route is not announced: "
	}
	return fmt.Sprintf("%d routes are not announced: ", n)
}

// routeSession is what decides how routes are said to the peer.
func (c *conn) routeSession() *routes.Session {
	a, cfg := c.agreed, &c.p.cfg
	s := &routes.Session{Ctx: a.Send, Max: codec.MaxLen, LocalAS: cfg.LocalAS, AsIs: cfg.RoutesAsIs, NextHop4: cfg.NextHop4, NextHop6: cfg.NextHop6}
	if a.Send.ExtMsg && a.Receive.ExtMsg { // FRR, BIRD and ExaBGP answer 1/2 to one who has not announced them too
		s.Max = codec.MaxExtLen
	}
	for _, f := range a.Families {
		s.Carried = s.Carried.With(f)
	}
	for _, f := range a.NextHop6 {
		s.ExtendedNextHop = s.ExtendedNextHop.With(f)
	}
	s.LinkLocalAlone = a.linkLocalAlone
	c.onlyToCustomer(s)
	local := c.info.Local.Addr().WithZone("")
	switch {
	case local.Is4():
		if !s.NextHop4.IsValid() {
			s.NextHop4 = local
		}
		if !s.NextHop6.IsValid() {
			s.NextHop6 = netip.AddrFrom16(local.As16()) // IPv4-mapped: all that this session knows
		}
	case local.IsLinkLocalUnicast():
		s.LinkLocal = local
	case local.Is6() && !s.NextHop6.IsValid():
		s.NextHop6 = local
	}
	return s
}

// Announce adds routes to those that are announced, now and on later sessions.
func (p *Peer) Announce(set *routes.Set) {
	p.turns.post(func() {
		p.sets = append(p.sets, set)
		if c := p.home; c.s.State() == fsm.Established {
			to := c.routeSession()
			c.skipped(to, []*routes.Set{set})
			c.out.do(func(send func([]byte) bool) {
				for msg := range set.Announce(to) {
					if !send(msg) {
						return
					}
				}
			})
		}
	})
}

// Withdraw withdraws routes that were announced, now and for later sessions. A set that is not announced is ignored.
func (p *Peer) Withdraw(set *routes.Set) {
	p.turns.post(func() {
		i := slices.Index(p.sets, set)
		if i < 0 {
			return
		}
		p.sets = slices.Delete(p.sets, i, i+1)
		if c := p.home; c.s.State() == fsm.Established {
			c.withdraw([]*routes.Set{set}, nil)
		}
	})
}

// withdraw withdraws sets, then calls done with the lock held.
func (c *conn) withdraw(sets []*routes.Set, done func()) {
	to := c.routeSession()
	c.out.do(func(send func([]byte) bool) {
		for _, s := range sets {
			for msg := range s.Withdraw(to) {
				if !send(msg) {
					return
				}
			}
		}
		if done != nil {
			c.p.turns.Lock()
			defer c.p.turns.Unlock()
			done()
		}
	})
}

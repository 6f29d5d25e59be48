package speaker

import (
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/rib"
)

// staleTime is how long stale routes wait for the End-of-RIB once the peer is back (RFC 8538 section 4.1: 180 s where
// none is configured).
const staleTime = 180 * time.Second

// noLLGR is the community of routes that are never long-lived stale (RFC 9494 section 4.2).
const noLLGR = 0xffff0007

// staleness is what is kept of a peer that restarts (RFC 4724 section 4.2).
type staleness struct {
	families   map[codec.Family]*staleFamily
	refreshing map[codec.Family]bool // between BoRR and EoRR (RFC 7313)
	peer       PeerRestart           // what it had said
	timer      *time.Timer           // its Restart Time, then staleTime
	turn       int                   // counts timers, so that one that waits for the lock knows that it was stopped
}

// staleFamily is a family with stale routes.
type staleFamily struct {
	longLived *time.Timer // nil: not long-lived yet
}

// stop stops the timer of the restart.
func (s *staleness) stop() {
	s.turn++
	if s.timer != nil {
		s.timer.Stop()
		s.timer = nil
	}
}

// routesKept keeps the routes of a session that is lost (ActKeepRoutes), those of the families that the peer listed in
// its Graceful Restart capability; the others go.
func (p *Peer) routesKept(c *conn) {
	r := c.agreed.Restart
	p.stale.peer = *r
	p.stale.stop()
	until := time.Now().Add(r.Time)
	if p.stale.families == nil {
		p.stale.families = map[codec.Family]*staleFamily{}
	}
	for _, f := range c.agreed.Families {
		if !listed(r.Families, f, 0) {
			p.dropFamily(c, f, "the session is down and the peer does not keep the family")
			continue
		}
		n := 0
		p.in.use(func(t *rib.RIB) {
			if !p.stale.refreshing[f] {
				t.DropStale(f) // from a restart before this one
			}
			t.MarkStale(f)
			n = t.Count(f)
		})
		p.restarted(f)
		p.stale.families[f] = &staleFamily{}
		p.emit(c, Event{Kind: RoutesStale, Family: f, Count: n, Until: until})
	}
	p.stale.refreshing = nil
	p.staleTimer(r.Time, p.restartOver)
}

// staleTimer starts the timer of the restart.
func (p *Peer) staleTimer(d time.Duration, f func()) {
	p.stale.stop()
	turn := p.stale.turn
	p.stale.timer = p.later(d, func() {
		if p.stale.turn == turn {
			f()
		}
	})
}

// listed reports whether a family is listed with the given flags.
func listed(list []codec.GRFamily, f codec.Family, flags uint8) bool {
	for _, g := range list {
		if g.Family == f {
			return g.Flags&flags == flags
		}
	}
	return false
}

// restartOver: the peer has not come back in its Restart Time. Families with long-lived graceful restart are kept on,
// the others go.
func (p *Peer) restartOver() {
	for f, s := range p.stale.families {
		if s.longLived != nil {
			continue
		}
		d := p.longLived(f)
		if d == 0 {
			p.dropFamily(nil, f, "the peer did not come back in its restart time")
			continue
		}
		n := 0
		p.in.use(func(t *rib.RIB) {
			t.DropIf(f, func(r *rib.Route) bool { return r.Stale && hasCommunity(r.Attrs, noLLGR) })
			n = t.Count(f)
		})
		s.longLived = p.later(d, func() {
			if p.stale.families[f] == s {
				p.dropStale(nil, f, "the long-lived stale time is over")
			}
		})
		p.emit(nil, Event{Kind: RoutesLongLived, Family: f, Count: n, Until: time.Now().Add(d)})
	}
}

// longLived gives the long-lived stale time of a family.
func (p *Peer) longLived(f codec.Family) time.Duration {
	for _, l := range p.stale.peer.LongLived {
		if l.Family == f {
			return time.Duration(l.Time) * time.Second
		}
	}
	return 0
}

// hasCommunity reports whether attributes have a community (RFC 1997).
func hasCommunity(attrs []byte, want uint32) bool {
	for a := range codec.Attrs(attrs) {
		if a.Code != registry.AttrCommunities {
			continue
		}
		for v := a.Value; len(v) >= 4; v = v[4:] {
			if uint32(v[0])<<24|uint32(v[1])<<16|uint32(v[2])<<8|uint32(v[3]) == want {
				return true
			}
		}
	}
	return false
}

// sessionUp looks at the stale routes when the peer is back: those of families whose forwarding state it has kept stay
// until its End-of-RIB (RFC 4724 section 4.2), the others go.
func (p *Peer) sessionUp(c *conn) {
	p.stale.stop()
	var now PeerRestart
	if c.agreed.Restart != nil {
		now = *c.agreed.Restart
	}
	for f := range p.stale.families {
		if !listed(now.Families, f, codec.GRForwarding) && !keptLong(now.LongLived, f) {
			p.dropFamily(c, f, "the peer is back and has not kept its forwarding state")
		}
	}
	if len(p.stale.families) > 0 {
		p.staleTimer(staleTime, func() {
			for f := range p.stale.families {
				p.dropStale(nil, f, "no End-of-RIB came in time")
			}
		})
	}
}

func keptLong(list []codec.LLGR, f codec.Family) bool {
	for _, l := range list {
		if l.Family == f && l.Flags&codec.GRForwarding != 0 {
			return true
		}
	}
	return false
}

// endOfRIB ends the restart of a family: what the peer has not announced again goes.
func (p *Peer) endOfRIB(c *conn, f codec.Family) {
	if !c.carried(f) {
		return
	}
	n := 0
	p.in.use(func(t *rib.RIB) { n = t.Count(f) })
	p.emit(c, Event{Kind: EndOfRIB, Family: f, Count: n})
	if p.stale.families[f] != nil {
		p.dropStale(c, f, "the peer has not announced them again")
	}
}

// dropStale removes the stale routes of a family, and ends its restart.
func (p *Peer) dropStale(c *conn, f codec.Family, why string) {
	n := 0
	p.in.use(func(t *rib.RIB) { n = t.DropStale(f) })
	p.restarted(f)
	p.tellGone(c, f, n, why)
}

// dropFamily removes all routes of a family, and ends its restart.
func (p *Peer) dropFamily(c *conn, f codec.Family, why string) {
	n := 0
	p.in.use(func(t *rib.RIB) { n = t.Clear(f) })
	p.restarted(f)
	p.tellGone(c, f, n, why)
}

func (p *Peer) tellGone(c *conn, f codec.Family, n int, why string) {
	if n > 0 {
		p.emit(c, Event{Kind: RoutesGone, Family: f, Count: n, Text: why})
	}
}

// restarted ends the restart of a family.
func (p *Peer) restarted(f codec.Family) {
	if s := p.stale.families[f]; s != nil && s.longLived != nil {
		s.longLived.Stop()
	}
	delete(p.stale.families, f)
	if len(p.stale.families) == 0 {
		p.stale.stop()
	}
}

// routesGone removes all routes (ActDeleteRoutes).
func (p *Peer) routesGone(c *conn) {
	for _, f := range c.agreed.Families {
		p.dropFamily(c, f, "the session is down")
	}
	p.stale.refreshing = nil
	p.forgetRoutes()
}

// forgetRoutes removes whatever is left, as when a peer is stopped while it restarts.
func (p *Peer) forgetRoutes() {
	for f := range p.stale.families {
		p.dropFamily(nil, f, "the peer is stopped")
	}
	p.stale.stop()
	p.in.use(func(t *rib.RIB) { t.Reset() })
}

// refreshBegins notes a BoRR: the peer will announce all routes of the family again (RFC 7313 section 4.2).
func (p *Peer) refreshBegins(f codec.Family) {
	if p.stale.families[f] != nil {
		return // its End-of-RIB decides
	}
	if p.stale.refreshing == nil {
		p.stale.refreshing = map[codec.Family]bool{}
	}
	p.stale.refreshing[f] = true
	p.in.use(func(t *rib.RIB) { t.MarkStale(f) })
}

// refreshEnds notes an EoRR: what was not announced again goes. One without a BoRR is ignored.
func (p *Peer) refreshEnds(c *conn, f codec.Family) {
	if !p.stale.refreshing[f] {
		return
	}
	delete(p.stale.refreshing, f)
	n := 0
	p.in.use(func(t *rib.RIB) { n = t.DropStale(f) })
	p.tellGone(c, f, n, "not announced again in a route refresh")
}

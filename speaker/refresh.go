package speaker

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// Subtypes of ROUTE-REFRESH (RFC 7313 section 3.2).
const (
	refreshNormal = 0
	refreshBoRR   = 1
	refreshEoRR   = 2
)

// refresh is a ROUTE-REFRESH that waits for the machine to say that it is processed.
type refresh struct {
	ok      bool
	family  codec.Family
	subtype uint8
}

// judgeRefresh judges a ROUTE-REFRESH (RFC 2918, RFC 7313 section 5).
func (c *conn) judgeRefresh(msg []byte, findings []codec.Finding) fsm.Event {
	c.asked = refresh{}
	e := fsm.Event{Kind: fsm.RouteRefreshMsg}
	if c.s.State() != fsm.Established {
		return e
	}
	for i := range findings {
		switch f := &findings[i]; {
		case f.ID == codec.FindRefreshLength && c.agreed.Enhanced, f.ID == codec.FindRefreshShort:
			return fsm.Event{Kind: fsm.BGPHeaderErr, Note: f.Note}
		}
	}
	c.asked.family, c.asked.subtype, c.asked.ok = codec.ParseRouteRefresh(msg)
	return e
}

// answer does what a ROUTE-REFRESH asks for.
func (c *conn) answer() {
	r := c.asked
	switch {
	case !r.ok:
		return
	case !c.carried(r.family):
		c.p.emit(c, Event{Kind: Note, Family: r.family, Text: "ROUTE-REFRESH for " + r.family.String() + ": ignored, the family is not carried on this session"})
		return
	case !c.agreed.Enhanced || r.subtype == refreshNormal:
		if !c.p.cfg.Capabilities.RouteRefresh || c.p.plain {
			c.p.emit(c, Event{Kind: Note, Family: r.family, Text: "ROUTE-REFRESH, which we did not offer: ignored"})
			return
		}
		if r.subtype == refreshNormal {
			c.readvertise(r.family)
		}
	case r.subtype == refreshBoRR:
		c.p.refreshBegins(r.family)
	case r.subtype == refreshEoRR:
		c.p.refreshEnds(c, r.family)
	}
}

// RequestRefresh asks the peer to send its routes of a family again (RFC 2918). The error is ErrNotEstablished or
// ErrNotNegotiated.
func (p *Peer) RequestRefresh(f codec.Family) error {
	a := p.Agreed()
	switch {
	case a == nil:
		return ErrNotEstablished
	case !a.Refresh || !a.has(f):
		return ErrNotNegotiated
	}
	p.turns.post(func() {
		if c := p.home; c.s.State() == fsm.Established && c.carried(f) {
			c.s.Send(codec.AppendRouteRefresh(nil, f, refreshNormal))
		}
	})
	return nil
}

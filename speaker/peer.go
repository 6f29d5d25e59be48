package speaker

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/rib"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// Peer is a peer of a Speaker: its configuration, its connections, of which at most one is Established, and what it
// announced. Its methods may be called from several goroutines, and from Options.OnEvent.
type Peer struct {
	speaker *Speaker
	cfg     PeerConfig
	name    string
	key     peerKey
	dynamic bool // made by Options.Unconfigured

	// What follows needs turns.
	turns   turns
	remote  netip.Addr       // of an unnumbered peer once it was found
	watch   *transport.Watch // of an unnumbered peer
	home    *conn            // the peer's own machine: it dials and starts again
	conns   []*conn          // all, home included
	decoder codec.Decoder
	plain   bool // OPENs without capabilities
	sets    []*routes.Set
	started bool
	stopped bool // by ManualStop
	gone    bool // removed, or the speaker ends
	event   Event
	stale   staleness
	putOff  bool          // home is to dial once no connection is in OpenConfirm any more
	ended   chan struct{} // closed when all machines have been ended

	in *adjRIBIn // nil: none

	// seen is what others may look at without turns.
	seen struct {
		sync.Mutex
		stats  Stats
		agreed *Agreed
	}
}

func (s *Speaker) newPeer(c PeerConfig) *Peer {
	p := &Peer{speaker: s, cfg: c, name: c.Name, remote: c.Remote, sets: slices.Clone(c.Announce), ended: make(chan struct{})}
	p.key = keyOf(&c)
	if p.name == "" {
		p.name = p.key.String()
	}
	if c.RIB || len(c.MaxPrefix) > 0 {
		p.in = &adjRIBIn{rib: rib.New()}
	}
	p.home = p.newConn(p.cfg.FSM, false)
	p.seen.stats.State = fsm.Idle
	return p
}

// Name is the configured name, or the address, or the interface.
func (p *Peer) Name() string { return p.name }

// Config gives the configuration, with defaults filled in.
func (p *Peer) Config() PeerConfig { return p.cfg }

// State is the state of the most advanced of the peer's state machines.
func (p *Peer) State() fsm.State {
	p.seen.Lock()
	defer p.seen.Unlock()
	return p.seen.stats.State
}

// Agreed gives what was agreed on the Established session; nil when there is none. It must not be changed.
func (p *Peer) Agreed() *Agreed {
	p.seen.Lock()
	defer p.seen.Unlock()
	return p.seen.agreed
}

// Start starts a peer that was stopped (ManualStart).
func (p *Peer) Start() {
	p.turns.post(func() {
		if p.gone || !p.speaker.isRunning() {
			return
		}
		p.started, p.stopped = true, false
		p.seek()
		p.home.s.Step(fsm.Event{Kind: p.cfg.FSM.Start(true)})
	})
}

// Stop ends the session with a Cease of the given subcode and text (RFC 9003), after its routes were withdrawn, and
// leaves the peer in Idle (ManualStop).
func (p *Peer) Stop(subcode uint8, text string) {
	p.turns.post(func() { p.stop(p.cease(subcode, text), nil) })
}

// Reset ends the session with a Cease of the given subcode and text (RFC 9003); it comes back by itself
// (AutomaticStop).
func (p *Peer) Reset(subcode uint8, text string) {
	p.turns.post(func() {
		for _, c := range slices.Clone(p.conns) {
			if !c.live() {
				continue
			}
			c.s.Step(fsm.Event{Kind: p.stopKind(), Note: p.cease(subcode, text), Hard: hard(subcode)})
		}
		if p.stopKind() == fsm.ManualStop && !p.gone {
			p.home.s.Step(fsm.Event{Kind: p.cfg.FSM.Start(true)})
		}
	})
}

// stopKind is the event for a stop that the speaker decides on by itself.
func (p *Peer) stopKind() fsm.EventKind {
	if p.cfg.FSM.AllowAutomaticStop {
		return fsm.AutomaticStop
	}
	return fsm.ManualStop
}

// hard reports whether a Cease is sent as a Hard Reset where that was agreed (RFC 8538 section 5.1).
func hard(subcode uint8) bool {
	switch subcode {
	case registry.SubMaximumPrefixes, registry.SubAdministrativeShutdown, registry.SubPeerDeconfigured:
		return true
	}
	return false
}

// cease makes a Cease, with a shutdown communication where the subcode can have one (RFC 9003 section 2).
func (p *Peer) cease(subcode uint8, text string) codec.Notification {
	n := codec.Notification{Code: registry.ErrCease, Subcode: subcode}
	if subcode == registry.SubAdministrativeShutdown || subcode == registry.SubAdministrativeReset {
		if text == "" {
			text = p.cfg.ShutdownText
		}
		if text = cutText(text); text != "" {
			n.Data = append([]byte{byte(len(text))}, text...)
		}
	}
	return n
}

// cutText cuts a text to the 255 octets that fit, between characters.
func cutText(s string) string {
	if len(s) <= 255 {
		return s
	}
	n := 255
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// stop ends all sessions with a Cease, after the routes were withdrawn; done is called, with the lock held, when the
// machines were told.
func (p *Peer) stop(n codec.Notification, done func()) {
	p.stopped = true
	end := func() {
		for _, c := range slices.Clone(p.conns) {
			c.s.Step(fsm.Event{Kind: fsm.ManualStop, Note: n, Hard: hard(n.Subcode)})
		}
		p.forgetRoutes()
		if done != nil {
			done()
		}
	}
	if c := p.home; c.s.State() == fsm.Established && len(p.sets) > 0 {
		var bound *time.Timer
		once := func() {
			if bound.Stop() {
				end()
			}
		}
		// A peer that does not read must not keep us; without connection the job is not run at all.
		bound = p.later(withdrawTime, end)
		c.withdraw(p.sets, once)
		return
	}
	end()
}

// withdrawTime bounds how long the withdrawal of routes may delay the end of a session.
const withdrawTime = 3 * time.Second

// later has f done with the lock held after a time.
func (p *Peer) later(d time.Duration, f func()) *time.Timer {
	return time.AfterFunc(d, func() {
		p.turns.Lock()
		defer p.turns.Unlock()
		f()
	})
}

// start starts the peer's own machine.
func (p *Peer) start() {
	if p.started || p.gone {
		return
	}
	p.started = true
	p.seek()
	p.home.s.Step(fsm.Event{Kind: p.cfg.FSM.Start(true)})
}

// inbound takes a connection that the peer opened. It gives the reason for refusing it, or "".
func (p *Peer) inbound(nc net.Conn, id uint64) string {
	home := p.home.s.Machine()
	switch {
	case p.gone:
		return "the speaker is shutting down"
	case p.stopped || !p.started:
		return "the peer is stopped"
	case p.cfg.NoListen:
		return "we only dial this peer"
	case p.live() >= p.speaker.o.Limits.ConnectionsPerPeer:
		return "the peer has two connections already"
	case home.State == fsm.Idle && home.Running.Has(fsm.IdleHoldTimer):
		return "the peer is held in Idle after it fell"
	case home.State == fsm.Idle && !p.cfg.FSM.AllowAutomaticStart:
		return "the peer is in Idle"
	}
	if p.key.iface != "" {
		p.remote = addrPort(nc.RemoteAddr()).Addr()
	}
	cfg := p.cfg.FSM
	cfg.PassiveTcpEstablishment = true
	c := p.newConn(cfg, true)
	c.info = ConnInfo{ID: id, Inbound: true}
	p.countAccept()
	c.meet(nc)
	c.s.Step(fsm.Event{Kind: fsm.ManualStartPassive})
	c.s.Attach(nc, fsm.TcpConnectionConfirmed)
	return ""
}

// established makes the connection of the session that is up the peer's own one: it will start again when it falls,
// and nobody dials meanwhile.
func (p *Peer) established(c *conn) {
	p.putOff = false
	c.upAt = time.Now()
	p.seen.Lock()
	p.seen.stats.Established++
	p.seen.stats.Up = c.upAt
	p.seen.agreed = c.agreed
	p.seen.Unlock()
	p.speaker.census.up(c.net) // no longer half open
	if old := p.home; old != c {
		m := c.s.Machine()
		was := old.s.Machine()
		m.Config, m.Passive, m.Oscillations = p.cfg.FSM, p.cfg.FSM.PassiveTcpEstablishment, was.Oscillations
		c.s.SetMachine(m)
		p.home = c
		if !old.live() {
			old.end()
		}
	}
	p.sessionUp(c)
	c.startAnnouncing()
}

// closed notes that a connection is gone.
func (p *Peer) closed(c *conn, err error) {
	p.seen.Lock()
	defer p.seen.Unlock()
	st := &p.seen.stats
	if c.note != nil && c.note.Code == registry.ErrCease && c.note.Subcode == registry.SubConnectionCollision {
		st.Collisions++
	}
	if l := st.Last; l != nil && l.Conn == c.info.ID {
		if c.note != nil {
			l.Notification = codec.Notification{Code: c.note.Code, Subcode: c.note.Subcode, Data: c.note.Data}
			l.Sent = c.note.Sent
		} else {
			l.Err = err
		}
	}
}

// lastFall remembers what ends a connection.
func (p *Peer) lastFall(c *conn, from fsm.State, e *fsm.Event) {
	to := c.s.State()
	if to > fsm.Active {
		return
	}
	p.seen.Lock()
	defer p.seen.Unlock()
	p.seen.stats.Last = &End{Time: time.Now(), Conn: c.info.ID, State: from, Cause: e.Kind}
	if from == fsm.Established {
		p.seen.stats.Up = time.Time{}
		p.seen.agreed = nil
	}
}

// setState works out the state of the peer.
func (p *Peer) setState() {
	best := fsm.Idle
	for _, c := range p.conns {
		best = max(best, c.s.State())
	}
	p.seen.Lock()
	p.seen.stats.State = best
	p.seen.Unlock()
}

// forget takes a machine out.
func (p *Peer) forget(c *conn) {
	p.conns = slices.DeleteFunc(p.conns, func(d *conn) bool { return d == c })
	p.setState()
	if home := p.home; p.putOff && !p.confirming() {
		p.putOff = false
		if home.s.State() == fsm.Connect && !home.live() && home.dialing == nil {
			home.dial()
		}
	}
}

// live counts the connections.
func (p *Peer) live() (n int) {
	for _, c := range p.conns {
		if c.live() {
			n++
		}
	}
	return n
}

// settle looks, after a connection is gone, whether the peer is to go on.
func (p *Peer) settle(c *conn) {
	collision := c.note != nil && c.note.Code == registry.ErrCease && c.note.Subcode == registry.SubConnectionCollision
	oneShot := p.cfg.OneShot && c.localMsg != nil && !collision
	if !p.dynamic && !oneShot || p.gone {
		return
	}
	p.turns.post(func() { // after the step that closed it
		switch {
		case p.gone || p.live() > 0:
		case p.dynamic:
			p.speaker.dropDynamic(p)
		case !p.stopped:
			p.stopped = true
			p.home.s.Step(fsm.Event{Kind: fsm.ManualStop})
		}
	})
}

// confirming reports whether a connection is in OpenConfirm. While one is, none is opened: it would be judged against that one
// (RFC 4271 section 6.8), on which the peer may be Established already.
func (p *Peer) confirming() bool {
	return slices.ContainsFunc(p.conns, func(c *conn) bool { return c.s.State() == fsm.OpenConfirm })
}

// beside reports whether another connection of the peer has got beyond the OPENs.
func (p *Peer) beside(c *conn) bool {
	return slices.ContainsFunc(p.conns, func(d *conn) bool { return d != c && d.live() && d.s.State() >= fsm.OpenConfirm })
}

// connect opens a connection to the peer. It is called without the lock.
func (p *Peer) connect(ctx context.Context) (net.Conn, error) {
	remote, err := p.find(ctx)
	if err != nil {
		return nil, err
	}
	if dial := p.speaker.o.Dial; dial != nil {
		return dial(ctx, p.cfg.Local, remote, p.cfg.Transport)
	}
	c, err := transport.Dial(ctx, p.cfg.Local, remote, p.cfg.Transport)
	if err != nil {
		return nil, err // not a nil *Conn in an interface
	}
	return c, nil
}

package speaker

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/session"
)

// conn is one state machine of a peer with the connection that it has, or had. The peer's own, which dials, lives on
// without one; those of incoming connections go with theirs (RFC 4271 section 8.2.1).
type conn struct {
	p    *Peer
	s    *session.Session
	info ConnInfo
	net  net.Conn

	dialing context.CancelFunc // of the attempt under way; nil: none
	dialAt  time.Time
	attempt int
	opened  time.Time // when the connection came up
	upAt    time.Time // when it became Established

	local    codec.Open // our OPEN
	localMsg []byte
	agreed   *Agreed
	receive  codec.Context
	send     codec.Context
	disabled []codec.Family // by AFI/SAFI disable
	unknown  []codec.Family // not carried, and told of
	remark   string         // what to say of the message that is judged, beside its findings
	tell     []Event        // notes about it, for after it
	note     *NotificationError
	todo     update // what ActUpdate is to do
	asked    refresh
	out      *announcer
}

// newConn makes a state machine of the peer in Idle.
func (p *Peer) newConn(c fsm.Config, inbound bool) *conn {
	k := &conn{p: p, info: ConnInfo{Inbound: inbound}}
	k.s = session.New(c, &p.turns, k, p.speaker.o.Limits.QueueOctets)
	p.conns = append(p.conns, k)
	return k
}

// meet notes a connection that was opened.
func (c *conn) meet(nc net.Conn) {
	c.net, c.opened = nc, time.Now()
	c.agreed, c.note, c.disabled, c.unknown, c.localMsg = nil, nil, nil, nil, nil
	c.receive, c.send = codec.Context{}, codec.Context{}
	c.info.Local, c.info.Remote = addrPort(nc.LocalAddr()), addrPort(nc.RemoteAddr())
	if !c.info.Remote.IsValid() {
		c.info.Remote = netip.AddrPortFrom(c.p.remote, c.p.cfg.RemotePort)
	}
	c.p.speaker.running.Add(1)
	c.p.emit(c, Event{Kind: Opened})
}

// addrPort gives the address of an end of a connection, invalid for one that has none.
func addrPort(a net.Addr) netip.AddrPort {
	if t, ok := a.(*net.TCPAddr); ok && t != nil {
		ap := t.AddrPort()
		return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())
	}
	return netip.AddrPort{}
}

// Open gives our OPEN (session.Handler).
func (c *conn) Open(*session.Session) []byte {
	c.local = c.p.cfg.offer(c.p.cfg.routerID(c.info.Local.Addr()), c.p.plain)
	msg, err := c.local.Append(nil)
	if err != nil { // checked when the peer was added; the local address cannot make it worse
		c.p.emit(c, Event{Kind: Note, Text: "our OPEN cannot be made: " + err.Error()})
		return nil
	}
	c.localMsg = msg
	return msg
}

// Sent tells of a message of ours (session.Handler).
func (c *conn) Sent(_ *session.Session, msg []byte) {
	c.p.countMessage(true, msg)
	if msg[codec.HeaderLen-1] == byte(registry.MsgNotification) && len(msg) > codec.HeaderLen+1 {
		c.noteSeen(msg, true)
	}
	if c.p.speaker.o.OnEvent != nil {
		c.p.emit(c, Event{Kind: Message, Sent: true, Octets: msg, Ctx: c.send, Known: known(c.send)})
	}
}

// noteSeen remembers the NOTIFICATION that ends the connection.
func (c *conn) noteSeen(msg []byte, sent bool) {
	b := msg[codec.HeaderLen:]
	c.note = &NotificationError{Code: registry.ErrorCode(b[0]), Subcode: b[1], Data: append([]byte(nil), b[2:]...), Sent: sent}
}

// Stepped tells of a step (session.Handler).
func (c *conn) Stepped(s *session.Session, before fsm.Session, e *fsm.Event, actions []fsm.Action) {
	if t := c.p.speaker.o.Trace; t != nil {
		c.p.speaker.trace(func() { t(c.p, c.info, before, *e, actions, s.Machine()) })
	}
	after := s.State()
	if before.State == after {
		return
	}
	if before.State == fsm.Established || before.State == fsm.OpenSent || before.State == fsm.OpenConfirm {
		c.p.lastFall(c, before.State, e)
	}
	c.p.setState()
	if c.info.Inbound && e.Kind == fsm.ManualStartPassive {
		return // the machine of an incoming connection begins where the peer's own waits
	}
	c.p.emit(c, Event{Kind: StateChange, From: before.State, To: after, Cause: e.Kind})
	if after == fsm.OpenConfirm && c.p.home.dialing != nil {
		c.p.home.stopDial()
		c.p.putOff = true
	}
}

// Do does an action that is not the session's (session.Handler).
func (c *conn) Do(_ *session.Session, a *fsm.Action, e *fsm.Event) {
	switch a.Kind {
	case fsm.ActDial:
		c.dial()
	case fsm.ActClose:
		c.stopDial()
	case fsm.ActDeleteRoutes:
		c.p.routesGone(c)
	case fsm.ActKeepRoutes:
		c.p.routesKept(c)
	case fsm.ActEstablished:
		c.p.established(c)
	case fsm.ActUpdate:
		c.applyUpdate()
	case fsm.ActRefresh:
		c.answer()
	case fsm.ActReport:
		if a.Reason == fsm.ReasonNotAllowed {
			c.p.emit(c, Event{Kind: Note, Text: e.Kind.String() + ": " + a.Reason.String()})
		}
	}
}

// Closed tells that the connection was given up (session.Handler).
func (c *conn) Closed(_ *session.Session, err error, reset bool) {
	if err == nil && c.note != nil {
		err = c.note
	}
	c.p.closed(c, err)
	c.p.emit(c, Event{Kind: Closed, Err: err, Reset: reset})
	c.info = ConnInfo{Inbound: c.info.Inbound}
	c.agreed = nil
	if c != c.p.home {
		c.end()
	}
	c.p.settle(c)
}

// Ended counts down (session.Handler). It has no lock.
func (c *conn) Ended(_ *session.Session, nc net.Conn) {
	c.p.speaker.census.leave(nc)
	c.p.speaker.running.Done()
}

// end takes the machine out of the peer.
func (c *conn) end() {
	c.stopDial()
	c.s.End()
	c.p.forget(c)
}

// dial opens a connection in a goroutine of its own.
func (c *conn) dial() {
	c.stopDial()
	if c.p.confirming() {
		c.p.putOff = true
		return
	}
	sp := c.p.speaker
	ctx, cancel := context.WithCancel(sp.ctx)
	c.dialing, c.dialAt = cancel, time.Now()
	c.attempt++
	attempt := c.attempt
	c.info = ConnInfo{ID: sp.nextID(), Local: c.p.cfg.Local, Remote: netip.AddrPortFrom(c.p.remote, c.p.cfg.RemotePort)}
	c.p.countDial()
	c.p.emit(c, Event{Kind: Dialing})
	sp.running.Add(1)
	go func() {
		defer sp.running.Done()
		nc, err := c.p.connect(ctx)
		c.p.turns.Lock()
		defer c.p.turns.Unlock()
		c.dialled(attempt, nc, err)
		cancel()
	}()
}

// dialled takes the outcome of an attempt, unless it was given up.
func (c *conn) dialled(attempt int, nc net.Conn, err error) {
	if attempt != c.attempt || c.dialing == nil {
		if nc != nil {
			_ = nc.Close() // nobody waits for it
		}
		return
	}
	c.dialing = nil
	if err == nil {
		if sp := c.p.speaker; !sp.census.enter(&sp.o.Limits, nc, addrPort(nc.RemoteAddr()).Addr(), false) {
			err = errLimit
			_ = nc.Close() // nothing was sent on it
		}
	}
	if err != nil {
		c.p.emit(c, Event{Kind: DialFailed, Err: err})
		c.info = ConnInfo{}
		c.s.Step(fsm.Event{Kind: fsm.TcpConnectionFails})
		return
	}
	c.meet(nc)
	c.s.Attach(nc, fsm.TcpCRAcked)
}

// stopDial gives up the attempt that is under way.
func (c *conn) stopDial() {
	if c.dialing != nil {
		c.dialing()
		c.dialing = nil
		err := c.p.gaveUp(time.Since(c.dialAt))
		if c.p.beside(c) {
			err = errBeside
		}
		c.p.emit(c, Event{Kind: DialFailed, Err: err})
		c.info = ConnInfo{}
	}
}

// live reports whether the machine has a connection.
func (c *conn) live() bool { return c.s.Connected() }

// errBeside is why an attempt is given up that nothing is wrong with.
var errBeside = errors.New("given up: the connection that the peer opened came first")

var errLimit = errors.New("the limit of connections is reached")

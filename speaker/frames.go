package speaker

import (
	"errors"
	"slices"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/session"
)

// Frame judges a message received and gives the event that it is (session.Handler).
func (c *conn) Frame(_ *session.Session, msg []byte, now time.Time) (fsm.Event, bool) {
	c.p.countMessage(false, msg)
	findings := c.p.decoder.Check(codec.PieceMessage, msg, c.receive)
	c.remark = ""
	var e fsm.Event
	var action codec.Action
	var agreed *Agreed
	switch registry.MessageType(msg[codec.HeaderLen-1]) {
	case registry.MsgOpen:
		e, agreed = c.judgeOpen(msg, findings)
	case registry.MsgUpdate:
		e, action = c.judgeUpdate(msg, findings)
	case registry.MsgNotification:
		e = c.judgeNotification(msg)
	case registry.MsgKeepalive:
		e = fsm.Event{Kind: fsm.KeepAliveMsg}
	case registry.MsgRouteRefresh:
		e = c.judgeRefresh(msg, findings)
	}
	if e.Note.Code != 0 && e.Kind != fsm.NotifMsg && e.Kind != fsm.NotifMsgVerErr {
		action = registry.ActionSessionReset
	}
	if len(findings) > 0 {
		c.p.countFindings(findings, action)
	}
	if c.p.speaker.o.OnEvent != nil {
		c.p.emit(c, Event{Time: now, Kind: Message, Octets: msg, Ctx: c.receive, Known: known(c.receive), Findings: findings, Action: action, Text: c.remark})
	}
	for _, note := range c.tell {
		c.p.emit(c, note)
	}
	c.tell = c.tell[:0]
	if agreed != nil {
		c.agree(&e, agreed)
	}
	return e, e.Kind != 0
}

// BadFrame tells of octets that are no message (session.Handler).
func (c *conn) BadFrame(_ *session.Session, pending []byte, err error) fsm.Event {
	n := codec.Notification{}
	var he *codec.HeaderError
	if errors.As(err, &he) {
		n = he.Notification()
	}
	findings := c.p.decoder.Check(codec.PieceMessage, pending, c.receive)
	c.p.countFindings(findings, registry.ActionSessionReset)
	if c.p.speaker.o.OnEvent != nil {
		c.p.emit(c, Event{Kind: Message, Octets: pending, Ctx: c.receive, Known: known(c.receive), Findings: findings, Action: registry.ActionSessionReset})
	}
	if n.Code == 0 {
		return fsm.Event{Kind: fsm.NotifMsg} // a NOTIFICATION of impossible length: it ends the session, and is not answered
	}
	return fsm.Event{Kind: fsm.BGPHeaderErr, Note: n}
}

// expectsOpen reports whether an OPEN is what the machine waits for.
func (c *conn) expectsOpen() bool {
	switch m := c.s.Machine(); m.State {
	case fsm.OpenSent:
		return true
	case fsm.Connect, fsm.Active:
		return m.Running.Has(fsm.DelayOpenTimer)
	}
	return false
}

// judgeOpen judges an OPEN. agreed is what comes of it, with its Refusal when it is refused; nil where no OPEN is
// expected.
func (c *conn) judgeOpen(msg []byte, findings []codec.Finding) (fsm.Event, *Agreed) {
	e := fsm.Event{Kind: fsm.BGPOpen}
	if !c.expectsOpen() {
		return e, nil // the machine knows what to do
	}
	if c.localMsg == nil { // ours is delayed
		c.Open(c.s)
	}
	open, ok := codec.ParseOpen(slices.Clone(msg))
	if !ok { // its findings say why
		open = codec.Open{AS: c.p.cfg.PeerAS}
	}
	a := negotiate(&c.p.cfg, &c.local, &open)
	a.Open, a.LocalOpen = slices.Clone(msg), c.localMsg
	f := c.p.cfg.openFault(a, &c.local, &open, findings)
	if f == nil && !ok {
		f = &fault{codec.Notification{Code: registry.ErrOpen}, "the OPEN cannot be read"}
	}
	if f != nil {
		a.Refusal, a.Why = f.note, f.why
		return fsm.Event{Kind: fsm.BGPOpenMsgErr, Note: f.note}, a
	}
	e.HoldTime, e.Internal, e.Retain = a.HoldTime, a.Kind == codec.PeerIBGP, a.retain()
	if e.Collision = c.collide(&open); e.Collision == fsm.CollisionLost {
		a.Why = "another connection of this peer stays"
	}
	return e, a
}

// agree takes over what was negotiated, and tells of it.
func (c *conn) agree(e *fsm.Event, a *Agreed) {
	a.Keepalive = c.p.cfg.FSM.KeepaliveTime
	if a.Keepalive <= 0 || a.Keepalive >= a.HoldTime {
		a.Keepalive = a.HoldTime / 3
	}
	c.p.emit(c, Event{Kind: Negotiated, Agreed: a})
	if e.Kind != fsm.BGPOpen || e.Collision == fsm.CollisionLost {
		return
	}
	c.agreed, c.receive, c.send = a, a.Receive, a.Send
	receive, send := codec.MaxLen, codec.MaxLen
	if a.Receive.ExtMsg {
		receive = codec.MaxExtLen
	}
	if a.Send.ExtMsg {
		send = codec.MaxExtLen
	}
	c.s.SetMax(receive, send)
}

// retain says which ends of the session keep the peer's routes.
func (a *Agreed) retain() fsm.Retain {
	switch {
	case a.Restart == nil || len(a.Restart.Families) == 0:
		return fsm.RetainNone
	case a.Restart.Notification:
		return fsm.RetainNotification
	}
	return fsm.RetainRestart
}

// judgeNotification reads a NOTIFICATION. 2/4 from a peer that does not take capabilities makes the next attempt go
// without them, if that can work (RFC 5492 section 3).
func (c *conn) judgeNotification(msg []byte) fsm.Event {
	c.noteSeen(msg, false)
	n := codec.Notification{Code: c.note.Code, Subcode: c.note.Subcode, Data: c.note.Data}
	p, k := c.p, &c.p.cfg.Capabilities
	if n.Code == registry.ErrOpen && n.Subcode == registry.SubUnsupportedParameter && c.s.State() != fsm.Established &&
		!k.NoFallback && len(k.Required) == 0 && len(c.local.Capabilities) > 0 {
		p.plain = true
		p.emit(c, Event{Kind: Note, Text: "the peer takes no optional parameters (2/4): trying again without capabilities"})
		p.turns.post(p.retry)
	}
	return fsm.Received(n)
}

// retry starts the peer's own machine at once, if it would start again by itself later: the next attempt is another one.
func (p *Peer) retry() {
	m := p.home.s.Machine()
	if m.State == fsm.Idle && (m.Running.Has(fsm.AutomaticStartTimer) || m.Running.Has(fsm.IdleHoldTimer)) {
		p.home.s.Step(fsm.Event{Kind: p.cfg.FSM.Start(true)})
	}
}

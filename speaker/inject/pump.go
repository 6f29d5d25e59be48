package inject

import (
	"slices"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// pump lets the session go on until a time, or until done reports true: messages are received, the handshake goes as far as the
// script lets it, KEEPALIVEs are sent. done nil: until the time. Its error is that of the context.
func (p *player) pump(until time.Time, done func() bool) error {
	for {
		p.auto()
		if done != nil && done() {
			return nil
		}
		now := time.Now()
		if !now.Before(until) {
			return nil
		}
		wake := until
		l := p.conn
		var in chan frame
		if l != nil && l.end == nil {
			in = l.in
			if l.beats() && l.next.Before(wake) {
				wake = l.next
			}
		}
		t := time.NewTimer(wake.Sub(now))
		select {
		case <-p.ctx.Done():
			t.Stop()
			return p.ctx.Err()
		case f := <-in:
			p.receive(l, f)
		case <-t.C:
		}
		t.Stop()
	}
}

// beats reports whether KEEPALIVEs are sent as time passes.
func (l *link) beats() bool { return l.end == nil && !l.silent && l.sentKeepalive && l.interval > 0 }

// auto sends what is due and the script leaves to us.
func (p *player) auto() {
	l := p.conn
	if l == nil || l.end != nil || l.silent {
		return
	}
	allowed := p.allowed()
	if allowed > OpenSent && l.sentOpen == nil {
		msg, _ := p.open.Append(nil) // it was built before
		p.write(msg)
	}
	if allowed == Established && l.sentOpen != nil && l.peerOpen != nil && !l.sentKeepalive && l.end == nil {
		p.write(codec.AppendKeepalive(nil))
	}
	if l.beats() && !time.Now().Before(l.next) {
		p.write(codec.AppendKeepalive(nil))
	}
}

// allowed says how far the handshake may go by itself.
func (p *player) allowed() State {
	switch {
	case p.goal != 0:
		return p.goal
	case p.held != 0:
		return p.held
	}
	return p.s.ahead(p.at, p.conn.byScript)
}

// write sends octets, and takes note of what they are.
func (p *player) write(b []byte) {
	l := p.conn
	if l.end != nil {
		return
	}
	p.keep(l, b, true, l.send)
	switch {
	case isType(b, registry.MsgOpen) && l.sentOpen == nil:
		l.sentOpen = slices.Clone(b)
		p.agree(l)
	case isType(b, registry.MsgKeepalive) && len(b) == codec.HeaderLen:
		l.sentKeepalive = true
	}
	l.next = time.Now().Add(l.interval) // UPDATEs hold the timer of the target, too (RFC 4271 section 4.4)
	if err := l.write(b); err != nil {
		p.broken(l, err)
	}
	p.r.Up = p.r.Up || l.up()
}

// broken handles that writing failed: what the target has said before that is the reason.
func (p *player) broken(l *link, err error) {
	limit := time.NewTimer(goneTime)
	defer limit.Stop()
	for l.end == nil {
		select {
		case f := <-l.in:
			p.receive(l, f)
		case <-limit.C:
			p.closed(&End{Err: quietEnd(err), Reset: wasReset(err), Note: l.note})
		}
	}
}

// receive handles what came.
func (p *player) receive(l *link, f frame) {
	if f.err != nil {
		if len(f.octets) > 0 {
			p.incoming(l, f.octets)
		}
		p.closed(&End{Err: quietEnd(f.err), Reset: wasReset(f.err), Note: l.note})
		return
	}
	msg := f.octets
	if isType(msg, registry.MsgOpen) && l.peerOpen == nil {
		if o, ok := codec.ParseOpen(msg); ok {
			l.peerOpen, l.peerOctets = &o, msg
			p.agree(l)
		}
	}
	p.incoming(l, msg)
	switch {
	case isType(msg, registry.MsgKeepalive):
		l.gotKeepalive = true
		p.r.Up = p.r.Up || l.up()
	case isType(msg, registry.MsgNotification):
		l.note = len(p.r.Messages) - 1
	}
}

// incoming keeps a message that came.
func (p *player) incoming(l *link, msg []byte) {
	index := p.keep(l, msg, false, l.receive)
	if len(l.inbox) == waiting {
		l.inbox = slices.Delete(l.inbox, 0, 1)
	}
	l.inbox = append(l.inbox, received{msg, l.receive, index})
}

// keep puts a message into the result and gives its index. UPDATEs of a whole table are counted only.
func (p *player) keep(l *link, msg []byte, sent bool, ctx codec.Context) int {
	p.tell(&speaker.Event{Kind: speaker.Message, Sent: sent, Octets: msg, Ctx: ctx, Known: knownOf(ctx)})
	if !sent && !isType(msg, registry.MsgNotification) {
		if p.came++; p.came > keptMessages {
			p.r.Lost++
			return -1
		}
	}
	p.r.Messages = append(p.r.Messages, Event{Time: time.Since(p.r.Started), Sent: sent, Octets: slices.Clone(msg), Ctx: ctx, Conn: int(l.info.ID)})
	return len(p.r.Messages) - 1
}

// Known is what the session agreed, for codec.GuessContext.
func (e *Event) Known() codec.Known { return knownOf(e.Ctx) }

func knownOf(c codec.Context) codec.Known {
	k := codec.Known{ASWidth: 2, ASWidthHow: codec.HowNegotiated, AddPath: c.AddPath, AddPathHow: codec.HowNegotiated, Base: c}
	if c.AS4 {
		k.ASWidth = 4
	}
	return k
}

// agree works out what the OPENs agree on, once there are two that can be read.
func (p *player) agree(l *link) {
	if l.sentOpen == nil || l.peerOctets == nil || l.agreed != nil {
		return
	}
	a, ok := speaker.Compare(l.sentOpen, l.peerOctets)
	if !ok {
		return
	}
	l.agreed, p.r.Agreed = a, a
	l.send, l.receive = a.Send, a.Receive
	l.interval = a.HoldTime / 3
	l.next = time.Now().Add(l.interval)
	p.params = withSession(p.params, p.o, l.peerOpen, a.Send, l.info.Local.Addr())
	p.tell(&speaker.Event{Kind: speaker.Negotiated, Agreed: a})
}

// closed takes note of the end of the connection.
func (p *player) closed(e *End) {
	l := p.conn
	if l == nil || l.end != nil {
		return
	}
	l.end = e
	l.leave()
	p.tell(&speaker.Event{Kind: speaker.Closed, Err: e.Err, Reset: e.Reset})
}

// tell tells of an event of the connection.
func (p *player) tell(e *speaker.Event) {
	if p.o.OnEvent == nil {
		return
	}
	e.Time = time.Now()
	if p.conn != nil {
		e.Conn = p.conn.info
	}
	p.o.OnEvent(e)
}

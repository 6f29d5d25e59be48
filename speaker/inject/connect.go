package inject

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// Pauses between attempts to connect.
const (
	firstPause = 100 * time.Millisecond
	longPause  = 2 * time.Second
)

// TargetError says that no session with the target came about.
type TargetError struct {
	Target Target
	Err    error
}

// Error names the target.
func (e *TargetError) Error() string { return e.Target.String() + ": " + e.Err.Error() }

// Unwrap gives the reason.
func (e *TargetError) Unwrap() error { return e.Err }

// connected makes a connection if there was none.
func (p *player) connected() error {
	if p.conn != nil {
		return nil
	}
	return p.connect(time.Now().Add(p.patience()))
}

func (p *player) patience() time.Duration {
	if p.o.Connect > 0 {
		return p.o.Connect
	}
	return DefaultConnect
}

// connect makes a connection, and tries until a time.
func (p *player) connect(until time.Time) error {
	var refused error // what an attempt before came to
	for pause := firstPause; ; pause = min(2*pause, longPause) {
		if err := p.o.Limiter.awaitSession(p.ctx); err != nil {
			return err
		}
		conn, err := p.attempt(until)
		if err == nil {
			p.conns++
			p.conn = newLink(conn, p.conns, p.params.Context)
			p.conn.info.Inbound = p.o.Accept != nil
			p.tell(&speaker.Event{Kind: speaker.Opened})
			return nil
		}
		if p.ctx.Err() != nil {
			return p.ctx.Err()
		}
		if refused != nil && errors.Is(err, context.DeadlineExceeded) {
			err = refused // the last attempt had no time: that says less
		}
		refused = err
		if errors.Is(err, transport.ErrUnsupported) || time.Now().Add(pause).After(until) {
			return &TargetError{p.o.Target, err}
		}
		if err := sleep(p.ctx, pause); err != nil {
			return err
		}
	}
}

// attempt tries once.
func (p *player) attempt(until time.Time) (net.Conn, error) {
	ctx, cancel := context.WithDeadline(p.ctx, until)
	defer cancel()
	if p.o.Accept != nil {
		return p.o.Accept.from(ctx, p.o.Target.Addr.Addr())
	}
	if p.o.Dial != nil {
		return p.o.Dial(ctx, p.o.Local, p.o.Target.Addr, p.o.Transport)
	}
	c, err := transport.Dial(ctx, p.o.Local, p.o.Target.Addr, p.o.Transport)
	if err != nil {
		return nil, err
	}
	return c, nil
}

// reach takes the handshake as far as a state of the target. A target that closes the connection before its OPEN, or refuses it
// with a Cease, is tried again: it may have had enough of us for a while.
func (p *player) reach(s State, within time.Duration) error {
	until := time.Now().Add(p.patience())
	p.goal = s
	defer func() { p.goal = 0 }()
	for {
		if p.conn == nil {
			if err := p.connect(until); err != nil {
				return err
			}
		}
		l := p.conn
		if err := p.reachable(l, s); err != nil {
			return err
		}
		limit := time.Now().Add(within)
		if err := p.pump(limit, func() bool { return l.end != nil || l.reached(s) }); err != nil {
			return err
		}
		switch {
		case l.end == nil && l.reached(s):
			return nil
		case l.end == nil:
			return p.fail(s.text(), fmt.Sprintf("nothing that leads there in %s", within), -1)
		case l.touched || l.peerOpen != nil || !p.again(l) || time.Now().Add(longPause).After(until):
			return p.fail(s.text(), l.end.Text(), l.note)
		}
		p.conn = nil
		if err := sleep(p.ctx, longPause/4); err != nil {
			return err
		}
	}
}

// again reports whether a connection that ended before the target's OPEN is worth another one.
func (p *player) again(l *link) bool {
	if l.note < 0 {
		return true
	}
	b := p.r.Messages[l.note].Octets
	return len(b) > codec.HeaderLen && registry.ErrorCode(b[codec.HeaderLen]) == registry.ErrCease
}

// reachable refuses what has been passed.
func (p *player) reachable(l *link, s State) error {
	switch {
	case l.end != nil && !l.touched && l.peerOpen == nil:
		return nil
	case l.end != nil:
		return p.fail(s.text(), l.end.Text(), l.note)
	case s == OpenSent && l.sentOpen != nil:
		return p.fail(s.text(), "our OPEN has left already", -1)
	case s == OpenConfirm && l.sentKeepalive:
		return p.fail(s.text(), "our KEEPALIVE has left already", -1)
	}
	return nil
}

// reached reports whether the target is in a state.
func (l *link) reached(s State) bool {
	switch s {
	case OpenSent:
		return l.peerOpen != nil
	case OpenConfirm:
		return l.peerOpen != nil && l.sentOpen != nil && l.gotKeepalive
	}
	return l.up()
}

// text says the state in words.
func (s State) text() string {
	return [...]string{"", "the target in OpenSent: its OPEN", "the target in OpenConfirm: its OPEN and KEEPALIVE", "an established session"}[s&3]
}

// Knock opens a TCP connection to the target, once, and says nothing on it.
func (o *Options) Knock(ctx context.Context) (net.Conn, error) {
	p := &player{ctx: ctx, o: o}
	return p.attempt(time.Now().Add(DefaultWithin))
}

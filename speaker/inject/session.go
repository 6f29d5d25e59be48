package inject

import (
	"context"
	"errors"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// Session is a session that a program leads, step by step, where Run follows a script. Its methods are for one goroutine.
type Session struct {
	p *player
	f *fault.Fault
}

// ErrEnded says that the connection has ended.
var ErrEnded = errors.New("the connection has ended")

// NewSession prepares a session in which f is sent; nil: none. Nothing is connected yet. It fails with *NeedsError when the
// fault needs another kind of session.
func NewSession(ctx context.Context, o *Options, f *fault.Fault) (*Session, error) {
	s := &Script{Name: "session"}
	if f != nil {
		s.Name = f.ID
		s.Steps = []Step{{Kind: Inject, Fault: f.ID}}
	}
	p := &player{ctx: ctx, s: s, o: o, r: &Result{Name: s.Name, Target: o.Target.String(), Started: time.Now()}}
	if err := p.begin(); err != nil {
		return nil, err
	}
	return &Session{p, f}, nil
}

// Reach takes the handshake as far as a state of the target. Its error is that of the context, *TargetError, or ErrEnded when
// the target does not let us in; Reaction says more then.
func (s *Session) Reach(st State) error {
	err := s.p.reach(st, DefaultWithin)
	if err == errStop {
		return ErrEnded
	}
	return err
}

// ReachOf is the state that the fault is sent in.
func (s *Session) ReachOf() State { return reachOf(s.f.ID) }

// Send sends octets, once the limits allow it.
func (s *Session) Send(b []byte) error {
	err := s.p.transmit(b)
	if err == errStop {
		return ErrEnded
	}
	return err
}

// Inject sends the fault of the session, which must be in the state that the fault wants: the steps, or its own.
func (s *Session) Inject(steps []fault.Step) error {
	s.p.remember(s.f, steps)
	s.p.held = s.ReachOf()
	defer func() { s.p.held = 0 }()
	err := s.p.playFault(steps)
	if err == errStop {
		return nil // it ended before all was sent: that is the reaction
	}
	return err
}

// Finish takes the handshake to its end after a fault in it, if the target lets us; up reports whether it did.
func (s *Session) Finish(within time.Duration) (up bool, err error) {
	err = s.p.awaitUp(within, s.Ended)
	return s.p.conn.up(), err
}

// Wait lets the session go on for a time, or until done reports true, or it has ended. done may be nil.
func (s *Session) Wait(d time.Duration, done func() bool) error {
	return s.p.pump(time.Now().Add(d), func() bool { return s.Ended() || done != nil && done() })
}

// Ended reports whether the connection has ended or a NOTIFICATION has come.
func (s *Session) Ended() bool {
	l := s.p.conn
	return l == nil || l.end != nil || l.note >= 0
}

// Params are what faults depend on, as the session has agreed it.
func (s *Session) Params() fault.Params { return s.p.params }

// Agreed is what the OPENs agreed, nil before.
func (s *Session) Agreed() *speaker.Agreed { return s.p.r.Agreed }

// Reaction is what the target did so far.
func (s *Session) Reaction() Reaction {
	if s.p.conn == nil {
		return Reaction{}
	}
	return s.p.conn.reaction(s.p.r)
}

// Step is the step of the fault that is wrong, after Inject.
func (s *Session) Step() *fault.Step { return s.p.sentStep }

// Close ends the session and gives its messages and how it ended.
func (s *Session) Close() *Result {
	s.p.finish()
	s.p.r.Took = time.Since(s.p.r.Started)
	return s.p.r
}

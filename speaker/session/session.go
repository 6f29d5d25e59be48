package session

import (
	"net"
	"sync"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// Session is a state machine with its timers and its connection. Its methods need the lock, unless they say otherwise.
type Session struct {
	lock    sync.Locker
	h       Handler
	machine fsm.Session
	timers  [fsm.AutomaticStartTimer + 1]timer
	link    *link
	limit   int // octets that may wait to be written

	clock   time.Time // the time of the octets that are being handled; zero: ask
	up      time.Time // since when it is Established; zero: it is not
	failure error     // what was wrong with the connection
	event   fsm.Event // the one of the step under way; here because a variable of its own would escape
	actions []fsm.Action
	sending []fsm.Action
	busy    bool        // a step is under way
	later   []fsm.Event // raised during a step
	over    bool
}

// New gives a session in Idle, without a connection. The lock is that of all sessions of a peer. queue is the number of
// octets that may wait to be written to the connection; KEEPALIVEs and NOTIFICATIONs are not held to it.
func New(c fsm.Config, lock sync.Locker, h Handler, queue int) *Session {
	return &Session{lock: lock, h: h, machine: fsm.New(c), limit: queue}
}

// now is the time of what is being handled.
func (s *Session) now() time.Time {
	if s.clock.IsZero() {
		return time.Now()
	}
	return s.clock
}

// Machine gives the state machine.
func (s *Session) Machine() fsm.Session { return s.machine }

// SetMachine replaces the state machine by one with other attributes; its timers and its connection stay.
func (s *Session) SetMachine(m fsm.Session) { s.machine = m }

// State gives the state.
func (s *Session) State() fsm.State { return s.machine.State }

// Up gives since when the session is Established; zero: it is not.
func (s *Session) Up() time.Time { return s.up }

// Connected reports whether the session has a connection.
func (s *Session) Connected() bool { return s.link != nil }

// Step gives the machine an event and does what it says. An event that is raised by an action comes after all actions
// of the step.
func (s *Session) Step(e fsm.Event) {
	if s.busy {
		s.later = append(s.later, e)
		return
	}
	if s.over {
		return
	}
	s.busy = true
	s.event = e
	s.step(&s.event)
	for i := 0; i < len(s.later) && !s.over; i++ {
		s.event = s.later[i]
		s.step(&s.event)
	}
	s.later, s.busy = s.later[:0], false
}

func (s *Session) step(e *fsm.Event) {
	if !s.up.IsZero() {
		e.Up = max(s.now().Sub(s.up), 1)
	}
	before := s.machine
	s.machine, s.actions = fsm.AppendStep(s.actions[:0], s.machine, *e)
	if before.State != s.machine.State {
		switch fsm.Established {
		case before.State:
			s.up = time.Time{}
		case s.machine.State:
			s.up = s.now()
		}
	}
	told := false
	for i := 0; i < len(s.actions) && !s.over; i++ {
		if a := &s.actions[i]; !told && !sends(a.Kind) {
			s.h.Stepped(s, before, e, s.actions)
			told = true
		}
		s.do(&s.actions[i], e)
	}
	if !told && !s.over {
		s.h.Stepped(s, before, e, s.actions)
	}
}

// sends reports whether an action is one that comes before the change of state: the RFC sends, and then changes.
func sends(k fsm.ActionKind) bool {
	switch k {
	case fsm.ActInit, fsm.ActArm, fsm.ActStop, fsm.ActSendOpen, fsm.ActSendKeepalive, fsm.ActSendNotification:
		return true
	}
	return false
}

// do does one action.
func (s *Session) do(a *fsm.Action, e *fsm.Event) {
	switch a.Kind {
	case fsm.ActArm:
		s.arm(a)
	case fsm.ActStop:
		s.disarm(a.Timer)
	case fsm.ActSendOpen:
		s.Send(s.h.Open(s))
	case fsm.ActSendKeepalive:
		var b [codec.HeaderLen]byte
		s.Send(codec.AppendKeepalive(b[:0]))
	case fsm.ActSendNotification:
		s.notify(a)
	case fsm.ActClose:
		s.h.Do(s, a, e) // a dial under way
		s.Close(s.failure)
	default:
		s.h.Do(s, a, e)
	}
}

// notify sends a NOTIFICATION; code 0 stands for none.
func (s *Session) notify(a *fsm.Action) {
	if a.Note.Code == 0 || s.link == nil || a.Try && s.link.out.blocked() {
		return
	}
	n := a.Note
	if most := s.link.maxSend() - codec.HeaderLen - 2; len(n.Data) > most {
		n.Data = n.Data[:most]
	}
	s.Send(codec.AppendNotification(nil, uint8(n.Code), n.Subcode, n.Data, 0))
}

// Send queues a message. Without a connection, or with one that is given up, it does nothing. An UPDATE or
// ROUTE-REFRESH that does not fit the queue any more ends the session with 6/8; see Room.
func (s *Session) Send(msg []byte) {
	if s.link == nil || len(msg) < codec.HeaderLen {
		return
	}
	limit := s.limit
	t := registry.MessageType(msg[codec.HeaderLen-1])
	if t != registry.MsgUpdate && t != registry.MsgRouteRefresh {
		limit += 1 << 16 // never wait for room, and are few
	}
	if !s.link.out.add(msg, limit) {
		if !s.link.gone && !s.link.out.over() {
			s.Step(fsm.Event{Kind: fsm.AutomaticStop, Note: codec.Notification{Code: registry.ErrCease, Subcode: registry.SubOutOfResources}})
		}
		return
	}
	s.h.Sent(s, msg)
	s.sending = fsm.AppendSent(s.sending[:0], s.machine, t)
	for i := range s.sending {
		s.arm(&s.sending[i])
	}
}

// Attach gives the session a connection and raises the event for it: TcpCRAcked for one that we opened,
// TcpConnectionConfirmed for one that the peer opened. A session that has one already, or is over, closes it.
func (s *Session) Attach(conn net.Conn, e fsm.EventKind) {
	if s.link != nil || s.over {
		_ = conn.Close() // nobody knows of it
		return
	}
	l := &link{s: s, conn: conn, max: codec.MaxLen, peerMax: codec.MaxLen, done: make(chan struct{})}
	l.out.init()
	s.link, s.failure = l, nil
	l.start()
	s.Step(fsm.Event{Kind: e})
}

// SetMax sets the longest messages that are taken and that may be sent, in octets (RFC 8654).
func (s *Session) SetMax(receive, send int) {
	if s.link != nil {
		s.link.max, s.link.peerMax = receive, send
	}
}

// Close gives the connection up; what is queued is still written if err is nil. The machine is not told.
func (s *Session) Close(err error) {
	l := s.link
	if l == nil {
		return
	}
	s.link, s.failure = nil, nil
	l.drop(err == nil)
	s.h.Closed(s, err, wasReset(err))
}

// End ends the session: no timer of it goes off any more, and no event is taken. Its connection is closed.
func (s *Session) End() {
	s.over = true
	s.stopTimers()
	s.Close(nil)
}

// Writer is a handle on one connection of a session.
type Writer struct{ l *link }

// Writer gives a handle on the present connection, for routes.
func (s *Session) Writer() Writer { return Writer{s.link} }

// Room waits until routes may be queued: until at most half of the queue is full. It reports false when the connection
// is over. It must be called without the lock.
func (w Writer) Room() bool {
	return w.l != nil && w.l.out.await(w.l.s.limit/2)
}

// Current reports whether the connection of w is still that of its session. It needs the lock.
func (w Writer) Current() bool { return w.l != nil && w.l.s.link == w.l }

// sendHoldDeadline is when the SendHoldTimer is due: so long after the last octets left as it runs (RFC 9687). Where
// nothing waits, it begins anew.
func (s *Session) sendHoldDeadline() time.Time {
	t := &s.timers[fsm.SendHoldTimer]
	if s.link == nil {
		return t.at
	}
	since, waits := s.link.out.stuck()
	if !waits {
		since = time.Now()
	}
	return since.Add(t.every)
}

package fsm

import (
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Session is one connection of a peer, as a value: it can be compared, copied and kept. New makes one, Step changes it.
type Session struct {
	// Config are the session attributes that the operator set.
	Config Config
	// State is where the machine is; zero means Idle.
	State State
	// ConnectRetryCounter counts falls. Start events and ManualStop set it to zero, and nothing else (but see RFC 4724 section 5).
	ConnectRetryCounter uint32
	// HoldTime is what was negotiated, in OpenConfirm and Established; 0 means that there are no HoldTimer, KeepaliveTimer and
	// SendHoldTimer.
	HoldTime time.Duration
	// Running are the timers that run. Who keeps the clocks can look here whether an expiry comes too late.
	Running Timers
	// Retain is what was agreed on about the peer's routes, in OpenConfirm and Established.
	Retain Retain
	// Internal tells an internal connection from an external one, in OpenConfirm and Established.
	Internal bool
	// Passive says that the last start event was one with PassiveTcpEstablishment.
	Passive bool
	// Oscillations counts the falls in a row that damping looks at, 255 at most.
	Oscillations uint8
}

// New gives a session in Idle.
func New(c Config) Session { return Session{Config: c, State: Idle} }

// Step gives what becomes of the session by the event, and what is to be done, in order. It is total: each event in each state
// has an answer. The Data of NOTIFICATIONs is borrowed from the event.
func Step(s Session, e Event) (Session, []Action) {
	return AppendStep(make([]Action, 0, 8), s, e)
}

// AppendStep is Step with the actions appended to dst.
func AppendStep(dst []Action, s Session, e Event) (Session, []Action) {
	m := machine{s: s, e: e, out: dst, was: s.Running}
	if m.s.State < Idle || m.s.State > Established {
		m.s.State = Idle
	}
	switch {
	case e.Kind == 0 || e.Kind >= events:
		m.report(ReasonIgnored)
		return m.s, m.out
	case !allowed(&m.s.Config, e.Kind):
		m.report(ReasonNotAllowed)
		return m.s, m.out
	case e.Unconfigured && !m.s.Config.AcceptConnectionsUnconfiguredPeers && (e.Kind == TcpConnectionValid || e.Kind == TcpConnectionConfirmed):
		// Section 8.1.1, group 2. Whether the connection stands already decides if there is somewhere to write 6/5 to.
		m.do(opReject)
		return m.s, m.out
	case e.Kind == BGPOpen && m.s.Running.Has(DelayOpenTimer) && (m.s.State == Connect || m.s.State == Active):
		m.e.Kind = BGPOpenWithDelayOpenTimer // the only difference between the two; spares the caller to look
	}
	if t := expired(e.Kind); t < timers {
		m.s.Running = m.s.Running.without(t)
	}
	r := m.find()
	for _, o := range r.do {
		m.do(o)
	}
	m.enter(r.next)
	return m.s, m.out
}

// Sent gives what a written message restarts: the KeepaliveTimer after a KEEPALIVE or an UPDATE (RFC 4271 section 8.2.2,
// Established), the SendHoldTimer after any (RFC 9687 section 4.3), unless the negotiated hold time is 0.
func Sent(s Session, t registry.MessageType) []Action { return AppendSent(nil, s, t) }

// AppendSent is Sent with the actions appended to dst.
func AppendSent(dst []Action, s Session, t registry.MessageType) []Action {
	m := machine{s: s, out: dst}
	if s.State == Established {
		if t == registry.MsgKeepalive || t == registry.MsgUpdate {
			m.do(opKeepaliveTimer)
		}
		m.do(opSendHoldTimer)
	}
	return m.out
}

// expired gives the timer whose expiry the event is.
func expired(k EventKind) Timer {
	switch k {
	case ConnectRetryTimerExpires:
		return ConnectRetryTimer
	case HoldTimerExpires:
		return HoldTimer
	case KeepaliveTimerExpires:
		return KeepaliveTimer
	case DelayOpenTimerExpires:
		return DelayOpenTimer
	case IdleHoldTimerExpires:
		return IdleHoldTimer
	case SendHoldTimerExpires:
		return SendHoldTimer
	}
	return timers
}

// allowed checks the "Optional Attribute Status" of RFC 4271 sections 8.1.2 and 8.1.4 for events that do not exist without
// their attribute.
func allowed(c *Config, k EventKind) bool {
	switch k {
	case AutomaticStart, AutomaticStartPassive:
		return c.AllowAutomaticStart
	case AutomaticStartDamp, AutomaticStartDampPassive:
		return c.AllowAutomaticStart && c.DampPeerOscillations
	case AutomaticStop:
		return c.AllowAutomaticStop
	case TcpConnectionValid, TcpCRInvalid:
		return c.TrackTcpState
	}
	return true
}

// machine is a step under way.
type machine struct {
	s    Session
	e    Event
	out  []Action
	was  Timers             // those that ran when the event came
	sent codec.Notification // the NOTIFICATION of this step
}

// find gives the first row of the state whose event and condition hold.
func (m *machine) find() *row {
	rows := tables[m.s.State]
	for i := range rows {
		for _, k := range rows[i].on {
			if k == m.e.Kind && m.holds(rows[i].when) {
				return &rows[i]
			}
		}
	}
	return &row{next: m.s.State} // cannot be: a test walks over all cells
}

// enter makes next the state. Who falls to Idle by something other than ManualStop starts again by itself, if that is allowed:
// when the IdleHoldTimer says so, if damping has started it, else after a pause. RFC 4271 leaves open when AutomaticStart comes.
func (m *machine) enter(next State) {
	from := m.s.State
	m.s.State = next
	if next != Idle || from == Idle || m.e.Kind == ManualStop || m.e.Stay {
		return
	}
	if c := &m.s.Config; c.AllowAutomaticStart && !m.s.Running.Has(IdleHoldTimer) {
		pause := c.idleHold()
		if from == Connect && m.e.Kind == TcpConnectionFails {
			pause = c.connectRetry() // an attempt to connect: they have a pace of their own
		}
		m.arm(AutomaticStartTimer, pause, c.restart(m.s.Passive))
	}
}

func (m *machine) act(k ActionKind) { m.out = append(m.out, Action{Kind: k}) }

func (m *machine) report(r Reason) { m.out = append(m.out, Action{Kind: ActReport, Reason: r}) }

// arm starts a timer. Jitter is for the timers that section 10 names and for the pauses of our own, so that many peers do not
// come at once; but a KEEPALIVE must not leave more often than once a second.
func (m *machine) arm(t Timer, after time.Duration, raise EventKind) {
	jitter := t == ConnectRetryTimer || t == IdleHoldTimer || t == AutomaticStartTimer || t == KeepaliveTimer && after*3/4 >= MinKeepaliveTime
	m.s.Running = m.s.Running.with(t)
	m.out = append(m.out, Action{Kind: ActArm, Timer: t, After: after, Jitter: jitter, Event: raise})
}

// stop stops those of the timers that run.
func (m *machine) stop(ts ...Timer) {
	for _, t := range ts {
		if m.s.Running.Has(t) {
			m.s.Running = m.s.Running.without(t)
			m.out = append(m.out, Action{Kind: ActStop, Timer: t})
		}
	}
}

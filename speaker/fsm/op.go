package fsm

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// op is what rows are made of: one line of the RFC's lists.
type op uint8

const (
	opIgnore         op = iota // no change; say so
	opLate                     // a timer that does not run cannot expire
	opStart                    // what all starts have in common: which way, no pauses any more
	opNoPause                  // no start by itself any more
	opBackOff                  // wait for the IdleHoldTimer
	opInit                     // initialize, complete initialization
	opZeroCounter              // ConnectRetryCounter := 0
	opCount                    // ConnectRetryCounter + 1, then damping if DampPeerOscillations
	opRetry                    // start ConnectRetryTimer
	opNoRetry                  // ConnectRetryTimer := 0
	opDelay                    // start DelayOpenTimer
	opNoDelay                  // DelayOpenTimer := 0
	opDial                     // open a TCP connection
	opListen                   // listen
	opAccept                   // process the TCP connection
	opReject                   // refuse the new connection
	opTrack                    // track the second connection
	opOpen                     // send OPEN
	opKeepalive                // send KEEPALIVE
	opLargeHold                // HoldTimer := large
	opNegotiate                // HoldTimer, KeepaliveTimer by negotiation; internal or external
	opHoldTimer                // restart HoldTimer unless the hold time is 0
	opKeepaliveTimer           // restart KeepaliveTimer unless the hold time is 0
	opSendHoldTimer            // restart SendHoldTimer unless it is off
	opUp                       // the session is up
	opUpdate                   // process the UPDATE
	opRefresh                  // process the ROUTE-REFRESH
	opRoutes                   // delete the routes, or keep them stale
	opClose                    // drop TCP and what runs for it
	opDrop                     // ConnectRetryTimer := 0, release resources, drop TCP

	noteCause     // NOTIFICATION that the event brings: the error's, or a Cease
	noteHold      // 4/0
	noteFSM       // 5/x
	noteCollision // 6/7
	noteSendHold  // 8/0, if it can leave at once
)

// Subcodes of Cease that the machine chooses by itself (RFC 4486, RFC 8538).
const (
	ceaseShutdown  = 2
	ceaseRejected  = 5
	ceaseCollision = 7
	ceaseHardReset = 9
)

// do does one op.
func (m *machine) do(o op) {
	switch o {
	case opIgnore:
		m.report(ReasonIgnored)
	case opLate:
		m.report(ReasonLateTimer)
	case opStart:
		m.start()
	case opNoPause:
		if m.e.Kind == ManualStop || m.e.Stay {
			m.stop(IdleHoldTimer, AutomaticStartTimer)
		}
	case opBackOff:
		m.stop(AutomaticStartTimer)
	case opZeroCounter:
		m.s.ConnectRetryCounter = 0
	case opCount:
		m.count()
	case opReject:
		m.reject()
	case opNegotiate:
		m.negotiate()
	case opRoutes:
		m.routes()
	case opUp:
		m.act(ActEstablished)
	case opClose:
		m.stop(DelayOpenTimer, HoldTimer, KeepaliveTimer, SendHoldTimer)
		m.act(ActClose)
	case opDrop:
		m.stop(ConnectRetryTimer, DelayOpenTimer, HoldTimer, KeepaliveTimer, SendHoldTimer)
		m.s.HoldTime, m.s.Retain, m.s.Internal = 0, RetainNone, false
		m.act(ActRelease)
		m.act(ActClose)
	case noteCause, noteHold, noteFSM, noteCollision, noteSendHold:
		m.notify(o)
	default:
		if !m.timer(o) {
			m.act(plain[o])
		}
	}
}

// plain are the ops that are one action.
var plain = [...]ActionKind{
	opInit: ActInit, opDial: ActDial, opListen: ActListen, opAccept: ActAccept, opTrack: ActTrack,
	opOpen: ActSendOpen, opKeepalive: ActSendKeepalive, opUpdate: ActUpdate, opRefresh: ActRefresh,
}

// timer does the ops that start or stop one timer.
func (m *machine) timer(o op) bool {
	c, hold := &m.s.Config, m.s.HoldTime
	switch o {
	case opRetry:
		m.arm(ConnectRetryTimer, c.connectRetry(), ConnectRetryTimerExpires)
	case opNoRetry:
		m.stop(ConnectRetryTimer)
	case opDelay:
		m.arm(DelayOpenTimer, c.delayOpen(), DelayOpenTimerExpires)
	case opNoDelay:
		m.stop(DelayOpenTimer)
	case opLargeHold:
		m.arm(HoldTimer, LargeHoldTime, HoldTimerExpires)
	case opHoldTimer:
		if hold > 0 {
			m.arm(HoldTimer, hold, HoldTimerExpires)
		}
	case opKeepaliveTimer:
		if hold > 0 {
			m.arm(KeepaliveTimer, c.keepalive(hold), KeepaliveTimerExpires)
		}
	case opSendHoldTimer:
		if d := c.sendHold(hold); d > 0 {
			m.arm(SendHoldTimer, d, SendHoldTimerExpires)
		}
	default:
		return false
	}
	return true
}

// start notes which way the session was started, and ends the pauses. The operator's start forgets what damping knew.
func (m *machine) start() {
	m.stop(IdleHoldTimer, AutomaticStartTimer, ConnectRetryTimer)
	switch m.e.Kind {
	case ManualStart, AutomaticStart, AutomaticStartDamp:
		m.s.Passive = false
	case ManualStartPassive, AutomaticStartPassive, AutomaticStartDampPassive:
		m.s.Passive = true
	}
	if m.e.Kind == ManualStart || m.e.Kind == ManualStartPassive {
		m.s.Oscillations = 0
	}
	if m.e.Kind != IdleHoldTimerExpires && m.s.Passive != m.s.Config.PassiveTcpEstablishment {
		m.report(ReasonAttribute) // section 8.1.2: the attribute SHOULD fit, else log an error
	}
}

// count notes a fall and damps: the method is a local matter (RFC 4271 section 8.2.2, Idle).
func (m *machine) count() {
	c := &m.s.Config
	if m.s.ConnectRetryCounter++; m.s.ConnectRetryCounter == 0 {
		m.s.ConnectRetryCounter--
	}
	if !c.DampPeerOscillations || m.e.Stay {
		return
	}
	if m.e.Up >= or(c.StableTime, DefaultStableTime) {
		m.s.Oscillations = 0
	}
	if m.s.Oscillations++; m.s.Oscillations == 0 {
		m.s.Oscillations--
	}
	m.arm(IdleHoldTimer, c.backOff(m.s.Oscillations), IdleHoldTimerExpires)
}

// reject refuses the new connection: one of the peer's that stands already is told 6/5 (RFC 4486 section 4).
func (m *machine) reject() {
	a := Action{Kind: ActReject}
	if m.e.Kind == TcpConnectionConfirmed {
		a.Note = codec.Notification{Code: registry.ErrCease, Subcode: ceaseRejected}
	}
	m.out = append(m.out, a)
}

// negotiate takes over what the two OPENs agree on, and starts the timers by it (RFC 4271 section 8.2.2).
func (m *machine) negotiate() {
	m.s.HoldTime = max(m.e.HoldTime, 0)
	if m.s.HoldTime > 0 && m.s.HoldTime < MinHoldTime {
		m.s.HoldTime = MinHoldTime // an OPEN cannot say less
	}
	m.s.Retain, m.s.Internal = min(m.e.Retain, RetainNotification), m.e.Internal
	if m.s.HoldTime == 0 {
		m.stop(HoldTimer, KeepaliveTimer)
		return
	}
	m.do(opKeepaliveTimer)
	m.do(opHoldTimer)
}

// routes says what becomes of the peer's routes.
func (m *machine) routes() {
	if m.keeps() {
		m.act(ActKeepRoutes)
		return
	}
	m.act(ActDeleteRoutes)
}

// keeps tells whether Graceful Restart keeps the peer's routes through this fall. RFC 4724 keeps them when the connection is lost
// or a new one comes. RFC 8538 section 4 keeps them also when either side sent a NOTIFICATION other than a Hard Reset, and when the hold
// time ran out.
func (m *machine) keeps() bool {
	hard := func(n codec.Notification) bool {
		return n.Code == registry.ErrCease && n.Subcode == ceaseHardReset
	}
	switch m.e.Kind {
	case TcpConnectionFails, TcpCRAcked, TcpConnectionConfirmed, SendHoldTimerExpires:
		return m.s.Retain >= RetainRestart
	case NotifMsg, NotifMsgVerErr:
		return m.s.Retain == RetainNotification && !hard(m.e.Note)
	}
	return m.s.Retain == RetainNotification && !hard(m.sent)
}

// notify sends a NOTIFICATION.
func (m *machine) notify(o op) {
	n := codec.Notification{}
	switch o {
	case noteCause:
		n = m.cause()
	case noteHold:
		n.Code = registry.ErrHoldTimer
	case noteFSM:
		n = m.fsmError()
	case noteCollision:
		n.Code, n.Subcode = registry.ErrCease, ceaseCollision
	case noteSendHold:
		n.Code = registry.ErrSendHoldTimer
	}
	m.sent = n
	m.out = append(m.out, Action{Kind: ActSendNotification, Note: n, Try: o == noteSendHold})
}

// cause gives the NOTIFICATION that the event brings.
func (m *machine) cause() codec.Notification {
	n := m.e.Note
	switch m.e.Kind {
	case ManualStop, AutomaticStop:
		if n.Code == 0 && m.e.Kind == ManualStop {
			n.Subcode = ceaseShutdown
		}
		n.Code = registry.ErrCease
		if m.e.Hard && m.s.Retain == RetainNotification && n.Subcode != ceaseHardReset {
			n.Data = append([]byte{byte(n.Code), n.Subcode}, n.Data...)
			n.Subcode = ceaseHardReset
		}
	case BGPHeaderErr:
		if n.Code == 0 {
			n.Code = registry.ErrMessageHeader
		}
	case BGPOpenMsgErr:
		if n.Code == 0 {
			n.Code = registry.ErrOpen
		}
	case UpdateMsgErr:
		if n.Code == 0 {
			n.Code = registry.ErrUpdate
		}
	}
	return n
}

// fsmSubcodes are those of RFC 6608: a message that the state does not expect.
var fsmSubcodes = [...]uint8{OpenSent: 1, OpenConfirm: 2, Established: 3}

// fsmError gives 5/1, 5/2 or 5/3 with the type of the message that was not expected. If no message was to blame, the subcode is
// 0: RFC 6608 section 4 has its three for messages only.
func (m *machine) fsmError() codec.Notification {
	n := codec.Notification{Code: registry.ErrFSM}
	if t := messageOf(m.e.Kind); t != 0 {
		n.Subcode = fsmSubcodes[m.s.State]
		n.Data = messageTypes[t : t+1 : t+1]
	}
	return n
}

// messageTypes lends Data of one octet.
var messageTypes = [...]byte{0, 1, 2, 3, 4, 5}

// messageOf gives the type of the message that an event is about, 0 for none.
func messageOf(k EventKind) registry.MessageType {
	switch k {
	case BGPOpen, BGPOpenWithDelayOpenTimer, BGPOpenMsgErr:
		return registry.MsgOpen
	case UpdateMsg, UpdateMsgErr:
		return registry.MsgUpdate
	case NotifMsg, NotifMsgVerErr:
		return registry.MsgNotification
	case KeepAliveMsg:
		return registry.MsgKeepalive
	case RouteRefreshMsg:
		return registry.MsgRouteRefresh
	}
	return 0
}

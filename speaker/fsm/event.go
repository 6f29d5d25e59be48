package fsm

import (
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// EventKind is the number of an event: 1 to 28 of RFC 4271 section 8.1, 29 of RFC 9687, and RouteRefreshMsg.
type EventKind uint8

// The events.
const (
	ManualStart               EventKind = 1 + iota // 1
	ManualStop                                     // 2
	AutomaticStart                                 // 3
	ManualStartPassive                             // 4: with PassiveTcpEstablishment
	AutomaticStartPassive                          // 5: with PassiveTcpEstablishment
	AutomaticStartDamp                             // 6: with DampPeerOscillations
	AutomaticStartDampPassive                      // 7: with both
	AutomaticStop                                  // 8
	ConnectRetryTimerExpires                       // 9
	HoldTimerExpires                               // 10
	KeepaliveTimerExpires                          // 11
	DelayOpenTimerExpires                          // 12
	IdleHoldTimerExpires                           // 13
	TcpConnectionValid                             // 14: a peer's SYN that is as it should be
	TcpCRInvalid                                   // 15: a peer's SYN that is not
	TcpCRAcked                                     // 16: the connection that we opened is there
	TcpConnectionConfirmed                         // 17: a connection that the peer opened is there
	TcpConnectionFails                             // 18
	BGPOpen                                        // 19
	BGPOpenWithDelayOpenTimer                      // 20: BGPOpen with DelayOpenTimer running
	BGPHeaderErr                                   // 21
	BGPOpenMsgErr                                  // 22
	OpenCollisionDump                              // 23
	NotifMsgVerErr                                 // 24: NOTIFICATION 2/1 received
	NotifMsg                                       // 25: any other NOTIFICATION received
	KeepAliveMsg                                   // 26
	UpdateMsg                                      // 27
	UpdateMsgErr                                   // 28: an UPDATE whose error wants a reset; what RFC 7606 heals is UpdateMsg
	SendHoldTimerExpires                           // 29, RFC 9687
	RouteRefreshMsg                                // no number: ROUTE-REFRESH received (RFC 2918)
	events
)

// String gives the name of the RFC, as IANA lists it: "Tcp_CR_Acked".
func (k EventKind) String() string {
	if k == RouteRefreshMsg {
		return "RouteRefreshMsg"
	}
	if name := registry.TableFSMEvents.Name(uint64(k)); name != "" {
		return name
	}
	return "no event"
}

// Event is something that happened to a connection. Only Kind is needed; what the other fields say of which event is below.
type Event struct {
	Kind EventKind

	// Note is, for errors (21, 22, 28), the NOTIFICATION that the error wants; code 0 means that of the RFC without a subcode.
	// For stops (2, 8) it is the Cease: its subcode and Data; code 0 means 6/2 for ManualStop and 6/0 for AutomaticStop. For 24
	// and 25 it is what the peer sent. Its Data is not copied: the action that sends it borrows it too.
	Note codec.Notification
	// Hard asks for a Hard Reset where the peer knows it (2, 8; RFC 8538 section 3): Note is then sent inside 6/9, and the
	// peer's routes go. Where it does not, Note is sent as it is.
	Hard bool
	// Stay keeps the session in Idle after an AutomaticStop: it does not start again by itself.
	Stay bool

	// HoldTime is the negotiated hold time (19, 20): the smaller one of both OPENs, 0 or at least 3 s.
	HoldTime time.Duration
	// Internal says that the peer's AS is our own (19, 20).
	Internal bool
	// Retain says what Graceful Restart was agreed on (19, 20).
	Retain Retain
	// Collision is the verdict of collision detection (19, 20; RFC 4271 section 6.8).
	Collision Collision

	// Unconfigured says that nobody configured the peer of the new connection (14, 17).
	Unconfigured bool
	// Up is how long the session had been Established when the event came, 0 if it was not. Only damping uses it: a session that
	// was up for Config.StableTime does not oscillate.
	Up time.Duration
}

// Received gives the event for a NOTIFICATION that the peer sent: NotifMsgVerErr for 2/1, NotifMsg for others.
func Received(n codec.Notification) Event {
	if n.Code == registry.ErrOpen && n.Subcode == 1 {
		return Event{Kind: NotifMsgVerErr, Note: n}
	}
	return Event{Kind: NotifMsg, Note: n}
}

// Retain says which ends of a session leave the peer's routes in place, marked stale.
type Retain uint8

// What can be agreed on.
const (
	// RetainNone: no end; the peer did not offer Graceful Restart with a family, or we do not help.
	RetainNone Retain = iota
	// RetainRestart: a lost connection (RFC 4724), but not a NOTIFICATION.
	RetainRestart
	// RetainNotification: also NOTIFICATIONs other than a Hard Reset, sent or received (RFC 8538: both set the N bit).
	RetainNotification
)

// Collision is what collision detection found for this connection.
type Collision uint8

// The verdicts.
const (
	// CollisionNone: there is no other connection. The OPEN came on this one.
	CollisionNone Collision = iota
	// CollisionWon: there are two connections and the other one goes. In OpenConfirm and Established the OPEN came on that one.
	CollisionWon
	// CollisionLost: there are two connections and this one goes.
	CollisionLost
)

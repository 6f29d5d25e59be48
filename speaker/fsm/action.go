package fsm

import (
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
)

// ActionKind says what is to be done.
type ActionKind uint8

// The actions. "The connection" is that of the session; "the new connection" is the one that the event is about.
const (
	ActSendOpen         ActionKind = 1 + iota // send our OPEN
	ActSendKeepalive                          // send a KEEPALIVE
	ActSendNotification                       // send Action.Note
	ActArm                                    // start Timer, or start it again: when it expires after After, raise Event
	ActStop                                   // stop Timer
	ActInit                                   // "initializes all BGP resources", "completes BGP initialization"; stale routes are not touched (RFC 4724 section 5)
	ActRelease                                // "releases all BGP resources"
	ActDial                                   // open a TCP connection to the peer: 16 or 18 comes of it
	ActListen                                 // take connections of the peer
	ActAccept                                 // let the handshake of the new connection go on
	ActReject                                 // refuse the new connection. If it is there already, Note goes out on it first (6/5, RFC 4486 section 4)
	ActTrack                                  // keep the new connection too, with a Session of its own, until collision detection decides
	ActClose                                  // close the connection, or give up dialing
	ActDeleteRoutes                           // delete all routes of the peer
	ActKeepRoutes                             // keep the peer's routes, marked stale (RFC 4724 section 4.2, RFC 8538 section 4)
	ActEstablished                            // the session is up: announce routes
	ActUpdate                                 // process the UPDATE
	ActRefresh                                // process the ROUTE-REFRESH
	ActReport                                 // log Reason: nothing else came of the event
	actions
)

var actionNames = [actions]string{"", "send OPEN", "send KEEPALIVE", "send NOTIFICATION", "arm", "stop", "init", "release", "dial", "listen", "accept", "reject", "track",
	"close", "delete routes", "keep routes", "established", "process UPDATE", "process ROUTE-REFRESH", "report"}

// String gives a word or two: "send OPEN".
func (k ActionKind) String() string {
	if k > 0 && k < actions {
		return actionNames[k]
	}
	return "no action"
}

// Action is one thing to be done. Only the fields that its Kind names are set.
type Action struct {
	Kind  ActionKind
	Timer Timer // ActArm, ActStop

	After  time.Duration // ActArm: how long
	Jitter bool          // ActArm: After is to be multiplied by a random factor of 0.75 to 1.0 (RFC 4271 section 10)
	Event  EventKind     // ActArm: what to raise on expiry

	Note codec.Notification // ActSendNotification, ActReject; code 0: none. Data is borrowed from the event
	Try  bool               // ActSendNotification: only if it can be written without waiting (RFC 9687 section 4.3)

	Reason Reason // ActReport
}

// Reason says why an event came to nothing.
type Reason uint8

// The reasons.
const (
	ReasonIgnored    Reason = 1 + iota // the RFC ignores the event in this state
	ReasonNotAllowed                   // the session attribute that the event needs is not set (RFC 4271 section 8.1.2: log an FSM error)
	ReasonAttribute                    // the event was obeyed although a session attribute says otherwise
	ReasonLateTimer                    // the timer was not running
	reasons
)

var reasonNames = [reasons]string{"", "ignored in this state", "session attribute not set", "session attribute says otherwise", "timer was not running"}

// String says it in a few words.
func (r Reason) String() string {
	if r > 0 && r < reasons {
		return reasonNames[r]
	}
	return "no reason"
}

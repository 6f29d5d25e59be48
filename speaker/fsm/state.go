package fsm

import "github.com/bgpdecode/bgpdecode/registry"

// State is a state of RFC 4271 section 8.2.2, numbered as in RFC 6396 and RFC 4273. Zero is no state.
type State uint8

// The states.
const (
	Idle State = 1 + iota
	Connect
	Active
	OpenSent
	OpenConfirm
	Established
)

// String gives the name that the RFC gives the state.
func (s State) String() string {
	if name := registry.TableFSMStates.Name(uint64(s)); name != "" {
		return name
	}
	return "no state"
}

// Timer is a timer of a session.
type Timer uint8

// The timers: those of RFC 4271 section 8.1.3, that of RFC 9687, and one of our own.
const (
	ConnectRetryTimer Timer = iota
	HoldTimer
	KeepaliveTimer
	DelayOpenTimer
	IdleHoldTimer
	SendHoldTimer
	// AutomaticStartTimer is the pause in Idle before the local system starts the connection again by itself. RFC 4271 has the
	// event (AutomaticStart) and leaves open when the local system raises it.
	AutomaticStartTimer
	timers
)

var timerNames = [timers]string{"ConnectRetryTimer", "HoldTimer", "KeepaliveTimer", "DelayOpenTimer", "IdleHoldTimer", "SendHoldTimer", "AutomaticStartTimer"}

// String gives the name that the RFC gives the timer.
func (t Timer) String() string {
	if t < timers {
		return timerNames[t]
	}
	return "no timer"
}

// Timers is a set of timers.
type Timers uint8

// Has reports whether t is in the set.
func (ts Timers) Has(t Timer) bool { return ts&(1<<t) != 0 }

func (ts Timers) with(t Timer) Timers    { return ts | 1<<t }
func (ts Timers) without(t Timer) Timers { return ts &^ (1 << t) }

package logline

import "strings"

// StepKind says what a line of Options.Transitions tells of a session.
type StepKind uint8

// The kinds of step. Those about a connection name it in Event.Connection where the device gives it an id.
const (
	StepNone        StepKind = iota
	StepTransition           // the FSM went from Event.From to Event.To; From may be unknown
	StepMessage              // a message was sent or received: Event.Direction, Event.MessageType, Step.Open
	StepDialing              // a connection is being opened by this side
	StepConnected            // a TCP connection stands
	StepDialFailed           // it could not be opened
	StepClosed               // it ended: Event.Direction says by whom, sent for this side
	StepRejected             // a connection of the peer was turned away, or is about to be
	StepCollision            // two connections stand: Event.Connection is the new one, Step.Other the existing one
	StepResolved             // a collision was decided: Event.Connection is the winner, or Step.Other the loser
	StepIgnored              // a message was received and not used
	StepStarted              // the session was started by its administrator or by itself
	StepStopped              // it was stopped
	StepTimer                // a timer ran out, or another event of the FSM came; Step.Cause says which
	StepUndelivered          // a message could not be sent: Event.MessageType, 0 when the line does not say which
	StepActed                // a message or event of a connection changed the FSM: Event.MessageType, Event.To, Step.State
)

// String names the kind in words for programs.
func (k StepKind) String() string {
	if int(k) < len(stepNames) {
		return stepNames[k]
	}
	return ""
}

var stepNames = [...]string{"", "transition", "message", "dialing", "connected", "dial-failed", "closed", "rejected", "collision", "resolved",
	"ignored", "started", "stopped", "timer", "undelivered", "acted"}

// Opener says which side opened a TCP connection.
type Opener uint8

// The openers.
const (
	OpenerUnknown Opener = iota
	OpenerLocal          // the device that logged it
	OpenerPeer
)

// String returns "local", "peer" or "".
func (o Opener) String() string { return [...]string{"", "local", "peer", ""}[o&3] }

// Step is what a line tells of the course of a session (Options.Transitions).
type Step struct {
	What   StepKind
	Opener Opener
	Other  string     // a second connection that the line names
	State  string     // state of the FSM when the line was written, as StateName gives it
	Cause  string     // the FSM event or the reason, as printed
	Open   *OpenWords // what the line tells of an OPEN
}

// OpenWords is what a line tells of an OPEN.
type OpenWords struct {
	Version      int    // Unknown when not given
	AS           uint32 // 0 when not given
	HoldTime     int    // seconds, Unknown when not given
	ID           string // BGP identifier, dotted; "" when not given
	Capabilities string // as printed
}

// StateName gives the name of RFC 4271 section 8.2.2 for a state as devices write it ("OPENSENT", "open sent",
// "BGP_FSM_OPENSENT"), and for the states that some have beside those, their own name. ok is false for other words.
func StateName(word string) (name string, ok bool) {
	var b [24]byte
	n := 0
	for i := 0; i < len(word); i++ {
		c := fold[word[i]]
		if c == ' ' || c == '_' || c == '-' {
			continue
		}
		if n == len(b) {
			return "", false
		}
		b[n] = c
		n++
	}
	s := string(b[:n])
	s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(s, "bgp"), "fsm"), "state")
	for i := range stateNames {
		if stateNames[i].folded == s {
			return stateNames[i].name, true
		}
	}
	return "", false
}

// stateNames are RFC 4271's states, then those that devices have of their own.
var stateNames = [...]struct{ folded, name string }{
	{"idle", "Idle"}, {"connect", "Connect"}, {"active", "Active"}, {"opensent", "OpenSent"}, {"openconfirm", "OpenConfirm"},
	{"established", "Established"}, {"estab", "Established"},
	{"connectioncollision", "ConnectionCollision"}, {"sessionsetup", "SessionSetup"}, // maghemite
	{"clearing", "Clearing"}, {"deleted", "Deleted"}, // Quagga, FRR
	{"closing", "Closing"}, // Cisco IOS
	{"none", "None"},       // OpenBGPD
}

// readState reads the name of a state at t[i] and returns its place's end.
func readState(t string, i int) (name string, end int, ok bool) {
	one := stateWord(t, i)
	if one == i {
		return "", i, false
	}
	if k := one + blanks(t[one:]); k > one {
		if two := stateWord(t, k); two > k {
			if name, ok = StateName(t[i:two]); ok {
				return name, two, true
			}
		}
	}
	name, ok = StateName(t[i:one])
	return name, one, ok
}

func stateWord(t string, i int) int {
	k := i
	for k < len(t) && k < i+24 && (fold[t[k]] >= 'a' && fold[t[k]] <= 'z' || t[k] == '_') {
		k++
	}
	return k
}

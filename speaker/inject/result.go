package inject

import (
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// Result is what became of a script.
type Result struct {
	Name    string // of the script
	Target  string // as it was named, with its address
	Started time.Time
	Took    time.Duration
	Steps   []StepResult // those that were begun
	// Failure says which expectation was not met; nil: all were.
	Failure *Failure
	// Err says why the script could not be played to its end: no connection, a message that cannot be built, interrupted.
	Err error
	// Messages are those of the session in their order, Lost how many that were received are not kept.
	Messages []Event
	Lost     int
	Agreed   *speaker.Agreed // what the OPENs agreed; nil when they did not get so far
	// Up says that the session was Established at some time.
	Up bool
	// End says how the connection ended; nil: it stood when the script was at its end.
	End *End
}

// OK reports whether the script was played to its end, and all that it expects came.
func (r *Result) OK() bool { return r.Failure == nil && r.Err == nil }

// StepResult is what became of a step.
type StepResult struct {
	Line int
	Text string
	Took time.Duration
	OK   bool
	// Got is the index in Result.Messages of the message that met an expectation, -1 for none.
	Got int
}

// Event is a message that was sent or received.
type Event struct {
	Time   time.Duration // since the start
	Sent   bool
	Octets []byte
	Ctx    codec.Context
	Conn   int // which connection, from 1
}

// Type is the type of the message; 0 for octets that are none.
func (e *Event) Type() registry.MessageType {
	if h, ok := codec.ParseHeader(e.Octets); ok {
		return h.Type
	}
	return 0
}

// Failure says what was expected and what came.
type Failure struct {
	Step     int    // index in Result.Steps
	Expected string // in words
	Came     string // in words
	Message  int    // index in Result.Messages of what came, -1 for none
}

// End says how a connection ended.
type End struct {
	Ours  bool // we closed it
	Reset bool // TCP was reset
	Err   error
	// Note is the index in Result.Messages of the NOTIFICATION that came before, -1 for none.
	Note int
}

// Text says it in words.
func (e *End) Text() string {
	switch {
	case e == nil:
		return "the connection stands"
	case e.Ours:
		return "we closed the connection"
	case e.Note >= 0:
		return "the target closed the connection after its NOTIFICATION"
	case e.Reset:
		return "the target reset the connection (TCP RST) without a NOTIFICATION"
	case e.Err != nil:
		return "the connection was lost: " + e.Err.Error()
	}
	return "the target closed the connection without a NOTIFICATION"
}

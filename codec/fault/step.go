package fault

import (
	"time"

	"github.com/bgpdecode/bgpdecode/registry"
)

// Do is the kind of a step.
type Do uint8

// The kinds of step.
const (
	Send  Do = iota // send Octets
	Wait            // send nothing for the time of Wait, not even KEEPALIVEs; the receiver may end it sooner
	Close           // close the connection
)

// Step is one thing that a sender does.
type Step struct {
	Do     Do
	Octets []byte        // of Send: one message or more, or a part of one
	Wait   time.Duration // of Wait
	// Faulty says that this step is the one that is wrong.
	Faulty bool
	// Message is the offset in Octets of the message that is wrong.
	Message int
	// At and Len say which octets of Octets are wrong: the field that lies, the octet of a value, the place where something is
	// missing. Len is 0 where no octets are.
	At, Len int

	attr    []byte            // the attribute at fault as far as it is there
	missing registry.AttrCode // the attribute that should be there
}

package dump

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// Kind says what an Event is, in the words of the JSON contract.
type Kind uint8

// The kinds of event.
const (
	KindMessage  Kind = iota // a BGP message, or a NOTIFICATION known from words
	KindFragment             // attributes, capabilities or another piece with no message around it
	KindState                // a session up or down, a transition, a further line about an event already given
	KindUnparsed             // looked like BGP and could not be decoded; Err says why
)

// String returns the contract's word.
func (k Kind) String() string {
	return [...]string{"message", "fragment", "state", "unparsed"}[k&3]
}

// Event is one thing found in a text: what the log line said, and the octets that belong to it.
type Event struct {
	logline.Event // what the words say; Style is "" for octets without a log line

	Kind  Kind
	Index int // position among the events of the text, from 0

	// Octets is the message from its marker, or the piece for KindFragment; nil when the text has none.
	// With Synthesised set the header was rebuilt from code, subcode and Data, or the whole from the fields that a tool
	// shows: the text did not show it. Known says what is known of the octets then.
	Octets      []byte
	Piece       codec.Piece
	Synthesised bool
	Loose       bool        // nothing in the text says that these octets are BGP's: a piece without a message around it
	Known       codec.Known // AS width and ADD-PATH of octets that were rebuilt; nothing for others
	Notation    string      // how the octets were written, a hexdump notation; "" without octets

	Leading  []byte // octets in front of the marker that are not part of the message
	Padding  []byte // octets behind the message's length that are not part of it
	AfterGap []byte // octets behind an elided part: they belong to the message, their place is unknown

	Truncated Truncation
	Pieces    []Source // where the octets stood, in order
	RunnerUp  string   // the reading that came second, for people; "" when there was none
	Remarks   []string // what was done to read it: padding skipped, nibble dropped, wraps undone

	SameAs int    // number of the event that this one tells again, -1 if none
	Links  []Link // further events that belong to this one
	Err    string // for KindUnparsed: what is wrong
	ErrOff int    // offset in the input
}

// Truncation tells that octets are missing.
type Truncation struct {
	Have, Want int    // octets; Want 0 when unknown. Both 0: nothing is missing
	By         string // "ellipsis", "vendor", "input"
}

// Source maps octets [At, At+Len) of Event.Octets to the input.
type Source struct {
	At, Len   int
	Offset    int // octet offset in the input of the first character
	Line, Col int // 1-based
}

package inject

import (
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Limits of scripts. They bound what a run can cost, whoever wrote the script.
const (
	MaxScript = 4 << 20       // octets of a script
	MaxSteps  = 4096          // its steps
	MaxTime   = 1 * time.Hour // of one step
)

// DefaultWithin is how long a step waits that has no time of its own.
const DefaultWithin = 10 * time.Second

// Script is a script that was read.
type Script struct {
	Name  string // of the file, or of the fault
	Open  OpenWords
	Steps []Step
}

// Kind is what a step does.
type Kind uint8

// The kinds of step.
const (
	Send    Kind = iota + 1 // a message, or octets
	Inject                  // a fault, at the time that it needs
	Reach                   // the handshake, as far as a state of the target
	Expect                  // something that must come
	Wait                    // let time pass; KEEPALIVEs go on
	Silence                 // no KEEPALIVE from here on; with a time, that long
	Close                   // the connection
)

// State is how far the handshake is, as the target sees it.
type State uint8

// The states, in their order.
const (
	OpenSent    State = iota + 1 // its OPEN has come, ours has not left
	OpenConfirm                  // OPENs were exchanged and its KEEPALIVE has come, ours has not left
	Established
)

// String gives the state as scripts spell it.
func (s State) String() string { return [...]string{"", "opensent", "openconfirm", "established"}[s&3] }

// Step is a line of a script.
type Step struct {
	Line, Col int
	Text      string // the line without its comment
	Kind      Kind
	Reach     State
	Send      Message
	Fault     string // of Inject: the ID of a fault
	Expect    Expectation
	Time      time.Duration // of Wait and Silence
}

// Message is what a step sends. What depends on the session is made when that is known.
type Message struct {
	Type   registry.MessageType // 0 for raw octets
	Open   OpenWords            // of an OPEN: what differs from that of the script
	Routes string               // of announce: routes in the form of package speaker/routes, next hop and AS_PATH as a router would say them
	Gone   bool                 // Routes are withdrawn
	Line   string               // of others: the short form, as it stands
	Octets []byte               // raw octets
	Fault  string               // the ID of the fault that is put into the message; "": none
}

// Thing is what is expected.
type Thing uint8

// What can be expected.
const (
	SomeMessage  Thing = iota // a message of Expectation.Type
	SomeState                 // Established, and that it stays
	NoConnection              // the target closes the connection
	NoMessage                 // no message but KEEPALIVE
	ByRFC                     // what an RFC asks of who receives the fault that was sent last
)

// Expectation is what a step waits for.
type Expectation struct {
	Thing  Thing
	Type   registry.MessageType
	Codes  []Code        // of a NOTIFICATION: one of these; none: any
	Data   []byte        // of a NOTIFICATION its Data, of others what stands behind the header
	Match  Match         // how Data is compared
	Text   string        // of a NOTIFICATION: its text (RFC 9003)
	TextIs Match         // how Text is compared
	Open   OpenWords     // of an OPEN: what it must say
	Routes []Route       // of an UPDATE: what it must carry
	Within time.Duration // how long to wait for it
	Time   time.Duration // how long it must last
	Strict bool          // of ByRFC: RFC 4271, without RFC 7606
}

// Match is how octets are compared.
type Match uint8

// The ways to compare.
const (
	Whatever Match = iota
	Equal
	Contains
)

// Code is a code and a subcode of a NOTIFICATION.
type Code struct {
	Code   registry.ErrorCode
	Sub    uint8
	AnySub bool
}

// Route is a route that an UPDATE must carry.
type Route struct {
	Prefix netip.Prefix
	Gone   bool // it must be withdrawn
}

// OpenWords is what a line says about an OPEN.
type OpenWords struct {
	Given    map[string]bool // the words that stand there
	Value    codec.Open      // their values; Capabilities are those of cap=
	Families []codec.Family  // of families=
}

package logline

import "time"

// Kind says what a line reports.
type Kind uint8

// The kinds of event a log line can tell.
const (
	// KindNotification is a NOTIFICATION sent or received.
	KindNotification Kind = iota
	// KindMessage is any BGP message whose octets the line shows: an offending UPDATE, an OPEN in a debug line, a raw dump.
	KindMessage
	// KindState is a session that went up or down, an FSM transition, or a further line about an event already told.
	KindState
	// KindOffender is a complaint about a received message or attribute without its octets.
	KindOffender
)

// Direction is the way a message went, as the device that wrote the log sees it.
type Direction uint8

// The directions.
const (
	DirUnknown Direction = iota
	DirSent
	DirReceived
)

// String returns "sent", "received" or "".
func (d Direction) String() string {
	switch d {
	case DirSent:
		return "sent"
	case DirReceived:
		return "received"
	}
	return ""
}

// Content says what the octets of an Event's dump are.
type Content uint8

// What the octets of a dump can be.
const (
	// ContentNone: the line shows no octets.
	ContentNone Content = iota
	// ContentData is the Data field of a NOTIFICATION, without code and subcode.
	ContentData
	// ContentMessage is a whole message with its header; octets before the marker and after the length are junk and padding.
	ContentMessage
	// ContentBody is a message without its header (an OPEN or UPDATE body); MessageType says which.
	ContentBody
)

// Count says what the number of octets that a device printed counts.
type Count uint8

// The meanings of a printed count; they differ per vendor.
const (
	CountNone Count = iota
	// CountData: octets of Data.
	CountData
	// CountMessage: the length field of the BGP header.
	CountMessage
	// CountOffender: the length of the message complained about.
	CountOffender
	// CountTCP: octets of TCP payload.
	CountTCP
	// CountTripled: three times the octets of Data.
	CountTripled
)

// minMessage is how many octets a message has at least: its header (RFC 4271 §4.1).
const minMessage = 19

// Unknown stands for a code, subcode or count that the text does not give.
const Unknown = -1

// Event is one thing that a device reported, read from one or more lines.
// Numbers are Unknown (-1) and strings empty when the text does not give them.
type Event struct {
	Style  string // recogniser id, the file stem of the style
	Vendor string // who writes such lines, for people
	Kind   Kind

	Line, LineEnd int       // 1-based, inclusive
	Offset        int       // octet offset of the event's first character in the input
	EndOffset     int       // octet offset behind its last character
	Rows          []Stretch // rows of its dump that stand behind EndOffset, other lines between

	Time     time.Time // zero when the text gives none
	TimeText string    // the stamp as printed, when it had to be completed by assumption (no year, no zone)
	// YearAssumed says that the stamp gives no year: Time has the newest one that Options.Now allows.
	YearAssumed bool
	Past        bool // the stamp is of a table that looks back, and says nothing of when the lines around it were written
	Host        string
	Repeat      int // times the device says that it saw this; 0 or 1 is once

	Direction  Direction
	Attempted  bool   // the log shows that the message could not be delivered
	Peer       string // address in netip text (zone kept), interface name or session name
	Session    string // the device's own name for the session: protocol, connection or neighbor name; untrusted
	PeerPort   int    // 0 when not given
	Local      string
	LocalAS    uint32 // 0 when not given
	PeerAS     uint32
	VRF        string
	PeerKind   string // "ebgp", "ibgp", "confed" or ""
	Connection string // the device's own connection id
	From, To   string // FSM states, for KindState

	Code, Subcode int    // of the NOTIFICATION, or of the last error for KindState
	Words         string // the words printed for code and subcode, or for the reason of a fall, as they stand
	Reason        string // KindState: what happened, a stable kebab-case id (see reason_table.go); "" when the line does not tell a fall, a rise or an alarm
	MessageType   int    // BGP message type when the words give it
	HardReset     bool   // the line says that the NOTIFICATION was wrapped in a Hard Reset (RFC 8538) and gives the inner code
	Text          string // shutdown communication (RFC 9003), untrusted
	HasText       bool

	Content    Content
	DataKnown  bool   // the line shows or states the Data, be it empty
	Dump       Dump   // where the octets stand
	Octets     []byte // octets that the style itself had to decode (a decimal list in JSON, rebuilt Data); Dump is then empty
	Notation   string // notation of Octets
	Told       *Told  // the message's fields where a tool shows them in place of octets; nil for none
	Declared   int    // the count printed, Unknown when none
	DeclaredAs Count
	Cut        bool // the device is known to cut here: octets may be missing after the last one

	Offender *Offender // what the words tell of a bad attribute or message
	Fault    string    // KindNotification: why its error code cannot be read, "" when it can or the line has none
	Same     bool      // the line is of a kind that follows one about the same event (same peer, same moment), should there be one
	Falls    bool      // the line tells also that the session of the NOTIFICATION ended; no further line about it follows
	Up       bool      // KindState: the session came up
	Notes    []string  // remarks for people about how the line was read
	Params   []Param   // vendor parameters with their meaning, in order
	Alarm    *Alarm    // what an alarm tells beyond its words, nil when it is none

	Step *Step // what the line tells of the course of a session, nil unless Options.Transitions asked for it

	noCells bool // the cells in front of the event are known, and none of them names the host
	link    any  // what the style's Link needs to know about the record
}

// PeerName tells the session apart from others of the device: the peer's address where the line gives it, else what the
// device calls the session.
func (ev *Event) PeerName() string {
	if ev.Peer != "" {
		return ev.Peer
	}
	return ev.Session
}

// named takes the device's name for the session from a parameter.
func (ev *Event) named(key, name string) {
	ev.Session = name
	ev.param(key, name, "")
}

// Dump is the stretch of a View in which an event's octets stand.
type Dump struct {
	View       *View // nil: no dump
	Start, End int   // offsets in View.Text
}

// Offender is what a line tells in words about the message that caused an error.
type Offender struct {
	AttrCode, AttrFlags, AttrLen int // Unknown when not given
	Family, Prefix               string
	Problem                      string // stable kebab-case id, for example "as4-path-from-as4-speaker"
	ASPath                       string // the AS path as far as the lines give it
}

// Param is one named parameter of a vendor's alarm or log.
type Param struct {
	Key, Value, Meaning string
}

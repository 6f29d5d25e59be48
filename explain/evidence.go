package explain

import "github.com/bgpdecode/bgpdecode/codec"

// Evidence is what is known beside the octets: from the log line, from other messages of the session, from the
// caller. The zero value of each field but Code and Subcode means "unknown".
type Evidence struct {
	// Code and Subcode are those of the NOTIFICATION, -1 when there is none or the text does not give them. Where
	// the tree holds a NOTIFICATION its own octets count.
	Code, Subcode int
	Direction     string // "sent" or "received", as the device that logged it sees it
	PeerKind      codec.PeerKind
	Style, Vendor string // recogniser id ("ericsson-seos") and the maker's name, of the device that logged it
	LocalAS       uint32 // of the device that logged it
	PeerAS        uint32
	DataKnown     bool         // the text shows or states the Data, be it empty
	Truncated     bool         // octets are missing
	HardReset     bool         // the words say that it came in a Hard Reset; Code and Subcode are the inner ones
	Attempted     bool         // the NOTIFICATION could not be delivered
	HasText       bool         // a shutdown communication that is not empty is known from words (RFC 9003)
	ASWidth       codec.Choice // how the AS width was decided
	LocalOpen     *codec.Tree  // the OPEN of the device that logged it, nil when not seen
	PeerOpen      *codec.Tree  // the OPEN of its peer, nil when not seen
	BoxAction     string       // "session-reset", "session-kept", "" when the log does not say
	Offender      *Offender    // what words tell of the attribute or message complained about
	Complaint     *Complaint   // the message complained about where it was seen, nil when it was not
	SilentMS      int          // milliseconds since the receiver of the NOTIFICATION was last heard, where that was seen; 0 when not
	Repeat        int          // times the device says that it saw this; 0 and 1 are once
	// SenderOpen and ReceiverOpen are the OPENs of the two that a message went between where no device tells of it, as in a
	// capture (Direction is "" then), nil when not seen.
	SenderOpen, ReceiverOpen *codec.Tree

	// Reason is what happened to a session that ended or came up, or what an alarm is about: an id of explain/kb, "" when
	// the event is a message. Code and Subcode are then those of the last error, which may be older.
	Reason string
	Alarm  *Alarm // what an alarm gives beside its reason, nil when there is nothing
}

// Offender is what a log line tells in words about an attribute.
type Offender struct {
	AttrCode, AttrFlags, AttrLen int    // -1 when not given
	Problem                      string // stable kebab-case id, for example "as4-path-from-as4-speaker"
}

// Alarm is what a vendor's alarm gives beside its reason. Numbers are -1 and strings empty when it does not.
type Alarm struct {
	Name      string // the vendor's name of the alarm
	Text      string // what the alarm says
	Template  bool   // a line of documentation with placeholders: nothing happened
	Limit     int    // routes allowed
	Percent   int    // share of the limit at which the warning comes
	Count     int    // routes there are
	Family    string // "IPv4 unicast"
	Routes    string // type of the routes, "IPv6 in VRFs"
	Interface string
}

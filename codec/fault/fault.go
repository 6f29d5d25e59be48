package fault

import (
	"errors"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Fault is one way to make a receiver complain, or to find out that it does not. Faults are made by the catalogue and are not
// to be changed.
type Fault struct {
	ID    string // "origin.value": group and kind, lower case with underscores
	Group string // header, open, capability, update, the name of an attribute or a family, refresh, notification, state, timing, incident
	Title string // one line, without a full stop
	Phase Phase
	Needs Needs
	Attr  registry.AttrCode // the attribute that is at fault, 0 for none
	Refs  []string          // "RFC 4271 §6.3": what makes it a fault, and what is asked of the receiver

	// Want4271 is the reaction that RFC 4271 and the RFC of the attribute, message or capability ask for, before RFC 7606.
	Want4271 Want
	// Want7606 is the reaction that RFC 7606 and the later RFCs ask for.
	Want7606 Want
	// Finding is what the decoder says about the octets at fault; codec.FindNone where no message is wrong in itself (its
	// time, its place or its state is).
	Finding codec.FindingID

	Dangerous bool   // publicly known to crash speakers that are in use
	Incident  string // name of the incident in explain/incidents; "" for none

	build func(*Fault, *Params) ([]Step, error) // the steps of a fault that is no edit of an UPDATE
	edit  func(*draft) error                    // what is done to a sound UPDATE
	match func(*codec.Attr) bool                // whether the Data of a NOTIFICATION may be this fault's; nil: not asked

	answered *answered // for the faults whose answer is compared with others
}

// Phase is when a fault is sent.
type Phase uint8

// The phases, in the order of a session.
const (
	BeforeOpen    Phase = iota // the connection is up, no OPEN is sent before
	InsteadOfOpen              // the steps take the place of the OPEN
	InOpen                     // the first step is the OPEN, and is what is wrong
	OpenConfirm                // OPENs were exchanged, and the steps take the place of the first KEEPALIVE
	Established                // the session is up
)

// String returns "before-open", "instead-of-open", "in-open", "open-confirm" or "established".
func (p Phase) String() string {
	return [...]string{"before-open", "instead-of-open", "in-open", "open-confirm", "established", "", "", ""}[p&7]
}

// Want is what is asked of the receiver.
type Want struct {
	Action registry.Action    // ActionNone: session and routes stay
	Code   registry.ErrorCode // of the NOTIFICATION; 0: none is sent
	Sub    uint8
	Or     []uint8           // other subcodes that the RFCs allow
	Also   []registry.Action // other actions that the RFCs allow
	Data   DataKind          // what the NOTIFICATION carries
	// Why says why no NOTIFICATION is due, or what leaves the receiver a choice; "" where there is nothing to say.
	Why string
}

// DataKind says what Data a NOTIFICATION must carry.
type DataKind uint8

// The kinds of Data.
const (
	DataNone     DataKind = iota // no octets
	DataOpen                     // the RFC does not say: any octets, or none
	DataLength                   // the Length field of the header, two octets (RFC 4271 section 6.1)
	DataType                     // the Type field of the header, one octet
	DataVersion                  // the version that the receiver supports: 4, in two octets (RFC 4271 section 6.2)
	DataAttr                     // the attribute: flags, type, length and value as they were sent (RFC 4271 section 6.3)
	DataAttrType                 // the type code of the attribute that is missing, one octet
	DataMessage                  // the whole message (RFC 7313 section 5)
	DataMsgType                  // the type of the message that was not expected, one octet (RFC 6608)
)

// String returns a short text for people: "none", "any", "the attribute".
func (k DataKind) String() string {
	return [...]string{"none", "any", "the length", "the type", "version 4", "the attribute", "the attribute's type", "the whole message",
		"the message's type", "", "", "", "", "", "", ""}[k&15]
}

// Octets returns the Data that a NOTIFICATION of this kind carries about a step, and reports whether the RFC says them
// exactly.
func (w *Want) Octets(s *Step) (data []byte, exact bool) {
	msg := s.Octets[min(s.Message, len(s.Octets)):]
	switch w.Data {
	case DataOpen:
		return nil, false
	case DataLength:
		return clip(msg, 16, 18), true
	case DataType, DataMsgType:
		return clip(msg, 18, 19), true
	case DataVersion:
		return []byte{0, 4}, true
	case DataAttr:
		return s.attr, true
	case DataAttrType:
		return []byte{byte(s.missing)}, true
	case DataMessage:
		return msg, true
	}
	return nil, true
}

func clip(b []byte, from, to int) []byte {
	if to > len(b) {
		return nil
	}
	return b[from:to]
}

// The errors of this package.
var (
	ErrNotUpdate = errors.New("the fault is not one of an UPDATE, and cannot be put into one")
	ErrLong      = errors.New("the message of this fault would be longer than 65535 octets")
	ErrNoRoutes  = errors.New("the UPDATE has no routes of the family that the fault is about")
	ErrAddPath   = errors.New("the fault is about routes without path identifiers (ADD-PATH)")
)

// Steps returns what is sent, in order. The session must be one that Needs asks for: see Needs.Fit. Addresses and prefixes that p
// lacks are those of Defaults.
func (f *Fault) Steps(p Params) ([]Step, error) {
	p = p.filled()
	if f.build != nil {
		return f.build(f, &p)
	}
	s, err := f.Apply(Carrier(&p, f.Needs), p)
	if err != nil {
		return nil, err
	}
	return []Step{s}, nil
}

// InUpdate reports whether the fault is one of an UPDATE, so that Apply can put it into one.
func (f *Fault) InUpdate() bool { return f.edit != nil }

// Apply puts the fault into an UPDATE and returns the message. An attribute that u does not have and the fault is about is
// added. u is not changed. It fails with ErrNotUpdate for faults of other messages.
func (f *Fault) Apply(u codec.Update, p Params) (Step, error) {
	if f.edit == nil {
		return Step{}, ErrNotUpdate
	}
	p = p.filled()
	d := newDraft(&u, &p, f)
	if err := f.edit(d); err != nil {
		return Step{}, err
	}
	return d.step()
}

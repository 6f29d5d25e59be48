package codec

import "github.com/bgpdecode/bgpdecode/registry"

// Severity says how bad a finding is.
type Severity uint8

// The severities, mildest first.
const (
	SeverityNote    Severity = iota // worth knowing, nothing wrong
	SeverityWarning                 // odd, or an error that today's RFCs tolerate
	SeverityError                   // breaks an RFC
)

// String returns "note", "warning" or "error".
func (s Severity) String() string { return [...]string{"note", "warning", "error", ""}[s&3] }

// Action is the outcome that RFC 7606 gives an error.
type Action = registry.Action

// Notification is what RFC 4271 and its successors would have a speaker send for a finding.
// Code 0 means that no NOTIFICATION is due.
type Notification struct {
	Code    registry.ErrorCode
	Subcode uint8
	Data    []byte // borrowed from the message
}

// Finding is one thing worth telling about the octets [Off, Off+Len) of a Tree.
type Finding struct {
	ID       FindingID
	Severity Severity
	Action   Action // what RFC 7606, or the attribute's own RFC, does
	Attr     uint8  // the attribute it is about, 0 if none
	Node     int32  // the deepest node that covers the octets; -1 when nothing was recorded
	Off, Len int
	A, B     uint32 // numbers for the text
	Note     Notification
}

// FindingID identifies a kind of finding; FindingInfo describes it.
type FindingID uint16

// FindingKind describes a kind of finding.
type FindingKind struct {
	ID       string // stable, kebab-case
	Severity Severity
	Code     registry.ErrorCode // the NOTIFICATION of RFC 4271; 0 for none
	Subcode  uint8
	Ref      string
	// Text is a sentence. {a} and {b} stand for Finding.A and B, {attr} for the attribute's name,
	// {legal} for its legal lengths, {type} for message type B, {hexa} for A in hex, {cap} for capability A,
	// {values} for the attributes whose value may have A octets, {ip} for A as an IPv4 address, {code} for the error code A and {pair} for code A subcode B.
	// {a octets are} is A with words that agree with it ("1 octet is"), {a:are} the words alone; so for b.
	Text string
}

// FindingInfo returns the description of a kind of finding.
func FindingInfo(id FindingID) *FindingKind {
	if int(id) >= len(findings) {
		id = 0
	}
	return &findings[id]
}

// Findings returns the number of kinds of finding.
func Findings() int { return len(findings) }

// Info returns the description of the finding's kind. Text and Ref are those that fit this finding; they may differ
// from those of FindingInfo.
func (f *Finding) Info() *FindingKind {
	if k := f.variant(); k != nil {
		return k
	}
	return FindingInfo(f.ID)
}

// find adds a finding of the kind's own severity and NOTIFICATION. Callers set the rest on the result at once;
// it is valid until the next find.
func (d *dec) find(id FindingID, off, n int, a, b uint32) *Finding {
	k := &findings[id]
	d.findings = append(d.findings, Finding{
		ID: id, Severity: k.Severity, Node: -1, Off: off, Len: n, A: a, B: b,
		Note: Notification{Code: k.Code, Subcode: k.Subcode},
	})
	return &d.findings[len(d.findings)-1]
}

// octet is a table from which a single octet can be borrowed as NOTIFICATION Data without allocating.
var octet = func() (t [256]byte) {
	for i := range t {
		t[i] = byte(i)
	}
	return
}()

func oneOctet(v uint8) []byte { return octet[v : int(v)+1 : int(v)+1] }

// version4 is the Data of 2/1: the version that this speaker supports (RFC 4271 section 6.2).
var version4 = [2]byte{0, 4}

// Worst returns the strongest severity and the strongest action among the findings.
func Worst(fs []Finding) (Severity, Action) {
	var s Severity
	var a Action
	for i := range fs {
		s, a = max(s, fs[i].Severity), max(a, fs[i].Action)
	}
	return s, a
}

package explain

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/explain/incidents"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Claim says what became of the accusation that a NOTIFICATION makes.
type Claim uint8

// The claims. The zero value makes none.
const (
	ClaimNone         Claim = iota // no octets to judge, or nothing is claimed
	ClaimConfirmed                 // the octets show the fault that the NOTIFICATION names
	ClaimNotShown                  // the octets neither show it nor rule it out
	ClaimContradicted              // the octets are legal in the respect complained about
	ClaimDataOffRFC                // the Data has no form that lets the claim be judged
)

var claimWords = [...]string{"no-claim", "confirmed", "not-shown", "contradicted", "data-off-rfc"}

// String returns the word of the JSON contract.
func (c Claim) String() string { return word(claimWords[:], uint8(c)) }

// Fault says who or what caused the trouble.
type Fault uint8

// The faults.
const (
	FaultUnknown       Fault = iota
	FaultSender              // the box that sent the NOTIFICATION
	FaultReceiver            // the box that received it, whose message or behaviour it is about
	FaultThirdParty          // an AS further away made the route
	FaultConfiguration       // an operator's setting, or an operator's command
	FaultNetwork             // what lies between the two
	FaultNone                // nothing is wrong
)

var faultWords = [...]string{"unknown", "notification-sender", "notification-receiver", "third-party", "configuration", "network", "none"}

// String returns the word of the JSON contract.
func (f Fault) String() string { return word(faultWords[:], uint8(f)) }

// Side says where to act, in terms of the NOTIFICATION. Of a session that ended without one, the sender is the side that
// ended it.
type Side uint8

// The sides.
const (
	SideUnknown Side = iota // nowhere in particular, or it cannot be told
	SideSender
	SideReceiver
	SideBoth
)

var sideWords = [...]string{"unknown", "sender", "receiver", "both"}

// String returns the word of the JSON contract.
func (s Side) String() string { return word(sideWords[:], uint8(s)) }

// Confidence says how sure the fault is.
type Confidence uint8

// The confidences.
const (
	Low Confidence = iota
	Medium
	High
)

var confidenceWords = [...]string{"low", "medium", "high"}

// String returns the word of the JSON contract.
func (c Confidence) String() string { return word(confidenceWords[:], uint8(c)) }

func word(words []string, i uint8) string {
	if int(i) < len(words) {
		return words[i]
	}
	return ""
}

// Action is one thing to do. Who begins with "sender" or "receiver" (of the NOTIFICATION, or of the message where
// there is none) and says in parentheses who that is here when the direction is known: "sender (this router)". For what
// happened to a session without a message it is "this router" or "the peer".
type Action struct{ Who, Do string }

// Verdict is the answer: what became of the claim, who is at fault, where and how to act.
type Verdict struct {
	Claim      Claim
	Fault      Fault
	Side       Side
	Confidence Confidence
	Summary    string   // one sentence for a ticket; never empty
	Causes     []string // ranked, most likely first
	Actions    []Action // most useful first
	Refs       []string // "RFC 4271 §6.3"
}

// RFC says what the RFCs want a receiver to do, and how the box compares.
type RFC struct {
	RFC4271 Notice
	RFC7606 Outcome
	// Box is what the log shows happened: "session-reset", "session-kept" or "" when it does not say.
	Box string
	// Conformance compares Box with the RFCs: "conformant", "stricter", "laxer" or "unknown".
	Conformance string
}

// Notice is the outcome under RFC 4271: the NOTIFICATION to send, if any.
type Notice struct {
	Action        string // "session-reset", "none" or "" when it cannot be told
	Code, Subcode int    // of the NOTIFICATION due; Code 0 when none
	Data          []byte // its Data, borrowed from the octets judged
}

// Outcome is what RFC 7606, or the attribute's own RFC, does instead. Known is false when the matter is outside its
// scope or cannot be told.
type Outcome struct {
	Action registry.Action
	Known  bool
	Ref    string // where the action comes from; may be empty
}

// Span is a run of octets of the tree.
type Span struct{ Off, Len int }

// Explanation is what Explain gives.
type Explanation struct {
	Verdict Verdict
	RFC     RFC
	Notes   []string // what else to know: how the Data was read, other meanings of the code
	// Evidence are the nodes that decide, deepest ones; Guilty the octets at fault. Both are empty without octets.
	Evidence []int32
	Guilty   []Span
	// Incidents are those of the library that the octets look like, oldest first.
	Incidents []*incidents.Incident
	// Faults are those of the catalogue that may have led to this, in its order: what to reproduce it with.
	Faults []*fault.Fault

	headline string // for a session without a name of its peer; "" where the event is a message
	named    string // the same with peerMark for the name
	reads    Reads
}

// newExplanation gives an empty one with room for the lists of most.
func newExplanation() *Explanation {
	x := new(struct {
		Explanation
		causes, refs, notes [4]string
		actions             [4]Action
	})
	x.Verdict.Causes, x.Verdict.Refs, x.Notes, x.Verdict.Actions = x.causes[:0], x.refs[:0], x.notes[:0], x.actions[:0]
	return &x.Explanation
}

// peerMark stands for the peer in a headline.
const peerMark = "\x00"

// Event says what happened to the session, for a headline: "Session with 192.0.2.1 went down: hold timer expired". peer is
// its name from the log, "" when it is not known. It is "" where the event is a message.
func (x *Explanation) Event(peer string) string {
	if peer == "" {
		return x.headline
	}
	return capital(strings.ReplaceAll(x.named, peerMark, peer))
}

// TellsSession reports whether the event is about a session rather than about a message, so that Event is not "".
func (x *Explanation) TellsSession() bool { return x.headline != "" }

// Reads says what of the evidence beyond Evidence.AppendKey the judgement looked at.
type Reads struct {
	AS    bool // LocalAS and PeerAS
	Opens bool // LocalOpen, PeerOpen, SenderOpen and ReceiverOpen
}

// Reads says what the judgement looked at. Evidence that differs from this one's in nothing else, with the same tree,
// gives the same Explanation.
func (x *Explanation) Reads() Reads { return x.reads }

package explain

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Complaint is the message that a NOTIFICATION answers, for those who saw both on one connection: a speaker that sent the
// NOTIFICATION itself, a capture. It settles what the Data of the NOTIFICATION leaves open.
type Complaint struct {
	Type registry.MessageType // of the message
	// Code and Subcode are the NOTIFICATION that the message deserves by RFC 4271, Text the sentence of the finding that asks
	// for it, without full stop, Ref where that stands, Action what RFC 7606 does. Code is 0 where nothing was found in it.
	Code, Subcode int
	Text, Ref     string
	Action        registry.Action
	// State is the state of the receiver's connection when the message came, "" if it is not known (RFC 4271 section 8.2.2).
	State string
	// Refused says why the configuration of the message's receiver does not let the session come up, "" if it does.
	Refused string
}

// ComplaintOf is the complaint about a message of which a finding wants the NOTIFICATION.
func ComplaintOf(t *codec.Tree, f *codec.Finding) *Complaint {
	c := &Complaint{Code: int(f.Note.Code), Subcode: int(f.Note.Subcode), Text: string(t.AppendFindingText(nil, f)), Ref: f.Info().Ref, Action: f.Action}
	if h, ok := codec.ParseHeader(t.Bytes); ok {
		c.Type = h.Type
	}
	return c
}

// complaint judges by the message that the NOTIFICATION answers. What the NOTIFICATION alone has shown for sure stands: it
// names the octets.
func (j *job) complaint() bool {
	c, v := j.ev.Complaint, &j.ex.Verdict
	if c == nil || j.hard || v.Claim == ClaimConfirmed && v.Confidence == High {
		return false
	}
	what := article(c.Type)
	switch {
	case c.Code != 0 && c.Code == j.code && (c.Subcode == j.sub || j.sub == 0):
		j.anew()
		j.ref(c.Ref)
		j.atReceiver("Find out why {R} sends this: its software, or a box between the two that changes it")
		return j.say(ClaimConfirmed, FaultReceiver, High, "the complaint is right about "+what+" of {R}: "+c.Text)
	case c.Refused != "" && j.code == int(registry.ErrOpen):
		j.anew()
		return j.acting(SideBoth, ClaimConfirmed, FaultConfiguration, High, "the complaint is right: "+c.Refused)
	case j.code == int(registry.ErrFSM) && c.State != "" && j.stateWrong(c):
		j.anew()
		j.atReceiver("Find out why {R} sends this now: its software, or two connections that it mixes up")
		return j.say(ClaimConfirmed, FaultReceiver, High, "the complaint is right: {R} sent "+what+" in state "+c.State+", where it has no place")
	}
	return false
}

// stateWrong reports whether the message of a complaint is the one that a 5/x names, and has no place in the state.
func (j *job) stateWrong(c *Complaint) bool {
	if t, ok := j.value(codec.FieldFSMMessageType); ok && registry.MessageType(t) != c.Type {
		return false
	}
	switch c.State {
	case "OpenSent":
		return c.Type != registry.MsgOpen && c.Type != registry.MsgNotification
	case "OpenConfirm":
		return c.Type != registry.MsgKeepalive && c.Type != registry.MsgNotification
	case "Established":
		return c.Type == registry.MsgOpen
	}
	return false
}

// anew forgets what was said so far.
func (j *job) anew() {
	x := newExplanation()
	x.reads = j.ex.reads
	j.ex, j.due, j.clean = x, nil, false
	j.own.sender, j.own.receiver = false, false
}

// complained sets right what the Data alone would have the RFCs want.
func (j *job) complained() {
	c, r := j.ev.Complaint, &j.ex.RFC
	if c.Code == 0 || j.code != int(registry.ErrUpdate) {
		return
	}
	r.RFC7606 = Outcome{Action: c.Action, Known: true, Ref: c.Ref}
	r.Conformance = compare(r.Box, c.Action)
}

// article gives a message type with its article.
func article(t registry.MessageType) string {
	switch t {
	case registry.MsgOpen, registry.MsgUpdate:
		return "an " + t.String()
	case registry.MsgNotification, registry.MsgKeepalive, registry.MsgRouteRefresh:
		return "a " + t.String()
	case 0: // nothing told its type
		return "octets"
	}
	return "a message of type " + itoa(t)
}

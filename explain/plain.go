package explain

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// plain explains octets that are no NOTIFICATION: nothing is claimed, but they may be wrong themselves.
func (j *job) plain() {
	t, v := j.t, &j.ex.Verdict
	what := j.messageName()
	severity, action := codec.Worst(t.Findings)
	worst := -1
	for i := range t.Findings {
		f := &t.Findings[i]
		if f.Severity == codec.SeverityError {
			j.convict(f.Off, f.Len)
			j.ref(f.Info().Ref)
		}
		if worst < 0 || f.Severity > t.Findings[worst].Severity ||
			f.Severity == t.Findings[worst].Severity && f.Action > t.Findings[worst].Action {
			worst = i
		}
	}
	r := &j.ex.RFC
	r.RFC4271.Action = "none"
	r.RFC7606 = Outcome{Action: action, Known: j.hasUpdate()}
	v.Claim, v.Fault = ClaimNone, FaultNone
	r.Box, r.Conformance = j.ev.BoxAction, "unknown"
	switch {
	case severity == codec.SeverityError:
		j.broken(what, &t.Findings[worst])
	case severity == codec.SeverityWarning && t.Findings[worst].ID == codec.FindTruncated:
		v.Confidence = Medium
		v.Summary = "The " + what + " is not whole; what is here is well-formed"
	case severity == codec.SeverityWarning:
		v.Confidence = Medium
		j.see(t.Findings[worst].Node)
		v.Summary = "The " + what + " is no reason to close the session, but odd: " + j.text(&t.Findings[worst])
	default:
		v.Confidence = High
		v.Summary = "The " + what + " is well-formed"
		if j.cut() {
			v.Summary += " as far as it is here"
		}
	}
	if r.Box != "" && r.RFC7606.Known {
		r.Conformance = compare(r.Box, action)
	}
}

// broken says what a receiver must do about a message with an error.
func (j *job) broken(what string, f *codec.Finding) {
	v, r := &j.ex.Verdict, &j.ex.RFC
	v.Fault, v.Confidence = FaultUnknown, High
	who := "its sender"
	if n := j.name(true); n != "" {
		who = n + ", which sent it,"
	}
	if j.t.Ctx.Table {
		v.Confidence = Medium
		v.Summary = "The route is malformed as the table holds it: " + j.text(f)
		j.note("This UPDATE was made of a table's entry: nobody sent it so. The fault may be that of the peer, of the router that keeps the table, or of who wrote it down")
		return
	}
	v.Summary = "The " + what + " is malformed and " + who + " is at fault: " + j.text(f)
	if f.Note.Code != 0 {
		r.RFC4271 = Notice{Action: "session-reset", Code: int(f.Note.Code), Subcode: int(f.Note.Subcode), Data: f.Note.Data}
		v.Summary += "; by RFC 4271 a receiver sends " + pair(r.RFC4271.Code, r.RFC4271.Subcode)
	}
	if r.RFC7606.Known && r.RFC7606.Action != registry.ActionSessionReset && f.Note.Code != 0 {
		if r.RFC7606.Action == registry.ActionNone {
			v.Summary += ", by RFC 7606 it is no error of the message"
		} else {
			v.Summary += ", by RFC 7606 it only does " + r.RFC7606.Action.String()
		}
		j.act("receiver", "Make sure that {R} has the error handling of RFC 7606, so that the session survives this")
	}
	j.act("sender", "Upgrade {S}, or find the setting that makes it send this")
	if f.Attr != 0 {
		j.act("receiver", "Filter the route or the attribute until then")
	}
}

// hasUpdate reports whether the octets are about an UPDATE, the only message that RFC 7606 is about.
func (j *job) hasUpdate() bool {
	return j.t.Find(0, codec.FieldUpdate) >= 0 || j.t.Find(0, codec.FieldAttrs) >= 0 || j.t.Find(0, codec.FieldASPath) >= 0
}

// messageName names what the octets are.
func (j *job) messageName() string {
	t := j.t
	if h := t.Find(0, codec.FieldHeader); h >= 0 {
		if n := wholeChild(t, h, codec.FieldType); n >= 0 {
			return registry.MessageType(t.Nodes[n].Val).String()
		}
		return "message header"
	}
	if n := t.FirstChild(0); n >= 0 {
		switch f := t.Nodes[n].Field; f {
		case codec.FieldOpen, codec.FieldUpdate, codec.FieldRefresh, codec.FieldNotification:
			return codec.FieldInfo(f).Name
		case codec.FieldAttrs:
			return "list of path attributes"
		case codec.FieldCapabilities:
			return "list of capabilities"
		case codec.FieldASPath:
			return "AS_PATH value"
		}
	}
	return "fragment"
}

// problems gives the sentence for a complaint that a log makes in words only.
var problems = [...]struct{ id, text string }{
	{"as4-path-from-as4-speaker", "a peer with 4-octet AS numbers sent AS4_PATH, which it must not; it is discarded (RFC 6793 §4.1)"},
	{"as4-aggregator-from-as4-speaker", "a peer with 4-octet AS numbers sent AS4_AGGREGATOR, which it must not; it is discarded (RFC 6793 §4.1)"},
	{"as4-capability-length", "the capability for 4-octet AS numbers in the OPEN has a wrong length"},
	{"as-trans-without-capability", "the OPEN has AS 23456 (AS_TRANS) without the capability for 4-octet AS numbers"},
	{"as-field-and-capability-differ", "the AS field of the OPEN and its capability for 4-octet AS numbers contradict each other"},
	{"malformed-attribute", "a received attribute is malformed"},
	{"as4-aggregator-without-aggregator", "AS4_AGGREGATOR came without AGGREGATOR; the RFC is silent, most take it all the same"},
	{"as4-path-longer", "AS4_PATH has more hops than AS_PATH, so it is ignored: a speaker with 2-octet AS numbers shortened AS_PATH (RFC 6793 §4.2.3)"},
	{"as4-path-splits-confed", "AS_PATH and AS4_PATH do not fit together: the merge would cut a confederation segment, so AS_PATH is used"},
	{"as4-aggregator-ignored", "somebody with 2-octet AS numbers aggregated again, so AS4_AGGREGATOR and AS4_PATH are ignored (RFC 6793 §4.2.3)"},
}

// problem gives the sentence for the complaint in words, "" when there is none.
func problem(o *Offender) string {
	if o == nil {
		return ""
	}
	for _, p := range problems {
		if p.id == o.Problem {
			return p.text
		}
	}
	return ""
}

// words explains an event of which nothing is known but words.
func (j *job) words() {
	v := &j.ex.Verdict
	v.Fault, v.Confidence = FaultUnknown, Low
	j.ex.RFC.Conformance, j.ex.RFC.Box = "unknown", j.ev.BoxAction
	o := j.ev.Offender
	if o == nil {
		return
	}
	if text := problem(o); text != "" {
		v.Summary = "The log complains that " + text
		if o.AttrCode >= 0 && o.AttrCode <= 255 && !strings.Contains(text, "AS4_") {
			v.Summary += " (" + attrName(uint8(o.AttrCode)) + ")"
		}
		if o.Problem != "malformed-attribute" { // the others are about 4-octet AS numbers
			j.ref("RFC 6793 §6")
		}
		return
	}
	if o.AttrCode >= 0 && o.AttrCode <= 255 {
		v.Summary = "The log complains about " + attrName(uint8(o.AttrCode)) + "; its octets are not shown"
	}
}

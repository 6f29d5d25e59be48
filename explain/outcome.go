package explain

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// outcome says what the RFCs want in the case judged, and compares it with what the box did.
func (j *job) outcome(e entry) {
	r, v := &j.ex.RFC, &j.ex.Verdict
	switch {
	case j.clean || v.Claim == ClaimContradicted && !j.other:
		r.RFC4271.Action = "none"
	case j.due != nil:
		n := j.due.Note
		r.RFC4271 = Notice{Action: "session-reset", Code: int(n.Code), Subcode: int(n.Subcode), Data: n.Data}
	case v.Claim == ClaimConfirmed:
		r.RFC4271 = Notice{Action: "session-reset", Code: j.code, Subcode: j.sub}
	}
	r.Box = j.ev.BoxAction
	if r.Box == "" {
		r.Box = "session-reset" // that is what a NOTIFICATION does
	}
	r.Conformance = "unknown"
	if j.code != int(registry.ErrUpdate) {
		switch v.Claim {
		case ClaimConfirmed:
			r.Conformance = compare(r.Box, registry.ActionSessionReset)
		case ClaimContradicted:
			r.Conformance = compare(r.Box, registry.ActionNone)
		}
		return
	}
	firm := j.a.ok
	switch a, ref, ok := e.rfc7606(); {
	case j.clean:
		r.RFC7606 = Outcome{Action: registry.ActionNone, Known: true, Ref: ref}
		firm = true
	case j.a.ok && (j.a.rule.Known || j.due != nil):
		r.RFC7606 = Outcome{Action: j.wanted(), Known: true, Ref: j.a.rule.MalformedRef}
		switch {
		case j.other && j.due.Note.Subcode == registry.SubAttributeFlags:
			r.RFC7606.Ref = "RFC 7606 §3c"
		case !j.other && j.is(registry.ErrUpdate, int(registry.SubAttributeFlags)):
			r.RFC7606.Ref = ref
		}
	case ok && !j.a.ok:
		r.RFC7606 = Outcome{Action: a, Known: true, Ref: ref}
		firm = j.sub == 3 || j.sub == 6 || j.sub == 8 || j.sub == 11
	default:
		firm = false
	}
	if firm && r.RFC7606.Known {
		r.Conformance = compare(r.Box, r.RFC7606.Action)
	}
}

// wanted is what RFC 7606 makes of the attribute: the strongest action among its findings, or that of a malformed
// attribute of its kind.
func (j *job) wanted() registry.Action {
	a, seen := registry.ActionNone, false
	if !j.a.words {
		j.attrFinding(func(f *codec.Finding) bool {
			if f.Severity != codec.SeverityNote && f.Note.Code != 0 {
				seen = true
				a = max(a, f.Action)
			}
			return false
		})
	}
	r := j.a.rule
	switch {
	case seen:
		return a
	case j.sub == int(registry.SubAttributeFlags):
		return r.FlagConflict
	case j.peerKind() == codec.PeerIBGP:
		return r.MalformedIBGP
	case j.peerKind() == codec.PeerUnknown:
		return max(r.MalformedIBGP, r.MalformedEBGP)
	}
	return r.MalformedEBGP
}

// compare says how what the box did stands to what the RFC wants.
func compare(box string, want registry.Action) string {
	reset := want == registry.ActionSessionReset
	switch box {
	case "session-reset":
		if reset {
			return "conformant"
		}
		return "stricter"
	case "session-kept":
		if reset {
			return "laxer"
		}
		return "conformant"
	}
	return "unknown"
}

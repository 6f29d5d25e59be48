package explain

import (
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain/incidents"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Explain judges one event. t is the decoded message or piece and may be nil when only words are known. The result
// borrows octets of the tree (RFC.RFC4271.Data) and nothing else, and holds no text that came from the peer.
func Explain(t *codec.Tree, ev Evidence) *Explanation {
	if t != nil && len(t.Nodes) == 0 {
		t = nil
	}
	j := jobs.Get().(*job)
	defer j.done()
	j.begin(t, ev)
	switch {
	case t == nil && ev.Reason != "" && j.state():
	case t != nil && t.Find(0, codec.FieldNotification) >= 0 && j.code >= 0:
		j.notification()
	case ev.Code > 0 && (t == nil || j.data >= 0):
		j.notification()
	case t != nil:
		j.plain()
	default:
		j.words()
	}
	j.session()
	j.ex.Incidents = incidents.Match(t)
	j.ex.Faults = j.faults()
	return j.ex
}

// notification judges a NOTIFICATION by the rules, and completes the answer from the texts.
func (j *job) notification() {
	e := j.entry()
	decided := !j.noSub && j.judge()
	j.anotherFault()
	seen := j.complaint()
	if decided = decided || seen; !decided {
		j.undecided(e)
	}
	j.fill(e, decided)
	if !seen || j.ev.Complaint.Action < registry.ActionSessionReset {
		j.tolerance()
	}
	j.dataForm()
	j.outcome(e)
	if seen {
		j.complained()
	}
	if j.hard {
		v := &j.ex.Verdict
		if decided {
			v.Summary = pair(j.code, j.sub) + ": " + v.Summary
		}
		v.Summary = "Hard Reset enclosing " + v.Summary
		j.note("A Hard Reset ends the session for good: routes must not be kept, graceful restart or not")
		j.ref("RFC 8538 §3")
	}
	if j.ex.Verdict.Claim == ClaimContradicted && !j.other {
		j.clean = true
	}
}

// undecided is the verdict when the octets decide nothing: what the code means, and its usual cause.
func (j *job) undecided(e entry) {
	f, conf, side := e.fault()
	means := e.one("means")
	if means == "" {
		means = "{S} ended the session with an error code that is not assigned"
	}
	what := pair(j.code, j.sub)
	if j.noSub {
		what = itoa(j.code) + " (" + registry.TableErrorCodes.Name(uint64(j.code)) + "), subcode not shown"
	}
	j.say(ClaimNone, f, conf, what+": "+means)
	if j.data >= 0 && j.found(codec.FindDataOpaque, codec.FindHardResetInner) != nil && !j.cut() {
		j.ex.Verdict.Claim = ClaimDataOffRFC
		j.see(j.data)
	}
	j.ex.Verdict.Side = side
	if side == SideUnknown && f != FaultUnknown {
		j.ex.Verdict.Side = sideOf(f)
	}
}

// fill adds causes, actions and references from the text of the code. What a rule said stands first; where the
// octets decided, the usual causes are left out.
func (j *job) fill(e entry, decided bool) {
	v := &j.ex.Verdict
	settled := decided && (v.Claim == ClaimConfirmed || v.Claim == ClaimContradicted)
	if len(v.Causes) == 0 && v.Claim != ClaimContradicted {
		for _, c := range e.all("cause") {
			j.cause(c)
		}
	}
	sender, receiver := j.own.sender, j.own.receiver
	if !sender {
		for _, do := range j.advice(e, "sender") {
			j.act("sender", do)
		}
	}
	if !receiver {
		for _, do := range j.advice(e, "receiver") {
			j.act("receiver", do)
		}
	}
	for _, n := range e.all("note") {
		if !settled {
			j.note(n)
		}
	}
	j.ref(e.all("ref")...)
	if len(v.Actions) == 0 {
		j.act("sender", "Read {S}'s own log: it knows the reason")
	}
	v.Actions = first(v.Actions, v.Side)
}

// first moves an action of the side that must act to the front.
func first(actions []Action, side Side) []Action {
	role := side.String()
	if side != SideSender && side != SideReceiver {
		return actions
	}
	for i, a := range actions {
		if strings.HasPrefix(a.Who, role) {
			copy(actions[1:i+1], actions[:i])
			actions[0] = a
			return actions
		}
	}
	return actions
}

// tolerance adds what RFC 7606 changes: a session closed over an attribute says that S does not follow it.
func (j *job) tolerance() {
	if j.code != int(registry.ErrUpdate) || j.a.isMP() {
		return
	}
	switch j.sub {
	case 4, 5, 6, 9, 11:
	default:
		return
	}
	do := "Enable the error handling of RFC 7606 at {S}, or upgrade to software that has it: "
	switch {
	case j.clean:
		do += "then an attribute costs at most the routes it came with, not the session"
	case j.a.ok && j.wanted() == registry.ActionNone:
		do += "it tolerates this"
	case j.a.ok:
		do += "it asks for " + j.wanted().String() + " here, not for closing the session"
	default:
		do += "unless the fault is in MP_REACH_NLRI or MP_UNREACH_NLRI it must not close the session"
	}
	v := &j.ex.Verdict
	n := len(v.Actions)
	j.act("sender", do)
	if n > 1 && len(v.Actions) > n {
		a := v.Actions[n]
		copy(v.Actions[2:], v.Actions[1:n])
		v.Actions[1] = a
	}
	j.ref("RFC 7606 §3")
}

// offForms are the findings that say how the Data differs from what the RFC asks for.
var offForms = [...]codec.FindingID{
	codec.FindDataMissing, codec.FindDataUnexpected, codec.FindDataUndefined, codec.FindDataSurplus, codec.FindDataShort,
	codec.FindDataNoFlags, codec.FindDataValueOnly, codec.FindDataMessage, codec.FindDataAttrs, codec.FindDataSwapped,
	codec.FindDataOneOctet, codec.FindDataText, codec.FindDataOpaque, codec.FindDataASPadded, codec.FindHardResetInner,
	codec.FindPrefixLimitLen, codec.FindDataOtherAttr, codec.FindCommNoLength,
}

// dataForm notes how the Data differs from what the RFC asks for.
func (j *job) dataForm() {
	if j.t == nil {
		return
	}
	for i := range j.t.Findings {
		f := &j.t.Findings[i]
		if f.ID == codec.FindDataMissing && !j.ev.DataKnown || !slices.Contains(offForms[:], f.ID) {
			continue
		}
		j.note(j.text(f))
	}
}

// session adds what is known beside the verdict.
func (j *job) session() {
	if j.ev.Attempted {
		j.note("The log shows that this NOTIFICATION could not be delivered: the other side did not see it")
	}
	if j.ev.Repeat > 1 {
		j.note("The device says that it saw this " + itoa(j.ev.Repeat) + " times")
	}
	if w := j.ev.ASWidth; j.t != nil && w.How == codec.HowDefault && j.code == int(registry.ErrUpdate) && j.a.code == uint8(registry.AttrASPath) {
		j.note("Nothing shows for sure whether AS numbers have 2 or 4 octets on this session; both were considered")
	}
	if j.ex.Verdict.Summary == "" {
		j.ex.Verdict.Summary = "Nothing is known that could be judged."
	}
	if s := j.ex.Verdict.Summary; !strings.HasSuffix(s, ".") {
		j.ex.Verdict.Summary = s + "."
	}
}

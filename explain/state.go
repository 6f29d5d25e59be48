package explain

import (
	"slices"
	"strings"

	"github.com/bgpdecode/bgpdecode/explain/kb"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Ids of reasons that mean more than their text.
const (
	reasonDown     = "down"
	reasonUp       = "established"
	reasonReceived = "notification-received"
	reasonSent     = "notification-sent"
	reasonPacket   = "erroneous-packet"
)

// styleLive is the style of a session of this program's own, of which everything was seen.
const styleLive = "peer"

// seenInCapture names the texts for what was seen on the wire.
const seenInCapture = "capture"

// recorded names the texts for changes of state that a collector or a router wrote down, without the messages around them.
const recorded = "recorded"

// seenBy gives the name of the texts for a style that is no log: what happened was seen, not told in a line.
func seenBy(style string) string {
	switch style {
	case styleLive:
		return style
	case "pcap", "pcapng", "tshark-json":
		return seenInCapture
	case "mrt", "ris-live":
		return recorded
	}
	return ""
}

// state explains what happened to a session, or what an alarm is about. It reports false when the reason is not known.
func (j *job) state() bool {
	e, ok := kb.Find("reason "+j.ev.Reason, "")
	if !ok {
		return false
	}
	if seen := seenBy(j.ev.Style); seen != "" {
		if own, ok := kb.Find("reason "+j.ev.Reason, seen); ok {
			e = own
		}
	}
	v := &j.ex.Verdict
	j.ex.RFC.Conformance, j.ex.RFC.Box = "unknown", j.ev.BoxAction
	if a := j.ev.Alarm; a != nil && a.Template {
		j.template(a)
		return true
	}
	switch j.ev.Reason {
	case reasonReceived:
		j.ev.Direction = "received"
	case reasonSent:
		j.ev.Direction = "sent"
	case reasonPacket:
		if j.ev.Direction == "" {
			j.ev.Direction = "sent"
		}
	}
	if !j.lastError() {
		j.code = 0
	}
	j.title(e.One("title"))
	if j.code > 0 && asMessage(j.ev.Reason) {
		j.notification()
		v.Actions = j.procedure(v.Actions)
		return true
	}
	v.Fault, v.Confidence, v.Side = entry{e, true}.fault()
	v.Summary = j.filled(e.One("means"))
	if j.code > 0 {
		v.Summary += "; the error code is " + pair(j.code, j.sub)
	}
	v.Summary = capital(v.Summary)
	for _, c := range j.reasonLines(e, "cause") {
		j.cause(c)
	}
	here, there := thisRouter, thePeer
	if seenBy(j.ev.Style) == seenInCapture { // nobody is the peer: the event has a sender
		here, there = "sender", "receiver"
	}
	j.doing(j.reasonLines(e, "here"), here)
	j.doing(j.reasonLines(e, "there"), there)
	for _, n := range j.reasonLines(e, "note") {
		j.note(n)
	}
	j.ref(e.All("ref")...)
	return true
}

// title makes the headline, for a peer without a name and for one with.
func (j *job) title(text string) {
	j.ex.headline = capital(j.filled(text))
	j.peer = peerMark
	j.ex.named = j.filled(text)
	j.peer = ""
}

// asMessage reports whether a reason says no more than that there was a NOTIFICATION, so that its code is the answer.
func asMessage(reason string) bool {
	return reason == reasonReceived || reason == reasonSent || reason == reasonPacket || reason == reasonDown
}

// template explains an alarm out of documentation: nothing happened.
func (j *job) template(a *Alarm) {
	what := "the alarm " + plainName(a.Name)
	text := plainName(a.Text)
	j.ex.Verdict = Verdict{Fault: FaultNone, Confidence: High,
		Summary: "This is a line of documentation with placeholders for values, so nothing happened; " + what + " says that " + text}
}

// fitting are the last errors that belong to a reason; sub -1 stands for every subcode.
var fitting = [...]struct {
	reason    string
	code, sub int
}{
	{"configuration", 6, 2}, {"configuration", 6, 3}, {"configuration", 6, 4}, {"configuration", 6, 6},
	{"erroneous-packet", 1, -1}, {"erroneous-packet", 2, -1}, {"erroneous-packet", 3, -1},
	{"hold-timer", 4, -1}, {"send-hold-timer", 8, -1}, {"fsm-error", 5, -1},
	{"route-limit", 6, 1}, {"max-prefix", 6, 1}, {"admin-shutdown", 6, 2}, {"peer-deconfigured", 6, 3},
	{"user-reset", 6, 4}, {"connection-rejected", 6, 5}, {"collision", 6, 7}, {"out-of-resources", 6, 8},
	{"bfd-down", 6, 10}, {"bfd-down", 6, 9},
	{"local-stop", 6, -1},
}

// lastError compares the last error with the reason and says in a note what is odd. It reports whether the last error
// is part of what happened: it may belong to an earlier fall, or contradict the reason.
func (j *job) lastError() bool {
	r := j.ev.Reason
	if j.code <= 0 {
		return false
	}
	last := "the last error " + pair(j.code, j.sub)
	switch r {
	case reasonUp:
		j.note(last + " is that of the fall before; nothing is wrong now")
		return false
	case reasonDown, reasonReceived, reasonSent:
		return true
	}
	known := false
	for _, f := range fitting {
		if f.reason != r {
			continue
		}
		if known = true; f.code == j.code && (f.sub < 0 || f.sub == j.sub) {
			return true
		}
	}
	if known {
		j.note(last + " does not fit the reason that the device gives: it contradicts it, or is that of an earlier fall; it is not explained here as the cause")
	} else {
		j.note(last + " may be that of an earlier fall: it is not taken as the cause")
	}
	return false
}

// reasonLines gives the lines of a reason with what the alarm gives filled in; a vendor's own take their place.
func (j *job) reasonLines(e kb.Entry, word string) []string {
	lines := e.All(word)
	if v, ok := kb.Find(e.Key, "huawei"); ok && j.made("huawei") {
		if own := v.All(word); len(own) > 0 {
			lines = own
		}
	}
	out := lines
	for i, l := range lines {
		if f := j.filled(l); f != l {
			if &out[0] == &lines[0] {
				out = slices.Clone(lines)
			}
			out[i] = f
		}
	}
	return out
}

func (j *job) doing(lines []string, who string) {
	for _, do := range lines {
		j.ex.Verdict.Actions = append(j.ex.Verdict.Actions, Action{Who: who, Do: j.expand(do)})
	}
}

// procedure puts what the vendor's manual looks at in front of the other actions.
func (j *job) procedure(actions []Action) []Action {
	if !j.made("huawei") {
		return actions
	}
	for _, key := range [...]string{itoa(j.code) + "/" + itoa(max(j.sub, 0)), itoa(j.code), "*"} {
		e, ok := kb.Find("procedure "+key, "huawei")
		if !ok {
			continue
		}
		var first []Action
		for _, do := range e.All("here") {
			first = append(first, Action{Who: thisRouter, Do: do})
		}
		return append(first, actions...)
	}
	return actions
}

// filled puts what the alarm gives in place of {limit} and the like. Text in brackets falls away when something in it is
// not known.
func (j *job) filled(s string) string {
	if !strings.ContainsAny(s, "[{") {
		return s
	}
	var b strings.Builder
	for s != "" {
		k := strings.IndexByte(s, '[')
		if k < 0 {
			k = len(s)
		}
		text, _ := j.values(s[:k])
		b.WriteString(text)
		if k == len(s) {
			break
		}
		part, rest, _ := strings.Cut(s[k+1:], "]")
		if text, all := j.values(part); all {
			b.WriteString(text)
		}
		s = rest
	}
	return b.String()
}

// values replaces the names in braces; all is false when one of them is not known.
func (j *job) values(s string) (text string, all bool) {
	all = true
	var b strings.Builder
	for {
		k := strings.IndexByte(s, '{')
		if k < 0 {
			break
		}
		name, rest, _ := strings.Cut(s[k+1:], "}")
		v := j.given(name)
		all = all && v != ""
		b.WriteString(s[:k])
		b.WriteString(v)
		s = rest
	}
	b.WriteString(s)
	return b.String(), all
}

// given gives what the alarm says under a name, "" when it does not.
func (j *job) given(name string) string {
	switch {
	case name == "peer":
		return j.peer
	case name == "code" && j.code > 0:
		return pair(j.code, j.sub)
	}
	a := j.ev.Alarm
	if a == nil {
		return ""
	}
	number := func(n int) string {
		if n < 0 {
			return ""
		}
		return itoa(n)
	}
	switch name {
	case "limit":
		return number(a.Limit)
	case "percent":
		return number(a.Percent)
	case "count":
		return number(a.Count)
	case "family":
		return plainName(a.Family)
	case "routes":
		return plainName(a.Routes)
	case "interface":
		return plainName(a.Interface)
	}
	return ""
}

// plainName gives a name that the log holds where it is short and of plain characters, else "".
func plainName(s string) string {
	if len(s) > 120 {
		return ""
	}
	for _, c := range s {
		if c < ' ' || c > '~' || strings.ContainsRune("{}[]", c) {
			return ""
		}
	}
	return s
}

func capital(s string) string {
	if s != "" && s[0] >= 'a' && s[0] <= 'z' {
		return string(s[0]-'a'+'A') + s[1:]
	}
	return s
}

// KnowsReason reports whether there is a text for the id of a reason.
func KnowsReason(id string) bool {
	_, ok := kb.Find("reason "+id, "")
	return ok
}

// Again is the explanation of a further line about an event that is explained elsewhere: id is that event's.
func Again(id string, ev Evidence) *Explanation {
	x := &Explanation{RFC: RFC{Conformance: "unknown"}}
	s := "Another line about " + id
	if ev.Code > 0 {
		s += ": " + registry.MsgNotification.String() + " " + pair(ev.Code, max(ev.Subcode, 0))
		switch ev.Direction {
		case "sent":
			s += ", sent by this router"
		case "received":
			s += ", received from the peer"
		}
	}
	x.Verdict.Summary = s + "; see there."
	return x
}

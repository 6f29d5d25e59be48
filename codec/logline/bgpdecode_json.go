package logline

import (
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/registry"
)

// OwnStyle is the style of what bgpdecode itself wrote as JSON: each object stands for itself and says all that is known.
const OwnStyle = "bgpdecode-json"

// bgpdecodeJSON reads what bgpdecode itself writes (--json, batch, peer --json), so that a session kept as JSON can be
// looked at again in other forms:
//
//	{"v":1,"kind":"message","id":"e1","time":"2026-11-22T10:15:00Z","source":{...},"host":"r1",
//	 "session":{"local":"192.0.2.2","peer":"192.0.2.1","direction":"received"},"raw":"ffff...","type":"OPEN",...}
//
// The octets are decoded anew; verdicts and findings are not taken over. Pieces of messages are left to other styles.
func bgpdecodeJSON() *Style {
	return &Style{
		Name:    OwnStyle,
		Vendor:  "bgpdecode",
		Anchors: []string{`"v":1,"kind":"`, `"kind": "message`, `"kind": "state"`},
		Scan:    scanBgpdecode,
	}
}

func scanBgpdecode(c *Cursor, ev *Event) bool {
	v, _ := c.jsonAround()
	var r ownRecord
	r.read(v, ev)
	if !r.version || r.kind != "message" && r.kind != "state" {
		return false
	}
	c.bonus += bonusJSON
	ev.ownSession(r.session)
	if r.step != "" && !ev.ownStep(r.step, c.opts != nil && c.opts.Transitions) {
		return false
	}
	ev.ownDerived(r.derived)
	if want, ok := r.cut.get("want").number32(); ok && want <= mostRepeats {
		ev.Declared, ev.DeclaredAs = int(want), CountData
	}
	ev.Cut = r.cut != ""
	if r.kind == "state" {
		ev.ownState(&r)
		return true
	}
	return ev.ownMessage(&r, v)
}

// ownRecord are the members of an object that need more than their text.
type ownRecord struct {
	version                                    bool // it is the one that is known
	kind, id, raw, typ                         string
	session, notify, derived, links, cut, step jsonVal
}

// read takes the members of an object; those that stand for themselves go to the event.
func (r *ownRecord) read(v jsonVal, ev *Event) {
	for key, x := range v.members() {
		switch key {
		case "v":
			r.version = x == "1"
		case "kind":
			r.kind = x.text()
		case "id":
			r.id = x.text()
		case "time":
			ev.Time, _ = time.Parse(time.RFC3339Nano, x.text())
		case "time_text":
			ev.TimeText = x.text()
		case "host":
			ev.Host = x.text()
		case "source":
			ev.Vendor = x.get("vendor").text()
		case "repeated":
			if n, ok := x.number32(); ok && n <= mostRepeats {
				ev.Repeat = int(n)
			}
		case "raw":
			r.raw = x.text()
		case "type":
			r.typ = x.text()
		case "session":
			r.session = x
		case "truncated":
			r.cut = x
		case "notification":
			r.notify = x
		case "step":
			r.step = x
		case "derived":
			r.derived = x
		case "links":
			r.links = x
		}
	}
}

// ownMessage takes the rest of an object of kind "message": its octets, a NOTIFICATION without, or what was rebuilt.
func (ev *Event) ownMessage(r *ownRecord, v jsonVal) bool {
	if b, ok := hexText(r.raw); ok && len(b) >= minMessage {
		ev.Kind, ev.MessageType, ev.Content, ev.Octets, ev.Notation = KindMessage, messageWord(r.typ), ContentMessage, b, "hex"
		if ev.DeclaredAs != CountNone {
			ev.DeclaredAs = CountMessage
		}
		return true
	}
	if ev.ownNotification(r.notify) {
		return true
	}
	ev.Kind, ev.MessageType = KindMessage, messageWord(r.typ)
	m := &Told{}
	if !m.own(registry.MessageType(max(ev.MessageType, 0)), v) {
		return false
	}
	ev.Told = m
	return true
}

// own takes the fields of a message that was rebuilt from fields before, and is therefore written without raw.
func (m *Told) own(typ registry.MessageType, v jsonVal) bool {
	switch typ {
	case registry.MsgOpen:
		return m.ownOpen(v.get("open"))
	case registry.MsgUpdate:
		u := v.get("update")
		for a := range u.get("attributes").elements() {
			code, ok := a.get("type").number32()
			flags, ok2 := a.get("flags").number32()
			if !ok || !ok2 || code > 255 || flags > 255 || !m.raw(uint8(code), uint8(flags), a.get("raw").text()) {
				return false
			}
		}
		m.routes(u.get("withdrawn"), 1, 1, nil, true)
		m.routes(u.get("nlri"), 1, 1, nil, false)
		return u.isObject() && len(m.Lost) == 0
	}
	return typ == registry.MsgKeepalive
}

func (m *Told) ownOpen(v jsonVal) bool {
	version, ok := v.get("version").number32()
	hold, ok2 := v.get("hold_time").number32()
	as, ok3 := v.get("as4").number32()
	if !ok3 {
		as, ok3 = v.get("as").number32()
	}
	id, err := netip.ParseAddr(v.get("id").text())
	if !ok || !ok2 || !ok3 || err != nil || !id.Is4() || version > 255 || hold > 65535 {
		return false
	}
	m.Open = &ToldOpen{Version: uint8(version), AS: as, HoldTime: uint16(hold), ID: id}
	for p := range v.get("parameters").elements() {
		for c := range p.get("capabilities").elements() {
			code, ok := c.get("code").number32()
			if !ok || code > 255 {
				return false
			}
			m.capability(uint8(code), c)
		}
	}
	return len(m.Lost) == 0
}

// ownNotification takes the object "notification" of a message that nobody showed whole.
func (ev *Event) ownNotification(v jsonVal) bool {
	if !jsonNotification(ev, v) {
		return false
	}
	if m := v.get("communication"); m != "" {
		ev.Text, ev.HasText = m.text(), true
	}
	if in := v.get("hard_reset"); in != "" && in.get("code") == v.get("code") && in.get("subcode") == v.get("subcode") {
		ev.HardReset = true // the line told the enclosed ones only
	}
	return true
}

// mostRepeats bounds a number of repetitions that is believed.
const mostRepeats = 1 << 30

// ownSession takes the object "session".
func (ev *Event) ownSession(v jsonVal) {
	for key, x := range v.members() {
		switch key {
		case "local", "dst":
			ev.Local, _, _ = splitAddr(x.text())
		case "peer", "src":
			ev.Peer = x.text()
			if a, _, ok := splitAddr(ev.Peer); ok {
				ev.Peer = a
			}
		case "name":
			ev.Session = x.text()
		case "peer_port":
			if n, ok := x.number32(); ok && n <= 65535 {
				ev.PeerPort = int(n)
			}
		case "local_as":
			ev.LocalAS, _ = asOf(x)
		case "peer_as":
			ev.PeerAS, _ = asOf(x)
		case "vrf":
			ev.VRF = x.text()
		case "direction":
			ev.Direction = map[string]Direction{"sent": DirSent, "received": DirReceived}[x.text()]
		case "attempted":
			ev.Attempted = x == "true"
		case "peer_kind":
			ev.PeerKind = x.text()
		case "connection":
			ev.Connection = x.text()
		case "from":
			ev.From = x.text()
		case "to":
			ev.To = x.text()
		}
	}
}

// ownDerived takes what the object "derived" keeps of the line's words.
func (ev *Event) ownDerived(v jsonVal) {
	for key, x := range v.members() {
		switch key {
		case "words":
			ev.Words = x.text()
		case "reason":
			ev.Reason = x.text()
		case "params":
			for p := range x.elements() {
				if len(ev.Params) == mostParams {
					break
				}
				ev.param(p.get("key").text(), p.get("value").text(), p.get("meaning").text())
			}
		case "offender":
			o := &Offender{AttrCode: Unknown, AttrFlags: Unknown, AttrLen: Unknown, Family: x.get("family").text(),
				Prefix: x.get("prefix").text(), Problem: x.get("problem").text(), ASPath: x.get("as_path").text()}
			for k, to := range map[string]*int{"type": &o.AttrCode, "flags": &o.AttrFlags, "length": &o.AttrLen} {
				if n, ok := x.get(k).number32(); ok && n <= 65535 {
					*to = int(n)
				}
			}
			ev.Offender = o
		}
	}
}

// mostParams is how many parameters are taken over.
const mostParams = 32

// ownStep takes the object "step" of a live session. Without Options.Transitions only the rise and the fall of the session
// are of interest.
func (ev *Event) ownStep(v jsonVal, all bool) bool {
	if !all {
		return ev.From == "Established" || ev.To == "Established"
	}
	st := &Step{Cause: v.get("cause").text()}
	for i, name := range stepNames {
		if v.get("what").text() == name {
			st.What = StepKind(i)
		}
	}
	for _, o := range [...]Opener{OpenerLocal, OpenerPeer} {
		if v.get("opener").text() == o.String() {
			st.Opener = o
		}
	}
	ev.Step = st
	return st.What != StepNone
}

// laterID reports whether an event's id, "e12", is given after another one's.
func laterID(a, b string) bool { return len(a) > len(b) || len(a) == len(b) && a > b }

// ownState takes the rest of an object of kind "state".
func (ev *Event) ownState(r *ownRecord) {
	if r.notify != "" {
		ev.ownNotification(r.notify)
	}
	if ev.MessageType = Unknown; r.typ != "" {
		ev.MessageType = messageWord(r.typ)
	}
	if ev.Kind = KindState; ev.Offender != nil {
		ev.Kind = KindOffender
		return
	}
	ev.Up = ev.To == "Established" || ev.Reason == ReasonEstablished
	for l := range r.links.elements() {
		// What stands behind it is found once more when it comes.
		ev.Same = ev.Same || l.get("rel").text() == "same-event" && !laterID(l.get("id").text(), r.id)
	}
}

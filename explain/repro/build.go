package repro

import (
	"slices"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Build plans how to reproduce an event. It never fails: what cannot be done is said in the plan.
func Build(e *Event, o Options) *Plan {
	p := &Plan{}
	if n, ok := e.notification(); ok {
		p.What = "NOTIFICATION " + strconv.Itoa(n.code) + "/" + strconv.Itoa(max(n.sub, 0))
		p.Want = Want{Code: n.code, Sub: max(n.sub, 0), Data: n.data, HasData: n.whole}
		p.session(e, o, false)
		return p.notification(e, &n)
	}
	if e.Tree == nil {
		return p.nothing("the dump holds no message")
	}
	msg, typ := e.message()
	p.What = "the message"
	if typ != 0 {
		p.What = "the " + typ.String()
	}
	p.session(e, o, true)
	switch {
	case typ == registry.MsgUpdate && msg != nil:
		p.carry(e, msg)
		return p.update(msg, "The UPDATE of the dump")
	case typ == registry.MsgOpen && msg != nil:
		return p.openMessage(msg)
	case typ == registry.MsgRouteRefresh && msg != nil:
		p.line("reach established")
		p.sendRaw("The ROUTE-REFRESH of the dump", msg)
		return p.judged(msg)
	case e.Tree.Find(0, codec.FieldAttr) >= 0:
		return p.attributes(e)
	case e.Truncated:
		return p.missing("the rest of the message")
	}
	return p.nothing("there is nothing wrong to reproduce")
}

func (p *Plan) nothing(why string) *Plan {
	p.Means = Nothing
	p.Notes = append(p.Notes, why)
	return p
}

// notification is what is known of a NOTIFICATION.
type notification struct {
	code, sub int
	node      int32 // of the Data; -1 when there is none
	data      []byte
	whole     bool // all of the Data is there, be it empty
}

// notification finds the NOTIFICATION of an event, the inner one of a Hard Reset.
func (e *Event) notification() (n notification, ok bool) {
	n = notification{code: e.Code, sub: e.Sub, node: -1}
	if e.Tree == nil {
		return n, e.Code > 0
	}
	at := e.Tree.Find(0, codec.FieldNotification)
	for depth := 0; at >= 0 && depth < 4; depth++ {
		c, s := e.Tree.Child(at, codec.FieldCode), e.Tree.Child(at, codec.FieldSubcode)
		if c < 0 || e.Tree.Partial(c) {
			break
		}
		n.code, n.sub, n.node, n.data, ok = int(e.Tree.Nodes[c].Val), -1, -1, nil, true
		if s >= 0 {
			n.sub = int(e.Tree.Nodes[s].Val & 0xff)
		}
		if d := e.Tree.Child(at, codec.FieldData); d >= 0 {
			n.data = e.Tree.Octets(d)
			if len(n.data) > 0 {
				n.node = d
			}
		}
		n.whole = !e.Truncated && !e.Tree.Ctx.Cut
		if n.node < 0 {
			break
		}
		at = e.Tree.Child(n.node, codec.FieldHardReset)
	}
	return n, ok
}

// message gives the whole message of the dump with its type; nil when it is not whole.
func (e *Event) message() ([]byte, registry.MessageType) {
	h, ok := codec.ParseHeader(e.Tree.Bytes)
	if !ok || e.Tree.Child(0, codec.FieldHeader) < 0 {
		switch {
		case e.Tree.Find(0, codec.FieldOpen) == 1:
			return withHeader(registry.MsgOpen, e.Tree.Bytes), registry.MsgOpen
		case e.Tree.Find(0, codec.FieldUpdate) == 1:
			return withHeader(registry.MsgUpdate, e.Tree.Bytes), registry.MsgUpdate
		}
		return nil, 0
	}
	if h.Length < codec.HeaderLen || h.Length > len(e.Tree.Bytes) {
		return nil, h.Type
	}
	return e.Tree.Bytes[:h.Length:h.Length], h.Type
}

func withHeader(t registry.MessageType, body []byte) []byte {
	return append(codec.AppendHeader(nil, codec.HeaderLen+len(body), t), body...)
}

// update sends an UPDATE on a session that stands, and says what is expected of it.
func (p *Plan) update(msg []byte, note string) *Plan {
	p.line("reach established")
	p.sendRaw(note, msg)
	p.Update = msg
	return p.judged(msg)
}

// judged sets what is expected, from what the decoder says of a message.
func (p *Plan) judged(msg []byte) *Plan {
	p.Means = Messages
	var dc codec.Decoder
	found := dc.Check(codec.PieceMessage, msg, p.Ctx)
	severity, action := codec.Worst(found)
	if severity != codec.SeverityError {
		p.Want.Up = true
		if p.Want.Code != 0 {
			p.note("Nothing in it is against the RFCs: a correct target keeps the session up, and who sent the NOTIFICATION was wrong")
		}
		return p
	}
	p.Want.Action = action
	if p.Want.Code == 0 { // the dump shows no reaction: that of RFC 4271
		for i := range found {
			if f := &found[i]; f.Severity == codec.SeverityError && f.Note.Code != 0 && f.Action == action { // what ends the session goes first
				p.Want.Code, p.Want.Sub = int(f.Note.Code), int(f.Note.Subcode)
				break
			}
		}
		if p.Want.Code == 0 {
			p.Want.Up = true
			return p
		}
	}
	if action < registry.ActionSessionReset {
		p.note("RFC 7606 asks for " + action.String() + ": a target that follows it keeps the session and does not reproduce this")
	}
	return p
}

// openMessage sends the OPEN of the dump in place of ours.
func (p *Plan) openMessage(msg []byte) *Plan {
	if o, ok := codec.ParseOpen(msg); ok {
		p.Families, p.Open.Capabilities = nil, nil
		p.offer(&o, o.AS)
		p.Notes = slices.DeleteFunc(p.Notes, func(n string) bool { return strings.HasPrefix(n, noteNoAS) }) // the OPEN tells it
	}
	p.line("reach opensent")
	p.sendRaw("The OPEN of the dump", msg)
	p.Means = Messages
	var dc codec.Decoder
	for _, f := range dc.Check(codec.PieceMessage, msg, codec.Context{}) {
		if f.Severity == codec.SeverityError && f.Note.Code != 0 {
			p.Want.Code, p.Want.Sub, p.Want.Action = int(f.Note.Code), int(f.Note.Subcode), registry.ActionSessionReset
			return p
		}
	}
	p.line("send KEEPALIVE")
	p.Want.Up = true
	p.note("The OPEN is well-formed: whether a session comes up depends on the configuration of the target")
	return p
}

package repro

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// updateError plans an UPDATE Message Error.
func (p *Plan) updateError(e *Event, n *notification) *Plan {
	if msg, typ := enclosed(e, n); typ == registry.MsgUpdate {
		p.carry(e, msg)
		return p.update(msg, "The UPDATE that was answered, as the dump has it")
	}
	if n.node < 0 {
		what := "the Data: what the UPDATE was, or which attribute is complained about, the dump does not show"
		if n.sub == int(registry.SubMalformedASPath) || n.sub == int(registry.SubMalformedAttributeList) {
			what = "the UPDATE: this NOTIFICATION has no Data by RFC 4271, so that a capture or a debug log of the UPDATE is needed"
		}
		return p.missing(what)
	}
	t := e.Tree
	if v, ok := t.Val(n.node, codec.FieldMissingAttr); ok {
		msg := p.carrier(nil, registry.AttrCode(v))
		p.reconstructed("an UPDATE without " + registry.AttrCode(v).String() + ", the rest of it is made up")
		return p.update(msg, "An UPDATE without the attribute")
	}
	list, rebuilt := e.accused(n)
	if len(list) == 0 {
		return p.missing("an attribute: the Data (length " + strconv.Itoa(len(n.data)) + ") does not read as one, nor as a message")
	}
	first, _ := codec.ParseAttr(list[0].tlv)
	if first.Code == registry.AttrASPath && p.countedTwice(e, first) {
		return p
	}
	if p.overRead(n, list) {
		list[0].tlv = list[0].tlv[:first.HeaderLen+min(len(first.Value), 4)]
	} else if e.Truncated && list[len(list)-1].last {
		a, _ := codec.ParseAttr(list[len(list)-1].tlv)
		return p.missing("the rest of the attribute: " + strconv.Itoa(len(a.Value)) + " of its " + strconv.Itoa(a.Length) + " octets are there")
	}
	msg := p.carrier(list, 0)
	p.carry(e, msg)
	switch {
	case rebuilt:
		p.reconstructed("the Data holds the attribute without its header; flags are those that it must have, the UPDATE around it is made up")
	case list[len(list)-1].last:
		p.reconstructed("the attribute declares more octets than the Data holds, so it stands last; the UPDATE around it is made up")
	default:
		p.note("The attribute is that of the Data; the UPDATE around it is made up")
	}
	return p.update(msg, "An UPDATE around the attribute")
}

// enclosed gives the message that the Data holds, or the one that was seen to be answered.
func enclosed(e *Event, n *notification) ([]byte, registry.MessageType) {
	if h, ok := codec.ParseHeader(e.Offender); ok && h.Length == len(e.Offender) {
		return e.Offender, h.Type
	}
	if h, ok := codec.ParseHeader(n.data); ok && h.Length == len(n.data) {
		return n.data, h.Type
	}
	if e.Tree != nil && n.node >= 0 {
		if u := e.Tree.Find(n.node, codec.FieldUpdate); u >= 0 && e.Tree.Nodes[u].Off == e.Tree.Nodes[n.node].Off && n.whole {
			return withHeader(registry.MsgUpdate, e.Tree.Octets(u)), registry.MsgUpdate
		}
	}
	return nil, 0
}

// overRead recognises a NOTIFICATION that was filled up although its attribute goes on: what is behind the attribute's header may
// never have been in the UPDATE (CVE-2017-15865).
func (p *Plan) overRead(n *notification, list []part) bool {
	if len(list) != 1 || !list[0].last || codec.HeaderLen+2+len(n.data) != codec.MaxLen {
		return false
	}
	p.note("The NOTIFICATION is full and its attribute goes on: what the UPDATE had of it cannot be told, the first octets are taken")
	return true
}

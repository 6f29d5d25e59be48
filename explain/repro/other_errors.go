package repro

import (
	"net/netip"
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// notification plans what provokes a NOTIFICATION.
func (p *Plan) notification(e *Event, n *notification) *Plan {
	if n.sub < 0 && n.code != int(registry.ErrHoldTimer) {
		p.note("The dump does not show the subcode")
	}
	switch registry.ErrorCode(n.code) {
	case registry.ErrMessageHeader:
		return p.headerError(e, n)
	case registry.ErrOpen:
		return p.openError(e, n)
	case registry.ErrUpdate:
		return p.updateError(e, n)
	case registry.ErrHoldTimer:
		p.Open.HoldTime = 3
		p.line("reach established")
		p.line("silence")
		p.Means = Timing
		p.note("The NOTIFICATION is the same, its cause need not be: why no KEEPALIVE came the dump does not tell (load, a full queue, the network)")
		return p
	case registry.ErrFSM:
		return p.fsmError(e, n)
	case registry.ErrCease:
		return p.cease(e, n)
	case registry.ErrRouteRefresh:
		if msg, typ := enclosed(e, n); typ == registry.MsgRouteRefresh {
			p.line("reach established")
			p.sendRaw("The ROUTE-REFRESH that the Data holds", msg)
			p.Means = Messages
			p.Want.Action = registry.ActionSessionReset
			return p
		}
		return p.missing("the ROUTE-REFRESH: RFC 7313 wants it in the Data")
	case registry.ErrSendHoldTimer:
		return p.missing("a peer that takes nothing from its connection for minutes: a script cannot play one")
	}
	return p.missing("what was sent: error code " + strconv.Itoa(n.code) + " does not tell")
}

// headerError plans a Message Header Error.
func (p *Plan) headerError(e *Event, n *notification) *Plan {
	p.Means, p.Want.Action = Messages, registry.ActionSessionReset
	p.line("reach established")
	if msg, typ := enclosed(e, n); msg != nil {
		p.sendRaw("The "+typ.String()+" that the Data holds", msg)
		return p
	}
	keepalive := codec.AppendHeader(nil, codec.HeaderLen, registry.MsgKeepalive)
	switch {
	case n.sub == 1:
		keepalive[0] = 0
		p.reconstructed("a KEEPALIVE whose Marker is not all ones; which octets stood there the dump does not tell")
		p.sendRaw("A KEEPALIVE with a wrong Marker", keepalive)
	case n.sub == 2:
		v, ok := val(e, n, codec.FieldBadLength)
		if !ok {
			return p.missing("the length that was sent: RFC 4271 wants it in the Data")
		}
		keepalive[16], keepalive[17] = byte(v>>8), byte(v)
		p.reconstructed("a KEEPALIVE that declares " + strconv.Itoa(int(v)) + " octets; of which type the message was the dump does not tell")
		p.sendRaw("A message of that length", keepalive)
		if int(v) > codec.HeaderLen && int(v) <= codec.MaxLen {
			p.sendRaw("and what it announces", make([]byte, int(v)-codec.HeaderLen))
		}
	case n.sub == 3:
		v, ok := val(e, n, codec.FieldBadType)
		if !ok {
			return p.missing("the type that was sent: RFC 4271 wants it in the Data")
		}
		keepalive[18] = byte(v)
		p.reconstructed("a message of type " + strconv.Itoa(int(v)) + " without a body; the dump shows the type only")
		p.sendRaw("A message of that type", keepalive)
	default:
		return p.missing("what was wrong with the header")
	}
	return p
}

// val gives a number from the Data.
func val(e *Event, n *notification, f codec.FieldID) (uint64, bool) {
	if n.node < 0 {
		return 0, false
	}
	i := e.Tree.Find(n.node, f)
	if i < 0 || e.Tree.Partial(i) {
		return 0, false
	}
	return e.Tree.Nodes[i].Val, true
}

// openError plans an OPEN Message Error.
func (p *Plan) openError(e *Event, n *notification) *Plan {
	p.Means, p.Want.Action = Messages, registry.ActionSessionReset
	if msg, typ := enclosed(e, n); typ == registry.MsgOpen {
		p.line("reach opensent")
		p.sendRaw("The OPEN that was answered", msg)
		return p
	}
	switch n.sub {
	case 1:
		p.Open.Version = 3
		p.reconstructed("an OPEN of version 3; which version was offered the dump does not tell")
		if v, ok := val(e, n, codec.FieldSupportedVersion); ok && v != 4 {
			p.Open.Version = 4
			p.note("The Data says that the sender of the NOTIFICATION supports version " + strconv.Itoa(int(v)) + " only; today's routers support 4")
		}
	case 2:
		p.Means = Configuration
		if v, ok := val(e, n, codec.FieldPeerAS); ok && v != 0 {
			p.Open.AS, p.Open.MyAS = uint32(v), 0
			p.Notes = nil
			p.note("The Data names the AS of our OPEN")
		}
		p.Target = append(p.Target, "a peering with us that expects another AS number than "+strconv.FormatUint(uint64(p.Open.AS), 10))
	case 3:
		p.Open.ID = netip.AddrFrom4([4]byte{})
		if v, ok := val(e, n, codec.FieldBadID); ok {
			p.Open.ID = netip.AddrFrom4([4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)})
		} else {
			p.reconstructed("an OPEN with BGP Identifier 0.0.0.0; which one was refused the dump does not tell (it may have been the target's own)")
		}
	case 4:
		return p.unknownParameter(e, n)
	case 6:
		p.Open.HoldTime = 1
		if v, ok := val(e, n, codec.FieldBadHoldTime); ok {
			p.Open.HoldTime = uint16(v)
		} else {
			p.reconstructed("an OPEN with hold time 1, which is never legal; which one was refused the dump does not tell")
		}
		if p.Open.HoldTime == 0 || p.Open.HoldTime >= 3 {
			p.Means = Configuration
			p.Target = append(p.Target, "a least hold time of more than "+strconv.Itoa(int(p.Open.HoldTime))+" s")
		}
	case 7:
		p.Means = Configuration
		p.Open.Capabilities, p.Families, p.Ctx = nil, nil, codec.Context{Peer: p.Ctx.Peer}
		p.note("The OPEN offers no capabilities: the target refuses a peer that lacks one that it must have")
		p.Target = append(p.Target, "a setting that makes a capability mandatory (strict capability match)")
	case 11:
		p.Means = Configuration
		p.cap(codec.RoleCapability(4))
		p.reconstructed("BGP Role Peer in our OPEN; which roles met the dump does not tell")
		p.Target = append(p.Target, "any role but Peer, with strict mode where it has one (RFC 9234)")
	default:
		return p.missing("the OPEN that was refused")
	}
	p.line("reach opensent")
	p.line("send OPEN")
	return p
}

// unknownParameter sends an OPEN with an optional parameter that nobody knows.
func (p *Plan) unknownParameter(e *Event, n *notification) *Plan {
	typ := registry.ParamType(1)
	if v, ok := val(e, n, codec.FieldBadParameter); ok {
		typ = registry.ParamType(v)
	} else {
		p.reconstructed("an OPEN with optional parameter 1, which was Authentication; which one was refused the dump does not tell")
	}
	o := p.Open
	o.Packing = codec.PackParameters
	o.Parameters = []codec.Parameter{{Type: typ, Value: []byte{0}}}
	msg, err := o.Append(nil)
	if err != nil {
		return p.missing("an OPEN that can be built")
	}
	p.line("reach opensent")
	p.sendRaw("An OPEN with that parameter", msg)
	return p
}

// fsmError plans a Finite State Machine Error: a message where it has no place. The Data is its type (RFC 6608 section 4).
func (p *Plan) fsmError(e *Event, n *notification) *Plan {
	p.Means, p.Want.Action = Messages, registry.ActionSessionReset
	var state string
	var usual registry.MessageType
	switch n.sub {
	case 1:
		state, usual = "opensent", registry.MsgKeepalive
	case 2:
		state, usual = "openconfirm", registry.MsgUpdate
	case 3:
		state, usual = "established", registry.MsgOpen
	default:
		return p.missing("in which state which message came: the subcode does not tell")
	}
	typ := usual
	if v, ok := val(e, n, codec.FieldFSMMessageType); ok {
		typ = registry.MessageType(v)
	} else {
		p.reconstructed("the message is taken to be of type " + usual.String() + "; the dump does not tell")
	}
	if int(typ) >= len(unexpected) || unexpected[typ] == "" {
		return p.missing("a message of type " + strconv.Itoa(int(typ)) + " that a script can send there")
	}
	p.line("reach " + state)
	p.line(unexpected[typ])
	switch {
	case typ == registry.MsgNotification:
		p.note("No NOTIFICATION is answered with one (RFC 4271 section 6.4): a correct target only closes the connection, and who sent the one of the dump was wrong")
	case expected(n.sub, typ):
		p.Want.Up = true
		p.note("The state expects this message: a correct target goes on with the session, and who sent the NOTIFICATION was wrong")
	}
	return p
}

// expected reports whether a message has its place in the state that a subcode of RFC 6608 names.
func expected(sub int, typ registry.MessageType) bool {
	switch typ {
	case registry.MsgOpen:
		return sub == 1
	case registry.MsgKeepalive:
		return sub == 2 || sub == 3
	}
	return sub == 3
}

// unexpected are lines of scripts that send messages of a type.
var unexpected = [...]string{
	registry.MsgOpen:         "send OPEN",
	registry.MsgUpdate:       "send UPDATE withdraw 198.51.100.0/24",
	registry.MsgNotification: "send NOTIFICATION 6/2",
	registry.MsgKeepalive:    "send KEEPALIVE",
	registry.MsgRouteRefresh: "send ROUTE-REFRESH ipv4-unicast",
}

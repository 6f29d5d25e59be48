package fault

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// sent is the one step of a fault that is one message, of which n octets from at on are wrong.
func sent(msg []byte, at, n int) ([]Step, error) {
	return []Step{{Octets: msg, Faulty: true, At: at, Len: n}}, nil
}

// Offsets in a message header.
const (
	lengthAt = 16
	typeAt   = 18
)

// message adds a fault whose octets do not depend on an UPDATE. What RFC 7606 does not speak about is the same for both
// wants.
func (l *list) message(f Fault, w Want, build func(*Params) ([]Step, error)) *Fault {
	f.Want4271, f.Want7606 = w, w
	f.build = func(_ *Fault, p *Params) ([]Step, error) { return build(p) }
	return l.add(f)
}

// fillHeader has the faults of the message header (RFC 4271 section 6.1).
func fillHeader(l *list) {
	headerMarkers(l)
	headerLengths(l)
	headerTypes(l)
}

func headerMarkers(l *list) {
	bad := note(registry.ErrMessageHeader, registry.SubConnectionNotSynchronized, DataNone)
	refs := []string{"RFC 4271 §6.1"}
	marker := func(id, title string, phase Phase, at, n int, build func(*Params) []byte) {
		l.message(Fault{ID: id, Title: title, Phase: phase, Refs: refs, Finding: codec.FindMarker}, bad, func(p *Params) ([]Step, error) {
			m := build(p)
			clear(m[at : at+n])
			return sent(m, at, n)
		})
	}
	keepalive := func(*Params) []byte { return codec.AppendKeepalive(nil) }
	marker("marker", "one octet of the Marker of a KEEPALIVE is 0", Established, 7, 1, keepalive)
	marker("marker_first", "the first octet of the Marker of a KEEPALIVE is 0", Established, 0, 1, keepalive)
	marker("marker_last", "the last octet of the Marker of a KEEPALIVE is 0", Established, 15, 1, keepalive)
	marker("marker_zero", "the Marker of a KEEPALIVE is all zeros", Established, 0, codec.MarkerLen, keepalive)
	marker("marker_update", "the Marker of an UPDATE is all zeros", Established, 0, codec.MarkerLen, func(p *Params) []byte {
		u := Carrier(p, Needs{})
		return u.AppendFaulty(nil, &codec.Lies{})
	})
	marker("marker_open", "the Marker of the OPEN is all zeros", InOpen, 0, codec.MarkerLen, func(p *Params) []byte {
		o := p.Open()
		m, err := o.Append(nil)
		if err != nil { // parameters without an address
			m = codec.AppendHeader(nil, codec.HeaderLen, registry.MsgOpen)
		}
		return m
	})
	l.message(Fault{ID: "not_bgp", Title: "a request of HTTP arrives instead of an OPEN", Phase: InsteadOfOpen, Refs: refs, Finding: codec.FindMarker}, bad,
		func(*Params) ([]Step, error) {
			return sent([]byte("GET / HTTP/1.1\r\nHost: router.example\r\nAccept: */*\r\n\r\n"), 0, 1)
		})
}

func headerLengths(l *list) {
	bad := note(registry.ErrMessageHeader, registry.SubBadMessageLength, DataLength)
	refs := []string{"RFC 4271 §6.1"}
	// length adds a message whose Length field is n; has is the number of octets that it really has.
	length := func(id, title string, phase Phase, t registry.MessageType, n, has int, find codec.FindingID) *Fault {
		return l.message(Fault{ID: id, Title: title, Phase: phase, Refs: refs, Finding: find}, bad, func(p *Params) ([]Step, error) {
			m := codec.AppendHeader(nil, n, t)
			return sent(append(m, make([]byte, max(has-len(m), 0))...), lengthAt, 2)
		})
	}
	length("length_0", "a KEEPALIVE with Length 0", Established, registry.MsgKeepalive, 0, 19, codec.FindLengthHeader)
	length("length_1", "a KEEPALIVE with Length 1", Established, registry.MsgKeepalive, 1, 19, codec.FindLengthHeader)
	length("length_18", "a KEEPALIVE with Length 18", Established, registry.MsgKeepalive, 18, 19, codec.FindLengthHeader)
	length("length_18_open", "an OPEN with Length 18", InOpen, registry.MsgOpen, 18, 29, codec.FindLengthHeader)
	length("keepalive_20", "a KEEPALIVE with a body of one octet", Established, registry.MsgKeepalive, 20, 20, codec.FindLengthType)
	length("keepalive_4096", "a KEEPALIVE of 4096 octets", Established, registry.MsgKeepalive, 4096, 4096, codec.FindLengthType)
	length("keepalive_65535", "a KEEPALIVE with Length 65535", Established, registry.MsgKeepalive, 65535, 19, codec.FindLengthType)
	length("open_19", "an OPEN without a body", InOpen, registry.MsgOpen, 19, 19, codec.FindLengthType)
	length("open_28", "an OPEN with Length 28, which lacks an octet", InOpen, registry.MsgOpen, 28, 28, codec.FindLengthType)
	length("open_4097", "an OPEN of 4097 octets", InOpen, registry.MsgOpen, 4097, 4097, codec.FindLengthType).Refs = []string{"RFC 4271 §6.1", "RFC 8654 §4"}
	length("update_19", "an UPDATE without a body", Established, registry.MsgUpdate, 19, 19, codec.FindLengthType)
	length("update_22", "an UPDATE with Length 22, which lacks an octet", Established, registry.MsgUpdate, 22, 22, codec.FindLengthType)
	f := length("update_65535", "an UPDATE with Length 65535, of which the beginning is sent", Established, registry.MsgUpdate, 65535, 64, codec.FindLengthLong)
	f.Needs.ExtMsg = Without
	answer := length("notification_20", "a NOTIFICATION with Length 20, which lacks its subcode", Established, registry.MsgNotification, 20, 20, codec.FindLengthType)
	answer.Want4271 = quiet(reset, "no NOTIFICATION answers a NOTIFICATION (RFC 4271 §6.4)")
	answer.Want7606 = answer.Want4271

	long := l.add(Fault{
		ID: "update_4097", Title: "an UPDATE of 4097 octets without Extended Message", Phase: Established, Needs: Needs{ExtMsg: Without},
		Refs: []string{"RFC 4271 §6.1", "RFC 8654 §4"}, Want4271: bad, Want7606: bad, Finding: codec.FindLengthLong,
		edit: func(d *draft) error { return d.fillTo(codec.MaxLen + 1) },
	})
	legal := *long
	legal.ID, legal.Title, legal.Needs.ExtMsg, legal.Finding = "legal_4097", "an UPDATE of 4097 octets with Extended Message", With, codec.FindNone
	legal.Want4271 = quiet(nothing, "it is legal where Extended Message is agreed (RFC 8654)")
	legal.Want7606 = legal.Want4271
	l.add(legal)
	legal.ID, legal.Title, legal.Needs.ExtMsg = "legal_4096", "an UPDATE of 4096 octets", Any
	legal.Want4271.Why, legal.Want7606.Why = "it is legal", "it is legal"
	legal.edit = func(d *draft) error { return d.fillTo(codec.MaxLen) }
	l.add(legal)
}

// fillTo makes the message n octets long, with an attribute that nobody knows and that is not passed on.
func (d *draft) fillTo(n int) error {
	s, err := d.step()
	if err != nil {
		return err
	}
	const code = 245
	d.put(on|codec.FlagExtended, code, make([]byte, n-len(s.Octets)-4))
	d.mark(inHeader, 0, lengthAt, 2)
	return nil
}

func headerTypes(l *list) {
	bad := note(registry.ErrMessageHeader, registry.SubBadMessageType, DataType)
	for _, t := range []struct {
		id, title string
		t         registry.MessageType
		n         int
		find      codec.FindingID
	}{
		{"type_0", "a message of type 0", 0, 19, codec.FindMessageType},
		{"type_7", "a message of type 7, which is not assigned", 7, 23, codec.FindMessageType},
		{"type_64", "a message of type 64, which is not assigned", 64, 19, codec.FindMessageType},
		{"type_255", "a message of type 255", 255, 19, codec.FindMessageType},
		{"type_capability", "a CAPABILITY message (type 6), which was not agreed", 6, 22, codec.FindMessageTypePrivate},
		{"type_old_refresh", "a pre-standard ROUTE-REFRESH (type 128), which was not agreed", 128, 23, codec.FindMessageTypePrivate},
	} {
		l.message(Fault{ID: t.id, Title: t.title, Phase: Established, Refs: []string{"RFC 4271 §6.1"}, Finding: t.find}, bad, func(*Params) ([]Step, error) {
			m := codec.AppendHeader(nil, t.n, t.t)
			return sent(append(m, make([]byte, t.n-len(m))...), typeAt, 1)
		})
	}
	l.message(Fault{ID: "type_255_open", Title: "a message of type 255 instead of the OPEN", Phase: InsteadOfOpen, Refs: []string{"RFC 4271 §6.1"},
		Finding: codec.FindMessageType}, bad, func(*Params) ([]Step, error) { return sent(codec.AppendHeader(nil, 19, 255), typeAt, 1) })
}

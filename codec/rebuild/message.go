package rebuild

import (
	"encoding/binary"
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Message returns the whole message of type typ with the told fields, and remarks for people on what could not be put into
// octets. ok is false when nothing can be made of them. It is at most 65535 octets long (RFC 8654).
func Message(typ int, m *logline.Told) (octets []byte, remarks []string, ok bool) {
	b := builder{told: m, buf: make([]byte, codec.HeaderLen, 128)}
	switch t := registry.MessageType(typ); {
	case typ <= 0 || typ > 255:
		return nil, nil, false
	case m.HasBody:
		b.buf = append(b.buf, m.Body...)
	case t == registry.MsgOpen:
		ok = b.open()
	case t == registry.MsgUpdate:
		b.update()
	case t == registry.MsgRouteRefresh:
		b.buf = append(binary.BigEndian.AppendUint16(b.buf, m.AFI), m.Subtype, m.SAFI)
	case t != registry.MsgKeepalive:
		return nil, nil, false
	}
	if typ == int(registry.MsgOpen) && !m.HasBody && !ok || len(b.buf) > codec.MaxExtLen {
		return nil, nil, false
	}
	codec.AppendHeader(b.buf[:0], len(b.buf), registry.MessageType(typ))
	if b.left > 0 {
		b.remarks = append(b.remarks, strconv.Itoa(b.left)+" of the routes told are left out: they fit in no message, or have another next hop")
	}
	return b.buf, b.remarks, true
}

// builder is a message that is being made.
type builder struct {
	told    *logline.Told
	buf     []byte
	remarks []string
	left    int // routes left out
	used    int // octets of routes
}

// open appends the body of an OPEN (RFC 4271 §4.2), its capabilities in one parameter (RFC 5492 §4).
func (b *builder) open() bool {
	o := b.told.Open
	if o == nil || !o.ID.Is4() {
		return false
	}
	as := uint16(registry.ASTrans)
	if o.AS <= 0xffff {
		as = uint16(o.AS)
	}
	b.buf = append(b.buf, o.Version)
	b.buf = binary.BigEndian.AppendUint16(b.buf, as)
	b.buf = binary.BigEndian.AppendUint16(b.buf, o.HoldTime)
	b.buf = append(b.buf, o.ID.AsSlice()...)
	at := len(b.buf)
	b.buf = append(b.buf, 0)
	if len(o.Capabilities) == 0 {
		return true
	}
	b.buf = append(b.buf, byte(registry.ParamCapabilities), 0)
	for _, c := range o.Capabilities {
		if len(b.buf)+2+len(c.Value)-at-1 > 255 || len(c.Value) > 255 {
			b.remarks = append(b.remarks, "capabilities that do not fit in one parameter are left out")
			break
		}
		b.buf = append(append(b.buf, c.Code, byte(len(c.Value))), c.Value...)
	}
	b.buf[at] = byte(len(b.buf) - at - 1)
	b.buf[at+2] = byte(len(b.buf) - at - 3)
	return true
}

package explain

import (
	"encoding/binary"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain/incidents"
	"github.com/bgpdecode/bgpdecode/registry"
)

// AppendKey appends everything that Explain may look at but for AS numbers and OPENs, of which Explanation.Reads tells:
// evidence with equal keys, and with the same of those where they are read, gives equal explanations of equal trees.
// No key is the beginning of another one.
func (ev *Evidence) AppendKey(dst []byte) []byte {
	dst = appendInts(dst, ev.Code, ev.Subcode, ev.Repeat, ev.SilentMS, ev.ASWidth.Margin)
	dst = append(dst, byte(ev.PeerKind), byte(kindOf(ev)), byte(ev.ASWidth.How),
		bits(ev.DataKnown, ev.Truncated, ev.HardReset, ev.Attempted, ev.HasText, ev.Offender != nil, ev.Alarm != nil, ev.ASWidth.Weighed))
	dst = appendStrings(dst, ev.Direction, ev.Style, ev.Vendor, ev.BoxAction, ev.Reason, ev.ASWidth.Why, ev.ASWidth.Confidence)
	if o := ev.Offender; o != nil {
		dst = appendInts(dst, o.AttrCode, o.AttrFlags, o.AttrLen)
		dst = appendStrings(dst, o.Problem)
	}
	dst = append(dst, bits(ev.Complaint != nil))
	if c := ev.Complaint; c != nil {
		dst = appendInts(dst, int(c.Type), c.Code, c.Subcode, int(c.Action))
		dst = appendStrings(dst, c.Text, c.Ref, c.State, c.Refused)
	}
	if a := ev.Alarm; a != nil {
		dst = append(dst, bits(a.Template))
		dst = appendInts(dst, a.Limit, a.Percent, a.Count)
		dst = appendStrings(dst, a.Name, a.Text, a.Family, a.Routes, a.Interface)
	}
	return dst
}

func bits(list ...bool) (b byte) {
	for i, v := range list {
		if v {
			b |= 1 << i
		}
	}
	return b
}

func appendInts(dst []byte, list ...int) []byte {
	for _, v := range list {
		dst = binary.AppendVarint(dst, int64(v))
	}
	return dst
}

// appendStrings appends each string behind its length.
func appendStrings(dst []byte, list ...string) []byte {
	for _, s := range list {
		dst = append(binary.AppendUvarint(dst, uint64(len(s))), s...)
	}
	return dst
}

// WellFormed gives a number for the tree of a whole message in which nothing was found, and which is no NOTIFICATION: of
// trees with equal numbers Explain says the same, given the same evidence. It is not ok for other trees, and where a
// NOTIFICATION is known from words.
func WellFormed(t *codec.Tree, ev *Evidence) (kind uint16, ok bool) {
	if len(t.Findings) > 0 || len(t.Nodes) == 0 || ev.Code > 0 {
		return 0, false
	}
	h, ok := codec.ParseHeader(t.Bytes)
	if !ok || h.Length != len(t.Bytes) || t.Child(0, codec.FieldHeader) < 0 {
		return 0, false
	}
	kind = uint16(h.Type)
	switch h.Type {
	case registry.MsgKeepalive, registry.MsgOpen, registry.MsgRouteRefresh:
	case registry.MsgUpdate:
		if incidents.Match(t) != nil {
			return 0, false // it is one of its own, although it is well-formed
		}
	default:
		return 0, false
	}
	if t.Ctx.Cut {
		kind |= 1 << 8
	}
	return kind | uint16(t.Ctx.Peer)<<9, true
}

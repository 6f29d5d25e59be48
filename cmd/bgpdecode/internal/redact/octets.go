package redact

import (
	"encoding/binary"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
)

// octets reads messages.
type octets struct {
	dec   codec.Decoder
	trees map[*codec.Tree]*codec.Tree
}

// mostTrees bounds how many decoded messages are remembered.
const mostTrees = 1 << 10

// Tree gives what replaces a decoded message. The tree that it returns is its own.
func (r *Redactor) Tree(t *codec.Tree) *codec.Tree {
	if t == nil || len(t.Nodes) == 0 {
		return t
	}
	if to := r.octet.trees[t]; to != nil {
		return to
	}
	b := slices.Clone(t.Bytes)
	r.nodes(t, b)
	piece := codec.PieceMessage
	if t.Child(0, codec.FieldHeader) < 0 {
		piece = codec.PieceOpen // sessions keep nothing else that has no header
	}
	to := *new(codec.Decoder).Decode(piece, b, t.Ctx)
	if r.octet.trees == nil || len(r.octet.trees) >= mostTrees {
		r.octet.trees = map[*codec.Tree]*codec.Tree{}
	}
	r.octet.trees[t] = &to
	return &to
}

// Octets replaces what stands in the octets of an event. Lengths, types and the order of things stay, and with them the
// faults. What this program cannot read - unknown attributes, routes of families that are not decoded - may hold
// anything: it becomes octets of zero. It returns what is known now: how the octets were read, too, where they would be
// read in another way without what was replaced.
func (r *Redactor) Octets(ev *dump.Event, known codec.Known) codec.Known {
	ev.Leading, ev.Padding, ev.AfterGap = blank(ev.Leading), blank(ev.Padding), blank(ev.AfterGap)
	ev.Event.Octets = nil // the same octets, as the line gave them
	if len(ev.Octets) == 0 {
		return known
	}
	b := slices.Clone(ev.Octets)
	ev.Octets = b
	dec, with := &r.octet.dec, known
	with.Base.Cut = with.Base.Cut || ev.Cut || ev.Truncated.By != "" || ev.Truncated.Want > ev.Truncated.Have
	t, g := dec.DecodeGuess(ev.Piece, slices.Clone(b), with, nil)
	r.nodes(t, b)
	now := codec.GuessContext(dec, ev.Piece, b, with)
	if now.Ctx.AS4 != g.Ctx.AS4 {
		known.ASWidth, known.ASWidthHow = 2, g.ASWidth.How
		if g.Ctx.AS4 {
			known.ASWidth = 4
		}
	}
	if now.Ctx.AddPath != g.Ctx.AddPath {
		known.AddPath, known.AddPathHow = g.Ctx.AddPath, g.AddPath.How
	}
	return known
}

// nodes replaces what stands in b, which holds the octets of t.
func (r *Redactor) nodes(t *codec.Tree, b []byte) {
	for i := range t.Nodes {
		n := &t.Nodes[i]
		if n.Flags&codec.NodeSynthetic == 0 && n.Len > 0 {
			r.node(t, int32(i), b[n.Off:n.Off+n.Len])
		}
	}
}

func blank(b []byte) []byte {
	if b == nil {
		return nil
	}
	return make([]byte, len(b))
}

// node replaces what stands in the octets b of one node. Nodes that have children are replaced through them, but for
// those whose value has a form of its own.
func (r *Redactor) node(t *codec.Tree, n int32, b []byte) {
	f := t.Nodes[n].Field
	switch codec.FieldInfo(f).Kind {
	case codec.KindASN:
		if f == codec.FieldPeerAS && len(b) == 4 && b[2]|b[3] == 0 {
			b = b[:2] // some devices put an AS of two octets first, and zeros behind it
		}
		r.asOctets(b)
	case codec.KindIPv4, codec.KindIPv6:
		if len(b) == 4 || len(b) == 16 {
			r.bits(b, len(b)*8)
		}
	case codec.KindAddr:
		if len(b) == 4 || len(b) == 16 {
			r.bits(b, len(b)*8)
		} else if t.Leaf(n) {
			clear(b)
		}
	case codec.KindMAC:
		clear(b)
	case codec.KindRD:
		r.rd(b)
	case codec.KindPrefixBits:
		r.bitsOf(b, int(t.Nodes[n].Val>>16), int(t.Nodes[n].Val&0xffff))
	case codec.KindPrefix:
		r.prefixOctets(b, int(t.Nodes[n].Val))
	case codec.KindCommunity:
		if len(b) == 4 {
			r.asOctets(b[:2])
		}
	case codec.KindLargeComm:
		if len(b) == 12 {
			r.asOctets(b[:4])
		}
	case codec.KindExtCommunity:
		r.extCommunity(b)
	case codec.KindText:
		r.textOctets(f, b)
	case codec.KindHex:
		if t.Leaf(n) && hides(f) {
			clear(b)
		}
	}
}

// hides reports whether octets that are not decoded may identify somebody.
func hides(f codec.FieldID) bool {
	switch f {
	case codec.FieldAttrRaw, codec.FieldNLRIRaw, codec.FieldNextHopRaw, codec.FieldCapRaw, codec.FieldParmValue, codec.FieldDataRaw,
		codec.FieldDataSurplus, codec.FieldCommRaw, codec.FieldORFEntries, codec.FieldBody, codec.FieldTrailing, codec.FieldGap,
		codec.FieldTLVRaw, codec.FieldPMSIRaw, codec.FieldFECOpaque:
		return true
	}
	return false
}

func (r *Redactor) asOctets(b []byte) {
	switch len(b) {
	case 2:
		binary.BigEndian.PutUint16(b, uint16(r.AS(uint32(binary.BigEndian.Uint16(b)))))
	case 4:
		binary.BigEndian.PutUint32(b, r.AS(binary.BigEndian.Uint32(b)))
	}
}

// prefixOctets replaces the address of a prefix: an octet with its length in bits, then the octets that this needs.
func (r *Redactor) prefixOctets(b []byte, afi int) {
	width := 4
	if afi == 2 {
		width = 16
	}
	bits := int(b[0])
	if len(b) > 1+width {
		return
	}
	var a [16]byte
	copy(a[:], b[1:])
	r.bits(a[:width], min(bits, width*8))
	copy(b[1:], a[:width])
}

// bitsOf replaces the octets of an address of which n bits are given.
func (r *Redactor) bitsOf(b []byte, n, afi int) {
	width := 16
	if afi == 1 {
		width = 4
	}
	var a [16]byte
	if copy(a[:], b) > width {
		clear(b)
		return
	}
	r.bits(a[:width], min(n, width*8))
	copy(b, a[:width])
}

// rd replaces the administrator of a route distinguisher (RFC 4364 section 4.2): an AS number or an address.
func (r *Redactor) rd(b []byte) {
	if len(b) != 8 {
		clear(b)
		return
	}
	switch {
	case b[0] == 0 && b[1] == 0:
		r.asOctets(b[2:4])
	case b[0] == 0 && b[1] == 1:
		r.bits(b[2:6], 32)
	case b[0] == 0 && b[1] == 2:
		r.asOctets(b[2:6])
	default:
		clear(b[2:])
	}
}

// extCommunity replaces the administrator of an extended community (RFC 4360): an AS number or an address.
func (r *Redactor) extCommunity(b []byte) {
	if len(b) != 8 {
		return
	}
	switch b[0] &^ 0x40 {
	case 0x00:
		r.asOctets(b[2:4])
	case 0x01:
		r.bits(b[2:6], 32)
	case 0x02:
		r.asOctets(b[2:6])
	}
}

// textOctets replaces a text by one of the same length. Names of hosts become what they are in words, as far as there is
// room; a version stays.
func (r *Redactor) textOctets(f codec.FieldID, b []byte) {
	switch f {
	case codec.FieldSoftware:
	case codec.FieldHostName, codec.FieldDomainName:
		to := r.tag("host", string(b))
		for i := range b {
			if i < len(to) {
				b[i] = to[i]
			} else {
				b[i] = 'x'
			}
		}
	default:
		copy(b, mask(nil, b))
	}
}

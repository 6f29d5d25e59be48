package repro

import (
	"net/netip"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// carrierRoute is the route of the UPDATE around an attribute, a documentation prefix (RFC 5737).
var carrierRoute = []byte{24, 198, 51, 100}

var carrierNextHop = netip.AddrFrom4([4]byte{192, 0, 2, 1})

// part is an attribute as octets.
type part struct {
	code registry.AttrCode
	tlv  []byte
	last bool // it runs past its end: nothing may follow
}

// baseParts are the attributes that every route has, as a router would send them on this session.
func (p *Plan) baseParts() (out []part) {
	a := codec.PathAttributes{NextHop: carrierNextHop}
	if p.Ctx.Peer == codec.PeerIBGP {
		a.HasLocalPref, a.LocalPref = true, 100
	} else {
		a.ASPath = []codec.PathSegment{{Type: registry.SegASSequence, AS: []uint32{p.Open.AS}}}
	}
	return parts(a.Append(nil, p.Ctx))
}

// parts cuts a list of attributes. One that runs past the end is last.
func parts(b []byte) (out []part) {
	for a := range codec.Attrs(b) {
		end := a.Offset + a.HeaderLen + len(a.Value)
		out = append(out, part{a.Code, b[a.Offset:end:end], len(a.Value) < a.Length})
	}
	return out
}

// carrier builds an UPDATE around attributes: what they leave out is added, without is left out.
func (p *Plan) carrier(given []part, without registry.AttrCode) []byte {
	list := slices.Clone(given)
	mp := slices.ContainsFunc(list, func(g part) bool { return g.code == registry.AttrMPReach || g.code == registry.AttrMPUnreach })
	for _, b := range p.baseParts() {
		have := slices.ContainsFunc(list, func(g part) bool { return g.code == b.code })
		if have || b.code == without || mp && b.code == registry.AttrNextHop {
			continue
		}
		list = append(list, b)
	}
	slices.SortStableFunc(list, func(a, b part) int {
		if a.last != b.last {
			if a.last {
				return 1
			}
			return -1
		}
		return int(a.code) - int(b.code)
	})
	var u codec.Update
	for _, g := range list {
		u.Attrs = append(u.Attrs, g.tlv...)
	}
	if !mp {
		u.NLRI = carrierRoute
	}
	return u.AppendFaulty(nil, &codec.Lies{})
}

// attributes builds an UPDATE around a list of attributes that the dump shows without the message.
func (p *Plan) attributes(e *Event) *Plan {
	if e.Truncated {
		return p.missing("the rest of the attributes")
	}
	at := e.Tree.Find(0, codec.FieldAttrs)
	octets := e.Tree.Bytes
	if at >= 0 {
		octets = e.Tree.Octets(at)
	}
	given := parts(octets)
	msg := p.carrier(given, 0)
	p.carry(e, msg)
	p.reconstructed("the dump shows attributes only, the UPDATE around them is made up")
	return p.update(msg, "An UPDATE around the attributes of the dump")
}

// accused takes the attribute that the Data of a NOTIFICATION holds, as octets with its header.
func (e *Event) accused(n *notification) (list []part, rebuilt bool) {
	t := e.Tree
	for i := n.node; i < t.Nodes[n.node].End; i++ {
		nd := &t.Nodes[i]
		switch nd.Field {
		case codec.FieldAttr:
			list = append(list, parts(t.Octets(i))...)
			if nested := nd.End; nested > i {
				i = nested - 1 // attributes in attributes belong to it
			}
		case codec.FieldDataAttr, codec.FieldDataValue:
			if c, ok := t.Val(i, codec.FieldAttrType); ok {
				value := t.Octets(i)
				if nd.Field == codec.FieldDataAttr {
					value = value[min(2, len(value)):]
				}
				code := registry.AttrCode(c)
				flags := registry.Attr(uint8(code)).Flags
				return []part{{code: code, tlv: codec.AppendAttr(nil, flags, code, value)}}, true
			}
		}
	}
	return list, false
}

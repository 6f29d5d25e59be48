package incidents

import (
	"bytes"
	"net/netip"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// index finds the rules of an attribute.
type index struct {
	all    []*Incident
	byAttr [256][]known
	any    []known // rules about any attribute
	whole  []known // rules about a NOTIFICATION, whatever its Data reads as
}

// known is a rule with its incident.
type known struct {
	in   *Incident
	rule *rule
}

func (ix *index) add(in *Incident, r *rule) {
	switch r.attr {
	case anyAttr:
		ix.any = append(ix.any, known{in, r})
	case noAttr:
		ix.whole = append(ix.whole, known{in, r})
	default:
		ix.byAttr[r.attr] = append(ix.byAttr[r.attr], known{in, r})
	}
}

// Match gives the incidents that a decoded message or piece looks like, oldest first; nil for none. It takes time in the
// nodes of the tree, and allocates only for what it finds.
func Match(t *codec.Tree) []*Incident {
	if t == nil || len(t.Nodes) == 0 {
		return nil
	}
	v := view{t: t, code: -1, sub: -1}
	v.message()
	var ix *index
	var found []*Incident
	look := func(list []known) {
		for _, k := range list {
			if !slices.Contains(found, k.in) && v.fits(k.rule) {
				found = append(found, k.in)
			}
		}
	}
	if v.code > 0 && len(v.data) > 0 {
		ix = library()
		look(ix.whole)
	}
	for n := range t.Nodes {
		switch t.Nodes[n].Field {
		case codec.FieldAttr, codec.FieldDataAttr, codec.FieldDataValue:
		default:
			continue
		}
		if !v.attribute(int32(n)) {
			continue
		}
		if ix == nil {
			ix = library()
		}
		look(ix.byAttr[v.attr.code])
		look(ix.any)
	}
	if len(found) > 1 {
		slices.SortStableFunc(found, func(a, b *Incident) int { return slices.Index(ix.all, a) - slices.Index(ix.all, b) })
	}
	return found
}

// view is what conditions look at: a tree and one of its attributes.
type view struct {
	t         *codec.Tree
	code, sub int    // of a NOTIFICATION, -1 when there is none
	data      []byte // of it
	length    int    // of the message, 0 when its header is not there
	attr      attr
}

// attr is one attribute.
type attr struct {
	code   uint8
	flags  int // -1 when they are not there
	length int // declared, -1 when it is not there
	off, n int
	value  []byte
}

// message reads what is known of the whole.
func (v *view) message() {
	if h, ok := codec.ParseHeader(v.t.Bytes); ok && v.t.Child(0, codec.FieldHeader) >= 0 {
		v.length = h.Length
	}
	n := v.t.Find(0, codec.FieldNotification)
	if n < 0 {
		return
	}
	if c := v.t.Child(n, codec.FieldCode); c >= 0 && !v.t.Partial(c) {
		v.code = int(v.t.Nodes[c].Val)
	}
	if s := v.t.Child(n, codec.FieldSubcode); s >= 0 && !v.t.Partial(s) {
		v.sub = int(v.t.Nodes[s].Val & 0xff)
	}
	if d := v.t.Child(n, codec.FieldData); d >= 0 {
		v.data = v.t.Octets(d)
	}
}

// attribute reads the attribute at node n; not ok when its code is not there.
func (v *view) attribute(n int32) bool {
	nd := &v.t.Nodes[n]
	a := attr{flags: -1, length: -1, off: int(nd.Off), n: int(nd.Len)}
	ok := false
	for c := v.t.FirstChild(n); c >= 0; c = v.t.Next(c) {
		cn := &v.t.Nodes[c]
		if cn.Field == codec.FieldAttrValue {
			a.value = v.t.Octets(c)
		}
		if v.t.Partial(c) {
			continue
		}
		switch cn.Field {
		case codec.FieldAttrFlags:
			a.flags = int(cn.Val)
		case codec.FieldAttrType:
			a.code, ok = uint8(cn.Val), true
		case codec.FieldAttrLen:
			a.length = int(cn.Val)
		}
	}
	if nd.Field == codec.FieldDataValue {
		a.value = v.t.Octets(n)
	}
	v.attr = a
	return ok
}

// fits reports whether all conditions hold.
func (v *view) fits(r *rule) bool {
	for i := range r.conds {
		if !v.holds(&r.conds[i]) {
			return false
		}
	}
	return true
}

// passing are the flags that differ on the way: they are no part of a fingerprint.
const passing = codec.FlagPartial | codec.FlagExtended

func (v *view) holds(c *cond) bool {
	a := &v.attr
	switch c.kind {
	case condNotification:
		return v.code == c.n && (c.m < 0 || v.sub == c.m)
	case condUpdate:
		return v.code < 0
	case condMessage:
		return c.holds(v.length)
	case condPrefix:
		return v.announces(c.prefix)
	case condData:
		return v.begins(c)
	case condFlags:
		return a.flags >= 0 && a.flags&^passing == c.n
	case condLength:
		return a.length >= 0 && c.holds(a.length)
	case condValue:
		return bytes.HasPrefix(a.value, c.octets)
	case condZero:
		return len(a.value) > 0 && len(a.value) == a.length && !slices.ContainsFunc(a.value, func(b byte) bool { return b != 0 })
	case condFinding:
		return v.finds(c.word)
	case condTwice:
		if v.t.Ctx.Cut && len(a.value) < a.length {
			return false
		}
		_, ok := codec.PathCountedTwice(a.value, a.length)
		return ok
	}
	return v.path(c)
}

// path looks at the segments of a path.
func (v *view) path(c *cond) bool {
	as4 := v.t.Ctx.AS4 || v.attr.code == uint8(registry.AttrAS4Path)
	total := 0
	for s := range codec.Segments(v.attr.value, as4) {
		switch c.kind {
		case condSegment:
			if int(s.Type) == c.n {
				return true
			}
		case condPath:
			total += s.Count
		case condHops:
			for i := range s.Count {
				if s.ASN(i) == uint32(c.m) {
					total++
				}
			}
		}
	}
	return c.kind != condSegment && c.holds(total)
}

// finds reports whether the decoder found something in the attribute.
func (v *view) finds(id string) bool {
	for i := range v.t.Findings {
		f := &v.t.Findings[i]
		if f.Off >= v.attr.off && f.Off < v.attr.off+max(v.attr.n, 1) && f.Info().ID == id {
			return true
		}
	}
	return false
}

// announces reports whether the octets carry a route.
func (v *view) announces(p netip.Prefix) bool {
	want := p.Addr().AsSlice()
	want = append([]byte{byte(p.Bits())}, want[:(p.Bits()+7)/8]...)
	for n := range v.t.Nodes {
		if v.t.Nodes[n].Field == codec.FieldPrefix && bytes.Equal(v.t.Octets(int32(n)), want) {
			return true
		}
	}
	return false
}

// begins reports whether the Data begins with the octets.
func (v *view) begins(c *cond) bool {
	if len(v.data) < len(c.octets) {
		return false
	}
	for i, m := range c.masks {
		if v.data[i]&m != c.octets[i] {
			return false
		}
	}
	return true
}

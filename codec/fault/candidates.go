package fault

import (
	"bytes"
	"iter"
	"slices"
	"sync"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Candidates returns the faults that may have led to a NOTIFICATION, those of the attribute in its Data first: those that RFC 4271 answers
// with the code and the subcode, and whose octets may be those of the Data, then those where it is one choice of several. Where the RFC wants an attribute in the Data and
// there is none, nothing can be told and nothing is returned. An attribute in the Data that is legal all the same leads to
// the faults that have it ("aggregator.legal_partial").
func Candidates(code registry.ErrorCode, sub uint8, data []byte) []*Fault {
	n := complaint{code: code, sub: sub, data: data}
	if a, ok := codec.ParseAttr(data); ok && code == registry.ErrUpdate {
		n.attr, n.hasAttr = a, true
	}
	return n.candidates(n.groups())
}

// candidates returns those of some groups.
func (n *complaint) candidates(own, rest []*group) []*Fault {
	var room [3][16]*Fault
	out, also, alike := room[0][:0], room[1][:0], room[2][:0]
	for _, list := range [...][]*group{own, rest} {
		for _, g := range list {
			if n.other(g) {
				continue
			}
			for _, f := range g.faults() {
				switch n.fits(f) {
				case fitsExactly:
					out = append(out, f)
				case fitsToo:
					also = append(also, f)
				case fitsRoughly:
					alike = append(alike, f)
				}
			}
		}
	}
	if n.hasAttr || len(out) > 0 {
		out = append(out, also...)
	}
	if len(out) == 0 {
		return slices.Concat(alike)
	}
	return slices.Concat(out)
}

// groups returns the groups that have the code, but for some that are about another attribute: those of the attribute, and the
// rest.
func (n *complaint) groups() (own, rest []*group) {
	of := byCode()[n.code]
	switch {
	case of == nil:
		return nil, nil
	case n.hasAttr: // which is told for UPDATEs alone
		return of.attr[n.attr.Code], of.any
	}
	return nil, of.all
}

// ofCode are the groups of one error code, in the order of the catalogue.
type ofCode struct {
	all  []*group
	any  []*group // about several attributes, or none
	attr map[registry.AttrCode][]*group
}

// byCode lists the groups by the codes of the NOTIFICATIONs that RFC 4271 has for them.
var byCode = sync.OnceValue(func() map[registry.ErrorCode]*ofCode {
	list := map[registry.ErrorCode]*ofCode{}
	for i := range groups {
		g := &groups[i]
		for _, code := range g.codes {
			of := list[code]
			if of == nil {
				of = &ofCode{attr: map[registry.AttrCode][]*group{}}
				list[code] = of
			}
			if of.all = append(of.all, g); g.attr == 0 {
				of.any = append(of.any, g)
			} else {
				of.attr[g.attr] = append(of.attr[g.attr], g)
			}
		}
	}
	return list
})

// nearest yields the group of an attribute, then the others in the order of the catalogue.
func nearest(code registry.AttrCode) iter.Seq[*group] {
	return func(yield func(*group) bool) {
		for _, own := range [...]bool{true, false} {
			for i := range groups {
				g := &groups[i]
				if (code != 0 && g.attr == code) == own && !yield(g) {
					return
				}
			}
		}
	}
}

// complaint is a NOTIFICATION.
type complaint struct {
	code    registry.ErrorCode
	sub     uint8
	data    []byte
	attr    codec.Attr
	hasAttr bool
}

// other reports whether a group is about another attribute or family than the Data.
func (n *complaint) other(g *group) bool {
	if n.code != registry.ErrUpdate {
		return false
	}
	if !n.hasAttr {
		return n.needsAttr(g)
	}
	if g.attrs != nil {
		return !slices.Contains(g.attrs, n.attr.Code)
	}
	if g.attr != 0 {
		return g.attr != n.attr.Code
	}
	if g.row.family == (codec.Family{}) {
		return n.byItself()
	}
	f, ok := familyOf(&n.attr)
	return !ok || f != g.row.family
}

// byItself reports whether a NOTIFICATION is about an attribute and not about the UPDATE around it, whose faults have none in the
// Data but these two.
func (n *complaint) byItself() bool {
	switch n.sub {
	case registry.SubMalformedAttributeList, registry.SubInvalidNetworkField:
		return false
	}
	return n.attr.Code != registry.AttrOrigin && n.attr.Code != registry.AttrAtomicAggregate
}

// needsAttr reports whether a NOTIFICATION without an attribute in its Data cannot be about a group: most groups need not be
// made then.
func (n *complaint) needsAttr(g *group) bool {
	switch {
	case g.attr == 0:
		return g.row.family != (codec.Family{}) || g.attrs != nil
	case n.sub == registry.SubMissingWellKnown:
		return len(n.data) != 1 || registry.AttrCode(n.data[0]) != g.attr
	case n.sub == registry.SubMalformedASPath:
		return g.attr != registry.AttrASPath
	}
	return n.sub != registry.SubMalformedAttributeList
}

// familyOf is the family of a multiprotocol attribute.
func familyOf(a *codec.Attr) (codec.Family, bool) {
	if a.Code != registry.AttrMPReach && a.Code != registry.AttrMPUnreach || len(a.Value) < 3 {
		return codec.Family{}, false
	}
	v := a.Value
	return codec.Family{AFI: registry.AFI(uint16(v[0])<<8 | uint16(v[1])), SAFI: registry.SAFI(v[2])}, true
}

// fit says how well a fault explains a complaint.
type fit uint8

const (
	fitsNot     fit = iota
	fitsRoughly     // something of the kind
	fitsToo         // with a subcode that is not the first choice
	fitsExactly
)

// fits compares a fault with the complaint.
func (n *complaint) fits(f *Fault) fit {
	w := &f.Want4271
	if w.Code == 0 {
		return n.accuses(f)
	}
	if w.Code != n.code || w.Sub != n.sub && !slices.Contains(w.Or, n.sub) {
		return fitsNot
	}
	switch w.Data {
	case DataAttr:
		if !n.hasAttr || n.attr.Code != f.Attr || f.match != nil && !f.match(&n.attr) {
			return fitsNot
		}
	case DataAttrType:
		if len(n.data) != 1 || registry.AttrCode(n.data[0]) != f.Attr && f.Attr != 0 {
			return fitsNot
		}
	case DataLength, DataType, DataMsgType:
		return n.compare(f)
	case DataNone:
		switch whole := n.hasAttr && n.attr.HeaderLen+n.attr.Length == len(n.data); {
		case whole && f.Attr == 0:
			return fitsRoughly
		case whole && n.attr.Code != f.Attr: // a receiver that says which attribute it means
			return fitsNot
		}
	}
	if w.Sub != n.sub {
		return fitsToo
	}
	return fitsExactly
}

// accuses says whether a complaint about something legal may be about a fault: one that is there to try that.
func (n *complaint) accuses(f *Fault) fit {
	if !n.hasAttr || n.attr.Code != f.Attr || !f.InUpdate() {
		return fitsNot
	}
	switch {
	case f.match != nil && !f.match(&n.attr):
	case f.Group == "incident" && n.attr.Length > 0, f.match != nil && n.sub == registry.SubAttributeFlags:
		return fitsExactly
	}
	return fitsNot
}

// compare compares the Data with what a receiver answers to the fault. Other numbers of the same kind fit roughly.
func (n *complaint) compare(f *Fault) fit {
	want, at := f.answer()
	switch {
	case bytes.Equal(n.data, want):
		return fitsExactly
	case len(n.data) != len(want) || at:
		return fitsRoughly
	}
	return fitsNot
}

// answer is the Data of the NOTIFICATION that RFC 4271 wants for the fault with its own parameters.
func (f *Fault) answer() (data []byte, exact bool) {
	a := f.answered
	if a == nil {
		return f.findAnswer()
	}
	a.once.Do(func() {
		data, exact := f.findAnswer()
		a.data, a.exact = bytes.Clone(data), exact
	})
	return a.data, a.exact
}

// answered keeps what answer found, where NOTIFICATIONs are compared with it again and again.
type answered struct {
	once  sync.Once
	data  []byte
	exact bool
}

func (f *Fault) findAnswer() (data []byte, exact bool) {
	steps, err := f.Steps(f.Params())
	if err != nil {
		return nil, false
	}
	for i := range steps {
		if s := &steps[i]; s.Faulty {
			return f.Want4271.Octets(s)
		}
	}
	return nil, false
}

// ForFinding returns the faults in whose octets the decoder finds this, those of its attribute first; attr is what AttrOf
// gives.
func ForFinding(f *codec.Finding, attr *codec.Attr) []*Fault {
	if f.ID == codec.FindNone {
		return nil
	}
	code := registry.AttrCode(f.Attr)
	var family codec.Family
	if attr != nil {
		code = attr.Code
		family, _ = familyOf(attr)
	}
	var out []*Fault
	for g := range nearest(code) {
		switch {
		case g.attr != 0 && g.attr != code,
			g.attrs != nil && !slices.Contains(g.attrs, code),
			g.row.family != (codec.Family{}) && g.row.family != family,
			f.Note.Code != 0 && !slices.Contains(g.codes, f.Note.Code):
			continue
		}
		for _, c := range g.faults() {
			if c.Finding == f.ID && (c.Attr == 0 || c.Attr == code || code == 0) && (c.match == nil || attr == nil || c.match(attr)) {
				out = append(out, c)
			}
		}
	}
	return out
}

// AttrOf gives the attribute of an UPDATE, or of the Data of a NOTIFICATION, that the octets of a finding are in; nil where
// they are in none. Of attributes in attributes it is the outer one.
func AttrOf(t *codec.Tree, f *codec.Finding) (out *codec.Attr) {
	for n := f.Node; n >= 0; n = t.Nodes[n].Parent {
		if t.Nodes[n].Field != codec.FieldAttr {
			continue
		}
		if a, ok := codec.ParseAttr(t.Octets(n)); ok {
			out = &a
		}
	}
	return out
}

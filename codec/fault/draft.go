package fault

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// draft is an UPDATE that is being damaged.
type draft struct {
	f         *Fault
	p         *Params
	withdrawn []byte
	attrs     []attr
	tail      []byte // octets behind the last attribute, inside the list
	nlri      []byte
	lies      codec.Lies
	bad       place
}

// attr is an attribute of a draft.
type attr struct {
	flags uint8
	code  registry.AttrCode
	said  int // the length that its header says; true: that of the value
	value []byte
}

// truth stands for a length that does not lie.
const truth = -1

// part is a part of an UPDATE.
type part uint8

const (
	inHeader part = iota
	inWithdrawn
	inAttrsLen
	inFlags // of an attribute
	inType
	inLength
	inValue
	inTail
	inNLRI
	inWithdrawnLen
	inMissing // the attribute list, which lacks one
)

// place is where the octets at fault stand: n octets, off octets into a part, that of attribute number index if it is one of
// an attribute.
type place struct {
	part    part
	index   int
	off, n  int
	missing registry.AttrCode
}

// newDraft takes an UPDATE apart.
func newDraft(u *codec.Update, p *Params, f *Fault) *draft {
	d := &draft{f: f, p: p, withdrawn: slices.Clone(u.Withdrawn), nlri: slices.Clone(u.NLRI)}
	for a := range codec.Attrs(u.Attrs) {
		d.attrs = append(d.attrs, attr{a.Flags, a.Code, truth, slices.Clone(a.Value)})
	}
	return d
}

// find gives the index of an attribute, or -1.
func (d *draft) find(code registry.AttrCode) int {
	return slices.IndexFunc(d.attrs, func(a attr) bool { return a.code == code })
}

// put sets the value of an attribute, which is added in the order of codes if it is not there, and returns its index.
func (d *draft) put(flags uint8, code registry.AttrCode, value []byte) int {
	i := d.find(code)
	if i < 0 {
		i = slices.IndexFunc(d.attrs, func(a attr) bool { return a.code > code })
		if i < 0 {
			i = len(d.attrs)
		}
		d.attrs = slices.Insert(d.attrs, i, attr{})
	}
	if len(value) > 255 {
		flags |= codec.FlagExtended
	}
	d.attrs[i] = attr{flags, code, truth, value}
	return i
}

// remove takes an attribute out.
func (d *draft) remove(code registry.AttrCode) {
	if i := d.find(code); i >= 0 {
		d.attrs = slices.Delete(d.attrs, i, i+1)
	}
}

// last moves an attribute behind all others and returns its index.
func (d *draft) last(i int) int {
	a := d.attrs[i]
	d.attrs = append(slices.Delete(d.attrs, i, i+1), a)
	return len(d.attrs) - 1
}

// mark says where the fault is.
func (d *draft) mark(p part, index, off, n int) { d.bad = place{part: p, index: index, off: off, n: n} }

// step builds the message.
func (d *draft) step() (Step, error) {
	u := codec.Update{Withdrawn: d.withdrawn, NLRI: d.nlri}
	s := Step{Faulty: true, missing: d.bad.missing, Len: d.bad.n}
	from, to, head := 0, 0, 0
	for i := range d.attrs {
		a := &d.attrs[i]
		at, n := len(u.Attrs), a.said
		if n == truth {
			n = len(a.value)
			if n > 255 {
				a.flags |= codec.FlagExtended
			}
		}
		u.Attrs = codec.AppendFaultyAttr(u.Attrs, a.flags, a.code, n, a.value)
		if i == d.bad.index {
			from, head = at, len(u.Attrs)-at-len(a.value)
			to = at + head + n // a length that lies may take more, or leave some
		}
	}
	tailAt := len(u.Attrs)
	u.Attrs = append(u.Attrs, d.tail...)
	if u.Len() > codec.MaxExtLen {
		return s, ErrLong
	}
	s.Octets = u.AppendFaulty(nil, &d.lies)
	wd := codec.HeaderLen + 2
	attrs := wd + len(u.Withdrawn) + 2
	switch d.bad.part {
	case inHeader:
		s.At = 0
	case inWithdrawnLen:
		s.At = wd - 2
	case inWithdrawn:
		s.At = wd
	case inAttrsLen, inMissing:
		s.At = attrs - 2
	case inFlags:
		s.At = attrs + from
	case inType:
		s.At = attrs + from + 1
	case inLength:
		s.At = attrs + from + 2
	case inValue:
		s.At = attrs + from + head
	case inTail:
		s.At = attrs + tailAt
	case inNLRI:
		s.At = attrs + len(u.Attrs)
	}
	s.At += d.bad.off
	if len(d.attrs) > 0 && d.bad.part >= inFlags && d.bad.part <= inValue {
		s.attr = s.Octets[attrs+from : attrs+min(to, len(u.Attrs))]
	}
	return s, nil
}

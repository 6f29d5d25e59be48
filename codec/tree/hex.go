package tree

import (
	"io"

	"github.com/bgpdecode/bgpdecode/codec"
)

// Hex writes an annotated dump: a line for each run of octets that is one field, the octets at the column that
// their offset gives them, the same as ASCII, and beside them what they are.
//
//	  0012        03                   .      Type: 3 (NOTIFICATION)
//	> 0015                 e0          .    Attribute Flags: 0xe0 optional transitive partial
//	                       ^^
//
// Octets to blame are marked by ">" and "^^" as well as by colour. Long fields and long lists are elided unless
// Options.Full is set; guilty octets are never elided away.
func Hex(w io.Writer, t *codec.Tree, o Options) error {
	p := Page{Style: o.Style}
	AppendDump(&p, t, o)
	_, err := w.Write(p.Bytes())
	return err
}

// AppendDump writes what Hex does to a page.
func AppendDump(p *Page, t *codec.Tree, o Options) {
	if len(t.Nodes) == 0 {
		return
	}
	d := dump{p: p, t: t, o: &o, cols: 8, ascii: true}
	switch w := o.width(); {
	case w >= 124:
		d.cols = 16
	case w < 66:
		d.ascii = false
	}
	d.walk(0, 0)
}

// Columns of the dump: mark, address, octets.
const (
	dumpAddr = 2
	dumpHex  = 8
)

type dump struct {
	p     *Page
	t     *codec.Tree
	o     *Options
	cols  int  // octets per line
	ascii bool // whether there is room for characters
	runs  int  // written so far: neighbours differ in colour
}

// asciiCol and textCol are where characters and annotations start.
func (d *dump) asciiCol() int { return dumpHex + 3*d.cols + (d.cols-1)/8 + 1 }

func (d *dump) textCol() int {
	if !d.ascii {
		return d.asciiCol()
	}
	return d.asciiCol() + d.cols + 2
}

// walk writes node n and what is below.
func (d *dump) walk(n int32, depth int) {
	nd := &d.t.Nodes[n]
	if end := int(nd.Off) + int(nd.Len); end <= d.o.Skip && end > 0 {
		return
	}
	switch {
	case nd.Flags&codec.NodeSynthetic != 0:
		d.derived(n, depth)
		return
	case d.t.Leaf(n) || d.oneRun(n):
		if nd.Len > 0 {
			d.run(n, depth)
		}
		return
	case nd.Len == 0:
		return
	}
	if d.heading(n, depth) {
		depth++
	}
	d.children(n, depth)
}

// oneRun reports whether a group is shown as one run: it has a value of its own, and no blame inside it needs a
// closer look.
func (d *dump) oneRun(n int32) bool {
	nd := &d.t.Nodes[n]
	if codec.FieldInfo(nd.Field).Kind == codec.KindGroup || nd.Flags&codec.NodeTruncated != 0 {
		return false
	}
	off, size := int(nd.Off), int(nd.Len)
	for _, s := range d.o.Guilty {
		if s.touches(off, size) && !s.covers(off, size) {
			return false
		}
	}
	return true
}

// headed are the groups that get a line of their own.
func (d *dump) headed(n int32) bool {
	switch d.t.Nodes[n].Field {
	case codec.FieldAttr, codec.FieldDataAttr, codec.FieldDataValue, codec.FieldCapability, codec.FieldParameter,
		codec.FieldBadParameter, codec.FieldHardReset, codec.FieldORF, codec.FieldWithdrawn, codec.FieldNLRIList,
		codec.FieldSegment, codec.FieldMaxPrefix:
		return true
	case codec.FieldDataMessage:
		return d.t.Child(n, codec.FieldHeader) >= 0
	}
	return false
}

func (d *dump) heading(n int32, depth int) bool {
	if !d.headed(n) {
		return false
	}
	indent := d.textCol() + 2*depth
	d.p.To(indent)
	text := codec.FieldInfo(d.t.Nodes[n].Field).Name
	if s := spoken(d.p, d.t, d.o, n); s != "" {
		text += ": " + s
	}
	d.p.Wrap(Bold, text, indent+2, d.o.width())
	d.p.Line()
	return true
}

// How many neighbours of one kind are shown before the rest is elided, and how many are shown then.
const (
	fewItems  = 14
	someItems = 10
)

// many is how many members of a list with this field are shown.
func many(f codec.FieldID) int {
	switch f {
	case codec.FieldAttr, codec.FieldCapability, codec.FieldParameter:
		return 100
	}
	return fewItems
}

// children writes the children of n. A long row of one kind is shown by its start and its end.
func (d *dump) children(n int32, depth int) {
	t := d.t
	for c := t.FirstChild(n); c >= 0; {
		f := t.Nodes[c].Field
		last, count := c, 1
		for x := t.Next(c); x >= 0 && t.Nodes[x].Field == f; x = t.Next(x) {
			last, count = x, count+1
		}
		if limit := many(f); count > limit && !d.o.Full {
			d.row(c, last, depth, limit-fewItems+someItems)
		} else {
			for x := c; x >= 0 && x <= last; x = t.Next(x) {
				d.walk(x, depth)
			}
		}
		c = t.Next(last)
	}
}

// row writes the siblings from first to last: some at the start, the guilty ones up to a few, and the last.
func (d *dump) row(first, last int32, depth, some int) {
	t := d.t
	shown, guilty := 0, 0
	hidden, octets := 0, 0
	flush := func() {
		if hidden == 0 {
			return
		}
		d.p.To(d.textCol() + 2*depth)
		text := append(appendInt([]byte("… "), hidden), " more, "...)
		d.p.Put(Dim, string(appendOctets(text, octets)))
		d.p.Line()
		hidden, octets = 0, 0
	}
	for x := first; x >= 0 && x <= last; x = t.Next(x) {
		nd := &t.Nodes[x]
		bad := guilty < 4 && d.o.guilty(int(nd.Off), int(nd.Len))
		if shown >= some && x != last && !bad {
			hidden, octets = hidden+1, octets+int(nd.Len)
			continue
		}
		if bad {
			guilty++
		}
		flush()
		shown++
		d.walk(x, depth)
	}
}

// derived writes a value that has no octets of its own.
func (d *dump) derived(n int32, depth int) {
	d.p.To(d.textCol() + 2*depth)
	d.p.Put(Dim, "= ")
	label(d.p, d.t, d.o, n, d.textCol()+2*depth+2, false)
	d.p.Line()
}

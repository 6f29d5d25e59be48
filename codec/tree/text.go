package tree

import (
	"io"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
)

// Columns of the indented tree: mark, offset in hex, length, name.
const (
	treeLength = 7
	treeName   = 14
)

// Text writes the indented tree: for each node its offset in hex, its length in octets, its name and what it says.
// Nodes with octets to blame have a ">" in front. Derived values, which have no octets, have a "=" instead of an
// offset.
func Text(w io.Writer, t *codec.Tree, o Options) error {
	p := Page{Style: o.Style}
	AppendText(&p, t, o)
	_, err := w.Write(p.Bytes())
	return err
}

// AppendText writes what Text does to a page.
func AppendText(p *Page, t *codec.Tree, o Options) {
	if len(t.Nodes) > 0 {
		textNode(p, t, &o, 0, 0)
	}
}

func textNode(p *Page, t *codec.Tree, o *Options, n int32, depth int) {
	nd := &t.Nodes[n]
	leaf := t.Leaf(n)
	guilty := o.guilty(int(nd.Off), int(nd.Len)) && (leaf || o.covered(int(nd.Off), int(nd.Len)))
	if guilty {
		p.Put(Guilty, ">")
	}
	p.To(2)
	if nd.Flags&codec.NodeSynthetic != 0 {
		p.To(5)
		p.Put(Dim, "=")
	} else {
		p.Put(Dim, hexOffset(int(nd.Off)))
		s := string(appendInt(nil, int(nd.Len)))
		p.To(treeLength + 5 - len(s))
		p.Put(Dim, s)
	}
	indent := treeName + 2*min(depth, 12)
	p.To(indent)
	label(p, t, o, n, indent+2, guilty)
	p.Line()
	if leaf {
		return
	}
	for c := t.FirstChild(n); c >= 0; c = t.Next(c) {
		textNode(p, t, o, c, depth+1)
	}
}

// label writes name and value of a node from the current column on.
func label(p *Page, t *codec.Tree, o *Options, n int32, indent int, guilty bool) {
	f := codec.FieldInfo(t.Nodes[n].Field)
	role := Key
	if guilty {
		role = Guilty
	}
	name, text := f.Name, spoken(p, t, o, n)
	if rest, ok := strings.CutPrefix(text, name+" "); ok { // "AS 64500"
		text = rest
	} else if text != "" {
		name += ":"
	}
	p.Wrap(role, name, indent, o.width())
	if text != "" {
		p.Put(Plain, " ")
		p.Wrap(Value, text, indent, o.width())
	}
	if t.Nodes[n].Flags&codec.NodeTruncated != 0 {
		p.Put(Plain, " ")
		p.Wrap(Warn, "(cut short)", indent, o.width())
	}
}

// spoken gives the text of a node. Octets that stand beside it are not repeated: of a long run only the number
// is told.
func spoken(p *Page, t *codec.Tree, o *Options, n int32) string {
	nd := &t.Nodes[n]
	if codec.FieldInfo(nd.Field).Kind == codec.KindHex && nd.Len > 8 {
		p.tmp = appendOctets(p.tmp[:0], int(nd.Len))
		if allOnes(t.Octets(n)) {
			p.tmp = append(p.tmp, ", all ones"...)
		}
		return string(p.tmp)
	}
	p.tmp = AppendSummary(p.tmp[:0], t, n)
	if room := 6 * o.width(); len(p.tmp) > room && !o.Full {
		return elided(string(p.tmp), room)
	}
	return string(p.tmp)
}

// elided cuts a long text at a character and says how much is left out.
func elided(s string, room int) string {
	cut := 0
	for i := range s {
		if i > room-24 {
			break
		}
		cut = i
	}
	return s[:cut] + " … " + string(appendOctets(nil, len(s)-cut)) + " more"
}

func allOnes(b []byte) bool {
	for _, c := range b {
		if c != 0xff {
			return false
		}
	}
	return true
}

// hexOffset writes an offset in four hex digits, more if need be.
func hexOffset(off int) string {
	b := []byte{hexDigits[off>>12&15], hexDigits[off>>8&15], hexDigits[off>>4&15], hexDigits[off&15]}
	if off > 0xffff {
		b = append([]byte{hexDigits[off>>20&15], hexDigits[off>>16&15]}, b...)
	}
	return string(b)
}

package incidents

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// index finds the rules of an attribute.
type index struct {
	all    []known
	byAttr [256]uint8 // the first rule of an attribute, plus 1
	any    uint8      // the first about any attribute
	whole  uint8      // the first about a NOTIFICATION, whatever its Data reads as
	update [256]bool  // an attribute of an UPDATE can be one of the above
}

// known is a rule with the place of its incident. It is read when somebody needs it.
type known struct {
	at   int
	line string
	next uint8 // the next one of the same list, plus 1
	once sync.Once
	rule rule
}

// mostRules bounds the fingerprints: their places are octets. A test counts them.
const mostRules = 200

// rules are the fingerprints of all files. They are listed when something is compared with them for the first time, and nothing
// else of the files is read.
var rules = sync.OnceValue(func() *index {
	const mark = "\nmatch: "
	ix := &index{all: make([]known, 0, 2*len(texts))}
	for i := range texts {
		for _, rest, ok := strings.Cut(*texts[i].text, mark); ok; _, rest, ok = strings.Cut(rest, mark) {
			line, _, _ := strings.Cut(rest, "\n")
			ix.add(i, line)
		}
	}
	return ix
})

// add lists a rule by the attribute that it names.
func (ix *index) add(at int, line string) {
	if len(ix.all) == mostRules {
		return
	}
	list := &ix.whole
	first, last := 0, len(ix.update) // the attributes that the rule is about
	if _, arg, ok := strings.Cut(line, "attribute "); ok {
		arg, _, _ = strings.Cut(arg, ";")
		n, err := octetOrStar(arg, anyAttr)
		switch {
		case err != nil:
			return // a test reads them all
		case n == anyAttr:
			list = &ix.any
		default:
			list = &ix.byAttr[n]
			first, last = n, n+1
		}
	}
	for n := first; n < last && !strings.HasPrefix(line, "notification "); n++ {
		ix.update[n] = true
	}
	ix.all = append(ix.all, known{at: at, line: line, next: *list})
	*list = uint8(len(ix.all))
}

// rule gives the rule of a place in the list.
func (ix *index) rule(place uint8) *known {
	k := &ix.all[place-1]
	k.once.Do(func() {
		var err error
		if k.rule, err = parseRule(k.line); err != nil {
			panic("incidents: " + texts[k.at].id + ": " + err.Error()) // a test reads them all
		}
	})
	return k
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
	var found [len(texts)]bool
	some := false
	look := func(first uint8) {
		for place := first; place > 0; {
			k := ix.rule(place)
			if !found[k.at] && v.fits(&k.rule) {
				found[k.at], some = true, true
			}
			place = k.next
		}
	}
	if v.code > 0 && len(v.data) > 0 {
		ix = rules()
		look(ix.whole)
	}
	for n := range t.Nodes {
		switch t.Nodes[n].Field {
		case codec.FieldAttr, codec.FieldDataAttr, codec.FieldDataValue:
		default:
			continue
		}
		if ix == nil {
			ix = rules()
		}
		if v.code < 0 && !ix.update[v.attrCode(int32(n))] || !v.attribute(int32(n)) {
			continue
		}
		look(ix.byAttr[v.attr.code])
		look(ix.any)
	}
	if !some {
		return nil
	}
	var out []*Incident
	for i, yes := range found {
		if yes {
			out = append(out, at(i))
		}
	}
	return out
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

// attrCode gives the code of the attribute at node n, 0 where it has none.
func (v *view) attrCode(n int32) uint8 {
	if c := v.t.Child(n, codec.FieldAttrType); c >= 0 {
		return uint8(v.t.Nodes[c].Val)
	}
	return 0
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

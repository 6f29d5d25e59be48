package tree

import "github.com/bgpdecode/bgpdecode/codec"

// AppendPath appends the JSON path of node n in the typed form of its tree: "update.attributes[2].value". A node
// that has no place of its own there (a length, a marker) gets the path of what holds it; for the whole message that
// is "". For many nodes of one tree use a Pather.
func AppendPath(dst []byte, t *codec.Tree, n int32) []byte {
	p := Pather{Tree: t}
	return p.Append(dst, n)
}

// Pather gives the paths of many nodes of one tree. It remembers where it was in long lists, so that asking for
// nodes in ascending order takes linear time in all. Set Tree and use it.
type Pather struct {
	Tree *codec.Tree
	last [256]struct{ child, index int32 } // per field: an element of an array, and its index
}

// inside says what the children of a node become.
type inside uint8

const (
	inObject inside = iota
	inList
	inValue // the value of an attribute or capability: typed as "value", as octets "raw"
	inData  // the Data of a NOTIFICATION: hex as "data", decoded beside it
	nowhere // the node has no members: those below share its path
)

// Append appends the path of node n.
func (p *Pather) Append(dst []byte, n int32) []byte {
	if n < 0 || int(n) >= len(p.Tree.Nodes) {
		return dst
	}
	start := len(dst)
	dst, in := p.walk(dst, start, n)
	switch in {
	case inValue:
		if decoded(p.Tree, n) >= 0 {
			return append(dst, ".value"...)
		}
		return append(dst, ".raw"...)
	case inData:
		return member(dst, start, dataKey(p.Tree, n))
	}
	return dst
}

func member(dst []byte, start int, key string) []byte {
	if len(dst) > start {
		dst = append(dst, '.')
	}
	return append(dst, key...)
}

// walk appends the path as far as it leads to node n, and says what the children of n become.
func (p *Pather) walk(dst []byte, start int, n int32) ([]byte, inside) {
	t := p.Tree
	nd := &t.Nodes[n]
	if nd.Parent < 0 {
		return dst, inObject
	}
	dst, in := p.walk(dst, start, nd.Parent)
	shape := shapeOf(t, n)
	switch in {
	case nowhere:
		return dst, nowhere
	case inList:
		if !inArray(t, n) {
			return dst, nowhere
		}
		dst = append(dst, '[')
		dst = appendInt(dst, int(p.index(n)))
		return append(dst, ']'), opened(shape)
	}
	switch {
	case nd.Field == codec.FieldAttrValue || nd.Field == codec.FieldCapValue:
		return dst, inValue
	case shape == codec.ShapeTransparent:
		return dst, in
	case shape == codec.ShapeHidden || t.Partial(n):
		switch in {
		case inValue:
			dst = member(dst, start, "raw")
		case inData:
			dst = member(dst, start, dataKey(t, n))
		}
		return dst, nowhere
	case !firstWithKey(t, n):
		return dst, nowhere
	case shape == codec.ShapeHexAnd:
		return dst, inData
	}
	return member(dst, start, keyOf(t, n)), opened(shape)
}

// opened says what the children of a node of this shape become.
func opened(s codec.Shape) inside {
	switch s {
	case codec.ShapeObject, codec.ShapeAttr, codec.ShapeCap:
		return inObject
	case codec.ShapeArray:
		return inList
	}
	return nowhere
}

// dataKey gives the key of the Data that n is, or is in.
func dataKey(t *codec.Tree, n int32) string {
	for n > 0 && shapeOf(t, n) != codec.ShapeHexAnd {
		n = t.Nodes[n].Parent
	}
	return keyOf(t, n)
}

// holder gives the node whose object has n as a member.
func holder(t *codec.Tree, n int32) int32 {
	for n = t.Nodes[n].Parent; n > 0; n = t.Nodes[n].Parent {
		if s := shapeOf(t, n); s != codec.ShapeTransparent && s != codec.ShapeHexAnd {
			break
		}
	}
	return max(n, 0)
}

// firstWithKey reports whether n is the member that gets its key: a later one with the same key has none.
func firstWithKey(t *codec.Tree, n int32) bool {
	key := keyOf(t, n)
	return key != "" && findKey(t, holder(t, n), key) == n
}

// findKey gives the first member with that key in the object that node n becomes, or -1.
func findKey(t *codec.Tree, n int32, key string) int32 {
	for c := t.FirstChild(n); c >= 0; c = t.Next(c) {
		s := shapeOf(t, c)
		if s == codec.ShapeHidden {
			continue
		}
		if s != codec.ShapeTransparent && keyOf(t, c) == key {
			return c
		}
		if s == codec.ShapeTransparent || s == codec.ShapeHexAnd {
			if m := findKey(t, c, key); m >= 0 {
				return m
			}
		}
	}
	return -1
}

// index counts the elements before n in its array.
func (p *Pather) index(n int32) int32 {
	t := p.Tree
	parent := t.Nodes[n].Parent
	slot := &p.last[int(t.Nodes[n].Field)%len(p.last)]
	c, i := t.FirstChild(parent), int32(0)
	if m := slot.child; m > 0 && m <= n && int(m) < len(t.Nodes) && t.Nodes[m].Parent == parent {
		c, i = m, slot.index
	}
	for ; c >= 0 && c < n; c = t.Next(c) {
		if inArray(t, c) {
			i++
		}
	}
	slot.child, slot.index = n, i
	return i
}

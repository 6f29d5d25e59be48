package tree

import "github.com/bgpdecode/bgpdecode/codec"

// AppendValue appends the typed form of the whole tree as one JSON object: "type" and "update" of a message,
// "attributes" of a list of attributes. What each field becomes is said by its Shape.
func AppendValue(dst []byte, t *codec.Tree) []byte {
	start := len(dst)
	return closed(appendMembers(dst, t), start, '{')
}

// AppendMembers appends the members of AppendValue's object without the braces, for an object that has others
// besides. A comma goes first unless dst ends with "{".
func AppendMembers(dst []byte, t *codec.Tree) []byte {
	start := len(dst)
	if dst = appendMembers(dst, t); start == 0 || dst[start-1] == '{' || dst[start-1] == '[' {
		dst = append(dst[:start], dst[min(start+1, len(dst)):]...)
	}
	return dst
}

func appendMembers(dst []byte, t *codec.Tree) []byte {
	if len(t.Nodes) == 0 {
		return dst
	}
	e := encoder{t: t, prepared: prepare()}
	var o object
	return e.members(dst, &o, 0)
}

// AppendNode appends the typed form of one node: what stands behind its key in the object around it. A node that
// has none (a length, a marker) gives null.
func AppendNode(dst []byte, t *codec.Tree, n int32) []byte {
	e := encoder{t: t, prepared: prepare()}
	return e.element(dst, n)
}

// encoder writes the typed form of a tree. Every member and every element begins with a comma; the brace or bracket that
// opens takes the place of the first (closed).
type encoder struct {
	t *codec.Tree
	*prepared
	keys [4 * maxKeys]uint16 // of the objects that are open
	n    int                 // how many they are
}

// closed ends the object or array whose members begin at start, each with a comma.
func closed(dst []byte, start int, open byte) []byte {
	if len(dst) == start {
		dst = append(dst, open)
	} else {
		dst[start] = open
	}
	return append(dst, open+2) // '{' '}' and '[' ']' are two apart
}

// object is where the keys of an object that is being written begin in encoder.keys, so that none is written twice: JSON
// leaves open what a repeated key means. The first one wins; the fields view has them all.
type object struct {
	first int
	seen  uint64 // a bit for each key, which others may have as well
}

// maxKeys bounds the members of an object.
const maxKeys = 40

// fresh reports whether the object o can have a member.
func (e *encoder) fresh(o *object, m *memberKey) bool {
	if m.id == 0 || e.n-o.first == maxKeys || e.n == len(e.keys) {
		return false
	}
	bit := uint64(1) << (m.id & 63)
	if o.seen&bit != 0 {
		for _, id := range e.keys[o.first:e.n] {
			if id == m.id {
				return false
			}
		}
	}
	o.seen |= bit
	e.keys[e.n] = m.id
	e.n++
	return true
}

// keyOf gives the key of node n in the object around it.
func keyOf(t *codec.Tree, n int32) string {
	nd := &t.Nodes[n]
	f := codec.FieldInfo(nd.Field)
	switch {
	case nd.Field == codec.FieldASPath && nd.Parent == 0:
		return "as_path" // a path that was given without its attribute
	case nd.Field == codec.FieldType && enclosed(t, nd.Parent):
		return "message_type" // of a message in the Data, beside the keys of the NOTIFICATION
	case f.Kind == codec.KindPrefix && nd.Flags&codec.NodeTruncated != 0:
		return "raw" // no prefix can be made of it
	}
	return f.Key
}

// enclosed reports whether the header n belongs to a message inside another one.
func enclosed(t *codec.Tree, n int32) bool {
	p := t.Nodes[n].Parent
	return p >= 0 && t.Nodes[p].Field == codec.FieldDataMessage
}

func shapeOf(t *codec.Tree, n int32) codec.Shape { return codec.FieldInfo(t.Nodes[n].Field).Shape }

// members writes the children of n as members of the object o.
func (e *encoder) members(dst []byte, o *object, n int32) []byte {
	nodes := e.t.Nodes
	for c := n + 1; c < nodes[n].End; c = nodes[c].End {
		dst = e.member(dst, o, c)
	}
	return dst
}

// member writes node n, and what it passes on from below, as members of o.
func (e *encoder) member(dst []byte, o *object, n int32) []byte {
	nd := &e.t.Nodes[n]
	f := &e.fields[nd.Field]
	switch f.shape {
	case codec.ShapeHidden:
		return dst
	case codec.ShapeTransparent:
		return e.members(dst, o, n)
	case codec.ShapeHexAnd:
		if m := e.key(e.t, n, f); e.fresh(o, &m) {
			dst = AppendHexString(append(dst, m.text...), e.t.Octets(n))
		}
		return e.members(dst, o, n)
	}
	if nd.Flags&codec.NodeTruncated != 0 && e.t.Partial(n) {
		return dst
	}
	m := e.key(e.t, n, f)
	if !e.fresh(o, &m) {
		return dst
	}
	dst = append(dst, m.text...)
	if f.shape == codec.ShapeScalar {
		dst = e.scalar(dst, f, n)
	} else {
		dst = e.element(dst, n)
	}
	if f.name.id != 0 {
		if name := e.t.NameOf(n); name != "" && e.fresh(o, &f.name) {
			dst = AppendString(append(dst, f.name.text...), name)
		}
	}
	return dst
}

// element writes node n itself, without its key.
func (e *encoder) element(dst []byte, n int32) []byte {
	f := &e.fields[e.t.Nodes[n].Field]
	switch f.shape {
	case codec.ShapeScalar:
		return e.scalar(dst, f, n)
	case codec.ShapeObject, codec.ShapeTransparent:
		o, start := object{first: e.n}, len(dst)
		dst = closed(e.members(dst, &o, n), start, '{')
		e.n = o.first
		return dst
	case codec.ShapeArray:
		return e.array(dst, n)
	case codec.ShapeAttr:
		return e.attribute(dst, n)
	case codec.ShapeCap:
		return e.capability(dst, n)
	case codec.ShapeRawText:
		dst = AppendHexString(append(dst, `{"raw":`...), e.t.Octets(n))
		dst = append(dst, `,"text":`...)
		start := len(dst)
		return append(Quote(e.t.AppendValue(dst, n), start), '}')
	case codec.ShapeRaw:
		return append(AppendHexString(append(dst, `{"raw":`...), e.t.Octets(n)), '}')
	case codec.ShapeHex, codec.ShapeHexAnd:
		return AppendHexString(dst, e.t.Octets(n))
	}
	return append(dst, "null"...)
}

// scalar is appendScalar, with a short way for what comes often.
func (e *encoder) scalar(dst []byte, f *form, n int32) []byte {
	nd := &e.t.Nodes[n]
	switch f.kind {
	case codec.KindUint, codec.KindEnum, codec.KindASN, codec.KindSeconds, codec.KindAttrFlags:
		if nd.Len < 8 {
			return codec.AppendUint(dst, nd.Val)
		}
	case codec.KindIPv4, codec.KindPrefix, codec.KindCommunity, codec.KindLargeComm:
		return append(e.t.AppendValue(append(dst, '"'), n), '"')
	case codec.KindEnumName:
		if f.names != nil {
			if name := f.names.Name(nd.Val); name != "" {
				return AppendString(dst, name)
			}
		}
	case codec.KindHex:
		return AppendHexString(dst, e.t.Octets(n))
	}
	return appendScalar(dst, e.t, n)
}

func (e *encoder) array(dst []byte, n int32) []byte {
	nodes, start := e.t.Nodes, len(dst)
	for c := n + 1; c < nodes[n].End; c = nodes[c].End {
		switch f := &e.fields[nodes[c].Field]; f.shape {
		case codec.ShapeHidden, codec.ShapeTransparent:
		case codec.ShapeScalar:
			dst = e.scalar(append(dst, ','), f, c)
		default:
			dst = e.element(append(dst, ','), c)
		}
	}
	return closed(dst, start, '[')
}

// inArray reports whether child n of an array is one of its elements.
func inArray(t *codec.Tree, n int32) bool {
	s := shapeOf(t, n)
	return s != codec.ShapeHidden && s != codec.ShapeTransparent
}

// attribute writes a path attribute. Flags, type and length are left out where the Data of a NOTIFICATION came
// without them.
func (e *encoder) attribute(dst []byte, n int32) []byte {
	nodes, start := e.t.Nodes, len(dst)
	for c := n + 1; c < nodes[n].End; c = nodes[c].End {
		nd := &nodes[c]
		if nd.Field == codec.FieldAttrValue {
			dst = e.value(dst, c)
			break
		}
		if nd.Flags&codec.NodeTruncated != 0 && e.t.Partial(c) {
			continue
		}
		switch nd.Field {
		case codec.FieldAttrFlags:
			dst = codec.AppendUint(append(dst, `,"flags":`...), nd.Val)
		case codec.FieldAttrType:
			dst = append(dst, attrHeads.get(uint8(nd.Val), attrHead)...)
		case codec.FieldAttrLen:
			dst = codec.AppendUint(append(dst, `,"length":`...), nd.Val)
		}
	}
	dst = codec.AppendUint(append(dst, `,"offset":`...), uint64(nodes[n].Off))
	return closed(dst, start, '{')
}

// capability writes a capability.
func (e *encoder) capability(dst []byte, n int32) []byte {
	start := len(dst)
	if c := e.t.Child(n, codec.FieldCapCode); c >= 0 {
		if !e.t.Partial(c) {
			dst = e.t.AppendValue(append(dst, `,"code":`...), c)
		}
		dst = append(dst, capHeads.get(uint8(e.t.Nodes[c].Val), capHead)...)
	}
	if c := e.t.Child(n, codec.FieldCapValue); c >= 0 {
		dst = e.value(dst, c)
	}
	return closed(dst, start, '{')
}

// value writes the value of an attribute or capability: typed, as far as it was decoded, and as octets. A typed
// value that does not stand for all the octets is marked "incomplete": then the octets say more.
func (e *encoder) value(dst []byte, n int32) []byte {
	if v := e.decoded(n); v >= 0 {
		dst = e.element(append(dst, `,"value":`...), v)
		if !whole(e.t, n) {
			dst = append(dst, `,"incomplete":true`...)
		}
	}
	return AppendHexString(append(dst, `,"raw":`...), e.t.Octets(n))
}

// decoded is the function of that name.
func (e *encoder) decoded(n int32) int32 {
	nodes := e.t.Nodes
	for c := n + 1; c < nodes[n].End; c = nodes[c].End {
		f := &e.fields[nodes[c].Field]
		if f.odd {
			return decoded(e.t, n)
		}
		if f.value && f.shape != codec.ShapeHidden {
			return c
		}
	}
	return -1
}

// decoded gives the child of a value that holds its typed form, or -1.
func decoded(t *codec.Tree, n int32) int32 {
	for c := t.FirstChild(n); c >= 0; c = t.Next(c) {
		if s := shapeOf(t, c); s != codec.ShapeHidden && keyOf(t, c) == "value" {
			return c
		}
	}
	return -1
}

// whole reports whether the typed form of the value n tells every octet of it: nothing is left over, and nothing
// is missing.
func whole(t *codec.Tree, n int32) bool {
	for i := n; i < t.Nodes[n].End; i++ {
		switch nd := &t.Nodes[i]; {
		case nd.Flags&(codec.NodeTruncated|codec.NodeGap) != 0,
			nd.Field == codec.FieldAttrRaw, nd.Field == codec.FieldCapRaw:
			return false
		}
	}
	return true
}

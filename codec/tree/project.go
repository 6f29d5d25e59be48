package tree

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// AppendValue appends the typed form of the whole tree as one JSON object: "type" and "update" of a message,
// "attributes" of a list of attributes. What each field becomes is said by its Shape.
func AppendValue(dst []byte, t *codec.Tree) []byte {
	dst = append(dst, '{')
	dst = AppendMembers(dst, t)
	return append(dst, '}')
}

// AppendMembers appends the members of AppendValue's object without the braces, for an object that has others
// besides. A comma goes first unless dst ends with "{".
func AppendMembers(dst []byte, t *codec.Tree) []byte {
	if len(t.Nodes) == 0 {
		return dst
	}
	e := encoder{t: t, dst: dst}
	e.members(0, 0)
	return e.dst
}

// AppendNode appends the typed form of one node: what stands behind its key in the object around it. A node that
// has none (a length, a marker) gives null.
func AppendNode(dst []byte, t *codec.Tree, n int32) []byte {
	e := encoder{t: t, dst: dst}
	e.element(n)
	return e.dst
}

// encoder writes the typed form of a tree.
type encoder struct {
	t    *codec.Tree
	dst  []byte
	keys [4 * maxKeys]string // of the objects that are open
	n    int                 // how many they are
}

// object is where the keys of an object that is being written begin in encoder.keys, so that none is written twice: JSON
// leaves open what a repeated key means. The first one wins; the fields view has them all.
type object int

// maxKeys bounds the members of an object.
const maxKeys = 40

func (e *encoder) key(o object, key string) bool {
	keys := e.keys[o:e.n]
	if key == "" || len(keys) == maxKeys || e.n == len(e.keys) {
		return false
	}
	for _, k := range keys {
		if k == key {
			return false
		}
	}
	e.keys[e.n] = key
	e.n++
	e.dst = AppendKey(e.dst, key)
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
func (e *encoder) members(o object, n int32) {
	for c := e.t.FirstChild(n); c >= 0; c = e.t.Next(c) {
		e.member(o, c)
	}
}

// member writes node n, and what it passes on from below, as members of o.
func (e *encoder) member(o object, n int32) {
	switch shapeOf(e.t, n) {
	case codec.ShapeHidden:
	case codec.ShapeTransparent:
		e.members(o, n)
	case codec.ShapeHexAnd:
		if e.key(o, keyOf(e.t, n)) {
			e.dst = AppendHexString(e.dst, e.t.Octets(n))
		}
		e.members(o, n)
	default:
		if e.t.Partial(n) || !e.key(o, keyOf(e.t, n)) {
			return
		}
		e.element(n)
		e.name(o, n)
	}
}

// name writes the registry's name of the number in n under the field's key for names.
func (e *encoder) name(o object, n int32) {
	k := codec.FieldInfo(e.t.Nodes[n].Field).NameKey
	if k == "" {
		return
	}
	if name := e.t.NameOf(n); name != "" && e.key(o, k) {
		e.dst = AppendString(e.dst, name)
	}
}

// element writes node n itself, without its key.
func (e *encoder) element(n int32) {
	switch shapeOf(e.t, n) {
	case codec.ShapeScalar:
		e.dst = appendScalar(e.dst, e.t, n)
	case codec.ShapeObject, codec.ShapeTransparent:
		o := object(e.n)
		e.dst = append(e.dst, '{')
		e.members(o, n)
		e.dst = append(e.dst, '}')
		e.n = int(o)
	case codec.ShapeArray:
		e.array(n)
	case codec.ShapeAttr:
		e.attribute(n)
	case codec.ShapeCap:
		e.capability(n)
	case codec.ShapeRawText:
		e.dst = append(e.dst, '{')
		e.raw(n)
		e.dst = AppendKey(e.dst, "text")
		start := len(e.dst)
		e.dst = Quote(e.t.AppendValue(e.dst, n), start)
		e.dst = append(e.dst, '}')
	case codec.ShapeRaw:
		e.dst = append(e.dst, '{')
		e.raw(n)
		e.dst = append(e.dst, '}')
	case codec.ShapeHex, codec.ShapeHexAnd:
		e.dst = AppendHexString(e.dst, e.t.Octets(n))
	default:
		e.dst = append(e.dst, "null"...)
	}
}

func (e *encoder) raw(n int32) {
	e.dst = AppendKey(e.dst, "raw")
	e.dst = AppendHexString(e.dst, e.t.Octets(n))
}

func (e *encoder) array(n int32) {
	t := e.t
	e.dst = append(e.dst, '[')
	for c := t.FirstChild(n); c >= 0; c = t.Next(c) {
		switch shapeOf(t, c) {
		case codec.ShapeHidden, codec.ShapeTransparent:
		case codec.ShapeScalar:
			e.dst = appendScalar(comma(e.dst), t, c)
		default:
			e.dst = comma(e.dst)
			e.element(c)
		}
	}
	e.dst = append(e.dst, ']')
}

// inArray reports whether child n of an array is one of its elements.
func inArray(t *codec.Tree, n int32) bool {
	s := shapeOf(t, n)
	return s != codec.ShapeHidden && s != codec.ShapeTransparent
}

// attribute writes a path attribute. Flags, type and length are left out where the Data of a NOTIFICATION came
// without them.
func (e *encoder) attribute(n int32) {
	t := e.t
	e.dst = append(e.dst, '{')
	value := int32(-1)
	for c := t.FirstChild(n); c >= 0; c = t.Next(c) {
		nd := &t.Nodes[c]
		if nd.Field == codec.FieldAttrValue {
			value = c
			break
		}
		if t.Partial(c) {
			continue
		}
		switch nd.Field {
		case codec.FieldAttrFlags:
			e.dst = appendUintMember(e.dst, "flags", nd.Val)
		case codec.FieldAttrType:
			e.dst = appendUintMember(e.dst, "type", nd.Val)
			e.text("name", registry.TablePathAttributes.Name(nd.Val))
			e.text("symbol", registry.Attr(uint8(nd.Val)).Symbol)
		case codec.FieldAttrLen:
			e.dst = appendUintMember(e.dst, "length", nd.Val)
		}
	}
	e.value(value)
	e.dst = appendUintMember(e.dst, "offset", uint64(t.Nodes[n].Off))
	e.dst = append(e.dst, '}')
}

// capability writes a capability.
func (e *encoder) capability(n int32) {
	t := e.t
	e.dst = append(e.dst, '{')
	if c := t.Child(n, codec.FieldCapCode); c >= 0 {
		e.number(n, codec.FieldCapCode, "code")
		e.text("name", registry.TableCapabilities.Name(t.Nodes[c].Val))
	}
	e.value(t.Child(n, codec.FieldCapValue))
	e.dst = append(e.dst, '}')
}

// value writes the value of an attribute or capability: typed, as far as it was decoded, and as octets. A typed
// value that does not stand for all the octets is marked "incomplete": then the octets say more.
func (e *encoder) value(n int32) {
	if n < 0 {
		return
	}
	if v := decoded(e.t, n); v >= 0 {
		e.dst = AppendKey(e.dst, "value")
		e.element(v)
		if !whole(e.t, n) {
			e.dst = AppendKey(e.dst, "incomplete")
			e.dst = append(e.dst, "true"...)
		}
	}
	e.raw(n)
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

func (e *encoder) number(n int32, f codec.FieldID, key string) {
	if c := e.t.Child(n, f); c >= 0 && !e.t.Partial(c) {
		e.dst = AppendKey(e.dst, key)
		e.dst = e.t.AppendValue(e.dst, c)
	}
}

func (e *encoder) text(key, s string) {
	if s != "" {
		e.dst = AppendStringMember(e.dst, key, s)
	}
}

package tree

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// AppendValueSlow is AppendValue by asking each field what it becomes, without anything prepared: what tests compare it with.
func AppendValueSlow(dst []byte, t *codec.Tree) []byte {
	e := slowEncoder{t: t, dst: append(dst, '{')}
	if len(t.Nodes) > 0 {
		e.members(0, 0)
	}
	return append(e.dst, '}')
}

func slowUint(dst []byte, key string, v uint64) []byte {
	return strconv.AppendUint(AppendKey(dst, key), v, 10)
}

// slowEncoder writes the typed form of a tree.
type slowEncoder struct {
	t    *codec.Tree
	dst  []byte
	keys [4 * maxKeys]string // of the objects that are open
	n    int                 // how many they are
}

// slowObject is where the keys of an object that is being written begin in slowEncoder.keys.
type slowObject int

func (e *slowEncoder) key(o slowObject, key string) bool {
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

// members writes the children of n as members of the object o.
func (e *slowEncoder) members(o slowObject, n int32) {
	for c := e.t.FirstChild(n); c >= 0; c = e.t.Next(c) {
		e.member(o, c)
	}
}

// member writes node n, and what it passes on from below, as members of o.
func (e *slowEncoder) member(o slowObject, n int32) {
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
func (e *slowEncoder) name(o slowObject, n int32) {
	k := codec.FieldInfo(e.t.Nodes[n].Field).NameKey
	if k == "" {
		return
	}
	if name := e.t.NameOf(n); name != "" && e.key(o, k) {
		e.dst = AppendString(e.dst, name)
	}
}

// element writes node n itself, without its key.
func (e *slowEncoder) element(n int32) {
	switch shapeOf(e.t, n) {
	case codec.ShapeScalar:
		e.dst = appendScalar(e.dst, e.t, n)
	case codec.ShapeObject, codec.ShapeTransparent:
		o := slowObject(e.n)
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

func (e *slowEncoder) raw(n int32) {
	e.dst = AppendKey(e.dst, "raw")
	e.dst = AppendHexString(e.dst, e.t.Octets(n))
}

func (e *slowEncoder) array(n int32) {
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

// attribute writes a path attribute. Flags, type and length are left out where the Data of a NOTIFICATION came
// without them.
func (e *slowEncoder) attribute(n int32) {
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
			e.dst = slowUint(e.dst, "flags", nd.Val)
		case codec.FieldAttrType:
			e.dst = slowUint(e.dst, "type", nd.Val)
			e.text("name", registry.TablePathAttributes.Name(nd.Val))
			e.text("symbol", registry.Attr(uint8(nd.Val)).Symbol)
		case codec.FieldAttrLen:
			e.dst = slowUint(e.dst, "length", nd.Val)
		}
	}
	e.value(value)
	e.dst = slowUint(e.dst, "offset", uint64(t.Nodes[n].Off))
	e.dst = append(e.dst, '}')
}

// capability writes a capability.
func (e *slowEncoder) capability(n int32) {
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
func (e *slowEncoder) value(n int32) {
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

func (e *slowEncoder) number(n int32, f codec.FieldID, key string) {
	if c := e.t.Child(n, f); c >= 0 && !e.t.Partial(c) {
		e.dst = AppendKey(e.dst, key)
		e.dst = e.t.AppendValue(e.dst, c)
	}
}

func (e *slowEncoder) text(key, s string) {
	if s != "" {
		e.dst = AppendStringMember(e.dst, key, s)
	}
}

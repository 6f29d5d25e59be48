package tree

import (
	"sync"
	"sync/atomic"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// memberKey is a key as it stands in the text, and a number that the same keys have: to see that one is repeated.
type memberKey struct {
	text string // `,"key":`; "" for none
	id   uint16 // 0 for none
}

// form is a field as it is written: what codec.Field says of it, prepared so that a key is one piece to copy and a value
// that comes often is written without asking what it is.
type form struct {
	key, name memberKey // of the value, and of the registry's name
	shape     codec.Shape
	kind      codec.Kind
	odd       bool // the key depends on the node: see keyOf
	value     bool // the key is "value"
	names     *registry.Table
}

// prepared is what all encoders share.
type prepared struct {
	fields []form // at their FieldID
	odd    [len(oddKeys)]memberKey
}

// oddKeys are the keys that keyOf gives beside those of the fields.
var oddKeys = [...]string{"as_path", "message_type", "raw"}

// prepare makes the forms when the first JSON is written.
var prepare = sync.OnceValue(func() *prepared {
	members := map[string]memberKey{"": {}}
	of := func(key string) memberKey {
		m, ok := members[key]
		if !ok {
			m = memberKey{`,"` + key + `":`, uint16(len(members))}
			members[key] = m
		}
		return m
	}
	p := new(prepared)
	for id := range codec.AllFields() {
		f := codec.FieldInfo(id)
		p.fields = append(p.fields, make([]form, int(id)+1-len(p.fields))...)
		p.fields[id] = form{
			key: of(f.Key), name: of(f.NameKey), shape: f.Shape, kind: f.Kind, value: f.Key == "value", names: f.Table(),
			odd: f.Kind == codec.KindPrefix || id == codec.FieldASPath || id == codec.FieldType,
		}
	}
	for i, key := range oddKeys {
		p.odd[i] = of(key)
	}
	return p
})

// key gives the member of node n, as keyOf does.
func (p *prepared) key(t *codec.Tree, n int32, f *form) memberKey {
	if !f.odd || f.kind == codec.KindPrefix && t.Nodes[n].Flags&codec.NodeTruncated == 0 {
		return f.key
	}
	key := keyOf(t, n)
	for i := range p.odd {
		if oddKeys[i] == key {
			return p.odd[i]
		}
	}
	return f.key
}

// heads are the beginnings of objects that tell a code and its names, at that code: written once, then copied.
type heads [256]atomic.Pointer[string]

// get gives the beginning for a code, which write makes.
func (h *heads) get(code uint8, write func(dst []byte, code uint8) []byte) string {
	if s := h[code].Load(); s != nil {
		return *s
	}
	s := string(write(nil, code))
	h[code].Store(&s)
	return s
}

var attrHeads, capHeads heads

func attrHead(dst []byte, code uint8) []byte {
	dst = codec.AppendUint(append(dst, `,"type":`...), uint64(code))
	if s := registry.TablePathAttributes.Name(uint64(code)); s != "" {
		dst = AppendString(append(dst, `,"name":`...), s)
	}
	if s := registry.Attr(code).Symbol; s != "" {
		dst = AppendString(append(dst, `,"symbol":`...), s)
	}
	return dst
}

func capHead(dst []byte, code uint8) []byte {
	if s := registry.TableCapabilities.Name(uint64(code)); s != "" {
		dst = AppendString(append(dst, `,"name":`...), s)
	}
	return dst
}

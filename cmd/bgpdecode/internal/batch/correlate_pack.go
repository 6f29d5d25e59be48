package batch

import (
	"encoding/binary"
	"reflect"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// packed is an event as it is held while it waits to be compared with others: an event has a hundred fields, of which a
// line fills twenty.
type packed struct {
	fields string // those that are not zero
	octets []byte
	others []any // what cannot be written as a string: values of types with inner parts
}

// size is about how many octets a packed event takes.
func (p *packed) size() int { return len(p.fields) + cap(p.octets) + 64*len(p.others) }

// packer packs events. It is for one goroutine.
type packer struct {
	plan *packPlan
	buf  []byte
	one  packed
}

// packPlan is how values of one type are packed.
type packPlan struct {
	kind   reflect.Kind // Invalid: the value is kept as it is
	octets bool         // a slice of octets
	stamp  bool         // a time.Time
	elem   *packPlan    // of a pointer or a slice
	fields []packField  // of a struct
}

type packField struct {
	at int
	*packPlan
}

func newPacker() *packer {
	return &packer{plan: planOf(reflect.TypeFor[dump.Event](), map[reflect.Type]*packPlan{})}
}

// planOf makes a plan. A struct with parts that are not exported cannot be taken apart; in an event itself they are what
// only the reading of the line needed.
func planOf(t reflect.Type, known map[reflect.Type]*packPlan) *packPlan {
	if p := known[t]; p != nil {
		return p
	}
	p := &packPlan{kind: t.Kind()}
	known[t] = p
	switch t.Kind() {
	case reflect.Bool, reflect.String,
		reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
	case reflect.Slice:
		if p.octets = t.Elem().Kind() == reflect.Uint8; !p.octets {
			p.elem = planOf(t.Elem(), known)
		}
	case reflect.Pointer:
		p.elem = planOf(t.Elem(), known)
	case reflect.Struct:
		if p.stamp = t == reflect.TypeFor[time.Time](); p.stamp {
			break
		}
		event := t == reflect.TypeFor[logline.Event]()
		for i := range t.NumField() {
			f := t.Field(i)
			switch {
			case t == reflect.TypeFor[dump.Event]() && f.Name == "Octets", f.Type == reflect.TypeFor[logline.Dump]():
			case f.IsExported():
				p.fields = append(p.fields, packField{i, planOf(f.Type, known)})
			case !event:
				p.kind, p.fields = reflect.Invalid, nil
				return p
			}
		}
	default:
		p.kind = reflect.Invalid
	}
	return p
}

// pack takes what an event tells. The event itself is not needed any more then.
func (k *packer) pack(ev *dump.Event) packed {
	k.buf, k.one = k.buf[:0], packed{}
	k.put(k.plan, reflect.ValueOf(ev).Elem())
	k.one.fields = string(k.buf)
	if ev.Octets != nil {
		k.one.octets = append(make([]byte, 0, len(ev.Octets)), ev.Octets...)
	}
	return k.one
}

func (k *packer) put(p *packPlan, v reflect.Value) {
	switch {
	case p.kind == reflect.Invalid:
		k.one.others = append(k.one.others, v.Interface())
	case p.stamp:
		b, err := v.Interface().(time.Time).MarshalBinary()
		if err != nil {
			b = nil
			k.one.others = append(k.one.others, v.Interface())
		}
		k.octets(b)
	case p.octets:
		k.octets(v.Bytes())
	case p.kind == reflect.String:
		s := v.String()
		k.buf = append(binary.AppendUvarint(k.buf, uint64(len(s))), s...)
	case p.kind == reflect.Bool:
		b := byte(0)
		if v.Bool() {
			b = 1
		}
		k.buf = append(k.buf, b)
	case v.CanInt():
		k.buf = binary.AppendVarint(k.buf, v.Int())
	case v.CanUint():
		k.buf = binary.AppendUvarint(k.buf, v.Uint())
	case p.kind == reflect.Slice:
		k.buf = binary.AppendUvarint(k.buf, uint64(v.Len()))
		for i := range v.Len() {
			k.put(p.elem, v.Index(i))
		}
	case p.kind == reflect.Pointer:
		if v.IsNil() {
			k.buf = append(k.buf, 0)
			return
		}
		k.buf = append(k.buf, 1)
		k.put(p.elem, v.Elem())
	case p.kind == reflect.Struct:
		for i, f := range p.fields {
			if w := v.Field(f.at); !w.IsZero() {
				k.buf = binary.AppendUvarint(k.buf, uint64(i+1))
				k.put(f.packPlan, w)
			}
		}
		k.buf = append(k.buf, 0)
	}
}

func (k *packer) octets(b []byte) {
	k.buf = append(binary.AppendUvarint(k.buf, uint64(len(b))), b...)
}

// unpack writes the event to to, which must be zero.
func (k *packer) unpack(p packed, to *dump.Event) {
	k.one = p
	k.take(k.plan, reflect.ValueOf(to).Elem())
	to.Octets = p.octets
	k.one = packed{}
}

func (k *packer) take(p *packPlan, v reflect.Value) {
	switch {
	case p.kind == reflect.Invalid:
		v.Set(reflect.ValueOf(k.other()))
	case p.stamp:
		var t time.Time
		if b := k.text(); b == "" {
			t = k.other().(time.Time)
		} else if t.UnmarshalBinary([]byte(b)) != nil {
			return
		}
		v.Set(reflect.ValueOf(t))
	case p.octets:
		v.SetBytes([]byte(k.text()))
	case p.kind == reflect.String:
		v.SetString(k.text())
	case p.kind == reflect.Bool:
		v.SetBool(k.number() == 1)
	case v.CanInt():
		u := k.number()
		v.SetInt(int64(u>>1) ^ -int64(u&1)) // as binary.Varint
	case v.CanUint():
		v.SetUint(k.number())
	case p.kind == reflect.Slice:
		n := int(k.number())
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			k.take(p.elem, v.Index(i))
		}
	case p.kind == reflect.Pointer:
		if k.number() == 1 {
			v.Set(reflect.New(v.Type().Elem()))
			k.take(p.elem, v.Elem())
		}
	case p.kind == reflect.Struct:
		for {
			i := k.number()
			if i == 0 {
				return
			}
			f := &p.fields[i-1]
			k.take(f.packPlan, v.Field(f.at))
		}
	}
}

func (k *packer) number() uint64 {
	var u uint64
	for shift := 0; ; shift += 7 {
		b := k.one.fields[0]
		k.one.fields = k.one.fields[1:]
		if u |= uint64(b&0x7f) << shift; b < 0x80 {
			return u
		}
	}
}

func (k *packer) text() string {
	n := k.number()
	s := k.one.fields[:n]
	k.one.fields = k.one.fields[n:]
	return s
}

func (k *packer) other() any {
	o := k.one.others[0]
	k.one.others = k.one.others[1:]
	return o
}

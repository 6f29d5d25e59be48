package cli

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// object builds one JSON object for the small commands, key by key, without reflection. Empty strings are left out:
// a key whose value is not known is not there.
type object struct{ buf []byte }

func (o *object) key(k string) {
	if len(o.buf) == 0 {
		o.buf = append(o.buf, '{')
	} else {
		o.buf = append(o.buf, ',')
	}
	o.buf = append(tree.AppendString(o.buf, k), ':')
}

func (o *object) str(k, v string) *object {
	if v != "" {
		o.key(k)
		o.buf = tree.AppendString(o.buf, v)
	}
	return o
}

func (o *object) num(k string, v uint64) *object {
	o.key(k)
	o.buf = strconv.AppendUint(o.buf, v, 10)
	return o
}

// yes adds the key when v is true.
func (o *object) yes(k string, v bool) *object {
	if v {
		o.key(k)
		o.buf = append(o.buf, "true"...)
	}
	return o
}

// obj adds an object, unless it is empty.
func (o *object) obj(k string, v *object) *object {
	if len(v.buf) > 0 {
		o.key(k)
		o.buf = append(append(o.buf, v.buf...), '}')
	}
	return o
}

// objs adds an array of objects, unless it is empty.
func (o *object) objs(k string, list []*object) *object {
	if len(list) == 0 {
		return o
	}
	o.key(k)
	for i, v := range list {
		o.buf = append(o.buf, "[,"[min(i, 1)])
		if len(v.buf) == 0 {
			o.buf = append(o.buf, '{')
		}
		o.buf = append(append(o.buf, v.buf...), '}')
	}
	o.buf = append(o.buf, ']')
	return o
}

// strs adds an array of strings, unless it is empty.
func (o *object) strs(k string, list []string) *object {
	if len(list) == 0 {
		return o
	}
	o.key(k)
	for i, v := range list {
		o.buf = append(o.buf, "[,"[min(i, 1)])
		o.buf = tree.AppendString(o.buf, v)
	}
	o.buf = append(o.buf, ']')
	return o
}

// writeJSON writes one object on a line of its own.
func (a *app) writeJSON(o *object) error {
	if len(o.buf) == 0 {
		o.buf = append(o.buf, '{')
	}
	_, err := a.out.Write(append(o.buf, '}', '\n'))
	return err
}

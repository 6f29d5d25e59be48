package fault

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// octets gives a sample that does not depend on the session.
func octets(b ...byte) func(*Params) []byte { return func(*Params) []byte { return b } }

// fillOrigin has the faults of ORIGIN (RFC 4271 section 5.1.1).
func fillOrigin(l *list) {
	fillAttr(l, &attrRow{
		flags: wk, sample: octets(0), refs: []string{"RFC 7606 §7.1"}, malformed: withdraw, conflict: withdraw,
		long: 2, zero: true, missing: true,
	})
	for _, v := range []struct {
		id, text string
		value    byte
	}{{"value", "3", 3}, {"value_255", "255", 255}} {
		l.add(Fault{
			ID: v.id, Title: "ORIGIN has the value " + v.text + ", which is not defined", Phase: Established, Refs: []string{"RFC 4271 §6.3", "RFC 7606 §7.1"},
			Want4271: upd(registry.SubInvalidOrigin, DataAttr), Want7606: Want{Action: withdraw}, Finding: codec.FindOriginValue,
			edit:  func(d *draft) error { return d.value(wk, []byte{v.value}, 0, 1) },
			match: func(a *codec.Attr) bool { return len(a.Value) == 1 && a.Value[0] > 2 },
		})
	}
}

// value sets the value of the fault's attribute, of which n octets from off on are at fault.
func (d *draft) value(flags uint8, v []byte, off, n int) error {
	i := d.put(flags, d.f.Attr, v)
	d.mark(inValue, i, off, n)
	return nil
}

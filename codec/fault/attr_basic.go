package fault

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// octets gives a sample that does not depend on the session.
func octets(b ...byte) func(*Params) []byte { return func(*Params) []byte { return b[:len(b):len(b)] } }

// value sets the value of the fault's attribute, of which n octets from off on are at fault.
func (d *draft) value(flags uint8, v []byte, off, n int) error {
	i := d.put(flags, d.f.Attr, v)
	d.mark(inValue, i, off, n)
	return nil
}

// wrongValue adds a fault of a value of the right length. r is that of the group.
func (l *list) wrongValue(r *attrRow, f Fault, off, n int, v func(*Params) []byte) *Fault {
	f.Phase, f.Needs = Established, r.needs
	f.edit = func(d *draft) error { return d.value(r.flags, v(d.p), off, n) }
	return l.add(f)
}

// fillOrigin has the faults of ORIGIN (RFC 4271 section 5.1.1).
func fillOrigin(l *list) {
	r := &attrRow{flags: wk, sample: octets(0), refs: []string{"RFC 7606 §7.1"}, malformed: withdraw, conflict: withdraw, long: 2, zero: true, missing: true}
	fillAttr(l, r)
	undefined := func(id, text string, v byte) {
		l.wrongValue(r, Fault{
			ID: id, Title: "ORIGIN has the value " + text + ", which is not defined", Refs: []string{"RFC 4271 §6.3", "RFC 7606 §7.1"},
			Want4271: upd(registry.SubInvalidOrigin, DataAttr), Want7606: Want{Action: withdraw}, Finding: codec.FindOriginValue,
			match: func(a *codec.Attr) bool {
				return len(a.Value) == 1 && a.Value[0] > 2 && (a.Value[0] == 255) == (v == 255)
			},
		}, 0, 1, octets(v))
	}
	undefined("value", "3", 3)
	undefined("value_255", "255", 255)
}

// fillNextHop has the faults of NEXT_HOP (RFC 4271 section 5.1.3).
func fillNextHop(l *list) {
	r := &attrRow{
		flags: wk, sample: func(p *Params) []byte { return p.NextHop.AsSlice() }, refs: []string{"RFC 7606 §7.3"},
		malformed: withdraw, conflict: withdraw, short: 3, long: 5, zero: true, missing: true,
	}
	fillAttr(l, r)
	const why = "RFC 7606 §7.3 calls only a wrong length malformed; the route is of no use and may be ignored"
	for _, v := range []struct {
		id, text string
		addr     [4]byte
	}{
		{"value_zero", "0.0.0.0", [4]byte{}},
		{"value_multicast", "224.0.0.1", [4]byte{224, 0, 0, 1}},
		{"value_broadcast", "255.255.255.255", [4]byte{255, 255, 255, 255}},
		{"value_class_e", "240.0.0.1", [4]byte{240, 0, 0, 1}},
		{"value_loopback", "127.0.0.1", [4]byte{127, 0, 0, 1}},
	} {
		l.wrongValue(r, Fault{
			ID: v.id, Title: "NEXT_HOP is " + v.text + ", not the address of a host", Refs: []string{"RFC 4271 §6.3", "RFC 7606 §7.3"},
			Want4271: upd(registry.SubInvalidNextHop, DataAttr), Want7606: Want{}.or(why, withdraw, reset), Finding: codec.FindNextHopValue,
			match: func(a *codec.Attr) bool { return string(a.Value) == string(v.addr[:]) },
		}, 0, 4, octets(v.addr[:]...))
	}
	semantic := quiet(nothing, "the route is ignored and the error logged; no NOTIFICATION is sent").or("", withdraw)
	semantic.Why = "a semantic error: the route is ignored and the error logged, no NOTIFICATION is sent"
	l.wrongValue(r, Fault{
		ID: "elsewhere", Title: "NEXT_HOP is an address that is on no link of the two", Refs: []string{"RFC 4271 §6.3"},
		Want4271: semantic, Want7606: semantic,
	}, 0, 4, octets(203, 0, 113, 77))
}

// fillMED has the faults of MULTI_EXIT_DISC (RFC 4271 section 5.1.4).
func fillMED(l *list) {
	fillAttr(l, &attrRow{
		flags: on, sample: octets(0, 0, 0, 50), refs: []string{"RFC 7606 §7.4"}, malformed: withdraw, conflict: withdraw, short: 3, long: 5, zero: true,
	})
}

// fillLocalPref has the faults of LOCAL_PREF (RFC 4271 section 5.1.5).
func fillLocalPref(l *list) {
	r := &attrRow{
		flags: wk, sample: octets(0, 0, 0, 100), needs: Needs{Peer: codec.PeerIBGP}, refs: []string{"RFC 7606 §7.5"},
		malformed: withdraw, external: discard, conflict: withdraw, short: 3, long: 5, zero: true, missing: true,
	}
	fillAttr(l, r)
	l.fromOutside(r, codec.FindLocalPrefEBGP, "RFC 4271 §5.1.5", "it must be ignored")
}

// fromOutside adds the attribute of an internal session, well formed, on an external one.
func (l *list) fromOutside(r *attrRow, find codec.FindingID, ref, why string) {
	f := l.add(Fault{
		ID: "external", Title: l.symbol() + " from an external peer", Phase: Established, Needs: Needs{Peer: codec.PeerEBGP}, Refs: []string{ref, "RFC 7606 §7"},
		Want4271: quiet(discard, why), Want7606: quiet(discard, why), Finding: find,
		edit: func(d *draft) error {
			d.mark(inFlags, d.have(r), 0, 1)
			return nil
		},
	})
	f.Want4271.Also = []registry.Action{nothing}
}

// fillAtomicAggregate has the faults of ATOMIC_AGGREGATE (RFC 4271 section 5.1.6).
func fillAtomicAggregate(l *list) {
	fillAttr(l, &attrRow{
		flags: wk, sample: octets(), refs: []string{"RFC 7606 §7.6"}, malformed: discard, conflict: withdraw, conflictAlso: discard, long: 1,
	})
}

// fillAggregator has the faults of AGGREGATOR (RFC 4271 section 5.1.7).
func fillAggregator(l *list) {
	r := &attrRow{
		flags: ot, sample: aggregator, refs: []string{"RFC 7606 §7.7"}, malformed: discard, conflict: withdraw, conflictAlso: discard,
		short: 5, long: 9, zero: true,
	}
	fillAttr(l, r)
	width := func(id, title string, needs Feature, v []byte) {
		l.add(Fault{
			ID: id, Title: title, Phase: Established, Needs: Needs{AS4: needs}, Refs: []string{"RFC 6793 §4.1", "RFC 7606 §7.7"},
			Want4271: upd(registry.SubAttributeLength, DataAttr), Want7606: Want{Action: discard}, Finding: codec.FindAttrLengthWidth,
			edit: func(d *draft) error {
				d.mark(inLength, d.put(ot, d.f.Attr, v), 0, 1)
				return nil
			},
			match: func(a *codec.Attr) bool { return a.Length == len(v) },
		})
	}
	width("as_width_2", "AGGREGATOR with a 2-octet AS number on a session with 4-octet ones", With, []byte{0xfb, 0xf4, 192, 0, 2, 1})
	width("as_width_4", "AGGREGATOR with a 4-octet AS number on a session with 2-octet ones", Without, []byte{0, 0, 0xfb, 0xf4, 192, 0, 2, 1})
	l.wrongValue(r, Fault{
		ID: "as_zero", Title: "AGGREGATOR carries AS 0", Refs: []string{"RFC 7607 §2", "RFC 7606 §7.7"},
		Want4271: upd(registry.SubOptionalAttribute, DataAttr), Want7606: Want{Action: discard}, Finding: codec.FindAggregatorASZero,
		match: func(a *codec.Attr) bool { return len(a.Value) >= 6 && a.Value[0]|a.Value[1] == 0 },
	}, 0, 2, func(p *Params) []byte {
		v := aggregator(p)
		clear(v[:len(v)-4])
		return v
	})
}

// aggregator is AS 64500 and 192.0.2.1.
func aggregator(p *Params) []byte {
	v := []byte{0, 0, 0xfb, 0xf4, 192, 0, 2, 1}
	if !p.Context.AS4 {
		v = v[2:]
	}
	return v
}

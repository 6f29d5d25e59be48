package fault

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// fillCommunities has the faults of COMMUNITIES (RFC 1997).
func fillCommunities(l *list) {
	r := &attrRow{
		flags: ot, sample: octets(0xfb, 0xf0, 0, 100, 0xfb, 0xf0, 0, 200), refs: []string{"RFC 7606 §7.8"}, malformed: withdraw, conflict: withdraw,
		short: 3, long: 9, zero: true,
	}
	fillAttr(l, r)
	l.legalValue(r, "legal_reserved", "COMMUNITIES with values of the reserved ranges", "RFC 1997", octets(0, 0, 0, 0, 0xff, 0xff, 0xff, 0x99))
}

// legalValue adds a value that no receiver may complain about.
func (l *list) legalValue(r *attrRow, id, title, ref string, v func(*Params) []byte) *Fault {
	ok := quiet(nothing, "it is legal")
	return l.wrongValue(r, Fault{ID: id, Title: title, Refs: []string{ref}, Want4271: ok, Want7606: ok}, 0, 1, v)
}

// fillExtCommunities has the faults of EXTENDED COMMUNITIES (RFC 4360).
func fillExtCommunities(l *list) {
	r := &attrRow{
		flags: ot, sample: octets(0, 2, 0xfb, 0xf0, 0, 0, 0, 1), refs: []string{"RFC 7606 §7.14"}, malformed: withdraw, conflict: withdraw,
		short: 7, long: 9, zero: true,
	}
	fillAttr(l, r)
	l.legalValue(r, "legal_unknown_type", "EXTENDED COMMUNITIES of a type that nobody knows", "RFC 4360 §6", octets(0x3e, 0x7f, 1, 2, 3, 4, 5, 6))
}

// fillIPv6Communities has the faults of IPv6 Address Specific Extended Communities (RFC 5701).
func fillIPv6Communities(l *list) {
	v := append([]byte{0, 2, 0x20, 0x01, 0x0d, 0xb8}, make([]byte, 14)...)
	fillAttr(l, &attrRow{
		flags: ot, sample: octets(v...), refs: []string{"RFC 7606 §7.15"}, malformed: withdraw, conflict: withdraw, short: 19, long: 21, zero: true,
	})
}

// fillLargeCommunity has the faults of LARGE_COMMUNITY (RFC 8092).
func fillLargeCommunity(l *list) {
	fillAttr(l, &attrRow{
		flags: ot, sample: octets(0, 0, 0xfb, 0xf0, 0, 0, 0, 1, 0, 0, 0, 2), refs: []string{"RFC 8092 §6"}, malformed: withdraw, conflict: withdraw,
		short: 11, long: 13, zero: true,
	})
}

// fillOriginatorID has the faults of ORIGINATOR_ID (RFC 4456 section 8).
func fillOriginatorID(l *list) {
	r := &attrRow{
		flags: on, sample: octets(192, 0, 2, 77), needs: Needs{Peer: codec.PeerIBGP}, refs: []string{"RFC 7606 §7.9"},
		malformed: withdraw, external: discard, conflict: withdraw, short: 3, long: 5, zero: true,
	}
	fillAttr(l, r)
	l.fromOutside(r, codec.FindReflectEBGP, "RFC 4456 §8", "it is of no use between AS and discarded")
}

// fillClusterList has the faults of CLUSTER_LIST (RFC 4456 section 8).
func fillClusterList(l *list) {
	r := &attrRow{
		flags: on, sample: octets(192, 0, 2, 88), needs: Needs{Peer: codec.PeerIBGP}, refs: []string{"RFC 7606 §7.10"},
		malformed: withdraw, external: discard, conflict: withdraw, short: 3, long: 5, zero: true,
	}
	fillAttr(l, r)
	l.fromOutside(r, codec.FindReflectEBGP, "RFC 4456 §8", "it is of no use between AS and discarded")
}

// fillOTC has the faults of Only to Customer (RFC 9234 section 5).
func fillOTC(l *list) {
	r := &attrRow{
		flags: ot, sample: octets(0, 0, 0xfb, 0xf4), refs: []string{"RFC 9234 §5"}, malformed: withdraw, conflict: withdraw, short: 3, long: 5, zero: true,
	}
	fillAttr(l, r)
	odd := quiet(nothing, "RFC 9234 does not forbid it, RFC 7607 did not know the attribute").or("", withdraw)
	odd.Why = "RFC 9234 does not forbid it, RFC 7607 did not know the attribute"
	l.wrongValue(r, Fault{
		ID: "as_zero", Title: "Only to Customer carries AS 0", Refs: []string{"RFC 9234 §5"}, Want4271: odd, Want7606: odd, Finding: codec.FindOTCASZero,
	}, 0, 4, octets(0, 0, 0, 0))
}

// fillAS4Path has the faults of AS4_PATH (RFC 6793).
func fillAS4Path(l *list) {
	seq := octets(2, 1, 0, 1, 0, 1)
	r := &attrRow{
		flags: ot, sample: seq, needs: Needs{AS4: Without}, refs: []string{"RFC 6793 §6"}, malformed: discard, conflict: withdraw, conflictAlso: discard,
		short: 5, zero: true, find: codec.FindAS4Short, silent: true,
	}
	fillAttr(l, r)
	bad := func(id, title string, find codec.FindingID, off, n int, v ...byte) {
		w := quiet(discard, "RFC 6793 §6 has it discarded, and the UPDATE processed")
		l.wrongValue(r, Fault{
			ID: id, Title: title, Refs: []string{"RFC 6793 §6"}, Want4271: w, Want7606: w, Finding: find,
		}, off, n, octets(v...))
	}
	bad("segment_empty", "AS4_PATH has a segment without AS numbers", codec.FindSegmentEmpty, 0, 2, 2, 0, 2, 1, 0, 1, 0, 1)
	bad("segment_overrun", "AS4_PATH has a segment that runs past its end", codec.FindSegmentOverrun, 1, 1, 2, 2, 0, 1, 0, 1)
	bad("segment_type", "AS4_PATH has a segment of type 5", codec.FindSegmentType, 0, 1, 5, 1, 0, 1, 0, 1)
	bad("as_zero", "AS4_PATH contains AS 0", codec.FindPathASZero, 2, 4, 2, 1, 0, 0, 0, 0)
	drop := quiet(nothing, "RFC 6793 §6: the segments are dropped, the rest is used")
	l.wrongValue(r, Fault{
		ID: "confed", Title: "AS4_PATH has a confederation segment", Refs: []string{"RFC 6793 §3", "RFC 6793 §6"}, Want4271: drop, Want7606: drop,
		Finding: codec.FindAS4Confed, Incident: "as4-path-confed-2009",
	}, 0, 2, octets(3, 1, 0, 1, 0, 1, 2, 1, 0, 1, 0, 1))
	l.fromNew(r, seq)
}

// fromNew adds an attribute of RFC 6793 on a session where both have 4-octet AS numbers.
func (l *list) fromNew(r *attrRow, v func(*Params) []byte) {
	w := quiet(discard, "RFC 6793 §6 has it discarded, and the UPDATE processed")
	l.add(Fault{
		ID: "from_new", Title: l.symbol() + " on a session with 4-octet AS numbers", Phase: Established, Needs: Needs{AS4: With}, Refs: []string{"RFC 6793 §4.1"},
		Want4271: w, Want7606: w, Finding: codec.FindAS4FromNew,
		edit: func(d *draft) error {
			d.mark(inFlags, d.put(r.flags, d.f.Attr, v(d.p)), 0, 1)
			return nil
		},
	})
}

// fillAS4Aggregator has the faults of AS4_AGGREGATOR (RFC 6793).
func fillAS4Aggregator(l *list) {
	v := octets(0, 1, 0, 1, 192, 0, 2, 1)
	r := &attrRow{
		flags: ot, sample: v, needs: Needs{AS4: Without}, refs: []string{"RFC 6793 §6"}, malformed: discard, conflict: withdraw, conflictAlso: discard,
		short: 7, long: 9, zero: true, silent: true,
	}
	fillAttr(l, r)
	w := quiet(discard, "RFC 6793 §6 has it discarded, and the UPDATE processed")
	l.wrongValue(r, Fault{
		ID: "as_zero", Title: "AS4_AGGREGATOR carries AS 0", Refs: []string{"RFC 7607 §2", "RFC 6793 §6"}, Want4271: w, Want7606: w, Finding: codec.FindAggregatorASZero,
	}, 0, 4, octets(0, 0, 0, 0, 192, 0, 2, 1))
	alone := quiet(nothing, "RFC 6793 does not say").or("", discard)
	alone.Why = "RFC 6793 does not say what to do"
	l.wrongValue(r, Fault{
		ID: "alone", Title: "AS4_AGGREGATOR without AGGREGATOR", Refs: []string{"RFC 6793 §4.2.3"}, Want4271: alone, Want7606: alone,
		Finding: codec.FindAS4AggregatorAlone,
	}, 0, 8, v)
	l.fromNew(r, v)
}

// fillUnknown has attributes that nobody knows. 245 is not assigned.
func fillUnknown(l *list) {
	const code = registry.AttrCode(245)
	row := func(id, title string, flags uint8, code registry.AttrCode, v []byte, w4271, w7606 Want, find codec.FindingID, off int) {
		l.add(Fault{
			ID: id, Title: title, Phase: Established, Attr: code, Refs: []string{"RFC 4271 §5", "RFC 4271 §6.3"}, Want4271: w4271, Want7606: w7606, Finding: find,
			edit: func(d *draft) error {
				d.mark(inFlags, d.put(flags, code, v), off, 1)
				return nil
			},
			match: func(a *codec.Attr) bool { return a.Flags&on == flags&on },
		})
	}
	bad := upd(registry.SubUnrecognizedWellKnown, DataAttr)
	soft := bad.or("RFC 7606 does not say; some treat the routes as withdrawn", withdraw)
	legal := quiet(nothing, "it is legal: passed on with the Partial bit")
	drop := quiet(nothing, "it is legal: dropped without a word")
	row("well_known", "attribute 245, which nobody knows, says that it is well-known", wk, code, []byte{1, 2, 3, 4}, bad, soft, codec.FindAttrUnknownWK, 0)
	row("flags_none", "attribute 245, which nobody knows, has neither Optional nor Transitive", 0, code, []byte{1, 2, 3, 4}, bad, soft, codec.FindAttrUnknownWK, 0)
	row("code_zero", "attribute 0, which is reserved, says that it is well-known", wk, 0, []byte{1}, bad, soft, codec.FindAttrUnknownWK, 0)
	row("legal_transitive", "attribute 245, which nobody knows, optional and transitive", ot, code, []byte{1, 2, 3, 4}, legal, legal, codec.FindNone, 1)
	row("legal_partial", "attribute 245, which nobody knows, optional and transitive, with Partial", ot|codec.FlagPartial, code, []byte{1, 2}, legal, legal, codec.FindNone, 1)
	row("legal_nontransitive", "attribute 245, which nobody knows, optional and non-transitive", on, code, []byte{1, 2, 3, 4}, drop, drop, codec.FindNone, 1)
	row("legal_empty", "attribute 245, which nobody knows, without a value", ot, code, nil, legal, legal, codec.FindNone, 1)
	row("legal_long", "attribute 245, which nobody knows, with 3000 octets", ot, code, make([]byte, 3000), legal, legal, codec.FindNone, 1)
	row("legal_development", "attribute 255, for development, optional and transitive", ot|codec.FlagPartial, 255, []byte{1, 2, 3, 4}, legal, legal, codec.FindNone, 1)
}

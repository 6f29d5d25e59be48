package fault

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// inUpdate adds a fault that is an edit of an UPDATE.
func (l *list) inUpdate(id, title string, w4271, w7606 Want, find codec.FindingID, refs []string, edit func(*draft) error) *Fault {
	return l.add(Fault{ID: id, Title: title, Phase: Established, Refs: refs, Want4271: w4271, Want7606: w7606, Finding: find, edit: edit})
}

// fillUpdate has the faults of an UPDATE as a whole (RFC 4271 section 6.3, RFC 7606 sections 3 to 5).
func fillUpdate(l *list) {
	updateLengths(l)
	updateList(l)
	updateRoutes(l)
	updateLegal(l)
}

// updateLengths has the two length fields.
func updateLengths(l *list) {
	bad := upd(registry.SubMalformedAttributeList, DataNone)
	refs := []string{"RFC 4271 §6.3", "RFC 7606 §3b"}
	l.inUpdate("withdrawn_overrun", "Withdrawn Routes Length is more than is left of the message", bad, bad, codec.FindWithdrawnOverrun, refs, func(d *draft) error {
		d.lies.WithdrawnLen = lie(d, func(s *Step) int { return len(s.Octets) - codec.HeaderLen - 1 })
		d.mark(inWithdrawnLen, 0, 0, 2)
		return nil
	})
	l.inUpdate("withdrawn_65535", "Withdrawn Routes Length is 65535", bad, bad, codec.FindWithdrawnOverrun, refs, func(d *draft) error {
		d.lies.WithdrawnLen = lie(d, func(*Step) int { return 65535 })
		d.mark(inWithdrawnLen, 0, 0, 2)
		return nil
	})
	l.inUpdate("withdrawn_all", "Withdrawn Routes Length takes all that is left, so that there is no Total Path Attribute Length", bad, bad, codec.FindUpdateShort,
		refs, func(d *draft) error {
			d.withdrawn, d.attrs, d.nlri = nil, nil, nil
			d.lies.WithdrawnLen = lie(d, func(*Step) int { return 2 })
			d.mark(inAttrsLen, 0, 2, 0)
			return nil
		}).Want7606.Or = []uint8{registry.SubInvalidNetworkField}
	l.inUpdate("attributes_overrun", "Total Path Attribute Length is one more than is left of the message", bad, bad, codec.FindAttrsOverrun, refs, func(d *draft) error {
		d.lies.AttrsLen = lie(d, func(s *Step) int { return len(s.Octets) - codec.HeaderLen - 4 - len(d.withdrawn) + 1 })
		d.mark(inAttrsLen, 0, 0, 2)
		return nil
	})
	l.inUpdate("attributes_65535", "Total Path Attribute Length is 65535", bad, bad, codec.FindAttrsOverrun, refs, func(d *draft) error {
		d.lies.AttrsLen = lie(d, func(*Step) int { return 65535 })
		d.mark(inAttrsLen, 0, 0, 2)
		return nil
	})
}

// lie makes a length of the message as it is.
func lie(d *draft, n func(*Step) int) *uint16 {
	s, err := d.step()
	if err != nil {
		return nil
	}
	v := uint16(n(&s))
	return &v
}

// updateList has the attribute list as a whole.
func updateList(l *list) {
	bad := upd(registry.SubMalformedAttributeList, DataNone)
	bad.Or = []uint8{registry.SubAttributeLength}
	refs := []string{"RFC 4271 §6.3", "RFC 7606 §4"}
	tail := func(id, title string, octets ...byte) {
		l.inUpdate(id, title, bad, Want{Action: withdraw}, codec.FindAttrHeader, refs, func(d *draft) error {
			d.tail = octets
			d.mark(inTail, 0, 0, len(octets))
			return nil
		})
	}
	tail("attribute_header_1", "one octet is left behind the last attribute", 0x40)
	tail("attribute_header_2", "two octets are left behind the last attribute", 0xc0, 8)
	tail("attribute_header_3", "three octets are left, too few for an attribute with Extended Length", 0xd0, 8, 0)
	l.inUpdate("two_errors", "a fault that costs an attribute and behind it one that costs the route: the stronger counts", upd(registry.SubAttributeLength, DataAttr),
		Want{Action: withdraw}, codec.FindAttrLength, []string{"RFC 7606 §3h"}, func(d *draft) error {
			d.put(wk, registry.AttrAtomicAggregate, []byte{1})
			d.put(ot, registry.AttrCommunities, []byte{1, 2, 3})
			d.mark(inLength, d.find(registry.AttrAtomicAggregate), 0, 1)
			return nil
		}).Attr = registry.AttrAtomicAggregate
	none := upd(registry.SubMissingWellKnown, DataAttrType)
	l.inUpdate("no_attributes", "routes without any attribute", none, Want{Action: withdraw}, codec.FindAttrMissing, []string{"RFC 4271 §6.3", "RFC 7606 §3d"},
		func(d *draft) error {
			d.attrs = nil
			d.mark(inMissing, 0, 0, 2)
			d.bad.missing = registry.AttrOrigin
			return nil
		})
	l.inUpdate("only_unknown", "routes with an attribute that nobody knows, and without any other", none, Want{Action: withdraw}, codec.FindAttrMissing,
		[]string{"RFC 4271 §6.3", "RFC 7606 §3d"}, func(d *draft) error {
			d.attrs = []attr{{ot | codec.FlagPartial, 245, truth, make([]byte, 16)}}
			d.mark(inMissing, 0, 0, 2)
			d.bad.missing = registry.AttrOrigin
			return nil
		})
	l.inUpdate("error_without_routes", "a wrong ORIGIN where there are no routes that could be withdrawn", upd(registry.SubInvalidOrigin, DataAttr),
		upd(registry.SubInvalidOrigin, DataAttr), codec.FindOriginValue, []string{"RFC 7606 §5.2"}, func(d *draft) error {
			i := d.put(wk, registry.AttrOrigin, []byte{9})
			d.nlri = nil
			d.mark(inValue, i, 0, 1)
			return nil
		}).Attr = registry.AttrOrigin
}

// updateRoutes has the IPv4 routes of the UPDATE's own fields.
func updateRoutes(l *list) {
	bad := upd(registry.SubInvalidNetworkField, DataNone)
	refs := []string{"RFC 4271 §6.3", "RFC 7606 §5.3"}
	nlri := func(id, title string, find codec.FindingID, at, n int, octets func(p *Params, good []byte) []byte) *Fault {
		return l.inUpdate(id, title, bad, bad, find, refs, func(d *draft) error {
			if len(d.nlri) == 0 {
				d.nlri = sampleNLRI(d.p, codec.IPv4Unicast)
			}
			if d.p.Context.AddPath.Has(codec.IPv4Unicast) {
				return ErrAddPath
			}
			good := len(d.nlri)
			d.nlri = octets(d.p, d.nlri)
			if at < 0 { // behind the sound route
				d.mark(inNLRI, 0, good, n)
				return nil
			}
			d.mark(inNLRI, 0, at, n)
			return nil
		})
	}
	more := func(route ...byte) func(*Params, []byte) []byte {
		return func(_ *Params, good []byte) []byte { return append(good, route...) }
	}
	only := func(route ...byte) func(*Params, []byte) []byte {
		return func(*Params, []byte) []byte { return route }
	}
	nlri("nlri_length_33", "a route with a prefix of 33 bits", codec.FindPrefixLen, 0, 1, only(33, 198, 51, 100, 0, 0))
	nlri("nlri_length_255", "a route with a prefix of 255 bits", codec.FindPrefixLen, 0, 1, only(append([]byte{255}, make([]byte, 32)...)...))
	nlri("nlri_length_behind", "a route with a prefix of 33 bits behind a sound one", codec.FindPrefixLen, -1, 1, more(33, 203, 0, 113, 0, 0))
	nlri("nlri_overrun", "the last route lacks octets of its prefix", codec.FindPrefixOverrun, 0, 1, only(24, 198, 51))
	nlri("nlri_overrun_behind", "a length without a prefix behind a sound route", codec.FindPrefixOverrun, -1, 1, more(32))

	withdrawn := func(id, title string, find codec.FindingID, octets ...byte) {
		w := bad
		w.Or = []uint8{registry.SubMalformedAttributeList}
		l.inUpdate(id, title, w, w, find, refs, func(d *draft) error {
			d.withdrawn = octets
			d.mark(inWithdrawn, 0, 0, 1)
			return nil
		})
	}
	withdrawn("withdrawn_length_33", "a withdrawn route with a prefix of 33 bits", codec.FindPrefixLen, 33, 203, 0, 113, 0, 0)
	withdrawn("withdrawn_cut", "the last withdrawn route lacks octets of its prefix", codec.FindPrefixOverrun, 24, 203, 0)
	f := l.inUpdate("no_path_identifier", "routes without path identifiers where they were agreed", bad, bad, codec.FindPrefixOverrun, []string{"RFC 7911 §3", "RFC 7606 §5.3"},
		func(d *draft) error {
			d.nlri = codec.AppendNLRI(nil, d.p.Prefix, 0, false)[:4:4]
			d.mark(inNLRI, 0, 0, 4)
			return nil
		})
	f.Needs.AddPath = With
	f = l.inUpdate("path_identifier", "routes with path identifiers where none were agreed", quiet(nothing, "octets that are legal and mean something else"),
		quiet(nothing, "octets that are legal and mean something else"), codec.FindPrefixDefaultAgain, []string{"RFC 7911 §3"}, func(d *draft) error {
			d.nlri = codec.AppendNLRI(nil, d.p.Prefix, 1, true)
			d.nlri[3] = 0
			d.mark(inNLRI, 0, 0, 4)
			return nil
		})
	f.Needs.AddPath = Without
}

// updateLegal has what is odd and legal.
func updateLegal(l *list) {
	ok := quiet(nothing, "it is legal")
	add := func(id, title, ref string, find codec.FindingID, edit func(*draft) error) *Fault {
		return l.inUpdate(id, title, ok, ok, find, []string{ref}, edit)
	}
	add("legal_order", "attributes in falling order", "RFC 4271 §5", codec.FindNone, func(d *draft) error {
		slices.Reverse(d.attrs)
		return nil
	})
	add("legal_host_bits", "a prefix with bits behind its length", "RFC 4271 §4.3", codec.FindPrefixHostBits, func(d *draft) error {
		d.nlri = []byte{23, 198, 51, 101}
		d.mark(inNLRI, 0, 0, 1)
		return nil
	}).Needs.AddPath = Without
	add("legal_both", "one prefix both withdrawn and announced", "RFC 4271 §4.3", codec.FindNone, func(d *draft) error {
		d.withdrawn = slices.Clone(d.nlri)
		return nil
	})
	add("legal_twice", "one prefix announced twice", "RFC 4271 §4.3", codec.FindNone, func(d *draft) error {
		d.nlri = append(d.nlri, d.nlri...)
		return nil
	})
	add("legal_no_routes", "attributes without routes", "RFC 4271 §4.3", codec.FindNone, func(d *draft) error {
		d.nlri = nil
		return nil
	})
	add("legal_end_of_rib", "an End-of-RIB", "RFC 4724 §2", codec.FindNone, func(d *draft) error {
		d.nlri, d.attrs = nil, nil
		return nil
	})
	add("legal_withdraw_unknown", "a route is withdrawn that was never announced", "RFC 4271 §4.3", codec.FindNone, func(d *draft) error {
		d.withdrawn, d.nlri, d.attrs = []byte{24, 203, 0, 113}, nil, nil
		return nil
	}).Needs.AddPath = Without
	add("legal_default", "the default route", "RFC 4271 §4.3", codec.FindNone, func(d *draft) error {
		d.nlri = []byte{0}
		return nil
	}).Needs.AddPath = Without
}

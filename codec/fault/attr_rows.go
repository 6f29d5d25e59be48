package fault

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// attrRow is what the RFCs say about an attribute, for the faults that each attribute can have.
type attrRow struct {
	flags  uint8                // the Optional and Transitive bits that it must have
	sample func(*Params) []byte // a legal value
	needs  Needs
	refs   []string

	malformed registry.Action // what a value that cannot be costs
	external  registry.Action // the same from an external peer, where it differs; the needs then have an internal one
	conflict  registry.Action // what wrong flags cost
	// conflictAlso is what RFC 7606 §3f and its sections say of the same, where that is something else than §3c does.
	conflictAlso registry.Action

	short   int             // a length that is too short, 0: no such fault
	long    int             // one that is too long, 0: no such fault
	zero    bool            // an empty one is a fault
	find    codec.FindingID // instead of FindAttrLength and FindAttrZero
	silent  bool            // a malformed one is answered by no NOTIFICATION (RFC 6793 section 6)
	missing bool            // it may not be missing
}

// fillAttr makes the faults that any attribute can have.
func fillAttr(l *list, r *attrRow) {
	sym := l.symbol()
	fillFlags(l, r, sym)
	fillLengths(l, r, sym)
	fillPresence(l, r, sym)
}

// fillFlags makes faults of the flags octet.
func fillFlags(l *list, r *attrRow, sym string) {
	wrong := [...]struct {
		bits     uint8
		id, text string
	}{
		{0, "flags_none", ": neither Optional nor Transitive is set"},
		{wk, "flags_well_known", ": flags of a well-known attribute"},
		{on, "flags_nontransitive", ": flags of an optional non-transitive attribute"},
		{ot, "flags_transitive", ": flags of an optional transitive attribute"},
	}
	refs := append([]string{"RFC 4271 §6.3", "RFC 7606 §3c"}, r.refs...)
	for _, w := range wrong {
		if w.bits == r.flags {
			continue
		}
		f := l.add(Fault{
			ID: w.id, Title: sym + w.text, Phase: Established, Needs: r.needs, Refs: refs,
			Want4271: upd(4, DataAttr), Want7606: softer(upd(4, DataAttr), r.conflict), Finding: codec.FindAttrFlags,
			edit:  func(d *draft) error { return d.setFlags(r, w.bits) },
			match: func(a *codec.Attr) bool { return a.Flags&ot == w.bits },
		})
		if r.conflictAlso != nothing {
			f.Want7606 = f.Want7606.or("RFC 7606 §3c and §3f contradict each other", r.conflictAlso)
		}
	}
	partial := Fault{
		ID: "flags_partial", Title: sym + ": Partial is set, which only optional transitive attributes may have", Phase: Established, Needs: r.needs,
		Refs: refs, Want4271: upd(4, DataAttr), Want7606: quiet(nothing, "RFC 7606 §3c names the Optional and Transitive bits only"),
		Finding: codec.FindAttrPartial,
		edit:    func(d *draft) error { return d.setFlags(r, r.flags|codec.FlagPartial) },
		match:   func(a *codec.Attr) bool { return a.Flags&codec.FlagPartial != 0 },
	}
	if r.flags == ot {
		partial.ID, partial.Title, partial.Finding = "legal_partial", sym+": Partial is set, as it may be", codec.FindNone
		partial.Want4271 = quiet(nothing, "it is legal: somebody on the way did not know the attribute")
		partial.Want7606 = partial.Want4271
	}
	l.add(partial)
	l.add(Fault{
		ID: "flags_low", Title: sym + ": an unused flag bit is set", Phase: Established, Needs: r.needs, Refs: []string{"RFC 4271 §4.3"},
		Want4271: quiet(nothing, "the bits must be ignored"), Want7606: quiet(nothing, "the bits must be ignored"), Finding: codec.FindAttrFlagsLow,
		edit:  func(d *draft) error { return d.setFlags(r, r.flags|1) },
		match: func(a *codec.Attr) bool { return a.Flags&0x0f != 0 },
	})
	l.add(Fault{
		ID: "legal_extended_length", Title: sym + ": Extended Length is set for a short value, as it may be", Phase: Established, Needs: r.needs,
		Refs: []string{"RFC 4271 §4.3"}, Want4271: quiet(nothing, "it is legal"), Want7606: quiet(nothing, "it is legal"),
		edit:  func(d *draft) error { return d.setFlags(r, r.flags|codec.FlagExtended) },
		match: func(a *codec.Attr) bool { return a.Flags&codec.FlagExtended != 0 && a.Length <= 255 },
	})
}

// have puts the attribute with a legal value into the draft, if it has none, and returns its index.
func (d *draft) have(r *attrRow) int {
	if i := d.find(d.f.Attr); i >= 0 {
		return i
	}
	return d.put(r.flags, d.f.Attr, r.sample(d.p))
}

// setFlags sets the flags of the attribute; the Extended Length bit stays where the value needs it.
func (d *draft) setFlags(r *attrRow, flags uint8) error {
	i := d.have(r)
	if len(d.attrs[i].value) > 255 {
		flags |= codec.FlagExtended
	}
	d.attrs[i].flags = flags
	d.mark(inFlags, i, 0, 1)
	return nil
}

// resize gives the attribute a value of n octets: a legal one, cut, or with zeros behind it.
func (d *draft) resize(r *attrRow, n int) error {
	v := slices.Clone(r.sample(d.p))
	v = append(v, make([]byte, max(n-len(v), 0))...)
	i := d.put(r.flags, d.f.Attr, v[:n])
	d.mark(inLength, i, 0, 1)
	return nil
}

// fillLengths makes faults of the length.
func fillLengths(l *list, r *attrRow, sym string) {
	length := func(id, title string, n int, find codec.FindingID, match func(*codec.Attr) bool) {
		f := Fault{
			ID: id, Title: sym + title, Phase: Established, Needs: r.needs, Refs: append([]string{"RFC 4271 §6.3", "RFC 7606 §4"}, r.refs...),
			Finding: find,
			edit:    func(d *draft) error { return d.resize(r, n) },
			match:   func(a *codec.Attr) bool { return a.Length == len(a.Value) && match(a) },
		}
		l.malformed(f, r, upd(5, DataAttr))
	}
	pick := func(id codec.FindingID) codec.FindingID {
		if r.find != codec.FindNone {
			return r.find
		}
		return id
	}
	if r.zero {
		length("length_zero", ": it is empty", 0, pick(codec.FindAttrZero), func(a *codec.Attr) bool { return a.Length == 0 })
	}
	if r.short > 0 {
		length("length_short", ": its value is too short", r.short, pick(codec.FindAttrLength), func(a *codec.Attr) bool { return a.Length > 0 && (a.Length < r.long || r.long == 0) })
	}
	if r.long > 0 {
		length("length_long", ": its value is too long", r.long, pick(codec.FindAttrLength), func(a *codec.Attr) bool { return a.Length > r.short })
	}
	ends := func(id, title string, edit func(*draft) error) {
		f := Fault{
			ID: id, Title: sym + title, Phase: Established, Needs: r.needs, Refs: append([]string{"RFC 4271 §6.3", "RFC 7606 §4"}, r.refs...),
			Finding: codec.FindAttrOverrun, Want4271: upd(5, DataAttr), Want7606: Want{Action: withdraw}, edit: edit,
			match: func(a *codec.Attr) bool { return a.Length > len(a.Value) },
		}
		f.Want4271.Or = []uint8{registry.SubMalformedAttributeList}
		if l.g.attr == registry.AttrMPReach || l.g.attr == registry.AttrMPUnreach {
			f.Want7606 = f.Want4271
		}
		l.add(f)
	}
	ends("length_65535", ": it claims 65535 octets", func(d *draft) error {
		i := d.last(d.have(r))
		d.attrs[i].flags |= codec.FlagExtended
		d.attrs[i].said = 65535
		d.mark(inLength, i, 0, 2)
		return nil
	})
	ends("truncated", ": the attribute list ends inside it", func(d *draft) error {
		i := d.last(d.have(r))
		a := &d.attrs[i]
		a.said = max(len(a.value), 1)
		a.value = a.value[:a.said-1]
		if a.said > 255 {
			a.flags |= codec.FlagExtended
		}
		d.mark(inLength, i, 0, 1)
		return nil
	})
}

// malformed adds a fault of a malformed value, and the same from an external peer where something else is asked for there.
func (l *list) malformed(f Fault, r *attrRow, w Want) {
	f.Want4271, f.Want7606 = w, softer(w, r.malformed)
	if r.silent {
		f.Want4271 = quiet(discard, "RFC 6793 §6 has it discarded")
		f.Want7606 = f.Want4271
	}
	l.add(f)
	if r.external != nothing {
		f.ID, f.Title = "external_"+f.ID, f.Title+", from an external peer"
		f.Needs.Peer, f.Want7606 = codec.PeerEBGP, softer(w, r.external)
		l.add(f)
	}
}

// fillPresence makes faults of an attribute that is there twice or not at all.
func fillPresence(l *list, r *attrRow, sym string) {
	twice := Fault{
		ID: "duplicate", Title: sym + " appears twice", Phase: Established, Needs: r.needs, Refs: []string{"RFC 4271 §6.3", "RFC 7606 §3g"},
		Want4271: upd(1, DataNone), Want7606: quiet(discard, "the first one counts"), Finding: codec.FindAttrDuplicate,
		edit: func(d *draft) error {
			i := d.have(r)
			again := d.attrs[i]
			d.attrs = slices.Insert(d.attrs, i+1, again)
			d.mark(inFlags, i+1, 0, 1)
			return nil
		},
	}
	if l.g.attr == registry.AttrMPReach || l.g.attr == registry.AttrMPUnreach {
		twice.Want7606, twice.Finding = twice.Want4271, codec.FindMPTwice
	}
	l.add(twice)
	if !r.missing {
		return
	}
	l.add(Fault{
		ID: "missing", Title: sym + " is missing", Phase: Established, Needs: r.needs, Refs: []string{"RFC 4271 §6.3", "RFC 7606 §3d"},
		Want4271: upd(3, DataAttrType), Want7606: Want{Action: withdraw}, Finding: codec.FindAttrMissing,
		edit: func(d *draft) error {
			d.remove(d.f.Attr)
			d.mark(inMissing, 0, 0, 2)
			d.bad.missing = d.f.Attr
			return nil
		},
	})
}

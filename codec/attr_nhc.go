package codec

// The codes of next hop dependent characteristics whose values are known (draft-ietf-idr-nhc,
// draft-ietf-idr-next-next-hop-nodes). ELCv3 has no value; what the others have, drafts still change.
const (
	nhcNodes = 2
	nhcBGPID = 3
)

// attrNHC reads Next Hop Dependent Characteristic (draft-ietf-idr-nhc): the next hop that the characteristics are those of,
// and one or more of them.
func (d *dec) attrNHC(st *attrState) {
	fr := d.begin(FieldNHC)
	defer d.leave(fr)
	if d.left() < 4 {
		return
	}
	f := d.family()
	at := d.off
	n := int(d.u8(FieldNHLen))
	if 4+n > st.Length {
		d.attrBad(st, FindInnerLength, at, 1, uint32(n), uint32(st.Length-4))
		return
	}
	d.nextHops(st, f, n)
	if st.Length == 4+n {
		d.attrBad(st, FindTLVNone, at, d.off-at, 0, 0)
	}
	if d.left() > 0 {
		l := d.begin(FieldNHCChars)
		d.spaceTLVs(st, SpaceNHC)
		d.done(l)
	}
}

// NHC is the value of a Next Hop Dependent Characteristic attribute (draft-ietf-idr-nhc).
type NHC struct {
	Family
	NextHop         []byte // as in MP_REACH_NLRI, at most 255 octets
	Characteristics []TLV  // by ascending type when sent
}

// AppendNHC appends the value of a Next Hop Dependent Characteristic attribute. It reports false, and appends nothing, when the
// next hop or a characteristic is too long.
func AppendNHC(dst []byte, x *NHC) ([]byte, bool) {
	if len(x.NextHop) > 255 {
		return dst, false
	}
	out := append(append(appendFamilyOctets(dst, x.Family), byte(len(x.NextHop))), x.NextHop...)
	if out, ok := SpaceNHC.AppendTLVs(out, x.Characteristics); ok {
		return out, true
	}
	return dst, false
}

// ParseNHC reads the value of a Next Hop Dependent Characteristic attribute. It reports false when it is too short or the
// characteristics do not fill it. They borrow v.
func ParseNHC(v []byte) (x NHC, ok bool) {
	if len(v) < 4 || len(v) < 4+int(v[3]) {
		return x, false
	}
	x.Family, x.NextHop = familyOctets(v), v[4:4+int(v[3])]
	x.Characteristics, ok = SpaceNHC.ParseTLVs(v[4+len(x.NextHop):])
	return x, ok
}

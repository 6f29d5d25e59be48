package codec

// attrContainers reads BGP Community Container (draft-ietf-idr-wide-bgp-communities): containers of a type, flags and a length,
// of which type 1 is a BGP Wide Community.
func (d *dec) attrContainers(st *attrState) {
	fr := d.begin(FieldContainers)
	defer d.leave(fr)
	for d.left() > 0 {
		if n := d.left(); n < containerHead {
			if !d.lacks(st) {
				d.attrBad(st, FindTLVHeader, d.off, n, uint32(n), 0)
			}
			return
		}
		c := tlv{at: d.off, frame: d.begin(FieldContainer)}
		c.typ = int(d.u16(FieldContainerType))
		d.u8(FieldContainerFlags)
		d.u8(FieldReserved)
		c.n = int(d.u16(FieldTLVLen))
		if c.n > d.left() {
			d.mark(c.frame, NodeTruncated)
			if d.overruns(c.n) && !(st.part && !st.cut) {
				d.attrBad(st, FindTLVOverrun, c.at, containerHead, uint32(c.n), uint32(d.left()))
			}
		}
		d.narrow(c.n)
		d.container(st, c)
		d.gap()
		d.done(c.frame)
	}
}

const (
	containerHead = 6 // octets of type, flags, reserved and length
	wideFixed     = 12
)

func (d *dec) container(st *attrState, c tlv) {
	switch {
	case c.typ == 1 && c.n < wideFixed:
		d.tlvBad(st, c)
	case c.typ == 1:
		d.u32(FieldWideCommunity)
		d.u32(FieldWideSource)
		d.u32(FieldWideContext)
		if d.left() > 0 {
			fr := d.begin(FieldWideTLVs)
			d.spaceTLVs(st, SpaceWide)
			d.done(fr)
		}
		return
	}
	if d.left() > 0 {
		d.rest(FieldTLVRaw)
	}
}

// CommunityContainer is a container of a BGP Community Container attribute (draft-ietf-idr-wide-bgp-communities).
type CommunityContainer struct {
	Type     uint16
	Flags    uint8 // 1: transitive across all ASes, 2: across the members of a confederation
	Reserved uint8 // 0 when sent
	Value    []byte
}

// AppendCommunityContainers appends the value of a BGP Community Container attribute. It reports false, and appends nothing,
// when a container has more than 65535 octets.
func AppendCommunityContainers(dst []byte, list []CommunityContainer) ([]byte, bool) {
	out := dst
	for _, c := range list {
		if len(c.Value) > 1<<16-1 {
			return dst, false
		}
		out = append(appendU16(append(appendU16(out, c.Type), c.Flags, c.Reserved), uint16(len(c.Value))), c.Value...)
	}
	return out, true
}

// ParseCommunityContainers reads the value of a BGP Community Container attribute. It reports false when containers do not
// fill v, which they borrow.
func ParseCommunityContainers(v []byte) (list []CommunityContainer, ok bool) {
	for len(v) >= containerHead {
		c := CommunityContainer{Type: be16(v), Flags: v[2], Reserved: v[3]}
		n := int(be16(v[4:]))
		if v = v[containerHead:]; n > len(v) {
			return list, false
		}
		c.Value, v = v[:n:n], v[n:]
		list = append(list, c)
	}
	return list, len(v) == 0
}

// WideCommunity is a BGP Wide Community, the value of a container of type 1 (draft-ietf-idr-wide-bgp-communities section 4).
type WideCommunity struct {
	Community         uint32
	SourceAS, Context uint32
	TLVs              []TLV // 1 targets, 2 exclude targets, 3 parameters: atoms, of SpaceAtom
}

// AppendWideCommunity appends the value of a container of type 1. It reports false, and appends nothing, when a TLV does not fit
// its head.
func AppendWideCommunity(dst []byte, w *WideCommunity) ([]byte, bool) {
	out := appendU32(appendU32(appendU32(dst, w.Community), w.SourceAS), w.Context)
	if out, ok := SpaceWide.AppendTLVs(out, w.TLVs); ok {
		return out, true
	}
	return dst, false
}

// ParseWideCommunity reads the value of a container of type 1. It reports false when it is too short or its TLVs do not fill
// it. They borrow v.
func ParseWideCommunity(v []byte) (w WideCommunity, ok bool) {
	if len(v) < wideFixed {
		return w, false
	}
	w.Community, w.SourceAS, w.Context = be32(v), be32(v[4:]), be32(v[8:])
	w.TLVs, ok = SpaceWide.ParseTLVs(v[wideFixed:])
	return w, ok
}

package codec

// attrTE reads Traffic Engineering (RFC 5543 section 3): descriptors of what an interface can switch, as OSPF has them. What
// stands at the end of one depends on the capability; behind one that is not known nothing can be found.
func (d *dec) attrTE(st *attrState) {
	fr := d.begin(FieldTE)
	defer d.leave(fr)
	for d.left() >= teOctets {
		e := d.begin(FieldTEDescriptor)
		typ := d.u8(FieldTESwitching)
		d.u8(FieldTEEncoding)
		d.u16(FieldReserved)
		l := d.begin(FieldTEBandwidths)
		for range 8 {
			d.u32(FieldTEBandwidth)
		}
		d.done(l)
		n, known := teSpecific(typ)
		switch at := d.off; {
		case !known && d.left() > 0:
			d.rest(FieldTESpecific)
		case d.left() < n:
			d.teShort(st, at, n)
		case n > 0:
			d.u32(FieldTEMinBandwidth)
			if n == 6 {
				d.u16(FieldTEMTU)
			} else {
				d.u8(FieldTEIndication)
			}
		}
		d.done(e)
	}
	if d.left() > 0 && st.Length >= teOctets {
		d.teShort(st, d.off, teOctets)
	}
}

// teShort notes that a descriptor, or what it ends with, is not wholly there.
func (d *dec) teShort(st *attrState, at, want int) {
	if !d.lacks(st) {
		d.attrBad(st, FindInnerLength, at, d.left(), uint32(want), uint32(d.left()))
	}
	d.gap()
}

// teOctets is the size of a descriptor without what is specific.
const teOctets = 36

// teSpecific gives the octets at the end of a descriptor of a switching capability (RFC 3471 section 3.1.1, RFC 5543 section
// 3): packets have a least bandwidth and an MTU, time slots a least bandwidth and an indication.
func teSpecific(typ uint8) (n int, known bool) {
	switch typ {
	case 1, 2, 3, 4: // PSC-1 to PSC-4
		return 6, true
	case 100: // TDM
		return 5, true
	case 51, 150, 200: // L2SC, LSC, FSC
		return 0, true
	}
	return 0, false
}

// SwitchingCapability is a descriptor of a Traffic Engineering attribute (RFC 5543 section 3).
type SwitchingCapability struct {
	Capability, Encoding uint8
	Reserved             uint16     // 0 when sent
	Bandwidth            [8]float32 // octets per second at priorities 0 to 7
	// Specific has the form that Capability gives it: 6 octets of PSC, 5 of TDM, none of L2SC, LSC and FSC.
	Specific []byte
}

// AppendTrafficEngineering appends the value of a Traffic Engineering attribute.
func AppendTrafficEngineering(dst []byte, list []SwitchingCapability) []byte {
	for i := range list {
		c := &list[i]
		dst = appendU16(append(dst, c.Capability, c.Encoding), c.Reserved)
		for _, b := range c.Bandwidth {
			dst = appendFloat(dst, b)
		}
		dst = append(dst, c.Specific...)
	}
	return dst
}

// ParseTrafficEngineering reads the value of a Traffic Engineering attribute. It reports false when descriptors do not fill v,
// which they borrow.
func ParseTrafficEngineering(v []byte) (list []SwitchingCapability, ok bool) {
	for len(v) >= teOctets {
		c := SwitchingCapability{Capability: v[0], Encoding: v[1], Reserved: be16(v[2:])}
		for i := range c.Bandwidth {
			c.Bandwidth[i] = floatAt(v[4+4*i:])
		}
		n, known := teSpecific(c.Capability)
		if v = v[teOctets:]; !known {
			n = len(v)
		}
		if n > len(v) {
			return list, false
		}
		c.Specific, v = v[:n:n], v[n:]
		list = append(list, c)
	}
	return list, len(v) == 0 && len(list) > 0
}

package codec

// attrBFD reads BFD Discriminator (RFC 9026 section 3.1.6): mode, discriminator, and TLVs with lengths of one octet. In P2MP
// mode one of them is the source of the session.
func (d *dec) attrBFD(st *attrState) {
	p := d.peek()
	if st.Length >= 11 && !d.lacks(st) && p[0] == 1 && !hasTLV(p[5:], 1, 1, 1) {
		d.attrBad(st, FindTLVMissing, d.off, 1, 1, 0)
	}
	d.attrByLayout(st)
}

// BFDDiscriminator is the value of a BFD Discriminator attribute (RFC 9026 section 3.1.6).
type BFDDiscriminator struct {
	Mode          uint8
	Discriminator uint32
	TLVs          []TLV
}

// AppendBFDDiscriminator appends the value of a BFD Discriminator attribute. It reports false, and appends nothing, when a TLV
// has more than 255 octets.
func AppendBFDDiscriminator(dst []byte, x *BFDDiscriminator) ([]byte, bool) {
	out, ok := SpaceBFD.AppendTLVs(appendU32(append(dst, x.Mode), x.Discriminator), x.TLVs)
	if !ok {
		return dst, false
	}
	return out, true
}

// ParseBFDDiscriminator reads the value of a BFD Discriminator attribute. It reports false when it is too short or its TLVs do
// not fill it. They borrow v.
func ParseBFDDiscriminator(v []byte) (x BFDDiscriminator, ok bool) {
	if len(v) < 5 {
		return x, false
	}
	x.Mode, x.Discriminator = v[0], be32(v[1:])
	x.TLVs, ok = SpaceBFD.ParseTLVs(v[5:])
	return x, ok
}

package codec

// attrAIGP reads AIGP (RFC 7311 section 3): TLVs whose length counts their head. Of several AIGP TLVs the first counts.
func (d *dec) attrAIGP(st *attrState) {
	fr := d.begin(FieldTLVs)
	d.tlvs(st, tlvForm{FieldTLV, FieldAIGPType, 1, 2, true}, (*dec).aigpTLV)
	d.leave(fr)
}

func (d *dec) aigpTLV(st *attrState, t tlv) {
	if t.typ == aigpMetric && d.tlvSize(st, t, 8) {
		d.uint(FieldAIGPMetric, 8)
	}
}

// aigpMetric is the type of the AIGP TLV.
const aigpMetric = 1

// AppendAIGP appends the value of an AIGP attribute (RFC 7311 section 3) with one AIGP TLV.
func AppendAIGP(dst []byte, metric uint64) []byte {
	dst = append(dst, aigpMetric, 0, 11)
	return appendU32(appendU32(dst, uint32(metric>>32)), uint32(metric))
}

// ParseAIGP gives the metric of the value of an AIGP attribute: that of its first AIGP TLV (RFC 7311 section 3). It reports
// false when the TLVs do not fill v, or none of them is one.
func ParseAIGP(v []byte) (metric uint64, ok bool) {
	list, ok := parseTLVs(v, 1, 2, true)
	for _, t := range list {
		if ok && t.Type == aigpMetric && len(t.Value) == 8 {
			return uint64(be32(t.Value))<<32 | uint64(be32(t.Value[4:])), true
		}
	}
	return 0, false
}

// AppendAIGPTLVs appends the TLVs of an AIGP attribute, whatever they are. It reports false, and appends nothing, when one
// does not fit its length field.
func AppendAIGPTLVs(dst []byte, list []TLV) ([]byte, bool) { return appendTLVs(dst, list, 1, 2, true) }

// ParseAIGPTLVs reads the TLVs of an AIGP attribute. It reports false when they do not fill v, which they borrow.
func ParseAIGPTLVs(v []byte) ([]TLV, bool) { return parseTLVs(v, 1, 2, true) }

package codec

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
	list, ok := SpaceAIGP.ParseTLVs(v)
	for _, t := range list {
		if ok && t.Type == aigpMetric && len(t.Value) == 8 {
			return uint64(be32(t.Value))<<32 | uint64(be32(t.Value[4:])), true
		}
	}
	return 0, false
}

// AppendAIGPTLVs appends the TLVs of an AIGP attribute, whatever they are. It reports false, and appends nothing, when one
// does not fit its length field.
func AppendAIGPTLVs(dst []byte, list []TLV) ([]byte, bool) { return SpaceAIGP.AppendTLVs(dst, list) }

// ParseAIGPTLVs reads the TLVs of an AIGP attribute. It reports false when they do not fill v, which they borrow.
func ParseAIGPTLVs(v []byte) ([]TLV, bool) { return SpaceAIGP.ParseTLVs(v) }

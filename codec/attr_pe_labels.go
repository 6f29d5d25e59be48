package codec

import "net/netip"

// attrPELabels reads PE Distinguisher Labels (RFC 6514 section 8): the address of a PE and a label of 3 octets. The attribute
// does not say which addresses these are: a length that fits IPv4 is read so.
func (d *dec) attrPELabels(st *attrState) {
	n, b := peLabelSize(st.Length), d.peek()
	for at := d.off; n > 0 && len(b) >= n; at, b = at+n, b[n:] {
		if a, _ := netip.AddrFromSlice(b[:n-3]); a.IsMulticast() || a.IsUnspecified() {
			d.attrBad(st, FindAddrNotUnicast, at, n-3, 0, 0)
		}
	}
	d.attrByLayout(st)
}

// peLabelSize is the length of an entry of a value of n octets, 0 where none fits.
func peLabelSize(n int) int {
	switch {
	case n%7 == 0:
		return 7
	case n%19 == 0:
		return 19
	}
	return 0
}

// PELabel is an entry of PE Distinguisher Labels (RFC 6514 section 8).
type PELabel struct {
	PE    netip.Addr
	Label uint32 // 24 bits as they stand on the wire
}

// AppendPELabels appends the value of PE Distinguisher Labels. All addresses are of one family.
func AppendPELabels(dst []byte, list []PELabel) []byte {
	for _, l := range list {
		dst = appendU24(append(dst, l.PE.AsSlice()...), l.Label)
	}
	return dst
}

// ParsePELabels reads the value of PE Distinguisher Labels; a length that fits IPv4 is read so. It reports false when no
// entries fill v.
func ParsePELabels(v []byte) (list []PELabel, ok bool) {
	n := peLabelSize(len(v))
	for ; n > 0 && len(v) > 0; v = v[n:] {
		a, _ := netip.AddrFromSlice(v[:n-3])
		list = append(list, PELabel{a, be24(v[n-3:])})
	}
	return list, n > 0 && len(list) > 0
}

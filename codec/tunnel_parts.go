package codec

// Sub-TLVs of tunnels and of segment lists that are a row of fields of fixed sizes. A form is a letter for each field; the
// value may end at a bar and must end at the end.

const stackEntry = 'M' // an entry of a label stack

// tunnelParts are the forms of sub-TLVs by type (RFC 9012 section 3, RFC 9015 section 3.1.2, RFC 9830 section 2.4).
var tunnelParts = [...]string{
	2: "p", 4: "c", 5: "o", 7: "d", 8: "u", 9: "e", 12: "FrP", 14: "FrE", 15: "yr", 16: "q", 20: "CrS|b",
}

// segmentParts are the forms of the members of a segment list by type (RFC 9830 section 2.4.4, RFC 9831 section 2).
var segmentParts = [...]string{
	1: "frM", 13: "frS|b", 3: "fa4|M", 4: "fa6|M", 5: "fri4|M", 6: "frlk|M", 7: "friLjK|M", 8: "frLK|M",
	14: "fa6|S|b", 15: "faiLjK|S|b", 16: "faLK|S|b", 9: "FrW",
}

// partField gives the field of a letter and its octets.
func partField(c byte) (FieldID, int) {
	switch c {
	case 'r':
		return FieldReserved, 1
	case 'z':
		return FieldReserved, 2
	case 'p':
		return FieldTunnelProtocol, 2
	case 'c':
		return FieldTunnelColor, 8
	case 'o':
		return FieldLoadBalancing, 2
	case 'd':
		return FieldTunnelDS, 1
	case 'u':
		return FieldTunnelPort, 2
	case 'e':
		return FieldEmbeddedLabel, 1
	case 'q':
		return FieldSPISI, 2
	case 'g':
		return FieldGREKey, 4
	case 'v':
		return FieldVXLANFlags, 1
	case 'n':
		return FieldTunnelVNI, 3
	case 'x':
		return FieldTunnelMAC, 6
	}
	return policyField(c)
}

// policyField is partField for the letters of SR policies.
func policyField(c byte) (FieldID, int) {
	switch c {
	case 'F':
		return FieldPolicyFlags, 1
	case 'B':
		return FieldBindingFlags, 1
	case 'C':
		return FieldSRv6BindingFlags, 1
	case 'P':
		return FieldPreference, 4
	case 'E':
		return FieldENLP, 1
	case 'y':
		return FieldPolicyPriority, 1
	case 'f':
		return FieldSegmentFlags, 1
	case 'a':
		return FieldSRAlgorithm, 1
	case '4':
		return FieldNodeAddr, 4
	case '6':
		return FieldNodeAddr, 16
	case 'i':
		return FieldLocalInterface, 4
	case 'j':
		return FieldRemoteInterface, 4
	case 'l':
		return FieldLocalAddr, 4
	case 'k':
		return FieldRemoteAddr, 4
	case 'L':
		return FieldLocalAddr, 16
	case 'K':
		return FieldRemoteAddr, 16
	case 'S':
		return FieldSRv6SID, 16
	case 'W':
		return FieldSegmentWeight, 4
	case 'b':
		return FieldSRv6Behavior, 8
	case stackEntry:
		return FieldStackLabel, 4
	}
	return FieldGap, 0
}

// row reads a value of the form if its length is one that the form allows, else it notes that.
func (d *dec) row(st *attrState, t tlv, form string) {
	n, ok := 0, false
	for i := range len(form) {
		if form[i] == '|' {
			ok = ok || n == t.n
			continue
		}
		_, size := partField(form[i])
		n += size
	}
	if !ok && n != t.n {
		d.subTLVBad(st, t)
		return
	}
	for i := 0; i < len(form) && d.left() > 0; i++ {
		if form[i] != '|' {
			d.rowField(form[i])
		}
	}
}

// rowField reads the field of a letter.
func (d *dec) rowField(c byte) {
	switch f, n := partField(c); c {
	case stackEntry:
		d.uint(f, 3)
		d.u8(FieldStackTTL)
	case 'b': // SRv6 Endpoint Behavior and SID Structure, RFC 9830 section 2.4.4.2.4
		d.u16(f)
		d.u16(FieldReserved)
		d.u8(FieldSRv6BlockLen)
		d.u8(FieldSRv6NodeLen)
		d.u8(FieldSRv6FuncLen)
		d.u8(FieldSRv6ArgLen)
	default:
		if n <= 4 {
			d.uint(f, n)
		} else {
			d.bytes(f, n)
		}
	}
}

package codec

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/registry"
)

// attrTunnelEncap reads Tunnel Encapsulation (RFC 9012 section 2): a TLV for each tunnel, of sub-TLVs.
func (d *dec) attrTunnelEncap(st *attrState) {
	fr := d.begin(FieldTLVs)
	d.tlvs(st, spaces[SpaceTunnel].form, (*dec).tunnelTLV)
	d.leave(fr)
}

func (d *dec) tunnelTLV(st *attrState, t tlv) {
	st.tunnel = uint16(t.typ)
	if d.left() > 0 {
		fr := d.begin(FieldSubTLVs)
		d.tlvs(st, spaces[SpaceTunnelSub].form, (*dec).tunnelSubTLV)
		d.done(fr)
	}
}

// The tunnel types that matter to the form of sub-TLVs (RFC 9012 section 3.2, RFC 9830 section 2.2).
const (
	tunnelL2TPv3   = 1
	tunnelGRE      = 2
	tunnelVXLAN    = 8
	tunnelNVGRE    = 9
	tunnelMPLSGRE  = 11
	tunnelSRPolicy = 15
)

// The sub-TLVs whose form is more than a row of tunnelParts.
const (
	subEncapsulation = 1
	subEndpoint      = 6
	subLabelStack    = 10
	subPrefixSID     = 11
	subBindingSID    = 13
	subSegmentList   = 128
	subPathName      = 129
	subPolicyName    = 130
)

func (d *dec) tunnelSubTLV(st *attrState, t tlv) {
	switch t.typ {
	case subEncapsulation:
		d.encapsulation(st, t)
	case subEndpoint:
		d.tunnelEndpoint(st, t)
	case subLabelStack:
		if t.n == 0 || t.n%4 != 0 {
			d.subTLVBad(st, t)
			return
		}
		fr := d.begin(FieldLabelStack)
		for d.left() >= 4 {
			e := d.begin(FieldLabelStackEntry)
			d.rowField(stackEntry)
			d.done(e)
		}
		d.done(fr)
	case subPrefixSID:
		if d.left() > 0 {
			fr := d.begin(FieldSubTLVs)
			d.spaceTLVs(st, SpacePrefixSID)
			d.done(fr)
		}
	case subBindingSID:
		if t.n == 18 {
			d.row(st, t, "BrS")
		} else {
			d.row(st, t, "Br|M")
		}
	case subSegmentList:
		d.segmentList(st, t)
	case subPathName, subPolicyName:
		if t.n < 1 {
			d.subTLVBad(st, t)
		} else if d.u8(FieldReserved); d.left() > 0 {
			d.rest(FieldPolicyName)
		}
	default:
		if t.typ < len(tunnelParts) && tunnelParts[t.typ] != "" {
			d.row(st, t, tunnelParts[t.typ])
		}
	}
}

// encapsulation reads an Encapsulation sub-TLV (RFC 9012 section 3.2), whose form depends on the tunnel type.
func (d *dec) encapsulation(st *attrState, t tlv) {
	switch st.tunnel {
	case tunnelL2TPv3:
		if t.n < 4 || t.n > 12 {
			d.subTLVBad(st, t)
		} else if d.left() == t.n {
			d.u32(FieldL2TPSession)
			d.bytes(FieldL2TPCookie, t.n-4)
		}
	case tunnelGRE, tunnelMPLSGRE:
		d.row(st, t, "g")
	case tunnelVXLAN, tunnelNVGRE:
		d.row(st, t, "vnxz")
	}
}

// tunnelEndpoint reads a Tunnel Egress Endpoint sub-TLV (RFC 9012 section 3.1).
func (d *dec) tunnelEndpoint(st *attrState, t tlv) {
	if t.n != 6 && t.n != 10 && t.n != 22 {
		d.subTLVBad(st, t)
		return
	}
	d.bytes(FieldReserved, 4)
	if d.left() >= 2 {
		if afi := registry.AFI(d.u16(FieldEndpointAFI)); t.n != endpointSize(afi) {
			d.subTLVBad(st, t)
		}
	}
	if d.left() > 0 {
		d.rest(FieldPMSIEndpoint)
	}
}

// endpointSize is the length of an egress endpoint of a family; family 0 has no address: the next hop is meant.
func endpointSize(afi registry.AFI) int {
	switch afi {
	case 0:
		return 6
	case registry.AFIIPv4:
		return 10
	case registry.AFIIPv6:
		return 22
	}
	return -1
}

// segmentList reads a Segment List sub-TLV (RFC 9830 section 2.4.4).
func (d *dec) segmentList(st *attrState, t tlv) {
	if t.n < 1 {
		d.subTLVBad(st, t)
		return
	}
	d.u8(FieldReserved)
	if d.left() > 0 {
		fr := d.begin(FieldSubTLVs)
		d.tlvs(st, spaces[SpaceSegments].form, (*dec).segmentListTLV)
		d.done(fr)
	}
}

func (d *dec) segmentListTLV(st *attrState, t tlv) {
	if t.typ < len(segmentParts) && segmentParts[t.typ] != "" {
		d.row(st, t, segmentParts[t.typ])
	}
}

// subTLVBad notes a sub-TLV of a length that it cannot have. In a tunnel of another type than SR Policy that is no error of
// the attribute: the tunnel is ignored (RFC 9012 section 13).
func (d *dec) subTLVBad(st *attrState, t tlv) {
	n := len(d.findings)
	if d.tlvBad(st, t); st.tunnel != tunnelSRPolicy {
		d.soften(n)
	}
}

// ParseTunnels reads the value of a Tunnel Encapsulation attribute (RFC 9012 section 2): a TLV for each tunnel, whose value
// ParseTunnelSubTLVs reads. It reports false when they do not fill v, which they borrow.
func ParseTunnels(v []byte) ([]TLV, bool) { return SpaceTunnel.ParseTLVs(v) }

// AppendTunnels appends the value of a Tunnel Encapsulation attribute. It reports false, and appends nothing, when a tunnel
// has more than 65535 octets.
func AppendTunnels(dst []byte, list []TLV) ([]byte, bool) { return SpaceTunnel.AppendTLVs(dst, list) }

// ParseTunnelSubTLVs reads the sub-TLVs of a tunnel: their length has one octet below type 128, two from there (RFC 9012
// section 2). It reports false when they do not fill v, which they borrow.
func ParseTunnelSubTLVs(v []byte) ([]TLV, bool) { return SpaceTunnelSub.ParseTLVs(v) }

// AppendTunnelSubTLVs appends the sub-TLVs of a tunnel. It reports false, and appends nothing, when one does not fit its head.
func AppendTunnelSubTLVs(dst []byte, list []TLV) ([]byte, bool) {
	return SpaceTunnelSub.AppendTLVs(dst, list)
}

// TunnelEndpointTLV makes a Tunnel Egress Endpoint sub-TLV (RFC 9012 section 3.1); without an address, the next hop is meant.
func TunnelEndpointTLV(a netip.Addr) TLV {
	v := make([]byte, 6, 22)
	if a.Is4() {
		v[5] = byte(registry.AFIIPv4)
	} else if a.Is6() {
		v[5] = byte(registry.AFIIPv6)
	}
	return TLV{subEndpoint, append(v, a.AsSlice()...)}
}

// TunnelEndpoint gives the address of a Tunnel Egress Endpoint sub-TLV, which is the zero Addr when the next hop is meant.
func (t TLV) TunnelEndpoint() (netip.Addr, bool) {
	if t.Type != subEndpoint || len(t.Value) < 6 || endpointSize(registry.AFI(be16(t.Value[4:]))) != len(t.Value) {
		return netip.Addr{}, false
	}
	a, _ := netip.AddrFromSlice(t.Value[6:])
	return a, true
}

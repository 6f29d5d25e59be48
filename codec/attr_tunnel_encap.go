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
		form := spaces[SpaceTunnelSub].form
		form.space = SpaceTunnelSub
		d.tlvs(st, form, (*dec).tunnelSubTLV)
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

// The sub-TLVs that are more than a layout.
const (
	subEncapsulation = 1
	subEndpoint      = 6
)

func (d *dec) tunnelSubTLV(st *attrState, t tlv) {
	at, n := d.off, len(d.findings)
	d.layoutTLV(st, t)
	if b := d.b[at:d.off]; t.typ == subEndpoint && len(b) >= 6 && len(d.findings) == n && endpointSize(registry.AFI(be16(b[4:]))) != t.n {
		if d.attrBad(st, FindTLVLength, t.at, at+6-t.at, uint32(t.typ), uint32(t.n)); st.tunnel != tunnelSRPolicy {
			d.soften(n)
		}
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

package gobgp

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"

	"github.com/osrg/gobgp/v4/pkg/packet/bgp"

	"github.com/bgpdecode/bgpdecode/codec"
)

func mpReach(p *bgp.PathAttributeMpReachNLRI) object {
	hops := list{}
	if p.Nexthop.IsValid() {
		hops = append(hops, p.Nexthop)
	}
	if p.LinkLocalNexthop.IsValid() {
		hops = append(hops, p.LinkLocalNexthop)
	}
	return object{"afi": p.AFI, "safi": p.SAFI, "next_hops": hops, "nlri": routes(p.Value)}
}

func routes(v []bgp.PathNLRI) list {
	out := list{}
	for _, p := range v {
		r := route(p.NLRI)
		if p.ID != 0 {
			r["path_id"] = p.ID
		}
		out = append(out, r)
	}
	return out
}

func route(n bgp.NLRI) object {
	switch n := n.(type) {
	case *bgp.IPAddrPrefix:
		return object{"prefix": n.Prefix}
	case *bgp.LabeledIPAddrPrefix:
		return object{"prefix": n.Prefix, "labels": listOf(n.Labels.Labels)}
	case *bgp.LabeledVPNIPAddrPrefix:
		return object{"prefix": n.Prefix, "labels": listOf(n.Labels.Labels), "rd": rd(n.RD)}
	case *bgp.RouteTargetMembershipNLRI:
		return rtc(n)
	case *bgp.EVPNNLRI:
		return evpn(n)
	case *bgp.FlowSpecNLRI:
		return flow(n)
	case *bgp.VPLSNLRI:
		return object{"ve_id": n.VEID, "ve_block_offset": n.VEBlockOffset, "ve_block_size": n.VEBlockSize, "label_base": n.LabelBlockBase, "rd": rd(n.RD())}
	case *bgp.MUPNLRI:
		return mup(n)
	case *bgp.EncapNLRI:
		return object{"endpoint_address": n.Endpoint}
	case *bgp.SRPolicyNLRI:
		a, _ := netip.AddrFromSlice(n.Endpoint)
		return object{"distinguisher": n.Distinguisher, "color": n.Color, "endpoint": a}
	}
	return object{}
}

// rd writes a route distinguisher from its octets, so that only the numbers are GoBGP's.
func rd(v bgp.RouteDistinguisherInterface) string {
	switch d := v.(type) {
	case *bgp.RouteDistinguisherTwoOctetAS:
		return fmt.Sprintf("%d:%d", d.Admin, d.Assigned)
	case *bgp.RouteDistinguisherIPAddressAS:
		return fmt.Sprintf("%s:%d", d.Admin, d.Assigned)
	case *bgp.RouteDistinguisherFourOctetAS:
		if d.Admin < 1<<16 {
			return fmt.Sprintf("%dL:%d", d.Admin, d.Assigned)
		}
		return fmt.Sprintf("%d:%d", d.Admin, d.Assigned)
	}
	b, _ := v.Serialize()
	return hex.EncodeToString(b)
}

func rtc(n *bgp.RouteTargetMembershipNLRI) object {
	out := object{}
	if n.Length >= 32 {
		out["origin_as"] = n.AS
	}
	if n.RouteTarget != nil && n.Length == 96 {
		if b, err := n.RouteTarget.Serialize(); err == nil {
			out["route_target"] = string(codec.AppendExtCommunity(nil, b))
		}
	}
	return out
}

func esi(v *bgp.EthernetSegmentIdentifier) string {
	b := append([]byte{byte(v.Type)}, v.Value...)
	var parts []string
	for _, c := range b {
		parts = append(parts, hex.EncodeToString([]byte{c}))
	}
	return strings.Join(parts, ":")
}

func evpn(n *bgp.EVPNNLRI) object {
	var out object
	switch r := n.RouteTypeData.(type) {
	case *bgp.EVPNEthernetAutoDiscoveryRoute:
		out = object{"rd": rd(r.RD), "esi": esi(&r.ESI), "ethernet_tag_id": r.ETag, "labels": list{r.Label >> 4}, "vni": r.Label}
	case *bgp.EVPNMacIPAdvertisementRoute:
		out = object{"rd": rd(r.RD), "esi": esi(&r.ESI), "ethernet_tag_id": r.ETag, "labels": mpls(r.Labels), "mac_address": r.MacAddress}
		if r.IPAddressLength > 0 {
			out["ip_address"] = r.IPAddress
		}
	case *bgp.EVPNMulticastEthernetTagRoute:
		out = object{"rd": rd(r.RD), "ethernet_tag_id": r.ETag, "originating_router": r.IPAddress}
	case *bgp.EVPNEthernetSegmentRoute:
		out = object{"rd": rd(r.RD), "esi": esi(&r.ESI), "originating_router": r.IPAddress}
	case *bgp.EVPNIPPrefixRoute:
		out = object{"rd": rd(r.RD), "esi": esi(&r.ESI), "ethernet_tag_id": r.ETag, "labels": list{r.Label >> 4}, "vni": r.Label,
			"prefix": netip.PrefixFrom(r.IPPrefix, int(r.IPPrefixLength)), "gateway_ip_address": r.GWIPAddress}
	case *bgp.EVPNIPMSIRoute:
		out = object{"rd": rd(r.RD), "ethernet_tag_id": r.ETag}
	default:
		out = object{}
	}
	out["type"] = n.RouteType
	return out
}

func mup(n *bgp.MUPNLRI) object {
	switch r := n.RouteTypeData.(type) {
	case *bgp.MUPInterworkSegmentDiscoveryRoute:
		return object{"architecture_type": n.ArchitectureType, "rd": rd(r.RD), "prefix": r.Prefix}
	case *bgp.MUPDirectSegmentDiscoveryRoute:
		return object{"architecture_type": n.ArchitectureType, "rd": rd(r.RD), "address": r.Address}
	case *bgp.MUPType1SessionTransformedRoute:
		return object{"architecture_type": n.ArchitectureType, "rd": rd(r.RD), "prefix": r.Prefix, "teid": teid(r.TEID), "qfi": r.QFI,
			"endpoint_address": r.EndpointAddress}
	case *bgp.MUPType2SessionTransformedRoute:
		return object{"architecture_type": n.ArchitectureType, "rd": rd(r.RD), "endpoint_address": r.EndpointAddress}
	}
	return object{"architecture_type": n.ArchitectureType}
}

// teid gives the number that GoBGP keeps as an address.
func teid(a netip.Addr) any {
	if !a.Is4() {
		return a
	}
	b := a.As4()
	return binary.BigEndian.Uint32(b[:])
}

// mpls takes the labels out of fields that may be VNIs as well: GoBGP leaves open which they are.
func mpls(v []uint32) list {
	out := list{}
	for _, l := range v {
		out = append(out, l>>4)
	}
	return out
}

// flow gives the components; those with operators as GoBGP has them, prefixes as their text.
func flow(n *bgp.FlowSpecNLRI) object {
	parts := list{}
	for _, c := range n.Value {
		e := object{"type": uint8(c.Type())}
		switch c := c.(type) {
		case *bgp.FlowSpecComponent:
			ops := list{}
			for _, i := range c.Items {
				ops = append(ops, object{"operator": i.Op, "value": i.Value})
			}
			e["operators"] = ops
		case *bgp.FlowSpecDestinationPrefix:
			e["prefix"] = c.Prefix.Prefix
		case *bgp.FlowSpecSourcePrefix:
			e["prefix"] = c.Prefix.Prefix
		case *bgp.FlowSpecDestinationPrefix6:
			e["offset"] = c.Offset
		case *bgp.FlowSpecSourcePrefix6:
			e["offset"] = c.Offset
		}
		parts = append(parts, e)
	}
	out := object{"components": parts}
	if r := n.RD(); r != nil {
		out["rd"] = rd(r)
	}
	return out
}

// families gives the family of an attribute of routes.
func familyOf(value []byte) (f bgp.Family, ok bool) {
	if len(value) < 3 {
		return f, false
	}
	return bgp.NewFamily(binary.BigEndian.Uint16(value), value[2]), true
}

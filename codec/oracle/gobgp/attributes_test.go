package gobgp

import (
	"encoding/hex"
	"fmt"

	"github.com/osrg/gobgp/v4/pkg/packet/bgp"

	"github.com/bgpdecode/bgpdecode/registry"
)

// The values that GoBGP reads, in the form and with the keys of the JSON contract. What is left out here is not compared.
type (
	object = map[string]any
	list   = []any
)

// attributeValue gives the value of an attribute, nil for one that GoBGP keeps as octets.
func attributeValue(p bgp.PathAttributeInterface) any {
	switch p := p.(type) {
	case *bgp.PathAttributeOrigin:
		return [...]string{"IGP", "EGP", "INCOMPLETE"}[p.Value]
	case *bgp.PathAttributeAsPath:
		return path(p.Value)
	case *bgp.PathAttributeAs4Path:
		out := list{}
		for _, s := range p.Value {
			out = append(out, segment(s))
		}
		return out
	case *bgp.PathAttributeNextHop:
		return p.Value
	case *bgp.PathAttributeMultiExitDisc:
		return p.Value
	case *bgp.PathAttributeLocalPref:
		return p.Value
	case *bgp.PathAttributeAtomicAggregate:
		return true
	case *bgp.PathAttributeAggregator:
		return object{"as": p.Value.AS, "address": p.Value.Address}
	case *bgp.PathAttributeAs4Aggregator:
		return object{"as": p.Value.AS, "address": p.Value.Address}
	case *bgp.PathAttributeOriginatorId:
		return p.Value
	case *bgp.PathAttributeClusterList:
		return listOf(p.Value)
	case *bgp.PathAttributeMpReachNLRI:
		return mpReach(p)
	case *bgp.PathAttributeMpUnreachNLRI:
		return object{"afi": p.AFI, "safi": p.SAFI, "nlri": routes(p.Value)}
	case *bgp.PathAttributePmsiTunnel:
		return pmsi(p)
	case *bgp.PathAttributeTunnelEncap:
		return tunnels(p)
	case *bgp.PathAttributeAigp:
		return aigp(p)
	}
	return communities(p)
}

func communities(p bgp.PathAttributeInterface) any {
	out := list{}
	switch p := p.(type) {
	case *bgp.PathAttributeCommunities:
		for _, c := range p.Value {
			if name := registry.CommunityName(c); name != "" {
				out = append(out, name)
			} else {
				out = append(out, fmt.Sprintf("%d:%d", c>>16, c&0xffff))
			}
		}
	case *bgp.PathAttributeLargeCommunities:
		for _, c := range p.Values {
			out = append(out, c)
		}
	case *bgp.PathAttributeIP6ExtendedCommunities:
		for _, c := range p.Value {
			b, _ := c.Serialize()
			out = append(out, object{"raw": hex.EncodeToString(b)})
		}
	default:
		return nil
	}
	return out
}

func listOf[T any](v []T) list {
	out := list{}
	for _, e := range v {
		out = append(out, e)
	}
	return out
}

func path(v []bgp.AsPathParamInterface) list {
	out := list{}
	for _, s := range v {
		out = append(out, segment(s))
	}
	return out
}

func segment(s bgp.AsPathParamInterface) object {
	name := map[uint8]string{1: "AS_SET", 2: "AS_SEQUENCE", 3: "AS_CONFED_SEQUENCE", 4: "AS_CONFED_SET"}[s.GetType()]
	return object{"type": name, "as": listOf(s.GetAS())}
}

func pmsi(p *bgp.PathAttributePmsiTunnel) object {
	out := object{"tunnel_type": uint8(p.TunnelType), "label": p.Label >> 4}
	if id, ok := p.TunnelID.(*bgp.IngressReplTunnelID); ok {
		out["endpoint"] = id.Value
	}
	return out
}

func aigp(p *bgp.PathAttributeAigp) list {
	out := list{}
	for _, t := range p.Values {
		e := object{"type": uint8(t.Type())}
		if m, ok := t.(*bgp.AigpTLVIgpMetric); ok {
			e["metric"] = m.Metric
		}
		out = append(out, e)
	}
	return out
}

func tunnels(p *bgp.PathAttributeTunnelEncap) list {
	out := list{}
	for _, t := range p.Value {
		subs := list{}
		for _, s := range t.Value {
			b, err := s.Serialize()
			if err != nil || len(b) == 0 {
				continue // the lists differ in their length then
			}
			e := object{"type": b[0]}
			switch s := s.(type) {
			case *bgp.TunnelEncapSubTLVColor:
				e["color"] = fmt.Sprint("color ", s.Color)
			case *bgp.TunnelEncapSubTLVEgressEndpoint:
				e["endpoint"] = s.Address
			case *bgp.TunnelEncapSubTLVUDPDestPort:
				e["udp_port"] = s.UDPDestPort
			case *bgp.TunnelEncapSubTLVProtocol:
				e["protocol_type"] = s.Protocol
			}
			subs = append(subs, e)
		}
		out = append(out, object{"tunnel_type": uint16(t.Type), "sub_tlvs": subs})
	}
	return out
}

package gobgp

import "github.com/osrg/gobgp/v4/pkg/packet/bgp"

// capabilityValue gives the value of a capability, nil for one that GoBGP keeps as octets or that has none.
func capabilityValue(c bgp.ParameterCapabilityInterface) any {
	out := list{}
	switch c := c.(type) {
	case *bgp.CapMultiProtocol:
		return object{"afi": c.CapValue.Afi(), "safi": c.CapValue.Safi()}
	case *bgp.CapFourOctetASNumber:
		return c.CapValue
	case *bgp.CapExtendedNexthop:
		for _, t := range c.Tuples {
			out = append(out, object{"afi": t.NLRIAFI, "safi": t.NLRISAFI, "next_hop_afi": t.NexthopAFI})
		}
	case *bgp.CapGracefulRestart:
		for _, t := range c.Tuples {
			out = append(out, object{"afi": t.AFI, "safi": t.SAFI, "flags": t.Flags})
		}
		return object{"flags": c.Flags, "restart_time": c.Time, "families": out}
	case *bgp.CapAddPath:
		for _, t := range c.Tuples {
			out = append(out, object{"afi": t.Family.Afi(), "safi": t.Family.Safi(), "send_receive": uint8(t.Mode)})
		}
	case *bgp.CapLongLivedGracefulRestart:
		for _, t := range c.Tuples {
			out = append(out, object{"afi": t.AFI, "safi": t.SAFI, "flags": t.Flags, "stale_time": t.RestartTime})
		}
	case *bgp.CapFQDN:
		return object{"hostname": optional(c.HostName), "domain": optional(c.DomainName)}
	case *bgp.CapSoftwareVersion:
		return c.SoftwareVersion
	default:
		return nil
	}
	return out
}

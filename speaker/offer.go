package speaker

import (
	"net/netip"
	"slices"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// offer makes our OPEN. A plain one has no capabilities, for a peer that does not take them (RFC 5492 section 3).
func (c *PeerConfig) offer(id netip.Addr, plain bool) codec.Open {
	o := codec.NewOpen(c.LocalAS, uint16(c.holdTime()/time.Second), id)
	if !plain {
		o.Capabilities = c.Capabilities.list(c)
		o.Extended = c.Capabilities.ExtendedParameters
	}
	return o
}

// holdTime is the Hold Time of our OPEN.
func (c *PeerConfig) holdTime() time.Duration {
	if c.HoldTime == 0 && !c.HoldTimeSet {
		return DefaultHoldTime
	}
	return c.HoldTime
}

// internal reports whether the peer is configured to be in our own AS.
func (c *PeerConfig) internal() bool { return c.PeerAS == c.LocalAS }

// list gives the capabilities to offer.
func (k *Capabilities) list(c *PeerConfig) []codec.Capability {
	var out []codec.Capability
	add := func(want bool, make func() codec.Capability) {
		if want {
			out = append(out, make())
		}
	}
	flag := func(want bool, code registry.CapCode) {
		add(want, func() codec.Capability { return codec.FlagCapability(code) })
	}
	for _, f := range k.Families {
		out = append(out, codec.MultiprotocolCapability(f))
	}
	flag(k.RouteRefresh, registry.CapRouteRefresh)
	flag(k.EnhancedRefresh, registry.CapEnhancedRouteRefresh)
	add(len(k.ExtendedNextHop) > 0, func() codec.Capability { return codec.ExtendedNextHopCapability(k.ExtendedNextHop...) })
	flag(k.ExtendedMessage, registry.CapExtendedMessage)
	add(k.Role != nil && !c.internal() && !c.Confed, func() codec.Capability { return codec.RoleCapability(uint8(*k.Role)) })
	add(k.GracefulRestart != nil, func() codec.Capability { return k.GracefulRestart.Capability() })
	add(k.AS4, func() codec.Capability { return codec.AS4Capability(c.LocalAS) })
	add(len(k.AddPath) > 0, func() codec.Capability { return codec.AddPathCapability(k.AddPath...) })
	add(len(k.PathsLimit) > 0, func() codec.Capability { return codec.PathsLimitCapability(k.PathsLimit...) })
	add(len(k.LongLived) > 0 && k.GracefulRestart != nil, func() codec.Capability { return codec.LLGRCapability(k.LongLived...) })
	add(k.HostName != "" || k.DomainName != "", func() codec.Capability { return codec.FQDNCapability(k.HostName, k.DomainName) })
	add(k.SoftwareVersion != "", func() codec.Capability { return codec.SoftwareVersionCapability(k.SoftwareVersion) })
	return slices.Concat(out, k.Other)
}

// routerID is our BGP Identifier on a connection from local.
func (c *PeerConfig) routerID(local netip.Addr) netip.Addr {
	switch local = local.Unmap(); {
	case c.RouterID.IsValid():
		return c.RouterID
	case local.Is4() && !local.IsUnspecified():
		return local
	}
	// An IPv6 address has none to lend (RFC 6286 section 2.1: any number but 0 that is unique in the AS). Its octets and
	// those of the AS number are mixed, so that two routers are unlikely to meet.
	h := uint32(2166136261)
	a := local.As16()
	for _, b := range append(a[:], byte(c.LocalAS>>24), byte(c.LocalAS>>16), byte(c.LocalAS>>8), byte(c.LocalAS)) {
		h = (h ^ uint32(b)) * 16777619
	}
	h |= 1
	return netip.AddrFrom4([4]byte{byte(h >> 24), byte(h >> 16), byte(h >> 8), byte(h)})
}

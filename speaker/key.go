package speaker

import (
	"net/netip"
)

// peerKey is what a peer is found by when it connects: its address, or for an unnumbered one the interface.
type peerKey struct {
	addr  netip.Addr // zone kept
	iface string
}

func keyOf(c *PeerConfig) peerKey {
	if c.Remote.IsValid() {
		return peerKey{addr: c.Remote.Unmap()}
	}
	return peerKey{iface: c.Interface}
}

// keyOfRemote gives the keys that a connection from an address may be for, the most specific first.
func keysOfRemote(a netip.Addr) []peerKey {
	a = a.Unmap()
	keys := []peerKey{{addr: a}}
	if zone := a.Zone(); zone != "" {
		keys = append(keys, peerKey{addr: a.WithZone("")}) // configured without
		if a.IsLinkLocalUnicast() {
			keys = append(keys, peerKey{iface: zone})
		}
	}
	return keys
}

// String gives the address or the interface.
func (k peerKey) String() string {
	if k.addr.IsValid() {
		return k.addr.String()
	}
	return k.iface
}

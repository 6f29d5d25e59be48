package codec

import "testing"

func TestParseFamilyNames(t *testing.T) {
	for _, f := range KnownFamilies() {
		if got, ok := ParseFamily(f.String()); !ok || got != f {
			t.Errorf("%s is read as %v, %v", f, got, ok)
		}
		if got, ok := aliasFamily(f.String()); !ok || got != f {
			t.Errorf("%s is an alias of %v, %v", f, got, ok)
		}
	}
	for name, want := range map[string]string{
		"evpn": "25/70", "l2vpn-evpn": "25/70", "L2VPN EVPN": "25/70", "vpls": "25/65",
		"vpnv4": "1/128", "vpnv6": "2/128", "vpnv4 unicast": "1/128", "vpnv4-multicast": "1/129", "inet-vpn": "1/128", "l3vpn-unicast": "", "ipv6-l3vpn-unicast": "2/128",
		"ipv4_labeled_unicast": "1/4", "ipv6-labelled-unicast": "2/4", "ipv4-nlri-mpls": "1/4",
		"ipv4-flowspec": "1/133", "ipv6-flow": "2/133", "flow4": "1/133", "vpnv4-flowspec": "1/134", "ipv6/flow-vpn": "2/134",
		"rtc": "1/132", "ipv4-rt-filter": "1/132", "mdt": "1/66", "ipv6-mcast-vpn": "2/5", "bgp-ls": "16388/71", "ipv6-sr-policy": "2/73",
		"inet6": "2/1", "ipv4": "1/1", "1/1": "1/1", "25/70": "25/70",
		"ipv4-evpn": "", "l2vpn-unicast": "", "ipv4-": "", "-": "", "vpnv5": "", "unicast": "", "": "", "65536/1": "",
	} {
		got, ok := ParseFamily(name)
		n, _ := ParseFamily(want)
		if ok != (want != "") || got != n {
			t.Errorf("%q is read as %d/%d, %v; want %q", name, got.AFI, got.SAFI, ok, want)
		}
	}
}

package codec

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// familyAliases are whole names that routers use for a family, as plainName spells them.
var familyAliases = [...]struct {
	name string
	Family
}{
	{"ipv4", Family{registry.AFIIPv4, registry.SAFIUnicast}},
	{"ipv6", Family{registry.AFIIPv6, registry.SAFIUnicast}},
	{"inet", Family{registry.AFIIPv4, registry.SAFIUnicast}},
	{"inet6", Family{registry.AFIIPv6, registry.SAFIUnicast}},
	{"evpn", Family{registry.AFIL2VPN, registry.SAFIEVPN}},
	{"vpls", Family{registry.AFIL2VPN, registry.SAFIVPLS}},
	{"mdt", Family{registry.AFIIPv4, registry.SAFIMDT}},
	{"rtc", Family{registry.AFIIPv4, registry.SAFIRouteTarget}},
	{"rtfilter", Family{registry.AFIIPv4, registry.SAFIRouteTarget}},
	{"rtfilter-unicast", Family{registry.AFIIPv4, registry.SAFIRouteTarget}},
	{"route-target", Family{registry.AFIIPv4, registry.SAFIRouteTarget}},
	{"flow4", Family{registry.AFIIPv4, registry.SAFIFlowSpec}},
	{"flow6", Family{registry.AFIIPv6, registry.SAFIFlowSpec}},
	{"bgp-ls-spf", Family{registry.AFIBGPLS, registry.SAFIBGPLSSPF}},
	{"bgpls", Family{registry.AFIBGPLS, registry.SAFIBGPLS}},
	{"ls", Family{registry.AFIBGPLS, registry.SAFIBGPLS}},
	{"link-state", Family{registry.AFIBGPLS, registry.SAFIBGPLS}},
	{"linkstate", Family{registry.AFIBGPLS, registry.SAFIBGPLS}},
	{"bgp-ls", Family{registry.AFIBGPLS, registry.SAFIBGPLS}},
	{"bgp-ls-vpn", Family{registry.AFIBGPLS, registry.SAFIBGPLSVPN}},
	{"sfc", familySFC},
}

// afiAliases are what names begin with.
var afiAliases = [...]struct {
	name string
	afi  registry.AFI
}{
	{"ipv4", registry.AFIIPv4}, {"ipv6", registry.AFIIPv6}, {"ip4", registry.AFIIPv4}, {"ip6", registry.AFIIPv6},
	{"inet", registry.AFIIPv4}, {"inet6", registry.AFIIPv6}, {"l2vpn", registry.AFIL2VPN},
}

// safiAliases are what stands behind that. "vpnv4" and its like are read as "ipv4-vpn".
var safiAliases = [...]struct {
	name string
	safi registry.SAFI
}{
	{"unicast", registry.SAFIUnicast}, {"multicast", registry.SAFIMulticast}, {"mcast", registry.SAFIMulticast},
	{"labeled-unicast", registry.SAFILabeledUnicast}, {"labelled-unicast", registry.SAFILabeledUnicast}, {"labeled", registry.SAFILabeledUnicast},
	{"label", registry.SAFILabeledUnicast}, {"lu", registry.SAFILabeledUnicast}, {"mpls", registry.SAFILabeledUnicast},
	{"mpls-label", registry.SAFILabeledUnicast}, {"nlri-mpls", registry.SAFILabeledUnicast},
	{"vpn", registry.SAFIVPN}, {"vpn-unicast", registry.SAFIVPN}, {"mpls-vpn", registry.SAFIVPN}, {"l3vpn", registry.SAFIVPN},
	{"l3vpn-unicast", registry.SAFIVPN}, {"vpn-multicast", registry.SAFIMulticastVPN}, {"l3vpn-multicast", registry.SAFIMulticastVPN},
	{"mvpn", registry.SAFIMVPN}, {"mcast-vpn", registry.SAFIMVPN}, {"mdt", registry.SAFIMDT},
	{"route-target", registry.SAFIRouteTarget}, {"rt-filter", registry.SAFIRouteTarget}, {"rtfilter", registry.SAFIRouteTarget}, {"rtc", registry.SAFIRouteTarget},
	{"flowspec", registry.SAFIFlowSpec}, {"flow", registry.SAFIFlowSpec}, {"flow-spec", registry.SAFIFlowSpec},
	{"flowspec-vpn", registry.SAFIFlowSpecVPN}, {"flow-vpn", registry.SAFIFlowSpecVPN}, {"flow-spec-vpn", registry.SAFIFlowSpecVPN},
	{"vpn-flowspec", registry.SAFIFlowSpecVPN}, {"l3vpn-flowspec", registry.SAFIFlowSpecVPN},
	{"sr-policy", registry.SAFISRPolicy}, {"srpolicy", registry.SAFISRPolicy}, {"sr-te", registry.SAFISRPolicy}, {"srte", registry.SAFISRPolicy},
	{"classful-transport", registry.SAFIClassfulTransport}, {"transport-class", registry.SAFIClassfulTransport}, {"transport", registry.SAFIClassfulTransport}, {"ct", registry.SAFIClassfulTransport},
	{"car", registry.SAFICAR}, {"vpn-car", registry.SAFIVPNCAR}, {"encapsulation", registry.SAFIEncapsulation}, {"encap", registry.SAFIEncapsulation},
	{"4over6", registry.SAFI4over6}, {"tunnel", registry.SAFITunnel}, {"sd-wan", registry.SAFISDWAN}, {"sdwan", registry.SAFISDWAN},
	{"mcast-vpls", registry.SAFIMCASTVPLS}, {"ms-pw", registry.SAFIPWDynamic},
	{"mup", registry.SAFIMUP}, {"evpn", registry.SAFIEVPN}, {"vpls", registry.SAFIVPLS},
}

// aliasFamily reads a name that routers use for a family. It can be one whose NLRI are not decoded.
func aliasFamily(s string) (Family, bool) {
	if len(s) > 40 { // no name is
		return Family{}, false
	}
	s = plainName(s)
	for i := range familyAliases {
		if familyAliases[i].name == s {
			return familyAliases[i].Family, true
		}
	}
	head, tail, _ := strings.Cut(s, "-")
	switch head { // "vpnv4", "vpnv4-unicast", "vpnv4-flowspec"
	case "vpnv4", "vpnv6":
		head, tail = "ipv"+head[4:], strings.TrimSuffix("vpn-"+tail, "-")
	}
	for i := range afiAliases {
		if afiAliases[i].name != head {
			continue
		}
		for j := range safiAliases {
			if safiAliases[j].name == tail {
				f := Family{afiAliases[i].afi, safiAliases[j].safi}
				l2 := f.SAFI == registry.SAFIEVPN || f.SAFI == registry.SAFIVPLS
				if l2 != (f.AFI == registry.AFIL2VPN) && f.index() < 0 {
					return Family{}, false
				}
				return f, true
			}
		}
	}
	return Family{}, false
}

// plainName spells a name in lower case with hyphens.
func plainName(s string) string {
	b := []byte(s)
	for i, c := range b {
		switch {
		case c >= 'A' && c <= 'Z':
			b[i] = c + 'a' - 'A'
		case c == ' ' || c == '_' || c == '/':
			b[i] = '-'
		}
	}
	return string(b)
}

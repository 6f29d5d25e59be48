package fault

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// What groups lead to.
var (
	headerErrors  = []registry.ErrorCode{registry.ErrMessageHeader}
	openErrors    = []registry.ErrorCode{registry.ErrOpen, registry.ErrMessageHeader}
	updateErrors  = []registry.ErrorCode{registry.ErrUpdate}
	holdErrors    = []registry.ErrorCode{registry.ErrHoldTimer}
	stateErrors   = []registry.ErrorCode{registry.ErrFSM}
	refreshErrors = []registry.ErrorCode{registry.ErrRouteRefresh, registry.ErrMessageHeader}
)

// What groups about several attributes are about. Most explanations then need not make them.
var (
	unknownAttrs  = []registry.AttrCode{0, 245, 255}
	incidentAttrs = []registry.AttrCode{
		0, registry.AttrASPath, registry.AttrAggregator, registry.AttrAS4Path, registry.AttrTunnelEncap, registry.AttrIPv6ExtCommunities, 28,
		registry.AttrOTC, registry.AttrPrefixSID, 99, 255,
	}
)

// groups are the parts of the catalogue.
var groups = [...]group{
	{name: "header", codes: headerErrors, fill: fillHeader},
	{name: "open", codes: openErrors, fill: fillOpen},
	{name: "capability", codes: openErrors, fill: fillCapability},
	{name: "state", codes: stateErrors, fill: fillState},
	{name: "timing", codes: holdErrors, fill: fillTiming},
	{name: "refresh", codes: refreshErrors, fill: fillRefresh},
	{name: "notification", fill: fillNotification},

	{name: "update", codes: updateErrors, fill: fillUpdate},

	{name: "origin", codes: updateErrors, attr: registry.AttrOrigin, fill: fillOrigin},
	{name: "as_path", codes: updateErrors, attr: registry.AttrASPath, fill: fillASPath},
	{name: "next_hop", codes: updateErrors, attr: registry.AttrNextHop, fill: fillNextHop},
	{name: "med", codes: updateErrors, attr: registry.AttrMED, fill: fillMED},
	{name: "local_pref", codes: updateErrors, attr: registry.AttrLocalPref, fill: fillLocalPref},
	{name: "atomic_aggregate", codes: updateErrors, attr: registry.AttrAtomicAggregate, fill: fillAtomicAggregate},
	{name: "aggregator", codes: updateErrors, attr: registry.AttrAggregator, fill: fillAggregator},
	{name: "communities", codes: updateErrors, attr: registry.AttrCommunities, fill: fillCommunities},
	{name: "originator_id", codes: updateErrors, attr: registry.AttrOriginatorID, fill: fillOriginatorID},
	{name: "cluster_list", codes: updateErrors, attr: registry.AttrClusterList, fill: fillClusterList},
	{name: "mp_reach", codes: updateErrors, attr: registry.AttrMPReach, fill: fillMPReach},
	{name: "mp_unreach", codes: updateErrors, attr: registry.AttrMPUnreach, fill: fillMPUnreach},
	{name: "ext_communities", codes: updateErrors, attr: registry.AttrExtCommunities, fill: fillExtCommunities},
	{name: "as4_path", codes: updateErrors, attr: registry.AttrAS4Path, fill: fillAS4Path},
	{name: "as4_aggregator", codes: updateErrors, attr: registry.AttrAS4Aggregator, fill: fillAS4Aggregator},
	{name: "pmsi_tunnel", codes: updateErrors, attr: registry.AttrPMSITunnel, fill: fillPMSI},
	{name: "tunnel_encap", codes: updateErrors, attr: registry.AttrTunnelEncap, fill: fillTunnelEncap},
	{name: "ipv6_ext_communities", codes: updateErrors, attr: registry.AttrIPv6ExtCommunities, fill: fillIPv6Communities},
	{name: "traffic_engineering", codes: updateErrors, attr: registry.AttrTrafficEngineering, fill: fillTE},
	{name: "aigp", codes: updateErrors, attr: registry.AttrAIGP, fill: fillAIGP},
	{name: "pe_distinguisher_labels", codes: updateErrors, attr: registry.AttrPEDistinguisherLabels, fill: fillPELabels},
	{name: "large_community", codes: updateErrors, attr: registry.AttrLargeCommunity, fill: fillLargeCommunity},
	{name: "otc", codes: updateErrors, attr: registry.AttrOTC, fill: fillOTC},
	{name: "bgp_ls_attribute", codes: updateErrors, attr: registry.AttrBGPLS, fill: fillBGPLS},
	{name: "community_container", codes: updateErrors, attr: registry.AttrCommunityContainer, fill: fillContainer},
	{name: "d_path", codes: updateErrors, attr: registry.AttrDPath, fill: fillDPath},
	{name: "sfp", codes: updateErrors, attr: registry.AttrSFP, fill: fillSFP},
	{name: "nhc", codes: updateErrors, attr: registry.AttrNHC, fill: fillNHC},
	{name: "bier", codes: updateErrors, attr: registry.AttrBIER, fill: fillBIER},
	{name: "bfd_discriminator", codes: updateErrors, attr: registry.AttrBFDDiscriminator, fill: fillBFD},
	{name: "prefix_sid", codes: updateErrors, attr: registry.AttrPrefixSID, fill: fillPrefixSID},
	{name: "attr_set", codes: updateErrors, attr: registry.AttrSet, fill: fillAttrSet},
	{name: "unknown_attribute", codes: updateErrors, attrs: unknownAttrs, fill: fillUnknown},

	{name: "ipv4_multicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIMulticast}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv6_unicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIUnicast}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv6_multicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIMulticast}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv4_labeled_unicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFILabeledUnicast}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv6_labeled_unicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFILabeledUnicast}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv4_vpn", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIVPN}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv6_vpn", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIVPN}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv4_vpn_multicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIMulticastVPN}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv6_vpn_multicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIMulticastVPN}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv4_route_target", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIRouteTarget}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "l2vpn_evpn", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIL2VPN, SAFI: registry.SAFIEVPN}, nextHop: true, head: 1}},
	{name: "l2vpn_vpls", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIL2VPN, SAFI: registry.SAFIVPLS}, nextHop: true}},
	{name: "ipv4_mdt", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIMDT}, long: codec.FindRouteLen, nextHop: true}},
	{name: "ipv4_mvpn", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIMVPN}, nextHop: true, head: 1}},
	{name: "ipv6_mvpn", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIMVPN}, nextHop: true, head: 1}},
	{name: "ipv4_flowspec", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIFlowSpec}}},
	{name: "ipv6_flowspec", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIFlowSpec}}},
	{name: "ipv4_vpn_flowspec", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIFlowSpecVPN}}},
	{name: "ipv6_vpn_flowspec", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIFlowSpecVPN}}},
	{name: "ipv4_sr_policy", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFISRPolicy}, long: codec.FindRouteFixed, nextHop: true}},
	{name: "ipv6_sr_policy", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFISRPolicy}, long: codec.FindRouteFixed, nextHop: true}},
	{name: "ipv6_route_target", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIRouteTarget}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "l2vpn_flowspec", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIL2VPN, SAFI: registry.SAFIFlowSpec}}},
	{name: "l2vpn_vpn_flowspec", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIL2VPN, SAFI: registry.SAFIFlowSpecVPN}}},
	{name: "ipv4_classful_transport", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIClassfulTransport}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv6_classful_transport", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIClassfulTransport}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv4_mup", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIMUP}, nextHop: true, head: 3}},
	{name: "ipv6_mup", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIMUP}, nextHop: true, head: 3}},
	{name: "ipv4_car", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFICAR}, nextHop: true}},
	{name: "ipv6_car", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFICAR}, nextHop: true}},
	{name: "ipv4_vpn_car", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIVPNCAR}, nextHop: true}},
	{name: "ipv6_vpn_car", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIVPNCAR}, nextHop: true}},
	{name: "sfc", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFISFC, SAFI: registry.SAFISFC}, nextHop: true, head: 2}},
	{name: "l2vpn_mcast_vpls", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIL2VPN, SAFI: registry.SAFIMCASTVPLS}, nextHop: true, head: 1}},
	{name: "l2vpn_ms_pw", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIL2VPN, SAFI: registry.SAFIPWDynamic}, nextHop: true}},
	{name: "ipv4_encapsulation", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIEncapsulation}, nextHop: true}},
	{name: "ipv6_encapsulation", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIEncapsulation}, nextHop: true}},
	{name: "ipv4_4over6", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFI4over6}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv4_tunnel", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFITunnel}, nextHop: true}},
	{name: "ipv4_sd_wan", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFISDWAN}, nextHop: true, head: 2}},
	{name: "ipv6_sd_wan", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFISDWAN}, nextHop: true, head: 2}},
	{name: "bgp_ls", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIBGPLS, SAFI: registry.SAFIBGPLS}, nextHop: true, head: 2}},
	{name: "bgp_ls_vpn", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIBGPLS, SAFI: registry.SAFIBGPLSVPN}, nextHop: true, head: 2}},
	{name: "bgp_ls_spf", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIBGPLS, SAFI: registry.SAFIBGPLSSPF}, nextHop: true, head: 2}},

	{name: "incident", codes: updateErrors, attrs: incidentAttrs, fill: fillIncident},
}

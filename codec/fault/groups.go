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
	{name: "aigp", codes: updateErrors, attr: registry.AttrAIGP, fill: fillAIGP},
	{name: "pe_distinguisher_labels", codes: updateErrors, attr: registry.AttrPEDistinguisherLabels, fill: fillPELabels},
	{name: "large_community", codes: updateErrors, attr: registry.AttrLargeCommunity, fill: fillLargeCommunity},
	{name: "otc", codes: updateErrors, attr: registry.AttrOTC, fill: fillOTC},
	{name: "bfd_discriminator", codes: updateErrors, attr: registry.AttrBFDDiscriminator, fill: fillBFD},
	{name: "prefix_sid", codes: updateErrors, attr: registry.AttrPrefixSID, fill: fillPrefixSID},
	{name: "attr_set", codes: updateErrors, attr: registry.AttrSet, fill: fillAttrSet},
	{name: "unknown_attribute", codes: updateErrors, fill: fillUnknown},

	{name: "ipv4_multicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIMulticast}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv6_unicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIUnicast}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv6_multicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIMulticast}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv4_labeled_unicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFILabeledUnicast}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv6_labeled_unicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFILabeledUnicast}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv4_vpn", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIVPN}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv6_vpn", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIVPN}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv4_vpn_multicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIMulticastVPN}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv6_vpn_multicast", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIMulticastVPN}, long: codec.FindPrefixLen, nextHop: true}},
	{name: "ipv4_route_target", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIRouteTarget}, long: codec.FindPrefixLen}},
	{name: "l2vpn_evpn", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIL2VPN, SAFI: registry.SAFIEVPN}, nextHop: true, head: 1}},
	{name: "l2vpn_vpls", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIL2VPN, SAFI: registry.SAFIVPLS}}},
	{name: "ipv4_mdt", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIMDT}, long: codec.FindRouteLen}},
	{name: "ipv4_mvpn", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIMVPN}, nextHop: true, head: 1}},
	{name: "ipv6_mvpn", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIMVPN}, nextHop: true, head: 1}},
	{name: "ipv4_flowspec", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIFlowSpec}}},
	{name: "ipv6_flowspec", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIFlowSpec}}},
	{name: "ipv4_vpn_flowspec", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIFlowSpecVPN}}},
	{name: "ipv6_vpn_flowspec", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIFlowSpecVPN}}},
	{name: "ipv4_sr_policy", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFISRPolicy}, long: codec.FindRouteFixed}},
	{name: "ipv6_sr_policy", codes: updateErrors, fill: fillFamily, row: familyRow{family: codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFISRPolicy}, long: codec.FindRouteFixed}},

	{name: "incident", codes: updateErrors, fill: fillIncident},
}

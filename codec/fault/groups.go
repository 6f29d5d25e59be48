package fault

import "github.com/bgpdecode/bgpdecode/registry"

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
	{name: "ext_communities", codes: updateErrors, attr: registry.AttrExtCommunities, fill: fillExtCommunities},
	{name: "as4_path", codes: updateErrors, attr: registry.AttrAS4Path, fill: fillAS4Path},
	{name: "as4_aggregator", codes: updateErrors, attr: registry.AttrAS4Aggregator, fill: fillAS4Aggregator},
	{name: "ipv6_ext_communities", codes: updateErrors, attr: registry.AttrIPv6ExtCommunities, fill: fillIPv6Communities},
	{name: "large_community", codes: updateErrors, attr: registry.AttrLargeCommunity, fill: fillLargeCommunity},
	{name: "otc", codes: updateErrors, attr: registry.AttrOTC, fill: fillOTC},
	{name: "unknown_attribute", codes: updateErrors, fill: fillUnknown},
}

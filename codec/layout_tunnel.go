package codec

// The layouts of sub-TLVs of tunnels and of segment lists: RFC 9012 section 3, RFC 9015 section 3.1.2, RFC 9830 section 2.4,
// RFC 9831 section 2. The address family in a Tunnel Egress Endpoint is judged by tunnelEndpoint.

// What many of them share.
var (
	flagsOctets   = [...]Part{{Field: FieldPolicyFlags, Octets: 1}, {Field: FieldReserved, Octets: 1}}
	segmentOctets = [...]Part{{Field: FieldSegmentFlags, Octets: 1}, {Field: FieldReserved, Octets: 1}}
	algorithm     = [...]Part{{Field: FieldSegmentFlags, Octets: 1}, {Field: FieldSRAlgorithm, Octets: 1}}
	stackEntry    = [...]Part{{Field: FieldStackWord, Octets: 3, Bits: []BitField{{FieldStackNumber, 20}, {FieldStackClass, 3}, {FieldStackBottom, 1}}},
		{Field: FieldStackTTL, Octets: 1}} // RFC 3032 section 2.1
	sidStructure = [...]Part{{Field: FieldSRv6Behavior, Octets: 2}, {Field: FieldReserved, Octets: 2}, {Field: FieldSRv6BlockLen, Octets: 1},
		{Field: FieldSRv6NodeLen, Octets: 1}, {Field: FieldSRv6FuncLen, Octets: 1}, {Field: FieldSRv6ArgLen, Octets: 1}} // RFC 9830 section 2.4.4.2.4
)

// tunnelTypes are the sub-TLVs of a tunnel by type, but for the Encapsulation, of which encapsulations has those of the types of
// tunnel.
var tunnelTypes = [...]typeRow{
	{2, []Layout{{Parts: []Part{{Field: FieldTunnelProtocol, Octets: 2}}}}},
	{4, []Layout{{Parts: []Part{{Field: FieldTunnelColor, Octets: 8}}}}},
	{5, []Layout{{Parts: []Part{{Field: FieldLoadBalancing, Octets: 2}}}}},
	{subEndpoint, []Layout{
		{Parts: []Part{{Field: FieldReserved, Octets: 4}, {Field: FieldEndpointAFI, Octets: 2}}},
		{Parts: []Part{{Field: FieldReserved, Octets: 4}, {Field: FieldEndpointAFI, Octets: 2}, {Field: FieldPMSIEndpoint, Octets: 4}}},
		{Parts: []Part{{Field: FieldReserved, Octets: 4}, {Field: FieldEndpointAFI, Octets: 2}, {Field: FieldPMSIEndpoint, Octets: 16}}}}},
	{7, []Layout{{Parts: []Part{{Field: FieldTunnelDS, Octets: 1}}}}},
	{8, []Layout{{Parts: []Part{{Field: FieldTunnelPort, Octets: 2}}}}},
	{9, []Layout{{Parts: []Part{{Field: FieldEmbeddedLabel, Octets: 1}}}}},
	{10, []Layout{{Parts: []Part{{Field: FieldLabelStack, Elem: FieldLabelStackEntry, Min: 1, Parts: stackEntry[:]}}}}},
	{11, []Layout{{Parts: []Part{{Field: FieldSubTLVs, Space: SpacePrefixSID}}}}},
	{12, []Layout{{Parts: []Part{{Run: flagsOctets[:]}, {Field: FieldPreference, Octets: 4}}}}},
	{13, []Layout{
		{Ends: 1 << 2, Parts: []Part{{Field: FieldBindingFlags, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Run: stackEntry[:]}}},
		{Parts: []Part{{Field: FieldBindingFlags, Octets: 1}, {Field: FieldReserved, Octets: 1}, {Field: FieldSRv6SID, Octets: 16}}}}},
	{14, []Layout{{Parts: []Part{{Run: flagsOctets[:]}, {Field: FieldENLP, Octets: 1}}}}},
	{15, []Layout{{Parts: []Part{{Field: FieldPolicyPriority, Octets: 1}, {Field: FieldReserved, Octets: 1}}}}},
	{16, []Layout{{Parts: []Part{{Field: FieldSPISI, Octets: 2}}}}},
	{20, []Layout{{Ends: 1 << 3, Parts: []Part{{Field: FieldSRv6BindingFlags, Octets: 1}, {Field: FieldReserved, Octets: 1},
		{Field: FieldSRv6SID, Octets: 16}, {Run: sidStructure[:]}}}}},
	{128, []Layout{{Parts: []Part{{Field: FieldReserved, Octets: 1}, {Field: FieldSubTLVs, Space: SpaceSegments}}}}},
	{129, policyName[:]},
	{130, policyName[:]},
}

var policyName = [...]Layout{{Parts: []Part{{Field: FieldReserved, Octets: 1}, {Field: FieldPolicyName}}}}

// segmentTypes are the members of a segment list by type.
var segmentTypes = [...]typeRow{
	{1, []Layout{{Parts: []Part{{Run: segmentOctets[:]}, {Run: stackEntry[:]}}}}},
	{3, []Layout{{Ends: 1 << 2, Parts: []Part{{Run: algorithm[:]}, {Field: FieldNodeAddr, Octets: 4}, {Run: stackEntry[:]}}}}},
	{4, []Layout{{Ends: 1 << 2, Parts: []Part{{Run: algorithm[:]}, {Field: FieldNodeAddr, Octets: 16}, {Run: stackEntry[:]}}}}},
	{5, []Layout{{Ends: 1 << 3, Parts: []Part{{Run: segmentOctets[:]}, {Field: FieldLocalInterface, Octets: 4},
		{Field: FieldNodeAddr, Octets: 4}, {Run: stackEntry[:]}}}}},
	{6, []Layout{{Ends: 1 << 3, Parts: []Part{{Run: segmentOctets[:]}, {Field: FieldLocalAddr, Octets: 4},
		{Field: FieldRemoteAddr, Octets: 4}, {Run: stackEntry[:]}}}}},
	{7, []Layout{{Ends: 1 << 5, Parts: []Part{{Run: segmentOctets[:]}, {Field: FieldLocalInterface, Octets: 4}, {Field: FieldLocalAddr, Octets: 16},
		{Field: FieldRemoteInterface, Octets: 4}, {Field: FieldRemoteAddr, Octets: 16}, {Run: stackEntry[:]}}}}},
	{8, []Layout{{Ends: 1 << 3, Parts: []Part{{Run: segmentOctets[:]}, {Field: FieldLocalAddr, Octets: 16},
		{Field: FieldRemoteAddr, Octets: 16}, {Run: stackEntry[:]}}}}},
	{9, []Layout{{Parts: []Part{{Run: flagsOctets[:]}, {Field: FieldSegmentWeight, Octets: 4}}}}},
	{13, []Layout{{Ends: 1 << 2, Parts: []Part{{Run: segmentOctets[:]}, {Field: FieldSRv6SID, Octets: 16}, {Run: sidStructure[:]}}}}},
	{14, []Layout{{Ends: 1<<2 | 1<<3, Parts: []Part{{Run: algorithm[:]}, {Field: FieldNodeAddr, Octets: 16}, {Field: FieldSRv6SID, Octets: 16},
		{Run: sidStructure[:]}}}}},
	{15, []Layout{{Ends: 1<<5 | 1<<6, Parts: []Part{{Run: algorithm[:]}, {Field: FieldLocalInterface, Octets: 4}, {Field: FieldLocalAddr, Octets: 16},
		{Field: FieldRemoteInterface, Octets: 4}, {Field: FieldRemoteAddr, Octets: 16}, {Field: FieldSRv6SID, Octets: 16}, {Run: sidStructure[:]}}}}},
	{16, []Layout{{Ends: 1<<3 | 1<<4, Parts: []Part{{Run: algorithm[:]}, {Field: FieldLocalAddr, Octets: 16}, {Field: FieldRemoteAddr, Octets: 16},
		{Field: FieldSRv6SID, Octets: 16}, {Run: sidStructure[:]}}}}},
}

// encapsulations are the Encapsulation sub-TLVs by type of tunnel (RFC 9012 section 3.2).
var encapsulations = [...]typeRow{
	{tunnelL2TPv3, []Layout{{Parts: []Part{{Field: FieldL2TPSession, Octets: 4}, {Field: FieldL2TPCookie, Max: 8}}}}},
	{tunnelGRE, greKey[:]},
	{tunnelVXLAN, vxlan[:]},
	{tunnelNVGRE, vxlan[:]},
	{tunnelMPLSGRE, greKey[:]},
}

var (
	greKey = [...]Layout{{Parts: []Part{{Field: FieldGREKey, Octets: 4}}}}
	vxlan  = [...]Layout{{Parts: []Part{{Field: FieldVXLANFlags, Octets: 1}, {Field: FieldTunnelVNI, Octets: 3}, {Field: FieldTunnelMAC, Octets: 6},
		{Field: FieldReserved, Octets: 2}}}}
)

// TunnelLayouts gives the layouts that a sub-TLV of a tunnel can have, by the type of the tunnel and its own, nil where there
// is none (RFC 9012 section 3).
func TunnelLayouts(tunnel, typ uint16) []Layout {
	if typ == subEncapsulation {
		return layoutsOf(encapsulations[:], tunnel)
	}
	return layoutsOf(tunnelTypes[:], typ)
}

// pmsiTypes are the identifiers of tunnels of PMSI_TUNNEL by type, but for those of mLDP (RFC 6514 section 5, RFC 8556 section 2).
var pmsiTypes = [...]typeRow{
	{PMSIRSVPTE, []Layout{
		{Parts: []Part{{Field: FieldPMSIExtTunnelID, Octets: 4}, {Field: FieldReserved, Octets: 2}, {Field: FieldPMSITunnelID, Octets: 2},
			{Field: FieldPMSIP2MPID, Octets: 4}}},
		{Parts: []Part{{Field: FieldPMSIExtTunnelID, Octets: 16}, {Field: FieldReserved, Octets: 2}, {Field: FieldPMSITunnelID, Octets: 2},
			{Field: FieldPMSIP2MPID, Octets: 4}}}}},
	{PMSIPIMSSM, []Layout{{Parts: []Part{{Field: FieldPMSIRoot, Octets: 4}, {Field: FieldPMSIGroup, Octets: 4}}},
		{Parts: []Part{{Field: FieldPMSIRoot, Octets: 16}, {Field: FieldPMSIGroup, Octets: 16}}}}},
	{PMSIPIMSM, pmsiSender[:]},
	{PMSIBidirPIM, pmsiSender[:]},
	{PMSIIngressReplication, pmsiEndpoint[:]},
	{PMSIAssistedReplication, pmsiEndpoint[:]},
	{PMSIBIER, []Layout{
		{Parts: []Part{{Field: FieldPMSISubDomain, Octets: 1}, {Field: FieldPMSIBFRID, Octets: 2}, {Field: FieldPMSIBFRPrefix, Octets: 4}}},
		{Parts: []Part{{Field: FieldPMSISubDomain, Octets: 1}, {Field: FieldPMSIBFRID, Octets: 2}, {Field: FieldPMSIBFRPrefix, Octets: 16}}}}},
}

var (
	pmsiSender = [...]Layout{{Parts: []Part{{Field: FieldPMSISender, Octets: 4}, {Field: FieldPMSIGroup, Octets: 4}}},
		{Parts: []Part{{Field: FieldPMSISender, Octets: 16}, {Field: FieldPMSIGroup, Octets: 16}}}}
	pmsiEndpoint = [...]Layout{{Parts: []Part{{Field: FieldPMSIEndpoint, Octets: 4}}}, {Parts: []Part{{Field: FieldPMSIEndpoint, Octets: 16}}}}
)

// PMSILayouts gives the layouts that the identifier of a tunnel of PMSI_TUNNEL can have, by the type of the tunnel, nil where
// there is none. That of mLDP is a FEC element (RFC 6388 section 2.2).
func PMSILayouts(typ uint8) []Layout { return layoutsOf(pmsiTypes[:], uint16(typ)) }

package codec

import "github.com/bgpdecode/bgpdecode/registry"

// The layouts that several types share.
var (
	addrLayouts4or16 = [...]Layout{{Parts: []Part{{Field: FieldBIERNextHop, Octets: 4}}}, {Parts: []Part{{Field: FieldBIERNextHop, Octets: 16}}}}
)

// spaces describes every space.
var spaces = [numSpaces]spaceRow{
	SpaceAIGP: {
		form:  tlvForm{group: FieldTLV, typ: FieldAIGPType, typeOctets: 1, lenOctets: 2, whole: true},
		types: []typeRow{{aigpMetric, []Layout{{Parts: []Part{{Field: FieldAIGPMetric, Octets: 8}}}}}},
	},
	SpacePrefixSID: {
		form: tlvForm{group: FieldTLV, typ: FieldSIDType, typeOctets: 1, lenOctets: 2},
		types: []typeRow{
			{PrefixSIDLabelIndex, []Layout{{Parts: []Part{{Field: FieldReserved, Octets: 1}, {Field: FieldSIDFlags, Octets: 2}, {Field: FieldLabelIndex, Octets: 4}}}}},
			{PrefixSIDSRGB, []Layout{{Parts: []Part{{Field: FieldSIDFlags, Octets: 2}, {Field: FieldSRGBRanges, Elem: FieldSRGBRange, Min: 1,
				Parts: []Part{{Field: FieldSRGBBase, Octets: 3}, {Field: FieldSRGBSize, Octets: 3}}}}}}},
			{PrefixSIDSRv6L3Service, []Layout{{Parts: []Part{{Field: FieldReserved, Octets: 1}, {Field: FieldSRv6SubTLVs, Space: SpaceSRv6Service}}}}},
			{PrefixSIDSRv6L2Service, []Layout{{Parts: []Part{{Field: FieldReserved, Octets: 1}, {Field: FieldSRv6SubTLVs, Space: SpaceSRv6Service}}}}},
		},
	},
	SpaceSRv6Service: {
		form: tlvForm{group: FieldTLV, typ: FieldSRv6SubType, typeOctets: 1, lenOctets: 2},
		types: []typeRow{{1, []Layout{{Parts: []Part{{Field: FieldReserved, Octets: 1}, {Field: FieldSRv6SID, Octets: 16},
			{Field: FieldSRv6SIDFlags, Octets: 1}, {Field: FieldSRv6Behavior, Octets: 2}, {Field: FieldReserved, Octets: 1},
			{Field: FieldSRv6SubTLVs, Space: SpaceSRv6Data}}}}}},
	},
	SpaceSRv6Data: {
		form: tlvForm{group: FieldTLV, typ: FieldSRv6SubSubType, typeOctets: 1, lenOctets: 2},
		types: []typeRow{{1, []Layout{{Soft: true, Parts: []Part{{Field: FieldSRv6BlockLen, Octets: 1}, {Field: FieldSRv6NodeLen, Octets: 1},
			{Field: FieldSRv6FuncLen, Octets: 1}, {Field: FieldSRv6ArgLen, Octets: 1}, {Field: FieldSRv6TransLen, Octets: 1},
			{Field: FieldSRv6TransOff, Octets: 1}}}}}},
	},
	SpaceLS: {
		form:  tlvForm{group: FieldTLV, typ: FieldLSType, typeOctets: 2, lenOctets: 2},
		types: lsTypes[:],
	},
	SpaceBFD: {
		form:  tlvForm{group: FieldTLV, typ: FieldBFDType, typeOctets: 1, lenOctets: 1},
		types: []typeRow{{1, []Layout{{Parts: []Part{{Field: FieldBFDSource, Octets: 4}}}, {Parts: []Part{{Field: FieldBFDSource, Octets: 16}}}}}},
	},
	SpaceSFP: {
		form: tlvForm{group: FieldTLV, typ: FieldSFPType, typeOctets: 1, lenOctets: 2},
		types: []typeRow{
			{sfpAssociation, []Layout{{Parts: []Part{{Field: FieldSFPAssociation, Octets: 1}, {Field: FieldSFPRouteRD, Octets: 8}, {Field: FieldSFPPathID, Octets: 3}}}}},
			{sfpHop, []Layout{{Parts: []Part{{Field: FieldSFPIndex, Octets: 1}, {Field: FieldSFPHopTLVs, Space: SpaceSFPHop, Min: 1}}}}},
			{sfpTraversal, []Layout{{}}},
		},
	},
	SpaceSFPHop: {
		form: tlvForm{group: FieldTLV, typ: FieldSFPType, typeOctets: 1, lenOctets: 2},
		types: []typeRow{
			{sfpSFT, []Layout{{Parts: []Part{{Field: FieldSFPFunction, Octets: 2}, {Field: FieldSFPInstances, Elem: FieldSFPInstance, Octets: 8}}}}},
			{sfpSwapping, []Layout{{}}},
		},
	},
	SpaceBIER: {
		form: tlvForm{group: FieldTLV, typ: FieldBIERType, typeOctets: 2, lenOctets: 2},
		types: []typeRow{{bierTLV, []Layout{{Parts: []Part{{Field: FieldPMSISubDomain, Octets: 1}, {Field: FieldPMSIBFRID, Octets: 2},
			{Field: FieldReserved, Octets: 1}, {Field: FieldBIERSubTLVs, Space: SpaceBIERSub}}}}}},
	},
	SpaceBIERSub: {
		form: tlvForm{group: FieldTLV, typ: FieldBIERType, typeOctets: 2, lenOctets: 2},
		types: []typeRow{
			{bierMPLS, []Layout{{Parts: []Part{{Field: FieldBIERMaxSI, Octets: 1}, {Field: FieldBIERRange, Octets: 3,
				Bits: []BitField{{FieldBIERBSLen, 4}, {FieldBIERLabel, 20}}}, {Field: FieldBIERSubTLVs, Space: SpaceBIEREncap}}}}},
			{bierNonMPLS, []Layout{{Parts: []Part{{Field: FieldBIERMaxSI, Octets: 1}, {Field: FieldBIERRange, Octets: 3,
				Bits: []BitField{{FieldBIERBSLen, 4}, {FieldBIERBIFT, 20}}}, {Field: FieldBIERSubTLVs, Space: SpaceBIEREncap}}}}},
			{bierNextHop, addrLayouts4or16[:]},
		},
	},
	SpaceBIEREncap: {
		form:  tlvForm{group: FieldTLV, typ: FieldBIERType, typeOctets: 2, lenOctets: 2},
		types: []typeRow{{bierNextHop, addrLayouts4or16[:]}},
	},
	SpaceNHC: {
		form: tlvForm{group: FieldTLV, typ: FieldNHCCode, typeOctets: 2, lenOctets: 2},
		types: []typeRow{
			{nhcNodes, []Layout{{Soft: true, Parts: []Part{{Field: FieldNHCBGPID, Octets: 4}, {Field: FieldNHCNextNext, Elem: FieldNHCNode, Octets: 4}}}}},
			{nhcBGPID, []Layout{{Soft: true, Parts: []Part{{Field: FieldNHCBGPID, Octets: 4}, {Field: FieldNHCAS, Octets: 4}}}}},
		},
	},
	SpaceWide: {
		form: tlvForm{group: FieldTLV, typ: FieldWideType, typeOctets: 1, lenOctets: 2},
		types: []typeRow{
			{1, []Layout{{Parts: []Part{{Field: FieldAtoms, Space: SpaceAtom}}}}},
			{2, []Layout{{Parts: []Part{{Field: FieldAtoms, Space: SpaceAtom}}}}},
			{3, []Layout{{Parts: []Part{{Field: FieldAtoms, Space: SpaceAtom}}}}},
		},
	},
	SpaceAtom: {
		form: tlvForm{group: FieldTLV, typ: FieldAtomType, typeOctets: 1, lenOctets: 2},
		types: []typeRow{
			{1, []Layout{{Parts: []Part{{Field: FieldAtomASNs, Elem: FieldAtomAS, Octets: 4, Min: 1}}}}},
			{2, []Layout{{Parts: []Part{{Field: FieldAtomPrefixes, Elem: FieldAtomPrefix, AFI: registry.AFIIPv4}}}}},
			{3, []Layout{{Parts: []Part{{Field: FieldAtomPrefixes, Elem: FieldAtomPrefix, AFI: registry.AFIIPv6}}}}},
			{4, []Layout{{Parts: []Part{{Field: FieldAtomNumbers, Elem: FieldAtomNumber, Octets: 4, Min: 1}}}}},
			{5, []Layout{{Parts: []Part{{Field: FieldAtomFloats, Elem: FieldAtomFloat, Octets: 4, Min: 1}}}}},
			{6, []Layout{{Parts: []Part{{Field: FieldAtomClasses, Elem: FieldAtomNumber, Octets: 4, Min: 1}}}}},
			{7, []Layout{{Parts: []Part{{Field: FieldAtomUserClasses, Elem: FieldAtomNumber, Octets: 4, Min: 1}}}}},
			{8, []Layout{{Parts: []Part{{Field: FieldAtomText}}}}},
		},
	},
	SpaceSSA: {
		form:  tlvForm{group: FieldTLV, typ: FieldSSAType, typeOctets: 2, lenOctets: 2},
		types: []typeRow{{1, ssaL2TPv3[:]}, {0x8001, ssaL2TPv3[:]}},
	},
	SpaceTunnel:    {form: tlvForm{group: FieldTunnel, typ: FieldTunnelType, typeOctets: 2, lenOctets: 2}},
	SpaceTunnelSub: {form: tlvForm{group: FieldTLV, typ: FieldTunnelSubType, typeOctets: 1}, types: tunnelTypes[:]},
	SpaceSegments:  {form: tlvForm{group: FieldTLV, typ: FieldSegmentListType, typeOctets: 1, lenOctets: 1}, types: segmentTypes[:]},
}

// ssaL2TPv3 is the layout of L2TPv3 in the SAFI Specific Attribute: the flags' highest bit says that packets are numbered.
var ssaL2TPv3 = [...]Layout{{Soft: true, Parts: []Part{{Field: FieldSSAPreference, Octets: 2}, {Field: FieldSSAFlags, Octets: 1},
	{Field: FieldSSACookieLen, Octets: 1}, {Field: FieldL2TPSession, Octets: 4}, {Field: FieldL2TPCookie}}}}

// attrForm gives the layouts that the value of an attribute can have, and the field that is the group around its parts:
// FieldGap where the value is the one part.
type attrForm struct {
	code    registry.AttrCode
	group   FieldID
	layouts []Layout
}

// attrForms are the attributes that are nothing but a layout.
var attrForms = [...]attrForm{
	{registry.AttrDPA, FieldDPA, []Layout{{Parts: []Part{{Field: FieldDPAAS, Octets: 2}, {Field: FieldDPAValue, Octets: 4}}}}},
	{registry.AttrAdvertiser, FieldGap, []Layout{{Parts: []Part{{Field: FieldAdvertiser, Octets: 4}}}, {Parts: []Part{{Field: FieldAdvertiser, Octets: 16}}}}},
	{registry.AttrRCIDPath, FieldGap, []Layout{{Parts: []Part{{Field: FieldRCIDPath, Elem: FieldRCID, Octets: 2}}}}},
	{registry.AttrSSA, FieldGap, []Layout{{Parts: []Part{{Field: FieldTLVs, Space: SpaceSSA}}}}},
	{registry.AttrConnector, FieldConnector, []Layout{{Parts: []Part{{Field: FieldConnectorType, Octets: 2}, {Field: FieldConnectorPE, Octets: 4}}}}},
	{registry.AttrASPathLimit, FieldPathLimit, []Layout{{Parts: []Part{{Field: FieldPathLimitMax, Octets: 1}, {Field: FieldPathLimitAS, Octets: 4}}}}},
	{registry.AttrAIGP, FieldGap, []Layout{{Parts: []Part{{Field: FieldTLVs, Space: SpaceAIGP}}}}},
	{registry.AttrPEDistinguisherLabels, FieldGap, []Layout{
		{Parts: []Part{{Field: FieldPELabels, Elem: FieldPELabel, Parts: []Part{{Field: FieldPELabelAddr, Octets: 4}, {Field: FieldPELabelValue, Octets: 3}}}}},
		{Parts: []Part{{Field: FieldPELabels, Elem: FieldPELabel, Parts: []Part{{Field: FieldPELabelAddr, Octets: 16}, {Field: FieldPELabelValue, Octets: 3}}}}}}},
	{registry.AttrSFP, FieldGap, []Layout{{Parts: []Part{{Field: FieldTLVs, Space: SpaceSFP}}}}},
	{registry.AttrBFDDiscriminator, FieldBFD, []Layout{{Parts: []Part{{Field: FieldBFDMode, Octets: 1}, {Field: FieldBFDDiscriminator, Octets: 4},
		{Field: FieldBFDTLVs, Space: SpaceBFD}}}}},
	{registry.AttrPrefixSID, FieldGap, []Layout{{Parts: []Part{{Field: FieldTLVs, Space: SpacePrefixSID}}}}},
	{registry.AttrBGPLS, FieldGap, []Layout{{Parts: []Part{{Field: FieldTLVs, Space: SpaceLS}}}}},
	{registry.AttrBIER, FieldGap, []Layout{{Parts: []Part{{Field: FieldTLVs, Space: SpaceBIER}}}}},
}

// AttrLayouts gives the layouts that the value of an attribute can have, nil for attributes that are more than that, and the
// field of the object around the parts: FieldGap where the one part is the value.
func AttrLayouts(code registry.AttrCode) (group FieldID, ls []Layout) {
	for i := range attrForms {
		if f := &attrForms[i]; f.code == code {
			return f.group, f.layouts
		}
	}
	return FieldGap, nil
}

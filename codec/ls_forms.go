package codec

// This file says how the values of the TLVs of BGP-LS are laid out. Decoder and builders go by this one table. TLVs that are not in it
// stay octets: their layout is known from drafts only, or not for sure.
//
//	535             BGP Route Type (draft-ietf-idr-bgp-ls-bgp-only-fabric)
//	550-553, 555-557, 1200  of TE paths (draft-ietf-idr-bgp-ls-te-path)
//	1047-1052, 1056 of flexible algorithms (draft-ietf-idr-bgp-ls-flex-algo-ext)
//	1104, 1105      Link MTU (a draft), RTM Capability (RFC 8169)
//	1160            IS-IS Flood Reflection (a draft)
//	1180, 1182, 1183 deprecated by RFC 9815
//	1220            NRP (a draft)

// lsKind is the kind of a part of a value. All but the first go to the end of the value.
type lsKind uint8

const (
	lsOctets   lsKind = iota // a field of n octets
	lsRest                   // a field of n octets at least
	lsUpTo                   // a field of 1 to n octets
	lsList                   // fields of n octets, in a list
	lsAddr                   // an address of 4 or 16 octets
	lsSID                    // a label in 3 octets, or an index in 4 (RFC 9085 section 2.1.1)
	lsSubs                   // TLVs
	lsRouterID               // an IGP Router-ID: its length depends on the protocol
	lsPrefix                 // length and octets of a prefix
	lsMSDs                   // pairs of type and value
	lsRanges                 // sizes of ranges, a SID/Label TLV behind each
	lsMasks                  // two bit masks behind their lengths, then TLVs (RFC 9294 section 2)
	lsBinding                // two SIDs: label stack entries, or IPv6 addresses
	lsAffinity               // three lists behind their lengths (RFC 9857 section 5.6.1)
	lsGroup                  // a group's number in 4 octets, or more octets
	lsPath                   // a candidate path: its flags tell how long the addresses are (RFC 9857 section 4.1)
	lsSegment                // a segment: its type tells what follows (RFC 9857 section 5.7.1)
)

// lsPart is a part of a value.
type lsPart struct {
	kind  lsKind
	field FieldID // of lsSID: unused
	n     uint8
	list  FieldID // of lsList: the field around
}

// lsForm is the layout of the value of a TLV.
type lsForm struct {
	typ   uint16
	size  uint8 // the value's octets, where the parts allow others
	parts []lsPart
}

// lsForms has the layouts in the order of their types.
var lsForms = [...]lsForm{
	{typ: 256, parts: lsOnlySubs},
	{typ: 257, parts: lsOnlySubs},
	{typ: 258, parts: []lsPart{{lsOctets, FieldLSLocalID, 4, 0}, {lsOctets, FieldLSRemoteID, 4, 0}}},
	{typ: 259, parts: lsAddr4},
	{typ: 260, parts: lsAddr4},
	{typ: 261, parts: lsAddr6},
	{typ: 262, parts: lsAddr6},
	{typ: 263, parts: []lsPart{{lsList, FieldLSTopology, 2, FieldLSTopologies}}},
	{typ: 264, parts: []lsPart{{lsOctets, FieldLSRouteType, 1, 0}}},
	{typ: 265, parts: []lsPart{{lsPrefix, FieldLSPrefix, 0, 0}}},
	{typ: 266, parts: []lsPart{{lsMSDs, FieldLSMSDs, 0, 0}}},
	{typ: 267, parts: []lsPart{{lsMSDs, FieldLSMSDs, 0, 0}}},
	{typ: 270, parts: []lsPart{{lsOctets, FieldLSRemoteAS, 4, 0}}},
	{typ: 271, parts: []lsPart{{lsOctets, FieldLSASBR, 4, 0}}},
	{typ: 272, parts: []lsPart{{lsOctets, FieldLSASBR, 16, 0}}},
	{typ: 512, parts: []lsPart{{lsOctets, FieldLSAS, 4, 0}}},
	{typ: 513, parts: []lsPart{{lsOctets, FieldLSID, 4, 0}}},
	{typ: 514, parts: []lsPart{{lsOctets, FieldLSArea, 4, 0}}},
	{typ: 515, parts: []lsPart{{lsRouterID, FieldLSIGPRouterID, 0, 0}}},
	{typ: 516, parts: []lsPart{{lsOctets, FieldLSBGPRouterID, 4, 0}}},
	{typ: 517, parts: []lsPart{{lsOctets, FieldLSMember, 4, 0}}},
	{typ: 518, parts: []lsPart{{lsOctets, FieldSRv6SID, 16, 0}}},
	{typ: 554, parts: []lsPart{{lsOctets, FieldLSProtocolOrigin, 1, 0}, {lsPath, FieldLSPathFlags, 0, 0}}},

	{typ: 1024, parts: []lsPart{{lsOctets, FieldLSNodeFlags, 1, 0}}},
	{typ: 1025, parts: lsOpaque},
	{typ: 1026, parts: lsName},
	{typ: 1027, parts: []lsPart{{lsRest, FieldLSISISArea, 1, 0}}},
	{typ: 1028, parts: lsRouter4},
	{typ: 1029, parts: lsRouter6},
	{typ: 1030, parts: lsRouter4},
	{typ: 1031, parts: lsRouter6},
	{typ: 1032, parts: []lsPart{{lsList, FieldLSSBFD, 4, FieldLSDiscriminators}}},
	{typ: 1034, parts: []lsPart{{lsOctets, FieldLSSRFlags, 1, 0}, {lsOctets, FieldReserved, 1, 0}, {lsRanges, FieldLSRanges, 0, 0}}},
	{typ: 1035, parts: []lsPart{{lsList, FieldLSAlgorithm, 1, FieldLSAlgorithms}}},
	{typ: 1036, parts: []lsPart{{lsOctets, FieldLSFlags, 1, 0}, {lsOctets, FieldReserved, 1, 0}, {lsRanges, FieldLSRanges, 0, 0}}},
	{typ: 1037, parts: []lsPart{{lsOctets, FieldLSPreference, 1, 0}}},
	{typ: 1038, parts: []lsPart{{lsOctets, FieldLSSRv6Flags, 2, 0}, {lsOctets, FieldReserved, 2, 0}}},
	{typ: 1039, parts: []lsPart{{lsOctets, FieldLSAlgorithm, 1, 0}, {lsOctets, FieldLSMetricType, 1, 0}, {lsOctets, FieldLSCalcType, 1, 0}, {lsOctets, FieldLSPriority, 1, 0}, {lsSubs, FieldLSSubTLVs, 0, 0}}},
	{typ: 1040, parts: lsGroups},
	{typ: 1041, parts: lsGroups},
	{typ: 1042, parts: lsGroups},
	{typ: 1043, parts: lsVarFlags},
	{typ: 1044, parts: []lsPart{{lsOctets, FieldLSAlgorithm, 1, 0}, {lsOctets, FieldLSFlags, 1, 0}, {lsOctets, FieldReserved, 2, 0}, {lsOctets, FieldLSMetric, 4, 0}}},
	{typ: 1045, parts: lsSRLGs},
	{typ: 1046, parts: []lsPart{{lsOctets, FieldLSProtocol, 1, 0}, {lsRest, FieldLSUnsupported, 0, 0}}},
	{typ: 1053, parts: lsGroups},
	{typ: 1054, parts: lsGroups},
	{typ: 1055, parts: lsGroups},

	{typ: 1088, parts: []lsPart{{lsOctets, FieldLSAdminGroup, 4, 0}}},
	{typ: 1089, parts: lsBandwidth},
	{typ: 1090, parts: lsBandwidth},
	{typ: 1091, size: 32, parts: []lsPart{{lsList, FieldLSBandwidth, 4, FieldLSBandwidths}}},
	{typ: 1092, parts: []lsPart{{lsOctets, FieldLSMetric, 4, 0}}},
	{typ: 1093, parts: []lsPart{{lsOctets, FieldLSProtection, 1, 0}, {lsOctets, FieldReserved, 1, 0}}},
	{typ: 1094, parts: []lsPart{{lsOctets, FieldLSMPLSMask, 1, 0}}},
	{typ: 1095, parts: []lsPart{{lsUpTo, FieldLSMetric, 3, 0}}},
	{typ: 1096, parts: lsSRLGs},
	{typ: 1097, parts: lsOpaque},
	{typ: 1098, parts: lsName},
	{typ: 1099, parts: []lsPart{{lsOctets, FieldLSFlags, 1, 0}, {lsOctets, FieldLSWeight, 1, 0}, {lsOctets, FieldReserved, 2, 0}, {lsSID, 0, 0, 0}}},
	{typ: 1100, parts: []lsPart{{lsOctets, FieldLSFlags, 1, 0}, {lsOctets, FieldLSWeight, 1, 0}, {lsOctets, FieldReserved, 2, 0}, {lsSID, FieldLSNeighbor, 0, 0}}},
	{typ: 1101, parts: lsPeerSID},
	{typ: 1102, parts: lsPeerSID},
	{typ: 1103, parts: lsPeerSID},
	{typ: 1106, parts: []lsPart{{lsOctets, FieldSRv6Behavior, 2, 0}, {lsOctets, FieldLSEndXFlags, 1, 0}, {lsOctets, FieldLSAlgorithm, 1, 0}, {lsOctets, FieldLSWeight, 1, 0}, {lsOctets, FieldReserved, 1, 0}, {lsOctets, FieldSRv6SID, 16, 0}, {lsSubs, FieldLSSubTLVs, 0, 0}}},
	{typ: 1107, parts: []lsPart{{lsOctets, FieldSRv6Behavior, 2, 0}, {lsOctets, FieldLSEndXFlags, 1, 0}, {lsOctets, FieldLSAlgorithm, 1, 0}, {lsOctets, FieldLSWeight, 1, 0}, {lsOctets, FieldReserved, 1, 0}, {lsOctets, FieldLSNeighbor, 6, 0}, {lsOctets, FieldSRv6SID, 16, 0}, {lsSubs, FieldLSSubTLVs, 0, 0}}},
	{typ: 1108, parts: []lsPart{{lsOctets, FieldSRv6Behavior, 2, 0}, {lsOctets, FieldLSEndXFlags, 1, 0}, {lsOctets, FieldLSAlgorithm, 1, 0}, {lsOctets, FieldLSWeight, 1, 0}, {lsOctets, FieldReserved, 1, 0}, {lsOctets, FieldLSNeighbor, 4, 0}, {lsOctets, FieldSRv6SID, 16, 0}, {lsSubs, FieldLSSubTLVs, 0, 0}}},
	{typ: 1114, parts: []lsPart{{lsOctets, FieldLSDelayFlags, 1, 0}, {lsOctets, FieldLSDelay, 3, 0}}},
	{typ: 1115, parts: []lsPart{{lsOctets, FieldLSDelayFlags, 1, 0}, {lsOctets, FieldLSMinDelay, 3, 0}, {lsOctets, FieldReserved, 1, 0}, {lsOctets, FieldLSMaxDelay, 3, 0}}},
	{typ: 1116, parts: []lsPart{{lsOctets, FieldReserved, 1, 0}, {lsOctets, FieldLSVariation, 3, 0}}},
	{typ: 1117, parts: []lsPart{{lsOctets, FieldLSDelayFlags, 1, 0}, {lsOctets, FieldLSLoss, 3, 0}}},
	{typ: 1118, parts: lsBandwidth},
	{typ: 1119, parts: lsBandwidth},
	{typ: 1120, parts: lsBandwidth},
	{typ: 1121, parts: []lsPart{}},
	{typ: 1122, parts: []lsPart{{lsMasks, 0, 0, 0}}},

	{typ: 1152, parts: []lsPart{{lsOctets, FieldLSIGPFlags, 1, 0}}},
	{typ: 1153, parts: []lsPart{{lsList, FieldLSTag, 4, FieldLSTags}}},
	{typ: 1154, parts: []lsPart{{lsList, FieldLSTag, 8, FieldLSTags}}},
	{typ: 1155, parts: []lsPart{{lsOctets, FieldLSMetric, 4, 0}}},
	{typ: 1156, parts: []lsPart{{lsAddr, FieldLSAddr, 0, 0}}},
	{typ: 1157, parts: lsOpaque},
	{typ: 1158, parts: []lsPart{{lsOctets, FieldLSFlags, 1, 0}, {lsOctets, FieldLSAlgorithm, 1, 0}, {lsOctets, FieldReserved, 2, 0}, {lsSID, 0, 0, 0}}},
	{typ: 1159, parts: []lsPart{{lsOctets, FieldLSFlags, 1, 0}, {lsOctets, FieldReserved, 1, 0}, {lsOctets, FieldLSRangeSize, 2, 0}, {lsSubs, FieldLSSubTLVs, 0, 0}}},
	{typ: 1161, parts: []lsPart{{lsSID, 0, 0, 0}}},
	{typ: 1162, parts: []lsPart{{lsOctets, FieldLSLocatorFlags, 1, 0}, {lsOctets, FieldLSAlgorithm, 1, 0}, {lsOctets, FieldReserved, 2, 0}, {lsOctets, FieldLSMetric, 4, 0}, {lsSubs, FieldLSSubTLVs, 0, 0}}},
	{typ: 1170, parts: lsVarFlags},
	{typ: 1171, parts: []lsPart{{lsAddr, FieldLSRouterID, 0, 0}}},
	{typ: 1172, parts: []lsPart{{lsOctets, FieldLSBundleMember, 4, 0}, {lsSubs, FieldLSSubTLVs, 0, 0}}},
	{typ: 1173, parts: lsGroups},
	{typ: 1174, parts: lsRouter4},
	{typ: 1181, parts: []lsPart{{lsOctets, FieldLSSequence, 8, 0}}},
	{typ: 1184, parts: []lsPart{{lsOctets, FieldLSSPFStatus, 1, 0}}},
	{typ: 1185, parts: []lsPart{{lsOctets, FieldLSAF, 1, 0}}},

	{typ: 1201, parts: []lsPart{{lsOctets, FieldLSBSIDFlags, 2, 0}, {lsOctets, FieldReserved, 2, 0}, {lsBinding, 0, 0, 0}}},
	{typ: 1202, parts: []lsPart{{lsOctets, FieldLSPriority, 1, 0}, {lsOctets, FieldReserved, 1, 0}, {lsOctets, FieldLSStateFlags, 2, 0}, {lsOctets, FieldPreference, 4, 0}}},
	{typ: 1203, parts: lsName},
	{typ: 1204, parts: []lsPart{{lsOctets, FieldLSConstraintFlags, 2, 0}, {lsOctets, FieldReserved, 2, 0}, {lsOctets, FieldLSTopology, 2, 0}, {lsOctets, FieldLSAlgorithm, 1, 0}, {lsOctets, FieldReserved, 1, 0}, {lsSubs, FieldLSSubTLVs, 0, 0}}},
	{typ: 1205, parts: []lsPart{{lsOctets, FieldLSListFlags, 2, 0}, {lsOctets, FieldReserved, 2, 0}, {lsOctets, FieldLSTopology, 2, 0}, {lsOctets, FieldLSAlgorithm, 1, 0}, {lsOctets, FieldReserved, 1, 0}, {lsOctets, FieldLSWeight, 4, 0}, {lsSubs, FieldLSSubTLVs, 0, 0}}},
	{typ: 1206, parts: []lsPart{{lsSegment, FieldLSSegmentType, 0, 0}}},
	{typ: 1207, parts: []lsPart{{lsOctets, FieldLSPolicyMetricType, 1, 0}, {lsOctets, FieldLSMetricFlags, 1, 0}, {lsOctets, FieldReserved, 2, 0}, {lsOctets, FieldLSMargin, 4, 0}, {lsOctets, FieldLSBound, 4, 0}, {lsOctets, FieldLSMetricValue, 4, 0}}},
	{typ: 1208, parts: []lsPart{{lsAffinity, 0, 0, 0}}},
	{typ: 1209, parts: lsSRLGs},
	{typ: 1210, parts: lsBandwidth},
	{typ: 1211, parts: []lsPart{{lsOctets, FieldLSRequestFlags, 1, 0}, {lsOctets, FieldLSStatusFlags, 1, 0}, {lsOctets, FieldReserved, 2, 0}, {lsGroup, 0, 0, 0}}},
	{typ: 1212, parts: []lsPart{{lsOctets, FieldLSSRv6BSIDFlags, 2, 0}, {lsOctets, FieldReserved, 2, 0}, {lsOctets, FieldSRv6SID, 16, 0}, {lsOctets, FieldLSSpecSID, 16, 0}, {lsSubs, FieldLSSubTLVs, 0, 0}}},
	{typ: 1213, parts: lsName},
	{typ: 1214, parts: []lsPart{{lsOctets, FieldLSBidirFlags, 2, 0}, {lsOctets, FieldReserved, 2, 0}, {lsGroup, 0, 0, 0}}},
	{typ: 1215, parts: []lsPart{{lsOctets, FieldLSPolicyMetricType, 1, 0}, {lsOctets, FieldLSMetricConstraintFlags, 1, 0}, {lsOctets, FieldReserved, 2, 0}, {lsOctets, FieldLSMargin, 4, 0}, {lsOctets, FieldLSBound, 4, 0}}},
	{typ: 1216, parts: lsBandwidth},
	{typ: 1217, parts: []lsPart{{lsOctets, FieldLSListID, 4, 0}}},

	{typ: 1250, parts: []lsPart{{lsOctets, FieldSRv6Behavior, 2, 0}, {lsOctets, FieldLSFlags, 1, 0}, {lsOctets, FieldLSAlgorithm, 1, 0}}},
	{typ: 1251, parts: []lsPart{{lsOctets, FieldLSEPEFlags, 1, 0}, {lsOctets, FieldLSWeight, 1, 0}, {lsOctets, FieldReserved, 2, 0}, {lsOctets, FieldLSPeerAS, 4, 0}, {lsOctets, FieldLSPeerID, 4, 0}}},
	{typ: 1252, parts: []lsPart{{lsOctets, FieldSRv6BlockLen, 1, 0}, {lsOctets, FieldSRv6NodeLen, 1, 0}, {lsOctets, FieldSRv6FuncLen, 1, 0}, {lsOctets, FieldSRv6ArgLen, 1, 0}}},
}

// The layouts that several types have.
var (
	lsOnlySubs  = []lsPart{{lsSubs, FieldLSSubTLVs, 0, 0}}
	lsAddr4     = []lsPart{{lsOctets, FieldLSAddr, 4, 0}}
	lsAddr6     = []lsPart{{lsOctets, FieldLSAddr, 16, 0}}
	lsRouter4   = []lsPart{{lsOctets, FieldLSRouterID, 4, 0}}
	lsRouter6   = []lsPart{{lsOctets, FieldLSRouterID, 16, 0}}
	lsOpaque    = []lsPart{{lsRest, FieldLSOpaque, 0, 0}}
	lsName      = []lsPart{{lsRest, FieldLSName, 0, 0}}
	lsBandwidth = []lsPart{{lsOctets, FieldLSBandwidth, 4, 0}}
	lsGroups    = []lsPart{{lsList, FieldLSGroup, 4, FieldLSGroups}}
	lsSRLGs     = []lsPart{{lsList, FieldLSSRLG, 4, FieldLSSRLGs}}
	lsVarFlags  = []lsPart{{lsRest, FieldLSFlagOctets, 0, 0}}
	lsPeerSID   = []lsPart{{lsOctets, FieldLSPeerFlags, 1, 0}, {lsOctets, FieldLSWeight, 1, 0}, {lsOctets, FieldReserved, 2, 0}, {lsSID, 0, 0, 0}}
)

// lsFormOf gives the layout of a type, nil where there is none.
func lsFormOf(typ int) *lsForm {
	lo, hi := 0, len(lsForms)
	for lo < hi {
		if mid := (lo + hi) / 2; int(lsForms[mid].typ) < typ {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(lsForms) && int(lsForms[lo].typ) == typ {
		return &lsForms[lo]
	}
	return nil
}

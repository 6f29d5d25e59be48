package codec

import "github.com/bgpdecode/bgpdecode/registry"

// The fields of BGP-LS: its routes and its attribute.
const (
	FieldLSNLRIType FieldID = areaLS + iota
	FieldLSNLRILen
	FieldLSProtocol
	FieldLSIdentifier
	FieldLSNLRIRaw
	FieldLSDescriptors
	FieldLSType
	FieldLSSubTLVs
	FieldLSAS
	FieldLSID
	FieldLSArea
	FieldLSIGPRouterID
	FieldLSBGPRouterID
	FieldLSMember
	FieldLSLocalID
	FieldLSRemoteID
	FieldLSAddr
	FieldLSTopologies
	FieldLSTopology
	FieldLSRouteType
	FieldLSPrefixLen
	FieldLSPrefix
	FieldLSRemoteAS
	FieldLSASBR
	FieldLSAF
	FieldLSProtocolOrigin
	FieldLSPathFlags
	FieldLSOriginatorAS
	FieldLSOriginator
	FieldLSDiscriminator
	FieldLSMSDs
	FieldLSMSD
	FieldLSMSDType
	FieldLSMSDValue
	FieldLSNodeFlags
	FieldLSOpaque
	FieldLSName
	FieldLSISISArea
	FieldLSRouterID
	FieldLSDiscriminators
	FieldLSSBFD
	FieldLSSRFlags
	FieldLSRanges
	FieldLSRange
	FieldLSRangeSize
	FieldLSAlgorithms
	FieldLSAlgorithm
	FieldLSPreference
	FieldLSFlags
	FieldLSFlagOctets
	FieldLSSRv6Flags
	FieldLSMetricType
	FieldLSCalcType
	FieldLSPriority
	FieldLSGroups
	FieldLSGroup
	FieldLSUnsupported
	FieldLSAdminGroup
	FieldLSBandwidth
	FieldLSBandwidths
	FieldLSMetric
	FieldLSProtection
	FieldLSMPLSMask
	FieldLSSRLGs
	FieldLSSRLG
	FieldLSWeight
	FieldLSNeighbor
	FieldLSLabel
	FieldLSIndex
	FieldLSPeerFlags
	FieldLSEndXFlags
	FieldLSDelayFlags
	FieldLSDelay
	FieldLSMinDelay
	FieldLSMaxDelay
	FieldLSVariation
	FieldLSLoss
	FieldLSSABMLen
	FieldLSUDABMLen
	FieldLSSABM
	FieldLSUDABM
	FieldLSBundleMember
	FieldLSIGPFlags
	FieldLSTags
	FieldLSTag
	FieldLSLocatorFlags
	FieldLSPeerAS
	FieldLSPeerID
	FieldLSEPEFlags
	FieldLSSequence
	FieldLSSPFStatus
	FieldLSBSIDFlags
	FieldLSSRv6BSIDFlags
	FieldLSSpecLabel
	FieldLSSpecSID
	FieldLSSpecTTL
	FieldLSStateFlags
	FieldLSConstraintFlags
	FieldLSExcludeAnySize
	FieldLSIncludeAnySize
	FieldLSIncludeAllSize
	FieldLSExcludeAny
	FieldLSIncludeAny
	FieldLSIncludeAll
	FieldLSRequestFlags
	FieldLSStatusFlags
	FieldLSGroupID
	FieldLSAssociation
	FieldLSBidirFlags
	FieldLSPolicyMetricType
	FieldLSMetricConstraintFlags
	FieldLSMargin
	FieldLSBound
	FieldLSListFlags
	FieldLSSegmentType
	FieldLSSegmentFlags
	FieldLSSegmentRest
	FieldLSMetricFlags
	FieldLSMetricValue
	FieldLSListID
)

var lsFields = [...]Field{
	FieldLSNLRIType - areaLS:              {Name: "NLRI Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableLSNLRITypes, Shape: ShapeScalar, Ref: "RFC 9552 §5.2"},
	FieldLSNLRILen - areaLS:               {Name: "Total NLRI Length", Key: "length", Kind: KindUint, Ref: "RFC 9552 §5.2"},
	FieldLSProtocol - areaLS:              {Name: "Protocol-ID", Key: "protocol_id", NameKey: "protocol_id_name", Kind: KindEnum, Names: &registry.TableLSProtocolIDs, Shape: ShapeScalar, Ref: "RFC 9552 §5.2"},
	FieldLSIdentifier - areaLS:            {Name: "Identifier", Key: "identifier", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9552 §5.2"},
	FieldLSNLRIRaw - areaLS:               {Name: "NLRI (not decoded)", Key: "raw", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 9552 §5.1"},
	FieldLSDescriptors - areaLS:           {Name: "Descriptors", Key: "tlvs", Shape: ShapeArray, Ref: "RFC 9552 §5.2"},
	FieldLSType - areaLS:                  {Name: "Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableLSTLVs, Shape: ShapeScalar, Ref: "RFC 9552 §5.1"},
	FieldLSSubTLVs - areaLS:               {Name: "Sub-TLVs", Key: "sub_tlvs", Shape: ShapeArray, Ref: "RFC 9552 §5.1"},
	FieldLSAS - areaLS:                    {Name: "Autonomous System", Key: "autonomous_system", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 9552 §5.2.1.4"},
	FieldLSID - areaLS:                    {Name: "BGP-LS Identifier", Key: "bgp_ls_identifier", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9552 §5.2.1.4"},
	FieldLSArea - areaLS:                  {Name: "OSPF Area-ID", Key: "ospf_area_id", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9552 §5.2.1.4"},
	FieldLSIGPRouterID - areaLS:           {Name: "IGP Router-ID", Key: "igp_router_id", Kind: KindIGPRouterID, Shape: ShapeScalar, Ref: "RFC 9552 §5.2.1.4"},
	FieldLSBGPRouterID - areaLS:           {Name: "BGP Router-ID", Key: "bgp_router_id", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9086 §4.1"},
	FieldLSMember - areaLS:                {Name: "BGP Confederation Member", Key: "confederation_member", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 9086 §4.1"},
	FieldLSLocalID - areaLS:               {Name: "Link Local Identifier", Key: "link_local_identifier", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9552 §5.2.2"},
	FieldLSRemoteID - areaLS:              {Name: "Link Remote Identifier", Key: "link_remote_identifier", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9552 §5.2.2"},
	FieldLSAddr - areaLS:                  {Name: "Address", Key: "address", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9552 §5.2.2"},
	FieldLSTopologies - areaLS:            {Name: "Multi-Topology Identifiers", Key: "multi_topology_ids", Shape: ShapeArray, Ref: "RFC 9552 §5.2.2.1"},
	FieldLSTopology - areaLS:              {Name: "Multi-Topology Identifier", Key: "multi_topology_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9552 §5.2.2.1"},
	FieldLSRouteType - areaLS:             {Name: "OSPF Route Type (1 intra-area, 2 inter-area, 3 and 4 external, 5 and 6 NSSA)", Key: "ospf_route_type", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9552 §5.2.3.1"},
	FieldLSPrefixLen - areaLS:             {Name: "Prefix Length", Key: "prefix_length", Kind: KindUint, Ref: "RFC 9552 §5.2.3.2"},
	FieldLSPrefix - areaLS:                {Name: "IP Reachability Information", Key: "prefix", Kind: KindPrefixBits, Shape: ShapeScalar, Ref: "RFC 9552 §5.2.3.2"},
	FieldLSRemoteAS - areaLS:              {Name: "Remote AS Number", Key: "remote_as", Kind: KindASN, Shape: ShapeScalar, Ref: "draft-ietf-idr-bgpls-inter-as-topology-ext"},
	FieldLSASBR - areaLS:                  {Name: "Remote ASBR ID", Key: "remote_asbr_id", Kind: KindAddr, Shape: ShapeScalar, Ref: "draft-ietf-idr-bgpls-inter-as-topology-ext"},
	FieldLSAF - areaLS:                    {Name: "Address Family (1 IPv4, 2 IPv6)", Key: "address_family", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9815 §5.2.2.1"},
	FieldLSProtocolOrigin - areaLS:        {Name: "Protocol-Origin", Key: "protocol_origin", NameKey: "protocol_origin_name", Kind: KindEnum, Names: &registry.TableSegmentRoutingSRPolicyProtocolOrigin, Shape: ShapeScalar, Ref: "RFC 9857 §4.1"},
	FieldLSPathFlags - areaLS:             {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-sr-policy-candidate-path-descriptor-flags", Shape: ShapeScalar, Ref: "RFC 9857 §4.1"},
	FieldLSOriginatorAS - areaLS:          {Name: "Originator ASN", Key: "originator_asn", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 9857 §4.1"},
	FieldLSOriginator - areaLS:            {Name: "Originator Address", Key: "originator_address", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9857 §4.1"},
	FieldLSDiscriminator - areaLS:         {Name: "Discriminator", Key: "discriminator", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9857 §4.1"},
	FieldLSMSDs - areaLS:                  {Name: "MSDs", Key: "msds", Shape: ShapeArray, Ref: "RFC 8814 §3"},
	FieldLSMSD - areaLS:                   {Name: "MSD", Shape: ShapeObject, Ref: "RFC 8814 §3"},
	FieldLSMSDType - areaLS:               {Name: "MSD-Type", Key: "msd_type", NameKey: "msd_type_name", Kind: KindEnum, Names: &registry.TableIGPMSDTypes, Shape: ShapeScalar, Ref: "RFC 8814 §3"},
	FieldLSMSDValue - areaLS:              {Name: "MSD-Value", Key: "msd_value", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8814 §3"},
	FieldLSNodeFlags - areaLS:             {Name: "Node Flag Bits", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-parameters-node-flags", Shape: ShapeScalar, Ref: "RFC 9552 §5.3.1.1"},
	FieldLSOpaque - areaLS:                {Name: "Opaque attribute", Key: "opaque", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 9552 §5.3.1.5"},
	FieldLSName - areaLS:                  {Name: "Name", Key: "name", Kind: KindText, Shape: ShapeScalar, Ref: "RFC 9552 §5.3.1.3"},
	FieldLSISISArea - areaLS:              {Name: "IS-IS Area Identifier", Key: "isis_area_id", Kind: KindISISArea, Shape: ShapeScalar, Ref: "RFC 9552 §5.3.1.2"},
	FieldLSRouterID - areaLS:              {Name: "Router-ID", Key: "router_id", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9552 §5.3.1.4"},
	FieldLSDiscriminators - areaLS:        {Name: "S-BFD Discriminators", Key: "discriminators", Shape: ShapeArray, Ref: "RFC 9247 §2.2"},
	FieldLSSBFD - areaLS:                  {Name: "S-BFD Discriminator", Key: "discriminator", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9247 §2.2"},
	FieldLSSRFlags - areaLS:               {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-sr-capabilities-flags", Shape: ShapeScalar, Ref: "RFC 9085 §2.1.2"},
	FieldLSRanges - areaLS:                {Name: "Ranges", Key: "ranges", Shape: ShapeArray, Ref: "RFC 9085 §2.1.2"},
	FieldLSRange - areaLS:                 {Name: "Range", Shape: ShapeObject, Ref: "RFC 9085 §2.1.2"},
	FieldLSRangeSize - areaLS:             {Name: "Range Size", Key: "range_size", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9085 §2.1.2"},
	FieldLSAlgorithms - areaLS:            {Name: "Algorithms", Key: "algorithms", Shape: ShapeArray, Ref: "RFC 9085 §2.1.3"},
	FieldLSAlgorithm - areaLS:             {Name: "Algorithm", Key: "algorithm", NameKey: "algorithm_name", Kind: KindEnum, Names: &registry.TableIGPAlgorithmTypes, Shape: ShapeScalar, Ref: "RFC 9085 §2.1.3"},
	FieldLSPreference - areaLS:            {Name: "Preference", Key: "preference", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9085 §2.1.5"},
	FieldLSFlags - areaLS:                 {Name: "Flags", Key: "flags", Kind: KindFlags, Shape: ShapeScalar, Ref: "RFC 9085 §2"},
	FieldLSFlagOctets - areaLS:            {Name: "Flags", Key: "flags", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 9351 §3.4"},
	FieldLSSRv6Flags - areaLS:             {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-srv6-capabilities-flags", Shape: ShapeScalar, Ref: "RFC 9514 §3.1"},
	FieldLSMetricType - areaLS:            {Name: "Metric-Type", Key: "metric_type", NameKey: "metric_type_name", Kind: KindEnum, Names: &registry.TableIGPMetricType, Shape: ShapeScalar, Ref: "RFC 9351 §3"},
	FieldLSCalcType - areaLS:              {Name: "Calc-Type", Key: "calc_type", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9351 §3"},
	FieldLSPriority - areaLS:              {Name: "Priority", Key: "priority", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9351 §3"},
	FieldLSGroups - areaLS:                {Name: "Extended Administrative Group", Key: "admin_groups", Shape: ShapeArray, Ref: "RFC 9104 §2"},
	FieldLSGroup - areaLS:                 {Name: "32 bits of an Extended Administrative Group", Key: "admin_group", Kind: KindBits, Shape: ShapeScalar, Ref: "RFC 9104 §2"},
	FieldLSUnsupported - areaLS:           {Name: "Sub-TLV types", Key: "sub_tlv_types", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 9351 §3.6"},
	FieldLSAdminGroup - areaLS:            {Name: "Administrative group (color)", Key: "admin_group", Kind: KindBits, Shape: ShapeScalar, Ref: "RFC 9552 §5.3.2"},
	FieldLSBandwidth - areaLS:             {Name: "Bandwidth, octets per second", Key: "bandwidth", Kind: KindFloat, Shape: ShapeScalar, Ref: "RFC 9552 §5.3.2"},
	FieldLSBandwidths - areaLS:            {Name: "Unreserved bandwidth of priorities 0 to 7", Key: "bandwidths", Shape: ShapeArray, Ref: "RFC 9552 §5.3.2"},
	FieldLSMetric - areaLS:                {Name: "Metric", Key: "metric", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9552 §5.3.2.4"},
	FieldLSProtection - areaLS:            {Name: "Protection Capabilities", Key: "protection", Kind: KindFlags, Masks: "bgp-ls-link-protection-type", Shape: ShapeScalar, Ref: "RFC 5307 §1.2"},
	FieldLSMPLSMask - areaLS:              {Name: "MPLS Protocol Mask", Key: "mpls_protocols", Kind: KindFlags, Masks: "bgp-ls-parameters-mpls-protocol-mask", Shape: ShapeScalar, Ref: "RFC 9552 §5.3.2.2"},
	FieldLSSRLGs - areaLS:                 {Name: "Shared Risk Link Groups", Key: "srlgs", Shape: ShapeArray, Ref: "RFC 9552 §5.3.2.5"},
	FieldLSSRLG - areaLS:                  {Name: "Shared Risk Link Group", Key: "srlg", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9552 §5.3.2.5"},
	FieldLSWeight - areaLS:                {Name: "Weight", Key: "weight", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9085 §2.2.1"},
	FieldLSNeighbor - areaLS:              {Name: "Neighbor ID", Key: "neighbor_id", Kind: KindIGPRouterID, Shape: ShapeScalar, Ref: "RFC 9085 §2.2.2"},
	FieldLSLabel - areaLS:                 {Name: "Label", Key: "label", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9085 §2.1.1"},
	FieldLSIndex - areaLS:                 {Name: "SID index", Key: "index", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9085 §2.1.1"},
	FieldLSPeerFlags - areaLS:             {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-peer-sid-flags", Shape: ShapeScalar, Ref: "RFC 9086 §5"},
	FieldLSEndXFlags - areaLS:             {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-srv6-end-x-sid-flags", Shape: ShapeScalar, Ref: "RFC 9514 §4.1"},
	FieldLSDelayFlags - areaLS:            {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-delay-flags", Shape: ShapeScalar, Ref: "RFC 8571 §2"},
	FieldLSDelay - areaLS:                 {Name: "Delay in microseconds", Key: "delay", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8571 §2.1"},
	FieldLSMinDelay - areaLS:              {Name: "Min Delay in microseconds", Key: "min_delay", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8571 §2.2"},
	FieldLSMaxDelay - areaLS:              {Name: "Max Delay in microseconds", Key: "max_delay", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8571 §2.2"},
	FieldLSVariation - areaLS:             {Name: "Delay Variation in microseconds", Key: "delay_variation", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8571 §2.3"},
	FieldLSLoss - areaLS:                  {Name: "Link Loss in units of 0.000003 %", Key: "link_loss", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8571 §2.4"},
	FieldLSSABMLen - areaLS:               {Name: "SABM Length", Key: "sabm_length", Kind: KindUint, Ref: "RFC 9294 §2"},
	FieldLSUDABMLen - areaLS:              {Name: "UDABM Length", Key: "udabm_length", Kind: KindUint, Ref: "RFC 9294 §2"},
	FieldLSSABM - areaLS:                  {Name: "Standard Application Identifier Bit Mask", Key: "sabm", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 9294 §2"},
	FieldLSUDABM - areaLS:                 {Name: "User-Defined Application Identifier Bit Mask", Key: "udabm", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 9294 §2"},
	FieldLSBundleMember - areaLS:          {Name: "L2 Bundle Member Descriptor", Key: "member_descriptor", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9085 §2.2.3"},
	FieldLSIGPFlags - areaLS:              {Name: "IGP Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-parameters-igp-prefix-flags", Shape: ShapeScalar, Ref: "RFC 9552 §5.3.3.1"},
	FieldLSTags - areaLS:                  {Name: "Route Tags", Key: "route_tags", Shape: ShapeArray, Ref: "RFC 9552 §5.3.3.2"},
	FieldLSTag - areaLS:                   {Name: "Route Tag", Key: "route_tag", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9552 §5.3.3.2"},
	FieldLSLocatorFlags - areaLS:          {Name: "Flags", Key: "flags", Kind: KindFlags, Shape: ShapeScalar, Ref: "RFC 9514 §5.1"},
	FieldLSPeerAS - areaLS:                {Name: "Peer AS Number", Key: "peer_as", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 9514 §7.2"},
	FieldLSPeerID - areaLS:                {Name: "Peer BGP Identifier", Key: "peer_bgp_id", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9514 §7.2"},
	FieldLSEPEFlags - areaLS:              {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-parameters-srv6-bgp-epe-sid", Shape: ShapeScalar, Ref: "RFC 9514 §7.2"},
	FieldLSSequence - areaLS:              {Name: "Sequence Number", Key: "sequence_number", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9815 §5.2.4"},
	FieldLSSPFStatus - areaLS:             {Name: "BGP-LS-SPF Status", Key: "spf_status", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9815 §5.2.1.1"},
	FieldLSBSIDFlags - areaLS:             {Name: "BSID Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-sr-binding-sid-flags", Shape: ShapeScalar, Ref: "RFC 9857 §5.1"},
	FieldLSSRv6BSIDFlags - areaLS:         {Name: "BSID Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-srv6-binding-sid-flags", Shape: ShapeScalar, Ref: "RFC 9857 §5.2"},
	FieldLSSpecLabel - areaLS:             {Name: "Specified Binding SID: Label", Key: "specified_label", Kind: KindLabel, Shape: ShapeScalar, Ref: "RFC 9857 §5.1"},
	FieldLSSpecSID - areaLS:               {Name: "Specified Binding SID", Key: "specified_sid", Kind: KindIPv6, Shape: ShapeScalar, Ref: "RFC 9857 §5.2"},
	FieldLSSpecTTL - areaLS:               {Name: "Specified Binding SID: TTL", Key: "specified_ttl", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9857 §5.1"},
	FieldLSStateFlags - areaLS:            {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-sr-candidate-path-state-flags", Shape: ShapeScalar, Ref: "RFC 9857 §5.3"},
	FieldLSConstraintFlags - areaLS:       {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-sr-candidate-path-constraints-flags", Shape: ShapeScalar, Ref: "RFC 9857 §5.6"},
	FieldLSExcludeAnySize - areaLS:        {Name: "Excl-Any-Size", Key: "exclude_any_size", Kind: KindUint, Ref: "RFC 9857 §5.6.1"},
	FieldLSIncludeAnySize - areaLS:        {Name: "Incl-Any-Size", Key: "include_any_size", Kind: KindUint, Ref: "RFC 9857 §5.6.1"},
	FieldLSIncludeAllSize - areaLS:        {Name: "Incl-All-Size", Key: "include_all_size", Kind: KindUint, Ref: "RFC 9857 §5.6.1"},
	FieldLSExcludeAny - areaLS:            {Name: "Excl-Any EAG", Key: "exclude_any", Shape: ShapeArray, Ref: "RFC 9857 §5.6.1"},
	FieldLSIncludeAny - areaLS:            {Name: "Incl-Any EAG", Key: "include_any", Shape: ShapeArray, Ref: "RFC 9857 §5.6.1"},
	FieldLSIncludeAll - areaLS:            {Name: "Incl-All EAG", Key: "include_all", Shape: ShapeArray, Ref: "RFC 9857 §5.6.1"},
	FieldLSRequestFlags - areaLS:          {Name: "Request-Flags", Key: "request_flags", Kind: KindFlags, Masks: "bgp-ls-sr-disjoint-group-flags", Shape: ShapeScalar, Ref: "RFC 9857 §5.6.4"},
	FieldLSStatusFlags - areaLS:           {Name: "Status-Flags", Key: "status_flags", Kind: KindFlags, Masks: "bgp-ls-sr-disjoint-group-flags", Shape: ShapeScalar, Ref: "RFC 9857 §5.6.4"},
	FieldLSGroupID - areaLS:               {Name: "Group Identifier", Key: "group_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9857 §5.6.4"},
	FieldLSAssociation - areaLS:           {Name: "Group Identifier: a PCEP ASSOCIATION object", Key: "association", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 9857 §5.6.4"},
	FieldLSBidirFlags - areaLS:            {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-sr-bidirectional-group-flags", Shape: ShapeScalar, Ref: "RFC 9857 §5.6.5"},
	FieldLSPolicyMetricType - areaLS:      {Name: "Metric Type", Key: "metric_type", NameKey: "metric_type_name", Kind: KindEnum, Names: &registry.TableLSSRPolicyMetricType, Shape: ShapeScalar, Ref: "RFC 9857 §5.6.6"},
	FieldLSMetricConstraintFlags - areaLS: {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-sr-metric-constraint-flags", Shape: ShapeScalar, Ref: "RFC 9857 §5.6.6"},
	FieldLSMargin - areaLS:                {Name: "Metric Margin", Key: "margin", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9857 §5.6.6"},
	FieldLSBound - areaLS:                 {Name: "Metric Bound", Key: "bound", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9857 §5.6.6"},
	FieldLSListFlags - areaLS:             {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-sr-segment-list-flags", Shape: ShapeScalar, Ref: "RFC 9857 §5.7"},
	FieldLSSegmentType - areaLS:           {Name: "Segment Type", Key: "segment_type", NameKey: "segment_type_name", Kind: KindEnum, Names: &registry.TableLSSRSegmentDescriptorTypes, Shape: ShapeScalar, Ref: "RFC 9857 §5.7.1"},
	FieldLSSegmentFlags - areaLS:          {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-sr-segment-flags", Shape: ShapeScalar, Ref: "RFC 9857 §5.7.1"},
	FieldLSSegmentRest - areaLS:           {Name: "SID and Segment Descriptor", Key: "descriptor", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 9857 §5.7.1"},
	FieldLSMetricFlags - areaLS:           {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-ls-sr-segment-list-metric-flags", Shape: ShapeScalar, Ref: "RFC 9857 §5.7.2"},
	FieldLSMetricValue - areaLS:           {Name: "Metric Value", Key: "value", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9857 §5.7.2"},
	FieldLSListID - areaLS:                {Name: "SR Segment List Identifier", Key: "segment_list_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9857 §5.7.4"},
}

package codec

import "github.com/bgpdecode/bgpdecode/registry"

// The fields of attributes that stand alone.
const (
	FieldAIGPType FieldID = areaOther + iota
	FieldAIGPMetric
	FieldAttrSet
	FieldAttrSetAS
	FieldBFD
	FieldBFDMode
	FieldBFDDiscriminator
	FieldBFDTLVs
	FieldBFDType
	FieldBFDSource
	FieldPELabels
	FieldPELabel
	FieldPELabelAddr
	FieldPELabelValue
	FieldSFPType
	FieldSFPAssociation
	FieldSFPRouteRD
	FieldSFPPathID
	FieldSFPIndex
	FieldSFPHopTLVs
	FieldSFPFunction
	FieldSFPInstances
	FieldSFPInstance
	FieldBIERType
	FieldBIERSubTLVs
	FieldBIERMaxSI
	FieldBIERRange
	FieldBIERBSLen
	FieldBIERLabel
	FieldBIERBIFT
	FieldBIERNextHop
	FieldNHC
	FieldNHCChars
	FieldNHCCode
	FieldNHCBGPID
	FieldNHCAS
	FieldNHCNextNext
	FieldNHCNode
	FieldDPath
	FieldDPathSegment
	FieldDPathCount
	FieldDPathDomains
	FieldDPathDomain
	FieldDPathGlobal
	FieldDPathLocal
	FieldDPathSAFI
	FieldTE
	FieldTEDescriptor
	FieldTESwitching
	FieldTEEncoding
	FieldTEBandwidths
	FieldTEBandwidth
	FieldTEMinBandwidth
	FieldTEMTU
	FieldTEIndication
	FieldTESpecific
	FieldDPA
	FieldDPAAS
	FieldDPAValue
	FieldAdvertiser
	FieldRCIDPath
	FieldRCID
	FieldSSAType
	FieldSSAPreference
	FieldSSAFlags
	FieldSSACookieLen
	FieldConnector
	FieldConnectorType
	FieldConnectorPE
	FieldPathLimit
	FieldPathLimitMax
	FieldPathLimitAS
	FieldEntropyLabel
	FieldContainers
	FieldContainer
	FieldContainerType
	FieldContainerFlags
	FieldWideCommunity
	FieldWideSource
	FieldWideContext
	FieldWideTLVs
	FieldWideType
	FieldAtoms
	FieldAtomType
	FieldAtomASNs
	FieldAtomAS
	FieldAtomPrefixes
	FieldAtomPrefix
	FieldAtomNumbers
	FieldAtomNumber
	FieldAtomFloats
	FieldAtomFloat
	FieldAtomClasses
	FieldAtomUserClasses
	FieldAtomText
	FieldSecure
	FieldSecureLen
	FieldSecurePath
	FieldSecureSegment
	FieldSecurePCount
	FieldSecureFlags
	FieldSecureAS
	FieldSignatureBlocks
	FieldSignatureBlock
	FieldSignatureBlockLen
	FieldSignatureSuite
	FieldSignatures
	FieldSignature
	FieldSignatureSKI
	FieldSignatureLen
	FieldSignatureValue
)

var otherFields = [...]Field{
	FieldAIGPType - areaOther:          {Name: "Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableAIGPAttributeTypes, Shape: ShapeScalar, Ref: "RFC 7311 §3"},
	FieldAIGPMetric - areaOther:        {Name: "Accumulated IGP Metric", Key: "metric", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 7311 §3"},
	FieldAttrSet - areaOther:           {Name: "Attribute set", Key: "value", Shape: ShapeObject, Ref: "RFC 6368 §5"},
	FieldAttrSetAS - areaOther:         {Name: "Origin AS", Key: "origin_as", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 6368 §5"},
	FieldBFD - areaOther:               {Name: "BFD session", Key: "value", Shape: ShapeObject, Ref: "RFC 9026 §3.1.6"},
	FieldBFDMode - areaOther:           {Name: "BFD Mode", Key: "mode", NameKey: "mode_name", Kind: KindEnum, Names: &registry.TableBFDMode, Shape: ShapeScalar, Ref: "RFC 9026 §3.1.6"},
	FieldBFDDiscriminator - areaOther:  {Name: "Discriminator", Key: "discriminator", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9026 §3.1.6"},
	FieldBFDTLVs - areaOther:           {Name: "Optional TLVs", Key: "tlvs", Shape: ShapeArray, Ref: "RFC 9026 §3.1.6"},
	FieldBFDType - areaOther:           {Name: "Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableBFDDiscriminatorOptionalTLVType, Shape: ShapeScalar, Ref: "RFC 9026 §3.1.6"},
	FieldBFDSource - areaOther:         {Name: "Source IP Address", Key: "source", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9026 §3.1.6"},
	FieldPELabels - areaOther:          {Name: "PEs and labels", Key: "value", Shape: ShapeArray, Ref: "RFC 6514 §8"},
	FieldPELabel - areaOther:           {Name: "PE and label", Shape: ShapeObject, Ref: "RFC 6514 §8"},
	FieldPELabelAddr - areaOther:       {Name: "PE Address", Key: "pe", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 6514 §8"},
	FieldPELabelValue - areaOther:      {Name: "Label", Key: "label", Kind: KindLabel, Shape: ShapeScalar, Ref: "RFC 6514 §8"},
	FieldSFPType - areaOther:           {Name: "Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableSFPAttributeTLVs, Shape: ShapeScalar, Ref: "RFC 9015 §3.2.1"},
	FieldSFPAssociation - areaOther:    {Name: "Association Type", Key: "association_type", NameKey: "association_type_name", Kind: KindEnum, Names: &registry.TableSFPAssociationType, Shape: ShapeScalar, Ref: "RFC 9015 §3.2.1.1"},
	FieldSFPRouteRD - areaOther:        {Name: "Associated SFPR-RD", Key: "associated_sfpr_rd", Kind: KindRD, Shape: ShapeScalar, Ref: "RFC 9015 §3.2.1.1"},
	FieldSFPPathID - areaOther:         {Name: "Associated SPI", Key: "associated_spi", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9015 §3.2.1.1"},
	FieldSFPIndex - areaOther:          {Name: "Service Index", Key: "service_index", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9015 §3.2.1.2"},
	FieldSFPHopTLVs - areaOther:        {Name: "Hop Details", Key: "sub_tlvs", Shape: ShapeArray, Ref: "RFC 9015 §3.2.1.2"},
	FieldSFPFunction - areaOther:       {Name: "Service Function Type", Key: "sft", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9015 §3.2.1.3"},
	FieldSFPInstances - areaOther:      {Name: "SFIR-RD List", Key: "sfir_rds", Shape: ShapeArray, Ref: "RFC 9015 §3.2.1.3"},
	FieldSFPInstance - areaOther:       {Name: "SFIR-RD or SFIR Pool Identifier", Kind: KindRD, Shape: ShapeScalar, Ref: "RFC 9015 §3.2.1.3"},
	FieldBIERType - areaOther:          {Name: "Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableBIERTLVSubTLVTypes, Shape: ShapeScalar, Ref: "RFC 9793 §3"},
	FieldBIERSubTLVs - areaOther:       {Name: "Sub-TLVs", Key: "sub_tlvs", Shape: ShapeArray, Ref: "RFC 9793 §3"},
	FieldBIERMaxSI - areaOther:         {Name: "Max SI", Key: "max_si", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9793 §3.1"},
	FieldBIERRange - areaOther:         {Name: "BS Len and first label or BIFT-id", Key: "bs_len_label", Kind: KindUint, Ref: "RFC 9793 §3.1"},
	FieldBIERBSLen - areaOther:         {Name: "BS Len", Key: "bs_len", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9793 §3.1"},
	FieldBIERLabel - areaOther:         {Name: "Label", Key: "label", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9793 §3.1"},
	FieldBIERBIFT - areaOther:          {Name: "BIFT-id", Key: "bift_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9793 §3.2"},
	FieldBIERNextHop - areaOther:       {Name: "Nexthop", Key: "next_hop", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9793 §3.3"},
	FieldNHC - areaOther:               {Name: "Next hop and its characteristics", Key: "value", Shape: ShapeObject, Ref: "draft-ietf-idr-nhc"},
	FieldNHCChars - areaOther:          {Name: "Characteristics", Key: "characteristics", Shape: ShapeArray, Ref: "draft-ietf-idr-nhc"},
	FieldNHCCode - areaOther:           {Name: "Characteristic Code", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableNextHopDependentCharacteristicCodes, Shape: ShapeScalar, Ref: "draft-ietf-idr-nhc"},
	FieldNHCBGPID - areaOther:          {Name: "BGP Identifier", Key: "bgp_id", Kind: KindIPv4, Shape: ShapeScalar, Ref: "draft-ietf-idr-nhc"},
	FieldNHCAS - areaOther:             {Name: "AS number", Key: "as", Kind: KindASN, Shape: ShapeScalar, Ref: "draft-ietf-idr-nhc"},
	FieldNHCNextNext - areaOther:       {Name: "Next-next-hop BGP Identifiers", Key: "next_next_hops", Shape: ShapeArray, Ref: "draft-ietf-idr-next-next-hop-nodes"},
	FieldNHCNode - areaOther:           {Name: "BGP Identifier", Kind: KindIPv4, Shape: ShapeScalar, Ref: "draft-ietf-idr-next-next-hop-nodes"},
	FieldDPath - areaOther:             {Name: "Domain path", Key: "value", Shape: ShapeArray, Ref: "draft-ietf-bess-evpn-ipvpn-interworking §4"},
	FieldDPathSegment - areaOther:      {Name: "Domain segment", Shape: ShapeObject, Ref: "draft-ietf-bess-evpn-ipvpn-interworking §4"},
	FieldDPathCount - areaOther:        {Name: "Length (number of domains)", Key: "count", Kind: KindUint, Ref: "draft-ietf-bess-evpn-ipvpn-interworking §4"},
	FieldDPathDomains - areaOther:      {Name: "Domains", Key: "domains", Shape: ShapeArray, Ref: "draft-ietf-bess-evpn-ipvpn-interworking §4"},
	FieldDPathDomain - areaOther:       {Name: "Domain", Shape: ShapeObject, Ref: "draft-ietf-bess-evpn-ipvpn-interworking §4"},
	FieldDPathGlobal - areaOther:       {Name: "Global Administrator", Key: "global_admin", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-bess-evpn-ipvpn-interworking §4"},
	FieldDPathLocal - areaOther:        {Name: "Local Administrator", Key: "local_admin", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-bess-evpn-ipvpn-interworking §4"},
	FieldDPathSAFI - areaOther:         {Name: "ISF_SAFI_TYPE", Key: "isf_safi_type", NameKey: "isf_safi_type_name", Kind: KindEnum, Enum: EnumSAFI, Shape: ShapeScalar, Ref: "draft-ietf-bess-evpn-ipvpn-interworking §4"},
	FieldTE - areaOther:                {Name: "Interface switching capabilities", Key: "value", Shape: ShapeArray, Ref: "RFC 5543 §3"},
	FieldTEDescriptor - areaOther:      {Name: "Switching capability", Shape: ShapeObject, Ref: "RFC 5543 §3"},
	FieldTESwitching - areaOther:       {Name: "Switching Cap", Key: "switching_capability", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 5543 §3"},
	FieldTEEncoding - areaOther:        {Name: "Encoding", Key: "encoding", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 5543 §3"},
	FieldTEBandwidths - areaOther:      {Name: "Max LSP Bandwidth at priorities 0 to 7 (octets per second)", Key: "max_lsp_bandwidth", Shape: ShapeArray, Ref: "RFC 5543 §3"},
	FieldTEBandwidth - areaOther:       {Name: "Max LSP Bandwidth", Kind: KindFloat, Shape: ShapeScalar, Ref: "RFC 5543 §3"},
	FieldTEMinBandwidth - areaOther:    {Name: "Minimum LSP Bandwidth (octets per second)", Key: "min_lsp_bandwidth", Kind: KindFloat, Shape: ShapeScalar, Ref: "RFC 5543 §3"},
	FieldTEMTU - areaOther:             {Name: "Interface MTU", Key: "interface_mtu", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 5543 §3"},
	FieldTEIndication - areaOther:      {Name: "Indication (0: standard, 1: arbitrary SONET/SDH)", Key: "indication", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 5543 §3"},
	FieldTESpecific - areaOther:        {Name: "Switching Capability specific information (not decoded)", Key: "specific", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 5543 §3"},
	FieldDPA - areaOther:               {Name: "Destination preference", Key: "value", Shape: ShapeObject, Ref: "draft-ietf-idr-bgp-dpa"},
	FieldDPAAS - areaOther:             {Name: "AS that set the preference", Key: "as", Kind: KindASN, Shape: ShapeScalar, Ref: "draft-ietf-idr-bgp-dpa"},
	FieldDPAValue - areaOther:          {Name: "DPA value", Key: "dpa", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-idr-bgp-dpa"},
	FieldAdvertiser - areaOther:        {Name: "Identifying address of the border router", Key: "value", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 1863 §4.1"},
	FieldRCIDPath - areaOther:          {Name: "Route server clusters", Key: "value", Shape: ShapeArray, Ref: "RFC 1863 §4.3.4"},
	FieldRCID - areaOther:              {Name: "RS Cluster Identifier", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 1863 §4.3.4"},
	FieldSSAType - areaOther:           {Name: "Type (0x8000: transitive)", Key: "type", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-kapoor-nalawade-idr-bgp-ssa"},
	FieldSSAPreference - areaOther:     {Name: "Preference", Key: "preference", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-kapoor-nalawade-idr-bgp-ssa"},
	FieldSSAFlags - areaOther:          {Name: "Flags", Key: "flags", Kind: KindFlags, Shape: ShapeScalar, Ref: "draft-kapoor-nalawade-idr-bgp-ssa"},
	FieldSSACookieLen - areaOther:      {Name: "Cookie Length", Key: "cookie_length", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-kapoor-nalawade-idr-bgp-ssa"},
	FieldConnector - areaOther:         {Name: "Connector", Key: "value", Shape: ShapeObject, Ref: "RFC 6037 §5.2.1"},
	FieldConnectorType - areaOther:     {Name: "Type", Key: "type", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 6037 §5.2.1"},
	FieldConnectorPE - areaOther:       {Name: "IPv4 Address of PE", Key: "pe", Kind: KindIPv4, Shape: ShapeScalar, Ref: "RFC 6037 §5.2.1"},
	FieldPathLimit - areaOther:         {Name: "AS path limit", Key: "value", Shape: ShapeObject, Ref: "draft-ietf-idr-as-pathlimit"},
	FieldPathLimitMax - areaOther:      {Name: "Most AS numbers that AS_PATH may have", Key: "limit", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-idr-as-pathlimit"},
	FieldPathLimitAS - areaOther:       {Name: "AS that set the limit", Key: "as", Kind: KindASN, Shape: ShapeScalar, Ref: "draft-ietf-idr-as-pathlimit"},
	FieldEntropyLabel - areaOther:      {Name: "Entropy labels can be processed", Key: "value", Kind: KindFlag, Shape: ShapeScalar, Ref: "RFC 6790 §5.2"},
	FieldContainers - areaOther:        {Name: "Community containers", Key: "value", Shape: ShapeArray, Ref: "draft-ietf-idr-wide-bgp-communities §3"},
	FieldContainer - areaOther:         {Name: "Community container", Shape: ShapeObject, Ref: "draft-ietf-idr-wide-bgp-communities §3"},
	FieldContainerType - areaOther:     {Name: "Type (1: BGP Wide Community)", Key: "type", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-idr-wide-bgp-communities §3"},
	FieldContainerFlags - areaOther:    {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "community-container-flags", Shape: ShapeScalar, Ref: "draft-ietf-idr-wide-bgp-communities §3"},
	FieldWideCommunity - areaOther:     {Name: "Community Value", Key: "community", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-idr-wide-bgp-communities §4"},
	FieldWideSource - areaOther:        {Name: "Source AS Number", Key: "source_as", Kind: KindASN, Shape: ShapeScalar, Ref: "draft-ietf-idr-wide-bgp-communities §4"},
	FieldWideContext - areaOther:       {Name: "Context AS Number", Key: "context_as", Kind: KindASN, Shape: ShapeScalar, Ref: "draft-ietf-idr-wide-bgp-communities §4"},
	FieldWideTLVs - areaOther:          {Name: "TLVs", Key: "tlvs", Shape: ShapeArray, Ref: "draft-ietf-idr-wide-bgp-communities §4.4"},
	FieldWideType - areaOther:          {Name: "Sub-Type (1: targets, 2: exclude targets, 3: parameters)", Key: "type", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-idr-wide-bgp-communities §4.4"},
	FieldAtoms - areaOther:             {Name: "Atoms", Key: "atoms", Shape: ShapeArray, Ref: "draft-ietf-idr-wide-bgp-communities §5"},
	FieldAtomType - areaOther:          {Name: "Atom type", Key: "type", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-idr-wide-bgp-communities §5"},
	FieldAtomASNs - areaOther:          {Name: "AS numbers", Key: "as", Shape: ShapeArray, Ref: "draft-ietf-idr-wide-bgp-communities §5.1"},
	FieldAtomAS - areaOther:            {Name: "AS", Kind: KindASN, Shape: ShapeScalar, Ref: "draft-ietf-idr-wide-bgp-communities §5.1"},
	FieldAtomPrefixes - areaOther:      {Name: "Prefixes", Key: "prefixes", Shape: ShapeArray, Ref: "draft-ietf-idr-wide-bgp-communities §5.2"},
	FieldAtomPrefix - areaOther:        {Name: "Prefix", Kind: KindPrefix, Shape: ShapeScalar, Ref: "draft-ietf-idr-wide-bgp-communities §5.2"},
	FieldAtomNumbers - areaOther:       {Name: "Integer32 list", Key: "integers", Shape: ShapeArray, Ref: "draft-ietf-idr-wide-bgp-communities §5.3"},
	FieldAtomNumber - areaOther:        {Name: "Number", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-idr-wide-bgp-communities §5.3"},
	FieldAtomFloats - areaOther:        {Name: "Floating point numbers", Key: "floats", Shape: ShapeArray, Ref: "draft-ietf-idr-wide-bgp-communities §5.4"},
	FieldAtomFloat - areaOther:         {Name: "Floating point number", Kind: KindFloat, Shape: ShapeScalar, Ref: "draft-ietf-idr-wide-bgp-communities §5.4"},
	FieldAtomClasses - areaOther:       {Name: "Neighbor classes (1: peer, 2: customer, 3: upstream)", Key: "neighbor_classes", Shape: ShapeArray, Ref: "draft-ietf-idr-wide-bgp-communities §5.5"},
	FieldAtomUserClasses - areaOther:   {Name: "User-defined classes", Key: "user_classes", Shape: ShapeArray, Ref: "draft-ietf-idr-wide-bgp-communities §5.6"},
	FieldAtomText - areaOther:          {Name: "UTF-8 string", Key: "text", Kind: KindText, Shape: ShapeScalar, Ref: "draft-ietf-idr-wide-bgp-communities §5.7"},
	FieldSecure - areaOther:            {Name: "BGPsec path", Key: "value", Shape: ShapeObject, Ref: "RFC 8205 §3"},
	FieldSecureLen - areaOther:         {Name: "Secure_Path Length", Key: "secure_path_length", Kind: KindUint, Ref: "RFC 8205 §3.1"},
	FieldSecurePath - areaOther:        {Name: "Secure_Path", Key: "secure_path", Shape: ShapeArray, Ref: "RFC 8205 §3.1"},
	FieldSecureSegment - areaOther:     {Name: "Secure_Path Segment", Shape: ShapeObject, Ref: "RFC 8205 §3.1"},
	FieldSecurePCount - areaOther:      {Name: "pCount", Key: "pcount", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8205 §3.1"},
	FieldSecureFlags - areaOther:       {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "rpki-bgpsec-path-flags", Shape: ShapeScalar, Ref: "RFC 8205 §3.1"},
	FieldSecureAS - areaOther:          {Name: "AS Number", Key: "as", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 8205 §3.1"},
	FieldSignatureBlocks - areaOther:   {Name: "Signature_Blocks", Key: "signature_blocks", Shape: ShapeArray, Ref: "RFC 8205 §3.2"},
	FieldSignatureBlock - areaOther:    {Name: "Signature_Block", Shape: ShapeObject, Ref: "RFC 8205 §3.2"},
	FieldSignatureBlockLen - areaOther: {Name: "Signature_Block Length", Key: "length", Kind: KindUint, Ref: "RFC 8205 §3.2"},
	FieldSignatureSuite - areaOther:    {Name: "Algorithm Suite Identifier", Key: "algorithm_suite", NameKey: "algorithm_suite_name", Kind: KindEnum, Names: &registry.TableRPKIBGPsecAlgorithmSuite, Shape: ShapeScalar, Ref: "RFC 8205 §3.2"},
	FieldSignatures - areaOther:        {Name: "Signature Segments", Key: "signatures", Shape: ShapeArray, Ref: "RFC 8205 §3.2"},
	FieldSignature - areaOther:         {Name: "Signature Segment", Shape: ShapeObject, Ref: "RFC 8205 §3.2"},
	FieldSignatureSKI - areaOther:      {Name: "Subject Key Identifier", Key: "ski", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 8205 §3.2"},
	FieldSignatureLen - areaOther:      {Name: "Signature Length", Key: "signature_length", Kind: KindUint, Ref: "RFC 8205 §3.2"},
	FieldSignatureValue - areaOther:    {Name: "Signature", Key: "signature", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 8205 §3.2"},
}

package codec

// The field ids. The order is that of the fields table below, which is the only place that names a field.
const (
	FieldGap FieldID = iota
	FieldMessage
	FieldHeader
	FieldMarker
	FieldLength
	FieldType
	FieldBody
	FieldTrailing

	FieldOpen
	FieldVersion
	FieldMyAS
	FieldHoldTime
	FieldBGPID
	FieldOptParmLen
	FieldExtParmMarker
	FieldExtParmLen
	FieldParameters
	FieldParameter
	FieldParmType
	FieldParmLen
	FieldParmValue
	FieldCapabilities
	FieldCapability
	FieldCapCode
	FieldCapLen
	FieldCapValue
	FieldCapRaw
	FieldEffectiveAS

	FieldAFI
	FieldSAFI
	FieldSAFI2
	FieldReserved
	FieldTLVs
	FieldTLV
	FieldTLVLen
	FieldTLVRaw
	FieldCapAS
	FieldCapFamily
	FieldCapMP
	FieldCapENHE
	FieldNextHopAFI
	FieldRole
	FieldGR
	FieldGRFlags
	FieldGRTime
	FieldGRFamilies
	FieldFamilyFlags
	FieldSendReceive
	FieldStaleTime
	FieldPathsLimit
	FieldFQDN
	FieldHostLen
	FieldHostName
	FieldDomainLen
	FieldDomainName
	FieldSoftwareLen
	FieldSoftware
	FieldDynamicCodes
	FieldMultisession
	FieldMultisessionFlags
	FieldMultisessionCodes
	FieldCapList

	FieldUpdate
	FieldWithdrawnLen
	FieldWithdrawn
	FieldAttrsLen
	FieldAttrs
	FieldNLRIList
	FieldEndOfRIB
	FieldNLRI
	FieldPathID
	FieldPrefix
	FieldPrefixLen
	FieldPrefixBits
	FieldNLRIRaw

	FieldAttr
	FieldAttrFlags
	FieldAttrType
	FieldAttrLen
	FieldAttrValue
	FieldAttrRaw
	FieldOrigin
	FieldASPath
	FieldSegment
	FieldSegType
	FieldSegCount
	FieldSegASNs
	FieldASN
	FieldNextHop
	FieldMED
	FieldLocalPref
	FieldAtomicAggregate
	FieldAggregator
	FieldAggregatorAS
	FieldAggregatorAddr
	FieldCommunities
	FieldCommunity
	FieldOriginatorID
	FieldClusterList
	FieldClusterID
	FieldMPReach
	FieldNHLen
	FieldNextHops
	FieldNextHop4
	FieldNextHop6
	FieldNextHopRaw
	FieldMPUnreach
	FieldExtCommunities
	FieldExtCommunity
	FieldExtType
	FieldExtSubType
	FieldExtValue
	FieldLargeCommunities
	FieldLargeCommunity
	FieldLargeGlobal
	FieldLargeLocal1
	FieldLargeLocal2
	FieldOTC

	FieldNotification
	FieldCode
	FieldSubcode
	FieldData
	FieldMissingAttr
	FieldDataAttrType
	FieldBadLength
	FieldBadType
	FieldSupportedVersion
	FieldSupportedVersionSwapped
	FieldPeerAS
	FieldPeerASPad
	FieldBadID
	FieldBadHoldTime
	FieldBadParameter
	FieldMaxPrefix
	FieldLimit
	FieldCommunication
	FieldCommLen
	FieldCommText
	FieldCommRaw
	FieldHardReset
	FieldFSMMessageType
	FieldDataText
	FieldDataRaw
	FieldDataValue
	FieldDataSurplus
	FieldDataAttr
	FieldDataAttrs
	FieldDataCaps
	FieldDataMessage

	FieldRefresh
	FieldRefreshSubtype
	FieldORFList
	FieldORFs
	FieldORF
	FieldORFWhen
	FieldORFType
	FieldORFLen
	FieldORFEntries

	numFields
)

// fields describes every field. Group kinds carry no value; keys are those of the JSON contract.
var fields = [numFields]Field{
	FieldGap:      {Name: "Unclaimed octets", Key: "unclaimed", Kind: KindHex},
	FieldMessage:  {Name: "Message", Shape: ShapeTransparent, Ref: "RFC 4271 §4"},
	FieldHeader:   {Name: "Header", Shape: ShapeTransparent, Ref: "RFC 4271 §4.1"},
	FieldMarker:   {Name: "Marker", Key: "marker", Kind: KindHex, Ref: "RFC 4271 §4.1"},
	FieldLength:   {Name: "Length", Key: "length", Kind: KindUint, Ref: "RFC 4271 §4.1"},
	FieldType:     {Name: "Type", Key: "type", Kind: KindEnumName, Enum: EnumMessageType, Shape: ShapeScalar, Ref: "RFC 4271 §4.1"},
	FieldBody:     {Name: "Body", Key: "body", Kind: KindHex, Shape: ShapeScalar},
	FieldTrailing: {Name: "Octets after the message", Key: "trailing", Kind: KindHex},

	FieldOpen:          {Name: "OPEN", Key: "open", Shape: ShapeObject, Ref: "RFC 4271 §4.2"},
	FieldVersion:       {Name: "Version", Key: "version", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4271 §4.2"},
	FieldMyAS:          {Name: "My Autonomous System", Key: "as", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 4271 §4.2"},
	FieldHoldTime:      {Name: "Hold Time", Key: "hold_time", Kind: KindSeconds, Shape: ShapeScalar, Ref: "RFC 4271 §4.2"},
	FieldBGPID:         {Name: "BGP Identifier", Key: "id", Kind: KindIPv4, Shape: ShapeScalar, Ref: "RFC 6286 §2.1"},
	FieldOptParmLen:    {Name: "Optional Parameters Length", Key: "parameters_length", Kind: KindUint, Ref: "RFC 4271 §4.2"},
	FieldExtParmMarker: {Name: "Non-Ext OP Type", Key: "extended_marker", Kind: KindUint, Ref: "RFC 9072 §2"},
	FieldExtParmLen:    {Name: "Extended Optional Parameters Length", Key: "extended_length", Kind: KindUint, Ref: "RFC 9072 §2"},
	FieldParameters:    {Name: "Optional Parameters", Key: "parameters", Shape: ShapeArray, Ref: "RFC 4271 §4.2"},
	FieldParameter:     {Name: "Optional Parameter", Key: "parameter", Shape: ShapeObject, Ref: "RFC 4271 §4.2"},
	FieldParmType:      {Name: "Parameter Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Enum: EnumParameter, Shape: ShapeScalar, Ref: "RFC 4271 §4.2"},
	FieldParmLen:       {Name: "Parameter Length", Key: "length", Kind: KindUint, Ref: "RFC 4271 §4.2"},
	FieldParmValue:     {Name: "Parameter Value", Key: "raw", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 4271 §4.2"},
	FieldCapabilities:  {Name: "Capabilities", Key: "capabilities", Shape: ShapeArray, Ref: "RFC 5492 §4"},
	FieldCapability:    {Name: "Capability", Key: "capability", Shape: ShapeCap, Ref: "RFC 5492 §4"},
	FieldCapCode:       {Name: "Capability Code", Key: "code", Kind: KindEnum, Enum: EnumCapability, Shape: ShapeScalar, Ref: "RFC 5492 §4"},
	FieldCapLen:        {Name: "Capability Length", Key: "length", Kind: KindUint, Ref: "RFC 5492 §4"},
	FieldCapValue:      {Name: "Capability Value", Key: "value", Shape: ShapeTransparent, Ref: "RFC 5492 §4"},
	FieldCapRaw:        {Name: "Capability Value", Key: "value", Kind: KindHex, Ref: "RFC 5492 §4"},
	FieldEffectiveAS:   {Name: "AS number (effective)", Key: "as4", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 6793 §4.1"},

	FieldAFI:               {Name: "Address Family Identifier", Key: "afi", Kind: KindEnum, Enum: EnumAFI, Shape: ShapeScalar, Ref: "RFC 4760 §3"},
	FieldSAFI:              {Name: "Subsequent Address Family Identifier", Key: "safi", Kind: KindEnum, Enum: EnumSAFI, Shape: ShapeScalar, Ref: "RFC 4760 §3"},
	FieldSAFI2:             {Name: "Subsequent Address Family Identifier (2 octets)", Key: "safi", Kind: KindEnum, Enum: EnumSAFI, Shape: ShapeScalar, Ref: "RFC 8950 §4"},
	FieldReserved:          {Name: "Reserved", Key: "reserved", Kind: KindHex},
	FieldTLVs:              {Name: "TLVs", Key: "value", Shape: ShapeArray},
	FieldTLV:               {Name: "TLV", Shape: ShapeObject},
	FieldTLVLen:            {Name: "Length", Key: "length", Kind: KindUint},
	FieldTLVRaw:            {Name: "Value (not decoded)", Key: "raw", Kind: KindHex, Shape: ShapeScalar},
	FieldCapAS:             {Name: "AS number", Key: "value", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 6793 §3"},
	FieldCapFamily:         {Name: "Address family", Key: "family", Shape: ShapeObject},
	FieldCapMP:             {Name: "Multiprotocol", Key: "value", Shape: ShapeObject, Ref: "RFC 4760 §8"},
	FieldCapENHE:           {Name: "Next hop encodings", Key: "value", Shape: ShapeArray, Ref: "RFC 8950 §4"},
	FieldNextHopAFI:        {Name: "Next Hop AFI", Key: "next_hop_afi", Kind: KindEnum, Enum: EnumAFI, Shape: ShapeScalar, Ref: "RFC 8950 §4"},
	FieldRole:              {Name: "BGP Role", Key: "value", Kind: KindEnumName, Enum: EnumRole, Shape: ShapeScalar, Ref: "RFC 9234 §4.1"},
	FieldGR:                {Name: "Graceful Restart", Key: "value", Shape: ShapeObject, Ref: "RFC 4724 §3"},
	FieldGRFlags:           {Name: "Restart Flags and Restart Time", Key: "restart_flags_time", Kind: KindUint, Ref: "RFC 4724 §3"},
	FieldGRTime:            {Name: "Restart Time", Key: "restart_time", Kind: KindSeconds, Shape: ShapeScalar, Ref: "RFC 4724 §3"},
	FieldGRFamilies:        {Name: "Address families", Key: "families", Shape: ShapeArray, Ref: "RFC 4724 §3"},
	FieldFamilyFlags:       {Name: "Flags for Address Family", Key: "flags", Kind: KindBits, Shape: ShapeScalar, Ref: "RFC 4724 §3"},
	FieldSendReceive:       {Name: "Send/Receive", Key: "send_receive", NameKey: "send_receive_name", Kind: KindEnum, Enum: EnumAddPath, Shape: ShapeScalar, Ref: "RFC 7911 §4"},
	FieldStaleTime:         {Name: "Long-lived Stale Time", Key: "stale_time", Kind: KindSeconds, Shape: ShapeScalar, Ref: "RFC 9494 §3"},
	FieldPathsLimit:        {Name: "Paths Limit", Key: "limit", Kind: KindUint, Shape: ShapeScalar},
	FieldFQDN:              {Name: "FQDN", Key: "value", Shape: ShapeObject},
	FieldHostLen:           {Name: "Hostname Length", Key: "hostname_length", Kind: KindUint},
	FieldHostName:          {Name: "Hostname", Key: "hostname", Kind: KindText, Shape: ShapeScalar},
	FieldDomainLen:         {Name: "Domain Name Length", Key: "domain_length", Kind: KindUint},
	FieldDomainName:        {Name: "Domain Name", Key: "domain", Kind: KindText, Shape: ShapeScalar},
	FieldSoftwareLen:       {Name: "Software Version Length", Key: "version_length", Kind: KindUint},
	FieldSoftware:          {Name: "Software Version", Key: "value", Kind: KindText, Shape: ShapeScalar},
	FieldDynamicCodes:      {Name: "Dynamic capability codes", Key: "value", Shape: ShapeArray},
	FieldMultisession:      {Name: "Multisession", Key: "value", Shape: ShapeObject},
	FieldMultisessionFlags: {Name: "Flags", Key: "flags", Kind: KindBits, Shape: ShapeScalar},
	FieldMultisessionCodes: {Name: "Session identifiers", Key: "capabilities", Shape: ShapeArray},
	FieldCapList:           {Name: "Address families", Key: "value", Shape: ShapeArray},

	FieldUpdate:       {Name: "UPDATE", Key: "update", Shape: ShapeObject, Ref: "RFC 4271 §4.3"},
	FieldWithdrawnLen: {Name: "Withdrawn Routes Length", Key: "withdrawn_length", Kind: KindUint, Ref: "RFC 4271 §4.3"},
	FieldWithdrawn:    {Name: "Withdrawn Routes", Key: "withdrawn", Shape: ShapeArray, Ref: "RFC 4271 §4.3"},
	FieldAttrsLen:     {Name: "Total Path Attribute Length", Key: "attributes_length", Kind: KindUint, Ref: "RFC 4271 §4.3"},
	FieldAttrs:        {Name: "Path Attributes", Key: "attributes", Shape: ShapeArray, Ref: "RFC 4271 §4.3"},
	FieldNLRIList:     {Name: "Network Layer Reachability Information", Key: "nlri", Shape: ShapeArray, Ref: "RFC 4271 §4.3"},
	FieldEndOfRIB:     {Name: "End-of-RIB", Key: "end_of_rib", Kind: KindFamily, Shape: ShapeScalar, Ref: "RFC 4724 §2"},
	FieldNLRI:         {Name: "Route", Shape: ShapeObject, Ref: "RFC 4271 §4.3"},
	FieldPathID:       {Name: "Path Identifier", Key: "path_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 7911 §3"},
	FieldPrefix:       {Name: "Prefix", Key: "prefix", Kind: KindPrefix, Shape: ShapeScalar, Ref: "RFC 4271 §4.3"},
	FieldPrefixLen:    {Name: "Prefix Length", Key: "length", Kind: KindUint, Ref: "RFC 4271 §4.3"},
	FieldPrefixBits:   {Name: "Prefix Octets", Key: "octets", Kind: KindHex, Ref: "RFC 4271 §4.3"},
	FieldNLRIRaw:      {Name: "NLRI (not decoded)", Key: "raw", Kind: KindHex, Shape: ShapeRaw},

	FieldAttr:             {Name: "Path Attribute", Key: "attribute", Shape: ShapeAttr, Ref: "RFC 4271 §4.3"},
	FieldAttrFlags:        {Name: "Attribute Flags", Key: "flags", Kind: KindAttrFlags, Shape: ShapeScalar, Ref: "RFC 4271 §4.3"},
	FieldAttrType:         {Name: "Attribute Type Code", Key: "type", Kind: KindEnum, Enum: EnumAttr, Shape: ShapeScalar, Ref: "RFC 4271 §4.3"},
	FieldAttrLen:          {Name: "Attribute Length", Key: "length", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4271 §4.3"},
	FieldAttrValue:        {Name: "Attribute Value", Key: "value", Shape: ShapeTransparent, Ref: "RFC 4271 §4.3"},
	FieldAttrRaw:          {Name: "Attribute Value", Key: "value", Kind: KindHex, Ref: "RFC 4271 §4.3"},
	FieldOrigin:           {Name: "Origin", Key: "value", Kind: KindEnumName, Enum: EnumOrigin, Shape: ShapeScalar, Ref: "RFC 4271 §5.1.1"},
	FieldASPath:           {Name: "AS path", Key: "value", Shape: ShapeArray, Ref: "RFC 4271 §5.1.2"},
	FieldSegment:          {Name: "Path segment", Key: "segment", Shape: ShapeObject, Ref: "RFC 4271 §4.3"},
	FieldSegType:          {Name: "Path Segment Type", Key: "type", Kind: KindEnumName, Enum: EnumSegment, Shape: ShapeScalar, Ref: "RFC 4271 §4.3"},
	FieldSegCount:         {Name: "Path Segment Length", Key: "count", Kind: KindUint, Ref: "RFC 4271 §4.3"},
	FieldSegASNs:          {Name: "AS numbers", Key: "as", Shape: ShapeArray, Ref: "RFC 4271 §4.3"},
	FieldASN:              {Name: "AS", Key: "as", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 6793 §3"},
	FieldNextHop:          {Name: "Next hop", Key: "value", Kind: KindIPv4, Shape: ShapeScalar, Ref: "RFC 4271 §5.1.3"},
	FieldMED:              {Name: "Metric", Key: "value", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4271 §5.1.4"},
	FieldLocalPref:        {Name: "Degree of preference", Key: "value", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4271 §5.1.5"},
	FieldAtomicAggregate:  {Name: "Atomic aggregate", Key: "value", Kind: KindFlag, Shape: ShapeScalar, Ref: "RFC 4271 §5.1.6"},
	FieldAggregator:       {Name: "Aggregating speaker", Key: "value", Shape: ShapeObject, Ref: "RFC 4271 §5.1.7"},
	FieldAggregatorAS:     {Name: "Aggregator AS", Key: "as", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 6793 §3"},
	FieldAggregatorAddr:   {Name: "Aggregator address", Key: "address", Kind: KindIPv4, Shape: ShapeScalar, Ref: "RFC 4271 §5.1.7"},
	FieldCommunities:      {Name: "Communities", Key: "value", Shape: ShapeArray, Ref: "RFC 1997"},
	FieldCommunity:        {Name: "Community", Kind: KindCommunity, Shape: ShapeScalar, Ref: "RFC 1997"},
	FieldOriginatorID:     {Name: "Originator", Key: "value", Kind: KindIPv4, Shape: ShapeScalar, Ref: "RFC 4456 §8"},
	FieldClusterList:      {Name: "Cluster list", Key: "value", Shape: ShapeArray, Ref: "RFC 4456 §8"},
	FieldClusterID:        {Name: "Cluster", Kind: KindIPv4, Shape: ShapeScalar, Ref: "RFC 4456 §8"},
	FieldMPReach:          {Name: "Reachable routes", Key: "value", Shape: ShapeObject, Ref: "RFC 4760 §3"},
	FieldNHLen:            {Name: "Length of Next Hop Network Address", Key: "next_hop_length", Kind: KindUint, Ref: "RFC 4760 §3"},
	FieldNextHops:         {Name: "Network Address of Next Hop", Key: "next_hops", Shape: ShapeArray, Ref: "RFC 4760 §3"},
	FieldNextHop4:         {Name: "Next hop", Kind: KindIPv4, Shape: ShapeScalar, Ref: "RFC 4760 §3"},
	FieldNextHop6:         {Name: "Next hop", Kind: KindIPv6, Shape: ShapeScalar, Ref: "RFC 2545 §3"},
	FieldNextHopRaw:       {Name: "Next hop (not decoded)", Kind: KindHex, Shape: ShapeRaw, Ref: "RFC 4760 §3"},
	FieldMPUnreach:        {Name: "Withdrawn routes", Key: "value", Shape: ShapeObject, Ref: "RFC 4760 §4"},
	FieldExtCommunities:   {Name: "Extended communities", Key: "value", Shape: ShapeArray, Ref: "RFC 4360"},
	FieldExtCommunity:     {Name: "Extended community", Kind: KindExtCommunity, Shape: ShapeRawText, Ref: "RFC 4360 §2"},
	FieldExtType:          {Name: "Extended community type", Key: "type", Kind: KindUint, Ref: "RFC 4360 §2"},
	FieldExtSubType:       {Name: "Extended community sub-type", Key: "sub_type", Kind: KindUint, Ref: "RFC 4360 §2"},
	FieldExtValue:         {Name: "Extended community value", Key: "value", Kind: KindHex, Ref: "RFC 4360 §2"},
	FieldLargeCommunities: {Name: "Large communities", Key: "value", Shape: ShapeArray, Ref: "RFC 8092 §3"},
	FieldLargeCommunity:   {Name: "Large community", Kind: KindLargeComm, Shape: ShapeScalar, Ref: "RFC 8092 §3"},
	FieldLargeGlobal:      {Name: "Global Administrator", Key: "global", Kind: KindUint, Ref: "RFC 8092 §3"},
	FieldLargeLocal1:      {Name: "Local Data Part 1", Key: "local1", Kind: KindUint, Ref: "RFC 8092 §3"},
	FieldLargeLocal2:      {Name: "Local Data Part 2", Key: "local2", Kind: KindUint, Ref: "RFC 8092 §3"},
	FieldOTC:              {Name: "AS that marked the route", Key: "value", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 9234 §5"},

	FieldNotification:            {Name: "NOTIFICATION", Key: "notification", Shape: ShapeObject, Ref: "RFC 4271 §4.5"},
	FieldCode:                    {Name: "Error Code", Key: "code", NameKey: "code_name", Kind: KindEnum, Enum: EnumErrorCode, Shape: ShapeScalar, Ref: "RFC 4271 §4.5"},
	FieldSubcode:                 {Name: "Error Subcode", Key: "subcode", NameKey: "subcode_name", Kind: KindSubcode, Shape: ShapeScalar, Ref: "RFC 4271 §4.5"},
	FieldData:                    {Name: "Data", Key: "data", Shape: ShapeHexAnd, Ref: "RFC 4271 §4.5"},
	FieldMissingAttr:             {Name: "Missing attribute", Key: "attribute_type", NameKey: "attribute_name", Kind: KindEnum, Enum: EnumAttr, Shape: ShapeScalar, Ref: "RFC 4271 §6.3"},
	FieldDataAttrType:            {Name: "Attribute type code", Key: "attribute_type", NameKey: "attribute_name", Kind: KindEnum, Enum: EnumAttr, Shape: ShapeScalar},
	FieldBadLength:               {Name: "Erroneous Length", Key: "bad_length", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4271 §6.1"},
	FieldBadType:                 {Name: "Erroneous Type", Key: "bad_type", NameKey: "bad_type_name", Kind: KindEnum, Enum: EnumMessageType, Shape: ShapeScalar, Ref: "RFC 4271 §6.1"},
	FieldSupportedVersion:        {Name: "Supported version", Key: "version", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4271 §6.2"},
	FieldSupportedVersionSwapped: {Name: "Supported version (octets swapped)", Key: "version", Kind: KindVersionSwapped, Shape: ShapeScalar, Ref: "RFC 4271 §6.2"},
	FieldPeerAS:                  {Name: "AS of the OPEN", Key: "peer_as", Kind: KindASN, Shape: ShapeScalar},
	FieldPeerASPad:               {Name: "Zero octets behind the AS", Key: "padding", Kind: KindHex},
	FieldBadID:                   {Name: "BGP Identifier of the OPEN", Key: "bgp_id", Kind: KindIPv4, Shape: ShapeScalar},
	FieldBadHoldTime:             {Name: "Hold Time of the OPEN", Key: "hold_time", Kind: KindSeconds, Shape: ShapeScalar},
	FieldBadParameter:            {Name: "Refused parameter", Key: "parameter", Shape: ShapeObject},
	FieldMaxPrefix:               {Name: "Prefix limit", Key: "max_prefix", Shape: ShapeObject, Ref: "RFC 4486 §4"},
	FieldLimit:                   {Name: "Prefix upper bound", Key: "limit", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4486 §4"},
	FieldCommunication:           {Name: "Shutdown Communication", Shape: ShapeTransparent, Ref: "RFC 9003 §2"},
	FieldCommLen:                 {Name: "Shutdown Communication Length", Key: "communication_length", Kind: KindUint, Ref: "RFC 9003 §2"},
	FieldCommText:                {Name: "Shutdown Communication Text", Key: "communication", Kind: KindText, Shape: ShapeScalar, Ref: "RFC 9003 §2"},
	FieldCommRaw:                 {Name: "Shutdown Communication (not UTF-8)", Key: "communication_raw", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 9003 §2"},
	FieldHardReset:               {Name: "Hard Reset", Key: "hard_reset", Shape: ShapeObject, Ref: "RFC 8538 §3"},
	FieldFSMMessageType:          {Name: "Unexpected message", Key: "fsm_message_type", NameKey: "fsm_message_name", Kind: KindEnum, Enum: EnumMessageType, Shape: ShapeScalar, Ref: "RFC 6608 §4"},
	FieldDataText:                {Name: "Text", Key: "text", Kind: KindText, Shape: ShapeScalar},
	FieldDataRaw:                 {Name: "Data (no known form)", Key: "data_raw", Kind: KindHex},
	FieldDataValue:               {Name: "Attribute value without its header", Key: "attribute", Shape: ShapeAttr},
	FieldDataSurplus:             {Name: "Octets behind the attribute", Key: "surplus", Kind: KindHex, Shape: ShapeScalar},
	FieldDataAttr:                {Name: "Attribute without its flags", Key: "attribute", Shape: ShapeAttr},
	FieldDataAttrs:               {Name: "Attribute list", Key: "attributes", Shape: ShapeArray},
	FieldDataCaps:                {Name: "Capabilities", Key: "capabilities", Shape: ShapeArray, Ref: "RFC 5492 §5"},
	FieldDataMessage:             {Name: "Enclosed message", Key: "message", Shape: ShapeTransparent},

	FieldRefresh:        {Name: "ROUTE-REFRESH", Key: "route_refresh", Shape: ShapeObject, Ref: "RFC 2918 §3"},
	FieldRefreshSubtype: {Name: "Message Subtype", Key: "subtype", NameKey: "subtype_name", Kind: KindEnum, Enum: EnumRefresh, Shape: ShapeScalar, Ref: "RFC 7313 §3.2"},
	FieldORFList:        {Name: "Outbound Route Filters", Key: "orf", Shape: ShapeObject, Ref: "RFC 5291 §4"},
	FieldORFs:           {Name: "ORFs", Key: "entries", Shape: ShapeArray, Ref: "RFC 5291 §4"},
	FieldORF:            {Name: "ORF", Shape: ShapeObject, Ref: "RFC 5291 §4"},
	FieldORFWhen:        {Name: "When-to-refresh", Key: "when_to_refresh", NameKey: "when_name", Kind: KindEnum, Enum: EnumORFWhen, Shape: ShapeScalar, Ref: "RFC 5291 §4"},
	FieldORFType:        {Name: "ORF Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Enum: EnumORF, Shape: ShapeScalar, Ref: "RFC 5291 §4"},
	FieldORFLen:         {Name: "Length of ORF entries", Key: "length", Kind: KindUint, Ref: "RFC 5291 §4"},
	FieldORFEntries:     {Name: "ORF entries", Key: "raw", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 5291 §4"},
}

package codec

import "github.com/bgpdecode/bgpdecode/registry"

// The kinds of finding. The order is that of the findings table below.
const (
	FindNone FindingID = iota

	FindTruncated
	FindTrailing
	FindMarker
	FindLengthHeader
	FindLengthType
	FindLengthLong
	FindMessageType
	FindMessageTypePrivate
	FindNestedDeep

	FindOpenShort
	FindVersion
	FindASZero
	FindASTransAlone
	FindASTransCap
	FindASMismatch
	FindASCapOdd
	FindHoldTime
	FindHoldZero
	FindBGPIDZero
	FindOptParmLen
	FindParmOverrun
	FindParmUnknown
	FindParmAuth
	FindExtParmShort
	FindCapOverrun
	FindCapLength
	FindCapAS4Length
	FindCapUnknown
	FindCapDeprecated
	FindCapDuplicate
	FindRoleConflict
	FindRoleUnknown
	FindAddPathMode
	FindAddPathNoMP
	FindLLGRNoGR
	FindCapText
	FindCapInner

	FindUpdateShort
	FindWithdrawnOverrun
	FindAttrsOverrun
	FindAttrHeader
	FindAttrOverrun
	FindAttrFlags
	FindAttrPartial
	FindAttrFlagsLow
	FindAttrLength
	FindAttrLengthWidth
	FindAttrZero
	FindAttrDuplicate
	FindMPTwice
	FindAttrUnknownWK
	FindAttrUnknown
	FindAttrDeprecated
	FindAttrMissing
	FindNoReachable
	FindOriginValue
	FindSegmentType
	FindSegmentEmpty
	FindSegmentOverrun
	FindSegmentOctetLeft
	FindSegmentConfed
	FindSegmentSet
	FindPathConfedStart
	FindPathEmptyEBGP
	FindPathASZero
	FindPathASTrans
	FindPathLengthOdd
	FindNextHopValue
	FindAggregatorASZero
	FindLocalPrefEBGP
	FindReflectEBGP
	FindAS4Short
	FindAS4FromNew
	FindAS4Confed
	FindAS4Ignored
	FindAS4AggregatorAlone
	FindAS4PathLonger
	FindASTransUnresolved
	FindMPNextHopLen
	FindMPNextHopOverrun
	FindNextHopSecond
	FindNextHopAlone
	FindMPReserved
	FindMPFamily
	FindPrefixLen
	FindPrefixOverrun
	FindPrefixHostBits
	FindPrefixDefaultAgain
	FindLabelsByBottom
	FindRouteShort
	FindRouteType
	FindRouteTypeLen
	FindRouteLen
	FindRouteAddrLen
	FindRouteFixed
	FindEVPNOverlay
	FindOTCASZero
	FindFlowOrder
	FindFlowType
	FindFlowShort
	FindFlowOffset
	FindFlowOpBits
	FindTLVHeader
	FindTLVOverrun
	FindTLVLength
	FindTLVOrder
	FindTLVRepeated
	FindLSRouteType
	FindValueUndefined
	FindPMSIIdentifier
	FindMPInSet
	FindTLVMissing
	FindTLVNone
	FindInnerLength
	FindAddrNotUnicast
	FindBGPsecBlocks
	FindBGPsecSegments
	FindBGPsecASPath

	FindNotificationShort
	FindCodeUnknown
	FindSubcodeUnknown
	FindSubcodeDeprecated
	FindDataMissing
	FindDataUnexpected
	FindDataUndefined
	FindDataSurplus
	FindDataShort
	FindDataNoFlags
	FindDataNoHeader
	FindDataTypeOnly
	FindDataWholeAttr
	FindDataValueOnly
	FindDataValueMaybe
	FindDataMessage
	FindDataAttrs
	FindDataSwapped
	FindDataMaybeSwapped
	FindDataOneOctet
	FindDataText
	FindDataOpaque
	FindDataASPadded
	FindCommLength
	FindCommUTF8
	FindCommNoLength
	FindCommNUL
	FindHardResetInner
	FindPrefixLimitLen
	FindDataOtherAttr

	FindRefreshLength
	FindRefreshShort
	FindRefreshSubtype
	FindRefreshORF
	FindORFEntry

	numFindings
)

var findings = [numFindings]FindingKind{
	FindNone: {"none", SeverityNote, 0, 0, "", ""},

	FindTruncated:          {"truncated", SeverityWarning, 0, 0, "", "{b} of {a octets} {b:are} here; the rest is missing from the input"},
	FindTrailing:           {"trailing-octets", SeverityNote, 0, 0, "RFC 4271 §4.1", "{a octets follow} the end of the message; {a:they are} not part of it"},
	FindMarker:             {"marker", SeverityError, registry.ErrMessageHeader, 1, "RFC 4271 §6.1", "the Marker is not all ones"},
	FindLengthHeader:       {"message-length", SeverityError, registry.ErrMessageHeader, 2, "RFC 4271 §6.1", "Length {a} is outside 19 to {b}"},
	FindLengthType:         {"message-length-for-type", SeverityError, registry.ErrMessageHeader, 2, "RFC 4271 §6.1", "Length {a} is not legal for {type}"},
	FindLengthLong:         {"message-length-extended", SeverityWarning, registry.ErrMessageHeader, 2, "RFC 8654 §4", "Length {a} is over 4096: legal only towards a speaker that advertised Extended Message"},
	FindMessageType:        {"message-type", SeverityError, registry.ErrMessageHeader, 3, "RFC 4271 §6.1", "message type {a} is not known"},
	FindMessageTypePrivate: {"message-type-private", SeverityWarning, registry.ErrMessageHeader, 3, "RFC 4271 §6.1", "message type {a} is not IANA's: legal only where both sides agreed on it"},
	FindNestedDeep:         {"nesting", SeverityWarning, 0, 0, "", "messages or attribute sets are nested deeper than is decoded"},

	FindOpenShort:     {"open-short", SeverityError, registry.ErrMessageHeader, 2, "RFC 4271 §4.2", "the OPEN ends after {a} of at least 10 octets"},
	FindVersion:       {"open-version", SeverityError, registry.ErrOpen, 1, "RFC 4271 §6.2", "version {a} instead of 4"},
	FindASZero:        {"open-as-zero", SeverityError, registry.ErrOpen, 2, "RFC 7607 §2", "AS 0 must not be used"},
	FindASTransAlone:  {"as-trans-own-as", SeverityError, registry.ErrOpen, 2, "RFC 6793 §7", "My AS is AS_TRANS (23456) without the 4-octet AS capability"},
	FindASTransCap:    {"as-trans-in-capability", SeverityError, registry.ErrOpen, 2, "RFC 6793 §7", "the 4-octet AS capability carries AS_TRANS (23456) as a real AS number"},
	FindASMismatch:    {"open-as-mismatch", SeverityError, registry.ErrOpen, 2, "RFC 6793 §4.1", "My AS is {a} but the 4-octet AS capability says {b}"},
	FindASCapOdd:      {"open-as-trans-needless", SeverityNote, 0, 0, "RFC 6793 §4.1", "My AS is AS_TRANS although AS {b} fits two octets: legal, but odd"},
	FindHoldTime:      {"open-hold-time", SeverityError, registry.ErrOpen, 6, "RFC 4271 §4.2", "Hold Time {a}: it must be 0 or at least 3 seconds"},
	FindHoldZero:      {"open-hold-time-zero", SeverityNote, 0, 0, "RFC 4271 §4.2", "Hold Time 0: no KEEPALIVEs and no hold timer on this session"},
	FindBGPIDZero:     {"open-id-zero", SeverityError, registry.ErrOpen, 3, "RFC 6286 §2.1", "BGP Identifier 0.0.0.0"},
	FindOptParmLen:    {"open-parameters-length", SeverityError, registry.ErrOpen, 0, "RFC 4271 §4.2", "Optional Parameters Length says {a octets}, {b are} there"},
	FindParmOverrun:   {"open-parameter-overrun", SeverityError, registry.ErrOpen, 0, "RFC 4271 §6.2", "an optional parameter of {a octets} runs past the parameters, {b octets are} left"},
	FindParmUnknown:   {"open-parameter-unknown", SeverityError, registry.ErrOpen, 4, "RFC 4271 §6.2", "optional parameter type {a} is not known"},
	FindParmAuth:      {"open-parameter-authentication", SeverityError, registry.ErrOpen, 4, "RFC 4271 appendix A", "optional parameter 1 (Authentication) is deprecated"},
	FindExtParmShort:  {"open-extended-short", SeverityNote, 0, 0, "RFC 9072 §2", "extended parameter form for only {a octets}: legal"},
	FindCapOverrun:    {"capability-overrun", SeverityError, registry.ErrOpen, 0, "RFC 5492 §4", "a capability of {a octets} runs past its parameter, {b octets are} left"},
	FindCapLength:     {"capability-length", SeverityWarning, 0, 0, "RFC 5492 §4", "{cap} has {b octets}, legal is {caplegal}"},
	FindCapAS4Length:  {"capability-as4-length", SeverityError, registry.ErrOpen, 0, "RFC 6793 §3", "the 4-octet AS capability has {b octets} instead of 4"},
	FindCapUnknown:    {"capability-unknown", SeverityNote, 0, 0, "RFC 5492 §3", "capability {a} is not known here; a receiver must ignore it"},
	FindCapDeprecated: {"capability-deprecated", SeverityNote, 0, 0, "RFC 8810", "{cap} is deprecated"},
	FindCapDuplicate:  {"capability-repeated", SeverityNote, 0, 0, "RFC 5492 §4", "{cap} appears again with another value"},
	FindRoleConflict:  {"role-conflict", SeverityError, registry.ErrOpen, 11, "RFC 9234 §4.2", "two BGP Role capabilities differ: {a} and {b}"},
	FindRoleUnknown:   {"role-unassigned", SeverityWarning, registry.ErrOpen, 11, "RFC 9234 §4.1", "BGP Role {a} is not assigned"},
	FindAddPathMode:   {"add-path-mode", SeverityWarning, 0, 0, "RFC 7911 §4", "ADD-PATH Send/Receive value {a} is not defined; the entry is to be ignored"},
	FindAddPathNoMP:   {"add-path-without-family", SeverityNote, 0, 0, "RFC 7911 §4", "ADD-PATH for AFI {a} SAFI {b}, a family that this OPEN does not offer"},
	FindLLGRNoGR:      {"llgr-without-gr", SeverityNote, 0, 0, "RFC 9494 §3", "Long-Lived Graceful Restart without Graceful Restart is to be ignored"},
	FindCapText:       {"capability-text", SeverityWarning, 0, 0, "", "the text of {cap} is not valid UTF-8"},

	FindCapInner: {"capability-inner-length", SeverityWarning, 0, 0, "", "the lengths inside {cap} do not add up to its {b octets}"},

	FindUpdateShort:        {"update-short", SeverityError, registry.ErrUpdate, 1, "RFC 4271 §6.3", "the UPDATE ends inside its length fields"},
	FindWithdrawnOverrun:   {"withdrawn-overrun", SeverityError, registry.ErrUpdate, 1, "RFC 4271 §6.3", "Withdrawn Routes Length {a} runs past the message, {b octets are} left"},
	FindAttrsOverrun:       {"attributes-overrun", SeverityError, registry.ErrUpdate, 1, "RFC 4271 §6.3", "Total Path Attribute Length {a} runs past the message, {b octets are} left"},
	FindAttrHeader:         {"attribute-header-short", SeverityError, registry.ErrUpdate, 1, "RFC 7606 §4", "{a octets are} left, too few for an attribute"},
	FindAttrOverrun:        {"attribute-overrun", SeverityError, registry.ErrUpdate, 5, "RFC 7606 §4", "{attr} claims {a octets}, {b are} left"},
	FindAttrFlags:          {"attribute-flags", SeverityError, registry.ErrUpdate, 4, "RFC 4271 §6.3", "{attr} has flags 0x{hexa}, it must have 0x{hexb} (Optional and Transitive bits)"},
	FindAttrPartial:        {"attribute-flags-partial", SeverityWarning, registry.ErrUpdate, 4, "RFC 4271 §4.3", "{attr} has the Partial bit, which only optional transitive attributes may carry; RFC 7606 §3c tolerates it"},
	FindAttrFlagsLow:       {"attribute-flags-unused", SeverityNote, 0, 0, "RFC 4271 §4.3", "{attr} has unused flag bits set (0x{hexa}); a receiver must ignore them"},
	FindAttrLength:         {"attribute-length", SeverityError, registry.ErrUpdate, 5, "RFC 4271 §6.3", "{attr} has {a octets}, legal is {legal}"},
	FindAttrLengthWidth:    {"attribute-length-as-width", SeverityWarning, registry.ErrUpdate, 5, "RFC 6793 §3", "{attr} has {a octets}: legal only with {b}-octet AS numbers"},
	FindAttrZero:           {"attribute-empty", SeverityError, registry.ErrUpdate, 5, "RFC 7606 §4", "{attr} is empty, legal is {legal}"},
	FindAttrDuplicate:      {"attribute-duplicate", SeverityError, registry.ErrUpdate, 1, "RFC 7606 §3g", "{attr} appears again; RFC 7606 keeps the first"},
	FindMPTwice:            {"mp-attribute-twice", SeverityError, registry.ErrUpdate, 1, "RFC 7606 §3g", "{attr} appears twice"},
	FindAttrUnknownWK:      {"attribute-unknown-well-known", SeverityError, registry.ErrUpdate, 2, "RFC 4271 §6.3", "attribute {a} is not known but says that it is well-known (Optional bit 0)"},
	FindAttrUnknown:        {"attribute-unknown", SeverityNote, 0, 0, "RFC 4271 §5", "attribute {a} is not assigned"},
	FindAttrDeprecated:     {"attribute-deprecated", SeverityNote, 0, 0, "", "{attr} (attribute {a}) is deprecated"},
	FindAttrMissing:        {"attribute-missing", SeverityError, registry.ErrUpdate, 3, "RFC 4271 §6.3", "{attr} is missing"},
	FindNoReachable:        {"error-without-routes", SeverityNote, 0, 0, "RFC 7606 §5.2", "the UPDATE has no reachable routes that could be withdrawn: the session is reset instead"},
	FindOriginValue:        {"origin-value", SeverityError, registry.ErrUpdate, 6, "RFC 4271 §6.3", "ORIGIN value {a} is not defined (0, 1 and 2 are)"},
	FindSegmentType:        {"as-path-segment-type", SeverityError, registry.ErrUpdate, 11, "RFC 7606 §7.2", "{attr} has a segment of type {a}, which does not exist; {b} octets of whole segments come before it"},
	FindSegmentEmpty:       {"as-path-segment-empty", SeverityError, registry.ErrUpdate, 11, "RFC 7606 §7.2", "{attr} has a segment without AS numbers"},
	FindSegmentOverrun:     {"as-path-segment-overrun", SeverityError, registry.ErrUpdate, 11, "RFC 7606 §7.2", "{attr} has a segment of {a AS numbers}, only {b octets are} left for it"},
	FindSegmentOctetLeft:   {"as-path-octet-left", SeverityError, registry.ErrUpdate, 11, "RFC 7606 §7.2", "{attr} has one octet left behind its last segment"},
	FindSegmentConfed:      {"as-path-confed-outside", SeverityError, registry.ErrUpdate, 11, "RFC 5065 §5", "{attr} has confederation segments on a session outside a confederation"},
	FindSegmentSet:         {"as-path-set", SeverityNote, 0, 0, "RFC 9774 §3", "{attr} has an AS_SET or AS_CONFED_SET, deprecated by RFC 9774: receivers treat the route as withdrawn unless configured otherwise"},
	FindPathConfedStart:    {"as-path-confed-start", SeverityError, registry.ErrUpdate, 11, "RFC 5065 §5", "{attr} from another member of the confederation must begin with an AS_CONFED_SEQUENCE"},
	FindPathEmptyEBGP:      {"as-path-empty-from-ebgp", SeverityWarning, registry.ErrUpdate, 11, "RFC 4271 §6.3", "{attr} is empty, though an external peer puts its AS number first; receivers may refuse that"},
	FindPathASZero:         {"as-path-as-zero", SeverityError, registry.ErrUpdate, 11, "RFC 7607 §2", "{attr} contains AS 0"},
	FindPathASTrans:        {"as-trans-in-4-octet-path", SeverityWarning, 0, 0, "RFC 6793 §4.2.3", "AS_TRANS (23456) in a 4-octet {attr}: somebody on the way could not restore the real AS number"},
	FindPathLengthOdd:      {"as-path-length-implausible", SeverityWarning, 0, 0, "RFC 4271 §4.3", "the declared {a octets} cannot be full segments of 255 and one shorter segment of 4-octet AS numbers: {b octets} would remain"},
	FindNextHopValue:       {"next-hop-value", SeverityError, registry.ErrUpdate, 8, "RFC 4271 §6.3", "NEXT_HOP {ip} is not the address of a host"},
	FindAggregatorASZero:   {"aggregator-as-zero", SeverityError, registry.ErrUpdate, 9, "RFC 7607 §2", "{attr} carries AS 0"},
	FindLocalPrefEBGP:      {"local-pref-from-ebgp", SeverityNote, 0, 0, "RFC 4271 §5.1.5", "LOCAL_PREF from an external peer is ignored"},
	FindReflectEBGP:        {"reflection-from-ebgp", SeverityNote, 0, 0, "RFC 7606 §7.9", "{attr} from an external peer is discarded"},
	FindAS4Short:           {"as4-path-length", SeverityError, 0, 0, "RFC 6793 §6", "{attr} has {a octets}: it must be even and at least 6; it is discarded"},
	FindAS4FromNew:         {"as4-attr-from-new-speaker", SeverityWarning, 0, 0, "RFC 6793 §4.1", "{attr} on a session with 4-octet AS numbers: it must not be sent there; the receiver discards it"},
	FindAS4Confed:          {"as4-path-confed", SeverityWarning, 0, 0, "RFC 6793 §6", "AS4_PATH has confederation segments: they are dropped"},
	FindAS4Ignored:         {"as4-ignored-reaggregated", SeverityNote, 0, 0, "RFC 6793 §4.2.3", "AGGREGATOR has AS {a} and not AS_TRANS: a speaker with 2-octet AS numbers aggregated again, so AS4_AGGREGATOR and AS4_PATH are ignored"},
	FindAS4AggregatorAlone: {"as4-aggregator-without-aggregator", SeverityWarning, 0, 0, "RFC 6793 §4.2.3", "AS4_AGGREGATOR without AGGREGATOR: the RFC does not say what to do"},
	FindAS4PathLonger:      {"as-path-shorter-than-as4-path", SeverityWarning, 0, 0, "RFC 6793 §4.2.3", "AS_PATH counts {a} and AS4_PATH {b}: AS4_PATH is ignored; somebody shortened AS_PATH on the way"},
	FindASTransUnresolved:  {"as-trans-unresolved", SeverityNote, 0, 0, "RFC 6793 §4.2.3", "AS_TRANS (23456) in AS_PATH and no AS4_PATH: the real AS number is lost"},
	FindMPNextHopLen:       {"mp-next-hop-length", SeverityError, registry.ErrUpdate, 9, "RFC 7606 §7.11", "next hop of {a octets} is not legal for this family"},
	FindMPNextHopOverrun:   {"mp-next-hop-overrun", SeverityError, registry.ErrUpdate, 9, "RFC 7606 §7.11", "next hop of {a octets} and the reserved octet do not fit, {b octets are} left"},
	FindNextHopSecond:      {"mp-next-hop-second", SeverityWarning, 0, 0, "RFC 2545 §3", "the second next hop is not link-local, as that of two has to be"},
	FindNextHopAlone:       {"mp-next-hop-link-local", SeverityNote, 0, 0, "draft-ietf-idr-linklocal-capability", "the only next hop is link-local: both sides have to offer that with the Link-Local Next Hop capability (77)"},
	FindMPReserved:         {"mp-reserved", SeverityNote, 0, 0, "RFC 4760 §3", "the reserved octet is {a}; a receiver must ignore it (RFC 2858 counted SNPAs here)"},
	FindMPFamily:           {"family-not-decoded", SeverityNote, 0, 0, "RFC 4760 §3", "AFI {a} SAFI {b}: routes of this family are not decoded here"},
	FindPrefixLen:          {"prefix-length", SeverityError, registry.ErrUpdate, 10, "RFC 7606 §5.3", "prefix length {a} is over {b}"},
	FindPrefixOverrun:      {"prefix-overrun", SeverityError, registry.ErrUpdate, 10, "RFC 7606 §5.3", "a route needs {a octets}, {b are} left"},
	FindPrefixHostBits:     {"prefix-host-bits", SeverityNote, 0, 0, "RFC 4271 §4.3", "bits behind the prefix length are set; they have no meaning"},
	FindPrefixDefaultAgain: {"prefix-default-repeated", SeverityNote, 0, 0, "RFC 7911 §3", "the default route appears {a} times in one list: path identifiers (ADD-PATH) read as routes look like this"},
	FindLabelsByBottom:     {"labels-by-bottom-of-stack", SeverityNote, 0, 0, "RFC 8277 §2.1", "{a} labels, told by the bottom-of-stack bit: without the Multiple Labels capability of both sides (8) the first alone is one"},
	FindRouteShort:         {"route-length-short", SeverityError, registry.ErrUpdate, 10, "RFC 7606 §5.3", "a route of {a} bits is shorter than the {b} bits of what stands before its prefix"},
	FindRouteType:          {"route-type-unknown", SeverityNote, 0, 0, "RFC 7606 §5.4", "route type {a} is not decoded here; a receiver that does not know it discards the route"},
	FindRouteTypeLen:       {"route-type-length", SeverityError, registry.ErrUpdate, 10, "RFC 7606 §5.3", "a route of type {a} cannot have {b octets}"},
	FindRouteLen:           {"route-octets", SeverityError, registry.ErrUpdate, 10, "RFC 7606 §5.3", "{a octets} cannot be a route of this family, or a part of one"},
	FindRouteFixed:         {"route-length-fixed", SeverityError, registry.ErrUpdate, 10, "RFC 7606 §5.3", "a route of {a} bits does not exist in this family: all have {b}"},
	FindRouteAddrLen:       {"route-address-length", SeverityError, registry.ErrUpdate, 10, "RFC 7606 §5.3", "an address of {a} bits does not exist here"},
	FindEVPNOverlay:        {"evpn-esi-and-gateway", SeverityError, registry.ErrUpdate, 9, "RFC 9136 §3.1", "an ESI and a gateway address: at least one of them must be zero"},
	FindOTCASZero:          {"otc-as-zero", SeverityWarning, 0, 0, "RFC 7607 §2", "OTC carries AS 0"},
	FindFlowOrder:          {"flowspec-order", SeverityError, registry.ErrUpdate, 10, "RFC 8955 §4.2", "component type {a} stands behind type {b}: types must rise, and each appear once"},
	FindFlowType:           {"flowspec-component", SeverityError, registry.ErrUpdate, 10, "RFC 8955 §4.2", "component type {a} is not known; what follows cannot be read"},
	FindFlowShort:          {"flowspec-overrun", SeverityError, registry.ErrUpdate, 10, "RFC 8955 §4.2", "a component needs {a octets} more, {b are} left in its flow specification"},
	FindFlowOffset:         {"flowspec-offset", SeverityError, registry.ErrUpdate, 10, "RFC 8956 §3.1", "the offset {a} is not below the prefix length {b}"},
	FindFlowOpBits:         {"flowspec-operator-bits", SeverityNote, 0, 0, "RFC 8955 §4.2.1", "the operator has bits set (0x{hexa}) that mean nothing here; a receiver ignores them"},
	FindTLVHeader:          {"tlv-header-short", SeverityError, registry.ErrUpdate, 9, "RFC 7606 §4", "{attr}: {a octets are} left, too few for a TLV"},
	FindTLVOverrun:         {"tlv-overrun", SeverityError, registry.ErrUpdate, 9, "RFC 7606 §4", "{attr}: a TLV claims {a octets}, {b are} left"},
	FindTLVLength:          {"tlv-length", SeverityError, registry.ErrUpdate, 9, "RFC 4271 §6.3", "{attr}: a TLV of type {a} cannot have length {b}"},
	FindTLVOrder:           {"tlv-order", SeverityWarning, 0, 0, "RFC 9552 §8.2.2", "a TLV of type {a} stands behind one of type {b}: types rise, of one type the lengths, of one length the values; receivers may discard the route as malformed"},
	FindTLVRepeated:        {"tlv-repeated", SeverityWarning, 0, 0, "RFC 9552 §8.2.2", "a second TLV of type {a} in one TLV; receivers may discard the route as malformed"},
	FindLSRouteType:        {"ls-route-type", SeverityNote, 0, 0, "RFC 9552 §5.1", "route type {a} is not decoded here; a receiver that does not know it keeps it and passes it on"},
	FindValueUndefined:     {"value-undefined", SeverityError, registry.ErrUpdate, 9, "RFC 4271 §6.3", "{attr}: type {a} is not defined"},
	FindMPInSet:            {"attr-set-with-mp", SeverityError, registry.ErrUpdate, 9, "RFC 6368 §5", "{attr} stands in an ATTR_SET, which must not hold it"},
	FindTLVMissing:         {"tlv-missing", SeverityError, registry.ErrUpdate, 9, "RFC 7606 §4", "{attr} has no TLV of type {a}, which it must have"},
	FindTLVNone:            {"tlv-none", SeverityError, registry.ErrUpdate, 9, "RFC 7606 §4", "{attr}: there is no TLV here, at least one must be"},
	FindInnerLength:        {"inner-length", SeverityError, registry.ErrUpdate, 9, "RFC 7606 §4", "{attr}: a length or a count of {a} does not fit here: {b octets are} left"},
	FindAddrNotUnicast:     {"address-not-unicast", SeverityError, registry.ErrUpdate, 9, "RFC 6514 §8", "{attr} has an address that is none of a host"},
	FindBGPsecBlocks:       {"bgpsec-blocks", SeverityError, registry.ErrUpdate, 9, "RFC 8205 §3", "{attr} has {a} Signature_Blocks: there must be one or two"},
	FindBGPsecSegments:     {"bgpsec-signatures", SeverityError, registry.ErrUpdate, 9, "RFC 8205 §3.2", "{attr}: the Secure_Path counts {a}, but this Signature_Block has {b} Signature Segments"},
	FindBGPsecASPath:       {"bgpsec-with-as-path", SeverityError, registry.ErrUpdate, 1, "RFC 8205 §4.1", "{attr} stands beside AS_PATH: one excludes the other"},
	FindPMSIIdentifier:     {"pmsi-tunnel-identifier", SeverityError, registry.ErrUpdate, 9, "RFC 6514 §5", "{attr}: {a octets} cannot be the identifier of a tunnel of type {b}"},

	FindNotificationShort: {"notification-short", SeverityError, 0, 0, "RFC 4271 §4.5", "the NOTIFICATION ends before its subcode"},
	FindCodeUnknown:       {"error-code-unknown", SeverityWarning, 0, 0, "RFC 4271 §4.5", "error code {a} is not assigned"},
	FindSubcodeUnknown:    {"error-subcode-unknown", SeverityWarning, 0, 0, "RFC 4271 §4.5", "subcode {b} of {code} is not assigned"},
	FindSubcodeDeprecated: {"error-subcode-deprecated", SeverityNote, 0, 0, "RFC 4271 appendix A", "subcode {b} of {code} is deprecated"},
	FindDataMissing:       {"data-missing", SeverityNote, 0, 0, "RFC 4271 §6", "the RFC asks for Data with {pair}, there is none"},
	FindDataUnexpected:    {"data-unexpected", SeverityNote, 0, 0, "RFC 4271 §6", "no RFC defines Data for {pair}"},
	FindDataUndefined:     {"data-vendor", SeverityNote, 0, 0, "RFC 4271 §6.2", "the RFC leaves the Data of {pair} open; read as many implementations write it"},
	FindDataSurplus:       {"data-surplus", SeverityWarning, 0, 0, "RFC 4271 §6.3", "{a octets follow} the attribute: the sender copied more than the attribute"},
	FindDataShort:         {"data-short", SeverityWarning, 0, 0, "RFC 4271 §6.3", "the attribute claims {a octets}, the Data holds {b} of them"},
	FindDataNoFlags:       {"data-without-flags", SeverityNote, 0, 0, "RFC 4271 §6.3", "the attribute stands without its flags octet"},
	FindDataValueOnly:     {"data-value-only", SeverityNote, 0, 0, "RFC 4271 §6.3", "the attribute's value stands without flags, type and length"},
	FindDataNoHeader:      {"data-without-header", SeverityNote, 0, 0, "RFC 7313 §5", "the message stands without its header"},
	FindDataTypeOnly:      {"data-type-only", SeverityNote, 0, 0, "RFC 4271 §6.3", "only one octet instead of the attribute: some senders put its type code here"},
	FindDataWholeAttr:     {"data-whole-attribute", SeverityNote, 0, 0, "RFC 4271 §6.3", "the Data holds an attribute instead of the type code of one"},
	FindDataValueMaybe:    {"data-value-ambiguous", SeverityNote, 0, 0, "RFC 4271 §6.3", "no attribute; {a octets} may be the bare value of {values}"},
	FindDataMessage:       {"data-whole-message", SeverityNote, 0, 0, "RFC 4271 §6", "the Data holds a whole message instead of what the RFC asks for"},
	FindDataAttrs:         {"data-attribute-list", SeverityNote, 0, 0, "RFC 4271 §6.3", "the Data holds several attributes instead of one"},
	FindDataSwapped:       {"data-octets-swapped", SeverityNote, 0, 0, "RFC 4271 §6", "the two octets are in the wrong order"},
	FindDataMaybeSwapped:  {"data-octets-maybe-swapped", SeverityNote, 0, 0, "RFC 4271 §6.1", "in the other byte order {a} would be {b}"},
	FindDataOneOctet:      {"data-one-octet", SeverityNote, 0, 0, "RFC 4271 §6.2", "the version has one octet instead of two"},
	FindDataText:          {"data-text", SeverityNote, 0, 0, "RFC 4271 §6", "the Data is plain text, which no RFC asks for here"},
	FindDataOpaque:        {"data-opaque", SeverityNote, 0, 0, "RFC 4271 §6", "the Data has no form that is known for {pair}"},
	FindDataASPadded:      {"data-as-padded", SeverityNote, 0, 0, "RFC 4271 §6.2", "AS {b} as a 4-octet number; or, if the device pads (FortiOS does), AS {a}"},
	FindCommLength:        {"communication-length", SeverityWarning, 0, 0, "RFC 9003 §2", "the length octet says {a}, {b octets follow}"},
	FindCommUTF8:          {"communication-utf8", SeverityWarning, 0, 0, "RFC 9003 §2", "the text is not valid UTF-8: shown as octets"},
	FindCommNoLength:      {"communication-without-length", SeverityNote, 0, 0, "RFC 9003 §2", "the text stands without its length octet"},
	FindCommNUL:           {"communication-nul", SeverityNote, 0, 0, "RFC 9003 §2", "the text contains a NUL"},
	FindHardResetInner:    {"hard-reset-inner", SeverityWarning, 0, 0, "RFC 8538 §3", "Hard Reset without a known inner code and subcode"},
	FindPrefixLimitLen:    {"max-prefix-length", SeverityWarning, 0, 0, "RFC 4486 §4", "the Data has {a octets} instead of 0 or 7 (AFI, SAFI, limit)"},
	FindDataOtherAttr:     {"data-other-attribute", SeverityNote, 0, 0, "RFC 4271 §6.3", "{pair} is about another attribute than the {attr} in the Data"},

	FindRefreshLength:  {"route-refresh-length", SeverityError, registry.ErrRouteRefresh, 1, "RFC 7313 §5", "a ROUTE-REFRESH of subtype {a} has {b octets} of body instead of 4"},
	FindRefreshShort:   {"route-refresh-short", SeverityError, registry.ErrMessageHeader, 2, "RFC 2918 §3", "the ROUTE-REFRESH ends after {a} of 4 octets"},
	FindRefreshSubtype: {"route-refresh-subtype", SeverityWarning, 0, 0, "RFC 7313 §3.2", "ROUTE-REFRESH subtype {a} is not assigned; it is to be ignored"},
	FindRefreshORF:     {"route-refresh-orf", SeverityWarning, 0, 0, "RFC 5291 §4", "the ORF entries of {a octets} run past the message, {b octets are} left"},
	FindORFEntry:       {"orf-entry", SeverityWarning, 0, 0, "RFC 5291 §4", "the {a octets} here are no entry of an Address Prefix ORF: not all of one, an undefined action, or a prefix longer than an address"},
}

// The kinds whose text or reference depends on the numbers of the finding; id and severity are those of the table.
var (
	dataVendorUpdate = FindingKind{"data-vendor", SeverityNote, 0, 0, "RFC 4271 §6.3", "the RFC leaves the Data of {pair} open; read as many implementations write it"}
	dataVendorFSM    = FindingKind{"data-vendor", SeverityNote, 0, 0, "RFC 4271 §6.6", "the RFC leaves the Data of {pair} open; read as many implementations write it"}
	lengthCapability = FindingKind{"message-length-for-type", SeverityError, registry.ErrMessageHeader, 2, "draft-ietf-idr-dynamic-cap", "Length {a} is not legal for message type {b}: a CAPABILITY message of the dynamic capability draft has 22 to 4096 octets"}
	lengthRefreshOld = FindingKind{"message-length-for-type", SeverityError, registry.ErrMessageHeader, 2, "RFC 2918 §3", "Length {a} is not legal for message type {b}: Cisco's first ROUTE-REFRESH has at least 23 octets, as that of the RFC"}
)

// variant gives the description that fits the finding's numbers, nil where there is only the one of the table.
func (f *Finding) variant() *FindingKind {
	switch f.ID {
	case FindDataUndefined:
		switch registry.ErrorCode(f.A) {
		case registry.ErrUpdate:
			return &dataVendorUpdate
		case registry.ErrFSM:
			return &dataVendorFSM
		}
	case FindLengthType:
		switch registry.MessageType(f.B) {
		case msgCapability:
			return &lengthCapability
		case msgRouteRefreshOld:
			return &lengthRefreshOld
		}
	}
	return nil
}

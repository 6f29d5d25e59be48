package codec

import "github.com/bgpdecode/bgpdecode/registry"

// This file has the routes of EVPN (RFC 7432, RFC 9136, RFC 9251, RFC 9572): their fields, their forms and the Ethernet
// Segment Identifier. nlri_typed.go reads them.

// The fields of routes that have a type and a length in front.
const (
	FieldEVPNType FieldID = areaEVPN + iota
	FieldMVPNType
	FieldTypedLen
	FieldTypedValue
	FieldESI
	FieldESIType
	FieldESIValue
	FieldESIMAC
	FieldESIPortKey
	FieldESIPriority
	FieldESIRouterID
	FieldESIAS
	FieldESIDiscriminator
	FieldESIEnd
	FieldEthernetTag
	FieldMACLen
	FieldMACAddr
	FieldIPLen
	FieldIPAddr
	FieldEVPNLabel
	FieldVNI
	FieldVNI2
	FieldIPPrefixLen
	FieldIPPrefix
	FieldGatewayIP
	FieldOriginLen
	FieldOriginRouter
	FieldMcastSourceLen
	FieldMcastSource
	FieldMcastGroupLen
	FieldMcastGroup
	FieldMcastFlags
	FieldMaxResponse
	FieldRegionID
	FieldRouteKey
	FieldRouteKeyRaw
	FieldSourceAS

	FieldL2VPNLen
	FieldPEAddr
	FieldVEID
	FieldVEBlockOffset
	FieldVEBlockSize
	FieldLabelBase
	FieldCEID
	FieldLabelBlockOffset
	FieldL2VPNTLVs
	FieldL2VPNTLV
	FieldL2VPNTLVType
	FieldL2VPNTLVBits
	FieldL2VPNTLVValue
	FieldMDTLen
)

var evpnFields = [...]Field{
	FieldEVPNType - areaEVPN:         {Name: "Route Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableEVPNRouteTypes, Shape: ShapeScalar, Ref: "RFC 7432 §7"},
	FieldMVPNType - areaEVPN:         {Name: "Route Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableMcastVPNRouteTypes, Shape: ShapeScalar, Ref: "RFC 6514 §4"},
	FieldTypedLen - areaEVPN:         {Name: "Length", Key: "length", Kind: KindUint, Ref: "RFC 7432 §7"},
	FieldTypedValue - areaEVPN:       {Name: "Route (not decoded)", Key: "raw", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 7606 §5.4"},
	FieldESI - areaEVPN:              {Name: "Ethernet Segment Identifier", Key: "esi", Kind: KindESI, Shape: ShapeScalar, Ref: "RFC 7432 §5"},
	FieldESIType - areaEVPN:          {Name: "ESI Type", Key: "type", Kind: KindEnum, Names: &registry.TableEVPNESITypes, Ref: "RFC 7432 §5"},
	FieldESIValue - areaEVPN:         {Name: "ESI Value", Key: "value", Kind: KindHex, Ref: "RFC 7432 §5"},
	FieldESIMAC - areaEVPN:           {Name: "MAC address", Key: "mac", Kind: KindMAC, Ref: "RFC 7432 §5"},
	FieldESIPortKey - areaEVPN:       {Name: "CE LACP Port Key", Key: "port_key", Kind: KindUint, Ref: "RFC 7432 §5"},
	FieldESIPriority - areaEVPN:      {Name: "Root Bridge Priority", Key: "priority", Kind: KindUint, Ref: "RFC 7432 §5"},
	FieldESIRouterID - areaEVPN:      {Name: "Router ID", Key: "router_id", Kind: KindIPv4, Ref: "RFC 7432 §5"},
	FieldESIAS - areaEVPN:            {Name: "AS number", Key: "as", Kind: KindASN, Ref: "RFC 7432 §5"},
	FieldESIDiscriminator - areaEVPN: {Name: "Local Discriminator", Key: "discriminator", Kind: KindUint, Ref: "RFC 7432 §5"},
	FieldESIEnd - areaEVPN:           {Name: "Low-order octet", Key: "low", Kind: KindHex, Ref: "RFC 7432 §5"},
	FieldEthernetTag - areaEVPN:      {Name: "Ethernet Tag ID", Key: "ethernet_tag_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 7432 §7"},
	FieldMACLen - areaEVPN:           {Name: "MAC Address Length", Key: "mac_length", Kind: KindUint, Ref: "RFC 7432 §7.2"},
	FieldMACAddr - areaEVPN:          {Name: "MAC Address", Key: "mac_address", Kind: KindMAC, Shape: ShapeScalar, Ref: "RFC 7432 §7.2"},
	FieldIPLen - areaEVPN:            {Name: "IP Address Length", Key: "ip_length", Kind: KindUint, Ref: "RFC 7432 §7.2"},
	FieldIPAddr - areaEVPN:           {Name: "IP Address", Key: "ip_address", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 7432 §7.2"},
	FieldEVPNLabel - areaEVPN:        {Name: "MPLS Label", Kind: KindLabelVNI, Shape: ShapeScalar, Ref: "RFC 7432 §7"},
	FieldVNI - areaEVPN:              {Name: "VNI, if the label is one", Key: "vni", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8365 §5.1.3"},
	FieldVNI2 - areaEVPN:             {Name: "Second VNI, if the label is one", Key: "vni2", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9135 §3"},
	FieldIPPrefixLen - areaEVPN:      {Name: "IP Prefix Length", Key: "prefix_length", Kind: KindUint, Ref: "RFC 9136 §3.1"},
	FieldIPPrefix - areaEVPN:         {Name: "IP Prefix", Key: "prefix", Kind: KindPrefixBits, Shape: ShapeScalar, Ref: "RFC 9136 §3.1"},
	FieldGatewayIP - areaEVPN:        {Name: "GW IP Address", Key: "gateway_ip_address", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9136 §3.1"},
	FieldOriginLen - areaEVPN:        {Name: "Originating Router's IP Address Length", Key: "originating_router_length", Kind: KindUint, Ref: "RFC 7432 §7.3"},
	FieldOriginRouter - areaEVPN:     {Name: "Originating Router's IP Address", Key: "originating_router", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 7432 §7.3"},
	FieldMcastSourceLen - areaEVPN:   {Name: "Multicast Source Length", Key: "multicast_source_length", Kind: KindUint, Ref: "RFC 6514 §4.3"},
	FieldMcastSource - areaEVPN:      {Name: "Multicast Source", Key: "multicast_source", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 6514 §4.3"},
	FieldMcastGroupLen - areaEVPN:    {Name: "Multicast Group Length", Key: "multicast_group_length", Kind: KindUint, Ref: "RFC 6514 §4.3"},
	FieldMcastGroup - areaEVPN:       {Name: "Multicast Group", Key: "multicast_group", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 6514 §4.3"},
	FieldMcastFlags - areaEVPN:       {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "evpn-multicast-flags", Shape: ShapeScalar, Ref: "RFC 9251 §9.1"},
	FieldMaxResponse - areaEVPN:      {Name: "Maximum Response Time", Key: "max_response_time", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9251 §9.3"},
	FieldRegionID - areaEVPN:         {Name: "Region ID", Key: "region_id", Kind: KindExtCommunity, Shape: ShapeScalar, Ref: "RFC 9572 §6.2"},
	FieldRouteKey - areaEVPN:         {Name: "Route Key", Key: "route_key", Shape: ShapeObject, Ref: "RFC 6514 §4.4"},
	FieldRouteKeyRaw - areaEVPN:      {Name: "Route Key and address (no known form)", Key: "route_key_raw", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 6514 §4.4"},
	FieldSourceAS - areaEVPN:         {Name: "Source AS", Key: "source_as", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 6514 §4.2"},

	FieldL2VPNLen - areaEVPN:         {Name: "Length", Key: "length", Kind: KindUint, Ref: "RFC 4761 §3.2.2"},
	FieldPEAddr - areaEVPN:           {Name: "PE address", Key: "pe_address", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 6074 §3.2.2"},
	FieldVEID - areaEVPN:             {Name: "VE ID", Key: "ve_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4761 §3.2.2"},
	FieldVEBlockOffset - areaEVPN:    {Name: "VE Block Offset", Key: "ve_block_offset", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4761 §3.2.2"},
	FieldVEBlockSize - areaEVPN:      {Name: "VE Block Size", Key: "ve_block_size", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4761 §3.2.2"},
	FieldLabelBase - areaEVPN:        {Name: "Label Base", Key: "label_base", Kind: KindLabel, Shape: ShapeScalar, Ref: "RFC 4761 §3.2.2"},
	FieldCEID - areaEVPN:             {Name: "CE ID", Key: "ce_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 6624 §4"},
	FieldLabelBlockOffset - areaEVPN: {Name: "Label-block Offset", Key: "label_block_offset", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 6624 §4"},
	FieldL2VPNTLVs - areaEVPN:        {Name: "TLVs", Key: "tlvs", Shape: ShapeArray, Ref: "RFC 6624 §4"},
	FieldL2VPNTLV - areaEVPN:         {Name: "TLV", Shape: ShapeObject, Ref: "RFC 6624 §4"},
	FieldL2VPNTLVType - areaEVPN:     {Name: "Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableL2TLVTypes, Shape: ShapeScalar, Ref: "RFC 6624 §4"},
	FieldL2VPNTLVBits - areaEVPN:     {Name: "Length in bits", Key: "length", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 6624 §4"},
	FieldL2VPNTLVValue - areaEVPN:    {Name: "Value", Key: "value", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 6624 §4"},
	FieldMDTLen - areaEVPN:           {Name: "Length", Key: "length", Kind: KindUint, Ref: "RFC 6037 §7"},
}

// The types of EVPN routes, of which the last names others by their NLRI.
const evpnLeaf = 11

// evpnForms are the parts of each type of EVPN route.
var evpnForms = [...][]part{
	1:        {partRD, partESI, partTag, partLabel},
	2:        {partRD, partESI, partTag, partMAC, partHost, partLabels},
	3:        {partRD, partTag, partOrigin},
	4:        {partRD, partESI, partOrigin},
	5:        {partRD, partESI, partTag, partPrefix, partLabel},
	6:        {partRD, partTag, partSource, partGroup, partOrigin, partFlags},
	7:        {partRD, partESI, partTag, partSource, partGroup, partOrigin, partFlags},
	8:        {partRD, partESI, partTag, partSource, partGroup, partOrigin, partReserved, partMaxResponse, partFlags},
	9:        {partRD, partTag, partRegion},
	10:       {partRD, partTag, partSource, partGroup, partOrigin},
	evpnLeaf: {partKey},
}

// ESI is an Ethernet Segment Identifier (RFC 7432 section 5): a type and 9 octets.
type ESI [10]byte

// String returns the octets in hex with colons.
func (e ESI) String() string { return string(appendOctetsAs(nil, KindESI, e[:])) }

// esi reads an Ethernet Segment Identifier; the octets are here.
func (d *dec) esi() {
	fr := d.begin(FieldESI)
	switch t := d.u8(FieldESIType); t {
	case 1, 2: // CE's LACP system, root bridge
		d.bytes(FieldESIMAC, 6)
		if t == 1 {
			d.u16(FieldESIPortKey)
		} else {
			d.u16(FieldESIPriority)
		}
		d.u8(FieldESIEnd)
	case 3:
		d.bytes(FieldESIMAC, 6)
		d.uint(FieldESIDiscriminator, 3)
	case 4, 5:
		if t == 4 {
			d.u32(FieldESIRouterID)
		} else {
			d.u32(FieldESIAS)
		}
		d.u32(FieldESIDiscriminator)
		d.u8(FieldESIEnd)
	default:
		d.bytes(FieldESIValue, 9)
	}
	d.done(fr)
}

// esiName says what an ESI of 10 octets is: its type, or what the reserved values mean (RFC 7432 section 5).
func esiName(b []byte) string {
	if len(b) != len(ESI{}) {
		return ""
	}
	switch e := ESI(b); e {
	case ESI{}:
		return "single-homed"
	case ESI{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff}:
		return "MAX-ESI"
	}
	return registry.TableEVPNESITypes.Name(uint64(b[0]))
}

// evpnOverlay judges the overlay index of an IP prefix route: the ESI or the gateway's address, not both (RFC 9136
// section 3.1).
func (d *dec) evpnOverlay(esi, gateway []byte, at int) {
	if allZero(esi) || allZero(gateway) {
		return
	}
	d.nlriError(FindEVPNOverlay, at, len(gateway), 0, 0).Action = registry.ActionTreatAsWithdraw
}

func allZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

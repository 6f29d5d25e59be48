package codec

import "github.com/bgpdecode/bgpdecode/registry"

// The fields of the families of routes that are met rarely: each has a file of its own, nlri_*.go.
const (
	FieldEncapEndpoint FieldID = areaRoutes + iota
	FieldTunnelSAFIID
	FieldTunnelPrefix

	FieldMUPArch
	FieldMUPType
	FieldMUPPrefixLen
	FieldMUPPrefix
	FieldMUPAddress
	FieldMUPTEID
	FieldMUPTEIDBits
	FieldMUPQFI
	FieldMUPEndpointLen
	FieldMUPEndpoint
	FieldMUPSourceLen
	FieldMUPSource

	FieldSFCType
	FieldSFCLen
	FieldSFCFunction
	FieldSFCPath

	FieldPWGlobalID
	FieldPWPrefix
	FieldPWACID
	FieldPWBits
	FieldPWLen

	FieldSDWANType
	FieldSDWANLen
	FieldSDWANPort
	FieldSDWANColor
	FieldSDWANNode
)

var routeFields = [...]Field{
	FieldEncapEndpoint - areaRoutes: {Name: "Endpoint Address", Key: "endpoint_address", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 5512 §3"},
	FieldTunnelSAFIID - areaRoutes:  {Name: "Tunnel Identifier", Key: "tunnel_id", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-nalawade-kapoor-tunnel-safi"},
	FieldTunnelPrefix - areaRoutes:  {Name: "Tunnel endpoint", Key: "prefix", Kind: KindPrefixBits, Shape: ShapeScalar, Ref: "draft-nalawade-kapoor-tunnel-safi"},

	FieldMUPArch - areaRoutes:        {Name: "Architecture Type", Key: "architecture_type", NameKey: "architecture_name", Kind: KindEnum, Names: &registry.TableMUPArchitectureTypes, Shape: ShapeScalar, Ref: "draft-ietf-bess-mup-safi"},
	FieldMUPType - areaRoutes:        {Name: "Route Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableMUPRouteTypes, Shape: ShapeScalar, Ref: "draft-ietf-bess-mup-safi"},
	FieldMUPPrefixLen - areaRoutes:   {Name: "Prefix Length", Key: "prefix_length", Kind: KindUint, Ref: "draft-ietf-bess-mup-safi"},
	FieldMUPPrefix - areaRoutes:      {Name: "Prefix", Key: "prefix", Kind: KindPrefixBits, Shape: ShapeScalar, Ref: "draft-ietf-bess-mup-safi"},
	FieldMUPAddress - areaRoutes:     {Name: "Address", Key: "address", Kind: KindAddr, Shape: ShapeScalar, Ref: "draft-ietf-bess-mup-safi"},
	FieldMUPTEID - areaRoutes:        {Name: "TEID", Key: "teid", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-bess-mup-safi"},
	FieldMUPTEIDBits - areaRoutes:    {Name: "TEID (beginning)", Key: "teid_prefix", Kind: KindHex, Shape: ShapeScalar, Ref: "draft-ietf-bess-mup-safi"},
	FieldMUPQFI - areaRoutes:         {Name: "QFI", Key: "qfi", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-bess-mup-safi"},
	FieldMUPEndpointLen - areaRoutes: {Name: "Endpoint Length", Key: "endpoint_length", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-bess-mup-safi"},
	FieldMUPEndpoint - areaRoutes:    {Name: "Endpoint Address", Key: "endpoint_address", Kind: KindAddr, Shape: ShapeScalar, Ref: "draft-ietf-bess-mup-safi"},
	FieldMUPSourceLen - areaRoutes:   {Name: "Source Address Length", Key: "source_length", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-bess-mup-safi"},
	FieldMUPSource - areaRoutes:      {Name: "Source Address", Key: "source_address", Kind: KindAddr, Shape: ShapeScalar, Ref: "draft-ietf-bess-mup-safi"},

	FieldSFCType - areaRoutes:     {Name: "Route Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableSFCRouteTypes, Shape: ShapeScalar, Ref: "RFC 9015 §3"},
	FieldSFCLen - areaRoutes:      {Name: "Length", Key: "length", Kind: KindUint, Ref: "RFC 9015 §3"},
	FieldSFCFunction - areaRoutes: {Name: "Service Function Type", Key: "service_function_type", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9015 §3.1"},
	FieldSFCPath - areaRoutes:     {Name: "SPI", Key: "spi", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9015 §3.2"},

	FieldPWGlobalID - areaRoutes: {Name: "Global ID", Key: "global_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 7267 §5.1"},
	FieldPWPrefix - areaRoutes:   {Name: "Prefix", Key: "pw_prefix", Kind: KindIPv4, Shape: ShapeScalar, Ref: "RFC 7267 §5.1"},
	FieldPWACID - areaRoutes:     {Name: "AC ID", Key: "ac_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 7267 §5.1"},
	FieldPWBits - areaRoutes:     {Name: "Address (beginning)", Key: "address_bits", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 7267 §5.1"},
	FieldPWLen - areaRoutes:      {Name: "Bits that are given", Key: "prefix_length", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 7267 §5.1"},

	FieldSDWANType - areaRoutes:  {Name: "Route Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableSDWANRouteTypes, Shape: ShapeScalar, Ref: "draft-ietf-idr-sdwan-edge-discovery"},
	FieldSDWANLen - areaRoutes:   {Name: "Length", Key: "length", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-idr-sdwan-edge-discovery"},
	FieldSDWANPort - areaRoutes:  {Name: "Port-Local-ID", Key: "port_local_id", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-idr-sdwan-edge-discovery"},
	FieldSDWANColor - areaRoutes: {Name: "SD-WAN-Color", Key: "sdwan_color", Kind: KindUint, Shape: ShapeScalar, Ref: "draft-ietf-idr-sdwan-edge-discovery"},
	FieldSDWANNode - areaRoutes:  {Name: "SD-WAN-Node-ID", Key: "sdwan_node_id", Kind: KindAddr, Shape: ShapeScalar, Ref: "draft-ietf-idr-sdwan-edge-discovery"},
}

// pathID reads a path identifier in front of a route, if there has to be one. rest is nil when it is not all there.
func pathID(b []byte, withID bool) (id uint32, rest []byte) {
	if !withID {
		return 0, b
	}
	if len(b) < 4 {
		return 0, nil
	}
	return be32(b), b[4:]
}

// appendPathID appends a path identifier, if there has to be one.
func appendPathID(dst []byte, id uint32, withID bool) []byte {
	if withID {
		return appendU32(dst, id)
	}
	return dst
}

// ipBits is the size of an address of the version that an AFI names, 0 for others.
func ipBits(afi registry.AFI) int {
	switch afi {
	case registry.AFIIPv4:
		return 32
	case registry.AFIIPv6:
		return 128
	}
	return 0
}

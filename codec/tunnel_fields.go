package codec

import "github.com/bgpdecode/bgpdecode/registry"

// The fields of tunnels: PMSI_TUNNEL and Tunnel Encapsulation.
const (
	FieldPMSI FieldID = areaTunnel + iota
	FieldPMSIFlags
	FieldPMSIType
	FieldPMSILabel
	FieldPMSIVNI
	FieldPMSIExtTunnelID
	FieldPMSITunnelID
	FieldPMSIP2MPID
	FieldPMSIRoot
	FieldPMSIGroup
	FieldPMSISender
	FieldPMSIEndpoint
	FieldPMSISubDomain
	FieldPMSIBFRID
	FieldPMSIBFRPrefix
	FieldPMSIRaw
	FieldPMSIReceiveLabel
	FieldFECType
	FieldFECFamily
	FieldFECAddrLen
	FieldFECOpaqueLen
	FieldFECOpaqueType
	FieldFECLSPID
	FieldFECOpaque
	FieldTunnel
	FieldTunnelType
	FieldSubTLVs
	FieldTunnelSubType
	FieldL2TPSession
	FieldL2TPCookie
	FieldGREKey
	FieldVXLANFlags
	FieldTunnelVNI
	FieldTunnelMAC
	FieldTunnelProtocol
	FieldTunnelColor
	FieldLoadBalancing
	FieldEndpointAFI
	FieldTunnelDS
	FieldTunnelPort
	FieldEmbeddedLabel
	FieldSPISI
	FieldLabelStack
	FieldLabelStackEntry
	FieldStackLabel
	FieldStackWord
	FieldStackNumber
	FieldStackClass
	FieldStackBottom
	FieldStackTTL
	FieldPolicyFlags
	FieldPreference
	FieldBindingFlags
	FieldSRv6BindingFlags
	FieldENLP
	FieldPolicyPriority
	FieldPolicyName
	FieldSegmentListType
	FieldSegmentFlags
	FieldSRAlgorithm
	FieldNodeAddr
	FieldLocalInterface
	FieldRemoteInterface
	FieldLocalAddr
	FieldRemoteAddr
	FieldSegmentWeight
)

var tunnelFields = [...]Field{
	FieldPMSI - areaTunnel:             {Name: "PMSI Tunnel", Key: "value", Shape: ShapeObject, Ref: "RFC 6514 §5"},
	FieldPMSIFlags - areaTunnel:        {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-parameters-pmsi-tunnel-attribute-flags", Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSIType - areaTunnel:         {Name: "Tunnel Type", Key: "tunnel_type", NameKey: "tunnel_type_name", Kind: KindEnum, Names: &registry.TablePMSITunnelTypes, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSILabel - areaTunnel:        {Name: "MPLS Label", Key: "label", Kind: KindLabel, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSIVNI - areaTunnel:          {Name: "the label field as VNI", Key: "vni", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8365 §5.1.3"},
	FieldPMSIExtTunnelID - areaTunnel:  {Name: "Extended Tunnel ID", Key: "extended_tunnel_id", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 4875 §19.1"},
	FieldPMSITunnelID - areaTunnel:     {Name: "Tunnel ID", Key: "tunnel_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4875 §19.1"},
	FieldPMSIP2MPID - areaTunnel:       {Name: "P2MP ID", Key: "p2mp_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4875 §19.1"},
	FieldPMSIRoot - areaTunnel:         {Name: "Root Node Address", Key: "root", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSIGroup - areaTunnel:        {Name: "P-Multicast Group", Key: "group", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSISender - areaTunnel:       {Name: "Sender Address", Key: "sender", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSIEndpoint - areaTunnel:     {Name: "Tunnel Endpoint", Key: "endpoint", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSISubDomain - areaTunnel:    {Name: "Sub-domain-id", Key: "sub_domain_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8556 §2"},
	FieldPMSIBFRID - areaTunnel:        {Name: "BFR-id", Key: "bfr_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8556 §2"},
	FieldPMSIBFRPrefix - areaTunnel:    {Name: "BFR-prefix", Key: "bfr_prefix", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 8556 §2"},
	FieldPMSIRaw - areaTunnel:          {Name: "Tunnel Identifier (not decoded)", Key: "identifier", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSIReceiveLabel - areaTunnel: {Name: "MPLS Label for receiving", Key: "receive_label", Kind: KindLabel, Shape: ShapeScalar, Ref: "RFC 8317 §6.2"},
	FieldFECType - areaTunnel:          {Name: "FEC Element Type", Key: "fec_type", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 6388 §2.2"},
	FieldFECFamily - areaTunnel:        {Name: "Address Family", Key: "address_family", Kind: KindEnum, Enum: EnumAFI, Ref: "RFC 6388 §2.2"},
	FieldFECAddrLen - areaTunnel:       {Name: "Address Length", Key: "address_length", Kind: KindUint, Ref: "RFC 6388 §2.2"},
	FieldFECOpaqueLen - areaTunnel:     {Name: "Opaque Length", Key: "opaque_length", Kind: KindUint, Ref: "RFC 6388 §2.2"},
	FieldFECOpaqueType - areaTunnel:    {Name: "Opaque Value Type", Key: "opaque_type", Kind: KindUint, Ref: "RFC 6388 §2.3"},
	FieldFECLSPID - areaTunnel:         {Name: "Generic LSP Identifier", Key: "lsp_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 6388 §2.3.1"},
	FieldFECOpaque - areaTunnel:        {Name: "Opaque Value", Key: "opaque", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 6388 §2.3"},
	FieldTunnel - areaTunnel:           {Name: "Tunnel", Shape: ShapeObject, Ref: "RFC 9012 §2"},
	FieldTunnelType - areaTunnel:       {Name: "Tunnel Type", Key: "tunnel_type", Kind: KindEnum, NameKey: "tunnel_type_name", Names: &registry.TableTunnelEncapTunnelTypes, Shape: ShapeScalar, Ref: "RFC 9012 §2"},
	FieldSubTLVs - areaTunnel:          {Name: "Sub-TLVs", Key: "sub_tlvs", Shape: ShapeArray, Ref: "RFC 9012 §2"},
	FieldTunnelSubType - areaTunnel:    {Name: "Type", Key: "type", Kind: KindEnum, NameKey: "type_name", Names: &registry.TableTunnelEncapTunnelSubTLVs, Shape: ShapeScalar, Ref: "RFC 9012 §2"},
	FieldL2TPSession - areaTunnel:      {Name: "Session ID", Key: "session_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9012 §3.2.1"},
	FieldL2TPCookie - areaTunnel:       {Name: "Cookie", Key: "cookie", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 9012 §3.2.1"},
	FieldGREKey - areaTunnel:           {Name: "GRE Key", Key: "gre_key", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9012 §3.2.2"},
	FieldVXLANFlags - areaTunnel:       {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-tunnel-encapsulation-flags-field-vxlan-encapsulation-tlv", Shape: ShapeScalar, Ref: "RFC 9012 §3.2.3"},
	FieldTunnelVNI - areaTunnel:        {Name: "VN-ID", Key: "vni", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9012 §3.2.3"},
	FieldTunnelMAC - areaTunnel:        {Name: "MAC Address", Key: "mac", Kind: KindMAC, Shape: ShapeScalar, Ref: "RFC 9012 §3.2.3"},
	FieldTunnelProtocol - areaTunnel:   {Name: "Protocol Type", Key: "protocol_type", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9012 §3.4.1"},
	FieldTunnelColor - areaTunnel:      {Name: "Color", Key: "color", Kind: KindExtCommunity, Shape: ShapeScalar, Ref: "RFC 9012 §3.4.2"},
	FieldLoadBalancing - areaTunnel:    {Name: "Load-Balancing Block", Key: "load_balancing_block", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 5640 §3"},
	FieldEndpointAFI - areaTunnel:      {Name: "Address Family", Key: "address_family", Kind: KindEnum, Enum: EnumAFI, Ref: "RFC 9012 §3.1"},
	FieldTunnelDS - areaTunnel:         {Name: "DS Value", Key: "ds", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9012 §3.3.1"},
	FieldTunnelPort - areaTunnel:       {Name: "UDP Destination Port", Key: "udp_port", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9012 §3.3.2"},
	FieldEmbeddedLabel - areaTunnel:    {Name: "Embedded Label Handling", Key: "embedded_label_handling", Kind: KindEnum, NameKey: "embedded_label_handling_name", Names: &registry.TableTunnelEncapEmbeddedLabelHandlingSubTLV, Shape: ShapeScalar, Ref: "RFC 9012 §3.5"},
	FieldSPISI - areaTunnel:            {Name: "SPI/SI Representation Flags", Key: "spi_si_flags", Kind: KindFlags, Masks: "bgp-parameters-sfc-spi-si-representation-flags", Shape: ShapeScalar, Ref: "RFC 9015 §3.1.2"},
	FieldLabelStack - areaTunnel:       {Name: "MPLS Label Stack", Key: "label_stack", Shape: ShapeArray, Ref: "RFC 9012 §3.6"},
	FieldLabelStackEntry - areaTunnel:  {Name: "Label stack entry", Shape: ShapeObject, Ref: "RFC 9012 §3.6"},
	FieldStackWord - areaTunnel:        {Name: "Label, TC and S", Key: "label_tc_s", Kind: KindUint, Ref: "RFC 3032 §2.1"},
	FieldStackLabel - areaTunnel:       {Name: "Label", Key: "label", Kind: KindLabel, Shape: ShapeScalar, Ref: "RFC 3032 §2.1"},
	FieldStackNumber - areaTunnel:      {Name: "Label", Key: "label", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 3032 §2.1"},
	FieldStackClass - areaTunnel:       {Name: "Traffic class", Key: "tc", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 5462 §2"},
	FieldStackBottom - areaTunnel:      {Name: "Bottom of stack", Key: "bottom_of_stack", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 3032 §2.1"},
	FieldStackTTL - areaTunnel:         {Name: "TTL", Key: "ttl", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 3032 §2.1"},
	FieldPolicyFlags - areaTunnel:      {Name: "Flags", Key: "flags", Kind: KindFlags, Shape: ShapeScalar, Ref: "RFC 9830 §2.4"},
	FieldPreference - areaTunnel:       {Name: "Preference", Key: "preference", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9830 §2.4.1"},
	FieldBindingFlags - areaTunnel:     {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-tunnel-encapsulation-sr-policy-binding-sid-flags", Shape: ShapeScalar, Ref: "RFC 9830 §2.4.2"},
	FieldSRv6BindingFlags - areaTunnel: {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-tunnel-encapsulation-sr-policy-srv6-binding-sid-flags", Shape: ShapeScalar, Ref: "RFC 9830 §2.4.3"},
	FieldENLP - areaTunnel:             {Name: "ENLP", Key: "enlp", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9830 §2.4.5"},
	FieldPolicyPriority - areaTunnel:   {Name: "Priority", Key: "priority", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9830 §2.4.6"},
	FieldPolicyName - areaTunnel:       {Name: "Name", Key: "name", Kind: KindText, Shape: ShapeScalar, Ref: "RFC 9830 §2.4.7"},
	FieldSegmentListType - areaTunnel:  {Name: "Type", Key: "type", Kind: KindEnum, NameKey: "type_name", Names: &registry.TableTunnelEncapSRPolicySegmentListSubTLVs, Shape: ShapeScalar, Ref: "RFC 9830 §2.4.4"},
	FieldSegmentFlags - areaTunnel:     {Name: "Segment Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-tunnel-encapsulation-sr-policy-segment-flags", Shape: ShapeScalar, Ref: "RFC 9830 §2.4.4.2.3"},
	FieldSRAlgorithm - areaTunnel:      {Name: "SR Algorithm", Key: "sr_algorithm", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9831 §2"},
	FieldNodeAddr - areaTunnel:         {Name: "Node Address", Key: "node_address", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9831 §2"},
	FieldLocalInterface - areaTunnel:   {Name: "Local Interface ID", Key: "local_interface_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9831 §2"},
	FieldRemoteInterface - areaTunnel:  {Name: "Remote Interface ID", Key: "remote_interface_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9831 §2"},
	FieldLocalAddr - areaTunnel:        {Name: "Local Address", Key: "local_address", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9831 §2"},
	FieldRemoteAddr - areaTunnel:       {Name: "Remote Address", Key: "remote_address", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9831 §2"},
	FieldSegmentWeight - areaTunnel:    {Name: "Weight", Key: "weight", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9830 §2.4.4.1"},
}

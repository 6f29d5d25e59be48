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
	FieldFECType
	FieldFECFamily
	FieldFECAddrLen
	FieldFECOpaqueLen
	FieldFECOpaqueType
	FieldFECLSPID
	FieldFECOpaque
)

var tunnelFields = [...]Field{
	FieldPMSI - areaTunnel:            {Name: "PMSI Tunnel", Key: "value", Shape: ShapeObject, Ref: "RFC 6514 §5"},
	FieldPMSIFlags - areaTunnel:       {Name: "Flags", Key: "flags", Kind: KindFlags, Masks: "bgp-parameters-pmsi-tunnel-attribute-flags", Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSIType - areaTunnel:        {Name: "Tunnel Type", Key: "tunnel_type", NameKey: "tunnel_type_name", Kind: KindEnum, Names: &registry.TablePMSITunnelTypes, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSILabel - areaTunnel:       {Name: "MPLS Label", Key: "label", Kind: KindLabel, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSIVNI - areaTunnel:         {Name: "the label field as VNI", Key: "vni", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8365 §5.1.3"},
	FieldPMSIExtTunnelID - areaTunnel: {Name: "Extended Tunnel ID", Key: "extended_tunnel_id", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 4875 §19.1"},
	FieldPMSITunnelID - areaTunnel:    {Name: "Tunnel ID", Key: "tunnel_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4875 §19.1"},
	FieldPMSIP2MPID - areaTunnel:      {Name: "P2MP ID", Key: "p2mp_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 4875 §19.1"},
	FieldPMSIRoot - areaTunnel:        {Name: "Root Node Address", Key: "root", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSIGroup - areaTunnel:       {Name: "P-Multicast Group", Key: "group", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSISender - areaTunnel:      {Name: "Sender Address", Key: "sender", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSIEndpoint - areaTunnel:    {Name: "Tunnel Endpoint", Key: "endpoint", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldPMSISubDomain - areaTunnel:   {Name: "Sub-domain-id", Key: "sub_domain_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8556 §2"},
	FieldPMSIBFRID - areaTunnel:       {Name: "BFR-id", Key: "bfr_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8556 §2"},
	FieldPMSIBFRPrefix - areaTunnel:   {Name: "BFR-prefix", Key: "bfr_prefix", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 8556 §2"},
	FieldPMSIRaw - areaTunnel:         {Name: "Tunnel Identifier (not decoded)", Key: "identifier", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 6514 §5"},
	FieldFECType - areaTunnel:         {Name: "FEC Element Type", Key: "fec_type", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 6388 §2.2"},
	FieldFECFamily - areaTunnel:       {Name: "Address Family", Key: "address_family", Kind: KindEnum, Enum: EnumAFI, Ref: "RFC 6388 §2.2"},
	FieldFECAddrLen - areaTunnel:      {Name: "Address Length", Key: "address_length", Kind: KindUint, Ref: "RFC 6388 §2.2"},
	FieldFECOpaqueLen - areaTunnel:    {Name: "Opaque Length", Key: "opaque_length", Kind: KindUint, Ref: "RFC 6388 §2.2"},
	FieldFECOpaqueType - areaTunnel:   {Name: "Opaque Value Type", Key: "opaque_type", Kind: KindUint, Ref: "RFC 6388 §2.3"},
	FieldFECLSPID - areaTunnel:        {Name: "Generic LSP Identifier", Key: "lsp_id", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 6388 §2.3.1"},
	FieldFECOpaque - areaTunnel:       {Name: "Opaque Value", Key: "opaque", Kind: KindHex, Shape: ShapeScalar, Ref: "RFC 6388 §2.3"},
}

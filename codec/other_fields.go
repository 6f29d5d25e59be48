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
)

var otherFields = [...]Field{
	FieldAIGPType - areaOther:         {Name: "Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableAIGPAttributeTypes, Shape: ShapeScalar, Ref: "RFC 7311 §3"},
	FieldAIGPMetric - areaOther:       {Name: "Accumulated IGP Metric", Key: "metric", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 7311 §3"},
	FieldAttrSet - areaOther:          {Name: "Attribute set", Key: "value", Shape: ShapeObject, Ref: "RFC 6368 §5"},
	FieldAttrSetAS - areaOther:        {Name: "Origin AS", Key: "origin_as", Kind: KindASN, Shape: ShapeScalar, Ref: "RFC 6368 §5"},
	FieldBFD - areaOther:              {Name: "BFD session", Key: "value", Shape: ShapeObject, Ref: "RFC 9026 §3.1.6"},
	FieldBFDMode - areaOther:          {Name: "BFD Mode", Key: "mode", NameKey: "mode_name", Kind: KindEnum, Names: &registry.TableBFDMode, Shape: ShapeScalar, Ref: "RFC 9026 §3.1.6"},
	FieldBFDDiscriminator - areaOther: {Name: "Discriminator", Key: "discriminator", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9026 §3.1.6"},
	FieldBFDTLVs - areaOther:          {Name: "Optional TLVs", Key: "tlvs", Shape: ShapeArray, Ref: "RFC 9026 §3.1.6"},
	FieldBFDType - areaOther:          {Name: "Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableBFDDiscriminatorOptionalTLVType, Shape: ShapeScalar, Ref: "RFC 9026 §3.1.6"},
	FieldBFDSource - areaOther:        {Name: "Source IP Address", Key: "source", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 9026 §3.1.6"},
	FieldPELabels - areaOther:         {Name: "PEs and labels", Key: "value", Shape: ShapeArray, Ref: "RFC 6514 §8"},
	FieldPELabel - areaOther:          {Name: "PE and label", Shape: ShapeObject, Ref: "RFC 6514 §8"},
	FieldPELabelAddr - areaOther:      {Name: "PE Address", Key: "pe", Kind: KindAddr, Shape: ShapeScalar, Ref: "RFC 6514 §8"},
	FieldPELabelValue - areaOther:     {Name: "Label", Key: "label", Kind: KindLabel, Shape: ShapeScalar, Ref: "RFC 6514 §8"},
}

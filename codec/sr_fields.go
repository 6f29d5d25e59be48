package codec

import "github.com/bgpdecode/bgpdecode/registry"

// The fields of segment routing: BGP Prefix-SID, and what SR policies share with it.
const (
	FieldSIDType FieldID = areaSR + iota
	FieldSIDFlags
	FieldLabelIndex
	FieldSRGBRanges
	FieldSRGBRange
	FieldSRGBBase
	FieldSRGBSize
	FieldSRv6SubTLVs
	FieldSRv6SubType
	FieldSRv6SubSubType
	FieldSRv6SID
	FieldSRv6SIDFlags
	FieldSRv6Behavior
	FieldSRv6BlockLen
	FieldSRv6NodeLen
	FieldSRv6FuncLen
	FieldSRv6ArgLen
	FieldSRv6TransLen
	FieldSRv6TransOff
)

var srFields = [...]Field{
	FieldSIDType - areaSR:        {Name: "Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TablePrefixSIDTLVTypes, Shape: ShapeScalar, Ref: "RFC 8669 §3"},
	FieldSIDFlags - areaSR:       {Name: "Flags", Key: "flags", Kind: KindFlags, Shape: ShapeScalar, Ref: "RFC 8669 §3"},
	FieldLabelIndex - areaSR:     {Name: "Label Index", Key: "label_index", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8669 §3.1"},
	FieldSRGBRanges - areaSR:     {Name: "SRGB", Key: "srgb", Shape: ShapeArray, Ref: "RFC 8669 §3.2"},
	FieldSRGBRange - areaSR:      {Name: "SRGB range", Shape: ShapeObject, Ref: "RFC 8669 §3.2"},
	FieldSRGBBase - areaSR:       {Name: "First label", Key: "base", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8669 §3.2"},
	FieldSRGBSize - areaSR:       {Name: "Number of labels", Key: "range", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8669 §3.2"},
	FieldSRv6SubTLVs - areaSR:    {Name: "Sub-TLVs", Key: "sub_tlvs", Shape: ShapeArray, Ref: "RFC 9252 §2"},
	FieldSRv6SubType - areaSR:    {Name: "Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableSRv6ServiceSubTLVTypes, Shape: ShapeScalar, Ref: "RFC 9252 §3"},
	FieldSRv6SubSubType - areaSR: {Name: "Type", Key: "type", NameKey: "type_name", Kind: KindEnum, Names: &registry.TableSRv6ServiceDataSubSubTLVTypes, Shape: ShapeScalar, Ref: "RFC 9252 §3.2"},
	FieldSRv6SID - areaSR:        {Name: "SRv6 SID Value", Key: "sid", Kind: KindIPv6, Shape: ShapeScalar, Ref: "RFC 9252 §3.1"},
	FieldSRv6SIDFlags - areaSR:   {Name: "SRv6 Service SID Flags", Key: "flags", Kind: KindFlags, Shape: ShapeScalar, Ref: "RFC 9252 §3.1"},
	FieldSRv6Behavior - areaSR:   {Name: "SRv6 Endpoint Behavior", Key: "endpoint_behavior", NameKey: "endpoint_behavior_name", Kind: KindEnum, Names: &registry.TableSegmentRoutingSRv6EndpointBehaviors, Shape: ShapeScalar, Ref: "RFC 9252 §3.1"},
	FieldSRv6BlockLen - areaSR:   {Name: "Locator Block Length", Key: "locator_block_length", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9252 §3.2.1"},
	FieldSRv6NodeLen - areaSR:    {Name: "Locator Node Length", Key: "locator_node_length", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9252 §3.2.1"},
	FieldSRv6FuncLen - areaSR:    {Name: "Function Length", Key: "function_length", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9252 §3.2.1"},
	FieldSRv6ArgLen - areaSR:     {Name: "Argument Length", Key: "argument_length", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9252 §3.2.1"},
	FieldSRv6TransLen - areaSR:   {Name: "Transposition Length", Key: "transposition_length", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9252 §3.2.1"},
	FieldSRv6TransOff - areaSR:   {Name: "Transposition Offset", Key: "transposition_offset", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 9252 §3.2.1"},
}

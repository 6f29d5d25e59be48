package codec

import "github.com/bgpdecode/bgpdecode/registry"

// The fields of capabilities and of outbound route filters.
const (
	FieldCapORF FieldID = areaCapability + iota
	FieldORFTypes
	FieldORFCount
	FieldORFSendReceive
	FieldLabelCount
	FieldBGPsec
	FieldBGPsecHead
	FieldBGPsecVersion
	FieldBGPsecDirection
	FieldCapAS4Old
	FieldORFValue
	FieldORFPrefixes
	FieldORFPrefix
	FieldORFHead
	FieldORFAction
	FieldORFMatch
	FieldORFSequence
	FieldORFMinLen
	FieldORFMaxLen
)

var capabilityFields = [...]Field{
	FieldCapORF - areaCapability:          {Name: "Outbound Route Filtering", Key: "value", Shape: ShapeArray, Ref: "RFC 5291 §5"},
	FieldORFTypes - areaCapability:        {Name: "ORFs", Key: "orfs", Shape: ShapeArray, Ref: "RFC 5291 §5"},
	FieldORFCount - areaCapability:        {Name: "Number of ORFs", Key: "count", Kind: KindUint, Ref: "RFC 5291 §5"},
	FieldORFSendReceive - areaCapability:  {Name: "Send/Receive", Key: "send_receive", NameKey: "send_receive_name", Kind: KindEnum, Names: &registry.TableORFSendReceive, Shape: ShapeScalar, Ref: "RFC 5291 §5"},
	FieldLabelCount - areaCapability:      {Name: "Count", Key: "count", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8277 §2.1"},
	FieldBGPsec - areaCapability:          {Name: "BGPsec", Key: "value", Shape: ShapeObject, Ref: "RFC 8205 §2.1"},
	FieldBGPsecHead - areaCapability:      {Name: "Version and Dir", Key: "version_dir", Kind: KindUint, Ref: "RFC 8205 §2.1"},
	FieldBGPsecVersion - areaCapability:   {Name: "Version", Key: "version", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8205 §2.1"},
	FieldBGPsecDirection - areaCapability: {Name: "Dir (0: receives, 1: sends)", Key: "direction", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 8205 §2.1"},
	FieldCapAS4Old - areaCapability:       {Name: "AS number", Key: "value", Kind: KindASN, Shape: ShapeScalar},
	FieldORFValue - areaCapability:        {Name: "ORF entries", Key: "raw", Shape: ShapeHexAnd, Ref: "RFC 5291 §4"},
	FieldORFPrefixes - areaCapability:     {Name: "Address prefixes", Key: "prefixes", Shape: ShapeArray, Ref: "RFC 5292"},
	FieldORFPrefix - areaCapability:       {Name: "Address Prefix ORF entry", Shape: ShapeObject, Ref: "RFC 5292"},
	FieldORFHead - areaCapability:         {Name: "Action and Match", Key: "action_match", Kind: KindUint, Ref: "RFC 5291 §4"},
	FieldORFAction - areaCapability:       {Name: "Action", Key: "action", NameKey: "action_name", Kind: KindEnum, Names: &registry.TableORFActions, Shape: ShapeScalar, Ref: "RFC 5291 §4"},
	FieldORFMatch - areaCapability:        {Name: "Match (0: PERMIT, 1: DENY)", Key: "match", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 5291 §4"},
	FieldORFSequence - areaCapability:     {Name: "Sequence", Key: "sequence", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 5292"},
	FieldORFMinLen - areaCapability:       {Name: "Minlen", Key: "min_length", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 5292"},
	FieldORFMaxLen - areaCapability:       {Name: "Maxlen", Key: "max_length", Kind: KindUint, Shape: ShapeScalar, Ref: "RFC 5292"},
}

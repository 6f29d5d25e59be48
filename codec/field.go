package codec

import (
	"iter"

	"github.com/bgpdecode/bgpdecode/registry"
)

// FieldID names a field of the wire format; FieldInfo describes it. The high octet is the area, the low one the place in
// the area's table.
type FieldID uint16

// The areas. Each is a file (or a few) of its own: the ids, their table, the decoders and the builders of one subject
// that has a grammar of its own. What several share stands in the first.
const (
	areaCore FieldID = iota << 8
	areaVPN
	areaEVPN
	areaFlowSpec
	areaLS
	areaTunnel
	areaSR
	areaCommunity
	areaOther
	areaCapability
	areaSRPolicy
	areaRoutes
	areaCAR
)

// fieldAreas holds the tables of the areas, in the order of their numbers. A table has at most 256 rows.
var fieldAreas = [...][]Field{
	areaCore >> 8:       fields[:],
	areaVPN >> 8:        vpnFields[:],
	areaEVPN >> 8:       evpnFields[:],
	areaFlowSpec >> 8:   flowSpecFields[:],
	areaLS >> 8:         lsFields[:],
	areaTunnel >> 8:     tunnelFields[:],
	areaSR >> 8:         srFields[:],
	areaCommunity >> 8:  communityFields[:],
	areaOther >> 8:      otherFields[:],
	areaCapability >> 8: capabilityFields[:],
	areaSRPolicy >> 8:   srPolicyFields[:],
	areaRoutes >> 8:     routeFields[:],
	areaCAR >> 8:        carFields[:],
}

// Kind says how the value of a field reads.
type Kind uint8

// The kinds of value.
const (
	KindGroup Kind = iota // no value of its own
	KindUint
	KindHex          // octets
	KindEnum         // a number with a name: JSON gives the number and, under NameKey, the name
	KindEnumName     // a number that JSON gives by name ("AS_SEQUENCE"), or as number when it has none
	KindSubcode      // NOTIFICATION subcode: Val is code<<8|subcode
	KindASN          // AS number
	KindIPv4         // 4 octets
	KindIPv6         // 16 octets
	KindText         // UTF-8 text from the peer, untrusted
	KindAttrFlags    // attribute flags
	KindBits         // flags of a capability or a community, in hex
	KindPrefix       // length octet and address octets; Val of the node is the AFI
	KindCommunity    // RFC 1997 community
	KindExtCommunity // RFC 4360 extended community
	KindLargeComm    // RFC 8092 large community
	KindSeconds
	KindFamily // Val is AFI<<8|SAFI
	KindFlag   // present or not
	KindVersionSwapped
	KindAddr  // 4 octets: IPv4, 16: IPv6; else octets
	KindMAC   // 6 octets
	KindRD    // route distinguisher, 8 octets (RFC 4364 section 4.2)
	KindLabel // MPLS label of 20 bits, traffic class and bottom-of-stack bit in 3 octets (RFC 3032 section 2.1)
	KindFloat // IEEE 754 number of 4 octets
	// KindPrefixBits: the octets of an address; Val of the node is the number of bits that are given, and in the low 16 the AFI.
	KindPrefixBits
	KindVPNAddr     // a next hop behind a route distinguisher, which is written only if it is not 0
	KindESI         // Ethernet Segment Identifier, 10 octets (RFC 7432 section 5)
	KindLabelVNI    // 3 octets that are an MPLS label or a VNI: which, the encapsulation says (RFC 8365 section 5.1.3)
	KindFlags       // flags: a number in JSON, in text with the letters that the field's Masks gives the bits
	KindFlowPrefix  // octets of an address; Val of the node is the AFI, the length<<16 and the bits skipped<<24 (RFC 8956)
	KindIGPRouterID // an IGP Router-ID of BGP-LS, which its length tells: 4 octets of OSPF, 6 of IS-IS, 8 and 7 of pseudonodes
	KindISISArea    // IS-IS area address
	KindFlowRule    // components of a flow specification: those of the node or, of a derived one, of its parent
)

// Shape says what a field becomes in the typed part of the JSON.
type Shape uint8

// The shapes.
const (
	ShapeHidden      Shape = iota // not in the typed part (lengths, markers)
	ShapeScalar                   // key: value; children are not visited
	ShapeObject                   // key: {children}
	ShapeArray                    // key: [children]
	ShapeTransparent              // the children stand in the parent
	ShapeHexAnd                   // key: hex of the octets, then the children stand in the parent
	ShapeAttr                     // path attribute: flags, type, name, symbol, length, value, raw, offset
	ShapeCap                      // capability: code, name, value, raw
	ShapeRawText                  // {raw, text}
	ShapeHex                      // key: hex of the octets, children not visited
	ShapeRaw                      // an element {raw: hex}
)

// Enum names the registry table that gives a number its name.
type Enum uint8

// The enumerations.
const (
	EnumNone Enum = iota
	EnumMessageType
	EnumErrorCode
	EnumAttr
	EnumCapability
	EnumParameter
	EnumAFI
	EnumSAFI
	EnumOrigin
	EnumSegment
	EnumRole
	EnumRefresh
	EnumAddPath
	EnumORF
	EnumORFWhen
)

// Field describes a field: its RFC name, its key in the JSON, and how its value reads.
type Field struct {
	Name    string
	Key     string // JSON key; "" for fields that never stand in an object
	NameKey string // JSON key for the registry's name of the number, if wanted
	Kind    Kind
	Shape   Shape
	Enum    Enum
	Names   *registry.Table // names of the number where no Enum has them
	Masks   string          // of KindFlags: the table of registry.FlagMasks
	Ref     string          // RFC section that defines the field
}

// FieldInfo returns the description of f; unknown ids give that of FieldGap.
func FieldInfo(f FieldID) *Field {
	if a := int(f >> 8); a < len(fieldAreas) {
		if rows := fieldAreas[a]; int(f&0xff) < len(rows) {
			return &rows[f&0xff]
		}
	}
	return &fields[FieldGap]
}

// AllFields yields every field id.
func AllFields() iter.Seq[FieldID] {
	return func(yield func(FieldID) bool) {
		for a, rows := range fieldAreas {
			for i := range rows {
				if !yield(FieldID(a<<8 | i)) {
					return
				}
			}
		}
	}
}

// NameOf returns the registry's name of a value of the field, "" when it has none or the field's values have no names.
func (f *Field) NameOf(v uint64) string {
	if f.Names != nil {
		return f.Names.Name(v)
	}
	return EnumName(f.Enum, v)
}

// Table returns the registry's table that NameOf reads, nil when the field's values have no names.
func (f *Field) Table() *registry.Table {
	if f.Names != nil {
		return f.Names
	}
	return enumTable(f.Enum)
}

// EnumName returns the registry's name of v in the space e, or "" when it has none.
func EnumName(e Enum, v uint64) string {
	t := enumTable(e)
	if t == nil {
		return ""
	}
	return t.Name(v)
}

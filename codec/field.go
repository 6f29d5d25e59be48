package codec

// FieldID names a field of the wire format; FieldInfo describes it.
type FieldID uint16

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
	Ref     string // RFC section that defines the field
}

// FieldInfo returns the description of f; unknown ids give that of FieldGap.
func FieldInfo(f FieldID) *Field {
	if int(f) >= len(fields) {
		f = FieldGap
	}
	return &fields[f]
}

// Fields returns how many field ids there are.
func Fields() int { return len(fields) }

// EnumName returns the registry's name of v in the space e, or "" when it has none.
func EnumName(e Enum, v uint64) string {
	t := enumTable(e)
	if t == nil {
		return ""
	}
	return t.Name(v)
}

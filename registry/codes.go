package registry

import "strconv"

// The code spaces of RFC 4271 and its companions, one type each. String gives IANA's name ("UPDATE"), or the kind and
// the number ("message type 99") for a value without one.
type (
	MessageType uint8  // RFC 4271 section 4.1
	AttrCode    uint8  // path attribute type code, RFC 4271 section 4.3
	ErrorCode   uint8  // NOTIFICATION error code, RFC 4271 section 4.5
	CapCode     uint8  // capability code, RFC 5492
	ParamType   uint8  // OPEN optional parameter type, RFC 4271 section 4.2
	AFI         uint16 // address family identifier, RFC 4760
	SAFI        uint8  // subsequent address family identifier, RFC 4760
	SegmentType uint8  // AS_PATH segment type, RFC 4271 section 4.3
	OriginCode  uint8  // ORIGIN value, RFC 4271 section 4.3
)

// String gives IANA's name, or "message type" and the number.
func (c MessageType) String() string { return nameOr(&TableMessageTypes, "message type ", uint64(c)) }

// String gives IANA's name, or "attribute" and the number.
func (c AttrCode) String() string { return nameOr(&TablePathAttributes, "attribute ", uint64(c)) }

// String gives IANA's name, or "error code" and the number.
func (c ErrorCode) String() string { return nameOr(&TableErrorCodes, "error code ", uint64(c)) }

// String gives IANA's name, or "capability" and the number.
func (c CapCode) String() string { return nameOr(&TableCapabilities, "capability ", uint64(c)) }

// String gives IANA's name, or "parameter type" and the number.
func (c ParamType) String() string {
	return nameOr(&TableOptionalParameterTypes, "parameter type ", uint64(c))
}

// String gives the RFC's name, or "segment type" and the number.
func (c SegmentType) String() string {
	return nameOr(&TableASPathSegmentTypes, "segment type ", uint64(c))
}

// String gives IANA's name, or "origin" and the number.
func (c OriginCode) String() string { return nameOr(&TableOriginCodes, "origin ", uint64(c)) }

// String gives the symbol of the overlay ("IPv4"), because IANA's names are sentences.
func (c AFI) String() string { return symbolOr(afiSymbols[:], &TableAFI, "AFI ", uint64(c)) }

// String gives the symbol of the overlay ("unicast"), because IANA's names are sentences.
func (c SAFI) String() string { return symbolOr(safiSymbols[:], &TableSAFI, "SAFI ", uint64(c)) }

func nameOr(t *Table, what string, v uint64) string {
	if s := t.Name(v); s != "" {
		return s
	}
	return what + strconv.FormatUint(v, 10)
}

// symbol is one line of a symbol list, sorted by value.
type symbol struct {
	value uint16
	text  string
}

func symbolOr(list []symbol, t *Table, what string, v uint64) string {
	if s, ok := symbolText(list, v); ok {
		return s
	}
	return nameOr(t, what, v)
}

func symbolText(list []symbol, v uint64) (string, bool) {
	for i := range list {
		if uint64(list[i].value) == v {
			return list[i].text, true
		}
	}
	return "", false
}

// SubcodeTable gives the table of subcodes of an error code, or nil where IANA keeps none (codes 4, 8, 9 and unknown ones).
func SubcodeTable(code uint8) *Table {
	switch ErrorCode(code) {
	case ErrMessageHeader:
		return &TableHeaderSubcodes
	case ErrOpen:
		return &TableOpenSubcodes
	case ErrUpdate:
		return &TableUpdateSubcodes
	case ErrFSM:
		return &TableFSMSubcodes
	case ErrCease:
		return &TableCeaseSubcodes
	case ErrRouteRefresh:
		return &TableRouteRefreshErrorSubcodes
	}
	return nil
}

// SubcodeName gives IANA's name of a NOTIFICATION subcode: "Attribute Flags Error" for 3/4, "Unspecific" for 3/0,
// "Deprecated" for 2/5 (LegacyUses knows what that was). It is "" for reserved and unknown subcodes and for codes
// without subcodes, 4/0 too.
func SubcodeName(code, sub uint8) string {
	if t := SubcodeTable(code); t != nil {
		return t.Name(uint64(sub))
	}
	return ""
}

// KnownSubcode tells whether a standard speaker can have meant the pair: an assigned or deprecated subcode, or subcode
// 0 of a known code, which means "unspecific" (RFC 4271 section 4.5) even where IANA says reserved (6/0) or keeps no
// table (4/0, 8/0, 9/0).
func KnownSubcode(code, sub uint8) bool {
	if TableErrorCodes.Name(uint64(code)) == "" {
		return false
	}
	return sub == 0 || SubcodeName(code, sub) != ""
}

// CommunityName gives the name of a well-known community ("NO_EXPORT"), or "".
func CommunityName(c uint32) string { return TableWellKnownCommunities.Name(uint64(c)) }

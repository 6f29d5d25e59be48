package registry

// ExtCommunityTypes gives the table in which IANA lists an extended community type: the non-transitive one when bit
// 0x40 of the type is set (RFC 4360 section 2), else the transitive one.
func ExtCommunityTypes(typ uint8) *Table {
	if typ&0x40 != 0 {
		return &TableExtCommNonTransitiveTypes
	}
	return &TableExtCommTransitiveTypes
}

// ExtCommunitySubtypes gives the table of sub-types of an extended community type, or nil if it has none.
func ExtCommunitySubtypes(typ uint8) *Table { return extCommSubtypes[typ] }

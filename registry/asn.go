package registry

// ASTrans stands for an AS number that does not fit two octets (RFC 6793 section 9).
const ASTrans = 23456

// ASNote says what is special about an AS number: "never used (RFC 7607)" for 0, "AS_TRANS", "AS112", "documentation",
// "private", "last AS number (reserved)", "reserved". It is "" for an ordinary number.
func ASNote(as uint32) string {
	switch {
	case as == 0:
		return "reserved, never used (RFC 7607)"
	case as == 112:
		return "AS112 project"
	case as == ASTrans:
		return "AS_TRANS"
	case as >= 64496 && as <= 64511, as >= 65536 && as <= 65551:
		return "documentation"
	case as >= 64512 && as <= 65534, as >= 4200000000 && as <= 4294967294:
		return "private"
	case as == 65535, as == 4294967295:
		return "reserved, last AS number"
	case as >= 65552 && as <= 131071:
		return "reserved"
	}
	return ""
}

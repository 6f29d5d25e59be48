package registry

// ASTrans stands for an AS number that does not fit two octets (RFC 6793 section 9).
const ASTrans = 23456

// ASNote says what is special about an AS number: "AS_TRANS" (RFC 6793), "documentation" (RFC 5398), "private"
// (RFC 6996), "AS112 project" (RFC 7534) or "reserved" (0 by RFC 7607, the last of 16 and 32 bits by RFC 7300, and 65552
// to 131071 by IANA). It is "" for an ordinary number.
func ASNote(as uint32) string {
	switch {
	case as == 0, as == 65535, as == 4294967295, as >= 65552 && as <= 131071:
		return "reserved"
	case as == 112:
		return "AS112 project"
	case as == ASTrans:
		return "AS_TRANS"
	case as >= 64496 && as <= 64511, as >= 65536 && as <= 65551:
		return "documentation"
	case as >= 64512 && as <= 65534, as >= 4200000000 && as <= 4294967294:
		return "private"
	}
	return ""
}

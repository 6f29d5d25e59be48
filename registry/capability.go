package registry

// CapRule is what the RFCs say about one capability.
type CapRule struct {
	Code        CapCode
	Known       bool       // the overlay describes this capability
	Symbol      string     // short name, "ADD-PATH"; "" if unknown
	Len         LengthRule // legal lengths of the value
	WrongLength string     // what receivers do with another length; may be empty
	Ref         string     // "RFC 7911 §4"
	Note        string     // may be empty
}

// Cap gives the rule for a capability code. It is never nil: for an unknown code Known is false and every length legal.
func Cap(code uint8) *CapRule { return &capRules[capIndex[code]] }

// LengthOK tells whether n octets are a legal length of the value.
func (r *CapRule) LengthOK(n int) bool { return r.Len.OK(n, false) }

// LengthText says the legal lengths in words: "4", "2 plus a multiple of 4".
func (r *CapRule) LengthText() string { return r.Len.Text(false) }

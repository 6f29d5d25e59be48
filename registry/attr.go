package registry

// AttrRule is what the RFCs say about one path attribute.
type AttrRule struct {
	Code            AttrCode
	Known           bool       // class, flags, lengths and actions are known; a deprecated one may only have a Symbol
	LowCertainty    bool       // flags, lengths or actions rest on one source or on memory
	Symbol          string     // short name, "MED"; "" if unknown
	Class           AttrClass  //
	Flags           uint8      // 0x40, 0x80 or 0xC0: the Optional and Transitive bits it must have
	Len             LengthRule // legal lengths of the value
	MalformedIBGP   Action     // RFC 7606 action for a malformed one from an internal peer
	MalformedEBGP   Action     // the same from an external peer
	FlagConflict    Action     // action when the Optional or Transitive bit is wrong
	FlagConflictLow bool       // the RFCs contradict each other about FlagConflict, or name no action
	Mandatory       string     // when it must be present, "" = never
	Ref             string     // defining RFCs, "RFC 4271 §5.1.4"
	MalformedRef    string     // where the actions come from, "RFC 7606 §7.4"
	Note            string     // what else to know; may be empty
}

// Attr gives the rule for an attribute code. It is never nil: for an unknown code Known is false, every length is
// legal, and the actions are ActionNone.
func Attr(code uint8) *AttrRule { return &attrRules[attrIndex[code]] }

// LengthOK tells whether n octets are a legal length of the value. as4 says whether AS numbers have four octets.
func (r *AttrRule) LengthOK(n int, as4 bool) bool { return r.Len.OK(n, as4) }

// LengthText says the legal lengths in words: "4", "a multiple of 8, at least 8".
func (r *AttrRule) LengthText(as4 bool) string { return r.Len.Text(as4) }

// Malformed gives the RFC 7606 action for a malformed attribute; internal says that the peer is an iBGP peer.
func (r *AttrRule) Malformed(internal bool) Action {
	if internal {
		return r.MalformedIBGP
	}
	return r.MalformedEBGP
}

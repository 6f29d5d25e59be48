package registry

// Action is what RFC 7606 makes of an error, mildest first, so that the strongest of several is the greatest.
type Action uint8

// The actions of RFC 7606 section 2.
const (
	ActionNone             Action = iota // no error
	ActionAttributeDiscard               // drop the attribute, keep the routes
	ActionTreatAsWithdraw                // treat the routes of the UPDATE as withdrawn
	ActionAFISAFIDisable                 // stop using the address family
	ActionSessionReset                   // send a NOTIFICATION and close
)

// String gives the action in kebab-case.
func (a Action) String() string {
	if int(a) < len(actionNames) {
		return actionNames[a]
	}
	return ""
}

var actionNames = [...]string{"none", "attribute-discard", "treat-as-withdraw", "afi-safi-disable", "session-reset"}

// AttrClass is the category of a path attribute (RFC 4271 section 5).
type AttrClass uint8

// The categories. ClassUnknown belongs to attributes the overlay does not describe.
const (
	ClassUnknown AttrClass = iota
	ClassWellKnownMandatory
	ClassWellKnownDiscretionary
	ClassOptionalTransitive
	ClassOptionalNonTransitive
)

// String gives the RFC's words.
func (c AttrClass) String() string {
	if int(c) < len(classNames) {
		return classNames[c]
	}
	return ""
}

var classNames = [...]string{"unknown", "well-known mandatory", "well-known discretionary", "optional transitive", "optional non-transitive"}

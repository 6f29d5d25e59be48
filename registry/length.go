package registry

import "strconv"

// LengthRule is the set of legal lengths of a value, in octets. The overlay tables write it so:
//
//	any     every length            =4      exactly 4
//	>=5     5 or more               4n      multiples of 4, at least one
//	2+4k    2, 6, 10 ...            4k      multiples of 4, none is allowed
//	6|8     6 with 2-octet, 8 with 4-octet AS numbers
//	even>=6 even and at least 6     7n|19n  multiples of either, at least one
type LengthRule struct {
	Min  uint16 // least length
	Step uint16 // legal are Min, Min+Step ...; 0 = only Min
	Alt  uint16 // another step: legal are its multiples too (7n|19n); 0 = none
	AS4  uint16 // legal instead of Min with 4-octet AS numbers; 0 = does not depend on them
}

// OK tells whether n octets are legal; as4 says whether AS numbers have four octets on this session.
func (r LengthRule) OK(n int, as4 bool) bool {
	if n < 0 {
		return false
	}
	if r.AS4 != 0 {
		if as4 {
			return n == int(r.AS4)
		}
		return n == int(r.Min)
	}
	if r.Alt != 0 && n > 0 && n%int(r.Alt) == 0 {
		return true
	}
	if r.Step == 0 {
		return n == int(r.Min)
	}
	return n >= int(r.Min) && (n-int(r.Min))%int(r.Step) == 0
}

// Any tells whether every length is legal.
func (r LengthRule) Any() bool { return r.Min == 0 && r.Step == 1 }

// Text says the rule in words: "4", "a multiple of 8, at least 8", "2 plus a multiple of 4", "any length".
func (r LengthRule) Text(as4 bool) string {
	least, step := itoa(r.Min), itoa(r.Step)
	switch {
	case r.AS4 != 0 && as4:
		return itoa(r.AS4)
	case r.AS4 != 0 || r.Step == 0:
		return least
	case r.Alt != 0:
		return "a multiple of " + step + " or of " + itoa(r.Alt) + ", at least " + least
	case r.Step == 1 && r.Min == 0:
		return "any length"
	case r.Step == 1:
		return "at least " + least
	case r.Min == 0:
		return "a multiple of " + step + ", or 0"
	case r.Step == 2 && r.Min%2 == 0:
		return "even, at least " + least
	case r.Min%r.Step == 0:
		return "a multiple of " + step + ", at least " + least
	}
	return least + " plus a multiple of " + step
}

// Both says the rule for both AS number widths: "6 or 8".
func (r LengthRule) Both() string {
	if r.AS4 == 0 {
		return r.Text(false)
	}
	return r.Text(false) + " or " + r.Text(true)
}

func itoa(n uint16) string { return strconv.Itoa(int(n)) }

package registry

// Legacy is a use of a code point that IANA's table does not show: historic, pre-standard or a vendor's own.
type Legacy struct {
	Table     string // Table.ID; "bgp-parameters-error-subcodes-capability" (code 7 of an old draft) exists only here
	Value     uint64
	Name      string
	Origin    string // who used it, or the document that had it
	Note      string // how to tell it from the standard meaning; may be empty
	Certainty string // "" = two sources or more, "single", "memory"
}

// LegacyUses gives the legacy uses of a value of a table, or nil. The caller must not change the result.
func LegacyUses(tableID string, v uint64) []Legacy {
	lo, hi := 0, len(legacyUses)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if l := &legacyUses[mid]; l.Table < tableID || l.Table == tableID && l.Value < v {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	end := lo
	for end < len(legacyUses) && legacyUses[end].Table == tableID && legacyUses[end].Value == v {
		end++
	}
	if lo == end {
		return nil
	}
	return legacyUses[lo:end:end]
}

package registry

import (
	"strconv"
	"strings"
)

// FindTables gives the tables that a person may mean by word: the one with exactly that ID, or else all whose ID or
// title contains it, without regard to case, in the order of Tables.
func FindTables(word string) []*Table {
	word = strings.ToLower(strings.TrimSpace(word))
	if t := Find(word); t != nil {
		return []*Table{t}
	}
	var out []*Table
	for _, t := range allTables {
		if strings.Contains(t.ID, word) || strings.Contains(strings.ToLower(t.Title), word) {
			out = append(out, t)
		}
	}
	return out
}

// ValueText prints the value or range of a row as IANA does: "5", "0x80-0xff", "01", "C".
func (t *Table) ValueText(r Row) string {
	if r.Label != "" {
		return r.Label
	}
	s := t.number(r.First)
	if r.Last != r.First {
		s += "-" + t.number(r.Last)
	}
	return s
}

func (t *Table) number(v uint64) string {
	if t.Kind != KindHex {
		return strconv.FormatUint(v, 10)
	}
	s := strconv.FormatUint(v, 16)
	for len(s) < (t.Width+3)/4 {
		s = "0" + s
	}
	return "0x" + s
}

// Column gives the extra column of that name of a row, "" if the row or the table has none.
func (t *Table) Column(r Row, name string) string {
	for i, c := range t.Extra {
		if c == name && i < len(r.Extra) {
			return r.Extra[i]
		}
	}
	return ""
}

// FamilyName gives the short name of an address family, "ipv4-unicast"; numbers stand where a name is missing,
// "afi-99-safi-7".
func FamilyName(afi uint16, safi uint8) string {
	a, ok := symbolText(afiSymbols[:], uint64(afi))
	if !ok {
		a = "afi-" + strconv.Itoa(int(afi))
	}
	s, ok := symbolText(safiSymbols[:], uint64(safi))
	if !ok {
		s = "safi-" + strconv.Itoa(int(safi))
	}
	return strings.ToLower(a) + "-" + s
}

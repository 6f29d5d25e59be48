// Package registry holds the numbers of BGP: IANA's tables, the few tables that only RFCs keep, and hand-kept overlays
// with what IANA has not (attribute flags, legal lengths, RFC 7606 actions, symbols, legacy uses). It is data: it
// decodes nothing, imports only the standard library, and has neither init functions nor maps, so that a program
// pays only for the pages it reads.
//
// # How to add a code point
//
//  1. Add or change the row in registry/iana/TABLE.csv: value, name, status, expiry, reference. Status is one of
//     assigned, deprecated, temporary (then with expiry), reserved, unassigned, experimental. Correct the neighbouring
//     "Unassigned" range and the row count in registry/iana/index.csv.
//  2. If the code needs a Go constant, add a line to registry/overlay/symbols.csv; for a path attribute or a
//     capability add the line to overlay/attributes.csv or overlay/capabilities.csv instead, with its legal length
//     and what a malformed one costs. The notation of lengths is described at LengthRule.
//  3. If somebody used the number for something else before, say so in registry/overlay/legacy.csv.
//  4. Run "go generate ./registry" and "go test ./registry/...". The *_gen.go files are never edited by hand.
//
// To add a whole table, put the file beside the others and a line into registry/iana/index.csv. When a newer edition
// of a page is at hand, "make registry-diff XML=dir" lists what it adds, changes and removes.
package registry

//go:generate go run ./gen

// Status tells what an entry of a table is worth.
type Status uint8

// The states of a code point. The zero value is not a status.
const (
	StatusAssigned     Status = iota + 1 // in use
	StatusDeprecated                     // once in use; should not be sent
	StatusTemporary                      // early allocation, see Row.Expiry
	StatusReserved                       // not to be assigned, or for private use
	StatusUnassigned                     // free
	StatusExperimental                   // for experiments
)

// String gives the word used in the source tables.
func (s Status) String() string {
	if int(s) < len(statusNames) {
		return statusNames[s]
	}
	return ""
}

var statusNames = [...]string{"", "assigned", "deprecated", "temporary", "reserved", "unassigned", "experimental"}

// ValueKind tells how a table writes its values.
type ValueKind uint8

// The kinds of values.
const (
	KindDec    ValueKind = iota + 1 // decimal numbers
	KindHex                         // hexadecimal numbers
	KindBit                         // bit numbers; 0 is the most significant bit of a field of Table.Width bits
	KindBin                         // binary digits
	KindLetter                      // one ASCII letter; its ASCII code is the value
)

// String gives the word used in registry/iana/index.csv.
func (k ValueKind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return ""
}

var kindNames = [...]string{"", "dec", "hex", "bit", "bin", "letter"}

// Row is one entry of a table: a single value (First equals Last) or a range.
type Row struct {
	First, Last uint64   // inclusive
	Label       string   // the value as printed where it is not a plain number (a letter, binary digits); else ""
	Name        string   // never empty; status, dates and pointers are taken out
	Status      Status   //
	Expiry      string   // YYYY-MM-DD for StatusTemporary, else ""
	Ref         string   // references in IANA's notation, "[RFC4271][RFC7606, Section 7.1]"
	Extra       []string // further columns, named by Table.Extra; trailing empty ones are left out
}

// Table is one registry.
type Table struct {
	ID       string    // "bgp-parameters-message-types"
	Title    string    // IANA's title
	Page     string    // IANA page, "" for tables that only RFCs keep
	Registry string    // id of the registry on that page
	Kind     ValueKind // how values are printed
	Width    int       // bits of the field, 0 if not known
	Updated  string    // date of the page, YYYY-MM-DD
	Extra    []string  // names of the columns in Row.Extra
	Rows     []Row     // sorted by First, then Last
	Rules    []Rule    // who may register what, in IANA's order
	overlap  bool      // some rows overlap: binary search is not enough
}

// Rule tells by which procedure values of a range are registered ("Standards Action", "Private Use" ...).
type Rule struct {
	First, Last uint64
	Procedure   string
}

// Lookup finds the row for v. The narrowest row wins (a single value over a range), and an unassigned row loses
// against any other. It does not allocate.
func (t *Table) Lookup(v uint64) (Row, bool) {
	if i := t.index(v); i >= 0 {
		return t.Rows[i], true
	}
	return Row{}, false
}

func (t *Table) index(v uint64) int {
	if t.overlap {
		return t.scan(v)
	}
	// Most tables begin with a row for each number, from 0 or from 1.
	for i := v; i+1 >= v && i < uint64(len(t.Rows)); i-- {
		if r := &t.Rows[i]; r.First <= v && v <= r.Last {
			return int(i)
		}
	}
	lo, hi := 0, len(t.Rows)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if t.Rows[mid].First <= v {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == 0 || t.Rows[lo-1].Last < v {
		return -1
	}
	return lo - 1
}

func (t *Table) scan(v uint64) int {
	best := -1
	for i := range t.Rows {
		r := &t.Rows[i]
		if v < r.First || v > r.Last {
			continue
		}
		if best < 0 || better(r, &t.Rows[best]) {
			best = i
		}
	}
	return best
}

// better tells whether a wins over b when both hold the value.
func better(a, b *Row) bool {
	if (a.Status == StatusUnassigned) != (b.Status == StatusUnassigned) {
		return b.Status == StatusUnassigned
	}
	return a.Last-a.First < b.Last-b.First
}

// Name gives the name of an assigned, deprecated or temporary value, and "" for every other.
func (t *Table) Name(v uint64) string {
	i := t.index(v)
	if i < 0 {
		return ""
	}
	switch r := &t.Rows[i]; r.Status {
	case StatusAssigned, StatusDeprecated, StatusTemporary:
		return r.Name
	}
	return ""
}

// Status gives the status of v, or 0 if the table does not mention it.
func (t *Table) Status(v uint64) Status {
	if i := t.index(v); i >= 0 {
		return t.Rows[i].Status
	}
	return 0
}

// Procedure tells how v would be registered, "" if the table does not say.
func (t *Table) Procedure(v uint64) string {
	for i := range t.Rules {
		if r := &t.Rules[i]; r.First <= v && v <= r.Last {
			return r.Procedure
		}
	}
	return ""
}

// Tables gives every table, IANA's first, in the order of registry/iana/index.csv. The caller must not change them.
func Tables() []*Table { return allTables[:] }

// Find gives the table with that ID, or nil.
func Find(id string) *Table {
	for _, t := range allTables {
		if t.ID == id {
			return t
		}
	}
	return nil
}

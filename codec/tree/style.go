package tree

// Role says why a piece of text stands out. A Style gives each role its look.
type Role uint8

// The roles. Field0 and those after it alternate, so that neighbouring runs of octets can be told apart.
const (
	Plain  Role = iota // nothing special
	Good               // confirmed, harmless
	Bad                // an error, a wrong claim
	Warn               // doubtful, guessed
	Note               // by the way
	Key                // the name of something
	Value              // what it holds
	Dim                // of least interest: offsets, padding
	Bold               // headings
	Guilty             // the octets that are to blame
	Field0             // first of the alternating looks for runs of octets
	Field1             // second
	Field2             // third
	Field3             // fourth
	Field4             // fifth

	numRoles
)

var roleNames = [numRoles]string{"plain", "good", "bad", "warn", "note", "key", "value", "dim", "bold", "guilty",
	"field0", "field1", "field2", "field3", "field4"}

// Roles is how many roles there are; they are numbered from 0.
const Roles = int(numRoles)

// String returns the name of the role, "" for a number that has none.
func (r Role) String() string {
	if r < numRoles {
		return roleNames[r]
	}
	return ""
}

// fieldRole gives the role of the i-th run of octets.
func fieldRole(i int) Role { return Field0 + Role(i%int(numRoles-Field0)) }

// Style is what stands before and after a text of each role: terminal escapes, or nothing. The zero value is
// plain text. Roles do not nest.
type Style struct{ Open, Close [numRoles]string }

// Span is a range of octets of a message.
type Span struct{ Off, Len int }

// touches reports whether the span shares an octet with [off, off+n).
func (s Span) touches(off, n int) bool { return s.Off < off+n && off < s.Off+s.Len }

// covers reports whether all of [off, off+n) is in the span.
func (s Span) covers(off, n int) bool { return s.Off <= off && off+n <= s.Off+s.Len }

// Options says how Text and Hex lay out a message.
type Options struct {
	Style  Style
	Width  int    // columns of the page; 0 is 100, and at least 40 are used
	Guilty []Span // octets to highlight
	Full   bool   // elide nothing
	Skip   int    // Hex leaves out fields that end at or before this octet
}

const defaultWidth, leastWidth = 100, 40

func (o *Options) width() int {
	if o.Width == 0 {
		return defaultWidth
	}
	return max(o.Width, leastWidth)
}

// guilty reports whether any octet of [off, off+n) is to blame.
func (o *Options) guilty(off, n int) bool {
	for _, s := range o.Guilty {
		if s.touches(off, n) {
			return true
		}
	}
	return false
}

// covered reports whether all of [off, off+n) is to blame.
func (o *Options) covered(off, n int) bool {
	for _, s := range o.Guilty {
		if n > 0 && s.covers(off, n) {
			return true
		}
	}
	return false
}

package ui

import (
	"strings"

	"github.com/fatih/color"
)

// Role says why a piece of text stands out. Roles, not colours, are what the
// rest of the command speaks of.
type Role uint8

// The roles. Field0 and those after it alternate, so that neighbouring runs of
// octets can be told apart.
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
	Field0             // first of the alternating colours for runs of octets
	Field1             // second
	Field2             // third
	Field3             // fourth
	Field4             // fifth

	numRoles
)

// FieldColors is how many alternating roles there are.
const FieldColors = int(numRoles - Field0)

// FieldRole gives the role of the i-th run of octets. i must not be negative.
func FieldRole(i int) Role { return Field0 + Role(i%FieldColors) }

// style is the name of a role and how it looks. Red is kept for what is wrong;
// the guilty octets are also reversed, for those who see no red.
type style struct {
	name  string
	attrs []color.Attribute
}

// styleOf is a switch and not a table of slices, so that nothing is built when
// the program starts.
func styleOf(r Role) style {
	switch r {
	case Good:
		return style{"good", []color.Attribute{color.FgGreen}}
	case Bad:
		return style{"bad", []color.Attribute{color.FgRed, color.Bold}}
	case Warn:
		return style{"warn", []color.Attribute{color.FgYellow}}
	case Note:
		return style{"note", []color.Attribute{color.FgHiBlue}}
	case Key:
		return style{"key", []color.Attribute{color.FgCyan}}
	case Value:
		return style{"value", nil}
	case Dim:
		return style{"dim", []color.Attribute{color.Faint}}
	case Bold:
		return style{"bold", []color.Attribute{color.Bold}}
	case Guilty:
		return style{"guilty", []color.Attribute{color.FgRed, color.Bold, color.ReverseVideo}}
	case Field0:
		return style{"field0", []color.Attribute{color.FgCyan}}
	case Field1:
		return style{"field1", []color.Attribute{color.FgYellow}}
	case Field2:
		return style{"field2", []color.Attribute{color.FgMagenta}}
	case Field3:
		return style{"field3", []color.Attribute{color.FgGreen}}
	case Field4:
		return style{"field4", []color.Attribute{color.FgHiBlue}}
	}
	return style{"plain", nil}
}

// String gives the name of the role, as SGR takes it.
func (r Role) String() string { return styleOf(r).name }

// Color gives the fatih/color object of a role, switched on or off for one
// writer. It does not heed the library's own decision, which is one for the
// whole process and looks at standard output only.
func (r Role) Color(on bool) *color.Color {
	c := color.New(styleOf(r).attrs...)
	if on {
		c.EnableColor()
	} else {
		c.DisableColor()
	}
	return c
}

// SGR gives the escape sequences that switch the role on and off. Both are
// empty for roles that look like plain text. The second may end
// more than the first began, so roles do not nest.
func (r Role) SGR() (on, off string) {
	if len(styleOf(r).attrs) == 0 {
		return "", ""
	}
	const mark = "\x00"
	on, off, _ = strings.Cut(r.Color(true).Sprint(mark), mark)
	return on, off
}

// SGR gives the escape sequences of the role with that name, for renderers that
// take their style as a value. An unknown name is plain.
func SGR(name string) (on, off string) {
	for r := range numRoles {
		if styleOf(r).name == name {
			return r.SGR()
		}
	}
	return "", ""
}

// Paint puts roles around text for one writer, or leaves it alone.
// The zero value leaves it alone.
type Paint struct {
	On bool // whether the writer takes escape sequences
}

// Wrap gives s in the look of r. s must hold no escape sequences of a stranger.
func (p Paint) Wrap(r Role, s string) string {
	if !p.On || s == "" {
		return s
	}
	on, off := r.SGR()
	return on + s + off
}

// Codes gives what Wrap would put before and after a text.
func (p Paint) Codes(r Role) (on, off string) {
	if !p.On {
		return "", ""
	}
	return r.SGR()
}

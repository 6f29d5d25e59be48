package ui

import (
	"strings"

	"github.com/fatih/color"

	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// look gives what a role looks like, nothing for plain text. Red is kept for what is wrong; the guilty octets are also
// reversed, for those who see no red. It is a switch and not a table of slices, so that nothing is built when the program
// starts.
func look(r tree.Role) []color.Attribute {
	switch r {
	case tree.Good:
		return []color.Attribute{color.FgGreen}
	case tree.Bad:
		return []color.Attribute{color.FgRed, color.Bold}
	case tree.Warn:
		return []color.Attribute{color.FgYellow}
	case tree.Note:
		return []color.Attribute{color.FgHiBlue}
	case tree.Key:
		return []color.Attribute{color.FgCyan}
	case tree.Dim:
		return []color.Attribute{color.Faint}
	case tree.Bold:
		return []color.Attribute{color.Bold}
	case tree.Guilty:
		return []color.Attribute{color.FgRed, color.Bold, color.ReverseVideo}
	case tree.Field0:
		return []color.Attribute{color.FgCyan}
	case tree.Field1:
		return []color.Attribute{color.FgYellow}
	case tree.Field2:
		return []color.Attribute{color.FgMagenta}
	case tree.Field3:
		return []color.Attribute{color.FgGreen}
	case tree.Field4:
		return []color.Attribute{color.FgHiBlue}
	}
	return nil
}

// SGR gives the escape sequences that switch the look of a role on and off. Both are empty for roles that look like plain
// text. The second may end more than the first began, so roles do not nest. The library's own decision is not heeded: it is
// one for the whole process and looks at standard output only.
func SGR(r tree.Role) (on, off string) {
	attrs := look(r)
	if len(attrs) == 0 {
		return "", ""
	}
	c := color.New(attrs...)
	c.EnableColor()
	const mark = "\x00"
	on, off, _ = strings.Cut(c.Sprint(mark), mark)
	return on, off
}

// Paint puts the looks of roles around text for one writer, or leaves it alone.
// The zero value leaves it alone.
type Paint struct {
	On bool // whether the writer takes escape sequences
}

// Wrap gives s in the look of r. s must hold no escape sequences of a stranger.
func (p Paint) Wrap(r tree.Role, s string) string {
	if !p.On || s == "" {
		return s
	}
	on, off := SGR(r)
	return on + s + off
}

// Style gives the looks of all roles, none where p is off.
func (p Paint) Style() (s tree.Style) {
	if p.On {
		for r := range tree.Roles {
			s.Open[r], s.Close[r] = SGR(tree.Role(r))
		}
	}
	return s
}

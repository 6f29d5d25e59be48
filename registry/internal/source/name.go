package source

import "strings"

// Status names of the normalised tables.
const (
	Assigned     = "assigned"
	Deprecated   = "deprecated"
	Temporary    = "temporary"
	Reserved     = "reserved"
	Unassigned   = "unassigned"
	Experimental = "experimental"
)

// Name is a naming cell of IANA taken apart.
type Name struct {
	Text       string // the name alone, white space collapsed
	Status     string // one of the status names
	Registered string // temporary rows: day of registration
	Extended   string // temporary rows: day of the extension, if any
	Expiry     string // temporary rows: day of expiry
	Subtable   string // title of the table that lists the sub-types
	Note       string // how the cell said "deprecated" beyond the word itself
}

// SplitName takes a naming cell apart: IANA writes status, dates and pointers to other tables into the name.
func SplitName(cell string) Name {
	n := Name{Text: Clean(cell), Status: Assigned}
	n.cutTemporary()
	n.cutSubtable()
	deprecated := n.cutDeprecated()
	switch {
	case n.Status == Temporary:
	case n.Text == "Unassigned":
		n.Status = Unassigned
		if deprecated {
			n.addNote("deprecated")
		}
	case deprecated:
		n.Status = Deprecated
	case isExperimental(n.Text):
		n.Status = Experimental
	case isReserved(n.Text):
		n.Status = Reserved
	}
	return n
}

// Clean collapses white space and replaces the typographic characters IANA has in a few names by plain ASCII.
func Clean(s string) string {
	s = strings.NewReplacer("\u2011", "-", "\u2019", "'", "\u00a0", " ", "\ufeff", "").Replace(s)
	return strings.Join(strings.Fields(s), " ")
}

func (n *Name) addNote(s string) {
	if n.Note != "" {
		n.Note += "; "
	}
	n.Note += s
}

// cutTemporary takes off "(TEMPORARY - registered D, extension registered D, expires D)".
func (n *Name) cutTemporary() {
	head, tail, ok := strings.Cut(n.Text, "(TEMPORARY - ")
	if !ok {
		return
	}
	inside, rest, _ := strings.Cut(tail, ")")
	n.Text = Clean(head + rest)
	n.Status = Temporary
	for _, part := range strings.Split(inside, ", ") {
		switch {
		case strings.HasPrefix(part, "registered "):
			n.Registered = part[len("registered "):]
		case strings.HasPrefix(part, "extension registered "):
			n.Extended = part[len("extension registered "):]
		case strings.HasPrefix(part, "expires "):
			n.Expiry = part[len("expires "):]
		default:
			n.addNote(part)
		}
	}
}

// cutSubtable takes off `(Sub-Types are defined in the "..." registry)`.
func (n *Name) cutSubtable() {
	const intro = "(Sub-Types are defined in the "
	head, tail, ok := strings.Cut(n.Text, intro)
	if !ok {
		return
	}
	inside, rest, _ := strings.Cut(tail, ")")
	n.Text = Clean(head + rest)
	n.Subtable = strings.Trim(strings.TrimSuffix(inside, " registry"), `"`)
}

// cutDeprecated takes off every form of "(deprecated)" and tells whether there was one.
func (n *Name) cutDeprecated() bool {
	found := false
	for _, word := range [...]string{"deprecated", "historic", "obsolete"} {
		text, cut := cutFold(n.Text, "("+word+")")
		if !cut {
			continue
		}
		// "A (deprecated), B (deprecated)": close the gap before the comma.
		n.Text = strings.ReplaceAll(Clean(text), " ,", ",")
		found = true
		if word != "deprecated" {
			n.addNote(word)
		}
	}
	if n.Text == "[Deprecated]" || n.Text == "Deprecated" {
		n.Text, found = "Deprecated", true
	}
	if day, ok := strings.CutPrefix(n.Text, "Deprecated ("); ok {
		n.addNote(strings.TrimSuffix(day, ")"))
		n.Text, found = "Deprecated", true
	}
	return found
}

// cutFold takes every occurrence of an ASCII word out of s, without regard to case.
func cutFold(s, word string) (string, bool) {
	var b strings.Builder
	for i := 0; i < len(s); {
		if i+len(word) <= len(s) && strings.EqualFold(s[i:i+len(word)], word) {
			i += len(word)
			continue
		}
		b.WriteByte(s[i])
		i++
	}
	return b.String(), b.Len() < len(s)
}

func isExperimental(s string) bool {
	return s == "Experimental" || s == "Experimentation" || s == "Experimental Use" || s == "Private experimentation" ||
		s == "Use for experimentation and testing" || strings.HasPrefix(s, "RFC3692-style Experiment") ||
		strings.HasPrefix(s, "Reserved for Experimental Use")
}

func isReserved(s string) bool {
	return strings.HasPrefix(s, "Reserved") || strings.HasPrefix(s, "Private Use") || strings.HasPrefix(s, "Private use") ||
		strings.HasPrefix(s, "For private use") || strings.HasPrefix(s, "For documentation")
}

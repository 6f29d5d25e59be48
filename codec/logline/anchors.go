package logline

// Anchors returns the literals of which one stands, in any case and with any white space for a blank, on or over the lines
// of each event that Scan finds: for those who want to leave out of a large text what Scan cannot want. A literal may be
// broken: with a line end inside, or one for a blank of it, and blanks, '=' or '>' beside that line end.
func Anchors() []string { return theFinder().anchors }

// AnchorAt reports whether an anchor stands at t[at:], and the text beside it is not such that no style can want it there.
// It looks at most 128 octets to either side.
func AnchorAt(t string, at int, anchor string) bool {
	return len(t)-at >= len(anchor) && equalFold(t[at:at+len(anchor)], anchor) && guard(t, at, anchor) && wanted(t, at, anchor)
}

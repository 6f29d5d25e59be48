package report

import (
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec/safetext"
)

// safeLine makes a text safe before it is measured.
func safeLine(s string) string { return safetext.String(s, safetext.Options{}) }

// columns counts the characters of a safe text.
func columns(s string) int { return utf8.RuneCountInString(s) }

// cutLine cuts s so that it and a mark take at most n columns, and says whether it did.
func cutLine(s string, n int) (string, bool) {
	if columns(s) < n {
		return s, false
	}
	for i := range s {
		if n--; n <= 0 {
			return s[:i] + "…", true
		}
	}
	return "…", true
}

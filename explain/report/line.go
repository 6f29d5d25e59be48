package report

import (
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec/safetext"
)

// safeLine makes a text safe before it is measured.
func safeLine(s string) string { return safetext.String(s, safetext.Options{}) }

// cutLine cuts s to n columns, with a mark where something is gone. It counts characters.
func cutLine(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	for i := range s {
		if n--; n <= 0 {
			return s[:i] + "…"
		}
	}
	return ""
}

package inputs

import (
	"path/filepath"
	"slices"
	"strings"
)

// Rotated reports whether name is what rotation makes of the name of a log: log.1, log-20261121.gz, log-20261121.txt of
// log.txt, log.old.
func Rotated(name, log string) bool {
	packed := name
	for _, ext := range [...]string{".gz", ".bz2", ".xz", ".zst"} {
		packed = strings.TrimSuffix(packed, ext)
	}
	if packed != name && packed == log {
		return true
	}
	if rest, ok := strings.CutPrefix(packed, log); ok && turned(rest) {
		return true
	}
	ext := filepath.Ext(log)
	stem := strings.TrimSuffix(log, ext)
	if rest, ok := strings.CutSuffix(packed, ext); ok && ext != "" && stem != "" {
		if rest, ok = strings.CutPrefix(rest, stem); ok {
			return turned(rest)
		}
	}
	return false
}

// turned reports whether s is a number, a date or a word for what was before, each behind a mark.
func turned(s string) bool {
	mark := func(r rune) bool { return strings.ContainsRune("-._~@", r) }
	if s == "" || !mark(rune(s[0])) {
		return false
	}
	for _, w := range strings.FieldsFunc(s, mark) {
		if !slices.Contains([]string{"old", "bak", "prev", "orig"}, w) && strings.Trim(w, "0123456789TZ") != "" {
			return false
		}
	}
	return true
}

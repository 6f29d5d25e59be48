package excerpt

import "testing"

// TestHead: stamps in any notation begin a record, rows of a dump do not.
func TestHead(t *testing.T) {
	for line, want := range map[string]bool{
		"Nov 21 23:43:12 r1":           true,
		"<30>Nov 21 23:43:12 r1":       true,
		"2026-11-21T23:43:12Z r1":      true,
		"21.11.2026 23:43:12":          true,
		"02-Jan-2026 10:11:12 r1":      true,
		"2 Jan 2026 10:11:12":          true,
		"02/Dec/2026:10:11:12 +0000":   true,
		"20260102T101112Z r1":          true,
		"20260102 10:11:12 r1":         true,
		"jan/02/2026 10:11:12":         true,
		"January 2, 2026 10:11:12 AM":  true,
		"Fri, 02 Jan 2026 10:11:12":    true,
		"I0102 10:11:12.123456 1 a.go": true,
		"1767348672 r1":                true,
		"10:11:12.123 UTC Fri Jan 2":   true,
		"{\"a\":1}":                    true,
		"00 decafbad 00112233":         false,
		"decafbad 00112233":            false,
		"20260102 00112233 44556677":   false,
		"feb00011 22334455":            false,
		"  00 01 02 03":                false,
		"an ordinary sentence":         false,
		"declared Length 21":           false,
	} {
		if got := head([]byte(line + "\n")); got != want {
			t.Errorf("%q: %t", line, got)
		}
	}
}

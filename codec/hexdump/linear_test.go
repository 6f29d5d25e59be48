package hexdump

import (
	"strings"
	"testing"
)

// TestHostile reads long texts made of one pattern. A scanner that looks at
// the same text again and again would not come back from them.
func TestHostile(t *testing.T) {
	const size = 1 << 17
	for _, p := range []string{
		"[", "[1 ", "[1,", "{0x1,", "<<", "<Buffer ", "(", "((ff", "\\x", "'\\x0", "\"\\x", "\\'\\x1'", "b'\\x1\\'", "a", "f", "0", "g", "/", "=",
		"=\n", "ff ", "ff...", "ff ... a b ", "ff (a", "ff [x] ", "ff **MSG", "ff <", "20  ", "32 30 20  ", "ff \t", " ", "\n", "\t\n", ">", "> ",
		"0000 ff\n", "0000: ff\n", "0000000 ffff\n*\n", "0000000 ffff\n*\n0010000 ffff\n", "0x0000: ff |", "00000000  ff\n\n", "&nbsp;", "<br>", "--More--",
		"\x1b[", "\x1b[1m", "\b", "…", ". ", "ff . ", "f ", "f\n", "1 2 ", "1, ", "-1 ", "1-", "ff:", "ff-", "0x", "0xf", "0xf ", "16#f,", "ff and bad ",
		"ff und so weiter ", "AAAA\n", "AAAA", "AAA=", "'AAAA'", "\"", "ff |ff ", "ff > ", "d: ff ", "\\n", "\\nff", "↵", "\u00a0", "ff a", "dead ", "12 bytes ",
		strings.Repeat("A", 64) + "\n", strings.Repeat(" ", 400) + "ff", "ff" + strings.Repeat(" ", 400), "ff ff ff ff ff ff ff ff fff ",
	} {
		text := strings.Repeat(p, size/len(p)+1)
		check(t, text, Scan(text))
		check(t, text, Octets(text))
		text = "ff ff ff ff ff " + text
		check(t, text, Scan(text))
		check(t, text, Octets(text))
	}
}

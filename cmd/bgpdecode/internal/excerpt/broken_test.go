package excerpt

import (
	"strings"
	"testing"
)

// TestBroken: each word is found wherever one line end stands in it or in place of a blank of it, and in whatever case.
func TestBroken(t *testing.T) {
	a := theAnchors()
	for _, w := range a.words {
		for i := 1; i < len(w); i++ {
			for _, end := range []string{"\n", "\r\n", " \n  ", "=\n> "} {
				for _, rest := range []string{w[i:], strings.TrimPrefix(w[i:], " ")} {
					if rest == "" {
						continue
					}
					for _, text := range []string{"some " + w[:i] + end + rest + " more", w[:i] + end + rest, "some " + strings.ToUpper(w[:i]+end+rest) + "\nNov 21"} {
						at := strings.IndexByte(text, '\n')
						if strings.TrimSpace(w[:i]) != "" && strings.TrimSpace(rest) != "" && !a.broken([]byte(text), at) {
							t.Errorf("%q in %q is not found", w, text)
						}
					}
				}
			}
		}
	}
}

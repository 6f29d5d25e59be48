package interop

import (
	"os"
	"strings"
	"testing"
)

// writeFile writes a configuration, for its owner only: OpenBGPD insists.
func writeFile(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// lines gives the lines of a text that are not empty.
func lines(text string) (list []string) {
	for l := range strings.Lines(text) {
		if l = strings.TrimSpace(l); l != "" {
			list = append(list, l)
		}
	}
	return list
}

// replaceFile writes a configuration anew while its daemon runs.
func replaceFile(path, text string) error { return os.WriteFile(path, []byte(text), 0o600) }

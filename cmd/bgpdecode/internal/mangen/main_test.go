package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "man")
	if err := write(dir); err != nil {
		t.Fatal(err)
	}
	for _, page := range []string{"bgpdecode.1", "bgpdecode-explain.1", "bgpdecode-registry.1", "bgpdecode-schema.1", "bgpdecode-version.1"} {
		text, err := os.ReadFile(filepath.Join(dir, page))
		if err != nil {
			t.Error(err)
			continue
		}
		if !strings.HasPrefix(string(text), ".") && !strings.Contains(string(text), ".TH") || !strings.Contains(string(text), "EXAMPLE") {
			t.Errorf("%s is no manual page with examples:\n%.200s", page, text)
		}
	}
}

package peertest

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// witness records how a test ended.
type witness struct {
	testing.TB
	skipped, failed string
}

func (w *witness) Helper() {}
func (w *witness) Skipf(f string, a ...any) {
	w.skipped = f
	runtime.Goexit()
}
func (w *witness) Fatalf(f string, a ...any) {
	w.failed = f
	runtime.Goexit()
}

// need runs Need as a test of its own would.
func need(t *testing.T, name string, names ...string) (path string, w *witness) {
	w = &witness{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		path = Need(w, name, names...)
	}()
	<-done
	return path, w
}

func TestNeed(t *testing.T) {
	dir := t.TempDir()
	tool := filepath.Join(dir, "peer-under-test")
	if runtime.GOOS == "windows" {
		tool += ".exe"
	}
	if err := os.WriteFile(tool, []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)

	t.Setenv(RequireVar, "")
	if path, w := need(t, "no-such-peer", "peer-under-test"); path != tool || w.skipped+w.failed != "" {
		t.Errorf("found %q (%+v), want %q", path, w, tool)
	}
	if _, w := need(t, "no-such-peer"); w.skipped == "" || strings.Contains(w.skipped, "\n") || w.failed != "" {
		t.Errorf("missing: %+v, want one line and a skip", w)
	}
	t.Setenv(RequireVar, "1")
	if _, w := need(t, "no-such-peer"); w.failed == "" || w.skipped != "" {
		t.Errorf("missing but required: %+v, want a failure", w)
	}
}

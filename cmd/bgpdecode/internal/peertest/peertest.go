// Package peertest finds the programs of others that tests compare with or talk
// to: tshark, daemons, an X server. Where one is missing the test is skipped
// with one line that says what to install; with BGPDECODE_REQUIRE_PEERS=1, as CI
// sets it, that is a failure, so that no such test is lost unseen.
//
// It starts nothing and installs nothing; `make peers` does the latter.
package peertest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// RequireVar is the environment variable that turns a skip into a failure when
// it is 1.
const RequireVar = "BGPDECODE_REQUIRE_PEERS"

// elsewhere are folders in which Debian keeps daemons, looked in after PATH.
var elsewhere = [...]string{"/usr/sbin", "/sbin", "/usr/lib/frr", "/usr/local/sbin"}

// Required reports whether a missing program must fail a test.
func Required() bool { return os.Getenv(RequireVar) == "1" }

// Find looks for a program in PATH and where daemons are kept.
func Find(name string) (path string, ok bool) {
	if path, err := exec.LookPath(name); err == nil {
		return path, true
	}
	for _, dir := range elsewhere {
		if path, err := exec.LookPath(filepath.Join(dir, name)); err == nil {
			return path, true
		}
	}
	return "", false
}

// Need gives the path of a program, or skips the test, or fails it where
// Required. names are other names of the same program, tried in order.
func Need(t testing.TB, name string, names ...string) string {
	t.Helper()
	all := append([]string{name}, names...)
	for _, n := range all {
		if path, ok := Find(n); ok {
			return path
		}
	}
	Missing(t, strings.Join(all, " or "))
	return ""
}

// Missing ends the test because what is not there: as a failure where Required,
// otherwise as a skip. It is for needs that are no program, such as a right.
func Missing(t testing.TB, what string) {
	t.Helper()
	if Required() {
		t.Fatalf("%s is missing, and %s=1 asks for it (make peers, as root, installs it)", what, RequireVar)
	}
	t.Skipf("skipped: %s is missing (make peers, as root, installs it)", what)
}

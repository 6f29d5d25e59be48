package interop

import (
	"errors"
	"os"
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peertest"
)

// errNot is what a daemon does not have.
var errNot = errors.New("this daemon has no such thing")

// need skips the test, or fails it where that is asked for, if a make cannot run
// here.
func (k kind) need(t testing.TB) {
	t.Helper()
	for _, name := range k.needs {
		peertest.Need(t, name)
	}
	if k.root && os.Geteuid() != 0 {
		peertest.Missing(t, "root, which "+k.name+" wants,")
	}
}

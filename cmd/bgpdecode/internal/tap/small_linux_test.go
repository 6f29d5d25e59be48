package tap

import (
	"fmt"
	"syscall"
	"testing"
)

// small makes a folder on a disk of its own that holds so many octets.
func small(t *testing.T, octets int) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, fmt.Sprintf("size=%d", octets)); err != nil {
		t.Skipf("skipped: cannot mount a small disk (that needs root): %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, 0); err != nil {
			t.Error(err)
		}
	})
	return dir
}

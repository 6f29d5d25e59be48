//go:build !linux

package tap

import "testing"

// small makes a folder on a disk of its own that holds so many octets.
func small(t *testing.T, octets int) string {
	t.Skip("skipped: small disks are made on Linux only")
	return ""
}

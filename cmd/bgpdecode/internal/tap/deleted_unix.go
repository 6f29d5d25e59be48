//go:build unix

package tap

import (
	"os"
	"syscall"
)

// deleted reports whether no folder has the open file any more.
func deleted(info os.FileInfo) bool {
	s, ok := info.Sys().(*syscall.Stat_t)
	return ok && info.Mode().IsRegular() && s.Nlink == 0
}

//go:build unix

package inputs

import (
	"io/fs"
	"path/filepath"
	"syscall"
)

// ID gives what tells a file from all others, under whatever name.
func ID(info fs.FileInfo, path string) any {
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		return [2]uint64{uint64(st.Dev), uint64(st.Ino)}
	}
	return filepath.Clean(path)
}

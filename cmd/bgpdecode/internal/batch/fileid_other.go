//go:build !unix

package batch

import (
	"io/fs"
	"path/filepath"
)

// fileID gives what tells a file from others: its name.
func fileID(_ fs.FileInfo, path string) any {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

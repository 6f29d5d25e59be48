//go:build !unix

package inputs

import (
	"io/fs"
	"path/filepath"
)

// ID gives what tells a file from others: its name.
func ID(_ fs.FileInfo, path string) any {
	if abs, err := filepath.Abs(path); err == nil {
		return abs
	}
	return path
}

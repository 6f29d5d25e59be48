// Package inputs finds and opens what a command is to read: files, directories, patterns, pipes and standard input, and
// files that are followed while somebody writes to them. What comes in its own time says when nothing more is there, so
// that what has come can be handed out.
//
// The package looks into no input: what is in it is told by others.
package inputs

import (
	"errors"
	"io/fs"
	"time"
)

// File is one thing to read.
type File struct {
	Name    string    // as the output calls it: a path, or "stdin"
	Path    string    // "" for standard input
	Found   bool      // in a directory or by a pattern: nobody named it
	Regular bool      // a file: Size and Changed are known
	Size    int64     // octets, as it lies on the disk
	Changed time.Time // last
}

// Know notes what a file system tells of the file.
func (f *File) Know(info fs.FileInfo) {
	if f.Regular = info.Mode().IsRegular(); f.Regular {
		f.Size, f.Changed = info.Size(), info.ModTime()
	}
}

// ErrStopped is what a source gives when the reading is stopped.
var ErrStopped = errors.New("interrupted")

// Reason takes the name of the file out of an error that repeats it.
func Reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

package inputs

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// Finder says what arguments mean: files, directories with all below them, patterns that no shell has expanded, and "-"
// for standard input. Nothing is given twice, however it is named.
type Finder struct {
	Args      []string
	Stdin     io.Reader
	StdinName string        // how the output calls it; default "stdin"
	Outputs   []fs.FileInfo // files that are being written: they are not read
	Passed    Passed

	seen  map[any]bool
	yield func(*File, error) bool
	full  bool // no more is wanted
}

// Passed counts what is not read.
type Passed struct {
	Again   int64 // named or found more than once
	Special int64 // neither files nor directories, found in a directory or by a pattern
	Output  int64 // being written
}

// Files gives what is to be read in the order of the arguments, those of a directory or a pattern sorted, and an error for what
// cannot be looked at. A tree of directories is not held in memory as a whole.
func (f *Finder) Files() iter.Seq2[*File, error] {
	return func(yield func(*File, error) bool) {
		f.seen, f.yield, f.full = map[any]bool{}, yield, false
		for _, arg := range f.Args {
			if f.arg(arg); f.full {
				return
			}
		}
	}
}

func (f *Finder) arg(arg string) {
	if arg == "-" {
		f.standard()
		return
	}
	info, err := os.Stat(arg)
	if err != nil && errors.Is(err, fs.ErrNotExist) && isPattern(arg) {
		names, bad := filepath.Glob(arg)
		if bad == nil && len(names) > 0 {
			for _, n := range names { // Glob sorts them
				f.match(n)
			}
			return
		}
	}
	switch {
	case err != nil:
		f.fail(arg, Reason(err))
	case info.IsDir():
		f.walk(arg)
	default:
		f.add(&File{Name: arg, Path: arg}, info)
	}
}

func isPattern(arg string) bool { return strings.ContainsAny(arg, "*?[") }

// standard adds standard input.
func (f *Finder) standard() {
	in := &File{Name: cmp.Or(f.StdinName, "stdin")}
	file, ok := f.Stdin.(*os.File)
	if !ok {
		if !f.seen["-"] {
			f.give(in, nil)
		}
		f.seen["-"] = true
		return
	}
	info, err := file.Stat()
	if err != nil {
		f.fail(in.Name, Reason(err))
		return
	}
	in.Know(info)
	if at, err := file.Seek(0, io.SeekCurrent); err == nil && in.Regular {
		in.Size = max(0, in.Size-at)
	}
	f.add(in, info)
}

// match adds what a pattern fits: as in a directory nobody named it, so that it must be a file or a directory.
func (f *Finder) match(name string) {
	switch info, err := os.Stat(name); {
	case f.full:
	case err != nil:
		f.fail(name, Reason(err))
	case info.IsDir():
		f.walk(name)
	case !info.Mode().IsRegular():
		f.Passed.Special++
	default:
		f.add(&File{Name: name, Path: name, Found: true}, info)
	}
}

// walk adds all regular files below a directory. Links below it are not followed: they may lead anywhere.
func (f *Finder) walk(root string) {
	if last := root[len(root)-1]; !os.IsPathSeparator(last) {
		root += string(filepath.Separator) // a link to a directory is that directory
	}
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case f.full:
			return fs.SkipAll
		case err != nil:
			f.fail(path, Reason(err))
		case d.IsDir():
		case !d.Type().IsRegular():
			f.Passed.Special++
		default:
			info, err := d.Info()
			if err == nil {
				f.add(&File{Name: path, Path: path, Found: true}, info)
			} else if !errors.Is(err, fs.ErrNotExist) { // else it has gone meanwhile
				f.fail(path, Reason(err))
			}
		}
		return nil
	})
}

// add gives an input unless it has been given already, or is where the output goes.
func (f *Finder) add(in *File, info fs.FileInfo) {
	in.Know(info)
	for _, out := range f.Outputs {
		if in.Regular && os.SameFile(info, out) {
			if f.Passed.Output++; !in.Found {
				f.fail(in.Name, errOutput)
			}
			return
		}
	}
	id := ID(info, in.Path)
	if f.seen[id] {
		f.Passed.Again++
		return
	}
	f.seen[id] = true
	f.give(in, nil)
}

var errOutput = errors.New("the output goes there")

func (f *Finder) fail(name string, why error) {
	f.give(nil, fmt.Errorf("cannot read %q: %w", name, why))
}

func (f *Finder) give(in *File, err error) {
	if !f.full {
		f.full = !f.yield(in, err)
	}
}

// Finds reports whether a file is among what is to be read, under whatever name.
func (f *Finder) Finds(info fs.FileInfo) bool {
	for in := range f.Files() {
		if in != nil && in.is(info, f.Stdin) {
			return true
		}
	}
	return false
}

func (f *File) is(info fs.FileInfo, stdin io.Reader) bool {
	if f.Path != "" {
		mine, err := os.Stat(f.Path)
		return err == nil && os.SameFile(mine, info)
	}
	file, ok := stdin.(*os.File)
	if !ok {
		return false
	}
	mine, err := file.Stat()
	return err == nil && mine.Mode().IsRegular() && os.SameFile(mine, info)
}

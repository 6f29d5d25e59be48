package batch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// input is one thing to read.
type input struct {
	name    string // as the output calls it: a path, or "stdin"
	path    string // "" for standard input
	found   bool   // in a directory or by a pattern: nobody named it
	regular bool   // a file: size and changed are known
	size    int64  // as it lies on the disk
	changed time.Time
	within  int // archives around it

	zone   *time.Location // of stamps that have none
	latest time.Time      // of the last event that had a time, at first that of the first line; of the sequencer

	shares bool    // other inputs are read at the same time
	memory *memory // of such an input, used by the sequencer alone
}

// know notes what a file system tells of the input.
func (in *input) know(info fs.FileInfo) *input {
	if in.regular = info.Mode().IsRegular(); in.regular {
		in.size, in.changed = info.Size(), info.ModTime()
	}
	return in
}

// finder says what the arguments mean: files, directories with all below them, patterns that no shell has expanded, and
// "-" for standard input. Nothing is given twice, however it is named.
type finder struct {
	args      []string
	stdin     io.Reader
	stdinName string
	outputs   []fs.FileInfo // files that are being written
	stats     *Stats

	seen  map[any]bool
	yield func(*input, error) bool
	full  bool // no more is wanted
}

// inputs gives the inputs in the order of the arguments, those of a directory or a pattern sorted, and an error for what
// cannot be looked at. A tree of directories is not held in memory as a whole.
func (f *finder) inputs() iter.Seq2[*input, error] {
	return func(yield func(*input, error) bool) {
		f.seen, f.yield, f.full = map[any]bool{}, yield, false
		for _, arg := range f.args {
			if f.arg(arg); f.full {
				return
			}
		}
	}
}

func (f *finder) arg(arg string) {
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
		f.fail(arg, reason(err))
	case info.IsDir():
		f.walk(arg)
	default:
		f.add(&input{name: arg, path: arg}, info)
	}
}

func isPattern(arg string) bool { return strings.ContainsAny(arg, "*?[") }

// standard adds standard input.
func (f *finder) standard() {
	in := &input{name: cmp.Or(f.stdinName, "stdin")}
	file, ok := f.stdin.(*os.File)
	if !ok {
		if !f.seen["-"] {
			f.give(in, nil)
		}
		f.seen["-"] = true
		return
	}
	info, err := file.Stat()
	if err != nil {
		f.fail(in.name, reason(err))
		return
	}
	in.know(info)
	if at, err := file.Seek(0, io.SeekCurrent); err == nil && in.regular {
		in.size = max(0, in.size-at)
	}
	f.add(in, info)
}

// match adds what a pattern fits: as in a directory nobody named it, so that it must be a file or a directory.
func (f *finder) match(name string) {
	switch info, err := os.Stat(name); {
	case f.full:
	case err != nil:
		f.fail(name, reason(err))
	case info.IsDir():
		f.walk(name)
	case !info.Mode().IsRegular():
		f.stats.Special++
	default:
		f.add(&input{name: name, path: name, found: true}, info)
	}
}

// walk adds all regular files below a directory. Links below it are not followed: they may lead anywhere.
func (f *finder) walk(root string) {
	if last := root[len(root)-1]; !os.IsPathSeparator(last) {
		root += string(filepath.Separator) // a link to a directory is that directory
	}
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case f.full:
			return fs.SkipAll
		case err != nil:
			f.fail(path, reason(err))
		case d.IsDir():
		case !d.Type().IsRegular():
			f.stats.Special++
		default:
			info, err := d.Info()
			if err == nil {
				f.add(&input{name: path, path: path, found: true}, info)
			} else if !errors.Is(err, fs.ErrNotExist) { // else it has gone meanwhile
				f.fail(path, reason(err))
			}
		}
		return nil
	})
}

// add gives an input unless it has been given already, or is where the output goes.
func (f *finder) add(in *input, info fs.FileInfo) {
	in.know(info)
	for _, out := range f.outputs {
		if in.regular && os.SameFile(info, out) {
			if f.stats.Output++; !in.found {
				f.fail(in.name, errOutput)
			}
			return
		}
	}
	id := fileID(info, in.path)
	if f.seen[id] {
		f.stats.Again++
		return
	}
	f.seen[id] = true
	f.give(in, nil)
}

var errOutput = errors.New("the output goes there")

func (f *finder) fail(name string, why error) {
	f.give(nil, fmt.Errorf("cannot read %q: %w", name, why))
}

func (f *finder) give(in *input, err error) {
	if !f.full {
		f.full = !f.yield(in, err)
	}
}

// reason takes the name of the file out of an error that repeats it.
func reason(err error) error {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

// open opens the input; stdin is what "-" stands for.
func (in *input) open(ctx context.Context, stdin io.Reader) (source, error) {
	if in.path == "" {
		if stdin == nil {
			stdin = strings.NewReader("")
		}
		// Standard input is not ours to close.
		return sourceOf(ctx, stdin, io.NopCloser(nil)), nil
	}
	f, err := os.Open(in.path)
	if err != nil {
		return nil, err
	}
	return sourceOf(ctx, f, f), nil
}

func sourceOf(ctx context.Context, r io.Reader, c io.Closer) source {
	if s, ok := r.(source); ok {
		return s
	}
	if livens(r) {
		return newFeed(ctx, r, c)
	}
	return plainSource{r, c, ctx.Done()}
}

// counted tells how far the raw input has been read, for the progress.
type counted struct {
	r   io.Reader
	add func(n int64)
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.add(int64(n))
	return n, err
}

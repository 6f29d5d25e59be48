package batch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// input is one thing to read.
type input struct {
	number int
	name   string // as the output calls it: a path, or "stdin"
	path   string // "" for standard input
	found  bool   // in a directory or by a pattern: nobody named it
	size   int64  // as it lies on the disk, 0 when not known

	shares bool    // other inputs are read at the same time
	memory *memory // of such an input, used by the sequencer alone
}

// inputsOf says what the arguments mean: files, directories with all below them, patterns that no shell has expanded, and
// "-" for standard input. Names are in the order of the arguments, those of a directory or a pattern sorted. failed gets
// what cannot be looked at.
func inputsOf(args []string, failed func(error)) []*input {
	var all []*input
	add := func(in *input) {
		in.number = len(all) + 1
		all = append(all, in)
	}
	stdin := false
	for _, arg := range args {
		if arg == "-" {
			if !stdin {
				add(&input{name: "stdin"})
			}
			stdin = true
			continue
		}
		info, err := os.Stat(arg)
		if err != nil && errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(arg, "*?[") {
			names, bad := filepath.Glob(arg)
			if bad == nil && len(names) > 0 {
				sort.Strings(names)
				for _, n := range names {
					walk(n, add, failed)
				}
				continue
			}
		}
		switch {
		case err != nil:
			failed(fmt.Errorf("cannot read %q: %w", arg, reason(err)))
		case info.IsDir():
			walk(arg, add, failed)
		default:
			add(&input{name: arg, path: arg, size: sizeOf(info)})
		}
	}
	return all
}

// walk adds a file, or all regular files below a directory. Links below it are not followed: they may lead anywhere.
func walk(root string, add func(*input), failed func(error)) {
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			failed(fmt.Errorf("cannot read %q: %w", path, reason(err)))
			return nil
		}
		if d.IsDir() || !d.Type().IsRegular() && path != root {
			return nil
		}
		in := &input{name: path, path: path, found: true}
		if info, err := d.Info(); err == nil {
			in.size = sizeOf(info)
		}
		add(in)
		return nil
	})
}

func sizeOf(info fs.FileInfo) int64 {
	if info.Mode().IsRegular() {
		return info.Size()
	}
	return 0
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

// ErrTooLarge says that a compressed input has grown beyond Options.MaxUnpacked.
var ErrTooLarge = errors.New("grows beyond the limit when unpacked")

// limited reads at most left octets of an unpacked input.
type limited struct {
	r    io.Reader
	left int64
	over bool
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		var one [1]byte
		if n, err := l.r.Read(one[:]); n == 0 {
			return 0, err
		}
		l.over = true
		return 0, ErrTooLarge
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
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

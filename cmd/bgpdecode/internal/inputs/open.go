package inputs

import (
	"context"
	"io"
	"os"
	"strings"
)

// Source is something open to read. Those that come in their own time say when they wait.
type Source interface {
	io.ReadCloser
	Pace() *Pace // nil: everything is there already
}

// Open opens a file; stdin is what "-" stands for, nil for nothing. plain is the file itself where it can be read at any
// place, else nil. Reading ends with ErrStopped when ctx does.
func Open(ctx context.Context, f *File, stdin io.Reader) (src Source, plain *os.File, err error) {
	if f.Path == "" {
		if stdin == nil {
			stdin = strings.NewReader("")
		}
		// Standard input is not ours to close.
		return sourceOf(ctx, stdin, io.NopCloser(nil)), nil, nil
	}
	file, err := os.Open(f.Path)
	if err != nil {
		return nil, nil, err
	}
	if src = sourceOf(ctx, file, file); src.Pace() == nil {
		plain = file
	}
	return src, plain, nil
}

func sourceOf(ctx context.Context, r io.Reader, c io.Closer) Source {
	if s, ok := r.(Source); ok {
		return s
	}
	if livens(r) {
		return newFeed(ctx, r, c)
	}
	return Plain(ctx, r, c)
}

// livens reports whether what is read from r may come in its own time.
func livens(r io.Reader) bool {
	switch f := r.(type) {
	case *os.File:
		info, err := f.Stat()
		return err == nil && !info.Mode().IsRegular()
	case *io.PipeReader:
		return true
	}
	return false
}

// Plain makes a source of a reader from which everything can be had at once.
func Plain(ctx context.Context, r io.Reader, c io.Closer) Source { return plain{r, c, ctx.Done()} }

type plain struct {
	r io.Reader
	io.Closer
	stop <-chan struct{}
}

func (plain) Pace() *Pace { return nil }

func (s plain) Read(p []byte) (int, error) {
	select {
	case <-s.stop:
		return 0, ErrStopped
	default:
		return s.r.Read(p)
	}
}

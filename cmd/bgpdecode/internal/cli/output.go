package cli

import (
	"bufio"
	"errors"
	"io"
)

// output is a buffered writer that remembers its first error, so that whoever writes need not look and no failure is
// lost: cobra, for one, does not look.
type output struct {
	w   *bufio.Writer
	err error
}

func newOutput(w io.Writer) *output {
	if w == nil {
		w = io.Discard
	}
	return &output{w: bufio.NewWriterSize(w, 1<<15)}
}

// Write implements io.Writer.
func (o *output) Write(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(p)
	o.keep(err)
	return n, o.err
}

// flush writes what is buffered and gives the first error.
func (o *output) flush() error {
	if o.err == nil {
		o.keep(o.w.Flush())
	}
	return o.err
}

func (o *output) keep(err error) {
	if err != nil {
		o.err = writeError{err}
	}
}

// writeError says that results could not be written.
type writeError struct{ error }

func (e writeError) Error() string { return "writing: " + e.error.Error() }
func (e writeError) Unwrap() error { return e.error }

// failedToWrite reports whether err came from an output.
func failedToWrite(err error) bool {
	var w writeError
	return errors.As(err, &w)
}

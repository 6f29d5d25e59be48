package batch

import (
	"io"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/inputs"
	"github.com/bgpdecode/bgpdecode/codec/capture"
)

// input is one thing to read, and what the stages of a run know of it.
type input struct {
	inputs.File
	within int             // archives around it
	budget *capture.Budget // of what may be unpacked of the archive around it

	zone   *time.Location // of stamps that have none
	latest time.Time      // of the last event that had a time, at first that of the first line; of the sequencer

	shares bool    // other inputs are read at the same time
	memory *memory // of such an input, used by the sequencer alone
}

// newInput makes an input of a file; nil of nil.
func newInput(f *inputs.File) *input {
	if f == nil {
		return nil
	}
	return &input{File: *f}
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

package capture

import (
	"errors"
	"io"
)

// input is a buffered reader that lets a reader look ahead as far as a record goes, and remembers where it is.
// Its buffer grows with the octets that arrive, never with the number of those asked for.
type input struct {
	r      io.Reader
	buf    []byte
	lo, hi int // buf[lo:hi] has been read and not been used
	off    int64
	err    error // why there is no more; io.EOF at a clean end
	empty  int   // reads in a row that gave nothing
}

const minBuffer = 64 << 10

// fill reads once. It reports whether there is more than before.
func (in *input) fill() bool {
	if in.err != nil {
		return false
	}
	switch {
	case in.lo == in.hi:
		in.lo, in.hi = 0, 0
	case in.hi == len(in.buf) && in.lo >= len(in.buf)/2: // the copy is paid for by what has been used
		in.hi = copy(in.buf, in.buf[in.lo:in.hi])
		in.lo = 0
	}
	if in.hi == len(in.buf) {
		grown := make([]byte, max(minBuffer, 2*len(in.buf)))
		in.hi = copy(grown, in.buf[in.lo:in.hi])
		in.buf, in.lo = grown, 0
	}
	n, err := in.r.Read(in.buf[in.hi:])
	if n < 0 || n > len(in.buf)-in.hi {
		n, err = 0, errors.New("reader returned an impossible count")
	}
	in.hi += n
	if err != nil {
		in.err = err
	} else if n == 0 {
		if in.empty++; in.empty > 100 {
			in.err = io.ErrNoProgress
		}
		return in.err == nil
	}
	in.empty = 0
	return n > 0
}

// peek returns the next n octets, fewer only at the end of the input. They are valid until the next call.
func (in *input) peek(n int) []byte {
	for in.hi-in.lo < n && in.fill() {
	}
	return in.buf[in.lo : in.lo+min(n, in.hi-in.lo)]
}

// buffered returns what has been read and not been used, reading once if that is nothing.
func (in *input) buffered() []byte {
	for in.lo == in.hi && in.fill() {
	}
	return in.buf[in.lo:in.hi]
}

// ahead returns what has been read and not been used.
func (in *input) ahead() []byte { return in.buf[in.lo:in.hi] }

// skip passes over n octets and returns how many there were.
func (in *input) skip(n int64) int64 {
	left := n
	for left > 0 {
		if in.lo == in.hi && !in.fill() {
			break
		}
		k := int(min(left, int64(in.hi-in.lo)))
		in.lo += k
		left -= int64(k)
	}
	in.off += n - left
	return n - left
}

// failed returns the error that ended the input, nil for a clean end.
func (in *input) failed() error {
	if in.err == io.EOF {
		return nil
	}
	return in.err
}

// Read makes the rest of the input a reader.
func (in *input) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	b := in.buffered()
	if len(b) == 0 {
		return 0, in.err
	}
	n := copy(p, b)
	in.lo += n
	in.off += int64(n)
	return n, nil
}

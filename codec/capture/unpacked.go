package capture

import (
	"errors"
	"io"
)

// ErrUnpacked says that a compressed input has grown beyond Options.MaxUnpacked.
var ErrUnpacked = errors.New("grows beyond the limit when unpacked")

// limited reads at most left octets of an unpacked input.
type limited struct {
	r    io.Reader
	left int64
	over bool // there was more: the look that found it has taken an octet, so that r would end too early
}

func (l *limited) Read(p []byte) (int, error) {
	if l.over {
		return 0, ErrUnpacked
	}
	if l.left <= 0 {
		var one [1]byte
		if n, err := l.r.Read(one[:]); n == 0 {
			return 0, err
		}
		l.over = true
		return 0, ErrUnpacked
	}
	n, err := l.r.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

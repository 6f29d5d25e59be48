package capture

import (
	"errors"
	"io"
	"sync/atomic"
)

// ErrUnpacked says that a compressed input has grown beyond Options.MaxUnpacked.
var ErrUnpacked = errors.New("grows beyond the limit when unpacked")

// Budget is how many octets may still be unpacked, by all inputs that share it: those in an archive, what is compressed there,
// archives in it. It may be used by several goroutines.
type Budget struct {
	left  atomic.Int64
	spent atomic.Bool // and there was more
}

// NewBudget returns a budget of so many octets.
func NewBudget(octets int64) *Budget {
	b := &Budget{}
	b.left.Store(octets)
	return b
}

// Spent reports whether something was given up because the budget had no more.
func (b *Budget) Spent() bool { return b.spent.Load() }

// limited reads of an unpacked input what a budget allows.
type limited struct {
	r      io.Reader
	budget *Budget
	over   bool // there was more: the look that found it has taken an octet, so that r would end too early
}

func (l *limited) Read(p []byte) (int, error) {
	if l.over {
		return 0, ErrUnpacked
	}
	left := l.budget.left.Load()
	if left <= 0 {
		var one [1]byte
		if n, err := l.r.Read(one[:]); n == 0 {
			return 0, err
		}
		l.over = true
		l.budget.spent.Store(true)
		return 0, ErrUnpacked
	}
	n, err := l.r.Read(p[:min(int64(len(p)), left)])
	l.budget.left.Add(-int64(n))
	return n, err
}

package inputs

import (
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/excerpt"
)

// What waits for more is handed out when nothing has come for idleAfter. An input that never falls silent for so long is
// handed out up to the start of its last record each holdAfter, unless it comes so fast that chunks fill by themselves.
const (
	idleAfter = 300 * time.Millisecond
	holdAfter = time.Second
	holdBelow = 4 << 20
)

// Pace is how a live source tells its reader that nothing more is there for now.
type Pace struct {
	Waits func() // called before the source waits, nil for nobody
	Text  bool   // the reader wants excerpt.ErrIdle and excerpt.ErrHold

	dirty  bool  // octets came since the last excerpt.ErrIdle
	got    int64 // octets since then, or since excerpt.ErrHold
	since  time.Time
	latest time.Time
}

// came notes that octets came.
func (p *Pace) came(n int) {
	p.latest = time.Now()
	if p.got == 0 {
		p.since = p.latest
	}
	p.dirty = true
	p.got += int64(n)
}

// due says how long a wait may be, and what is to be told then; nil for an endless wait.
func (p *Pace) due() (time.Duration, error) {
	if !p.Text || !p.dirty {
		return 0, nil
	}
	wait, err := time.Until(p.latest.Add(idleAfter)), excerpt.ErrIdle
	if p.got > 0 && p.got < holdBelow {
		if hold := time.Until(p.since.Add(holdAfter)); hold < wait {
			wait, err = hold, excerpt.ErrHold
		}
	}
	return max(wait, 0), err
}

// told notes that the reader was told.
func (p *Pace) told(err error) {
	p.got = 0
	if err == excerpt.ErrIdle {
		p.dirty = false
	}
}

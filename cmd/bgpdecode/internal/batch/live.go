package batch

import (
	"context"
	"errors"
	"io"
	"os"
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

// errStopped ends a reader when the run is interrupted.
var errStopped = errors.New("interrupted")

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

// source is an open input. Those that come in their own time say when they wait.
type source interface {
	io.ReadCloser
	pace() *pace // nil: everything is there already
}

// pace is how a live source tells its reader that nothing more is there for now.
type pace struct {
	waits  func() // called before the source waits
	text   bool   // the reader wants excerpt.ErrIdle and excerpt.ErrHold
	dirty  bool   // octets came since the last excerpt.ErrIdle
	got    int64  // octets since then, or since excerpt.ErrHold
	since  time.Time
	latest time.Time
}

// came notes that octets came.
func (p *pace) came(n int) {
	p.latest = time.Now()
	if p.got == 0 {
		p.since = p.latest
	}
	p.dirty = true
	p.got += int64(n)
}

// due says how long a wait may be, and what is to be told then; nil for an endless wait.
func (p *pace) due() (time.Duration, error) {
	if !p.text || !p.dirty {
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
func (p *pace) told(err error) {
	p.got = 0
	if err == excerpt.ErrIdle {
		p.dirty = false
	}
}

// feed reads a pipe, so that its reader need not wait with it.
type feed struct {
	p      pace
	blocks chan []byte
	free   chan []byte
	err    error // valid when blocks is closed
	block  []byte
	left   []byte
	stop   <-chan struct{}
	closer io.Closer
	quit   chan struct{}
}

// newFeed reads r until it ends or ctx does. What r holds back then is lost, and a Read of r that never returns stays.
func newFeed(ctx context.Context, r io.Reader, closer io.Closer) *feed {
	f := &feed{blocks: make(chan []byte, 1), free: make(chan []byte, 3), stop: ctx.Done(), closer: closer, quit: make(chan struct{})}
	for range cap(f.free) {
		f.free <- nil
	}
	go f.run(r)
	return f
}

const feedBlock = 64 << 10

func (f *feed) run(r io.Reader) {
	defer close(f.blocks)
	for empty := 0; ; {
		var b []byte
		select {
		case b = <-f.free:
		case <-f.quit:
			return
		}
		if b == nil {
			b = make([]byte, feedBlock)
		}
		n, err := r.Read(b[:feedBlock])
		if n > 0 {
			empty = 0
			select {
			case f.blocks <- b[:n]:
			case <-f.quit:
				return
			}
		} else {
			f.free <- b
			if empty++; empty > 100 && err == nil {
				err = io.ErrNoProgress
			}
		}
		if err != nil {
			f.err = err
			return
		}
	}
}

func (f *feed) pace() *pace { return &f.p }

func (f *feed) Read(p []byte) (int, error) {
	for len(f.left) == 0 {
		if f.block != nil {
			f.free <- f.block
			f.block = nil
		}
		if err := f.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, f.left)
	f.left = f.left[n:]
	return n, nil
}

// next waits for the next block.
func (f *feed) next() error {
	var b []byte
	ok := false
	select {
	case <-f.stop:
		return errStopped
	case b, ok = <-f.blocks:
		return f.take(b, ok)
	default:
	}
	if f.p.waits != nil {
		f.p.waits()
	}
	var late <-chan time.Time
	wait, why := f.p.due()
	if why != nil {
		t := time.NewTimer(wait)
		defer t.Stop()
		late = t.C
	}
	select {
	case <-f.stop:
		return errStopped
	case <-late:
		f.p.told(why)
		return why
	case b, ok = <-f.blocks:
		return f.take(b, ok)
	}
}

func (f *feed) take(b []byte, ok bool) error {
	if !ok {
		return f.err
	}
	f.block, f.left = b, b
	f.p.came(len(b))
	return nil
}

// Close lets go of the pipe.
func (f *feed) Close() error {
	close(f.quit)
	return f.closer.Close()
}

// plainSource is an input of which everything is there already.
type plainSource struct {
	r io.Reader
	io.Closer
	stop <-chan struct{}
}

func (plainSource) pace() *pace { return nil }

func (s plainSource) Read(p []byte) (int, error) {
	select {
	case <-s.stop:
		return 0, errStopped
	default:
		return s.r.Read(p)
	}
}

// recorder keeps what is read while the format of an input is found out, so that a text can be read from its start
// without what stands between.
type recorder struct {
	r    io.Reader
	kept []byte
	off  bool
}

func (r *recorder) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	if !r.off {
		r.kept = append(r.kept, p[:n]...)
	}
	return n, err
}

// forget ends the recording.
func (r *recorder) forget() { r.off, r.kept = true, nil }

// again reads from the start.
func (r *recorder) again() io.Reader {
	r.off = true
	if len(r.kept) == 0 {
		return r.r
	}
	return &replay{r.kept, r.r}
}

// replay reads head, then r.
type replay struct {
	head []byte
	r    io.Reader
}

func (r *replay) Read(p []byte) (int, error) {
	if len(r.head) == 0 {
		return r.r.Read(p)
	}
	n := copy(p, r.head)
	if r.head = r.head[n:]; len(r.head) == 0 {
		r.head = nil
	}
	return n, nil
}

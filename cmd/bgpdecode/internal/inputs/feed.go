package inputs

import (
	"context"
	"io"
	"time"
)

// feed reads a pipe, so that its reader need not wait with it.
type feed struct {
	p      Pace
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

func (f *feed) Pace() *Pace { return &f.p }

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
		return ErrStopped
	case b, ok = <-f.blocks:
		return f.take(b, ok)
	default:
	}
	if f.p.Waits != nil {
		f.p.Waits()
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
		return ErrStopped
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

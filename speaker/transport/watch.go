package transport

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"
)

// watchPause is how long a Watch waits before it tries an interface again.
const watchPause = 2 * time.Second

// Watch is a Discovery that outlives its interface: one that is not there yet, is
// down, or is removed and made again, is tried again and again. It is what an
// unnumbered peer keeps for as long as it is configured, passive ones too: routers
// that wait for a Router Advertisement of ours get it from here.
type Watch struct {
	ifname string
	open   func(ctx context.Context) (*Discovery, error)
	cancel context.CancelFunc
	done   chan struct{}

	mu    sync.Mutex
	d     *Discovery    // nil while there is none
	err   error         // why there is none
	news  chan struct{} // closed when d or err has changed
	ended bool
}

// WatchInterface begins to watch an interface.
func WatchInterface(ifname string, o DiscoveryOptions) *Watch {
	return watchWith(ifname, func(ctx context.Context) (*Discovery, error) { return Discover(ctx, ifname, o) })
}

// watchWith begins with a way to open a Discovery.
func watchWith(ifname string, open func(context.Context) (*Discovery, error)) *Watch {
	ctx, cancel := context.WithCancel(context.Background())
	w := &Watch{ifname: ifname, open: open, cancel: cancel, done: make(chan struct{}), news: make(chan struct{})}
	go w.run(ctx)
	return w
}

// run keeps a Discovery open.
func (w *Watch) run(ctx context.Context) {
	defer close(w.done)
	for {
		d, err := w.open(ctx)
		w.set(d, err, false)
		if err == nil {
			select {
			case <-ctx.Done():
			case <-d.gone:
			}
			w.set(nil, &Error{Op: "find neighbor", Peer: w.ifname, Err: errLinkGone}, false)
			_ = d.Close()
		}
		t := time.NewTimer(watchPause)
		select {
		case <-ctx.Done():
			t.Stop()
			w.set(nil, &Error{Op: "find neighbor", Peer: w.ifname, Err: os.ErrClosed}, true)
			return
		case <-t.C:
		}
	}
}

// set changes what there is.
func (w *Watch) set(d *Discovery, err error, ended bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.d, w.err, w.ended = d, err, ended
	close(w.news)
	w.news = make(chan struct{})
}

// Neighbor waits until it is clear who the one neighbour is, as Discovery.Neighbor
// does. When the context ends, the error says what was in the way.
func (w *Watch) Neighbor(ctx context.Context) (Neighbor, error) {
	for {
		w.mu.Lock()
		d, err, news, ended := w.d, w.err, w.news, w.ended
		w.mu.Unlock()
		switch {
		case ended:
			return Neighbor{}, err
		case d != nil:
			n, err := d.Neighbor(ctx)
			if !errors.Is(err, os.ErrClosed) && !errors.Is(err, errLinkGone) {
				return n, err
			}
		}
		select {
		case <-ctx.Done():
			if err == nil {
				err = &Error{Op: "find neighbor", Peer: w.ifname, Err: ErrNoNeighbor}
			}
			return Neighbor{}, err
		case <-news:
		}
	}
}

// Err tells why no neighbour is known now: the interface cannot be watched, nobody
// has answered, or there are several. It is nil when there is one.
func (w *Watch) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.d == nil {
		return w.err
	}
	return w.d.Err()
}

// Close ends it.
func (w *Watch) Close() error {
	w.cancel()
	<-w.done
	return nil
}

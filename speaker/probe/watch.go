package probe

import (
	"context"
	"errors"
	"net/netip"
	"sync"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/inject"
)

// Watch is an observer: a second session with the target, with an address and mostly an AS of its own, that listens.
type Watch struct {
	o      inject.Options
	cancel context.CancelFunc
	done   chan struct{}

	mu    sync.Mutex
	up    bool
	table map[netip.Prefix]Sight
}

// again is how long to wait before a session that ended is begun anew.
const again = time.Second

// ErrNoObserver says that the observer has no session.
var ErrNoObserver = errors.New("the observer has no session with the target")

// NewWatch starts an observer with the options of its session. It has one again when that ends, until Close.
func NewWatch(ctx context.Context, o inject.Options) *Watch {
	ctx, cancel := context.WithCancel(ctx)
	w := &Watch{o: o, cancel: cancel, done: make(chan struct{}), table: map[netip.Prefix]Sight{}}
	w.o.OnEvent = w.event
	go w.run(ctx)
	return w
}

// Close ends the session.
func (w *Watch) Close() {
	w.cancel()
	<-w.done
}

func (w *Watch) run(ctx context.Context) {
	defer close(w.done)
	for ctx.Err() == nil {
		s, err := inject.NewSession(ctx, &w.o, nil)
		if err != nil {
			return
		}
		if s.Reach(inject.Established) == nil {
			w.set(true)
			for ctx.Err() == nil && !s.Ended() {
				_ = s.Wait(time.Hour, nil)
			}
		}
		w.set(false)
		s.Close()
		pause(ctx, again)
	}
}

func (w *Watch) set(up bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.up = up; !up {
		clear(w.table)
	}
}

// Await waits until the observer has a session.
func (w *Watch) Await(ctx context.Context, d time.Duration) error {
	for limit := time.Now().Add(d); ; pause(ctx, lookEvery) {
		w.mu.Lock()
		up := w.up
		w.mu.Unlock()
		switch {
		case up:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case !time.Now().Before(limit):
			return ErrNoObserver
		}
	}
}

// Look implements Observer.
func (w *Watch) Look(_ context.Context, p netip.Prefix) (Sight, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.up {
		return Sight{}, ErrNoObserver
	}
	return w.table[p], nil
}

// event follows the routes that are of interest.
func (w *Watch) event(e *speaker.Event) {
	if e.Kind != speaker.Message || e.Sent {
		return
	}
	u, ok := codec.ParseUpdate(e.Octets)
	if !ok {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.routes(u.Withdrawn, codec.IPv4Unicast, e.Ctx, Sight{})
	now := Sight{There: true, Mark: string(u.Attrs), Attrs: append([]byte{}, u.Attrs...)}
	w.routes(u.NLRI, codec.IPv4Unicast, e.Ctx, now)
	for a := range codec.Attrs(u.Attrs) {
		switch a.Code {
		case registry.AttrMPReach:
			if r, ok := codec.ParseMPReach(a.Value); ok {
				w.routes(r.NLRI, r.Family, e.Ctx, now)
			}
		case registry.AttrMPUnreach:
			if f, nlri, ok := codec.ParseMPUnreach(a.Value); ok {
				w.routes(nlri, f, e.Ctx, Sight{})
			}
		}
	}
}

// interesting are the prefixes that are kept: a target may have a whole table.
var interesting = sync.OnceValue(func() map[netip.Prefix]bool {
	p := fault.Defaults()
	return map[netip.Prefix]bool{p.Prefix: true, p.Prefix6: true, fence4: true, fence6: true}
})

func (w *Watch) routes(b []byte, f codec.Family, ctx codec.Context, s Sight) {
	if f.SAFI != registry.SAFIUnicast || f.AddrBits() == 0 {
		return
	}
	for n := range codec.NLRIs(b, f, ctx.AddPath.Has(f)) {
		if p := n.Prefix(f); interesting()[p] {
			w.table[p] = s
		}
	}
}

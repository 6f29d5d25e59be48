package proxy

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker"
)

// Proxy forwards between routers that call it and one target.
type Proxy struct {
	opt       Options
	listeners []net.Listener
	queue     *queue
	cancel    context.CancelFunc
	wg        sync.WaitGroup // everything but the goroutine that tells
	told      chan struct{}  // closed when all has been told

	mu       sync.Mutex
	sessions map[*session]struct{}
	closed   bool
	refused  refusals

	last  atomic.Uint64 // id of the newest session
	stats stats
}

type stats struct{ sessions, failed, refused, octets, lost atomic.Uint64 }

// Stats are counts since Start.
type Stats struct {
	Sessions uint64 // connections that were accepted and led to the target
	Failed   uint64 // connections whose target could not be reached
	Refused  uint64 // connections over the limit of sessions
	Octets   uint64 // forwarded
	Lost     uint64 // octets that were forwarded, but not told of: OnEvent was too slow
}

// New checks the options.
func New(o Options) (*Proxy, error) {
	switch {
	case len(o.Listen) == 0:
		return nil, errors.New("the proxy has no address to listen at")
	case !o.Target.Addr().IsValid() && o.Dial == nil:
		return nil, errors.New("the proxy has no target")
	case o.Sessions < 0 || o.Queue < 0 || o.QueueAll < 0 || o.DialTimeout < 0:
		return nil, errors.New("a limit of the proxy is below 0")
	}
	if err := o.Transport.Validate(); err != nil {
		return nil, err
	}
	p := &Proxy{opt: o, sessions: map[*session]struct{}{}, told: make(chan struct{})}
	p.opt.defaults()
	p.queue = newQueue(p.opt.Queue, p.opt.QueueAll)
	return p, nil
}

// Start listens. When the context ends, Shutdown is as good as called.
func (p *Proxy) Start(ctx context.Context) error {
	ctx, p.cancel = context.WithCancel(ctx)
	for _, addr := range p.opt.Listen {
		l, err := p.opt.ListenFunc(ctx, addr)
		if err != nil {
			p.cancel()
			for _, l := range p.listeners {
				l.Close()
			}
			return err
		}
		p.listeners = append(p.listeners, l)
	}
	go p.tell()
	for _, l := range p.listeners {
		p.wg.Go(func() { p.accept(ctx, l) })
	}
	context.AfterFunc(ctx, p.stop)
	return nil
}

// Addrs gives where it listens.
func (p *Proxy) Addrs() []net.Addr {
	var all []net.Addr
	for _, l := range p.listeners {
		all = append(all, l.Addr())
	}
	return all
}

// Shutdown closes the listeners and all sessions, and waits until all has been told.
func (p *Proxy) Shutdown() {
	if p.cancel == nil {
		return
	}
	p.cancel()
	p.stop()
	p.Wait()
}

// Wait waits for the end that a Shutdown or the context brings.
func (p *Proxy) Wait() { <-p.told }

// stop closes everything, once.
func (p *Proxy) stop() {
	p.mu.Lock()
	if p.closed {
		p.mu.Unlock()
		return
	}
	p.closed = true
	for _, l := range p.listeners {
		l.Close()
	}
	for s := range p.sessions {
		s.end()
	}
	p.mu.Unlock()
	go func() {
		p.wg.Wait()
		p.queue.close()
	}()
}

// Stats gives the counts so far. It may be called from any goroutine.
func (p *Proxy) Stats() Stats {
	s := &p.stats
	return Stats{Sessions: s.sessions.Load(), Failed: s.failed.Load(), Refused: s.refused.Load(), Octets: s.octets.Load(), Lost: s.lost.Load()}
}

// accept takes connections until the listener is closed.
func (p *Proxy) accept(ctx context.Context, l net.Listener) {
	pause := time.Duration(0)
	for {
		c, err := l.Accept()
		switch {
		case errors.Is(err, net.ErrClosed) || ctx.Err() != nil:
			if c != nil {
				c.Close()
			}
			return
		case err != nil: // out of descriptors, or one connection was lost
			pause = min(max(2*pause, 5*time.Millisecond), time.Second)
			select {
			case <-time.After(pause):
			case <-ctx.Done():
			}
			continue
		}
		pause = 0
		if s := p.admit(c); s != nil {
			p.wg.Go(func() { s.run(ctx) })
		}
	}
}

// admit makes a session of a connection, or refuses it.
func (p *Proxy) admit(c net.Conn) *session {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		c.Close()
		return nil
	}
	if len(p.sessions) >= p.opt.Sessions {
		p.stats.refused.Add(1)
		reset(c)
		if n := p.refused.count(time.Now()); n > 0 {
			p.queue.put(&item{time: time.Now(), kind: speaker.Note, text: fmt.Sprintf("%d connections refused, the last from %s: %d sessions are open, the limit",
				n, c.RemoteAddr(), p.opt.Sessions)})
		}
		return nil
	}
	s := &session{p: p, id: p.last.Add(1), conn: [2]net.Conn{c}}
	p.sessions[s] = struct{}{}
	return s
}

// remove forgets a session.
func (p *Proxy) remove(s *session) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.sessions, s)
}

// refusals counts connections that were refused, so that a flood is told of once a second.
type refusals struct {
	n    int
	told time.Time
}

// count gives how many there were since they were told of, 0 when it is too early to tell.
func (r *refusals) count(now time.Time) int {
	if r.n++; now.Sub(r.told) < time.Second {
		return 0
	}
	n := r.n
	r.n, r.told = 0, now
	return n
}

// addrPort gives the address of a connection's end.
func addrPort(a net.Addr) netip.AddrPort {
	if t, ok := a.(*net.TCPAddr); ok {
		ap := t.AddrPort()
		return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())
	}
	return netip.AddrPort{}
}

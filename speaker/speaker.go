package speaker

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// Speaker is a BGP speaker with any number of peers. Its methods may be called from several goroutines.
type Speaker struct {
	o       Options
	telling sync.Mutex // OnEvent and Trace
	told    time.Time  // of the last event
	ids     atomic.Uint64
	running sync.WaitGroup // connections, attempts, listeners, announcers
	ctx     context.Context
	cancel  context.CancelFunc
	done    chan struct{} // closed when all is over

	mu        sync.Mutex // what follows; never held when a peer's lock is taken
	peers     []*Peer
	byKey     map[peerKey]*Peer
	dynamic   int
	listeners []net.Listener
	started   bool
	closed    bool
	census    census
}

// New returns a speaker without peers. It does nothing before Start. The error is a *ConfigError.
func New(o Options) (*Speaker, error) {
	o.Limits = o.Limits.withDefaults()
	for _, addr := range o.Listen {
		if _, err := transport.ParseListen(addr); err != nil && o.ListenFunc == nil {
			return nil, &ConfigError{Field: "Listen", Text: addr + ": " + err.Error()}
		}
	}
	s := &Speaker{o: o, byKey: map[peerKey]*Peer{}, done: make(chan struct{})}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	s.census.refusals = make(chan struct{}, o.Limits.Refusals)
	return s, nil
}

// Add adds a peer, and starts it if the speaker is running. The error is a *ConfigError, ErrDuplicate, ErrClosed, or one
// of a listener that cannot take the peer's socket options.
func (s *Speaker) Add(c PeerConfig) (*Peer, error) { return s.add(c, false) }

func (s *Speaker) add(c PeerConfig, dynamic bool) (*Peer, error) {
	if err := c.complete(); err != nil {
		return nil, err
	}
	p := s.newPeer(c)
	p.dynamic = dynamic
	s.mu.Lock()
	switch {
	case s.closed:
		s.mu.Unlock()
		return nil, ErrClosed
	case s.byKey[p.key] != nil:
		s.mu.Unlock()
		return nil, fmt.Errorf("%w: %s", ErrDuplicate, p.key)
	case dynamic && s.dynamic >= s.o.Limits.Unconfigured:
		s.mu.Unlock()
		return nil, errLimit
	}
	if dynamic {
		s.dynamic++
	}
	s.byKey[p.key] = p
	s.peers = append(s.peers, p)
	listeners, started := s.listeners, s.started
	s.mu.Unlock()
	for _, l := range listeners {
		if err := tellListener(l, p); err != nil {
			s.drop(p)
			return nil, err
		}
	}
	if started {
		p.turns.post(p.start)
	}
	return p, nil
}

// tellListener sets the socket options of a peer on a listener.
func tellListener(l net.Listener, p *Peer) error {
	t, ok := l.(*transport.Listener)
	if !ok {
		return nil
	}
	return t.SetPeer(p.match(), p.cfg.Transport)
}

func (p *Peer) match() transport.Match {
	if p.key.iface != "" {
		return transport.MatchInterface(p.key.iface)
	}
	return transport.MatchAddr(p.key.addr)
}

// drop takes a peer out of the lists.
func (s *Speaker) drop(p *Peer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.byKey[p.key] != p {
		return
	}
	delete(s.byKey, p.key)
	if p.dynamic {
		s.dynamic--
	}
	s.peers = slices.DeleteFunc(s.peers, func(q *Peer) bool { return q == p })
	for _, l := range s.listeners {
		if t, ok := l.(*transport.Listener); ok {
			_ = t.RemovePeer(p.match()) // it listens on either way
		}
	}
}

// Remove stops a peer with 6/3 (Peer De-configured) and forgets it.
func (s *Speaker) Remove(p *Peer) {
	s.drop(p)
	p.turns.post(func() {
		p.gone = true
		p.stop(p.cease(registry.SubPeerDeconfigured, ""), p.over)
	})
}

// dropDynamic forgets a peer of Options.Unconfigured whose connections are gone.
func (s *Speaker) dropDynamic(p *Peer) {
	p.gone = true
	s.drop(p)
	p.over()
}

// over ends all machines of a peer that was stopped. It needs the lock.
func (p *Peer) over() {
	p.gone = true
	p.unseek()
	p.forgetRoutes()
	for _, c := range slices.Clone(p.conns) {
		c.stopDial()
		c.s.End()
	}
	select {
	case <-p.ended:
	default:
		close(p.ended)
	}
}

// Peers gives the peers in the order in which they were added.
func (s *Speaker) Peers() []*Peer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.peers)
}

// peerOf gives the peer that a connection from an address is for.
func (s *Speaker) peerOf(a netip.Addr) *Peer {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range keysOfRemote(a) {
		if p := s.byKey[k]; p != nil {
			return p
		}
	}
	return nil
}

func (s *Speaker) isRunning() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.started && !s.closed
}

func (s *Speaker) nextID() uint64 { return s.ids.Add(1) }

// Start opens the listeners and starts the peers. The speaker runs until Shutdown, or until ctx ends, which shuts it
// down with 6/2. An error of a listener is returned, and nothing runs then.
func (s *Speaker) Start(ctx context.Context) error {
	s.mu.Lock()
	if s.closed || s.started {
		s.mu.Unlock()
		return map[bool]error{true: ErrClosed, false: ErrStarted}[s.closed]
	}
	s.started = true
	peers := slices.Clone(s.peers)
	s.mu.Unlock()
	listeners, err := s.listen(ctx, peers)
	if err != nil {
		s.mu.Lock()
		s.started = false
		s.mu.Unlock()
		return err
	}
	s.mu.Lock()
	s.listeners = listeners
	s.mu.Unlock()
	for _, p := range peers {
		p.turns.post(p.start)
	}
	// Now: a peer that is not started yet would be refused.
	for _, l := range listeners {
		s.running.Add(1)
		go s.accept(l)
	}
	context.AfterFunc(ctx, func() {
		bound, cancel := context.WithTimeout(context.Background(), shutdownTime)
		defer cancel()
		_ = s.Shutdown(bound, registry.SubAdministrativeShutdown, "") // whoever ended ctx looks at Wait
	})
	return nil
}

// shutdownTime bounds the shutdown when the context of Start ends.
const shutdownTime = 5 * time.Second

// listen opens all listeners, or none.
func (s *Speaker) listen(ctx context.Context, peers []*Peer) (out []net.Listener, err error) {
	open := s.o.ListenFunc
	if open == nil {
		open = func(ctx context.Context, addr string) (net.Listener, error) {
			return transport.Listen(ctx, addr, s.o.ListenOptions)
		}
	}
	for _, addr := range s.o.Listen {
		var l net.Listener
		if l, err = open(ctx, addr); err != nil {
			break
		}
		out = append(out, l)
		for _, p := range peers {
			if err = errors.Join(err, tellListener(l, p)); err != nil {
				break
			}
		}
		if t, ok := l.(*transport.Listener); ok {
			for p, o := range s.o.UnconfiguredTransport {
				err = errors.Join(err, t.SetPeer(transport.Match{Prefix: p.Masked()}, o))
			}
		}
	}
	if err != nil {
		for _, l := range out {
			_ = l.Close() // the first error counts
		}
		return nil, err
	}
	return out, nil
}

// Addrs gives the addresses of the listeners, after Start.
func (s *Speaker) Addrs() (out []net.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, l := range s.listeners {
		out = append(out, l.Addr())
	}
	return out
}

// Shutdown ends all sessions with a Cease of the given subcode (registry.SubAdministrativeShutdown and others) and text
// (RFC 9003, for the subcodes 2 and 4; "": that of the peer's configuration), after the routes announced were withdrawn.
// It waits until all goroutines have ended and all descriptors are closed; when ctx ends before, connections are closed
// as they are, and its error is returned.
func (s *Speaker) Shutdown(ctx context.Context, subcode uint8, text string) error {
	s.mu.Lock()
	first := !s.closed
	s.closed = true
	peers, listeners := slices.Clone(s.peers), s.listeners
	s.mu.Unlock()
	if first {
		for _, l := range listeners {
			_ = l.Close() // wakes its goroutine
		}
		for _, p := range peers {
			p.turns.post(func() {
				p.gone = true
				p.stop(p.cease(subcode, text), p.over)
			})
		}
		go func() {
			for _, p := range peers {
				<-p.ended // no more goroutines come
			}
			s.running.Wait()
			s.cancel()
			close(s.done)
		}()
	}
	select {
	case <-s.done:
		return nil
	case <-ctx.Done():
	}
	s.cancel()
	for _, p := range peers {
		p.turns.post(p.over)
	}
	s.census.abort()
	<-s.done
	return ctx.Err()
}

// Wait waits until the speaker has been shut down and nothing of it is left.
func (s *Speaker) Wait() { <-s.done }

package speaker

import (
	"context"
	"net"
)

// Speaker is a BGP speaker with any number of peers. Its methods may be called from several goroutines.
type Speaker struct {
	o Options
}

// New returns a speaker without peers. It does nothing before Start. The error is a *ConfigError.
func New(o Options) (*Speaker, error) {
	o.Limits = o.Limits.withDefaults()
	return &Speaker{o: o}, nil
}

// Add adds a peer, and starts it if the speaker is running. The error is a *ConfigError, ErrDuplicate or ErrClosed.
func (s *Speaker) Add(c PeerConfig) (*Peer, error) { return nil, ErrClosed }

// Remove stops a peer with 6/3 (Peer De-configured) and forgets it.
func (s *Speaker) Remove(p *Peer) {}

// Peers gives the peers in the order in which they were added, those of Options.Unconfigured last.
func (s *Speaker) Peers() []*Peer { return nil }

// Start opens the listeners and starts the peers. The speaker runs until Shutdown, or until ctx ends, which shuts it
// down with 6/2. An error of a listener is returned, and nothing runs then.
func (s *Speaker) Start(ctx context.Context) error { return ErrClosed }

// Addrs gives the addresses of the listeners, after Start.
func (s *Speaker) Addrs() []net.Addr { return nil }

// Shutdown ends all sessions with a Cease of the given subcode (registry.SubAdministrativeShutdown and others) and text
// (RFC 9003, for the subcodes 2 and 4; "": that of the peer's configuration), after the routes announced were withdrawn.
// It waits until all goroutines have ended and all descriptors are closed, but not longer than ctx: then connections are
// closed as they are.
func (s *Speaker) Shutdown(ctx context.Context, subcode uint8, text string) error { return nil }

// Wait waits until the speaker has been shut down and nothing of it is left.
func (s *Speaker) Wait() {}

package speaker

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// Peer is a peer of a Speaker: its configuration, its connections, of which at most one is Established, and what it
// announced. Its methods may be called from several goroutines, and from Options.OnEvent.
type Peer struct {
	cfg PeerConfig
}

// Name is the configured name, or the address, or the interface.
func (p *Peer) Name() string { return p.cfg.Name }

// Config gives the configuration, with defaults filled in.
func (p *Peer) Config() PeerConfig { return p.cfg }

// State is the state of the most advanced of the peer's state machines.
func (p *Peer) State() fsm.State { return fsm.Idle }

// Stats gives the counters.
func (p *Peer) Stats() Stats { return Stats{} }

// Agreed gives what was agreed on the Established session; nil when there is none. It must not be changed.
func (p *Peer) Agreed() *Agreed { return nil }

// RequestRefresh asks the peer to send its routes of a family again (RFC 2918). The error is ErrNotEstablished or
// ErrNotNegotiated.
func (p *Peer) RequestRefresh(f codec.Family) error { return ErrNotEstablished }

// Start starts a peer that was stopped (ManualStart).
func (p *Peer) Start() {}

// Stop ends the session with a Cease of the given subcode and text (RFC 9003), and leaves the peer in Idle (ManualStop).
func (p *Peer) Stop(subcode uint8, text string) {}

// Reset ends the session with a Cease of the given subcode and text (RFC 9003); it comes back by itself
// (AutomaticStop).
func (p *Peer) Reset(subcode uint8, text string) {}

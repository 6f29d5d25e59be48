package speaker

import (
	"context"
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// seek begins to look for the neighbour of an unnumbered peer. It goes on for as long as the peer is there: a passive
// peer needs it too, because its router waits for a Router Advertisement of ours before it dials. It needs the lock.
func (p *Peer) seek() {
	if p.key.iface == "" || p.watch != nil || p.speaker.o.Neighbor != nil {
		return
	}
	p.watch = transport.WatchInterface(p.key.iface, transport.DiscoveryOptions{Namespace: p.cfg.Transport.Namespace})
}

// unseek ends it. It needs the lock.
func (p *Peer) unseek() {
	if p.watch != nil {
		_ = p.watch.Close() // has no error to give
	}
}

// find gives the address to dial, waiting for that of an unnumbered peer. It is called without the lock.
func (p *Peer) find(ctx context.Context) (netip.AddrPort, error) {
	if p.key.iface == "" {
		return netip.AddrPortFrom(p.cfg.Remote, p.cfg.RemotePort), nil
	}
	n, err := p.neighbor(ctx)
	if err != nil {
		return netip.AddrPort{}, err
	}
	p.turns.Lock()
	defer p.turns.Unlock()
	if p.remote != n.Addr {
		p.remote = n.Addr
		p.emit(p.home, Event{Kind: Note, Text: "the neighbour on " + p.key.iface + " is " + n.Addr.String() + ", found by " + n.Source})
	}
	return netip.AddrPortFrom(n.Addr, p.cfg.RemotePort), nil
}

// neighbor waits until the neighbour is found.
func (p *Peer) neighbor(ctx context.Context) (transport.Neighbor, error) {
	if f := p.speaker.o.Neighbor; f != nil {
		a, err := f(ctx, p.key.iface)
		return transport.Neighbor{Addr: a, Source: "configuration"}, err
	}
	p.turns.Lock()
	w := p.watch
	p.turns.Unlock()
	if w == nil { // the peer is being removed
		return transport.Neighbor{}, context.Canceled
	}
	return w.Neighbor(ctx)
}

// gaveUp is the error for an attempt that was ended because it took too long, or because the peer is stopped. It needs
// the lock.
func (p *Peer) gaveUp(waited time.Duration) error {
	if p.watch != nil {
		if err := p.watch.Err(); err != nil {
			return err
		}
	}
	return transport.GaveUp(netip.AddrPortFrom(p.remote, p.cfg.RemotePort), waited, p.cfg.Transport)
}

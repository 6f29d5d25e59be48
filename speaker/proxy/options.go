package proxy

import (
	"context"
	"net"
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// Options say between whom the proxy is, and what it may use. Zero values of limits stand for their defaults.
type Options struct {
	// Listen are the addresses to accept at: "host:port" with an address or nothing as host. At least one is needed.
	Listen []string
	// Target is the router to dial for each connection; port 0 is 179. A link-local address needs its zone.
	Target netip.AddrPort
	// Source is the address to dial from; the zero value leaves it to the system.
	Source netip.AddrPort
	// Transport are options of the connections to both sides: keys, TTL, device. A TTL of 0 without GTSM is 255 here, which
	// routers with GTSM and those without take.
	Transport transport.Options
	// OnEvent is called for everything that happens, by one goroutine at a time, in the order in which it was forwarded.
	// Octets are borrowed until it returns. nil: nothing is told.
	OnEvent func(*speaker.Event)

	// Sessions is the greatest number of sessions at a time (256); a connection beyond it is reset.
	Sessions int
	// Queue is how many octets of a session may wait for OnEvent (8 MiB), QueueAll how many of all sessions (64 MiB).
	Queue, QueueAll int
	// DialTimeout is how long the target may take to answer (10 s).
	DialTimeout time.Duration

	// Dial and ListenFunc are for tests and for connections of other kinds; nil: package transport.
	Dial       func(ctx context.Context) (net.Conn, error)
	ListenFunc func(ctx context.Context, addr string) (net.Listener, error)
}

func (o *Options) defaults() {
	for _, d := range [...]struct {
		to *int
		n  int
	}{{&o.Sessions, 256}, {&o.Queue, 8 << 20}, {&o.QueueAll, 64 << 20}} {
		if *d.to == 0 {
			*d.to = d.n
		}
	}
	if o.DialTimeout == 0 {
		o.DialTimeout = 10 * time.Second
	}
	if o.Transport.TTL == 0 && o.Transport.GTSMHops == 0 {
		o.Transport.TTL = 255
	}
	if o.Dial == nil {
		o.Dial = func(ctx context.Context) (net.Conn, error) {
			c, err := transport.Dial(ctx, o.Source, o.Target, o.Transport)
			if err != nil {
				return nil, err // not a nil *Conn in an interface
			}
			return c, nil
		}
	}
	if o.ListenFunc == nil {
		o.ListenFunc = o.listen
	}
}

// listen takes connections with the options of the other side from everywhere.
func (o *Options) listen(ctx context.Context, addr string) (net.Listener, error) {
	l, err := transport.Listen(ctx, addr, transport.ListenOptions{Device: o.Transport.Device, Namespace: o.Transport.Namespace, DSCP: o.Transport.DSCP})
	if err != nil {
		return nil, err
	}
	for _, a := range [...]netip.Addr{netip.IPv4Unspecified(), netip.IPv6Unspecified()} {
		if err := l.SetPeer(transport.Match{Prefix: netip.PrefixFrom(a, 0)}, o.Transport); err != nil {
			l.Close()
			return nil, err
		}
	}
	return l, nil
}

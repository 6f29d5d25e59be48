// Package pipenet is for tests: TCP connections that are net.Pipe, from one address to one listener, which work in a bubble of
// testing/synctest. Nothing that is not a test imports it.
package pipenet

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"syscall"

	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// Net is two hosts: who dials, and who listens.
type Net struct {
	from, to netip.Addr
	queue    chan net.Conn
	closed   chan struct{}
	once     sync.Once
	mu       sync.Mutex
	port     uint16
}

// New makes a net in which from dials and to listens, on port 179.
func New(from, to netip.Addr) *Net {
	return &Net{from: from, to: to, queue: make(chan net.Conn, 64), closed: make(chan struct{}), port: 40000}
}

// Dial opens a connection, whatever the addresses; it is what speaker.Options.Dial takes.
func (n *Net) Dial(context.Context, netip.AddrPort, netip.AddrPort, transport.Options) (net.Conn, error) {
	near, far := net.Pipe()
	n.mu.Lock()
	n.port++
	me, them := netip.AddrPortFrom(n.from, n.port), netip.AddrPortFrom(n.to, transport.Port)
	n.mu.Unlock()
	select {
	case <-n.closed:
		return nil, syscall.ECONNREFUSED
	case n.queue <- conn{far, them, me}:
		return conn{near, me, them}, nil
	}
}

// Listen gives the listener; it is what speaker.Options.ListenFunc takes.
func (n *Net) Listen(context.Context, string) (net.Listener, error) { return n, nil }

// Accept takes a connection.
func (n *Net) Accept() (net.Conn, error) {
	select {
	case c := <-n.queue:
		return c, nil
	case <-n.closed:
		return nil, net.ErrClosed
	}
}

// Close closes the listener: nobody can connect any more.
func (n *Net) Close() error {
	n.once.Do(func() { close(n.closed) })
	return nil
}

// Addr is where it listens.
func (n *Net) Addr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(n.to, transport.Port))
}

// conn is one end of a connection.
type conn struct {
	net.Conn
	local, remote netip.AddrPort
}

// LocalAddr is our end.
func (c conn) LocalAddr() net.Addr { return net.TCPAddrFromAddrPort(c.local) }

// RemoteAddr is the other end.
func (c conn) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(c.remote) }

package speaker_test

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"sync"
	"syscall"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// memNet is a network in memory: hosts with addresses, connections made of net.Pipe. It works in a synctest bubble.
type memNet struct {
	mu    sync.Mutex
	hosts map[netip.Addr]*memHost
	port  uint16
}

// memHost is a host of a memNet; a zone in an address names the link.
type memHost struct {
	net   *memNet
	addrs []netip.Addr
	// delay is how long a connection from here takes to come about.
	delay time.Duration

	mu       sync.Mutex
	listener *memListener
}

func newMemNet() *memNet { return &memNet{hosts: map[netip.Addr]*memHost{}, port: 40000} }

func (n *memNet) host(addrs ...string) *memHost {
	h := &memHost{net: n}
	for _, a := range addrs {
		addr := netip.MustParseAddr(a)
		h.addrs = append(h.addrs, addr)
		n.hosts[addr] = h
	}
	return h
}

// from is the address that h uses towards a remote one: on the same link, of the same family.
func (h *memHost) from(remote netip.Addr) netip.Addr {
	for _, a := range h.addrs {
		if a.Zone() == remote.Zone() && a.Is4() == remote.Is4() {
			return a
		}
	}
	return h.addrs[0]
}

func (n *memNet) nextPort() uint16 {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.port++
	return n.port
}

// dial is Options.Dial of the host.
func (h *memHost) dial(ctx context.Context, local, remote netip.AddrPort, _ transport.Options) (net.Conn, error) {
	if h.delay > 0 {
		select {
		case <-time.After(h.delay):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if !local.Addr().IsValid() {
		local = netip.AddrPortFrom(h.from(remote.Addr()), local.Port())
	}
	if local.Port() == 0 {
		local = netip.AddrPortFrom(local.Addr(), h.net.nextPort())
	}
	h.net.mu.Lock()
	to := h.net.hosts[remote.Addr()]
	h.net.mu.Unlock()
	if to == nil {
		return nil, fmt.Errorf("dial %s: %w", remote, syscall.EHOSTUNREACH)
	}
	to.mu.Lock()
	l := to.listener
	to.mu.Unlock()
	if l == nil {
		return nil, fmt.Errorf("dial %s: %w", remote, syscall.ECONNREFUSED)
	}
	near, far := net.Pipe()
	select {
	case l.queue <- &memConn{far, remote, local}:
		return &memConn{near, local, remote}, nil
	case <-l.closed:
		return nil, fmt.Errorf("dial %s: %w", remote, syscall.ECONNREFUSED)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// listen is Options.ListenFunc of the host; the address is that of all of its addresses.
func (h *memHost) listen(context.Context, string) (net.Listener, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.listener != nil {
		return nil, syscall.EADDRINUSE
	}
	h.listener = &memListener{h: h, queue: make(chan net.Conn, 64), closed: make(chan struct{})}
	return h.listener, nil
}

type memListener struct {
	h      *memHost
	queue  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *memListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.queue:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *memListener) Close() error {
	l.once.Do(func() {
		l.h.mu.Lock()
		l.h.listener = nil
		l.h.mu.Unlock()
		close(l.closed)
	})
	return nil
}

func (l *memListener) Addr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(l.h.addrs[0], 179))
}

// memConn is one end of a connection.
type memConn struct {
	net.Conn
	local, remote netip.AddrPort
}

func (c *memConn) LocalAddr() net.Addr  { return net.TCPAddrFromAddrPort(c.local) }
func (c *memConn) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(c.remote) }

package inject

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// The two ends of a test: scripts are played from ours to theirs, a speaker of this project.
var (
	ours   = netip.MustParseAddr("192.0.2.1")
	theirs = netip.MustParseAddr("192.0.2.2")
)

// inLab runs a test against a speaker in a bubble of virtual time.
func inLab(t *testing.T, change func(*speaker.PeerConfig), test func(*testing.T, *Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := &memListener{queue: make(chan net.Conn, 8), closed: make(chan struct{})}
		c := speaker.PeerConfig{Remote: ours, LocalAS: 64511, PeerAS: 64496, Passive: true, RouterID: theirs, RIB: true,
			Capabilities: speaker.DefaultCapabilities(codec.IPv4Unicast, codec.Family{AFI: 2, SAFI: 1})}
		if change != nil {
			change(&c)
		}
		sp, err := speaker.New(speaker.Options{Listen: []string{":179"},
			ListenFunc: func(context.Context, string) (net.Listener, error) { return l, nil }})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sp.Add(c); err != nil {
			t.Fatal(err)
		}
		if err := sp.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		test(t, &Options{Target: Target{Addr: netip.AddrPortFrom(theirs, 179)}, Params: fault.Defaults(), Dial: l.dial})
		_ = sp.Shutdown(context.Background(), 2, "")
		synctest.Wait()
	})
}

// memListener hands out connections in memory.
type memListener struct {
	queue  chan net.Conn
	closed chan struct{}
	once   sync.Once
	port   uint16
}

func (l *memListener) dial(context.Context, netip.AddrPort, netip.AddrPort, transport.Options) (net.Conn, error) {
	near, far := net.Pipe()
	l.port++
	me, them := netip.AddrPortFrom(ours, 40000+l.port), netip.AddrPortFrom(theirs, 179)
	select {
	case l.queue <- memConn{far, them, me}:
		return memConn{near, me, them}, nil
	case <-l.closed:
		return nil, syscall.ECONNREFUSED
	}
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
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *memListener) Addr() net.Addr {
	return net.TCPAddrFromAddrPort(netip.AddrPortFrom(theirs, 179))
}

// memConn is one end of a connection.
type memConn struct {
	net.Conn
	local, remote netip.AddrPort
}

func (c memConn) LocalAddr() net.Addr  { return net.TCPAddrFromAddrPort(c.local) }
func (c memConn) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(c.remote) }

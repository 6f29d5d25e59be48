package inject

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"sync"
)

// Acceptor takes connections for runs that wait for their target. It may be shared by several runs, one after another.
type Acceptor struct {
	l    net.Listener
	got  chan accepted
	done chan struct{}
	once sync.Once
}

type accepted struct {
	conn net.Conn
	err  error
}

// NewAcceptor takes the connections of a listener, until Close.
func NewAcceptor(l net.Listener) *Acceptor {
	a := &Acceptor{l: l, got: make(chan accepted), done: make(chan struct{})}
	go a.run()
	return a
}

func (a *Acceptor) run() {
	for {
		c, err := a.l.Accept()
		select {
		case a.got <- accepted{c, err}:
		case <-a.done:
			if err == nil {
				_ = c.Close()
			}
			return
		}
	}
}

// from waits for a connection of one address; others are closed.
func (a *Acceptor) from(ctx context.Context, addr netip.Addr) (net.Conn, error) {
	for {
		select {
		case r := <-a.got:
			if r.err != nil {
				return nil, r.err
			}
			if from := addrPort(r.conn.RemoteAddr()).Addr(); from == addr || from.WithZone("") == addr {
				return r.conn, nil
			}
			_ = r.conn.Close()
		case <-a.done:
			return nil, net.ErrClosed
		case <-ctx.Done():
			return nil, fmt.Errorf("it has not connected to us: %w", ctx.Err())
		}
	}
}

// Close closes the listener.
func (a *Acceptor) Close() error {
	a.once.Do(func() { close(a.done) })
	return a.l.Close()
}

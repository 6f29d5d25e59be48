package transport

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// ListenOptions says where a listener is.
type ListenOptions struct {
	// Device is the interface or VRF whose connections are taken
	// (SO_BINDTODEVICE); empty: all.
	Device string
	// Namespace is the network namespace to listen in, as in Options.
	Namespace string
	// DSCP is that of what is sent before a connection is accepted, as in
	// Options.
	DSCP int
}

// Listener takes the connections of many peers, each with options of its own.
// Its methods may be called from several goroutines.
//
// Until a peer is set, its connections are ordinary ones. All that the listener
// itself sends has TTL 255, so that peers with GTSM take it.
type Listener struct {
	*net.TCPListener
	addr netip.AddrPort // with the zone as it was given
	dual bool           // an IPv6 socket that takes IPv4 as well

	mu    sync.Mutex
	peers []listenPeer // longest prefix first, those with a zone before those without
}

// listenPeer is what SetPeer was told.
type listenPeer struct {
	match Match
	opts  Options
}

// Listen listens on "host:port", where host is an address, with zone where it is
// link-local, or empty for all addresses of both families. Port 0 takes one that
// is free. Errors are of type *Error.
func Listen(ctx context.Context, addr string, o ListenOptions) (*Listener, error) {
	l, err := listen(ctx, addr, o)
	if err != nil {
		return nil, wrap("listen", addr, err, Options{})
	}
	return l, nil
}

// listen is Listen with unwrapped errors.
func listen(ctx context.Context, addr string, o ListenOptions) (*Listener, error) {
	at, err := ParseListen(addr)
	if err != nil {
		return nil, err
	}
	own := Options{Device: o.Device, Namespace: o.Namespace, DSCP: o.DSCP}
	if err := own.Validate(); err != nil {
		return nil, err
	}
	var l *Listener
	err = inNamespace(o.Namespace, func() error {
		a, err := numericZone(at.Addr())
		if err != nil {
			return err
		}
		host, network := "", "tcp"
		switch {
		case a.Is4():
			host, network = a.String(), "tcp4"
		case a.Is6():
			host, network = a.String(), "tcp6"
		}
		lc := net.ListenConfig{KeepAlive: -1}
		lc.SetMultipathTCP(false) // Multipath TCP takes no keys
		lc.Control = func(network, _ string, rc syscall.RawConn) error {
			return control(rc, func(fd uintptr) error { return setListening(fd, network != "tcp4", o) })
		}
		nl, err := lc.Listen(ctx, network, net.JoinHostPort(host, strconv.Itoa(int(at.Port()))))
		if err != nil {
			return err
		}
		l = &Listener{TCPListener: nl.(*net.TCPListener)}
		l.addr = addrPort(nl.Addr())
		l.dual = network == "tcp" && l.addr.Addr().Is6()
		if at.Addr().IsValid() {
			l.addr = netip.AddrPortFrom(at.Addr(), l.addr.Port())
		}
		return nil
	})
	return l, err
}

// ParseListen reads the address of a listener: "host:port" with an address, "*"
// or nothing as host; the address is invalid for the latter two. Names are not
// looked up.
func ParseListen(s string) (netip.AddrPort, error) {
	host, port, err := net.SplitHostPort(s)
	if err != nil {
		return netip.AddrPort{}, errors.New("an address to listen on is host:port, as in :179 or [2001:db8::1]:179")
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return netip.AddrPort{}, errors.New("the port is a number from 0 to 65535")
	}
	if host == "" || host == "*" {
		return netip.AddrPortFrom(netip.Addr{}, uint16(n)), nil
	}
	a, err := netip.ParseAddr(strings.TrimSpace(host))
	if err != nil {
		return netip.AddrPort{}, errors.New("the host is an IP address (names are not looked up)")
	}
	a = a.Unmap()
	if a.Is6() && a.IsLinkLocalUnicast() && a.Zone() == "" {
		return netip.AddrPort{}, errors.New("a link-local address needs its interface, as in [" + a.String() + "%eth0]:179")
	}
	return netip.AddrPortFrom(a, uint16(n)), nil
}

// Addr gives where it listens.
func (l *Listener) Addr() net.Addr { return net.TCPAddrFromAddrPort(l.addr) }

// AddrPort gives where it listens; the address is the unspecified one when it
// listens on all.
func (l *Listener) AddrPort() netip.AddrPort { return l.addr }

// SetPeer sets the options for connections that come from m, in place of earlier
// ones for the same m; of several that match, the longest prefix counts. Keys and
// GTSM hold from the first packet; they do not touch connections there are.
//
// A peer that this listener can never see, of the other address family or on
// another interface, is no error and changes nothing. Options.Namespace is not
// looked at. MD5 keys are told apart by address only: two keys for one link-local
// address on two interfaces of one listener are refused.
func (l *Listener) SetPeer(m Match, o Options) error {
	if err := o.Validate(); err != nil {
		return wrap("set peer", m.String(), err, o)
	}
	if !m.Prefix.IsValid() {
		return wrap("set peer", "", errors.New("no address"), o)
	}
	if !l.sees(m) {
		return nil
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	old, _ := l.find(m)
	if err := l.clash(m, o); err != nil {
		return wrap("set peer", m.String(), err, o)
	}
	next := append(slices.Clone(l.without(m)), listenPeer{m, o})
	sortPeers(next)
	if err := l.onSocket(func(fd uintptr, v6 bool) error {
		return setPeer(fd, v6, m, old, o, next)
	}); err != nil {
		// The socket gets back what it had.
		_ = l.onSocket(func(fd uintptr, v6 bool) error { return setPeer(fd, v6, m, o, old, l.peers) })
		return wrap("set peer", m.String(), err, o)
	}
	l.peers = next
	return nil
}

// RemovePeer forgets what SetPeer was told about m. Connections there are keep
// their keys.
func (l *Listener) RemovePeer(m Match) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	old, ok := l.find(m)
	if !ok {
		return nil
	}
	next := slices.Clone(l.without(m))
	err := l.onSocket(func(fd uintptr, v6 bool) error {
		return setPeer(fd, v6, m, old, Options{}, next)
	})
	l.peers = next
	return wrap("set peer", m.String(), err, Options{})
}

// Accept waits for a connection; it is a *Conn with the options of its peer set.
// An error that is not net.ErrClosed leaves the listener usable: one connection
// was lost, or the process has no descriptor left.
func (l *Listener) Accept() (net.Conn, error) {
	tc, err := l.AcceptTCP()
	if err != nil {
		return nil, err
	}
	c := newConn(tc, l.addr.Addr().Zone())
	l.mu.Lock()
	o, filtered := Options{}, false
	for i := len(l.peers) - 1; i >= 0; i-- { // the last that matches is the first
		if p := l.peers[i]; p.match.contains(c.remote.Addr()) {
			o = p.opts
		}
		filtered = filtered || l.peers[i].opts.GTSMHops > 0
	}
	l.mu.Unlock()
	rc, err := tc.SyscallConn()
	if err == nil {
		err = control(rc, func(fd uintptr) error {
			return setAccepted(fd, l.addr.Addr().Is6(), o, filtered)
		})
	}
	if err != nil {
		_ = tc.Close()
		return nil, wrap("accept", c.remote.String(), err, o)
	}
	return c, nil
}

// sees reports whether connections from m can come to this listener at all.
func (l *Listener) sees(m Match) bool {
	a := l.addr.Addr()
	switch {
	case a.Is4():
		return m.Prefix.Addr().Is4()
	case l.dual:
		return true
	case m.Zone != "" && a.Zone() != "":
		return a.Zone() == m.Zone
	}
	return m.Prefix.Addr().Is6()
}

// find gives the options of a peer.
func (l *Listener) find(m Match) (Options, bool) {
	for _, p := range l.peers {
		if p.match == m {
			return p.opts, true
		}
	}
	return Options{}, false
}

// without gives all peers but one.
func (l *Listener) without(m Match) []listenPeer {
	return slices.DeleteFunc(slices.Clone(l.peers), func(p listenPeer) bool { return p.match == m })
}

// clash reports a key that the kernel would take for another peer's.
func (l *Listener) clash(m Match, o Options) error {
	for _, p := range l.peers {
		if p.match != m && p.match.Prefix == m.Prefix && !o.MD5.Equal(p.opts.MD5) {
			return &optionError{option: "TCP_MD5SIG", err: errors.New("a different key for the same address is set for " + p.match.String()),
				hint: "the kernel tells keys of a listener apart by address only"}
		}
	}
	return nil
}

// onSocket runs f on the listening socket's descriptor.
func (l *Listener) onSocket(f func(fd uintptr, v6 bool) error) error {
	rc, err := l.SyscallConn()
	if err != nil {
		return err
	}
	return control(rc, func(fd uintptr) error { return f(fd, l.addr.Addr().Is6()) })
}

// sortPeers puts the most specific first.
func sortPeers(p []listenPeer) {
	slices.SortStableFunc(p, func(a, b listenPeer) int {
		if d := b.match.Prefix.Bits() - a.match.Prefix.Bits(); d != 0 {
			return d
		}
		return strings.Compare(b.match.Zone, a.match.Zone)
	})
}

package transport

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"syscall"
	"time"
)

// Port is BGP's TCP port (RFC 4271 section 4).
const Port = 179

// Dial connects to a peer. The zero local address leaves the choice to the
// system; port 0 of it means any, and port 0 of remote means 179. A remote
// link-local address needs its zone. The context bounds the attempt: without a
// deadline it is the kernel's, about two minutes.
//
// With Options.Namespace a thread of its own is held for as long as the attempt
// lasts. Errors are of type *Error.
func Dial(ctx context.Context, local, remote netip.AddrPort, o Options) (*Conn, error) {
	if remote.Port() == 0 {
		remote = netip.AddrPortFrom(remote.Addr(), Port)
	}
	remote = netip.AddrPortFrom(remote.Addr().Unmap(), remote.Port())
	local = netip.AddrPortFrom(local.Addr().Unmap(), local.Port())
	start := time.Now()
	c, err := dial(ctx, local, remote, o)
	if err != nil && gaveUp(err) {
		err = noAnswer{time.Since(start), err}
	}
	if err != nil {
		return nil, wrap("dial", remote.String(), err, o)
	}
	return c, nil
}

// GaveUp is the error for an attempt that the caller has ended without an answer: it
// says how long that took and what may be behind it, and is context.Canceled.
func GaveUp(remote netip.AddrPort, waited time.Duration, o Options) error {
	return wrap("dial", remote.String(), noAnswer{waited, context.Canceled}, o)
}

// dial is Dial with unwrapped errors.
func dial(ctx context.Context, local, remote netip.AddrPort, o Options) (*Conn, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if err := fit(&local, remote.Addr()); err != nil {
		return nil, err
	}
	var c *Conn
	err := inNamespace(o.Namespace, func() error {
		to, err := numericZone(remote.Addr())
		if err != nil {
			return err
		}
		from, err := numericZone(local.Addr())
		if err != nil {
			return err
		}
		tc, err := connect(ctx, netip.AddrPortFrom(from, local.Port()), netip.AddrPortFrom(to, remote.Port()), o)
		if err != nil {
			return err
		}
		c = newConn(tc, remote.Addr().Zone())
		return nil
	})
	return c, err
}

// fit checks that two addresses can be the ends of one connection, and gives a
// link-local address of ours the zone of the peer's.
func fit(local *netip.AddrPort, remote netip.Addr) error {
	switch l := local.Addr(); {
	case !remote.IsValid():
		return errors.New("no address to dial")
	case remote.IsMulticast() || remote.IsUnspecified():
		return errors.New("not the address of one host")
	case remote.IsLinkLocalUnicast() && remote.Is6() && remote.Zone() == "":
		return errors.New("a link-local address needs its interface, as in " + remote.String() + "%eth0")
	case !l.IsValid():
		if local.Port() != 0 { // a port alone: any address of the peer's family
			any := netip.IPv4Unspecified()
			if remote.Is6() {
				any = netip.IPv6Unspecified()
			}
			*local = netip.AddrPortFrom(any, local.Port())
		}
	case l.Is4() != remote.Is4():
		return errors.New("the local address " + l.String() + " is of the other family")
	case l.Is6() && l.IsLinkLocalUnicast() && l.Zone() == "":
		*local = netip.AddrPortFrom(l.WithZone(remote.Zone()), local.Port())
	}
	return nil
}

// connect dials with the options set on the socket before it is bound.
func connect(ctx context.Context, local, remote netip.AddrPort, o Options) (*net.TCPConn, error) {
	d := net.Dialer{KeepAlive: -1} // BGP has KEEPALIVEs of its own
	d.SetMultipathTCP(false)       // Multipath TCP takes no keys
	d.ControlContext = func(_ context.Context, _, _ string, rc syscall.RawConn) error {
		return control(rc, func(fd uintptr) error { return setDialed(fd, remote.Addr(), o) })
	}
	network := "tcp4"
	if remote.Addr().Is6() {
		network = "tcp6"
	}
	return d.DialTCP(ctx, network, local, remote)
}

// control runs f on a socket's descriptor and gives f's error.
func control(rc syscall.RawConn, f func(fd uintptr) error) error {
	var inner error
	if err := rc.Control(func(fd uintptr) { inner = f(fd) }); err != nil {
		return err
	}
	return inner
}

// itoa is for interface numbers.
func itoa(n int) string { return strconv.Itoa(n) }

// isNumber reports whether a zone is the number of an interface.
func isNumber(s string) bool {
	n, err := strconv.ParseUint(s, 10, 31)
	return err == nil && n > 0
}

// errNoInterface says that a name is not that of an interface here.
func errNoInterface(name string) error { return errors.New("there is no interface " + name) }

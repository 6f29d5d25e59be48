package transport

import (
	"net"
	"net/netip"
)

// Conn is a TCP connection whose addresses have the zones of the namespace it is
// in: package net looks zones up in the namespace of whatever thread it runs on.
type Conn struct {
	*net.TCPConn
	local, remote netip.AddrPort
}

// LocalAddr gives a *net.TCPAddr; its zone is the name of an interface.
func (c *Conn) LocalAddr() net.Addr { return net.TCPAddrFromAddrPort(c.local) }

// RemoteAddr gives a *net.TCPAddr; its zone is the name of an interface.
func (c *Conn) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(c.remote) }

// Local gives our address. IPv4 is never in the form mapped into IPv6.
func (c *Conn) Local() netip.AddrPort { return c.local }

// Remote gives the peer's address. IPv4 is never in the form mapped into IPv6.
func (c *Conn) Remote() netip.AddrPort { return c.remote }

// newConn puts the addresses right. zone is the interface where the caller knows
// it, because it asked for it; otherwise the socket is asked.
func newConn(tc *net.TCPConn, zone string) *Conn {
	c := &Conn{TCPConn: tc}
	c.local, c.remote = addrPort(tc.LocalAddr()), addrPort(tc.RemoteAddr())
	if c.local.Addr().Zone() == "" && c.remote.Addr().Zone() == "" {
		return c
	}
	if zone == "" {
		zone = zoneOf(tc)
	}
	if zone != "" {
		c.local, c.remote = rezone(c.local, zone), rezone(c.remote, zone)
	}
	return c
}

// rezone gives an address that has a zone another one.
func rezone(a netip.AddrPort, zone string) netip.AddrPort {
	if a.Addr().Zone() == "" {
		return a
	}
	return netip.AddrPortFrom(a.Addr().WithZone(zone), a.Port())
}

// addrPort reads an address of package net.
func addrPort(a net.Addr) netip.AddrPort {
	if t, ok := a.(*net.TCPAddr); ok {
		ap := t.AddrPort()
		return netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())
	}
	return netip.AddrPort{}
}

// numericZone replaces the name in an address's zone by the interface's number:
// package net resolves names by a table that can be a minute old and is that of
// any one namespace. It must run on a thread in the namespace meant.
func numericZone(a netip.Addr) (netip.Addr, error) {
	zone := a.Zone()
	if zone == "" {
		return a, nil
	}
	ifi, err := net.InterfaceByName(zone)
	if err != nil {
		if isNumber(zone) {
			return a, nil
		}
		return a, &optionError{option: "zone " + zone, err: errNoInterface(zone)}
	}
	return a.WithZone(itoa(ifi.Index)), nil
}

package transport

import (
	"net/netip"

	"golang.org/x/sys/windows"
)

// Winsock numbers (ws2ipdef.h).
const (
	ipTTL           = 4
	ipv6UnicastHops = 4
)

// supported refuses what Windows has not.
func (o Options) supported() error {
	if o.DSCP > 0 {
		return notHere("DSCP")
	}
	return lacking(o)
}

// setDialed sets a socket that is neither bound nor connected. Windows ignores a
// code point from a socket, so the default one is not set.
func setDialed(fd uintptr, remote netip.Addr, o Options) error {
	return setTTL(fd, remote.Is6(), o.TTL)
}

// setListening has nothing to set.
func setListening(uintptr, bool, ListenOptions) error { return nil }

// setPeer has nothing to tell the system: neither keys nor GTSM are supported.
func setPeer(uintptr, bool, Match, Options, Options, []listenPeer) error { return nil }

// setAccepted sets an accepted socket.
func setAccepted(fd uintptr, v6 bool, o Options, _ bool) error { return setTTL(fd, v6, o.TTL) }

// setTTL sets what is sent; 0 changes nothing.
func setTTL(fd uintptr, v6 bool, ttl int) error {
	if ttl == 0 {
		return nil
	}
	level, opt, name := windows.IPPROTO_IP, ipTTL, "IP_TTL"
	if v6 {
		level, opt, name = windows.IPPROTO_IPV6, ipv6UnicastHops, "IPV6_UNICAST_HOPS"
	}
	if err := windows.SetsockoptInt(windows.Handle(fd), level, opt, ttl); err != nil {
		return &optionError{option: name, err: err}
	}
	return nil
}

//go:build darwin || freebsd || netbsd || openbsd || dragonfly

package transport

import (
	"net/netip"

	"golang.org/x/sys/unix"
)

// sockInt sets an option that is a number.
func sockInt(fd uintptr, level, opt, v int, name string) error {
	if err := unix.SetsockoptInt(int(fd), level, opt, v); err != nil {
		return &optionError{option: name, err: err}
	}
	return nil
}

// supported refuses what these systems have not, or have in ways of their own.
func (o Options) supported() error { return lacking(o) }

// setDialed sets a socket that is neither bound nor connected.
func setDialed(fd uintptr, remote netip.Addr, o Options) error {
	if err := setTTL(fd, remote.Is6(), o.TTL); err != nil {
		return err
	}
	return setClass(fd, remote.Is6(), o.DSCP)
}

// setListening sets a socket that will listen.
func setListening(fd uintptr, v6 bool, o ListenOptions) error { return setClass(fd, v6, o.DSCP) }

// setPeer has nothing to tell the kernel: neither keys nor GTSM are supported.
func setPeer(uintptr, bool, Match, Options, Options, []listenPeer) error { return nil }

// setAccepted sets an accepted socket.
func setAccepted(fd uintptr, v6 bool, o Options, _ bool) error {
	if err := setTTL(fd, v6, o.TTL); err != nil {
		return err
	}
	return setClass(fd, v6, o.DSCP)
}

// setTTL sets what is sent; 0 changes nothing.
func setTTL(fd uintptr, v6 bool, ttl int) error {
	switch {
	case ttl == 0:
		return nil
	case v6:
		return sockInt(fd, unix.IPPROTO_IPV6, unix.IPV6_UNICAST_HOPS, ttl, "IPV6_UNICAST_HOPS")
	}
	return sockInt(fd, unix.IPPROTO_IP, unix.IP_TTL, ttl, "IP_TTL")
}

// setClass sets the code point.
func setClass(fd uintptr, v6 bool, dscp int) error {
	tos, ok := trafficClass(dscp)
	switch {
	case !ok:
		return nil
	case v6:
		return sockInt(fd, unix.IPPROTO_IPV6, unix.IPV6_TCLASS, tos, "IPV6_TCLASS")
	}
	return sockInt(fd, unix.IPPROTO_IP, unix.IP_TOS, tos, "IP_TOS")
}

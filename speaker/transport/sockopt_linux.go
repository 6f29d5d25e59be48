package transport

import (
	"errors"
	"net/netip"
	"syscall"

	"golang.org/x/sys/unix"
)

// supported has nothing to refuse: on Linux the kernel says what it has not.
func (o Options) supported() error { return nil }

// setDialed sets a socket that is neither bound nor connected.
func setDialed(fd uintptr, remote netip.Addr, o Options) error {
	s := int(fd)
	if err := setDevice(s, o.Device); err != nil {
		return err
	}
	if err := setClass(s, remote.Is6(), o.DSCP); err != nil {
		return err
	}
	if err := setTTL(s, remote.Is6(), o.sendTTL()); err != nil {
		return err
	}
	if err := setMinTTL(s, remote.Is6(), o.minTTL()); err != nil {
		return err
	}
	m := MatchAddr(remote)
	if !o.MD5.IsZero() {
		if err := setMD5(s, remote.Is6(), m.Prefix, 0, o.MD5); err != nil {
			return err
		}
	}
	return addAO(s, remote.Is6(), m.Prefix, o.AO)
}

// setListening sets a socket that will listen. It sends with TTL 255, so that its
// answer to a SYN passes a peer's GTSM.
func setListening(fd uintptr, v6 bool, o ListenOptions) error {
	s := int(fd)
	if err := setDevice(s, o.Device); err != nil {
		return err
	}
	if err := setClass(s, v6, o.DSCP); err != nil {
		return err
	}
	if err := setTTL(s, false, maxTTL); err != nil {
		return err
	}
	if v6 {
		return setTTL(s, true, maxTTL)
	}
	return nil
}

// setPeer changes what a listening socket knows of one peer from old to o. all
// is what it will then know of all peers.
func setPeer(fd uintptr, v6 bool, m Match, old, o Options, all []listenPeer) error {
	s := int(fd)
	l3, err := l3Index(s, o.Device)
	if err != nil {
		return err
	}
	switch {
	case !o.MD5.IsZero():
		err = setMD5(s, v6, m.Prefix, l3, o.MD5)
	case !old.MD5.IsZero() && !keyShared(m, all):
		l3, _ = l3Index(s, old.Device)
		err = setMD5(s, v6, m.Prefix, l3, Key{})
		if errors.Is(err, unix.ENOENT) {
			err = nil
		}
	}
	if err == nil {
		err = swapAO(s, v6, m.Prefix, old.AO, o.AO)
	}
	if err == nil {
		err = setFilter(s, all)
	}
	return err
}

// keyShared reports whether another peer of the same prefix has an MD5 key, which
// is then the same one (Listener.clash).
func keyShared(m Match, all []listenPeer) bool {
	for _, p := range all {
		if p.match != m && p.match.Prefix == m.Prefix && !p.opts.MD5.IsZero() {
			return true
		}
	}
	return false
}

// setAccepted sets an accepted socket, which has inherited what the listener had:
// TTL 255, the key of its peer, the filter.
func setAccepted(fd uintptr, v6 bool, o Options, filtered bool) error {
	s := int(fd)
	ttl := o.sendTTL()
	if ttl == 0 {
		ttl = -1 // the system's default again
	}
	for _, six := range []bool{false, true} {
		if six && !v6 {
			break
		}
		if err := setTTL(s, six, ttl); err != nil {
			return err
		}
		if err := setMinTTL(s, six, o.minTTL()); err != nil {
			return err
		}
		if err := setClass(s, six, o.DSCP); err != nil {
			return err
		}
	}
	if filtered { // IP_MINTTL does the same for less from here on
		if err := dropFilter(s); err != nil {
			return err
		}
	}
	if o.Device == "" {
		return nil
	}
	if now, err := unix.GetsockoptString(s, unix.SOL_SOCKET, unix.SO_BINDTODEVICE); err == nil && now == o.Device {
		return nil
	}
	return setDevice(s, o.Device)
}

// setTTL sets what is sent; 0 changes nothing, -1 is the system's default.
func setTTL(s int, v6 bool, ttl int) error {
	if ttl == 0 {
		return nil
	}
	if v6 {
		return refused("IPV6_UNICAST_HOPS", unix.SetsockoptInt(s, unix.IPPROTO_IPV6, unix.IPV6_UNICAST_HOPS, ttl))
	}
	return refused("IP_TTL", unix.SetsockoptInt(s, unix.IPPROTO_IP, unix.IP_TTL, ttl))
}

// setMinTTL sets the least TTL that is taken; 0 changes nothing.
func setMinTTL(s int, v6 bool, ttl int) error {
	if ttl == 0 {
		return nil
	}
	if v6 {
		return refused("IPV6_MINHOPCOUNT", unix.SetsockoptInt(s, unix.IPPROTO_IPV6, unix.IPV6_MINHOPCOUNT, ttl))
	}
	return refused("IP_MINTTL", unix.SetsockoptInt(s, unix.IPPROTO_IP, unix.IP_MINTTL, ttl))
}

// setClass sets the code point. A socket of IPv6 may carry IPv4.
func setClass(s int, v6 bool, dscp int) error {
	tos, ok := trafficClass(dscp)
	if !ok {
		return nil
	}
	if err := refused("IP_TOS", unix.SetsockoptInt(s, unix.IPPROTO_IP, unix.IP_TOS, tos)); err != nil || !v6 {
		return err
	}
	return refused("IPV6_TCLASS", unix.SetsockoptInt(s, unix.IPPROTO_IPV6, unix.IPV6_TCLASS, tos))
}

// setDevice binds to an interface or VRF.
func setDevice(s int, name string) error {
	if name == "" {
		return nil
	}
	return refused("SO_BINDTODEVICE "+name, unix.BindToDevice(s, name))
}

// l3Index gives the number of a VRF that a peer of a listener is in when the
// listener itself is in none: keys are then told apart by VRF. 0: none.
func l3Index(s int, device string) (int, error) {
	if device == "" {
		return 0, nil
	}
	if bound, err := unix.GetsockoptString(s, unix.SOL_SOCKET, unix.SO_BINDTODEVICE); err == nil && bound != "" {
		return 0, nil
	}
	ifr, err := unix.NewIfreq(device)
	if err != nil {
		return 0, err
	}
	if err := unix.IoctlIfreq(s, unix.SIOCGIFINDEX, ifr); err != nil {
		return 0, &optionError{option: "device " + device, err: errNoInterface(device)}
	}
	// Asked through the socket, so in its namespace.
	info, err := unix.IoctlGetEthtoolDrvinfo(s, device)
	if err != nil || unix.ByteSliceToString(info.Driver[:]) != "vrf" {
		return 0, nil
	}
	return int(ifr.Uint32()), nil
}

// refused gives an errno in words.
func refused(option string, err error) error {
	if err == nil {
		return nil
	}
	name := option
	for i := range name {
		if name[i] == ' ' {
			name = name[:i]
			break
		}
	}
	e := &optionError{option: option, err: err}
	switch {
	case errors.Is(err, unix.ENOPROTOOPT):
		e.err = lackOf("the kernel has no "+name, err)
	case errors.Is(err, unix.EPERM) && name == "SO_BINDTODEVICE":
		e.hint = "needs root or CAP_NET_RAW"
	case errors.Is(err, unix.EPERM):
		e.hint = "needs root or CAP_NET_ADMIN"
	case errors.Is(err, unix.ENODEV) && name == "SO_BINDTODEVICE":
		e.err = errNoInterface(option[len(name)+1:])
	case errors.Is(err, unix.ENOMEM) && name == "TCP_MD5SIG":
		e.hint = "net.core.optmem_max bounds the keys of a socket"
	}
	return e
}

// kernelLack is a lack that has an errno.
type kernelLack struct {
	lack
	errno error
}

func (k kernelLack) Unwrap() error { return k.errno }

// lackOf makes one.
func lackOf(text string, err error) error { return kernelLack{lack{text}, err} }

// zoneOf gives the name of the interface that a connection's link-local addresses
// belong to, in the namespace of its socket; empty when it cannot be told.
func zoneOf(c syscall.Conn) string {
	rc, err := c.SyscallConn()
	if err != nil {
		return ""
	}
	var zone string
	_ = rc.Control(func(fd uintptr) {
		sa, err := unix.Getpeername(int(fd))
		six, ok := sa.(*unix.SockaddrInet6)
		if err != nil || !ok || six.ZoneId == 0 {
			return
		}
		ifr, err := unix.NewIfreq("")
		if err != nil {
			return
		}
		ifr.SetUint32(six.ZoneId)
		if unix.IoctlIfreq(int(fd), unix.SIOCGIFNAME, ifr) == nil {
			zone = ifr.Name()
		}
	})
	return zone
}

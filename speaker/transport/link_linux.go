package transport

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// rawLink is a raw ICMPv6 socket that is bound to one interface and to our
// link-local address on it.
type rawLink struct {
	c     *net.IPConn
	own   netip.Addr
	hw    []byte
	index int
	ns    string
	zone  string // the interface's number, see numericZone
}

// openLink opens the socket, waiting for a link-local address that is not yet
// usable because of duplicate address detection.
func openLink(ctx context.Context, ifname, ns string) (link, error) {
	if err := validDevice(ifname); err != nil || ifname == "" {
		return nil, errors.Join(err, errors.New("no interface"))
	}
	if err := validNamespace(ns); err != nil {
		return nil, err
	}
	for {
		var l *rawLink
		err := inNamespace(ns, func() (err error) {
			l, err = openRaw(ifname)
			return err
		})
		if err == nil {
			l.ns = ns
			return l, nil
		}
		if !errors.Is(err, unix.EADDRNOTAVAIL) {
			return nil, err
		}
		t := time.NewTimer(dadPause)
		select {
		case <-ctx.Done():
			t.Stop()
			return nil, &optionError{option: "bind", err: err, hint: "the link-local address is not usable: duplicate address detection has not ended, or found a duplicate"}
		case <-t.C:
		}
	}
}

// openRaw is one attempt, in the namespace of the thread.
func openRaw(ifname string) (*rawLink, error) {
	ifi, err := net.InterfaceByName(ifname)
	if err != nil {
		return nil, errNoInterface(ifname)
	}
	if ifi.Flags&net.FlagUp == 0 {
		return nil, &optionError{option: "interface", err: unix.ENETDOWN, hint: "it is down"}
	}
	own, err := ownLinkLocal(ifi)
	if err != nil {
		return nil, err
	}
	fd, err := unix.Socket(unix.AF_INET6, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.IPPROTO_ICMPV6)
	if err != nil {
		e := &optionError{option: "raw ICMPv6 socket", err: err}
		if errors.Is(err, os.ErrPermission) {
			e.hint = "needs root or CAP_NET_RAW; without it, name the peer by its address"
		}
		return nil, e
	}
	f := os.NewFile(uintptr(fd), "icmp6") // owns fd from here on
	defer f.Close()
	if err := setRaw(fd, ifi, own); err != nil {
		return nil, err
	}
	pc, err := net.FilePacketConn(f) // a duplicate, in the poller
	if err != nil {
		return nil, err
	}
	c, ok := pc.(*net.IPConn)
	if !ok {
		_ = pc.Close()
		return nil, errors.New("not a raw socket")
	}
	return &rawLink{c: c, own: own.WithZone(ifname), hw: ifi.HardwareAddr, index: ifi.Index, zone: itoa(ifi.Index)}, nil
}

// ownLinkLocal gives our address on an interface.
func ownLinkLocal(ifi *net.Interface) (netip.Addr, error) {
	addrs, err := ifi.Addrs()
	if err != nil {
		return netip.Addr{}, err
	}
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && n.IP.To4() == nil && n.IP.IsLinkLocalUnicast() {
			own, _ := netip.AddrFromSlice(n.IP)
			return own, nil
		}
	}
	return netip.Addr{}, &optionError{option: "interface", err: ErrNoIPv6, hint: "is IPv6 off there? net.ipv6.conf." + ifi.Name + ".disable_ipv6"}
}

// setRaw keeps the socket to its interface in every way there is, and lets only
// the three kinds of messages through that are read.
func setRaw(fd int, ifi *net.Interface, own netip.Addr) error {
	var filter unix.ICMPv6Filter
	for i := range filter.Data {
		filter.Data[i] = ^uint32(0)
	}
	for _, typ := range []int{icmpEchoReply, icmpRS, icmpRA} {
		filter.Data[typ>>5] &^= 1 << (typ & 31)
	}
	mreq := unix.IPv6Mreq{Multiaddr: allRouters.As16(), Interface: uint32(ifi.Index)}
	for _, step := range []struct {
		name string
		err  error
	}{
		{"SO_BINDTODEVICE " + ifi.Name, unix.BindToDevice(fd, ifi.Name)},
		{"ICMPV6_FILTER", unix.SetsockoptICMPv6Filter(fd, unix.IPPROTO_ICMPV6, unix.ICMPV6_FILTER, &filter)},
		{"IPV6_RECVHOPLIMIT", unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_RECVHOPLIMIT, 1)},
		{"IPV6_UNICAST_HOPS", unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_UNICAST_HOPS, maxTTL)},
		{"IPV6_MULTICAST_HOPS", unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_HOPS, maxTTL)},
		{"IPV6_MULTICAST_IF", unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF, ifi.Index)},
		{"IPV6_MULTICAST_LOOP", unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_LOOP, 0)},
		{"IPV6_JOIN_GROUP", unix.SetsockoptIPv6Mreq(fd, unix.IPPROTO_IPV6, unix.IPV6_JOIN_GROUP, &mreq)},
		{"bind", unix.Bind(fd, &unix.SockaddrInet6{ZoneId: uint32(ifi.Index), Addr: own.As16()})},
	} {
		if step.err != nil {
			return refused(step.name, step.err)
		}
	}
	return nil
}

func (l *rawLink) addr() netip.Addr { return l.own }
func (l *rawLink) mac() []byte      { return l.hw }
func (l *rawLink) close() error     { return l.c.Close() }

// send sends to an address on the link.
func (l *rawLink) send(to netip.Addr, b []byte) error {
	_, err := l.c.WriteToIP(b, &net.IPAddr{IP: to.AsSlice(), Zone: l.zone})
	var errno unix.Errno
	if errors.As(err, &errno) {
		return errno
	}
	return err
}

// recv waits for a message and gives its hop limit.
func (l *rawLink) recv(b []byte) (n int, from netip.Addr, hop int, err error) {
	var oob [64]byte
	n, oobn, _, sender, err := l.c.ReadMsgIP(b, oob[:])
	if err != nil {
		return 0, netip.Addr{}, 0, err
	}
	if a, ok := netip.AddrFromSlice(sender.IP); ok {
		from = a.WithZone(l.own.Zone())
	}
	return n, from, hopLimit(oob[:oobn]), nil
}

// hopLimit reads the ancillary data of a message; -1 when it does not say.
func hopLimit(oob []byte) int {
	list, err := unix.ParseSocketControlMessage(oob)
	if err != nil {
		return -1
	}
	for _, m := range list {
		if m.Header.Level == unix.IPPROTO_IPV6 && m.Header.Type == unix.IPV6_HOPLIMIT && len(m.Data) >= 4 {
			return int(hostUint32(m.Data))
		}
	}
	return -1
}

// table reads the kernel's neighbour table.
func (l *rawLink) table() (list []netip.Addr, err error) {
	err = inNamespace(l.ns, func() error {
		ifi, err := net.InterfaceByName(l.own.Zone())
		if err != nil || ifi.Index != l.index {
			return errLinkGone
		}
		if own, err := ownLinkLocal(ifi); err != nil || own != l.own.WithZone("") {
			return errLinkGone
		}
		list, err = kernelNeighbors(l.index)
		return err
	})
	for i := range list {
		list[i] = list[i].WithZone(l.own.Zone())
	}
	return list, err
}

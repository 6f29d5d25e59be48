package transport

import (
	"errors"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/unix"
)

// setMD5 sets the key for a peer on a socket (RFC 2385), or takes it away with the
// zero Key. v6 is the socket's family. A single address goes by TCP_MD5SIG, which
// every kernel has that has MD5 at all; a prefix or a VRF wants TCP_MD5SIG_EXT
// (Linux 4.13, 5.6).
func setMD5(s int, v6 bool, p netip.Prefix, l3 int, k Key) error {
	secret := k.octets()
	sig := unix.TCPMD5Sig{Addr: sockaddr(v6, p.Addr()), Keylen: uint16(len(secret))}
	copy(sig.Key[:], secret)
	opt, name := unix.TCP_MD5SIG, "TCP_MD5SIG"
	if !p.IsSingleIP() {
		opt, name = unix.TCP_MD5SIG_EXT, "TCP_MD5SIG_EXT"
		sig.Flags |= unix.TCP_MD5SIG_FLAG_PREFIX
		sig.Prefixlen = uint8(p.Bits())
	}
	if l3 != 0 {
		opt, name = unix.TCP_MD5SIG_EXT, "TCP_MD5SIG_EXT"
		sig.Flags |= unix.TCP_MD5SIG_FLAG_IFINDEX
		sig.Ifindex = int32(l3)
	}
	err := unix.SetsockoptTCPMD5Sig(s, unix.IPPROTO_TCP, opt, &sig)
	clear(sig.Key[:])
	if errors.Is(err, unix.ENOPROTOOPT) {
		return &optionError{option: "TCP MD5", err: lackOf("the kernel has no "+name, err), hint: "it is built without CONFIG_TCP_MD5SIG"}
	}
	return refused(name, err)
}

// sockaddr gives an address as struct sockaddr_storage; in an IPv6 socket IPv4
// addresses are mapped ones, and the kernel sees that they are IPv4's.
func sockaddr(v6 bool, a netip.Addr) unix.SockaddrStorage {
	var ss unix.SockaddrStorage
	if !v6 {
		sa := (*unix.RawSockaddrInet4)(unsafe.Pointer(&ss))
		sa.Family = unix.AF_INET
		sa.Addr = a.As4()
		return ss
	}
	sa := (*unix.RawSockaddrInet6)(unsafe.Pointer(&ss))
	sa.Family = unix.AF_INET6
	sa.Addr = a.As16()
	return ss
}

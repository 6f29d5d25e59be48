package transport

import (
	"errors"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Socket options of TCP-AO, from Linux 6.7 (include/uapi/linux/tcp.h).
const (
	tcpAOAddKey = 38
	tcpAODelKey = 39
	tcpAOInfo   = 40

	aoSetCurrent = 1 << 0 // in the bit fields of all three structures
	aoSetRNext   = 1 << 1
	aoRequired   = 1 << 2 // in tcp_ao_info_opt

	aoDefaultMACLen = 12
)

// aoAdd is struct tcp_ao_add.
type aoAdd struct {
	addr      unix.SockaddrStorage
	algName   [64]byte
	ifindex   int32
	set       uint32
	reserved2 uint16
	prefix    uint8
	sndID     uint8
	rcvID     uint8
	macLen    uint8
	keyFlags  uint8
	keyLen    uint8
	key       [unix.TCP_AO_MAXKEYLEN]byte
}

// aoDel is struct tcp_ao_del.
type aoDel struct {
	addr       unix.SockaddrStorage
	ifindex    int32
	set        uint32
	reserved2  uint16
	prefix     uint8
	sndID      uint8
	rcvID      uint8
	currentKey uint8
	rnext      uint8
	keyFlags   uint8
	_          [4]byte // the C structure is aligned to 8
}

// aoInfo is struct tcp_ao_info_opt.
type aoInfo struct {
	set        uint32
	reserved2  uint16
	currentKey uint8
	rnext      uint8
	counters   [5]uint64 // good, bad, key not found, AO required, ICMP dropped
}

// newAOAdd fills the structure for one key of a peer.
func newAOAdd(v6 bool, p netip.Prefix, k AOKey, first bool) aoAdd {
	a := aoAdd{addr: sockaddr(v6, p.Addr()), prefix: aoPrefix(v6, p), sndID: k.SendID, rcvID: k.RecvID, macLen: k.MACLen}
	copy(a.algName[:len(a.algName)-1], k.Algorithm.String())
	if a.macLen == 0 {
		a.macLen = aoDefaultMACLen
	}
	if k.ExcludeOptions {
		a.keyFlags |= unix.TCP_AO_KEYF_EXCLUDE_OPT
	}
	if first { // which key we sign with, and which one we ask the peer to use
		a.set = aoSetCurrent | aoSetRNext
	}
	a.keyLen = uint8(copy(a.key[:], k.Key.octets()))
	return a
}

// aoPrefix gives the prefix length; the kernel takes that of IPv4 also for mapped
// addresses.
func aoPrefix(_ bool, p netip.Prefix) uint8 { return uint8(p.Bits()) }

// addAO adds the keys of a peer to a socket that will dial, the first as the one
// in use, and refuses segments without TCP-AO.
func addAO(s int, v6 bool, p netip.Prefix, keys []AOKey) error {
	for i, k := range keys {
		a := newAOAdd(v6, p, k, i == 0)
		err := setAO(s, tcpAOAddKey, unsafe.Pointer(&a), unsafe.Sizeof(a))
		clear(a.key[:])
		if err != nil {
			return aoRefused("TCP_AO_ADD_KEY", err)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	info := aoInfo{set: aoRequired}
	return aoRefused("TCP_AO_INFO", setAO(s, tcpAOInfo, unsafe.Pointer(&info), unsafe.Sizeof(info)))
}

// swapAO replaces the keys of a peer on a listening socket. There no key is the
// current one: the SYN says which is used.
func swapAO(s int, v6 bool, p netip.Prefix, old, keys []AOKey) error {
	for _, k := range old {
		d := aoDel{addr: sockaddr(v6, p.Addr()), prefix: aoPrefix(v6, p), sndID: k.SendID, rcvID: k.RecvID}
		err := setAO(s, tcpAODelKey, unsafe.Pointer(&d), unsafe.Sizeof(d))
		if err != nil && !errors.Is(err, unix.ENOENT) && len(keys) > 0 {
			return aoRefused("TCP_AO_DEL_KEY", err)
		}
	}
	for _, k := range keys {
		a := newAOAdd(v6, p, k, false)
		err := setAO(s, tcpAOAddKey, unsafe.Pointer(&a), unsafe.Sizeof(a))
		clear(a.key[:])
		if err != nil {
			return aoRefused("TCP_AO_ADD_KEY", err)
		}
	}
	return nil
}

// setAO is setsockopt with a structure, which package unix has not.
func setAO(s, opt int, p unsafe.Pointer, n uintptr) error {
	_, _, errno := unix.Syscall6(unix.SYS_SETSOCKOPT, uintptr(s), unix.IPPROTO_TCP, uintptr(opt), uintptr(p), n, 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// aoRefused gives an errno of TCP-AO in words.
func aoRefused(name string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, unix.ENOPROTOOPT):
		return &optionError{option: "TCP-AO", err: lackOf("the kernel has no "+name, err),
			hint: "Linux 6.7 and later have it when built with CONFIG_TCP_AO"}
	case errors.Is(err, unix.ENOENT) || errors.Is(err, unix.EOPNOTSUPP):
		return &optionError{option: name, err: err, hint: "the kernel may lack the algorithm"}
	}
	return refused(name, err)
}

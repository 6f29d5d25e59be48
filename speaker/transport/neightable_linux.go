package transport

import (
	"encoding/binary"
	"net/netip"
	"syscall"

	"golang.org/x/sys/unix"
)

// usable are the states of an entry whose address answered once. INCOMPLETE and
// FAILED never did, NOARP entries are multicast groups.
const usable = unix.NUD_REACHABLE | unix.NUD_STALE | unix.NUD_DELAY | unix.NUD_PROBE | unix.NUD_PERMANENT

// ndmsgLen is the size of struct ndmsg (linux/neighbour.h).
const ndmsgLen = 12

// hostUint32 and hostUint16 read numbers in the machine's order, as netlink and
// ancillary data have them.
func hostUint32(b []byte) uint32 { return binary.NativeEndian.Uint32(b) }
func hostUint16(b []byte) uint16 { return binary.NativeEndian.Uint16(b) }

// kernelNeighbors gives the link-local addresses in the neighbour table of an
// interface, in the namespace of the thread (RTM_GETNEIGH): the routers among them
// if there are any, otherwise all, at most maxSeen.
func kernelNeighbors(index int) ([]netip.Addr, error) {
	rib, err := syscall.NetlinkRIB(unix.RTM_GETNEIGH, unix.AF_INET6)
	if err != nil {
		return nil, err
	}
	msgs, err := syscall.ParseNetlinkMessage(rib)
	if err != nil {
		return nil, err
	}
	var all, routers []netip.Addr
	for _, m := range msgs {
		if m.Header.Type != unix.RTM_NEWNEIGH {
			continue
		}
		a, router, ok := readNeighbor(m.Data, index)
		if !ok || len(all) == maxSeen {
			continue
		}
		all = append(all, a)
		if router {
			routers = append(routers, a)
		}
	}
	if len(routers) > 0 {
		return routers, nil
	}
	return all, nil
}

// readNeighbor reads one entry: struct ndmsg and attributes.
func readNeighbor(b []byte, index int) (a netip.Addr, router, ok bool) {
	if len(b) < ndmsgLen || b[0] != unix.AF_INET6 || int(int32(hostUint32(b[4:]))) != index || hostUint16(b[8:])&usable == 0 {
		return a, false, false
	}
	router = b[10]&unix.NTF_ROUTER != 0
	for b = b[ndmsgLen:]; len(b) >= 4; {
		n := int(hostUint16(b))
		if n < 4 || n > len(b) {
			break
		}
		if hostUint16(b[2:]) == unix.NDA_DST {
			a, ok = netip.AddrFromSlice(b[4:n])
			ok = ok && a.Is6() && a.IsLinkLocalUnicast()
		}
		b = b[min(len(b), (n+3)&^3):]
	}
	return a, router, ok
}

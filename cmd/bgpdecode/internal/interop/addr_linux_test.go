package interop

import (
	"net"
	"net/netip"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
)

// network is a part of 127.0.0.0/8 that a test has to itself, as far as other
// tests of this program go; ports come from the kernel, so that others do no harm.
type network struct{ base [4]byte }

var networks atomic.Uint32

func newNetwork() network {
	n := uint32(os.Getpid())*251 + networks.Add(1)
	return network{[4]byte{127, byte(16 + n>>8%200), byte(n), 0}}
}

// host gives an address of the network, i from 1 to 254.
func (n network) host(i byte) netip.Addr {
	n.base[3] = i
	return netip.AddrFrom4(n.base)
}

// freePort gives a TCP port that was free a moment ago on all addresses.
func freePort(t testing.TB, addrs ...netip.Addr) uint16 {
	t.Helper()
	for range 50 {
		var open []net.Listener
		port, ok := uint16(0), true
		for _, a := range addrs {
			l, err := net.Listen("tcp", netip.AddrPortFrom(a, port).String())
			if err != nil {
				if port == 0 {
					t.Fatal(err)
				}
				ok = false
				break
			}
			open = append(open, l)
			port = l.Addr().(*net.TCPAddr).AddrPort().Port()
		}
		for _, l := range open {
			l.Close()
		}
		if ok {
			return port
		}
	}
	t.Fatalf("no port that is free on all of %v", addrs)
	return 0
}

// number writes a number as text.
func number[T ~uint8 | ~uint16 | ~uint32 | ~int](n T) string { return strconv.FormatInt(int64(n), 10) }

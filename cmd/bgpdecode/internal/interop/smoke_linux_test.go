package interop

import (
	"encoding/binary"
	"io"
	"net"
	"net/netip"
	"testing"
	"time"
)

// TestHarness: each make starts, takes a connection over IPv4 and over IPv6 and
// says OPEN with what was configured.
func TestHarness(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		net4 := newNetwork()
		s := &setup{as: 65002, addr: net4.host(1), neighbors: []*neighbor{
			{addr: net4.host(2), as: 65001, hold: 30},
			{addr: netip.IPv6Loopback(), as: 65001, hold: 60},
		}}
		d := k.launch(t, s)
		for _, n := range s.neighbors {
			open := firstOpen(t, d, n)
			if len(open) < 29 || open[18] != 1 {
				t.Fatalf("%s to %s: no OPEN: %x", k.name, n.addr, open)
			}
			if as, hold := binary.BigEndian.Uint16(open[20:]), binary.BigEndian.Uint16(open[22:]); as != 65002 || hold != n.hold {
				t.Errorf("%s to %s: AS %d and hold time %d in the OPEN, want 65002 and %d", k.name, n.addr, as, hold, n.hold)
			}
			if id := net.IP(open[24:28]).String(); id != "2.2.2.2" {
				t.Errorf("%s: BGP identifier %s", k.name, id)
			}
		}
	})
}

// firstOpen connects as a neighbor and gives the first message that comes.
func firstOpen(t *testing.T, d daemon, n *neighbor) []byte {
	t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: n.addr.AsSlice()}, Timeout: startWait}
	var open []byte
	poll(t, startWait, "an OPEN comes", func() (bool, any) {
		c, err := dialer.Dial("tcp", netip.AddrPortFrom(n.local, d.conf().port).String())
		if err != nil {
			return false, err
		}
		defer c.Close()
		if err := c.SetDeadline(time.Now().Add(startWait)); err != nil {
			return false, err
		}
		head := make([]byte, 19)
		if _, err := io.ReadFull(c, head); err != nil {
			return false, err
		}
		open = make([]byte, max(binary.BigEndian.Uint16(head[16:]), 19))
		copy(open, head)
		_, err = io.ReadFull(c, open[19:])
		return err == nil, err
	}, d.proc())
	return open
}

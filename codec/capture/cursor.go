package capture

import (
	"encoding/binary"
	"net/netip"
)

// cursor reads big-endian fields. Reading past the end gives zeros and sets short; nothing panics.
type cursor struct {
	b     []byte
	off   int
	short bool
}

// take returns the next n octets, nil when they are not all there.
func (c *cursor) take(n int) []byte {
	if n < 0 || n > len(c.b)-c.off {
		c.short = true
		c.off = len(c.b)
		return nil
	}
	c.off += n
	return c.b[c.off-n : c.off : c.off]
}

func (c *cursor) u8() uint8 {
	if v := c.take(1); v != nil {
		return v[0]
	}
	return 0
}

func (c *cursor) u16() uint16 {
	if v := c.take(2); v != nil {
		return binary.BigEndian.Uint16(v)
	}
	return 0
}

func (c *cursor) u32() uint32 {
	if v := c.take(4); v != nil {
		return binary.BigEndian.Uint32(v)
	}
	return 0
}

func (c *cursor) u64() uint64 {
	if v := c.take(8); v != nil {
		return binary.BigEndian.Uint64(v)
	}
	return 0
}

// as reads an AS number of 2 or 4 octets.
func (c *cursor) as(width int) uint32 {
	if width == 2 {
		return uint32(c.u16())
	}
	return c.u32()
}

// addr reads an address of 4 or 16 octets.
func (c *cursor) addr(n int) netip.Addr {
	v := c.take(n)
	switch len(v) {
	case 4:
		return netip.AddrFrom4([4]byte(v))
	case 16:
		return netip.AddrFrom16([16]byte(v))
	}
	return netip.Addr{}
}

// rest returns what is left.
func (c *cursor) rest() []byte { return c.take(len(c.b) - c.off) }

func (c *cursor) left() int { return len(c.b) - c.off }

// host is an address without a port.
func host(a netip.Addr) netip.AddrPort {
	if !a.IsValid() {
		return netip.AddrPort{}
	}
	return netip.AddrPortFrom(a, 0)
}

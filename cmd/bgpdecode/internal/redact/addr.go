package redact

import (
	"net/netip"
	"sync"
)

// addrKey is an address as it is remembered.
type addrKey struct {
	a     [16]byte
	width uint8
}

// class is a prefix whose addresses are replaced by addresses of the same prefix.
type class struct {
	prefix netip.Prefix
	keep   int // leading bits that stay; the width of the address when all do
}

// classes say what stays of special addresses (RFC 6890): that they are special.
var classes = sync.OnceValue(func() (all []class) {
	for _, c := range [...]struct {
		prefix string
		keep   int
	}{
		{"0.0.0.0/8", 32}, {"10.0.0.0/8", 8}, {"100.64.0.0/10", 10}, {"127.0.0.0/8", 32}, {"169.254.0.0/16", 16},
		{"172.16.0.0/12", 12}, {"192.168.0.0/16", 16}, {"224.0.0.0/4", 32},
		{"255.0.0.0/8", 32}, {"240.0.0.0/4", 4}, // masks; what some use as if it were private
		{"::/127", 128}, {"fc00::/7", 8}, {"fe80::/10", 64}, {"ff00::/8", 128}, {"2000::/3", 3},
	} {
		all = append(all, class{netip.MustParsePrefix(c.prefix), c.keep})
	}
	return all
})

// Addr gives what replaces an address. The zone stays. Two addresses that share their first n bits share as many
// afterwards, within their class.
func (r *Redactor) Addr(a netip.Addr) netip.Addr {
	switch {
	case !a.IsValid():
		return a
	case a.Is4():
		b := a.As4()
		r.bits(b[:], 32)
		return netip.AddrFrom4(b)
	case a.Is4In6():
		return netip.AddrFrom16(r.Addr(a.Unmap()).As16())
	}
	b := a.As16()
	r.bits(b[:], 128)
	return netip.AddrFrom16(b).WithZone(a.Zone())
}

// AddrPort gives what replaces an address with a port; the port stays.
func (r *Redactor) AddrPort(a netip.AddrPort) netip.AddrPort {
	if !a.IsValid() {
		return a
	}
	return netip.AddrPortFrom(r.Addr(a.Addr()), a.Port())
}

// Prefix gives what replaces a prefix: of the same length, with the same bits behind it.
func (r *Redactor) Prefix(p netip.Prefix) netip.Prefix {
	if !p.IsValid() {
		return p
	}
	b := p.Addr().AsSlice()
	r.bits(b, p.Bits())
	a, _ := netip.AddrFromSlice(b)
	return netip.PrefixFrom(a, p.Bits())
}

// bits replaces the first n bits of an address of 4 or 16 octets; those behind them stay.
func (r *Redactor) bits(b []byte, n int) {
	k := addrKey{width: uint8(len(b))}
	copy(k.a[:], b)
	to, ok := r.addrs[k]
	if !ok {
		to = r.address(b)
		if len(r.addrs) >= mostCached {
			clear(r.addrs)
		}
		r.addrs[k] = to
	}
	for i := 0; i < len(b) && i*8 < n; i++ {
		mask := byte(0xff)
		if left := n - i*8; left < 8 {
			mask <<= 8 - left
		}
		b[i] = to[i]&mask | b[i]&^mask
	}
}

// address replaces a whole address. A bit is turned over or not by what stands before it, so that prefixes stay prefixes:
// the digest of the octets before gives one bit for each of the 255 beginnings that the bits of an octet can have.
func (r *Redactor) address(b []byte) (to [16]byte) {
	copy(to[:], b)
	space := byte(spaceAddr4)
	if len(b) == 16 {
		space = spaceAddr6
	}
	a, _ := netip.AddrFromSlice(b)
	stay := kept(a)
	for i := stay / 8; i < len(b); i++ {
		d := r.digest(space, b[:i])
		node := 1
		for bit := range 8 {
			if at := i*8 + bit; at >= stay && d[node/8]>>(node%8)&1 == 1 && !forks(a, at) {
				to[i] ^= 0x80 >> bit
			}
			node = node*2 + int(b[i]>>(7-bit)&1)
		}
	}
	return to
}

// kept gives how many leading bits of an address stay because of what it is.
func kept(a netip.Addr) int {
	for _, c := range classes() {
		if c.prefix.Contains(a) {
			return c.keep
		}
	}
	return 0
}

// forks reports whether a class lies below the first n bits of an address: to turn over the next bit would carry other
// addresses into that class and its own out of it.
func forks(a netip.Addr, n int) bool {
	for _, c := range classes() {
		if c.prefix.Bits() > n && c.prefix.Addr().BitLen() == a.BitLen() {
			if p, err := a.Prefix(n); err == nil && p.Contains(c.prefix.Addr()) {
				return true
			}
		}
	}
	return false
}

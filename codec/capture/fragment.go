package capture

import (
	"bytes"
	"net/netip"
)

// piece says where an IP fragment belongs (RFC 791 section 3.2, RFC 8200 section 4.5).
type piece struct {
	id    uint32
	off   int // octets
	more  bool
	proto uint8
	depth int // tunnels around it
}

// of gives the fragment: b is what the capture has of wire octets.
func (p *piece) of(src, dst netip.Addr, b []byte, wire int) segment {
	return segment{
		src: netip.AddrPortFrom(src.Unmap(), 0), dst: netip.AddrPortFrom(dst.Unmap(), 0),
		data: b, lack: max(0, wire-len(b)), frag: *p,
	}
}

// Limits of the fragments that are waited for.
const (
	mostPackets = 64       // cut into fragments, of which not all have come
	mostEarly   = 64       // fragments of one packet in front of its first
	mostHeld    = 64 << 10 // octets of these
)

// fragments makes TCP segments of IP fragments: each is handed out as a part of the stream as soon as the first one, with
// the TCP header, is there. Nothing is put together, so that what is lost stays a hole of that size.
type fragments struct {
	packets map[fragKey]*fragmented
	order   []fragKey // the oldest first
}

// fragKey is what all fragments of a packet have in common.
type fragKey struct {
	src, dst netip.Addr
	id       uint32
}

// fragmented is a packet whose fragments come.
type fragmented struct {
	first  segment // the header only, once hasFirst
	begun  bool
	header int       // octets of TCP's header
	early  []segment // that came in front of the first; their octets are copies
	held   int
	got    int // octets that have come
	all    int // octets of the packet, 0 until the last fragment tells
}

// take takes a fragment and hands its octets out, or keeps them until it can. It reports whether the fragment was of use.
func (f *fragments) take(s *segment, out func(*segment)) bool {
	if s.frag.proto != ipTCP {
		return false
	}
	key := fragKey{s.src.Addr(), s.dst.Addr(), s.frag.id}
	p := f.packets[key]
	if s.frag.off == 0 {
		first, what := parseTCP(s.data, len(s.data)+s.lack, s.src.Addr(), s.dst.Addr())
		if what != gotTCP {
			return false
		}
		if p == nil || p.begun { // another packet with the same number
			p = f.begin(key)
		}
		p.header = len(s.data) + s.lack - len(first.data) - first.lack
		p.first, p.begun = first, true
		p.first.data, p.first.lack = nil, 0
		first.flags &^= tcpFIN // that stands behind the last octet
		p.count(s)
		out(&first)
		for i := range p.early {
			p.hand(&p.early[i], out)
		}
		p.early, p.held = nil, 0
	} else {
		if p == nil {
			p = f.begin(key)
		}
		p.count(s)
		switch {
		case p.begun:
			p.hand(s, out)
		case len(p.early) < mostEarly && p.held+len(s.data) <= mostHeld:
			p.held += len(s.data)
			p.early = append(p.early, *s)
			p.early[len(p.early)-1].data = bytes.Clone(s.data)
		}
	}
	if p.all > 0 && p.got >= p.all {
		f.end(key)
	}
	return true
}

// count notes what has come.
func (p *fragmented) count(s *segment) {
	n := len(s.data) + s.lack
	p.got += n
	if !s.frag.more {
		p.all = s.frag.off + n
	}
}

// hand hands out a fragment behind the first one.
func (p *fragmented) hand(s *segment, out func(*segment)) {
	if s.frag.off < p.header {
		return // in the header: nobody cuts a packet there but who wants to hide
	}
	part := p.first
	part.seq += uint32(s.frag.off - p.header)
	part.data, part.lack = s.data, s.lack
	part.flags &= tcpACK
	if !s.frag.more {
		part.flags |= p.first.flags & tcpFIN
	}
	out(&part)
}

// begin remembers a packet, and forgets the oldest one when there are too many.
func (f *fragments) begin(key fragKey) *fragmented {
	if f.packets == nil {
		f.packets = map[fragKey]*fragmented{}
	}
	if f.packets[key] == nil {
		if len(f.packets) >= mostPackets {
			f.end(f.order[0])
		}
		f.order = append(f.order, key)
	}
	p := &fragmented{}
	f.packets[key] = p
	return p
}

// end forgets a packet.
func (f *fragments) end(key fragKey) {
	delete(f.packets, key)
	for i, k := range f.order {
		if k == key {
			f.order = append(f.order[:i], f.order[i+1:]...)
			break
		}
	}
}

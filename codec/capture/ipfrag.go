package capture

import (
	"bytes"
	"net/netip"
	"slices"
	"time"
)

// Limits of the datagrams whose fragments wait for others (RFC 791, RFC 8200 section 4.5).
const (
	mostDatagrams = 1024
	mostPieces    = 512     // of one datagram
	mostFragments = 4 << 20 // octets of all of them
	pieceCost     = 64      // octets that a piece counts for besides its data
	maxDatagram   = 65535
	// How long a datagram waits for its pieces. RFC 791 and RFC 8200 allow receivers 15 and 60 seconds; but a fast tunnel uses all
	// identifiers of IPv4 in less, and then a piece of one datagram must neither complete nor contradict another one.
	fragmentAge = 2 * time.Second
)

// fragments puts the datagrams together that came in pieces.
type fragments struct {
	stats       *Stats
	table       map[fragKey]*datagram
	first, last *datagram // in the order in which they began
	held        int       // octets
}

// fragKey is what the fragments of a datagram have in common. proto is 0 for those of IPv6, of which only the first says it.
type fragKey struct {
	src, dst netip.Addr
	id       uint32
	proto    uint8
}

// piece is one fragment: octets from at on, of which there were wire, in data as far as the capture has them.
type piece struct {
	at   int
	wire int
	more bool // it is not the last
	data []byte
}

func (p *piece) end() int { return p.at + p.wire }

// datagram is one whose fragments are being collected.
type datagram struct {
	key        fragKey
	pieces     []piece // in order, without overlap
	have       int     // octets in them
	total      int     // octets of the datagram, -1 until its last piece is there
	count      int64   // fragments that came
	next       uint8   // protocol that the first piece names
	began      time.Time
	refused    bool // pieces contradict each other: all further ones are passed over as well
	done       bool // put together; kept for a while, because a capture on several interfaces has each piece again
	prev, succ *datagram
}

// octets are those of a datagram that is complete, but for what the capture lacks of its last piece.
func (g *datagram) octets() []byte {
	b := make([]byte, 0, g.have)
	for i := range g.pieces {
		b = append(b, g.pieces[i].data...)
	}
	return b
}

// wire is how many octets it had.
func (g *datagram) wire() int { return g.total }

// add takes a fragment and copies it. It returns the datagram that is complete with it, once.
func (f *fragments) add(key fragKey, next uint8, p piece, now time.Time) *datagram {
	f.stats.Fragments++ // until they are put together
	f.expire(now)
	g := f.table[key]
	if g != nil && g.done {
		if g.has(&p) {
			f.stats.Fragments--
			return nil
		}
		f.drop(g) // another one has its identifier
		g = nil
	}
	if g == nil {
		g = f.begin(key, now)
	}
	g.count++
	if g.refused {
		return nil
	}
	if !g.fits(&p) {
		f.refuse(g)
		return nil
	}
	i, old := g.find(p.at)
	if old && g.pieces[i].same(&p) {
		return nil
	}
	if old || i > 0 && g.pieces[i-1].end() > p.at || i < len(g.pieces) && p.end() > g.pieces[i].at {
		// RFC 8200 and RFC 5722 drop the datagram. RFC 791 does not for IPv4, but what it reads depends on the receiver.
		f.stats.FragmentOverlap++
		f.refuse(g)
		return nil
	}
	if p.at == 0 {
		g.next = next
	}
	if !p.more {
		g.total = p.end()
	}
	p.data = bytes.Clone(p.data)
	g.pieces = slices.Insert(g.pieces, i, p)
	g.have += p.wire
	f.held += len(p.data) + pieceCost
	if g.have == g.total {
		f.stats.Fragments -= g.count
		f.stats.Reassembled++
		g.done = true
	}
	for f.held > mostFragments && f.first != nil {
		f.drop(f.first)
	}
	if g.done {
		return g
	}
	return nil
}

// find gives the place of the piece that begins at an offset, and whether it is there.
func (g *datagram) find(at int) (int, bool) {
	return slices.BinarySearchFunc(g.pieces, at, func(x piece, at int) int { return x.at - at })
}

// has reports whether a piece is a copy of one that is there.
func (g *datagram) has(p *piece) bool {
	i, ok := g.find(p.at)
	return ok && g.pieces[i].same(p)
}

// same reports whether a piece is another copy of p.
func (p *piece) same(o *piece) bool {
	return p.wire == o.wire && p.more == o.more && bytes.Equal(p.data, o.data)
}

// fits reports whether a piece can be one of the datagram: its octets are there as far as others follow them, and it ends
// where the datagram may.
func (g *datagram) fits(p *piece) bool {
	switch {
	case p.wire <= 0 || p.end() > maxDatagram || len(g.pieces) >= mostPieces:
		return false
	case p.more && (p.wire%8 != 0 || len(p.data) < p.wire):
		return false
	case g.total >= 0 && (p.end() > g.total || !p.more && p.end() != g.total):
		return false
	case !p.more && len(g.pieces) > 0:
		last := &g.pieces[len(g.pieces)-1]
		return last.end() <= p.end()
	}
	return true
}

// begin makes place for a datagram.
func (f *fragments) begin(key fragKey, now time.Time) *datagram {
	if f.table == nil {
		f.table = map[fragKey]*datagram{}
	}
	for len(f.table) >= mostDatagrams {
		f.drop(f.first)
	}
	g := &datagram{key: key, total: -1, began: now, prev: f.last}
	if f.last == nil {
		f.first = g
	} else {
		f.last.succ = g
	}
	f.last = g
	f.table[key] = g
	return g
}

// expire drops the datagrams that began too long ago.
func (f *fragments) expire(now time.Time) {
	for f.first != nil {
		if age := now.Sub(f.first.began); age < fragmentAge && age > -fragmentAge {
			return
		}
		f.drop(f.first)
	}
}

// refuse forgets the pieces of a datagram, but not that there is one.
func (f *fragments) refuse(g *datagram) {
	f.release(g)
	g.pieces, g.refused = nil, true
}

func (f *fragments) release(g *datagram) {
	for i := range g.pieces {
		f.held -= len(g.pieces[i].data) + pieceCost
	}
}

// drop forgets a datagram.
func (f *fragments) drop(g *datagram) {
	f.release(g)
	delete(f.table, g.key)
	if g.prev == nil {
		f.first = g.succ
	} else {
		g.prev.succ = g.succ
	}
	if g.succ == nil {
		f.last = g.prev
	} else {
		g.succ.prev = g.prev
	}
	g.prev, g.succ = nil, nil
}

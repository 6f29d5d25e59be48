package rib

import (
	"math/rand/v2"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// RIB is the Adj-RIB-In of one peer. It is not safe for use by several goroutines.
type RIB struct {
	v4      [2]*table[key4] // unicast, multicast
	v6      [2]*table[key6]
	attrs   attrs
	seed    [2]uint64
	scratch []byte // attributes without the routes in them
	batch   batch
}

// New returns an empty RIB.
func New() *RIB { return &RIB{seed: [2]uint64{rand.Uint64(), rand.Uint64()}} }

// Change counts what an UPDATE did.
type Change struct {
	Added     int // routes that were not there
	Replaced  int // routes that were there, also with the same attributes
	Withdrawn int // routes that were there and are not any more
	Unknown   int // routes withdrawn that were not there
}

// Apply takes an UPDATE in: what it withdraws, then what it announces. ctx says which families have path
// identifiers. Routes behind octets that are no route are not found. Nothing of u is kept.
func (r *RIB) Apply(u *codec.Update, ctx codec.Context) Change {
	var c Change
	r.withdraw(codec.IPv4Unicast, u.Withdrawn, ctx, &c)
	reach, any := r.multiprotocol(u, ctx, &c)
	if len(u.NLRI) > 0 {
		attrs := u.Attrs
		if any {
			attrs = r.without(u.Attrs, nil)
		}
		r.announce(codec.IPv4Unicast, u.NLRI, attrs, ctx, &c)
	}
	if len(reach.NLRI) > 0 && reach.AddrBits() > 0 {
		r.announce(reach.Family, reach.NLRI, r.without(u.Attrs, &reach), ctx, &c)
	}
	return c
}

// Withdraw treats all routes of an UPDATE as withdrawn, those that it announces, too (RFC 7606 section 2).
func (r *RIB) Withdraw(u *codec.Update, ctx codec.Context) Change {
	var c Change
	r.withdraw(codec.IPv4Unicast, u.Withdrawn, ctx, &c)
	r.withdraw(codec.IPv4Unicast, u.NLRI, ctx, &c)
	reach, _ := r.multiprotocol(u, ctx, &c)
	r.withdraw(reach.Family, reach.NLRI, ctx, &c)
	return c
}

// multiprotocol withdraws what MP_UNREACH_NLRI says, and returns the MP_REACH_NLRI. Of several, the first counts. any says
// that there is one of the two attributes.
func (r *RIB) multiprotocol(u *codec.Update, ctx codec.Context, c *Change) (reach codec.MPReach, any bool) {
	var seen, unreach bool
	for b := u.Attrs; len(b) > 0; {
		a, ok := codec.ParseAttr(b)
		if !ok || len(a.Value) < a.Length {
			break
		}
		b = b[a.HeaderLen+a.Length:]
		switch {
		case a.Code == registry.AttrMPReach && !seen:
			seen = true
			reach, _ = codec.ParseMPReach(a.Value)
		case a.Code == registry.AttrMPUnreach && !unreach:
			unreach = true
			if f, nlri, ok := codec.ParseMPUnreach(a.Value); ok {
				r.withdraw(f, nlri, ctx, c)
			}
		}
	}
	return reach, seen || unreach
}

// without copies attributes and leaves the multiprotocol ones out; where reach is given, MP_REACH_NLRI stands first,
// without its routes.
func (r *RIB) without(attrs []byte, reach *codec.MPReach) []byte {
	out := r.scratch[:0]
	if reach != nil {
		out = codec.AppendMPReach(out, &codec.MPReach{Family: reach.Family, NextHop: reach.NextHop})
	}
	for len(attrs) > 0 {
		a, ok := codec.ParseAttr(attrs)
		if !ok || len(a.Value) < a.Length {
			break
		}
		n := a.HeaderLen + a.Length
		if a.Code != registry.AttrMPReach && a.Code != registry.AttrMPUnreach {
			out = append(out, attrs[:n]...)
		}
		attrs = attrs[n:]
	}
	r.scratch = out
	return out
}

// of returns the table of a family; create makes one where there is none yet. Families of other NLRI have none.
func (r *RIB) of(f codec.Family, create bool) (t4 *table[key4], t6 *table[key6]) {
	i := f.SAFI - registry.SAFIUnicast
	switch f.AddrBits() {
	case 32:
		if r.v4[i] == nil && create {
			r.v4[i] = &table[key4]{seed: r.seed}
		}
		return r.v4[i], nil
	case 128:
		if r.v6[i] == nil && create {
			r.v6[i] = &table[key6]{seed: r.seed}
		}
		return nil, r.v6[i]
	}
	return nil, nil
}

// announce enters the routes of an NLRI field.
func (r *RIB) announce(f codec.Family, nlri, attrs []byte, ctx codec.Context, c *Change) {
	t4, t6 := r.of(f, true)
	bits, withID := f.AddrBits(), ctx.AddPath.Has(f)
	// One reference is held meanwhile, so that replacing the last route of the set does not forget it.
	h := r.attrs.add(attrs, 1)
	n := 0
	for {
		keys, rest := r.batch.read(nlri, bits, withID, r.seed)
		if keys == 0 {
			break
		}
		nlri = rest
		n += keys
		if t4 != nil {
			enter(r, t4, r.batch.k4[:keys], h, c)
		} else {
			enter(r, t6, r.batch.k6[:keys], h, c)
		}
	}
	r.attrs.sets[h].refs += uint32(n)
	r.attrs.drop(h, 1)
}

// batchSize is how many routes are looked up at a time: the memory of so many is fetched at once, where one after the
// other would wait for each.
const batchSize = 16

// batch is some routes as keys.
type batch struct {
	k4   [batchSize]key4
	k6   [batchSize]key6
	hash [batchSize]uint64
	size [batchSize]uint8 // prefix length + 1
}

// read reads routes from an NLRI field until the batch is full and returns how many they are and what is left.
func (b *batch) read(nlri []byte, bits int, withID bool, seed [2]uint64) (n int, rest []byte) {
	for n < batchSize && len(nlri) > 0 {
		x, taken, ok := codec.ParseNLRI(nlri, bits, withID)
		if !ok {
			break
		}
		nlri = nlri[taken:]
		size := x.Bits + 1
		if bits == 32 {
			b.k4[n] = key4{addr4(x.Octets, x.Bits), x.ID}
			b.hash[n] = b.k4[n].hash(size, seed)
		} else {
			b.k6[n] = key6{addr6(x.Octets, x.Bits), x.ID}
			b.hash[n] = b.k6[n].hash(size, seed)
		}
		b.size[n] = size
		n++
	}
	return n, nlri
}

// enter enters the routes of the batch with their attributes; the references for them are counted by the caller.
func enter[K key](r *RIB, t *table[K], keys []K, h handle, c *Change) {
	t.touch(r.batch.hash[:len(keys)])
	for i, k := range keys {
		e, fresh := t.put(r.batch.hash[i], k, r.batch.size[i])
		old := e.attrs
		e.attrs, e.stale = h, false
		if fresh {
			c.Added++
			continue
		}
		c.Replaced++
		r.release(old, h)
	}
}

// release drops a reference to old; to h itself, whose references are still to be counted, it takes back one that was
// counted before.
func (r *RIB) release(old, h handle) {
	if old == h {
		r.attrs.sets[h].refs--
		return
	}
	r.attrs.drop(old, 1)
}

// withdraw removes the routes of an NLRI field.
func (r *RIB) withdraw(f codec.Family, nlri []byte, ctx codec.Context, c *Change) {
	if len(nlri) == 0 {
		return
	}
	t4, t6 := r.of(f, false)
	bits, withID := f.AddrBits(), ctx.AddPath.Has(f)
	for bits > 0 {
		keys, rest := r.batch.read(nlri, bits, withID, r.seed)
		if keys == 0 {
			break
		}
		nlri = rest
		switch {
		case t4 != nil:
			remove(r, t4, r.batch.k4[:keys], c)
		case t6 != nil:
			remove(r, t6, r.batch.k6[:keys], c)
		default:
			c.Unknown += keys
		}
	}
}

// remove removes the routes of the batch.
func remove[K key](r *RIB, t *table[K], keys []K, c *Change) {
	t.touch(r.batch.hash[:len(keys)])
	for i, k := range keys {
		if e, ok := t.remove(r.batch.hash[i], k, r.batch.size[i]); ok {
			c.Withdrawn++
			r.attrs.drop(e.attrs, 1)
		} else {
			c.Unknown++
		}
	}
}

// addr4 reads the octets of a prefix of n bits and clears those behind.
func addr4(b []byte, n uint8) uint32 {
	var v uint32
	switch len(b) {
	case 3:
		v = uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8
	case 4:
		v = uint32(b[0])<<24 | uint32(b[1])<<16 | uint32(b[2])<<8 | uint32(b[3])
	case 2:
		v = uint32(b[0])<<24 | uint32(b[1])<<16
	case 1:
		v = uint32(b[0]) << 24
	}
	return v &^ (^uint32(0) >> n)
}

// addr6 is addr4 for IPv6.
func addr6(b []byte, n uint8) (a [4]uint32) {
	for i := range a {
		if 4*i >= len(b) {
			break
		}
		a[i] = addr4(b[4*i:min(4*i+4, len(b))], uint8(min(32, int(n)-32*i)))
	}
	return a
}

// Count is the number of routes of a family: what a limit of prefixes counts. With path identifiers each path counts.
func (r *RIB) Count(f codec.Family) int {
	switch t4, t6 := r.of(f, false); {
	case t4 != nil:
		return t4.count
	case t6 != nil:
		return t6.count
	}
	return 0
}

// Octets is the memory that routes and attributes take, in octets.
func (r *RIB) Octets() int {
	n := r.attrs.octets()
	for i := range r.v4 {
		if t := r.v4[i]; t != nil {
			n += t.slots * 16
		}
		if t := r.v6[i]; t != nil {
			n += t.slots * 28
		}
	}
	return n
}

// AttributeSets is the number of distinct sets of attributes.
func (r *RIB) AttributeSets() int { return r.attrs.live }

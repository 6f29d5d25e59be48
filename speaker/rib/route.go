package rib

import (
	"cmp"
	"encoding/binary"
	"iter"
	"net/netip"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
)

// Route is one route of a RIB.
type Route struct {
	Family codec.Family
	Prefix netip.Prefix
	ID     uint32 // path identifier, 0 without
	Stale  bool
	// Attrs are the path attributes as they came, without MP_UNREACH_NLRI. That of a multiprotocol family begins with an
	// MP_REACH_NLRI that has the next hop and no routes. They are borrowed: valid until the RIB is changed.
	Attrs []byte
}

// Lookup returns the route of a prefix and path identifier.
func (r *RIB) Lookup(f codec.Family, p netip.Prefix, id uint32) (Route, bool) {
	if !p.IsValid() || p.Addr().BitLen() != f.AddrBits() {
		return Route{}, false
	}
	b, size := p.Masked().Addr().AsSlice(), uint8(p.Bits()+1)
	t4, t6 := r.of(f, false)
	if t4 != nil {
		if e := t4.get(key4{binary.BigEndian.Uint32(b), id}, size); e != nil {
			return r.route4(f, e), true
		}
	} else if t6 != nil {
		if e := t6.get(key6{addr6(b, uint8(p.Bits())), id}, size); e != nil {
			return r.route6(f, e), true
		}
	}
	return Route{}, false
}

func (r *RIB) route4(f codec.Family, e *entry[key4]) Route {
	var a [4]byte
	binary.BigEndian.PutUint32(a[:], e.key.addr)
	return Route{f, netip.PrefixFrom(netip.AddrFrom4(a), int(e.size)-1), e.key.id, e.stale, r.attrs.of(e.attrs)}
}

func (r *RIB) route6(f codec.Family, e *entry[key6]) Route {
	var a [16]byte
	for i, v := range e.key.addr {
		binary.BigEndian.PutUint32(a[4*i:], v)
	}
	return Route{f, netip.PrefixFrom(netip.AddrFrom16(a), int(e.size)-1), e.key.id, e.stale, r.attrs.of(e.attrs)}
}

// Routes yields the routes of a family by address, length and path identifier. The RIB must not be changed meanwhile.
// Putting them in order takes memory for a copy of the table.
func (r *RIB) Routes(f codec.Family) iter.Seq[Route] {
	return func(yield func(Route) bool) {
		t4, t6 := r.of(f, false)
		if t4 != nil {
			for _, e := range sorted(t4, compare4) {
				if !yield(r.route4(f, &e)) {
					return
				}
			}
		} else if t6 != nil {
			for _, e := range sorted(t6, compare6) {
				if !yield(r.route6(f, &e)) {
					return
				}
			}
		}
	}
}

func sorted[K key](t *table[K], compare func(a, b entry[K]) int) []entry[K] {
	all := make([]entry[K], 0, t.count)
	t.each(func(e *entry[K]) { all = append(all, *e) })
	slices.SortFunc(all, compare)
	return all
}

func compare4(a, b entry[key4]) int {
	return cmp.Or(cmp.Compare(a.key.addr, b.key.addr), cmp.Compare(a.size, b.size), cmp.Compare(a.key.id, b.key.id))
}

func compare6(a, b entry[key6]) int {
	return cmp.Or(slices.Compare(a.key.addr[:], b.key.addr[:]), cmp.Compare(a.size, b.size), cmp.Compare(a.key.id, b.key.id))
}

// MarkStale marks all routes of a family as stale: the session is down (RFC 4724 section 4.2), or the peer says them
// all again (RFC 7313 section 4). A route that comes again is stale no more.
func (r *RIB) MarkStale(f codec.Family) {
	if t4, t6 := r.of(f, false); t4 != nil {
		t4.each(func(e *entry[key4]) { e.stale = true })
	} else if t6 != nil {
		t6.each(func(e *entry[key6]) { e.stale = true })
	}
}

// DropStale removes the stale routes of a family and says how many they were.
func (r *RIB) DropStale(f codec.Family) int {
	t4, t6 := r.of(f, false)
	n := r.Count(f)
	if t4 != nil {
		t4.drop(func(e *entry[key4]) bool { return r.dropped(e.stale, e.attrs) })
	} else if t6 != nil {
		t6.drop(func(e *entry[key6]) bool { return r.dropped(e.stale, e.attrs) })
	}
	return n - r.Count(f)
}

// DropIf removes the routes of a family for which drop says so, in no order, and says how many they were.
func (r *RIB) DropIf(f codec.Family, drop func(*Route) bool) int {
	t4, t6 := r.of(f, false)
	n := r.Count(f)
	var x Route
	if t4 != nil {
		t4.drop(func(e *entry[key4]) bool { x = r.route4(f, e); return r.dropped(drop(&x), e.attrs) })
	} else if t6 != nil {
		t6.drop(func(e *entry[key6]) bool { x = r.route6(f, e); return r.dropped(drop(&x), e.attrs) })
	}
	return n - r.Count(f)
}

func (r *RIB) dropped(yes bool, h handle) bool {
	if yes {
		r.attrs.drop(h, 1)
	}
	return yes
}

// Clear removes all routes of a family and says how many they were.
func (r *RIB) Clear(f codec.Family) int {
	n, all := r.Count(f), 0
	for _, f := range codec.KnownFamilies() {
		all += r.Count(f)
	}
	if n < all {
		return r.DropIf(f, func(*Route) bool { return true })
	}
	r.Reset()
	return n
}

// Reset removes everything at once.
func (r *RIB) Reset() { *r = RIB{seed: r.seed} }

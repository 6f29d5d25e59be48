package routes

import (
	"iter"
	"net/netip"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
)

// Route is one route to announce.
type Route struct {
	Family codec.Family // one whose NLRI are prefixes; the zero value stands for unicast of the prefix
	Prefix netip.Prefix
	PathID uint32 // path identifier on sessions that have them (RFC 7911)
	// NextHop is sent as it is; invalid stands for the session's own address (next hop self).
	NextHop netip.Addr
	// Attrs are the other attributes; its NextHop is not looked at.
	Attrs codec.PathAttributes
}

// Set is a list of routes. Routes with the same attributes are kept together, so that they share UPDATEs; among them
// they keep their order. The zero value is an empty set. A Set is not safe for use by several goroutines while it is
// added to; afterwards it is.
type Set struct {
	groups []*group
	index  map[string]int // by groupKey
	count  int
}

// group is the routes of one family with the same attributes.
type group struct {
	family  codec.Family
	nextHop netip.Addr
	attrs   []byte // with 4-octet AS numbers
	nlri    []byte // each with a path identifier
	count   int
}

// wide is the context in which a group keeps its attributes.
var wide = codec.Context{AS4: true, ExtMsg: true}

// Add adds a route. A route whose prefix is not valid, or of a family that does not fit it, is left out: Add
// reports false.
func (s *Set) Add(r *Route) bool {
	f := r.Family
	if f == (codec.Family{}) {
		f = unicast(r.Prefix)
	}
	if !r.Prefix.IsValid() || f.AddrBits() != r.Prefix.Addr().BitLen() {
		return false
	}
	attrs := r.Attrs
	attrs.NextHop = netip.Addr{}
	g := s.group(f, r.NextHop, attrs.Append(nil, wide))
	g.nlri = codec.AppendNLRI(g.nlri, r.Prefix, r.PathID, true)
	g.count++
	s.count++
	return true
}

func unicast(p netip.Prefix) codec.Family {
	f := codec.IPv4Unicast
	if p.Addr().Is6() {
		f.AFI = 2
	}
	return f
}

// group returns the group of a family, next hop and attributes, a new one if there is none.
func (s *Set) group(f codec.Family, nextHop netip.Addr, attrs []byte) *group {
	if s.index == nil {
		s.index = map[string]int{}
	}
	key := append(nextHop.AsSlice(), byte(nextHop.BitLen()), byte(f.AFI>>8), byte(f.AFI), byte(f.SAFI))
	key = append(append(key, nextHop.Zone()...), attrs...)
	i, ok := s.index[string(key)]
	if !ok {
		i = len(s.groups)
		s.index[string(key)] = i
		s.groups = append(s.groups, &group{family: f, nextHop: nextHop, attrs: attrs})
	}
	return s.groups[i]
}

// Len is the number of routes.
func (s *Set) Len() int { return s.count }

// Families lists the families that have routes, in the order of the codec's.
func (s *Set) Families() []codec.Family {
	var out []codec.Family
	for _, f := range codec.KnownFamilies() {
		if slices.ContainsFunc(s.groups, func(g *group) bool { return g.family == f }) {
			out = append(out, f)
		}
	}
	return out
}

// Routes yields the routes: groups in the order of their first route, within them in the order they were added in.
func (s *Set) Routes() iter.Seq[Route] {
	return func(yield func(Route) bool) {
		for _, g := range s.groups {
			attrs, _ := codec.ParsePathAttributes(g.attrs, wide)
			for n := range codec.NLRIs(g.nlri, g.family, true) {
				r := Route{Family: g.family, Prefix: n.Prefix(g.family), PathID: n.ID, NextHop: g.nextHop, Attrs: attrs}
				if !yield(r) {
					return
				}
			}
		}
	}
}

package main

import (
	"math/rand/v2"
	"net/netip"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
)

const (
	senderAS   = 64500
	receiverAS = 64501
)

// table is the octets that every receiver gets.
type table struct {
	stream                 []byte
	sets, messages, octets int
}

// newTable makes routes with the lengths of prefixes and paths that the Internet's table has.
func newTable(prefixes, sets int) *table {
	r := rand.New(rand.NewPCG(1, 1))
	attrs := make([]codec.PathAttributes, min(sets, prefixes))
	for i := range attrs {
		a := &attrs[i]
		path := []uint32{senderAS}
		for range 1 + r.IntN(5) {
			path = append(path, 131072+r.Uint32N(270000)) // never the receiver
		}
		a.ASPath = []codec.PathSegment{{Type: registry.SegASSequence, AS: path}}
		a.MED, a.HasMED = uint32(i), true // makes each set another one
		for range r.IntN(6) {
			a.Communities = append(a.Communities, r.Uint32N(64000)<<16|r.Uint32N(1000))
		}
		slices.Sort(a.Communities)
		if r.IntN(10) == 0 {
			a.AggregatorAS, a.Aggregator = path[len(path)-1], netip.AddrFrom4([4]byte{192, 0, 2, 1})
		}
	}
	var set routes.Set
	seen := make(map[netip.Prefix]bool, prefixes)
	for i := 0; i < prefixes; {
		x := netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(1 + r.IntN(126)), byte(r.IntN(256)), byte(r.IntN(256))}), bits(r)).Masked()
		if x.Addr().As4()[0] == 10 || x.Addr().As4()[0] == 127 || seen[x] {
			continue
		}
		seen[x] = true
		set.Add(&routes.Route{Prefix: x, Attrs: attrs[i%len(attrs)]})
		i++
	}
	to := &routes.Session{Ctx: codec.Context{AS4: true, Peer: codec.PeerEBGP}, Carried: codec.AllFamilies, LocalAS: senderAS,
		NextHop4: netip.AddrFrom4([4]byte{192, 0, 2, 1})}
	t := &table{sets: len(attrs)}
	for msg := range set.Announce(to) {
		t.stream = append(t.stream, msg...)
		t.messages++
	}
	t.stream = codec.AppendEndOfRIB(t.stream, codec.IPv4Unicast)
	t.octets = len(t.stream)
	return t
}

// bits is the length of a prefix: most have 24 bits.
func bits(r *rand.Rand) int {
	switch n := r.IntN(100); {
	case n < 60:
		return 24
	case n < 90:
		return 20 + r.IntN(4)
	}
	return 16 + r.IntN(4)
}

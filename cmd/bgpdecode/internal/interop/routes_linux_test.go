package interop

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
)

// mine is a route that we announce.
type mine struct {
	prefix netip.Prefix
	id     uint32
	path   []uint32 // behind our AS number
	attrs
}

// block gives the i-th prefix of a block of a family, from where daemons announce nothing.
func block(f family, first byte, i int) netip.Prefix {
	if f == ipv4 {
		return netip.PrefixFrom(netip.AddrFrom4([4]byte{first, byte(i >> 8), byte(i), 0}), 24)
	}
	return netip.PrefixFrom(netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, first, 0, byte(i >> 8), byte(i)}), 64)
}

// varied gives n routes of a family whose attributes differ in many ways; as is
// the AS number in their communities.
func varied(f family, first byte, n int) (list []route) {
	for i := range n {
		var a attrs
		if i%2 == 1 {
			a.med = uint32(1 + i%11)
		}
		switch i % 5 {
		case 1:
			a.communities = fmt.Sprintf("65002:%d", i%3+1)
		case 2:
			a.communities = fmt.Sprintf("65002:%d 65002:%d", i%3+1, 100+i%2)
		case 3:
			a.large = fmt.Sprintf("65002:1:%d", i%2+1)
		case 4:
			a.communities, a.large = "65002:9", "65002:9:9"
		}
		list = append(list, route{block(f, first, i), a})
	}
	return list
}

// many gives n routes of ours, as varied ones, with paths of different lengths.
func many(f family, first byte, n int) (list []mine) {
	for i, r := range varied(f, first, n) {
		m := mine{prefix: r.prefix, attrs: r.attrs}
		for j := range i % 4 {
			m.path = append(m.path, uint32(64600+j), 4200000100)
		}
		list = append(list, m)
	}
	return list
}

// set makes a set of routes to announce. Next hops are given: an address of the
// loopback interface is none.
func set(t *testing.T, list []mine) *routes.Set {
	t.Helper()
	s := &routes.Set{}
	for _, m := range list {
		r := routes.Route{Prefix: m.prefix, PathID: m.id, NextHop: netip.MustParseAddr(ourHop(of(m.prefix)))}
		if len(m.path) > 0 {
			r.Attrs.ASPath = []codec.PathSegment{{Type: registry.SegASSequence, AS: m.path}}
		}
		r.Attrs.MED, r.Attrs.HasMED = m.med, m.med != 0
		for _, c := range strings.Fields(m.communities) {
			var hi, lo uint32
			if _, err := fmt.Sscanf(c, "%d:%d", &hi, &lo); err != nil {
				t.Fatal(err)
			}
			r.Attrs.Communities = append(r.Attrs.Communities, hi<<16|lo)
		}
		if m.large != "" {
			var l [3]uint32
			if _, err := fmt.Sscanf(m.large, "%d:%d:%d", &l[0], &l[1], &l[2]); err != nil {
				t.Fatal(err)
			}
			r.Attrs.LargeCommunity = [][3]uint32{l}
		}
		if !s.Add(&r) {
			t.Fatalf("%v cannot be announced", m)
		}
	}
	return s
}

// ourHop is the next hop of our routes.
func ourHop(f family) string {
	if f == ipv4 {
		return "192.0.2.1"
	}
	return "2001:db8::1"
}

// key is what tells routes of one peer apart.
type key struct {
	prefix netip.Prefix
	id     uint32
}

// expect checks that a daemon holds just these routes from us, with their
// attributes as far as it shows them; withID tells them apart by path identifiers
// instead of paths.
func (x *pair) expect(f family, list []mine, withID bool) {
	x.t.Helper()
	var want []mine
	for _, m := range list {
		if of(m.prefix) == f {
			want = append(want, m)
		}
	}
	var got []seen
	x.until(fmt.Sprintf("the daemon holds %d %s routes", len(want), f), func() (bool, any) {
		var err error
		got, err = x.d.routes(x.n, f)
		return err == nil && len(got) == len(want), fmt.Sprint(len(got), " ", err)
	})
	type name struct {
		key
		path string
	}
	index := map[name]seen{}
	for _, g := range got {
		n := name{key: key{g.prefix, g.id}}
		if !withID {
			n = name{key{g.prefix, 0}, strings.Join(strings.Fields(g.path), " ")}
		}
		index[n] = g
	}
	bad := 0
	for _, m := range want {
		n := name{key: key{m.prefix, m.id}}
		if !withID {
			n = name{key{m.prefix, 0}, words(slices.Concat([]uint32{x.n.as}, m.path))}
		}
		g, ok := index[n]
		if why := differs(x.n.as, m, g); !ok || why != "" {
			if bad++; bad <= 5 {
				x.t.Errorf("%s id %d: there %v, %s: sent %+v, there is %+v", m.prefix, m.id, ok, why, m, g)
			}
		}
	}
	if bad > 5 {
		x.t.Errorf("and %d more", bad-5)
	}
}

// differs says what a daemon shows otherwise than we sent it.
func differs(as uint32, m mine, g seen) string {
	path := words(slices.Concat([]uint32{as}, m.path))
	switch {
	case strings.Join(strings.Fields(g.path), " ") != path:
		return "AS_PATH " + path
	case g.nextHop != ourHop(of(m.prefix)):
		return "NEXT_HOP " + ourHop(of(m.prefix))
	case max(g.med, 0) != int64(m.med):
		return "MED " + number(m.med)
	case len(m.communities) > 2000 && g.communities != "" && strings.HasPrefix(m.communities, g.communities):
		// birdc and vtysh cut a list as long as that
	case sorted(g.communities) != sorted(m.communities):
		return "COMMUNITIES " + m.communities
	}
	return ""
}

// sorted puts the words of a text in order.
func sorted(text string) string {
	w := strings.Fields(text)
	slices.SortFunc(w, func(a, b string) int { return cmp.Or(len(a)-len(b), cmp.Compare(a, b)) })
	return strings.Join(w, " ")
}

// sortless puts single blanks between the words of a text.
func sortless(text string) string { return strings.Join(strings.Fields(text), " ") }

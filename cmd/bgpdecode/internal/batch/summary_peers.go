package batch

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
)

// peerGroups counts peers by what they have in common: their AS number, or else their network.
type peerGroups struct {
	counts map[string]int
	others int // of groups that are not kept
}

const mostPeerGroups = 64

// groupOf names the group of a peer, "" when nothing is known.
func groupOf(peer string, peerAS uint32) string {
	if peerAS != 0 {
		return "AS " + strconv.FormatUint(uint64(peerAS), 10)
	}
	a, err := netip.ParseAddr(peer)
	if err != nil {
		return ""
	}
	a = a.WithZone("").Unmap()
	bits := 24
	if a.Is6() {
		bits = 64
	}
	p, err := a.Prefix(bits)
	if err != nil {
		return ""
	}
	return p.String()
}

func (g *peerGroups) add(name string) {
	if name == "" {
		return
	}
	if g.counts == nil {
		g.counts = map[string]int{}
	}
	if g.counts[name] == 0 && len(g.counts) >= mostPeerGroups {
		g.others++
		return
	}
	g.counts[name]++
}

// largest gives the names of the largest groups.
func (g *peerGroups) largest(n int) []string {
	var names []string
	for k := range g.counts {
		names = append(names, k)
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(g.counts[b], g.counts[a]), cmp.Compare(a, b)) })
	return names[:min(n, len(names))]
}

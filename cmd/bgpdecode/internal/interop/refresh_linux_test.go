package interop

import (
	"fmt"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// refreshes counts the ROUTE-REFRESH messages of a subtype: 0 a request, 1 BoRR,
// 2 EoRR.
func (o *ours) refreshes(sent bool, subtype byte) int {
	match := messages(registry.MsgRouteRefresh, sent)
	return o.count(func(e *speaker.Event) bool {
		return match(e) && len(e.Octets) == codec.HeaderLen+4 && e.Octets[codec.HeaderLen+2] == subtype
	})
}

// TestWeRefresh: a daemon that we ask sends its routes again.
func TestWeRefresh(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		list := varied(ipv4, 21, 20)
		x := k.begin(t, &setup{routes: list}, &neighbor{}, withRestart)
		x.up()
		x.o.holds(t, x.d, x.n, ipv4, list)
		if k.name == "FRR" { // it passes over a request that comes before it has said End-of-RIB
			x.until("End-of-RIB", func() (bool, any) {
				return x.o.count(func(e *speaker.Event) bool { return e.Kind == speaker.EndOfRIB }) > 0, nil
			})
		}
		before := x.p.Stats().Announced
		x.must(x.p.RequestRefresh(codec.IPv4Unicast))
		x.until("the routes come again", func() (bool, any) { n := x.p.Stats().Announced; return n >= before+20, n })
		if a := x.p.Agreed(); a.Enhanced {
			x.until("BoRR and EoRR", func() (bool, any) {
				return x.o.refreshes(false, 1) > 0 && x.o.refreshes(false, 2) > 0, nil
			})
		}
		x.o.holds(t, x.d, x.n, ipv4, list)
		noFindings(t, x.o)
	}, "OpenBGPD: 7.7 says that the family was not negotiated, to BIRD too", "ExaBGP: 4.2.21 fails inside on a ROUTE-REFRESH with enhanced refresh, see TestExaBGPRefresh")
}

// TestExaBGPRefresh: without enhanced refresh ExaBGP answers.
func TestExaBGPRefresh(t *testing.T) {
	k := kinds()[4]
	k.need(t)
	t.Parallel()
	list := varied(ipv4, 21, 20)
	x := k.begin(t, &setup{routes: list}, &neighbor{}, func(c *speaker.PeerConfig) { c.Capabilities.EnhancedRefresh = false })
	x.up()
	x.o.holds(t, x.d, x.n, ipv4, list)
	before := x.p.Stats().Announced
	x.must(x.p.RequestRefresh(codec.IPv4Unicast))
	x.until("the routes come again", func() (bool, any) { n := x.p.Stats().Announced; return n >= before+20, n })
}

// TestTheyRefresh: asked by a daemon we send our routes again, between BoRR and
// EoRR where both sides know them.
func TestTheyRefresh(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		list := many(ipv4, 30, 50)
		x := k.begin(t, &setup{}, &neighbor{}, nil)
		x.p.Announce(set(t, list))
		x.up()
		x.expect(ipv4, list, false)
		match := messages(registry.MsgUpdate, true)
		before := x.o.count(match)
		x.must(x.d.refresh(x.n, ipv4))
		x.until("we are asked", func() (bool, any) { return x.o.refreshes(false, 0) > 0, nil })
		x.until("we send again", func() (bool, any) { n := x.o.count(match); return n > before, fmt.Sprint(before, n) })
		if x.p.Agreed().Enhanced {
			x.until("BoRR and EoRR", func() (bool, any) { return x.o.refreshes(true, 1) == 1 && x.o.refreshes(true, 2) == 1, nil })
		}
		x.expect(ipv4, list, false)
	}, "GoBGP: never asks, it keeps what it had")
}

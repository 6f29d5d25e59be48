package interop

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/speaker/inject"
	"github.com/bgpdecode/bgpdecode/speaker/probe"
)

// probeVar asks for more: "all" holds the whole catalogue against the table that is checked in, "update" rewrites it, and patterns
// such as origin.*,med.* play some.
const probeVar = "PROBE"

// fewFaults are those of an ordinary test run: one or two of each kind.
var fewFaults = []string{"header.marker", "open.version", "open.id_zero", "state.update_in_openconfirm", "origin.value", "med.length_short", "communities.length_short",
	"as_path.segment_type_5", "unknown_attribute.legal_transitive", "update.attributes_overrun"}

// probed is a daemon that is probed, and the observer of its routes: its own control tool.
type probed struct {
	t *testing.T
	k kind
	s *setup
	n *neighbor
	d daemon
}

// newProbed starts a daemon that has us as a neighbor.
func newProbed(t *testing.T, k kind) *probed {
	t.Helper()
	net4 := newNetwork()
	n := &neighbor{addr: net4.host(2), as: 65001, families: []family{ipv4, ipv6}}
	p := &probed{t: t, k: k, n: n, s: &setup{as: 65002, addr: net4.host(1), neighbors: []*neighbor{n}}}
	p.d = k.launch(t, p.s)
	return p
}

// renew replaces the daemon by a fresh one: most stay away for a while from a neighbor that they had trouble with.
func (p *probed) renew() {
	p.d.proc().stop()
	p.d = p.k.launch(p.t, p.s)
}

// Look implements probe.Observer.
func (p *probed) Look(_ context.Context, prefix netip.Prefix) (s probe.Sight, err error) {
	list, err := p.d.routes(p.n, of(prefix))
	for _, r := range list {
		if r.prefix == prefix {
			s = probe.Sight{There: true, Mark: fmt.Sprint(r.path, r.communities, r.nextHop, r.med)}
		}
	}
	return s, err
}

// probe plays faults to the daemon.
func (p *probed) probe(faults []*fault.Fault) probe.Column {
	params := fault.Defaults()
	params.LocalAS, params.PeerAS, params.LocalID = p.n.as, p.s.as, netip.MustParseAddr("1.1.1.1")
	params.Families = []codec.Family{codec.IPv4Unicast, {AFI: 2, SAFI: 1}}
	renew, renewed := make(chan bool), make(chan bool)
	target := &probe.Target{
		Options: inject.Options{Target: inject.Target{Name: p.k.name, Addr: netip.AddrPortFrom(p.s.addr, p.s.port)}, Local: netip.AddrPortFrom(p.n.addr, 0),
			Params: params, Connect: startWait},
		Observer: p,
		Fresh:    p.k.name == "GoBGP" || p.k.name == "OpenBGPD", // which rest for seconds after each session
		Gone:     func() bool { return p.d.proc().dead() },
		Renew: func(context.Context) error { // a test may fail in its own goroutine only
			renew <- true
			<-renewed
			return nil
		},
	}
	ctx, cancel := context.WithCancel(p.t.Context())
	defer cancel()
	done := make(chan *probe.Report, 1)
	go func() {
		done <- probe.Run(ctx, []*probe.Target{target}, &probe.Options{Faults: faults, Settle: 300 * time.Millisecond, Observe: 3 * time.Second,
			Progress: func(_ int, c *probe.Cell, n, all int) {
				if os.Getenv(probeVar) != "" {
					fmt.Fprintf(os.Stderr, "%s %d/%d %s: %s %d/%d %s\n", p.k.name, n, all, c.Fault.ID, c.Outcome, c.Reaction.Code, c.Reaction.Sub, c.Why)
				}
			}})
	}()
	for {
		select {
		case <-renew:
			p.renew()
			renewed <- true
		case r := <-done:
			p.d.proc().stop()
			return r.Columns[0]
		}
	}
}

// faultsToProbe gives the faults that were asked for.
func faultsToProbe(t *testing.T) (list []*fault.Fault) {
	t.Helper()
	what := os.Getenv(probeVar)
	for _, f := range fault.All() {
		few := slices.ContainsFunc(strings.Split(what, ","), func(p string) bool { ok, _ := path.Match(p, f.ID); return ok })
		if what == "all" || what == "update" || what == "" && slices.Contains(fewFaults, f.ID) || few {
			list = append(list, f)
		}
	}
	if len(list) < len(fewFaults) && what == "" {
		t.Fatalf("a fault of these is gone: %v", fewFaults)
	}
	return list
}

// TestProbe probes each make with a few faults and holds what it does against the table that is checked in, where that is of
// the same version; with PROBE=all the whole catalogue, with PROBE=update it writes the table.
func TestProbe(t *testing.T) {
	t.Parallel()
	faults := faultsToProbe(t)
	columns := map[string]probe.Column{}
	results := make(chan probe.Column, len(kinds()))
	t.Run("daemons", func(t *testing.T) { // which returns when all have
		for _, k := range kinds() {
			t.Run(k.name, func(t *testing.T) {
				k.need(t)
				t.Parallel()
				c := newProbed(t, k).probe(faults)
				c.Target = k.name
				results <- c
				if c.Stopped != "" || c.By7606.NotPlayed == len(faults) {
					t.Errorf("%s: %s %+v", k.name, c.Stopped, c.By7606)
				}
			})
		}
	})
	close(results)
	for c := range results {
		columns[c.Target] = c
	}
	holdTable(t, faults, columns)
}

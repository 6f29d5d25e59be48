package interop

import (
	"context"
	"net/netip"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/speaker/inject"
	"github.com/bgpdecode/bgpdecode/speaker/probe"
)

// TestProbeWatch: a second session of ours sees what became of routes, at every make that passes routes on.
func TestProbeWatch(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		net4 := newNetwork()
		s := &setup{as: 65002, addr: net4.host(1), neighbors: []*neighbor{{addr: net4.host(2), as: 65001}, {addr: net4.host(3), as: 65003}}}
		d := k.launch(t, s)
		options := func(local netip.Addr, as uint32) inject.Options {
			p := fault.Defaults()
			p.LocalAS, p.PeerAS, p.LocalID = as, s.as, local
			return inject.Options{Target: inject.Target{Addr: netip.AddrPortFrom(s.addr, s.port)}, Local: netip.AddrPortFrom(local, 0), Params: p, Connect: startWait}
		}
		w := probe.NewWatch(t.Context(), options(net4.host(3), 65003))
		defer w.Close()
		if err := w.Await(t.Context(), startWait); err != nil {
			t.Fatal(err)
		}
		want := map[string][]probe.Outcome{
			"unknown_attribute.legal_transitive": {probe.Accepted},
			"communities.length_zero":            {probe.Withdrawn, probe.Accepted, probe.Discarded},
			"origin.missing":                     {probe.Withdrawn, probe.Reset},
		}
		var faults []*fault.Fault
		for _, f := range fault.All() {
			if want[f.ID] != nil {
				faults = append(faults, f)
			}
		}
		target := &probe.Target{Options: options(net4.host(2), 65001), Observer: w, Gone: d.proc().dead}
		ctx, cancel := context.WithTimeout(t.Context(), 3*eventWait)
		defer cancel()
		r := probe.Run(ctx, []*probe.Target{target}, &probe.Options{Faults: faults, Settle: 300 * time.Millisecond, Observe: eventWait})
		for i := range r.Columns[0].Cells {
			c := &r.Columns[0].Cells[i]
			ok := false
			for _, o := range want[c.Fault.ID] {
				ok = ok || c.Outcome == o
			}
			if !ok {
				t.Errorf("%s, %s: %s %d/%d %s", k.name, c.Fault.ID, c.Outcome, c.Reaction.Code, c.Reaction.Sub, c.Why)
			}
		}
		if len(faults) != len(want) || r.Columns[0].Blind {
			t.Errorf("%s: %d faults, blind: %v", k.name, len(faults), r.Columns[0].Blind)
		}
	}, "ExaBGP: it passes no routes on")
}

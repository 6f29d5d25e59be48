package interop

import (
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// withRestart offers graceful restart for IPv4, with our forwarding state kept.
func withRestart(c *speaker.PeerConfig) {
	c.Capabilities.GracefulRestart = &codec.GracefulRestart{Flags: codec.GRNotification, Time: 60,
		Families: []codec.GRFamily{{Family: codec.IPv4Unicast, Flags: codec.GRForwarding}}}
}

// TestTheyHelp: we drop the connection; the daemon keeps our routes as stale
// until we are back and have sent them again.
func TestTheyHelp(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		list := many(ipv4, 30, 20)
		x := k.begin(t, &setup{}, &neighbor{restart: 60}, func(c *speaker.PeerConfig) {
			withRestart(c)
			c.FSM.IdleHoldTime, c.FSM.ConnectRetryTime = pause, pause
		})
		x.p.Announce(set(t, list))
		x.up()
		x.expect(ipv4, list, false)
		x.o.cut()
		x.until("the daemon has noticed", func() (bool, any) {
			state, err := x.d.state(x.n)
			return err == nil && state != "Established", state
		})
		got, err := x.d.routes(x.n, ipv4)
		x.must(err)
		if len(got) != len(list) {
			t.Errorf("it kept %d of %d routes", len(got), len(list))
		}
		// A machine that is busy may answer after we are back.
		early := x.p.Stats().Established < 2
		for _, r := range got {
			if !r.stale && early && k.name != "BIRD" { // which does not show it
				t.Errorf("%s is not stale there", r.prefix)
				break
			}
		}
		x.until("the session is back", func() (bool, any) { return x.p.Stats().Established >= 2, x.p.State() })
		x.expect(ipv4, list, false)
	}, "ExaBGP: has no table of its own")
}

// TestWeHelp: a daemon is killed; we keep its routes as stale until it is back
// and has sent them again.
func TestWeHelp(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		list := varied(ipv4, 21, 30)
		x := k.begin(t, &setup{routes: list}, &neighbor{restart: 60}, withRestart)
		x.up()
		x.o.holds(t, x.d, x.n, ipv4, list)
		a := x.p.Agreed()
		if a.Restart == nil || a.Restart.Time.Seconds() != 60 || len(a.Restart.Families) != 1 {
			t.Fatalf("agreed %+v", a.Restart)
		}
		x.d.proc().kill()
		kindIs := func(kind speaker.EventKind) func(*speaker.Event) bool {
			return func(e *speaker.Event) bool { return e.Kind == kind && e.Family == codec.IPv4Unicast }
		}
		poll(t, eventWait, "its routes are stale", func() (bool, any) { return x.o.count(kindIs(speaker.RoutesStale)) > 0, x.p.State() })
		if e := x.o.all(kindIs(speaker.RoutesStale))[0]; e.Count != len(list) {
			t.Errorf("%d routes stale, want %d", e.Count, len(list))
		}
		stale := 0
		for _, r := range x.o.held(x.p, ipv4) {
			if r.stale {
				stale++
			}
		}
		if stale != len(list) {
			t.Errorf("%d routes are marked stale, want %d", stale, len(list))
		}
		// It comes back without two of its routes.
		x.d.conf().routes = list[2:]
		x.d = k.launch(t, x.d.conf())
		x.until("the session is back", func() (bool, any) { return x.p.State() == fsm.Established && x.p.Stats().Established >= 2, x.p.State() })
		x.o.holds(t, x.d, x.n, ipv4, list[2:])
		for _, r := range x.o.held(x.p, ipv4) {
			if r.stale {
				t.Errorf("%s is stale still", r.prefix)
			}
		}
		if x.o.count(messages(registry.MsgNotification, true)) != 0 {
			t.Error("we sent a NOTIFICATION")
		}
	}, "OpenBGPD: says that it kept nothing (time 0)")
}

// TestHardReset: with the N bit on both sides (RFC 8538) FRR wraps its shutdown
// into a Hard Reset, and none of its routes is kept; another NOTIFICATION keeps
// them.
func TestHardReset(t *testing.T) {
	k := kindOf(t, "FRR")
	t.Parallel()
	list := varied(ipv4, 21, 10)
	x := k.begin(t, &setup{routes: list}, &neighbor{restart: 60}, withRestart)
	x.up()
	x.o.holds(t, x.d, x.n, ipv4, list)
	if a := x.p.Agreed(); a.Restart == nil || !a.Restart.Notification {
		t.Fatalf("agreed %+v", a.Restart)
	}
	x.must(x.d.shutdown(x.n, saying))
	data := x.o.notified(t, x.d, false, registry.ErrCease, registry.SubHardReset)
	if len(data) < 3 || data[0] != byte(registry.ErrCease) || data[1] != registry.SubAdministrativeShutdown {
		t.Fatalf("Data %x", data)
	}
	if text, ok := communication(data[2:]); !ok || text != saying {
		t.Errorf("text %q in %x", text, data)
	}
	x.until("the session is gone", func() (bool, any) { return x.p.State() != fsm.Established, x.p.State() })
	if n := x.o.count(func(e *speaker.Event) bool { return e.Kind == speaker.RoutesStale }); n != 0 || len(x.o.held(x.p, ipv4)) != 0 {
		t.Errorf("routes are kept: %d", len(x.o.held(x.p, ipv4)))
	}
	same(t, x.o, x.d)
}

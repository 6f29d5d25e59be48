package speaker

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/routes"
)

// setOf makes a set of n IPv4 routes.
func setOf(n int) *routes.Set {
	s := &routes.Set{}
	for i := range n {
		s.Add(&routes.Route{Prefix: netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(i >> 8), byte(i), 0}), 24)})
	}
	return s
}

func restarting(flags uint8, seconds uint16, fs ...codec.GRFamily) codec.Capability {
	return (&codec.GracefulRestart{Flags: flags, Time: seconds, Families: fs}).Capability()
}

var keeps4 = codec.GRFamily{Family: codec.IPv4Unicast, Flags: codec.GRForwarding}

// helper is a configuration that helps a peer restart.
func helper(c *PeerConfig) {
	c.Capabilities = DefaultCapabilities()
	c.Capabilities.GracefulRestart = &codec.GracefulRestart{Flags: codec.GRNotification}
}

// again connects once more and does the handshake.
func (l *lab) again(caps ...codec.Capability) *rawPeer {
	l.t.Helper()
	r := l.connect()
	r.establish(peerOpen(64501, caps...))
	synctest.Wait()
	return r
}

const endOfRIB4 = "UPDATE 00000000"

// A lost connection: routes are kept as stale; the peer comes back and announces some of them again.
func TestGracefulRestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		caps := append(usual(64501), restarting(0, 60, keeps4))
		l, r := up(t, helper, caps...)
		r.want(endOfRIB4)
		r.write(updateOf(t, "", good, net1+net2))
		synctest.Wait()
		_ = r.c.Close()
		synctest.Wait()
		if got := strings.Join(routesOf(l.p), ", "); got != "198.51.100.0/24 stale, 203.0.113.0/24 stale" {
			t.Fatalf("routes %s\n%s", got, l.log.text())
		}
		time.Sleep(30 * time.Second)
		r = l.again(caps...)
		r.want(endOfRIB4)
		r.write(updateOf(t, "", good, net2))
		synctest.Wait()
		if got := strings.Join(routesOf(l.p), ", "); got != "198.51.100.0/24 stale, 203.0.113.0/24" {
			t.Errorf("routes %s", got)
		}
		r.write(codec.AppendEndOfRIB(nil, codec.IPv4Unicast))
		synctest.Wait()
		if got := strings.Join(routesOf(l.p), ", "); got != "203.0.113.0/24" {
			t.Errorf("routes %s", got)
		}
		for _, want := range []string{"routes-stale in ipv4-unicast 2", "end-of-rib in ipv4-unicast 2", "routes-gone in ipv4-unicast 1"} {
			if l.log.count(want) != 1 {
				t.Errorf("no %q in\n%s", want, l.log.text())
			}
		}
		l.bye(r)
	})
}

// How sessions end, and what becomes of the routes.
func TestWhatKeepsRoutes(t *testing.T) {
	note := func(code, sub uint8) []byte { return codec.AppendNotification(nil, code, sub, nil, 0) }
	for _, tc := range []struct {
		name  string
		flags uint8
		end   func(l *lab, r *rawPeer)
		kept  bool
	}{
		{"lost", 0, func(_ *lab, r *rawPeer) { _ = r.c.Close() }, true},
		{"NOTIFICATION without N", 0, func(_ *lab, r *rawPeer) { r.write(note(6, 4)) }, false},
		{"NOTIFICATION with N", codec.GRNotification, func(_ *lab, r *rawPeer) { r.write(note(6, 4)) }, true},
		{"Hard Reset with N", codec.GRNotification, func(_ *lab, r *rawPeer) { r.write(note(6, 9)) }, false},
		{"our reset with N", codec.GRNotification, func(l *lab, _ *rawPeer) { l.p.Reset(registry.SubAdministrativeReset, "") }, true},
		{"our shutdown with N", codec.GRNotification, func(l *lab, _ *rawPeer) { l.p.Stop(registry.SubAdministrativeShutdown, "") }, false},
		{"hold timer without N", 0, func(_ *lab, _ *rawPeer) { time.Sleep(2 * time.Minute) }, false},
		{"hold timer with N", codec.GRNotification, func(_ *lab, _ *rawPeer) { time.Sleep(2 * time.Minute) }, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l, r := up(t, helper, append(usual(64501), restarting(tc.flags, 600, keeps4))...)
				r.write(updateOf(t, "", good, net1))
				go func() { // read whatever comes
					for {
						if _, err := r.fr.Next(); err != nil {
							return
						}
					}
				}()
				synctest.Wait()
				tc.end(l, r)
				synctest.Wait()
				if l.p.State() == fsm.Established {
					t.Fatal("still up")
				}
				if got := len(routesOf(l.p)) > 0; got != tc.kept {
					t.Errorf("routes kept: %v\n%s", got, l.log.text())
				}
				_ = r.c.Close()
				l.end()
			})
		})
	}
}

// The peer does not come back: its Restart Time, then the long-lived stale time.
func TestRestartTimes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		caps := append(usual(64501), restarting(0, 60, keeps4), codec.LLGRCapability(codec.LLGR{Family: codec.IPv4Unicast, Time: 3600}))
		l, r := up(t, func(c *PeerConfig) {
			helper(c)
			c.Capabilities.LongLived = []codec.LLGR{{Family: codec.IPv4Unicast}}
		}, caps...)
		r.want(endOfRIB4)
		r.write(updateOf(t, "", good, net1))
		r.write(updateOf(t, "", good+"c0 08 04 ffff0007", net2)) // never long-lived
		synctest.Wait()
		_ = r.c.Close()
		for _, step := range []struct {
			wait time.Duration
			want string
		}{{59 * time.Second, "198.51.100.0/24 stale, 203.0.113.0/24 stale"}, {2 * time.Second, "198.51.100.0/24 stale"},
			{3590 * time.Second, "198.51.100.0/24 stale"}, {20 * time.Second, ""}} {
			time.Sleep(step.wait)
			synctest.Wait()
			if got := strings.Join(routesOf(l.p), ", "); got != step.want {
				t.Errorf("after %s: %s, want %s\n%s", step.wait, got, step.want, l.log.text())
			}
		}
		l.end()
	})
}

// The peer is back but has not kept its state, or sends no End-of-RIB.
func TestRestartWithoutState(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		caps := append(usual(64501), restarting(0, 60, keeps4))
		l, r := up(t, helper, caps...)
		r.want(endOfRIB4)
		r.write(updateOf(t, "", good, net1))
		synctest.Wait()
		_ = r.c.Close()
		synctest.Wait()
		r = l.again(append(usual(64501), restarting(codec.GRRestart, 60, codec.GRFamily{Family: codec.IPv4Unicast}))...)
		if got := routesOf(l.p); len(got) > 0 {
			t.Errorf("routes %v", got)
		}
		r.want(endOfRIB4)
		r.write(updateOf(t, "", good, net1))
		synctest.Wait()
		_ = r.c.Close()
		synctest.Wait()
		r = l.again(caps...)
		r.want(endOfRIB4)
		go func() {
			for {
				if _, err := r.fr.Next(); err != nil {
					return
				}
			}
		}()
		for range 12 {
			if got := strings.Join(routesOf(l.p), ", "); got != "198.51.100.0/24 stale" {
				t.Errorf("routes %s", got)
			}
			r.keepalive()
			time.Sleep(14 * time.Second)
		}
		time.Sleep(13 * time.Second)
		synctest.Wait()
		if got := routesOf(l.p); len(got) > 0 {
			t.Errorf("after 180 s: routes %v", got)
		}
		l.end()
	})
}

// A peer with graceful restart that connects anew has restarted: the old connection goes without a word, the routes
// stay.
func TestQuietReplacement(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		caps := append(usual(64501), restarting(0, 60, keeps4))
		l, r := up(t, helper, caps...)
		r.want(endOfRIB4)
		r.write(updateOf(t, "", good, net1))
		synctest.Wait()
		time.Sleep(time.Second)
		r2 := l.connect()
		r2.establish(peerOpen(64501, append(usual(64501), restarting(codec.GRRestart, 60, keeps4))...))
		r.wantEnd() // no NOTIFICATION
		r2.want(endOfRIB4)
		synctest.Wait()
		l.wantState(fsm.Established)
		if got := strings.Join(routesOf(l.p), ", "); got != "198.51.100.0/24 stale" {
			t.Errorf("routes %s\n%s", got, l.log.text())
		}
		r2.write(codec.AppendEndOfRIB(nil, codec.IPv4Unicast))
		synctest.Wait()
		if got := routesOf(l.p); len(got) > 0 {
			t.Errorf("routes %v", got)
		}
		l.bye(r2)
	})
}

// Routes are announced with End-of-RIB, again when asked, and withdrawn on exit.
func TestAnnounce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set, extra := setOf(2), &routes.Set{}
		extra.Add(&routes.Route{Prefix: netip.MustParsePrefix("192.168.0.0/16")})
		caps := append(usual(64501), codec.FlagCapability(registry.CapEnhancedRouteRefresh))
		l, r := up(t, func(c *PeerConfig) { c.Announce = []*routes.Set{set} }, caps...)
		attrs := "400101004002060201" + "0000fbf4" + "400304" + "c0000201"
		first := fmt.Sprintf("UPDATE 0000%04x%s180a0000180a0001", len(attrs)/2, attrs)
		r.want(first)
		r.want(endOfRIB4)
		r.write(codec.AppendRouteRefresh(nil, codec.IPv4Unicast, 0))
		r.want("ROUTE-REFRESH 00010101")
		r.want(first)
		r.want("ROUTE-REFRESH 00010201")
		l.p.Announce(extra)
		r.want(fmt.Sprintf("UPDATE 0000%04x%s10c0a8", len(attrs)/2, attrs))
		l.p.Withdraw(extra)
		r.want("UPDATE 000310c0a80000")
		if err := l.p.RequestRefresh(codec.IPv4Unicast); err != nil {
			t.Error(err)
		}
		r.want("ROUTE-REFRESH 00010001")
		if err := l.p.RequestRefresh(v6unicast); err != ErrNotNegotiated {
			t.Error(err)
		}
		go l.end()
		r.want("UPDATE 0008180a0000180a00010000")
		r.want("NOTIFICATION 6/2 ")
		r.wantEnd()
	})
}

// What a peer does not announce again between BoRR and EoRR is gone.
func TestEnhancedRefreshReceived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, r := up(t, nil, append(usual(64501), codec.FlagCapability(registry.CapEnhancedRouteRefresh))...)
		r.write(updateOf(t, "", good, net1+net2))
		r.write(codec.AppendRouteRefresh(nil, codec.IPv4Unicast, 2)) // EoRR without BoRR: nothing
		r.write(codec.AppendRouteRefresh(nil, codec.IPv4Unicast, 1))
		r.write(updateOf(t, "", good, net2))
		synctest.Wait()
		if got := strings.Join(routesOf(l.p), ", "); got != "198.51.100.0/24 stale, 203.0.113.0/24" {
			t.Errorf("routes %s", got)
		}
		r.write(codec.AppendRouteRefresh(nil, codec.IPv4Unicast, 2))
		synctest.Wait()
		if got := strings.Join(routesOf(l.p), ", "); got != "203.0.113.0/24" {
			t.Errorf("routes %s", got)
		}
		l.bye(r)
	})
}

// A peer that does not read: routes wait without memory, and the shutdown does not wait for ever.
func TestAnnounceToStuckPeer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := passive()
		c.Announce = []*routes.Set{setOf(60000)}
		l := newLabWith(t, c, func(o *Options) { o.Limits.QueueOctets = 64 << 10 })
		r := l.again(usual(64501)...)
		for range 5 {
			time.Sleep(20 * time.Second)
			r.keepalive()
		}
		l.wantState(fsm.Established)
		l.p.turns.Lock()
		if s := l.p.home.out; !s.running {
			t.Error("all routes were queued")
		}
		l.p.turns.Unlock()
		start := time.Now()
		l.end()
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("shutdown took %s", d)
		}
	})
}

// The shutdown communication goes both ways (RFC 9003).
func TestShutdownCommunication(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, r := up(t, func(c *PeerConfig) { c.ShutdownText = "see ticket 7" })
		r.write(codec.AppendNotification(nil, 6, 2, append([]byte{3}, "bye"...), 0))
		r.wantEnd()
		synctest.Wait()
		if e := l.p.Stats().Last; e.Sent || string(e.Notification.Data) != "\x03bye" {
			t.Errorf("last end %+v", e)
		}
		r = l.again(usual(64501)...)
		l.p.Reset(registry.SubAdministrativeReset, strings.Repeat("ä", 200))
		r.want("NOTIFICATION 6/4 fe" + strings.Repeat("c3a4", 127))
		r.wantEnd()
		r = l.again(usual(64501)...)
		l.p.Stop(registry.SubAdministrativeShutdown, "")
		r.want(fmt.Sprintf("NOTIFICATION 6/2 0c%x", "see ticket 7"))
		r.wantEnd()
		r = l.connect()
		r.want("NOTIFICATION 6/5 ") // stopped
		l.p.Start()
		r = l.again(usual(64501)...)
		l.s.Remove(l.p)
		r.want("NOTIFICATION 6/3 ")
		r.wantEnd()
		r = l.connect()
		r.want("NOTIFICATION 6/5 ") // not configured
		l.end()
	})
}

// Only to Customer (RFC 9234 section 5): leaks are told of, and routes sent are marked or held back, by our role.
func TestOnlyToCustomer(t *testing.T) {
	otc := func(as string) string { return good + "c0 23 04 " + as }
	for _, tc := range []struct {
		role   Role
		attrs  string
		leak   bool
		sent   []string // the attributes behind NEXT_HOP of what we announce
		marked bool     // what is marked already is announced
	}{
		{RoleProvider, otc("0000fbf5"), true, []string{"c023040000fbf4", "c0230400000001"}, true},
		{RoleProvider, good, false, []string{"c023040000fbf4", "c0230400000001"}, true},
		{RoleRS, otc("00000001"), true, []string{"c023040000fbf4", "c0230400000001"}, true},
		{RolePeer, otc("0000fbf5"), false, []string{"c023040000fbf4"}, false},
		{RolePeer, otc("00000001"), true, []string{"c023040000fbf4"}, false},
		{RoleCustomer, otc("00000001"), false, []string{""}, false},
		{RoleRSClient, otc("00000001"), false, []string{""}, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			set := &routes.Set{}
			set.Add(&routes.Route{Prefix: netip.MustParsePrefix("10.0.0.0/8")})
			set.Add(&routes.Route{Prefix: netip.MustParsePrefix("11.0.0.0/8"), Attrs: codec.PathAttributes{OTC: 1, HasOTC: true}})
			l, r := up(t, func(c *PeerConfig) { c.Capabilities.Role, c.Announce = &tc.role, []*routes.Set{set} })
			attrs := "400101004002060201" + "0000fbf4" + "400304" + "c0000201"
			for i, more := range tc.sent {
				r.want(fmt.Sprintf("UPDATE 0000%04x%s%s08%02x", len(attrs+more)/2, attrs, more, 10+i))
			}
			r.want(endOfRIB4)
			r.write(updateOf(t, "", tc.attrs, net1))
			synctest.Wait()
			if got := l.log.count("route leak") == 1; got != tc.leak {
				t.Errorf("%s, %s: leak %v\n%s", tc.role, tc.attrs, got, l.log.text())
			}
			if got := l.log.count("Only to Customer, which") == 0; got != tc.marked {
				t.Errorf("%s: %s", tc.role, l.log.text())
			}
			go l.end()
			for {
				msg, err := r.fr.Next()
				if err != nil {
					break
				}
				_ = msg
			}
			l.s.Wait()
		})
	}
}

// The peer comes back while its routes are long-lived stale: what it announces again outlives the stale time.
func TestLongLivedAndBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		llgr := codec.LLGRCapability(codec.LLGR{Family: codec.IPv4Unicast, Time: 100, Flags: codec.GRForwarding})
		caps := append(usual(64501), restarting(0, 1, keeps4), llgr)
		l, r := up(t, func(c *PeerConfig) {
			helper(c)
			c.Capabilities.LongLived = []codec.LLGR{{Family: codec.IPv4Unicast}}
		}, caps...)
		r.want(endOfRIB4)
		r.write(updateOf(t, "", good, net1+net2))
		synctest.Wait()
		_ = r.c.Close()
		time.Sleep(50 * time.Second)
		r = l.again(caps...)
		r.want(endOfRIB4)
		r.write(updateOf(t, "", good, net1))
		synctest.Wait()
		if got := strings.Join(routesOf(l.p), ", "); got != "198.51.100.0/24, 203.0.113.0/24 stale" {
			t.Errorf("routes %s\n%s", got, l.log.text())
		}
		go func() {
			for {
				if _, err := r.fr.Next(); err != nil {
					return
				}
			}
		}()
		time.Sleep(55 * time.Second)
		if got := strings.Join(routesOf(l.p), ", "); got != "198.51.100.0/24" {
			t.Errorf("routes %s\n%s", got, l.log.text())
		}
		l.end()
	})
}

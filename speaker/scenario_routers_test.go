package speaker_test

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// twoRouters are the routers of the seed: they dial each other over several links.
type twoRouters struct {
	t     testing.TB
	sp    [2]*speaker.Speaker
	w     [2]*watch
	peers [2][]*speaker.Peer
}

// seedFSM are the timers of the seed: hold 6 s, KEEPALIVEs at half of it, a second between attempts.
func seedFSM() fsm.Config {
	c := fsm.Default()
	c.ConnectRetryTime, c.KeepaliveTime, c.IdleHoldTime = time.Second, 3*time.Second, time.Second
	return c
}

// start begins both speakers. config gives the configuration of router r for a link.
func (r *twoRouters) start(links int, o func(r int) speaker.Options, config func(r, link int) speaker.PeerConfig) {
	r.t.Helper()
	for i := range r.sp {
		r.w[i] = newWatch()
		opt := o(i)
		opt.OnEvent, opt.Trace = r.w[i].event, r.w[i].trace
		sp, err := speaker.New(opt)
		if err != nil {
			r.t.Fatal(err)
		}
		r.sp[i] = sp
		for link := range links {
			p, err := sp.Add(config(i, link))
			if err != nil {
				r.t.Fatal(err)
			}
			r.peers[i] = append(r.peers[i], p)
		}
	}
	for _, sp := range r.sp {
		if err := sp.Start(context.Background()); err != nil {
			r.t.Fatal(err)
		}
	}
}

// settled waits until all sessions are up.
func (r *twoRouters) settled() {
	r.t.Helper()
	until(r.t, "all sessions Established", func() bool {
		for _, ps := range r.peers {
			for _, p := range ps {
				if p.State() != fsm.Established {
					return false
				}
			}
		}
		return true
	})
}

// falls counts how often a session that was Established fell.
func (r *twoRouters) falls() int {
	return r.w[0].count("state-change Established ->") + r.w[1].count("state-change Established ->")
}

// onePerPeer wants, on both sides, exactly one connection left for each peer.
func (r *twoRouters) onePerPeer() {
	r.t.Helper()
	until(r.t, "one connection for each peer on both sides", func() bool {
		for i, w := range r.w {
			w.mu.Lock()
			left := w.opened - w.closed
			w.mu.Unlock()
			if left != len(r.peers[i]) {
				return false
			}
		}
		return true
	})
}

func (r *twoRouters) stop() {
	r.t.Helper()
	for i, sp := range r.sp {
		if sp == nil {
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		if err := sp.Shutdown(ctx, 2, ""); err != nil {
			r.t.Errorf("Shutdown: %v", err)
		}
		cancel()
		sp.Wait()
		r.w[i].check(r.t)
		if r.t.Failed() {
			r.t.Logf("router %d:\n%s", i+1, r.w[i].text())
		}
	}
}

// S1, S3, S4, S6, S9: two unnumbered links, both sides dial, AS numbers come from the OPENs, zones are kept. One Established
// session for each peer on both sides comes of it, which then stays.
func TestTwoRouters(t *testing.T) {
	for _, delays := range [][2]time.Duration{{0, 0}, {time.Millisecond, 0}, {10 * time.Millisecond, 10 * time.Millisecond}, {0, 1500 * time.Millisecond}} {
		t.Run(fmt.Sprint(delays), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { runTwoRouters(t, delays) })
		})
	}
}

func runTwoRouters(t *testing.T, delays [2]time.Duration) {
	n := newMemNet()
	hosts := [2]*memHost{n.host("fe80::1%eth0", "fe80::1%eth1"), n.host("fe80::2%eth0", "fe80::2%eth1")}
	for i, h := range hosts {
		h.delay = delays[i]
	}
	r := &twoRouters{t: t}
	defer r.stop()
	r.start(2, func(i int) speaker.Options {
		return speaker.Options{Listen: []string{":179"}, Dial: hosts[i].dial, ListenFunc: hosts[i].listen}
	}, func(i, link int) speaker.PeerConfig {
		return speaker.PeerConfig{
			Name: fmt.Sprintf("eth%d", link), Remote: hosts[1-i].addrs[link], LocalAS: 64512 + uint32(i), HoldTime: 6 * time.Second,
			RouterID: netip.AddrFrom4([4]byte{10, 0, 0, byte(i + 1)}), Capabilities: speaker.DefaultCapabilities(ipv6Unicast), FSM: seedFSM(),
		}
	})
	r.settled()
	r.onePerPeer()
	time.Sleep(time.Minute)
	r.settled()
	r.onePerPeer()
	if n := r.falls(); n != 0 {
		t.Errorf("sessions fell %d times", n)
	}
	for i, w := range r.w {
		if n := w.count("NOTIFICATION") - w.count("NOTIFICATION 6/7"); n != 0 {
			t.Errorf("router %d saw %d NOTIFICATIONs that are not 6/7", i+1, n)
		}
		for _, p := range r.peers[i] {
			if a := p.Agreed(); a == nil || a.PeerID == p.Config().RouterID {
				t.Errorf("router %d, %s: agreed %v", i+1, p.Name(), a)
			}
			if p.Config().Remote.Zone() == "" {
				t.Errorf("router %d, %s lost its zone: %s", i+1, p.Name(), p.Config().Remote)
			}
		}
	}
}

// TestTwoRoutersLoopback is the same over real sockets: links are pairs of addresses of 127/8.
func TestTwoRoutersLoopback(t *testing.T) {
	const links = 2
	wholeLoopback(t)
	r := &twoRouters{t: t}
	defer r.stop()
	ports := [2]uint16{freePort(t), freePort(t)}
	addr := func(i, link int) netip.Addr { return netip.AddrFrom4([4]byte{127, 0, byte(10 + link), byte(1 + i)}) }
	r.start(links, func(i int) speaker.Options {
		o := speaker.Options{}
		for link := range links {
			o.Listen = append(o.Listen, netip.AddrPortFrom(addr(i, link), ports[i]).String())
		}
		return o
	}, func(i, link int) speaker.PeerConfig {
		return speaker.PeerConfig{
			Name: fmt.Sprintf("link%d", link), Remote: addr(1-i, link), RemotePort: ports[1-i], Local: netip.AddrPortFrom(addr(i, link), 0),
			LocalAS: 64512 + uint32(i), HoldTime: 6 * time.Second, RouterID: netip.AddrFrom4([4]byte{10, 0, 0, byte(i + 1)}),
			Capabilities: speaker.DefaultCapabilities(codec.IPv4Unicast), FSM: seedFSM(),
		}
	})
	r.settled()
	r.onePerPeer()
	// A further connection to a session that is up: its OPEN gets 6/7, and nothing else happens.
	for link := range links {
		d := net.Dialer{LocalAddr: net.TCPAddrFromAddrPort(netip.AddrPortFrom(addr(1, link), 0)), Timeout: patience}
		until(t, "a connection that is not refused", func() bool {
			c, err := d.Dial("tcp", netip.AddrPortFrom(addr(0, link), ports[0]).String())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = c.Close() }()
			s := play(t, c)
			s.open(64513, 6, "10.0.0.2")
			switch first := s.next(registry.MsgOpen); {
			case first == nil:
				t.Fatalf("the connection ended: %v", s.err)
			case first[codec.HeaderLen-1] == byte(registry.MsgNotification): // one that router 2 gave up is not noticed yet
				return false
			}
			s.expectNote(6, 7, "")
			return true
		})
	}
	r.settled()
	r.onePerPeer()
	if n := r.falls(); n != 0 {
		t.Errorf("sessions fell %d times", n)
	}
}

// freePort lets the kernel choose a port that is free on all addresses of 127/8. Somebody else could take it until it is used;
// both speakers need to know each other's before they listen.
func freePort(t testing.TB) uint16 {
	t.Helper()
	l, err := net.Listen("tcp4", "0.0.0.0:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return uint16(l.Addr().(*net.TCPAddr).Port)
}

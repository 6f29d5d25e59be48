package speaker

import (
	"context"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/netnstest"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// unnumberedRouter is a speaker in a namespace with a peer on each of its links.
type unnumberedRouter struct {
	s     *Speaker
	peers []*Peer
	log   eventLog
}

func newUnnumberedRouter(t *testing.T, ns *netnstest.NS, as, peerAS uint32, id string, passive bool, links ...string) *unnumberedRouter {
	t.Helper()
	r := &unnumberedRouter{}
	s, err := New(Options{
		Listen:        []string{":179"},
		ListenOptions: transport.ListenOptions{Namespace: ns.Path()},
		OnEvent:       r.log.add,
	})
	if err != nil {
		t.Fatal(err)
	}
	r.s = s
	for _, link := range links {
		p, err := s.Add(PeerConfig{Interface: link, Passive: passive, LocalAS: as, PeerAS: peerAS, RouterID: netip.MustParseAddr(id),
			Capabilities: DefaultCapabilities(), Transport: transport.Options{Namespace: ns.Path(), GTSMHops: 1}})
		if err != nil {
			t.Fatal(err)
		}
		r.peers = append(r.peers, p)
	}
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = s.Shutdown(ctx, registry.SubAdministrativeShutdown, "")
		s.Wait()
	})
	return r
}

// settled reports whether each peer has one Established connection and no other.
func (r *unnumberedRouter) settled() bool {
	for _, p := range r.peers {
		p.turns.Lock()
		live, up := p.live(), p.home.s.State() == fsm.Established
		for _, c := range p.conns {
			up = up || c.s.State() == fsm.Established
		}
		p.turns.Unlock()
		if live != 1 || !up {
			return false
		}
	}
	return true
}

// Two routers that dial each other over two unnumbered links end with one
// Established connection for each peer on both sides. One more connection loses, by
// collision detection (6/7) or because there are two already (6/5), on itself.
func TestTwoUnnumberedLinks(t *testing.T) {
	a, b := netnstest.New(t), netnstest.New(t)
	for _, link := range []string{"eth0", "eth1"} {
		netnstest.Link(t, a, link, b, link)
	}
	ra := newUnnumberedRouter(t, a, 64500, 64501, "192.0.2.1", false, "eth0", "eth1")
	rb := newUnnumberedRouter(t, b, 64501, 64500, "192.0.2.2", false, "eth0", "eth1")
	wait(t, "one Established connection for each peer", func() (bool, string) {
		return ra.settled() && rb.settled(), ra.log.text() + "\n" + rb.log.text()
	})
	for i, link := range []string{"eth0", "eth1"} {
		want := b.LinkLocal(t, link)
		ra.peers[i].turns.Lock()
		got := ra.peers[i].remote
		ra.peers[i].turns.Unlock()
		if got != want {
			t.Errorf("%s: peer at %v, want %v", link, got, want)
		}
	}

	c, err := transport.Dial(t.Context(), netip.AddrPort{}, netip.AddrPortFrom(b.LinkLocal(t, "eth0"), 0), transport.Options{Namespace: a.Path(), GTSMHops: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	r := newRaw(t, c)
	first := summary(r.next())
	if first == "OPEN" { // collision detection speaks once it has ours
		r.sendOpen(peerOpen(64500, usual(64500)...))
		first = summary(r.next())
	}
	if !strings.HasPrefix(first, "NOTIFICATION 6/5") && !strings.HasPrefix(first, "NOTIFICATION 6/7") {
		t.Errorf("the third connection got %s", first)
	}
	if !ra.settled() || !rb.settled() {
		t.Errorf("the third connection disturbed the others\n%s", rb.log.text())
	}
}

// A passive end is found, and says who its peer is by the connection that comes.
func TestUnnumberedPassive(t *testing.T) {
	a, b := netnstest.New(t), netnstest.New(t)
	netnstest.Link(t, a, "left", b, "right")
	ra := newUnnumberedRouter(t, a, 64500, 64501, "192.0.2.1", false, "left")
	rb := newUnnumberedRouter(t, b, 64501, 64500, "192.0.2.2", true, "right")
	wait(t, "Established", func() (bool, string) {
		return ra.settled() && rb.settled(), ra.log.text() + "\n" + rb.log.text()
	})
	if text := ra.log.text(); !strings.Contains(text, "the neighbour on left is "+b.LinkLocal(t, "right").WithZone("left").String()) {
		t.Errorf("nobody was found:\n%s", text)
	}
	p := rb.peers[0]
	p.turns.Lock()
	defer p.turns.Unlock()
	if want := a.LinkLocal(t, "left").WithZone("right"); p.remote != want {
		t.Errorf("the passive end has %v, want %v", p.remote, want)
	}
}

// An interface that is not there is told of with the attempt that failed.
func TestUnnumberedWithoutInterface(t *testing.T) {
	ns := netnstest.New(t)
	r := newUnnumberedRouter(t, ns, 64500, 0, "192.0.2.1", false, "nosuchif")
	p := r.peers[0]
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	wait(t, "the watch says why", func() (bool, string) {
		p.turns.Lock()
		defer p.turns.Unlock()
		return p.watch.Err() != nil, ""
	})
	if _, err := p.connect(ctx); err == nil || !strings.Contains(err.Error(), "there is no interface nosuchif") {
		t.Errorf("got %v", err)
	}
}

func TestLinkLocalNeedsInterface(t *testing.T) {
	c := peerConfig()
	c.Remote = netip.MustParseAddr("fe80::2")
	if err := c.complete(); err == nil || !strings.Contains(err.Error(), "fe80::2%eth0") {
		t.Errorf("got %v", err)
	}
	c.Interface = "eth7"
	if err := c.complete(); err != nil || c.Remote.String() != "fe80::2%eth7" {
		t.Errorf("got %v, %v", c.Remote, err)
	}
}

// wait polls until something holds, and says what was there if it never does.
func wait(t *testing.T, what string, ok func() (bool, string)) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(30 * time.Second); ; <-tick.C {
		good, text := ok()
		if good {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("not in 30 s: %s\n%s", what, text)
		}
	}
}

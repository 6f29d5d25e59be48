package interop

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// secret is a key that all makes can have in their configurations.
const secret = "interop-Secret.42"

// silence is how long an attempt is given that must not succeed: what is not
// signed right, or comes from too far, is dropped without an answer.
const silence = 400 * time.Millisecond

// signing gives a peer the key.
func signing(t *testing.T, c *speaker.PeerConfig) {
	t.Helper()
	k, err := transport.NewKey([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	c.Transport.MD5 = k
}

// unanswered dials a daemon in a way to which it must not answer.
func unanswered(t *testing.T, what string, s *setup, n *neighbor, o transport.Options) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), silence)
	defer cancel()
	c, err := transport.Dial(ctx, netip.AddrPortFrom(n.addr, 0), netip.AddrPortFrom(n.local, s.port), o)
	if err == nil {
		c.Close()
		t.Errorf("%s, over %v: connected", what, n.addr)
		return
	}
	var timeout net.Error
	if !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("%s, over %v: %v, want no answer", what, n.addr, err)
	}
}

// TestMD5: all makes sign (RFC 2385), over both families and whoever dials; with
// another key, or with none, they are not reached.
func TestMD5(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		net4 := newNetwork()
		s := &setup{as: 65002, addr: net4.host(1), routes: few, neighbors: []*neighbor{
			{addr: net4.host(2), as: 65001, hold: 30, families: []family{ipv4, ipv6}, password: secret},
			{addr: netip.IPv6Loopback(), as: 65001, hold: 60, families: []family{ipv6, ipv4}, password: secret},
		}}
		d := k.launch(t, s)
		other, err := transport.NewKey([]byte("another key"))
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range s.neighbors {
			unanswered(t, "another key", s, n, transport.Options{MD5: other})
			unanswered(t, "no key", s, n, transport.Options{})
		}
		a, b := config(s, s.neighbors[0]), config(s, s.neighbors[1])
		signing(t, &a)
		signing(t, &b)
		both(t, speak(t, a, b), d, false)
	})
}

// TestMD5TheyDial: our listener takes who signs, and nobody else.
func TestMD5TheyDial(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		net4 := newNetwork()
		us := []netip.Addr{net4.host(2), netip.IPv6Loopback()}
		port := freePort(t, us...)
		s := &setup{as: 65002, addr: net4.host(1), routes: few, neighbors: []*neighbor{
			{addr: us[0], port: port, as: 65001, hold: 30, families: []family{ipv4, ipv6}, password: secret},
			{addr: us[1], port: port, as: 65001, hold: 60, families: []family{ipv6, ipv4}, password: secret},
		}}
		s.fill(t)
		a, b := config(s, s.neighbors[0]), config(s, s.neighbors[1])
		signing(t, &a)
		signing(t, &b)
		o := speakOn(t, []netip.AddrPort{netip.AddrPortFrom(us[0], port), netip.AddrPortFrom(us[1], port)}, a, b)
		unsigned := &neighbor{addr: s.addr, local: us[0]}
		unanswered(t, "we, without a key", &setup{port: port}, unsigned, transport.Options{})
		both(t, o, k.launch(t, s), true)
	})
}

package interop

import (
	"testing"

	"github.com/bgpdecode/bgpdecode/speaker"
)

// pair is one session: a daemon that waits, and a speaker of ours that dials.
type pair struct {
	t *testing.T
	d daemon
	n *neighbor
	o *ours
	p *speaker.Peer
	c speaker.PeerConfig
}

// begin starts a daemon with one neighbor and our end of it. change, if any,
// changes what we are configured with.
func (k kind) begin(t *testing.T, s *setup, n *neighbor, change func(*speaker.PeerConfig)) *pair {
	t.Helper()
	if s.as == 0 {
		s.as = 65002
	}
	if n.as == 0 {
		n.as = 65001
	}
	if !s.addr.IsValid() {
		net4 := newNetwork()
		s.addr, n.addr = net4.host(1), net4.host(2)
	}
	s.neighbors = []*neighbor{n}
	d := k.launch(t, s)
	c := config(s, n)
	if change != nil {
		change(&c)
	}
	o := speak(t, c)
	return &pair{t, d, n, o, o.peer(t, n.local), c}
}

// up waits for Established on both sides.
func (x *pair) up() {
	x.t.Helper()
	x.o.up(x.t, x.d, x.n)
}

// until waits for something.
func (x *pair) until(what string, done func() (bool, any)) {
	x.t.Helper()
	x.o.until(x.t, x.d, what, done)
}

// must fails the test on an error of a control tool.
func (x *pair) must(err error) {
	x.t.Helper()
	if err != nil {
		x.t.Fatal(err)
	}
}

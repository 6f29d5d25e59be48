package speaker_test

import (
	"context"
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

// lab is a speaker with one peer in memory; the test plays the peer.
type lab struct {
	t       testing.TB
	w       *watch
	sp      *speaker.Speaker
	p       *speaker.Peer
	me, you *memHost
	door    net.Listener // where the speaker's own connections arrive
	since   time.Time
}

// The two ends of a lab. The speaker's identifier is lower than that of the peer unless a test says otherwise.
const (
	myAddr, yourAddr = "192.0.2.1", "192.0.2.2"
	myAS, yourAS     = 65000, 65001
	myID, yourID     = "10.0.0.5", "10.0.0.9"
	lowerID          = "10.0.0.1"
)

// inLab runs a scenario in a bubble of virtual time. change may be nil.
func inLab(t *testing.T, change func(*speaker.Options, *speaker.PeerConfig), run func(*lab)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, change)
		defer l.close()
		run(l)
	})
}

// newLab starts the speaker and waits for its first connection attempt.
func newLab(t testing.TB, change func(*speaker.Options, *speaker.PeerConfig)) *lab {
	t.Helper()
	n := newMemNet()
	l := &lab{t: t, w: newWatch(), me: n.host(myAddr), you: n.host(yourAddr), since: time.Now()}
	l.door, _ = l.you.listen(context.Background(), "")
	o := speaker.Options{Listen: []string{":179"}, Dial: l.me.dial, ListenFunc: l.me.listen, OnEvent: l.w.event, Trace: l.w.trace}
	c := speaker.PeerConfig{
		Name: "you", Remote: netip.MustParseAddr(yourAddr), LocalAS: myAS, PeerAS: yourAS, RouterID: netip.MustParseAddr(myID),
		Capabilities: speaker.DefaultCapabilities(codec.IPv4Unicast),
		FSM:          fsm.Default(),
	}
	if change != nil {
		change(&o, &c)
	}
	l.sp, l.p = begin(t, o, c)
	return l
}

// begin starts a speaker with one peer.
func begin(t testing.TB, o speaker.Options, c speaker.PeerConfig) (*speaker.Speaker, *speaker.Peer) {
	t.Helper()
	sp, err := speaker.New(o)
	if err != nil {
		t.Fatal(err)
	}
	p, err := sp.Add(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := sp.Start(context.Background()); err != nil {
		t.Fatal(err)
	}
	return sp, p
}

// accept takes the connection that the speaker opens.
func (l *lab) accept() *script {
	l.t.Helper()
	c, err := l.door.Accept()
	if err != nil {
		l.t.Fatal(err)
	}
	return play(l.t, c)
}

// connect opens a connection to the speaker.
func (l *lab) connect() *script {
	l.t.Helper()
	return l.connectFrom(l.you)
}

func (l *lab) connectFrom(h *memHost) *script {
	l.t.Helper()
	to := netip.AddrPortFrom(l.me.addrs[0], 179)
	c, err := h.dial(context.Background(), netip.AddrPort{}, to, speaker.PeerConfig{}.Transport)
	if err != nil {
		l.t.Fatal(err)
	}
	return play(l.t, c)
}

// reaches waits until the peer is in a state.
func (l *lab) reaches(s fsm.State) {
	l.t.Helper()
	until(l.t, "state "+s.String(), func() bool { return l.p.State() == s })
}

// is wants the peer in a state when all that can happen now has happened.
func (l *lab) is(s fsm.State) {
	l.t.Helper()
	synctest.Wait()
	if got := l.p.State(); got != s {
		l.t.Errorf("the peer is in %s, want %s", got, s)
	}
}

// close shuts the speaker down; in a bubble a goroutine that is left is an error.
func (l *lab) close() {
	l.t.Helper()
	_ = l.door.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := l.sp.Shutdown(ctx, 2, ""); err != nil {
		l.t.Errorf("Shutdown: %v", err)
	}
	l.sp.Wait()
	l.w.check(l.t)
	if l.t.Failed() {
		l.t.Log(l.w.text())
	}
}

// passive is a change for a peer that is waited for.
func passive(_ *speaker.Options, c *speaker.PeerConfig) { c.Passive = true }

var ipv6Unicast = codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIUnicast}

package inject

import (
	"context"
	"net/netip"
	"testing"
	"testing/synctest"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/pipenet"
)

// The two ends of a test: scripts are played from ours to theirs, a speaker of this project.
var (
	ours   = netip.MustParseAddr("192.0.2.1")
	theirs = netip.MustParseAddr("192.0.2.2")
)

// inLab runs a test against a speaker in a bubble of virtual time.
func inLab(t *testing.T, change func(*speaker.PeerConfig), test func(*testing.T, *Options)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		n := pipenet.New(ours, theirs)
		c := speaker.PeerConfig{Remote: ours, LocalAS: 64511, PeerAS: 64496, Passive: true, RouterID: theirs, RIB: true,
			Capabilities: speaker.DefaultCapabilities(codec.IPv4Unicast, codec.Family{AFI: 2, SAFI: 1})}
		if change != nil {
			change(&c)
		}
		sp, err := speaker.New(speaker.Options{Listen: []string{":179"}, ListenFunc: n.Listen})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := sp.Add(c); err != nil {
			t.Fatal(err)
		}
		if err := sp.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		test(t, &Options{Target: Target{Addr: netip.AddrPortFrom(theirs, 179)}, Params: fault.Defaults(), Dial: n.Dial})
		_ = sp.Shutdown(context.Background(), 2, "")
		synctest.Wait()
	})
}

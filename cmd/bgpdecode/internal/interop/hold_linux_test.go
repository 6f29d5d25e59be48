package interop

import (
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// TestTheyStop: a daemon that is stopped (SIGSTOP) loses the session by our hold
// timer, with 4/0.
func TestTheyStop(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		x := k.begin(t, &setup{}, &neighbor{hold: 3}, func(c *speaker.PeerConfig) { c.HoldTime = 3 * time.Second })
		x.up()
		if a := x.p.Agreed(); a == nil || a.HoldTime != 3*time.Second || a.Keepalive != time.Second {
			t.Fatalf("agreed %+v", a)
		}
		x.d.proc().pause(t)
		began := time.Now()
		data := x.o.notified(t, x.d, true, registry.ErrHoldTimer, 0)
		if len(data) != 0 {
			t.Errorf("Data %x", data)
		}
		// The last KEEPALIVE came at most a second (and BIRD's jitter) before.
		if after := time.Since(began); after < time.Second {
			t.Errorf("expired after %v", after)
		}
		x.d.proc().resume(t)
		x.until("the session is back", func() (bool, any) { return x.p.State() == fsm.Established, x.p.State() })
	}, "GoBGP: waits long before it takes a connection again")
}

// TestWeStop: we say nothing any more, and the daemon's hold timer expires.
func TestWeStop(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		hold := uint16(3)
		if k.name == "BIRD" {
			hold = 6 // it sends its NOTIFICATION 3 s after its last KEEPALIVE at the least: ours would be first
		}
		x := k.begin(t, &setup{}, &neighbor{hold: hold}, func(c *speaker.PeerConfig) { c.HoldTime = time.Duration(hold) * time.Second })
		x.up()
		x.o.silence(true)
		x.o.notified(t, x.d, false, registry.ErrHoldTimer, 0)
		x.o.silence(false)
		same(t, x.o, x.d)
	})
}

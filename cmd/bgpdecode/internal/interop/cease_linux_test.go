package interop

import (
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// saying is a text for a shutdown, with what is awkward in logs but not for RFC 9003.
const saying = "maintenance 42: back at 04:00Z (TKT-7)"

// TestTheyShutDown: the daemon ends a session with 6/2 and a text.
func TestTheyShutDown(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		x := k.begin(t, &setup{}, &neighbor{}, nil)
		x.up()
		x.must(x.d.shutdown(x.n, saying))
		data := x.o.notified(t, x.d, false, registry.ErrCease, registry.SubAdministrativeShutdown)
		if text, ok := communication(data); !ok || text != saying && k.name != "ExaBGP" {
			t.Errorf("text %q in %x", text, data)
		}
		x.until("the session is gone", func() (bool, any) { return x.p.State() != fsm.Established, x.p.State() })
		same(t, x.o, x.d)
	})
}

// TestWeShutDown: we end a session with 6/2 and a text, and stay away.
func TestWeShutDown(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		x := k.begin(t, &setup{}, &neighbor{}, nil)
		x.up()
		x.p.Stop(registry.SubAdministrativeShutdown, saying)
		data := x.o.notified(t, x.d, true, registry.ErrCease, registry.SubAdministrativeShutdown)
		if text, _ := communication(data); text != saying {
			t.Errorf("sent %x", data)
		}
		x.until("the daemon saw it", func() (bool, any) {
			state, err := x.d.state(x.n)
			return err == nil && state != "Established", state
		})
		if state := x.p.State(); state != fsm.Idle {
			t.Errorf("we are in %v", state)
		}
		if k.name != "ExaBGP" { // it fails on a text, see TestExaBGPFailsOnText
			x.until("the text is in its log", func() (bool, any) { return strings.Contains(x.d.proc().log(), "TKT-7"), nil })
		}
		same(t, x.o, x.d)
	})
}

// TestReset: after 6/4, from either side, the session comes back by itself.
func TestReset(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		x := k.begin(t, &setup{}, &neighbor{}, nil)
		x.up()
		x.p.Reset(registry.SubAdministrativeReset, "")
		x.o.notified(t, x.d, true, registry.ErrCease, registry.SubAdministrativeReset)
		x.until("the session is back", func() (bool, any) { return x.p.Stats().Established >= 2, x.p.State() })
		x.up()
		x.must(x.d.reset(x.n, ""))
		x.o.notified(t, x.d, false, registry.ErrCease, registry.SubAdministrativeReset)
		x.until("the session is back again", func() (bool, any) { return x.p.Stats().Established >= 3, x.p.State() })
		same(t, x.o, x.d)
	}, "GoBGP: waits long before it takes a connection again")
}

// TestWrongAS: a daemon with another idea of our AS number sends 2/2, and we do
// with one that is not what we expect.
func TestWrongAS(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		x := k.begin(t, &setup{}, &neighbor{}, func(c *speaker.PeerConfig) { c.LocalAS, c.OneShot = 65009, true })
		x.o.notified(t, x.d, false, registry.ErrOpen, registry.SubBadPeerAS)
		same(t, x.o, x.d)

		x = k.begin(t, &setup{}, &neighbor{}, func(c *speaker.PeerConfig) { c.PeerAS, c.OneShot = 65009, true })
		x.o.notified(t, x.d, true, registry.ErrOpen, registry.SubBadPeerAS)
		if k.name != "GoBGP" { // it logs no NOTIFICATION that it receives before Established
			same(t, x.o, x.d)
		}
	})
}

// communication reads the text of 6/2 and 6/4 (RFC 9003).
func communication(data []byte) (string, bool) {
	if len(data) == 0 {
		return "", true
	}
	n := int(data[0])
	if n != len(data)-1 {
		return "", false
	}
	return string(data[1:]), true
}

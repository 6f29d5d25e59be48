package interop

import (
	"net/netip"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// TestBothDial: when both sides dial, one connection is left, with our identifier
// lower and higher than theirs (RFC 4271 section 6.8), and it stays.
func TestBothDial(t *testing.T) {
	for _, id := range []string{"1.1.1.1", "9.9.9.9"} {
		t.Run(id, func(t *testing.T) {
			each(t, func(t *testing.T, k kind) {
				net4 := newNetwork()
				us := net4.host(2)
				port := freePort(t, us)
				n := &neighbor{addr: us, port: port, as: 65001}
				s := &setup{as: 65002, addr: net4.host(1), neighbors: []*neighbor{n}}
				s.fill(t)
				c := config(s, n)
				c.Passive, c.RouterID = false, netip.MustParseAddr(id)
				d := k.launch(t, s)
				o := speakOn(t, []netip.AddrPort{netip.AddrPortFrom(us, port)}, c)
				p := o.up(t, d, n)
				o.until(t, d, "one connection is left", func() (bool, any) {
					open := map[uint64]bool{}
					for _, e := range o.all(func(e *speaker.Event) bool { return e.Kind == speaker.Opened || e.Kind == speaker.Closed }) {
						open[e.Conn.ID] = e.Kind == speaker.Opened
					}
					left := 0
					for _, yes := range open {
						if yes {
							left++
						}
					}
					return left == 1 && p.State() == fsm.Established, open
				})
				for _, sent := range []bool{true, false} {
					for _, e := range o.all(messages(registry.MsgNotification, sent)) {
						if e.Octets[19] != byte(registry.ErrCease) || e.Octets[20] != registry.SubConnectionCollision {
							t.Errorf("NOTIFICATION %s: %x", way(sent), e.Octets[19:])
						}
					}
				}
			}, "ExaBGP: does not listen where it dials")
		})
	}
}

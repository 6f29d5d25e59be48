package interop

import (
	"encoding/hex"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// TestTooManyForUs: a daemon announces more than we take, and gets 6/1 with
// family and limit (RFC 4486 section 4).
func TestTooManyForUs(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		x := k.begin(t, &setup{routes: varied(ipv4, 21, 12)}, &neighbor{}, func(c *speaker.PeerConfig) {
			c.OneShot = true
			c.MaxPrefix = map[codec.Family]uint32{codec.IPv4Unicast: 10}
		})
		data := x.o.notified(t, x.d, true, registry.ErrCease, registry.SubMaximumPrefixes)
		if hex.EncodeToString(data) != "0001010000000a" {
			t.Errorf("Data %x", data)
		}
		same(t, x.o, x.d)
	})
}

// TestTooManyForThem: we announce more than a daemon takes.
func TestTooManyForThem(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		x := k.begin(t, &setup{}, &neighbor{max: 10}, func(c *speaker.PeerConfig) { c.OneShot = true })
		x.p.Announce(set(t, many(ipv4, 30, 12)))
		x.o.notified(t, x.d, false, registry.ErrCease, registry.SubMaximumPrefixes)
		same(t, x.o, x.d)
	}, "ExaBGP: has no limit")
}

// TestTheyLimitThemselves: OpenBGPD ends a session when it would send more than
// its own limit, with 6/10, which IANA has given to something else.
func TestTheyLimitThemselves(t *testing.T) {
	k := kindOf(t, "OpenBGPD")
	t.Parallel()
	x := k.begin(t, &setup{routes: varied(ipv4, 21, 12)}, &neighbor{max: 10, maxOut: true}, func(c *speaker.PeerConfig) { c.OneShot = true })
	x.o.notified(t, x.d, false, registry.ErrCease, registry.SubBFDDown)
	same(t, x.o, x.d)
}

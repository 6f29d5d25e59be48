package inject

import (
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// TestAllFaults: every fault against our own speaker gets what RFC 7606 asks for, and with Strict4271 what RFC 4271 does.
func TestAllFaults(t *testing.T) {
	for _, f := range fault.All() {
		for _, strict := range [...]bool{false, true} {
			if strict && f.ID == "next_hop.value_loopback" {
				continue // sessions within a host have such next hops, also with --strict-4271
			}
			playFault(t, f, strict)
		}
	}
}

func playFault(t *testing.T, f *fault.Fault, strict bool) {
	t.Helper()
	p := f.Params()
	change := func(c *speaker.PeerConfig) {
		c.LocalAS, c.PeerAS, c.Strict4271 = p.PeerAS, p.LocalAS, strict
		c.Confed = p.Context.Peer == codec.PeerConfed
		c.Capabilities = speaker.DefaultCapabilities(p.Families...)
		c.Capabilities.ExtendedMessage = p.Context.ExtMsg
		for _, fam := range p.Families {
			c.Capabilities.AddPath = append(c.Capabilities.AddPath, codec.AddPath{Family: fam, Mode: 3})
		}
		if p.Role > 0 {
			role := speaker.RoleCustomer
			c.Capabilities.Role = &role
		}
	}
	got := ""
	inLab(t, change, func(t *testing.T, o *Options) {
		o.Params = p
		got = outcome(Run(t.Context(), ForFault(f, strict), o))
	})
	if got != "" {
		t.Errorf("%s strict=%v: %s", f.ID, strict, got)
	}
}

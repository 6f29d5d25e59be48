package interop

import (
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// TestRoles: RFC 9234 with the daemons that know it.
func TestRoles(t *testing.T) {
	role := func(r speaker.Role, strict bool) func(*speaker.PeerConfig) {
		return func(c *speaker.PeerConfig) { c.Capabilities.Role, c.Capabilities.RoleStrict = &r, strict }
	}
	for _, tc := range []struct {
		name   string
		theirs string
		strict bool
		ours   func(*speaker.PeerConfig)
		refuse string // "", "they" or "we"
	}{
		{"provider and customer", "provider", true, role(speaker.RoleCustomer, true), ""},
		{"route server", "rs", false, role(speaker.RoleRSClient, false), ""},
		{"peers", "peer", true, role(speaker.RolePeer, true), ""},
		{"two providers", "provider", false, role(speaker.RoleProvider, false), "either"},
		{"none from us", "customer", true, nil, "they"},
		{"none from them", "", false, role(speaker.RoleProvider, true), "we"},
		{"none from them, not strict", "", false, role(speaker.RoleProvider, false), ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			each(t, func(t *testing.T, k kind) {
				x := k.begin(t, &setup{}, &neighbor{role: tc.theirs, strict: tc.strict}, func(c *speaker.PeerConfig) {
					c.OneShot = true
					if tc.ours != nil {
						tc.ours(c)
					}
				})
				switch tc.refuse {
				case "":
					x.up()
				case "either":
					x.until("2/11", func() (bool, any) {
						return x.o.count(messages(registry.MsgNotification, true))+x.o.count(messages(registry.MsgNotification, false)) > 0, nil
					})
					x.o.notified(t, x.d, x.o.count(messages(registry.MsgNotification, true)) > 0, registry.ErrOpen, registry.SubRoleMismatch)
					// Both sides send theirs at once, and the first that goes ends the connection.
					x.until("2/11 in its log", func() (bool, any) {
						list := decoded(t, x.d)
						return len(list) == 1 && list[0].code == 2 && list[0].subcode == registry.SubRoleMismatch, list
					})
					return
				default:
					x.o.notified(t, x.d, tc.refuse == "we", registry.ErrOpen, registry.SubRoleMismatch)
				}
				same(t, x.o, x.d)
			}, "GoBGP: no roles", "ExaBGP: no roles")
		})
	}
}

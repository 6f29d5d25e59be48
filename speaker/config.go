package speaker

import (
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// complete fills in the defaults of a configuration and checks it.
func (c *PeerConfig) complete() error {
	bad := func(field, text string) error {
		name := c.Name
		if name == "" {
			name = keyOf(c).String()
		}
		return &ConfigError{Peer: name, Field: field, Text: text}
	}
	c.Remote = c.Remote.Unmap()
	if c.Remote.Is6() && c.Remote.IsLinkLocalUnicast() && c.Remote.Zone() == "" {
		c.Remote = c.Remote.WithZone(c.Interface)
	}
	if c.RemotePort == 0 {
		c.RemotePort = Port
	}
	if c.FSM == (fsm.Config{}) {
		c.FSM = fsm.Default()
	}
	c.FSM.PassiveTcpEstablishment = c.FSM.PassiveTcpEstablishment || c.Passive
	hold := c.holdTime()
	switch {
	case !c.Remote.IsValid() && c.Interface == "":
		return bad("Remote", "an address or an interface is needed")
	case c.Remote.Is6() && c.Remote.IsLinkLocalUnicast() && c.Remote.Zone() == "":
		return bad("Remote", "a link-local address needs its interface, as in "+c.Remote.String()+"%eth0")
	case c.Remote.IsUnspecified() || c.Remote.IsMulticast():
		return bad("Remote", "is not the address of one host")
	case c.LocalAS == 0:
		return bad("LocalAS", "is needed and must not be 0 (RFC 7607)")
	case c.LocalAS > 65535 && !c.Capabilities.AS4:
		return bad("LocalAS", "over 65535 needs the 4-octet AS capability (RFC 6793)")
	case c.RouterID.IsValid() && (!c.RouterID.Is4() || c.RouterID.IsUnspecified()):
		return bad("RouterID", "must be an IPv4 address other than 0.0.0.0 (RFC 6286)")
	case hold < 0 || hold > 65535*time.Second || hold%time.Second != 0 || hold > 0 && hold < fsm.MinHoldTime:
		return bad("HoldTime", "must be 0 or 3 to 65535 whole seconds (RFC 4271 section 4.2)")
	case len(c.ShutdownText) > 255:
		return bad("ShutdownText", "has more than 255 octets (RFC 9003)")
	case c.Capabilities.RoleStrict && c.Capabilities.Role == nil:
		return bad("Capabilities.RoleStrict", "needs a role")
	case c.FSM.PassiveTcpEstablishment && c.NoListen:
		return bad("NoListen", "a passive peer that may not connect can never come up")
	}
	if err := c.FSM.Check(hold); err != nil {
		return bad("FSM", err.Error())
	}
	if err := c.Transport.Validate(); err != nil {
		return bad("Transport", err.Error())
	}
	o := c.offer(netip.AddrFrom4([4]byte{192, 0, 2, 1}), false)
	if _, err := o.Append(nil); err != nil {
		return bad("Capabilities", err.Error())
	}
	return nil
}

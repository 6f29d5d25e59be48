package inject

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// Target is a speaker that may be disturbed.
type Target struct {
	Name string // as it was given
	Addr netip.AddrPort
}

// String gives the name, and the address where that is not it.
func (t Target) String() string {
	addr := t.Addr.Addr().String()
	if t.Addr.Port() != 0 && t.Addr.Port() != transport.Port {
		addr = t.Addr.String()
	}
	if t.Name == "" || t.Name == t.Addr.Addr().String() || t.Name == t.Addr.String() {
		return addr
	}
	return t.Name + " (" + addr + ")"
}

// OwnFlag is the flag that lets any target pass. Errors name it.
const OwnFlag = "--i-own-this-router"

// GuardError says that a target is refused unless somebody takes the responsibility.
type GuardError struct{ Target, Why string }

// Error says why, and what to add.
func (e *GuardError) Error() string {
	return "no faults are sent to " + e.Target + ", " + e.Why + ". If this router is yours, or you may disturb it, add " + OwnFlag
}

// harmless are the addresses that faults may be sent to without a further word.
var harmless = [...]netip.Prefix{
	prefix4(127, 0, 0, 0, 8),
	prefix4(10, 0, 0, 0, 8), prefix4(172, 16, 0, 0, 12), prefix4(192, 168, 0, 0, 16), // RFC 1918
	prefix4(169, 254, 0, 0, 16),                                                          // link-local, RFC 3927
	prefix4(192, 0, 2, 0, 24), prefix4(198, 51, 100, 0, 24), prefix4(203, 0, 113, 0, 24), // documentation, RFC 5737
	netip.PrefixFrom(netip.IPv6Loopback(), 128),
	prefix6(0xfe80, 0, 10),      // link-local
	prefix6(0x2001, 0x0db8, 32), // documentation, RFC 3849
	prefix6(0x3fff, 0, 20),      // documentation, RFC 9637
}

func prefix4(a, b, c, d byte, bits int) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{a, b, c, d}), bits)
}

func prefix6(a, b uint16, bits int) netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom16([16]byte{byte(a >> 8), byte(a), byte(b >> 8), byte(b)}), bits)
}

// Guard refuses addresses that somebody else's router may have. own says that the user answers for them.
func Guard(addr netip.Addr, own bool) error {
	if !addr.IsValid() || addr.IsUnspecified() || addr.IsMulticast() || addr == netip.AddrFrom4([4]byte{255, 255, 255, 255}) {
		return fmt.Errorf("%s is not the address of one host", addr)
	}
	a := addr.Unmap().WithZone("")
	if own {
		return nil
	}
	for _, p := range harmless {
		if p.Contains(a) {
			return nil
		}
	}
	why := "which is no loopback, private (RFC 1918), link-local or documentation address"
	switch {
	case prefix4(100, 64, 0, 0, 10).Contains(a):
		why = "a carrier-grade NAT address (RFC 6598): routers of others have those"
	case prefix6(0xfc00, 0, 7).Contains(a):
		why = "a unique local address (RFC 4193): routers of others have those"
	}
	return &GuardError{addr.String(), why}
}

// lookupTime is how long a name may take.
const lookupTime = 5 * time.Second

// ParseTarget reads a target: an address, an address and a port, or the name of a host, with a port or not. A name is looked up
// once, by lookup (nil: the system's resolver), and the address is kept, so that it cannot become another one between the
// check and the connection. port is for those that have none; 0 stands for 179.
func ParseTarget(ctx context.Context, text string, port uint16, own bool, lookup func(context.Context, string) ([]netip.Addr, error)) (Target, error) {
	if port == 0 {
		port = transport.Port
	}
	t := Target{Name: text}
	if ap, err := netip.ParseAddrPort(text); err == nil {
		t.Addr = netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())
		return t, Guard(t.Addr.Addr(), own)
	}
	if a, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(text, "["), "]")); err == nil {
		t.Addr = netip.AddrPortFrom(a.Unmap(), port)
		return t, Guard(a, own)
	}
	host := text
	if h, p, err := net.SplitHostPort(text); err == nil {
		ap, err := netip.ParseAddrPort("127.0.0.1:" + p)
		if err != nil || ap.Port() == 0 {
			return t, fmt.Errorf("%s: %s is no port", shown(text), shown(p))
		}
		host, port = h, ap.Port()
	}
	if !hostName(host) {
		return t, fmt.Errorf("%s is no address and no name of a host", shown(text))
	}
	if !own {
		return t, &GuardError{host, "a name: what it leads to can change"}
	}
	addr, err := resolve(ctx, host, lookup)
	t.Addr = netip.AddrPortFrom(addr, port)
	if err == nil {
		err = Guard(addr, own)
	}
	return t, err
}

func resolve(ctx context.Context, host string, lookup func(context.Context, string) ([]netip.Addr, error)) (netip.Addr, error) {
	if lookup == nil {
		lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, lookupTime)
	defer cancel()
	list, err := lookup(ctx, host)
	if err != nil {
		return netip.Addr{}, err
	}
	if len(list) == 0 {
		return netip.Addr{}, fmt.Errorf("%s has no address", host)
	}
	return list[0].Unmap(), nil
}

// hostName reports whether a text can be the name of a host (RFC 1123 section 2.1).
func hostName(s string) bool {
	if s == "" || len(s) > 253 || s[0] == '-' || s[0] == '.' {
		return false
	}
	for i := range len(s) {
		c := s[i]
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_') {
			return false
		}
	}
	return true
}

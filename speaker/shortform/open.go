package shortform

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

var someNextHop4, someNextHop6 = netip.AddrFrom4([4]byte{192, 0, 2, 1}), netip.AddrFrom16([16]byte{0x20, 1, 0xd, 0xb8, 15: 1})

// open reads as=, hold=, id=, my-as=, version=, packing= and cap=, which may come again.
func open(text string) ([]byte, error) {
	words, err := split(text)
	if err != nil {
		return nil, fmt.Errorf("OPEN: %w", err)
	}
	o := codec.NewOpen(0, 90, netip.Addr{})
	o.MyAS = 0
	seen := map[string]bool{}
	for _, w := range words {
		if seen[w.key] && w.key != "cap" {
			return nil, fmt.Errorf("OPEN: %s stands twice", shortened(w.key))
		}
		seen[w.key] = true
		if err := openWord(&o, w); err != nil {
			return nil, fmt.Errorf("OPEN: %s: %w", shortened(w.key), err)
		}
	}
	switch {
	case !seen["as"]:
		return nil, fmt.Errorf("OPEN: as= is missing")
	case !seen["id"]:
		return nil, fmt.Errorf("OPEN: id= is missing")
	}
	if sound := codec.NewOpen(o.AS, 0, o.ID); !seen["my-as"] {
		o.MyAS = sound.MyAS
	}
	o.Literal = true
	CompleteOpen(&o) // "as4" is the AS of the message, wherever that stands
	msg, err := o.Append(nil)
	if err != nil {
		return nil, fmt.Errorf("OPEN: %w", err)
	}
	return msg, nil
}

// OpenWord sets what one word of an OPEN says: as, my-as, hold, version, id, packing, or cap, which adds a capability. The
// value of "as4" without a number is nil until CompleteOpen.
func OpenWord(o *codec.Open, key, value string) error {
	return openWord(o, word{key: key, value: value})
}

// CompleteOpen gives a capability that was written as "as4" alone the AS number of the message.
func CompleteOpen(o *codec.Open) {
	for i := range o.Capabilities {
		if c := &o.Capabilities[i]; c.Code == registry.CapAS4 && c.Value == nil {
			*c = codec.AS4Capability(o.AS)
		}
	}
}

func openWord(o *codec.Open, w word) (err error) {
	switch w.key {
	case "as":
		var n uint64
		n, err = number(w.value, 1<<32-1)
		o.AS = uint32(n)
	case "my-as":
		var n uint64
		n, err = number(w.value, 1<<16-1)
		o.MyAS = uint16(n)
	case "hold":
		var n uint64
		n, err = number(w.value, 1<<16-1)
		o.HoldTime = uint16(n)
	case "version":
		var n uint64
		n, err = number(w.value, 255)
		o.Version = uint8(n)
	case "id":
		if o.ID, err = netip.ParseAddr(w.value); err != nil || !o.ID.Is4() {
			err = fmt.Errorf("%q is not an IPv4 address", shortened(w.value))
		}
	case "packing":
		switch w.value {
		case "together":
		case "each":
			o.Packing = codec.PackEach
		default:
			err = fmt.Errorf("%q is not together or each", shortened(w.value))
		}
	case "cap":
		var c codec.Capability
		c, err = capability(w.value)
		o.Capabilities = append(o.Capabilities, c)
	default:
		err = fmt.Errorf("unknown word: expected as, hold, id, my-as, version, packing or cap")
	}
	return err
}

func number(s string, most uint64) (uint64, error) {
	n, err := strconv.ParseUint(s, 10, 64)
	if err != nil || n > most {
		return 0, fmt.Errorf("%q is not a number from 0 to %d", shortened(s), most)
	}
	return n, nil
}

// capability reads mp:FAMILY, as4, as4:N, refresh, enhanced-refresh, extended-message, add-path:FAMILY:receive, send or
// both, next-hop:FAMILY:AFI, gr:SECONDS and families behind it, role:NAME, fqdn:HOST, software:TEXT, and CODE:HEX.
func capability(s string) (c codec.Capability, err error) {
	name, rest, _ := strings.Cut(s, ":")
	parts := strings.Split(rest, ":")
	switch name {
	case "mp":
		f, err := family(rest)
		return codec.MultiprotocolCapability(f), err
	case "as4":
		if rest == "" {
			return codec.FlagCapability(registry.CapAS4), nil
		}
		n, err := number(rest, 1<<32-1)
		return codec.AS4Capability(uint32(n)), err
	case "refresh":
		return codec.FlagCapability(registry.CapRouteRefresh), extra(rest)
	case "enhanced-refresh":
		return codec.FlagCapability(registry.CapEnhancedRouteRefresh), extra(rest)
	case "extended-message":
		return codec.FlagCapability(registry.CapExtendedMessage), extra(rest)
	case "add-path":
		return addPath(parts)
	case "next-hop":
		f, err := family(parts[0])
		n, err2 := number(parts[len(parts)-1], 1<<16-1)
		if err == nil {
			err = err2
		}
		return codec.ExtendedNextHopCapability(codec.ExtendedNextHop{AFI: f.AFI, SAFI: uint16(f.SAFI), NextHop: registry.AFI(n)}), err
	case "gr":
		return gracefulRestart(parts)
	case "role":
		for i, r := range roleNames {
			if r == strings.ToLower(rest) {
				return codec.RoleCapability(uint8(i)), nil
			}
		}
		return c, fmt.Errorf("%q is not one of %s", shortened(rest), strings.Join(roleNames[:], ", "))
	case "fqdn":
		return codec.FQDNCapability(rest, ""), nil
	case "software":
		return codec.SoftwareVersionCapability(rest), nil
	}
	n, err := number(name, 255)
	if err != nil {
		return c, fmt.Errorf("unknown capability %q: expected mp, as4, refresh, enhanced-refresh, extended-message, add-path, next-hop, gr, "+
			"role, fqdn, software or CODE:HEX", shortened(name))
	}
	c.Code = registry.CapCode(n)
	if c.Value, err = hex.DecodeString(rest); err != nil {
		err = fmt.Errorf("%q is not hex", shortened(rest))
	}
	return c, err
}

func extra(rest string) error {
	if rest != "" {
		return fmt.Errorf("it has no value, got %q", shortened(rest))
	}
	return nil
}

func addPath(parts []string) (c codec.Capability, err error) {
	f, err := family(parts[0])
	if err != nil {
		return c, err
	}
	for mode, name := range [...]string{"", "receive", "send", "both"} {
		if len(parts) == 2 && parts[1] == name && mode > 0 {
			return codec.AddPathCapability(codec.AddPath{Family: f, Mode: uint8(mode)}), nil
		}
	}
	return c, fmt.Errorf("expected add-path:FAMILY:receive, send or both")
}

func gracefulRestart(parts []string) (c codec.Capability, err error) {
	n, err := number(parts[0], 4095)
	if err != nil {
		return c, err
	}
	g := codec.GracefulRestart{Time: uint16(n)}
	for _, p := range parts[1:] {
		f, err := family(p)
		if err != nil {
			return c, err
		}
		g.Families = append(g.Families, codec.GRFamily{Family: f})
	}
	return g.Capability(), nil
}

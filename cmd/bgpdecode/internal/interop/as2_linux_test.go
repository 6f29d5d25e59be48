package interop

import (
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// narrow gives the line by which a daemon announces no 4-octet AS numbers.
func (k kind) narrow() string {
	switch k.name {
	case "FRR":
		return "dont-capability-negotiate"
	case "BIRD":
		return "enable as4 off;"
	case "OpenBGPD":
		return "announce as-4byte no"
	}
	return ""
}

// TestNarrowPeers: to a daemon that does not announce 4-octet AS numbers we, with
// one that needs them, are AS_TRANS (in the OPEN it still looks for the real one);
// our paths arrive there with it and with AS4_PATH, and what it tells is read with
// 2-octet numbers.
func TestNarrowPeers(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		as := uint32(4200000001)
		if k.name == "BIRD" {
			as = 65001 // it refuses a configuration with another
		}
		x := k.begin(t, &setup{routes: few[:1]}, &neighbor{as: as, lines: k.narrow()}, nil)
		list := []mine{{prefix: block(ipv4, 30, 1), path: []uint32{64600, 4200000100}}, {prefix: block(ipv4, 30, 2)}}
		x.p.Announce(set(t, list))
		x.up()
		a := x.p.Agreed()
		if a.Send.AS4 || a.Receive.AS4 || a.LocalAS != as {
			t.Fatalf("agreed %+v", a)
		}
		x.o.holds(t, x.d, x.n, ipv4, few[:1])
		var got []seen
		x.until("our routes are there", func() (bool, any) {
			var err error
			got, err = x.d.routes(x.n, ipv4)
			return err == nil && len(got) == 2, err
		})
		// The daemon keeps AS_PATH as it came, or as AS4_PATH completes it.
		want := map[string][]string{
			list[0].prefix.String(): {words([]uint32{short(as), 64600, 23456}), words([]uint32{as, 64600, 4200000100})},
			list[1].prefix.String(): {number(short(as)), number(as)},
		}
		for _, g := range got {
			if !slices.Contains(want[g.prefix.String()], sortless(g.path)) {
				t.Errorf("%s has the path %q there", g.prefix, g.path)
			}
		}
		for _, e := range x.o.all(messages(registry.MsgOpen, true)) {
			if as := int(e.Octets[20])<<8 | int(e.Octets[21]); as != int(short(x.n.as)) {
				t.Errorf("My Autonomous System is %d", as)
			}
		}
		four := 0
		for _, e := range x.o.all(messages(registry.MsgUpdate, true)) {
			body := e.Octets[codec.HeaderLen:]
			n := int(body[2])<<8 | int(body[3])
			for at := range codec.Attrs(body[4 : 4+n]) {
				if at.Code == registry.AttrAS4Path {
					four++
				}
			}
		}
		if four == 0 {
			t.Error("no AS4_PATH was sent")
		}
		noFindings(t, x.o)
	}, "GoBGP: always announces them", "ExaBGP: always announces them")
}

// short gives an AS number in two octets.
func short(as uint32) uint32 {
	if as > 0xffff {
		return 23456
	}
	return as
}

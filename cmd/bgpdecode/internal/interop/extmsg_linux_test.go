package interop

import (
	"fmt"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// longest gives the length of the longest UPDATE of a direction.
func (o *ours) longest(sent bool) (n int) {
	for _, e := range o.all(messages(registry.MsgUpdate, sent)) {
		n = max(n, len(e.Octets))
	}
	return n
}

// alike gives n routes of ours with the same attributes, which so share UPDATEs.
func alike(f family, first byte, n int) (list []mine) {
	for i := range n {
		list = append(list, mine{prefix: block(f, first, i), attrs: attrs{communities: "65001:3"}})
	}
	return list
}

// long gives routes of a daemon that make a long UPDATE: many with the same
// attributes, or for those who do not pack so many together, one with more than a
// thousand communities.
func (k kind) long() (list []route) {
	if k.name == "FRR" || k.name == "OpenBGPD" {
		for i := range 1200 {
			list = append(list, route{block(ipv4, 21, i), attrs{communities: "65002:3"}})
		}
		return list
	}
	list = append(few[:1:1], few[1])
	if k.name != "GoBGP" { // its tool fails on so many
		list = append(list, route{block(ipv4, 21, 0), attrs{communities: manyCommunities(65002)}})
	}
	return list
}

// manyCommunities gives more communities than an UPDATE of 4096 octets can hold. We make longer ones for nothing less: many
// routes with the same attributes are put into several.
func manyCommunities(as int) string {
	var b strings.Builder
	for i := range 1100 {
		fmt.Fprintf(&b, " %d:%d", as, i+1)
	}
	return b.String()[1:]
}

// TestExtendedMessages: UPDATEs longer than 4096 octets, both ways.
func TestExtendedMessages(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		list, theirs := append(alike(ipv4, 30, 1200), mine{prefix: block(ipv4, 31, 0), attrs: attrs{communities: manyCommunities(65001)}}), k.long()
		x := k.begin(t, &setup{routes: theirs}, &neighbor{extMsg: true}, nil)
		x.p.Announce(set(t, list))
		x.up()
		if a := x.p.Agreed(); !a.Send.ExtMsg || !a.Receive.ExtMsg {
			t.Fatalf("extended messages: we may send %v, it may %v", a.Send.ExtMsg, a.Receive.ExtMsg)
		}
		x.o.holds(t, x.d, x.n, ipv4, theirs)
		x.expect(ipv4, list, false)
		if n := x.o.longest(true); n <= codec.MaxLen {
			t.Errorf("our longest UPDATE has %d octets", n)
		}
		if n := x.o.longest(false); n <= codec.MaxLen {
			t.Errorf("its longest UPDATE has %d octets", n)
		}
		noFindings(t, x.o)
	}, "OpenBGPD: has no extended messages", "GoBGP: does not announce them")
}

// TestNoExtendedMessages: unless both sides announce them, nobody sends more than
// 4096 octets. FRR, BIRD and ExaBGP answer 1/2 to one who announces nothing and
// sends them, which RFC 8654 section 4 would allow.
func TestNoExtendedMessages(t *testing.T) {
	each(t, func(t *testing.T, k kind) {
		list := alike(ipv4, 30, 1200)
		x := k.begin(t, &setup{routes: few[:2]}, &neighbor{extMsg: k.name != "BIRD"}, func(c *speaker.PeerConfig) {
			c.Capabilities.ExtendedMessage = k.name == "OpenBGPD" || k.name == "GoBGP" || k.name == "BIRD"
		})
		x.p.Announce(set(t, list))
		x.up()
		if a := x.p.Agreed(); a.Receive.ExtMsg && a.Send.ExtMsg {
			t.Fatalf("extended messages: we may send %v, it may %v", a.Send.ExtMsg, a.Receive.ExtMsg)
		}
		x.expect(ipv4, list, false)
		for _, sent := range []bool{true, false} {
			if n := x.o.longest(sent); n > codec.MaxLen {
				t.Errorf("the longest UPDATE %s has %d octets", way(sent), n)
			}
		}
		noFindings(t, x.o)
	})
}

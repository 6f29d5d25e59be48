package speaker

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// What an OPEN gets when it is refused.
func TestOpenRefused(t *testing.T) {
	role := RoleCustomer
	raw := func(change func(o *codec.Open)) []byte {
		o := peerOpen(64501, usual(64501)...)
		change(&o)
		msg, err := o.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		return msg
	}
	cut := func(n int) []byte {
		msg := raw(func(*codec.Open) {})
		msg = msg[:len(msg)-n]
		msg[16], msg[17] = byte(len(msg)>>8), byte(len(msg))
		return msg
	}
	for _, tc := range []struct {
		name string
		cfg  func(*PeerConfig)
		msg  []byte
		want string
	}{
		{"version 3", nil, raw(func(o *codec.Open) { o.Version = 3 }), "2/1 0004"},
		{"version 5", nil, raw(func(o *codec.Open) { o.Version = 5 }), "2/1 0004"},
		{"version 3 and a bad hold time", nil, raw(func(o *codec.Open) { o.Version, o.HoldTime = 3, 1 }), "2/1 0004"},
		{"another AS", nil, raw(func(o *codec.Open) { *o = peerOpen(64999, usual(64999)...) }), "2/2 0000fde7"},
		{"another 4-octet AS", nil, raw(func(o *codec.Open) { *o = peerOpen(4200000001, usual(4200000001)...) }), "2/2 fa56ea01"},
		{"AS_TRANS without the capability", func(c *PeerConfig) { c.PeerAS = 0 }, raw(func(o *codec.Open) { *o = peerOpen(23456) }), "2/2 "},
		{"identifier 0", nil, raw(func(o *codec.Open) { o.ID = netip.AddrFrom4([4]byte{}) }), "2/3 00000000"},
		{"hold time 1", nil, raw(func(o *codec.Open) { o.HoldTime = 1 }), "2/6 0001"},
		{"hold time 2", nil, raw(func(o *codec.Open) { o.HoldTime = 2 }), "2/6 0002"},
		{"own identifier in our AS", func(c *PeerConfig) { c.PeerAS = 64500 }, raw(func(o *codec.Open) { *o = open(64500, us) }), "2/3 c0000201"},
		{"unknown parameter", nil, raw(func(o *codec.Open) {
			o.Packing, o.Parameters = codec.PackParameters, []codec.Parameter{{Type: 99, Value: []byte{1}}}
		}), "2/4 "},
		{"authentication", nil, raw(func(o *codec.Open) {
			o.Packing, o.Parameters = codec.PackParameters, []codec.Parameter{{Type: 1, Value: []byte{1}}}
		}), "2/4 "},
		{"cut capability", nil, cut(1), "2/0 "},
		{"cut header", nil, cut(len(raw(func(*codec.Open) {})) - 25), "1/2 0019"},
		{"no required capability", func(c *PeerConfig) { c.Capabilities.Required = []registry.CapCode{registry.CapExtendedMessage} },
			raw(func(*codec.Open) {}), "2/7 0600"},
		{"two required capabilities", func(c *PeerConfig) {
			c.Capabilities.Required = []registry.CapCode{registry.CapAS4, registry.CapRouteRefresh}
		}, raw(func(o *codec.Open) { *o = peerOpen(64501) }), "2/7 41040000fbf40200"},
		{"no required family", func(c *PeerConfig) {
			c.Capabilities = DefaultCapabilities(codec.IPv4Unicast, codec.Family{AFI: 2, SAFI: 1})
			c.Capabilities.Required = []registry.CapCode{registry.CapMultiprotocol}
		}, raw(func(*codec.Open) {}), "2/7 010400020001"},
		{"strict role", func(c *PeerConfig) { c.Capabilities.Role, c.Capabilities.RoleStrict = &role, true }, raw(func(*codec.Open) {}), "2/11 "},
		{"two roles", func(c *PeerConfig) { c.Capabilities.Role = &role }, raw(func(o *codec.Open) {
			o.Capabilities = append(o.Capabilities, codec.RoleCapability(0), codec.RoleCapability(4))
		}), "2/11 "},
		{"KEEPALIVE instead", nil, codec.AppendKeepalive(nil), "5/1 04"},
		{"UPDATE instead", nil, codec.AppendEndOfRIB(nil, codec.IPv4Unicast), "5/1 02"},
		{"ROUTE-REFRESH instead", nil, codec.AppendRouteRefresh(nil, codec.IPv4Unicast, 0), "5/1 05"},
		{"bad marker", nil, append(bytes.Repeat([]byte{0xfe}, 16), 0, 19, 4), "1/1 "},
		{"HTTP", nil, []byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "1/1 "},
		{"length 18", nil, append(bytes.Repeat([]byte{0xff}, 16), 0, 18, 4), "1/2 0012"},
		{"length 4097", nil, append(bytes.Repeat([]byte{0xff}, 16), 0x10, 1, 1), "1/2 1001"},
		{"KEEPALIVE of 20", nil, append(bytes.Repeat([]byte{0xff}, 16), 0, 20, 4), "1/2 0014"},
		{"type 0", nil, append(bytes.Repeat([]byte{0xff}, 16), 0, 19, 0), "1/3 00"},
		{"type 6", nil, append(bytes.Repeat([]byte{0xff}, 16), 0, 22, 6), "1/3 06"},
		{"type 255", nil, append(bytes.Repeat([]byte{0xff}, 16), 0, 19, 255), "1/3 ff"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := passive()
				if tc.cfg != nil {
					tc.cfg(&c)
				}
				l := newLab(t, c)
				r := l.connect()
				r.want("OPEN")
				r.write(tc.msg)
				r.want("NOTIFICATION " + tc.want)
				r.wantEnd()
				synctest.Wait()
				if n := l.p.Stats().Last; n == nil || !n.Sent || fmt.Sprintf("%d/%d %x", n.Notification.Code, n.Notification.Subcode, n.Notification.Data) != tc.want {
					t.Errorf("last end %+v", n)
				}
				// The next connection is as good as any.
				l.wantState(fsm.Active)
				l.end()
			})
		})
	}
}

// Roles fit as table 2 of RFC 9234 says, and by nothing else.
func TestRoleMatrix(t *testing.T) {
	good := map[[2]Role]bool{{RoleProvider, RoleCustomer}: true, {RoleCustomer, RoleProvider}: true, {RoleRS, RoleRSClient}: true,
		{RoleRSClient, RoleRS}: true, {RolePeer, RolePeer}: true}
	for us := RoleProvider; us <= RolePeer; us++ {
		for them := Role(0); them < 8; them++ {
			if got := us.fits(them); got != good[[2]Role{us, them}] {
				t.Errorf("we %s, they %d: %v", us, them, got)
			}
		}
	}
	// Inside an AS roles are not looked at.
	role := RoleProvider
	c := PeerConfig{LocalAS: 1, Capabilities: Capabilities{Role: &role, RoleStrict: true}}
	local, peer := open(1, us), open(1, them)
	local.Capabilities = append(local.Capabilities, codec.RoleCapability(0))
	if f := c.openFault(negotiate(&c, &local, &peer), &local, &peer, nil); f != nil {
		t.Errorf("internal: %+v", f)
	}
}

func TestFallbackWithoutCapabilities(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLab(t, passive())
		r := l.connect()
		first, _ := codec.ParseOpen(r.next())
		r.write(codec.AppendNotification(nil, 2, 4, nil, 0))
		r.wantEnd()
		r = l.connect()
		second, ok := codec.ParseOpen(r.next())
		if !ok || len(first.Capabilities) == 0 || len(second.Capabilities) != 0 || len(second.Parameters) != 0 {
			t.Errorf("first %+v, second %+v", first, second)
		}
		r.sendOpen(peerOpen(64501))
		r.want("KEEPALIVE")
		r.keepalive()
		synctest.Wait()
		l.wantState(fsm.Established)
		if a := l.p.Agreed(); a.Receive.AS4 || !slices.Equal(a.Families, []codec.Family{codec.IPv4Unicast}) {
			t.Errorf("agreed %+v", a)
		}
		go l.end()
		r.want("NOTIFICATION 6/2 ")
	})
}

// The OPEN that we send, octet by octet.
func TestOwnOpenOctets(t *testing.T) {
	v6 := codec.Family{AFI: 2, SAFI: 1}
	role := RoleCustomer
	c := PeerConfig{LocalAS: 4200000001, PeerAS: 64501, HoldTime: 30 * time.Second}
	c.Capabilities = Capabilities{
		Families: []codec.Family{codec.IPv4Unicast, v6}, AS4: true, RouteRefresh: true, EnhancedRefresh: true, ExtendedMessage: true,
		AddPath:         []codec.AddPath{{Family: codec.IPv4Unicast, Mode: codec.AddPathBoth}},
		ExtendedNextHop: []codec.ExtendedNextHop{{AFI: 1, SAFI: 1, NextHop: 2}},
		GracefulRestart: &codec.GracefulRestart{Flags: codec.GRNotification, Time: 120, Families: []codec.GRFamily{{Family: v6, Flags: codec.GRForwarding}}},
		LongLived:       []codec.LLGR{{Family: v6, Time: 86400}},
		Role:            &role, HostName: "r1", DomainName: "example", SoftwareVersion: "x/1",
		Other: []codec.Capability{{Code: 239, Value: []byte{1, 2}}},
	}
	o := c.offer(netip.MustParseAddr("10.0.0.1"), false)
	msg, err := o.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	want := "04 5ba0 001e 0a000001 52 02 50" + // version, My AS, hold, identifier, parameters
		"0104 0001 00 01  0104 0002 00 01" + // Multiprotocol
		"0200 4600" + // route refresh, enhanced
		"0506 0001 0001 0002" + // extended next hop
		"0600" + // extended message
		"0901 03" + // role
		"4006 4078 0002 01 80" + // graceful restart
		"4104 fa56ea01" + // AS
		"4504 0001 01 03" + // ADD-PATH
		"4707 0002 01 00 015180" + // long-lived
		"490b 02 7231 07 6578616d706c65" + // FQDN
		"4b03 782f31" + // software version
		"ef02 0102"
	if got := hex.EncodeToString(msg[19:]); got != strings.ReplaceAll(want, " ", "") {
		t.Errorf("OPEN\n%s, want\n%s", got, strings.ReplaceAll(want, " ", ""))
	}
}

// negotiated writes an Agreed as lines.
func negotiated(a *Agreed) string {
	var b strings.Builder
	for _, i := range a.Items {
		f := ""
		if i.Family != (codec.Family{}) {
			f = " " + i.Family.String()
		}
		fmt.Fprintf(&b, "%d%s | %s | %s | %s | %s\n", i.Code, f, i.Local, i.Peer, i.Result, i.Lost)
	}
	return b.String()
}

func TestNegotiationMatrix(t *testing.T) {
	v4, v6 := codec.IPv4Unicast, codec.Family{AFI: 2, SAFI: 1}
	mp := codec.MultiprotocolCapability
	ap := func(f codec.Family, mode uint8) codec.Capability {
		return codec.AddPathCapability(codec.AddPath{Family: f, Mode: mode})
	}
	flag := codec.FlagCapability
	gr := func(flags uint8, seconds uint16, fs ...codec.GRFamily) codec.Capability {
		return (&codec.GracefulRestart{Flags: flags, Time: seconds, Families: fs}).Capability()
	}
	for _, tc := range []struct {
		name        string
		local, peer []codec.Capability
		families    []codec.Family
		check       func(a *Agreed) bool
		table       string
	}{
		{"nothing at all", nil, nil, []codec.Family{v4}, func(a *Agreed) bool { return !a.Receive.AS4 && !a.Refresh && a.Restart == nil },
			"1 ipv4-unicast | implied | implied | carried | \n"},
		{"we have none, the peer only IPv6", nil, []codec.Capability{mp(v6)}, nil, nil,
			"1 ipv4-unicast | implied |  |  | not offered by the peer\n1 ipv6-unicast |  | offered |  | not offered by us\n"},
		{"one family in common", []codec.Capability{mp(v4), mp(v6)}, []codec.Capability{mp(v6)}, []codec.Family{v6}, nil,
			"1 ipv4-unicast | offered |  |  | not offered by the peer\n1 ipv6-unicast | offered | offered | carried | \n"},
		{"4-octet AS on one side", []codec.Capability{codec.AS4Capability(64500)}, nil, []codec.Family{v4}, func(a *Agreed) bool { return !a.Receive.AS4 && !a.Send.AS4 },
			"1 ipv4-unicast | implied | implied | carried | \n65 | AS 64500 |  |  | not offered by the peer\n"},
		{"4-octet AS on both", []codec.Capability{codec.AS4Capability(64500)}, []codec.Capability{codec.AS4Capability(64501)}, []codec.Family{v4},
			func(a *Agreed) bool { return a.Receive.AS4 && a.Send.AS4 }, ""},
		{"4-octet AS of 2 octets", []codec.Capability{codec.AS4Capability(64500)}, []codec.Capability{{Code: registry.CapAS4, Value: []byte{1, 2}}}, []codec.Family{v4},
			func(a *Agreed) bool { return !a.Receive.AS4 }, ""},
		{"ADD-PATH we receive, they send", []codec.Capability{ap(v4, 1)}, []codec.Capability{ap(v4, 2)}, []codec.Family{v4},
			func(a *Agreed) bool { return a.Receive.AddPath.Has(v4) && !a.Send.AddPath.Has(v4) },
			"1 ipv4-unicast | implied | implied | carried | \n69 ipv4-unicast | receive | send | receive | \n"},
		{"ADD-PATH both, they receive", []codec.Capability{ap(v4, 3)}, []codec.Capability{ap(v4, 1)}, []codec.Family{v4},
			func(a *Agreed) bool { return !a.Receive.AddPath.Has(v4) && a.Send.AddPath.Has(v4) },
			"1 ipv4-unicast | implied | implied | carried | \n69 ipv4-unicast | both | receive | send | one direction only\n"},
		{"ADD-PATH the same direction", []codec.Capability{ap(v4, 2)}, []codec.Capability{ap(v4, 2)}, []codec.Family{v4},
			func(a *Agreed) bool { return a.Receive.AddPath == 0 && a.Send.AddPath == 0 },
			"1 ipv4-unicast | implied | implied | carried | \n69 ipv4-unicast | send | send |  | both sides want the same direction\n"},
		{"ADD-PATH without the family", []codec.Capability{mp(v6), ap(v4, 3)}, []codec.Capability{mp(v6), ap(v4, 3)}, []codec.Family{v6},
			func(a *Agreed) bool { return a.Receive.AddPath == 0 && a.Send.AddPath == 0 },
			"1 ipv6-unicast | offered | offered | carried | \n69 ipv4-unicast | both | both |  | the family is not carried\n"},
		{"ADD-PATH mode 4 is ignored", []codec.Capability{ap(v4, 3)}, []codec.Capability{ap(v4, 4)}, []codec.Family{v4}, func(a *Agreed) bool { return a.Receive.AddPath == 0 }, ""},
		{"extended message, they take it", nil, []codec.Capability{flag(registry.CapExtendedMessage)}, []codec.Family{v4},
			func(a *Agreed) bool { return a.Send.ExtMsg && !a.Receive.ExtMsg },
			"1 ipv4-unicast | implied | implied | carried | \n6 |  | offered | we may send up to 65535 octets | not offered by us\n"},
		{"route refresh, we offer", []codec.Capability{flag(registry.CapRouteRefresh)}, nil, []codec.Family{v4}, func(a *Agreed) bool { return !a.Refresh && !a.Enhanced },
			"1 ipv4-unicast | implied | implied | carried | \n2 | offered |  | the peer may ask | not offered by the peer\n"},
		{"enhanced on both", []codec.Capability{flag(2), flag(70)}, []codec.Capability{flag(2), flag(70)}, []codec.Family{v4}, func(a *Agreed) bool { return a.Refresh && a.Enhanced }, ""},
		{"extended next hop on both", []codec.Capability{mp(v4), codec.ExtendedNextHopCapability(codec.ExtendedNextHop{AFI: 1, SAFI: 1, NextHop: 2})},
			[]codec.Capability{mp(v4), codec.ExtendedNextHopCapability(codec.ExtendedNextHop{AFI: 1, SAFI: 1, NextHop: 2})}, []codec.Family{v4},
			func(a *Agreed) bool { return slices.Contains(a.NextHop6, v4) }, ""},
		{"extended next hop on one side", []codec.Capability{codec.ExtendedNextHopCapability(codec.ExtendedNextHop{AFI: 1, SAFI: 1, NextHop: 2})}, nil, []codec.Family{v4},
			func(a *Agreed) bool { return len(a.NextHop6) == 0 }, ""},
		{"graceful restart, we only help", []codec.Capability{gr(codec.GRNotification, 0)}, []codec.Capability{gr(codec.GRNotification, 120, codec.GRFamily{Family: v4})}, []codec.Family{v4},
			func(a *Agreed) bool {
				return a.Restart.Notification && a.Restart.Time == 2*time.Minute && len(a.Restart.Families) == 1 && a.retain() == fsm.RetainNotification
			}, "1 ipv4-unicast | implied | implied | carried | \n64 | 0 s, notifications, helper only | 120 s, notifications | used, with notifications | \n64 ipv4-unicast |  | kept | we keep the peer's routes | \n"},
		{"graceful restart, the peer only helps", []codec.Capability{gr(0, 10, codec.GRFamily{Family: v4})}, []codec.Capability{gr(0, 0)}, []codec.Family{v4},
			func(a *Agreed) bool { return a.Restart != nil && a.retain() == fsm.RetainNone }, ""},
		{"graceful restart twice, the last counts", []codec.Capability{gr(0, 0)}, []codec.Capability{gr(0, 5, codec.GRFamily{Family: v4}), gr(0, 7)}, []codec.Family{v4},
			func(a *Agreed) bool { return a.Restart.Time == 7*time.Second && len(a.Restart.Families) == 0 }, ""},
		{"long-lived without graceful restart", []codec.Capability{gr(0, 0), codec.LLGRCapability(codec.LLGR{Family: v4, Time: 9})},
			[]codec.Capability{codec.LLGRCapability(codec.LLGR{Family: v4, Time: 9})}, []codec.Family{v4}, func(a *Agreed) bool { return a.Restart == nil }, ""},
		{"long-lived", []codec.Capability{gr(0, 0), codec.LLGRCapability(codec.LLGR{Family: v4, Time: 9})},
			[]codec.Capability{gr(0, 3, codec.GRFamily{Family: v4}), codec.LLGRCapability(codec.LLGR{Family: v4, Time: 9})}, []codec.Family{v4},
			func(a *Agreed) bool { return len(a.Restart.LongLived) == 1 && a.Restart.LongLived[0].Time == 9 }, ""},
		{"texts and unknown codes", []codec.Capability{codec.FQDNCapability("a", "b")}, []codec.Capability{codec.SoftwareVersionCapability("y"), {Code: 240}}, []codec.Family{v4}, nil,
			"1 ipv4-unicast | implied | implied | carried | \n73 | a.b |  | shown | \n75 |  | y | shown | \n240 |  | offered |  | not used by this speaker\n"},
		{"role", []codec.Capability{codec.RoleCapability(3)}, []codec.Capability{codec.RoleCapability(0)}, []codec.Family{v4}, nil,
			"1 ipv4-unicast | implied | implied | carried | \n9 | Customer | Provider | we are Customer | \n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			local, peer := codec.NewOpen(64500, 90, netip.MustParseAddr(us)), codec.NewOpen(64501, 30, netip.MustParseAddr(them))
			local.Capabilities, peer.Capabilities = tc.local, tc.peer
			// Each packing is the same to the receiver.
			for _, pack := range []codec.Packing{codec.PackTogether, codec.PackEach} {
				for _, ext := range []bool{false, true} {
					peer.Packing, peer.Extended = pack, ext
					msg, err := peer.Append(nil)
					if err != nil {
						t.Fatal(err)
					}
					got, ok := codec.ParseOpen(msg)
					if !ok {
						t.Fatal("not an OPEN")
					}
					a := negotiate(&PeerConfig{LocalAS: 64500}, &local, &got)
					if !slices.Equal(a.Families, tc.families) || tc.check != nil && !tc.check(a) || tc.table != "" && negotiated(a) != tc.table {
						t.Errorf("packing %d: families %v\n%+v\n%s", pack, a.Families, a, negotiated(a))
					}
					if a.HoldTime != 30*time.Second || a.PeerHold != 30*time.Second || a.LocalHold != 90*time.Second {
						t.Errorf("hold time %s", a.HoldTime)
					}
				}
			}
		})
	}
}

// TestBareCapability: what we demand of a peer without offering it ourselves is legal as it stands in the Data of 2/7.
func TestBareCapability(t *testing.T) {
	for _, code := range []registry.CapCode{registry.CapRouteRefresh, registry.CapExtendedMessage, registry.CapRole, registry.CapGracefulRestart,
		registry.CapAS4, registry.CapLLGR, registry.CapFQDN, registry.CapEnhancedRouteRefresh} {
		o := codec.NewOpen(64500, 90, netip.MustParseAddr("192.0.2.1"))
		o.Capabilities = []codec.Capability{bare(code)}
		msg, err := o.Append(nil)
		if err != nil {
			t.Fatal(err)
		}
		var d codec.Decoder
		for _, f := range d.Check(codec.PieceMessage, msg, codec.Context{}) {
			if f.ID == codec.FindCapLength || f.ID == codec.FindCapAS4Length {
				t.Errorf("%s: %s", capName(code), f.Info().ID)
			}
		}
	}
}

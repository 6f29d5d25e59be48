package speaker

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
	"github.com/bgpdecode/bgpdecode/speaker/rib"
)

// unhex reads hex with blanks.
func unhex(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// updateOf makes an UPDATE of withdrawn routes, attributes and NLRI in hex.
func updateOf(t testing.TB, withdrawn, attrs, nlri string) []byte {
	t.Helper()
	u := codec.Update{Withdrawn: unhex(t, withdrawn), Attrs: unhex(t, attrs), NLRI: unhex(t, nlri)}
	msg, err := u.Append(nil, codec.MaxExtLen)
	if err != nil {
		t.Fatal(err)
	}
	return msg
}

// Attributes of a good route from AS 64501.
const (
	origin  = "40 01 01 00 "
	path    = "40 02 06 02 01 0000fbf5 "
	nextHop = "40 03 04 c0000202 "
	good    = origin + path + nextHop
	net1    = "18 c63364" // 198.51.100.0/24
	net2    = "18 cb0071" // 203.0.113.0/24
	v6reach = "80 0e 1a 0002 01 10 20010db8000000000000000000000002 00 20 20010db8 "
)

var v6unicast = codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIUnicast}

// routesOf lists the RIB of a peer.
func routesOf(p *Peer) (out []string) {
	p.RIB(func(r *rib.RIB) {
		for _, f := range codec.KnownFamilies() {
			for x := range r.Routes(f) {
				s := x.Prefix.String()
				if x.ID != 0 {
					s += fmt.Sprintf("#%d", x.ID)
				}
				if x.Stale {
					s += " stale"
				}
				out = append(out, s)
			}
		}
	})
	return out
}

// up starts a speaker with a RIB whose passive peer is Established.
func up(t *testing.T, change func(*PeerConfig), caps ...codec.Capability) (*lab, *rawPeer) {
	t.Helper()
	c := passive()
	c.RIB = true
	c.Capabilities = DefaultCapabilities(codec.IPv4Unicast, v6unicast)
	if change != nil {
		change(&c)
	}
	l := newLab(t, c)
	r := l.connect()
	if caps == nil {
		caps = append(usual(64501), codec.MultiprotocolCapability(v6unicast))
	}
	as := c.PeerAS
	r.establish(peerOpen(as, caps...))
	synctest.Wait()
	l.wantState(fsm.Established)
	return l, r
}

// bye ends a session that is up.
func (l *lab) bye(r *rawPeer) {
	l.t.Helper()
	go l.end()
	r.want("NOTIFICATION 6/2 ")
	r.wantEnd()
	l.s.Wait()
}

// What RFC 7606 makes of errors, and RFC 4271 alone.
func TestUpdateReactions(t *testing.T) {
	for _, tc := range []struct {
		name    string
		msg     func(t *testing.T) []byte
		routes  string // what is left after a good announcement of net1 and this; "reset c/s data" for a reset
		strict  string // the NOTIFICATION of RFC 4271; "" the same
		action  codec.Action
		disable string // with FamilyDisable; "" the same
	}{
		{"good", func(t *testing.T) []byte { return updateOf(t, "", good, net2) }, "198.51.100.0/24 203.0.113.0/24", "", registry.ActionNone, ""},
		{"withdraw", func(t *testing.T) []byte { return updateOf(t, net1, "", "") }, "", "", registry.ActionNone, ""},
		{"IPv6", func(t *testing.T) []byte { return updateOf(t, "", v6reach+origin+path, "") }, "198.51.100.0/24 2001:db8::/32", "", registry.ActionNone, ""},
		{"ORIGIN 3", func(t *testing.T) []byte { return updateOf(t, "", "40 01 01 03 "+path+nextHop, net1) }, "", "3/6 40010103", registry.ActionTreatAsWithdraw, ""},
		{"ORIGIN of 2 octets", func(t *testing.T) []byte { return updateOf(t, "", "40 01 02 0000 "+path+nextHop, net1) }, "", "3/5 4001020000", registry.ActionTreatAsWithdraw, ""},
		{"no ORIGIN", func(t *testing.T) []byte { return updateOf(t, "", path+nextHop, net1) }, "", "3/3 01", registry.ActionTreatAsWithdraw, ""},
		{"no NEXT_HOP", func(t *testing.T) []byte { return updateOf(t, "", origin+path, net1) }, "", "3/3 03", registry.ActionTreatAsWithdraw, ""},
		{"ORIGIN flags", func(t *testing.T) []byte { return updateOf(t, "", "c0 01 01 00 "+path+nextHop, net1) }, "", "3/4 c0010100", registry.ActionTreatAsWithdraw, ""},
		{"segment overrun", func(t *testing.T) []byte { return updateOf(t, "", origin+"40 02 06 02 05 0000fbf5 "+nextHop, net1) }, "", "3/11 ", registry.ActionTreatAsWithdraw, ""},
		{"AS 0", func(t *testing.T) []byte {
			return updateOf(t, "", origin+"40 02 0a 02 02 0000fbf5 00000000 "+nextHop, net1)
		}, "", "3/11 ", registry.ActionTreatAsWithdraw, ""},
		{"MED of 3 octets", func(t *testing.T) []byte { return updateOf(t, "", good+"80 04 03 000000", net1) }, "", "3/5 800403000000", registry.ActionTreatAsWithdraw, ""},
		{"attribute overruns the list", func(t *testing.T) []byte { return updateOf(t, "", good+"c0 08 ff 0001", net1) }, "", "3/5 c008ff0001", registry.ActionTreatAsWithdraw, ""},
		{"AGGREGATOR of 6 octets", func(t *testing.T) []byte { return updateOf(t, "", good+"c0 07 06 fbf5 c0000201", net1) }, "198.51.100.0/24", "3/5 c00706fbf5c0000201", registry.ActionAttributeDiscard, ""},
		{"ATOMIC_AGGREGATE of 1 octet", func(t *testing.T) []byte { return updateOf(t, "", good+"40 06 01 00", net1) }, "198.51.100.0/24", "3/5 40060100", registry.ActionAttributeDiscard, ""},
		{"LOCAL_PREF from outside", func(t *testing.T) []byte { return updateOf(t, "", good+"40 05 04 00000064", net1) }, "198.51.100.0/24", "-", registry.ActionAttributeDiscard, ""},
		{"MED twice", func(t *testing.T) []byte {
			return updateOf(t, "", good+"80 04 04 00000001 80 04 04 00000002", net1)
		}, "198.51.100.0/24", "3/1 ", registry.ActionAttributeDiscard, ""},
		{"unknown well-known", func(t *testing.T) []byte { return updateOf(t, "", good+"40 c8 01 00", net1) }, "reset 3/2 40c80100", "", registry.ActionSessionReset, ""},
		{"MP_REACH_NLRI twice", func(t *testing.T) []byte { return updateOf(t, "", v6reach+v6reach+origin+path, "") }, "reset 3/1 ", "", registry.ActionSessionReset, ""},
		{"next hop of 5", func(t *testing.T) []byte {
			return updateOf(t, "", "80 0e 0f 0002 01 05 2001000000 00 20 20010db8 "+origin+path, "")
		}, "reset 3/9 800e0f00020105200100000000" + "2020010db8", "", registry.ActionSessionReset, "198.51.100.0/24"},
		{"prefix length 129", func(t *testing.T) []byte {
			return updateOf(t, "", "80 0e 1a 0002 01 10 20010db8000000000000000000000002 00 81 20010db8 "+origin+path, "")
		}, "reset 3/9 800e1a0002011020010db8000000000000000000000002008120010db8", "", registry.ActionSessionReset, "198.51.100.0/24"},
		{"IPv4 prefix length 33", func(t *testing.T) []byte { return updateOf(t, "", good, "21 c633640000") }, "reset 3/10 ", "", registry.ActionSessionReset, ""},
		{"withdrawn length overrun", func(t *testing.T) []byte {
			return append(codec.AppendHeader(nil, 23, registry.MsgUpdate), 0, 9, 0, 0)
		}, "reset 3/1 ", "", registry.ActionSessionReset, ""},
		{"error without routes", func(t *testing.T) []byte { return updateOf(t, "", "40 01 01 07", "") }, "reset 3/6 40010107", "", registry.ActionSessionReset, ""},
		{"IPv6 next hop not agreed", func(t *testing.T) []byte {
			return updateOf(t, "", "80 0e 19 0001 01 10 20010db8000000000000000000000002 00 18 c63364 "+origin+path, "")
		}, "reset 3/9 800e190001011020010db80000000000000000000000020018c63364", "", registry.ActionSessionReset, "empty"},
		{"family that is not carried", func(t *testing.T) []byte {
			return updateOf(t, "", "80 0e 0d 0001 02 04 c0000202 00 18 c63364 40"+origin[2:]+path, "")
		}, "198.51.100.0/24", "-", registry.ActionNone, ""},
		{"loop of our AS", func(t *testing.T) []byte {
			return updateOf(t, "", origin+"40 02 0a 02 02 0000fbf5 0000fbf4 "+nextHop, net2)
		}, "198.51.100.0/24 203.0.113.0/24", "", registry.ActionNone, ""},
		{"unknown optional", func(t *testing.T) []byte { return updateOf(t, "", good+"c0 c8 02 1234 80 c9 00", net2) }, "198.51.100.0/24 203.0.113.0/24", "", registry.ActionNone, ""},
	} {
		for _, mode := range []string{"7606", "4271", "disable"} {
			want := tc.routes
			switch {
			case mode == "disable" && tc.disable == "empty":
				want = ""
			case mode == "4271" && tc.strict == "-":
				want = tc.routes
			case mode == "4271" && tc.strict != "":
				want = "reset " + tc.strict
			case mode == "disable" && tc.disable != "":
				want = tc.disable
			}
			t.Run(tc.name+"/"+mode, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					l, r := up(t, func(c *PeerConfig) { c.Strict4271, c.FamilyDisable = mode == "4271", mode == "disable" })
					r.write(updateOf(t, "", good, net1))
					r.write(tc.msg(t))
					if n, ok := strings.CutPrefix(want, "reset "); ok {
						r.want("NOTIFICATION " + n)
						r.wantEnd()
						synctest.Wait()
						if got := routesOf(l.p); len(got) > 0 {
							t.Errorf("routes %v", got)
						}
						l.end()
						return
					}
					synctest.Wait()
					l.wantState(fsm.Established)
					if got := strings.Join(routesOf(l.p), " "); got != want {
						t.Errorf("routes %s, want %s\n%s", got, want, l.log.text())
					}
					if mode == "7606" && tc.action != registry.ActionNone && l.log.count(tc.action.String()) != 1 {
						t.Errorf("no %s in\n%s", tc.action, l.log.text())
					}
					l.bye(r)
				})
			})
		}
	}
}

// What is the matter with an UPDATE that the codec finds nothing in is told with it: routes of a family that is not carried
// with each message and once by themselves, after the first one.
func TestRemarks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, r := up(t, func(c *PeerConfig) { c.EnforceFirstAS = true })
		foreign := updateOf(t, "", "80 0e 0d 0001 02 04 c0000202 00 18 c63364 40"+origin[2:]+path, "")
		r.write(foreign)
		r.write(foreign)
		r.write(updateOf(t, "", origin+"40 02 06 02 01 0000fbf4 "+nextHop, net1))
		synctest.Wait()
		const ignored = "routes of ipv4-multicast ignored"
		if n, m := l.log.count(ignored), l.log.count("note in: "+ignored); n != 3 || m != 1 {
			t.Errorf("told %d times, %d times as a note:\n%s", n, m, l.log.text())
		}
		if i, j := strings.Index(l.log.text(), "UPDATE"), strings.Index(l.log.text(), "note in: "); i < 0 || j < i {
			t.Errorf("the note is not behind its message:\n%s", l.log.text())
		}
		if l.log.count("the AS_PATH does not begin with the peer's AS 64501") != 1 {
			t.Errorf("no reason in\n%s", l.log.text())
		}
		l.bye(r)
	})
}

// What is discarded is not in the RIB, of a repeated attribute the first one is.
func TestDiscardedAttributes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, r := up(t, nil)
		r.write(updateOf(t, "", good+"80 04 04 00000001 80 04 04 00000002 40 05 04 00000064 40 06 01 00", net1))
		synctest.Wait()
		l.p.RIB(func(x *rib.RIB) {
			for route := range x.Routes(codec.IPv4Unicast) {
				if got, want := hex.EncodeToString(route.Attrs), hex.EncodeToString(unhex(t, good+"80 04 04 00000001")); got != want {
					t.Errorf("attributes %s, want %s", got, want)
				}
			}
		})
		if s := l.p.Stats(); s.Prefixes[codec.IPv4Unicast] != 1 || s.Announced != 1 || s.Findings != 1 || s.Discarded != 3 {
			t.Errorf("stats %+v", s)
		}
		l.bye(r)
	})
}

// A family that was disabled is not used any more; the session stays.
func TestFamilyDisable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, r := up(t, func(c *PeerConfig) { c.FamilyDisable = true })
		r.write(updateOf(t, "", v6reach+origin+path, ""))
		r.write(updateOf(t, "", good, net1))
		r.write(updateOf(t, "", "80 0f 04 0002 01 81", ""))
		r.write(updateOf(t, "", v6reach+origin+path, ""))
		synctest.Wait()
		if got := strings.Join(routesOf(l.p), " "); got != "198.51.100.0/24" {
			t.Errorf("routes %s\n%s", got, l.log.text())
		}
		// The last family is not given up.
		r.write(updateOf(t, "", "80 0f 04 0001 01 81", ""))
		r.want("NOTIFICATION 3/9 800f0400010181")
		l.end()
	})
}

func TestEnforceFirstAS(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, r := up(t, func(c *PeerConfig) { c.EnforceFirstAS = true })
		r.write(updateOf(t, "", good, net1+net2))
		r.write(updateOf(t, "", origin+"40 02 06 02 01 0000fbf6 "+nextHop, net1))
		synctest.Wait()
		if got := strings.Join(routesOf(l.p), " "); got != "203.0.113.0/24" {
			t.Errorf("routes %s", got)
		}
		l.bye(r)
	})
}

func TestAddPathReceived(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ap := codec.AddPathCapability(codec.AddPath{Family: codec.IPv4Unicast, Mode: codec.AddPathSend})
		l, r := up(t, func(c *PeerConfig) {
			c.Capabilities.AddPath = []codec.AddPath{{Family: codec.IPv4Unicast, Mode: codec.AddPathReceive}}
		}, append(usual(64501), ap)...)
		r.write(updateOf(t, "", good, "00000001"+net1+"00000002"+net1))
		r.write(updateOf(t, "00000001"+net1, "", ""))
		synctest.Wait()
		if got := strings.Join(routesOf(l.p), " "); got != "198.51.100.0/24#2" {
			t.Errorf("routes %s", got)
		}
		r.write(updateOf(t, "", good, net1)) // without an identifier
		r.want("NOTIFICATION 3/10 ")
		l.end()
	})
}

// Messages over 4096 octets are taken by who has offered it, and only then.
func TestExtendedMessages(t *testing.T) {
	for _, offered := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			l, r := up(t, func(c *PeerConfig) { c.Capabilities.ExtendedMessage = offered })
			var nlri strings.Builder
			for i := range 1500 {
				fmt.Fprintf(&nlri, "18 0a%04x", i)
			}
			go func() { _, _ = r.c.Write(updateOf(t, "", good, nlri.String())) }() // refused in the middle
			if !offered {
				r.want(fmt.Sprintf("NOTIFICATION 1/2 %04x", 23+20+4*1500))
				l.end()
				return
			}
			synctest.Wait()
			if n := l.p.Stats().Prefixes[codec.IPv4Unicast]; n != 1500 {
				t.Errorf("%d routes", n)
			}
			l.bye(r)
		})
	}
}

func TestMaxPrefix(t *testing.T) {
	for _, n := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			gr := (&codec.GracefulRestart{Flags: codec.GRNotification, Time: 60, Families: []codec.GRFamily{{Family: codec.IPv4Unicast, Flags: codec.GRForwarding}}})
			caps := usual(64501)
			if n {
				caps = append(caps, gr.Capability())
			}
			l, r := up(t, func(c *PeerConfig) {
				c.MaxPrefix = map[codec.Family]uint32{codec.IPv4Unicast: 2}
				c.Capabilities.GracefulRestart = &codec.GracefulRestart{Flags: codec.GRNotification}
			}, caps...)
			if n {
				r.want("UPDATE 00000000") // End-of-RIB, for a peer with graceful restart
			}
			r.write(updateOf(t, "", good, net1+net2+net1))
			synctest.Wait()
			l.wantState(fsm.Established)
			r.write(updateOf(t, "", good, "08 0a"))
			if n {
				r.want("NOTIFICATION 6/9 060100010100000002")
			} else {
				r.want("NOTIFICATION 6/1 00010100000002")
			}
			r.wantEnd()
			time.Sleep(time.Hour)
			l.wantState(fsm.Idle) // it stays down
			if got := routesOf(l.p); len(got) > 0 {
				t.Errorf("routes %v", got)
			}
			l.p.Start()
			synctest.Wait()
			l.wantState(fsm.Active)
			l.end()
		})
	}
}

// Errors after the session is up that are not of UPDATEs.
func TestEstablishedErrors(t *testing.T) {
	enhanced := append(usual(64501), codec.FlagCapability(registry.CapEnhancedRouteRefresh))
	rr := func(body ...byte) []byte {
		return append(codec.AppendHeader(nil, 19+len(body), registry.MsgRouteRefresh), body...)
	}
	openAgain := peerOpen(64501)
	again, err := openAgain.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		caps []codec.Capability
		msg  []byte
		want string
	}{
		{"OPEN again", nil, again, "5/3 01"},
		{"BoRR of 5 octets", enhanced, rr(0, 1, 1, 1, 0), "7/1 " + hex.EncodeToString(rr(0, 1, 1, 1, 0))},
		{"EoRR of 8 octets", enhanced, rr(0, 1, 2, 1, 0, 0, 0, 0), "7/1 " + hex.EncodeToString(rr(0, 1, 2, 1, 0, 0, 0, 0))},
		{"EoRR of 3 octets", enhanced, rr(0, 1, 2), "7/1 " + hex.EncodeToString(rr(0, 1, 2))},
		{"ROUTE-REFRESH of 3 octets", enhanced, rr(0, 1, 0), "1/2 0016"},
		{"BoRR of 5 octets, not enhanced", nil, rr(0, 1, 1, 1, 0), ""},
		{"BoRR", enhanced, rr(0, 1, 1, 1), ""},
		{"unknown subtype", enhanced, rr(0, 1, 77, 1), ""},
		{"ROUTE-REFRESH of another family", enhanced, rr(0, 25, 0, 70), ""},
		{"UPDATE too short", nil, append(codec.AppendHeader(nil, 22, registry.MsgUpdate), 0, 0, 0), "1/2 0016"},
		{"NOTIFICATION too short", nil, append(codec.AppendHeader(nil, 20, registry.MsgNotification), 6), "end"},
		{"type 77", nil, codec.AppendHeader(nil, 19, 77), "1/3 4d"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l, r := up(t, nil, tc.caps...)
				r.write(tc.msg)
				switch tc.want {
				case "":
					synctest.Wait()
					l.wantState(fsm.Established)
					l.bye(r)
					return
				case "end":
				default:
					r.want("NOTIFICATION " + tc.want)
				}
				r.wantEnd()
				l.end()
			})
		})
	}
}

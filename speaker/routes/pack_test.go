package routes

import (
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

var (
	v6      = codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIUnicast}
	v4mcast = codec.Family{AFI: registry.AFIIPv4, SAFI: registry.SAFIMulticast}
	addr4   = netip.MustParseAddr("192.0.2.1")
	addr6   = netip.MustParseAddr("2001:db8::1")
	link    = netip.MustParseAddr("fe80::1")
)

func external() *Session {
	return &Session{Ctx: codec.Context{AS4: true, Peer: codec.PeerEBGP}, Carried: codec.AllFamilies, LocalAS: 64500,
		NextHop4: addr4, NextHop6: addr6}
}

func parsed(t testing.TB, lines ...string) *Set {
	t.Helper()
	s := new(Set)
	for _, l := range lines {
		if err := s.Parse(l); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// told is what a receiver makes of messages: the routes with next hop and attributes, in words.
func told(t testing.TB, s *Set, to *Session) map[string]string {
	t.Helper()
	out := map[string]string{}
	var dc codec.Decoder
	for msg := range s.Announce(to) {
		if len(msg) > to.max() {
			t.Fatalf("%d octets", len(msg))
		}
		ctx := to.Ctx
		ctx.ExtMsg = to.max() > codec.MaxLen
		for _, f := range dc.Check(codec.PieceMessage, msg, ctx) {
			if f.Severity == codec.SeverityError {
				t.Fatalf("%s in %x", f.Info().ID, msg)
			}
		}
		u, ok := codec.ParseUpdate(msg)
		attrs, ok2 := codec.ParsePathAttributes(u.Attrs, to.Ctx)
		if !ok || !ok2 || len(u.Withdrawn) > 0 {
			t.Fatalf("%x", msg)
		}
		f, nh, nlri := codec.IPv4Unicast, attrs.NextHop.String(), u.NLRI
		for a := range codec.Attrs(u.Attrs) {
			if r, ok := codec.ParseMPReach(a.Value); a.Code == registry.AttrMPReach && ok {
				f, nh, nlri = r.Family, fmt.Sprintf("%x", r.NextHop), r.NLRI
			}
		}
		attrs.NextHop = netip.Addr{}
		words := fmt.Sprintf("%s %x", nh, attrs.Append(nil, to.Ctx))
		for n := range codec.NLRIs(nlri, f, to.Ctx.AddPath.Has(f)) {
			out[fmt.Sprintf("%s %s %d", f, n.Prefix(f), n.ID)] = words
		}
	}
	return out
}

func TestDefaults(t *testing.T) {
	line := `10.0.0.0/8 as-path "64501" local-pref 7 originator-id 1.1.1.1 cluster-list 2.2.2.2 med 3`
	internal, confed, asIs := external(), external(), external()
	internal.Ctx.Peer, confed.Ctx.Peer, asIs.AsIs = codec.PeerIBGP, codec.PeerConfed, true
	old := external()
	old.Ctx.AS4, old.LocalAS = false, 70000
	for _, c := range []struct {
		name string
		line string
		to   *Session
		want string
	}{
		{"external", line, external(), "40010100" + "40020a02020000fbf40000fbf5" + "80040400000003"},
		{"external, the own AS is there", `10.0.0.0/8 as-path "64500 1"`, external(), "40010100" + "40020a02020000fbf400000001"},
		{"external, it begins with a set", `10.0.0.0/8 as-path "{64500}"`, external(), "40010100" + "40020c02010000fbf401010000fbf4"},
		{"external, 2 octets", "10.0.0.0/8", old, "40010100" + "40020402015ba0" + "c01106020100011170"},
		{"internal", line, internal, "40010100" + "40020602010000fbf5" + "80040400000003" + "40050400000007" + "80090401010101" + "800a0402020202"},
		{"internal, no LOCAL_PREF", "10.0.0.0/8", internal, "40010100" + "400200" + "40050400000064"},
		{"confederation", `10.0.0.0/8 as-path "(1) 2"`, confed, "40010100" + "4002100302" + "0000fbf400000001" + "020100000002" + "40050400000064"},
		{"confederation, it is there", `10.0.0.0/8 as-path "(64500)"`, confed, "40010100" + "40020603010000fbf4" + "40050400000064"},
		{"as it is", `10.0.0.0/8 as-path "1"`, asIs, "40010100" + "400206020100000001"},
	} {
		got := told(t, parsed(t, c.line), c.to)
		if want := map[string]string{"ipv4-unicast 10.0.0.0/8 0": "192.0.2.1 " + c.want}; !maps.Equal(got, want) {
			t.Errorf("%s:\n got %v\nwant %v", c.name, got, want)
		}
	}
}

func TestNextHops(t *testing.T) {
	enhe := codec.FamilySet(0).With(codec.IPv4Unicast)
	const global, ll = "20010db8000000000000000000000001", "fe800000000000000000000000000001"
	for _, c := range []struct {
		name string
		line string
		set  func(*Session)
		want string // the next hop
		why  Reason
	}{
		{"self", "10.0.0.0/8", nil, "192.0.2.1", Announced},
		{"given", "10.0.0.0/8 next-hop 192.0.2.7", nil, "192.0.2.7", Announced},
		{"IPv4 over IPv6", "10.0.0.0/8", func(s *Session) { s.NextHop4 = netip.Addr{} }, "", NoNextHop},
		{"the same with RFC 8950", "10.0.0.0/8", func(s *Session) { s.NextHop4, s.ExtendedNextHop = netip.Addr{}, enhe }, global, Announced},
		{"IPv6 next hop without RFC 8950", "10.0.0.0/8 next-hop 2001:db8::9", nil, "", NextHopKind},
		{"with it", "10.0.0.0/8 next-hop 2001:db8::9", func(s *Session) { s.ExtendedNextHop = enhe }, "20010db8000000000000000000000009", Announced},
		{"IPv6 with a link-local address", "2001:db8::/32", func(s *Session) { s.LinkLocal = link }, global + ll, Announced},
		{"link-local only", "2001:db8::/32", func(s *Session) { s.NextHop6, s.LinkLocal = netip.Addr{}, link }, ll + ll, Announced},
		{"link-local as the own address", "2001:db8::/32", func(s *Session) { s.NextHop6 = link }, ll + ll, Announced},
		{"with capability 77", "2001:db8::/32", func(s *Session) { s.NextHop6, s.LinkLocalAlone = link, true }, ll, Announced},
		{"given link-local", "2001:db8::/32 next-hop fe80::1", nil, ll + ll, Announced},
		{"IPv4 next hop of IPv6", "2001:db8::/32 next-hop 192.0.2.1", nil, "00000000000000000000ffffc0000201", Announced},
		{"IPv6 over IPv4", "2001:db8::/32", func(s *Session) { s.NextHop6 = netip.Addr{} }, "", NoNextHop},
		{"multicast", "10.0.0.0/8 multicast", nil, "c0000201", Announced},
		{"not negotiated", "2001:db8::/32", func(s *Session) { s.Carried = enhe }, "", NotCarried},
		{"too long", "2001:db8::/32 attribute 192 99 " + fmt.Sprintf("%08000x", 0), func(s *Session) { s.Max = 4000 }, "", TooLong},
	} {
		to := external()
		if c.set != nil {
			c.set(to)
		}
		s := parsed(t, c.line)
		got := told(t, s, to)
		for _, words := range got {
			if nh, _, _ := cut(words); nh != c.want {
				t.Errorf("%s: next hop %s, want %s", c.name, nh, c.want)
			}
		}
		if skipped := s.Skipped(to); len(got) != 1-len(skipped) || c.why != Announced && skipped[c.why] != 1 {
			t.Errorf("%s: %d routes, skipped %v", c.name, len(got), skipped)
		}
		n := 0
		for range s.Withdraw(to) {
			n++
		}
		if n != len(got) {
			t.Errorf("%s: %d withdrawals", c.name, n)
		}
	}
}

func cut(s string) (a, b string, ok bool) {
	for i := range s {
		if s[i] == ' ' {
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

// many makes n routes of both families with a few sets of attributes.
func many(t testing.TB, n int) (*Set, map[string]bool) {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 4))
	s, want := new(Set), map[string]bool{}
	for i := range n {
		x := Route{PathID: r.Uint32N(3) + 1}
		a, b := netip.AddrFrom4([4]byte{byte(r.IntN(256)), byte(r.IntN(256)), byte(r.IntN(256))}), 8+r.IntN(25)
		if i%3 == 0 {
			a, b = netip.AddrFrom16([16]byte{0x20, 1, byte(r.IntN(256)), byte(r.IntN(256)), 5: byte(r.IntN(256))}), 16+r.IntN(113)
		}
		x.Prefix = netip.PrefixFrom(a, b).Masked()
		x.Attrs.MED, x.Attrs.HasMED = uint32(i%7), true
		key := fmt.Sprintf("%s %s %d", unicast(x.Prefix), x.Prefix, x.PathID)
		if want[key] {
			continue
		}
		want[key] = true
		if !s.Add(&x) {
			t.Fatal("not added")
		}
	}
	return s, want
}

// TestPacking: every route arrives once and is withdrawn once, whatever the length of messages and the path identifiers,
// in messages that are full.
func TestPacking(t *testing.T) {
	s, want := many(t, 6000)
	for _, c := range []struct {
		max     int
		addPath codec.FamilySet
	}{{0, codec.AllFamilies}, {codec.MaxExtLen, codec.AllFamilies}, {200, codec.FamilySet(0).With(v6)}, {4096, 0}} {
		to := external()
		to.Max, to.Ctx.AddPath = c.max, c.addPath
		got := told(t, s, to)
		expect := map[string]bool{}
		for key := range want {
			expect[withoutID(key, c.addPath)] = true
		}
		if len(got) != len(expect) {
			t.Errorf("max %d: %d routes of %d", c.max, len(got), len(expect))
		}
		for key := range expect {
			if got[key] == "" {
				t.Fatalf("max %d: %s is missing", c.max, key)
			}
		}
		gone, msgs, octets := withdrawn(t, s, to)
		if !slices.Equal(slices.Sorted(maps.Keys(gone)), slices.Sorted(maps.Keys(expect))) {
			t.Errorf("max %d: %d withdrawn of %d", c.max, len(gone), len(expect))
		}
		if least := octets/min(to.max(), codec.MaxLen) + 2; msgs > least*21/20+2 {
			t.Errorf("max %d: %d messages for %d octets", c.max, msgs, octets)
		}
	}
}

// TestUsualLength: messages over 4096 octets are for attributes that need them, whatever the peer takes.
func TestUsualLength(t *testing.T) {
	s, _ := many(t, 20_000)
	to := external()
	to.Max = codec.MaxExtLen
	for _, each := range []iter.Seq[[]byte]{s.Announce(to), s.Withdraw(to)} {
		for msg := range each {
			if len(msg) > codec.MaxLen {
				t.Fatalf("a message of %d octets", len(msg))
			}
		}
	}
	big := new(Set)
	line := "198.51.100.0/24 203.0.113.0/24 next-hop 192.0.2.1 community"
	for i := range 2000 {
		line += fmt.Sprintf(" 64500:%d", i)
	}
	if err := big.Parse(line); err != nil {
		t.Fatal(err)
	}
	msgs, octets := 0, 0
	for msg := range big.Announce(to) {
		msgs, octets = msgs+1, octets+len(msg)
	}
	if msgs != 1 || octets <= 8000 {
		t.Errorf("%d messages, %d octets", msgs, octets)
	}
}

func withoutID(key string, set codec.FamilySet) string {
	var f, p string
	var id int
	fmt.Sscan(key, &f, &p, &id)
	if fam, _ := codec.ParseFamily(f); !set.Has(fam) {
		id = 0
	}
	return fmt.Sprintf("%s %s %d", f, p, id)
}

func withdrawn(t *testing.T, s *Set, to *Session) (out map[string]bool, msgs, octets int) {
	out = map[string]bool{}
	for msg := range s.Withdraw(to) {
		msgs, octets = msgs+1, octets+len(msg)
		if len(msg) > to.max() {
			t.Fatalf("%d octets", len(msg))
		}
		u, ok := codec.ParseUpdate(msg)
		if !ok || len(u.NLRI) > 0 {
			t.Fatalf("%x", msg)
		}
		f, nlri := codec.IPv4Unicast, u.Withdrawn
		for a := range codec.Attrs(u.Attrs) {
			f, nlri, _ = codec.ParseMPUnreach(a.Value)
		}
		for n := range codec.NLRIs(nlri, f, to.Ctx.AddPath.Has(f)) {
			out[fmt.Sprintf("%s %s %d", f, n.Prefix(f), n.ID)] = true
		}
	}
	return out, msgs, octets
}

func TestAddRefuses(t *testing.T) {
	var s Set
	p4 := netip.MustParsePrefix("10.0.0.0/8")
	for _, r := range []Route{{}, {Prefix: p4, Family: v6}, {Prefix: p4, Family: codec.Family{AFI: 25, SAFI: 70}}} {
		if s.Add(&r) {
			t.Errorf("%v is added", r)
		}
	}
	if !s.Add(&Route{Prefix: p4, Family: v4mcast}) || s.Len() != 1 || len(s.Families()) != 1 {
		t.Error(s.Len(), s.Families())
	}
}

func TestAnnounceStops(t *testing.T) {
	s, _ := many(t, 5000)
	n := 0
	for range s.Announce(external()) {
		if n++; n == 3 {
			break
		}
	}
	for range s.Withdraw(external()) {
		break
	}
	if n != 3 {
		t.Error(n)
	}
}

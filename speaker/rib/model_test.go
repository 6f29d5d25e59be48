package rib

import (
	"bytes"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

var (
	v4u = codec.IPv4Unicast
	v6u = codec.Family{AFI: registry.AFIIPv6, SAFI: registry.SAFIUnicast}
)

// model is a RIB as a plain map.
type model map[modelKey]modelRoute

type modelKey struct {
	f  codec.Family
	p  netip.Prefix
	id uint32
}

type modelRoute struct {
	attrs string
	stale bool
}

func (m model) count(f codec.Family) (n int) {
	for k := range m {
		if k.f == f {
			n++
		}
	}
	return n
}

func (m model) update(u *codec.Update, ctx codec.Context, asWithdraw bool) (c Change) {
	drop := func(f codec.Family, nlri []byte) {
		for n := range codec.NLRIs(nlri, f, ctx.AddPath.Has(f)) {
			k := modelKey{f, n.Prefix(f).Masked(), n.ID}
			if _, ok := m[k]; ok {
				c.Withdrawn++
			} else {
				c.Unknown++
			}
			delete(m, k)
		}
	}
	add := func(f codec.Family, nlri []byte, attrs []byte) {
		if asWithdraw {
			drop(f, nlri)
			return
		}
		for n := range codec.NLRIs(nlri, f, ctx.AddPath.Has(f)) {
			k := modelKey{f, n.Prefix(f).Masked(), n.ID}
			if _, ok := m[k]; ok {
				c.Replaced++
			} else {
				c.Added++
			}
			m[k] = modelRoute{attrs: string(attrs)}
		}
	}
	drop(v4u, u.Withdrawn)
	var rest []byte
	var reach codec.MPReach
	for a := range codec.Attrs(u.Attrs) {
		switch a.Code {
		case registry.AttrMPReach:
			reach, _ = codec.ParseMPReach(a.Value)
		case registry.AttrMPUnreach:
			f, nlri, _ := codec.ParseMPUnreach(a.Value)
			drop(f, nlri)
		default:
			rest = append(rest, u.Attrs[a.Offset:a.Offset+a.HeaderLen+len(a.Value)]...)
		}
	}
	add(v4u, u.NLRI, rest)
	if reach.NLRI != nil {
		head := codec.AppendMPReach(nil, &codec.MPReach{Family: reach.Family, NextHop: reach.NextHop})
		add(reach.Family, reach.NLRI, append(head, rest...))
	}
	return c
}

func compare(t *testing.T, r *RIB, m model) {
	t.Helper()
	sets := map[string]bool{}
	for _, x := range m {
		sets[x.attrs] = true
	}
	if r.AttributeSets() != len(sets) {
		t.Fatalf("%d sets of attributes, want %d", r.AttributeSets(), len(sets))
	}
	for _, f := range codec.KnownFamilies() {
		if r.Count(f) != m.count(f) {
			t.Fatalf("%v: %d routes, want %d", f, r.Count(f), m.count(f))
		}
		var last Route
		n := 0
		for x := range r.Routes(f) {
			want, ok := m[modelKey{f, x.Prefix, x.ID}]
			if !ok || string(x.Attrs) != want.attrs || x.Stale != want.stale {
				t.Fatalf("%v %v %d: attributes %x stale %v, want %x %v (%v)", f, x.Prefix, x.ID, x.Attrs, x.Stale, want.attrs, want.stale, ok)
			}
			if n > 0 && !before(last, x) {
				t.Fatalf("%v %d stands before %v %d", last.Prefix, last.ID, x.Prefix, x.ID)
			}
			if y, ok := r.Lookup(f, x.Prefix, x.ID); !ok || !bytes.Equal(y.Attrs, x.Attrs) || y.Prefix != x.Prefix {
				t.Fatalf("%v is looked up as %v", x, y)
			}
			last = x
			n++
		}
		if n != m.count(f) {
			t.Fatalf("%v: %d routes come, of %d", f, n, m.count(f))
		}
	}
}

func before(a, b Route) bool {
	if c := a.Prefix.Addr().Compare(b.Prefix.Addr()); c != 0 {
		return c < 0
	}
	if a.Prefix.Bits() != b.Prefix.Bits() {
		return a.Prefix.Bits() < b.Prefix.Bits()
	}
	return a.ID < b.ID
}

// dice makes UPDATEs that often meet the same routes and attributes.
type dice struct{ *rand.Rand }

func (d dice) nlri(f codec.Family, ctx codec.Context) (b []byte) {
	for range 1 + d.IntN(6) {
		var a [16]byte
		a[0], a[1], a[9] = byte(d.IntN(3)), byte(d.IntN(4)), byte(d.IntN(2))
		p := netip.PrefixFrom(netip.AddrFrom16(a), d.IntN(129))
		if f.AFI == registry.AFIIPv4 {
			p = netip.PrefixFrom(netip.AddrFrom4([4]byte(a[:4])), d.IntN(33))
		}
		at := len(b)
		b = codec.AppendNLRI(b, p, d.Uint32N(2), ctx.AddPath.Has(f))
		if d.IntN(4) == 0 && len(b)-at > 5 && p.Bits()%8 != 0 {
			b[len(b)-1] |= 1 // a bit behind the length
		}
	}
	return b
}

func (d dice) update(ctx codec.Context) (u codec.Update) {
	families := codec.KnownFamilies()
	var p codec.PathAttributes
	p.MED, p.HasMED = d.Uint32N(5), true
	if d.IntN(10) == 0 {
		p.Communities = make([]uint32, 100+d.IntN(400)) // in large blocks, and in none
	}
	attrs := p.Append(nil, ctx)
	if d.IntN(2) == 0 {
		u.Withdrawn = d.nlri(v4u, ctx)
	}
	if d.IntN(2) == 0 {
		u.NLRI = d.nlri(v4u, ctx)
	}
	if d.IntN(3) == 0 {
		f := families[d.IntN(len(families))]
		attrs = append(codec.AppendMPUnreach(nil, f, d.nlri(f, ctx)), attrs...)
	}
	if d.IntN(3) == 0 {
		f := families[d.IntN(len(families))]
		attrs = append(codec.AppendMPReach(nil, &codec.MPReach{Family: f, NextHop: []byte{1, 2, 3, byte(d.IntN(2))}, NLRI: d.nlri(f, ctx)}), attrs...)
	}
	u.Attrs = attrs
	return u
}

// TestModel: after each step of a long random life the RIB holds what a plain map holds.
func TestModel(t *testing.T) {
	for seed := range uint64(4) {
		d := dice{rand.New(rand.NewPCG(seed, 1))}
		ctx := codec.Context{AS4: true}
		if seed%2 == 0 {
			ctx.AddPath = codec.FamilySet(0).With(v4u).With(v6u)
		}
		r, m := New(), model{}
		for i := range 1500 {
			step(t, d, r, m, ctx)
			if i%50 == 0 || i < 20 {
				compare(t, r, m)
			}
		}
		for _, f := range codec.KnownFamilies() {
			if want := m.count(f); r.Clear(f) != want || r.Count(f) != 0 {
				t.Fatal("not cleared")
			}
			for k := range m {
				if k.f == f {
					delete(m, k)
				}
			}
			compare(t, r, m)
		}
	}
}

func step(t *testing.T, d dice, r *RIB, m model, ctx codec.Context) {
	f := codec.KnownFamilies()[d.IntN(4)]
	switch x := d.IntN(100); {
	case x < 90:
		u := d.update(ctx)
		if got, want := r.Apply(&u, ctx), m.update(&u, ctx, false); got != want {
			t.Fatalf("%+v: %+v, want %+v", u, got, want)
		}
	case x < 95:
		u := d.update(ctx)
		if got, want := r.Withdraw(&u, ctx), m.update(&u, ctx, true); got.Withdrawn != want.Withdrawn || got.Added+got.Replaced > 0 {
			t.Fatalf("%+v: %+v, want %+v", u, got, want)
		}
	case x < 97:
		r.MarkStale(f)
		for k, v := range m {
			if k.f == f {
				m[k] = modelRoute{v.attrs, true}
			}
		}
	case x < 99:
		want := 0
		for k, v := range m {
			if k.f == f && v.stale {
				delete(m, k)
				want++
			}
		}
		if got := r.DropStale(f); got != want {
			t.Fatalf("%d stale routes dropped, want %d", got, want)
		}
	default:
		drop := func(p netip.Prefix) bool { return p.Bits()%3 == 0 }
		want := 0
		for k := range m {
			if k.f == f && drop(k.p) {
				delete(m, k)
				want++
			}
		}
		if got := r.DropIf(f, func(x *Route) bool { return drop(x.Prefix) }); got != want {
			t.Fatalf("%d routes dropped, want %d", got, want)
		}
	}
}

// FuzzApply: whatever the octets of UPDATEs, the RIB holds what a map holds.
func FuzzApply(f *testing.F) {
	d := dice{rand.New(rand.NewPCG(1, 1))}
	for i := range 20 {
		ctx := codec.Context{AddPath: codec.FamilySet(i % 16)}
		u1, u2 := d.update(ctx), d.update(ctx)
		f.Add(u1.AppendFaulty(nil, &codec.Lies{})[codec.HeaderLen:], u2.AppendFaulty(nil, &codec.Lies{})[codec.HeaderLen:], uint8(i%16))
	}
	f.Fuzz(func(t *testing.T, a, b []byte, addPath uint8) {
		if len(a) > 2048 || len(b) > 2048 {
			return
		}
		ctx := codec.Context{AddPath: codec.FamilySet(addPath) & codec.AllFamilies}
		r, m := New(), model{}
		for _, body := range [][]byte{a, b, a, b} {
			msg := append(codec.AppendHeader(nil, codec.HeaderLen+len(body), registry.MsgUpdate), body...)
			u, ok := codec.ParseUpdate(msg)
			if !ok || odd(u.Attrs) {
				return
			}
			if got, want := r.Apply(&u, ctx), m.update(&u, ctx, false); got != want {
				t.Fatalf("%x: %+v, want %+v", body, got, want)
			}
			compare(t, r, m)
		}
		msg := append(codec.AppendHeader(nil, codec.HeaderLen+len(a), registry.MsgUpdate), a...)
		u, _ := codec.ParseUpdate(msg)
		r.Withdraw(&u, ctx)
		m.update(&u, ctx, true)
		compare(t, r, m)
	})
}

// odd reports attributes that the model does not follow: cut ones and repeated multiprotocol ones.
func odd(attrs []byte) bool {
	var seen [256]bool
	n := 0
	for a := range codec.Attrs(attrs) {
		mp := a.Code == registry.AttrMPReach || a.Code == registry.AttrMPUnreach
		if len(a.Value) < a.Length || mp && seen[a.Code] {
			return true
		}
		seen[a.Code] = true
		n = a.Offset + a.HeaderLen + a.Length
	}
	return n != len(attrs)
}

// TestShrinks: memory goes down again with the routes.
func TestShrinks(t *testing.T) {
	r := New()
	ctx := codec.Context{AS4: true}
	fillUp(r, ctx, 100000, 20000)
	full := r.Octets()
	n := 0
	r.DropIf(v4u, func(*Route) bool { n++; return n%100 != 0 })
	if got := r.Octets(); got > full*2/3 {
		t.Errorf("%d octets for %d routes, %d for all", got, r.Count(v4u), full)
	}
	r.Clear(v4u)
	if got := r.Octets(); got > 64<<10 {
		t.Errorf("%d octets for no routes", got)
	}
	fillUp(r, ctx, 1000, 10)
	compareCount(t, r, 1000)
	r.Reset()
	compareCount(t, r, 0)
}

func compareCount(t *testing.T, r *RIB, want int) {
	t.Helper()
	if r.Count(v4u) != want {
		t.Errorf("%d routes, want %d", r.Count(v4u), want)
	}
}

// fillUp announces n routes with sets different sets of attributes.
func fillUp(r *RIB, ctx codec.Context, n, sets int) {
	for _, u := range updates(ctx, n, sets) {
		r.Apply(&u, ctx)
	}
}

// updates makes UPDATEs with n routes in all.
func updates(ctx codec.Context, n, sets int) (out []codec.Update) {
	per := max(1, n/sets)
	for i := 0; i < n; {
		p := codec.PathAttributes{NextHop: netip.AddrFrom4([4]byte{192, 0, 2, 1}), MED: uint32(len(out)), HasMED: true,
			ASPath:      []codec.PathSegment{{Type: registry.SegASSequence, AS: []uint32{64500, uint32(i), 3, 4}}},
			Communities: []uint32{1, 2, uint32(i)}}
		u := codec.Update{Attrs: p.Append(nil, ctx)}
		for j := 0; j < per && i < n; j++ {
			u.NLRI = codec.AppendNLRI(u.NLRI, spread(i), 0, false)
			i++
		}
		out = append(out, u)
	}
	return out
}

// spread gives different prefixes, as a full table has them: most of 24 bits.
func spread(i int) netip.Prefix {
	x := uint32(i) * 2654435761 >> 8 << 8 // odd multiplier: no two alike in the upper 24 bits for 2^24 numbers
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{byte(x >> 24), byte(x >> 16), byte(x >> 8), 0}), 24)
}

// TestSteady: in steady state nothing is allocated.
func TestSteady(t *testing.T) {
	ctx := codec.Context{AS4: true}
	r := New()
	us := updates(ctx, 20000, 1000)
	round := func() {
		for i := range us {
			r.Apply(&us[i], ctx)
		}
		for i := range us {
			if i%3 == 0 {
				r.Apply(&codec.Update{Withdrawn: us[i].NLRI}, ctx)
			}
		}
	}
	for range 3 {
		round()
	}
	if n := testing.AllocsPerRun(3, round); n > 0 && !raceEnabled {
		t.Errorf("%v allocations a round", n)
	}
	if !slices.ContainsFunc(us, func(u codec.Update) bool { return len(u.NLRI) > 4 }) {
		t.Error("no UPDATE with several routes")
	}
}

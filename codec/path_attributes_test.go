package codec

import (
	"bytes"
	"math/rand/v2"
	"net/netip"
	"reflect"
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// someAttributes makes attributes at random: sound ones, of an internal session.
func someAttributes(r *rand.Rand) PathAttributes {
	as := func() uint32 {
		if r.IntN(3) == 0 {
			return 65536 + r.Uint32N(1<<20)
		}
		return 1 + r.Uint32N(20000)
	}
	list := func(n int) (out []uint32) {
		for range n {
			out = append(out, as())
		}
		return out
	}
	addr := func() netip.Addr { return netip.AddrFrom4([4]byte{10, byte(r.IntN(256)), 0, 1}) }
	p := PathAttributes{Origin: uint8(r.IntN(3)), NextHop: addr(), LocalPref: r.Uint32(), HasLocalPref: true}
	for range r.IntN(3) {
		p.ASPath = append(p.ASPath, PathSegment{registry.SegmentType(1 + r.IntN(2)), list(1 + r.IntN(255))})
	}
	on := func() bool { return r.IntN(2) == 0 }
	if on() {
		p.MED, p.HasMED = r.Uint32(), true
	}
	p.AtomicAggregate = on()
	if on() {
		p.AggregatorAS, p.Aggregator = as(), addr()
	}
	if on() {
		p.Communities, p.ClusterList, p.OriginatorID = list(1+r.IntN(100)), list(1+r.IntN(5)), addr()
		p.Partial |= 1 << registry.AttrCommunities
	}
	if on() {
		p.ExtCommunities = [][8]byte{{0, 2, 1}, {0x40, byte(r.IntN(256))}}
		p.LargeCommunity = [][3]uint32{{as(), 1, 2}, {3, 4, 5}}
		p.OTC, p.HasOTC = as(), true
	}
	if on() {
		p.Other = []Attr{{Flags: 0xc0, Code: 22, Length: 5, HeaderLen: 3, Value: []byte{0, 0, 0, 0, 0}},
			{Flags: 0xe0, Code: 200, Length: 1, HeaderLen: 3, Value: []byte{9}}}
	}
	return p
}

// TestPathAttributesRoundTrip: what is built is read as it was meant, in both widths, the decoder finds no error in it,
// and what was read is built again octet for octet.
func TestPathAttributesRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var dc Decoder
	for i := range 2000 {
		p := someAttributes(r)
		ctx := Context{AS4: i%2 == 0, Peer: PeerIBGP, ExtMsg: true}
		b := p.Append(nil, ctx)
		got, ok := ParsePathAttributes(b, ctx)
		if !ok || !ctx.AS4 && !reflect.DeepEqual(flat(p.ASPath), flat(got.ASPath)) {
			t.Fatalf("%+v\nis read as\n%+v", p, got)
		}
		if !ctx.AS4 { // a merge may cut segments elsewhere
			got.ASPath = p.ASPath
			got.Partial &^= 1<<registry.AttrAS4Path | 1<<registry.AttrAS4Aggregator
		}
		if !reflect.DeepEqual(got, p) {
			t.Fatalf("%+v\nis read as\n%+v", p, got)
		}
		if again := got.Append(nil, ctx); !bytes.Equal(again, b) {
			t.Fatalf("%x\ncomes again as\n%x", b, again)
		}
		u := Update{Attrs: b, NLRI: []byte{8, 10}}
		msg, err := u.Append(nil, MaxExtLen)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range dc.Check(PieceMessage, msg, ctx) {
			if f.Severity == SeverityError && f.ID != FindSegmentSet {
				t.Fatalf("%s in %x", f.Info().ID, msg)
			}
		}
	}
}

// flat gives the AS numbers of a path with the types of their segments.
func flat(path []PathSegment) (out [][2]uint32) {
	for _, s := range path {
		for _, as := range s.AS {
			out = append(out, [2]uint32{uint32(s.Type), as})
		}
	}
	return out
}

// TestPathAttributesOctets: the forms that the RFCs give.
func TestPathAttributesOctets(t *testing.T) {
	seq := func(as ...uint32) PathSegment { return PathSegment{registry.SegASSequence, as} }
	nh := netip.MustParseAddr("192.0.2.1")
	for _, c := range []struct {
		name string
		p    PathAttributes
		as4  bool
		want string
	}{
		{"nothing", PathAttributes{}, true, "40 01 01 00 40 02 00"},
		{"two octets, all fit", PathAttributes{ASPath: []PathSegment{seq(64500, 64501)}, NextHop: nh}, false,
			"40 01 01 00 40 02 06 02 02 fbf4 fbf5 40 03 04 c0000201"},
		{"two octets, one does not", PathAttributes{ASPath: []PathSegment{seq(64500, 65536)}}, false,
			"40 01 01 00 40 02 06 02 02 fbf4 5ba0 c0 11 0a 02 02 0000fbf4 00010000"},
		{"AS4_PATH has no confederation segment", PathAttributes{ASPath: []PathSegment{{registry.SegConfedSequence, []uint32{70000}}, seq(65536)}}, false,
			"40 01 01 00 40 02 08 03 01 5ba0 02 01 5ba0 c0 11 06 02 01 00010000"},
		{"nor is one for them alone", PathAttributes{ASPath: []PathSegment{{registry.SegConfedSequence, []uint32{70000}}}}, false,
			"40 01 01 00 40 02 04 03 01 5ba0"},
		{"aggregator that fits", PathAttributes{AggregatorAS: 64500, Aggregator: nh}, false,
			"40 01 01 00 40 02 00 c0 07 06 fbf4 c0000201"},
		{"aggregator that does not", PathAttributes{AggregatorAS: 65536, Aggregator: nh}, false,
			"40 01 01 00 40 02 00 c0 07 06 5ba0 c0000201 c0 12 08 00010000 c0000201"},
		{"aggregator of four octets", PathAttributes{AggregatorAS: 65536, Aggregator: nh}, true,
			"40 01 01 00 40 02 00 c0 07 08 00010000 c0000201"},
		{"in the order of the codes", PathAttributes{Origin: 2, MED: 1, HasMED: true, AtomicAggregate: true, HasOTC: true, OTC: 7,
			Other: []Attr{{Flags: 0xc0, Code: 22, Value: []byte{1}}, {Flags: 0x80, Code: 99}, {Flags: 0x40, Code: 1}}}, true,
			"40 01 01 02 40 02 00 80 04 04 00000001 40 06 00 c0 16 01 01 c0 23 04 00000007 80 63 00"},
	} {
		ctx := Context{AS4: c.as4}
		if got, want := c.p.Append(nil, ctx), octetsOf(t, c.want); !bytes.Equal(got, want) {
			t.Errorf("%s:\n got %x\nwant %x", c.name, got, want)
		}
	}
	long := PathAttributes{ASPath: []PathSegment{seq(make([]uint32, 300)...)}}
	b := long.Append(nil, Context{AS4: true})
	if want := octetsOf(t, "40 01 01 00 50 02 04b4 02 ff"); !bytes.HasPrefix(b, want) || len(b) != 4+4+4+1200 || b[4+4+2+1020+1] != 45 {
		t.Errorf("300 AS numbers: %d octets, %x", len(b), b[:12])
	}
}

func TestPrepend(t *testing.T) {
	one := []PathSegment{{registry.SegASSequence, []uint32{2, 3}}}
	p := PathAttributes{ASPath: one}
	p.Prepend(1, 2)
	if want := []PathSegment{{registry.SegASSequence, []uint32{1, 1, 2, 3}}}; !reflect.DeepEqual(p.ASPath, want) || len(one[0].AS) != 2 {
		t.Error(p.ASPath)
	}
	p.ASPath = []PathSegment{{registry.SegASSet, []uint32{5}}}
	p.Prepend(1, 1)
	p.Prepend(9, 0)
	if want := []PathSegment{{registry.SegASSequence, []uint32{1}}, {registry.SegASSet, []uint32{5}}}; !reflect.DeepEqual(p.ASPath, want) {
		t.Error(p.ASPath)
	}
}

// FuzzPathAttributes: reading does not panic, and what was read and built is read the same again.
func FuzzPathAttributes(f *testing.F) {
	for _, v := range vectors(f) {
		if v.piece == PieceAttributes && len(v.octets) < 256 {
			f.Add(v.octets, v.ctx.AS4)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, as4 bool) {
		ctx := Context{AS4: as4}
		p, ok := ParsePathAttributes(b, ctx)
		if !ok || len(b) > 1<<14 {
			return
		}
		built := p.Append(nil, ctx)
		q, ok := ParsePathAttributes(built, ctx)
		if !ok {
			t.Fatalf("%x is built as %x, which is not read", b, built)
		}
		if again := q.Append(nil, ctx); as4 && !bytes.Equal(again, built) {
			t.Fatalf("%x is built as %x, then as %x", b, built, again)
		}
	})
}

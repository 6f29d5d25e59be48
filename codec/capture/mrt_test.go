package capture

import (
	"bytes"
	"encoding/binary"
	"errors"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

var be = binary.BigEndian

const mrtTime = 1700000000

// mrtRecord wraps a body.
func mrtRecord(typ, sub uint16, body []byte) []byte {
	b := be.AppendUint32(nil, mrtTime)
	b = be.AppendUint16(b, typ)
	b = be.AppendUint16(b, sub)
	b = be.AppendUint32(b, uint32(len(body)))
	return append(b, body...)
}

// mrtSession is the start of a BGP4MP body, with AS numbers of 2 or 4 octets.
func mrtSession(width int, peerAS, localAS uint32, peer, local string) (b []byte) {
	for _, as := range []uint32{peerAS, localAS} {
		if width == 4 {
			b = be.AppendUint16(b, uint16(as>>16))
		}
		b = be.AppendUint16(b, uint16(as))
	}
	p, l := netip.MustParseAddr(peer), netip.MustParseAddr(local)
	b = append(b, 0, 3, 0, byte(p.BitLen()/128+1))
	return append(append(b, p.AsSlice()...), l.AsSlice()...)
}

func TestMRTMessages(t *testing.T) {
	peer, local := "192.0.2.1", "192.0.2.9"
	for _, tc := range []struct {
		sub     uint16
		width   int
		dir     Dir
		addPath bool
	}{
		{1, 2, DirReceived, false}, {4, 4, DirReceived, false}, {6, 2, DirSent, false}, {7, 4, DirSent, false},
		{8, 2, DirReceived, true}, {9, 4, DirReceived, true}, {10, 2, DirSent, true}, {11, 4, DirSent, true},
	} {
		for _, et := range []bool{false, true} {
			body := append(mrtSession(tc.width, 65001, 65009, peer, local), update(3)...)
			rec := mrtRecord(16, tc.sub, body)
			when := time.Unix(mrtTime, 0)
			if et {
				rec = mrtRecord(17, tc.sub, append([]byte{0, 0, 1, 2}, body...))
				when = when.Add(258 * time.Microsecond)
			}
			all, src := readAll(t, rec, Options{})
			if src.Kind != KindMRT || len(all) != 1 || all[0].err != nil {
				t.Fatalf("subtype %d: %v\n%s", tc.sub, src.Kind, lines(all))
			}
			g := all[0]
			if g.Known.ASWidth != tc.width || g.Dir != tc.dir || !bytes.Equal(g.Octets, update(3)) || !g.Time.Equal(when) ||
				g.Known.AddPath.Has(codec.IPv4Unicast) != tc.addPath || g.WidthWhy == "" {
				t.Errorf("subtype %d: %+v", tc.sub, g.Record)
			}
			p, as := g.Peer()
			if p.Addr() != netip.MustParseAddr(peer) || as != 65001 {
				t.Errorf("subtype %d: peer %v AS %d", tc.sub, p, as)
			}
			if l, as := g.Local(); l.Addr() != netip.MustParseAddr(local) || as != 65009 {
				t.Errorf("subtype %d: local %v AS %d", tc.sub, l, as)
			}
		}
	}
}

func TestMRTSession(t *testing.T) {
	head := mrtSession(4, 4200000001, 65009, "2001:db8::1", "2001:db8::9")
	rec := func(sub uint16, msg []byte) []byte { return mrtRecord(16, sub, append(bytes.Clone(head), msg...)) }
	var b []byte
	b = append(b, rec(7, open(65009, capAS4(65009), capAddPath(1), capExt()))...)
	b = append(b, rec(4, open(4200000001, capAS4(4200000001), capAddPath(3), capExt()))...)
	b = append(b, rec(5, []byte{0, 5, 0, 6})...) // OpenConfirm to Established
	b = append(b, rec(4, update(1))...)
	b = append(b, rec(5, []byte{0, 6, 0, 1})...)
	b = append(b, rec(4, update(1))...)
	all, _ := readAll(t, b, Options{})
	if len(all) != 6 {
		t.Fatal(lines(all))
	}
	if k := all[3].Known; k.AddPathHow != codec.HowNegotiated || !k.AddPath.Has(codec.IPv4Unicast) || !k.Base.ExtMsg || k.ASWidth != 4 {
		t.Errorf("%+v", k)
	}
	if st := all[2].State; st == nil || st.Old != StateOpenConfirm || st.New != StateEstablished || st.New.String() != "Established" {
		t.Errorf("%+v", st)
	}
	if k := all[5].Known; k.AddPathHow != codec.HowNone {
		t.Errorf("after the end of the session: %+v", k)
	}
}

// attrs are path attributes for table entries: ORIGIN, a 4-octet AS_PATH, NEXT_HOP.
func attrs(as ...uint32) []byte {
	path := []byte{2, byte(len(as))}
	for _, a := range as {
		path = be.AppendUint32(path, a)
	}
	b := codec.AppendAttr(nil, 0x40, registry.AttrOrigin, []byte{0})
	b = codec.AppendAttr(b, 0x40, registry.AttrASPath, path)
	return codec.AppendAttr(b, 0x40, registry.AttrNextHop, []byte{192, 0, 2, 1})
}

func mrtPeers() []byte {
	body := []byte{192, 0, 2, 99, 0, 4, 'm', 'a', 'i', 'n', 0, 2}
	body = append(body, 2, 10, 0, 0, 1, 192, 0, 2, 1, 0, 1, 0, 1)
	body = append(body, 1, 10, 0, 0, 2)
	v6 := netip.MustParseAddr("2001:db8::2").As16()
	return mrtRecord(13, 1, append(append(body, v6[:]...), 0xfd, 0xe8))
}

// entry is one RIB entry.
func entry(peer uint16, id int, attrs []byte) []byte {
	b := be.AppendUint16(nil, peer)
	b = be.AppendUint32(b, mrtTime-100)
	if id >= 0 {
		b = be.AppendUint32(b, uint32(id))
	}
	return append(be.AppendUint16(b, uint16(len(attrs))), attrs...)
}

// TestMRTTable builds entries of all families and lets the codec judge the UPDATEs.
func TestMRTTable(t *testing.T) {
	v6 := netip.MustParseAddr("2001:db8::1").As16()
	short := codec.AppendAttr(attrs(65537, 65000), 0x80, registry.AttrMPReach, append([]byte{16}, v6[:]...))
	long := codec.AppendAttr(attrs(65537, 65000), 0x80, registry.AttrMPReach,
		append(append([]byte{0, 2, 1, 16}, v6[:]...), 0, 32, 0x20, 0x01, 0x0d, 0xb8))
	p4, p6 := []byte{20, 10, 1, 16}, []byte{32, 0x20, 0x01, 0x0d, 0xb8}
	for _, tc := range []struct {
		sub    uint16
		prefix []byte
		attrs  []byte
		id     int
		family string
	}{
		{2, p4, attrs(65537, 65000), -1, "ipv4-unicast"},
		{2, p4, short, -1, "ipv4-unicast"},
		{3, p4, attrs(65537), -1, "ipv4-multicast"},
		{4, p6, short, -1, "ipv6-unicast"},
		{4, p6, long, -1, "ipv6-unicast"},
		{5, p6, short, -1, "ipv6-multicast"},
		{8, p4, attrs(65537), 7, "ipv4-unicast"},
		{9, p4, attrs(65537), 7, "ipv4-multicast"},
		{10, p6, short, 7, "ipv6-unicast"},
		{11, p6, short, 7, "ipv6-multicast"},
		{6, append([]byte{0, 2, 1}, p6...), short, -1, "ipv6-unicast"},
		{12, append([]byte{0, 1, 1}, p4...), attrs(65537), 9, "ipv4-unicast"},
	} {
		body := append([]byte{0, 0, 0, 1}, tc.prefix...)
		body = append(body, 0, 2)
		body = append(append(body, entry(0, tc.id, tc.attrs)...), entry(1, tc.id, tc.attrs)...)
		all, src := readAll(t, append(mrtPeers(), mrtRecord(13, tc.sub, body)...), Options{})
		if len(all) != 2 || all[0].err != nil || all[1].err != nil {
			t.Fatalf("subtype %d: %+v\n%s", tc.sub, src.Stats(), lines(all))
		}
		g := all[1]
		if g.Src.Addr() != netip.MustParseAddr("2001:db8::2") || g.SrcAS != 65000 || g.Table != "main" || !g.Synthesised ||
			g.View != ViewTable || g.Originated.Unix() != mrtTime-100 || all[0].SrcAS != 65537 {
			t.Errorf("subtype %d: %+v", tc.sub, g.Record)
		}
		f, _ := codec.ParseFamily(tc.family)
		if g.Known.AddPath.Has(f) != (tc.id >= 0) || g.Known.AddPathHow != codec.HowEvidence || g.Known.ASWidth != 4 {
			t.Errorf("subtype %d: %+v", tc.sub, g.Known)
		}
		var dc codec.Decoder
		guess := codec.GuessContext(&dc, codec.PieceMessage, g.Octets, g.Known)
		for _, finding := range dc.Decode(codec.PieceMessage, g.Octets, guess.Ctx).Findings {
			t.Errorf("subtype %d: finding %s", tc.sub, codec.FindingInfo(finding.ID).ID) // IPv4 multicast came without a next hop
		}
	}
	all, _ := readAll(t, mrtPeers(), Options{Peers: true})
	if lines(all) != "report 0 192.0.2.1:0\nreport 0 [2001:db8::2]:0\n" {
		t.Error(lines(all))
	}
}

func TestMRTTableV1(t *testing.T) {
	b := codec.AppendAttr(nil, 0x40, registry.AttrOrigin, []byte{0})
	b = codec.AppendAttr(b, 0x40, registry.AttrASPath, []byte{2, 1, 0xfd, 0xe9})
	b = codec.AppendAttr(b, 0x40, registry.AttrNextHop, []byte{192, 0, 2, 1})
	body := []byte{0, 0, 0, 1, 198, 51, 100, 0, 23, 1, 0x65, 0x53, 0xf1, 0, 192, 0, 2, 1, 0xfd, 0xe9}
	body = append(be.AppendUint16(body, uint16(len(b))), b...)
	all, _ := readAll(t, mrtRecord(12, 1, body), Options{})
	if len(all) != 1 || all[0].err != nil {
		t.Fatal(lines(all))
	}
	g := all[0]
	if g.SrcAS != 65001 || g.Known.ASWidth != 2 || !bytes.HasSuffix(g.Octets, []byte{23, 198, 51, 100}) {
		t.Errorf("%+v", g.Record)
	}
}

func TestMRTDamage(t *testing.T) {
	head := mrtSession(4, 65001, 65009, "192.0.2.1", "192.0.2.9")
	var b []byte
	var ends []int
	for i := range 12 {
		b = append(b, mrtRecord(16, 4, append(bytes.Clone(head), update(i)...))...)
		ends = append(ends, len(b))
	}
	b = append(b, mrtRecord(11, 0, []byte{1, 2, 3})...) // OSPF, in between
	b = append(b, mrtRecord(16, 4, append(bytes.Clone(head), keepalive()...))...)
	all, src := readAll(t, b, Options{})
	wantTypes(t, all, "2222222222224")
	if src.Stats().Unknown != 1 {
		t.Errorf("%+v", src.Stats())
	}
	for off := ends[4]; off < ends[5]; off++ {
		bad := bytes.Clone(b)
		for i := range 8 {
			bad[off+i] = 0xe7
		}
		all, src := readAll(t, bad, Options{})
		if n := len(all); n < 11 || all[n-1].err == nil && all[n-1].Octets[18] != 4 {
			t.Errorf("damaged at %d:\n%s", off-ends[4], lines(all))
		}
		for _, g := range all {
			var d *Damage
			if g.err != nil && (!errors.As(g.err, &d) || d.Offset < int64(ends[4]) && off < ends[5]-8 || d.Index == 0) {
				t.Errorf("damaged at %d: %v", off-ends[4], g.err)
			}
		}
		if src.Stats().Octets != int64(len(bad)) {
			t.Errorf("damaged at %d: %d octets read", off-ends[4], src.Stats().Octets)
		}
	}
	for cut := range ends[1] {
		all, _ := readAll(t, b[:cut], Options{Kind: KindMRT})
		if cut > 0 && cut != ends[0] && (len(all) == 0 || all[len(all)-1].err == nil) {
			t.Errorf("cut at %d is not told:\n%s", cut, lines(all))
		}
	}
	all, _ = readAll(t, b[:ends[3]-4], Options{})
	if g := all[3]; g.Lost != 4 || !g.Known.Base.Cut || all[4].err == nil {
		t.Errorf("a cut message:\n%s", lines(all))
	}
}

// TestMRTBetweenDamage: a sound record between two damaged ones is read, since the message in it shows where it ends.
func TestMRTBetweenDamage(t *testing.T) {
	for _, tc := range []struct {
		typ, sub uint16
		head     []byte
	}{
		{16, 1, mrtSession(2, 65001, 65009, "192.0.2.1", "192.0.2.9")},
		{16, 4, mrtSession(4, 65001, 65009, "192.0.2.1", "192.0.2.9")},
		{16, 4, mrtSession(4, 65001, 65009, "2001:db8::1", "2001:db8::9")},
		{17, 4, append([]byte{0, 0, 0, 9}, mrtSession(4, 65001, 65009, "192.0.2.1", "192.0.2.9")...)},
	} {
		sound := mrtRecord(tc.typ, tc.sub, append(bytes.Clone(tc.head), update(3)...))
		long, short := bytes.Clone(sound), bytes.Clone(sound)
		be.PutUint32(long[8:], 0x7fffffff)
		be.PutUint32(short[8:], 5)
		all, src := readAll(t, slices.Concat(sound, long, sound, short, sound), Options{})
		n := 0
		for _, g := range all {
			if g.err == nil {
				n++
			}
		}
		if n != 3 || src.Stats().Damaged != 2 {
			t.Errorf("%d/%d: %d messages\n%s", tc.typ, tc.sub, n, lines(all))
		}
	}
}

// TestSessionTable: of more sessions than have a place the oldest are forgotten; one that comes again and again takes none of theirs.
func TestSessionTable(t *testing.T) {
	key := func(as uint32) sessionKey { return sessionKey{peerAS: as} }
	tab := sessionTable{limit: 3}
	for as := range uint32(7) {
		if tab.get(key(as), true); tab.get(key(as), false) == nil {
			t.Fatal(as)
		}
	}
	for as := range uint32(7) {
		if (tab.get(key(as), false) != nil) != (as >= 4) {
			t.Errorf("session %d", as)
		}
	}
	if tab.forgotten != 4 || len(tab.m) != 3 || len(tab.ring) != 3 {
		t.Errorf("%d forgotten, %d of %d places", tab.forgotten, len(tab.m), len(tab.ring))
	}
	for range 10 {
		if tab.end(key(5)); tab.get(key(5), false) != nil {
			t.Fatal("a session that is over")
		}
		tab.get(key(5), true)
	}
	if tab.end(key(99)); tab.get(key(4), false) == nil || tab.get(key(6), false) == nil || tab.forgotten != 4 || len(tab.m) != 3 {
		t.Errorf("%+v", tab)
	}
	tab.end(key(4))
	if tab.get(key(8), true); tab.forgotten != 4 { // the place of one that was over
		t.Errorf("%d forgotten", tab.forgotten)
	}
}

// TestMRTKnown: what a record itself tells of its session.
func TestMRTKnown(t *testing.T) {
	long := append(codec.AppendHeader(nil, codec.MaxLen+9, registry.MsgUpdate), make([]byte, codec.MaxLen+9-codec.HeaderLen)...)
	for _, tc := range []struct {
		sub     uint16
		peerAS  uint32
		msg     []byte
		why     string
		kind    codec.PeerKind
		extends bool
	}{
		{1, 65001, update(1), whyMRT2, codec.PeerUnknown, false},
		{4, 65001, update(1), whyMRT4, codec.PeerUnknown, false},
		{4, 65009, update(1), whyMRT4, codec.PeerIBGP, false},
		{4, 65001, long, whyMRT4, codec.PeerUnknown, true},
	} {
		width := 2
		if tc.sub == 4 {
			width = 4
		}
		all, _ := readAll(t, mrtRecord(16, tc.sub, append(mrtSession(width, tc.peerAS, 65009, "192.0.2.1", "192.0.2.9"), tc.msg...)), Options{})
		if len(all) != 1 || all[0].WidthWhy != tc.why || all[0].Known.Base.Peer != tc.kind || all[0].Known.Base.ExtMsg != tc.extends {
			t.Errorf("subtype %d, AS %d: %+v", tc.sub, tc.peerAS, all)
		}
	}
}

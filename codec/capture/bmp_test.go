package capture

import (
	"bytes"
	"net/netip"
	"slices"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

func bmpMessage(typ byte, body ...[]byte) []byte {
	all := bytes.Join(body, nil)
	b := be.AppendUint32([]byte{3}, uint32(len(all)+6))
	return append(append(b, typ), all...)
}

// bmpPeerHeader is a per-peer header for an address, AS 65001.
func bmpPeerHeader(typ, flags byte, addr string) []byte {
	b := append([]byte{typ, flags}, 0, 0, 0, 0, 0, 0, 0, 5)
	a := netip.MustParseAddr(addr)
	if a.Is4() {
		b = append(b, make([]byte, 12)...)
	} else {
		b[1] |= 0x80
	}
	b = append(b, a.AsSlice()...)
	b = be.AppendUint32(b, 65001)
	b = append(b, 10, 0, 0, 1)
	return append(be.AppendUint32(b, mrtTime), 0, 0, 0, 100)
}

func bmpTLV(typ uint16, v string) []byte {
	b := be.AppendUint16(nil, typ)
	return append(be.AppendUint16(b, uint16(len(v))), v...)
}

func bmpUp(peer []byte) []byte {
	local := append(make([]byte, 12), 192, 0, 2, 9)
	ports := []byte{0, 179, 0xc3, 0x50}
	return bmpMessage(3, peer, local, ports,
		open(65009, capAS4(65009), capAddPath(1)), open(65001, capAS4(65001), capAddPath(2)), bmpTLV(3, "red"))
}

func TestBMP(t *testing.T) {
	peer := bmpPeerHeader(0, 0, "192.0.2.1")
	var b []byte
	b = append(b, bmpMessage(4, bmpTLV(2, "router1"), bmpTLV(1, "a\x1b[31m\xffrouter"))...)
	b = append(b, bmpUp(peer)...)
	b = append(b, bmpMessage(0, peer, update(2))...)
	b = append(b, bmpMessage(0, bmpPeerHeader(0, 0x20|0x40, "192.0.2.1"), update(2))...)
	b = append(b, bmpMessage(0, bmpPeerHeader(0, 0x10, "192.0.2.1"), update(2))...)
	stats := append([]byte{0, 0, 0, 3}, bmpTLV(0, "\x00\x00\x00\x05")...)
	stats = append(stats, bmpTLV(7, "\x00\x00\x00\x00\x00\x00\x00\x06")...)
	stats = append(stats, bmpTLV(9, "\x00\x02\x01\x00\x00\x00\x00\x00\x00\x00\x07")...)
	b = append(b, bmpMessage(1, peer, stats)...)
	b = append(b, bmpMessage(6, peer, bmpTLV(1, "\x00\x00"), bmpTLV(0, string(keepalive())))...)
	b = append(b, bmpMessage(2, peer, []byte{3}, message(registry.MsgNotification, 6, 2))...)
	b = append(b, bmpMessage(2, peer, []byte{2, 0, 24})...)
	b = append(b, bmpMessage(0, peer, update(1))...)
	b = append(b, bmpMessage(5, bmpTLV(1, "\x00\x03"), bmpTLV(0, "bye"))...)
	all, src := readAll(t, b, Options{})
	if src.Kind != KindBMP {
		t.Fatal(src.Kind)
	}
	wantTypes(t, all, "112224"+"32")
	want := `report 1 invalid AddrPort
2 192.0.2.1:50000>192.0.2.9:179 type 1 len 43
2 192.0.2.9:179>192.0.2.1:50000 type 1 len 43
state 192.0.2.1:50000 5>6 bmp
3 192.0.2.1:50000>192.0.2.9:179 type 2 len 31
4 192.0.2.1:50000>192.0.2.9:179 type 2 len 31
5 192.0.2.9:179>192.0.2.1:50000 type 2 len 31
report 3 192.0.2.1:50000
report 4 192.0.2.1:50000
7 192.0.2.1:50000>192.0.2.9:179 type 4 len 19
8 192.0.2.1:50000>192.0.2.9:179 type 3 len 21
state 192.0.2.1:50000 6>1 bmp
state 192.0.2.1:0 6>1 bmp
10 192.0.2.1:0>invalid AddrPort type 2 len 27
report 2 invalid AddrPort
`
	if got := lines(all); got != want {
		t.Fatalf("got\n%swant\n%s", got, want)
	}
	if texts := all[0].Report.Texts; len(texts) != 2 || texts[0] != (Text{2, "router1"}) || texts[1].Text != "a\x1b[31m\uFFFDrouter" {
		t.Errorf("%+v", texts)
	}
	if g := all[4]; g.Known.ASWidth != 4 || !g.Known.AddPath.Has(codec.IPv4Unicast) || g.View != ViewAdjRIBInPre ||
		g.Table != "red" || g.Distinguisher != 5 || g.DstAS != 65009 || g.PeerID != netip.MustParseAddr("10.0.0.1") ||
		!g.Time.Equal(time.Unix(mrtTime, 100000)) || g.Dir != DirReceived {
		t.Errorf("%+v", g.Record)
	}
	if g := all[5]; g.Known.ASWidth != 2 || g.View != ViewAdjRIBInPost {
		t.Errorf("%+v", g.Record)
	}
	if g := all[6]; g.Known.AddPath.Has(codec.IPv4Unicast) || g.View != ViewAdjRIBOutPre || g.Dir != DirSent || g.SrcAS != 65009 || g.DstAS != 65001 {
		t.Errorf("%+v", g.Record)
	}
	c := all[7].Report.Counters
	if len(c) != 3 || c[0] != (Counter{Type: 0, Value: 5}) || c[1].Value != 6 || c[2].Family.String() != "ipv6-unicast" || c[2].Value != 7 {
		t.Errorf("%+v", c)
	}
	if st := all[11].State; st.Reason != 3 {
		t.Errorf("%+v", st)
	}
	if st := all[12].State; st.Reason != 2 || st.FSMEvent != 24 {
		t.Errorf("%+v", st)
	}
	if r := all[14].Report; r.Code != 3 || r.Texts[0].Text != "bye" {
		t.Errorf("%+v", r)
	}
}

func TestBMPLocRIB(t *testing.T) {
	peer := bmpPeerHeader(3, 0, "0.0.0.0")
	all, _ := readAll(t, append(bmpUp(peer), bmpMessage(0, peer, update(1))...), Options{})
	g := all[len(all)-1]
	if g.View != ViewLocRIB || g.Dir != DirUnknown || g.Src.IsValid() || g.Known.ASWidth != 4 || !g.Known.AddPath.Has(codec.IPv4Unicast) || g.Table != "red" {
		t.Errorf("%+v", g.Record)
	}
}

func TestBMPDamage(t *testing.T) {
	peer := bmpPeerHeader(0, 0, "2001:db8::1")
	b := bmpUp(peer)
	var ends []int
	for i := range 10 {
		b = append(b, bmpMessage(0, peer, update(i+1))...)
		ends = append(ends, len(b))
	}
	for off := ends[4]; off < ends[5]; off++ {
		bad := bytes.Clone(b)
		copy(bad[off:], "\x77\x77\x77\x77\x77")
		all, _ := readAll(t, bad, Options{})
		if n := len(all); n < 11 || types(all)[len(types(all))-1] != '2' {
			t.Errorf("damaged at %d:\n%s", off-ends[4], lines(all))
		}
	}
	for cut := 6; cut < len(b); cut += 7 {
		all, _ := readAll(t, b[:cut], Options{})
		if n := len(all); !slices.Contains(ends, cut) && (n == 0 || all[n-1].err == nil) {
			t.Errorf("cut at %d is not told:\n%s", cut, lines(all))
		}
	}
}

func TestStream(t *testing.T) {
	all, src := readAll(t, append(append(update(4)[9:], update(3)...), append(keepalive(), update(2)[:25]...)...), Options{})
	if src.Kind != KindStream {
		t.Fatal(src.Kind)
	}
	wantTypes(t, all, "242")
	if all[0].Passed != 30 || !all[0].Joined || all[2].Lost != 6 || all[1].Offset != 30+35 || all[2].Index != 3 {
		t.Error(lines(all))
	}
}

// TestOpenBMP: the headers that a collector puts in front of the messages are stepped over.
func TestOpenBMP(t *testing.T) {
	msgs, want := bmpSession()
	plain, _ := readAll(t, bytes.Join(msgs, nil), Options{})
	var b []byte
	var ends []int
	for _, m := range msgs {
		head := append(append([]byte("OBMP\x01\x07\x00\x00\x00\x00\x00\x00\x80\x0c"), make([]byte, 24)...), "\x00\x07a\x03nt\xffor"...)
		be.PutUint16(head[6:], uint16(len(head)))
		be.PutUint32(head[8:], uint32(len(m)))
		b = append(append(b, head...), m...)
		ends = append(ends, len(b))
	}
	all, src := readAll(t, b, Options{})
	wantTypes(t, all, want)
	if src.Kind != KindBMP || src.Stats().Damaged != 0 || len(all) != len(plain) {
		t.Errorf("%s, %d records, %+v", src.Kind, len(all), src.Stats())
	}
	for i := range min(len(all), len(plain)) {
		if g, p := all[i], plain[i]; g.Src != p.Src || g.Dir != p.Dir || g.Router != p.Router || !bytes.Equal(g.Octets, p.Octets) {
			t.Errorf("record %d: %+v, want %+v", i, g.Record, p.Record)
		}
	}
	if k := Sniff(b[:ends[0]]); k != KindBMP { // no BGP message is in the first
		t.Errorf("%s", k)
	}
	bad := bytes.Clone(b) // in a message that others follow
	be.PutUint32(bad[ends[4]-len(msgs[4])+1:], 1<<31)
	if all, src := readAll(t, bad, Options{}); src.Stats().Damaged != 1 || len(all) < len(plain)-2 {
		t.Errorf("%d records, %+v", len(all), src.Stats())
	}
}

package capture

import (
	"bytes"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/registry"
)

// bmpSession is what a router tells a collector, and the message types that are in it.
func bmpSession() (msgs [][]byte, want string) {
	one, two := bmpPeerHeader(0, 0, "192.0.2.1"), bmpPeerHeader(0, 0, "2001:db8::7")
	return [][]byte{
		bmpMessage(4, bmpTLV(1, "a router"), bmpTLV(2, "edge7")),
		bmpUp(one),
		bmpMessage(0, one, update(2)),
		bmpMessage(1, one, []byte{0, 0, 0, 1}, bmpTLV(0, "\x00\x00\x00\x05")),
		bmpUp(two),
		bmpMessage(0, two, update(120)),
		bmpMessage(0, one, update(3)),
		bmpMessage(2, one, []byte{3}, message(registry.MsgNotification, 6, 4)),
		bmpMessage(2, two, []byte{4}),
	}, "11" + "2" + "11" + "22" + "3"
}

// inTCP puts octets into segments of n octets each, on a connection to a collector's port.
func inTCP(t testing.TB, b []byte, n int, syn bool) *wire {
	w := newWire(t)
	w.a, w.b = netip.MustParseAddrPort("198.51.100.3:35111"), netip.MustParseAddrPort("198.51.100.4:11019")
	if syn {
		w.connect()
	}
	for len(b) > 0 {
		k := min(n, len(b))
		w.send('a', b[:k])
		b = b[k:]
	}
	return w
}

// TestBMPInTCP: a BMP session in a capture is read as BMP, however the octets are cut into segments: the BGP messages in it are of
// the router's sessions, and its Peer Downs are told.
func TestBMPInTCP(t *testing.T) {
	msgs, want := bmpSession()
	b := bytes.Join(msgs, nil)
	plain, _ := readAll(t, b, Options{})
	for _, n := range []int{1, 5, 6, 7, 47, 48, 49, 100, 1448, 1 << 20} {
		w := inTCP(t, b, n, true)
		w.flag('a', "FA")
		w.flag('b', "FA")
		all, src := readAll(t, w.pcap(0), Options{Falls: true})
		wantTypes(t, all, want)
		if st := src.Stats(); st.Streams != 1 || st.NotBGP != 0 || st.LostOctets != 0 || st.Damaged != 0 {
			t.Errorf("segments of %d: %+v", n, st)
		}
		if len(all) != len(plain) {
			t.Fatalf("segments of %d: %d records, in a file %d:\n%s", n, len(all), len(plain), lines(all))
		}
		for i := range all {
			g, p := all[i], plain[i]
			if g.Source != KindBMP || g.Src != p.Src || g.Dst != p.Dst || g.SrcAS != p.SrcAS || g.Dir != p.Dir || g.View != p.View || g.Table != p.Table ||
				!bytes.Equal(g.Octets, p.Octets) || g.Kind == RecordMessage && !g.Time.Equal(p.Time) || g.Joined || g.Passed != 0 || g.Missing != 0 || g.Router != p.Router {
				t.Fatalf("segments of %d: record %d is %+v, in a file %+v", n, i, g.Record, p.Record)
			}
		}
	}
}

// TestBMPRouter: records carry the name that their router gave itself, in a file with the streams of several routers and in TCP
// connections side by side.
func TestBMPRouter(t *testing.T) {
	peer := bmpPeerHeader(0, 0, "192.0.2.1")
	named := func(name string) []byte {
		return bytes.Join([][]byte{bmpMessage(4, bmpTLV(2, name)), bmpUp(peer), bmpMessage(0, peer, update(2))}, nil)
	}
	routers := func(all []got) string {
		var s []string
		for _, r := range all {
			if r.Kind != RecordReport {
				s = append(s, r.Router)
			}
		}
		return strings.Join(s, " ")
	}
	file := bytes.Join([][]byte{named("a1"), named("b2"), bmpMessage(5), bmpUp(peer), named(strings.Repeat("x", 256))}, nil)
	all, _ := readAll(t, file, Options{})
	if got := routers(all); got != "a1 a1 a1 a1 b2 b2 b2 b2"+strings.Repeat(" ", 3+4) {
		t.Errorf("%q", got)
	}
	w, other := inTCP(t, named("a1"), 40, true), newWire(t)
	other.a, other.b = netip.MustParseAddrPort("198.51.100.9:4000"), w.b
	other.connect()
	for rest := named("b2"); len(rest) > 0; rest = rest[min(len(rest), 30):] {
		other.send('a', rest[:min(len(rest), 30)])
	}
	both := *w
	both.packets, both.times = nil, nil
	for i := range max(len(w.packets), len(other.packets)) {
		for _, x := range []*wire{w, other} {
			if i < len(x.packets) {
				both.packets, both.times = append(both.packets, x.packets[i]), append(both.times, x.times[i])
			}
		}
	}
	all, _ = readAll(t, both.pcap(0), Options{})
	got := strings.Fields(routers(all))
	slices.Sort(got)
	if s := strings.Join(got, " "); s != "a1 a1 a1 a1 b2 b2 b2 b2" {
		t.Errorf("%q", s)
	}
}

// TestBMPJoined: a stream that is joined at any octet is read from the first message on whose headers are there, as a file and in
// TCP, and says how much was passed over.
func TestBMPJoined(t *testing.T) {
	msgs, _ := bmpSession()
	b := bytes.Join(msgs, nil)
	var starts []int
	for i, at := 0, 0; i < len(msgs); i++ {
		starts = append(starts, at)
		at += len(msgs[i])
	}
	const last = 6 // joined behind its start, nothing but a Peer Down without a BGP message may be left
	for from := 1; from <= starts[last]; from++ {
		next := 0
		for starts[next] < from {
			next++
		}
		want, _ := readAll(t, bytes.Join(msgs[next:], nil), Options{})
		check := func(how string, all []got) {
			t.Helper()
			if types(all) != types(want) {
				t.Fatalf("%s from octet %d: %s, want %s\n%s", how, from, types(all), types(want), lines(all))
			}
			for _, g := range all {
				if g.Kind == RecordMessage {
					if (g.Passed != starts[next]-from || !g.Joined) && from != starts[next] {
						t.Fatalf("%s from octet %d: passed %d, joined %v, want %d", how, from, g.Passed, g.Joined, starts[next]-from)
					}
					break
				}
			}
		}
		for _, n := range []int{29, 1448} {
			all, _ := readAll(t, inTCP(t, b[from:], n, false).pcap(0), Options{})
			stray := 0
			for len(all) > 0 && all[0].Source == KindPcap { // joined behind the head of a message: its BGP messages come first
				all, stray = all[1:], stray+1
			}
			if head := from - starts[next-1]; stray > 2 || stray > 0 && head > 111 {
				t.Fatalf("from octet %d, %d octets behind a head: %d messages of TCP", from, head, stray)
			}
			for i := range all {
				if stray > 0 && all[i].Joined {
					all[i].Passed = starts[next] - from
				}
			}
			check("TCP", all)
		}
		all, src := readAll(t, b[from:], Options{})
		if src.Kind != KindBMP {
			t.Fatalf("from octet %d: %v", from, src.Kind)
		}
		check("file", all)
	}
}

// TestBMPHoles: octets that are lost cost the messages that they were in, not those behind.
func TestBMPHoles(t *testing.T) {
	msgs, want := bmpSession()
	b := bytes.Join(msgs, nil)
	peer := bmpPeerHeader(0, 0, "192.0.2.1")
	for range 5 {
		b = append(b, bmpMessage(0, peer, update(9))...)
		want += "2"
	}
	for drop := range len(b) / 64 {
		w := inTCP(t, b, 64, true)
		i := 3 + drop
		w.packets, w.times = append(w.packets[:i:i], w.packets[i+1:]...), append(w.times[:i:i], w.times[i+1:]...)
		for k := i; k < len(w.times); k++ {
			w.times[k] = w.times[k].Add(time.Minute)
		}
		all, src := readAll(t, w.pcap(0), Options{})
		// The Peer Up of one peer takes two messages; the dropped segment touches three messages at most.
		if n := len(types(all)); n < len(want)-5 || strings.Count(types(all), "!") > 1 {
			t.Errorf("segment %d dropped: %s of %s\n%s", drop, types(all), want, lines(all))
		}
		if st := src.Stats(); drop > 0 && st.LostOctets != 64 {
			t.Errorf("segment %d dropped: %+v", drop, st)
		}
	}
}

// kinds leaves out where the first of each kind is.
func kinds(o Others) Others {
	for i := range o {
		o[i].First = 0
	}
	return o
}

// TestBMPOthers: types that are not known, and messages of version 4, are passed over and counted; what follows is read.
func TestBMPOthers(t *testing.T) {
	peer := bmpPeerHeader(0, 0, "192.0.2.1")
	four := func(typ byte, body []byte) []byte {
		b := bmpMessage(typ, body)
		b[0] = 4
		return b
	}
	b := bmpUp(peer)
	b = append(b, bmpMessage(9, []byte("whatever"))...)
	b = append(b, bmpMessage(200)...)
	b = append(b, bmpMessage(9, peer, update(1))...)
	b = append(b, bmpMessage(0, peer, update(1))...)
	b = append(b, four(0, append(bytes.Clone(peer), 0, 7, 0, 0))...)
	b = append(b, four(3, peer)...)
	b = append(b, bmpMessage(0, peer, update(2))...)
	want := Others{{KindBMP, 9, 3, 2, 0}, {KindBMP, 200, 3, 1, 0}, {KindBMP, 0, 4, 2, 0}}
	four0 := int64(bytes.Index(b, four(0, append(bytes.Clone(peer), 0, 7, 0, 0))))
	for name, in := range map[string][]byte{"file": b, "TCP": inTCP(t, b, 50, true).pcap(0)} {
		all, src := readAll(t, in, Options{})
		wantTypes(t, all, "1122")
		if st := src.Stats(); kinds(st.Others) != want || name == "file" && st.Others[2].First != four0 || st.Unknown != 5 || st.Skipped != 0 {
			t.Errorf("%s: %+v", name, st)
		}
	}
	if s := want[0].String() + "; " + want[2].String(); s != "BMP messages of type 9; BMP messages of version 4 (draft-ietf-grow-bmp-tlv)" {
		t.Error(s)
	}
	all, src := readAll(t, bytes.Repeat(four(0, peer), 3), Options{})
	if src.Kind != KindBMP || len(all) != 0 || src.Stats().Others != (Others{{KindBMP, 0, 4, 3, 0}}) {
		t.Errorf("%v %s %+v", src.Kind, lines(all), src.Stats())
	}
	bad := append(bmpMessage(9, []byte("no header behind it")), "garbage, and then"...)
	all, _ = readAll(t, append(append(bmpMessage(0, peer, update(1)), bad...), bytes.Repeat(bmpMessage(0, peer, update(1)), 2)...), Options{})
	wantTypes(t, all, "2!22")
}

// TestNotBMP: streams with octets that look like the beginning of BMP are what they are.
func TestNotBMP(t *testing.T) {
	peer := bmpPeerHeader(0, 0, "192.0.2.1")
	almost := append([]byte{3, 0, 0, 0, 90, 0}, peer...)
	w := newWire(t)
	w.send('a', append(append(bytes.Clone(almost), make([]byte, 60)...), keepalive()...)) // joined in a message that looks so
	w.send('a', update(4))
	all, _ := readAll(t, w.pcap(0), Options{})
	wantTypes(t, all, "42")
	_, src := readAll(t, inTCP(t, append(append(bytes.Clone(almost), make([]byte, 60)...), "no BMP at all"...), 20, true).pcap(0), Options{})
	if st := src.Stats(); st.Messages != 0 || st.NotBGP == 0 {
		t.Errorf("%+v", st)
	}
	claims := append(bytes.Clone(almost), bytes.Repeat(keepalive(), 30)...) // BGP inside of what claims to be a longer message, and is none
	claims[4], claims[5] = 200, bmpStatistics
	for _, n := range []int{7, 19, 60, 1448} {
		all, _ := readAll(t, inTCP(t, claims, n, false).pcap(0), Options{})
		wantTypes(t, all, strings.Repeat("4", 30))
	}
	// Many heads that nothing follows take no time: each octet is looked at a few times.
	for _, head := range [][]byte{append([]byte{3, 0, 1, 0x0f, 0, 0}, peer...), {3, 0, 1, 0x0f, 0xff, 4, 0, 1, 0, 0}} {
		for _, port := range []uint16{179, 1790} {
			w := inTCP(t, nil, 0, false)
			w.b = netip.AddrPortFrom(w.b.Addr(), port)
			for b := bytes.Repeat(head, 200000/len(head)); len(b) > 8; b = b[8:] {
				w.send('a', b[:8])
			}
			if _, src := readAll(t, w.pcap(0), Options{}); src.Stats().Messages != 0 || src.Stats().NotBGP < 190000 {
				t.Errorf("%+v", src.Stats())
			}
		}
	}
	start := append([]byte{3, 0, 3, 0xff, 0xff, 4}, bytes.Repeat([]byte{0, 1, 0, 0, 3, 0, 3, 0xff, 0xff, 4}, 20000)...)
	_, src = readAll(t, inTCP(t, start, 1448, false).pcap(0), Options{})
	if st := src.Stats(); st.Messages != 0 || st.NotBGP == 0 {
		t.Errorf("%+v", st)
	}
}

package capture

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"slices"
	"testing"

	"github.com/gopacket/gopacket/layers"

	"github.com/bgpdecode/bgpdecode/codec"
)

// session adds a whole short session: SYN, both OPENs, KEEPALIVEs, UPDATEs.
func (w *wire) session() {
	w.connect()
	w.send('a', open(65001, capAS4(65001), capAddPath(3)))
	w.send('b', open(65002, capAS4(65002), capAddPath(1)))
	w.send('a', keepalive())
	w.send('b', keepalive())
	w.send('a', append(update(3), update(2)...)) // two messages in a segment
	big := update(900)
	for len(big) > 0 { // a message over several segments
		n := min(1448, len(big))
		w.send('b', big[:n])
		big = big[n:]
	}
}

const sessionTypes = "1144222"

func TestPcapLinks(t *testing.T) {
	for _, link := range []layers.LinkType{layers.LinkTypeEthernet, layers.LinkTypeNull, layers.LinkTypeLinuxSLL,
		layers.LinkTypeLinuxSLL2, layers.LinkTypeRaw, layers.LinkTypeIPv4} {
		w := newWire(t)
		w.link = link
		w.session()
		for name, b := range map[string][]byte{"pcap": w.pcap(0), "pcapng": w.pcapng()} {
			all, src := readAll(t, b, Options{})
			if src.Kind.String() != name {
				t.Errorf("%v: kind %v", link, src.Kind)
			}
			wantTypes(t, all, sessionTypes)
			if st := src.Stats(); st.Messages != int64(len(sessionTypes)) || st.Streams != 1 || st.LostOctets != 0 || st.Octets != int64(len(b)) {
				t.Errorf("%v %s: %+v", link, name, st)
			}
		}
	}
}

func TestPcapVLANAndIPv6(t *testing.T) {
	for _, vlan := range [][]uint16{{7}, {7, 8}} {
		w := newWire(t)
		w.vlan = vlan
		w.a, w.b = netip.MustParseAddrPort("[2001:db8::1]:50123"), netip.MustParseAddrPort("[2001:db8::2]:1790")
		w.session()
		all, _ := readAll(t, w.pcap(0), Options{})
		wantTypes(t, all, sessionTypes)
		if g := all[0]; g.Src != w.a || g.Dst != w.b || g.Index != 4 || !g.Time.Equal(w.times[3]) {
			t.Errorf("%+v", g.Record)
		}
	}
}

func TestNegotiated(t *testing.T) {
	w := newWire(t)
	w.session()
	all, _ := readAll(t, w.pcap(0), Options{})
	for i, g := range all {
		k := g.Known
		if i < 1 {
			if k.ASWidthHow != codec.HowNone {
				t.Errorf("before the OPENs: %+v", k)
			}
			continue
		}
		if k.ASWidth != 4 || k.ASWidthHow != codec.HowNegotiated || k.AddPathHow != codec.HowNegotiated || k.Base.ExtMsg {
			t.Errorf("record %d: %+v", i, k)
		}
		// a sends and receives, b receives only: a's routes have identifiers.
		if want := g.Src == w.a; k.AddPath.Has(codec.IPv4Unicast) != want {
			t.Errorf("record %d from %s: ADD-PATH %v", i, g.Src, k.AddPath)
		}
	}
	if last := all[len(all)-1]; last.SrcAS != 65002 || last.DstAS != 65001 {
		t.Errorf("AS numbers %d, %d", last.SrcAS, last.DstAS)
	}
}

func TestPcapDisorder(t *testing.T) {
	a := []byte(nil)
	for range 12 {
		a = append(a, update(40)...)
	}
	build := func(order func(p [][]byte) [][]byte) []byte {
		w := newWire(t)
		w.connect()
		w.send('a', open(65001))
		w.send('b', open(65002))
		var ps [][]byte
		for rest := a; len(rest) > 0; {
			n := min(300, len(rest))
			ps = append(ps, w.next('a', rest[:n]))
			rest = rest[n:]
		}
		for _, p := range order(ps) {
			w.add(p)
		}
		return w.pcap(0)
	}
	whole := "11222222222222"
	for name, order := range map[string]func(p [][]byte) [][]byte{
		"swapped": func(p [][]byte) [][]byte { p[1], p[2] = p[2], p[1]; p[4], p[5] = p[5], p[4]; return p },
		"backwards": func(p [][]byte) [][]byte {
			for i, j := 0, len(p)-1; i < j; i, j = i+1, j-1 {
				p[i], p[j] = p[j], p[i]
			}
			return p
		},
		"all twice":  func(p [][]byte) [][]byte { return append(p, p...) },
		"each twice": func(p [][]byte) [][]byte { return interleave(p) },
		"late by five": func(p [][]byte) [][]byte {
			return append(append(bytesOf(p[:2]), p[3:6]...), append([][]byte{p[2]}, p[6:]...)...)
		},
	} {
		all, src := readAll(t, build(order), Options{})
		wantTypes(t, all, whole)
		var b []byte
		for _, g := range all[2:] {
			b = append(b, g.Octets...)
		}
		if !bytes.Equal(b, a) {
			t.Errorf("%s: octets differ", name)
		}
		if st := src.Stats(); st.LostOctets != 0 || st.Conflicting != 0 {
			t.Errorf("%s: %+v", name, st)
		}
	}
}

func bytesOf(p [][]byte) [][]byte { return append([][]byte(nil), p...) }

func interleave(p [][]byte) (out [][]byte) {
	for _, x := range p {
		out = append(out, x, x)
	}
	return out
}

func TestPcapOverlap(t *testing.T) {
	w := newWire(t)
	w.connect()
	m := append(update(10), update(20)...)
	start := w.seqA
	w.add(w.segment('a', start, "A", m[:30]))
	w.add(w.segment('a', start+10, "A", m[10:60])) // 20 octets again
	other := bytes.Clone(m[50:])
	other[0] ^= 1 // a different octet the second time: the first counts
	w.add(w.segment('a', start+50, "A", other))
	all, src := readAll(t, w.pcap(0), Options{})
	wantTypes(t, all, "22")
	if b := append(all[0].Octets, all[1].Octets...); !bytes.Equal(b, m) {
		t.Error("the first copy must count")
	}
	if st := src.Stats(); st.Duplicate != 30 || st.Conflicting != 1 {
		t.Errorf("%+v", st)
	}
}

func TestPcapLoss(t *testing.T) {
	big := update(200) // 823 octets
	build := func(lose ...int) []byte {
		w := newWire(t)
		w.connect()
		w.send('a', open(65001))
		w.send('b', open(65002))
		var parts [][]byte
		for rest := append(append(bytes.Clone(big), big...), keepalive()...); len(rest) > 0; {
			n := min(200, len(rest))
			parts = append(parts, rest[:n])
			rest = rest[n:]
		}
		for i, part := range parts {
			p := w.next('a', part)
			drop := false
			for _, l := range lose {
				drop = drop || l == i
			}
			if !drop {
				w.add(p)
			}
		}
		for range 10 {
			w.send('b', keepalive())
		}
		w.send('a', keepalive())
		return w.pcap(0)
	}
	for _, tc := range []struct {
		lose  []int
		want  string // of the direction with loss
		extra string
	}{
		// The middle of the first: it is cut, and the second is framed by the first one's length.
		{[]int{1}, "12244", " lost 623"},
		// The end of the first and the header of the second: the rest of the second belongs to nothing.
		{[]int{4}, "12444", ""},
		{[]int{0}, "1244", " missing 200 passed 623"},
	} {
		all, src := readAll(t, build(tc.lose...), Options{})
		var mine []got
		text := ""
		for _, g := range all {
			if g.Src.Port() != 179 {
				mine = append(mine, g)
				text += g.line() + "\n"
			}
		}
		if tc.lose[0] == 4 {
			tc.want, tc.extra = "1244", " missing 177"
		}
		wantTypes(t, mine, tc.want)
		if !bytes.Contains([]byte(text), []byte(tc.extra)) {
			t.Errorf("lose %v: no %q in\n%s", tc.lose, tc.extra, text)
		}
		if st := src.Stats(); st.LostOctets != 200 {
			t.Errorf("lose %v: %d octets lost", tc.lose, st.LostOctets)
		}
		for _, g := range mine {
			if g.Known.Base.Cut != (g.Lost > 0) {
				t.Errorf("lose %v: %s: Cut is %v", tc.lose, g.line(), g.Known.Base.Cut)
			}
		}
	}
}

func TestPcapJoinsInMidStream(t *testing.T) {
	for cut := range 60 {
		w := newWire(t)
		w.send('a', update(8)[cut%55:])
		w.send('a', update(3))
		w.send('b', update(4))
		all, _ := readAll(t, w.pcap(0), Options{})
		want := "222"
		if cut%55 > 0 {
			want = "22"
		}
		wantTypes(t, all, want)
		if g := all[0]; !g.Joined || g.Known.ASWidth != 0 || cut%55 > 0 && g.Passed != len(update(8))-cut%55 {
			t.Errorf("cut %d: %s", cut, g.line())
		}
	}
}

func TestPcapSnapped(t *testing.T) {
	w := newWire(t)
	w.connect()
	w.send('a', open(65001))
	w.send('a', update(200)) // longer than the capture holds
	w.send('a', keepalive())
	w.send('a', update(2))
	all, src := readAll(t, w.pcap(300), Options{})
	wantTypes(t, all, "1242")
	if g := all[1]; g.Lost != 823-(300-66) || !g.Known.Base.Cut {
		t.Errorf("%s", g.line())
	}
	if st := src.Stats(); st.Snapped != 1 {
		t.Errorf("%+v", st)
	}
}

func TestPcapOtherTraffic(t *testing.T) {
	w := newWire(t)
	w.b = netip.MustParseAddrPort("192.0.2.2:80")
	w.connect()
	for range 200 {
		w.send('a', bytes.Repeat([]byte("GET / HTTP/1.1\r\n"), 80))
	}
	all, src := readAll(t, w.pcap(0), Options{})
	wantTypes(t, all, "")
	if st := src.Stats(); st.NotBGP != 200*80*16 || st.Streams != 0 {
		t.Errorf("%+v", st)
	}
}

func TestPcapBadHeaders(t *testing.T) {
	bad := keepalive()
	bad[3] = 0
	short := keepalive()
	short[17] = 5
	odd := message(77, 1, 2, 3)
	w := newWire(t)
	w.connect()
	w.send('a', bad) // the first message, on BGP's port
	w.send('a', odd)
	w.send('a', short)
	w.send('a', keepalive())
	all, _ := readAll(t, w.pcap(0), Options{})
	wantTypes(t, all, "4"+string(rune('0'+77))+"44")
}

func TestPcapReusedPorts(t *testing.T) {
	w := newWire(t)
	w.connect()
	w.send('a', open(65001, capAS4(65001)))
	w.send('b', open(65002, capAS4(65002)))
	w.add(w.segment('a', w.seqA, "RA", nil))
	w.seqA, w.seqB = 5, 77
	w.connect()
	w.send('a', open(65001, capAS4(65001)))
	w.send('b', open(65002))
	w.send('a', update(1))
	all, _ := readAll(t, w.pcap(0), Options{Connections: true})
	wantTypes(t, all, "11112")
	if g := all[len(all)-1]; g.Known.ASWidth != 2 || g.Known.ASWidthHow != codec.HowNegotiated {
		t.Errorf("the second session has 2-octet AS numbers: %+v", g.Known)
	}
	states := ""
	for _, g := range all {
		if g.Kind == RecordState {
			states += g.State.By + " "
		}
	}
	if states != "tcp-syn tcp-reset tcp-syn " {
		t.Errorf("states %q", states)
	}
}

func TestPcapDamage(t *testing.T) {
	w := newWire(t)
	w.connect()
	for range 20 {
		w.send('a', update(5))
	}
	for name, b := range map[string][]byte{"pcap": w.pcap(0), "pcapng": w.pcapng()} {
		all, _ := readAll(t, b[:len(b)-7], Options{})
		if n := len(all); n != 21 && n != 20 || types(all)[n-1] != '!' && !(all[n-1].Lost > 0) {
			t.Errorf("%s, truncated:\n%s", name, lines(all))
		}
		at := len(b) / 2
		for off := range 120 {
			bad := bytes.Clone(b)
			copy(bad[at+off:], bytes.Repeat([]byte{0xee}, 16))
			all, src := readAll(t, bad, Options{})
			if n := len(types(all)); n < 15 { // a damaged Length can swallow what follows, as it would for the receiver
				t.Errorf("%s, damaged at %d: only %d records\n%s", name, at+off, n, lines(all))
			}
			if src.Stats().Octets != int64(len(bad)) {
				t.Errorf("%s, damaged at %d: %d of %d octets", name, at+off, src.Stats().Octets, len(bad))
			}
		}
	}
}

func TestPcapLimits(t *testing.T) {
	w := newWire(t)
	w.connect()
	w.send('a', open(65001))
	w.next('a', update(10)) // lost, never acknowledged
	for range 40 {
		w.send('a', update(300))
	}
	b := w.pcap(0)
	all, src := readAll(t, b, Options{MaxStreamOctets: 8 << 10})
	wantTypes(t, all, "1"+string(bytes.Repeat([]byte("2"), 40)))
	if st := src.Stats(); st.OverStream != int64(len(update(10))) {
		t.Errorf("%+v", st)
	}
	all, src = readAll(t, b, Options{MaxOctets: 8 << 10})
	wantTypes(t, all, "1"+string(bytes.Repeat([]byte("2"), 40)))
	if st := src.Stats(); st.OverOctets == 0 {
		t.Errorf("%+v", st)
	}

	w = newWire(t)
	for i := range 50 {
		w.a = netip.AddrPortFrom(w.a.Addr(), uint16(2000+i))
		w.connect()
		w.send('a', update(1))
	}
	all, src = readAll(t, w.pcap(0), Options{MaxStreams: 4})
	if st := src.Stats(); len(all) != 50 || st.Evicted != 46 || st.Streams != 50 {
		t.Errorf("%d messages, %+v", len(all), st)
	}
}

// TestBadHeader: where a stream that was in step has no header, the octets that its receiver reads as one are told, however
// they come, but not where another message begins among them, nor where it is not sure that one ends in front of them.
func TestBadHeader(t *testing.T) {
	junk := bytes.Repeat([]byte{0, 7}, 20)
	three := bytes.Join([][]byte{open(1), keepalive(), update(2)}, nil)
	bad := string(junk[:codec.HeaderLen])
	for _, tc := range []struct {
		name   string
		stream []byte
		types  string // of the messages; x for a bad header
	}{
		{"in the middle", slices.Concat(three, junk, update(3)), "142x2"},
		{"at the end", slices.Concat(three, junk), "142x"},
		{"not all of it", slices.Concat(three, junk[:codec.HeaderLen-1]), "142"},
		{"once only", slices.Concat(three, junk, junk, junk, update(3)), "142x2"},
		{"a message soon", slices.Concat(three, junk[:3], update(3)), "1422"},
		{"a message at its end", slices.Concat(three, junk[:codec.HeaderLen-1], update(3)), "1422"},
		{"a message right behind", slices.Concat(three, junk[:codec.HeaderLen], update(3)), "142x2"},
		{"too few in front", slices.Concat(open(1), keepalive(), junk, update(3)), "142"},
	} {
		for _, n := range []int{1, 7, 19, 38, 1000} {
			w := newWire(t)
			w.connect()
			for b := range slices.Chunk(tc.stream, n) {
				w.send('a', b)
			}
			all, src := readAll(t, w.pcap(0), Options{})
			got := ""
			for _, g := range all {
				if g.Octets[0] != 0xff {
					if string(g.Octets) != bad || g.Lost != 0 {
						t.Errorf("%s: % x, %d lost", tc.name, g.Octets, g.Lost)
					}
					got += "x"
					continue
				}
				got += string('0' + g.Octets[18])
			}
			if got != tc.types || src.Stats().Damaged != 0 {
				t.Errorf("%s, segments of %d: %s, want %s", tc.name, n, got, tc.types)
			}
		}
	}
}

// TestPcapBehindPcap: files put one behind the other are read as one, each by its own header, also behind damage.
func TestPcapBehindPcap(t *testing.T) {
	one := newWire(t)
	one.send('a', update(1))
	two := newWire(t)
	two.a, two.link = netip.MustParseAddrPort("192.0.2.77:50123"), layers.LinkTypeLinuxSLL
	two.send('a', update(2))
	two.send('a', keepalive())
	first, second := one.pcap(0), two.pcap(0)
	swapped := bytes.Clone(second) // the same in the other byte order
	for at := 0; at < len(swapped); {
		words, n := []int{4, 2, 2, 4, 4, 4, 4}, 0
		if at > 0 {
			words, n = []int{4, 4, 4, 4}, int(binary.LittleEndian.Uint32(swapped[at+8:]))
		}
		for _, k := range words {
			slices.Reverse(swapped[at : at+k])
			at += k
		}
		at += n
	}
	for _, tc := range []struct {
		in   []byte
		want string
	}{
		{slices.Concat(first, second), "!24"},          // nothing is left of the first file
		{slices.Concat(second, first, swapped), "!42"}, // its last packet is left
	} {
		copy(tc.in[pcapFileLen:], bytes.Repeat([]byte{0xff}, pcapRecordLen))
		all, src := readAll(t, tc.in, Options{})
		wantTypes(t, all, tc.want)
		if src.Stats().Damaged != 1 {
			t.Errorf("%+v", src.Stats())
		}
	}
	for _, tc := range []struct {
		name string
		in   []byte
		want string
	}{
		{"two", slices.Concat(first, second), "224"},
		{"in other orders", slices.Concat(swapped, first, swapped), "242"},
		{"nothing in between", slices.Concat(first[:pcapFileLen], second), "24"},
		{"cut at the end", slices.Concat(first, second[:pcapFileLen]), "2"},
	} {
		all, src := readAll(t, tc.in, Options{})
		wantTypes(t, all, tc.want)
		if st := src.Stats(); st.Damaged != 0 || st.OtherLink != 0 {
			t.Errorf("%s: %+v", tc.name, st)
		}
	}
}

// TestPcapSnap: packets longer than common are believed where the file's header says so, up to the greatest record.
func TestPcapSnap(t *testing.T) {
	const long = commonSnap + 8000
	for _, tc := range []struct {
		snap, most int
		sound      bool
	}{{commonSnap + 9000, 0, true}, {65535, 0, false}, {commonSnap + 9000, commonSnap + 8500, false}} {
		b := binary.LittleEndian.AppendUint32(nil, pcapMicro)
		b = append(b, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0)
		b = binary.LittleEndian.AppendUint32(b, uint32(tc.snap))
		b = binary.LittleEndian.AppendUint32(b, uint32(layers.LinkTypeEthernet))
		for _, v := range []uint32{1700000000, 0, long, long} {
			b = binary.LittleEndian.AppendUint32(b, v)
		}
		b = append(b, make([]byte, long)...)
		if _, src := readAll(t, b, Options{MaxRecord: tc.most}); (src.Stats().Damaged == 0) != tc.sound {
			t.Errorf("snap length %d, greatest record %d: %+v", tc.snap, tc.most, src.Stats())
		}
	}
}

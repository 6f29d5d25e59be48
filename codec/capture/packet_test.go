package capture

import (
	"encoding/binary"
	"net/netip"
	"testing"

	"github.com/gopacket/gopacket/layers"
)

// ipPacket is a bare IP packet with one KEEPALIVE in it.
func ipPacket(t testing.TB, src, dst string) []byte {
	w := newWire(t)
	w.link = layers.LinkTypeRaw
	w.a, w.b = netip.MustParseAddrPort(src), netip.MustParseAddrPort(dst)
	return w.segment('a', 1, "A", keepalive())
}

// dissect reads one packet that nothing came before.
func dissect(link uint32, b []byte, wire int) (segment, outcome) {
	d := dissector{frags: fragments{stats: &Stats{}}}
	return d.packet(link, b, wire)
}

// TestParsePacket steps over what can stand in front of TCP.
func TestParsePacket(t *testing.T) {
	v4 := ipPacket(t, "192.0.2.1:1", "192.0.2.2:179")
	v6 := ipPacket(t, "[2001:db8::1]:1", "[2001:db8::2]:179")
	mac := make([]byte, 12)
	join := joinedOctets
	ext := func(next byte, header ...byte) []byte { // v6 with an extension header
		b := join(v6[:40], header, v6[40:])
		b[6] = next
		binary.BigEndian.PutUint16(b[4:], uint16(len(b)-40))
		return b
	}
	frag := append([]byte(nil), v4...)
	frag[6] |= 0x20
	tso := append([]byte(nil), v4...)
	tso[2], tso[3] = 0, 0
	tunnel := ipAround(ipIPv4, v4)
	options := join([]byte{0x46}, v4[1:20], []byte{1, 1, 1, 1}, v4[20:])
	options[3] += 4
	udp := append([]byte(nil), v4...)
	udp[9] = 17
	for name, tc := range map[string]struct {
		link uint32
		b    []byte
		want outcome
	}{
		"ethernet":         {linkEthernet, join(mac, []byte{8, 0}, v4), gotTCP},
		"padded":           {linkEthernet, join(mac, []byte{8, 0}, v4, make([]byte, 9)), gotTCP},
		"mpls":             {linkEthernet, join(mac, []byte{0x88, 0x47, 0, 1, 0, 9, 0, 1, 1, 9}, v6), gotTCP},
		"pppoe":            {linkEthernet, join(mac, []byte{0x88, 0x64, 0x11, 0, 0, 1, 0, 99, 0, 0x21}, v4), gotTCP},
		"three tags":       {linkEthernet, join(mac, []byte{0x88, 0xa8, 0, 1, 0x81, 0, 0, 2, 0x81, 0, 0, 3, 0x86, 0xdd}, v6), gotTCP},
		"arp":              {linkEthernet, join(mac, []byte{8, 6}, make([]byte, 28)), notTCP},
		"ppp":              {linkPPP, join([]byte{0xff, 3, 0, 0x57}, v6), gotTCP},
		"ppp short":        {linkPPPHDLC, join([]byte{0, 0x21}, v4), gotTCP},
		"hdlc":             {linkCHDLC, join([]byte{0x0f, 0, 8, 0}, v4), gotTCP},
		"null":             {linkNull, join([]byte{2, 0, 0, 0}, v4), gotTCP},
		"loop":             {linkLoop, join([]byte{0, 0, 0, 24}, v6), gotTCP},
		"raw v6":           {linkIPv6, v6, gotTCP},
		"hop by hop":       {linkRaw, ext(0, 6, 0, 1, 4, 0, 0, 0, 0), gotTCP},
		"atomic fragment":  {linkRaw, ext(44, 6, 0, 0, 0, 1, 2, 3, 4), gotTCP},
		"fragment v6":      {linkRaw, ext(44, 6, 0, 0, 1, 1, 2, 3, 4), fragment},
		"fragment v4":      {linkRaw, frag, fragment},
		"options":          {linkRaw, options, gotTCP},
		"offload":          {linkRaw, tso, gotTCP},
		"tunnel":           {linkRaw, tunnel, gotTCP},
		"udp":              {linkRaw, udp, notTCP},
		"another link":     {147, v4, otherLink},
		"cut in TCP":       {linkRaw, v4[:30], badHeader},
		"cut in IP":        {linkRaw, v4[:10], badHeader},
		"cut in Ethernet":  {linkEthernet, mac, badHeader},
		"nothing":          {linkRaw, nil, badHeader},
		"an odd version":   {linkRaw, []byte{0x95, 1, 2}, notTCP},
		"labels to no end": {linkEthernet, join(mac, []byte{0x88, 0x47}, make([]byte, 40)), badHeader},
	} {
		s, got := dissect(tc.link, tc.b, len(tc.b))
		if got != tc.want {
			t.Errorf("%s: %d, want %d", name, got, tc.want)
		}
		if got == gotTCP && (string(s.data) != string(keepalive()) || s.dst.Port() != 179 || s.lack != 0) {
			t.Errorf("%s: %+v", name, s)
		}
		for n := range tc.b { // cut anywhere: no panic, nothing invented
			if s, got := dissect(tc.link, tc.b[:n], len(tc.b)); got == gotTCP && len(s.data)+s.lack != len(keepalive()) && name != "offload" {
				t.Errorf("%s cut at %d: %d octets and %d missing", name, n, len(s.data), s.lack)
			}
		}
	}
}

// TestPcapForms writes the four forms of pcap.
func TestPcapForms(t *testing.T) {
	p := ipPacket(t, "192.0.2.1:1", "192.0.2.2:179")
	for _, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
		for magic, frac := range map[uint32]int64{pcapMicro: 1000, pcapNano: 1} {
			b := order.AppendUint32(nil, magic)
			b = order.AppendUint16(b, 2)
			b = order.AppendUint16(b, 4)
			for _, v := range []uint32{0, 0, 65535, 101, mrtTime, 123456, uint32(len(p)), uint32(len(p))} {
				b = order.AppendUint32(b, v)
			}
			if frac == 1 { // a checksum of 4 octets behind each packet, and the bit that says so
				copy(b[20:], order.AppendUint32(nil, 0x44000000|101))
			}
			all, src := readAll(t, append(b, p...), Options{})
			wantTypes(t, all, "4")
			if g := all[0]; src.Kind != KindPcap || g.Time.Unix() != mrtTime || int64(g.Time.Nanosecond()) != 123456*frac || g.Offset != 24 {
				t.Errorf("%+v", g.Record)
			}
		}
	}
}

// ngBlock is a block of pcapng.
func ngBlock(order binary.AppendByteOrder, typ uint32, body []byte) []byte {
	for len(body)%4 > 0 {
		body = append(body, 0)
	}
	b := order.AppendUint32(nil, typ)
	b = order.AppendUint32(b, uint32(len(body)+12))
	return order.AppendUint32(append(b, body...), uint32(len(body)+12))
}

// TestPcapngForms writes sections of both byte orders, interfaces of several time units and all packet blocks.
func TestPcapngForms(t *testing.T) {
	p := ipPacket(t, "192.0.2.1:1", "192.0.2.2:179")
	var file []byte
	want := ""
	for i, order := range []binary.AppendByteOrder{binary.BigEndian, binary.LittleEndian} {
		u32s := func(vs ...uint32) (b []byte) {
			for _, v := range vs {
				b = order.AppendUint32(b, v)
			}
			return b
		}
		file = append(file, ngBlock(order, ngSection, append(order.AppendUint16(order.AppendUint16(u32s(ngMagic), 1), 0), 255, 255, 255, 255, 255, 255, 255, 255))...)
		file = append(file, ngBlock(order, 0x0bad, []byte("a block of a type nobody knows"))...)
		iface := func(link uint16, opts ...byte) []byte {
			return ngBlock(order, ngInterface, append(append(order.AppendUint16(nil, link), 0, 0, 0, 0, 0, 0), opts...))
		}
		option := func(code, n uint16, v ...byte) []byte {
			return append(order.AppendUint16(order.AppendUint16(nil, code), n), v...)
		}
		file = append(file, iface(101)...)
		file = append(file, iface(101, append(option(2, 3, 'e', 't', 'h', 0), option(9, 1, 9, 0, 0, 0)...)...)...)
		file = append(file, iface(101, append(option(9, 1, 0x8a, 0, 0, 0), order.AppendUint64(option(14, 8), 50)...)...)...) // 2^-10
		size := uint32(len(p))
		micro := uint64(mrtTime)*1e6 + 7
		nano := uint64(mrtTime)*1e9 + 7
		binaryUnits := uint64(mrtTime)<<10 + 512
		for iface, ts := range []uint64{micro, nano, binaryUnits} {
			q := append([]byte(nil), p...)
			q[23] += byte(iface) + 10*byte(i) // another port
			file = append(file, ngBlock(order, ngEnhanced, append(u32s(uint32(iface), uint32(ts>>32), uint32(ts), size, size), q...))...)
		}
		q := append([]byte(nil), p...)
		q[23] += 4 + 10*byte(i)
		file = append(file, ngBlock(order, ngSimple, append(u32s(size), q...))...)
		q[23]++
		old := append(order.AppendUint16(nil, 0), 0, 0)
		file = append(file, ngBlock(order, ngPacket, append(append(old, u32s(uint32(micro>>32), uint32(micro), size, size)...), q...))...)
		file = append(file, ngBlock(order, ngEnhanced, append(u32s(9, 0, 0, size, size), p...))...) // no such interface
		want += "44444!"
	}
	all, src := readAll(t, file, Options{})
	wantTypes(t, all, want)
	if src.Kind != KindPcapng || src.Stats().Octets != int64(len(file)) {
		t.Errorf("%v %+v", src.Kind, src.Stats())
	}
	for i, nanos := range []int{7000, 7, 500000000} {
		if g := all[i]; g.Time.Nanosecond() != nanos || g.Time.Unix() != mrtTime+[]int64{0, 0, 50}[i] {
			t.Errorf("interface %d: %v", i, g.Time)
		}
	}
	if !all[3].Time.IsZero() {
		t.Errorf("a simple packet block has no time: %v", all[3].Time)
	}
}

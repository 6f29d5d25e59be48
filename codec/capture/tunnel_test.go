package capture

import (
	"bytes"
	"encoding/binary"
	"testing"

	"github.com/gopacket/gopacket/layers"
)

// joinedOctets puts octets behind each other.
func joinedOctets(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// ipAround is an IPv4 header of a protocol around a payload.
func ipAround(proto byte, payload []byte) []byte {
	h := []byte{0x45, 0, 0, 0, 0, 7, 0, 0, 9, proto, 0, 0, 203, 0, 113, 1, 203, 0, 113, 2}
	binary.BigEndian.PutUint16(h[2:], uint16(20+len(payload)))
	return append(h, payload...)
}

// udpAround is the same with a UDP header to a port.
func udpAround(port uint16, payload []byte) []byte {
	h := []byte{0xc0, 0, byte(port >> 8), byte(port), 0, 0, 0, 0}
	binary.BigEndian.PutUint16(h[4:], uint16(8+len(payload)))
	return ipAround(ipUDP, append(h, payload...))
}

// TestTunnels reads BGP of mirrored traffic, whatever it was put into.
func TestTunnels(t *testing.T) {
	v4 := ipPacket(t, "192.0.2.1:1", "192.0.2.2:179")
	v6 := ipPacket(t, "[2001:db8::1]:1", "[2001:db8::2]:179")
	mac := make([]byte, 12)
	frame := joinedOctets(mac, []byte{0x81, 0, 0, 7, 8, 0}, v4, make([]byte, 3))
	gre := func(flags, proto uint16, rest ...[]byte) []byte {
		h := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, flags), proto)
		return ipAround(ipGRE, append(h, joinedOctets(rest...)...))
	}
	zeros := func(n int) []byte { return make([]byte, n) }
	third := func(what, o byte) []byte { return append(append(zeros(10), what<<2), o) }
	deep := v4
	for range mostHeaders - 1 {
		deep = ipAround(ipIPv4, deep)
	}
	for name, tc := range map[string]struct {
		b    []byte
		want outcome
	}{
		"gre":               {gre(0, etherIPv4, v4), gotTCP},
		"gre with all":      {gre(0xb000, etherIPv6, zeros(12), v6), gotTCP},
		"gre mpls":          {gre(0, etherMPLS, []byte{0, 1, 1, 9}, v4), gotTCP},
		"gre bridged":       {gre(0x2000, etherBridged, zeros(4), frame), gotTCP},
		"gre keepalive":     {gre(0, 0), notTCP},
		"gre routes":        {gre(0x4000, etherIPv4, zeros(4), v4), notTCP},
		"pptp":              {gre(0x2001, 0x880b, zeros(4), v4), notTCP},
		"erspan I":          {gre(0, etherERSPAN2, frame), gotTCP},
		"erspan II":         {gre(0x1000, etherERSPAN2, zeros(4), []byte{0x10, 0, 0, 0, 0, 0, 0, 0}, frame), gotTCP},
		"erspan III":        {gre(0x1000, etherERSPAN3, zeros(4), third(0, 0), frame), gotTCP},
		"erspan III with O": {gre(0x1000, etherERSPAN3, zeros(4), third(0, 1), zeros(8), frame), gotTCP},
		"erspan III of IP":  {gre(0x1000, etherERSPAN3, zeros(4), third(2, 0), v6), gotTCP},
		"erspan III of ?":   {gre(0x1000, etherERSPAN3, zeros(4), third(9, 0), frame), notTCP},
		"vxlan":             {udpAround(portVXLAN, joinedOctets([]byte{8, 0, 0, 0, 0, 0, 9, 0}, frame)), gotTCP},
		"vxlan of Linux":    {udpAround(portVXLANOld, joinedOctets([]byte{8, 0, 0, 0, 0, 0, 9, 0}, frame)), gotTCP},
		"vxlan without I":   {udpAround(portVXLAN, joinedOctets(zeros(8), frame)), notTCP},
		"vxlan-gpe of IPv6": {udpAround(portVXLANGPE, joinedOctets([]byte{12, 0, 0, 2, 0, 0, 9, 0}, v6)), gotTCP},
		"geneve":            {udpAround(portGENEVE, joinedOctets([]byte{2, 0, 0x65, 0x58, 0, 0, 9, 0}, zeros(8), frame)), gotTCP},
		"geneve of IP":      {udpAround(portGENEVE, joinedOctets([]byte{0, 0, 0x86, 0xdd, 0, 0, 9, 0}, v6)), gotTCP},
		"mpls in udp":       {udpAround(portMPLS, joinedOctets([]byte{0, 1, 0, 9, 0, 1, 1, 9}, v6)), gotTCP},
		"mpls in ip":        {ipAround(ipMPLS, joinedOctets([]byte{0, 1, 1, 9}, v4)), gotTCP},
		"tzsp":              {udpAround(portTZSP, joinedOctets([]byte{1, 0, 0, 1, 0, 10, 2, 7, 7, 1}, frame)), gotTCP},
		"dns":               {udpAround(53, joinedOctets(zeros(8), v4)), notTCP},
		"mirrored twice":    {gre(0, etherIPv4, udpAround(portVXLAN, joinedOctets([]byte{8, 0, 0, 0, 0, 0, 9, 0}, frame))), gotTCP},
		"deep":              {deep, gotTCP},
		"too deep":          {ipAround(ipIPv4, deep), notTCP},
	} {
		s, got := dissect(linkRaw, tc.b, len(tc.b))
		if got != tc.want {
			t.Errorf("%s: %d, want %d", name, got, tc.want)
		}
		if got == gotTCP && (string(s.data) != string(keepalive()) || s.dst.Port() != 179 || s.lack != 0) {
			t.Errorf("%s: %+v", name, s)
		}
		for n := range tc.b {
			if s, got := dissect(linkRaw, tc.b[:n], len(tc.b)); got == gotTCP && len(s.data)+s.lack != len(keepalive()) {
				t.Errorf("%s cut at %d: %d octets and %d missing", name, n, len(s.data), s.lack)
			}
		}
	}
}

// TestMirroredSession reads a whole session through ERSPAN.
func TestMirroredSession(t *testing.T) {
	w := newWire(t)
	w.session()
	plain, _ := readAll(t, w.pcap(0), Options{})
	for i, p := range w.packets {
		w.packets[i] = joinedOctets(make([]byte, 12), []byte{8, 0}, ipAround(ipGRE, joinedOctets([]byte{0x10, 0, 0x88, 0xbe, 0, 0, 0, byte(i)}, make([]byte, 8), p)))
	}
	all, _ := readAll(t, w.pcap(0), Options{})
	if lines(all) != lines(plain) || len(all) == 0 {
		t.Errorf("%s, want %s", lines(all), lines(plain))
	}
}

// TestFragmentedMirror: a mirror's own headers make packets too long, so that it is the outer ones that come in fragments.
func TestFragmentedMirror(t *testing.T) {
	w := newWire(t)
	w.link = layers.LinkTypeRaw
	w.connect()
	w.send('a', update(300))
	var packets [][]byte
	for i, p := range w.packets {
		frame := joinedOctets(make([]byte, 12), []byte{8, 0}, p)
		packets = append(packets, cutIP(ipAround(ipGRE, joinedOctets([]byte{0x10, 0, 0x88, 0xbe, 0, 0, 0, byte(i)}, make([]byte, 8), frame)), uint32(i), 400)...)
	}
	w.packets, w.times = nil, nil
	for _, p := range packets {
		w.add(p)
	}
	all, src := readAll(t, w.pcap(0), Options{})
	wantTypes(t, all, "2")
	if st := src.Stats(); len(all) != 1 || !bytes.Equal(all[0].Octets, update(300)) || st.Reassembled == 0 || st.NotTCP != 0 {
		t.Errorf("%s%+v", lines(all), st)
	}
}

// TestLinkTypeWord: only the last 16 bits of the link type's word are the link type.
func TestLinkTypeWord(t *testing.T) {
	w := newWire(t)
	w.send('a', keepalive())
	for _, more := range []uint32{0x24000000, 0x2bff0000, 0xffff0000} {
		b := w.pcap(0)
		binary.LittleEndian.PutUint32(b[20:], more|linkEthernet)
		all, _ := readAll(t, b, Options{})
		wantTypes(t, all, "4")
	}
}

// FuzzPacket steps over arbitrary headers, of packets that may be fragments of one datagram.
func FuzzPacket(f *testing.F) {
	v4 := ipPacket(f, "192.0.2.1:1", "192.0.2.2:179")
	f.Add(uint32(linkRaw), v4, v4)
	frame := joinedOctets(make([]byte, 12), []byte{8, 0}, v4)
	f.Add(uint32(linkEthernet), frame, joinedOctets(make([]byte, 12), []byte{8, 0}, udpAround(portVXLAN, joinedOctets([]byte{8, 0, 0, 0, 0, 0, 9, 0}, frame))))
	cut := cutIP(ipAround(ipGRE, joinedOctets([]byte{0x10, 0, 0x22, 0xeb, 0, 0, 0, 1}, make([]byte, 12), frame)), 7, 64)
	f.Add(uint32(linkRaw), cut[0], cut[1])
	f.Fuzz(func(t *testing.T, link uint32, a, b []byte) {
		d := dissector{frags: fragments{stats: &Stats{}}}
		for _, p := range [][]byte{a, b, a[:len(a)/2]} {
			s, got := d.packet(link, p, len(p)+1)
			if got != gotTCP {
				continue
			}
			if s.lack < 0 || len(s.data) > len(a)+len(b) || !s.src.IsValid() || !s.dst.IsValid() {
				t.Fatalf("%+v", s)
			}
		}
	})
}

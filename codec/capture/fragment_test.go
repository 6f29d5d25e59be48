package capture

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"
)

// cutIPv4 makes fragments of an IPv4 packet of a link layer without header, with so many octets in each.
func cutIPv4(p []byte, id uint16, size int) (all [][]byte) {
	body := p[20:]
	for off := 0; off < len(body); off += size {
		n := min(size, len(body)-off)
		f := append(bytes.Clone(p[:20]), body[off:off+n]...)
		binary.BigEndian.PutUint16(f[2:], uint16(len(f)))
		binary.BigEndian.PutUint16(f[4:], id)
		at := uint16(off / 8)
		if off+n < len(body) {
			at |= 0x2000
		}
		binary.BigEndian.PutUint16(f[6:], at)
		all = append(all, f)
	}
	return all
}

// cutIPv6 is the same with the extension header of RFC 8200 section 4.5.
func cutIPv6(p []byte, id uint32, size int) (all [][]byte) {
	body := p[40:]
	for off := 0; off < len(body); off += size {
		n := min(size, len(body)-off)
		at := uint16(off)
		if off+n < len(body) {
			at |= 1
		}
		h := binary.BigEndian.AppendUint32(append([]byte{6, 0}, byte(at>>8), byte(at)), id)
		f := append(append(bytes.Clone(p[:40]), h...), body[off:off+n]...)
		f[6] = ipFragment
		binary.BigEndian.PutUint16(f[4:], uint16(len(f)-40))
		all = append(all, f)
	}
	return all
}

// fragmentsOf is a session in which an UPDATE of many packets' length came in fragments.
func fragmentsOf(t testing.TB, six bool, change func([][]byte) [][]byte) []byte {
	w := newWire(t)
	w.link = 101
	if six {
		w.a, w.b = addrPort("[2001:db8::1]:50123"), addrPort("[2001:db8::2]:179")
	}
	w.connect()
	w.send('a', open(65001))
	p := w.next('a', update(400))
	parts := cutIPv4(p, 7, 512)
	if six {
		parts = cutIPv6(p, 7, 512)
	}
	for _, f := range change(parts) {
		w.add(f)
	}
	w.send('a', keepalive())
	w.send('b', keepalive())
	return w.pcap(0)
}

// TestFragments: fragments of IP, in any order and more than once, give the message; a lost one is a hole of its size.
func TestFragments(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for name, change := range map[string]func([][]byte) [][]byte{
		"in order": func(l [][]byte) [][]byte { return l },
		"reversed": func(l [][]byte) [][]byte { m := slices.Clone(l); slices.Reverse(m); return m },
		"shuffled": func(l [][]byte) [][]byte {
			m := slices.Clone(l)
			r.Shuffle(len(m), func(i, j int) { m[i], m[j] = m[j], m[i] })
			return m
		},
		"all twice": func(l [][]byte) [][]byte { return append(slices.Clone(l), l...) },
		"each twice": func(l [][]byte) (m [][]byte) {
			for _, f := range l {
				m = append(m, f, f)
			}
			return m
		},
	} {
		for _, six := range []bool{false, true} {
			all, src := readAll(t, fragmentsOf(t, six, change), Options{})
			wantTypes(t, all, "1244")
			if len(all) == 4 && (!bytes.Equal(all[1].Octets, update(400)) || all[1].Missing+all[1].Lost != 0) {
				t.Errorf("%s: %+v", name, all[1].Record)
			}
			if st := src.Stats(); st.Fragments < 2 || st.LostOctets != 0 || st.NotTCP != 0 {
				t.Errorf("%s: %+v", name, st)
			}
		}
	}
	all, src := readAll(t, fragmentsOf(t, false, func(l [][]byte) [][]byte { return append(slices.Clone(l[:2]), l[3:]...) }), Options{})
	if st := src.Stats(); st.LostOctets != 512 || len(all) != 4 {
		t.Errorf("one lost: %+v\n%s", st, lines(all))
	}
}

// TestFragmentsAreForgotten: fragments whose first one never comes are bounded in number and octets, and do no harm to others.
func TestFragmentsAreForgotten(t *testing.T) {
	f := fragments{}
	s := segment{src: addrPort("192.0.2.1:0"), dst: addrPort("192.0.2.2:0"), data: make([]byte, 4096)}
	for i := range 5000 {
		s.frag = piece{id: uint32(i / 10), off: 4096 * (1 + i%10), more: true, proto: ipTCP}
		if !f.take(&s, func(*segment) { t.Fatal("handed out without its header") }) {
			t.Fatal("not taken")
		}
		held := 0
		for _, p := range f.packets {
			held += p.held
		}
		if len(f.packets) > mostPackets || len(f.order) != len(f.packets) || held > mostPackets*mostHeld {
			t.Fatalf("%d packets, %d in order, %d octets", len(f.packets), len(f.order), held)
		}
	}
	if s.frag.proto = ipUDP; f.take(&s, nil) {
		t.Error("UDP was taken")
	}
}

func addrPort(s string) netip.AddrPort { return netip.MustParseAddrPort(s) }

package capture

import (
	"bytes"
	"encoding/binary"
	"math/rand"
	"net/netip"
	"testing"
	"time"

	"github.com/gopacket/gopacket/layers"
)

// cutIP cuts an IP packet into fragments of at most size octets of payload.
func cutIP(p []byte, id uint32, size int) (out [][]byte) {
	six := p[0]>>4 == 6
	head, body := p[:20], p[20:]
	if six {
		head, body = p[:40], p[40:]
	}
	for at := 0; at < len(body); at += size {
		end := min(len(body), at+size)
		off := uint16(at)
		q := bytes.Clone(head)
		if six {
			if end < len(body) {
				off |= 1
			}
			q = append(q, q[6], 0)
			q = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint16(q, off), id)
			q[6] = ipFragment
			q = append(q, body[at:end]...)
			binary.BigEndian.PutUint16(q[4:], uint16(len(q)-40))
		} else {
			if off >>= 3; end < len(body) {
				off |= 0x2000
			}
			binary.BigEndian.PutUint16(q[4:], uint16(id))
			binary.BigEndian.PutUint16(q[6:], off)
			q = append(q, body[at:end]...)
			binary.BigEndian.PutUint16(q[2:], uint16(len(q)))
		}
		out = append(out, q)
	}
	return out
}

// fragmented is a capture of a session with one long UPDATE that came in fragments, in the order that turn makes of them.
func fragmented(t testing.TB, six bool, turn func([][]byte) [][]byte) *wire {
	w := newWire(t)
	w.link = layers.LinkTypeRaw
	if six {
		w.a, w.b = netip.MustParseAddrPort("[2001:db8::1]:50123"), netip.MustParseAddrPort("[2001:db8::2]:179")
	}
	w.connect()
	for _, f := range turn(cutIP(w.next('a', update(900)), 7, 512)) {
		w.add(f)
	}
	w.send('a', keepalive())
	return w
}

// TestFragments puts datagrams together, in whatever order their pieces come.
func TestFragments(t *testing.T) {
	same := func(f [][]byte) [][]byte { return f }
	orders := map[string]func([][]byte) [][]byte{
		"in order": same,
		"reverse": func(f [][]byte) (out [][]byte) {
			for i := range f {
				out = append(out, f[len(f)-1-i])
			}
			return out
		},
		"shuffled": func(f [][]byte) [][]byte {
			rand.New(rand.NewSource(1)).Shuffle(len(f), func(i, k int) { f[i], f[k] = f[k], f[i] })
			return f
		},
		"all twice": func(f [][]byte) [][]byte { return append(f, f...) },
		"each twice": func(f [][]byte) (out [][]byte) {
			for i := range f {
				out = append(out, f[i], f[i])
			}
			return out
		},
	}
	for name, turn := range orders {
		for _, six := range []bool{false, true} {
			all, src := readAll(t, fragmented(t, six, turn).pcap(0), Options{})
			wantTypes(t, all, "24")
			if st := src.Stats(); len(all) != 2 || all[0].Missing+all[0].Lost > 0 || !bytes.Equal(all[0].Octets, update(900)) || st.Reassembled != 1 || st.Fragments != 0 || st.FragmentOverlap > 0 {
				t.Errorf("%s: %s%+v", name, lines(all), st)
			}
		}
	}
	lossy := func(f [][]byte) [][]byte { return append(f[:2], f[3:]...) }
	all, src := readAll(t, fragmented(t, false, lossy).pcap(0), Options{})
	if st := src.Stats(); st.Reassembled != 0 || st.Fragments < 5 || types(all) != "4" || all[0].Missing != len(update(900)) {
		t.Errorf("%s%+v", lines(all), st)
	}
	// A piece with other octets for the same place: nobody knows which ones the receiver took.
	for _, from := range []int{0, 8} {
		overlap := func(f [][]byte) [][]byte {
			x := bytes.Clone(f[1])
			binary.BigEndian.PutUint16(x[6:], binary.BigEndian.Uint16(x[6:])+uint16(from/8))
			x[30] ^= 0xff
			return append([][]byte{f[0], f[1], x}, f[2:]...)
		}
		_, src = readAll(t, fragmented(t, false, overlap).pcap(0), Options{})
		if st := src.Stats(); st.Reassembled != 0 || st.FragmentOverlap != 1 {
			t.Errorf("overlap from %d: %+v", from, st)
		}
	}
}

// TestFragmentIdentifiers: an identifier that is used again is another datagram, and one of IPv4 whose protocol has the number of
// IPv6's fragment header is not read as if it had one.
func TestFragmentIdentifiers(t *testing.T) {
	f := fragments{stats: &Stats{}}
	now, key := time.Unix(1700000000, 0), fragKey{id: 7, proto: ipGRE}
	old := piece{wire: 8, more: true, data: []byte("12345678")}
	f.add(key, ipGRE, old, now) // the rest of it is lost
	now = now.Add(5 * time.Second)
	f.add(key, ipGRE, piece{wire: 8, more: true, data: []byte("abcdefgh")}, now)
	if g := f.add(key, ipGRE, piece{at: 8, wire: 2, data: []byte("ij")}, now); g == nil || string(g.octets()) != "abcdefghij" {
		t.Errorf("%+v", g)
	}
	// One that follows at once, while the last one is still remembered.
	f.add(key, ipGRE, piece{wire: 8, more: true, data: []byte("ABCDEFGH")}, now)
	if g := f.add(key, ipGRE, piece{at: 8, wire: 2, data: []byte("ij")}, now); g == nil || string(g.octets()) != "ABCDEFGHij" {
		t.Errorf("%+v", g)
	}
	d := dissector{frags: fragments{stats: &Stats{}}}
	packet := ipAround(ipFragment, joinedOctets([]byte{ipTCP, 0, 0, 0, 0, 0, 0, 9}, ipPacket(t, "192.0.2.1:1", "192.0.2.2:179")[20:]))
	for _, p := range cutIP(packet, 3, 24) {
		if s, got := d.packet(linkRaw, p, len(p)); got == gotTCP {
			t.Errorf("%+v", s)
		}
	}
	if d.frags.stats.Reassembled != 1 {
		t.Errorf("%+v", d.frags.stats)
	}
}

// TestFragmentLimits: what waits is bounded in number, octets and age.
func TestFragmentLimits(t *testing.T) {
	f := fragments{stats: &Stats{}}
	now := time.Unix(1700000000, 0)
	for i := range 3 * mostDatagrams {
		f.add(fragKey{id: uint32(i)}, 0, piece{at: 8, wire: 8, more: true, data: make([]byte, 8)}, now)
	}
	if len(f.table) != mostDatagrams {
		t.Errorf("%d datagrams", len(f.table))
	}
	for i := range 2 * mostDatagrams {
		for at := range 4 {
			f.add(fragKey{id: uint32(i), proto: 1}, 0, piece{at: at * 8192, wire: 8192, more: true, data: make([]byte, 8192)}, now)
		}
	}
	if f.held > mostFragments || f.held < mostFragments/2 {
		t.Errorf("%d octets", f.held)
	}
	key := fragKey{id: 1, proto: 2}
	f.add(key, 0, piece{wire: 8, more: true, data: make([]byte, 8)}, now)
	if g := f.add(key, 0, piece{at: 8, wire: 8, data: make([]byte, 8)}, now.Add(2*fragmentAge)); g != nil || len(f.table) != 1 {
		t.Errorf("%+v, %d datagrams", g, len(f.table))
	}
	for i := range 2 * mostPieces {
		f.add(fragKey{id: 9}, 0, piece{at: 16 * i, wire: 8, more: true, data: make([]byte, 8)}, now.Add(2*fragmentAge))
	}
	if g := f.table[fragKey{id: 9}]; g == nil || !g.refused {
		t.Errorf("%+v", g)
	}
	for f.first != nil {
		f.drop(f.first)
	}
	if f.held != 0 || len(f.table) != 0 || f.last != nil {
		t.Errorf("%d octets, %d datagrams", f.held, len(f.table))
	}
}

// FuzzFragments gives arbitrary pieces of a few datagrams: whatever is put together has the octets of its pieces.
func FuzzFragments(f *testing.F) {
	f.Add([]byte{0, 0, 8, 1, 0, 8, 4, 0})
	f.Fuzz(func(t *testing.T, plan []byte) {
		fr := fragments{stats: &Stats{}}
		total := int64(0)
		for i := 0; i+3 < len(plan); i += 4 {
			n := int(plan[i+2])
			p := piece{at: int(plan[i+1]) * 8, wire: n, more: plan[i+3]&1 != 0, data: bytes.Repeat(plan[i:i+1], max(0, n-int(plan[i+3]>>4)))}
			total++
			g := fr.add(fragKey{id: uint32(plan[i] & 3)}, 6, p, time.Unix(int64(plan[i+3]), 0))
			if g != nil && (g.have != g.wire() || len(g.octets()) > g.wire() || g.wire() > maxDatagram) {
				t.Fatalf("%+v", g)
			}
		}
		held := 0
		for _, g := range fr.table {
			for _, p := range g.pieces {
				held += len(p.data) + pieceCost
			}
		}
		if held != fr.held || fr.stats.Fragments > total || fr.stats.Fragments < 0 {
			t.Fatalf("held %d, counted %d; %d of %d fragments", held, fr.held, fr.stats.Fragments, total)
		}
	})
}

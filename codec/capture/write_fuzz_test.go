package capture

import (
	"bytes"
	"encoding/binary"
	"net/netip"
	"testing"
	"time"
)

// scriptLen is how many octets of a fuzz input make one message or one ending.
const scriptLen = 10

// played is what a script of octets makes a writer do.
type played struct {
	kind     Kind
	out      bytes.Buffer
	messages []Message
}

// play runs a script against a writer. Each step has a time, two ends out of few, and a message or an ending.
func play(t *testing.T, kind Kind, script []byte) *played {
	p := &played{kind: kind}
	w, err := NewWriter(kind, &p.out)
	if err != nil {
		t.Fatal(err)
	}
	for ; len(script) >= scriptLen; script = script[scriptLen:] {
		s := script[:scriptLen]
		src, dst := fuzzEnd(s[1], s[2]), fuzzEnd(s[3], s[4])
		at := time.Unix(int64(binary.BigEndian.Uint32(s[5:])), int64(s[0])*1000)
		if s[0]&0xc0 == 0xc0 {
			if err := w.End(&Ending{Time: at, Src: src, Dst: dst, Reset: s[0]&1 != 0}); err != nil && err != ErrEnds {
				t.Fatal(err)
			}
			continue
		}
		m := Message{Time: at, Src: src, Dst: dst, SrcAS: uint32(s[9]) << 12, DstAS: 65000, Dir: Dir(s[9] % 3), ASWidth: int(s[9] % 5), AddPath: s[9]&8 != 0,
			Octets: update(int(s[9]) * 5), Comment: string(s)}
		switch s[0] & 0x30 {
		case 0:
			m.Octets = open(uint32(s[9]), capAS4(7))
		case 0x10:
			m.Octets = keepalive()
		}
		before := p.out.Len()
		if err := w.Write(&m); err == ErrEnds {
			if p.out.Len() != before {
				t.Fatal("a message that was refused was written")
			}
			continue
		} else if err != nil {
			t.Fatal(err)
		}
		p.messages = append(p.messages, m)
	}
	return p
}

// fuzzEnd is one of few ends, some of them no good.
func fuzzEnd(a, port byte) netip.AddrPort {
	ports := [...]uint16{0, 179, 0, 50000, 1179, 0, 179, 65535}
	var addr netip.Addr
	switch a % 8 {
	case 0, 1, 2:
		addr = netip.AddrFrom4([4]byte{192, 0, 2, a % 8})
	case 3, 4:
		addr = netip.AddrFrom16([16]byte{0x20, 1, 0x0d, 0xb8, 15: a % 8})
	case 5:
		addr = netip.AddrFrom16([16]byte{10: 0xff, 11: 0xff, 12: 192, 15: 2})
	case 6:
		addr = netip.MustParseAddr("fe80::1%eth0")
	}
	return netip.AddrPortFrom(addr, ports[port%8])
}

// FuzzWriters: what is written is read again, message by message, whatever the order and the ends.
func FuzzWriters(f *testing.F) {
	f.Add([]byte("\x00\x00\x00\x01\x01\x65\x00\x00\x00\x09\x20\x01\x01\x00\x00\x65\x00\x00\x01\xf9\xc0\x00\x00\x01\x01\x65\x00\x00\x02\x00\x10\x00\x00\x01\x01\x65\x00\x00\x03\x08"))
	f.Fuzz(func(t *testing.T, script []byte) {
		script = script[:min(len(script), 60*scriptLen)]
		for _, kind := range []Kind{KindPcapng, KindPcap, KindMRT} {
			p := play(t, kind, script)
			got, src := readAll(t, p.out.Bytes(), Options{Kind: kind})
			st := src.Stats()
			if st.Damaged+st.Skipped+st.BadHeader+st.Conflicting > 0 {
				t.Fatalf("%s: %+v", kind, st)
			}
			if len(got) != len(p.messages) {
				t.Fatalf("%s: %d messages of %d\n%s", kind, len(got), len(p.messages), lines(got))
			}
			for i, g := range got {
				m := p.messages[i]
				if !bytes.Equal(g.Octets, m.Octets) || g.Lost+g.Missing+g.Passed != 0 || g.Src.Addr() != m.Src.Addr().Unmap().WithZone("") ||
					g.Dst.Addr() != m.Dst.Addr().Unmap().WithZone("") || !g.Time.Equal(m.Time) {
					t.Fatalf("%s: message %d: %s at %s, wrote %s > %s at %s", kind, i, g.line(), g.Time, m.Src, m.Dst, m.Time)
				}
				if kind == KindMRT && (g.Known.AddPath != 0) != m.AddPath && g.Octets[18] == 2 {
					t.Fatalf("message %d: %+v", i, g.Known)
				}
			}
			if kind != KindMRT {
				checksums(t, p.out.Bytes(), kind)
			}
		}
	})
}

// checksums verifies those of IPv4 and TCP in a file that a PacketWriter wrote.
func checksums(t *testing.T, file []byte, kind Kind) {
	le := binary.LittleEndian
	for b := file[pcapFileLen:]; kind == KindPcap && len(b) > 0; {
		n := int(le.Uint32(b[8:]))
		p := b[pcapRecordLen : pcapRecordLen+n]
		b = b[pcapRecordLen+n:]
		at, addrs := 40, p[8:40]
		if p[0]>>4 == 4 {
			at, addrs = 20, p[12:20]
			if fold(add16(0, p[:20])) != 0xffff || int(binary.BigEndian.Uint16(p[2:])) != n {
				t.Fatalf("IPv4 header % x", p[:20])
			}
		}
		if fold(add16(add16(uint32(n-at)+ipTCP, addrs), p[at:])) != 0xffff {
			t.Fatalf("TCP checksum in % x", p)
		}
	}
}

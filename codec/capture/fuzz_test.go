package capture

import (
	"bytes"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// check reads an input with small limits and checks what must hold for any.
func check(t *testing.T, b []byte, kind Kind) {
	opt := Options{Kind: kind, MaxRecord: 1 << 16, MaxStreams: 4, MaxStreamOctets: 4 << 10, MaxOctets: 64 << 10, MaxSessions: 2,
		Connections: true, Falls: true, Peers: true}
	src, err := Open(bytes.NewReader(b), opt)
	if err != nil {
		return
	}
	defer src.Close()
	if kind != KindUnknown && src.Compression != Plain {
		return
	}
	if kind == KindPcap && len(b) >= pcapFileLen && Sniff(b) != KindPcap {
		return // not read at all
	}
	messages, damaged, offset := int64(0), int64(0), int64(0)
	ended := false
	for r, err := range src.Records() {
		if ended {
			t.Fatal("a record behind the end")
		}
		if (err != nil) != (r.Kind == RecordDamage) {
			t.Fatalf("kind %v with error %v", r.Kind, err)
		}
		if err != nil {
			damaged++
			d := err.(*Damage)
			inTCP := strings.HasPrefix(d.What, "BMP in TCP") // of a packet that has waited for others
			if d.Offset < offset && !inTCP || d.Error() == "" {
				t.Fatalf("damage at %d behind %d", d.Offset, offset)
			}
			if inTCP {
				continue
			}
			ended = d.Ends && kind != KindPcap && kind != KindPcapng
			offset = d.Offset
			continue
		}
		if r.Kind != RecordMessage {
			continue
		}
		messages++
		if len(r.Octets) == 0 || r.Lost < 0 || r.Missing < 0 || r.Passed < 0 || r.Known.Base.Cut != (r.Lost > 0) {
			t.Fatalf("%+v", r)
		}
		if r.Offset > src.Stats().Octets {
			t.Fatalf("offset %d of %d octets", r.Offset, src.Stats().Octets)
		}
		if r.Synthesised {
			if h, ok := codec.ParseHeader(r.Octets); !ok || h.Length != len(r.Octets) || h.Type != registry.MsgUpdate {
				t.Fatalf("an UPDATE that is none: % x", r.Octets)
			}
		}
	}
	if st := src.Stats(); st.Messages != messages || st.Damaged != damaged || kind != KindUnknown && st.Octets != int64(len(b)) {
		t.Fatalf("%d messages, %d damaged, %d octets: %+v", messages, damaged, len(b), st)
	}
}

func FuzzPcap(f *testing.F) {
	w := newWire(f)
	w.session()
	w.add(w.segment('a', w.seqA, "FA", nil))
	w.packets = w.packets[:9]
	f.Add(w.pcap(0))
	f.Add(w.pcap(70))
	msgs, _ := bmpSession()
	b := bytes.Join(msgs[:4], nil)
	f.Add(inTCP(f, b, 90, true).pcap(0))
	f.Add(inTCP(f, b[20:], 300, false).pcap(0))
	f.Fuzz(func(t *testing.T, b []byte) { check(t, b, KindPcap) })
}

func FuzzPcapng(f *testing.F) {
	w := newWire(f)
	w.session()
	w.packets = w.packets[:6]
	f.Add(w.pcapng())
	f.Fuzz(func(t *testing.T, b []byte) { check(t, b, KindPcapng) })
}

func FuzzMRT(f *testing.F) {
	f.Add(mrtRecord(16, 4, append(mrtSession(4, 1, 2, "192.0.2.1", "192.0.2.2"), update(1)...)))
	f.Add(mrtRecord(17, 5, append([]byte{0, 0, 0, 1}, append(mrtSession(4, 1, 2, "::1", "::2"), 0, 1, 0, 6)...)))
	body := append([]byte{0, 0, 0, 1, 8, 10, 0, 1}, entry(0, -1, attrs(1))...)
	f.Add(append(mrtPeers(), mrtRecord(13, 2, body)...))
	f.Add(append(oldRecord(5, 1, "192.0.2.1", "192.0.2.2", update(1)[19:]), oldRecord(9, 3, "::1", "", []byte{0, 1, 0, 2})...))
	f.Add(append(mrtRecord(11, 0, nil), mrtRecord(77, 0, []byte("x"))...))
	f.Add(append(mrtPeers(), mrtRecord(13, 12, append([]byte{0, 0, 0, 1, 0, 2, 1}, body[4:]...))...))
	f.Fuzz(func(t *testing.T, b []byte) { check(t, b, KindMRT) })
}

func FuzzBMP(f *testing.F) {
	peer := bmpPeerHeader(0, 0, "192.0.2.1")
	f.Add(append(bmpUp(peer), bmpMessage(0, peer, update(1))...))
	f.Add(bmpMessage(2, peer, []byte{1}, message(registry.MsgNotification, 6, 2)))
	f.Add(bmpMessage(6, peer, bmpTLV(0, string(keepalive()))))
	f.Add(append(append(bmpMessage(9), 4, 0, 0, 0, 6, 0), bmpMessage(1, peer)[9:]...))
	f.Add(bmpMessage(1, peer, []byte{0, 0, 0, 1}, bmpTLV(9, "\x00\x02\x01\x00\x00\x00\x00\x00\x00\x00\x07")))
	f.Fuzz(func(t *testing.T, b []byte) { check(t, b, KindBMP) })
}

func FuzzStream(f *testing.F) {
	f.Add(append(keepalive(), update(2)...))
	f.Fuzz(func(t *testing.T, b []byte) { check(t, b, KindStream) })
}

// FuzzOpenAny lets the content say what it is, compression and all.
func FuzzOpenAny(f *testing.F) {
	f.Add(keepalive())
	f.Add([]byte("\x1f\x8b\x08"))
	f.Add([]byte("\xfd7zXZ\x00"))
	f.Add([]byte("BZh91AY&SY"))
	f.Add([]byte("\x28\xb5\x2f\xfd"))
	f.Fuzz(func(t *testing.T, b []byte) { check(t, b, KindUnknown) })
}

// FuzzSegments feeds one direction in arbitrary pieces: cut, out of order, again, with holes.
func FuzzSegments(f *testing.F) {
	f.Add([]byte{0, 20, 1, 40, 0, 10, 3, 90, 2, 5})
	f.Fuzz(func(t *testing.T, plan []byte) {
		var stream []byte
		for i := range 20 {
			stream = append(stream, update(i)...)
		}
		src := &Source{Kind: KindPcap, in: &input{r: bytes.NewReader(nil)}, opt: Options{MaxStreamOctets: 2 << 10}.withDefaults()}
		var out []byte
		e := &emitter{s: src, yield: func(r *Record, err error) bool {
			if err != nil || r.Kind != RecordMessage {
				t.Fatalf("%+v %v", r, err)
			}
			if r.Missing == 0 && r.Lost == 0 && !bytes.Contains(stream, r.Octets) {
				t.Fatalf("% x is not in the stream", r.Octets)
			}
			out = append(out, r.Octets...)
			return true
		}}
		tab := newTCPTable(e)
		w := newWire(t)
		at := 0
		send := func(off, n int) {
			off = max(0, min(off, len(stream)))
			n = min(n, len(stream)-off)
			tab.segment(&segment{src: w.a, dst: w.b, seq: 77 + uint32(off), flags: tcpACK, data: stream[off : off+n]})
		}
		tab.segment(&segment{src: w.a, dst: w.b, seq: 76, flags: tcpSYN})
		lossless := true
		for i := 0; i+1 < len(plan); i += 2 {
			n := int(plan[i+1])
			switch plan[i] % 4 {
			case 0:
				send(at, n)
				at += n
			case 1: // later ones first
				send(at+n, n)
				send(at, n)
				at += 2 * n
			case 2:
				send(at-n, 2*n)
				at += n
			case 3:
				lossless = lossless && n == 0
				at += n
			}
		}
		send(at, len(stream))
		tab.flush()
		if lossless && !bytes.Equal(out, stream) {
			t.Fatalf("%d of %d octets came out", len(out), len(stream))
		}
		if tab.held != 0 {
			t.Fatalf("%d octets still held", tab.held)
		}
	})
}

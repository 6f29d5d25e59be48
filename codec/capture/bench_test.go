package capture

import (
	"bytes"
	"testing"
)

func benchmark(b *testing.B, in []byte) {
	b.Helper()
	b.ReportAllocs()
	b.SetBytes(int64(len(in)))
	for b.Loop() {
		src, err := Open(bytes.NewReader(in), Options{})
		if err != nil {
			b.Fatal(err)
		}
		for range src.Records() {
		}
		if src.Stats().Messages == 0 {
			b.Fatal("no messages")
		}
	}
}

func BenchmarkPcap(b *testing.B) {
	w := newWire(b)
	w.connect()
	for i := range 5000 {
		w.send('a', update(i%300))
	}
	benchmark(b, w.pcap(0))
}

func BenchmarkPcapng(b *testing.B) {
	w := newWire(b)
	w.connect()
	for i := range 5000 {
		w.send('a', update(i%300))
	}
	benchmark(b, w.pcapng())
}

func BenchmarkMRT(b *testing.B) {
	var in []byte
	for i := range 10000 {
		in = append(in, mrtRecord(16, 4, append(mrtSession(4, 65001, 2, "192.0.2.1", "192.0.2.2"), update(i%30)...))...)
	}
	benchmark(b, in)
}

func BenchmarkMRTTable(b *testing.B) {
	in := mrtPeers()
	for i := range 5000 {
		body := []byte{0, 0, byte(i >> 8), byte(i), 24, 10, byte(i >> 8), byte(i), 0, 2}
		in = append(in, mrtRecord(13, 2, append(append(body, entry(0, -1, attrs(1, 2, 3))...), entry(1, -1, attrs(1, 2, 3))...))...)
	}
	benchmark(b, in)
}

func BenchmarkBMP(b *testing.B) {
	peer := bmpPeerHeader(0, 0, "192.0.2.1")
	in := bmpUp(peer)
	for i := range 10000 {
		in = append(in, bmpMessage(0, peer, update(i%30))...)
	}
	benchmark(b, in)
}

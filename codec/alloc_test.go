package codec

import (
	"bytes"
	"testing"
)

// TestAllocs: after a first round neither decoding nor checking allocates, whatever the octets. (Under the race
// detector the numbers mean nothing.)
func TestAllocs(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector allocates")
	}
	var dc Decoder
	for _, v := range vectors(t) {
		dc.Decode(v.piece, v.octets, v.ctx)
		if n := testing.AllocsPerRun(5, func() { dc.Check(v.piece, v.octets, v.ctx) }); n != 0 {
			t.Errorf("%s:%d: %s: Check allocates %v times", v.file, v.line, v.name, n)
		}
		if n := testing.AllocsPerRun(5, func() { dc.Decode(v.piece, v.octets, v.ctx) }); n != 0 {
			t.Errorf("%s:%d: %s: Decode allocates %v times", v.file, v.line, v.name, n)
		}
		if n := testing.AllocsPerRun(5, func() { GuessContext(&dc, v.piece, v.octets, Known{}) }); n != 0 {
			t.Errorf("%s:%d: %s: GuessContext allocates %v times", v.file, v.line, v.name, n)
		}
	}
}

// TestTimeGrowsWithOctets: the work for hostile octets is counted in nodes and findings, both of which must stay in
// proportion to the octets.
func TestTimeGrowsWithOctets(t *testing.T) {
	var dc Decoder
	for _, unit := range []string{
		"40 01 00", "c0 00 00", "00", "01", "02 00", "ff ff", "0f 02 00", "80 0e 05 0001 01 00 00", "40 02 02 02 00",
		"06 09", "41 00", "09 01 09", "20 00", "c0 08 00", "e0 ff 00",
	} {
		u := octetsOf(t, unit)
		for p := PieceMessage; p <= PieceRefresh; p++ {
			b := bytes.Repeat(u, 60000/len(u))
			switch p {
			case PieceMessage:
				b = AppendNotification(nil, 3, 5, b, 0)
			case PieceUpdate:
				b = append([]byte{0, 0, byte(len(b) >> 8), byte(len(b))}, b...)
			case PieceOpen:
				b = append([]byte{4, 1, 1, 0, 9, 1, 1, 1, 1, 255, 255, byte(len(b) >> 8), byte(len(b))}, b...)
			}
			tree := dc.Decode(p, b, Context{})
			if n := len(tree.Nodes); n > 5*len(b)+24 {
				t.Errorf("%v of %s repeated: %d nodes for %d octets", p, unit, n, len(b))
			}
			if n := len(tree.Findings); n > 3*len(b)+24 {
				t.Errorf("%v of %s repeated: %d findings for %d octets", p, unit, n, len(b))
			}
			GuessContext(&dc, p, b, Known{})
		}
	}
}

// benchUpdate has 5 attributes and two routes, as most UPDATEs have.
const benchUpdate = `msg2( 0000 u16( 40 01 01 00 40 02 16 02 05 0000fbf4 00010000 00000cb9 000000ae 0004003e
	40 03 04 c0000201 80 04 04 00000064 c0 08 10 fbf40064 fbf40065 fbf40066 ffffff01 ) 18 c63364 18 cb0071 )`

func benchmark(b *testing.B, f func(*Decoder, []byte)) {
	octets, err := assemble(string(bytes.ReplaceAll(bytes.ReplaceAll([]byte(benchUpdate), []byte("\n"), nil), []byte("\t"), []byte(" "))))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.SetBytes(int64(len(octets)))
	var dc Decoder
	for b.Loop() {
		f(&dc, octets)
	}
}

func BenchmarkCheck(b *testing.B) {
	benchmark(b, func(dc *Decoder, octets []byte) { dc.Check(PieceMessage, octets, Context{AS4: true}) })
}

func BenchmarkDecode(b *testing.B) {
	benchmark(b, func(dc *Decoder, octets []byte) { dc.Decode(PieceMessage, octets, Context{AS4: true}) })
}

func BenchmarkGuess(b *testing.B) {
	benchmark(b, func(dc *Decoder, octets []byte) { GuessContext(dc, PieceMessage, octets, Known{}) })
}

// BenchmarkFrame walks attributes and path segments with the iterators alone.
func BenchmarkFrame(b *testing.B) {
	benchmark(b, func(_ *Decoder, octets []byte) {
		for a := range Attrs(octets[23:71]) {
			if a.Code == 2 {
				for s := range Segments(a.Value, true) {
					_ = s.ASN(0)
				}
			}
		}
	})
}

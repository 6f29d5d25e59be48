package codec

import (
	"testing"

	"github.com/bgpdecode/bgpdecode/registry"
)

// The fuzz targets, one for each family of decoders. Each is seeded from the wire vectors of its family and keeps to
// the invariants: leaves tile the octets, children lie in their parents, recording changes no finding, findings are
// in range, the number of nodes and the nesting are bounded, nothing panics, and the same octets give the same tree.

// fuzzContext makes every Context from two octets.
func fuzzContext(bits, peer uint8) Context {
	return Context{
		AS4: bits&1 != 0, ExtMsg: bits&2 != 0, Cut: bits&4 != 0, WidthUnknown: bits&8 != 0,
		AddPath: FamilySet(bits>>4) & AllFamilies, Peer: PeerKind(peer & 3),
	}
}

func contextBits(c Context) (bits, peer uint8) {
	for i, on := range []bool{c.AS4, c.ExtMsg, c.Cut, c.WidthUnknown} {
		if on {
			bits |= 1 << i
		}
	}
	return bits | uint8(c.AddPath<<4), uint8(c.Peer)
}

func fuzzPieces(f *testing.F, pieces ...Piece) {
	for _, v := range vectors(f) {
		for i, p := range pieces {
			if p == v.piece && len(v.octets) < 512 {
				bits, peer := contextBits(v.ctx)
				f.Add(v.octets, uint8(i), bits, peer)
			}
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, piece, bits, peer uint8) {
		if len(b) > 1<<14 {
			return
		}
		checkInvariants(t, pieces[int(piece)%len(pieces)], b, fuzzContext(bits, peer))
	})
}

func FuzzMessage(f *testing.F) { fuzzPieces(f, PieceMessage, PieceRefresh) }

func FuzzUpdate(f *testing.F) { fuzzPieces(f, PieceUpdate, PieceAttributes, PieceASPath) }

func FuzzOpen(f *testing.F) { fuzzPieces(f, PieceOpen, PieceCapabilities) }

func FuzzNotification(f *testing.F) { fuzzPieces(f, PieceNotification) }

// FuzzGuess checks that a guess is one that can be decoded, that it repeats, and that what is known is kept.
func FuzzGuess(f *testing.F) {
	for _, v := range vectors(f) {
		if len(v.octets) < 512 {
			bits, peer := contextBits(v.ctx)
			f.Add(v.octets, uint8(v.piece), bits, peer)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, piece, bits, peer uint8) {
		if len(b) > 1<<14 {
			return
		}
		p, base := Piece(piece&7), fuzzContext(bits, peer)
		k := Known{Base: Context{Cut: base.Cut, Peer: base.Peer, ExtMsg: base.ExtMsg}}
		var dc Decoder
		g := GuessContext(&dc, p, b, k)
		if g != GuessContext(new(Decoder), p, b, k) {
			t.Fatalf("two guesses for %x differ", b)
		}
		checkDecodeGuess(t, p, b, k)
		checkInvariants(t, p, b, g.Ctx)
		if g.OtherOK {
			checkInvariants(t, p, b, g.Other)
			if g.Other == g.Ctx {
				t.Fatalf("%x: the other reading is the same", b)
			}
		}
		if g.ASWidth.How == HowNone && g.OtherOK {
			t.Fatalf("%x: two readings and no choice", b)
		}
		if g.ASWidth.How == HowNegotiated || g.ASWidth.How == HowFlag {
			t.Fatalf("%x: nobody said %v", b, g.ASWidth)
		}
		k.ASWidth, k.ASWidthHow, k.AddPath, k.AddPathHow = 2, HowNegotiated, base.AddPath, HowFlag
		checkDecodeGuess(t, p, b, k)
		g = GuessContext(&dc, p, b, k)
		if g.Ctx.AS4 || g.Ctx.WidthUnknown || g.Ctx.AddPath != base.AddPath || g.OtherOK {
			t.Fatalf("%x: what is known was not kept: %+v", b, g)
		}
	})
}

// FuzzMerge checks that a merged path counts as much as AS_PATH, or is AS_PATH.
func FuzzMerge(f *testing.F) {
	f.Add([]byte{2, 2, 0xfb, 0xf4, 0x5b, 0xa0}, []byte{2, 1, 0, 1, 0, 0}, []byte(nil), []byte(nil), uint8(0))
	f.Add([]byte{3, 2, 0xfc, 0, 0xfc, 1, 2, 1, 0x5b, 0xa0}, []byte{2, 2, 0, 1, 0, 0, 0, 1, 0, 1}, []byte{0x5b, 0xa0, 1, 2, 3, 4}, []byte{0, 1, 0, 0, 1, 2, 3, 4}, uint8(1))
	f.Fuzz(func(t *testing.T, path, path4, a, a4 []byte, style uint8) {
		if len(path) > 2048 || len(path4) > 2048 {
			return
		}
		if len(a4) == 0 {
			a4 = nil
		}
		st := MergeStyle(style % 3)
		m := MergeAS4(path, path4, a, a4, st)
		hops := func(segs []MergedSegment) (n int) {
			for i := range segs {
				n += segs[i].hops(st)
				if s := segs[i]; s.FromPath > len(s.AS) || s.FromPath < 0 {
					t.Fatalf("segment %+v", s)
				}
			}
			return n
		}
		want, got := hops(readSegments(path, false)), hops(m.Path)
		if pathWalks(path, 2) && got != want && !(st == MergeFRR && got > want) {
			t.Fatalf("%x and %x: AS_PATH counts %d, the merged path %d: %+v", path, path4, want, got, m)
		}
		if pathWalks(path, 2) && st == MergeRFC && want != pathHops(path, false) {
			t.Fatalf("%x: two counts, %d and %d", path, want, pathHops(path, false))
		}
	})
}

// FuzzAppend checks that what is built is what is read.
func FuzzAppend(f *testing.F) {
	f.Add(uint8(3), uint8(5), []byte{0x80, 4, 3, 0, 0, 0})
	f.Add(uint8(6), uint8(2), []byte("\x02hi"))
	f.Fuzz(func(t *testing.T, code, sub uint8, data []byte) {
		if len(data) > MaxLen-minNotify {
			return
		}
		b := AppendNotification(nil, code, sub, data, 0)
		tree := new(Decoder).Decode(PieceMessage, b, Context{})
		if c, _ := tree.Val(0, FieldCode); uint8(c) != code {
			t.Fatalf("code %d reads as %d", code, c)
		}
		if n := tree.Find(0, FieldData); n < 0 || string(tree.Octets(n)) != string(data) {
			t.Fatalf("Data %x is not read back from %x", data, b)
		}
		tlv := AppendAttr(nil, code, registry.AttrCode(sub), data)
		a, ok := ParseAttr(tlv)
		if !ok || a.Flags&^FlagExtended != code&^FlagExtended || uint8(a.Code) != sub || string(a.Value) != string(data) || a.Length != len(data) {
			t.Fatalf("attribute %x reads as %+v", tlv, a)
		}
	})
}

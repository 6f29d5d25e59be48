package explain

import (
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
)

func FuzzExplain(f *testing.F) {
	for _, c := range verdictCases {
		f.Add(octets(f, c.hex), uint8(codec.PieceNotification), uint16(0), "ericsson-seos", "Ericsson", "")
	}
	f.Add(octets(f, "04fbf4005ac0000201080206010400010001"), uint8(codec.PieceOpen), uint16(3), "", "", "text")
	f.Add(octets(f, "00000000"), uint8(codec.PieceUpdate), uint16(0x17), "huawei-vrp", "Huawei", "\x1b]0;x\x07")
	f.Fuzz(func(t *testing.T, b []byte, piece uint8, bits uint16, style, vendor, text string) {
		if len(b) > 70000 {
			return
		}
		var dc, guess, odc codec.Decoder
		p := codec.Piece(piece % 8)
		ev := Evidence{
			Code: int(bits>>8) - 1, Subcode: int(bits>>4&0xf) - 1, Direction: [...]string{"", "sent", "received", "x"}[bits&3],
			PeerKind: codec.PeerKind(bits >> 2 & 3), Style: style, Vendor: vendor, Truncated: bits&4 != 0, DataKnown: bits&8 != 0,
			HardReset: bits&16 != 0, Attempted: bits&32 != 0, HasText: text != "", LocalAS: uint32(bits), PeerAS: uint32(piece),
			Repeat: int(bits >> 6), BoxAction: [...]string{"", "session-reset", "session-kept", "?"}[bits>>9&3],
		}
		if bits&64 != 0 {
			ev.LocalOpen = odc.Decode(codec.PieceOpen, b, codec.Context{})
			ev.PeerOpen = ev.LocalOpen
		}
		if bits&128 != 0 {
			ev.Offender = &Offender{AttrCode: int(piece), AttrFlags: int(bits & 0xff), AttrLen: int(bits) - 2, Problem: style}
		}
		g := codec.GuessContext(&guess, p, b, codec.Known{Base: codec.Context{Cut: bits&4 != 0}})
		ev.ASWidth = g.ASWidth
		tree := dc.Decode(p, b, g.Ctx)
		x := Explain(tree, ev)
		sound(t, x, tree)
		if again := Explain(tree, ev); again.Verdict.Summary != x.Verdict.Summary || len(again.Guilty) != len(x.Guilty) {
			t.Error("explained twice, differently")
		}
		sound(t, Explain(nil, ev), nil)
	})
}

func FuzzLookup(f *testing.F) {
	for _, q := range []string{"3/4", "cease/9", "0x030b", "0305", "error peer AS", "attribute 40", "35", "as 4294967295", "773", "\x00", "{S}", "é/é"} {
		f.Add(q)
	}
	f.Fuzz(func(t *testing.T, q string) {
		ts, err := Lookup(q)
		if (err == nil) != (len(ts) > 0) || len(ts) > maxTopics {
			t.Fatalf("%q: %d topics, %v", q, len(ts), err)
		}
		for _, topic := range ts {
			if topic.Title == "" || topic.Kind == "" || len(topic.Sections) == 0 {
				t.Errorf("%q: %+v", q, topic)
			}
			for _, s := range topic.Sections {
				for _, l := range s.Lines {
					if l == "" || strings.ContainsAny(l, "{}") {
						t.Errorf("%q: line %q", q, l)
					}
				}
			}
		}
	})
}

package codec

import (
	"fmt"
	"testing"
)

// TestCutDataIsNoNumber cuts Data after each octet, in a message whose Length tells how much there was and without
// one. What is read of the rest must be what is read of the whole, or be marked as a part of it.
func TestCutDataIsNoNumber(t *testing.T) {
	for _, src := range []string{
		"01 02 1001", "01 03 07", "02 01 0004", "02 01 0400", "02 02 0001 0000", "02 02 fde8 0001", "02 03 0a000001",
		"02 04 07 02 aabb", "02 04 02 u8( 41 04 00010000 )", "02 06 0102", "02 07 41 04 00010000", "02 07 01 04 00020001 41 04 00010000",
		"03 03 05", "05 01 04", "05 03 01", "06 01 0001 01 000003e8", "06 09 02 02 0001 0000", "06 09 06 01 0001 01 000003e8",
		"03 05 d0 08 0100 00*256", "03 04 c0 07 08 000302ed 5bdc3f01",
	} {
		b := octetsOf(t, src)
		whole := AppendNotification(nil, b[0], b[1], b[2:], 0)
		for n := 3; n < len(b); n++ {
			for _, bounded := range []bool{true, false} {
				var dc Decoder
				want := map[string]bool{}
				full := dc.Decode(PieceMessage, whole, Context{AS4: true})
				for i := range full.Nodes {
					want[leafLine(full, int32(i), HeaderLen)] = true
				}
				piece, octets, from, ctx := PieceNotification, b[:n], 0, Context{AS4: true, Cut: true}
				if bounded {
					piece, octets, from, ctx.Cut = PieceMessage, whole[:HeaderLen+n], HeaderLen, false
				}
				tree := dc.Decode(piece, octets, ctx)
				for i := range tree.Nodes {
					if line := leafLine(tree, int32(i), from); line != "" && !want[line] {
						t.Errorf("%s, %d octets of it, length known %v: read as %s", src, n, bounded, line)
					}
				}
			}
		}
	}
}

// leafLine describes a number that is wholly there; "" for other nodes and for the header.
func leafLine(t *Tree, n int32, from int) string {
	nd, f := &t.Nodes[n], FieldInfo(t.Nodes[n].Field)
	if !t.Leaf(n) || t.Partial(n) || nd.Len == 0 || int(nd.Off) < from || f.Kind == KindHex || f.Kind == KindText {
		return ""
	}
	return fmt.Sprintf("%s %d at %d+%d", f.Name, nd.Val, int(nd.Off)-from, nd.Len)
}

// TestPeerASPadded: four octets of 2/2 whose low half is zero are two numbers. The padded one is read only where
// nobody can have the other, and both are told wherever they compete.
func TestPeerASPadded(t *testing.T) {
	for _, c := range []struct {
		as     uint32
		padded bool // read as a 2-octet number
		both   bool // the finding names both
	}{
		{0, false, false}, {1 << 16, false, false}, {2 << 16, false, false}, {9 << 16, false, false},
		{10 << 16, true, true}, {12345 << 16, true, true}, {64086 << 16, true, true},
		{64087 << 16, false, true}, {64496 << 16, false, true}, {65000 << 16, false, true}, {65535 << 16, false, true},
		{12345<<16 | 1, false, false}, {4200000000, false, false},
	} {
		b := []byte{2, 2, byte(c.as >> 24), byte(c.as >> 16), byte(c.as >> 8), byte(c.as)}
		tree := new(Decoder).Decode(PieceNotification, b, Context{})
		want := c.as
		if c.padded {
			want >>= 16
		}
		if v, ok := tree.Val(0, FieldPeerAS); !ok || v != uint64(want) {
			t.Errorf("%d: read as AS %d, want %d", c.as, v, want)
		}
		both := false
		for i := range tree.Findings {
			if f := &tree.Findings[i]; f.ID == FindDataASPadded {
				both = true
				text := fmt.Sprintf("AS %d as a 4-octet number; or, if the device pads (FortiOS does), AS %d", c.as, c.as>>16)
				if got := string(tree.AppendFindingText(nil, f)); got != text {
					t.Errorf("%d: %q", c.as, got)
				}
			}
		}
		if both != c.both {
			t.Errorf("%d: both numbers told: %v, want %v", c.as, both, c.both)
		}
	}
}

package tree_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/safetext"
	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// pieces is how many values of codec.Piece there are.
const pieces = int(codec.PieceRefresh) + 1

func contextOf(bits byte) codec.Context {
	ctx := codec.Context{AS4: bits&1 != 0, Cut: bits&2 != 0, WidthUnknown: bits&4 != 0, ExtMsg: bits&8 != 0}
	if bits&16 != 0 {
		ctx.AddPath = codec.AllFamilies
	}
	ctx.Peer = codec.PeerKind(bits >> 6)
	return ctx
}

// FuzzRender checks that whatever the octets are, the JSON is sound and the pages are safe.
func FuzzRender(f *testing.F) {
	for _, s := range samples(f) {
		f.Add(byte(s.piece), byte(1), uint16(3), uint16(4), byte(80), s.octets)
	}
	f.Fuzz(func(t *testing.T, piece, bits byte, off, size uint16, width byte, b []byte) {
		if len(b) > 1<<12 {
			return
		}
		var dc codec.Decoder
		tr := dc.Decode(codec.Piece(int(piece)%pieces), b, contextOf(bits))
		checkTree(t, tr)
		o := tree.Options{Width: max(int(width), 60), Guilty: []tree.Span{{int(off), int(size)}}, Full: bits&32 != 0}
		var out bytes.Buffer
		if err := tree.Hex(&out, tr, o); err != nil {
			t.Fatal(err)
		}
		checkPage(t, out.String(), 1<<30)
		if o.Full {
			checkHexComplete(t, out.String(), b)
		}
		out.Reset()
		if err := tree.Text(&out, tr, o); err != nil {
			t.Fatal(err)
		}
		checkPage(t, out.String(), 1<<30)
	})
}

// checkHexComplete checks that a full dump shows every octet once, in order.
func checkHexComplete(t *testing.T, page string, b []byte) {
	t.Helper()
	var got []byte
	for _, line := range strings.Split(page, "\n") {
		if len(line) < 9 || strings.TrimSpace(line[2:6]) == "" || strings.Contains(line[:8], "^") {
			continue
		}
		end := min(len(line), 8+3*16+1)
		for _, w := range strings.Fields(line[8:end]) {
			c, err := hex.DecodeString(w)
			if err != nil || len(c) != 1 {
				break
			}
			got = append(got, c[0])
		}
	}
	if len(got) < len(b) {
		t.Errorf("the full dump shows %d of %d octets:\n%s", len(got), len(b), page)
	}
}

func TestJSONDoesNotAllocate(t *testing.T) {
	var dc codec.Decoder
	b := basicUpdate(t)
	var buf []byte
	p := tree.Pather{}
	run := func() {
		tr := dc.Decode(codec.PieceMessage, b, codec.Context{AS4: true})
		buf = tree.AppendValue(buf[:0], tr)
		buf = tree.AppendFields(buf, tr)
		p.Tree = tr
		for n := range tr.Nodes {
			buf = p.Append(buf, int32(n))
		}
	}
	run()
	if n := testing.AllocsPerRun(50, run); n != 0 {
		t.Errorf("decoding and writing allocates %v times", n)
	}
}

// TestLongListsAreLinear renders the worst lists there are; with quadratic work it would not end.
func TestLongListsAreLinear(t *testing.T) {
	var dc codec.Decoder
	for name, b := range map[string][]byte{
		"routes":     bytes.Repeat([]byte{1, 0xff}, 32000),
		"segments":   append([]byte{0x50, 2, 0xf0, 0}, bytes.Repeat([]byte{2, 1, 0, 0, 0, 0}, 10240)...),
		"attributes": bytes.Repeat([]byte{0x40, 6, 0}, 21000),
	} {
		piece := codec.PieceAttributes
		if name == "routes" {
			piece = codec.PieceUpdate
			b = append([]byte{byte(len(b) >> 8), byte(len(b))}, append(b, 0, 0)...)
		}
		tr := dc.Decode(piece, b, codec.Context{AS4: true})
		p := tree.Pather{Tree: tr}
		var out []byte
		for n := range tr.Nodes {
			out = p.Append(out[:0], int32(n))
		}
		if len(out) == 0 && len(tr.Nodes) > 1 {
			t.Logf("%s: the last node has no path", name)
		}
		if !strings.HasPrefix(string(tree.AppendValue(nil, tr)), "{") || len(tree.AppendFields(nil, tr)) == 0 {
			t.Errorf("%s: no JSON", name)
		}
		var page bytes.Buffer
		if err := tree.Hex(&page, tr, tree.Options{}); err != nil {
			t.Fatal(err)
		}
		if n := strings.Count(page.String(), "\n"); n > 2000 {
			t.Errorf("%s: the dump has %d lines", name, n)
		}
	}
}

func TestAppendString(t *testing.T) {
	for _, c := range [][2]string{
		{`plain`, `"plain"`},
		{"q\"b\\n\n\r\t\x00\x1b\x7f", `"q\"b\\n\n\r\t\u0000\u001b\u007f"`},
		{"\u009b\u2028\u2029\u202e\U000e0041", `"\u009b\u2028\u2029\u202e\udb40\udc41"`},
		{"Zürich 東京 🚧", `"Zürich 東京 🚧"`},
		{"a\xffb\xe2\x80", "\"a\ufffdb\ufffd\ufffd\""},
	} {
		if got := string(tree.AppendString(nil, c[0])); got != c[1] {
			t.Errorf("%q gives %s, want %s", c[0], got, c[1])
		}
		if got := string(tree.AppendStringBytes(nil, []byte(c[0]))); got != c[1] {
			t.Errorf("%q as octets gives %s, want %s", c[0], got, c[1])
		}
	}
}

// TestHarmless: what AppendString lets pass unasked, safetext lets pass too.
func TestHarmless(t *testing.T) {
	for r := rune(0x80); r <= 0x10ffff; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue
		}
		s := string(r)
		kept := string(tree.AppendString(nil, s)) == `"`+s+`"`
		if clean := safetext.Clean(s, safetext.Options{}); kept != clean {
			t.Errorf("%U: kept %v, safe %v", r, kept, clean)
		}
	}
}

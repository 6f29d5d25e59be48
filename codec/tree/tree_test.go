package tree_test

import (
	"bytes"
	"encoding/hex"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/tree"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func octets(t testing.TB, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(s), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

const marker = "ffffffffffffffffffffffffffffffff"

// message puts a header in front of a body.
func message(t testing.TB, typ byte, body string) []byte {
	b := octets(t, body)
	n := 19 + len(b)
	return append(append(octets(t, marker), byte(n>>8), byte(n), typ), b...)
}

// golden compares with testdata/golden/name, or writes it.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (run with -update to accept):\n%s", path, got)
	}
}

// attributes is one of each attribute that every speaker knows, and some others.
const attributes = `
	40 01 01 00
	50 02 00 10 02 02 0000fbf4 00010000 01 01 00010001
	40 03 04 c0000201
	80 04 04 00000064
	40 05 04 000000c8
	40 06 00
	c0 07 08 0000fbf4 c0000201
	c0 08 08 fbf40064 ffffff01
	80 09 04 0a000001
	80 0a 08 0a000001 0a000002
	80 0e 1c 0002 01 10 20010db8000000000000000000000001 00 30 20010db80001
	80 0f 0a 0002 01 30 20010db80002
	c0 10 08 0002fbf400000064
	c0 20 0c 0000fbf4 00000001 00000002
	c0 23 04 0000fbf4
	e0 63 02 beef`

func basicUpdate(t testing.TB) []byte {
	attrs := octets(t, attributes)
	body := hex.EncodeToString([]byte{0, 4, 24, 203, 0, 113, byte(len(attrs) >> 8), byte(len(attrs))}) +
		hex.EncodeToString(attrs) + "18c63364" + "16c6336400"[:8]
	return message(t, 2, body)
}

type sample struct {
	name   string
	piece  codec.Piece
	octets []byte
	ctx    codec.Context
	guilty []tree.Span
}

func samples(t testing.TB) []sample {
	as4 := codec.Context{AS4: true}
	long := "02 ff" + strings.Repeat("0000fbf4", 255)
	return []sample{
		{"m1", codec.PieceMessage, octets(t, marker+"0020030304e00708000302ed5bdc3f01"), as4, []tree.Span{{21, 1}}},
		{"m2", codec.PieceMessage, octets(t, marker+"0015030601"), as4, nil},
		{"m3", codec.PieceMessage, octets(t, marker+"0017030202fe14"), as4, []tree.Span{{21, 2}}},
		{"open", codec.PieceMessage, octets(t, marker+"003301045ba000060000000216021401040002000102004104fa56ea02450400010101"), as4, nil},
		{"open-many", codec.PieceMessage, message(t, 1, "04fbf4005ac0000201 36 0234 400a c0780001018000020100 41040000fbf4 4508 00010103 00020101 0506 000100010002 0901 03 490f 0272310b6578616d706c652e6e6574"), as4, nil},
		{"keepalive", codec.PieceMessage, octets(t, marker+"001304"), as4, nil},
		{"update", codec.PieceMessage, basicUpdate(t), as4, []tree.Span{{44, 4}}},
		{"addpath", codec.PieceMessage, message(t, 2, "0000 0000 00000001 18c63364 00000002 18c63364"), codec.Context{AS4: true, AddPath: codec.AllFamilies}, nil},
		{"shutdown", codec.PieceMessage, message(t, 3, "0602 0b 6d61696e201b5b324a0d0a"), as4, nil},
		{"hard-reset", codec.PieceMessage, message(t, 3, "0609 0604 02 6f6b"), as4, nil},
		{"max-prefix", codec.PieceMessage, message(t, 3, "0601 0001 01 000003e8"), as4, nil},
		{"data-refresh", codec.PieceMessage, message(t, 3, "0701"+marker+"00180500010101 00"), as4, nil},
		{"capability-data", codec.PieceMessage, message(t, 3, "0207 0104 00020001"), as4, nil},
		{"without-flags", codec.PieceMessage, message(t, 3, "0305 0706 fde80a000001"), codec.Context{}, nil},
		{"value-only", codec.PieceMessage, message(t, 3, "0308 00000000"), as4, nil},
		{"elided-path", codec.PieceMessage, octets(t, marker+"0cf703 0305 50020cde 02ff 00000cb9 000000ae 0004003e"), codec.Context{AS4: true, Cut: true}, []tree.Span{{21, 4}}},
		{"long-path", codec.PieceAttributes, octets(t, "5002 03fe"+long), as4, []tree.Span{{806, 4}}},
		{"duplicates", codec.PieceAttributes, octets(t, "40010100 40010101 e0630400000000 40020102"), as4, nil},
		{"path", codec.PieceASPath, octets(t, "0302fc00fc01 0201fbf4 0102fbf5fbf6"), codec.Context{}, nil},
		{"orf", codec.PieceMessage, message(t, 5, "00010001 01 40 0004 00000001 80 0002 beef"), as4, nil},
		{"unknown-type", codec.PieceMessage, message(t, 99, strings.Repeat("abcdef", 40)), as4, []tree.Span{{60, 3}}},
		{"vpn", codec.PieceAttributes, octets(t, "800e11 0001 80 0c 0000000000000000c0000201 00 70"), as4, nil},
	}
}

func TestGolden(t *testing.T) {
	var dc codec.Decoder
	for _, s := range samples(t) {
		t.Run(s.name, func(t *testing.T) {
			tr := dc.Decode(s.piece, s.octets, s.ctx)
			var b bytes.Buffer
			for _, width := range []int{80, 100} {
				b.Reset()
				if err := tree.Hex(&b, tr, tree.Options{Width: width, Guilty: s.guilty}); err != nil {
					t.Fatal(err)
				}
				checkPage(t, b.String(), width)
				golden(t, s.name+".hex"+map[int]string{80: "80", 100: "100"}[width], b.Bytes())
			}
			b.Reset()
			if err := tree.Text(&b, tr, tree.Options{Width: 80, Guilty: s.guilty}); err != nil {
				t.Fatal(err)
			}
			checkPage(t, b.String(), 80)
			golden(t, s.name+".text", b.Bytes())
			golden(t, s.name+".json", append(indent(t, tree.AppendValue(nil, tr)), '\n'))
			checkTree(t, tr)
		})
	}
}

func TestColour(t *testing.T) {
	var st tree.Style
	for r := range tree.Roles {
		st.Open[r], st.Close[r] = "<"+tree.Role(r).String()+">", "</>"
	}
	var dc codec.Decoder
	s := samples(t)[0]
	tr := dc.Decode(s.piece, s.octets, s.ctx)
	var b bytes.Buffer
	if err := tree.Hex(&b, tr, tree.Options{Style: st, Guilty: s.guilty, Width: 80}); err != nil {
		t.Fatal(err)
	}
	golden(t, "m1.colour", b.Bytes())
	plain := b.String()
	for r := range tree.Roles {
		plain = strings.ReplaceAll(plain, st.Open[r], "")
	}
	plain = strings.ReplaceAll(plain, "</>", "")
	b.Reset()
	if err := tree.Hex(&b, tr, tree.Options{Guilty: s.guilty, Width: 80}); err != nil {
		t.Fatal(err)
	}
	if plain != b.String() {
		t.Errorf("colour changes the text:\n%s\n%s", plain, b.String())
	}
}

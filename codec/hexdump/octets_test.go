package hexdump

import (
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

// brief writes readings as "notation:hex@gaps", one after the other.
func brief(runs []Run) string {
	var out []string
	for _, r := range runs {
		s := r.Notation + ":" + hex.EncodeToString(r.Octets)
		for _, g := range r.Gaps {
			s += fmt.Sprintf(" %s@%d/%d", g.Kind, g.At, g.Missing)
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

// reads is a text and what Scan reads from it, as brief writes it.
type reads struct{ text, want string }

func expect(t *testing.T, cases []reads) {
	t.Helper()
	for _, c := range cases {
		runs := Scan(c.text)
		check(t, c.text, runs)
		got := brief(runs)
		if got != c.want && !strings.HasPrefix(got, c.want+"; hex-words-le") {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestOctets(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"fb f0", "hex:fbf0"},
		{" e0 07 08 00 01 and then prose", "hex:e007080001"},
		{"f", "hex: nibble@0/1"},
		{"00 01 ", "hex:0001"},
		{"00 01 0", "hex:0001 nibble@2/1"},
		{"41 0", "hex:41 nibble@1/1; decimal:2900"},
		{"", ""},
		{"maintenance ticket", ""},
		{"bad peer as", ""},
		{"added by hand", ""},
		{"\"/AE=\"", "base64:fc01"},
		{"/AE=", "base64:fc01"},
		{"[6 4]", "hex:0604; decimal:0604"},
		{"[251, 240] ]", "decimal:fbf0"},
		{"[7]", "hex:07; decimal:07"},
		{"[]", ""},
		{`"\xe0\a\b\x00"`, "escaped:e0070800"},
		{"e0 07 08\n00 01", "hex:e007080001"},
		{"fb f0\n2026/11/21 23:43:10.219544 BGP: 00 01", "hex:fbf0"},
		{"fb f0\n10 Oct 2026", "hex:fbf0"},
		{"41 04 ...", "hex:4104 ellipsis@2/-1"},
		{"— fb f0", "hex:fbf0"},
		{": FE14", "hex:fe14"},
		{"0x02fe", "0x:02fe"},
		{"0xfb 0xf0", "0x:fbf0"},
		{"fb:f0", "colon-hex:fbf0"},
		{"0, 13, 4", "comma-hex:001304; decimal:000d04"},
		{"0 13 4", "hex:001304; decimal:000d04"},
		{"-1, -1, 0, 19", "decimal:ffff0013"},
		{"0013 0400", "hex:00130400; hex-words-le:13000004"},
		{"fb f0)", "hex:fbf0"},
		{"fb f0\\n\"", "hex:fbf0"},
		{"fb f0<br>00 01", "hex:fbf00001"},
	} {
		runs := Octets(c.text)
		check(t, c.text, runs)
		if got := brief(runs); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestGaps(t *testing.T) {
	expect(t, []reads{
		{"50 02 0c de 02 ff ... очень много раз 00 04 00 35", "hex:50020cde02ff00040035 ellipsis@6/-1"},
		{"50 02 0c de 02 ff … 00 04 00 35", "hex:50020cde02ff00040035 ellipsis@6/-1"},
		{"50 02 0c de 02 ff . . . 00 04 00 35", "hex:50020cde02ff00040035 ellipsis@6/-1"},
		{"50 02 0c de 02 ff many times 00 04 00 35", "hex:50020cde02ff00040035 ellipsis@6/-1"},
		{"50 02 0c de 02 ff очень много раз 00 04 00 35", "hex:50020cde02ff00040035 ellipsis@6/-1"},
		{"50 02 0c de 02 ff<snip>00 04 00 35", "hex:50020cde02ff00040035 ellipsis@6/-1"},
		{"50 02 0c de 02 ff [cut] 00 04 00 35 x", "hex:50020cde02ff00040035 ellipsis@6/-1"},
		{"50 02 0c de (3268 more bytes)", "hex:50020cde ellipsis@4/3268"},
		{"50 02 0c de ... (3268 more bytes) ... 00 35", "hex:50020cde0035 ellipsis@4/3268"},
		{"50020cde [... 120 bytes omitted ...] 00040035", "hex:50020cde00040035 ellipsis@4/120"},
		{"50 02 0c de ... 120 more bytes ... 00 04", "hex:50020cde0004 ellipsis@4/120"},
		{"50 02 0c de 02 ff ...\n00 04 00 35", "hex:50020cde02ff00040035 ellipsis@6/-1"},
		{"50 02 0c de is what we saw", "hex:50020cde"},
		{"50 02 0c de and 00 04 00 35", "hex:50020cde; hex:00040035"},
		{"ffff ffff 0020 0\n303 04e0", "hex:ffffffff0020030304e0"},
		{"ffff ffff 0020 0", "hex:ffffffff0020 nibble@6/1"},
		{"ffffffffffff00200\n   30304e0", "hex:ffffffffffff0020030304e0"},
		{"FFFF FFFF 0013 0400\n**MSG 00004 TRUNCATED**\n", "hex:ffffffff00130400 truncated@8/-1; hex-words-le:ffffffff13000004 truncated@8/-1"},
		{"FFFF FFFF 0013 04**MSG 00004 TRUNCATED**\n**MSG 00004 CONTINUATION #01**00 0102", "hex:ffffffff001304000102"},
		{"<Buffer ff ff 00 1c ... 50 more bytes>", "node-buffer:ffff001c ellipsis@4/50"},
		{"[255, 255, 0, 28, ..., 1]", "decimal:ffff001c01 ellipsis@4/-1"},
		{"0000  ff ff ff ff ff ff ff ff\n0010  00 13 04 00\n", "tshark:ffffffffffffffff00130400 offset@8/8"},
		{"0000000 ffff 0013\n*\n000000c 0104\n000000d\n", "hex:ffff0013ffff0013ffff00130104; hex-words-le:ffff1300ffff1300ffff130004"},
		{"00000000  ff ff 00 13 04 00 00 00  |........|\n00000010\n", "hexdump-C:ffff001304000000 offset@8/8"},
		{"0000 0000 (ffff ffff ) ( 0020 ) 03(03 04)e0 07(08)", "hex:00000000ffffffff0020030304e00708"},
		{"0000 0000 **ffff ffff** _0020_ 03**03**", "hex:00000000ffffffff00200303"},
		{"— ffff ffff 0020 03[03] 04e0 — и всё", "hex:ffffffff0020030304e0"},
		{"50 02 0c de (AS_PATH) 02 ff", "hex:50020cde02ff"},
	})
}

func TestNotOctets(t *testing.T) {
	for _, text := range []string{
		"deaf bad face added cafe dead", "he added a bad face and fed a dead bee to the deaf",
		"context 0x40030044 32 bytes, ptr 0x7161E6385D88 0xc4203f5040", "ca:6d:9d:cb:41:58 and ca-6d-9d-cb-41-58 cafe.babe.0001",
		"123e4567-e89b-12d3-a456-426614174000", "[HZN6M-XRM1G] conn_id: 8b95715f", "2001:db8:4::a fe80::1%2 2001:db8:0:0:1:2:3:4",
		"2026-11-21T23:43:10.219544 23:43:10.827 2026/11/21", "AS path 64512 65000 3356 1299 174", "192.0.2.1 10.0.0.0/8",
		"[10104] [2] (6) [24, 17] {1} 28 bytes 35 36", "      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9", "20260620 100000 in 1234 out",
		"/usr/Local/Lib64/abcd", `"level":"info","key":"connection"`,
	} {
		if runs := Scan(text); len(runs) != 0 {
			t.Errorf("%q: %s", text, brief(runs))
		}
	}
}

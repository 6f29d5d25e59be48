package hexdump

import (
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func FuzzScan(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.log")
	for _, name := range files {
		f.Add(read(f, name))
	}
	for _, s := range []string{
		"00 04 00 35 ... очень много раз 00 04 00 35",
		"0000 0000 (ffff ffff ) ( 0020 ) 03(03 04)e0 07(08)",
		"0000000 ffff ffff\n*\n0000040 0001\n0000041\n",
		"> > ff ff=20\n> ff=\n> ff", "\x1b[1mff ff\x1b[0m ff ff --More-- \b\b\b ff",
		`{"m":"\\xff\\x00\\n"}`, "<Buffer ff ff ... 50 more bytes>", "<<255,255,0,28>>",
		"-1, -1, 0, 19", "[0, 13, 4, ff]", "ff&nbsp;ff<br>ff ff",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		runs := Scan(text)
		check(t, text, runs)
		if !reflect.DeepEqual(runs, Scan(text)) {
			t.Fatal("not deterministic")
		}
		check(t, text, Octets(text))
	})
}

func BenchmarkJunk(b *testing.B) {
	line := "Nov 22 01:40:30 rtr1 bgpd[10104]: %ADJCHANGE: neighbor 192.0.2.1 (fe80::1) in vrf default Down, context 0x40030044 added bad face cafe 8b95715f\r\n"
	benchmark(b, strings.Repeat(line, 8<<20/len(line)))
}

func BenchmarkWords(b *testing.B) {
	benchmark(b, strings.Repeat("the quick brown fox jumps over a lazy dog; ", 8<<20/43))
}

func BenchmarkHex(b *testing.B) { benchmark(b, strings.Repeat("ff 00 1c ", 8<<20/9)) }

func BenchmarkRows(b *testing.B) {
	row := "0000  ae eb 81 57 c4 0d ca 6d 9d cb 41 58 08 00 45 00   ...W...m..AX..E.\n"
	benchmark(b, strings.Repeat(row, 8<<20/len(row)))
}

func benchmark(b *testing.B, text string) {
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Scan(text)
	}
}

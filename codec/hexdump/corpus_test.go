package hexdump

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCorpus checks that the octets of every sample are in some run. A .want
// file has a line "LINE KIND HEX" for each dump of the sample beside it.
func TestCorpus(t *testing.T) {
	files, err := filepath.Glob("testdata/*.log")
	if err != nil || len(files) == 0 {
		t.Fatal("no samples", err)
	}
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".log")
		t.Run(name, func(t *testing.T) {
			text := read(t, f)
			want := strings.Fields(read(t, strings.TrimSuffix(f, ".log")+".want"))
			for _, v := range [...]struct{ name, text string }{
				{"as is", text},
				{"crlf", strings.ReplaceAll(text, "\n", "\r\n")},
				{"quoted", "> " + strings.ReplaceAll(text, "\n", "\n> ")},
				{"indented", "    " + strings.ReplaceAll(text, "\n", "\n    ")},
				{"nbsp", strings.ReplaceAll(text, " ", "\u00a0")},
				{"html", strings.ReplaceAll(text, "\n", "<br>\n")},
				{"coloured", strings.ReplaceAll(text, "ff", "f\x1b[31mf\x1b[0m")},
			} {
				runs := Scan(v.text)
				check(t, v.text, runs)
				for i := 0; i+2 < len(want); i += 3 {
					octets, err := hex.DecodeString(want[i+2])
					if err != nil {
						t.Fatal(err)
					}
					if !anyRun(runs, octets) {
						t.Errorf("%s, line %s: %s %s is in no run of\n%s", v.name, want[i], want[i+1], want[i+2], dump(runs))
					}
				}
			}
		})
	}
}

func read(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func anyRun(runs []Run, want []byte) bool {
	for _, r := range runs {
		if bytes.Contains(r.Octets, want) {
			return true
		}
	}
	return false
}

func dump(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		fmt.Fprintf(&b, "  %s [%d,%d) %x gaps %v notes %q\n", r.Notation, r.Start, r.End, r.Octets, r.Gaps, r.Notes)
	}
	return b.String()
}

// check tests what must hold for every run of every text.
func check(t testing.TB, text string, runs []Run) {
	t.Helper()
	for _, r := range runs {
		if r.Start < 0 || r.End > len(text) || r.Start >= r.End || r.Notation == "" {
			t.Fatalf("bad run [%d,%d) of %d: %s", r.Start, r.End, len(text), r.Notation)
		}
		at, from := 0, r.Start
		for _, p := range r.Pieces {
			if p.At != at || p.Len <= 0 || p.Start < from || p.End <= p.Start || p.End > r.End {
				t.Errorf("%s: piece %+v at %d from %d in [%d,%d)", r.Notation, p, at, from, r.Start, r.End)
			}
			at, from = at+p.Len, p.End
		}
		if at != len(r.Octets) {
			t.Errorf("%s: pieces cover %d of %d octets", r.Notation, at, len(r.Octets))
		}
		at = 0
		for _, g := range r.Gaps {
			if g.At < at || g.At > len(r.Octets) || g.Start < r.Start || g.End <= g.Start || g.End > r.End || g.Missing < -1 {
				t.Errorf("%s: gap %+v in [%d,%d), %d octets", r.Notation, g, r.Start, r.End, len(r.Octets))
			}
			at = g.At
		}
	}
}

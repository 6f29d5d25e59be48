package dump

import (
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// smallSamples yields the names and texts of samples, all but the long ones.
func smallSamples(t *testing.T) iter.Seq2[string, string] {
	t.Helper()
	var all [][2]string
	files, _ := filepath.Glob("../../testdata/dumps/*/*.log")
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if len(b) <= 16<<10 {
			all = append(all, [2]string{f, string(b)})
		}
	}
	if len(all) < 50 {
		t.Fatal("few samples: ", len(all))
	}
	return func(yield func(name, text string) bool) {
		for _, s := range all {
			if !yield(s[0], s[1]) {
				return
			}
		}
	}
}

// TestFramed: samples with the same in front of each line and behind it tell the same, at the places where they stand now.
func TestFramed(t *testing.T) {
	for f, text := range smallSamples(t) {
		text = strings.Trim(text, "\n")
		if strings.Count(text, "\n")+1 < leastFramed {
			continue
		}
		want := Read(text, Options{})
		for _, c := range []struct{ name, front, back string }{
			{"bars", "| ", ""},
			{"list", "- ", ""},
			{"list of code", "* `", "`"},
			{"compose", "bgp-1  | ", ""},
			{"kubectl", "[pod/speaker-x7/frr] ", ""},
			{"cells", "<tr><td>", "</td></tr>"},
			{"paragraphs", "<p>", "</p>\r"},
			{"breaks", "", "<br>"},
			{"numbers", "%6d\t", ""},
		} {
			var to strings.Builder
			at := make([]int, 0, len(text)+1)
			for n, line := range strings.SplitAfter(text, "\n") {
				if c.name == "numbers" {
					fmt.Fprintf(&to, c.front, n+1)
				} else {
					to.WriteString(c.front)
				}
				for i := range len(line) {
					if line[i] == '\n' {
						to.WriteString(c.back)
					}
					at = append(at, to.Len())
					to.WriteByte(line[i])
				}
			}
			to.WriteString(c.back + "\n")
			got := Read(to.String(), Options{})
			if len(got) != len(want) {
				t.Errorf("%s in %s: %d events, want %d", f, c.name, len(got), len(want))
				continue
			}
			for i := range got {
				g, w := &got[i], &want[i]
				if g.Line != w.Line || g.Kind != w.Kind || g.Peer != w.Peer || g.Host != w.Host || !g.Time.Equal(w.Time) || g.Direction != w.Direction ||
					g.Code != w.Code || g.Subcode != w.Subcode || string(g.Octets) != string(w.Octets) || g.Reason != w.Reason {
					t.Errorf("%s in %s:\n got %s\nwant %s", f, c.name, whatever(g), whatever(w))
				}
				for k, p := range g.Pieces {
					if w := at[w.Pieces[k].Offset]; p.Offset != w {
						t.Errorf("%s in %s: piece %d of event %d at %d, want %d", f, c.name, k, i, p.Offset, w)
					}
				}
			}
		}
	}
}

func TestFrames(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // the lines without what is cut, with | between them; "" for no frame
	}{
		{"- a\n- b\n- c\n", "a|b|c|"},
		{"- a\n- b\n", ""},
		{"- a\n- b\nc\n- d\n", ""},
		{"- a\n- b\n\n- c\n", "a|b||c|"},
		{"1: a\n2: b\n3: c\n", "a|b|c|"},
		{"1: a\n2: b\n4: c\n", ""},
		{"0000: ff\n0010: ff\n0020: ff\n", ""},
		{"<li><code>a</code></li>\r\n<li><code>b</code></li>\r\n<li><code>c</code></li>", "a\r|b\r|c"},
		{"<tr><td>a</td><td>b</td></tr>\n<tr><td>a</td><td>b</td></tr>\n<tr><td>a</td><td>b</td></tr>\n", ""},
		{"| a | b |\n| a | b |\n| a | b |\n", ""},
		{"<14>a\n<14>b\n<14>c\n", ""},
		{"<RMT> a\n<RMT> b\n<RMT> c\n", ""},
		{"[a] x\n[a] y\n[a] z\n", ""},
		{"[pod/a] x\n[pod/a] y\n[pod/a] z\n[pod/b] z\n", "x|y|z|[pod/b] z|"},
		{"a-1 | x\nb-1 | y\na-1 | z\n", ""},
		{"a <br>\nb <br />\nc <br>\n", ""},
		{"a<br>\nb<br>\nc<br>\n", "a|b|c|"},
	} {
		runs, cuts := framed(c.text)
		got := ""
		if runs != nil {
			got = strings.ReplaceAll((&asPasted{text: c.text, cuts: cuts}).plain(), "\n", "|")
		}
		if got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
}

// TestFramedCells: rows with several cells keep what the others tell.
func TestFramedCells(t *testing.T) {
	const row = "%%NOTIFICATION: received from neighbor 192.0.2.%d 6/4 (Cease/Administrative Reset)"
	var a, b strings.Builder
	for i := range 4 {
		fmt.Fprintf(&a, "| 2026-03-04T10:00:0%dZ | r%d | "+row+" |\n", i, i, i)
		fmt.Fprintf(&b, "<tr><td>2026-03-04T10:00:0%dZ</td><td>r%d</td><td>"+row+"</td></tr>\n", i, i, i)
	}
	for _, text := range []string{a.String(), b.String()} {
		evs := Read(text, Options{})
		if len(evs) != 4 {
			t.Fatalf("%d events", len(evs))
		}
		for i := range evs {
			if ev := &evs[i]; ev.Host != fmt.Sprintf("r%d", i) || ev.Time.Second() != i || ev.Peer != fmt.Sprintf("192.0.2.%d", i) {
				t.Errorf("%s", whatever(ev))
			}
		}
	}
}

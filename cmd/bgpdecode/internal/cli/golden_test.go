package cli

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
)

// TestPages: whatever is decoded, in whatever width, no line ends in a blank, is wider than asked for, or holds a control
// character; and the JSON of each event is one line.
func TestPages(t *testing.T) {
	files, err := filepath.Glob(root + "/testdata/dumps/*/*.log")
	if err != nil {
		t.Fatal(err)
	}
	seeds, err := filepath.Glob(root + "/testdata/dumps/seeds/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	if len(seeds) < 5 {
		t.Errorf("only %d dumps of the seeds", len(seeds))
	}
	t.Chdir(root)
	for _, file := range append(files, seeds...) {
		name, err := filepath.Rel(root, file)
		if err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{
			{"--width", "40"}, {"--width", "80"}, {"--width", "200"}, {"--width=80", "--tree"}, {"--width=57", "--hex"}, {"--width=60", "--brief"}, {"--full", "--width=100"},
		} {
			r := run(t, nil, append(args, name)...)
			width, _ := strconv.Atoi(strings.TrimPrefix(strings.Join(args, "="), "--width="))
			for _, arg := range args {
				if w, ok := strings.CutPrefix(arg, "--width="); ok {
					width, _ = strconv.Atoi(w)
				}
			}
			if r.code != ExitDone && r.code != ExitNothing {
				t.Errorf("%s %v: exit code %d, %s", name, args, r.code, r.err)
			}
			checkPage(t, name+" "+strings.Join(args, " "), r.out, width)
		}
		r := run(t, nil, "--fields", name)
		for line := range strings.Lines(r.out) {
			if !strings.HasPrefix(line, `{"v":1,`) || !strings.HasSuffix(line, "}\n") || strings.ContainsAny(line[:len(line)-1], "\n\r\x1b\t") {
				t.Errorf("%s: not one object on a line: %.100q", name, line)
			}
		}
	}
}

// checkPage reports at most three faulty lines of a page.
func checkPage(t *testing.T, name, page string, width int) {
	t.Helper()
	faults := 0
	for line := range strings.SplitSeq(page, "\n") {
		fault := ""
		switch {
		case strings.HasSuffix(line, " "):
			fault = "ends in a blank"
		case utf8.RuneCountInString(line) > width:
			fault = "has " + strconv.Itoa(utf8.RuneCountInString(line)) + " columns"
		case strings.ContainsFunc(line, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }):
			fault = "holds a control character"
		}
		if fault != "" && faults < 3 {
			faults++
			t.Errorf("%s: %q %s", name, line, fault)
		}
	}
}

// TestRegistryPages is the same for every table, and for every entry of some.
func TestRegistryPages(t *testing.T) {
	for _, args := range [][]string{{"registry"}, {"registry", "3"}, {"registry", "cease", "9"}, {"registry", "attributes", "7"},
		{"registry", "rfc4271"}, {"registry", "capabilities"}, {"registry", "capabilities", "69"}, {"explain", "3/4"}, {"explain", "35"}} {
		for _, width := range []string{"40", "80", "200"} {
			r := run(t, nil, append(args, "--width", width)...)
			if r.code != ExitDone {
				t.Errorf("%v: exit code %d, %s", args, r.code, r.err)
			}
			n, _ := strconv.Atoi(width)
			if len(args) > 1 || n > 40 { // ids of tables are not cut: people copy them
				checkPage(t, strings.Join(args, " ")+" in "+width, r.out, n)
			}
		}
	}
}

// TestColor: with colour a page has the same words, and every look that is switched on is switched off on its line.
func TestColor(t *testing.T) {
	text, err := os.ReadFile(root + "/testdata/dumps/seeds/frr-elided.txt")
	if err != nil {
		t.Fatal(err)
	}
	plain := run(t, &ui.Streams{In: strings.NewReader(string(text))})
	r := run(t, &ui.Streams{In: strings.NewReader(string(text))}, "--color=always")
	var bare strings.Builder
	for i, part := range strings.Split(r.out, "\x1b[") {
		if i > 0 {
			_, part, _ = strings.Cut(part, "m")
		}
		bare.WriteString(part)
	}
	if bare.String() != plain.out {
		t.Errorf("without its colours the page is another:\n%s", bare.String())
	}
	for line := range strings.Lines(r.out) {
		if i := strings.LastIndex(line, "\x1b["); i >= 0 && !strings.HasPrefix(line[i:], "\x1b[0") && !strings.HasPrefix(line[i:], "\x1b[2") {
			t.Errorf("a look is left on: %q", line)
		}
	}
}

package cli

import (
	"os"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// TestReadme runs the README: of a block marked console, each line behind "$ " is run at the root of the tree and must
// print what follows it; of a block marked sh, each line that begins with bgpdecode must work.
func TestReadme(t *testing.T) {
	prog, dir := program(t), folder(t)
	name := root + "/README.md"
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	fence, cmd := "", ""
	var printed []string
	check := func() {
		if cmd == "" {
			return
		}
		r := shell(t, root, prog, strings.ReplaceAll(cmd, "bin/bgpdecode", "bgpdecode"))
		got := strings.Split(strings.TrimRight(r.out+r.err, "\n"), "\n")
		if want := strings.Join(printed, "\n"); want != strings.Join(got, "\n") && !*update {
			t.Errorf("README.md: %s prints now (-update takes it):\n%s", cmd, strings.Join(got, "\n"))
		}
		out = append(out, got...)
		cmd, printed = "", nil
	}
	for line := range strings.SplitSeq(string(text), "\n") {
		switch {
		case strings.HasPrefix(line, "```") && fence != "":
			check()
			fence = ""
		case strings.HasPrefix(line, "```"):
			fence = strings.TrimPrefix(line, "```")
		case fence == "console" && strings.HasPrefix(line, "$ "):
			check()
			cmd = line[2:]
		case fence == "console":
			printed = append(printed, line)
			continue
		case fence == "sh" && strings.HasPrefix(line, "bgpdecode"):
			command, _, _ := strings.Cut(line, "  #")
			worksWhenCopied(t, dir, prog, command)
		}
		out = append(out, line)
	}
	if *update {
		if err := os.WriteFile(name, []byte(strings.Join(out, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReadmeStyles: the README names every log style that is read, and no other.
func TestReadmeStyles(t *testing.T) {
	text, err := os.ReadFile(root + "/README.md")
	if err != nil {
		t.Fatal(err)
	}
	before, table, _ := strings.Cut(string(text), "<!-- styles -->")
	table, after, ok := strings.Cut(table, "<!-- end styles -->")
	if !ok {
		t.Fatal("README.md has no table between <!-- styles --> and <!-- end styles -->")
	}
	var want strings.Builder
	want.WriteString("\n| style | who writes it |\n|---|---|\n")
	for _, s := range logline.Styles() {
		vendor := s.Vendor
		if vendor == "" {
			vendor = "anybody: plain words for a NOTIFICATION"
		}
		want.WriteString("| `" + s.Name + "` | " + vendor + " |\n")
	}
	if table != want.String() {
		if !*update {
			t.Fatalf("the table of styles in README.md should be (-update takes it):\n%s", want.String())
		}
		if err := os.WriteFile(root+"/README.md", []byte(before+"<!-- styles -->"+want.String()+"<!-- end styles -->"+after), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestReadmeFamilies: README.md names every family whose routes are decoded, and no other.
func TestReadmeFamilies(t *testing.T) {
	text, err := os.ReadFile(root + "/README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(text), "<!-- families -->")
	table, _, ok := strings.Cut(table, "<!-- end families -->")
	if !ok {
		t.Fatal("README.md has no table between <!-- families --> and <!-- end families -->")
	}
	named := map[string]bool{}
	for i, word := range strings.Split(table, "`") {
		if i%2 == 1 {
			named[word] = true
		}
	}
	for _, f := range codec.KnownFamilies() {
		if !named[f.String()] {
			t.Errorf("README.md does not name %s", f)
		}
		delete(named, f.String())
	}
	for name := range named {
		t.Errorf("README.md names %s, whose routes are not decoded", name)
	}
}

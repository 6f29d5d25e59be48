package cli

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
)

const plainLog = "2026-11-21T10:00:00Z r1 bgpd[811]: [HZN6M-XRM1G] %NOTIFICATION: sent to neighbor 192.0.2.1 3/4 (UPDATE Message Error/Attribute Flags Error) 7 bytes 80 08 04 fb f0 00 64\n" +
	"2026-11-21T10:09:00Z r1 bgpd[811]: [HZN6M-XRM1G] %NOTIFICATION: sent to neighbor 192.0.2.1 3/4 (UPDATE Message Error/Attribute Flags Error) 7 bytes 80 08 04 fb f0 00 64\n"

// TestPlainForms: on a terminal without UTF-8 the forms for people are ASCII; with it, and in pipes, they are not.
func TestPlainForms(t *testing.T) {
	for _, format := range []string{"table", "text", "summary", "brief", "timeline"} {
		for _, c := range []struct {
			tty   bool
			lang  string
			ascii bool
		}{{true, "C", true}, {true, "en_GB.UTF-8", false}, {false, "C", false}} {
			var out, err strings.Builder
			env := func(name string) string { return map[string]string{"LC_ALL": c.lang}[name] }
			args := []string{"batch", "-f", format, "--width", "60", "--color", "never"}
			Run(args, &ui.Streams{In: strings.NewReader(plainLog), Out: &out, Err: &err, OutTTY: c.tty, Env: env})
			if text := out.String(); text == "" || c.ascii && strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
				t.Errorf("%s, terminal %v, %s: %s %s", format, c.tty, c.lang, text, err.String())
			} else if format == "table" && !c.ascii && !strings.Contains(text, "…") {
				t.Errorf("%s, terminal %v, %s: %s", format, c.tty, c.lang, text)
			}
		}
	}
}

// TestPlainSplit: a character may come in two pieces.
func TestPlainSplit(t *testing.T) {
	var out strings.Builder
	a := newApp(&ui.Streams{Out: &out, Err: &out})
	o := &plainOut{batchOut: batchOut{a.out}}
	for _, b := range []byte("a│b…c\xffd") {
		if n, err := o.Write([]byte{b}); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	a.out.flush()
	if got := out.String(); got != "a|b~c?d" {
		t.Errorf("%q", got)
	}
}

// TestTableWidth: no line of a table is wider than asked for.
func TestTableWidth(t *testing.T) {
	for _, width := range []string{"40", "60", "80", "114", "132"} {
		var out, err strings.Builder
		Run([]string{"batch", "-f", "table", "--width", width}, &ui.Streams{In: strings.NewReader(plainLog), Out: &out, Err: &err})
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		for _, l := range lines {
			if n := utf8.RuneCountInString(l); len(lines) != 3 || n > map[string]int{"40": 40, "60": 60, "80": 80, "114": 114, "132": 132}[width] || !strings.Contains(lines[1], "192.0.2.1") {
				t.Errorf("width %s: %d columns: %s", width, n, l)
			}
		}
	}
}

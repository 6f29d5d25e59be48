package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
)

const keepalive = "ffffffffffffffffffffffffffffffff001304"

func TestNotText(t *testing.T) {
	record := "\x5f\x00\x00\x00\x00\x10\x00\x04\x00\x00\x00\x27" + // BGP4MP_MESSAGE_AS4, 39 octets
		"\x00\x00\xfb\xf4\x00\x00\xfb\xf0\x00\x00\x00\x01\xc0\x00\x02\x01\xc0\x00\x02\x02" + strings.Repeat("\xff", 16) + "\x00\x13\x04"
	for _, tc := range []struct{ name, text, want string }{
		{"pcap", "\xd4\xc3\xb2\xa1\x02\x00\x04\x00", "pcap capture"},
		{"pcap, nanoseconds, big endian", "\xa1\xb2\x3c\x4d", "pcap capture"},
		{"pcapng", "\x0a\x0d\x0d\x0a\x1c\x00\x00\x00\x4d\x3c\x2b\x1a", "pcapng capture"},
		{"gzip", "\x1f\x8b\x08\x00", "gzip file"},
		{"zstd", "\x28\xb5\x2f\xfd\x00", "zstd file"},
		{"xz", "\xfd7zXZ\x00\x00", "xz file"},
		{"zip", "PK\x03\x04\x14\x00\x00\x00", "zip archive"},
		{"bzip2", "BZh91AY&SY\x00", "bzip2 file"},
		{"MRT, two records", record + record, "MRT file"},
		{"MRT, one record", record, "MRT file"},
		{"MRT, length out of place", record[:11] + "\x05ab", ""},
		{"text that begins like bzip2", "BZhao says hello", ""},
		{"hex", keepalive, ""},
		{"a raw message", strings.Repeat("\xff", 16) + "\x00\x13\x04", ""},
		{"nothing", "", ""},
	} {
		if got := notText(tc.text); got != tc.want {
			t.Errorf("%s: %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestFileLike(t *testing.T) {
	for _, tc := range []struct {
		arg  string
		want bool
	}{
		{"./nosuch", true}, {"../x", true}, {"nosuch.log", true}, {"dir/router-1.txt", true}, {"C:\\logs\\a", true}, {"/var/log/x.y", true},
		{"/etc/nosuch", true}, {"dir/x", true}, {"CAP.PCAP", true}, {"*.log", true},
		{"3/4", false}, {"10.0.0.0/8", false}, {"2001:db8::/32", false}, {"/////////////////////wATBA==", false}, {keepalive, false},
		{"wATB/abc==", false}, {"face", false}, {"log", false}, {"%BGP-3-NOTIFICATION: sent", false}, {"", false}, {"code 3 in x.log", false},
	} {
		if got := fileLike(tc.arg); got != tc.want {
			t.Errorf("%q: %v", tc.arg, got)
		}
	}
}

func TestDashText(t *testing.T) {
	for _, tc := range []struct {
		arg  string
		want bool
	}{
		{"-", false}, {"--", false}, {"-c", false}, {"--json", false}, {"--width=40", false}, {"--addpath=a, b", false}, {"--nosuch", false},
		{"-1", true}, {"-1 -1", true}, {"---", true}, {"--- dump ---", true}, {"->", true}, {"-x y", true}, {"--sent to", true}, {"text", false}, {"", false},
	} {
		if got := dashText(tc.arg); got != tc.want {
			t.Errorf("%q: %v", tc.arg, got)
		}
	}
}

func TestSize(t *testing.T) {
	for _, tc := range []struct {
		word string
		want size
	}{{"4096", 4096}, {"1k", 1024}, {"64MiB", 64 << 20}, {"2 gb", 2 << 30}, {"1GiB", 1 << 30}, {"0", 0}, {"-1", 0}, {"x", 0}, {"1.5M", 0}, {"9999999G", 0}, {"9223372036854775807", 0}} {
		var s size
		if err := s.Set(tc.word); s != tc.want || (err == nil) != (tc.want > 0) {
			t.Errorf("%q: %d, %v", tc.word, s, err)
		}
	}
}

func TestUTF16(t *testing.T) {
	for in, want := range map[string]string{
		"\xff\xfeA\x00\xe9\x00\x3d\xd8\x00\xde": "Aé😀",
		"\xfe\xff\x00A\x00\n":                   "A\n",
		"\xff\xfe\x00\xd8":                      "\ufffd",
		"\xff\xff\xff\xff":                      "\xff\xff\xff\xff",
		"\xff\xfeA":                             "\xff\xfeA",
		"plain":                                 "plain",
	} {
		if got := decodeUTF16(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

// TestInputRules: which arguments are files, which are text, and what is an error.
func TestInputRules(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for name, text := range map[string]string{"face": keepalive, "a.log": keepalive + "\n", "b.log": "ffffffffffffffffffffffffffffffff0015030602\n", "empty": "", "words": "hello"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir("sub", 0o700); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name  string
		args  []string
		stdin string
		code  int
		out   string // a part of Out
		err   string // a part of Err
	}{
		{"a file whose name is hex", []string{"face"}, "", ExitDone, "KEEPALIVE", ""},
		{"two files", []string{"a.log", "b.log"}, "", ExitDone, "Cease", ""},
		{"a file and standard input", []string{"a.log", "-"}, "ffffffffffffffffffffffffffffffff0015030602", ExitDone, "Cease", ""},
		{"hex that is no file", []string{"ffff", "ffff", "ffff", "ffff", "ffff", "ffff", "ffff", "ffff", "0013", "04"}, "", ExitDone, "KEEPALIVE", ""},
		{"a file and text", []string{"a.log", "hello"}, "", ExitUsage, "", `"hello" is not`},
		{"a file and a missing file", []string{"a.log", "c.log"}, "", ExitFailed, "", "no such file"},
		{"a missing file", []string{"./c.log"}, "", ExitFailed, "", "no such file"},
		{"a folder", []string{"sub"}, "", ExitFailed, "", "is a directory"},
		{"a file and a folder", []string{"a.log", "sub"}, "", ExitFailed, "", "is a directory"},
		{"a word of a text that is a folder", []string{"sub", keepalive}, "", ExitDone, "KEEPALIVE", ""},
		{"an empty file", []string{"empty"}, "", ExitNothing, "", `no text in "empty"`},
		{"no BGP in a file", []string{"words"}, "", ExitNothing, "", `5 characters from "words"`},
		{"one of two files without BGP", []string{"words", "a.log"}, "", ExitDone, "KEEPALIVE", `from "words"`},
		{"standard input", nil, keepalive, ExitDone, "KEEPALIVE", ""},
		{"standard input by name", []string{"-"}, keepalive, ExitDone, "KEEPALIVE", ""},
		{"empty standard input", nil, "", ExitNothing, "", "no text in standard input"},
		{"an empty argument", []string{""}, "", ExitNothing, "", "no text in the arguments"},
		{"standard input is never a file name", nil, "a.log", ExitNothing, "", "no BGP"},
		{"a command as text", []string{"--", "version", "x"}, "", ExitNothing, "", "no BGP"},
		{"text behind --", []string{"--", keepalive}, "", ExitDone, "KEEPALIVE", ""},
		{"signed decimal", []string{"-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 0, 19, 4"}, "", ExitDone, "KEEPALIVE", ""},
		{"a dash in the middle of a text", []string{"sent", "-", keepalive}, "", ExitDone, "KEEPALIVE", ""},
		{"the limit", []string{"--max-input", "10", "a.log"}, "", ExitFailed, "", "more than 10 octets"},
		{"the limit on text", []string{"--max-input=10", keepalive}, "", ExitFailed, "", "--max-input"},
		{"the limit on standard input", []string{"--max-input=10"}, keepalive, ExitFailed, "", "--max-input"},
		{"half an octet", []string{"fff"}, "", ExitNothing, "", "3 hex digits"},
		{"a slip of the keyboard", []string{"regsitry"}, "", ExitNothing, "", `"bgpdecode registry"`},
		{"clipboard and text", []string{"-c", "x"}, "", ExitUsage, "", "--clipboard"},
		{"both widths", []string{"--as2", "--as4", keepalive}, "", ExitUsage, "", "exclude"},
		{"two forms", []string{"--json", "--brief", keepalive}, "", ExitUsage, "", "exclude"},
		{"a narrow page", []string{"--width", "39", keepalive}, "", ExitUsage, "", "40 to"},
		{"a wrong flag", []string{"--nosuch"}, "", ExitUsage, "", "unknown flag"},
		{"an escape sequence in a wrong flag", []string{"--x\x1b[31m"}, "", ExitUsage, "", `\x1b[31m`},
		{"an escape sequence in a file name", []string{"./x\x1b[31m.log"}, "", ExitFailed, "", `\x1b[31m`},
		{"an escape sequence in text", []string{"x\x1b[31m"}, "", ExitNothing, "", `\x1b[31m`},
	} {
		r := run(t, &ui.Streams{In: strings.NewReader(tc.stdin)}, tc.args...)
		if r.code != tc.code || !contains(r.out, tc.out) || !contains(r.err, tc.err) || strings.Contains(r.err+r.out, "\x1b") {
			t.Errorf("%s: exit code %d, want %d\nout: %q\nerr: %q", tc.name, r.code, tc.code, r.out, r.err)
		}
	}
}

func TestClipboard(t *testing.T) {
	s := &ui.Streams{Env: desktop, Clip: &clip{keepalive}}
	if r := run(t, s, "--clipboard"); r.code != ExitDone || !contains(r.out, "KEEPALIVE") {
		t.Errorf("%+v", r)
	}
	if r := run(t, &ui.Streams{Env: desktop, Clip: &clip{}}, "-c"); r.code != ExitNothing || !contains(r.err, "no text") {
		t.Errorf("empty: %+v", r)
	}
	if r := run(t, &ui.Streams{}, "-c"); r.code != ExitFailed || !contains(r.err, "no clipboard") {
		t.Errorf("no desktop: %+v", r)
	}
	c := &clip{}
	r := run(t, &ui.Streams{Env: desktop, Clip: c}, "--color=always", "--copy", keepalive)
	if r.code != ExitDone || !contains(c.text, "KEEPALIVE") || strings.Contains(c.text, "\x1b") || !strings.Contains(r.out, "\x1b") {
		t.Errorf("--copy: %+v, copied %q", r, c.text)
	}
}

package safetext

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAppend(t *testing.T) {
	for _, tc := range []struct {
		name, in, want string
		o              Options
	}{
		{"plain", "maintenance at 10:00", "maintenance at 10:00", Options{}},
		{"empty", "", "", Options{}},
		{"letters of other scripts", "Zürich Ελλάδα 東京 🚧", "Zürich Ελλάδα 東京 🚧", Options{}},
		{"terminal title", "\x1b]0;owned\a", `\x1b]0;owned\x07`, Options{}},
		{"NUL and DEL", "a\x00b\x7f", `a\x00b\x7f`, Options{}},
		{"C1 as UTF-8", "a\u009b2J", `a\u009b2J`, Options{}},
		{"C1 as an octet", "a\x9b2J", `a\x9b2J`, Options{}},
		{"override", "abc\u202edef", `abc\u202edef`, Options{}},
		{"isolates", "\u2066x\u2069", `\u2066x\u2069`, Options{}},
		{"zero width", "pa\u200byp\ufeffal", `pa\u200byp\ufeffal`, Options{}},
		{"tag characters", "x\U000e0041", `x\U000e0041`, Options{}},
		{"cut in a character", "abc\xe2\x80", `abc\xe2\x80`, Options{}},
		{"overlong NUL", "\xc0\x80", `\xc0\x80`, Options{}},
		{"surrogate", "\xed\xa0\x80", `\xed\xa0\x80`, Options{}},
		{"replacement character is text", "\ufffd", "\ufffd", Options{}},
		{"newline escaped", "a\r\nb\tc", `a\r\nb\tc`, Options{}},
		{"newline kept", "a\r\nb\tc", "a\\r\nb\tc", Options{Newline: true, Tab: true}},
		{"backslash kept", `a\x1b`, `a\x1b`, Options{}},
		{"backslash doubled", `a\x1b`, `a\\x1b`, Options{Backslash: true}},
		{"separators", "a\u2028b", `a\u2028b`, Options{}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := string(Append(nil, tc.in, tc.o)); got != tc.want {
				t.Errorf("Append(%q) = %q, want %q", tc.in, got, tc.want)
			}
			if got := string(AppendBytes(nil, []byte(tc.in), tc.o)); got != tc.want {
				t.Errorf("AppendBytes(%q) = %q, want %q", tc.in, got, tc.want)
			}
			if got := String(tc.in, tc.o); got != tc.want {
				t.Errorf("String(%q) = %q, want %q", tc.in, got, tc.want)
			}
			if got, want := Clean(tc.in, tc.o), tc.in == tc.want; got != want {
				t.Errorf("Clean(%q) = %v, want %v", tc.in, got, want)
			}
		})
	}
}

func TestSpansAscend(t *testing.T) {
	last := rune(0x7f)
	for _, p := range hiddenSpans {
		if p.lo <= last || p.hi < p.lo {
			t.Errorf("span %x-%x is out of order", p.lo, p.hi)
		}
		last = p.hi
	}
}

func TestAppendDoesNotAllocate(t *testing.T) {
	s := strings.Repeat("clean text, Zürich ", 50) + "\x1b\u202e"
	b := []byte(s)
	buf := make([]byte, 0, 4*len(s))
	if n := testing.AllocsPerRun(100, func() { buf = Append(buf[:0], s, Options{}) }); n != 0 {
		t.Errorf("Append allocates %v times", n)
	}
	if n := testing.AllocsPerRun(100, func() { buf = AppendBytes(buf[:0], b, Options{}) }); n != 0 {
		t.Errorf("AppendBytes allocates %v times", n)
	}
}

// unsafeIn finds a character that a terminal would not show as itself, without
// the tables of the package.
func unsafeIn(s string, o Options) (rune, bool) {
	for _, r := range s {
		switch {
		case r == '\n' && o.Newline, r == '\t' && o.Tab:
		case r < 0x20, r >= 0x7f && r <= 0x9f,
			r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfeff:
			return r, true
		}
	}
	return 0, false
}

func FuzzAppend(f *testing.F) {
	f.Add("plain", byte(0))
	f.Add("\x1b[2J\u202e\xff\\\n", byte(7))
	f.Add(strings.Repeat("ü", 400), byte(1))
	f.Fuzz(func(t *testing.T, s string, bits byte) {
		o := Options{Newline: bits&1 != 0, Tab: bits&2 != 0, Backslash: bits&4 != 0}
		got := string(Append(nil, s, o))
		if !utf8.ValidString(got) {
			t.Errorf("%q became invalid UTF-8: %q", s, got)
		}
		if r, bad := unsafeIn(got, o); bad {
			t.Errorf("%q still holds %U", got, r)
		}
		if b := string(AppendBytes(nil, []byte(s), o)); b != got {
			t.Errorf("AppendBytes gives %q, Append %q", b, got)
		}
		if len(got) > 10*len(s) {
			t.Errorf("%d octets became %d", len(s), len(got))
		}
		if again := string(Append(nil, got, Options{Newline: o.Newline, Tab: o.Tab})); again != got {
			t.Errorf("not stable: %q then %q", got, again)
		}
	})
}

func BenchmarkAppend(b *testing.B) {
	s := strings.Repeat("Administrative shutdown: maintenance until 10:00 ", 20)
	buf := make([]byte, 0, 2*len(s))
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		buf = Append(buf[:0], s, Options{})
	}
}

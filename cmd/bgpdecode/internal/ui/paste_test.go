package ui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
)

// step is one answer of the fake keyboard: input, or an error, with errQuiet
// given only to a reader that would not have waited for ever.
type step struct {
	in  string
	err error
}

// fakeKeyboard plays steps. It never sleeps.
type fakeKeyboard struct {
	t        *testing.T
	steps    []step
	onRead   func(d time.Duration)
	restored int
	drain    time.Duration
	woken    chan struct{}
}

func (k *fakeKeyboard) read(p []byte, d time.Duration) (int, error) {
	if k.onRead != nil {
		k.onRead(d)
	}
	for len(k.steps) > 0 {
		s := &k.steps[0]
		if s.err != nil {
			k.steps = k.steps[1:]
			if errors.Is(s.err, errQuiet) && d < 0 {
				continue // it would wait through the silence
			}
			return 0, s.err
		}
		n := copy(p, s.in)
		if s.in = s.in[n:]; s.in == "" {
			k.steps = k.steps[1:]
		}
		return n, nil
	}
	if k.woken != nil {
		<-k.woken
		return 0, ErrInterrupted
	}
	k.t.Error("read after the last step: the paste did not end")
	return 0, io.EOF
}

func (k *fakeKeyboard) wake() {
	if k.woken != nil {
		close(k.woken)
	}
}

func (k *fakeKeyboard) restore(d time.Duration) error {
	k.restored++
	k.drain = d
	return nil
}

func TestReadPaste(t *testing.T) {
	typed := func(s string) step { return step{in: s} }
	quiet := step{err: errQuiet}
	boom := errors.New("boom")
	for _, tc := range []struct {
		name  string
		steps []step
		want  string
		err   error
	}{
		{"ended by Ctrl-D", []step{typed("ff ff\r\x04")}, "ff ff\n", nil},
		{"Ctrl-D on a line", []step{typed("ff ff\x04rest")}, "ff ff", nil},
		{"two empty lines, then quiet", []step{typed("ff\r\r\r"), quiet}, "ff\n\n\n", nil},
		{"blanks make no ink", []step{typed("ff\r \r\t\r"), quiet}, "ff\n \n\t\n", nil},
		{"one empty line is not the end", []step{typed("ff\r\r"), quiet, typed("x\x04")}, "ff\n\nx", nil},
		{"two empty lines within a paste", []step{typed("ff\r\r\r"), typed("00\r\x04")}, "ff\n\n\n00\n", nil},
		{"empty lines before anything", []step{typed("\r\r\r"), quiet, typed("ff\x04")}, "\n\n\nff", nil},
		{"empty lines then ink, quiet", []step{typed("ff\r\r\rx"), quiet, typed("\x04")}, "ff\n\n\nx", nil},
		{"line ends of all kinds", []step{typed("a\r\nb\nc\rd\x04")}, "a\nb\nc\nd", nil},
		{"CR and LF in two reads", []step{typed("a\r"), typed("\nb\x04")}, "a\nb", nil},
		{"backspace", []step{typed("abx\x7fc\x08d\x04")}, "abd", nil},
		{"backspace takes a whole character", []step{typed("aü\x7fb\x04")}, "ab", nil},
		{"backspace stops at the line", []step{typed("a\r\x7f\x7fb\x04")}, "a\nb", nil},
		{"Ctrl-U", []step{typed("a\rbcd\x15e\x04")}, "a\ne", nil},
		{"Ctrl-W", []step{typed("one two  \x17x\x04")}, "one x", nil},
		{"arrow keys", []step{typed("a\x1b[D\x1bOCb\x1b[1;5Cc\x04")}, "abc", nil},
		{"sequence in pieces", []step{typed("a\x1b"), typed("["), typed("1;"), typed("5Cb\x04")}, "ab", nil},
		{"Ctrl-C", []step{typed("abc\x03")}, "", ErrInterrupted},
		{"Ctrl-C ends a sequence", []step{typed("abc\x1b[\x03")}, "", ErrInterrupted},
		{"bracketed", []step{typed("\x1b[200~a\x03\x04\x7f\x1b[31m\x00b\rc\x1b[201~"), typed("\x04")}, "a\x03\x04\x7f\x1b[31m\x00b\nc", nil},
		{"bracketed, marks in pieces", []step{typed("\x1b[20"), typed("0~ab\x1b[2"), typed("01"), typed("~c\x04")}, "abc", nil},
		{"bracketed, almost the mark", []step{typed("\x1b[200~a\x1b[201\x1b[20\x1b[201~\x04")}, "a\x1b[201\x1b[20", nil},
		{"bracketed, then empty lines", []step{typed("\x1b[200~a\x1b[201~\r\r\r"), quiet}, "a\n\n\n", nil},
		{"bracketed, quiet inside", []step{typed("\x1b[200~a\r\r\r"), quiet, typed("b\x1b[201~\x04")}, "a\n\n\nb", nil},
		{"bracketed, end mark lost", []step{typed("\x1b[200~ab"), quiet, typed("\x04")}, "ab", nil},
		{"bracketed, end mark lost, Ctrl-C", []step{typed("\x1b[200~ab"), quiet, typed("\x03")}, "", ErrInterrupted},
		{"bracketed, slow", []step{typed("\x1b[200~ab"), quiet, typed("\x04c\x1b[201~\x04")}, "ab\x04c", nil},
		{"hung up", []step{typed("ab"), {err: io.EOF}}, "ab", nil},
		{"read error", []step{typed("ab"), {err: boom}}, "", boom},
		{"limit", []step{typed(strings.Repeat("a", 2000))}, "", ErrPasteTooLong},
	} {
		t.Run(tc.name, func(t *testing.T) {
			k := &fakeKeyboard{t: t, steps: tc.steps}
			var out bytes.Buffer
			got, err := readPaste(context.Background(), k, &out, PasteOptions{Limit: 1000, Invitation: "Paste:\n"})
			if got != tc.want || !errors.Is(err, tc.err) {
				t.Errorf("got %q, %v; want %q, %v", got, err, tc.want, tc.err)
			}
			if k.restored != 1 {
				t.Errorf("terminal restored %d times", k.restored)
			}
			if !strings.HasPrefix(out.String(), "Paste:\r\n"+bracketOn) || !strings.Contains(out.String(), bracketOff) {
				t.Errorf("output %q lacks the invitation or a switch", out.String())
			}
		})
	}
}

func TestEcho(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"plain", "ff\r00\x04", "ff\r\n00"},
		{"control characters", "\x1b[200~a\x1b[2J\x9b\u202e\x1b[201~\x04", `a\x1b[2J\x9b\u202e`},
		{"erase", "ab\x7f\x04", "ab\b \b"},
		{"erase an escape", "\x1b[200~\x07\x1b[201~\x7f\x04", `\x07` + strings.Repeat("\b \b", 4)},
		{"tab", "\t\x7f\x04", tabEcho + strings.Repeat("\b \b", 4)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			for _, size := range []int{1, 2, 1000} {
				var out bytes.Buffer
				k := &fakeKeyboard{t: t}
				for in := tc.in; in != ""; {
					n := min(size, len(in))
					k.steps = append(k.steps, step{in: in[:n]})
					in = in[n:]
				}
				if _, err := readPaste(context.Background(), k, &out, PasteOptions{NoBracket: true}); err != nil {
					t.Fatal(err)
				}
				if got := strings.TrimSuffix(out.String(), "\n"); got != tc.want {
					t.Errorf("in pieces of %d: echo %q, want %q", size, got, tc.want)
				}
			}
		})
	}
}

func TestPlainOutputHoldsTheInvitationOnly(t *testing.T) {
	k := &fakeKeyboard{t: t, steps: []step{{in: "secret\rx\x04"}}}
	var out bytes.Buffer
	got, err := readPaste(context.Background(), k, &out, PasteOptions{Plain: true})
	if err != nil || got != "secret\nx" || out.Len() != 0 {
		t.Errorf("got %q, %v, output %q", got, err, out.String())
	}
}

func TestPatience(t *testing.T) {
	var waits []time.Duration
	k := &fakeKeyboard{t: t, steps: []step{
		{in: "a"}, {in: "\r\r"}, {in: "\r"}, {in: "b"}, {in: "\x1b[200~"}, {in: "c"}, {err: errQuiet}, {in: "\x1b[201~"}, {in: "\x04"}}}
	k.onRead = func(d time.Duration) { waits = append(waits, d) }
	if _, err := readPaste(context.Background(), k, io.Discard, PasteOptions{Quiet: 7}); err != nil {
		t.Fatal(err)
	}
	want := []time.Duration{-1, -1, -1, 7, -1, stallQuiet, stallQuiet, -1, -1}
	if len(waits) != len(want) {
		t.Fatalf("waits %v, want %v", waits, want)
	}
	for i := range want {
		if waits[i] != want[i] {
			t.Errorf("waits %v, want %v", waits, want)
			break
		}
	}
}

func TestDrainIsLongInTheMidstOfInput(t *testing.T) {
	for _, tc := range []struct {
		name string
		in   []step
		want time.Duration
	}{
		{"Ctrl-D", []step{{in: "ab\x04"}}, drainQuiet},
		{"empty lines", []step{{in: "ab\r\r\r"}, {err: errQuiet}}, drainQuiet},
		{"Ctrl-D with more behind", []step{{in: "ab\x04cd"}}, drainQuietLong},
		{"Ctrl-C with more behind", []step{{in: "ab\x03cd"}}, drainQuietLong},
		{"too long", []step{{in: "abcdefghijk"}}, drainQuietLong},
		{"killed while pasting", []step{{in: "\x1b[200~ab"}, {err: ErrInterrupted}}, drainQuietLong},
	} {
		k := &fakeKeyboard{t: t, steps: tc.in}
		readPaste(context.Background(), k, io.Discard, PasteOptions{Limit: 10})
		if k.drain != tc.want {
			t.Errorf("%s: drained for %v, want %v", tc.name, k.drain, tc.want)
		}
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	k := &fakeKeyboard{t: t, steps: []step{{in: "abc"}}, woken: make(chan struct{})}
	reads := 0
	k.onRead = func(time.Duration) {
		if reads++; reads == 2 {
			cancel()
		}
	}
	if _, err := readPaste(ctx, k, io.Discard, PasteOptions{}); !errors.Is(err, ErrInterrupted) {
		t.Errorf("err = %v", err)
	}
	if k.restored != 1 {
		t.Errorf("terminal restored %d times", k.restored)
	}
}

func TestPanicRestores(t *testing.T) {
	k := &fakeKeyboard{t: t, steps: []step{{in: "abc"}}}
	k.onRead = func(time.Duration) { panic("boom") }
	defer func() {
		if recover() == nil || k.restored != 1 {
			t.Errorf("terminal restored %d times", k.restored)
		}
	}()
	readPaste(context.Background(), k, io.Discard, PasteOptions{})
}

// deaf is a terminal that can no longer be written to.
type deaf struct{}

func (deaf) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestWriteErrorEnds(t *testing.T) {
	k := &fakeKeyboard{t: t}
	if _, err := readPaste(context.Background(), k, deaf{}, PasteOptions{}); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("err = %v", err)
	}
	if k.restored != 1 {
		t.Errorf("terminal restored %d times", k.restored)
	}
}

func FuzzEditor(f *testing.F) {
	f.Add([]byte("ff ff\r\r\r"), 3)
	f.Add([]byte("\x1b[200~ab\x1b[201~\x7f\x15\x17ü\x7f\x04"), 1)
	f.Add([]byte("\x1b[200~\x1b[2J\xe2\x80\xae"), 2)
	f.Fuzz(func(t *testing.T, in []byte, size int) {
		if size <= 0 {
			size = 1
		}
		e := editor{limit: 1 << 20}
		var echo []byte
		for rest := in; len(rest) > 0; {
			n := min(size, len(rest))
			end, err := e.feed(rest[:n])
			echo = append(echo, e.echo...)
			e.echo = e.echo[:0]
			if end || err != nil {
				break
			}
			rest = rest[n:]
		}
		if len(e.buf) > len(in) {
			t.Errorf("%d octets became %d", len(in), len(e.buf))
		}
		for _, c := range echo {
			if c < 0x20 && c != '\r' && c != '\n' && c != '\b' || c == 0x7f {
				t.Fatalf("echo of %q holds %#x", in, c)
			}
		}
	})
}

//go:build linux || darwin || freebsd

package ui

import (
	"bytes"
	"context"
	"errors"
	"os"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"
)

// screen is the far end of a terminal: what the person types goes in, what the
// program writes is collected.
type screen struct {
	t      *testing.T
	master *os.File
	slave  *os.File
	before *term.State
	mode   chan []byte // output up to the switch to bracketed paste, once
	all    chan []byte // all output, at the end
}

func newScreen(t *testing.T) *screen {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("skipped: no pseudo terminal here: %v", err)
	}
	s := &screen{t: t, master: master, slave: slave, mode: make(chan []byte, 1), all: make(chan []byte, 1)}
	t.Cleanup(func() { master.Close(); slave.Close() })
	if s.before, err = term.GetState(int(slave.Fd())); err != nil {
		t.Fatal(err)
	}
	go s.collect()
	return s
}

func (s *screen) collect() {
	var got []byte
	buf := make([]byte, 64<<10)
	told := false
	for {
		n, err := s.master.Read(buf)
		got = append(got, buf[:n]...)
		if !told && bytes.Contains(got, []byte(bracketOn)) {
			told = true
			s.mode <- bytes.Clone(got)
		}
		if err != nil {
			s.all <- got
			return
		}
	}
}

// paste runs ReadPaste and sends it in once it is ready.
func (s *screen) paste(ctx context.Context, in string, o PasteOptions) (string, error) {
	s.t.Helper()
	sent := make(chan error, 1)
	go func() {
		<-s.mode
		_, err := s.master.WriteString(in)
		sent <- err
	}()
	text, err := ReadPaste(ctx, s.slave, s.slave, o)
	s.check()
	if s.t.Failed() {
		return text, err // what is left in the queue may hold the typist up for ever
	}
	if werr := <-sent; werr != nil {
		s.t.Errorf("typing: %v", werr)
	}
	return text, err
}

// check fails the test unless the terminal is as it was, with an empty queue.
func (s *screen) check() {
	s.t.Helper()
	fd := int(s.slave.Fd())
	after, err := term.GetState(fd)
	if err != nil {
		s.t.Fatal(err)
	}
	if !reflect.DeepEqual(s.before, after) {
		s.t.Errorf("terminal mode was %+v, is %+v", s.before, after)
	}
	// In line mode the queue only shows whole lines.
	if _, err := term.MakeRaw(fd); err != nil {
		s.t.Fatal(err)
	}
	if _, err := await(0, fd); !errors.Is(err, errQuiet) {
		s.t.Errorf("something is left for the shell (%v)", err)
	}
	if err := term.Restore(fd, s.before); err != nil {
		s.t.Fatal(err)
	}
}

// output closes the terminal and gives all that was written to it.
func (s *screen) output() string {
	s.slave.Close()
	return string(<-s.all)
}

// longLine is hex on one line, without a period that could hide a loss.
func longLine(n int) string {
	const digits = "0123456789abcdef"
	b := make([]byte, n)
	x := uint32(1)
	for i := range b {
		x = x*1664525 + 1013904223
		b[i] = digits[x>>28]
	}
	return string(b)
}

func TestPtyLongLine(t *testing.T) {
	for _, n := range []int{4095, 4096, 4097, 20_011, 100_003} {
		line := longLine(n)
		for _, tc := range []struct{ name, in, want string }{
			{"Ctrl-D", line + "\x04", line},
			{"line and Ctrl-D", line + "\r\x04", line + "\n"},
			{"two empty lines", line + "\r\r\r", line + "\n\n\n"},
			{"bracketed", "\x1b[200~" + line + "\x1b[201~\x04", line},
		} {
			s := newScreen(t)
			got, err := s.paste(context.Background(), tc.in, PasteOptions{Quiet: time.Millisecond})
			if err != nil || got != tc.want {
				t.Errorf("%s, %d characters: got %d, err %v", tc.name, n, len(got), err)
			}
			if out := s.output(); !strings.Contains(out, line) {
				t.Errorf("%s, %d characters: echo is %d octets and not the line", tc.name, n, len(out))
			}
		}
	}
}

func TestPtyControlCharactersAreNotEchoed(t *testing.T) {
	s := newScreen(t)
	in := "\x1b[200~\x1b]0;title\x07\x1b[2J\u202eabc\x03\x04\x1b[201~\x04"
	got, err := s.paste(context.Background(), in, PasteOptions{Invitation: "Paste:\n"})
	if want := "\x1b]0;title\x07\x1b[2J\u202eabc\x03\x04"; err != nil || got != want {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
	want := "Paste:\r\n" + bracketOn + `\x1b]0;title\x07\x1b[2J\u202eabc\x03\x04` + bracketOff + "\r\n"
	if out := s.output(); out != want {
		t.Errorf("screen shows %q, want %q", out, want)
	}
}

func TestPtyInterrupt(t *testing.T) {
	s := newScreen(t)
	rest := strings.Repeat("never to reach the shell\r", 500)
	if _, err := s.paste(context.Background(), "abc\x03"+rest, PasteOptions{}); !errors.Is(err, ErrInterrupted) {
		t.Errorf("err = %v", err)
	}
}

func TestPtyRestAfterTheEndIsDropped(t *testing.T) {
	s := newScreen(t)
	rest := strings.Repeat("rm -rf\r", 5000)
	if got, err := s.paste(context.Background(), "abc\x04"+rest, PasteOptions{}); err != nil || got != "abc" {
		t.Errorf("got %q, %v", got, err)
	}
}

func TestPtyTooLong(t *testing.T) {
	s := newScreen(t)
	if _, err := s.paste(context.Background(), longLine(50_000), PasteOptions{Limit: 10_000}); !errors.Is(err, ErrPasteTooLong) {
		t.Errorf("err = %v", err)
	}
}

func TestPtyCancel(t *testing.T) {
	s := newScreen(t)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-s.mode
		cancel()
	}()
	if _, err := ReadPaste(ctx, s.slave, s.slave, PasteOptions{}); !errors.Is(err, ErrInterrupted) {
		t.Errorf("err = %v", err)
	}
	s.check()
}

func TestPtySignals(t *testing.T) {
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP} {
		s := newScreen(t)
		go func() {
			<-s.mode
			syscall.Kill(os.Getpid(), sig)
		}()
		if _, err := ReadPaste(context.Background(), s.slave, s.slave, PasteOptions{}); !errors.Is(err, ErrInterrupted) {
			t.Errorf("%v: err = %v", sig, err)
		}
		s.check()
	}
}

func TestPtyPanic(t *testing.T) {
	s := newScreen(t)
	func() {
		defer func() {
			if recover() == nil {
				t.Error("no panic")
			}
		}()
		ReadPaste(context.Background(), s.slave, panicWriter{}, PasteOptions{})
	}()
	s.check()
}

// panicWriter fails in the worst way, but lets the clean-up write.
type panicWriter struct{}

func (panicWriter) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(bracketOn)) {
		panic("boom")
	}
	return len(p), nil
}

func TestPtyHangUp(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Skipf("skipped: no pseudo terminal here: %v", err)
	}
	defer slave.Close()
	go func() {
		// The one that reads must be the one that closes: a read that waits would keep the terminal open.
		defer master.Close()
		var got []byte
		for buf := make([]byte, 4096); !bytes.Contains(got, []byte(bracketOn)); {
			n, err := master.Read(buf)
			if got = append(got, buf[:n]...); err != nil {
				return
			}
		}
		master.WriteString("abc")
	}()
	_, err = ReadPaste(context.Background(), slave, slave, PasteOptions{})
	if errors.Is(err, ErrInterrupted) {
		t.Errorf("err = %v", err)
	}
}

func TestPtyPasteBySystemStreams(t *testing.T) {
	s := newScreen(t)
	st := &Streams{In: s.slave, Err: s.slave, InTTY: true, ErrTTY: true}
	go func() {
		<-s.mode
		s.master.WriteString("ff\x04")
	}()
	if got, err := st.Paste(context.Background(), PasteOptions{}); err != nil || got != "ff" {
		t.Errorf("got %q, %v", got, err)
	}
	s.check()
}

func TestPasteWantsATerminal(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if _, err := ReadPaste(context.Background(), r, w, PasteOptions{}); !errors.Is(err, ErrNotTerminal) {
		t.Errorf("err = %v", err)
	}
	if _, err := (&Streams{In: r}).Paste(context.Background(), PasteOptions{}); !errors.Is(err, ErrNotTerminal) {
		t.Errorf("err = %v", err)
	}
}

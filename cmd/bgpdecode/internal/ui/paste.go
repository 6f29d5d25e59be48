package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// Errors of ReadPaste that a caller may tell apart.
var (
	// ErrInterrupted says that the person, or a signal, ended the program.
	ErrInterrupted = errors.New("interrupted")
	// ErrPasteTooLong says that a paste exceeded PasteOptions.Limit.
	ErrPasteTooLong = errors.New("the paste is too long; save it to a file and give its name")
	// ErrNotTerminal says that the file given to ReadPaste is no terminal.
	ErrNotTerminal = errors.New("not a terminal")
)

// PasteOptions changes how ReadPaste behaves. The zero value is right for use.
type PasteOptions struct {
	Invitation string        // shown first; plain text that ends in a newline, or empty
	Limit      int           // most octets to take; 0 means 64 MiB
	Quiet      time.Duration // how long is quiet, after two empty lines; 0 means 300 ms
	Plain      bool          // out is no terminal: write the invitation only, no echo, no escape sequences
	NoBracket  bool          // do not ask for bracketed paste (TERM=dumb)
}

const (
	pasteLimit = 64 << 20
	pasteQuiet = 300 * time.Millisecond

	// These silences end the discarding of input that arrives after the end: the
	// long one when the end came in the midst of a paste.
	drainQuiet     = 20 * time.Millisecond
	drainQuietLong = 300 * time.Millisecond
	// stallQuiet is how long a bracketed paste may pause before a lone Ctrl-C
	// or Ctrl-D counts as a key again: its end mark may have been lost.
	stallQuiet = 2 * time.Second

	bracketOn  = "\x1b[?2004h"
	bracketOff = "\x1b[?2004l"
)

// errQuiet is what a keyboard says when nothing came in the time allowed.
var errQuiet = errors.New("no input")

// keyboard is a terminal in raw mode, as input.
type keyboard interface {
	// read waits for input, no longer than d unless d is negative, and returns
	// errQuiet when none came and ErrInterrupted after wake.
	read(p []byte, d time.Duration) (int, error)
	// wake makes the read under way and those that follow return.
	wake()
	// restore throws away input until none comes for d, puts the terminal back
	// into the mode it was found in, and lets go of it.
	restore(d time.Duration) error
}

// ReadPaste invites a paste on out and reads it from the terminal in, until
// Ctrl-D or until input is quiet after two empty lines. It returns the text with
// line ends made \n and keys such as backspace obeyed; what was inside a
// bracketed paste is otherwise unchanged, octet for octet.
//
// The terminal is in raw mode meanwhile, since line mode cuts lines at 4096
// octets. What is echoed to out holds no control characters. Ctrl-C, SIGINT,
// SIGTERM, SIGHUP and the end of ctx give ErrInterrupted. In every case, a panic
// included, the terminal gets its mode back and nothing of the paste is left in
// its queue for the shell.
func ReadPaste(ctx context.Context, in *os.File, out io.Writer, o PasteOptions) (string, error) {
	if !isTerminal(in) {
		return "", fmt.Errorf("reading a paste: %w", ErrNotTerminal)
	}
	k, err := openKeyboard(in)
	if err != nil {
		return "", fmt.Errorf("preparing the terminal for a paste: %w", err)
	}
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	return readPaste(ctx, k, out, o)
}

// Paste is ReadPaste on In and Err.
func (s *Streams) Paste(ctx context.Context, o PasteOptions) (string, error) {
	in, ok := s.In.(*os.File)
	if !ok || !s.InTTY {
		return "", fmt.Errorf("reading a paste: %w", ErrNotTerminal)
	}
	o.Plain = o.Plain || !s.ErrTTY
	o.NoBracket = o.NoBracket || s.env("TERM") == "dumb"
	return ReadPaste(ctx, in, s.Err, o)
}

func readPaste(ctx context.Context, k keyboard, out io.Writer, o PasteOptions) (text string, err error) {
	if o.Limit <= 0 {
		o.Limit = pasteLimit
	}
	if o.Quiet <= 0 {
		o.Quiet = pasteQuiet
	}
	e := editor{limit: o.Limit}
	if o.Plain {
		out, e.mute = io.Discard, true
	}
	bracket := !o.Plain && !o.NoBracket
	defer func() {
		if bracket {
			io.WriteString(out, bracketOff)
		}
		quiet := drainQuiet
		if e.more {
			quiet = drainQuietLong
		}
		if rerr := k.restore(quiet); rerr != nil && err == nil {
			err = fmt.Errorf("restoring the terminal: %w", rerr)
		}
		if !o.Plain && e.column {
			io.WriteString(out, "\n")
		}
	}()
	defer context.AfterFunc(ctx, k.wake)()
	return e.run(k, out, o, bracket)
}

// run invites, then feeds the editor until it has seen the end.
func (e *editor) run(k keyboard, out io.Writer, o PasteOptions, bracket bool) (string, error) {
	hello := string(crlf(nil, []byte(o.Invitation)))
	if bracket {
		hello += bracketOn
	}
	if _, err := io.WriteString(out, hello); err != nil {
		return "", fmt.Errorf("writing to the terminal: %w", err)
	}
	for chunk := make([]byte, 32<<10); ; {
		n, err := k.read(chunk, e.patience(o.Quiet))
		switch {
		case errors.Is(err, errQuiet):
			if e.quiet() {
				return string(e.buf), nil
			}
			continue
		case errors.Is(err, io.EOF):
			return string(e.buf), nil
		case errors.Is(err, ErrInterrupted):
			return "", err
		case err != nil:
			return "", fmt.Errorf("reading from the terminal: %w", err)
		}
		end, err := e.feed(chunk[:n])
		if err != nil {
			return "", err
		}
		if len(e.echo) > 0 {
			if _, err := out.Write(e.echo); err != nil {
				return "", fmt.Errorf("writing to the terminal: %w", err)
			}
			e.echo = e.echo[:0]
		}
		if end {
			return string(e.buf), nil
		}
	}
}

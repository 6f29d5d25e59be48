package ui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime"
	"strings"

	"github.com/atotto/clipboard"

	"github.com/bgpdecode/bgpdecode/codec/safetext"
)

// Clipboard is what Streams needs of a desktop's clipboard.
type Clipboard interface {
	Supported() bool            // whether the programs it needs are there
	ReadAll() (string, error)   // the text on the clipboard
	WriteAll(text string) error // puts text there
}

// desktop is the clipboard of the machine that runs the program.
type desktop struct{}

func (desktop) Supported() bool            { return !clipboard.Unsupported }
func (desktop) ReadAll() (string, error)   { return clipboard.ReadAll() }
func (desktop) WriteAll(text string) error { return clipboard.WriteAll(text) }

// Errors of the clipboard that a caller may tell apart.
var (
	ErrNoClipboardTool = errors.New("no program to reach the clipboard: install xclip or xsel (X11), or wl-clipboard (Wayland)")
	ErrNoDisplay       = errors.New("no clipboard here: neither DISPLAY nor WAYLAND_DISPLAY is set")
	ErrClipboardEmpty  = errors.New("the clipboard holds no text")
	ErrCopyNoTerminal  = errors.New("cannot copy: no desktop clipboard in reach, and no terminal to hand the text to")
)

// CopyMethod says how text got to the clipboard.
type CopyMethod uint8

// The ways to the clipboard.
const (
	CopiedDesktop  CopyMethod = iota + 1 // by the clipboard of this machine
	CopiedTerminal                       // by OSC 52; a terminal gives no sign whether it took it
)

// ReadClipboard gives the text on the clipboard of this machine. A terminal far
// away is never asked for its clipboard: few answer, and it is theirs. It
// gives up when ctx ends, because the owner of an X selection may never answer.
func (s *Streams) ReadClipboard(ctx context.Context) (string, error) {
	clip := s.clip()
	if !s.hasDisplay() {
		return "", fmt.Errorf("%w%s", ErrNoDisplay, s.overSSH(", and the clipboard at your end of the SSH session cannot be read: paste the text instead"))
	}
	if !clip.Supported() {
		return "", ErrNoClipboardTool
	}
	type result struct {
		text string
		err  error
	}
	done := make(chan result, 1)
	go func() {
		text, err := clip.ReadAll()
		done <- result{text, err}
	}()
	select {
	case <-ctx.Done():
		return "", fmt.Errorf("reading the clipboard: %w", context.Cause(ctx))
	case r := <-done:
		switch {
		case r.err != nil:
			return "", fmt.Errorf("reading the clipboard: %w%s", r.err, said(r.err))
		case r.text == "":
			return "", ErrClipboardEmpty
		}
		return r.text, nil
	}
}

// WriteClipboard puts text on the clipboard of the person at the terminal: of
// this machine when it has a desktop, otherwise, and over SSH always, through
// the terminal by OSC 52.
func (s *Streams) WriteClipboard(text string) (CopyMethod, error) {
	clip := s.clip()
	if s.ssh() || !s.hasDisplay() {
		return CopiedTerminal, s.copyByTerminal(text)
	}
	if !clip.Supported() {
		return 0, ErrNoClipboardTool
	}
	if err := clip.WriteAll(text); err != nil {
		return 0, fmt.Errorf("writing the clipboard: %w", err)
	}
	return CopiedDesktop, nil
}

// copyByTerminal writes OSC 52 to whichever output is a terminal, so that
// results can be piped and copied at once.
func (s *Streams) copyByTerminal(text string) error {
	var w io.Writer
	switch {
	case s.env("TERM") == "dumb":
	case s.OutTTY:
		w = s.Out
	case s.ErrTTY:
		w = s.Err
	}
	if w == nil {
		return fmt.Errorf("%w%s", ErrCopyNoTerminal, s.overSSH(" (SSH session)"))
	}
	seq, err := AppendOSC52(nil, text, s.multiplexer())
	if err != nil {
		return err
	}
	if _, err := w.Write(seq); err != nil {
		return fmt.Errorf("copying by the terminal: %w", err)
	}
	return nil
}

// said gives the first line of what a program wrote before it failed. That an
// empty clipboard is among the reasons only shows there.
func said(err error) string {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return ""
	}
	line, _, _ := strings.Cut(strings.TrimSpace(string(exit.Stderr)), "\n")
	if line == "" {
		return ""
	}
	return ": " + safetext.String(line, safetext.Options{})
}

func (s *Streams) clip() Clipboard {
	if s.Clip != nil {
		return s.Clip
	}
	return desktop{}
}

// hasDisplay reports whether there is a desktop to talk to. Only X and Wayland
// need to be told where it is.
func (s *Streams) hasDisplay() bool {
	switch runtime.GOOS {
	case "windows", "darwin", "android", "plan9":
		return true
	}
	for _, v := range []string{"DISPLAY", "WAYLAND_DISPLAY", "TERMUX_VERSION", "WSL_DISTRO_NAME"} {
		if s.env(v) != "" {
			return true
		}
	}
	return false
}

func (s *Streams) ssh() bool {
	return s.env("SSH_TTY") != "" || s.env("SSH_CONNECTION") != ""
}

// overSSH gives text when the session is a remote one.
func (s *Streams) overSSH(text string) string {
	if s.ssh() {
		return text
	}
	return ""
}

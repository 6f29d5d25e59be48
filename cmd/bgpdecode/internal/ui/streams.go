package ui

import (
	"io"
	"os"
	"strings"

	"github.com/fatih/color"
	"golang.org/x/term"
)

// DefaultWidth is the number of columns assumed when nothing tells.
const DefaultWidth = 80

// Streams is where a command reads and writes, and what is known of each end.
// The zero value of the flags means that nothing is a terminal.
type Streams struct {
	In  io.Reader // standard input
	Out io.Writer // results
	Err io.Writer // everything else

	InTTY  bool // In is a terminal
	OutTTY bool // Out is a terminal
	ErrTTY bool // Err is a terminal

	Env     func(string) string // looks up an environment variable; nil means that none is set
	Columns func() int          // width of the terminal in columns, 0 when not known; may be nil
	Clip    Clipboard           // the clipboard; nil means the one of the desktop
}

// System gives the streams of the process. On Windows the writers translate
// colours for consoles that know no escape sequences.
func System() *Streams {
	s := &Streams{
		In:     os.Stdin,
		Out:    os.Stdout,
		Err:    os.Stderr,
		InTTY:  isTerminal(os.Stdin),
		OutTTY: isTerminal(os.Stdout),
		ErrTTY: isTerminal(os.Stderr),
		Env:    os.Getenv,
	}
	if s.OutTTY {
		s.Out = color.Output
	}
	if s.ErrTTY {
		s.Err = color.Error
	}
	s.Columns = func() int {
		for _, f := range []*os.File{os.Stdout, os.Stderr, os.Stdin} {
			if w, _, err := term.GetSize(int(f.Fd())); err == nil && w > 0 {
				return w
			}
		}
		return 0
	}
	return s
}

// Width gives the number of columns to write results in: fixed when it is
// positive (the --width flag), otherwise that of the terminal when Out is one,
// otherwise DefaultWidth, so that files and pipes get the same text everywhere.
func (s *Streams) Width(fixed int) int {
	if fixed > 0 {
		return fixed
	}
	if s.OutTTY && s.Columns != nil {
		if w := s.Columns(); w > 0 {
			return w
		}
	}
	return DefaultWidth
}

// env looks up a variable; a Streams without Env has none.
func (s *Streams) env(name string) string {
	if s.Env == nil {
		return ""
	}
	return s.Env(name)
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// ASCII reports whether Out is a terminal whose locale has no UTF-8: characters beyond ASCII would be noise there. Files
// and pipes get the same text everywhere.
func (s *Streams) ASCII() bool {
	if !s.OutTTY {
		return false
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(s.env(name)); v != "" {
			return !strings.Contains(v, "utf-8") && !strings.Contains(v, "utf8")
		}
	}
	return false
}

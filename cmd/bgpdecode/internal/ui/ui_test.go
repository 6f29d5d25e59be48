package ui

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/fatih/color"

	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// vars makes an environment of pairs.
func vars(kv ...string) func(string) string {
	return func(name string) string {
		for i := 0; i+1 < len(kv); i += 2 {
			if kv[i] == name {
				return kv[i+1]
			}
		}
		return ""
	}
}

func TestColorEnabled(t *testing.T) {
	for _, tc := range []struct {
		name string
		mode ColorMode
		tty  bool
		env  func(string) string
		want bool
	}{
		{"terminal", ColorAuto, true, vars("TERM", "xterm"), true},
		{"terminal, no environment", ColorAuto, true, nil, true},
		{"pipe", ColorAuto, false, vars("TERM", "xterm"), false},
		{"NO_COLOR", ColorAuto, true, vars("NO_COLOR", "1"), false},
		{"NO_COLOR empty", ColorAuto, true, vars("NO_COLOR", ""), true},
		{"dumb", ColorAuto, true, vars("TERM", "dumb"), false},
		{"CLICOLOR_FORCE is not heeded", ColorAuto, false, vars("CLICOLOR_FORCE", "1"), false},
		{"always beats NO_COLOR", ColorAlways, false, vars("NO_COLOR", "1", "TERM", "dumb"), true},
		{"never", ColorNever, true, vars(), false},
	} {
		if got := ColorEnabled(tc.mode, tc.tty, tc.env); got != tc.want {
			t.Errorf("%s: %v, want %v", tc.name, got, tc.want)
		}
	}
}

func TestColorPerStream(t *testing.T) {
	s := &Streams{OutTTY: true}
	if !s.OutPaint(ColorAuto).On || s.ErrPaint(ColorAuto).On {
		t.Error("the decision is not per stream")
	}
}

func TestColorModeFlag(t *testing.T) {
	for _, word := range ColorModes() {
		var m ColorMode
		if err := m.Set(word); err != nil || m.String() != word {
			t.Errorf("Set(%q) gives %v, %v", word, m, err)
		}
	}
	m := ColorAlways
	if err := m.Set("sometimes"); err == nil || m != ColorAlways {
		t.Errorf("Set(sometimes) gives %v, %v", m, err)
	}
}

func TestPaint(t *testing.T) {
	// The library's own switches must not matter, nor be touched.
	t.Setenv("NO_COLOR", "1")
	before := color.NoColor
	on, off := Paint{On: true}, Paint{}
	style := on.Style()
	for r := range tree.Role(tree.Roles) {
		open, shut := SGR(r)
		if style.Open[r] != open || style.Close[r] != shut || off.Style().Open[r] != "" {
			t.Errorf("%v: the style has %q", r, style.Open[r])
		}
		if got := on.Wrap(r, "x"); got != open+"x"+shut {
			t.Errorf("%v: %q", r, got)
		}
		if got := off.Wrap(r, "x"); got != "x" {
			t.Errorf("%v, off: %q", r, got)
		}
		if got := on.Wrap(r, ""); got != "" {
			t.Errorf("%v, empty: %q", r, got)
		}
		if (r == tree.Plain || r == tree.Value) != (open == "") {
			t.Errorf("%v opens with %q", r, open)
		}
		if open != "" && (!strings.HasPrefix(open, "\x1b[") || !strings.HasSuffix(shut, "m")) {
			t.Errorf("%v: %q %q", r, open, shut)
		}
	}
	if color.NoColor != before {
		t.Error("the library's switch was touched")
	}
	if o, c := SGR(tree.Role(tree.Roles)); o+c != "" {
		t.Errorf("unknown role: %q %q", o, c)
	}
}

// TestFieldRolesAlternate: neighbouring runs of octets do not look alike.
func TestFieldRolesAlternate(t *testing.T) {
	for r := tree.Field0; r < tree.Role(tree.Roles); r++ {
		next := r + 1
		if next == tree.Role(tree.Roles) {
			next = tree.Field0
		}
		a, _ := SGR(r)
		if b, _ := SGR(next); a == "" || a == b {
			t.Errorf("%v and %v look alike", r, next)
		}
	}
}

func TestWidth(t *testing.T) {
	wide := func() int { return 132 }
	for _, tc := range []struct {
		name  string
		s     Streams
		fixed int
		want  int
	}{
		{"fixed", Streams{OutTTY: true, Columns: wide}, 60, 60},
		{"terminal", Streams{OutTTY: true, Columns: wide}, 0, 132},
		{"pipe", Streams{Columns: wide}, 0, DefaultWidth},
		{"terminal that does not tell", Streams{OutTTY: true, Columns: func() int { return 0 }}, 0, DefaultWidth},
		{"nothing known", Streams{OutTTY: true}, 0, DefaultWidth},
	} {
		if got := tc.s.Width(tc.fixed); got != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, got, tc.want)
		}
	}
}

// board is a clipboard in memory.
type board struct {
	text    string
	err     error
	missing bool
	hang    chan struct{}
}

func (b *board) Supported() bool { return !b.missing }
func (b *board) ReadAll() (string, error) {
	if b.hang != nil {
		<-b.hang
	}
	return b.text, b.err
}
func (b *board) WriteAll(s string) error { b.text = s; return b.err }

func TestWriteClipboard(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the display variables are those of X and Wayland")
	}
	broken := errors.New("broken")
	for _, tc := range []struct {
		name   string
		s      Streams
		board  board
		method CopyMethod
		out    bool   // by OSC 52 on Out
		errOut bool   // by OSC 52 on Err
		say    string // part of the error
	}{
		{name: "X", s: Streams{Env: vars("DISPLAY", ":0")}, method: CopiedDesktop},
		{name: "Wayland", s: Streams{Env: vars("WAYLAND_DISPLAY", "w")}, method: CopiedDesktop},
		{name: "SSH", s: Streams{OutTTY: true, Env: vars("SSH_TTY", "/dev/pts/1")}, method: CopiedTerminal, out: true},
		{name: "SSH with a forwarded X", s: Streams{OutTTY: true, Env: vars("SSH_CONNECTION", "x", "DISPLAY", ":10")}, method: CopiedTerminal, out: true},
		{name: "no display", s: Streams{OutTTY: true}, method: CopiedTerminal, out: true},
		{name: "results piped", s: Streams{ErrTTY: true}, method: CopiedTerminal, errOut: true},
		{name: "no terminal", s: Streams{}, say: "no terminal"},
		{name: "dumb terminal", s: Streams{OutTTY: true, Env: vars("TERM", "dumb")}, say: "no terminal"},
		{name: "no tool", s: Streams{OutTTY: true, Env: vars("DISPLAY", ":0")}, board: board{missing: true}, say: "xclip or xsel (X11), or wl-clipboard"},
		{name: "tool fails", s: Streams{OutTTY: true, Env: vars("DISPLAY", ":0")}, board: board{err: broken}, say: "broken"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var out, errOut bytes.Buffer
			tc.s.Out, tc.s.Err, tc.s.Clip = &out, &errOut, &tc.board
			method, err := tc.s.WriteClipboard("text")
			if tc.say != "" {
				if err == nil || !strings.Contains(err.Error(), tc.say) {
					t.Errorf("err = %v, want %q in it", err, tc.say)
				}
			} else if err != nil || method != tc.method {
				t.Errorf("method %v, err %v", method, err)
			}
			const seq = "\x1b]52;c;dGV4dA==\a"
			if (out.String() == seq) != tc.out || (errOut.String() == seq) != tc.errOut {
				t.Errorf("out %q, err %q", out.String(), errOut.String())
			}
			if (tc.board.text == "text") != (tc.method == CopiedDesktop || tc.board.err != nil) {
				t.Errorf("clipboard holds %q", tc.board.text)
			}
		})
	}
}

func TestReadClipboardErrors(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the display variables are those of X and Wayland")
	}
	x := vars("DISPLAY", ":0")
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	hang := make(chan struct{})
	defer close(hang)
	for _, tc := range []struct {
		name  string
		ctx   context.Context
		env   func(string) string
		board board
		want  error
	}{
		{"text", context.Background(), x, board{text: "ff"}, nil},
		{"empty", context.Background(), x, board{}, ErrClipboardEmpty},
		{"no display", context.Background(), vars(), board{text: "ff"}, ErrNoDisplay},
		{"no tool", context.Background(), x, board{missing: true}, ErrNoClipboardTool},
		{"owner never answers", gone, x, board{hang: hang}, context.Canceled},
	} {
		s := &Streams{Env: tc.env, Clip: &tc.board}
		if text, err := s.ReadClipboard(tc.ctx); !errors.Is(err, tc.want) || err == nil && text != "ff" {
			t.Errorf("%s: %q, %v; want %v", tc.name, text, err, tc.want)
		}
	}
	s := &Streams{Env: vars("SSH_TTY", "x"), Clip: &board{}}
	if _, err := s.ReadClipboard(context.Background()); err == nil || !strings.Contains(err.Error(), "paste the text instead") {
		t.Errorf("over SSH: %v", err)
	}
}

func TestAppendOSC52(t *testing.T) {
	text := strings.Repeat("Müller\x1b\n", 200)
	b64 := base64.StdEncoding.EncodeToString([]byte(text))
	plain := "\x1b]52;c;" + b64 + "\a"

	got, err := AppendOSC52([]byte("before"), text, NoMultiplexer)
	if err != nil || string(got) != "before"+plain {
		t.Errorf("plain: %q, %v", got, err)
	}
	got, err = AppendOSC52(nil, text, Tmux)
	if err != nil || string(got) != plain+"\x1bPtmux;\x1b"+plain+"\x1b\\" {
		t.Errorf("tmux: %q, %v", got, err)
	}
	got, err = AppendOSC52(nil, text, Screen)
	var joined string
	for _, piece := range strings.SplitAfter(string(got), "\x1b\\") {
		if len(piece) > screenPiece+4 {
			t.Errorf("screen: a piece of %d octets", len(piece))
		}
		joined += strings.TrimSuffix(strings.TrimPrefix(piece, "\x1bP"), "\x1b\\")
	}
	if err != nil || joined != plain {
		t.Errorf("screen: %q, %v", joined, err)
	}
	if _, err := AppendOSC52(nil, strings.Repeat("x", MaxOSC52), NoMultiplexer); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	if _, err := AppendOSC52(nil, strings.Repeat("x", MaxOSC52+1), NoMultiplexer); err == nil {
		t.Error("over the limit: no error")
	}
}

func TestMultiplexer(t *testing.T) {
	for _, tc := range []struct {
		env  func(string) string
		want Multiplexer
	}{
		{vars("TERM", "xterm-256color"), NoMultiplexer},
		{vars("TMUX", "/tmp/tmux-0/default,1,0", "TERM", "screen"), Tmux},
		{vars("TERM", "tmux-256color"), Tmux},
		{vars("STY", "1.pts-0", "TERM", "screen"), Screen},
		{vars("TERM", "screen-256color"), NoMultiplexer},
	} {
		s := &Streams{Env: tc.env}
		if got := s.multiplexer(); got != tc.want {
			t.Errorf("got %v, want %v", got, tc.want)
		}
	}
}

func TestSystem(t *testing.T) {
	s := System()
	if s.In == nil || s.Out == nil || s.Err == nil || s.Columns() < 0 || s.Width(0) <= 0 {
		t.Errorf("incomplete: %+v", s)
	}
}

//go:build linux || darwin || freebsd

package cli

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// session runs the program in a terminal of 100 columns, types into it once it asks for a paste, and gives all that the
// terminal showed and the exit code.
func session(t *testing.T, typed string, env []string, args ...string) (shown string, code int) {
	t.Helper()
	cmd := exec.Command(program(t), args...)
	cmd.Env = append(cmd.Environ(), append([]string{"TERM=xterm", "DISPLAY=", "WAYLAND_DISPLAY=", "NO_COLOR="}, env...)...)
	term, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 50, Cols: 100})
	if err != nil {
		t.Skipf("skipped: no pseudo terminal here: %v", err)
	}
	defer term.Close()
	var all bytes.Buffer
	buf := make([]byte, 64<<10)
	sent := typed == ""
	for {
		n, err := term.Read(buf)
		all.Write(buf[:n])
		if !sent && bytes.Contains(all.Bytes(), []byte("\x1b[?2004h")) {
			sent = true
			go term.WriteString(typed)
		}
		if err != nil {
			break // on Linux the end of a terminal is an error
		}
	}
	err = cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return strings.ReplaceAll(all.String(), "\r\n", "\n"), cmd.ProcessState.ExitCode()
}

// longUpdate is an UPDATE of over 4000 octets as a C array on one line of over 20000 characters, and its last prefix.
func longUpdate() (line, last string) {
	const routes = 1010
	b := bytes.Repeat([]byte{0xff}, 16)
	b = append(b, 0, 0, 2, 0, 0, 0, 18)
	b = append(b, 0x40, 1, 1, 0, 0x40, 2, 4, 2, 1, 0xfb, 0xf0, 0x40, 3, 4, 192, 0, 2, 1)
	for i := range routes {
		b = append(b, 24, 10, byte(i>>8), byte(i))
	}
	b[16], b[17] = byte(len(b)>>8), byte(len(b))
	var s strings.Builder
	for _, c := range b {
		fmt.Fprintf(&s, "0x%02x, ", c)
	}
	return s.String(), fmt.Sprintf("10.%d.%d.0/24", (routes-1)>>8, (routes-1)&255)
}

func TestPasteAtTerminal(t *testing.T) {
	line, last := longUpdate()
	if len(line) < 20000 {
		t.Fatalf("the line has only %d characters", len(line))
	}
	for _, tc := range []struct{ name, typed string }{
		{"bracketed paste", "\x1b[200~" + line + "\n\x1b[201~\x04"},
		{"plain paste, Ctrl-D", line + "\r\x04"},
		{"plain paste, two empty lines", line + "\r\r\r"},
	} {
		shown, code := session(t, tc.typed, nil, "--tree", "--full")
		if code != ExitDone || !contains(shown, "Paste what the router printed", "UPDATE", last) {
			t.Errorf("%s: exit code %d, last prefix shown %v, end:\n%s", tc.name, code, strings.Contains(shown, last), shown[max(0, len(shown)-500):])
		}
	}
}

func TestTerminal(t *testing.T) {
	hold := "ffffffffffffffffffffffffffffffff0015030400"
	shown, code := session(t, "\x03", nil)
	if code != ExitInterrupted || strings.Contains(shown, "Verdict") {
		t.Errorf("Ctrl-C: exit code %d\n%s", code, shown)
	}
	shown, code = session(t, "\x04", nil)
	if code != ExitNothing || !contains(shown, "no text in the paste") {
		t.Errorf("nothing pasted: exit code %d\n%s", code, shown)
	}
	shown, code = session(t, "hello\r\x04", nil, "--json")
	if code != ExitNothing || !contains(shown, "from the paste") {
		t.Errorf("no BGP pasted: exit code %d\n%s", code, shown)
	}
	// Colour at a terminal, and none where it is not wanted; the page is as wide as the terminal.
	shown, code = session(t, "", nil, hold)
	if code != ExitDone || !strings.Contains(shown, "\x1b[") {
		t.Errorf("colour: exit code %d\n%s", code, shown)
	}
	for _, env := range []string{"NO_COLOR=1", "TERM=dumb"} {
		shown, _ = session(t, "", []string{env}, hold)
		if strings.Contains(shown, "\x1b") {
			t.Errorf("%s: %q", env, shown)
		}
		checkPage(t, env, shown, 100)
	}
	// --copy without a desktop goes through the terminal.
	shown, code = session(t, "", []string{"SSH_TTY=/dev/pts/9"}, "--copy", "--brief", hold)
	if code != ExitDone || !strings.Contains(shown, "\x1b]52;c;") {
		t.Errorf("--copy: exit code %d\n%q", code, shown)
	}
}

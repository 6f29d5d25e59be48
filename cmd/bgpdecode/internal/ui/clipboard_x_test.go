//go:build linux

package ui

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peertest"
)

// startX starts an X server without a screen on a display number of its own
// choice, and returns the display. The server ends with the test, and with it
// every program that holds one of its selections.
func startX(t *testing.T) string {
	t.Helper()
	server := peertest.Need(t, "Xvfb")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	cmd := exec.Command(server, "-displayfd", "3", "-screen", "0", "64x64x24", "-nolisten", "tcp", "-noreset")
	cmd.ExtraFiles = []*os.File{w}
	err = cmd.Start()
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		cmd.Wait()
	})
	// The server writes the number when it takes connections; without one it
	// ends, and so does the pipe.
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb gave no display: %v", err)
	}
	return ":" + strings.TrimSpace(number)
}

// sees waits until another program finds want on the clipboard. Who copies leaves a process behind that offers the text, and
// has ended itself before the X server has heard of that process.
func sees(t *testing.T, xclip, want string) {
	t.Helper()
	var out []byte
	var err error
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if out, err = exec.Command(xclip, "-o", "-selection", "clipboard").Output(); err == nil && string(out) == want {
			return
		}
	}
	t.Fatalf("xclip sees %d octets, %v; want %d", len(out), err, len(want))
}

func TestClipboardThroughX(t *testing.T) {
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		t.Skip("skipped: a Wayland session, whose clipboard is the person's")
	}
	xclip := peertest.Need(t, "xclip")
	display := startX(t)
	t.Setenv("DISPLAY", display)
	s := &Streams{Env: vars("DISPLAY", display)}

	if text, err := s.ReadClipboard(context.Background()); err == nil {
		t.Errorf("an empty clipboard gave %q", text)
	}

	want := "ffffffffffffffffffffffffffffffff\n" + longLine(30_000) + "\nZürich\t\x01"
	if how, err := s.WriteClipboard(want); err != nil || how != CopiedDesktop {
		t.Fatalf("WriteClipboard: %v, %v", how, err)
	}
	sees(t, xclip, want)
	if got, err := s.ReadClipboard(context.Background()); err != nil || got != want {
		t.Errorf("ReadClipboard: %d octets, %v; want %d", len(got), err, len(want))
	}

	// The other way round: another program copies, this one reads.
	other := "NOTIFICATION 3/11\n"
	copier := exec.Command(xclip, "-i", "-selection", "clipboard")
	copier.Stdin = strings.NewReader(other)
	if err := copier.Run(); err != nil {
		t.Fatal(err)
	}
	sees(t, xclip, other)
	if got, err := s.ReadClipboard(context.Background()); err != nil || got != other {
		t.Errorf("ReadClipboard: %q, %v; want %q", got, err, other)
	}
}

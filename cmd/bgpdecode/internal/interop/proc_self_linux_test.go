package interop

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// witness records how a test ended.
type witness struct {
	testing.TB
	fatal string
}

func (w *witness) Helper() {}
func (w *witness) Fatalf(f string, a ...any) {
	w.fatal = fmt.Sprintf(f, a...)
	runtime.Goexit()
}

// quiet takes no complaints.
type quiet struct{ testing.TB }

func (quiet) Errorf(string, ...any) {}

// TestDeadDaemonIsNoticed: whoever waits for a daemon that dies is told at once,
// with what the daemon said last.
func TestDeadDaemonIsNoticed(t *testing.T) {
	t.Parallel()
	w := &witness{TB: t}
	p := start(quiet{t}, "fake", workDir(t), nil, "/bin/sh", "-c", "echo my last words; exit 3")
	began := time.Now()
	done := make(chan struct{})
	go func() {
		defer close(done)
		poll(w, 5*time.Minute, "never", func() (bool, any) { return false, nil }, p)
	}()
	<-done
	p.stop()
	if !strings.Contains(w.fatal, "exit status 3") || !strings.Contains(w.fatal, "my last words") {
		t.Errorf("said %q after %v", w.fatal, time.Since(began))
	}
}

// TestNothingIsLeftBehind: what a test program has started ends with it, even
// when it panics, and what a daemon has started ends with the daemon.
func TestNothingIsLeftBehind(t *testing.T) {
	if file := os.Getenv("INTEROP_PANIC"); file != "" {
		p := start(t, "child", filepath.Dir(file), nil, "/bin/sleep", "1000")
		writeFile(t, file, number(p.pid()))
		panic("as asked")
	}
	t.Parallel()
	file := filepath.Join(workDir(t), "pid")
	cmd := exec.Command(os.Args[0], "-test.run=^TestNothingIsLeftBehind$")
	cmd.Env = append(os.Environ(), "INTEROP_PANIC="+file)
	if out, err := cmd.CombinedOutput(); err == nil || !strings.Contains(string(out), "as asked") {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(string(text))
	if err != nil {
		t.Fatal(err)
	}
	gone(t, pid)

	p := start(t, "group", workDir(t), nil, "/bin/sh", "-c", "sleep 1000 & echo $!; wait")
	var child int
	poll(t, startWait, "the child is there", func() (bool, any) {
		child, err = strconv.Atoi(strings.TrimSpace(p.log()))
		return err == nil, err
	}, p)
	p.stop()
	gone(t, child)
}

// gone waits until a process has ended; a zombie that nobody has fetched yet has.
func gone(t *testing.T, pid int) {
	t.Helper()
	poll(t, startWait, fmt.Sprintf("process %d is gone", pid), func() (bool, any) {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			return errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ESRCH), err
		}
		_, state, _ := strings.Cut(string(stat), ") ")
		return strings.HasPrefix(state, "Z"), string(stat)
	})
}

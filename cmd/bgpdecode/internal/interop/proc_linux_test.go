package interop

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	tailLines = 25 // of a log that a failure shows
	stopWait  = 4 * time.Second
	toolWait  = 20 * time.Second // for one call of a control tool
)

// process is a daemon that a test has started: the leader of a process group of
// its own, ended with the test, or with the test program however that ends.
type process struct {
	name    string
	dir     string // its files; short, because sockets in it have long names
	logPath string
	cmd     *exec.Cmd
	exited  chan struct{}
	err     error // how it ended; valid when exited is closed
	stopped bool  // the test asked for its end
	mu      sync.Mutex
}

// starter starts every process from one thread that never ends: the death signal
// of a child is sent when the thread that started it goes.
var starter = sync.OnceValue(func() chan<- func() {
	work := make(chan func())
	go func() {
		runtime.LockOSThread()
		for f := range work {
			f()
		}
	}()
	return work
})

// keepVar keeps the files of all daemons, and all captures, when it is set.
const keepVar = "INTEROP_KEEP"

// workDir makes a folder with a short name, which goes with the test.
func workDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "bgp")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if os.Getenv(keepVar) == "" {
			os.RemoveAll(dir)
		} else {
			t.Logf("files are kept in %s", dir)
		}
	})
	return dir
}

// start runs a program in dir and keeps what it prints in dir/log.
func start(t testing.TB, name, dir string, env []string, argv ...string) *process {
	t.Helper()
	p := &process{name: name, dir: dir, logPath: filepath.Join(dir, "log"), exited: make(chan struct{})}
	log, err := os.OpenFile(p.logPath, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	p.cmd = exec.Command(argv[0], argv[1:]...)
	p.cmd.Dir = dir
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stdout, p.cmd.Stderr = log, log
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	result := make(chan error)
	starter() <- func() { result <- p.cmd.Start() }
	if err := <-result; err != nil {
		t.Fatalf("%s does not start: %v", name, err)
	}
	go func() {
		p.err = p.cmd.Wait()
		close(p.exited)
	}()
	t.Cleanup(func() {
		if !p.asked() && p.dead() {
			t.Errorf("%s died: %v", p.name, p.err)
		}
		p.stop()
		if t.Failed() {
			t.Logf("%s, last of its log:\n%s", p.name, p.tail(tailLines))
		}
	})
	return p
}

// pid is that of the process and of its group.
func (p *process) pid() int { return p.cmd.Process.Pid }

// signal sends a signal to the process and all that it has started.
func (p *process) signal(sig syscall.Signal) error { return syscall.Kill(-p.pid(), sig) }

// dead reports whether the process has ended.
func (p *process) dead() bool {
	select {
	case <-p.exited:
		return true
	default:
		return false
	}
}

// asked reports whether the test wants the process to end.
func (p *process) asked() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stopped
}

// mustLive fails the test at once when the process has ended unasked.
func (p *process) mustLive(t testing.TB) {
	t.Helper()
	if !p.asked() && p.dead() {
		t.Fatalf("%s died: %v; last of its log:\n%s", p.name, p.err, p.tail(tailLines))
	}
}

// stop asks the process to end, then makes it.
func (p *process) stop() { p.end(syscall.SIGTERM) }

// kill ends the process without a word to its peers.
func (p *process) kill() { p.end(syscall.SIGKILL) }

func (p *process) end(sig syscall.Signal) {
	p.mu.Lock()
	p.stopped = true
	p.mu.Unlock()
	_ = p.signal(syscall.SIGCONT)
	if err := p.signal(sig); errors.Is(err, syscall.ESRCH) {
		<-p.exited
		return
	}
	late := time.NewTimer(stopWait)
	defer late.Stop()
	select {
	case <-p.exited:
	case <-late.C:
		_ = p.signal(syscall.SIGKILL)
		<-p.exited
	}
	_ = p.signal(syscall.SIGKILL) // what it left behind in its group
}

// pause stops the process without ending it, resume lets it go on.
func (p *process) pause(t testing.TB) {
	t.Helper()
	if err := p.signal(syscall.SIGSTOP); err != nil {
		t.Fatalf("%s: %v", p.name, err)
	}
}

func (p *process) resume(t testing.TB) {
	t.Helper()
	if err := p.signal(syscall.SIGCONT); err != nil {
		t.Fatalf("%s: %v", p.name, err)
	}
}

// log gives all that the process has printed.
func (p *process) log() string {
	text, err := os.ReadFile(p.logPath)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// tail gives the last n lines of the log.
func (p *process) tail(n int) string {
	lines := strings.Split(strings.TrimRight(p.log(), "\n"), "\n")
	if len(lines) > n {
		lines = lines[len(lines)-n:]
	}
	return strings.Join(lines, "\n")
}

// tool runs a control tool of a daemon and gives what it prints.
func tool(dir string, input io.Reader, argv ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), toolWait)
	defer cancel()
	cmd := exec.CommandContext(ctx, argv[0], argv[1:]...)
	cmd.Dir = dir
	cmd.Stdin = input
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %w: %s", strings.Join(argv, " "), err, strings.TrimSpace(errs.String()+out.String()))
	}
	return out.String(), nil
}

//go:build unix

package ui

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// drainMost bounds what restore throws away, so that a terminal that never
// stops sending cannot hold the program.
const drainMost = 256 << 20

// tty is a terminal of a Unix system. It reads by select and read, not by way of
// the runtime, so that no reader is left behind that would eat the shell's input;
// select and not poll, which knows no terminals on macOS.
type tty struct {
	fd    int
	file  *os.File // keeps fd open
	saved *term.State

	mu           sync.Mutex // guards what follows against a wake that comes late
	wakeR, wakeW int        // a pipe
	closed       bool
}

func openKeyboard(in *os.File) (keyboard, error) {
	t := &tty{fd: int(in.Fd()), file: in}
	var p [2]int
	if err := unix.Pipe(p[:]); err != nil {
		return nil, err
	}
	t.wakeR, t.wakeW = p[0], p[1]
	unix.CloseOnExec(t.wakeR)
	unix.CloseOnExec(t.wakeW)
	if max(t.fd, t.wakeR) >= unix.FD_SETSIZE {
		t.closePipe()
		return nil, fmt.Errorf("too many open files (descriptor %d)", max(t.fd, t.wakeR))
	}
	saved, err := term.MakeRaw(t.fd)
	if err != nil {
		t.closePipe()
		return nil, err
	}
	t.saved = saved
	return t, nil
}

func (t *tty) read(p []byte, d time.Duration) (int, error) {
	for {
		ready, err := await(d, t.fd, t.wakeR)
		switch {
		case err != nil:
			return 0, err
		case ready == t.wakeR:
			return 0, ErrInterrupted
		}
		n, err := unix.Read(t.fd, p)
		switch {
		case errors.Is(err, unix.EAGAIN) || errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return 0, err
		case n == 0:
			return 0, io.EOF
		}
		return n, nil
	}
}

func (t *tty) wake() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.closed {
		// The pipe holds far more than the one octet that is ever written.
		_, _ = unix.Write(t.wakeW, []byte{0})
	}
}

func (t *tty) restore(d time.Duration) error {
	buf := make([]byte, 32<<10)
	for left := drainMost; left > 0; {
		if _, err := await(d, t.fd); err != nil {
			break
		}
		n, err := unix.Read(t.fd, buf)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil || n <= 0 {
			break
		}
		left -= n
	}
	flushInput(t.fd)
	err := term.Restore(t.fd, t.saved)
	t.closePipe()
	return err
}

func (t *tty) closePipe() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	unix.Close(t.wakeR)
	unix.Close(t.wakeW)
}

// await waits, no longer than d unless d is negative, until one of the
// descriptors can be read, and gives the last such one.
func await(d time.Duration, fds ...int) (int, error) {
	deadline := time.Now().Add(d)
	for {
		var set unix.FdSet
		top := 0
		for _, fd := range fds {
			set.Set(fd)
			top = max(top, fd)
		}
		var timeout *unix.Timeval
		if d >= 0 {
			tv := unix.NsecToTimeval(max(0, time.Until(deadline)).Nanoseconds())
			timeout = &tv
		}
		n, err := unix.Select(top+1, &set, nil, nil, timeout)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return 0, err
		case n == 0:
			return 0, errQuiet
		}
		ready := 0
		for _, fd := range fds {
			if set.IsSet(fd) {
				ready = fd
			}
		}
		return ready, nil
	}
}

//go:build !unix

package ui

import (
	"io"
	"os"
	"sync"
	"time"

	"golang.org/x/term"
)

// console is a terminal of a system without select. A goroutine reads it and
// stays behind in its last read; the process ends soon after.
type console struct {
	fd     int
	saved  *term.State
	chunks chan []byte
	failed chan error
	woken  chan struct{}
	once   sync.Once
	rest   []byte
}

func openKeyboard(in *os.File) (keyboard, error) {
	saved, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return nil, err
	}
	c := &console{
		fd: int(in.Fd()), saved: saved,
		chunks: make(chan []byte), failed: make(chan error, 1), woken: make(chan struct{}),
	}
	go c.pump(in)
	return c, nil
}

func (c *console) pump(in io.Reader) {
	for {
		p := make([]byte, 4096)
		n, err := in.Read(p)
		if n > 0 {
			c.chunks <- p[:n]
		}
		if err != nil {
			c.failed <- err
			return
		}
	}
}

func (c *console) read(p []byte, d time.Duration) (int, error) {
	if len(c.rest) == 0 {
		var quiet <-chan time.Time
		if d >= 0 {
			quiet = time.After(d)
		}
		select {
		case c.rest = <-c.chunks:
		case err := <-c.failed:
			return 0, err
		case <-c.woken:
			return 0, ErrInterrupted
		case <-quiet:
			return 0, errQuiet
		}
	}
	n := copy(p, c.rest)
	c.rest = c.rest[n:]
	return n, nil
}

func (c *console) wake() { c.once.Do(func() { close(c.woken) }) }

func (c *console) restore(d time.Duration) error {
	for {
		select {
		case <-c.chunks:
			continue
		case <-c.failed:
		case <-time.After(d):
		}
		return term.Restore(c.fd, c.saved)
	}
}

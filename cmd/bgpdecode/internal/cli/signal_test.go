//go:build unix

package cli

import (
	"syscall"
	"testing"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
)

// stuck is a reader that never gives anything, and tells when somebody waits for it.
type stuck struct{ waiting chan struct{} }

func (s stuck) Read([]byte) (int, error) {
	close(s.waiting)
	select {}
}

func TestInterrupted(t *testing.T) {
	s := stuck{make(chan struct{})}
	code := make(chan int, 1)
	go func() { code <- Run(nil, &ui.Streams{In: s}) }()
	<-s.waiting
	if err := syscall.Kill(syscall.Getpid(), syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if got := <-code; got != ExitInterrupted {
		t.Errorf("exit code %d", got)
	}
}

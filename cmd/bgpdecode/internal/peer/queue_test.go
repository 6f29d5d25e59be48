package peer

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

func TestQueue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		q := NewQueue(&out, nil)
		io.WriteString(q, "one ")
		if err := q.Flush(); err != nil || out.String() != "one " {
			t.Errorf("%q, %v", out.String(), err)
		}
		io.WriteString(q, "two ")
		io.WriteString(q, "three")
		if err := q.Close(); err != nil || out.String() != "one two three" {
			t.Errorf("%q, %v", out.String(), err)
		}
		io.WriteString(q, "lost")
		q.Flush()
	})
}

// slow is a writer that waits for its reader.
type slow struct {
	go_  chan struct{}
	mu   sync.Mutex
	text strings.Builder
}

func (s *slow) Write(p []byte) (int, error) {
	<-s.go_
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

// TestQueueWaits: a reader that stands still stops the writer when the queue is full, not before, and nothing is lost.
func TestQueueWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{go_: make(chan struct{})}
		q := NewQueue(s, nil)
		q.most = 10
		done := 0
		go func() {
			for range 5 {
				io.WriteString(q, "12345678")
				done++
			}
		}()
		synctest.Wait()
		if done < 2 || done > 4 {
			t.Errorf("%d writes went on", done)
		}
		close(s.go_)
		synctest.Wait()
		if err := q.Close(); err != nil || done != 5 || s.text.Len() != 40 {
			t.Errorf("%d writes, %q, %v", done, s.text.String(), err)
		}
	})
}

// TestQueueRelease: who waits for a reader that stands still goes on, and what was queued is still written.
func TestQueueRelease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &slow{go_: make(chan struct{})}
		q := NewQueue(s, nil)
		q.most = 10
		done := 0
		go func() {
			for range 50 {
				io.WriteString(q, "12345678")
				done++
			}
		}()
		synctest.Wait()
		q.Release()
		synctest.Wait()
		if done != 50 {
			t.Errorf("%d writes went on", done)
		}
		close(s.go_)
		if err := q.Close(); err != nil || s.text.Len() != 400 {
			t.Errorf("%d octets, %v", s.text.Len(), err)
		}
	})
}

// TestQueueFails: the first error is told once, and nobody waits for a writer that is gone.
func TestQueueFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []error
		r, w := io.Pipe()
		q := NewQueue(w, func(err error) { told = append(told, err) })
		q.most = 4
		go func() {
			for range 100 {
				io.WriteString(q, "12345678")
			}
		}()
		synctest.Wait()
		r.CloseWithError(errFailing)
		synctest.Wait()
		if err := q.Close(); !errors.Is(err, errFailing) || len(told) != 1 {
			t.Errorf("%v, told %v", err, told)
		}
	})
}

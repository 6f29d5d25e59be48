package peer

import (
	"io"
	"math"
	"sync"
)

// Queue writes to a file in a goroutine of its own, so that who reads slowly (a pager, a stopped terminal) does not stop
// the sessions at once: KEEPALIVEs go out meanwhile. It holds up to mostQueued octets; then Write waits, and with it the
// sessions, for nothing may be lost. What is queued is written as soon as the last write is done: one line at a time when
// little happens, in large pieces in a flood.
type Queue struct {
	mu      sync.Mutex
	changed sync.Cond
	w       io.Writer
	buf     []byte
	spare   []byte
	err     error
	closed  bool
	busy    bool
	most    int
	failed  func(error)
}

const mostQueued = 4 << 20

// NewQueue starts to write to w. failed, which may be nil, is called once, from the queue's goroutine, with the first error:
// what is written after it is dropped.
func NewQueue(w io.Writer, failed func(error)) *Queue {
	q := &Queue{w: w, most: mostQueued, failed: failed}
	q.changed.L = &q.mu
	go q.run()
	return q
}

// Write queues p, which it copies. It never fails: see Close for that.
func (q *Queue) Write(p []byte) (int, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.buf) >= q.most && q.err == nil && !q.closed {
		q.changed.Wait()
	}
	if q.err == nil && !q.closed {
		q.buf = append(q.buf, p...)
		q.changed.Broadcast()
	}
	return len(p), nil
}

// Release makes Write wait for nobody any more: what still comes must not be held up by a reader that stands still.
func (q *Queue) Release() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.most = math.MaxInt
	q.changed.Broadcast()
}

// Flush waits until all that was queued is written, and gives the first error of the writer.
func (q *Queue) Flush() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	for (len(q.buf) > 0 || q.busy) && q.err == nil {
		q.changed.Wait()
	}
	return q.err
}

// Close is Flush, and then ends the goroutine. What is written after it is dropped.
func (q *Queue) Close() error {
	err := q.Flush()
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.changed.Broadcast()
	return err
}

func (q *Queue) run() {
	q.mu.Lock()
	defer q.mu.Unlock()
	for {
		for len(q.buf) == 0 && !q.closed {
			q.changed.Wait()
		}
		if len(q.buf) == 0 {
			return
		}
		out := q.buf
		q.buf, q.busy = q.spare[:0], true
		q.changed.Broadcast()
		q.mu.Unlock()
		_, err := q.w.Write(out)
		q.mu.Lock()
		q.busy, q.spare = false, out
		q.changed.Broadcast()
		if err == nil {
			continue
		}
		q.err, q.buf = err, nil
		q.changed.Broadcast()
		if q.failed != nil {
			q.mu.Unlock()
			q.failed(err)
			q.mu.Lock()
		}
		return
	}
}

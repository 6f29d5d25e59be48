package session

import (
	"net"
	"sync"
	"time"
)

// outbox holds the messages that wait to be written to a connection, and its goroutine writes them: all that wait in
// one go, in pieces small enough to notice that the peer still reads.
type outbox struct {
	mu     sync.Mutex
	work   sync.Cond // the writer waits: something to write, or finish
	room   sync.Cond // routes wait: there is room, or it is over
	queue  []byte
	spare  []byte // the buffer that was written last
	busy   int    // octets that are being written
	finish bool   // write what waits, then close
	abort  bool   // close now
	moved  time.Time
}

// chunk is how many octets are written at a time.
const chunk = 16 << 10

// keep is the largest buffer that is kept for the next messages.
const keep = 64 << 10

func (o *outbox) init() { o.work.L, o.room.L = &o.mu, &o.mu }

// waiting is the number of octets that have not been written.
func (o *outbox) waiting() int { return len(o.queue) + o.busy }

// add puts a message into the queue. It reports false, and does not, when more than limit octets would wait, or when
// it is over.
func (o *outbox) add(msg []byte, limit int) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.finish || o.abort || o.waiting()+len(msg) > limit {
		return false
	}
	if o.waiting() == 0 {
		o.moved = time.Now()
	}
	o.queue = append(o.queue, msg...)
	o.work.Signal()
	return true
}

// over reports whether nothing is taken any more.
func (o *outbox) over() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.finish || o.abort
}

// await waits until at most limit octets wait. It reports false when the connection is over.
func (o *outbox) await(limit int) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for o.waiting() > limit && !o.finish && !o.abort {
		o.room.Wait()
	}
	return !o.finish && !o.abort
}

// stuck is since when nothing has left; ok is false when nothing waits.
func (o *outbox) stuck() (since time.Time, ok bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.moved, o.waiting() > 0
}

// blocked reports whether a message would have to wait behind octets that do not leave.
func (o *outbox) blocked() bool {
	since, waits := o.stuck()
	return waits && time.Since(since) > time.Second
}

// end ends the writing: with flush after what waits, otherwise now.
func (o *outbox) end(flush bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.finish = true
	o.abort = o.abort || !flush
	o.work.Broadcast()
	o.room.Broadcast()
}

// take gives the octets to write next; false: there are no more.
func (o *outbox) take() ([]byte, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for len(o.queue) == 0 && !o.finish && !o.abort {
		o.work.Wait()
	}
	if o.abort || len(o.queue) == 0 {
		return nil, false
	}
	b := o.queue
	o.queue, o.busy = o.spare[:0], len(b)
	o.spare = nil
	return b, true
}

// wrote notes that n octets have left.
func (o *outbox) wrote(n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.busy -= n
	o.moved = time.Now()
	o.room.Broadcast()
}

// give returns a buffer that was written.
func (o *outbox) give(b []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if cap(b) <= keep {
		o.spare = b[:0]
	}
	o.busy = 0
}

// write writes to the connection until it is over. The error is that of the connection.
func (o *outbox) write(conn net.Conn) error {
	for {
		b, ok := o.take()
		if !ok {
			return nil
		}
		for rest := b; len(rest) > 0; {
			n, err := conn.Write(rest[:min(chunk, len(rest))])
			if err != nil {
				o.end(false)
				return err
			}
			o.wrote(n)
			rest = rest[n:]
		}
		o.give(b)
	}
}

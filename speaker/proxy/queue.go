package proxy

import (
	"sync"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker"
)

// item is something that is to be told.
type item struct {
	s     *session // nil: about no session
	time  time.Time
	kind  speaker.EventKind
	sent  bool
	data  []byte // of Message: octets as they came, not a message yet
	gap   uint64 // octets lost before data
	lost  [2]uint64
	reset bool
	err   error
	text  string
}

// overhead is what an item counts beside its octets: a session that sends one octet at a time must not use more memory
// than one that sends many.
const overhead = 256

// queue holds what is to be told. data never waits: when there is no room, its octets are counted as lost.
type queue struct {
	mu         sync.Mutex
	ready      sync.Cond
	items      []*item
	octets     int // of all items
	of         map[*session]int
	most, each int
	closed     bool
}

func newQueue(each, all int) *queue {
	q := &queue{most: all, each: each, of: map[*session]int{}}
	q.ready.L = &q.mu
	return q
}

// put adds what is no data. There is little of that: a session has its beginning and its end.
func (q *queue) put(it *item) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if it.s != nil && it.kind == speaker.Closed {
		it.lost = it.s.lost
	}
	q.add(it)
}

// data adds octets of a session, which are copied.
func (q *queue) data(s *session, side int, b []byte) {
	now := time.Now()
	q.mu.Lock()
	defer q.mu.Unlock()
	n := len(b) + overhead
	if q.octets+n > q.most || q.of[s]+n > q.each {
		s.lost[side] += uint64(len(b))
		s.p.stats.lost.Add(uint64(len(b)))
		return
	}
	q.of[s] += n
	q.octets += n
	it := &item{s: s, time: now, kind: speaker.Message, sent: side == 0, data: append([]byte(nil), b...), gap: s.lost[side]}
	s.lost[side] = 0
	q.add(it)
}

func (q *queue) add(it *item) {
	q.items = append(q.items, it)
	q.ready.Signal()
}

// take waits for items and gives all there are; none when the queue is closed and empty.
func (q *queue) take() []*item {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.items) == 0 && !q.closed {
		q.ready.Wait()
	}
	all := q.items
	q.items = nil
	return all
}

// done gives the room of an item back, when it has been told.
func (q *queue) done(it *item) {
	if it.kind != speaker.Message {
		return
	}
	n := len(it.data) + overhead
	q.mu.Lock()
	defer q.mu.Unlock()
	q.octets -= n
	if q.of[it.s] -= n; q.of[it.s] == 0 {
		delete(q.of, it.s)
	}
}

// close lets take end when all has been taken.
func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.ready.Broadcast()
}

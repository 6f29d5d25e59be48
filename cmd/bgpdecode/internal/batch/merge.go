package batch

import (
	"container/heap"
	"strings"
	"sync"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/excerpt"
)

// Merging: the inputs are read at the same time, and of the next event of each the earliest goes on. The events of one
// input keep their order whatever their times say; one without a time goes with the one before it.

// branch is an input among those that are merged.
type branch struct {
	in     *input
	err    error     // why it cannot be read
	at     int       // place among the inputs
	begins time.Time // of its first line or record, zero when nobody knows

	order chan *job
	ended bool
	jobs  []*job    // whose events are tied, the next one first
	next  int       // of the events of jobs[0] that count: the first that has not gone on
	key   time.Time // of that event
	known time.Time // of the last event that had a time
}

// before reports whether the next event of b goes on before that of o.
func (b *branch) before(o *branch) bool {
	if c := b.key.Compare(o.key); c != 0 {
		return c < 0
	}
	return b.at < o.at
}

// branches is a heap.
type branches []*branch

func (h branches) Len() int           { return len(h) }
func (h branches) Less(i, k int) bool { return h[i].before(h[k]) }
func (h branches) Swap(i, k int)      { h[i], h[k] = h[k], h[i] }
func (h *branches) Push(b any)        { *h = append(*h, b.(*branch)) }
func (h *branches) Pop() any {
	old := *h
	b := old[len(old)-1]
	*h = old[:len(old)-1]
	return b
}

// merger belongs to the sequencer's stage.
type merger struct {
	p       *pipe
	q       *sequencer
	rd      *reader
	ordered chan<- *job

	waiting []*branch // not opened yet, by their begins
	opening []*branch // being read, and their first events not known yet
	heads   branches
	last    time.Time // of the last event that went on

	cur    *job   // of which events are going on
	queue  []*job // waiting for the numbers of later events that theirs are tied to
	events int    // in the queue
	octets int

	crew   sync.WaitGroup // that reads
	mu     sync.Mutex     // of the reader's counters
	packer *packer
	opened chan struct{} // closed when no more inputs will be opened
	plan   chan []*branch
}

// Limits of what waits for a later number. What has waited longer goes on without the link; the later one has its own.
const (
	mostWaiting = 1024
	mostOctets  = 16 << 20
	cloneFrom   = 64  // jobs in the queue from which on they let go of their texts
	mostPart    = 256 // events of a job that go on together
)

// early is how long before its first stamp an input is opened: its lines may be out of order by as much.
const early = 2 * time.Hour

func newMerger(p *pipe, q *sequencer, rd *reader, ordered chan<- *job) *merger {
	q.merges = true
	return &merger{p: p, q: q, rd: rd, ordered: ordered, packer: newPacker(), opened: make(chan struct{}), plan: make(chan []*branch, 1)}
}

// run merges until all inputs are at their ends.
func (m *merger) run() {
	defer m.open(nil)
	select {
	case m.waiting = <-m.plan:
	case <-m.p.ctx.Done():
		return
	}
	for m.p.ctx.Err() == nil {
		m.begin()
		if len(m.heads) == 0 {
			break
		}
		b := m.heads[0]
		m.take(b)
		if m.fill(b) {
			heap.Fix(&m.heads, 0)
		} else {
			heap.Pop(&m.heads)
		}
	}
	m.cut()
	m.release(true)
	m.p.pass(m.p.both.finish(nil), m.ordered)
}

// begin opens the inputs that may have an event before the next one, as far as there is place for them.
func (m *merger) begin() {
	for len(m.waiting) > 0 && len(m.heads) < m.p.opt.MaxFiles {
		if m.p.soft.Err() != nil {
			m.waiting = nil
			break
		}
		until := m.waiting[0].begins.Add(early)
		if len(m.heads) > 0 {
			until = m.heads[0].key.Add(early)
		}
		for len(m.waiting) > 0 && len(m.heads)+len(m.opening) < m.p.opt.MaxFiles && !m.waiting[0].begins.After(until) {
			m.start(m.waiting[0])
			m.waiting = m.waiting[1:]
		}
		if len(m.opening) == 0 {
			return
		}
		for _, b := range m.opening {
			if m.fill(b) {
				if b.key.Before(m.last) && b.err == nil {
					m.q.stats.Late++
				}
				heap.Push(&m.heads, b)
			}
		}
		m.opening = m.opening[:0]
	}
	m.open(m.waiting)
}

// open tells the reader when nothing more will be opened.
func (m *merger) open(more []*branch) {
	if m.opened != nil && len(more) == 0 {
		close(m.opened)
		m.opened = nil
	}
}

// start begins to read an input.
func (m *merger) start(b *branch) {
	b.order = make(chan *job, 1)
	b.key = b.begins // of events before the first that has a time
	m.opening = append(m.opening, b)
	m.crew.Add(1)
	go func() {
		defer m.crew.Done()
		defer close(b.order)
		m.rd.apart(&m.mu, b.order, func(r *reader) { r.one(b.in, b.err) })
	}()
}

// fill makes the next event of an input ready. It reports false when there is none.
func (m *merger) fill(b *branch) bool {
	for {
		for len(b.jobs) > 0 {
			j := b.jobs[0]
			if b.next < len(j.kept) {
				m.look(b)
				return true
			}
			m.done(b, j)
		}
		if b.ended {
			return false
		}
		j := m.job(b)
		if j == nil {
			b.ended = true
			if b.in != nil && b.in.memory != nil {
				m.q.turn(b.in)
				b.jobs = append(b.jobs, m.q.finish()...)
			}
			continue
		}
		if b.in == nil { // an error
			b.jobs = append(b.jobs, j)
			continue
		}
		b.jobs = append(b.jobs, m.q.run(j)...)
	}
}

// job gives the next job of an input, parsed; nil at its end.
func (m *merger) job(b *branch) (j *job) {
	select {
	case j = <-b.order:
	case <-m.p.ctx.Done():
	case <-m.p.stuck:
		select {
		case j = <-b.order:
		default:
		}
	}
	if j != nil && j.parsed != nil {
		select {
		case <-j.parsed:
		case <-m.p.ctx.Done():
			return nil
		}
	}
	return j
}

// look finds out when the next event of an input goes on.
func (m *merger) look(b *branch) {
	j := b.jobs[0]
	at := j.events[j.kept[b.next]].Time
	if at.IsZero() {
		return
	}
	if at.Before(b.known) {
		m.q.stats.Backwards++
	}
	b.key, b.known = at, at
}

// take lets the next event of an input go on.
func (m *merger) take(b *branch) {
	j := b.jobs[0]
	i, s := j.kept[b.next], m.cur
	if s == nil || s.of != j || len(s.kept) == mostPart {
		m.cut()
		s = m.part(j, b.next)
		m.cur = s
	}
	b.next++
	s.kept = s.kept[:len(s.kept)+1]
	j.input.memory.out = append(j.input.memory.out, m.q.next)
	m.q.next++
	s.last = m.q.next
	ev := &j.events[i]
	s.need = max(s.need, ev.SameAs+1)
	for _, l := range ev.Links {
		s.need = max(s.need, l.To+1)
	}
	s.size += eventWeight + len(ev.Octets)
	if at := j.local(ev); at >= 0 && ev.EndOffset > at {
		s.size += ev.EndOffset - at
	}
	n := len(s.picked)
	if m.q.pick(s, i); m.q.tells {
		s.tell(i, n)
	}
	s.where = j.where
	if b.next < len(j.kept) {
		s.where = int64(j.events[j.kept[b.next]].Offset)
	}
	if b.key.After(m.last) {
		m.last = b.key
	}
}

// part makes a job of some events of another one, from the next one on.
func (m *merger) part(j *job, next int) *job {
	if next == 0 {
		j.picked = make([]picked, 0, len(j.kept))
	}
	return &job{input: j.input, chunk: j.chunk, events: j.events, wires: j.wires, from: j.from, to: j.to, now: j.now, of: j,
		kept: j.kept[next:next], picked: j.picked[len(j.picked):], built: make(chan struct{})}
}

// cut ends what is going on together.
func (m *merger) cut() {
	s := m.cur
	if s == nil {
		return
	}
	m.cur = nil
	s.of.picked = s.of.picked[:len(s.of.picked)+len(s.picked)]
	s.of, s.part = nil, true
	m.put(s)
}

// done is told that all events of a job have gone on. One without any may tell something else.
func (m *merger) done(b *branch, j *job) {
	b.jobs, b.next = b.jobs[1:], 0
	if len(j.kept) > 0 {
		return
	}
	m.cut()
	j.last = m.q.next
	m.put(j)
}

// put passes a job on, or lets it wait.
func (m *merger) put(j *job) {
	if len(m.queue) >= cloneFrom && m.p.both == nil {
		j.detach(m.packer)
	}
	m.queue = append(m.queue, j)
	m.events += len(j.kept)
	m.octets += j.size
	m.release(false)
}

// release passes on the jobs whose events are tied to none that has no number yet.
func (m *merger) release(all bool) {
	for len(m.queue) > 0 {
		j := m.queue[0]
		if !all && j.need > 0 && j.need > j.input.memory.numbered() && m.events <= mostWaiting && m.octets <= mostOctets {
			return
		}
		m.queue = m.queue[1:]
		m.events -= len(j.kept)
		m.octets -= j.size
		m.number(j)
		ready := m.q.hide([]*job{j})
		if !m.p.pass(m.p.both.hold(ready), m.ordered) {
			return
		}
	}
}

// number gives the events of a job their final numbers.
func (m *merger) number(j *job) {
	if len(j.kept) == 0 {
		return
	}
	mem := j.input.memory
	if m.q.tells {
		for _, i := range j.kept {
			mem.renumber(&j.events[i])
		}
	} else {
		for _, p := range j.picked {
			mem.renumber(p.ev)
		}
	}
	if n := len(mem.out) - 4*keptNumbers; n > keptNumbers {
		mem.forget(n)
	}
}

// eventWeight is how many octets an event takes beside its text, about.
const eventWeight = 2048

// detach makes the events of a job independent of its text when that is much longer than they are: they may be held for
// long.
func (j *job) detach(k *packer) {
	c := j.chunk
	if c == nil {
		return
	}
	size := 0
	for i := range j.picked {
		ev := j.picked[i].ev
		if at := j.local(ev); at >= 0 {
			size += max(ev.EndOffset-at, 0)
		}
	}
	if size*4 > len(c.Text) {
		return
	}
	for i := range j.picked {
		ev := j.picked[i].ev
		j.waiting = append(j.waiting, waiting{packed: k.pack(ev), first: -1, text: strings.Clone(j.textOf(ev, len(c.Text)))})
	}
	j.chunk, j.events = nil, nil
	j.restore(k)
	if j.chunk == nil {
		j.chunk = &excerpt.Chunk{}
	}
}

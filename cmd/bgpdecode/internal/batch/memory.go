package batch

import "github.com/bgpdecode/bgpdecode/codec/dump"

// memory is what the sequencer remembers of one input. Events of inputs that are read at the same time have numbers of
// their own in it, counted from 0, until they are let go.
type memory struct {
	of      *input
	relater dump.Relater
	endings endings // of a capture
	first   int     // number of the first event
	held    []*job  // jobs whose events may still be tied to later ones
	peers   [lastPeers]string
	peersAt int

	own  int   // number of the next event among those of an input that shares
	out  []int // the numbers that its last events are written with
	from int   // own number of the first of them
}

func newMemory(in *input) *memory {
	m := &memory{of: in}
	m.relater.Hold(heldEvents, heldOctets)
	return m
}

// turn goes over to the events of an input, and lets go what it holds of one that is done. The memory of an input that is
// read to its end before the next one begins is used again.
func (q *sequencer) turn(in *input) (ready []*job) {
	if q.of == nil || !q.of.shares {
		ready = q.finish()
	}
	switch {
	case in.memory != nil:
		q.memory = in.memory
		return ready
	case in.shares:
		in.memory = newMemory(in)
		q.memory = in.memory
	default:
		if q.of != nil && q.of.shares {
			q.memory = newMemory(in)
		}
		q.of, q.peers, q.endings = in, [lastPeers]string{}, endings{}
		q.first = q.next
	}
	q.relater.Reset(q.first)
	return ready
}

// number gives an event its number.
func (q *sequencer) number(ev *dump.Event) {
	ev.Index = q.next
	if q.of.shares {
		ev.Index = q.own
		q.own++
		if q.merges {
			return
		}
		q.out = append(q.out, q.next)
	}
	q.next++
}

// keptNumbers is how many numbers of events are kept at least, for those that are tied to them.
const keptNumbers = 1024

// translate gives the events of jobs that share their final numbers.
func (m *memory) translate(jobs []*job) {
	for _, j := range jobs {
		for _, p := range j.picked {
			m.renumber(p.ev)
		}
	}
	if n := len(m.out) - 4*keptNumbers; n > 0 && len(m.held) == 0 {
		m.forget(n)
	}
}

// numbered tells how many events have the numbers that they are written with.
func (m *memory) numbered() int { return m.from + len(m.out) }

// forget drops the numbers of the first n events of which they are known.
func (m *memory) forget(n int) {
	m.out = append(m.out[:0], m.out[n:]...)
	m.from += n
}

func (m *memory) renumber(ev *dump.Event) {
	ev.Index, ev.SameAs = m.written(ev.Index), m.written(ev.SameAs)
	links := ev.Links[:0]
	for _, l := range ev.Links {
		if l.To = m.written(l.To); l.To >= 0 {
			links = append(links, l)
		}
	}
	ev.Links = links
}

// written gives the number that an event is written with, -1 when it is not known.
func (m *memory) written(own int) int {
	if own < m.from || own-m.from >= len(m.out) {
		return -1
	}
	return m.out[own-m.from]
}

package batch

import (
	"slices"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/excerpt"
	"github.com/bgpdecode/bgpdecode/codec/dump"
)

// numbered is an event that has its number, and its place among the picked ones, -1 when a filter has left it out.
type numbered struct{ event, at int }

// tell notes that an event has its number; before is how many were picked before it.
func (j *job) tell(event, before int) {
	at := before
	if len(j.picked) == before {
		at = -1
	}
	j.told = append(j.told, numbered{event, at})
}

// waiting is what is held of a picked event until its job goes on.
type waiting struct {
	packed
	first int    // the event that it tells again, as was found out; -1 for none
	text  string // as it stood in the input, where the form wants it
}

// freeze lets the oldest events go until no more than so many are held.
func (c *correlator) freeze(events, octets int) {
	n := 0
	for len(c.weights)-n > events || c.weight > octets {
		c.weight -= int(c.weights[n])
		n++
	}
	c.weights = append(c.weights[:0], c.weights[n:]...)
	c.frozen += n
	c.stats.released += int64(n)
	c.lines = slices.DeleteFunc(c.lines, func(l furtherLine) bool { return l.index < c.frozen })
	keep := 0
	for _, n := range c.notes {
		if n.index < c.frozen {
			c.count(n)
			if n.job != nil && n.job.last > c.frozen {
				c.pass(n) // its job waits for later events, which must not change it
			}
		}
		if n.index < c.frozen-c.mostHeld {
			keep++ // further back than anything may reach
		}
	}
	for _, n := range c.notes[:keep] {
		n.sess = nil
	}
	c.notes = append([]*note(nil), c.notes[keep:]...)
}

// restore unpacks the events of a job.
func (j *job) restore(k *packer) {
	events := make([]dump.Event, len(j.waiting))
	var text excerpt.Builder
	for i := range j.waiting {
		w, ev := &j.waiting[i], &events[i]
		k.unpack(w.packed, ev)
		if w.first >= 0 {
			ev.SameAs, ev.Kind = w.first, dump.KindState
		}
		if j.picked[i].ev = ev; w.text != "" {
			ev.EndOffset = text.Add(int64(ev.Offset), w.text) + len(w.text)
		}
	}
	j.waiting = nil
	if c := text.Chunk(); c != nil {
		j.chunk = c
	}
}

// release drops what a job need not hold while it waits.
func (j *job) release() {
	for i := range j.picked {
		j.picked[i].ev = nil
	}
	j.events, j.octets, j.chunk, j.told = nil, nil, nil, nil
	j.picked = slices.Clip(j.picked)
}

// hold takes jobs that the sequencer is done with, and gives those that may go on.
func (c *correlator) hold(jobs []*job) []*job {
	if c == nil {
		return jobs
	}
	for _, j := range jobs {
		c.takeAll(j)
		n := len(c.queue)
		if len(j.picked) == 0 && j.err == nil && n > 0 && c.queue[n-1].input == j.input {
			c.queue[n-1].where = j.where // nothing is in it
			c.queue[n-1].last = max(c.queue[n-1].last, j.last)
			continue
		}
		j.release()
		c.queue = append(c.queue, j)
	}
	n := 0
	for n < len(c.queue) && c.queue[n].last <= c.frozen {
		n++
	}
	out := c.queue[:n:n]
	c.queue = c.queue[n:]
	return out
}

// finish takes the last jobs and gives all that are held.
func (c *correlator) finish(jobs []*job) []*job {
	if c == nil {
		return jobs
	}
	out, before := c.hold(jobs), c.stats.released
	c.resolve()
	c.freeze(0, 0)
	c.stats.released = before // the end is no limit
	out = append(out, c.queue...)
	c.queue = nil
	return out
}

package batch

import (
	"cmp"
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
)

// Correlate says how the events of several logs are compared. The zero value of a limit means its default.
type Correlate struct {
	On     bool
	Window time.Duration // how far apart two clocks may be, and how far apart the views of one message; default 25 h
	Events int           // events that are held back until it is known what belongs to them; default 100 000
	Octets int           // octets that they may take; default 192 MiB
}

// correlator holds events back, compares those of different devices, and lets them go with their links. All it does
// depends on the order of the events only.
type correlator struct {
	window    time.Duration
	mostHeld  int
	mostOctet int
	hides     bool // what a filter has left out still has its names
	texts     bool // the form wants texts of events, and stories
	packer    *packer

	devices map[string]*device
	whos    map[who]*who
	notes   []*note
	lines   []furtherLine
	queue   []*job
	weights []int32 // of the events held
	weight  int     // their sum
	frozen  int     // events before this one have been passed on, or will be as they are

	clocks  map[clockKey]*clock
	matched map[[2]sessionID]bool // sessions that have been taken for the two ends of one
	byData  map[dataKey][]*session
	byEnd   map[netip.Addr][]*session // of captures
	ends    map[endsKey]*session
	dec     codec.Decoder
	skews   []skewLine
	stats   correlateStats
}

// correlateStats is what a run came to.
type correlateStats struct {
	pairs, strong, low int64
	wires              int64
	differ             map[string]int64
	lost, unsent       int64
	offenders          int64
	repeats            int64
	devices            int64 // not kept: too many
	released           int64 // events passed on before the end
}

// What an event and its note take at least, in octets: with what leads to them, and what a comparison needs for a moment.
var (
	waitingWeight = int(reflect.TypeFor[waiting]().Size()+reflect.TypeFor[picked]().Size()) + 64
	noteWeight    = int(reflect.TypeFor[note]().Size()+reflect.TypeFor[side]().Size()) + 192
)

func newCorrelator(all Options) *correlator {
	opt := all.Correlate
	if !opt.On {
		return nil
	}
	c := &correlator{window: cmp.Or(opt.Window, 25*time.Hour), mostHeld: cmp.Or(opt.Events, 100_000), mostOctet: cmp.Or(opt.Octets, 192<<20),
		devices: map[string]*device{}, whos: map[who]*who{}, packer: newPacker(), clocks: map[clockKey]*clock{}, matched: map[[2]sessionID]bool{}}
	c.stats.differ, c.hides = map[string]int64{}, all.Redact != nil
	_, page := all.Form.(*page)
	c.texts = page || all.Form.facts()
	return c
}

// take notes an event. at is its place among the picked ones of the job, -1 when a filter left it out.
func (c *correlator) take(j *job, ev *dump.Event, w *wire, at int) {
	// What stood near each other: here all is weighed.
	ev.Links = slices.DeleteFunc(ev.Links, func(l dump.Link) bool { return l.Rel == "other-side" })
	size := 32
	if at >= 0 {
		w := waiting{packed: c.packer.pack(ev), first: -1}
		if c.texts {
			w.text = strings.Clone(j.textOf(ev, mostExample))
		}
		j.waiting = append(j.waiting, w)
		size += waitingWeight + w.size() + len(w.text)
		if ev.SameAs >= 0 {
			c.lines = append(c.lines, furtherLine{j, at, ev.Index, ev.SameAs})
		}
	}
	if n := noteOf(ev, w); n != nil {
		n.job, n.at, n.primary = j, int32(at), true
		name := j.input.Name
		if at >= 0 {
			name = j.picked[at].opt.SourceName
		}
		if n.dev = c.deviceOf(ev, n, name); n.dev != nil {
			switch n.who = c.intern(n.who); {
			case n.kind == noteMessage && at >= 0:
				n.octets = j.waiting[at].octets
			case n.kind == noteMessage:
				n.octets = slices.Clone(ev.Octets)
				size += len(ev.Octets)
			}
			c.notes = append(c.notes, n)
			j.noted = append(j.noted, n)
			size += noteWeight + len(n.data.head)
		}
	}
	c.weights = append(c.weights, int32(min(size, 1<<30)))
	c.weight += size
	if len(c.weights) >= c.mostHeld || c.weight >= c.mostOctet {
		c.resolve()
		c.freeze(c.mostHeld/2, c.mostOctet/2)
	}
}

// furtherLine is a picked event that tells another one again.
type furtherLine struct {
	job       *job
	at        int
	index, of int // number of the event, and of the one that it tells again
}

// retarget lets further lines about an event that was found to be itself a further line lead to the first one.
func (c *correlator) retarget() {
	if len(c.lines) == 0 {
		return
	}
	first := map[int]int{}
	for _, n := range c.notes {
		if n.same != nil {
			first[n.index] = n.same.index
		}
	}
	for _, l := range c.lines {
		if to, ok := first[l.of]; ok && to != l.index && l.at < len(l.job.waiting) {
			l.job.waiting[l.at].first = to
		}
	}
}

// takeAll notes the events of a job.
func (c *correlator) takeAll(j *job) {
	if j.told == nil || c.hides {
		for i := range j.picked {
			c.take(j, j.picked[i].ev, j.picked[i].wire, i)
		}
		return
	}
	for _, t := range j.told {
		var w *wire
		if j.wires != nil {
			w = &j.wires[t.event]
		}
		c.take(j, &j.events[t.event], w, t.at)
	}
}

// pass gives an event what was found out about it, and forgets the event.
func (c *correlator) pass(n *note) {
	if n.job != nil && n.at >= 0 {
		c.tell(n, n.job)
	}
	n.job, n.octets = nil, nil
}

// tie gives the events of a job that goes on now what was found out about them.
func (c *correlator) tie(j *job) {
	if c == nil {
		return
	}
	for _, n := range j.noted {
		c.pass(n)
	}
	j.noted, j.told = nil, nil
	j.restore(c.packer)
}

// endsKey finds a session by its ends, of what one input tells.
type endsKey struct {
	source      string
	local, peer netip.Addr
}

// resolve finds out what belongs together among the notes that there are.
func (c *correlator) resolve() {
	list := c.sessionsOf()
	c.ends = map[endsKey]*session{}
	for _, s := range list {
		if s.local.IsValid() && s.peer.IsValid() {
			c.ends[endsKey{s.dev.source, s.local, s.peer}] = s
		}
	}
	for _, s := range list {
		c.repeats(s)
	}
	cand := c.candidates(list)
	c.learn(c.settle(cand))
	found := c.settle(cand) // what is known of the clocks helps where the messages alone do not decide
	order := c.learn(found)
	for _, m := range found {
		if len(c.matched) < mostDevices {
			c.matched[[2]sessionID{m.x.id, m.y.id}] = true
		}
		if m.y.dev.wire {
			m.x.wires = append(m.x.wires, m)
		} else {
			m.x.best, m.y.best = m, m
		}
		c.join(m)
	}
	for _, m := range found {
		c.misfits(m)
		c.cover(m)
	}
	for _, s := range list {
		c.falls(s)
		c.offenders(s)
	}
	for _, n := range c.notes {
		n.share()
	}
	c.retarget()
	for _, k := range order {
		c.addSkew(k, found)
	}
}

// join fixes the pairs of two sessions.
func (c *correlator) join(m *match) {
	for _, p := range m.pairs {
		rx, ry := p.x.role, p.y.role
		if p.x.other(ry) != nil || p.y.other(rx) != nil {
			continue
		}
		t := p.tie
		t.why, t.conf = m.why, m.confidence(&p)
		p.x.meet(p.y, t)
	}
}

// turned is a tie as the other one sees it.
func (t tie) turned() tie {
	t.skew, t.residue = -t.skew, -t.residue
	return t
}

// count adds a note that will not change any more to the totals.
func (c *correlator) count(n *note) {
	if n.told {
		return
	}
	n.told = true
	if n.same != nil {
		c.stats.repeats++
	}
	if n.offender != nil {
		c.stats.offenders++
	}
	switch {
	case n.cover != coverNone && n.role == roleSender && !n.paired():
		c.stats.lost++
	case n.cover != coverNone && !n.paired():
		c.stats.unsent++
	}
	if o := n.other(roleReceiver); o != nil && n.role == roleSender {
		c.stats.pairs++
		switch n.how(roleReceiver).conf {
		case high:
			c.stats.strong++
		case low:
			c.stats.low++
		}
		for _, d := range differences(n, o) {
			c.stats.differ[d.What]++
		}
	}
	if n.role != roleWire && n.other(roleWire) != nil {
		c.stats.wires++
	}
}

func (n *note) paired() bool { return len(n.sides) > 0 }

package batch

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/redact"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// wire is what a capture knows of a message beside what a log line could.
type wire struct {
	src, dst netip.AddrPort // shown where no side is the peer's
	as       [2]uint32      // of the two, as their OPENs tell, 0 where they were not seen
	// from and to are the ends of a message that was sent as it is, the zero value for others: routes of a table, or as a
	// policy left them.
	from, to netip.AddrPort
	known    codec.Known
}

// picked is an event that passed, with what is known of its session.
type picked struct {
	ev   *dump.Event
	wire *wire
	opt  report.Options
	ties *ties // nil unless events are correlated
}

// sequencer sees all events in their order. It gives them their numbers, ties them together over the borders of chunks,
// and tells each what the OPENs before it agreed.
type sequencer struct {
	filter    *filter
	stats     *Stats
	base      report.Options
	redact    *redact.Redactor // nil: nothing is replaced
	known     report.Sessions
	builder   report.Builder
	offenders offenders
	openings  openings
	tells     bool // jobs say which events have numbers
	all       bool // nothing is left out
	next      int  // number of the next event
	merges    bool // events of several inputs are numbered and picked when they have been put in order
	*memory        // of the input whose events are being seen
}

const lastPeers = 32

// How long an event waits for later ones to be tied to: so many events, and twice as many octets of text.
const (
	heldEvents = 16
	heldOctets = 128 << 10
)

func newSequencer(f *filter, st *Stats, base report.Options) *sequencer {
	return &sequencer{filter: f, stats: st, base: base, known: report.Sessions{}, memory: newMemory(nil)}
}

// run numbers the events of a job, ties them to those before and decides which of them go on. It returns the jobs that
// are ready, in their order; others wait.
func (q *sequencer) run(j *job) (ready []*job) {
	if q.of != j.input {
		ready = q.turn(j.input)
	}
	for i := range j.events {
		ev := &j.events[i]
		if !j.owned(ev) || q.leavesOut(ev, j) {
			continue
		}
		j.input.date(ev)
		if q.number(ev); j.chunk != nil {
			q.relater.Add(ev)
		} else {
			q.endings.tie(ev)
		}
		j.last = ev.Index + 1
		q.peers[q.peersAt%lastPeers] = ev.PeerName()
		q.peersAt++
		if q.merges {
			j.kept = append(j.kept, i)
			continue
		}
		n := len(j.picked)
		if q.pick(j, i); q.tells {
			j.tell(i, n)
		}
	}
	q.held = append(q.held, j)
	if j.chunk == nil || j.pause {
		return append(ready, q.finish()...)
	}
	settled := q.first + q.relater.Settled(int(min(j.to, j.where)))
	n := 0
	for n < len(q.held) && q.held[n].last <= settled {
		n++
	}
	return append(ready, q.letGo(n)...)
}

// letGo takes the first jobs from those that are held.
func (q *sequencer) letGo(n int) []*job {
	ready := append([]*job(nil), q.held[:n]...)
	q.held = append(q.held[:0], q.held[n:]...)
	if q.merges {
		return ready
	}
	q.hide(ready)
	if q.of != nil && q.of.shares {
		q.translate(ready)
	}
	return ready
}

// finish lets go what is held: nothing follows, or not soon.
func (q *sequencer) finish() []*job {
	q.relater.Finish()
	return q.letGo(len(q.held))
}

// hide replaces what identifies somebody in the events of jobs that go on: nothing that comes after knows more than is
// shown. Before, events are chosen and tied by what they are.
func (q *sequencer) hide(jobs []*job) []*job {
	if q.redact == nil {
		return jobs
	}
	for _, j := range jobs {
		for i := range j.picked {
			p := &j.picked[i]
			o := &p.opt
			o.Known = q.redact.Event(p.ev, o.Known)
			o.LocalOpen, o.PeerOpen = q.redact.Tree(o.LocalOpen), q.redact.Tree(o.PeerOpen)
			o.SenderOpen, o.ReceiverOpen = q.redact.Tree(o.SenderOpen), q.redact.Tree(o.ReceiverOpen)
			o.SourceName = q.redact.Name(o.SourceName)
			o.LocalAS, o.PeerAS = q.redact.AS(o.LocalAS), q.redact.AS(o.PeerAS)
			o.Src, o.Dst = q.redact.AddrPort(o.Src), q.redact.AddrPort(o.Dst)
			if p.wire != nil {
				p.wire.src, p.wire.dst = o.Src, o.Dst
				p.wire.as[0], p.wire.as[1] = q.redact.AS(p.wire.as[0]), q.redact.AS(p.wire.as[1])
			}
		}
	}
	return jobs
}

// leavesOut drops sessions that came up when nothing else was told of their peer, as codec/dump does, loose octets
// in files that nobody named, and lines of a vendor's documentation, which tell nothing that happened.
func (q *sequencer) leavesOut(ev *dump.Event, j *job) bool {
	if ev.Alarm != nil && ev.Alarm.Template {
		q.stats.Examples++
		return true
	}
	if q.all {
		return false
	}
	if ev.Loose && j.input.Found {
		q.stats.Fragments++
		return true
	}
	if !ev.Up || len(ev.Params) > 0 {
		return false
	}
	for _, p := range q.peers {
		if p == ev.PeerName() && p != "" {
			return false
		}
	}
	q.stats.SessionUp++
	return true
}

// pick tells an event what is known, and lets it pass or not.
func (q *sequencer) pick(j *job, i int) {
	ev := &j.events[i]
	p := picked{ev: ev, opt: q.base}
	p.opt.SourceName = j.input.Name
	if j.wires != nil {
		p.wire = &j.wires[i]
		if p.opt.Known.ASWidthHow == codec.HowNone {
			p.opt.Known.ASWidth, p.opt.Known.ASWidthHow = p.wire.known.ASWidth, p.wire.known.ASWidthHow
		}
		if p.opt.Known.AddPathHow == codec.HowNone {
			p.opt.Known.AddPath, p.opt.Known.AddPathHow = p.wire.known.AddPath, p.wire.known.AddPathHow
			p.opt.Known.Rebuilt = p.wire.known.Rebuilt
		}
		p.opt.Known.Base = p.wire.known.Base
		p.opt.Src, p.opt.Dst = p.wire.src, p.wire.dst
		q.answers(&p)
	} else {
		q.known.Tell(ev, &p.opt)
		if ev.Direction != logline.DirUnknown && ev.Kind != dump.KindState {
			if report.IsOpen(ev) {
				q.known.Note(q.builder.Build(ev, p.opt))
			} else if ev.Code > 0 {
				q.known.End(ev)
			}
		}
	}
	p.opt.Borrow = true
	if q.filter.wants(ev, p.wire, &p.opt, q.stats) {
		j.picked = append(j.picked, p)
	}
}

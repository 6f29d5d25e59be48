package batch

import (
	"net/netip"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// wire is what a capture knows of a message beside what a log line could.
type wire struct {
	src, dst netip.AddrPort
	known    codec.Known
}

// picked is an event that passed, with what is known of its session.
type picked struct {
	ev   *dump.Event
	wire *wire
	opt  report.Options
}

// sequencer sees all events in their order. It gives them their numbers, ties them together over the borders of chunks,
// and tells each what the OPENs before it agreed.
type sequencer struct {
	filter  *filter
	stats   *Stats
	base    report.Options
	known   report.Sessions
	builder report.Builder
	next    int // number of the next event
	input   int // the input of which recent tells
	recent  [remembered]spot
	told    int // spots written
	peers   [lastPeers]string
	peersAt int
}

// spot is where an event stood.
type spot struct {
	offset int64
	index  int
}

// How far back an event may be tied to another; codec/dump looks as far within a chunk.
const (
	remembered = 512
	lastPeers  = 32
)

// run numbers the events of a job and decides which of them go on.
func (q *sequencer) run(j *job) {
	if q.input != j.input.number {
		q.input, q.told, q.peers = j.input.number, 0, [lastPeers]string{}
	}
	number := make([]int, len(j.events))
	for i := range j.events {
		ev := &j.events[i]
		number[i] = -1
		switch {
		case !j.owned(ev):
			number[i] = q.recall(int64(ev.Offset))
		case q.leavesOut(ev, j):
		default:
			number[i] = q.next
			q.next++
			q.remember(ev, number[i])
		}
	}
	for i := range j.events {
		ev := &j.events[i]
		if number[i] < 0 || !j.owned(ev) {
			continue
		}
		ev.Index = number[i]
		ev.SameAs, ev.Other = renumber(number, ev.SameAs), renumber(number, ev.Other)
		q.pick(j, i)
	}
}

func renumber(number []int, i int) int {
	if i < 0 || i >= len(number) {
		return -1
	}
	return number[i]
}

// leavesOut drops sessions that came up when nothing else was told of their peer, as codec/dump does, and loose octets
// in files that nobody named.
func (q *sequencer) leavesOut(ev *dump.Event, j *job) bool {
	if ev.Kind == dump.KindFragment && ev.Style == "" && j.input.found {
		q.stats.Fragments++
		return true
	}
	if !ev.Up || len(ev.Params) > 0 {
		return false
	}
	for _, p := range q.peers {
		if p == ev.Peer && p != "" {
			return false
		}
	}
	q.stats.SessionUp++
	return true
}

func (q *sequencer) remember(ev *dump.Event, index int) {
	q.recent[q.told%remembered] = spot{int64(ev.Offset), index}
	q.told++
	q.peers[q.peersAt%lastPeers] = ev.Peer
	q.peersAt++
}

// recall gives the number of an event that stood at an offset, or -1.
func (q *sequencer) recall(offset int64) int {
	for i := q.told - 1; i >= 0 && i >= q.told-remembered; i-- {
		if s := q.recent[i%remembered]; s.offset == offset {
			return s.index
		}
	}
	return -1
}

// pick tells an event what is known, and lets it pass or not.
func (q *sequencer) pick(j *job, i int) {
	ev := &j.events[i]
	p := picked{ev: ev, opt: q.base}
	p.opt.SourceName = j.input.name
	if j.wires != nil {
		p.wire = &j.wires[i]
		if p.opt.Known.ASWidthHow == codec.HowNone {
			p.opt.Known.ASWidth, p.opt.Known.ASWidthHow = p.wire.known.ASWidth, p.wire.known.ASWidthHow
		}
		if p.opt.Known.AddPathHow == codec.HowNone {
			p.opt.Known.AddPath, p.opt.Known.AddPathHow = p.wire.known.AddPath, p.wire.known.AddPathHow
		}
		p.opt.Known.Base = p.wire.known.Base
		p.opt.Src, p.opt.Dst = p.wire.src, p.wire.dst
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
	if q.filter.wants(ev, p.wire, q.stats) {
		j.picked = append(j.picked, p)
	}
}

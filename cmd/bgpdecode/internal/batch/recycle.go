package batch

import "github.com/bgpdecode/bgpdecode/codec/dump"

// kept is the memory of a job that the next one can use, beside that of what is written. Octets and strings are no part of
// it: who remembers an event remembers those.
type kept struct {
	picked []picked
	lines  []dump.Event // of a text
	events []dump.Event
	wires  []wire
}

// mostLines bounds the events of a text that are kept.
const mostLines = 1536

// mostKept bounds the output of a job that is kept, in octets; of more than smallOut, few are.
const (
	mostKept = 4 << 20
	smallOut = 512 << 10
)

// recycle takes the memory of a job that has been written.
func (p *pipe) recycle(j *job) {
	if c := cap(j.out); c > 0 && c <= mostKept && (c <= smallOut || len(p.outs) <= p.opt.Jobs) {
		select {
		case p.outs <- j.out[:0]:
		default:
		}
	}
	var k kept
	if p.both == nil && !j.part { // a correlation remembers events
		clear(j.picked)
		k.picked = j.picked[:0]
		switch {
		case j.wires != nil && cap(j.events) <= groupMessages:
			clear(j.events)
			k.events, k.wires = j.events[:0], j.wires[:0]
		case j.wires == nil:
			k.lines = j.events[:0]
		}
	}
	j.out, j.picked, j.events, j.wires = nil, nil, nil, nil
	select {
	case p.spare <- k:
	default:
	}
}

// fresh gives memory for a job, empty if there is none to use again.
func (p *pipe) fresh() kept {
	select {
	case k := <-p.spare:
		return k
	default:
		return kept{}
	}
}

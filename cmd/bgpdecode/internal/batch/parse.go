package batch

import (
	"math"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/excerpt"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/timeline"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
)

// job is a chunk of a text, or some messages of a capture, on its way through the program.
type job struct {
	input  *input
	chunk  *excerpt.Chunk
	events []dump.Event
	wires  []wire // of captures, one for each event
	from   int64  // offsets in the input: events from here on, and before to, are this job's own
	to     int64
	err    error     // what the input ended with, nil while it goes on
	note   string    // to be told beside
	where  int64     // offset in the input behind the job
	last   int       // number of the event behind the job's last one
	now    time.Time // when the lines were there, for stamps without a year
	pause  bool      // nothing follows for a while: the events must not wait for others

	of   *job  // of which this one is a part, while it becomes longer
	part bool  // its events lie among those of others
	kept []int // of the events, those that count, when they are merged with others
	need int   // how many events of the input must have their numbers before this one goes on
	size int   // octets that its events take, about

	octets  []byte // of captures, what the events' octets are cut from
	picked  []picked
	told    []numbered    // for the correlation
	waiting []waiting     // likewise: the picked events, while the job is held
	noted   []*note       // likewise
	parsed  chan struct{} // closed when events are there
	built   chan struct{} // closed when out and facts are
	out     []byte
	facts   []fact
	saved   []saved         // for Options.Save
	steps   []timeline.Step // for a timeline, in place of out
	n       [2]int64        // events, and of these unparsed ones
	again   int64           // further lines about an event
	dropped int64           // left out because they tell of no error
}

func (j *job) owned(ev *dump.Event) bool {
	return int64(ev.Offset) >= j.from && int64(ev.Offset) < j.to
}

// parse reads the chunk of a job.
func (j *job) parse(r *dump.Reader, opt dump.Options) {
	c := j.chunk
	text := c.Text
	if !c.Whole && strings.IndexByte(text, 0xff) >= 0 && codec.FindMessage([]byte(text)) >= 0 {
		// Binary among lines: the lines are what is read here.
		text = strings.ReplaceAll(text, "\xff", "?")
	}
	opt.Partial = c.Parted()
	j.events = r.Read(text, opt, j.events)
	j.from, j.to = c.Offset(c.Own), math.MaxInt64
	if c.End < len(c.Text) {
		j.to = c.Offset(c.End)
	}
	if c.Whole && !c.Wide {
		return
	}
	for i := range j.events {
		ev := &j.events[i]
		ev.Offset, ev.Line, ev.LineEnd = int(c.Offset(ev.Offset)), int(c.Line(ev.Line)), int(c.Line(ev.LineEnd))
		if ev.Err != "" {
			ev.ErrOff = int(c.Offset(ev.ErrOff))
		}
		for k := range ev.Pieces {
			p := &ev.Pieces[k]
			p.Offset, p.Line = int(c.Offset(p.Offset)), int(c.Line(p.Line))
		}
	}
}

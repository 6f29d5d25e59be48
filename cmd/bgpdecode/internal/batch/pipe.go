package batch

import (
	"context"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// Run reads the inputs that args name and writes what it finds to w. It returns the first error of writing, or that of
// ctx; an input that cannot be read is told to Options.Failed and counted, and the others are read.
func Run(ctx context.Context, w io.Writer, args []string, opt Options) (Result, error) {
	opt = opt.withDefaults()
	f, err := opt.Filter.ready()
	if err != nil {
		return Result{}, err
	}
	// An interrupt ends the reading; what has been read is written. Only a reader that does not come back is left behind.
	soft := ctx
	ctx, cancel := context.WithCancel(context.WithoutCancel(soft))
	defer cancel()
	p := &pipe{opt: opt, ctx: ctx, soft: soft, stuck: make(chan struct{}), w: w, line: timelineOf(opt.Form, f)}
	depth := opt.Jobs - 1 // with one worker, a job that waits would only take memory
	if opt.Follow {
		depth = opt.Jobs // those who read beside each other wait less
	}
	order, ordered := make(chan *job, depth), make(chan *job, depth)
	p.parse, p.build = make(chan *job, depth), make(chan *job, depth)
	p.spare, p.outs = make(chan kept, 4*opt.Jobs), make(chan []byte, 4*opt.Jobs)

	p.start = time.Now()
	rd := &reader{p: p, texts: texts{}, order: order, stats: &p.readStats, captures: (*sum)(&p.captures)}
	seq := newSequencer(f, &p.seqStats, opt.Base)
	seq.redact, seq.all, seq.next = opt.Redact, p.line != nil, opt.First
	p.both, seq.tells = newCorrelator(opt), opt.Correlate.On
	var stages sync.WaitGroup
	allRead := make(chan struct{}) // the reader is not waited for: it may not come back
	var merged *merger
	if opt.Merge && !opt.Follow {
		merged = newMerger(p, seq, rd, ordered)
	}
	go func() {
		defer close(allRead)
		defer close(order)
		if merged != nil {
			rd.merge(args, merged)
			return
		}
		rd.all(args)
	}()
	defer context.AfterFunc(soft, func() { p.await(allRead) })()
	stages.Go(func() {
		defer close(ordered)
		if merged != nil {
			merged.run()
			return
		}
		p.sequence(seq, order, ordered)
	})
	for range opt.Jobs {
		stages.Go(p.work)
	}
	err = p.write(ordered)
	cancel()
	stages.Wait()
	res := p.result(err, allRead)
	if err == nil {
		err = soft.Err()
	}
	return res, err
}

// await gives up a reader that does not come back for a while after an interrupt.
func (p *pipe) await(allRead <-chan struct{}) {
	select {
	case <-allRead:
	case <-p.ctx.Done():
	case <-time.After(patience):
		close(p.stuck)
	}
}

// result sums up a run that ended with an error of writing, or nil. What a reader that does not come back has counted
// until then cannot be had.
func (p *pipe) result(err error, allRead <-chan struct{}) Result {
	res := Result{Stats: p.writeStats, Where: p.at.String()}
	if err == nil {
		select {
		case <-allRead:
		case <-p.stuck:
		}
	}
	select {
	case <-allRead:
		res.Stats.add(&p.readStats)
		res.Captures = p.captures
	default:
	}
	res.Stats.add(&p.seqStats)
	return res
}

// patience is how long an interrupted run waits for a reader.
const patience = time.Second

// pipe is what the stages of a run share. Each of the counters belongs to one stage until the run is over.
type pipe struct {
	opt          Options
	ctx          context.Context // done when the run is given up
	soft         context.Context // done when the reading is to end
	start        time.Time       // when the run began, which Options.Now tells in its own way
	stuck        chan struct{}   // closed when a reader does not end: nothing more comes from it
	w            io.Writer
	parse, build chan *job
	spare        chan kept     // as many as there are jobs under way: their memory is needed again
	outs         chan []byte   // of jobs that are built
	line         *timelineForm // set when the form is a timeline

	readStats, seqStats, writeStats Stats
	captures                        capture.Stats
	read, total                     atomic.Int64
	both                            *correlator // nil unless events are correlated
	at                              places
}

// work parses and builds; what is nearer to the end comes first.
func (p *pipe) work() {
	var b report.Builder
	var r dump.Reader
	opt := dump.Options{Log: logline.Options{AllStates: true, DateOrder: p.opt.Dates, Transitions: p.line != nil}, Unrelated: true}
	for {
		select {
		case j := <-p.build:
			j.render(&b, p.opt, p.outs)
			continue
		default:
		}
		select {
		case <-p.ctx.Done():
			return
		case j := <-p.build:
			j.render(&b, p.opt, p.outs)
		case j := <-p.parse:
			opt.Log.Now, opt.Log.Location = j.now, j.input.zone
			k := p.fresh() // not before: chunks that wait need none
			j.picked, j.events = k.picked, k.lines
			j.parse(&r, opt)
			close(j.parsed)
		}
	}
}

// sequence passes jobs through the sequencer in their order.
func (p *pipe) sequence(q *sequencer, order <-chan *job, ordered chan<- *job) {
	for {
		var j *job
		select {
		case j = <-order:
		case <-p.ctx.Done():
		case <-p.stuck:
			select {
			case j = <-order:
			default:
			}
		}
		if j == nil {
			p.pass(p.both.finish(q.finish()), ordered)
			return
		}
		if j.parsed != nil {
			select {
			case <-j.parsed:
			case <-p.ctx.Done():
				return
			}
		}
		if !p.pass(p.both.hold(q.run(j)), ordered) {
			return
		}
	}
}

// pass hands jobs on to be built and written. It reports whether the run goes on.
func (p *pipe) pass(jobs []*job, ordered chan<- *job) bool {
	for i, j := range jobs {
		jobs[i] = nil // what has been written is not to be held by those that wait
		p.both.tie(j)
		select {
		case ordered <- j:
		case <-p.ctx.Done():
			return false
		}
		select {
		case p.build <- j:
		case <-p.ctx.Done():
			return false
		}
	}
	return true
}

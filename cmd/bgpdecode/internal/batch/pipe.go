package batch

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/redact"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// Options are what a run is to do. Form, Now and Location must be set; zero limits mean their defaults.
type Options struct {
	Jobs   int // workers, 1 at least
	Form   Form
	Filter Filter
	Base   report.Options   // what is known of all sessions
	Redact *redact.Redactor // replaces what identifies somebody, nil for nothing

	Correlate Correlate // whether and how events of different devices are compared

	Now      time.Time      // for stamps without a year
	Location *time.Location // for stamps without a zone
	Zones    []Zone         // the same for some inputs; the last one that fits counts

	Block       int   // octets of text read at a time; default 64 KiB
	Chunk       int   // octets of kept lines that a worker reads at a time; default 96 KiB
	MaxLine     int   // octets of a line that are looked at; default 1 MiB
	MaxUnpacked int64 // octets of a compressed input when unpacked; default 1 TiB
	MaxWindow   int   // octets of history that a decompressor may ask for; default 128 MiB

	MaxCauses   int // causes that a summary keeps; default 4096
	MaxSessions int // sessions that a timeline keeps; default 2048

	First     int // number of the first event, less one
	Stdin     io.Reader
	StdinName string           // how the output calls it; default "stdin"
	Save      *Save            // also write the messages there; nil for no
	Output    fs.FileInfo      // the file to which the output goes, nil when it is none: it is not read
	Follow    bool             // go on reading what is added to files, until the run is interrupted
	Merge     bool             // put the events of all inputs in the order of time; not with Follow
	MaxFiles  int              // files open at a time when several are; default 256, with Merge 64
	Note      func(string)     // what is to be known of an input beside; called in the order of the output
	Failed    func(error)      // an input that could not be read; called in the order of the output
	Progress  func(p Progress) // from time to time, when set
}

// Progress is how far a run has come.
type Progress struct {
	Read, Total int64 // octets of the inputs as they lie on the disk; Total 0 when not known
	Events      int64
	Done        bool // nothing more will be read
}

// Result is what a run came to.
type Result struct {
	Stats    Stats
	Captures capture.Stats
	Where    string // when it was interrupted: the input, and the place in it up to which all events are written
}

func (o Options) withDefaults() Options {
	if o.Jobs < 1 {
		o.Jobs = 1
	}
	if o.Block <= 0 {
		o.Block = 64 << 10
	}
	if o.Chunk <= 0 {
		o.Chunk = 96 << 10
	}
	if o.MaxLine <= 0 {
		o.MaxLine = 1 << 20
	}
	if o.MaxCauses <= 0 {
		o.MaxCauses = 4096
	}
	if o.MaxSessions <= 0 {
		o.MaxSessions = 2048
	}
	if o.MaxFiles <= 0 {
		o.MaxFiles = 256
		if o.Merge {
			o.MaxFiles = 64
		}
	}
	if o.Note == nil {
		o.Note = func(string) {}
	}
	if o.Failed == nil {
		o.Failed = func(error) {}
	}
	return o
}

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
	depth := opt.Jobs
	order, ordered := make(chan *job, depth), make(chan *job, depth)
	p.parse, p.build = make(chan *job, depth), make(chan *job, depth)
	p.spare, p.outs = make(chan kept, 4*depth), make(chan []byte, 4*depth)

	p.start = time.Now()
	rd := &reader{p: p, texts: texts{}, order: order, stats: &p.readStats, captures: (*sum)(&p.captures)}
	seq := newSequencer(f, &p.seqStats, opt.Base)
	seq.redact, seq.all, seq.next = opt.Redact, p.line != nil, opt.First
	p.both, seq.tells = newCorrelator(opt), opt.Correlate.On
	var workers sync.WaitGroup
	done, allRead := make(chan struct{}), make(chan struct{})
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
	defer context.AfterFunc(soft, func() {
		select {
		case <-allRead:
		case <-ctx.Done():
		case <-time.After(patience):
			close(p.stuck)
		}
	})()
	go func() {
		defer close(done)
		defer close(ordered)
		if merged != nil {
			merged.run()
			return
		}
		p.sequence(seq, order, ordered)
	}()
	for range opt.Jobs {
		workers.Add(1)
		go func() {
			defer workers.Done()
			p.work()
		}()
	}
	err = p.write(ordered)
	cancel()
	<-done
	workers.Wait()
	res := Result{Stats: p.writeStats, Where: p.at.String()}
	select {
	case <-allRead:
		res.Stats.add(&p.readStats)
		res.Captures = p.captures
	case <-p.stuck:
	default:
		if err == nil {
			<-allRead
			res.Stats.add(&p.readStats)
			res.Captures = p.captures
		}
	}
	res.Stats.add(&p.seqStats)
	if err == nil {
		err = soft.Err()
	}
	return res, err
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
	opt := dump.Options{Log: logline.Options{AllStates: true, Transitions: p.line != nil}, Unrelated: true}
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

// write writes the jobs in their order.
func (p *pipe) write(ordered <-chan *job) error {
	form := p.opt.Form
	if f, ok := form.(bounded); ok {
		f.limit(&p.opt)
	}
	if err := put(p.w, form.begin(nil)); err != nil {
		return err
	}
	stopped := false
	var tick <-chan time.Time
	if p.opt.Progress != nil {
		t := time.NewTicker(250 * time.Millisecond)
		defer t.Stop()
		tick = t.C
	}
	for !stopped {
		j, ok := (*job)(nil), false
		select {
		case j, ok = <-ordered:
		case <-tick:
			p.progress()
			continue
		case <-p.ctx.Done():
		}
		if !ok {
			break
		}
		select {
		case <-j.built:
		case <-p.ctx.Done():
			stopped = true
			continue
		}
		if err := put(p.w, j.out); err != nil {
			return err
		}
		form.tell(j.facts)
		if p.line != nil {
			p.line.add(j.steps)
		}
		p.save(j.saved, false)
		p.writeStats.Events += j.n[0]
		p.writeStats.Unparsed += j.n[1]
		p.writeStats.Repeats += j.again
		p.writeStats.ByError += j.dropped
		p.at.note(j)
		if j.note != "" {
			p.opt.Note(j.note)
		}
		if j.err != nil {
			p.writeStats.Failed++
			if errors.Is(j.err, capture.ErrUnpacked) {
				p.writeStats.Bomb++
			}
			if errors.Is(j.err, capture.ErrWindow) {
				p.writeStats.Window++
			}
			p.opt.Failed(j.err)
		}
		p.recycle(j)
		if len(ordered) == 0 {
			if err := flush(p.w); err != nil {
				return err
			}
			p.save(nil, true)
		}
	}
	if p.opt.Progress != nil {
		p.opt.Progress(Progress{Done: true})
	}
	if f, ok := form.(bothSides); ok && p.both != nil && p.ctx.Err() == nil {
		f.compared(p.both.result())
	}
	err := put(p.w, form.end(nil))
	if f, ok := form.(bounded); ok {
		f.dropped(&p.writeStats)
	}
	if err != nil {
		return err
	}
	return flush(p.w)
}

// bounded is a form that collects events until the end, within limits.
type bounded interface {
	limit(o *Options)
	dropped(st *Stats) // counts what was beyond them
}

// save writes the messages of a job to the file beside, and what is collected for it with now. A file that cannot be
// written does not end the run.
func (p *pipe) save(list []saved, now bool) {
	err := p.opt.Save.put(list, &p.writeStats)
	if err == nil && now {
		err = p.opt.Save.Flush()
	}
	if err != nil {
		p.opt.Save.giveUp()
		p.opt.Failed(err)
	}
}

// progress tells how far the run has come.
func (p *pipe) progress() {
	p.opt.Progress(Progress{Read: p.read.Load(), Total: p.total.Load(), Events: p.writeStats.Events})
}

func put(w io.Writer, b []byte) error {
	if len(b) == 0 {
		return nil
	}
	_, err := w.Write(b)
	return err
}

// flush empties a buffered writer, so that what is there can be read when nothing more comes for a while.
func flush(w io.Writer) error {
	if f, ok := w.(interface{ Flush() error }); ok {
		return f.Flush()
	}
	return nil
}

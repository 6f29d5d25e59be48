package batch

import (
	"errors"
	"io"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/capture"
)

// write writes the jobs in their order.
func (p *pipe) write(ordered <-chan *job) error {
	form := p.opt.Form
	if f, ok := form.(bounded); ok {
		f.limit(&p.opt)
	}
	if err := put(p.w, form.begin(nil)); err != nil {
		return err
	}
	if err := p.writeJobs(ordered); err != nil {
		return err
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
	if c := p.both; c != nil && p.ctx.Err() == nil {
		p.writeStats.OverHeld, p.writeStats.OverDevices = c.stats.released, c.stats.devices
	}
	if err != nil {
		return err
	}
	return flush(p.w)
}

// writeJobs writes jobs until there are no more, or the run is given up.
func (p *pipe) writeJobs(ordered <-chan *job) error {
	var tick <-chan time.Time
	if p.opt.Progress != nil {
		t := time.NewTicker(250 * time.Millisecond)
		defer t.Stop()
		tick = t.C
	}
	for {
		j, ok := (*job)(nil), false
		select {
		case j, ok = <-ordered:
		case <-tick:
			p.progress()
			continue
		case <-p.ctx.Done():
		}
		if !ok {
			return nil
		}
		select {
		case <-j.built:
		case <-p.ctx.Done():
			return nil
		}
		if err := put(p.w, j.out); err != nil {
			return err
		}
		p.written(j)
		if len(ordered) == 0 {
			if err := flush(p.w); err != nil {
				return err
			}
			p.save(nil, true)
		}
	}
}

// written counts and collects what was in a job, and tells what is to be known of it beside.
func (p *pipe) written(j *job) {
	p.opt.Form.tell(j.facts)
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
		p.failed(j.err)
	}
	p.recycle(j)
}

// failed tells of an input that could not be read.
func (p *pipe) failed(err error) {
	p.writeStats.Failed++
	if errors.Is(err, capture.ErrUnpacked) {
		p.writeStats.Bomb++
	}
	if errors.Is(err, capture.ErrWindow) {
		p.writeStats.Window++
	}
	p.opt.Failed(err)
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

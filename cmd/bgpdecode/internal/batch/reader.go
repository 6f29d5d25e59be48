package batch

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/excerpt"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/inputs"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/wide"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// reader makes jobs of the inputs.
type reader struct {
	p        *pipe
	order    chan<- *job
	stats    *Stats
	captures *sum
	texts    texts // of records
}

// all reads the inputs one after the other.
func (r *reader) all(args []string) {
	if r.p.opt.Follow {
		r.follow(args)
		return
	}
	f := r.finder(args)
	if r.p.opt.Progress != nil {
		go r.sum(r.finder(args))
	}
	defer func() { r.stats.pass(f.Passed) }()
	for in, err := range f.Files() {
		if r.one(newInput(in), err) != nil || r.p.soft.Err() != nil {
			return
		}
	}
}

// apart reads with counters of its own, and adds them to the reader's at the end.
func (r *reader) apart(mu *sync.Mutex, order chan<- *job, read func(*reader)) {
	own := &reader{p: r.p, texts: texts{}, order: order, stats: new(Stats), captures: new(sum)}
	read(own)
	mu.Lock()
	defer mu.Unlock()
	r.stats.add(own.stats)
	r.captures.add(capture.Stats(*own.captures))
}

func (r *reader) finder(args []string) *inputs.Finder {
	f := &inputs.Finder{Args: args, Stdin: r.p.opt.Stdin, StdinName: r.p.opt.StdinName}
	if r.p.opt.Output != nil {
		f.Outputs = append(f.Outputs, r.p.opt.Output)
	}
	if r.p.opt.Save != nil {
		f.Outputs = append(f.Outputs, r.p.opt.Save.info)
	}
	return f
}

// sum adds up the sizes of the inputs, for the progress.
func (r *reader) sum(f *inputs.Finder) {
	var total int64
	for in := range f.Files() {
		if in == nil {
			continue
		}
		if !in.Regular {
			return // nobody knows
		}
		total += in.Size
		if r.p.soft.Err() != nil || r.p.ctx.Err() != nil {
			return
		}
	}
	r.p.total.Store(total)
}

// one reads an input, or tells why it cannot be read. The error is that of a run that ends.
func (r *reader) one(in *input, err error) error {
	if err != nil {
		if in == nil {
			in = &input{}
		}
		return r.send(&job{input: in, err: err})
	}
	err = r.input(in)
	if err == nil || r.p.ctx.Err() != nil || r.p.soft.Err() != nil {
		return r.p.ctx.Err()
	}
	return r.send(&job{input: in, err: fmt.Errorf("cannot read %q: %w", in.Name, inputs.Reason(err))})
}

// input reads one input: a capture of a known format, or a text.
func (r *reader) input(in *input) error {
	f, file, err := inputs.Open(r.p.soft, &in.File, r.p.opt.Stdin)
	if err != nil {
		return err
	}
	return r.opened(in, f, file)
}

// opened reads an input that has been opened, and closes it. file is nil when it is none.
func (r *reader) opened(in *input, f inputs.Source, file *os.File) error {
	defer f.Close()
	in.zone = r.p.opt.zone(in.Name)
	in.latest = firstStamp(in, file, logline.Options{Now: r.p.now(in), Location: in.zone, DateOrder: r.p.opt.Dates})
	return r.source(in, f)
}

// source reads what has been opened.
func (r *reader) source(in *input, f inputs.Source) error {
	r.stats.Inputs++
	head := &inputs.Recorder{From: f}
	if in.within == 0 { // else the octets are counted where they lie on the disk
		head.From = &counted{f, func(n int64) { r.p.read.Add(n) }}
	}
	opt := capture.Options{MaxWindow: r.p.opt.MaxWindow, MaxUnpacked: r.p.opt.MaxUnpacked, Budget: in.budget}
	opt.Connections, opt.Falls = r.p.line != nil, r.p.line == nil
	src, err := capture.Open(head, opt)
	if err != nil {
		return err
	}
	defer src.Close()
	if src.Kind.Archive() {
		head.Forget()
		return r.members(in, src)
	}
	if src.Kind != capture.KindUnknown {
		head.Forget()
		return r.records(in, src, f.Pace())
	}
	text := src.Rest()
	var known []byte
	if src.Compression != capture.Plain {
		head.Forget()
		b := bufio.NewReaderSize(text, 4096)
		known, _ = b.Peek(512)
		text = b
	} else {
		known = head.Kept()
		text = head.Again()
		if p := f.Pace(); p != nil {
			p.Text = r.p.opt.Form.live() && !r.p.opt.Merge
		}
	}
	return r.text(in, text, known, f.Pace() == nil)
}

// text reads a text. known are its first octets, where they have been read already; there says that it does not come in its
// own time.
func (r *reader) text(in *input, text io.Reader, known []byte, there bool) error {
	text, mark, is := wide.Open(text, known)
	paused := func(where int64) error { return r.send(&job{input: in, pause: true, where: where}) }
	n, err := excerpt.Read(text, excerpt.Options{
		Block: r.p.opt.Block, Chunk: r.p.opt.Chunk, MaxLine: r.p.opt.MaxLine, AtOnce: r.p.opt.Jobs, Ahead: there && r.p.opt.Jobs > 1,
		Transitions: r.p.line != nil, Wide: is, Start: mark,
		Emit: func(c *excerpt.Chunk) error {
			return r.send(&job{input: in, chunk: c, where: c.Offset(max(c.End-1, 0)) + 1})
		},
		Paused: paused,
	})
	r.stats.Octets += n.Octets
	r.stats.Lines += n.Lines
	r.stats.LinesCut += n.LinesCut
	r.stats.OctetsCut += n.OctetsCut
	if in.shares && err == nil || r.p.soft.Err() != nil {
		return paused(n.Where)
	}
	return err
}

// send passes a job on.
func (r *reader) send(j *job) error {
	j.built, j.now = make(chan struct{}), r.p.now(j.input)
	if j.chunk != nil {
		j.parsed = make(chan struct{})
		select {
		case r.p.parse <- j:
		case <-r.p.ctx.Done():
			return r.p.ctx.Err()
		case <-r.p.stuck:
			return inputs.ErrStopped
		}
	} else if n := len(j.events); n > 0 {
		j.where = int64(j.events[n-1].Offset)
	}
	select {
	case r.order <- j:
		return nil
	case <-r.p.ctx.Done():
		return r.p.ctx.Err()
	case <-r.p.stuck:
		return inputs.ErrStopped
	}
}

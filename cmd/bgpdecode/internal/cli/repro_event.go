package cli

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/batch"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/explain/repro"
	"github.com/bgpdecode/bgpdecode/registry"
)

// reproCase is the event that is reproduced.
type reproCase struct {
	id     string
	event  repro.Event
	rank   int
	others int // events that could be, too
	source string
}

// plan plans it.
func (c *reproCase) plan(o *reproOptions) *repro.Plan {
	return repro.Build(&c.event, repro.Options{AS: o.as, TargetAS: o.peerAS})
}

// picking chooses one event of an input.
type picking struct {
	o      *reproOptions
	best   *reproCase
	able   int           // events that could be reproduced
	recent []seenMessage // the last ones that a NOTIFICATION may answer
	seen   int
}

// seenMessage is a message with its id.
type seenMessage struct {
	id     string
	octets []byte
}

// mostRemembered bounds the messages that are kept for a NOTIFICATION to answer.
const mostRemembered = 64

// ranks: what is more likely to be meant is greater.
const (
	rankNone = iota
	rankAny
	rankFaulty
	rankNotification
)

// take looks at one event.
func (p *picking) take(r *report.Report, opt *report.Options) {
	p.seen++
	if r.Event.Kind != dump.KindMessage {
		return
	}
	e := r.ReproEvent()
	e.Local, e.Peer = openIn(opt.LocalOpen), openIn(opt.PeerOpen)
	e.Offender = p.answered(r)
	rank := rankOf(r)
	if rank == rankNone {
		return
	}
	if rank == rankNotification || rank == rankFaulty {
		p.able++
	}
	if p.o.event != "" {
		if r.ID != p.o.event {
			rank = rankNone
		}
	}
	if r.Tree != nil && rankOf(r) != rankNotification {
		if len(p.recent) == mostRemembered {
			p.recent = slices.Delete(p.recent, 0, 1)
		}
		p.recent = append(p.recent, seenMessage{r.ID, slices.Clone(r.Tree.Bytes)})
	}
	if rank == rankNone || p.best != nil && p.best.rank >= rank {
		return
	}
	e.Tree = ownTree(r.Tree)
	p.best = &reproCase{id: r.ID, event: e, rank: rank, source: r.SourceName}
}

// answered gives the message that a NOTIFICATION answers: the one that it is linked to, or the last one before it that holds the
// octets of its Data; nil for none.
func (p *picking) answered(r *report.Report) []byte {
	for _, l := range r.Links {
		for _, m := range p.recent {
			if l.Rel == "offender" && m.id == l.ID {
				return m.octets
			}
		}
	}
	if r.Tree == nil {
		return nil
	}
	data := r.Tree.Find(0, codec.FieldData)
	if data < 0 || len(r.Tree.Octets(data)) < 3 {
		return nil
	}
	for _, m := range slices.Backward(p.recent) {
		if h, ok := codec.ParseHeader(m.octets); ok && h.Type == registry.MsgUpdate && h.Length == len(m.octets) && bytes.Contains(m.octets[codec.HeaderLen:], r.Tree.Octets(data)) {
			return m.octets
		}
	}
	return nil
}

// rankOf says how likely an event is the one that is meant.
func rankOf(r *report.Report) int {
	switch {
	case r.Tree == nil && r.Event.Code > 0, r.Tree != nil && r.Tree.Find(0, codec.FieldNotification) >= 0:
		return rankNotification
	case r.Tree == nil:
		return rankNone
	}
	if severity, _ := codec.Worst(r.Tree.Findings); severity == codec.SeverityError {
		return rankFaulty
	}
	return rankAny
}

func openIn(t *codec.Tree) *codec.Open {
	if t == nil {
		return nil
	}
	n := t.Find(0, codec.FieldOpen)
	if n < 0 {
		return nil
	}
	if o, ok := codec.ParseOpenBody(t.Octets(n)); ok {
		return &o
	}
	return nil
}

// ownTree copies a tree that is borrowed.
func ownTree(t *codec.Tree) *codec.Tree {
	if t == nil {
		return nil
	}
	c := *t
	c.Bytes, c.Nodes, c.Findings = slices.Clone(t.Bytes), slices.Clone(t.Nodes), slices.Clone(t.Findings)
	return &c
}

// reproduced reads all inputs and picks the event.
func (a *app) reproduced(ctx context.Context, inputs []input, args []string, o *reproOptions) (*reproCase, error) {
	p := &picking{o: o}
	d := &decoding{a: a, o: &o.root}
	for _, in := range inputs {
		text, err := in.read(ctx)
		if err != nil {
			return nil, err
		}
		if kind := notText(text); kind != "" {
			err = p.packed(ctx, d, in, text, kind)
		} else {
			err = p.text(d, in, text, args)
		}
		if err != nil {
			return nil, err
		}
	}
	switch {
	case p.best == nil && o.event != "":
		return nil, nothingf("no event %q that could be reproduced is in the input", o.event)
	case p.best == nil:
		return nil, nothingf("nothing that could be reproduced is in the input")
	}
	p.best.others = max(p.able-1, 0)
	return p.best, nil
}

// text takes the events of a text.
func (p *picking) text(d *decoding, in input, text string, args []string) error {
	events := dump.Read(text, dump.Options{Log: logline.Options{Now: time.Now(), Location: d.o.zone.location(), DateOrder: d.o.dates.DateOrder}})
	if len(events) == 0 {
		return nothingFound(in, text, args)
	}
	base := d.options(in)
	known := report.Sessions{}
	for i := range events {
		ev, opt := &events[i], base
		d.renumber(ev)
		known.Tell(ev, &opt)
		opt.NoVerdict = true
		r := d.builder.Build(ev, opt)
		known.Note(r)
		p.take(r, &opt)
	}
	d.before += len(events)
	return nil
}

// packed takes the events of a capture or a compressed file.
func (p *picking) packed(ctx context.Context, d *decoding, in input, content, kind string) error {
	before := p.seen
	opt := batch.Options{
		Jobs: 1, First: d.before, Base: d.options(in), Now: time.Now(), Location: d.o.zone.location(), Dates: d.o.dates.DateOrder, MaxUnpacked: int64(d.o.maxInput),
		Stdin: strings.NewReader(content), StdinName: in.name, Note: d.a.say,
	}
	var unreadable error
	opt.Failed = func(err error) { unreadable = err }
	n := 0
	opt.Form = batch.Each(func(dst []byte, r *report.Report) []byte {
		n++
		p.take(r, &report.Options{})
		return dst
	})
	_, err := batch.Run(ctx, batchOut{newOutput(nil)}, []string{"-"}, opt)
	d.before += n
	switch {
	case err != nil:
		return err
	case unreadable != nil:
		return unreadable
	case p.seen == before:
		return nothingf("no BGP was found in %s, a %s", in.said, kind)
	}
	return nil
}

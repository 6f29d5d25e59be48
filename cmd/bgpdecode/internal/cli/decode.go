package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/redact"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/safetext"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// decoding is one run of the root command over all its inputs.
type decoding struct {
	a       *app
	o       *rootOptions
	args    []string
	builder report.Builder
	redact  *redact.Redactor // nil: nothing is replaced
	style   tree.Style
	width   int
	copied  bytes.Buffer // the result without colour, for the clipboard
	buf     []byte
	many    bool  // there are several inputs
	before  int   // events of the inputs before this one
	done    int   // events written
	decoded bool  // at least one of them could be
	lines   bool  // the last one was a line, not a page
	bad     bool  // an event with error findings, or that could not be decoded in whole
	failed  error // the first input that could not be read
	nothing error // the first input that held nothing
}

// decode reads, decodes and writes all inputs in their order. One that cannot be read, or that holds nothing, does not
// stop the others.
func (a *app) decode(ctx context.Context, inputs []input, args []string, o *rootOptions) error {
	d := &decoding{a: a, o: o, args: args, many: len(inputs) > 1, width: a.s.Width(o.width)}
	d.style = a.s.OutPaint(o.color).Style()
	var err error
	if d.redact, err = o.redact.redactor(); err != nil {
		return err
	}
	for _, in := range inputs {
		err := d.input(ctx, in)
		switch {
		case err == nil:
		case failedToWrite(err):
			return err
		case isNothing(err):
			d.missed(&d.nothing, err)
		default:
			d.missed(&d.failed, err)
		}
	}
	if err := d.copy(); err != nil {
		d.missed(&d.failed, err)
	}
	switch {
	case d.failed != nil:
		return d.failed
	case !d.decoded && d.nothing != nil:
		return d.nothing
	case d.nothing != nil:
		a.say(d.nothing.Error())
	}
	if o.strict && d.bad {
		return errImperfect
	}
	return nil
}

// missed keeps the first error of its kind for the end, and tells the others at once.
func (d *decoding) missed(first *error, err error) {
	if *first == nil {
		*first = err
		return
	}
	d.a.say(err.Error())
}

// input decodes one input. Events are numbered through all inputs.
func (d *decoding) input(ctx context.Context, in input) error {
	text, err := in.read(ctx)
	if err != nil {
		return err
	}
	if kind := notText(text); kind != "" {
		return d.packed(ctx, in, text, kind)
	}
	events := dump.Read(text, dump.Options{Log: logline.Options{Now: time.Now(), Location: d.o.zone.location(), DateOrder: d.o.dates.DateOrder}})
	if len(events) == 0 {
		return nothingFound(in, text, d.args)
	}
	opt := d.options(in)
	decoded, known := false, report.Sessions{}
	for i := range events {
		ev, opt := &events[i], opt
		d.renumber(ev)
		decoded = decoded || ev.Kind != dump.KindUnparsed
		if d.redact != nil {
			d.redact.Words(ev) // first: sessions are known by what is shown
		}
		known.Tell(ev, &opt)
		if d.redact != nil {
			opt.Known = d.redact.Octets(ev, opt.Known)
		}
		opt.Borrow = !report.IsOpen(ev)
		r := d.builder.Build(ev, opt)
		known.Note(r)
		if err := d.event(r, len(events)); err != nil {
			return err
		}
	}
	d.before += len(events)
	if !decoded {
		return nothingf("nothing could be decoded in %s: %s", in.said, events[0].Err)
	}
	return nil
}

// renumber makes an event's own number, and those it points to, count from the first input on.
func (d *decoding) renumber(ev *dump.Event) {
	ev.Index += d.before
	if ev.SameAs >= 0 {
		ev.SameAs += d.before
	}
	for i := range ev.Links {
		ev.Links[i].To += d.before
	}
}

// options is what the flags say of the session.
func (d *decoding) options(in input) report.Options {
	opt := report.Options{SourceName: in.name, PeerKind: d.o.peer.PeerKind}
	if d.redact != nil {
		opt.SourceName = d.redact.Name(in.name)
	}
	if d.o.as2 || d.o.as4 {
		opt.Known.ASWidth, opt.Known.ASWidthHow = 2, codec.HowFlag
		if d.o.as4 {
			opt.Known.ASWidth = 4
		}
	}
	if d.o.addpath.text != "" {
		opt.Known.AddPath, opt.Known.AddPathHow = d.o.addpath.set, codec.HowFlag
	}
	return opt
}

// event writes one result, one of n of its input.
func (d *decoding) event(r *report.Report, n int) error { return d.eventTo(d.a.out, r, n) }

// eventTo is event for those who write elsewhere. n is 0 where it is not known.
func (d *decoding) eventTo(w io.Writer, r *report.Report, n int) error {
	d.bad = d.bad || imperfect(r)
	d.decoded = d.decoded || r.Event.Kind != dump.KindUnparsed
	err := d.render(w, r, d.style, n)
	if err == nil && d.o.copy {
		err = d.render(&d.copied, r, tree.Style{}, n)
	}
	d.done++
	return err
}

// render writes one result in the form that was asked for.
func (d *decoding) render(w io.Writer, r *report.Report, style tree.Style, n int) error {
	opt := report.TextOptions{Width: d.width, Tree: d.o.tree, Hex: d.o.hex, Full: d.o.full}
	switch {
	case d.o.json:
		d.buf = append(report.AppendJSON(d.buf[:0], r, report.JSONOptions{Fields: d.o.fields}), '\n')
		_, err := w.Write(d.buf)
		return err
	case d.o.brief:
		return d.briefLine(w, r, style)
	}
	one := n == 1 && !d.many && !r.Src.IsValid() // of a packet the headline does not say between whom it went
	if !one && inOneLine(r) {
		return d.stateLine(w, r, style)
	}
	if !one {
		d.rule(w, r, style, n)
	}
	d.lines = false
	if (opt.Tree || opt.Hex) && (!one || r.Tree == nil) {
		// Octets alone do not say which event they are of, and there may be none.
		if err := report.Line(w, r, style, d.width); err != nil {
			return err
		}
	}
	return report.Text(w, r, style, opt)
}

// briefLine writes one line, with the ends of a packet in front, as batch does.
func (d *decoding) briefLine(w io.Writer, r *report.Report, style tree.Style) error {
	width := d.briefWidth()
	if ends := r.Ends(); ends != "" {
		if width > 0 {
			width = max(width-len(ends)-1, 40)
		}
		if _, err := io.WriteString(w, ends+" "); err != nil {
			return err
		}
	}
	return report.Brief(w, r, style, width)
}

// briefWidth is where lines of --brief are cut: nowhere when a program reads them.
func (d *decoding) briefWidth() int {
	if d.o.width == 0 && !d.a.s.OutTTY {
		return 0
	}
	return d.width
}

// inOneLine reports whether a line says all of an event: a session that changed its state, or a further line about an
// event that has its page.
func inOneLine(r *report.Report) bool {
	ev := &r.Event
	if ev.Kind != dump.KindState || ev.Offender != nil || ev.SameAs < 0 && ev.From == "" && ev.To == "" {
		return false
	}
	for _, p := range ev.Params {
		if p.Meaning != "" {
			return false
		}
	}
	return true
}

// stateLine writes one of several results in a line.
func (d *decoding) stateLine(w io.Writer, r *report.Report, style tree.Style) error {
	if d.done > 0 && !d.lines {
		io.WriteString(w, "\n") // a failure shows again with what follows
	}
	d.lines = true
	return report.Line(w, r, style, d.width)
}

// rule separates a page from what is before it.
func (d *decoding) rule(w io.Writer, r *report.Report, style tree.Style, n int) {
	id := "── " + r.ID
	if !d.many && n > 0 {
		id += fmt.Sprintf(" of %d", n) // how many the inputs to come hold is not known
	}
	title := fmt.Sprintf("%s · %s ", id, safetext.String(r.SourceName, safetext.Options{}))
	if r.Event.Line > 0 {
		title += fmt.Sprintf("line %d ", r.Event.Line)
	}
	if ends := r.Ends(); ends != "" {
		title += fmt.Sprintf("octet %d · %s ", r.Event.Offset, ends)
		id += " · " + ends
	}
	have := utf8.RuneCountInString(title)
	if have+1 > d.width {
		title = id + " "
		have = utf8.RuneCountInString(title)
	}
	title += strings.Repeat("─", max(d.width-have, 0))
	if d.done > 0 {
		io.WriteString(w, "\n") // a failure shows again with what follows
	}
	io.WriteString(w, style.Open[tree.Dim]+title+style.Close[tree.Dim]+"\n")
}

// imperfect reports what --strict minds: error findings, and octets that are missing or could not be decoded.
func imperfect(r *report.Report) bool {
	if r.Event.Kind == dump.KindUnparsed || r.Event.Err != "" || r.Event.Truncated != (dump.Truncation{}) {
		return true
	}
	if r.Tree == nil {
		return false
	}
	for _, f := range r.Tree.Findings {
		if f.Severity == codec.SeverityError {
			return true
		}
	}
	return false
}

// copy puts the result on the clipboard, when that was asked for and there is one.
func (d *decoding) copy() error {
	if !d.o.copy || d.done == 0 {
		return nil
	}
	if err := d.a.out.flush(); err != nil { // OSC 52 goes to the same terminal
		return err
	}
	how, err := d.a.s.WriteClipboard(d.copied.String())
	if err == nil && how == ui.CopiedDesktop && d.a.s.ErrTTY {
		d.a.say("copied to the clipboard")
	}
	return err
}

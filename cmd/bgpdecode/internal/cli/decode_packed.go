package cli

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/batch"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// packed decodes a capture or a compressed file as batch does, and writes its events as those of a text.
func (d *decoding) packed(ctx context.Context, in input, content, kind string) error {
	opt := batch.Options{
		Jobs: 1, First: d.before, Base: d.options(in), Redact: d.redact,
		Now: time.Now(), Location: d.o.zone.location(), Dates: d.o.dates.DateOrder, MaxUnpacked: int64(d.o.maxInput),
		Stdin: strings.NewReader(content), StdinName: in.name,
	}
	var notes []string
	opt.Note = func(text string) { notes = append(notes, text) }
	var unreadable, unwritten error
	opt.Failed = func(err error) { unreadable = errors.Join(unreadable, err) }
	var page bytes.Buffer
	n, decoded := 0, d.decoded
	d.decoded = false
	opt.Form = batch.Each(func(dst []byte, r *report.Report) []byte {
		page.Reset()
		n++
		if err := d.eventTo(&page, r, 0); err != nil && unwritten == nil {
			unwritten = err
		}
		return append(dst, page.Bytes()...)
	})
	_, err := batch.Run(ctx, batchOut{d.a.out}, []string{"-"}, opt)
	found := d.decoded
	d.before, d.decoded = d.before+n, found || decoded
	if err == nil && unreadable == nil && n == 0 && len(notes) > 0 {
		return nothingf("%s", strings.Join(notes, "\n"))
	}
	for _, text := range notes {
		d.a.say(text)
	}
	switch {
	case err != nil:
		return err
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case unreadable != nil:
		return unreadable
	case n == 0:
		return nothingf("no BGP was found in %s, a %s", in.said, kind)
	case !found:
		return nothingf("nothing could be decoded in %s, a %s", in.said, kind)
	}
	return unwritten
}

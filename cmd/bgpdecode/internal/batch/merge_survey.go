package batch

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"slices"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/wide"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// merge finds out when the inputs begin, and reads what the merger asks for.
func (r *reader) merge(args []string, m *merger) {
	opened := m.opened
	var all []*branch
	var total int64
	known := true
	f := r.finder(args)
	for file, err := range f.Files() {
		in := newInput(file)
		b := &branch{in: in, err: err, at: len(all)}
		if in != nil {
			in.shares = true
			b.begins = r.begins(in)
			known = known && in.Regular
			total += in.Size
		}
		all = append(all, b)
		if r.stopped() {
			break
		}
	}
	r.stats.pass(f.Passed)
	if known {
		r.p.total.Store(total)
	}
	slices.SortStableFunc(all, func(a, b *branch) int { return a.begins.Compare(b.begins) })
	m.plan <- all
	<-opened
	m.crew.Wait()
}

// surveyed is how much of an input is looked at to find out when it begins.
const (
	surveyed      = 1 << 20
	surveyedLines = 64 << 10
)

// begins tells the time of the first line or record of a file that has one; zero when it cannot be told by its start.
func (r *reader) begins(in *input) time.Time {
	if !in.Regular || in.Path == "" {
		return time.Time{}
	}
	f, err := os.Open(in.Path)
	if err != nil {
		return time.Time{}
	}
	defer f.Close()
	opt := logline.Options{Now: r.p.now(in), Location: r.p.opt.zone(in.Name), DateOrder: r.p.opt.Dates, AllStates: true}
	if at := firstStamp(in, f, opt); !at.IsZero() {
		return at
	}
	src, err := capture.Open(io.LimitReader(f, surveyed), capture.Options{MaxWindow: r.p.opt.MaxWindow})
	if err != nil {
		return time.Time{}
	}
	defer src.Close()
	if src.Kind == capture.KindUnknown {
		b := bufio.NewReaderSize(io.LimitReader(src.Rest(), surveyedLines), 4096)
		head, _ := b.Peek(512)
		text, _, _ := wide.Open(b, head)
		lines, _ := io.ReadAll(text)
		return firstTime(lines, opt)
	}
	for rec := range src.Records() {
		if !rec.Time.IsZero() {
			return rec.Time
		}
	}
	return time.Time{}
}

// firstTime gives the time of the first line that begins with one, or else of the first event that has one.
func firstTime(text []byte, opt logline.Options) time.Time {
	for rest := text; len(rest) > 0; {
		k := bytes.IndexByte(rest, '\n') + 1
		if k == 0 {
			k = len(rest)
		}
		if at, _ := logline.LineTime(string(rest[:min(k, 256)]), opt); !at.IsZero() {
			return at
		}
		rest = rest[k:]
	}
	for _, ev := range dump.Read(string(text), dump.Options{Log: opt, Unrelated: true}) {
		if !ev.Time.IsZero() {
			return ev.Time
		}
	}
	return time.Time{}
}

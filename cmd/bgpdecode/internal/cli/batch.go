package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/batch"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// batchOptions are the flags of batch.
type batchOptions struct {
	format string
	fields bool
	mute   bool // no verdict
	width  int
	color  ui.ColorMode

	peers, codes, styles []string
	since, until         string
	tz                   zonesFlag
	dates                datesFlag
	onlyErrors           bool
	correlate            bool
	window               time.Duration
	follow               bool
	merge                bool
	maxFiles             int

	as4, as2 bool
	addpath  familiesFlag
	peerKind peerFlag
	redact   redactFlags

	jobs                            int
	maxCauses, maxSessions, maxHeld int
	maxLine, maxUnpacked, maxWindow size
	stats                           bool
	write                           string
}

// batchFormats are the values of --format.
var batchFormats = []string{"jsonl", "brief", "text", "csv", "table", "summary", "summary-jsonl", "timeline", "timeline-jsonl"}

const batchLong = `Reads whole files - logs and captures of any size - finds every BGP event in them and writes each, or a summary by cause.

Each argument names a file, a directory (all files below it are read; links in it are not followed), or a pattern that the
shell left alone; "-" is standard input, which is also read when there is no argument. Inputs are read one after
another, or with --merge at the same time, their events in the order of time. What a file is, its content says, not its name: text, a capture (pcap, pcapng, MRT, BMP, BGP messages one after
the other), each of them plain or compressed with gzip, zstd, bzip2 or xz; or a tar or zip archive of such files.

--merge keeps the order that each input has in itself: an event without a time goes with the one before it, and one that
is late stays where it is. At equal times the order of the inputs decides. Inputs are opened when their first time comes,
at most --max-files at once. Comparisons (--correlate) and timelines merge by themselves; --merge=false says no.

--follow reads on what is added to files, and new files in directories and patterns. A file that is renamed is read to
its end before the new one of its name; one that is cut is read from its start; copies and compressed ones of what has
been read are passed over. It ends with Ctrl-C. A text that comes in its own time (tail -f log | bgpdecode batch -) is
written as it comes: what is complete when nothing has come for 0.3 seconds is written then, so that what comes later is
not joined to it. What is told in sum (--format summary) waits for the end.

Stamps without a year get one from the file: its last line is as old as its last change, or newest in standard input, and
no line is more than a month older than the one before it. Keep the times of files that you copy (cp -p, rsync -t).

The output is a summary by cause on a terminal and JSON Lines otherwise; --format chooses. Events come in the order of the
inputs, whatever --jobs says. An input that cannot be read is told on standard error and does not stop the others.
Memory stays bounded; --stats tells what a limit left out. No event found is not an error.

--format timeline shows the course of each session, from debug logs and captures: the changes of state, the OPENs and what
they agreed, each TCP connection on its own, what ended them, and what went wrong by RFC 4271 - a transition that it does
not have, a NOTIFICATION on the wrong connection or of the wrong subcode, a collision decided against the identifiers, a
hold timer that expired early. It reads lines of the state machine that are no events in the other forms, and is written
at the end; repeated cycles are folded. timeline-jsonl is the same as JSON. --only-errors leaves out sessions without findings.

--write also writes the message of each event to a file for Wireshark and others: .pcapng (with where it stood and the
verdict as the comment of its packet), .pcap or .mrt. Messages of logs get the addresses that the lines tell, and addresses
of documentation where they tell none; the comments say so. An event without the whole message is left out, as --stats tells.`

func (a *app) batchCommand() *cobra.Command {
	o := &batchOptions{maxLine: 1 << 20, maxUnpacked: 1 << 40, maxWindow: 128 << 20}
	c := &cobra.Command{
		Use:   "batch [FILE|DIRECTORY|- ...]",
		Short: "Find and decode every BGP event in logs and captures",
		Long:  batchLong,
		Example: examples(
			"bgpdecode batch .",
			"bgpdecode batch --format brief --code 3,4,6 router.log",
			"bgpdecode batch --only-errors --format csv '*.log'",
			"bgpdecode batch --stats - <router.log",
			"bgpdecode batch --format timeline --peer 192.0.2.1 router.log",
			"bgpdecode batch --write out.pcapng --format summary router.log",
		),
		RunE: func(c *cobra.Command, args []string) error {
			args, a.topic = a.shownTexts(args), "batch"
			if !c.Flags().Changed("merge") {
				o.merge = (o.correlate || strings.HasPrefix(o.format, "timeline")) && !o.follow && slices.ContainsFunc(args, func(s string) bool { return s != "-" })
			}
			return a.batch(c.Context(), args, o)
		},
	}
	o.register(c.Flags())
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error {
		a.topic = "batch"
		return err
	})
	fixed := func(words []string) func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return cobra.FixedCompletions(words, cobra.ShellCompDirectiveNoFileComp)
	}
	c.RegisterFlagCompletionFunc("format", fixed(batchFormats))
	c.RegisterFlagCompletionFunc("style", fixed(batchStyles()))
	c.RegisterFlagCompletionFunc("dates", fixed(dateOrders[1:]))
	c.RegisterFlagCompletionFunc("color", fixed(ui.ColorModes()))
	c.RegisterFlagCompletionFunc("peer-kind", fixed(peerKinds()))
	return c
}

func (o *batchOptions) register(f *pflag.FlagSet) {
	f.SortFlags = false
	f.StringVarP(&o.format, "format", "f", "", strings.Join(batchFormats, ", ")+" (default: summary on a terminal, else jsonl)")
	f.BoolVar(&o.fields, "fields", false, "with jsonl: every field with its offset and length")
	f.BoolVar(&o.mute, "no-verdict", false, "decode only: do not judge the events or compare them with the RFCs, which is faster")
	f.IntVar(&o.width, "width", 0, "columns to write in, 40 at least (default: those of the terminal, else 80)")
	f.Var(&o.color, "color", "auto, always or never; auto heeds NO_COLOR and TERM=dumb")
	f.StringSliceVar(&o.peers, "peer", nil, "only events of these peers: addresses, prefixes, names of interfaces, AS numbers as AS64500")
	f.StringSliceVar(&o.codes, "code", nil, "only NOTIFICATIONs of these codes: 3, 3/4")
	f.StringVar(&o.since, "since", "", "only events from this time on: 2026-11-21, \"2026-11-21 23:43\", RFC 3339, 14:30, yesterday, -2h, \"2h ago\"")
	f.StringVar(&o.until, "until", "", "only events before this time")
	f.StringSliceVar(&o.styles, "style", nil, "only lines of these styles (cisco-ios, junos, ...) or captures (pcap, mrt, ...)")
	f.BoolVar(&o.onlyErrors, "only-errors", false, "only NOTIFICATIONs, falls of sessions, error findings, and what could not be decoded")
	f.Var(&o.tz, "tz", "zone of stamps that have none, and of --since and --until: UTC, Europe/Berlin, +02:00 (default: local); "+
		"'edge*=Europe/Berlin': that of inputs with such names; may be repeated")
	o.dates.register(f)
	f.BoolVar(&o.correlate, "correlate", false, "compare the logs of several devices and captures: who sent what, who received it, by how much clocks differ")
	f.DurationVar(&o.window, "correlate-window", 25*time.Hour, "most by which two clocks may differ")
	f.BoolVar(&o.as4, "as4", false, "AS numbers have 4 octets in all sessions, do not guess")
	f.BoolVar(&o.as2, "as2", false, "AS numbers have 2 octets in all sessions, do not guess")
	f.Var(&o.addpath, "addpath", "routes carry path ids: of all families, or of those named (--addpath=ipv4-unicast,2/1)")
	f.Lookup("addpath").NoOptDefVal = "all"
	f.Var(&o.peerKind, "peer-kind", "ebgp, ibgp or confed: what RFC 7606 asks may depend on it")
	o.redact.register(f)
	f.BoolVarP(&o.follow, "follow", "F", false, "go on with what is added to files, also when they are rotated, until Ctrl-C")
	f.BoolVar(&o.merge, "merge", false, "events of all inputs in the order of their times; --correlate and timelines do so unless --merge=false")
	f.IntVarP(&o.jobs, "jobs", "j", 0, "workers (default: one for each processor)")
	f.Var(&o.maxLine, "max-line", "most to look at of one line")
	f.Var(&o.maxUnpacked, "max-unpacked", "most to unpack of one compressed input or archive, with what is packed in it")
	f.Var(&o.maxWindow, "max-window", "most history that a decompressor may ask for")
	f.IntVar(&o.maxCauses, "max-causes", 4096, "most causes that a summary keeps")
	f.IntVar(&o.maxSessions, "max-sessions", 2048, "most sessions that a timeline keeps")
	f.IntVar(&o.maxHeld, "max-held", 100_000, "most events that a comparison (--correlate) holds back")
	f.StringVar(&o.write, "write", "", "also write the messages to this file: .pcapng, .pcap or .mrt; one that is there is lost")
	f.IntVar(&o.maxFiles, "max-files", 0, "most files open at a time (default: 256 with --follow, 64 with --merge)")
	f.BoolVar(&o.stats, "stats", false, "tell at the end, on standard error, what was read and what was left out, and why")
}

// batchStyles are the values of --style: names that events may have.
func batchStyles() []string {
	var names []string
	for _, st := range logline.Styles() {
		if !st.Shared {
			names = append(names, st.Name)
		}
	}
	return append(names, "pcap", "pcapng", "mrt", "bmp", "stream", "tshark-json")
}

// ready checks the flags and makes options of them.
func (o *batchOptions) ready(a *app) (batch.Options, error) {
	opt := batch.Options{Jobs: o.jobs, Now: time.Now(), Location: time.Local, Stdin: a.s.In,
		MaxLine: int(min(o.maxLine, 1<<30)), MaxUnpacked: int64(o.maxUnpacked), MaxWindow: int(min(o.maxWindow, 1<<31-1))}
	if o.jobs < 0 || o.jobs > 1024 {
		return opt, usagef("--jobs takes 1 to 1024 workers, not %d", o.jobs)
	}
	if o.jobs == 0 {
		opt.Jobs = runtime.GOMAXPROCS(0)
	}
	if o.maxLine < 4096 {
		return opt, usagef("--max-line takes 4 KiB at least")
	}
	if o.as2 && o.as4 {
		return opt, usagef("--as2 and --as4 exclude each other")
	}
	if err := checkWidth(o.width); err != nil {
		return opt, err
	}
	if err := o.limits(&opt); err != nil {
		return opt, err
	}
	opt.Location, opt.Zones = o.tz.location(), o.tz.of
	opt.Dates = o.dates.DateOrder
	opt.Output = a.outputFile()
	if err := o.filter(&opt); err != nil {
		return opt, err
	}
	if o.window <= 0 {
		return opt, usagef("--correlate-window takes a duration above 0 such as 90s or 25h, not %s", o.window)
	}
	if o.maxHeld < 2 {
		return opt, usagef("--max-held takes 2 at least")
	}
	opt.Correlate = batch.Correlate{On: o.correlate, Window: o.window, Events: o.maxHeld}
	opt.Base = report.Options{PeerKind: o.peerKind.PeerKind, NoVerdict: o.mute}
	if o.as2 || o.as4 {
		opt.Base.Known.ASWidth, opt.Base.Known.ASWidthHow = 2, codec.HowFlag
		if o.as4 {
			opt.Base.Known.ASWidth = 4
		}
	}
	r, err := o.redact.redactor()
	if err != nil {
		return opt, err
	}
	opt.Redact = r
	if o.addpath.text != "" {
		opt.Base.Known.AddPath, opt.Base.Known.AddPathHow = o.addpath.set, codec.HowFlag
	}
	return opt, o.form(a, &opt)
}

// limits checks those of what is kept and held open.
func (o *batchOptions) limits(opt *batch.Options) error {
	if o.maxCauses < 1 {
		return usagef("--max-causes takes 1 at least")
	}
	if o.maxSessions < 1 {
		return usagef("--max-sessions takes 1 at least")
	}
	opt.MaxCauses, opt.MaxSessions = o.maxCauses, o.maxSessions
	if o.maxFiles < 0 {
		return usagef("--max-files takes 1 at least")
	}
	if o.follow && o.merge {
		return usagef("--merge waits for what each input has next, and --follow may wait for that for ever: they exclude each other")
	}
	opt.Follow, opt.Merge, opt.MaxFiles = o.follow, o.merge, o.maxFiles
	return nil
}

func (o *batchOptions) filter(opt *batch.Options) error {
	f := batch.Filter{Peers: o.peers, Codes: o.codes, Styles: o.styles, OnlyErrors: o.onlyErrors}
	for _, t := range []struct {
		flag, text string
		to         *time.Time
	}{{"--since", o.since, &f.Since}, {"--until", o.until, &f.Until}} {
		if t.text == "" {
			continue
		}
		at, err := batch.ParseTime(t.text, opt.Now, opt.Location)
		if err != nil {
			return usagef("%s: %w", t.flag, err)
		}
		*t.to = at
	}
	known := batchStyles()
	for _, s := range o.styles {
		if !slices.Contains(known, s) {
			return usagef("--style: no style %q; there are %s", s, strings.Join(known, ", "))
		}
	}
	if err := f.Check(); err != nil {
		return usageError{err}
	}
	opt.Filter = f
	return nil
}

// form chooses what the output looks like.
func (o *batchOptions) form(a *app, opt *batch.Options) error {
	width, style := a.s.Width(o.width), a.s.OutPaint(o.color).Style()
	format := o.format
	if format == "" {
		format = "jsonl"
		if a.s.OutTTY && !o.fields {
			format = "summary"
		}
	}
	o.format = format
	if o.fields && format != "jsonl" {
		return usagef("--fields is for --format jsonl")
	}
	switch format {
	case "jsonl":
		opt.Form = batch.JSONL(o.fields)
	case "brief":
		if o.width == 0 && !a.s.OutTTY {
			width = 0
		}
		opt.Form = batch.Brief(style, width)
	case "text":
		opt.Form = batch.Text(style, report.TextOptions{Width: width})
	case "csv":
		opt.Form = batch.CSV()
	case "table":
		if o.width == 0 && !a.s.OutTTY {
			width = max(width, allColumns)
		}
		opt.Form = batch.Table(style, width)
	case "timeline", "timeline-jsonl":
		switch {
		case len(o.codes) > 0:
			return usagef("--code chooses messages, a timeline shows sessions; use --peer")
		case o.write != "":
			return usagef("--write goes with the forms that give events, not with --format %s", format)
		case o.correlate:
			return usagef("--correlate goes with the forms that give events, not with --format %s", format)
		}
		opt.Form = batch.TimelineJSONL()
		if format == "timeline" {
			opt.Form = batch.Timeline(style, width)
		}
	case "summary":
		opt.Form = batch.Summary(batch.SummaryOptions{Style: style, Width: width, ASCII: a.s.ASCII(), Zone: opt.Location})
	case "summary-jsonl":
		opt.Form = batch.Summary(batch.SummaryOptions{JSON: true})
	default:
		return usagef("--format takes %s, not %q", strings.Join(batchFormats, ", "), format)
	}
	return nil
}

// batch reads the inputs that args name.
func (a *app) batch(ctx context.Context, args []string, o *batchOptions) error {
	opt, err := o.ready(a)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		args = []string{"-"}
	}
	if a.s.InTTY && slices.Contains(args, "-") {
		return usagef("standard input is a terminal; name files or directories, or use \"bgpdecode\" alone to paste")
	}
	// Who reads a pipe may have read enough: that is an error of writing like any other, and ends the run in order.
	signal.Ignore(syscall.SIGPIPE)
	// Run must wait until what was being written is whole, and where it stopped is said.
	a.pasting.Store(true)
	defer a.pasting.Store(false)
	// A second signal ends the program whatever it waits for, be it somebody who does not read what is written.
	defer context.AfterFunc(ctx, func() { signal.Reset(os.Interrupt) })()
	meter := newMeter(a, o.format)
	failed := a.listen(&opt, meter)
	if opt.Save, err = openSave(o.write, args, opt.Stdin); err != nil {
		return err
	}
	defer tune(opt.Jobs)()
	res, err := batch.Run(ctx, a.batchOut(o.format), args, opt)
	meter.clear()
	if opt.Save != nil {
		if e := opt.Save.Close(); err == nil {
			err = e
		}
	}
	switch {
	case failedToWrite(err):
		return err
	case ctx.Err() != nil:
		return o.interrupted(a, &res)
	case err != nil:
		return err
	}
	if text := res.Filtered(); text != "" {
		a.say(text)
	}
	o.tell(a, &res)
	return *failed
}

// listen has what goes wrong and what is to be known told while batch runs. It keeps the first error, which ends the run.
func (a *app) listen(opt *batch.Options, meter *meter) *error {
	var failed error
	opt.Failed = func(err error) {
		switch {
		case errors.Is(err, capture.ErrUnpacked):
			err = fmt.Errorf("%w; --max-unpacked raises it", err)
		case errors.Is(err, capture.ErrWindow):
			err = fmt.Errorf("%w; --max-window raises it", err)
		}
		if failed != nil {
			meter.clear()
			a.say(err.Error())
			a.err.flush()
			return
		}
		failed = err
	}
	opt.Note = func(text string) {
		meter.clear()
		a.say(text)
		a.err.flush()
	}
	if meter != nil {
		opt.Progress = meter.show
	}
	return &failed
}

// interrupted says where a run was given up.
func (o *batchOptions) interrupted(a *app, res *batch.Result) error {
	where := "nothing was written"
	if res.Where != "" {
		where = "written is everything up to " + res.Where
	}
	a.say("interrupted; " + where)
	o.tell(a, res)
	a.out.flush()
	a.err.flush()
	return ui.ErrInterrupted
}

// tell writes what was read and left out, if that is wanted.
func (o *batchOptions) tell(a *app, res *batch.Result) {
	if !o.stats {
		return
	}
	for _, l := range res.Lines() {
		a.say(l)
	}
}

// openSave opens the file of --write, nil when there is none.
func openSave(name string, args []string, stdin io.Reader) (*batch.Save, error) {
	if name == "" {
		return nil, nil
	}
	if _, err := batch.SaveKind(name); err != nil {
		return nil, usagef("--write: %w", err)
	}
	return batch.OpenSave(name, args, stdin)
}

// outputFile describes the file that the results go to, nil when it is none.
func (a *app) outputFile() fs.FileInfo {
	f, ok := a.s.Out.(*os.File)
	if !ok {
		return nil
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	return info
}

// allColumns is the width that a table wants.
const allColumns = 114

// batchOut lets batch empty the buffer of the output.
type batchOut struct{ *output }

// Flush writes what is buffered.
func (o batchOut) Flush() error { return o.flush() }

package cli

import (
	"context"
	"fmt"
	"net/netip"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peer"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/trial"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/speaker/inject"
	"github.com/bgpdecode/bgpdecode/speaker/probe"
)

const probeLong = `Plays the whole catalogue of faults to one or more targets, a fresh session for each fault, and prints a table: what each target
did, beside what RFC 4271 and RFC 7606 ask for, and a score.

Each target must have us as a neighbor: --as is our AS number, --local our address, --port where it listens.

  3/6 +4      it reset the session with this NOTIFICATION, with so many octets of Data
  closed      it closed the connection without one            CRASHED    it takes no connections any more
  withdrawn   the route of the faulty UPDATE is gone          discarded  it is in use without the attribute
  accepted    it is in use; a fault without routes was taken  ignored    the route that was there before is in use
  kept        the session is up, the routes are not seen      stuck      the handshake does not go on

Withdrawn, discarded, accepted and ignored look alike on the session itself. An observer tells them apart: a second session with
the target, from --observer ADDRESS with the AS number --observer-as, which the target must have as a neighbor too. Before each
fault a sound route is announced, and behind it another one: what the target then announces to the observer says what became of
the first. Without --observer such cells read "kept", and count neither as right nor as wrong.

A score is the share of what is known that is as asked for; the right NOTIFICATION with other Data counts in full, a reset with
another code or without a NOTIFICATION half.

Faults that are publicly known to crash speakers are left out unless --dangerous is given. A target that is not there any more
is told of as crashed, and given up when it does not come back. Ctrl-C prints what there is.

The exit code is 5 when a target did anything that RFC 7606 does not ask for. Who may be a target: see peer --inject.`

// probeOptions are the flags of probe.
type probeOptions struct {
	peer        peerOptions // its settings only
	faults      []string
	dangerous   bool
	observer    string
	observerAS  uint32
	settle      time.Duration
	observeTime time.Duration
	connect     time.Duration
	dryRun      bool
	format      string
	color       ui.ColorMode
	guard       guardFlags
}

// probeSettings are the settings of a peer that probe has.
var probeSettings = [...]string{"as", "peer-as", "port", "local", "router-id", "confed", "family", "role", "ttl", "multihop", "gtsm", "md5-key-file", "ao-key-file",
	"device", "netns", "dscp"}

func (a *app) probeCommand() *cobra.Command {
	o := new(probeOptions)
	c := &cobra.Command{
		Use:   "probe TARGET ...",
		Short: "Find out what a router does about every fault",
		Long:  probeLong,
		Example: examples(
			"bgpdecode probe 192.0.2.1 --as 64500 --dry-run --faults 'origin.*'",
			"bgpdecode probe 192.0.2.1 --as 64500",
			"bgpdecode probe 192.0.2.1 --as 64500 --local 192.0.2.8 --observer 192.0.2.9 --observer-as 64501",
			"bgpdecode probe 192.0.2.1 192.0.2.2 --as 64500 --format html",
		),
		RunE: func(c *cobra.Command, args []string) error {
			a.topic = "probe"
			return a.probe(c.Context(), c.Flags(), a.shownTexts(args), o)
		},
	}
	o.register(c.Flags())
	c.ValidArgsFunction = cobra.NoFileCompletions
	return c
}

func (o *probeOptions) register(f *pflag.FlagSet) {
	f.SortFlags = false
	f.StringSliceVar(&o.faults, "faults", []string{"*"}, "play these: names or patterns such as 'origin.*', separated by commas")
	f.BoolVar(&o.dangerous, "dangerous", false, "also faults that are publicly known to crash speakers")
	f.StringVar(&o.observer, "observer", "", "watch the routes from this `ADDRESS`, in a second session with each target")
	f.Uint32Var(&o.observerAS, "observer-as", 0, "AS number of the observer (default: ours)")
	f.DurationVar(&o.settle, "settle", probe.DefaultSettle, "how long a session must stay after a fault to count as one that stays")
	f.DurationVar(&o.observeTime, "observe-time", probe.DefaultObserve, "how long a route may take from the target to the observer")
	f.DurationVar(&o.connect, "connect-time", inject.DefaultConnect, "how long to try a target that takes no connection")
	f.BoolVar(&o.dryRun, "dry-run", false, "show what would be sent, decoded, and connect to nobody")
	f.StringVarP(&o.format, "format", "f", "text", "text, json, junit or html")
	f.Var(&o.color, "color", "auto, always or never; auto heeds NO_COLOR and TERM=dumb")
	for _, key := range probeSettings {
		v := &settingFlag{s: peer.Lookup(key)}
		o.peer.settings = append(o.peer.settings, v)
		f.Var(v, key, v.s.Help)
		if v.s.Arg == "" {
			f.Lookup(key).NoOptDefVal = "true"
		}
	}
	o.guard.register(f)
}

// check refuses what makes no sense.
func (o *probeOptions) check(args []string) error {
	switch {
	case len(args) == 0:
		return usagef("which router is to be probed? name its address")
	case !slices.Contains([]string{"text", "json", "junit", "html"}, o.format):
		return usagef("--format takes text, json, junit or html, not %q", o.format)
	case o.observerAS != 0 && o.observer == "":
		return usagef("--observer-as goes with --observer")
	}
	for _, d := range []struct {
		flag string
		d    time.Duration
	}{{"settle", o.settle}, {"observe-time", o.observeTime}, {"connect-time", o.connect}} {
		if d.d <= 0 || d.d > inject.MaxTime {
			return usagef("--%s takes a time up to %s", d.flag, inject.MaxTime)
		}
	}
	return nil
}

// list gives the faults to play, in the order of the catalogue.
func (o *probeOptions) list() (list []*fault.Fault, err error) {
	wanted := map[*fault.Fault]bool{}
	for _, item := range o.faults {
		if f, ok := fault.Find(item); ok {
			wanted[f] = true
			continue
		}
		if !strings.ContainsAny(item, "*?[") {
			if like := fault.Similar(item); len(like) > 0 {
				return nil, usagef("--faults: there is no fault %q: %s?", item, strings.Join(like, ", "))
			}
			return nil, usagef("--faults: there is no fault %q", item)
		}
		some, err := faultsLike(item, true)
		if err != nil {
			return nil, err
		}
		for _, f := range some {
			wanted[f] = true
		}
	}
	for _, f := range fault.All() {
		if wanted[f] && (o.dangerous || !f.Dangerous) {
			list = append(list, f)
		}
	}
	if len(list) == 0 {
		return nil, usagef("--faults: all of these are known to crash speakers: they need --dangerous")
	}
	return list, nil
}

// probe runs the command.
func (a *app) probe(ctx context.Context, f *pflag.FlagSet, args []string, o *probeOptions) error {
	if err := o.check(args); err != nil {
		return err
	}
	faults, err := o.list()
	if err != nil {
		return err
	}
	targets, err := a.probeTargets(ctx, f, args, o)
	if err != nil {
		return err
	}
	if o.dryRun {
		return a.probePlan(ctx, targets, faults, o)
	}
	a.pasting.Store(true) // Run must wait until the table is written
	defer a.pasting.Store(false)
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	watches, err := o.watch(ctx, targets)
	defer func() {
		for _, w := range watches {
			w.Close()
		}
	}()
	if err != nil {
		return err
	}
	r := probe.Run(ctx, targets, &probe.Options{Faults: faults, Dangerous: o.dangerous, Settle: o.settle, Observe: o.observeTime, Progress: a.probeProgress(targets)})
	if a.s.ErrTTY {
		fmt.Fprint(a.err, "\r\x1b[K")
		_ = a.err.flush()
	}
	if err := a.probeTell(r, o); err != nil {
		return err
	}
	return probeVerdict(r)
}

// probeTargets gives the targets and how they are spoken with.
func (a *app) probeTargets(ctx context.Context, f *pflag.FlagSet, args []string, o *probeOptions) ([]*probe.Target, error) {
	o.peer.inject.guard = o.guard
	named, addrs, err := a.injectNamed(ctx, args, &o.peer)
	if err != nil {
		return nil, err
	}
	set, err := o.peer.peers(a, f, addrs)
	if err != nil {
		return nil, err
	}
	list, err := o.peer.injectTargets(named, set)
	if err != nil {
		return nil, err
	}
	limiter, err := o.guard.limiter()
	if err != nil {
		return nil, err
	}
	var targets []*probe.Target
	for i := range list {
		opt := optionsOf(&set.list[i], list[i])
		opt.Connect, opt.Limiter = o.connect, limiter
		targets = append(targets, &probe.Target{Options: *opt})
	}
	return targets, nil
}

// watch starts the observers.
func (o *probeOptions) watch(ctx context.Context, targets []*probe.Target) (list []*probe.Watch, err error) {
	if o.observer == "" {
		return nil, nil
	}
	addr, err := netip.ParseAddr(o.observer)
	if err != nil {
		return nil, usagef("--observer: %q is not an address of this machine", o.observer)
	}
	for _, t := range targets {
		opt := t.Options
		opt.Local = netip.AddrPortFrom(addr, 0)
		if o.observerAS != 0 {
			opt.Params.LocalAS = o.observerAS
		}
		if addr.Is4() {
			opt.Params.LocalID = addr
		}
		w := probe.NewWatch(ctx, opt)
		list = append(list, w)
		t.Observer = w
	}
	for i, w := range list {
		if err := w.Await(ctx, o.connect); err != nil {
			return list, fmt.Errorf("%s: %w", targets[i].Options.Target, err)
		}
	}
	return list, nil
}

// probePlan shows what would be sent.
func (a *app) probePlan(ctx context.Context, targets []*probe.Target, faults []*fault.Fault, o *probeOptions) error {
	p := newPlays(a, "text", 0, o.color, 0)
	p.dryRun = true
	for _, t := range targets {
		for _, f := range faults {
			if err := p.play(ctx, inject.ForFault(f, false), &t.Options); err != nil {
				a.say(f.ID + " would not be played: " + err.Error())
			}
		}
	}
	return nil
}

// probeProgress tells how far it is, where somebody looks.
func (a *app) probeProgress(targets []*probe.Target) func(int, *probe.Cell, int, int) {
	if !a.s.ErrTTY {
		return nil
	}
	var mu sync.Mutex
	done := make([]int, len(targets))
	return func(target int, c *probe.Cell, n, total int) {
		mu.Lock()
		defer mu.Unlock()
		done[target] = n
		all := 0
		for _, n := range done {
			all += n
		}
		fmt.Fprintf(a.err, "\r\x1b[K%d of %d: %s %s", all, total*len(targets), c.Fault.ID, c.Outcome)
		_ = a.err.flush()
	}
}

// probeTell writes the table.
func (a *app) probeTell(r *probe.Report, o *probeOptions) error {
	texts := injectTexts(tree.Style{}, 0)
	var b []byte
	switch o.format {
	case "json":
		b = trial.AppendProbeJSON(nil, r, texts)
	case "junit":
		b = trial.AppendJUnit(nil, trial.ProbeCases(r, texts))
	case "html":
		b = trial.AppendProbeHTML(nil, r, texts)
	default:
		b = trial.AppendProbe(nil, r)
	}
	if _, err := a.out.Write(b); err != nil {
		return err
	}
	return a.out.flush()
}

// probeVerdict gives the error that the exit code is made of.
func probeVerdict(r *probe.Report) error {
	if r.Partial {
		return ui.ErrInterrupted
	}
	wrong, played := 0, 0
	var silent []string // targets to which nothing could be played
	for i := range r.Columns {
		s := &r.Columns[i].By7606
		wrong += s.Wrong + s.OtherCode
		n := s.Right + s.OtherData + s.OtherCode + s.Wrong + s.Unknown
		if played += n; n == 0 {
			silent = append(silent, r.Columns[i].Target+": "+firstReason(&r.Columns[i]))
		}
	}
	switch {
	case len(silent) > 0:
		return fmt.Errorf("nothing could be played to %s", strings.Join(silent, "; "))
	case wrong > 0:
		return errUnmet{fmt.Sprintf("%d of %d are not what RFC 7606 asks for", wrong, played)}
	}
	return nil
}

func firstReason(c *probe.Column) string {
	for k := range c.Cells {
		if why := c.Cells[k].Why; why != "" {
			return why
		}
	}
	return "no faults"
}

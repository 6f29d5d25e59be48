package cli

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/trial"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/explain/repro"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/inject"
)

// reproRun is the flags about a target.
type reproRun struct {
	target  string
	own     bool
	local   string
	tries   int
	dry     bool
	json    bool
	verbose int
}

// sessionTries is how many sessions --shrink may have with a target, and mostSessionTries how many may be asked for.
const (
	sessionTries     = 40
	mostSessionTries = 1000
)

func (o *reproRun) register(f *pflag.FlagSet) {
	f.StringVar(&o.target, "run", "", "play the script to this `TARGET`, an address with or without a port, and say what came of it")
	f.BoolVar(&o.dry, "dry-run", false, "with --run: show each message decoded, send nothing")
	f.BoolVar(&o.json, "json", false, "with --run: the steps, the messages and what came of them, as one JSON object")
	f.CountVarP(&o.verbose, "verbose", "v", "with --run: show the messages; twice: decoded")
	f.BoolVar(&o.own, "i-own-this-router", false, "with --run: let targets pass that are not in loopback, private or documentation ranges")
	f.StringVar(&o.local, "local", "", "with --run: `ADDRESS` to connect from")
	f.IntVar(&o.tries, "tries", sessionTries, "with --run --shrink: most sessions to have with the target")
}

func (o *reproRun) check() error {
	if o.target == "" && (o.own || o.local != "" || o.dry || o.json || o.verbose > 0) {
		return usagef("--dry-run, --json, --verbose, --local and --i-own-this-router go with --run")
	}
	if o.tries < 1 || o.tries > mostSessionTries {
		return usagef("--tries takes 1 to %d", mostSessionTries)
	}
	if _, err := addrPort(o.local); o.local != "" && err != nil {
		return usagef("--local: %w", err)
	}
	return nil
}

// options are those of a run.
func (o *reproRun) options(ctx context.Context) (*inject.Options, error) {
	target, err := inject.ParseTarget(ctx, o.target, 0, o.own, nil)
	if err != nil {
		return nil, usageError{err}
	}
	opt := &inject.Options{Target: target, Params: fault.Defaults(), Limiter: inject.NewLimiter(0, 0)}
	opt.Params.PeerAS = 0
	if o.local != "" {
		opt.Local, _ = addrPort(o.local)
	}
	return opt, nil
}

// reaction is what a target did.
type reaction struct {
	err       error // no session came about, or it was interrupted
	code, sub int   // of its NOTIFICATION; code 0: none
	data      []byte
	up        bool // the session was up at last
	ended     string
}

// play plays a plan.
func play(ctx context.Context, p *repro.Plan, name string, opt *inject.Options) (reaction, *inject.Result, error) {
	script, err := inject.Parse(name, p.Script())
	if err != nil {
		return reaction{}, nil, fmt.Errorf("a script that cannot be read was made: %w", err)
	}
	r := inject.Run(ctx, script, opt)
	got := reaction{up: r.Up && r.End == nil, ended: r.End.Text()}
	for i := range r.Messages {
		if m := &r.Messages[i]; !m.Sent && m.Type() == registry.MsgNotification && len(m.Octets) >= codec.HeaderLen+2 {
			got.code, got.sub, got.data = int(m.Octets[codec.HeaderLen]), int(m.Octets[codec.HeaderLen+1]), m.Octets[codec.HeaderLen+2:]
		}
	}
	if r.Err != nil && got.code == 0 && (r.End == nil || ctx.Err() != nil) {
		got.err = r.Err
	}
	return got, r, nil
}

// same reports whether two reactions are one, to the subcode.
func (r *reaction) same(o *reaction) bool {
	return r.code == o.code && r.sub == o.sub && r.up == o.up && (r.err == nil) == (o.err == nil)
}

// text says what a target did, against what was wanted; met says that it is what the script expects.
func (r *reaction) text(w *repro.Want) (text string, met bool) {
	what := fmt.Sprintf("NOTIFICATION %d/%d", r.code, r.sub)
	if name := registry.SubcodeName(uint8(r.code), uint8(r.sub)); name != "" {
		what += " (" + name + ")"
	}
	switch {
	case w.Up && r.code == 0 && r.up:
		text = "the session stays up, as it must: nothing is wrong with what was sent"
		if w.Code != 0 {
			text += fmt.Sprintf(", and the box that answered it with %d/%d was wrong", w.Code, w.Sub)
		}
		return text, true
	case w.Up && r.code == w.Code && r.sub == w.Sub && w.Code != 0:
		return "reproduced: the target sends " + what + r.dataText(w) + " too, although nothing is wrong with what was sent: it has the same defect", false
	case w.Up && r.code != 0:
		return "the target ends the session with " + what + ", although nothing is wrong with what was sent", false
	case r.code != 0 && r.code == w.Code && r.sub == w.Sub:
		return "reproduced: the target sends " + what + r.dataText(w), true
	case r.code != 0:
		return fmt.Sprintf("not reproduced: the target sends %s, not %d/%d", what, w.Code, w.Sub), false
	case r.up && w.Action < registry.ActionSessionReset && registry.ErrorCode(w.Code) == registry.ErrUpdate:
		return "not reproduced: the session stays up, which is right: RFC 7606 asks for " + w.Action.String(), false
	case r.up:
		return "not reproduced: the session stays up", false
	}
	return "not reproduced: " + r.ended, false
}

// dataText compares the Data with that of the dump.
func (r *reaction) dataText(w *repro.Want) string {
	switch {
	case !w.HasData && len(w.Data) > 0 && bytes.HasPrefix(r.data, w.Data):
		return fmt.Sprintf(" with Data of %d octets that begins as in the dump", len(r.data))
	case !w.HasData:
		return ""
	case bytes.Equal(r.data, w.Data):
		return " with the Data of the dump"
	}
	return fmt.Sprintf(" with other Data than the dump: %x", clipped(r.data))
}

func clipped(b []byte) []byte { return b[:min(len(b), 64)] }

// reproRun plays a plan, makes its message smaller where that is wanted, and says what came of it.
func (a *app) reproRun(ctx context.Context, c *reproCase, p *repro.Plan, o *reproOptions) error {
	opt, err := o.run.options(ctx)
	if err != nil {
		return err
	}
	shown := newPlays(a, "text", o.run.verbose, ui.ColorAuto, a.s.Width(0))
	if o.run.dry {
		script, err := inject.Parse(c.id, p.Script())
		if err != nil {
			return err
		}
		shown.dryRun = true
		return shown.play(ctx, script, opt)
	}
	if len(p.Target) > 0 {
		a.say("at the target: " + strings.Join(p.Target, "; "))
	}
	got, result, err := play(ctx, p, c.id, opt)
	if err != nil {
		return err
	}
	switch {
	case o.run.json:
		err = shown.write(append(trial.AppendJSON(nil, c.id, result, shown.texts), '\n'))
	case o.run.verbose > 0:
		err = shown.write(trial.AppendText(nil, result, shown.texts, o.run.verbose))
	}
	if err != nil {
		return err
	}
	if got.err != nil {
		return got.err
	}
	if o.shrink {
		if err := a.shrinkAtTarget(ctx, c, p, o, opt, &got); err != nil {
			return err
		}
	}
	text, met := got.text(&p.Want)
	if p.Reconstruction {
		text += " (what was sent is a reconstruction)"
	}
	if met && o.run.json {
		return nil
	}
	if met {
		_, err := fmt.Fprintf(a.out, "%s, %s, at %s: %s\n", c.id, p.What, opt.Target, text)
		return err
	}
	return errUnmet{fmt.Sprintf("%s, %s, at %s: %s", c.id, p.What, opt.Target, text)}
}

// shrinkAtTarget makes the message smaller while the target reacts in the same way, and writes it.
func (a *app) shrinkAtTarget(ctx context.Context, c *reproCase, p *repro.Plan, o *reproOptions, opt *inject.Options, got *reaction) error {
	if p.Update == nil {
		return usagef("--shrink: there is no UPDATE to make smaller")
	}
	before := len(p.Update)
	small, tries, err := repro.Shrink(p.Update, func(msg []byte) (bool, error) {
		t := *p
		t.Steps = append([]repro.Step(nil), p.Steps...)
		t.Replace(msg)
		r, _, err := play(ctx, &t, c.id, opt)
		if err == nil {
			err = r.err
		}
		return r.same(got), err
	}, o.run.tries)
	if err != nil {
		return err
	}
	p.Replace(small)
	a.say(fmt.Sprintf("the UPDATE has %d octets now, it had %d (%d sessions)", len(small), before, tries))
	_, err = io.WriteString(a.out, p.Script())
	return err
}

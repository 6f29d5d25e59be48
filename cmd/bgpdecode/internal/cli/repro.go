package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain/repro"
)

const reproLong = `Turns what a router printed into a script that provokes the same on a lab router: the OPEN that agrees on the same session, an
UPDATE around the attribute complained about (or the message itself, where the dump has it), and what is expected then. Where
the complaint is wrong, that is a session that stays up. The script is one of bgpdecode peer --inject.

What is no part of the dump but follows from it is said to be a reconstruction. Where the dump is not enough, what is missing
is said, and the exit code is 3. Some events are reproduced by the configuration of the target: the script says which.

The input is read as by bgpdecode itself. Of several events the first NOTIFICATION is taken, else the first faulty message;
--event takes another one.

--run plays the script to a target and says whether it reacts as the dump shows: exit code 0 if it does, or if it rightly keeps
the session where the complaint was wrong; 5 if not. Targets outside loopback, private and documentation ranges need
--i-own-this-router.`

// reproOptions are the flags of repro.
type reproOptions struct {
	root   rootOptions
	event  string
	as     uint32
	peerAS uint32
	pcap   string
	shrink bool
	run    reproRun
}

func (a *app) reproCommand() *cobra.Command {
	o := &reproOptions{root: rootOptions{maxInput: defaultMaxInput}}
	c := &cobra.Command{
		Use:   "repro [TEXT|HEX|FILE ...]",
		Short: "Turn a dump into a script that provokes the same on a lab router",
		Long:  reproLong,
		Example: examples(
			"bgpdecode repro ffffffffffffffffffffffffffffffff0020030304e00708000302ed5bdc3f01",
			"bgpdecode repro router.log",
			"bgpdecode repro --event e2 router.log",
			"bgpdecode repro --pcap x.pcapng ffffffffffffffffffffffffffffffff0020030304e00708000302ed5bdc3f01",
			"bgpdecode repro --run 192.0.2.7 --as 64500 router.log",
			"bgpdecode repro --run 192.0.2.7 --shrink ffffffffffffffffffffffffffffffff001c03030680050400000064",
		),
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error {
			args = a.shownTexts(args)
			if err := o.check(); err != nil {
				return err
			}
			in, err := a.inputs(args, &o.root)
			if err != nil {
				return err
			}
			return a.repro(c.Context(), in, args, o)
		},
	}
	f := c.Flags()
	f.SortFlags = false
	f.BoolVarP(&o.root.clipboard, "clipboard", "c", false, "read the text on the clipboard")
	f.StringVar(&o.event, "event", "", "the event to reproduce, by its id (e2)")
	f.Uint32Var(&o.as, "as", 0, "our AS number, in place of that of the dump")
	f.Uint32Var(&o.peerAS, "peer-as", 0, "AS number of the target, in place of that of the dump")
	f.StringVar(&o.pcap, "pcap", "", "write the exchange to this `FILE` without any network: .pcapng or .pcap; one that is there is lost")
	f.BoolVar(&o.shrink, "shrink", false, "make the message as small as it can be with the same finding or, with --run, the same reaction")
	o.run.register(f)
	f.BoolVar(&o.root.as4, "as4", false, "AS numbers have 4 octets in this session, do not guess")
	f.BoolVar(&o.root.as2, "as2", false, "AS numbers have 2 octets in this session, do not guess")
	f.Var(&o.root.addpath, "addpath", "routes carry path ids: of all families, or of those named (--addpath=ipv4-unicast,2/1)")
	f.Lookup("addpath").NoOptDefVal = "all"
	f.Var(&o.root.peer, "peer-kind", "ebgp, ibgp or confed")
	f.Var(&o.root.maxInput, "max-input", "most to read of one input")
	return c
}

func (o *reproOptions) check() error {
	if o.root.as2 && o.root.as4 {
		return usagef("--as2 and --as4 exclude each other")
	}
	if o.pcap != "" && pcapKind(o.pcap) == 0 {
		return usagef("--pcap: %q ends in none of .pcapng and .pcap", o.pcap)
	}
	return o.run.check()
}

// repro plans, and writes what was asked for.
func (a *app) repro(ctx context.Context, inputs []input, args []string, o *reproOptions) error {
	c, err := a.reproduced(ctx, inputs, args, o)
	if err != nil {
		return err
	}
	plan := c.plan(o)
	if !plan.Playable() {
		return notPlayable(c, plan)
	}
	if o.shrink && o.run.target == "" {
		if err := a.shrinkOffline(plan); err != nil {
			return err
		}
	}
	if c.others > 0 && o.event == "" {
		a.say(fmt.Sprintf("%s is taken, one of %d; --event takes another one", c.id, c.others+1))
	}
	if o.pcap != "" {
		if err := writeExchange(o.pcap, plan, inputs); err != nil {
			return err
		}
	}
	if o.run.target != "" {
		return a.reproRun(ctx, c, plan, o)
	}
	_, err = io.WriteString(a.out, plan.Script())
	return err
}

// notPlayable says why there is no script.
func notPlayable(c *reproCase, p *repro.Plan) error {
	what := c.id + ", " + p.What + ", cannot be reproduced from this"
	switch {
	case len(p.Missing) > 0:
		return nothingf("%s: what is missing is %s", what, strings.Join(append(p.Missing, p.Notes...), "; "))
	case p.Means == repro.Operator:
		return nothingf("%s, it is made at the target: %s (%s)", strings.Replace(what, "cannot be reproduced from this", "is nothing to send", 1),
			strings.Join(p.Target, "; "), strings.Join(p.Notes, "; "))
	}
	return nothingf("%s: %s", what, strings.Join(p.Notes, "; "))
}

// shrinkOffline makes the message of a plan smaller while the decoder finds the same in it.
func (a *app) shrinkOffline(p *repro.Plan) error {
	if p.Update == nil {
		return usagef("--shrink: there is no UPDATE to make smaller")
	}
	before := len(p.Update)
	var dc codec.Decoder
	small, tries, err := repro.Shrink(p.Update, repro.SameFinding(&dc, p.Update, p.Ctx), repro.MostTries)
	if errors.Is(err, repro.ErrSound) {
		return usagef("--shrink: the decoder finds nothing wrong with the UPDATE, so that only a target can tell what matters (--run)")
	}
	if err != nil {
		return err
	}
	p.Replace(small)
	a.say(fmt.Sprintf("the UPDATE has %d octets now, it had %d (%d tries)", len(small), before, tries))
	return nil
}

package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peer"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/inject"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

const peerInjectLong = `

--inject plays named faults and scripts in the place of a session, each on a connection of its own, and says whether the
target answers as it should: a fault such as origin.value, several (origin.*), or a file with a script, a step on each line:

  open as=65001 hold=90 families=ipv4-unicast     # our OPEN, where flags do not say otherwise
  expect OPEN within 5s
  announce 198.51.100.0/24 as-path "64500 64501"  # next hop and our AS are added, as a router does
  announce 198.51.100.0/24 as-path "64500 64501" fault=origin.value
  expect NOTIFICATION 3/6 data=400101 07          # data~=4001 for a part of it, 3/* for any subcode, 3/6|3/10 for either
  expect established 10s                          # the session stays up so long; or: closed, nothing 2s, UPDATE
  send raw ffff...                                # or OPEN, UPDATE, KEEPALIVE, NOTIFICATION, ROUTE-REFRESH as in encode
  inject origin.value                             # a fault when it wants to be sent, and what to expect of it:
  expect rfc7606                                  # or rfc4271
  reach opensent                                  # opensent and openconfirm keep our OPEN and KEEPALIVE back
  wait 2s                                         # silence 10s: without KEEPALIVEs; close

The connection, OPEN and KEEPALIVEs are made by themselves as far as no step takes them in its hands. Of a fault, what RFC 7606
asks for is expected; with --strict-4271 what RFC 4271 did. --dry-run shows the plan with each message decoded, and connects to
nobody. The exit code is 5 when something was not as expected.

Faults are sent to loopback, private (RFC 1918), link-local and documentation addresses only: all others, carrier-grade and
unique local addresses, and names of hosts need --i-own-this-router.`

// peerInject is --inject.
type peerInject struct {
	items   []string
	dryRun  bool
	format  string
	connect time.Duration
	guard   guardFlags
}

func (x *peerInject) register(f *pflag.FlagSet) {
	f.StringArrayVar(&x.items, "inject", nil, "play this `FAULT|SCRIPT`: the name of a fault, a pattern (origin.*), or a file; may be repeated")
	f.BoolVar(&x.dryRun, "dry-run", false, "with --inject: show what would be sent, decoded, and connect to nobody")
	f.StringVar(&x.format, "format", "text", "with --inject: text, json or junit")
	f.DurationVar(&x.connect, "connect-time", inject.DefaultConnect, "with --inject: how long to try a target that takes no connection")
	x.guard.register(f)
}

func (x *peerInject) wanted() bool { return len(x.items) > 0 }

func (x *peerInject) check(o *peerOptions) error {
	switch {
	case !x.wanted() && x.dryRun:
		return usagef("--dry-run goes with --inject; --check says what a session would do")
	case !x.wanted():
		return nil
	case o.proxy.wire() || len(o.accept) > 0 || o.until != "" || o.count != 0:
		return usagef("--inject plays sessions of its own: --proxy, --accept, --until and --count do not go with it")
	case !slices.Contains([]string{"text", "json", "junit"}, x.format):
		return usagef("--format takes text, json or junit, not %q", x.format)
	case x.connect <= 0 || x.connect > inject.MaxTime:
		return usagef("--connect-time takes a time up to %s", inject.MaxTime)
	}
	if o.json || o.fields {
		x.format = "json"
	}
	if x.dryRun && x.format != "text" {
		return usagef("--dry-run shows the plan as text: --format %s does not go with it", x.format)
	}
	x.dryRun = x.dryRun || o.check
	return nil
}

// scripts reads what --inject names.
func (x *peerInject) scripts(strict bool) (list []*inject.Script, err error) {
	for _, item := range x.items {
		if f, ok := fault.Find(item); ok {
			list = append(list, inject.ForFault(f, strict))
			continue
		}
		if strings.ContainsAny(item, "*?[") {
			faults, err := faultsLike(item, false)
			if err != nil {
				return nil, err
			}
			for _, f := range faults {
				list = append(list, inject.ForFault(f, strict))
			}
			continue
		}
		s, err := readScript(item)
		if err != nil {
			return nil, err
		}
		list = append(list, s)
	}
	return list, nil
}

// faultsLike gives the faults whose names a pattern matches, those that are dangerous only on demand.
func faultsLike(pattern string, dangerous bool) (list []*fault.Fault, err error) {
	left := 0
	for _, f := range fault.All() {
		ok, err := path.Match(pattern, f.ID)
		switch {
		case err != nil:
			return nil, usagef("%q is no pattern: %w", pattern, err)
		case ok && f.Dangerous && !dangerous:
			left++
		case ok:
			list = append(list, f)
		}
	}
	if len(list) == 0 && left > 0 {
		return nil, usagef("%q matches faults only that are known to crash speakers: name them one by one", pattern)
	}
	if len(list) == 0 {
		return nil, usagef("no fault is named like %q", pattern)
	}
	return list, nil
}

// readScript reads a script from a file.
func readScript(name string) (*inject.Script, error) {
	f, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) && !strings.ContainsAny(name, `/\`) {
		if like := fault.Similar(name); len(like) > 0 {
			return nil, usagef("--inject: %q is no file and no fault: %s?", name, strings.Join(like, ", "))
		}
		return nil, usagef("--inject: %q is no file and no fault", name)
	}
	if err != nil {
		return nil, fmt.Errorf("--inject: %w", err)
	}
	defer f.Close()
	s, err := inject.Read(f, name)
	var wrong *inject.Error
	if errors.As(err, &wrong) {
		return nil, usageError{err}
	}
	return s, err
}

// peerInject plays the scripts, each with each target.
func (a *app) peerInject(ctx context.Context, f *pflag.FlagSet, args []string, o *peerOptions) error {
	scripts, err := o.inject.scripts(f.Changed("strict-4271"))
	if err != nil {
		return err
	}
	o.fromScripts(f, scripts)
	named, args, err := a.injectNamed(ctx, args, o)
	if err != nil {
		return err
	}
	set, err := o.peers(a, f, args)
	if err != nil {
		return err
	}
	return a.injectAll(ctx, o, scripts, named, set)
}

// injectFile is peerInject where the file of --config says what to play.
func (a *app) injectFile(ctx context.Context, f *pflag.FlagSet, o *peerOptions, set *peerSet) error {
	if err := o.inject.check(o); err != nil {
		return err
	}
	scripts, err := o.inject.scripts(f.Changed("strict-4271"))
	if err != nil {
		return err
	}
	o.fromScripts(f, scripts)
	return a.injectAll(ctx, o, scripts, nil, set)
}

// injectAll plays the scripts with each peer. named are the targets as they were given.
func (a *app) injectAll(ctx context.Context, o *peerOptions, scripts []*inject.Script, named []inject.Target, set *peerSet) error {
	targets, err := o.injectTargets(named, set)
	if err != nil {
		return err
	}
	limiter, err := o.inject.guard.limiter()
	if err != nil {
		return err
	}
	p := newPlays(a, o.inject.format, o.verbose, o.color, o.width)
	p.dryRun = o.inject.dryRun
	acceptor, sink, done, err := o.openInject(ctx, a, set)
	if err != nil {
		return err
	}
	ctx, stop := peerSignals(ctx)
	defer stop()
	for i := range targets {
		opt := optionsOf(&set.list[i], targets[i])
		opt.Connect, opt.Limiter, opt.Accept, opt.OnEvent = o.inject.connect, limiter, acceptor, sink
		for _, s := range scripts {
			if err = p.play(ctx, s, opt); err != nil {
				break
			}
		}
		if err != nil {
			break
		}
	}
	return errors.Join(p.end(err), done())
}

// fromScripts settles who has the word about our OPEN: flags, then the script, then defaults.
func (o *peerOptions) fromScripts(f *pflag.FlagSet, scripts []*inject.Script) {
	for _, s := range scripts {
		for flag, word := range map[string]string{"as": "as", "hold": "hold", "router-id": "id", "family": "families"} {
			if f.Changed(flag) {
				delete(s.Open.Given, word)
			}
		}
		if s.Open.Given["as"] && o.defaults == nil {
			o.defaults = []peer.Entry{{Key: "as", Value: fmt.Sprint(s.Open.Value.AS)}}
		}
	}
}

// injectNamed reads the targets that were named, and gives the arguments with their addresses.
func (a *app) injectNamed(ctx context.Context, args []string, o *peerOptions) (named []inject.Target, addrs []string, err error) {
	for _, text := range args {
		t, err := o.inject.guard.target(ctx, text, 0)
		if err != nil {
			return nil, nil, err
		}
		named, addrs = append(named, t), append(addrs, t.Addr.Addr().String())
	}
	return named, addrs, nil
}

// injectTargets gives the targets: those that were named, or those of the file.
func (o *peerOptions) injectTargets(named []inject.Target, set *peerSet) (targets []inject.Target, err error) {
	for i := range set.list {
		c := &set.list[i]
		if !c.Remote.IsValid() {
			return nil, usagef("--inject wants targets with an address")
		}
		t := inject.Target{Name: c.Name, Addr: netip.AddrPortFrom(c.Remote, c.RemotePort)}
		if i < len(named) {
			if t.Name = named[i].Name; c.RemotePort == 0 {
				t.Addr = named[i].Addr
			}
		} else if err := inject.Guard(c.Remote, o.inject.guard.own); err != nil {
			return nil, usageError{err}
		}
		if t.Addr.Port() == 0 {
			t.Addr = netip.AddrPortFrom(t.Addr.Addr(), speaker.Port)
		}
		targets = append(targets, t)
	}
	return targets, nil
}

// optionsOf gives the options of a run with a peer.
func optionsOf(c *speaker.PeerConfig, t inject.Target) *inject.Options {
	open := c.Preview(c.Local.Addr())
	opt := &inject.Options{Target: t, Local: c.Local, Transport: c.Transport, Params: inject.ParamsOf(&open, c.PeerAS)}
	return opt
}

// openInject opens what the runs share: where targets connect to, and capture files.
func (o *peerOptions) openInject(ctx context.Context, a *app, set *peerSet) (acc *inject.Acceptor, sink func(*speaker.Event), done func() error, err error) {
	done = func() error { return nil }
	if o.inject.dryRun {
		return nil, nil, done, nil
	}
	if !set.dials() {
		if len(o.listen) != 1 {
			return nil, nil, done, usagef("a passive run needs one --listen, as in --listen :179")
		}
		l, err := transport.Listen(ctx, o.listen[0], transport.ListenOptions{Device: set.list[0].Transport.Device, Namespace: set.list[0].Transport.Namespace})
		if err != nil {
			return nil, nil, done, err
		}
		for i := range set.list {
			if err := l.SetPeer(transport.MatchAddr(set.list[i].Remote), set.list[i].Transport); err != nil {
				l.Close()
				return nil, nil, done, err
			}
		}
		a.say("listening on " + l.Addr().String())
		acc = inject.NewAcceptor(l)
		done = acc.Close
	}
	w := &peerWork{note: a.say, failed: func(error) {}, comment: peer.Comments,
		lines: func() func([]byte, *speaker.Event) []byte { return peer.Lines(peer.Options{}) }}
	for _, x := range o.extras {
		x, ok := x.(*peerWrite)
		if !ok {
			continue
		}
		file, close, err := x.open(a, w)
		if err != nil {
			return nil, nil, done, errors.Join(err, done())
		}
		if file != nil {
			before := done
			sink, done = file, func() error { return errors.Join(before(), close()) }
		}
	}
	return acc, sink, done, nil
}

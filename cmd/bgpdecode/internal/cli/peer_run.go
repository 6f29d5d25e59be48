package cli

import (
	"context"
	"errors"
	"net/netip"
	"os/signal"
	"sync"
	"syscall"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/peer"
	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/transport"
)

// peerRun speaks with the peers until the run is over.
func (a *app) peerRun(ctx context.Context, o *peerOptions, set *peerSet, goal peer.Goal) error {
	// Who reads a pipe may have read enough: the sessions are ended in order then.
	signal.Ignore(syscall.SIGPIPE)
	a.pasting.Store(true) // Run must wait until the sessions have ended
	defer a.pasting.Store(false)
	ctx, done := peerSignals(ctx)
	defer done()

	failed := make(chan error, 1)
	fail := func(err error) {
		select {
		case failed <- err:
		default:
		}
	}
	var saying sync.Mutex // notes come from several goroutines
	note := func(text string) {
		saying.Lock()
		defer saying.Unlock()
		a.say(text)
		a.err.flush()
	}
	queue := peer.NewQueue(a.s.Out, func(err error) { fail(writeError{err}) })
	run := &peer.Run{Goal: goal, Failed: failed, Reached: make(chan struct{}, 1), Ended: make(chan struct{}, 1),
		Note: note, Release: queue.Release}
	run.Teller = peer.NewTeller(queue, o.tellerOptions(a, set, run))
	var sinks []func(*speaker.Event)
	var closers []func() error
	onEvent := func(ev *speaker.Event) {
		for _, sink := range sinks {
			sink(ev)
		}
		run.Teller.Event(ev)
	}
	var err error
	if run.Engine, err = o.engine(a, set, onEvent, run.Teller); err == nil {
		w := &peerWork{peers: run.Teller.Peers(), engine: run.Engine, failed: fail, note: note, comment: peer.Comments,
			lines: func() func([]byte, *speaker.Event) []byte { return peer.Lines(run.Teller.Options()) }}
		if sinks, closers, err = openExtras(a, o.extras, w); err == nil {
			err = run.Do(ctx)
		}
	}
	if e := closeExtras(closers); e != nil && (err == nil || errors.Is(err, peer.ErrEnded)) {
		err = e
	}
	if e := queue.Close(); e != nil {
		return writeError{e}
	}
	switch {
	case errors.Is(err, peer.ErrInterrupted):
		return ui.ErrInterrupted
	case err == nil:
		return run.Verdict()
	}
	return err
}

// tellerOptions says what is told and how.
func (o *peerOptions) tellerOptions(a *app, set *peerSet, run *peer.Run) peer.Options {
	opt := peer.Options{JSON: o.json, Fields: o.fields, NoVerdict: o.mute, Verbose: o.verbose, Quiet: o.quiet, All: o.all,
		Many: len(set.list)+len(o.accept) > 1, Width: o.width, Style: a.s.OutPaint(o.color).Style(), ASCII: a.s.ASCII(), Goal: run.Goal, Wire: o.proxy.wire(),
		Reached: peer.Signal(run.Reached), Ended: peer.Signal(run.Ended)}
	if opt.Width == 0 && a.s.OutTTY {
		opt.Width = a.s.Width(0)
	}
	return opt
}

// engine makes what makes the events: a speaker, or what an extra has in its place.
func (o *peerOptions) engine(a *app, set *peerSet, onEvent func(*speaker.Event), t *peer.Teller) (peer.Engine, error) {
	for _, x := range o.extras {
		if x, ok := x.(peerEngine); ok {
			if e, err := x.engine(a, onEvent); e != nil || err != nil {
				return e, err
			}
		}
	}
	opt := speaker.Options{Listen: o.listen, OnEvent: onEvent}
	var err error
	if opt.ListenOptions, err = set.listenOptions(len(o.listen) > 0); err != nil {
		return nil, err
	}
	if len(o.accept) > 0 {
		accept, err := prefixes(o.accept)
		if err != nil {
			return nil, err
		}
		opt.UnconfiguredTransport = map[netip.Prefix]transport.Options{}
		for _, p := range accept {
			opt.UnconfiguredTransport[p] = set.any.Transport
		}
		opt.Unconfigured = func(remote netip.AddrPort) (*speaker.PeerConfig, bool) {
			addr := remote.Addr().Unmap()
			for _, p := range accept {
				if p.Contains(addr.WithZone("")) {
					cfg := set.any
					cfg.Remote = addr
					return &cfg, true
				}
			}
			return nil, false
		}
	}
	s, err := speaker.New(opt)
	if err != nil {
		return nil, usageError{err}
	}
	for i := range set.list {
		p, err := s.Add(set.list[i])
		if err != nil {
			return nil, usageError{err}
		}
		t.Add(p, set.once[i])
	}
	return s, nil
}

// listenOptions says where to listen: in the network namespace of the peers, which has to be one, and on their device or
// VRF, if it is one.
func (p *peerSet) listenOptions(listening bool) (o transport.ListenOptions, err error) {
	if !listening {
		return o, nil
	}
	list := p.list
	if len(list) == 0 {
		list = []speaker.PeerConfig{p.any}
	}
	o = transport.ListenOptions{Device: list[0].Transport.Device, Namespace: list[0].Transport.Namespace}
	for i := range list {
		if list[i].Transport.Namespace != o.Namespace {
			return o, usagef("peers in several network namespaces cannot connect to one --listen: use one run for each --netns")
		}
		if list[i].Transport.Device != o.Device {
			o.Device = "" // each connection is put on the device of its peer
		}
	}
	return o, nil
}

// prefixes reads the values of --accept.
func prefixes(list []string) ([]netip.Prefix, error) {
	var out []netip.Prefix
	for _, s := range list {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			a, err := netip.ParseAddr(s)
			if err != nil {
				return nil, usagef("--accept: %q is not a prefix such as 192.0.2.0/24", s)
			}
			p = netip.PrefixFrom(a, a.BitLen())
		}
		out = append(out, p.Masked())
	}
	return out, nil
}

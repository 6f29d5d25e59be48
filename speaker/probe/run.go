package probe

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"syscall"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/registry"

	"github.com/bgpdecode/bgpdecode/speaker/inject"
)

const (
	finishTime  = 5 * time.Second        // for a handshake to end after a fault in it
	patience    = 3                      // sessions that do not come about, one after another, before a target is given up
	blindness   = 3                      // routes that the observer does not see, one after another, before it is given up
	lookEvery   = 50 * time.Millisecond  // an observer is asked
	calm        = 150 * time.Millisecond // after the fence, for what goes out in another message
	aliveTime   = 2 * time.Second        // for a target to take a connection again
	aliveTries  = 4
	sampleLimit = 64 // messages kept of a session
)

// run probes one target.
type run struct {
	t        *Target
	o        Options
	c        *Column
	observer Observer
	unseen   int // routes in a row that the observer did not see
	absent   int // sessions in a row that did not come about
	stale    bool
	played   bool
}

func newRun(t *Target, o *Options, c *Column) *run {
	r := &run{t: t, o: *o, c: c, observer: t.Observer}
	if r.o.Settle == 0 {
		r.o.Settle = DefaultSettle
	}
	if r.o.Observe == 0 {
		r.o.Observe = DefaultObserve
	}
	if r.o.Hold == 0 {
		r.o.Hold = DefaultHold
	}
	return r
}

// all plays all faults.
func (r *run) all(ctx context.Context, told func(*Cell, int)) {
	r.c.Cells = make([]Cell, len(r.o.Faults))
	for i, f := range r.o.Faults {
		c := &r.c.Cells[i]
		start := time.Now()
		*c = r.cell(ctx, f)
		c.Fault, c.Took = f, time.Since(start)
		r.c.By7606.add(c.By7606, c.Outcome)
		r.c.By4271.add(c.By4271, c.Outcome)
		told(c, i+1)
	}
	r.c.Blind = r.observer == nil
}

// cell plays one fault, or says why not.
func (r *run) cell(ctx context.Context, f *fault.Fault) Cell {
	no := func(why string) Cell { return Cell{Why: why} }
	switch {
	case ctx.Err() != nil:
		return no("interrupted")
	case f.Dangerous && !r.o.Dangerous:
		return no("dangerous")
	case r.c.Stopped != "":
		return no(r.c.Stopped)
	}
	if why := r.lacks(f); why != "" {
		return no(why)
	}
	if (r.stale || r.t.Fresh && r.played) && r.t.Renew != nil {
		if err := r.t.Renew(ctx); err != nil {
			return no(err.Error())
		}
	}
	r.stale, r.played = false, true
	c := r.play(ctx, f)
	for wait := firstCollision; c.collided && wait <= lastCollision; wait *= 4 {
		pause(ctx, wait)
		c = r.play(ctx, f)
	}
	if r.absent = (r.absent + 1) * btoi(c.noSession); r.absent == patience {
		r.c.Stopped = "the target takes no sessions"
	}
	r.stale = c.Outcome != Withdrawn && c.Outcome != Discarded && c.Outcome != Accepted && c.Outcome != Ignored && c.Outcome != Kept
	return c
}

// How long to wait when a target closes a session because the one before still stands for it (6/7, RFC 4486 section 4).
const firstCollision, lastCollision = 50 * time.Millisecond, 3200 * time.Millisecond

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// lacks says what the target does not have that a fault needs, as far as its OPEN has told.
func (r *run) lacks(f *fault.Fault) string {
	a := r.c.Agreed
	if a == nil {
		return ""
	}
	peer, ok := codec.ParseOpen(a.Open)
	if !ok {
		return ""
	}
	has := func(code registry.CapCode) bool { _, ok := peer.Capability(code); return ok }
	n := &f.Needs
	switch {
	case n.Family != (codec.Family{}) && !offers(&peer, n.Family):
		return "the target does not offer " + n.Family.String()
	case n.AS4 == fault.With && !has(registry.CapAS4):
		return "the target has no 4-octet AS numbers"
	case n.ExtMsg == fault.With && !has(registry.CapExtendedMessage):
		return "the target takes no long messages"
	case n.Refresh == fault.With && !has(registry.CapRouteRefresh):
		return "the target has no route refresh"
	case n.Enhanced == fault.With && !has(registry.CapEnhancedRouteRefresh):
		return "the target has no enhanced route refresh"
	case n.AddPath == fault.With && !has(registry.CapAddPath):
		return "the target takes no path identifiers"
	case n.Role == fault.With && !has(registry.CapRole):
		return "the target has no BGP Role"
	}
	return ""
}

// offers reports whether an OPEN offers a family.
func offers(o *codec.Open, f codec.Family) bool {
	none := true
	for _, c := range o.Capabilities {
		if c.Code != registry.CapMultiprotocol {
			continue
		}
		none = false
		if g, ok := codec.ParseMultiprotocol(c.Value); ok && g == f {
			return true
		}
	}
	return none && f == codec.IPv4Unicast
}

// play has a session, and makes the cell of it.
func (r *run) play(ctx context.Context, f *fault.Fault) (c Cell) {
	o := r.t.Options
	if f.Group == "timing" {
		o.Params.HoldTime = r.o.Hold
	}
	s, err := inject.NewSession(ctx, &o, f)
	if err != nil {
		return Cell{Why: err.Error()}
	}
	p := &play{r: r, s: s, f: f, c: &c, ctx: ctx}
	err = p.all()
	res := s.Close()
	c.Messages = res.Messages[:min(len(res.Messages), sampleLimit)]
	re := s.Reaction()
	c.collided = re.Code == registry.ErrCease && re.Sub == registry.SubConnectionCollision && f.Want4271.Code != registry.ErrCease &&
		(err != nil || s.ReachOf() != inject.Established) // what has been established collides with nothing
	if a := s.Agreed(); a != nil && r.c.Agreed == nil {
		r.c.Agreed = a
	}
	if err != nil {
		c.Outcome = NotPlayed
		c.noSession = !errors.Is(err, errNotHere)
		if c.Why == "" {
			c.Why = err.Error()
		}
		return c
	}
	p.crashed()
	c.By7606, c.By4271 = judge(&f.Want7606, &c, s.Step(), p.passed), judge(&f.Want4271, &c, s.Step(), p.passed)
	return c
}

// errNotHere says that the session does not have what the fault needs.
var errNotHere = errors.New("the session does not have what the fault needs")

// play is a session with one fault.
type play struct {
	r      *run
	s      *inject.Session
	f      *fault.Fault
	c      *Cell
	ctx    context.Context
	good   *Sight // the sound route as the observer saw it; nil: it did not
	passed bool
}

func (p *play) all() error {
	if err := p.s.Reach(p.s.ReachOf()); err != nil {
		if errors.Is(err, inject.ErrEnded) {
			return errors.New("the target refused the session" + noteText(p.s.Reaction()))
		}
		return err
	}
	up := p.s.ReachOf() == inject.Established
	if up && !p.suits() {
		return errNotHere
	}
	if up {
		if err := p.before(); err != nil {
			return err
		}
	}
	if err := p.inject(); err != nil {
		return err
	}
	if err := p.s.Wait(p.r.o.Settle, nil); err != nil {
		return err
	}
	switch {
	case p.s.Ended():
		p.ended()
		return nil
	case !up:
		return p.finish()
	}
	return p.after()
}

func noteText(r inject.Reaction) string {
	if !r.Noted {
		return ""
	}
	return fmt.Sprintf(" with NOTIFICATION %d/%d", r.Code, r.Sub)
}

// suits reports whether the session agreed on what the fault needs.
func (p *play) suits() bool {
	a := p.s.Agreed()
	if a == nil {
		return false
	}
	n := &p.f.Needs
	family := p.family()
	ok := func(f fault.Feature, have bool) bool { return f == fault.Any || (f == fault.With) == have }
	routes := p.f.InUpdate() || n.Family != (codec.Family{})
	switch {
	case routes && !slices.Contains(a.Families, family):
		p.c.Why = "the session does not carry " + family.String()
	case !ok(n.AS4, a.Send.AS4), !ok(n.ExtMsg, a.Send.ExtMsg), !ok(n.AddPath, a.Send.AddPath.Has(family)),
		n.Enhanced == fault.With && !a.Enhanced, n.Refresh == fault.With && !a.Refresh:
		p.c.Why = errNotHere.Error()
	default:
		return true
	}
	return false
}

// inject sends the fault.
func (p *play) inject() error {
	params := p.s.Params()
	var steps []fault.Step
	var err error
	if p.f.InUpdate() {
		steps = make([]fault.Step, 1)
		u := marked(fault.Carrier(&params, p.f.Needs), p.f.Attr, params.Context)
		steps[0], err = p.f.Apply(u, params)
	} else {
		steps, err = p.f.Steps(params)
		for i := range steps {
			if steps[i].Do == fault.Wait { // some are late by a good part of their hold time
				steps[i].Wait += time.Duration(params.HoldTime) * time.Second
			}
		}
	}
	if err != nil {
		p.c.Why = err.Error()
		return errNotHere
	}
	return p.s.Inject(steps)
}

// ended makes the outcome of a connection that the target has ended.
func (p *play) ended() {
	_ = p.s.Wait(0, nil)
	p.c.Reaction = p.s.Reaction()
	p.c.Outcome = Closed
	if p.c.Reaction.Noted {
		p.c.Outcome = Reset
	}
}

// finish sees whether the handshake goes on after a fault in it.
func (p *play) finish() error {
	up, err := p.s.Finish(finishTime)
	switch {
	case err != nil:
		return err
	case p.s.Ended():
		p.ended()
	case up:
		p.c.Outcome = Accepted
	default:
		p.c.Outcome = Stuck
	}
	return nil
}

// crashed finds out whether a target that has ended the connection without saying why is still there.
func (p *play) crashed() {
	c := p.c
	if gone := p.r.t.Gone; gone != nil {
		if c.Outcome == Closed || c.Outcome == Reset && c.Reaction.Code == registry.ErrCease {
			pause(p.ctx, aliveTime/aliveTries) // it may be on its way out
		}
		if gone() {
			c.Outcome = Crashed
		}
		return
	}
	if c.Outcome != Closed && (c.Outcome != Reset || c.Reaction.Code != registry.ErrCease) || p.f.Want7606.Code == registry.ErrCease {
		return
	}
	for range aliveTries {
		pause(p.ctx, aliveTime/aliveTries)
		conn, err := p.r.t.Options.Knock(p.ctx)
		if err == nil {
			_ = conn.Close()
			return
		}
		if !errors.Is(err, syscall.ECONNREFUSED) {
			return
		}
	}
	c.Outcome, c.Why = Crashed, "it takes no connections any more"
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

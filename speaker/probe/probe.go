package probe

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/inject"
)

// Options say what is played, and how long is waited.
type Options struct {
	Faults    []*fault.Fault
	Dangerous bool // also those that are known to crash speakers
	// Settle is how long a session must stay after a fault to count as one that stays; 0 stands for DefaultSettle.
	Settle time.Duration
	// Observe is how long a route may take from the target to the observer; 0 stands for DefaultObserve.
	Observe time.Duration
	// Hold is the hold time of faults of timing, in seconds; 0 stands for DefaultHold.
	Hold uint16
	// Progress is told of each cell when it is known, by the goroutines of the targets; nil: nobody is.
	Progress func(target int, c *Cell, done, total int)
}

// The defaults.
const (
	DefaultSettle  = time.Second
	DefaultObserve = 5 * time.Second
	DefaultHold    = 3
)

// Target is a speaker to probe.
type Target struct {
	inject.Options
	// Observer sees what became of routes; nil: nobody does, and what leaves the session up is Kept.
	Observer Observer
	// Renew makes a fresh target after a session that did not end well; nil: the target is given time instead.
	Renew func(context.Context) error
	// Fresh asks Renew for a fresh target before each session.
	Fresh bool
	// Gone reports whether the target has crashed; nil: that is told by whether it takes connections.
	Gone func() bool
}

// Observer looks at the routes that a target has from us.
type Observer interface {
	// Look gives what there is of a prefix now. It fails when it cannot see.
	Look(ctx context.Context, p netip.Prefix) (Sight, error)
}

// Sight is a route as an observer sees it.
type Sight struct {
	There bool
	Mark  string // differs where the attributes differ
	Attrs []byte // the attributes as octets, nil where the observer has only a Mark
}

// Outcome is what a target did about a fault.
type Outcome uint8

// The outcomes.
const (
	NotPlayed Outcome = iota // Cell.Why says why
	Reset                    // a NOTIFICATION came
	Closed                   // the connection was closed or lost without one
	Crashed                  // the target is gone
	Withdrawn                // the route is gone
	Discarded                // the route is in use, without the attribute that is at fault
	Accepted                 // the route is in use; of a fault that has none: the session is up
	Ignored                  // the route that was there before is
	Kept                     // the session is up; what became of the route is not known
	Stuck                    // the connection stands, and the handshake does not go on
)

// String gives the outcome in a word.
func (o Outcome) String() string {
	return [...]string{"not played", "reset", "closed", "crashed", "withdrawn", "discarded", "accepted", "ignored", "kept", "stuck", "", "", "", "", "", ""}[o&15]
}

// Cell is what one target did about one fault.
type Cell struct {
	Fault    *fault.Fault
	Outcome  Outcome
	Reaction inject.Reaction // its NOTIFICATION is that of Reset
	By7606   Verdict
	By4271   Verdict
	Why      string // what else there is to say
	Took     time.Duration
	Messages []inject.Event

	noSession bool
	collided  bool // closed by 6/7, which has nothing to do with the fault
}

// Column is what a target did about all faults.
type Column struct {
	Target  string
	Cells   []Cell          // as Report.Faults
	Agreed  *speaker.Agreed // of the first session; nil: there was none
	By7606  Score
	By4271  Score
	Blind   bool // there was no observer, or it saw nothing
	Stopped string
}

// Report is a table.
type Report struct {
	Started time.Time
	Took    time.Duration
	Faults  []*fault.Fault
	Columns []Column
	Partial bool // it was interrupted
}

// Run probes the targets, all at the same time. When the context ends it returns what there is.
func Run(ctx context.Context, targets []*Target, o *Options) *Report {
	r := &Report{Started: time.Now(), Faults: o.Faults, Columns: make([]Column, len(targets))}
	var wg sync.WaitGroup
	for i, t := range targets {
		c := &r.Columns[i]
		c.Target = t.Target.String()
		wg.Go(func() {
			run := newRun(t, o, c)
			run.all(ctx, func(cell *Cell, done int) {
				if o.Progress != nil {
					o.Progress(i, cell, done, len(o.Faults))
				}
			})
		})
	}
	wg.Wait()
	r.Partial = ctx.Err() != nil
	r.Took = time.Since(r.Started)
	return r
}

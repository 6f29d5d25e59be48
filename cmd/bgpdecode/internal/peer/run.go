package peer

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/bgpdecode/bgpdecode/registry"
)

// Engine is what makes the events: a speaker, or a proxy.
type Engine interface {
	Start(ctx context.Context) error
	Addrs() []net.Addr
	Shutdown(ctx context.Context, subcode uint8, text string) error
}

// Run is one run of the command.
type Run struct {
	Engine  Engine
	Teller  *Teller
	Goal    Goal
	Note    func(string)  // tells progress, such as what is listened on
	Release func()        // called when the run is over: from then on the output must hold up nobody; may be nil
	Failed  <-chan error  // results cannot be written
	Reached chan struct{} // what Options.Reached signals, buffered
	Ended   chan struct{} // what Options.Ended signals, buffered
}

// How a run can end, beside nil: what was asked for was done.
var (
	// ErrUnmet: the time was over before what was waited for had happened.
	ErrUnmet = errors.New("the time is over")
	// ErrEnded: a session was ended by a NOTIFICATION or was lost, and that was not asked for.
	ErrEnded = errors.New("the session has ended")
	// ErrInterrupted: the context ended.
	ErrInterrupted = errors.New("interrupted")
)

// shutdownTime is how long sessions may take to end.
const shutdownTime = 5 * time.Second

// Do runs the engine until the goal is reached, all sessions have ended, results cannot be written, or ctx ends. It ends all
// sessions then, and writes the summary.
func (r *Run) Do(ctx context.Context) error {
	if err := r.Engine.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	for _, a := range r.Engine.Addrs() {
		r.Teller.Listening(a)
		r.Note("listening on " + a.String())
	}
	why, err := r.wait(ctx)
	if r.Release != nil {
		r.Release()
	}
	r.Teller.Stopping(why)
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	if e := r.Engine.Shutdown(end, registry.SubAdministrativeShutdown, ""); e != nil && err == nil {
		err = fmt.Errorf("shutting down: %w", e)
	}
	r.Teller.Finish()
	return err
}

// wait waits until the run is over, and says why it is.
func (r *Run) wait(ctx context.Context) (why string, err error) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var late <-chan time.Time
	if r.Goal.After > 0 {
		t := time.NewTimer(r.Goal.After)
		defer t.Stop()
		late = t.C
	}
	for {
		select {
		case <-ctx.Done():
			return "stopped: interrupted", ErrInterrupted
		case err := <-r.Failed:
			return "stopped: the output cannot be written", err
		case <-r.Reached:
			return "stopped as asked for: " + r.Goal.String() + " came", nil
		case <-late:
			if r.Goal.Condition() {
				return "stopped: the time is over", fmt.Errorf("%w: %s without %s", ErrUnmet, r.Goal.After, r.Goal.String())
			}
			return "stopped as asked for: the time is over", nil
		case <-r.Ended:
			for _, p := range r.Teller.Gone() {
				p.Stop(registry.SubAdministrativeShutdown, "")
			}
			if !r.Teller.Over() {
				continue
			}
			select { // what ended the session may be what was waited for
			case <-r.Reached:
				return "stopped as asked for: " + r.Goal.String() + " came", nil
			default:
			}
			return "stopped: all sessions have ended", r.ended()
		case <-tick.C:
			r.Teller.Tick()
		}
	}
}

// ended is the error of a session that has ended, with its cause.
func (r *Run) ended() error { return fmt.Errorf("%w: %s", ErrEnded, r.Teller.Cause()) }

// Verdict is that error where a session has ended for good and the goal was not reached, else nil.
func (r *Run) Verdict() error {
	if !r.Teller.Lost() || r.Teller.Met() {
		return nil
	}
	return r.ended()
}

// Signal gives a function that signals on a channel without waiting.
func Signal(c chan struct{}) func() {
	return func() {
		select {
		case c <- struct{}{}:
		default:
		}
	}
}

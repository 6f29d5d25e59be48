package session

import (
	"math/rand/v2"
	"time"

	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// timer is a timer of the machine. Starting it again, which the HoldTimer does with every message, only moves its
// deadline; the clock underneath is asked again when it goes off.
type timer struct {
	clock *time.Timer
	rings time.Time // when the clock goes off; zero: it does not run
	at    time.Time // the deadline; zero: the timer is stopped
	every time.Duration
	event fsm.EventKind
}

// jittered multiplies d by a random factor of 0.75 to 1.0 (RFC 4271 section 10).
func jittered(d time.Duration) time.Duration {
	return d*3/4 + time.Duration(rand.Int64N(int64(d)/4+1))
}

// arm starts a timer, or starts it again.
func (s *Session) arm(a *fsm.Action) {
	d := a.After
	if a.Jitter {
		d = jittered(d)
	}
	t := &s.timers[a.Timer]
	if a.Timer == fsm.SendHoldTimer && !t.at.IsZero() && t.every == d {
		return // it runs from what has left, not from what was queued: see sendHoldDeadline
	}
	t.event, t.every = a.Event, d
	t.at = s.now().Add(d)
	s.wind(a.Timer)
}

// wind makes the clock of a timer go off at its deadline or before.
func (s *Session) wind(i fsm.Timer) {
	t := &s.timers[i]
	if !t.rings.IsZero() && !t.rings.After(t.at) {
		return
	}
	t.rings = t.at
	d := time.Until(t.at)
	if t.clock == nil {
		t.clock = time.AfterFunc(d, func() { s.ring(i) })
		return
	}
	t.clock.Reset(d)
}

func (s *Session) disarm(i fsm.Timer) { s.timers[i].at = time.Time{} }

// stopTimers stops all timers and their clocks.
func (s *Session) stopTimers() {
	for i := range s.timers {
		t := &s.timers[i]
		t.at, t.rings = time.Time{}, time.Time{}
		if t.clock != nil {
			t.clock.Stop()
		}
	}
}

// ring is called when the clock of a timer goes off.
func (s *Session) ring(i fsm.Timer) {
	s.lock.Lock()
	defer s.lock.Unlock()
	t := &s.timers[i]
	if t.rings.IsZero() { // stopped while this waited for the lock
		return
	}
	now := time.Now()
	if now.Before(t.rings) { // wound again meanwhile: the clock will go off once more
		return
	}
	t.rings = time.Time{}
	switch {
	case t.at.IsZero():
		return
	case now.Before(t.at):
		s.wind(i)
		return
	}
	if i == fsm.SendHoldTimer {
		if at := s.sendHoldDeadline(); at.After(now) {
			t.at = at
			s.wind(i)
			return
		}
	}
	t.at = time.Time{}
	s.Step(fsm.Event{Kind: t.event})
}

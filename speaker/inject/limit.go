package inject

import (
	"context"
	"sync"
	"time"
)

// The default limits, and the greatest that may be asked for: nobody needs more to show a fault, and a typing error must not
// become a flood.
const (
	DefaultMessages = 100  // messages per second
	DefaultSessions = 2    // sessions per second
	MostMessages    = 1e5  // ...
	MostSessions    = 1000 // ...
)

// Limiter bounds how fast targets are disturbed. It may be shared by several runs.
type Limiter struct {
	mu                sync.Mutex
	messages, session time.Duration // the least time between two
	nextMessage       time.Time
	nextSession       time.Time
}

// NewLimiter returns a Limiter for so many messages and sessions per second; 0 stands for the default.
func NewLimiter(messages, sessions float64) *Limiter {
	if messages <= 0 {
		messages = DefaultMessages
	}
	if sessions <= 0 {
		sessions = DefaultSessions
	}
	every := func(rate float64) time.Duration { return time.Duration(float64(time.Second) / rate) }
	return &Limiter{messages: every(min(messages, MostMessages)), session: every(min(sessions, MostSessions))}
}

// message takes the place of one message, and gives the time to send it.
func (l *Limiter) message() time.Time {
	if l == nil {
		return time.Time{}
	}
	return l.take(&l.nextMessage, l.messages)
}

func (l *Limiter) take(next *time.Time, every time.Duration) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	at := time.Now()
	if next.After(at) {
		at = *next
	}
	*next = at.Add(every)
	return at
}

// awaitSession waits until a session may be begun.
func (l *Limiter) awaitSession(ctx context.Context) error {
	if l == nil {
		return ctx.Err()
	}
	return sleep(ctx, time.Until(l.take(&l.nextSession, l.session)))
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

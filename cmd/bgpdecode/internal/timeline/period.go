package timeline

import (
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// A session's times of being established, and what ended each: of several lines that tell of one fall the one that says most,
// whatever their order.

// maxPeriods bounds the times of being established that are kept; they are all counted.
const maxPeriods = 512

// upAt begins a time of being established; at is zero when it began before what is told.
func (x *Session) upAt(at time.Time) {
	x.fails, x.toggles, x.short = 0, 0, 0
	x.hasUp = true
	x.period(Period{From: at})
}

func (x *Session) period(p Period) {
	x.UpCount++
	if len(x.Ups) >= maxPeriods {
		x.Ups = x.Ups[1:]
	}
	x.Ups = append(x.Ups, p)
}

// downAt ends the time of being established.
func (x *Session) downAt(r *Row) {
	x.hasUp = false
	why, hinted := x.whyEnded(r)
	if n := len(x.Ups); n > 0 && x.Ups[n-1].To.IsZero() && x.Ups[n-1].End == "" {
		x.Ups[n-1].To, x.Ups[n-1].End, x.Ups[n-1].hinted = r.Time, why, hinted
	} else {
		x.period(Period{To: r.Time, End: why, hinted: hinted})
	}
	x.silence(r)
	x.flapping(r)
}

// silence finds that the session ended because this side heard nothing, where the device tells so in its own words and no
// NOTIFICATION does.
func (x *Session) silence(r *Row) {
	c := r.Conn
	if c == nil {
		c = x.latest()
	}
	if r.Wire || logline.Reason(r.Cause) != "hold-timer" || c != nil && (c.notified[0] || c.notified[1]) || x.judgedHold(r) {
		return
	}
	if c == nil {
		c = &conn{}
	}
	n := len(x.Findings)
	if x.holdTimer(c, r, 0); len(x.Findings) > n {
		x.silent = x.Findings[n]
	}
}

// judgedHold reports whether the end of a hold timer was found at about the time of a row.
func (x *Session) judgedHold(r *Row) bool {
	for i := len(x.Findings) - 1; i >= 0; i-- {
		if f := x.Findings[i]; (f.ID == holdExpired || f.ID == holdEarly) && r.Time.Sub(f.Time) <= sameWithin {
			return true
		}
	}
	return false
}

// spoken takes back that nothing was heard, when a NOTIFICATION tells what it was after all.
func (x *Session) spoken(r *Row) {
	if f := x.silent; f != nil && r.Time.Sub(f.Time) <= sameWithin {
		x.withdraw(f)
	}
	x.silent = nil
}

// whyEnded says what ended a session, by what was told shortly before; hinted when a later line may know better.
func (x *Session) whyEnded(r *Row) (why string, hinted bool) {
	if x.ended != "" && (r.Time.IsZero() || r.Time.Sub(x.endedAt) <= 5*time.Second) {
		return x.ended, x.hinted
	}
	return r.Cause, true
}

// lateCause takes the reason of a fall from a line that comes after the change of state.
func (x *Session) lateCause(r *Row) {
	if n := len(x.Ups); n > 0 && x.Ups[n-1].End == "" && !x.Ups[n-1].To.IsZero() && r.Cause != "" {
		x.Ups[n-1].End = r.Cause
		x.silence(r)
	}
}

// end notes what may have ended the session. hinted says that a NOTIFICATION that is told later says it better.
func (x *Session) end(what string, r *Row, hinted bool) {
	x.ended, x.endedAt, x.hinted = what, r.Time, hinted
	if n := len(x.Ups); n > 0 && (x.Ups[n-1].End == "" || x.Ups[n-1].hinted && !hinted) && !x.Ups[n-1].To.IsZero() && r.Time.Sub(x.Ups[n-1].To) <= sameWithin {
		x.Ups[n-1].End, x.Ups[n-1].hinted = what, hinted
	}
}

// hint notes a reason for the end of a session, for want of a NOTIFICATION.
func (x *Session) hint(what string, r *Row) {
	if x.ended == "" || x.hinted || r.Time.Sub(x.endedAt) > sameWithin {
		x.ended, x.endedAt, x.hinted = what, r.Time, true
	}
}

package batch

import (
	"bytes"
	"io"
	"os"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// Stamps without a year. The newest line of a file is as old as its last change, and time runs forward in it: of a file
// that is there, some lines are looked at before the reading to learn the year of the first one; from there on the year
// follows. Clocks may be wrong by ahead. What a clock means that goes back is told by the lines before, too.
const (
	ahead = 24 * time.Hour
	back  = 31 * 24 * time.Hour // how far lines may be out of order

	probes      = 64
	probeSize   = 4 << 10
	readAtOnce  = 64 << 10 // a file of this size is looked at as a whole
	oldestYears = 8        // how many years back there is always a 29th of February
)

// now gives the time that no line of an input is behind.
func (p *pipe) now(in *input) time.Time {
	now := p.opt.Now.Add(time.Since(p.start))
	if in.Regular && in.Changed.Year() >= 1990 && in.Changed.Before(now) {
		now = in.Changed
	}
	return now.Add(ahead)
}

// firstStamp gives the time of the first line with a stamp, as far as the file can tell it; zero when it cannot, or when
// years are given. Only files that are plain text are looked at.
func firstStamp(in *input, f *os.File, opt logline.Options) time.Time {
	if f == nil || !in.Regular {
		return time.Time{}
	}
	buf := make([]byte, min(int64(readAtOnce), max(in.Size, 1)))
	n, _ := f.ReadAt(buf, 0)
	head := buf[:n]
	if capture.SniffCompression(head) != capture.Plain || capture.Sniff(head) != capture.KindUnknown {
		return time.Time{}
	}
	all := stampsOf(nil, head, opt, in.Size > int64(n))
	if len(all) == 0 {
		return time.Time{}
	}
	if in.Size > readAtOnce {
		all = all[:1]
		for i := int64(1); i <= probes; i++ {
			at := min(in.Size*i/probes, in.Size-probeSize)
			n, err := f.ReadAt(buf[:probeSize], at)
			if err != nil && err != io.EOF {
				break
			}
			part := buf[:n]
			if k := bytes.IndexByte(part, '\n'); k >= 0 {
				all = stampsOf(all, part[k+1:], opt, true)
			}
		}
	}
	for i := len(all) - 2; i >= 0; i-- {
		all[i] = notAfter(all[i], all[i+1].Add(back))
	}
	first, _ := twice(all[0])
	return first
}

// stampsOf appends the times of the lines of t whose stamps have no year, or the first of them alone.
func stampsOf(all []time.Time, t []byte, opt logline.Options, one bool) []time.Time {
	for len(t) > 0 {
		k := bytes.IndexByte(t, '\n') + 1
		if k == 0 {
			k = len(t)
		}
		if at, assumed := logline.LineTime(string(t[:min(k, 256)]), opt); !at.IsZero() {
			if !assumed {
				return all
			}
			if all = append(all, at); one {
				return all
			}
		}
		t = t[k:]
	}
	return all
}

// notAfter takes years off a time until it is not after another.
func notAfter(t, limit time.Time) time.Time {
	for n := 1; t.After(limit) && n <= oldestYears; n++ {
		if u := yearsBefore(t, n); !u.IsZero() && !u.After(limit) {
			return u
		}
	}
	return t
}

// yearsBefore gives the same day and clock n years before, zero when there is no such day.
func yearsBefore(t time.Time, n int) time.Time {
	u := t.AddDate(-n, 0, 0)
	if u.Day() != t.Day() {
		return time.Time{}
	}
	return u
}

// date lets what a stamp does not say follow from the events before it: its year, and in the hour that a clock goes through
// twice when summer time ends, which time that is.
func (in *input) date(ev *dump.Event) {
	if ev.Time.IsZero() {
		return
	}
	if ev.YearAssumed && !in.latest.IsZero() {
		ev.Time = in.year(ev.Time)
	}
	if ev.Time.Location() == in.zone {
		ev.Time = in.hour(ev.Time)
	}
	if !ev.Past {
		in.latest = ev.Time
	}
}

// year gives the oldest year with which time does not run back.
func (in *input) year(t time.Time) time.Time {
	best := t
	for n := 1; n <= 2*oldestYears; n++ {
		u := yearsBefore(t, n)
		if u.IsZero() {
			continue
		}
		if u.Before(in.latest.Add(-back)) {
			break
		}
		best = u
	}
	return best
}

// hour gives, of the two times that a clock may mean, the earlier one unless time would run back then. Lines are out of
// order by less than disorder.
func (in *input) hour(t time.Time) time.Time {
	const disorder = 10 * time.Second
	first, second := twice(t)
	if first.Before(in.latest.Add(-disorder)) {
		return second
	}
	return first
}

// twice gives the two times at which the clocks of a zone show the same as at t; mostly they are one.
func twice(t time.Time) (first, second time.Time) {
	_, off := t.Zone()
	for _, d := range [...]time.Duration{-3 * time.Hour, 3 * time.Hour} {
		_, other := t.Add(d).Zone()
		u := t.Add(time.Duration(off-other) * time.Second)
		if _, is := u.Zone(); is != other || other == off {
			continue
		}
		if u.Before(t) {
			return u, t
		}
		return t, u
	}
	return t, t
}

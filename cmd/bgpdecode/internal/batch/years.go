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
// follows. Clocks may be wrong by ahead.
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
func firstStamp(in *input, f *os.File, now time.Time, zone *time.Location) time.Time {
	if f == nil || !in.Regular {
		return time.Time{}
	}
	opt := logline.Options{Now: now, Location: zone}
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
	return all[0]
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

// year lets the year of an event follow from the events before it: the oldest year with which time does not run back.
func (in *input) year(ev *dump.Event) {
	if ev.Time.IsZero() {
		return
	}
	if ev.YearAssumed && !in.latest.IsZero() {
		t := ev.Time
		for n := 1; n <= 2*oldestYears; n++ {
			u := yearsBefore(ev.Time, n)
			if u.IsZero() {
				continue
			}
			if u.Before(in.latest.Add(-back)) {
				break
			}
			t = u
		}
		ev.Time = t
	}
	in.latest = ev.Time
}

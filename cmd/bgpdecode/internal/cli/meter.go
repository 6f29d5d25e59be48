package cli

import (
	"fmt"
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/batch"
)

// meter shows the progress on a terminal.
type meter struct {
	a     *app
	start time.Time
	last  time.Time
	width int
	shown bool
}

// newMeter gives nil where nobody looks: standard error is no terminal, or the results go to the same one as they come.
func newMeter(a *app, format string) *meter {
	if !a.s.ErrTTY || a.s.OutTTY && format != "summary" {
		return nil
	}
	return &meter{a: a, start: time.Now(), width: a.s.Width(0)}
}

func (m *meter) show(p batch.Progress) {
	now := time.Now()
	if p.Done {
		m.clear()
		return
	}
	if now.Sub(m.last) < 200*time.Millisecond || now.Sub(m.start) < 500*time.Millisecond {
		return
	}
	m.last, m.shown = now, true
	line := progressLine(p, now.Sub(m.start))
	fmt.Fprintf(m.a.s.Err, "\r\x1b[K%s", line[:min(len(line), max(m.width-1, 20))])
}

// progressLine tells how far a run has come after a time, in ASCII. Octets are those on the disk, compressed or not, of all
// inputs, so that what is left can be told.
func progressLine(p batch.Progress, spent time.Duration) string {
	line := mebibytes(float64(p.Read))
	if p.Total > 0 {
		line += " of " + mebibytes(float64(max(p.Total, p.Read)))
	}
	line += fmt.Sprintf(" MiB, %s MiB/s, %d events", mebibytes(float64(p.Read)/max(spent.Seconds(), 1e-3)), p.Events)
	if p.Total > p.Read && p.Read > 0 {
		if left := spent.Seconds() * (float64(p.Total)/float64(p.Read) - 1); left < 1e7 {
			line += ", " + (time.Duration(left+0.5) * time.Second).String() + " left"
		}
	}
	return line
}

// mebibytes writes a number of octets in MiB, with one decimal when it is small.
func mebibytes(octets float64) string {
	n := octets / (1 << 20)
	if n < 99.95 {
		return strconv.FormatFloat(n, 'f', 1, 64)
	}
	return strconv.FormatFloat(n, 'f', 0, 64)
}

// clear takes the line away.
func (m *meter) clear() {
	if m != nil && m.shown {
		fmt.Fprint(m.a.s.Err, "\r\x1b[K")
		m.shown = false
	}
}

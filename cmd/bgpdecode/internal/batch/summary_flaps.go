package batch

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// flaps follows the falls of each session, and finds those that fall again and again.
type flaps struct {
	chains map[flapKey]*chain
	full   int64 // falls of sessions that are not followed: too many
}

type flapKey struct{ host, peer string }

// chain is the falls of one session that follow each other, and the longest such chain so far.
type chain struct {
	key         flapKey
	order       int
	falls       int64 // with repeat counts
	downs       int   // those with a time of their own
	first, last time.Time
	shortest    time.Duration
	gaps        []int32 // the last ones, in seconds
	next        int     // of gaps to overwrite
	causes      []int   // numbers of the causes, in the order of their first fall
	best        *chain  // an earlier chain that was longer
}

// What makes a chain, and how much is kept.
const (
	mostChains = 1 << 16
	mostGaps   = 63
	chainBreak = time.Hour       // a session that holds so long has recovered
	oneFall    = 3 * time.Second // lines of one fall
	leastFlaps = 3               // falls that are a chain
)

// add takes a fall; group is the number of its cause.
func (f *flaps) add(host, peer string, at time.Time, times int64, group int) {
	if peer == "" || at.IsZero() {
		return
	}
	k := flapKey{host, peer}
	c := f.chains[k]
	if c == nil {
		if len(f.chains) >= mostChains {
			f.full += times
			return
		}
		c = &chain{key: k, order: len(f.chains)}
		f.chains[k] = c
	}
	gap := at.Sub(c.last)
	switch {
	case c.downs == 0:
		c.first = at
	case gap > -chainBreak && gap < oneFall: // another line about the same, or told late
		c.falls += times - 1
		return
	case gap > chainBreak || gap < 0:
		old := *c
		old.best = nil
		best := c.best
		if best == nil || old.downs > best.downs {
			best = &old
		}
		*c = chain{key: k, order: c.order, first: at, best: best}
	default:
		c.gap(gap)
	}
	c.downs++
	c.falls += times
	c.last = at
	if !slices.Contains(c.causes, group) && len(c.causes) < 4 {
		c.causes = append(c.causes, group)
	}
}

func (c *chain) gap(d time.Duration) {
	if c.shortest == 0 || d < c.shortest {
		c.shortest = d
	}
	s := int32(d / time.Second)
	if len(c.gaps) < mostGaps {
		c.gaps = append(c.gaps, s)
		return
	}
	c.gaps[c.next] = s
	c.next = (c.next + 1) % mostGaps
}

// median is that of the last gaps.
func (c *chain) median() time.Duration {
	if len(c.gaps) == 0 {
		return 0
	}
	list := slices.Clone(c.gaps)
	slices.Sort(list)
	return time.Duration(list[len(list)/2]) * time.Second
}

// worst gives the chains with most falls, and how many there are.
func (f *flaps) worst(n int) (list []*chain, all int) {
	for _, c := range f.chains {
		if c.best != nil && c.best.downs > c.downs {
			c = c.best
		}
		if c.downs >= leastFlaps {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b *chain) int {
		return cmp.Or(cmp.Compare(b.downs, a.downs), a.first.Compare(b.first), strings.Compare(a.key.peer, b.key.peer), strings.Compare(a.key.host, b.key.host))
	})
	return list[:min(n, len(list))], len(list)
}

// ended reports whether the chain was over well before the end of the input.
func (c *chain) ended(end time.Time) bool {
	return end.Sub(c.last) > max(3*c.median(), 10*time.Minute)
}

// text tells a chain in a sentence: "192.0.2.1: 14 downs in 3 h, every 13 min".
func (c *chain) text(end time.Time) string {
	s := c.key.peer
	if c.key.host != "" {
		s += " at " + c.key.host
	}
	s += ": " + count(int64(c.downs), "down")
	if c.falls > int64(c.downs) {
		s += " (" + count(c.falls, "event") + " with repeat counts)"
	}
	s += " in " + howLong(c.last.Sub(c.first)) + ", every " + howLong(c.median())
	if c.shortest < c.median()*9/10 {
		s += " (shortest " + howLong(c.shortest) + ")"
	}
	if c.ended(end) {
		return s + ", ended " + howLong(end.Sub(c.last)) + " before the input does"
	}
	return s + ", still flapping at the end"
}

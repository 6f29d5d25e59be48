package batch

import (
	"slices"
	"time"
)

// clockKey is two devices whose clocks are compared.
type clockKey struct{ x, y *device }

// clock is the difference of two clocks, y's less x's.
type clock struct {
	diffs []time.Duration // of confident pairs, in the order in which they were found
	weak  []time.Duration
	skew  time.Duration
	known bool
}

// clock gives what is known of the difference of two clocks, nil for nothing.
func (c *correlator) clock(x, y *device) *time.Duration {
	if k := c.clocks[clockKey{x, y}]; k != nil && k.known {
		d := k.skew
		return &d
	}
	if k := c.clocks[clockKey{y, x}]; k != nil && k.known {
		d := -k.skew
		return &d
	}
	return nil
}

// mostDiffs bounds the differences of which the median is taken.
const mostDiffs = 4096

// learn takes the differences of the clocks from the pairs of matches: the median. What was known of others stays.
func (c *correlator) learn(list []*match) []clockKey {
	clocks := map[clockKey]*clock{}
	var order []clockKey
	for _, m := range list {
		k := clockKey{m.x.dev, m.y.dev}
		if clocks[k] == nil && clocks[clockKey{k.y, k.x}] != nil {
			k = clockKey{k.y, k.x}
		}
		cl := clocks[k]
		if cl == nil {
			cl = &clock{}
			clocks[k] = cl
			order = append(order, k)
		}
		for _, p := range m.pairs {
			if !p.timed {
				continue
			}
			d := time.Duration(p.y.time - p.x.time)
			if k.x != m.x.dev {
				d = -d
			}
			if p.how == strong && len(cl.diffs) < mostDiffs {
				cl.diffs = append(cl.diffs, d)
			} else if len(cl.weak) < mostDiffs && p.how == weak {
				cl.weak = append(cl.weak, d)
			}
		}
	}
	for _, k := range order {
		cl := clocks[k]
		cl.median()
		if old := c.clocks[clockKey{k.y, k.x}]; old != nil {
			delete(c.clocks, clockKey{k.y, k.x})
		}
		if old := c.clocks[k]; cl.known || old == nil {
			c.clocks[k] = cl
		}
	}
	return order
}

func (cl *clock) median() {
	list := cl.diffs
	if len(list) < 3 {
		list = append(slices.Clone(list), cl.weak...)
	}
	if len(list) == 0 {
		return
	}
	list = slices.Clone(list)
	slices.Sort(list)
	cl.skew, cl.known = list[len(list)/2], true
}

// spread is how far half of the differences lie from the median.
func (cl *clock) spread() time.Duration {
	list := append(slices.Clone(cl.diffs), cl.weak...)
	if len(list) == 0 {
		return 0
	}
	for i := range list {
		list[i] = (list[i] - cl.skew).Abs()
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// skewLine is what is known of two clocks at the end.
type skewLine struct {
	x, y   string
	skew   time.Duration
	spread time.Duration
	pairs  int
	timed  bool
}

// mostSkews bounds the pairs of devices that the end tells of.
const mostSkews = 1024

// addSkew keeps what the last resolve found of two devices.
func (c *correlator) addSkew(k clockKey, found []*match) {
	l := skewLine{x: k.x.name, y: k.y.name}
	cl := c.clocks[k]
	l.skew, l.timed = cl.skew, cl.known
	l.spread = cl.spread()
	for _, m := range found {
		if m.x.dev == k.x && m.y.dev == k.y || m.x.dev == k.y && m.y.dev == k.x {
			l.pairs += len(m.pairs)
		}
	}
	for i := range c.skews {
		if s := &c.skews[i]; s.x == l.x && s.y == l.y {
			l.pairs += s.pairs
			if !l.timed {
				l.skew, l.spread, l.timed = s.skew, s.spread, s.timed
			}
			*s = l
			return
		}
	}
	if l.pairs > 0 && len(c.skews) < mostSkews {
		c.skews = append(c.skews, l)
	}
}

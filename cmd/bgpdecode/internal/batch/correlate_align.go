package batch

import (
	"bytes"
	"cmp"
	"slices"
	"sync/atomic"
	"time"
)

// strength says how much two views have in common.
type strength uint8

const (
	apart  strength = iota // they cannot be one message
	weak                   // code and subcode agree, Data is not there to compare
	strong                 // octets of Data agree
)

// agreed counts comparisons where a test asks for it.
var (
	countAgreements bool
	agreed          atomic.Int64
)

// shortData is how many octets of Data say something of their own.
const shortData = 3

// agree weighs two views of what may be one NOTIFICATION.
func agree(x, y *note) strength {
	if countAgreements {
		agreed.Add(1)
	}
	if x.code != y.code || x.sub >= 0 && y.sub >= 0 && x.sub != y.sub {
		return apart
	}
	a, b := &x.data, &y.data
	if !a.known || !b.known {
		return weak
	}
	if a.full && b.full {
		switch {
		case a.n != b.n || a.hash != b.hash:
			return apart
		case a.n < shortData:
			return weak
		}
		return strong
	}
	if a.full && a.n < b.n || b.full && b.n < a.n {
		return apart // the one that is cut shows more than there is
	}
	n := min(len(a.head), len(b.head))
	switch {
	case !bytes.Equal(a.head[:n], b.head[:n]):
		return apart
	case n <= shortData:
		return weak
	}
	return strong
}

// mark is what notes carry that an alignment has paired.
type mark int64

var lastMark atomic.Int64

func newMark() mark { return mark(lastMark.Add(1)) }

// pairing is two views of one message.
type pairing struct {
	x, y *note
	tie
}

// tie says how two views were found to be one message.
type tie struct {
	how     strength
	timed   bool
	skew    time.Duration // by which the clock of y is ahead
	residue time.Duration // what is left between the stamps then
	differ  bool          // the codes are not the same
	conf    confidence
	why     []string // what else speaks for it
}

type confidence uint8

const (
	low confidence = iota
	medium
	high
)

func (c confidence) String() string { return [...]string{"low", "medium", "high"}[c] }

// How far two stamps of one message may be apart when the difference of the clocks is known: a NOTIFICATION takes no time,
// but devices write their log when they find time, and clocks drift.
const (
	strongWithin = 60 * time.Second
	weakWithin   = 15 * time.Second
	codeWithin   = 3 * time.Second
)

// stream is what one side says of the messages that go one way.
type stream struct{ x, y []*note }

// vote finds the difference of two clocks that explains most: y's stamps less x's. weight is about the number of messages
// that agree on it. A message of which the other side shows few candidates weighs more. Of equals the smallest wins.
func vote(streams []stream, window time.Duration) (skew time.Duration, weight float64) {
	const mostX, mostY = 48, 768
	type ballot struct {
		d int64
		w float64
	}
	var all []ballot
	for _, s := range streams {
		for _, x := range sample(s.x, mostX) {
			from := len(all)
			for _, y := range sample(s.y, mostY) {
				d := y.time - x.time
				if d > int64(window) || d < -int64(window) || agree(x, y) == apart {
					continue
				}
				all = append(all, ballot{d, 1})
			}
			for i := from; i < len(all); i++ {
				all[i].w = 0.5 + 0.5/float64(len(all)-from)
			}
		}
	}
	if len(all) == 0 {
		return 0, 0
	}
	slices.SortFunc(all, func(a, b ballot) int { return cmp.Compare(a.d, b.d) })
	const width = int64(4 * time.Second)
	best, lo, sum := -1.0, 0, 0.0
	var bestLo, bestHi int
	for hi := range all {
		sum += all[hi].w
		for all[hi].d-all[lo].d > width {
			sum -= all[lo].w
			lo++
		}
		switch closer := abs(all[(lo+hi)/2].d) < abs(all[(bestLo+bestHi)/2].d); {
		case sum > best+1e-6, sum > best-1e-6 && closer:
			best, bestLo, bestHi = sum, lo, hi
		}
	}
	return time.Duration(all[(bestLo+bestHi)/2].d), best
}

func abs(d int64) int64 { return max(d, -d) }

// sample takes at most n of a list, spread over it, those with Data first.
func sample(list []*note, n int) []*note {
	if len(list) <= n {
		return list
	}
	var out, rest []*note
	for i, x := range list {
		if x.data.n >= shortData {
			out = append(out, list[i])
		} else {
			rest = append(rest, list[i])
		}
	}
	if len(out) >= n {
		return spread(out, n)
	}
	return append(out, spread(rest, n-len(out))...)
}

func spread(list []*note, n int) []*note {
	if len(list) <= n {
		return list
	}
	out := make([]*note, 0, n)
	for i := range n {
		out = append(out, list[i*len(list)/n])
	}
	return out
}

// align pairs the messages of a stream by time, when the clock of y is ahead by skew: each with the nearest that can be
// the same one, each once. It looks at a few neighbours only, so its time is linear whatever the stamps.
func align(s stream, skew time.Duration, within time.Duration, least strength, taken mark) []pairing {
	const ahead = 16
	var out []pairing
	first := 0
	for i, x := range s.x {
		if x.mark == taken {
			continue
		}
		want := x.time + int64(skew)
		for first < len(s.y) && (s.y[first].time < want-int64(within) || s.y[first].mark == taken) {
			first++
		}
		var best *note
		var bestD int64
		var how strength
		for k, seen := first, 0; k < len(s.y) && seen < ahead; k++ {
			y := s.y[k]
			if y.mark == taken {
				continue
			}
			seen++
			d := abs(y.time - want)
			if y.time > want+int64(within) {
				break
			}
			if best != nil && d >= bestD {
				continue
			}
			if st := agree(x, y); st >= least && d <= int64(within) && !nearer(s.x[i+1:], y, skew, d, least, taken) {
				best, bestD, how = y, d, st
			}
		}
		if best == nil {
			continue
		}
		x.mark, best.mark = taken, taken
		out = append(out, pairing{x: x, y: best, tie: tie{how: how, timed: true, skew: skew, residue: time.Duration(best.time - want)}})
	}
	return out
}

// nearer reports whether y stands nearer to a later x than d.
func nearer(later []*note, y *note, skew time.Duration, d int64, least strength, taken mark) bool {
	for i, x := range later {
		if i >= 8 || abs(y.time-x.time-int64(skew)) >= d && x.time+int64(skew) > y.time {
			return false
		}
		if x.mark != taken && abs(y.time-x.time-int64(skew)) < d && agree(x, y) >= least {
			return true
		}
	}
	return false
}

// inOrder pairs the messages of a stream of which stamps say nothing: each with the next that can be the same one, those
// that show the same octets before others.
func inOrder(s stream, taken mark) []pairing {
	const ahead = 32
	var out []pairing
	first := 0
	for _, x := range s.x {
		if x.mark == taken {
			continue
		}
		best, how := -1, apart
		seen := 0
		for k := first; k < len(s.y) && seen < ahead; k++ {
			if s.y[k].mark == taken {
				if seen == 0 {
					first = k + 1
				}
				continue
			}
			seen++
			if st := agree(x, s.y[k]); st > how {
				best, how = k, st
				if st == strong {
					break
				}
			}
		}
		if best < 0 {
			continue
		}
		y := s.y[best]
		x.mark, y.mark = taken, taken
		out = append(out, pairing{x: x, y: y, tie: tie{how: how}})
		first = best + 1
	}
	return out
}

// uncross drops the weak ones of pairs that cross in time: a session tells its messages in order.
func uncross(list []pairing, taken mark) []pairing {
	slices.SortStableFunc(list, func(a, b pairing) int { return cmp.Compare(a.x.time, b.x.time) })
	crosses := func(a, b pairing) bool { return a.y.time > b.y.time && a.x.time < b.x.time }
	free := func(p pairing) {
		p.x.mark = 0
		p.y.mark = 0
	}
	out := list[:0]
	for _, p := range list {
		for n := len(out); n > 0 && crosses(out[n-1], p) && out[n-1].how < p.how; n = len(out) {
			free(out[n-1])
			out = out[:n-1]
		}
		if n := len(out); n > 0 && crosses(out[n-1], p) && p.how == weak {
			free(p)
			continue
		}
		out = append(out, p)
	}
	return out
}

// alignment is all that two sessions, taken for the two ends of one, have in common.
type alignment struct {
	pairs         []pairing
	strong, weak  int
	skew          time.Duration // of the most
	timed         bool
	alone         bool // one message on each side, and that is all
	byPrior       bool // the difference of the clocks was known from other sessions
	others        int  // further differences: the clock was set
	events, other int  // messages that each side tells
}

// alignAll pairs the streams of two sessions. prior is the difference of the clocks where it is known.
func alignAll(streams []stream, window time.Duration, prior *time.Duration) alignment {
	var a alignment
	taken := newMark()
	var timed, untimed []stream
	for _, s := range streams {
		a.events += len(s.x)
		a.other += len(s.y)
		x, xr := split(s.x)
		y, yr := split(s.y)
		timed = append(timed, stream{x, y})
		if len(xr) > 0 || len(yr) > 0 {
			untimed = append(untimed, s)
		}
	}
	a.alone = a.events == 1 && a.other == 1
	for round := range 4 {
		left := untaken(timed, taken)
		skew, weight := vote(left, window)
		if weight == 0 || round > 0 && weight < 1.5 {
			break
		}
		if prior != nil && round == 0 {
			if n := near(left, *prior); float64(n) >= weight/2 {
				skew, a.byPrior = *prior, true
			}
		}
		got := a.at(left, skew, taken)
		if len(got) == 0 || round > 0 && len(got) < 2 {
			for _, p := range got {
				p.x.mark = 0
				p.y.mark = 0
			}
			break
		}
		if round == 0 {
			a.skew, a.timed = skew, true
		} else {
			a.others++
		}
		a.pairs = append(a.pairs, got...)
	}
	for _, s := range untimed {
		a.pairs = append(a.pairs, inOrder(s, taken)...)
	}
	for _, p := range a.pairs {
		if p.how == strong {
			a.strong++
		} else {
			a.weak++
		}
	}
	return a
}

// at aligns all streams by one difference of the clocks.
func (a *alignment) at(streams []stream, skew time.Duration, taken mark) []pairing {
	var got []pairing
	for _, s := range streams {
		list := align(s, skew, strongWithin, strong, taken)
		list = append(list, align(s, skew, weakWithin, weak, taken)...)
		got = append(got, uncross(list, taken)...)
	}
	return got
}

// near counts the messages that a difference of the clocks explains.
func near(streams []stream, skew time.Duration) int {
	n := 0
	for _, s := range streams {
		n += len(align(s, skew, weakWithin, weak, newMark()))
	}
	return n
}

// split parts those with a stamp from those without.
func split(list []*note) (stamped, rest []*note) {
	for _, n := range list {
		if n.stamped {
			stamped = append(stamped, n)
		} else {
			rest = append(rest, n)
		}
	}
	slices.SortStableFunc(stamped, func(a, b *note) int { return cmp.Compare(a.time, b.time) })
	return stamped, rest
}

func untaken(streams []stream, taken mark) []stream {
	out := make([]stream, len(streams))
	for i, s := range streams {
		out[i] = stream{without(s.x, taken), without(s.y, taken)}
	}
	return out
}

func without(list []*note, taken mark) []*note {
	var out []*note
	for _, n := range list {
		if n.mark != taken {
			out = append(out, n)
		}
	}
	return out
}

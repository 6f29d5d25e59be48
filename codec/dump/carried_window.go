package dump

import (
	"bytes"
	"slices"
	"sort"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// joined is a text put together from units, and how it came about.
type joined struct {
	c     *carrier
	units []int
	at    []int // offset in the text of each unit
	text  string
}

// window reads some units of one source as one text.
func (c *carrier) window(units []int) {
	if len(units) == 1 {
		u := &c.units[units[0]]
		if u.Source.Kind == logline.SourceHead && strings.IndexByte(u.Text, '\n') < 0 {
			return // nothing new
		}
	}
	w := joined{c: c, units: units, at: make([]int, len(units))}
	ended := slices.ContainsFunc(units, func(i int) bool { return c.units[i].Ended })
	var b strings.Builder
	for k, i := range units {
		u := &c.units[i]
		w.at[k] = b.Len()
		b.WriteString(u.Text)
		if !(u.Part || ended && !u.Ended && u.Source.Kind == logline.SourceJSON && len(u.Text) >= loggerPart) {
			b.WriteByte('\n')
		}
	}
	w.text = b.String()
	r := c.r
	if r.inner == nil {
		r.inner = new(reader)
	}
	in := r.inner
	in.text, in.opt, in.lines, in.out = w.text, r.opt, lines{text: w.text}, r.again
	in.opt.depth++
	in.opt.Partial = true
	in.textual()
	if len(in.out) > 0 {
		w.choose(in.out)
	}
	if clear(in.out); cap(in.out) <= mostAgain {
		r.again = in.out[:0]
	}
	in.done()
}

// mostAgain bounds the events of windows that are kept for their storage.
const mostAgain = 64

// loggerPart is how long a message must be at least that a logger has cut; Docker does so at 16384 octets.
const loggerPart = 8 << 10

// unitAt returns the index of the unit that holds an offset of the text.
func (w *joined) unitAt(off int) int {
	return max(0, sort.Search(len(w.at), func(i int) bool { return w.at[i] > off })-1)
}

// origin maps an offset of the text to the input.
func (w *joined) origin(off int) int {
	k := w.unitAt(off)
	u := &w.c.units[w.units[k]]
	i := off - w.at[k]
	s := max(0, sort.Search(len(u.Segs), func(n int) bool { return u.Segs[n].At > i })-1)
	return min(u.Segs[s].Src+i-u.Segs[s].At, u.End)
}

// claim is an event with the units that it was read from.
type claim struct {
	ev       *Event
	old      int // index in reader.out, -1 for one of the window
	from, to int // units, inclusive
}

// choose puts events of the window in the place of those that have been found in the lines as they stand, where they tell
// more.
func (w *joined) choose(evs []Event) {
	var claims []claim
	for i := range evs {
		ev := &evs[i]
		last := ev.Offset
		if ev.EndOffset > 0 {
			last = max(last, ev.EndOffset-1)
		}
		for _, p := range ev.Pieces {
			if len(ev.Rows) == 0 {
				last = max(last, p.Offset)
			}
		}
		claims = append(claims, claim{ev, -1, w.unitAt(ev.Offset), w.unitAt(last)})
	}
	claims = w.old(claims)
	sort.SliceStable(claims, func(i, j int) bool { return claims[i].from < claims[j].from })
	for i := 0; i < len(claims); {
		end, k := claims[i].to, i+1
		for ; k < len(claims) && claims[k].from <= end; k++ {
			end = max(end, claims[k].to)
		}
		w.decide(claims[i:k])
		i = k
	}
}

// old adds the events that have been found in the lines of the window.
func (w *joined) old(claims []claim) []claim {
	c := w.c
	if c.ends == nil {
		c.ends = make([]int, len(c.r.out))
		for i := range c.r.out {
			ev := &c.r.out[i]
			c.ends[i] = max(ev.EndOffset, ev.Offset+1)
			for _, p := range ev.Pieces {
				if len(ev.Rows) == 0 { // what stands far behind ties nothing together
					c.ends[i] = max(c.ends[i], p.Offset+1)
				}
			}
		}
	}
	first, last := &c.units[w.units[0]], &c.units[w.units[len(w.units)-1]]
	i := sort.Search(len(c.r.out), func(i int) bool { return c.r.out[i].Offset >= first.Start-carriedGap })
	for ; i < len(c.r.out) && c.r.out[i].Offset < last.End; i++ {
		if c.ends[i] <= first.Start || c.gone != nil && c.gone[i] {
			continue
		}
		start, end := c.r.out[i].Offset, c.ends[i]
		from := sort.Search(len(w.units), func(k int) bool { return c.units[w.units[k]].End > start })
		to := sort.Search(len(w.units), func(k int) bool { return c.units[w.units[k]].Start >= end }) - 1
		if from <= to {
			claims = append(claims, claim{&c.r.out[i], i, from, to})
		}
	}
	return claims
}

// decide keeps the old or the new events of those that overlap.
func (w *joined) decide(claims []claim) {
	var sum, units, n [2]int
	var seen []bool
	for i := range claims {
		x := &claims[i]
		if x.old < 0 {
			w.place(x.ev)
			n[1]++
			sum[1] += worth(x.ev)
			units[1] += x.to - x.from + 1
		}
	}
	if n[1] == 0 {
		return
	}
	for i := range claims {
		x := &claims[i]
		if x.old < 0 || w.raw(x) {
			continue
		}
		if k := equal(claims, x); k >= 0 {
			if seen == nil {
				seen = make([]bool, len(claims))
			}
			if seen[k] || x.ev.Style == "" && claims[k].ev.Style != "" {
				continue // said twice, or the octets of what has words now
			}
			seen[k] = true
		}
		sum[0] += worth(x.ev)
		units[0] += x.to - x.from + 1
	}
	if sum[1] < sum[0] || sum[1] == sum[0] && units[1] <= units[0] {
		return
	}
	c := w.c
	if c.gone == nil {
		c.gone = make([]bool, len(c.r.out))
	}
	for i := range claims {
		if x := &claims[i]; x.old >= 0 {
			c.gone[x.old] = true
		} else {
			c.out = append(c.out, *x.ev)
		}
	}
}

// raw reports whether an event was read in a JSON string or a cell with escapes in it, as they stand: that is no reading of it.
func (w *joined) raw(x *claim) bool {
	for k := x.from; k <= x.to; k++ {
		u := &w.c.units[w.units[k]]
		if (u.Source.Kind == logline.SourceJSON || u.Source.Kind == logline.SourceCell) && len(u.Segs) > 1 && x.ev.Offset >= u.Segs[0].Src && x.ev.Offset < u.Until {
			return true
		}
	}
	return false
}

// mostCompared bounds the events of one place that are compared with each other.
const mostCompared = 64

// equal returns the index of a new event that tells the same as an old one, -1 for none.
func equal(claims []claim, x *claim) int {
	for i := range claims[:min(len(claims), mostCompared)] {
		o := &claims[i]
		if o.old < 0 && x.ev.Style == "" && x.ev.Octets != nil && bytes.Equal(o.ev.Octets, x.ev.Octets) {
			return i
		}
		if o.old < 0 && o.ev.Code == x.ev.Code && o.ev.Subcode == x.ev.Subcode && o.ev.Peer == x.ev.Peer && o.ev.Direction == x.ev.Direction &&
			bytes.Equal(o.ev.Octets, x.ev.Octets) {
			return i
		}
	}
	return -1
}

// worth is how much an event tells.
func worth(ev *Event) int {
	n := 0
	switch {
	case ev.Kind == KindUnparsed:
		n = 1
	case ev.Octets != nil && ev.Truncated.By == "" && ev.Truncated.Want == 0:
		n = 8
	case ev.Octets != nil:
		n = 6
	default:
		n = 4
	}
	if ev.PeerName() != "" {
		n += 2
	}
	if ev.Host != "" {
		n++
	}
	if !ev.Time.IsZero() {
		n++
	}
	return n
}

// place maps an event of the window to the input, and gives it what its record tells.
func (w *joined) place(ev *Event) {
	r := w.c.r
	u := &w.c.units[w.units[w.unitAt(ev.Offset)]]
	if ev.Host == "" {
		ev.Host = u.Host
	}
	if ev.Time.IsZero() && (ev.TimeText == "" || !u.Time.IsZero()) || ev.YearAssumed && !u.YearAssumed && !u.Time.IsZero() {
		ev.Time, ev.TimeText, ev.YearAssumed = u.Time, u.TimeText, u.YearAssumed
	}
	from, to := w.unitAt(ev.Offset), w.unitAt(max(ev.Offset, ev.EndOffset-1))
	for i := range ev.Pieces {
		p := &ev.Pieces[i]
		to = max(to, w.unitAt(p.Offset))
		p.Offset = w.origin(p.Offset)
		p.Line, p.Col = r.lines.at(p.Offset)
	}
	for _, x := range ev.Rows {
		to = max(to, w.unitAt(max(x.Start, x.End-1)))
	}
	start := w.origin(ev.Offset)
	ev.Rows = nil
	end := w.c.units[w.units[from]].End
	if from == to && ev.EndOffset > 0 {
		end = w.origin(ev.EndOffset-1) + 1
	}
	for k := from + 1; k <= to; k++ {
		x := &w.c.units[w.units[k]]
		if len(ev.Rows) == 0 && x.row-w.c.units[w.units[k-1]].row <= 1 {
			end = x.End
			continue
		}
		ev.Rows = append(ev.Rows, logline.Stretch{Start: x.Start, End: x.End})
	}
	if ev.ErrOff > 0 || ev.Err != "" {
		ev.ErrOff = w.origin(ev.ErrOff)
	}
	ev.Offset, ev.EndOffset = start, max(end, start+1)
	ev.Line, _ = r.lines.at(start)
	ev.LineEnd, _ = r.lines.at(max(start, w.c.units[w.units[to]].End-1))
	if from == to {
		ev.LineEnd, _ = r.lines.at(max(start, end-1))
	}
}

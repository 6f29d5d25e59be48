package logline

import (
	"slices"
	"sort"
	"time"
)

// found is an event with what is needed to choose between overlapping readings.
type found struct {
	ev         Event
	start, end int // octet offsets into the input
	score      int
	order      int  // variant and style order, lower wins
	octets     int  // of its dump
	short      bool // its dump wanted more
	used       bool // since the document's text was set
}

// Scan returns the events of a document in text order. Its time is linear in the length of the text.
func Scan(doc *Document, opts Options) []Event { return AppendScan(nil, doc, opts) }

// AppendScan is Scan that uses the storage of evs, of which nothing is kept, for the events.
func AppendScan(evs []Event, doc *Document, opts Options) []Event {
	s := &doc.scan
	s.doc, s.opts, s.find, s.out = doc, opts, theFinder(), evs[:0]
	if opts.slow {
		s.find = slowFinder()
	}
	evs = s.run()
	s.out = nil
	return evs
}

type scanner struct {
	doc  *Document
	opts Options
	find *finder
	out  []Event
	cur  Cursor
	done int // input offset up to which events have been taken

	try, best *found   // the reading that a style is making, and the best one at an anchor
	all       []*found // what was read of the record
	spare     []*found // storage
	used      []*found // of it, what holds something of the text
	record    block
	put       putter
	stamped   stamped
	fruitless bool // no style made anything of the last record
	short     int  // number of a line of the record on which a dump wanted more octets than it found, 0 for none
	zebra     zebraMemo
}

// stamped is the completed stamp of the line that it was asked for last.
type stamped struct {
	line int // number of the line, 0: none
	time time.Time
	text string
}

func (s *scanner) run() []Event {
	hits := s.find.hits(s.doc.text)
	for from := 0; ; {
		at, ok := hits.next(from)
		if !ok {
			break
		}
		s.doc.block(&s.record, at, s.done)
		end := s.record.end
		s.block(&s.record)
		if s.fruitless {
			s.doc.missed = append(s.doc.missed, at)
		}
		from = max(end, s.done, at+1)
	}
	s.link()
	if s.opts.Transitions {
		return steps(s.doc, s.opts, s.out)
	}
	return s.out
}

// link lets the styles tie their events together, from the first one that says something to that end.
func (s *scanner) link() {
	first := 0
	for first < len(s.out) && s.out[first].link == nil {
		first++
	}
	if first == len(s.out) {
		return
	}
	for _, st := range styleList {
		if st.Link != nil {
			s.out = s.out[:first+len(st.Link(s.out[first:]))]
		}
	}
}

// block offers one record, with wraps undone in each possible way, to the styles and keeps the best readings.
func (s *scanner) block(b *block) {
	s.spare = append(s.spare, s.all...)
	s.all, s.stamped.line, s.short = s.all[:0], 0, 0
	if text, src, ok := b.plain(); ok {
		s.view(b, s.put.oneLine(text, src, b.lines[0].num), 0)
	} else {
		for n, v := range s.put.wraps(b, s.find) {
			s.view(b, v, n)
		}
	}
	picks := choose(s.all)
	if s.short > 0 {
		if f := s.farther(b, picks); f != nil {
			picks = replace(picks, f)
		}
	}
	s.fruitless = len(picks) == 0
	for _, f := range picks {
		if f.start < s.done {
			continue
		}
		behind := s.done
		s.done = max(s.done, f.end)
		if f.ev.Style != "tcp-auth" && foreign(s.doc.text, f.start, f.end) {
			continue
		}
		f.ev.setReason(s.doc.text[f.start:f.end])
		if !s.wanted(&f.ev) {
			continue
		}
		s.inFront(b, &f.ev)
		s.joined(&f.ev, behind)
		f.ev.doubt()
		s.repeats(f)
		s.grow()
		s.out = append(s.out, f.ev)
	}
}

// grow makes room for an event: for as many as the rest of the text may hold, by what there was up to here.
func (s *scanner) grow() {
	n := len(s.out)
	if n < cap(s.out) {
		return
	}
	guess := n + n/8 + 16
	if s.done > 0 {
		guess = int(float64(n) * 1.1 * float64(len(s.doc.text)) / float64(s.done))
	}
	grown := make([]Event, n, max(n+n/4+8, min(guess, 8*n)))
	copy(grown, s.out)
	s.out = grown
}

// view adds the events of one view.
func (s *scanner) view(b *block, v *View, variant int) {
	floor := 0 // end of the event before
	var said communications
	for i := 0; i < len(v.Text); {
		at, n, ok := s.find.search(v.Text, i)
		if !ok {
			break
		}
		s.try, s.best = s.room(s.try), s.room(s.best)
		s.best.score = -1 << 30
		bestEnd := 0
		may := ^uint64(0)
		if b := s.find.next; b != nil && b.anchor == n && !s.opts.slow {
			may = b.may(v.Text, at, at+len(s.find.anchors[n]), floor)
		}
		for bit, k := range s.find.styles[n] {
			st := styleList[k]
			if may>>(bit&63)&1 == 0 || v.rows && st.Rows == "" || bestEnd > 0 && st.Most > 0 && s.best.score >= st.Most && !s.opts.slow {
				continue
			}
			end, ok := s.read(b, v, st, at, at+len(s.find.anchors[n]), floor)
			if ok && s.try.score > s.best.score {
				s.try.order = variant<<16 | k
				s.try, s.best, bestEnd = s.best, s.try, end
			}
		}
		i = at + 1
		if bestEnd > 0 && v.Text[at] != '"' {
			if end := said.around(v.Text, at, floor); end > 0 {
				i = end
				continue
			}
		}
		if bestEnd > 0 {
			s.all = append(s.all, s.best)
			s.best = nil
			i = max(i, bestEnd)
			floor = bestEnd
		}
	}
}

// read lets one style read at one anchor.
func (s *scanner) read(b *block, v *View, st *Style, at, after, floor int) (int, bool) {
	c, f := &s.cur, s.try
	ev := &f.ev
	*c = Cursor{v: v, t: v.Text, i: after, at: at, start: at, floor: floor, doc: s.doc, block: b, style: st, zebra: &s.zebra, opts: &s.opts}
	*ev = Event{}
	ev.Style, ev.Vendor, ev.Code, ev.Subcode, ev.MessageType, ev.Declared = st.Name, st.Vendor, Unknown, Unknown, Unknown, Unknown
	ok := st.Scan(c, ev)
	if c.short > 0 && s.short == 0 {
		s.short = c.short
	}
	if !ok || c.i <= c.start {
		return 0, false
	}
	f.score, f.octets, f.short = c.score(ev)+st.Weight, c.octets, c.short > 0
	f.start, ev.Line = v.Pos(c.start)
	last := c.i
	for last > c.start+1 && isBlank(c.t[last-1]) {
		last--
	}
	var off int
	off, ev.LineEnd = v.Pos(last - 1)
	f.end = off + 1
	if v.unescaped(last - 1) {
		l := s.doc.lineOf(off, off)
		f.end = l.end
	}
	ev.Offset = f.start
	if c.extraLine > ev.LineEnd {
		ev.LineEnd, f.end = c.extraLine, c.extraEnd
	}
	ev.EndOffset = f.end
	s.envelope(b, ev)
	if ev.DeclaredAs == CountData && ev.Declared > 0 && !c.showed(ev) { // announced, not shown: not the same as empty
		ev.DataKnown, ev.Cut = false, true
	}
	return c.i, true
}

// showed reports whether the event has octets or a text.
func (c *Cursor) showed(ev *Event) bool {
	return ev.Dump.View != nil || ev.Octets != nil || ev.HasText || c.dumped && c.octets > 0
}

// envelope copies time, host and repeat count of the line on which the event starts.
func (s *scanner) envelope(b *block, ev *Event) {
	env := b.envOf(ev.Line)
	if env == nil {
		return
	}
	if ev.Host == "" {
		ev.Host = env.host
	}
	if env.repeat > 1 && ev.Repeat <= 1 {
		ev.Repeat = env.repeat
	}
	if ev.Time.IsZero() {
		if s.stamped.line != ev.Line {
			t, text := env.stamp.complete(s.opts)
			s.stamped = stamped{ev.Line, t, text}
		}
		if s.stamped.text == "" && s.stamped.time.IsZero() {
			return // what the style read stays
		}
		ev.Time, ev.TimeText = s.stamped.time, s.stamped.text
		ev.YearAssumed = env.stamp.assumesYear()
		if env.stamp.assumed {
			ev.Notes = append(ev.Notes, "the time of "+env.stamp.text+" is that of a clock without leap seconds, as multilog has it; where s6-log wrote the line, it was 27 s earlier")
		}
	}
}

// wanted drops sessions that came up, unless the text told their fall, the line has parameters or Options ask for all.
func (s *scanner) wanted(ev *Event) bool {
	if !ev.Up || len(ev.Params) > 0 || s.opts.AllStates {
		return true
	}
	for i := len(s.out) - 1; i >= 0 && i >= len(s.out)-32; i-- {
		if s.out[i].PeerName() == ev.PeerName() {
			return true
		}
	}
	return false
}

// room returns f, or storage for a reading when it is nil.
func (s *scanner) room(f *found) *found {
	if f == nil {
		if n := len(s.spare); n > 0 {
			f, s.spare = s.spare[n-1], s.spare[:n-1]
		} else {
			f = new(found)
		}
	}
	if !f.used {
		f.used = true
		s.used = append(s.used, f)
	}
	return f
}

// choose keeps the best of overlapping readings, in text order.
func choose(all []*found) []*found {
	apart := true // in text order, and none over another, as a record that was read in one way gives them
	for i := 1; i < len(all) && apart; i++ {
		apart = all[i].start >= all[i-1].end && all[i].start > all[i-1].start
	}
	if apart {
		return all
	}
	slices.SortStableFunc(all, func(a, b *found) int { return a.start - b.start })
	kept := make([]*found, 0, len(all))
	for i := 0; i < len(all); {
		end, k := all[i].end, i+1
		for ; k < len(all) && all[k].start < end; k++ {
			end = max(end, all[k].end)
		}
		kept = append(kept, chooseFrom(all[i:k])...)
		i = k
	}
	return kept
}

// chooseFrom does so for a run of readings that overlap one by one.
func chooseFrom(run []*found) []*found {
	if len(run) == 1 {
		return run
	}
	slices.SortStableFunc(run, func(a, b *found) int {
		if a.score != b.score {
			return b.score - a.score
		}
		return a.order - b.order
	})
	kept := make([]*found, 0, 4)
	for _, f := range run {
		k := sort.Search(len(kept), func(i int) bool { return kept[i].start >= f.start })
		if k < len(kept) && kept[k].start < f.end || k > 0 && kept[k-1].end > f.start {
			continue
		}
		kept = append(kept, nil)
		copy(kept[k+1:], kept[k:])
		kept[k] = f
	}
	return kept
}

// replace puts a reading in the place of those that it overlaps.
func replace(all []*found, f *found) []*found {
	kept := make([]*found, 0, len(all)+1)
	put := false
	for _, o := range all {
		if o.start >= f.start && !put {
			kept, put = append(kept, f), true
		}
		if o.start < f.end && o.end > f.start {
			continue
		}
		kept = append(kept, o)
	}
	if !put {
		kept = append(kept, f)
	}
	return kept
}

func newEvent(st *Style) Event {
	return Event{Style: st.Name, Vendor: st.Vendor, Code: Unknown, Subcode: Unknown, MessageType: Unknown, Declared: Unknown}
}

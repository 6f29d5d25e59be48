package logline

import (
	"sort"
	"strings"
	"time"
)

// Style is one vendor's way to print BGP events.
type Style struct {
	Name    string   // recogniser id, the file stem of its samples
	Vendor  string   // who writes such lines, for people
	Anchors []string // lower-case literals of 5 to 16 octets without line breaks; one of them must stand in the record
	Rows    bool     // also offer the record with '\n' between its lines

	// Scan reads one event. The cursor stands behind an anchor; see the package comment.
	Scan func(c *Cursor, ev *Event) bool
	// Link gets all events when the text has been read. It may tie those of its own style together (a message told in
	// several records, an event whose outcome a later record tells) and drop some; the order stays.
	Link func(evs []Event) []Event
	// Weight is added to the score of each event: negative for styles that should lose against any other.
	Weight int
}

// Options say how to complete what lines leave open.
type Options struct {
	Now time.Time // stamps without a year take the newest year that is not after Now; zero: they stay incomplete
	// AllStates keeps sessions that came up; without it they are told only after an event of the same peer.
	AllStates bool
	// Transitions adds lines that are no trouble by themselves and tell the course of a session: changes of state,
	// connections that open and close, messages sent and received. They come as KindState events with Step set.
	Transitions bool

	Location *time.Location // zone of stamps that have none; nil: they stay incomplete
}

// Styles returns all styles in priority order: on equal scores the earlier one wins.
func Styles() []*Style { return styleList }

// found is an event with what is needed to choose between overlapping readings.
type found struct {
	ev         Event
	start, end int // octet offsets into the input
	score      int
	order      int  // variant and style order, lower wins
	octets     int  // of its dump
	short      bool // its dump wanted more
}

// Scan returns the events of a document in text order. Its time is linear in the length of the text.
func Scan(doc *Document, opts Options) []Event {
	s := &scanner{doc: doc, opts: opts, find: theFinder()}
	return s.run()
}

type scanner struct {
	doc  *Document
	opts Options
	find *finder
	out  []Event
	cur  Cursor
	ev   Event
	done int // input offset up to which events have been taken

	short int // number of a line of the record on which a dump wanted more octets than it found, 0 for none
}

func (s *scanner) run() []Event {
	hits := s.find.hits(s.doc.text)
	for from := 0; ; {
		at, ok := hits.next(from)
		if !ok {
			break
		}
		b := s.doc.block(at, s.done)
		s.block(b)
		from = max(b.end, s.done, at+1)
	}
	for _, st := range Styles() {
		if st.Link != nil {
			s.out = st.Link(s.out)
		}
	}
	if s.opts.Transitions {
		return steps(s.doc, s.opts, s.out)
	}
	return s.out
}

// block offers one record, with wraps undone in each possible way, to the styles and keeps the best readings.
func (s *scanner) block(b *block) {
	var all []*found
	s.short = 0
	for n, v := range b.views() {
		all = s.view(all, b, v, n)
	}
	all = choose(all)
	if s.short > 0 {
		if f := s.farther(b, all); f != nil {
			all = replace(all, f)
		}
	}
	for _, f := range all {
		if f.start < s.done {
			continue
		}
		s.done = max(s.done, f.end)
		f.ev.setReason(s.doc.text[f.start:f.end])
		if !s.wanted(&f.ev) {
			continue
		}
		s.repeats(f)
		s.out = append(s.out, f.ev)
	}
}

// view appends the events of one view.
func (s *scanner) view(all []*found, b *block, v *View, variant int) []*found {
	floor := 0 // end of the event before
	for i := 0; i < len(v.Text); {
		at, n, ok := s.find.search(v.Text, i)
		if !ok {
			break
		}
		best := found{score: -1 << 30}
		bestEnd := 0
		for _, k := range s.find.styles[n] {
			if v.rows && !Styles()[k].Rows {
				continue
			}
			f, end, ok := s.try(b, v, k, at, at+len(s.find.anchors[n]), floor)
			f.order = variant<<16 | k
			if ok && f.score > best.score {
				best, bestEnd = f, end
			}
		}
		i = at + 1
		if bestEnd > 0 {
			keep := best
			all = append(all, &keep)
			i = max(i, bestEnd)
			floor = bestEnd
		}
	}
	return all
}

// try lets one style read at one anchor.
func (s *scanner) try(b *block, v *View, k, at, after, floor int) (found, int, bool) {
	st := Styles()[k]
	c, ev := &s.cur, &s.ev
	*c = Cursor{v: v, t: v.Text, i: after, at: at, start: at, floor: floor, doc: s.doc, block: b, style: st}
	*ev = newEvent(st)
	ok := st.Scan(c, ev)
	if c.short > 0 && s.short == 0 {
		s.short = c.short
	}
	if !ok || c.i <= c.start {
		return found{}, 0, false
	}
	f := found{score: c.score(ev) + st.Weight, octets: c.octets, short: c.short > 0}
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
	f.ev = *ev
	return f, c.i, true
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
		ev.Time, ev.TimeText = env.stamp.complete(s.opts)
		ev.YearAssumed = env.stamp.assumesYear()
	}
}

// wanted drops sessions that came up, unless the text told their fall, the line has parameters or Options ask for all.
func (s *scanner) wanted(ev *Event) bool {
	if !ev.Up || len(ev.Params) > 0 || s.opts.AllStates {
		return true
	}
	for i := len(s.out) - 1; i >= 0 && i >= len(s.out)-32; i-- {
		if s.out[i].Peer == ev.Peer {
			return true
		}
	}
	return false
}

// repeats looks for "last message repeated N times" directly behind an event.
func (s *scanner) repeats(f *found) {
	l, ok := s.doc.lineFrom(f.end)
	if !ok || !strings.Contains(s.doc.text[l.start:min(l.end, l.start+512)], "message repeated ") {
		return
	}
	if n, ok := lastRepeated(l.body()); ok {
		f.ev.Repeat = max(1, f.ev.Repeat) + n
	}
}

// choose keeps the best of overlapping readings, in text order.
func choose(all []*found) []*found {
	if len(all) < 2 {
		return all
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].start < all[j].start })
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
	sort.SliceStable(run, func(i, j int) bool {
		if run[i].score != run[j].score {
			return run[i].score > run[j].score
		}
		return run[i].order < run[j].order
	})
	var kept []*found
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

// styleList is in priority order. Styles that share words stand from the more to the less particular one.
var styleList = []*Style{
	exaJSON(),
	risLive(),
	bgpkitJSON(),
	gobgpRIB(),
	bgpfixJSON(),
	bgpdumpM(),
	ericssonSEOS(),
	quaggaAS4(),
	arista(),
	fortiOS(),
	ciscoASA(),
	ciscoIOSXR(),
	ciscoNXOS(),
	ciscoMsgdump(),
	ciscoIOS(),
	junos(),
	frr(),
	quagga(),
	dellFTOS(),
	huaweiVRP(),
	maghemitePretty(),
	maghemiteBunyan(),
	junosE(),
	bird(),
	openBGPD(),
	ciliumGobgp(),
	gobgpJSON(),
	gobgpText(),
	exaBGP(),
	nokiaSROS(),
	nokiaSRLinux(),
	comware(),
	mikrotik(),
	avayaBay(),
	brocadeNetIron(),
	contrail(),
	coreBGP(),
	dellOS10(),
	dLink(),
	freeRtr(),
	libBGP(),
	metalLB(),
	openDaylight(),
	panosDCBGP(),
	rustTracing(),
	tcpdumpV(),
	tsharkV(),
	yaBGP(),
	tcpAuth(),
	frrShow(),
	snmp(),
	generic(),
}

package logline

import (
	"strings"
	"sync"
)

// stepFamily is how one family of daemons words the course of a session. Its lines are looked for only with
// Options.Transitions: on their own they are no trouble, and there are many of them.
type stepFamily struct {
	style    string
	vendor   string
	patterns []pattern
	// anchors and scan serve lines that have a structure of their own; records reach over several lines.
	anchors []string
	records bool
	scan    func(c *Cursor, ev *Event) bool
	inline  bool                            // a line may hold many; the scanner tells with From and To where one stands
	quoted  bool                            // the device puts its messages in quotes
	only    func(l *line, body string) bool // what must hold of a line besides, nil for nothing
}

// stepFamilies are in order of priority: where two can read a line the earlier one does.
func stepFamilies() []*stepFamily {
	return []*stepFamily{
		maghemiteSteps(), maghemiteJSONSteps(), gobgpSteps(), openbgpdSteps(), exabgpSteps(), junosSteps(), zebraSteps(), ciscoSteps(),
		birdSteps(), huaweiSteps(), nokiaSteps(), otherSteps(), anySteps(),
	}
}

// stepFinder finds the lines that a family may read.
type stepFinder struct {
	find     *finder
	families []*stepFamily
	byAnchor [][]stepEntry
}

// stepEntry is a wording, or a family's own scanner when word is nil.
type stepEntry struct {
	family *stepFamily
	word   *stepForm
}

var theStepFinder = sync.OnceValue(newStepFinder)

func newStepFinder() *stepFinder {
	f := &stepFinder{families: stepFamilies()}
	at := map[string]int{}
	var names []string
	add := func(anchor string, e stepEntry) {
		n, ok := at[anchor]
		if !ok {
			n = len(names)
			at[anchor] = n
			names = append(names, anchor)
			f.byAnchor = append(f.byAnchor, nil)
		}
		f.byAnchor[n] = append(f.byAnchor[n], e)
	}
	for _, fam := range f.families {
		for _, a := range fam.anchors {
			add(a, stepEntry{family: fam})
		}
		for i := range fam.patterns {
			w := prepare(&fam.patterns[i])
			add(w.anchor(), stepEntry{fam, &w})
		}
	}
	styles := make([]*Style, len(names))
	for i, a := range names {
		styles[i] = &Style{Name: a, Anchors: []string{a}}
	}
	f.find = newFinder(styles)
	return f
}

// TransitionAnchors are the literals, in lower case, by which the lines of Options.Transitions are found.
func TransitionAnchors() []string {
	f := theStepFinder()
	var names []string
	for _, a := range f.find.anchors {
		if !strings.HasPrefix(a, `"message"`) { // journald's list of numbers, which every finder has
			names = append(names, a)
		}
	}
	return names
}

// steps adds the lines that tell of a session's course to the events of a document, where no event stands already.
func steps(doc *Document, opts Options, evs []Event) []Event {
	s := &stepScanner{finder: theStepFinder(), doc: doc, opts: opts, evs: evs, based: -1}
	hits := s.finder.find.hits(doc.text)
	for from := 0; ; {
		at, ok := hits.next(from)
		if !ok {
			break
		}
		from = max(s.at(at), at+1)
	}
	slogActs(evs)
	if len(s.found) == 0 {
		return evs
	}
	return mergeEvents(evs, s.found)
}

type stepScanner struct {
	finder *stepFinder
	doc    *Document
	opts   Options
	evs    []Event // those already there
	next   int     // the first that may reach behind the place
	found  []Event
	done   int // input offset up to which lines have been taken
	cur    line
	body   string // of cur
	block  *block // the record that was put together last, from start on, and its text
	view   *View
	put    putter
	start  int
	base   Event // what the envelope of the line from based on tells, -1 for none
	based  int
	whole  *View // of the body of that line
	trial  Event // what a wording or a family is reading, and its step
	step   Step
}

// at looks at the line around an anchor and returns where to go on.
func (s *stepScanner) at(at int) int {
	if at < s.done {
		return s.done
	}
	if s.cur.doc == nil || at < s.cur.start || at >= s.cur.end {
		s.cur = s.doc.lineAt(at)
		s.body = s.cur.body()
	}
	l := &s.cur
	if s.taken(at, l.end) && !s.inline(at) { // further on the line there may be objects
		return at + 1
	}
	ev, off := s.line(l, at)
	if ev == nil {
		return max(l.end, at+1)
	}
	if !s.taken(ev.Offset, ev.EndOffset) && !foreign(s.doc.text, max(ev.Offset, min(at, ev.EndOffset)), ev.EndOffset) {
		s.found = append(s.found, *ev)
		if ev.Step == &s.step {
			step := s.step
			s.found[len(s.found)-1].Step = &step
		}
	}
	s.done = max(off, at+1)
	return s.done
}

// inline reports whether what begins at an anchor is an object of which a line may hold many.
func (s *stepScanner) inline(at int) bool {
	_, n, ok := s.finder.find.search(s.doc.text[at:min(len(s.doc.text), at+maxAnchor)], 0)
	if !ok || n >= len(s.finder.byAnchor) {
		return false
	}
	for _, e := range s.finder.byAnchor[n] {
		if e.family.inline {
			return true
		}
	}
	return false
}

// taken reports whether an event stands at [at, end).
func (s *stepScanner) taken(at, end int) bool {
	for s.next < len(s.evs) && s.evs[s.next].EndOffset <= at {
		s.next++
	}
	return s.next < len(s.evs) && s.evs[s.next].Offset < end
}

// line lets the families read a line, from an anchor on.
func (s *stepScanner) line(l *line, at int) (*Event, int) {
	body := s.body
	i := 0
	if len(l.env.body) == 1 && l.env.body[0].src >= 0 {
		i = max(0, at-l.env.body[0].src)
	}
	for i < len(body) {
		k, n, ok := s.finder.find.search(body, i)
		if !ok {
			break
		}
		if n < len(s.finder.byAnchor) {
			for _, e := range s.finder.byAnchor[n] {
				if ev, end := s.try(e, l, body, k, k+len(s.finder.find.anchors[n]), at); ev != nil {
					return ev, end
				}
			}
		}
		i = k + 1
	}
	return nil, 0
}

// try lets one wording, or one family, read at an anchor of a line's body.
func (s *stepScanner) try(e stepEntry, l *line, body string, at, after, input int) (*Event, int) {
	if e.family.only != nil && !e.family.only(l, body) {
		return nil, 0
	}
	if e.word == nil {
		return s.scan(e.family, l, body, at, after, input)
	}
	ev := s.event(e.family, l)
	c := Cursor{v: s.whole, t: body, i: at, at: at}
	for back := 0; back <= e.word.back+3; back++ {
		if e.family.quoted || !quotedBefore(body, c.i) {
			s.step = Step{What: e.word.what, Opener: e.word.opener}
			ev.Direction = e.word.dir
			from := c.i
			if e.word.match(&c, ev) && c.i > at {
				return e.word.finish(ev), l.end
			}
			ev, c.i = s.event(e.family, l), from
		}
		i := strings.LastIndexByte(strings.TrimRight(body[:c.i], " "), ' ')
		if c.i == 0 {
			break
		}
		c.i = i + 1
	}
	return nil, 0
}

// quotedBefore reports whether a quote is open at body[i]: what stands there may be somebody else's words. It looks back
// as far as a record's head may reach.
func quotedBefore(body string, i int) bool {
	return strings.Count(body[max(0, i-1024):i], `"`)%2 == 1
}

// finish fills in what the pattern knows without reading.
func (w *stepForm) finish(ev *Event) *Event {
	if w.msg > 0 {
		ev.MessageType = w.msg
	}
	if w.note != "" {
		ev.Step.Cause = strings.TrimSpace(w.note + " " + ev.Step.Cause)
	}
	if w.what == StepTransition {
		if w.to != "" {
			ev.From, ev.To = w.from, w.to
		}
		ev.Up = ev.To == "Established"
	}
	return ev
}

// scan lets a family with a scanner of its own read: the line, or the record that it begins.
func (s *stepScanner) scan(f *stepFamily, l *line, body string, at, after, input int) (*Event, int) {
	ev := s.event(f, l)
	if !f.records {
		c := Cursor{v: s.whole, t: body, i: after, at: at}
		if !f.scan(&c, ev) {
			return nil, 0
		}
		if f.inline && len(l.env.body) == 1 && l.env.body[0].src >= 0 {
			src := l.env.body[0].src
			ev.Offset, ev.EndOffset = src+c.start, src+c.i
			return ev, ev.EndOffset
		}
		return ev, l.end
	}
	if len(l.env.body) == 1 && l.env.body[0].src >= 0 {
		input = l.env.body[0].src + at
	}
	if s.block == nil || input < s.start || input >= s.block.end {
		s.block = &block{}
		s.doc.block(s.block, input, s.done)
		if len(s.block.lines) == 0 {
			s.block = nil
			return nil, 0
		}
		s.view, s.start = s.put.blank(s.block), s.block.lines[0].start
	}
	b, v := s.block, s.view
	k := v.place(input)
	if k < 0 || k+after-at > len(v.Text) || v.Text[k:k+after-at] != body[at:after] {
		return nil, 0
	}
	t := v.Text[:min(len(v.Text), k+maxStepRecord)]
	c := Cursor{v: v, t: t, i: k + after - at, at: k, start: k, doc: s.doc, block: b}
	if !f.scan(&c, ev) {
		return nil, 0
	}
	off, num := v.Pos(max(c.i-1, 0))
	ev.LineEnd, ev.EndOffset = max(num, c.extraLine), max(off+1, c.extraEnd)
	return ev, ev.EndOffset
}

// maxStepRecord bounds what is read of one record behind its anchor.
const maxStepRecord = 16 << 10

// place returns where an octet of the input stands in Text, -1 when it is not there as it is.
func (v *View) place(input int) int {
	lo, hi := 0, len(v.segs)
	for hi-lo > 1 {
		m := (lo + hi) / 2
		if v.segs[m].src >= 0 && v.segs[m].src <= input {
			lo = m
		} else {
			hi = m
		}
	}
	if lo >= len(v.segs) || v.segs[lo].src < 0 || v.segs[lo].src > input {
		return -1
	}
	k := v.segs[lo].at + input - v.segs[lo].src
	if k >= len(v.Text) || lo+1 < len(v.segs) && k >= v.segs[lo+1].at {
		return -1
	}
	return k
}

// event makes the event that a family tries to read, with what the line's envelope tells. The one before is gone.
func (s *stepScanner) event(f *stepFamily, l *line) *Event {
	if s.based != l.start {
		s.readBase(l)
	}
	s.trial, s.step = s.base, Step{}
	s.trial.Style, s.trial.Vendor, s.trial.Step = f.style, f.vendor, &s.step
	return &s.trial
}

// stepHead is how far into a line of the course of a session a stamp behind a prefix is looked for.
const stepHead = 128

// readBase reads the envelope of the line from which all its wordings are tried.
func (s *stepScanner) readBase(l *line) {
	ev := newEvent(&Style{})
	ev.Kind = KindState
	ev.Line, ev.LineEnd, ev.Offset, ev.EndOffset = l.num, l.num, l.start, l.end
	ev.Host = l.env.host
	ev.Repeat = l.env.repeat
	st := l.env.stamp
	if st.text == "" && l.start > 0 && s.doc.lineStartsAt(l.start) { // the stamp may stand alone on the line before
		prev := s.doc.lineBefore(l.start)
		prev.parse()
		if prev.env.stamped() && shortHead(prev.body()) {
			st, ev.Host = prev.env.stamp, prev.env.host
		}
	}
	if st.text == "" && !l.env.any { // or behind what a pager or an orchestrator has put in front of the line
		var e envelope
		t := s.doc.text[l.start:min(l.end, l.start+inFrontReach)]
		n := min(len(t), stepHead)
		e.within(t[:n], t[n:], true)
		if st = e.stamp; ev.Host == "" {
			ev.Host = e.host
		}
	}
	ev.Time, ev.TimeText = st.complete(s.opts)
	s.base, s.based, s.whole = ev, l.start, &View{Text: s.body}
}

// mergeEvents puts two lists into the order of the text.
func mergeEvents(a, b []Event) []Event {
	out := make([]Event, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if b[0].Offset < a[0].Offset {
			out, b = append(out, b[0]), b[1:]
		} else {
			out, a = append(out, a[0]), a[1:]
		}
	}
	return append(append(out, a...), b...)
}

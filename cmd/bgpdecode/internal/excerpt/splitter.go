package excerpt

import (
	"bytes"
	"io"
	"sync"
)

// splitter reads a text in blocks and hands out the lines that may matter, with those around them.
type splitter struct {
	r       io.Reader
	block   int // octets to read at a time
	longest int // octets of a line that are kept
	out     *collector
	n       Counts
	steps   bool // lines that tell the course of a session matter, too

	buf  []byte
	base int64 // offset of buf[0] in the input
	line int64 // 1-based number of the line at pos
	pos  int   // lines before it are done
	end  bool  // the input is at its end

	ahead  bool         // the next block is read while one is searched
	coming chan arrival // what is being read, nil when nothing is
	behind int          // where in the array of buf it is put

	atOnce   int // parts of the buffer that are searched at the same time
	parts    [][]int
	places   []int // where something may begin; known up to searched
	done     int   // of places, those before pos
	searched int

	open        bool  // lines are being kept
	strange     bool  // but not all: some were the heads of other sources' records
	quiet, rest int   // records, and other lines, since the last place
	wideAt      int64 // of UTF-16: where the octet wideOf of the text stood in the input
	wideOf      int64
	near        int     // lines behind it in which rows of its dump are kept; no line may be passed over while there are any
	cur         carrier // the line at hand
	sender      sender  // of the last place's line
	same        int     // lines of the sender behind the place
	chained     bool    // the line goes on with what the one before, of the same sender, told
	wanting     bool    // the last place's line, or a row behind it, may go on in rows
	older       [8]olderPlace
	olders      int // places that have been put there
	floor       int // lines before it are kept already
	edge        int // what is before it must not be looked at: it is not always there

	idle  bool // nothing more comes for now: lines do not wait for what follows them
	every bool // all lines are kept

	paused func(where int64) error // told when all that was complete has been handed out
}

// Limits of what is kept around a place. A record has been read for some lines when logline looks for its start; what
// follows an event on lines of their own (rows, "message repeated") stands close behind it.
const (
	linesBefore  = 40
	octetsBefore = 32 << 10
	headsBehind  = 3
	linesBehind  = 64
	linesNear    = 12
	sameAhead    = 3
	lookahead    = 512 // at least what one place may need behind it
	searchAtOnce = 32 << 10
	leastPart    = 48 << 10 // for less it is not worth to wake another thread
)

// anchors are the words by which lines that matter are found.
func (s *splitter) anchors() *anchors {
	if s.steps {
		return stepAnchors()
	}
	return theAnchors()
}

// run reads to the end of the input. What was read before an error is handed out all the same.
func (s *splitter) run() error {
	err := s.all()
	if s.coming != nil {
		<-s.coming // nobody reads any more when the caller goes on
	}
	if e := s.out.finish(); err == nil {
		err = e
	}
	return err
}

func (s *splitter) all() error {
	s.line = 1
	first := true
	for !s.end {
		switch err := s.fill(first); err {
		case nil:
		case ErrIdle, ErrHold:
			if err := s.pause(first, err == ErrIdle); err != nil {
				return err
			}
			first = false
			continue
		default:
			return err
		}
		if first && s.end && len(s.buf) <= WholeInput {
			return s.wholeText()
		}
		first = false
		if err := s.lines(); err != nil {
			return err
		}
	}
	return nil
}

// pause hands out what a live input has given so far: all lines that are complete, or those before the last record. The
// start of an input is handed out with all its lines, as a small one is.
func (s *splitter) pause(first, all bool) error {
	s.idle, s.every = all, first
	err := s.lines()
	s.idle, s.every = false, false
	if err != nil {
		return err
	}
	if err := s.out.pause(all); err != nil || s.paused == nil {
		return err
	}
	return s.paused(s.base + int64(s.pos))
}

// wholeText hands out a small input as it is: a piece of a message without anything around it can only be told there.
func (s *splitter) wholeText() error {
	text := s.buf
	s.n.Lines += int64(bytes.Count(text, newline))
	if len(text) > 0 && text[len(text)-1] != '\n' {
		s.n.Lines++
	}
	if len(text) == 0 {
		return nil
	}
	s.pos = len(text)
	return s.out.emit(&Chunk{Text: string(text), End: len(text), places: []place{{line: 1, row: 1, wide: s.wideAt}}, Whole: true, Wide: s.out.wide})
}

var newline = []byte{'\n'}

// fill reads a block behind what is kept of the buffer: the lines that are not done, and those that may be wanted again.
func (s *splitter) fill(first bool) error {
	n, err := s.arrived()
	want := s.block - n
	if first {
		want = max(want, WholeInput+1)
	}
	s.compact()
	want += len(s.buf)
	for err == nil && len(s.buf) < want && !s.end {
		s.room(want)
		n, err = s.r.Read(s.buf[len(s.buf):min(want, cap(s.buf))])
		s.buf = s.buf[:len(s.buf)+n]
		s.n.Octets += int64(n)
	}
	switch err {
	case nil:
		s.readAhead()
		return nil
	case io.EOF:
		s.end = true
		return nil
	case ErrIdle, ErrHold:
		return err
	}
	s.end = true
	if e := s.lines(); e != nil {
		return e
	}
	return err
}

// compact gives up what is not wanted again, when it is much.
func (s *splitter) compact() {
	drop := s.pos - octetsBefore - lookahead
	if drop < max(s.block, WholeInput) {
		return
	}
	s.wideTo(drop)
	n := copy(s.buf, s.buf[drop:])
	s.buf = s.buf[:n]
	s.base += int64(drop)
	s.pos -= drop
	s.floor, s.edge = max(0, s.floor-drop), max(0, s.edge-drop)
	s.searched -= drop
	for i := range s.places {
		s.places[i] -= drop
	}
}

// room makes room in the buffer up to an offset, for one octet at least.
func (s *splitter) room(to int) {
	if len(s.buf) == cap(s.buf) || cap(s.buf) < to {
		grown := make([]byte, len(s.buf), max(to, cap(s.buf)+cap(s.buf)/4))
		copy(grown, s.buf)
		s.buf = grown
	}
}

// lines goes over the lines that are complete, with enough behind them to decide.
func (s *splitter) lines() error {
	for s.pos < len(s.buf) {
		if s.skip(); s.pos == len(s.buf) {
			break
		}
		n := bytes.IndexByte(s.buf[s.pos:], '\n')
		stop, cut := s.pos+n+1, false
		if n < 0 {
			stop = len(s.buf)
		}
		if stop-s.pos > s.longest+1 {
			stop, cut = s.pos+s.longest, true
			if len(s.buf) < stop+lookahead && !s.end {
				return nil
			}
		} else if n < 0 && !s.end || len(s.buf) < stop+lookahead && !s.end && !s.idle {
			return nil
		}
		if err := s.take(stop, cut); err != nil {
			return err
		}
		if cut {
			if err := s.skipLine(stop); err != nil {
				return err
			}
			continue
		}
		s.pos = stop
		s.line++
		s.n.Lines++
	}
	return nil
}

// skipLine passes over what a line has beyond the limit, and its end. It reads on by itself: a line may be longer than
// any buffer.
func (s *splitter) skipLine(from int) error {
	s.n.LinesCut++
	s.n.Lines++
	s.line++
	for {
		if n := bytes.IndexByte(s.buf[from:], '\n'); n >= 0 {
			s.n.OctetsCut += int64(n)
			s.pos = from + n + 1
			s.forget()
			return nil
		}
		s.n.OctetsCut += int64(len(s.buf) - from)
		s.wideTo(len(s.buf))
		s.base += int64(len(s.buf))
		s.buf, s.pos, from = s.buf[:0], 0, 0
		if s.end {
			s.forget()
			return nil
		}
		if err := s.fill(false); err != nil && err != ErrIdle && err != ErrHold {
			return err
		}
	}
}

// forget ends what is being kept, and the search, at a place from which there is no way back.
func (s *splitter) forget() {
	s.open, s.near, s.olders, s.floor, s.edge, s.searched = false, 0, 0, s.pos, s.pos, s.pos
	s.places, s.done = s.places[:0], 0
}

// search looks for places further on, as far as there is enough behind them to decide, and tells whether there was more
// to search. How far it goes at a time does not change what is found.
func (s *splitter) search() bool {
	to := len(s.buf)
	if !s.end {
		to -= lookahead
	}
	if s.idle {
		to = max(to, bytes.LastIndexByte(s.buf, '\n')+1)
	}
	if s.atOnce == 1 {
		to = min(to, s.searched+searchAtOnce)
	}
	if to <= s.searched {
		return false
	}
	s.done = 0
	if s.places = s.places[:0]; to-s.searched > leastPart {
		s.searchParts(to)
	} else {
		s.places = s.find(s.places, s.searched, to)
	}
	s.searched = to
	return true
}

// searchParts does so for parts at the same time. There are some more of them than are searched at once: who is ready first
// takes another.
func (s *splitter) searchParts(to int) {
	from := s.searched
	parts := 3 * s.atOnce
	size := max((to-from+parts-1)/parts, leastPart)
	n := (to - from - 1) / size
	for len(s.parts) < n {
		s.parts = append(s.parts, nil)
	}
	var all sync.WaitGroup
	for i := range s.parts[:n] {
		part, from := &s.parts[i], from+(i+1)*size
		all.Go(func() { *part = s.find((*part)[:0], from, min(to, from+size)) })
	}
	s.places = s.find(s.places, from, from+size)
	all.Wait()
	for _, part := range s.parts[:n] {
		s.places = append(s.places, part...)
	}
}

// find appends the places from an offset on up to another.
func (s *splitter) find(places []int, from, to int) []int {
	n := len(places)
	places = s.anchors().find(places, s.buf[s.edge:], from-s.edge, to-s.edge)
	for i := range places[n:] {
		places[n+i] += s.edge
	}
	return places
}

// next is the first place from pos on, or the end of what can be searched.
func (s *splitter) next() int {
	for {
		for s.done < len(s.places) && s.places[s.done] < s.pos {
			s.done++
		}
		if s.done < len(s.places) {
			return s.places[s.done]
		}
		if !s.search() {
			return s.searched
		}
	}
}

// skip passes over the lines in front of the next place, when none are being kept or may be.
func (s *splitter) skip() {
	if s.open || s.every || s.near > 0 || s.olders > 0 && s.wantedBefore() {
		return
	}
	for next := s.next(); s.pos < next; {
		t := s.buf[s.pos:min(next, s.pos+s.longest+1)]
		n := bytes.LastIndexByte(t, '\n') + 1
		if n == 0 {
			return
		}
		k := int64(bytes.Count(t[:n], newline))
		s.line += k
		s.n.Lines += k
		s.pos += n
	}
}

// take looks at the line that ends at stop.
func (s *splitter) take(stop int, cut bool) error {
	t := s.buf[s.pos:stop]
	s.cur.set(t)
	if s.hit(stop) || s.every {
		if !s.open || s.strange {
			if err := s.before(); err != nil {
				return err
			}
		}
		s.open, s.quiet, s.rest, s.strange = true, 0, 0, false
		s.begin(t)
		return s.keep(t, cut)
	}
	if s.near > 0 {
		s.near--
		if far, same := s.sender.goesOn(&s.cur); far || same && s.open && s.same < linesNear {
			s.quiet, s.rest, s.same = 0, 0, s.same+1
			if far {
				if s.near = linesBehind; s.floor < s.pos {
					if err := s.sameBefore(linesBefore, linesNear); err != nil {
						return err
					}
				}
			}
			return s.keepRow(t, cut)
		}
	}
	if s.olders > 0 && s.rowOfOlder(t) {
		return s.keepRow(t, cut)
	}
	if !s.open {
		if s.near > 0 && rowTail(t) {
			return s.keep(t, cut)
		}
		return nil
	}
	strange := false
	switch {
	case dumpish(t):
	case head(t):
		s.quiet++
		// Of a place that names no host only the record behind it can tell more.
		strange = s.strange && s.sender.source.Host == "" || s.sender.stranger(&s.cur)
	default:
		s.rest++
	}
	if s.quiet > headsBehind || s.rest > linesBehind {
		s.open = false
		return nil
	}
	if strange {
		s.strange = true
		return nil
	}
	return s.keep(t, cut)
}

// begin takes the line of a place. Rows that the place before still wants may come behind it.
func (s *splitter) begin(t []byte) {
	if s.wanting && s.near > 0 {
		o := &s.older[s.olders%len(s.older)]
		o.sender, s.sender, o.until = s.sender, o.sender, s.line+int64(s.near)
		s.olders++
	}
	s.near, s.same = linesNear, 0
	if wantsRows(t) {
		s.near = linesBehind
	}
	s.wanting = s.near == linesBehind || endsInRow(t)
	s.sender.last(&s.cur)
}

// olderPlace is one in front of the last that wanted rows: other sources' lines may be places, too.
type olderPlace struct {
	sender sender
	until  int64 // the line up to which its rows are kept
}

// rowOfOlder reports whether a line is a row that a place in front of the last one wanted.
func (s *splitter) rowOfOlder(t []byte) bool {
	if !rowTail(t) && t[0] != '{' {
		return false
	}
	for i := range s.older[:min(s.olders, len(s.older))] {
		if o := &s.older[i]; s.line <= o.until {
			if far, same := o.sender.goesOn(&s.cur); far || same {
				return true
			}
		}
	}
	return false
}

// wantedBefore reports whether the line at hand may be a row of a place in front of the last one.
func (s *splitter) wantedBefore() bool {
	for i := range s.older[:min(s.olders, len(s.older))] {
		if s.line <= s.older[i].until {
			return true
		}
	}
	return false
}

// keepRow keeps a line that goes on with what a line of its sender told.
func (s *splitter) keepRow(t []byte, cut bool) error {
	s.chained = true
	err := s.keep(t, cut)
	s.chained = false
	return err
}

func (s *splitter) keep(t []byte, cut bool) error {
	s.floor = s.pos + len(t)
	return s.out.add(t, s.base+int64(s.pos), s.wideTo(s.pos), s.line, head(t) && !s.chained && !dumpish(t), cut)
}

// before keeps the lines in front of the one at pos from which its record may have begun.
func (s *splitter) before() error {
	most := int64(linesBefore)
	if t := s.buf[s.pos:min(len(s.buf), s.pos+256)]; head(t) {
		switch row, more := s.cur.continues(); {
		case row:
			return s.sameBefore(linesBefore, linesNear)
		case more:
			return s.sameBefore(sameAhead, 0)
		}
		if t[0] != '%' && t[0] != '{' || s.pos-s.lineBefore() > shortLine {
			return nil
		}
		most = 1 // a stamp may stand alone on the line before
	}
	from, n := s.pos, int64(0)
	for n < most && from > s.floor {
		p := bytes.LastIndexByte(s.buf[s.floor:from-1], '\n') + 1 + s.floor
		if s.pos-p > octetsBefore || p == s.floor && p > 0 && s.buf[p-1] != '\n' {
			break
		}
		from, n = p, n+1
		if t := s.buf[p:s.pos]; head(t) && !isBlankLine(t) { // a table has blank lines between its title and its rows
			break
		}
	}
	return s.keepFrom(from, n)
}

// shortLine is more than a stamp and a program's name take.
const shortLine = 80

// lineBefore returns the start of the line in front of the one at pos, or of what is kept already.
func (s *splitter) lineBefore() int {
	low := max(s.floor, s.pos-2*shortLine)
	return bytes.LastIndexByte(s.buf[low:max(low, s.pos-1)], '\n') + 1 + low
}

// sameBefore keeps the lines in front of the one at pos from the one on with which its sender may have begun, be there some
// so many of others between.
func (s *splitter) sameBefore(most, others int64) error {
	from, n := s.pos, int64(0)
	for p, k := s.pos, int64(0); k < most && k-n <= others && p > s.floor; {
		q := bytes.LastIndexByte(s.buf[s.floor:p-1], '\n') + 1 + s.floor
		if s.pos-q > octetsBefore || q == s.floor && q > 0 && s.buf[q-1] != '\n' {
			break
		}
		k++
		if s.cur.sameAs(&carrier{line: s.buf[q : p-1]}) {
			from, n = q, k
		}
		p = q
	}
	return s.keepFrom(from, n)
}

// keepFrom keeps the n lines from an offset up to pos.
func (s *splitter) keepFrom(from int, n int64) error {
	at, line := s.pos, s.line
	for s.pos, s.line = from, line-n; s.pos < at; s.line++ {
		k := bytes.IndexByte(s.buf[s.pos:at], '\n') + 1
		if err := s.keep(s.buf[s.pos:s.pos+k], false); err != nil {
			return err
		}
		s.pos += k
	}
	s.pos, s.line = at, line
	return nil
}

// hit reports whether a place begins on the line from pos to stop.
func (s *splitter) hit(stop int) bool { return s.next() < stop }

package dump

import (
	"slices"
	"sort"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// A logger or a relay may give each line of a dump, or of an event over several lines, a head of its own, and a record of
// JSON may hold several lines. What one source carried is put together and read as a text of its own; where that tells more
// than the lines as they stand, it takes their place.

// Limits of texts that others carry.
const (
	maxCarried   = 3        // texts within texts
	carriedLines = 64       // lines of others between two of one source
	carriedGap   = 32 << 10 // octets of others likewise
	carriedNear  = 24       // messages of the source that are read around one that wants it
	behindLines  = 8        // lines that are looked at behind an event
)

// unit is one message that somebody carried.
type unit struct {
	logline.Carried
	row   int  // number of its line in the region
	wants bool // something here is not read as it stands
	seed  bool // it stands in a line around which the region is read
}

// carried reads what the lines carry, around places that want it: words that promised an event and gave none, events with a
// line behind them that may belong to them, rows of dumps, records with several lines in them.
func (r *reader) carried(missed []int, free []span) {
	seeds := r.seeds(missed, free)
	if len(seeds) == 0 {
		return
	}
	c := carrier{r: r, units: r.units[:0]}
	defer c.done()
	done := 0
	for i := 0; i < len(seeds); {
		if seeds[i] < done {
			i++
			continue
		}
		done = c.region(seeds[i:], done)
	}
	if c.gone == nil {
		return
	}
	out := r.out[:0]
	for i := range r.out {
		if !c.gone[i] {
			out = append(out, r.out[i])
		}
	}
	r.out = append(out, c.out...)
	sort.SliceStable(r.out, func(i, j int) bool { return r.out[i].Offset < r.out[j].Offset })
}

// mostUnits bounds the storage of units that is kept for the next text.
const mostUnits = 1024

// done leaves the storage of the units to the next text.
func (c *carrier) done() {
	if cap(c.units) > mostUnits {
		c.r.units = nil
		return
	}
	clear(c.units[:cap(c.units)])
	c.r.units = c.units[:0]
}

// seeds returns the offsets around which to read, in order.
func (r *reader) seeds(missed []int, free []span) []int {
	var seeds []int
	for i := range r.out {
		if r.severalIn(&r.out[i]) {
			seeds = append(seeds, r.out[i].Offset)
		}
	}
	var open openPromises
	next := 0
	for _, s := range free {
		first := sort.SearchInts(missed, s.start)
		missed = missed[first:]
		for next < len(r.out) && r.out[next].Offset < s.start {
			next++
		}
		open.wanting = next > 0 && r.out[next-1].wantsMore()
		seeds = r.seedsIn(seeds, s, missed, &open)
	}
	sort.Ints(seeds)
	return seeds
}

// severalIn reports whether an event stands in a record that may hold further lines, or goes on in the next.
func (r *reader) severalIn(ev *Event) bool {
	if ev.Style == "" {
		return false
	}
	at := strings.LastIndexByte(r.text[max(0, ev.Offset-512):ev.Offset], '\n') + 1 + max(0, ev.Offset-512)
	if at >= len(r.text) {
		return false
	}
	if ev.Offset > at && r.text[ev.Offset-1] == '"' {
		return true
	}
	if logline.PrefixedBy(r.text[at:min(len(r.text), at+128)]) {
		return true
	}
	switch c := r.text[at]; {
	case c == '{' || c == '[':
		t := r.text[at:max(at, min(len(r.text), max(ev.EndOffset, ev.Offset)))]
		return severalLines(t) || ev.Offset > at
	case c == '"':
		return true
	case digit(c):
		if strings.Contains(r.text[at:min(len(r.text), at+64)], " P ") {
			return true
		}
	}
	return quotedWithin(r.text[at:max(at, min(len(r.text), ev.EndOffset))])
}

// quotedWithin reports whether what a row tells stands in a quoted cell behind the first one, with quotes of its own.
func quotedWithin(t string) bool {
	k := strings.Index(t, `""`)
	if k <= 0 {
		return false
	}
	q := strings.IndexByte(t[:k], '"')
	return q > 0 && (t[q-1] == ',' || t[q-1] == ';' || t[q-1] == '\t')
}

// severalLines reports whether a string of a record has a line end within it.
func severalLines(t string) bool {
	for {
		k := strings.Index(t, `\n`)
		if k < 0 || k+2 >= len(t) {
			return false
		}
		if t[k+2] != '"' {
			return true
		}
		t = t[k+2:]
	}
}

// promise is a line that may go on in others: that of an event, or one with words that promised one.
type promise struct {
	start, end int // -1 for the start: it is to be looked for
	source     logline.Source
	known      bool
	kept       bool   // the line tells an event
	text       string // what it carries, and with it what has been joined
	first      int    // octets of the line's own
	joined     int
	lines      int // that have been looked at behind it
}

// openPromises are those in front of the last one that may still be kept: between the rows of a dump, lines of others may
// stand that promise something, too.
type openPromises struct {
	wanting bool // the event in front of the stretch shows fewer octets than it tells of, or none
	last    [4]promise
	n       int // kept so far, of which the last four are there
}

// put keeps a promise that another one takes the place of.
func (o *openPromises) put(p promise) {
	if p.lines < behindLines && (!p.kept || o.wanting) {
		o.last[o.n%len(o.last)] = p
		o.n++
	}
}

// wantsMore reports whether rows behind an event may belong to it.
func (ev *Event) wantsMore() bool {
	return ev.Style != "" && ev.Event.Kind != logline.KindState && (!ev.DataKnown || ev.Truncated.By != "")
}

// mostJoined is how many lines are put behind a promise to see whether they make something of it: after one, two, four and so on.
const mostJoined = 16

// seedsIn looks for whole lines in text that nobody has read: rows of a dump with a marker, records with several lines, and
// what may continue an event or a promise of one.
func (r *reader) seedsIn(seeds []int, s span, missed []int, open *openPromises) []int {
	at := s.start
	p := promise{lines: behindLines}
	if at > 0 && r.text[at-1] != '\n' { // the end of the event's line
		k := strings.IndexByte(r.text[at:s.end], '\n')
		if k < 0 {
			return seeds
		}
		p = promise{start: -1, end: at + k, kept: true}
		at += k + 1
	}
	for at < s.end {
		end := s.end
		if k := strings.IndexByte(r.text[at:s.end], '\n'); k >= 0 {
			end = at + k
		} else if end < len(r.text) {
			break // the head of the next event's line
		}
		for len(missed) > 0 && missed[0] < at {
			missed = missed[1:]
		}
		t, promises := r.text[at:end], len(missed) > 0 && missed[0] <= end
		switch {
		case r.markerRow(t) || r.escapedRecord(t):
			seeds = append(seeds, at)
		case p.lines < behindLines && t != "":
			if p.lines++; r.goesOn(&p, at, end) {
				seeds = append(seeds, at)
				p.lines = behindLines
				break
			}
			fallthrough
		default:
			if open.n > 0 && mayBeRow(t, promises) && r.keepsOlder(open, at, end) {
				seeds = append(seeds, at)
			}
		}
		if promises {
			open.put(p)
			p = promise{start: at, end: end}
			if t != "" && (t[0] == '{' || t[0] == '[' || t[0] == '"' || quotedRecord(t)) && r.recordTells(at, end) {
				seeds = append(seeds, at)
			}
		}
		at = end + 1
	}
	open.put(p)
	return seeds
}

// mayBeRow is a quick look at a line: whether it may be a row of a dump that began in front of other lines. One that promises
// an event itself is none, unless it is a record, which may hold anything.
func mayBeRow(t string, promises bool) bool {
	return t != "" && (t[0] == '{' || t[0] == '[' || t[0] == '"' || !promises && logline.EndsInHex(t))
}

// quotedRecord reports whether a cell behind the first one of a row holds a record, the quotes of which are doubled.
func quotedRecord(t string) bool {
	k := strings.Index(t, `"{""`)
	return k > 0 && (t[k-1] == ',' || t[k-1] == ';' || t[k-1] == '\t' || t[k-1] == '|')
}

// keepsOlder reports whether a line continues one of the promises before the last one.
func (r *reader) keepsOlder(open *openPromises, at, end int) bool {
	for i := range open.last[:min(open.n, len(open.last))] {
		p := &open.last[i]
		if p.lines >= behindLines || at-p.end > carriedGap {
			continue
		}
		if p.lines++; r.goesOn(p, at, end) {
			p.lines = behindLines
			return true
		}
	}
	return false
}

// escapedRecord reports whether a line may be a record with a text of several lines, none of which can be found as it
// stands. Those around the places of a large text are not what has been looked for.
func (r *reader) escapedRecord(t string) bool {
	return t != "" && (t[0] == '{' || t[0] == '[') && (!r.opt.Partial || r.opt.slow) && strings.IndexByte(t, '\\') >= 0
}

// recordTells reports whether one of the texts in a record with words that promised an event may give one.
func (r *reader) recordTells(start, end int) bool {
	if !r.opt.Partial || r.opt.slow {
		return true
	}
	var store [2]logline.Carried
	for _, c := range logline.AppendCarried(store[:0], r.text, start, end, logline.Options{}) {
		if strings.IndexByte(c.Text, '\n') >= 0 || c.Open || len(r.inText(c.Text)) > 0 {
			return true
		}
	}
	return false
}

// inText returns the events that the words of a text tell. They are valid until the next call.
func (r *reader) inText(text string) []logline.Event {
	r.trial.Reset(text)
	r.tried = logline.AppendScan(r.tried, &r.trial, r.opt.Log)
	return r.tried
}

// goesOn reports whether a line may continue the one that made the promise, for they have one source.
func (r *reader) goesOn(p *promise, at, end int) bool {
	var store [2]logline.Carried
	if !p.known {
		p.known = true
		if p.start < 0 {
			low := max(0, p.end-carriedGap)
			p.start = strings.LastIndexByte(r.text[low:p.end], '\n') + 1 + low
		}
		if last := logline.AppendCarried(store[1:1], r.text, p.start, p.end, logline.Options{}); len(last) > 0 {
			p.source, p.text, p.first = last[0].Source, last[0].Text, len(last[0].Text)
			if len(last) > 1 || last[0].RowLike() || last[0].Open || last[0].Part || p.kept && last[0].MayContinue() && len(r.inText(p.text)) == 0 {
				p.joined = mostJoined // there is more to it than one line
			}
		}
	}
	switch {
	case p.source.Kind == logline.SourceNone:
		return false
	case p.source.Kind == logline.SourceHead && !logline.InHead(r.text[at:end], p.source.Host):
		return false // another host's, as most lines are: they need no reading
	}
	next := logline.AppendCarried(store[:0], r.text, at, end, logline.Options{})
	if len(next) == 0 || !next[0].MayContinue() || p.source != next[0].Source {
		return false
	}
	if !r.opt.Partial || r.opt.slow || p.joined >= mostJoined || len(next) > 1 || next[0].RowLike() || p.source.Kind == logline.SourceNumbered {
		return true
	}
	// Most lines of one source have nothing to do with each other. Those that have make one event.
	p.text += "\n" + next[0].Text
	if p.joined++; p.joined == mostJoined {
		p.lines = behindLines
	} else if p.lines--; p.joined&(p.joined-1) != 0 {
		return false
	}
	for _, ev := range r.inText(p.text) {
		if ev.EndOffset > p.first || !p.kept && ev.LineEnd > 1 {
			return true
		}
	}
	return false
}

// markerRow is a quick look at a line: whether it may hold half a marker.
func (r *reader) markerRow(t string) bool {
	n, _ := onesIn(t, fewestOnes/2)
	return n >= fewestOnes/2 && (!r.opt.Partial || r.opt.slow || showsOnes(t))
}

// carrier reads what the lines of a text carry.
type carrier struct {
	r     *reader
	units []unit
	out   []Event
	gone  []bool // of r.out: something better stands in its place
	spent int    // octets that were looked at for the end of a record
	ends  []int  // of r.out: the offset behind what it has, known when gone is
	about about  // whose lines the region is read for
}

// region reads around the first seeds, as far as one wants the next, and returns where it ended. It does not go in front
// of floor.
func (c *carrier) region(seeds []int, floor int) int {
	text := c.r.text
	at := c.back(seeds[0], floor)
	c.units = c.units[:0]
	c.about.seeds(c.r, seeds)
	row, lastRow, lastAt := 0, 0, seeds[0]
	for at < len(text) {
		if at > lastAt && (row-lastRow > carriedLines || at-lastAt > carriedGap) && (len(seeds) == 0 || seeds[0] > at+carriedGap) {
			break
		}
		end := len(text)
		if k := strings.IndexByte(text[at:], '\n'); k >= 0 {
			end = at + k
		}
		wants := false
		for len(seeds) > 0 && seeds[0] <= end {
			if seeds[0] >= at {
				wants = true
			}
			seeds = seeds[1:]
		}
		seed, stop := wants, end
		for stop > at && text[stop-1] == '\r' {
			stop--
		}
		first := len(c.units)
		if !wants && !c.open() && c.about.others(text[at:stop]) {
			row++
			at = end + 1
			continue
		}
		if n := c.line(at, stop); n > end {
			for len(seeds) > 0 && seeds[0] < n {
				wants, seed, seeds = true, true, seeds[1:]
			}
			row += strings.Count(text[end:n], "\n")
			end = n
			if k := strings.IndexByte(text[n:], '\n'); k >= 0 {
				end = n + k
			}
		}
		several := len(c.units) > first+1
		for i := first; i < len(c.units); i++ {
			u := &c.units[i]
			u.row, u.seed = row, seed
			u.wants = wants || several || u.RowLike() || strings.IndexByte(u.Text, '\n') >= 0
			wants = wants || u.wants
		}
		if wants {
			lastRow, lastAt = row, end
		}
		row++
		at = end + 1
	}
	c.columns()
	c.groups()
	return at
}

// open reports whether the last unit goes on in the next line.
func (c *carrier) open() bool { return len(c.units) > 0 && c.units[len(c.units)-1].Open }

// back returns the start of the line so many lines in front of an offset.
func (c *carrier) back(at, floor int) int {
	text := c.r.text
	low := max(floor, at-carriedGap)
	for n := 0; n <= carriedLines; n++ {
		k := strings.LastIndexByte(text[low:at], '\n')
		if k < 0 {
			if low > floor { // inside a line
				return at
			}
			return low
		}
		if at = low + k; n == carriedLines {
			return at + 1
		}
	}
	return at
}

// line appends what a line carries. It returns an offset behind its end when that is a record printed over several lines.
func (c *carrier) line(at, end int) int {
	if n := len(c.units); c.open() {
		c.units = append(c.units, unit{Carried: c.units[n-1].Next(c.r.text, at, end)})
		return end
	}
	var store [8]logline.Carried
	text := c.r.text
	got := store[:0]
	k := at
	for k < end && (text[k] == ' ' || text[k] == '\t') {
		k++
	}
	if k+2 >= end && k < end && (text[k] == '{' || text[k] == '[') && c.spent <= 4*at+carriedGap {
		var n, looked int
		got, n, looked = logline.AppendPrinted(got, text, k, c.r.opt.Log)
		c.spent += looked
		if len(got) > 0 {
			end = k + n
		}
	}
	if len(got) == 0 {
		got = logline.AppendCarried(got, text, at, end, c.r.opt.Log)
	}
	for _, x := range got {
		c.units = append(c.units, unit{Carried: x})
	}
	return end
}

// columns takes of the rows of tables the same cell from all: the one in which there is most. Rows of other widths are of
// other tables.
func (c *carrier) columns() {
	var sizes map[[2]int]int
	for i := range c.units {
		if u := &c.units[i]; u.Source.Kind == logline.SourceCell {
			if sizes == nil {
				sizes = map[[2]int]int{}
			}
			sizes[[2]int{u.Cells, u.Cell}] += len(u.Text)
		}
	}
	if sizes == nil {
		return
	}
	best := map[int]int{}
	for k, n := range sizes {
		b, ok := best[k[0]]
		if m := sizes[[2]int{k[0], b}]; !ok || n > m || n == m && k[1] > b {
			best[k[0]] = k[1]
		}
	}
	for i := range c.units {
		u := &c.units[i]
		if u.Source.Kind != logline.SourceCell || u.Open || u.Cell == best[u.Cells] || i > 0 && c.units[i-1].Open {
			continue
		}
		if x, ok := u.Column(c.r.text, best[u.Cells], c.r.opt.Log); ok {
			u.Carried = x
		}
	}
}

// groups puts the units of each source together, and reads them.
func (c *carrier) groups() {
	if len(c.units) == 0 {
		return
	}
	order := map[logline.Source]int{}
	var groups [][]int
	for i := range c.units {
		src := c.units[i].Source
		k, ok := order[src]
		if !ok {
			k = len(groups)
			order[src] = k
			groups = append(groups, nil)
		}
		groups[k] = append(groups[k], i)
	}
	for _, g := range groups {
		if !c.about.all && !slices.ContainsFunc(g, func(i int) bool { return c.units[i].seed }) {
			continue
		}
		for from := 0; from < len(g); {
			to := from + 1
			for to < len(g) && c.follows(g[to-1], g[to]) {
				to++
			}
			c.windows(g[from:to])
			from = to
		}
	}
}

// follows reports whether unit j of a source can go on where unit i ended.
func (c *carrier) follows(i, j int) bool {
	a, b := &c.units[i], &c.units[j]
	if a.Number > 0 && b.Number <= a.Number {
		return false
	}
	return b.row-a.row <= carriedLines && b.Start-a.End <= carriedGap
}

// windows reads the units of a source that stand near one that wants it.
func (c *carrier) windows(g []int) {
	for i := 0; i < len(g); i++ {
		if !c.units[g[i]].wants {
			continue
		}
		from, last := max(0, i-carriedNear), i
		for i++; i < len(g) && i-last <= 2*carriedNear; i++ {
			if c.units[g[i]].wants {
				last = i
			}
		}
		i = min(len(g), last+carriedNear+1)
		c.window(g[from:i])
	}
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

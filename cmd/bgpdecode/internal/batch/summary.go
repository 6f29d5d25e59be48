package batch

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// SummaryOptions say how a summary looks.
type SummaryOptions struct {
	Style tree.Style
	Width int            // columns
	ASCII bool           // no block characters
	JSON  bool           // objects of kind "summary" instead of a text, one a line
	Zone  *time.Location // of all times in the text; nil for UTC
}

// Summary groups all events by their cause and tells of each group when all inputs have been read.
func Summary(opt SummaryOptions) Form {
	if opt.Zone == nil {
		opt.Zone = time.UTC
	}
	return &summary{most: 4096, opt: opt, style: opt.Style, width: opt.Width, groups: map[cause]*group{}, others: map[string]int64{}, peers: map[string]bool{},
		flaps: flaps{chains: map[flapKey]*chain{}}}
}

type summary struct {
	opt    SummaryOptions
	style  tree.Style
	width  int
	groups map[cause]*group
	list   []*group // in the order of their first event
	others map[string]int64
	peers  map[string]bool
	names  int // names kept in all sets together
	events int64
	lost   bool  // some set is full
	most   int   // causes kept
	over   int64 // events of further ones
	full   int64 // names of peers and hosts that were not kept
	span   histogram
	flaps  flaps
	both   *report.Compared
}

// group is what is known of one cause.
type group struct {
	number      int // in the order of their first event, from 0
	shown       int // in the order in which they are shown, from 1
	cause       cause
	events      int64
	first, last time.Time
	peers       map[string]bool
	hosts       map[string]bool
	nets        peerGroups
	when        histogram
	id          string // of the event of example, verdict and act
	example     string
	verdict     string
	act         string
	various     bool // verdict or act are not those of all events
	told        bool // an event has been taken as example
	story       *story
	stories     int64 // events that both sides tell
}

// What one summary keeps, whatever the inputs, beside Options.MaxCauses.
const (
	mostOthers = 4096
	mostNames  = 1 << 18
)

func (*summary) begin(dst []byte) []byte           { return dst }
func (*summary) event(dst []byte, _ *entry) []byte { return dst }
func (*summary) facts() bool                       { return true }
func (*summary) live() bool                        { return false }

func (s *summary) limit(o *Options)  { s.most = o.MaxCauses }
func (s *summary) dropped(st *Stats) { st.OverCauses, st.OverNames = s.over, s.full }

func (s *summary) compared(r *report.Compared) { s.both = r }

func (s *summary) tell(facts []fact) {
	for i := range facts {
		f := &facts[i]
		switch {
		case f.again:
		case !f.counts:
			if _, ok := s.others[f.other]; ok || len(s.others) < mostOthers {
				s.others[f.other] += f.times
			}
		default:
			s.one(f)
		}
	}
}

func (s *summary) one(f *fact) {
	g := s.groups[f.cause]
	if g == nil {
		if len(s.list) >= s.most {
			s.over += f.times
			return
		}
		g = &group{number: len(s.list), cause: f.cause, peers: map[string]bool{}, hosts: map[string]bool{}}
		s.groups[f.cause] = g
		s.list = append(s.list, g)
	}
	s.events += f.times
	g.events += f.times
	if s.name(g.peers, f.peer) {
		g.nets.add(f.group)
	}
	s.name(g.hosts, f.host)
	for _, h := range f.hosts {
		s.name(g.hosts, h)
	}
	s.name(s.peers, f.peer)
	if !f.time.IsZero() {
		if g.first.IsZero() || f.time.Before(g.first) {
			g.first = f.time
		}
		if f.time.After(g.last) {
			g.last = f.time
		}
		g.when.add(f.time, f.times)
		s.span.add(f.time, f.times)
	}
	if f.down {
		s.flaps.add(f.host, f.peer, f.time, f.times, g.number)
	}
	g.exemplify(f)
	if f.story != nil {
		if g.stories++; g.story == nil {
			g.story = f.story
		}
	}
}

// exemplify takes the shortest event that has a verdict for an example: what is shown of a cause is all of one event.
func (g *group) exemplify(f *fact) {
	g.various = g.various || g.told && (f.verdict != g.verdict || f.act != g.act)
	better := f.example != "" && (g.example == "" || len(f.example) < len(g.example))
	if judged := f.verdict != ""; judged != (g.verdict != "") {
		better = judged
	}
	if better || !g.told {
		g.id, g.example, g.verdict, g.act = f.id, f.example, f.verdict, f.act
	}
	g.told = true
}

// name puts a name into a set and reports whether it is new there.
func (s *summary) name(set map[string]bool, name string) bool {
	if name == "" || set[name] {
		return false
	}
	if s.names >= mostNames {
		s.lost = true
		s.full++
		return false
	}
	s.names++
	set[name] = true
	return true
}

func (s *summary) end(dst []byte) []byte {
	slices.SortStableFunc(s.list, func(a, b *group) int { return cmp.Compare(b.events, a.events) })
	for i, g := range s.list {
		g.shown = i + 1
	}
	if s.opt.JSON {
		return s.json(dst)
	}
	dst = s.line(dst, tree.Bold, "", s.headline())
	dst = s.legend(dst)
	for _, g := range s.list {
		dst = append(dst, '\n')
		dst = s.group(dst, g)
	}
	dst = s.flapping(dst)
	if s.both != nil {
		dst = append(dst, '\n')
		dst = comparedText(dst, s.both, s.style, s.width)
	}
	if s.over > 0 {
		dst = append(dst, '\n')
		dst = s.line(dst, tree.Plain, "", count(s.over, "event")+" of further causes left out: more than --max-causes")
	}
	if len(s.others) > 0 {
		var parts []string
		for _, k := range slices.Sorted(mapKeys(s.others)) {
			parts = append(parts, k+" "+strconv.FormatInt(s.others[k], 10))
		}
		dst = append(dst, '\n')
		dst = s.line(dst, tree.Dim, "", "Beside them, no trouble: "+strings.Join(parts, ", "))
	}
	return dst
}

func (s *summary) headline() string {
	causes := count(int64(len(s.list)), "cause")
	if s.over > 0 {
		causes = "more than " + causes
	}
	return causes + ", " + count(s.events+s.over, "event") + ", " + s.counted(len(s.peers), "peer") + "."
}

func mapKeys(m map[string]int64) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// counted is count for sets that may be full.
func (s *summary) counted(n int, what string) string {
	if s.lost {
		return "at least " + count(int64(n), what)
	}
	return count(int64(n), what)
}

const stampSeconds = "2006-01-02 15:04:05Z07:00"

func (s *summary) group(dst []byte, g *group) []byte {
	dst = s.line(dst, tree.Bold, strconv.Itoa(g.shown)+". ", g.cause.title())
	facts := count(g.events, "event")
	if len(g.peers) > 0 {
		facts += ", " + s.counted(len(g.peers), "peer") + s.few(g.peers)
	}
	if len(g.hosts) > 0 {
		facts += ", " + s.counted(len(g.hosts), "host") + s.few(g.hosts)
	}
	if g.stories > 0 {
		facts += "; both sides tell of " + strconv.FormatInt(g.stories, 10)
	}
	dst = s.line(dst, tree.Plain, "   ", facts)
	if len(g.peers) > 3 {
		dst = s.line(dst, tree.Plain, "   ", g.nets.text())
	}
	if !g.first.IsZero() {
		seen := g.first.In(s.opt.Zone).Format(stampSeconds)
		if !g.last.Equal(g.first) {
			seen += " to " + g.last.In(s.opt.Zone).Format(stampSeconds)
		}
		dst = s.line(dst, tree.Dim, "   ", seen)
		dst = s.bar(dst, g)
	}
	verdict, act, example := "   ", "   Do: ", "   e.g. "
	if g.various { // the words are about one of the events
		verdict, act, example = "   "+g.id+": ", "   Do ("+g.id+"): ", "   e.g. "+g.id+": "
	}
	if g.verdict != "" {
		dst = s.line(dst, tree.Value, verdict, g.verdict)
	}
	if g.act != "" {
		dst = s.line(dst, tree.Value, act, g.act)
	}
	if g.example != "" {
		dst = s.line(dst, tree.Dim, example, g.example)
	}
	if g.story != nil && s.width >= 60 {
		dst = append(dst, '\n')
		dst = g.story.append(dst, s.style, s.width, false)
	}
	return dst
}

// text names the largest groups of peers.
func (g *peerGroups) text() string {
	names := g.largest(4)
	var parts []string
	for _, n := range names {
		parts = append(parts, n+" ("+strconv.Itoa(g.counts[n])+")")
	}
	s := "peers in " + strings.Join(parts, ", ")
	if left := len(g.counts) - len(names); left > 0 || g.others > 0 {
		s += " and " + count(int64(left), "more group")
		if g.others > 0 {
			s += " and further ones"
		}
	}
	return s
}

// columns gives the number of columns of the bars, 0 for none: the text is too narrow, or all came at once.
func (s *summary) columns() int {
	n := min(s.width-20, 64)
	if n < 12 || s.span.most-s.span.least < 2 {
		return 0
	}
	return n
}

// legend says what the bars show.
func (s *summary) legend(dst []byte) []byte {
	n := s.columns()
	if n == 0 || len(s.list) == 0 {
		return dst
	}
	from, to := time.Unix(s.span.least, 0).In(s.opt.Zone), time.Unix(s.span.most, 0).In(s.opt.Zone)
	layout := "2006-01-02 15:04"
	if to.Sub(from) < 10*time.Minute {
		layout += ":05"
	}
	return s.line(dst, tree.Dim, "", "Each bar goes from "+from.Format(layout)+" to "+to.Format(layout)+", a column is "+
		columnLong(to.Sub(from)/time.Duration(n))+"; behind it stands how many events its highest column has.")
}

// columnLong is howLong with milliseconds where seconds would say nothing.
func columnLong(d time.Duration) string {
	if d < time.Second {
		return strconv.FormatInt(d.Milliseconds(), 10) + " ms"
	}
	return howLong(d)
}

// bar draws when the events of a group came, over the time of all events.
func (s *summary) bar(dst []byte, g *group) []byte {
	n := s.columns()
	if n == 0 {
		return dst
	}
	text, most := bar(g.when.columns(s.span.least, s.span.most, n), s.opt.ASCII)
	var p tree.Page
	p.Style = s.style
	p.Put(tree.Plain, "   |")
	p.Put(tree.Value, text)
	p.Put(tree.Plain, "| "+strconv.FormatInt(most, 10))
	p.Line()
	return append(dst, p.Bytes()...)
}

// flapping tells of sessions that fell again and again.
func (s *summary) flapping(dst []byte) []byte {
	if s.span.events == 0 {
		return dst
	}
	list, all := s.flaps.worst(10)
	if all == 0 {
		return dst
	}
	end := time.Unix(s.span.most, 0)
	dst = append(dst, '\n')
	dst = s.line(dst, tree.Bold, "", "Flapping: "+count(int64(all), "session")+" fell "+strconv.Itoa(leastFlaps)+" times or more without holding for "+howLong(chainBreak)+".")
	for _, c := range list {
		text := c.text(end) + s.causesOf(c)
		dst = s.line(dst, tree.Plain, "   ", text)
	}
	if all > len(list) {
		dst = s.line(dst, tree.Dim, "   ", "and "+strconv.Itoa(all-len(list))+" more")
	}
	if s.flaps.full > 0 {
		dst = s.line(dst, tree.Dim, "   ", count(s.flaps.full, "fall")+" of more sessions than are followed")
	}
	return dst
}

// causesOf names the causes of a chain by the numbers under which they are shown.
func (s *summary) causesOf(c *chain) string {
	var numbers []int
	for _, g := range s.list {
		if slices.Contains(c.causes, g.number) {
			numbers = append(numbers, g.shown)
		}
	}
	if len(numbers) == 0 {
		return ""
	}
	var parts []string
	for _, n := range numbers {
		parts = append(parts, strconv.Itoa(n))
	}
	what := " (cause "
	if len(parts) > 1 {
		what = " (causes "
	}
	return what + strings.Join(parts, ", ") + ")"
}

// few names the members of a small set.
func (s *summary) few(set map[string]bool) string {
	if len(set) > 3 {
		return ""
	}
	var names []string
	for n := range set {
		names = append(names, n)
	}
	slices.Sort(names)
	return " (" + strings.Join(names, ", ") + ")"
}

// line writes a text behind a lead, wrapped to the width and indented below the lead.
func (s *summary) line(dst []byte, role tree.Role, lead, text string) []byte {
	var p tree.Page
	p.Style = s.style
	p.Put(tree.Plain, lead)
	p.Wrap(role, clean(text), len(lead), s.width)
	p.Line()
	return append(dst, p.Bytes()...)
}

package batch

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// Summary groups all events by their cause and writes one paragraph for each when all inputs have been read.
func Summary(style tree.Style, width int) Form {
	return &summary{style: style, width: width, groups: map[cause]*group{}, others: map[string]int64{}, peers: map[string]bool{}}
}

type summary struct {
	style  tree.Style
	width  int
	groups map[cause]*group
	list   []*group // in the order of their first event
	others map[string]int64
	peers  map[string]bool
	names  int // names kept in all sets together
	events int64
	lost   bool // some set is full
}

// group is what is known of one cause.
type group struct {
	cause       cause
	events      int64
	first, last time.Time
	peers       map[string]bool
	hosts       map[string]bool
	example     string
	verdict     string
}

// What one summary keeps, whatever the inputs.
const (
	mostCauses = 4096
	mostNames  = 1 << 18
)

func (*summary) begin(dst []byte) []byte           { return dst }
func (*summary) event(dst []byte, _ *entry) []byte { return dst }
func (*summary) facts() bool                       { return true }
func (*summary) live() bool                        { return false }

func (s *summary) tell(facts []fact) {
	for i := range facts {
		f := &facts[i]
		switch {
		case f.again:
		case !f.counts:
			if len(s.others) < mostCauses {
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
		if len(s.list) >= mostCauses {
			s.lost = true
			s.others["of more causes than are kept"] += f.times
			return
		}
		g = &group{cause: f.cause, peers: map[string]bool{}, hosts: map[string]bool{}}
		s.groups[f.cause] = g
		s.list = append(s.list, g)
	}
	s.events += f.times
	g.events += f.times
	s.name(g.peers, f.peer)
	s.name(g.hosts, f.host)
	s.name(s.peers, f.peer)
	if !f.time.IsZero() {
		if g.first.IsZero() || f.time.Before(g.first) {
			g.first = f.time
		}
		if f.time.After(g.last) {
			g.last = f.time
		}
	}
	if f.example != "" && (g.example == "" || len(f.example) < len(g.example)) {
		g.example, g.verdict = f.example, f.verdict
	} else if g.verdict == "" {
		g.verdict = f.verdict
	}
}

func (s *summary) name(set map[string]bool, name string) {
	if name == "" || set[name] {
		return
	}
	if s.names >= mostNames {
		s.lost = true
		return
	}
	s.names++
	set[name] = true
}

func (s *summary) end(dst []byte) []byte {
	slices.SortStableFunc(s.list, func(a, b *group) int { return cmp.Compare(b.events, a.events) })
	head := count(int64(len(s.list)), "cause") + ", " + count(s.events, "event") + ", " + s.counted(len(s.peers), "peer") + "."
	dst = s.line(dst, tree.Bold, "", head)
	for i, g := range s.list {
		dst = append(dst, '\n')
		dst = s.group(dst, i+1, g)
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

func (s *summary) group(dst []byte, n int, g *group) []byte {
	dst = s.line(dst, tree.Bold, strconv.Itoa(n)+". ", g.cause.title())
	facts := count(g.events, "event")
	if len(g.peers) > 0 {
		facts += ", " + s.counted(len(g.peers), "peer") + s.few(g.peers)
	}
	if len(g.hosts) > 0 {
		facts += ", " + s.counted(len(g.hosts), "host") + s.few(g.hosts)
	}
	dst = s.line(dst, tree.Plain, "   ", facts)
	if !g.first.IsZero() {
		const layout = "2006-01-02 15:04:05Z07:00"
		seen := g.first.Format(layout)
		if !g.last.IsZero() && !g.last.Equal(g.first) {
			seen += " to " + g.last.Format(layout)
		}
		dst = s.line(dst, tree.Dim, "   ", seen)
	}
	if g.verdict != "" {
		dst = s.line(dst, tree.Value, "   ", g.verdict)
	}
	if g.example != "" {
		dst = s.line(dst, tree.Dim, "   e.g. ", g.example)
	}
	return dst
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

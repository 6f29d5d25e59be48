package batch

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
)

// bothSides is a form that tells at the end what the comparison of several logs came to.
type bothSides interface{ compared(*report.Compared) }

// append writes a story in two columns: the side that sent, the side that received.
func (s *story) append(dst []byte, style tree.Style, width int, verdict bool) []byte {
	var p tree.Page
	p.Style = style
	if width <= 0 {
		width = 100
	}
	const label = 9
	column := max((width-label-3)/2, 16)
	heads := [2]string{"Sent", "Received"}
	for i, n := range [...]*note{s.sent, s.received} {
		if n.role == roleWire {
			heads[i] = "On the wire"
		}
	}
	row := func(name, a, b string, role tree.Role) {
		if a == "" && b == "" {
			return
		}
		left, right := fold(clean(a), column), fold(clean(b), column)
		for i := range max(len(left), len(right)) {
			if i == 0 {
				p.Put(tree.Key, name)
			}
			p.To(label)
			if i < len(left) {
				p.Put(role, left[i])
			}
			p.To(label + column + 1)
			p.Put(tree.Dim, "│ ")
			if i < len(right) {
				p.Put(role, right[i])
			}
			p.Line()
		}
	}
	a, b := s.sent, s.received
	row("", heads[0], heads[1], tree.Bold)
	row("event", report.ID("", a.index), report.ID("", b.index), tree.Plain)
	row("device", a.dev.name, b.dev.name, tree.Plain)
	row("peer", a.peerText(), b.peerText(), tree.Plain)
	if a.stamped || b.stamped {
		row("time", stamp(a), stamp(b), tree.Plain)
	}
	if s.tie.timed && s.tie.skew != 0 {
		row("adjusted", stamp(a), b.date().Add(-s.tie.skew).Format(stampLayout), tree.Plain)
	}
	row("code", pair(a.code, a.sub), pair(b.code, b.sub), tree.Value)
	row("words", a.words, b.words, tree.Plain)
	left, right := a.data.String(), b.data.String()
	if a.data.n == b.data.n && (a.data.full || b.data.full) && a.data.n <= 64 {
		left, right = strings.TrimSuffix(left, "…"), strings.TrimSuffix(right, "…")
	}
	if a.data.known || b.data.known || a.data.want > 0 || b.data.want > 0 {
		row("Data", left, right, tree.Value)
	}
	row("count", a.declaredText(), b.declaredText(), tree.Plain)
	if a.repeat > 1 || b.repeat > 1 {
		row("times", strconv.Itoa(a.repeat), strconv.Itoa(b.repeat), tree.Plain)
	}
	line := func(name string, role tree.Role, text string) {
		p.Put(tree.Key, name)
		p.To(label)
		p.Wrap(role, clean(text), label, width)
		p.Line()
	}
	if s.tie.timed {
		line("clocks", tree.Plain, s.tie.clockText(b))
	}
	line("so", tree.Value, conclusion(a, b, s.differences)+" ("+s.tie.conf.String()+" confidence: "+strings.Join(s.tie.reasons(), ", ")+")")
	if j := &s.judged; verdict && j.summary != "" {
		line("verdict", tree.Value, j.summary)
		row("do", j.sides[0], j.sides[1], tree.Value)
		if j.others != "" {
			line("do", tree.Value, j.others)
		}
	}
	return append(dst, p.Bytes()...)
}

const stampLayout = "2006-01-02 15:04:05.999Z07:00"

func stamp(n *note) string {
	if !n.stamped {
		return "none"
	}
	return n.date().Format(stampLayout)
}

func (n *note) peerText() string {
	switch {
	case n.role == roleWire:
		return n.src.String() + " > " + n.dst.String()
	case n.peer.IsValid() && n.peerAS != 0:
		return n.peer.String() + " AS " + as(n.peerAS)
	case n.peer.IsValid():
		return n.peer.String()
	}
	return n.peerName
}

// clockText says by how much the clock of n is ahead, and what is left.
func (t *tie) clockText(n *note) string {
	s := "the clocks agree"
	switch {
	case t.skew.Abs() < time.Second:
	case t.skew > 0:
		s = "that of " + n.dev.name + " is " + seconds(t.skew) + " ahead"
	default:
		s = "that of " + n.dev.name + " is " + seconds(-t.skew) + " behind"
	}
	if t.residue != 0 {
		s += "; " + seconds(t.residue.Abs()) + " are left"
	}
	return s
}

// fold breaks a text into rows of n columns, at blanks where there are some.
func fold(s string, n int) []string {
	var rows []string
	for utf8.RuneCountInString(s) > n {
		cut, at, blank := 0, 0, -1
		for i, r := range s {
			if at > n {
				break
			}
			if cut = i; r == ' ' {
				blank = i
			}
			at++
		}
		if blank > cut/2 {
			rows = append(rows, s[:blank])
			s = s[blank+1:]
			continue
		}
		rows = append(rows, s[:cut])
		s = s[cut:]
	}
	return append(rows, s)
}

// result is what the comparison came to, when the run is over.
func (c *correlator) result() *report.Compared {
	st := &c.stats
	r := &report.Compared{Pairs: st.pairs, High: st.strong, Low: st.low, OnWire: st.wires, Lost: st.lost, Unsent: st.unsent,
		Offenders: st.offenders, Again: st.repeats}
	for _, what := range slices.Sorted(mapKeys(st.differ)) {
		r.Differences = append(r.Differences, report.DifferenceCount{What: what, Count: st.differ[what]})
	}
	for _, l := range c.skews {
		r.Clocks = append(r.Clocks, report.ClockPair{A: l.x, B: l.y, Pairs: l.pairs, Ahead: l.skew, Spread: l.spread, Timed: l.timed})
	}
	return r
}

// comparedText writes what the comparison of the logs came to.
func comparedText(dst []byte, r *report.Compared, style tree.Style, width int) []byte {
	var p tree.Page
	p.Style = style
	line := func(role tree.Role, lead, text string) {
		p.Put(tree.Plain, lead)
		p.Wrap(role, clean(text), len(lead), width)
		p.Line()
	}
	line(tree.Bold, "", "Both sides: "+count(r.Pairs, "NOTIFICATION")+" logged by sender and receiver, "+strconv.FormatInt(r.Lost, 10)+
		" sent but never logged as received, "+strconv.FormatInt(r.Unsent, 10)+" received but never logged as sent.")
	if r.OnWire > 0 {
		line(tree.Plain, "   ", count(r.OnWire, "log line")+" found again in a capture")
	}
	if r.Offenders > 0 {
		line(tree.Plain, "   ", count(r.Offenders, "NOTIFICATION")+" tied to the message complained of")
	}
	for i, k := range r.Clocks {
		if i == 20 {
			line(tree.Dim, "   ", "and "+count(int64(len(r.Clocks)-i), "further pair")+" of devices")
			break
		}
		text := k.A + " and " + k.B + ": " + count(int64(k.Pairs), "message") + " in common"
		if k.Timed {
			switch {
			case k.Ahead.Abs() < time.Second:
				text += ", the clocks agree"
			case k.Ahead > 0:
				text += ", the clock of " + k.B + " is " + seconds(k.Ahead) + " ahead"
			default:
				text += ", the clock of " + k.B + " is " + seconds(-k.Ahead) + " behind"
			}
			if k.Pairs > 1 {
				text += " (± " + seconds(k.Spread) + ")"
			}
		}
		line(tree.Plain, "   ", text)
	}
	var parts []string
	for _, d := range r.Differences {
		parts = append(parts, d.What+" "+strconv.FormatInt(d.Count, 10))
	}
	if len(parts) > 0 {
		line(tree.Plain, "   ", "What the two sides tell differently: "+strings.Join(parts, ", "))
	}
	return append(dst, p.Bytes()...)
}

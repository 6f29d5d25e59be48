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
	if width <= 0 {
		width = 100
	}
	c := columns{width: width, column: max((width-columnLabel-3)/2, 16)}
	c.page.Style = style
	s.views(&c)
	if s.tie.timed {
		c.line("clocks", tree.Plain, s.tie.clockText(s.received))
	}
	c.line("so", tree.Value, conclusion(s.sent, s.received, s.differences)+" ("+s.tie.conf.String()+" confidence: "+strings.Join(s.tie.reasons(), ", ")+")")
	if j := &s.judged; verdict && j.summary != "" {
		c.line("verdict", tree.Value, j.summary)
		c.row("do", j.sides[0], j.sides[1], tree.Value)
		if j.others != "" {
			c.line("do", tree.Value, j.others)
		}
	}
	return append(dst, c.page.Bytes()...)
}

// views writes what each side shows.
func (s *story) views(c *columns) {
	a, b := s.sent, s.received
	heads := [2]string{"Sent", "Received"}
	for i, n := range [...]*note{a, b} {
		if n.role == roleWire {
			heads[i] = "On the wire"
		}
	}
	c.row("", heads[0], heads[1], tree.Bold)
	c.row("event", report.ID("", a.index), report.ID("", b.index), tree.Plain)
	c.row("device", a.dev.name, b.dev.name, tree.Plain)
	c.row("peer", a.peerText(), b.peerText(), tree.Plain)
	if a.stamped || b.stamped {
		c.row("time", stamp(a), stamp(b), tree.Plain)
	}
	if s.tie.timed && s.tie.skew != 0 {
		c.row("adjusted", stamp(a), b.date().Add(-s.tie.skew).Format(stampLayout), tree.Plain)
	}
	c.row("code", pair(a.code, a.sub), pair(b.code, b.sub), tree.Value)
	c.row("words", a.words, b.words, tree.Plain)
	if a.data.known || b.data.known || a.data.want > 0 || b.data.want > 0 {
		left, right := a.data.String(), b.data.String()
		if a.data.n == b.data.n && (a.data.full || b.data.full) && a.data.n <= 64 {
			left, right = strings.TrimSuffix(left, "…"), strings.TrimSuffix(right, "…")
		}
		c.row("Data", left, right, tree.Value)
	}
	c.row("count", a.declaredText(), b.declaredText(), tree.Plain)
	if a.repeat > 1 || b.repeat > 1 {
		c.row("times", strconv.Itoa(a.repeat), strconv.Itoa(b.repeat), tree.Plain)
	}
}

// columns is a page of two columns behind labels.
type columns struct {
	page   tree.Page
	width  int // of all
	column int // of each
}

const columnLabel = 9

// row writes two texts beside each other, if there is one.
func (c *columns) row(label, a, b string, role tree.Role) {
	if a == "" && b == "" {
		return
	}
	left, right := fold(clean(a), c.column), fold(clean(b), c.column)
	for i := range max(len(left), len(right)) {
		if i == 0 {
			c.page.Put(tree.Key, label)
		}
		c.page.To(columnLabel)
		if i < len(left) {
			c.page.Put(role, left[i])
		}
		c.page.To(columnLabel + c.column + 1)
		c.page.Put(tree.Dim, "│ ")
		if i < len(right) {
			c.page.Put(role, right[i])
		}
		c.page.Line()
	}
}

// line writes a text over both.
func (c *columns) line(label string, role tree.Role, text string) {
	c.page.Put(tree.Key, label)
	c.page.To(columnLabel)
	c.page.Wrap(role, clean(text), columnLabel, c.width)
	c.page.Line()
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

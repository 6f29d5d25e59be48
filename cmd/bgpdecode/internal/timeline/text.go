package timeline

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec/safetext"
	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// page appends text of one width in the look of a style.
type page struct {
	b     []byte
	style tree.Style
	width int
}

func (p *page) put(role tree.Role, s string) {
	p.b = append(append(append(p.b, p.style.Open[role]...), s...), p.style.Close[role]...)
}

// line writes a text, broken at blanks; what follows the first line is indented.
func (p *page) line(lead string, leadRole tree.Role, indent int, role tree.Role, text string) {
	text = safetext.String(text, safetext.Options{})
	room, begun := p.width-utf8.RuneCountInString(lead), 0
	if room < 20 { // the text begins on the next line
		lead, room, begun = strings.TrimRight(lead, " ")+"\n", p.width-indent, -1
	}
	p.put(leadRole, lead)
	for i, l := range wrap(text, max(room, 20), max(p.width-indent, 20)) {
		if i > begun {
			p.b = append(p.b, strings.Repeat(" ", indent)...)
		}
		p.put(role, l)
		p.b = append(p.b, '\n')
	}
}

// wrap breaks a text at blanks into lines: the first of so many characters, the others of rest. A longer word is broken.
func wrap(s string, width, rest int) []string {
	var out []string
	cur, n := "", 0
	for _, w := range strings.Fields(s) {
		k := utf8.RuneCountInString(w)
		if n > 0 && n+1+k > width {
			out = append(out, cur)
			cur, n, width = "", 0, rest
		}
		for k > width {
			cut := 0
			for range width {
				_, z := utf8.DecodeRuneInString(w[cut:])
				cut += z
			}
			out = append(out, w[:cut])
			w, k = w[cut:], k-width
			width = rest
		}
		if n > 0 {
			cur += " "
			n++
		}
		cur += w
		n += k
	}
	if cur != "" || len(out) == 0 {
		out = append(out, cur)
	}
	return out
}

// AppendText writes the timeline of a session for people.
func AppendText(dst []byte, x *Session, style tree.Style, width int) []byte {
	p := &page{b: dst, style: style, width: max(width, 40)}
	p.title(x)
	skip := folds(x.Rows)
	var before time.Time
	day := ""
	for i := 0; i < len(x.Rows); i++ {
		if len(skip) > 0 && skip[0].from == i {
			p.folded(x, skip[0])
			i = skip[0].to - 1
			before = x.Rows[i].at()
			skip = skip[1:]
			continue
		}
		r := &x.Rows[i]
		if d := dayOf(r.Time); d != "" && d != day {
			day = d
			p.put(tree.Dim, d)
			p.b = append(p.b, '\n')
		}
		p.row(r, before)
		if !r.Time.IsZero() {
			before = r.at()
		}
		if x.Dropped > 0 && i == droppedAt(x) {
			p.line("", tree.Dim, 0, tree.Dim, fmt.Sprintf("… %d more steps are not shown", x.Dropped))
		}
	}
	p.ended(x)
	p.wrong(x)
	return append(p.b, '\n')
}

// droppedAt is the row behind which rows were dropped.
func droppedAt(x *Session) int { return max((len(x.Rows)+0)/4-1, 0) }

func (r *Row) at() time.Time {
	if r.Until.After(r.Time) {
		return r.Until
	}
	return r.Time
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format("2006-01-02 MST")
}

// title says between whom the session is, and what their OPENs said.
func (p *page) title(x *Session) {
	s := "── " + x.Name()
	var more []string
	if x.Wire {
		s = "── " + x.local + " ↔ " + x.Name()
	}
	if len(x.addrs) > 0 && x.name != "" {
		more = append(more, strings.Join(x.addrs, " "))
	}
	if x.Host != "" {
		more = append(more, "on "+x.Host)
	}
	if !mainTable(x.VRF) {
		more = append(more, "VRF "+x.VRF)
	}
	if a := pairOf(numbers(x.LocalAS), numbers(x.PeerAS)); a != "" {
		more = append(more, "AS "+a)
	}
	if a := pairOf(strings.Join(x.LocalIDs, " "), strings.Join(x.PeerIDs, " ")); a != "" {
		more = append(more, "ids "+a)
	}
	if x.Hold >= 0 {
		more = append(more, fmt.Sprintf("hold %d s", x.Hold))
	}
	s = safetext.String(s, safetext.Options{})
	for i, l := range wrap(s+" · "+safetext.String(strings.Join(more, " · "), safetext.Options{}), p.width, p.width-3) {
		if i > 0 {
			l = "   " + l
		}
		p.put(tree.Bold, strings.TrimSuffix(l, " ·"))
		p.b = append(p.b, '\n')
	}
	if len(x.Machines) > 1 {
		p.line("", tree.Dim, 0, tree.Dim, fmt.Sprintf("%d state machines log under this name", len(x.Machines)))
	}
}

func numbers(list []uint32) string {
	var parts []string
	for _, n := range list {
		parts = append(parts, fmt.Sprint(n))
	}
	return strings.Join(parts, " ")
}

// pairOf writes "ours ↔ theirs".
func pairOf(a, b string) string {
	if a == "" && b == "" {
		return ""
	}
	return first(a, "?") + " ↔ " + first(b, "?")
}

// Columns of a row: time, time since the row before, connection, way.
const (
	timeWidth  = 12
	deltaWidth = 10
	connWidth  = 4
	rowIndent  = timeWidth + 1 + deltaWidth + 1 + connWidth + 1 + 2
	narrow     = 60 // less than this leaves no room for text beside the columns
)

// row writes one step and what was found at it.
func (p *page) row(r *Row, before time.Time) {
	at, delta := "", ""
	if !r.Time.IsZero() {
		at = r.Time.Format("15:04:05.000")
		if !before.IsZero() {
			if d := r.Time.Sub(before); d != 0 {
				delta = "+" + short(d)
				if d < 0 {
					delta = short(d)
				}
			}
		}
	}
	no := ""
	if r.Conn != nil {
		no = fmt.Sprintf("#%d", r.Conn.no)
	}
	indent := rowIndent
	lead := pad(at, timeWidth) + " " + padLeft(delta, deltaWidth) + " " + pad(no, connWidth) + " " + r.arrow() + " "
	if p.width < 70 {
		lead, indent = pad(at, timeWidth)+" "+pad(no, connWidth)+" "+r.arrow()+" ", timeWidth+1+connWidth+1+2
	}
	if p.width < narrow { // what follows the first line begins far to the left
		indent = 4
	}
	text, role := r.words()
	if r.Times > 1 {
		text += fmt.Sprintf(" (%d times)", r.Times)
	}
	p.line(lead, tree.Dim, indent, role, text)
	in := strings.Repeat(" ", indent)
	if a := r.Agreed; a != nil {
		p.line(in, tree.Dim, indent, tree.Good, a.words(r))
	}
	for _, f := range r.Findings {
		lead := in + f.mark() + " "
		if r.Time.Equal(f.Time) && r.Line == f.Line {
			p.line(lead, f.role(), indent+2, f.role(), f.Text)
		} else {
			p.line(lead, f.role(), indent+2, f.role(), "again: "+f.ID)
		}
	}
}

func (a *Agreed) words(r *Row) string {
	s := "both OPENs are there"
	if a.Hold > 0 {
		s += fmt.Sprintf(": hold time %d s (%s %d s, %s %d s)", a.Hold, r.side(0), a.Local.HoldTime, r.side(1), a.Peer.HoldTime)
	} else if a.Hold == 0 {
		s += ": hold time 0, no KEEPALIVEs"
	}
	if a.Local.AS != 0 && a.Local.AS == a.Peer.AS {
		s += ", internal"
	}
	return s
}

func (f *Finding) mark() string {
	if f.Severity == Note {
		return "·"
	}
	return "!"
}

func (f *Finding) role() tree.Role {
	switch f.Severity {
	case Bad:
		return tree.Bad
	case Warning:
		return tree.Warn
	}
	return tree.Note
}

// folded tells of rows that repeat those above.
func (p *page) folded(x *Session, f fold) {
	s := fmt.Sprintf("… %d more cycles of the same %d steps", f.cycles, f.period)
	if f.period == 1 {
		s = fmt.Sprintf("… %d times more", f.cycles)
	}
	a, b := x.Rows[f.from-f.period].Time, x.Rows[f.to-1].at()
	if !a.IsZero() && b.After(a) {
		s += fmt.Sprintf(", %s each, until %s", short(b.Sub(a)/time.Duration(f.cycles+1)), b.Format("15:04:05.000"))
		if dayOf(a) != dayOf(b) {
			s += " of " + dayOf(b)
		}
	}
	indent := timeWidth + 1
	if p.width < narrow {
		indent = 4
	}
	p.line(strings.Repeat(" ", indent), tree.Dim, indent+2, tree.Note, s)
}

// ended says how long the session stood and what ended it.
func (p *page) ended(x *Session) {
	const head = "Ended: "
	for _, e := range x.Endings() {
		p.line(head, tree.Key, len(head), tree.Plain, e)
	}
}

// wrong lists the findings and who must act.
func (p *page) wrong(x *Session) {
	if len(x.Findings) == 0 {
		p.line("Wrong: ", tree.Key, 7, tree.Good, "nothing that these lines show")
		return
	}
	p.put(tree.Key, "What went wrong:")
	p.b = append(p.b, '\n')
	for _, f := range x.Findings {
		text := f.Text
		if f.Times > 1 {
			text += fmt.Sprintf(" (%d times)", f.Times)
		}
		text += ". " + f.Ref + "."
		if f.Who != "nobody" {
			text += " To act: " + f.Who + "."
		}
		if f.Line > 0 {
			text += fmt.Sprintf(" (line %d)", f.Line)
		}
		p.line("  "+f.mark()+" "+f.ID+": ", f.role(), 4, tree.Plain, text)
	}
	if x.Over > 0 {
		p.line("  ", tree.Dim, 2, tree.Dim, fmt.Sprintf("… and %d more", x.Over))
	}
}

// Endings says what ended the session, the different reasons with how often each came.
func (x *Session) Endings() []string {
	if len(x.Ups) == 0 {
		if x.ended != "" {
			return []string{"never established; last: " + x.ended}
		}
		return []string{"never established, as far as these lines go"}
	}
	var out []string
	times := map[string]int{}
	for _, u := range x.Ups {
		why := u.End
		switch {
		case why == "" && u.To.IsZero() && u.From.IsZero():
			continue
		case u.To.IsZero() && why == "":
			continue
		case why == "":
			why = "the lines do not say"
		}
		if times[why] == 0 {
			out = append(out, why)
		}
		times[why]++
	}
	for i, why := range out {
		if times[why] > 1 {
			out[i] += fmt.Sprintf(" (%d times)", times[why])
		}
	}
	if u := x.Ups[len(x.Ups)-1]; x.hasUp && u.End == "" {
		s := "it is established at the end of the input"
		if d := x.last.Sub(u.From); !u.From.IsZero() && d > 0 {
			s += ", since " + short(d)
		}
		out = append(out, s)
	}
	if len(out) > 6 {
		out = append(out[:5], fmt.Sprintf("… and %d other reasons", len(out)-5))
	}
	return out
}

func pad(s string, n int) string {
	return s + strings.Repeat(" ", max(n-utf8.RuneCountInString(s), 0))
}

func padLeft(s string, n int) string {
	return strings.Repeat(" ", max(n-utf8.RuneCountInString(s), 0)) + s
}

package cli

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/ui"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/registry"
)

// registryText writes an answer for people.
func (a *app) registryText(q answer, width int) error {
	p := &page{w: a.out, paint: a.s.OutPaint(ui.ColorAuto), width: width}
	switch {
	case q.list:
		p.tables(q)
	case q.word == "":
		p.table(q.tables[0])
	case len(q.hits) == 1 || len(q.tables) == 1 && q.hits[0].exact:
		p.entry(q.hits[0])
	default:
		p.hits(q)
	}
	p.line("")
	p.line(p.paint.Wrap(tree.Dim, "IANA's tables as of "+registry.AsOf+"."))
	return a.out.err
}

// page writes lines of at most width columns.
type page struct {
	w     io.Writer
	paint ui.Paint
	width int
}

func (p *page) line(s string) { io.WriteString(p.w, strings.TrimRight(s, " ")+"\n") }

// para writes text after a first column of the given width, wrapped below itself.
func (p *page) para(first string, indent int, text string) {
	lines := wrap(text, max(p.width-indent, 20))
	for i, l := range lines {
		lead := strings.Repeat(" ", indent)
		if i == 0 && first != "" {
			lead = p.paint.Wrap(tree.Key, first) + strings.Repeat(" ", max(indent-len([]rune(first)), 1))
			if len([]rune(first)) >= indent && indent > 0 {
				p.line(p.paint.Wrap(tree.Key, first))
				lead = strings.Repeat(" ", indent)
			}
		}
		p.line(lead + l)
	}
}

func (p *page) heading(s string) {
	for _, l := range wrap(s, p.width) {
		p.line(p.paint.Wrap(tree.Bold, l))
	}
}

// tables lists tables, and below them the entries that match the same word.
func (p *page) tables(q answer) {
	for _, t := range q.tables {
		p.para(t.ID, 0, "")
		p.para("", 4, fmt.Sprintf("%s, %s", t.Title, entries(len(t.Rows))))
	}
	p.line("")
	p.para("", 0, fmt.Sprintf("%d tables. \"bgpdecode registry TABLE\" shows one.", len(q.tables)))
	if len(q.hits) > 0 {
		p.line("")
		p.heading("Entries with that word in all tables:")
		p.hits(q)
	}
}

func entries(n int) string {
	if n == 1 {
		return "1 entry"
	}
	return strconv.Itoa(n) + " entries"
}

// table shows a whole table.
func (p *page) table(t *registry.Table) {
	p.heading(t.Title)
	p.line(p.paint.Wrap(tree.Dim, t.ID))
	p.line("")
	column := 0
	for _, r := range t.Rows {
		column = max(column, len(t.ValueText(r)))
	}
	for _, r := range t.Rows {
		p.para(t.ValueText(r), min(column, 24)+2, rowText(t, r))
	}
	if len(t.Rules) > 0 {
		p.line("")
		p.heading("How values are assigned")
		for _, rule := range t.Rules {
			values := t.ValueText(registry.Row{First: rule.First, Last: rule.Last})
			if rule.First == 0 && rule.Last > 1<<32 {
				values = "all"
			}
			p.para(values, min(max(column, 3), 24)+2, rule.Procedure)
		}
	}
}

// rowText is an entry in a line: name, symbol, what is odd about it, extra columns, reference.
func rowText(t *registry.Table, r registry.Row) string {
	text := r.Name
	if s := symbolOf(t, r); s != "" && !strings.Contains(r.Name, s) {
		text += " (" + s + ")"
	}
	if word := statusText(r); word != "" && !strings.EqualFold(word, r.Name) {
		text += ", " + word
	}
	if r.Ref != "" {
		text += "  " + r.Ref
	}
	if r.First == r.Last && len(registry.LegacyUses(t.ID, r.First)) > 0 {
		text += "  (has legacy uses)"
	}
	return text
}

// statusText says what an entry is worth, "" for an ordinary one.
func statusText(r registry.Row) string {
	switch r.Status {
	case registry.StatusAssigned:
		return ""
	case registry.StatusTemporary:
		return "temporary, expires " + r.Expiry
	}
	return r.Status.String()
}

// hits shows entries of several tables.
func (p *page) hits(q answer) {
	tables := 0
	var last *registry.Table
	for _, h := range q.hits {
		if h.exact { // one in each table
			p.para("", 0, h.table.ID+": "+h.table.ValueText(h.row)+" "+rowText(h.table, h.row))
			tables++
			continue
		}
		if h.table != last {
			p.para("", 0, p.plainTitle(h.table))
			last = h.table
			tables++
		}
		p.para("  "+h.table.ValueText(h.row), 12, rowText(h.table, h.row))
	}
	if q.word != "" && tables > 1 {
		p.line("")
		one := "NUMBER"
		if q.hits[0].exact {
			one = q.word
		}
		p.para("", 0, fmt.Sprintf("%q is in %d tables. \"bgpdecode registry TABLE %s\" shows one entry in full.", q.word, tables, one))
	}
}

func (p *page) plainTitle(t *registry.Table) string { return t.ID + ": " + t.Title }

// entry shows all that is known of one entry.
func (p *page) entry(h hit) {
	t, r := h.table, h.row
	value := t.ValueText(r)
	if h.exact && r.First != r.Last {
		value = t.ValueText(registry.Row{First: h.asked, Last: h.asked})
	}
	p.heading(value + "  " + r.Name)
	for _, f := range facts(h) {
		p.para(f.name, 16, f.text)
	}
	for _, l := range registry.LegacyUses(t.ID, h.asked) {
		p.line("")
		p.para("also used as", 16, legacyText(l))
	}
}

func legacyText(l registry.Legacy) string {
	text := l.Name
	if l.Origin != "" {
		text += " (" + l.Origin + ")"
	}
	if l.Note != "" {
		text += ": " + l.Note
	}
	if l.Certainty != "" {
		text += " [less certain: one source, or memory]"
	}
	return text
}

// wrap cuts text into lines of at most width runes at blanks; a longer word stands alone.
func wrap(text string, width int) []string {
	var lines []string
	line, have := "", 0
	for _, word := range strings.Fields(text) {
		n := len([]rune(word))
		if have > 0 && have+1+n > width {
			lines = append(lines, line)
			line, have = "", 0
		}
		for n > width {
			head := []rune(word)[:width]
			lines = append(lines, string(head))
			word = word[len(string(head)):]
			n -= width
		}
		if have > 0 {
			line += " "
			have++
		}
		line += word
		have += n
	}
	if have > 0 || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

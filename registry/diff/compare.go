package diff

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/bgpdecode/bgpdecode/registry/internal/source"
)

// Result is what one edition of the pages differs in.
type Result struct {
	Changes int // rows added, changed or removed, and tables missing
	Tables  int // tables compared
}

// Loose names cells of the source tables that hold fewer words than IANA's; see Compare.
type Loose map[[2]string]bool // table id, column

// Compare writes to w what pages add (+), change (~) or remove (-) against tables. A cell that loose names counts as
// unchanged while its words occur in the official text. Pages the tables know but pages lacks are listed at the end.
func Compare(w io.Writer, tables []*source.Table, loose Loose, pages []*Page) (Result, error) {
	var res Result
	out := &printer{w: w}
	absent := map[string]bool{}
	for _, t := range tables {
		if t.Page == "" {
			continue
		}
		i := slices.IndexFunc(pages, func(p *Page) bool { return p.ID == t.Page })
		if i < 0 {
			absent[t.Page] = true
			continue
		}
		official := pages[i].find(t.Registry)
		if official == nil {
			out.printf("%s (%s): table missing in %s: no registry %q\n", t.ID, t.Title, pages[i].File, t.Registry)
			res.Changes++
			continue
		}
		res.Tables++
		res.Changes += compareTable(out, t, loose, official, pages[i])
	}
	for _, p := range pages {
		listOthers(out, tables, p)
	}
	out.printf("%d tables compared, %d differences\n", res.Tables, res.Changes)
	if len(absent) > 0 {
		names := make([]string, 0, len(absent))
		for n := range absent {
			names = append(names, n)
		}
		slices.Sort(names)
		out.printf("no XML for the pages %s\n", strings.Join(names, ", "))
	}
	return res, out.err
}

// printer keeps the first write error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) printf(format string, a ...any) {
	if p.err != nil {
		return
	}
	// The text comes from a file: nothing in it may steer a terminal.
	line := strings.Map(func(r rune) rune {
		if r != '\n' && !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, fmt.Sprintf(format, a...))
	_, p.err = io.WriteString(p.w, line)
}

// listOthers names the registries of a page that the project does not keep.
func listOthers(out *printer, tables []*source.Table, p *Page) {
	var names []string
	for _, o := range p.tables {
		kept := slices.ContainsFunc(tables, func(t *source.Table) bool { return t.Page == p.ID && t.Registry == o.id })
		if !kept && len(o.records) > 0 {
			names = append(names, fmt.Sprintf("%s (%q, %d rows)", o.id, o.title, len(o.records)))
		}
	}
	if len(names) > 0 {
		out.printf("%s: also has tables that are not kept here: %s\n", p.ID, strings.Join(names, ", "))
	}
}

type span struct{ first, last uint64 }

// compareTable reports one table and gives the number of lines about it.
func compareTable(out *printer, t *source.Table, loose Loose, o *table, p *Page) int {
	theirs, order, lines := readRows(t, o)
	ours := map[span]bool{}
	for _, r := range t.Rows {
		s := span{r.First, r.Last}
		ours[s] = true
		their, ok := theirs[s]
		switch {
		case ok:
			lines = append(lines, compareRow(t, loose, r, their)...)
		case r.Status != source.Unassigned:
			lines = append(lines, "- "+value(t, s)+" "+describe(cells(t, r)))
		}
	}
	for _, s := range order {
		if r := theirs[s]; !ours[s] && r.cell["status"] != source.Unassigned {
			lines = append(lines, "+ "+value(t, s)+" "+describe(r.cell))
		}
	}
	if title := source.Clean(o.title); title != "" && title != t.Title {
		lines = append(lines, fmt.Sprintf("~ title: %q, was %q", title, t.Title))
	}
	if now, was := free(t, theirs), freeOurs(t); now != was {
		lines = append(lines, fmt.Sprintf("~ unassigned: %s, was %s", now, was))
	}
	if len(lines) > 0 {
		out.printf("%s (%s), page of %s, ours of %s\n", t.ID, t.Title, orUnknown(p.Updated), t.AsOf)
		for _, l := range lines {
			out.printf("  %s\n", l)
		}
	}
	return len(lines)
}

// readRows normalises the records of o: rows by value, the values sorted, and lines about what cannot be used.
func readRows(t *source.Table, o *table) (rows map[span]row, order []span, lines []string) {
	rows = map[span]row{}
	for _, rec := range o.records {
		r, err := normalise(t, rec)
		if err != nil {
			lines = append(lines, fmt.Sprintf("? row not understood: %v", err))
			continue
		}
		s := span{r.first, r.last}
		if _, twice := rows[s]; twice {
			lines = append(lines, fmt.Sprintf("? value %s stands twice; the last one counts", value(t, s)))
		} else {
			order = append(order, s)
		}
		rows[s] = r
	}
	slices.SortFunc(order, bySpan)
	return rows, order, lines
}

func bySpan(a, b span) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.last, b.last)) }

// free lists the unassigned values of an edition.
func free(t *source.Table, rows map[span]row) string {
	var spans []span
	for s, r := range rows {
		if r.cell["status"] == source.Unassigned {
			spans = append(spans, s)
		}
	}
	return list(t, spans)
}

// freeOurs lists the unassigned values of the source table.
func freeOurs(t *source.Table) string {
	var spans []span
	for _, r := range t.Rows {
		if r.Status == source.Unassigned {
			spans = append(spans, span{r.First, r.Last})
		}
	}
	return list(t, spans)
}

func list(t *source.Table, spans []span) string {
	if len(spans) == 0 {
		return "none"
	}
	slices.SortFunc(spans, bySpan)
	var b strings.Builder
	for i, s := range spans {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(value(t, s))
	}
	return b.String()
}

// compareRow gives a line for each cell that differs.
func compareRow(t *source.Table, loose Loose, ours source.Row, theirs row) []string {
	mine := cells(t, ours)
	var lines []string
	for _, col := range append(slices.Clone(source.CommonColumns[1:]), t.Columns...) {
		now, ok := theirs.cell[col]
		if !ok || now == mine[col] || loose[[2]string{t.ID, col}] && hasWords(now, mine[col]) {
			continue
		}
		lines = append(lines, fmt.Sprintf("~ %s %s: %s %q, was %q", ours.Value, ours.Name, col, now, mine[col]))
	}
	return lines
}

// hasWords tells whether every word of short occurs in long; signs between words do not count.
func hasWords(long, short string) bool {
	sign := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	have := strings.FieldsFunc(strings.ToLower(long), sign)
	for _, w := range strings.FieldsFunc(strings.ToLower(short), sign) {
		if !slices.Contains(have, w) {
			return false
		}
	}
	return true
}

func cells(t *source.Table, r source.Row) map[string]string {
	m := map[string]string{"name": r.Name, "status": r.Status, "expiry": r.Expiry, "reference": r.Reference}
	for i, c := range t.Columns {
		m[c] = r.Extra[i]
	}
	return m
}

func describe(c map[string]string) string {
	s := c["name"]
	if c["status"] != source.Assigned {
		s += " (" + c["status"]
		if c["expiry"] != "" {
			s += ", expires " + c["expiry"]
		}
		s += ")"
	}
	if c["reference"] != "" {
		s += " " + c["reference"]
	}
	return s
}

func value(t *source.Table, s span) string {
	return source.FormatValue(t.Kind, t.Width, s.first, s.last)
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown date"
	}
	return s
}

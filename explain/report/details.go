package report

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain"
)

// details writes what stands behind the answer: causes, findings, and how the text was read.
func (p *page) details() {
	r := p.r
	if x := r.Explanation; x != nil {
		p.items("Causes", x.Verdict.Causes, true)
		p.items("Notes", x.Notes, false)
	}
	p.incidentDetails()
	p.findings()
	if m := r.Merged; m != nil {
		p.items("Merge", m.Steps, false)
	}
	p.params()
	p.items("Read as", slices.Compact(r.provenance()), false) // widths and path ids may be known for one reason
	if x := r.Explanation; x != nil && len(x.Verdict.Refs) > 0 {
		p.begin()
		p.line("See", tree.Dim, strings.Join(x.Verdict.Refs, ", "))
	}
	p.repro()
	p.named()
}

// items writes a list; numbered when the order means something.
func (p *page) items(title string, items []string, numbered bool) {
	if len(items) == 0 {
		return
	}
	p.begin()
	for i, s := range items {
		if i == 0 {
			p.Put(tree.Key, title)
		}
		p.To(labelWidth)
		mark := "- "
		if numbered && len(items) > 1 {
			mark = strconv.Itoa(i+1) + ". "
		}
		p.Put(tree.Dim, mark)
		p.Wrap(tree.Value, s, labelWidth+len(mark), p.width)
		p.Line()
	}
}

// Many findings of one kind are told by the first few.
const (
	fewFindings  = 5
	mostFindings = 40
)

// findings writes what was found in the octets, worst first.
func (p *page) findings() {
	t := p.r.Tree
	if t == nil || len(t.Findings) == 0 || len(t.Findings) == 1 && t.Findings[0].ID == codec.FindTruncated && p.r.cutKnown() {
		return
	}
	p.begin()
	p.Put(tree.Key, "Findings")
	seen := make([]int, codec.Findings())
	written, left := 0, 0
	for sev := int(codec.SeverityError); sev >= int(codec.SeverityNote); sev-- {
		for i := range t.Findings {
			f := &t.Findings[i]
			if f.Severity != codec.Severity(sev) || f.ID == codec.FindTruncated && p.r.cutKnown() {
				continue
			}
			if seen[f.ID]++; seen[f.ID] > fewFindings || written >= mostFindings {
				left++
				continue
			}
			written++
			p.finding(t, f)
		}
	}
	if left > 0 {
		p.To(labelWidth)
		p.Put(tree.Dim, "… "+strconv.Itoa(left)+" more like these")
		p.Line()
	}
}

func (p *page) finding(t *codec.Tree, f *codec.Finding) {
	role := tree.Note
	switch f.Severity {
	case codec.SeverityError:
		role = tree.Bad
	case codec.SeverityWarning:
		role = tree.Warn
	}
	info := f.Info()
	p.To(labelWidth)
	p.Put(role, f.Severity.String())
	p.To(labelWidth + 8)
	p.Put(tree.Dim, "at 0x"+offset(f.Off))
	p.Put(tree.Plain, " ")
	text := string(t.AppendFindingText(nil, f))
	if info.Ref != "" {
		text += " (" + info.Ref + ")"
	}
	if f.Action > 0 {
		text += " → " + f.Action.String()
	}
	p.Wrap(tree.Value, text, labelWidth+8, p.width)
	p.Line()
}

// offset writes an offset as the dump does.
func offset(off int) string {
	s := strconv.FormatInt(int64(off), 16)
	return strings.Repeat("0", max(4-len(s), 0)) + s
}

// params writes a vendor's named parameters.
func (p *page) params() {
	var items []string
	for _, v := range p.r.Event.Params {
		s := v.Key
		if v.Value != "" {
			s += " = " + v.Value
		}
		if v.Meaning != "" {
			s += ": " + v.Meaning
		}
		items = append(items, s)
	}
	p.items("Parameters", items, false)
}

// provenance says where the octets stood and what was done to read them.
func (r *Report) provenance() []string {
	ev := &r.Event
	var out []string
	if s := r.place(); s != "" {
		out = append(out, s)
	}
	out = append(out, ev.Remarks...)
	out = append(out, ev.Notes...)
	if ev.RunnerUp != "" {
		out = append(out, "second best: "+ev.RunnerUp)
	}
	return out
}

// place says which lines and which notation the event was read from.
func (r *Report) place() string {
	ev := &r.Event
	var parts []string
	if r.SourceName != "" {
		parts = append(parts, r.SourceName)
	}
	first, last := ev.Line, ev.LineEnd
	if first == 0 && len(ev.Pieces) > 0 {
		first, last = ev.Pieces[0].Line, ev.Pieces[len(ev.Pieces)-1].Line
	}
	switch {
	case first > 0 && last > first:
		parts = append(parts, "lines "+strconv.Itoa(first)+" to "+strconv.Itoa(last))
	case first > 0:
		parts = append(parts, "line "+strconv.Itoa(first))
	}
	if ev.Style != "" {
		style := "style " + ev.Style
		if ev.Vendor != "" {
			style += " (" + ev.Vendor + ")"
		}
		parts = append(parts, style)
	}
	if ev.Notation != "" {
		parts = append(parts, "octets as "+ev.Notation)
	}
	return strings.Join(parts, ", ")
}

// Brief writes a report on one line: id, time, what, who, verdict. Width cuts it, 0 does not.
func Brief(w io.Writer, r *Report, st tree.Style, width int) error {
	parts := r.sentence()
	p := tree.Page{Style: st}
	left := 0
	for _, pt := range parts {
		left += columns(pt.text)
	}
	for _, pt := range parts {
		text, cut := pt.text, false
		if room := width - p.Column(); width > 0 && left > room {
			text, cut = cutLine(text, room)
		}
		p.Put(pt.role, text)
		left -= columns(pt.text)
		if cut {
			break
		}
	}
	p.Line()
	_, err := w.Write(p.Bytes())
	return err
}

// Line writes what Brief writes, wrapped where Brief cuts.
func Line(w io.Writer, r *Report, st tree.Style, width int) error {
	if width <= 0 {
		return Brief(w, r, st, 0)
	}
	p := tree.Page{Style: st}
	for i, pt := range r.sentence() {
		if i == 0 {
			p.Put(pt.role, pt.text)
			continue
		}
		text := strings.TrimRight(pt.text, " ")
		if len(text) == 1 {
			p.Put(pt.role, text) // a colon stays with its word, for which a column is kept
		} else {
			p.Wrap(pt.role, text, columns(r.ID)+1, width-1)
		}
		p.Put(tree.Plain, pt.text[len(text):])
	}
	p.Line()
	_, err := w.Write(p.Bytes())
	return err
}

// part is a stretch of a line in one look.
type part struct {
	role tree.Role
	text string
}

// sentence says in one line what a report tells.
func (r *Report) sentence() []part {
	parts := []part{{tree.Dim, r.ID + " "}}
	add := func(role tree.Role, text string) { parts = append(parts, part{role, safeLine(text)}) }
	if t := r.when(); t != "" {
		add(tree.Dim, t+" ")
	}
	if r.Event.Host != "" {
		add(tree.Dim, r.Event.Host+" ")
	}
	s := r.what()
	if who := r.who(); who != "" {
		s += ", " + who
	}
	if r.Event.Repeat > 1 {
		s += ", " + strconv.Itoa(r.Event.Repeat) + " times"
	}
	add(tree.Bold, s)
	if x := r.Explanation; x != nil && !r.mute() && !r.template() {
		if r.happened() != "" {
			add(tree.Plain, ". ")
		} else {
			add(tree.Plain, ": ")
		}
		if x.Verdict.Claim != explain.ClaimNone {
			add(claimRole(x.Verdict.Claim), claimText(x.Verdict.Claim)+": ")
		}
		add(tree.Value, x.Verdict.Summary)
	}
	return parts
}

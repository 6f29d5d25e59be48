package peer

import (
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// clock is how lines give the time.
const clock = "15:04:05.000"

// The marks of lines: what they are about.
const (
	markSent     = "→"
	markReceived = "←"
	markState    = "·"
)

// line begins a line about a connection, nil for none.
func (t *Teller) line(at time.Time, c *conn, mark string, role tree.Role) *tree.Page {
	p := &tree.Page{Style: t.opt.Style}
	p.Put(tree.Dim, at.In(t.opt.Zone).Format(clock)+" ")
	if c != nil && (t.opt.Many || c.tally.peer == nil) {
		p.Put(tree.Key, c.tally.name+" ")
	}
	if c != nil && c.info.ID != 0 && (len(c.tally.live) > 1 || c.tally.peer == nil) {
		p.Put(tree.Dim, "#"+strconv.FormatUint(c.info.ID, 10)+" ")
	}
	if t.opt.ASCII {
		mark = map[string]string{markSent: ">", markReceived: "<", markState: "-"}[mark]
	}
	p.Put(role, mark+" ")
	return p
}

// indent is the column in which further lines of a text begin.
const indent = len(clock) + 3

// put writes text, broken where lines have a width.
func (t *Teller) put(p *tree.Page, role tree.Role, text string) {
	if t.opt.Width > 0 {
		p.Wrap(role, text, indent, t.opt.Width)
	} else {
		p.Put(role, text)
	}
}

// end writes a line.
func (t *Teller) end(p *tree.Page) {
	p.Line()
	t.w.Write(p.Bytes())
}

// messageLine writes the line of a message, and what --verbose adds.
func (t *Teller) messageLine(ev *speaker.Event, c *conn, r *report.Report, typ registry.MessageType) {
	mark, role := markReceived, tree.Good
	if ev.Sent {
		mark, role = markSent, tree.Note
	}
	p := t.line(ev.Time, c, mark, role)
	text := tree.Plain
	switch typ {
	case registry.MsgKeepalive:
		text = tree.Dim
	case registry.MsgNotification, registry.MsgOpen:
		text = tree.Bold
	}
	t.put(p, text, gist(r))
	t.findings(p, ev, c, r)
	t.end(p)
	switch {
	case typ == registry.MsgNotification && t.wantsPage(ev, r):
		t.page(r)
	case t.opt.Verbose > 0 && r.Tree != nil:
		t.details(r)
	}
}

// wantsPage reports whether a NOTIFICATION is to be explained: not what this side does because it was asked to, not what it
// tells strangers, and not more of them than can be read.
func (t *Teller) wantsPage(ev *speaker.Event, r *report.Report) bool {
	if r.Explanation == nil || ev.Peer == nil && !t.opt.Wire || t.asked != "" && ev.Sent {
		return false
	}
	return t.opt.All || t.budget[2].take(ev.Time, pagesPerSecond)
}

// mostFindings is how many findings a line tells.
const mostFindings = 4

// findings adds what is wrong with a message to its line.
func (t *Teller) findings(p *tree.Page, ev *speaker.Event, c *conn, r *report.Report) {
	more := eachFault(r, func(f *codec.Finding) {
		role := tree.Warn
		if f.Severity == codec.SeverityError {
			role = tree.Bad
		}
		p.Put(tree.Plain, "; ")
		t.put(p, role, f.Severity.String()+" "+f.Info().ID+":")
		p.Put(tree.Plain, " ")
		t.put(p, tree.Plain, string(r.Tree.AppendFindingText(nil, f)))
	})
	if more > 0 {
		t.put(p, tree.Plain, "; and "+strconv.Itoa(more)+" more")
	}
	if !ev.Sent && ev.Action != 0 {
		p.Put(tree.Plain, "; ")
		t.put(p, tree.Bold, ev.Action.String())
	}
	if ev.Text != "" {
		p.Put(tree.Plain, "; ")
		t.put(p, tree.Warn, ev.Text)
		c.told = ev.Text
	}
}

// tells reports whether a finding is worth naming: an error, a warning, or what costs the message an attribute or more.
func tells(f *codec.Finding) bool {
	return f.Severity == codec.SeverityError || f.Severity == codec.SeverityWarning || f.Action > registry.ActionNone
}

// eachFault calls do for the first findings of a message that are worth naming, and says how many more there are.
func eachFault(r *report.Report, do func(*codec.Finding)) (more int) {
	if r.Tree == nil {
		return 0
	}
	n := 0
	for i := range r.Tree.Findings {
		f := &r.Tree.Findings[i]
		if !tells(f) {
			continue
		}
		if n++; n <= mostFindings {
			do(f)
		}
	}
	return max(n-mostFindings, 0)
}

// faults says what is wrong with a message, "" for nothing.
func faults(r *report.Report) string {
	var b []byte
	more := eachFault(r, func(f *codec.Finding) {
		if len(b) > 0 {
			b = append(b, "; "...)
		}
		b = append(append(b, f.Severity.String()...), ' ')
		b = append(append(b, f.Info().ID...), ": "...)
		b = r.Tree.AppendFindingText(b, f)
	})
	if more > 0 {
		b = append(strconv.AppendInt(append(b, "; and "...), int64(more), 10), " more"...)
	}
	return string(b)
}

// page writes what a NOTIFICATION means.
func (t *Teller) page(r *report.Report) {
	one := *r
	one.Links, one.SourceName, one.Event.Style = nil, "", "" // lines have no ids, and where this is from is clear
	opt := report.TextOptions{Width: t.pageWidth(), Answer: true, Hex: true, Details: true, Tree: t.opt.Verbose > 0}
	p := &tree.Page{}
	p.Line()
	t.w.Write(p.Bytes())
	report.Text(t.w, &one, t.opt.Style, opt)
	t.w.Write(p.Bytes())
}

func (t *Teller) pageWidth() int {
	if t.opt.Width > 0 {
		return t.opt.Width
	}
	return 0
}

// details writes the fields of a message, and its octets.
func (t *Teller) details(r *report.Report) {
	report.Text(t.w, r, t.opt.Style, report.TextOptions{Width: t.pageWidth(), Tree: true, Hex: t.opt.Verbose > 1})
}

// stateLine writes the line of something else.
func (t *Teller) stateLine(ev *speaker.Event, c *conn, r *report.Report, s *report.Step) {
	role := tree.Dim
	if ev.Kind == speaker.StateChange {
		role = tree.Value
	}
	p := t.line(ev.Time, c, markState, tree.Key)
	if ev.Kind != speaker.StateChange {
		t.put(p, role, s.Text)
		t.end(p)
		return
	}
	p.Put(role, r.Event.From+" ")
	if t.opt.ASCII {
		p.Put(tree.Dim, "-> ")
	} else {
		p.Put(tree.Dim, "→ ")
	}
	to := tree.Bold
	if r.Event.Up {
		to = tree.Good
	}
	p.Put(to, r.Event.To)
	p.Put(tree.Plain, " ")
	text := "(" + s.Cause
	if ev.Text != "" {
		text += ": " + ev.Text
	}
	t.put(p, tree.Dim, text+")")
	t.end(p)
}

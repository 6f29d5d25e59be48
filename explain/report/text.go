package report

import (
	"io"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/safetext"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/registry"
)

// TextOptions says what a page holds. With no part chosen it holds the answer, the dump and the details.
type TextOptions struct {
	Width   int  // columns; 0 is 100
	Brief   bool // one line and nothing else
	Answer  bool // what, verdict, who, do
	Hex     bool // the annotated dump
	Tree    bool // the indented tree
	Details bool // findings, causes, how the text was read
	Full    bool // elide nothing
}

// Text writes a report for people.
func Text(w io.Writer, r *Report, st tree.Style, opt TextOptions) error {
	if opt.Brief {
		return Brief(w, r, st, opt.Width)
	}
	if !opt.Answer && !opt.Hex && !opt.Tree && !opt.Details {
		opt.Answer, opt.Hex, opt.Details = true, true, true
	}
	if opt.Width == 0 {
		opt.Width = 100
	}
	pg := page{r: r, width: max(opt.Width, 40), full: opt.Full}
	pg.Style = st
	if r.again() && opt.Answer {
		opt.Hex, opt.Tree, opt.Details = false, false, false
	}
	parts := []struct {
		on    bool
		write func()
	}{{opt.Answer, pg.answer}, {opt.Hex, pg.dump}, {opt.Tree, pg.tree}, {opt.Details, pg.details}}
	for _, p := range parts {
		if !p.on {
			continue
		}
		before := len(pg.Bytes())
		p.write()
		if len(pg.Bytes()) > before {
			pg.gap = true
		}
	}
	_, err := w.Write(pg.Bytes())
	return err
}

// page is a page about one report.
type page struct {
	tree.Page
	r     *Report
	width int
	full  bool
	gap   bool // an empty line is due before what comes next
}

// begin writes the empty line between two parts.
func (p *page) begin() {
	if p.gap {
		p.Line()
		p.gap = false
	}
}

// labelWidth is the column in which the text behind a label starts.
const labelWidth = 11

// line writes a label and a text.
func (p *page) line(label string, role tree.Role, text string) {
	p.Put(tree.Key, label)
	p.To(labelWidth)
	p.Wrap(role, text, labelWidth, p.width)
	p.Line()
}

// answer writes what an engineer needs first.
func (p *page) answer() {
	r := p.r
	p.begin()
	p.Wrap(tree.Bold, r.headline(), 2, p.width)
	p.Line()
	if r.again() {
		return
	}
	if x := r.Explanation; x != nil && !r.mute() {
		p.verdict(x)
		if x.Verdict.Claim != explain.ClaimNone || x.Verdict.Fault != explain.FaultNone {
			p.rfc(&x.RFC)
		}
	}
	p.known()
	p.accused()
	p.links()
	p.saidText()
	p.choices()
	p.missing()
}

// claimRole gives the look of a claim: good and bad are about the one who complains.
func claimRole(c explain.Claim) tree.Role {
	switch c {
	case explain.ClaimConfirmed:
		return tree.Good
	case explain.ClaimContradicted:
		return tree.Bad
	case explain.ClaimNotShown, explain.ClaimDataOffRFC:
		return tree.Warn
	}
	return tree.Plain
}

// claimText is a claim in words that follow "Verdict".
func claimText(c explain.Claim) string {
	if c == explain.ClaimDataOffRFC {
		return "the Data does not follow the RFC"
	}
	return c.String()
}

func (p *page) verdict(x *explain.Explanation) {
	v := &x.Verdict
	p.Put(tree.Key, "Verdict")
	p.To(labelWidth)
	if v.Claim != explain.ClaimNone {
		p.Wrap(claimRole(v.Claim), strings.ReplaceAll(claimText(v.Claim), "-", " ")+":", labelWidth, p.width)
		p.Put(tree.Plain, " ")
	}
	p.Wrap(tree.Value, v.Summary, labelWidth, p.width)
	p.Line()
	if v.Claim != explain.ClaimNone || v.Fault != explain.FaultUnknown && v.Fault != explain.FaultNone {
		text := p.r.culprit(v.Fault)
		if v.Fault != explain.FaultUnknown {
			text += " (" + v.Confidence.String() + " confidence)"
		}
		p.line("At fault", tree.Value, text)
	}
	p.actions(v.Actions)
}

// actions writes what to do, together for each who.
func (p *page) actions(list []explain.Action) {
	label := "Do"
	for i := 0; i < len(list); {
		who, n := list[i].Who, 1
		for i+n < len(list) && list[i+n].Who == who {
			n++
		}
		p.Put(tree.Key, label)
		p.To(labelWidth)
		label = ""
		if who != "" {
			p.Put(tree.Bold, who+":")
			p.Put(tree.Plain, " ")
		}
		if n == 1 {
			p.Wrap(tree.Value, list[i].Do, labelWidth, p.width)
			p.Line()
			i++
			continue
		}
		if who != "" {
			p.Line()
		}
		for ; n > 0; i, n = i+1, n-1 {
			p.To(labelWidth)
			p.Put(tree.Dim, "- ")
			p.Wrap(tree.Value, list[i].Do, labelWidth+2, p.width)
			p.Line()
		}
	}
}

// rfc tells in one line what the RFCs want.
func (p *page) rfc(x *explain.RFC) {
	var parts []string
	switch n := &x.RFC4271; {
	case n.Code > 0:
		parts = append(parts, "RFC 4271: "+registry.MsgNotification.String()+" "+strconv.Itoa(n.Code)+"/"+strconv.Itoa(n.Subcode))
	case n.Action == registry.ActionSessionReset.String():
		parts = append(parts, "RFC 4271: session reset")
	case n.Action != "":
		parts = append(parts, "RFC 4271: no "+registry.MsgNotification.String()+" due")
	}
	if o := &x.RFC7606; o.Known {
		text := "RFC 7606: " + o.Action.String()
		if o.Action == registry.ActionNone {
			text = "RFC 7606: no error"
		} else if o.Ref != "" && !strings.HasPrefix(o.Ref, "RFC 7606") {
			text = "today: " + o.Action.String() + " (" + o.Ref + ")"
		}
		parts = append(parts, text)
	}
	switch x.Conformance {
	case "stricter", "laxer":
		parts = append(parts, "the box was "+x.Conformance+" than that")
	}
	if len(parts) > 0 {
		p.line("By RFC", tree.Value, strings.Join(parts, " · "))
	}
}

// saidText writes a shutdown communication, from the octets or the words.
func (p *page) saidText() {
	text, ok := "", false
	if t := p.r.Tree; t != nil {
		if n := t.Find(0, codec.FieldCommText); n >= 0 {
			text, ok = string(t.Octets(n)), true
		}
	}
	if !ok && p.r.Event.HasText {
		text, ok = p.r.Event.Text, true
	}
	if ok {
		p.line("Says", tree.Value, "\""+safetext.String(text, safetext.Options{Backslash: true})+"\"")
	}
}

// choices tells how what the octets do not carry was decided.
func (p *page) choices() {
	g := &p.r.Guess
	if c := g.ASWidth; c.How != codec.HowNone {
		p.line("AS width", choiceRole(c), choiceText(strconv.Itoa(asWidth(g.Ctx))+" octets", c))
	}
	for i := 1; i < len(p.r.Readings); i++ {
		rd := &p.r.Readings[i]
		text := "with " + strconv.Itoa(asWidth(rd.Ctx)) + "-octet AS numbers"
		if rd.Text != "" {
			text += " the path is " + rd.Text
		}
		p.line("Or else", tree.Warn, text)
	}
	if m := p.r.Merged; m != nil {
		p.line("AS path", tree.Value, m.String()+" (AS_PATH and AS4_PATH merged, RFC 6793 §4.2.3)")
	}
	if c := g.AddPath; c.How != codec.HowNone && (c.How != codec.HowDefault || g.Ctx.AddPath != 0) {
		what := "without path identifiers"
		if g.Ctx.AddPath != 0 {
			what = "with path identifiers"
		}
		p.line("Routes", choiceRole(c), choiceText(what, c))
	}
}

func choiceRole(c codec.Choice) tree.Role {
	if c.Confidence == "low" {
		return tree.Warn
	}
	return tree.Value
}

func choiceText(what string, c codec.Choice) string {
	switch c.How {
	case codec.HowDefault:
		return what + " (assumed: " + c.Why + ")"
	case codec.HowEvidence:
		return what + " (" + c.How.String() + ", " + c.Confidence + " confidence: " + c.Why + ")"
	}
	return what + " (" + c.How.String() + ": " + c.Why + ")"
}

// cutKnown reports whether the text itself shows that octets are missing.
func (r *Report) cutKnown() bool { return r.Event.Truncated != (dump.Truncation{}) }

// missing tells how much of the message is not here.
func (p *page) missing() {
	if !p.r.cutKnown() {
		return
	}
	t := p.r.Event.Truncated
	text := strconv.Itoa(t.Have)
	if t.Want > 0 {
		text += " of " + strconv.Itoa(t.Want)
	}
	text += " octets are here"
	switch t.By {
	case "ellipsis":
		text += "; the log elides the rest"
	case "vendor":
		text += "; this device prints no more"
	case "input":
		text += "; the text ends before the message does"
	}
	p.line("Cut", tree.Warn, text)
}

// dump writes the annotated octets. Of a rebuilt message only those that the text showed are there.
func (p *page) dump() {
	t := p.r.Tree
	if t == nil || p.r.shownFrom() >= len(t.Bytes) {
		return
	}
	p.begin()
	tree.AppendDump(&p.Page, t, p.layout())
}

// tree writes the indented tree.
func (p *page) tree() {
	if p.r.Tree == nil || len(p.r.Tree.Bytes) == 0 {
		return
	}
	p.begin()
	tree.AppendText(&p.Page, p.r.Tree, p.layout())
}

func (p *page) layout() tree.Options {
	return tree.Options{Width: p.width, Guilty: p.r.guilty(), Full: p.full, Skip: p.r.shownFrom()}
}

// shownFrom gives the first octet of the message that the text showed: what stands before it was rebuilt.
func (r *Report) shownFrom() int {
	ev := &r.Event
	switch {
	case !ev.Synthesised:
		return 0
	case len(ev.Pieces) > 0:
		return ev.Pieces[0].At
	}
	return codec.HeaderLen + 2
}

// guilty gives the octets to highlight: those that the explanation names, else those that its verdict is about,
// else those of the errors.
func (r *Report) guilty() []tree.Span {
	var spans []tree.Span
	add := func(off, n int) {
		if n > 0 && len(spans) < mostSpans {
			spans = append(spans, tree.Span{Off: off, Len: n})
		}
	}
	if x := r.Explanation; x != nil {
		for _, s := range x.Guilty {
			add(s.Off, s.Len)
		}
		for _, n := range x.Evidence {
			if len(x.Guilty) == 0 && x.Verdict.Claim != explain.ClaimNone && n > 0 && int(n) < len(r.Tree.Nodes) {
				nd := &r.Tree.Nodes[n]
				add(int(nd.Off), int(nd.Len))
			}
		}
		if len(spans) > 0 || x.Verdict.Claim != explain.ClaimNone {
			return spans
		}
	}
	for i := range r.Tree.Findings {
		if f := &r.Tree.Findings[i]; f.Severity == codec.SeverityError {
			add(f.Off, f.Len)
		}
	}
	return spans
}

// mostSpans bounds the work of the renderers, which look at every span for every octet.
const mostSpans = 16

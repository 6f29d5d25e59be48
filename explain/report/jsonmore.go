package report

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain"
)

// guess writes how what the octets do not carry was decided.
func (w *writer) guess(r *Report) {
	g := &r.Guess
	if c := &g.ASWidth; c.How != codec.HowNone {
		if g.Ctx.AS4 {
			w.dst = append(w.dst, `,"as_width":{"octets":4,`...)
		} else {
			w.dst = append(w.dst, `,"as_width":{"octets":2,`...)
		}
		w.choice(c, c.Weighed)
	}
	if c := &g.AddPath; c.How != codec.HowNone {
		w.dst = append(w.dst, `,"addpath":{"families":[`...) // here an empty list says something
		for f := range g.Ctx.AddPath.All() {
			w.item()
			w.dst = tree.AppendString(w.dst, f.String())
		}
		w.dst = append(w.dst, `],`...)
		w.choice(c, true)
	}
	if len(r.Readings) == 0 {
		return
	}
	s := w.open("readings", '[')
	for i := range r.Readings {
		w.item()
		w.reading(&r.Readings[i])
	}
	w.close(s, ']')
}

func asWidth(ctx codec.Context) int {
	if ctx.AS4 {
		return 4
	}
	return 2
}

// choice ends the object of a choice.
func (w *writer) choice(c *codec.Choice, margin bool) {
	w.dst = appendText(append(w.dst, `"how":"`...), c.How.String())
	if c.Why != "" {
		w.dst = appendText(append(w.dst, `"why":"`...), c.Why)
	}
	if margin {
		w.dst = append(strconv.AppendInt(append(w.dst, `"margin":`...), int64(c.Margin), 10), ',')
	}
	if c.Confidence != "" {
		w.dst = appendText(append(w.dst, `"confidence":"`...), c.Confidence)
	}
	w.dst[len(w.dst)-1] = '}'
}

func (w *writer) reading(rd *Reading) {
	w.dst = append(w.dst, '{')
	s := w.open("as_width", '{')
	w.num("octets", asWidth(rd.Ctx))
	w.close(s, '}')
	w.num("score", rd.Score)
	w.str("path", rd.Path)
	if len(rd.Value) > 0 {
		w.key("value")
		w.dst = append(w.dst, rd.Value...)
	}
	w.dst = append(w.dst, '}')
}

// hasDerived reports whether there is anything that derived could write.
func (r *Report) hasDerived() bool {
	ev := &r.Event
	return r.Merged != nil || len(r.incidents()) > 0 || r.onlyFault() != nil || ev.Offender != nil || ev.Reason != "" || ev.Words != "" || ev.RunnerUp != "" ||
		len(ev.Params)+len(ev.Notes)+len(ev.Remarks) > 0
}

// derived writes what has no octets of its own: what words told beyond the message.
func (w *writer) derived(r *Report) {
	ev := &r.Event
	s := w.open("derived", '{')
	if m := r.Merged; m != nil {
		p := w.open("as_path", '{')
		w.segments(m.Path)
		w.list("steps", m.Steps)
		w.close(p, '}')
	}
	if in := r.incidents(); len(in) > 0 {
		w.str("incident", in[0].ID)
	}
	if f := r.onlyFault(); f != nil {
		w.str("fault", f.ID)
	}
	if o := ev.Offender; o != nil {
		w.offender(o)
	}
	p := w.open("params", '[')
	for _, v := range ev.Params {
		w.item()
		w.dst = append(w.dst, '{')
		w.str("key", v.Key)
		w.str("value", v.Value)
		w.str("meaning", v.Meaning)
		w.dst = append(w.dst, '}')
	}
	w.close(p, ']')
	w.str("reason", ev.Reason)
	w.str("words", ev.Words)
	w.str("runner_up", ev.RunnerUp)
	w.remarks(ev.Notes, ev.Remarks)
	w.close(s, '}')
}

func (w *writer) segments(list []codec.MergedSegment) {
	w.key("value")
	w.dst = append(w.dst, '[')
	for _, seg := range list {
		w.item()
		w.dst = append(w.dst, '{')
		w.str("type", seg.Type.String())
		w.key("as")
		w.dst = append(w.dst, '[')
		for _, as := range seg.AS {
			w.item()
			w.dst = strconv.AppendUint(w.dst, uint64(as), 10)
		}
		w.dst = append(w.dst, ']', '}')
	}
	w.dst = append(w.dst, ']')
}

func (w *writer) offender(o *logline.Offender) {
	s := w.open("offender", '{')
	w.known("type", o.AttrCode)
	w.known("flags", o.AttrFlags)
	w.known("length", o.AttrLen)
	w.str("family", o.Family)
	w.str("prefix", o.Prefix)
	w.str("problem", o.Problem)
	w.str("as_path", o.ASPath)
	w.close(s, '}')
}

// remarks writes two lists as one.
func (w *writer) remarks(lists ...[]string) {
	s := w.open("remarks", '[')
	for _, list := range lists {
		for _, v := range list {
			w.item()
			w.dst = tree.AppendString(w.dst, v)
		}
	}
	w.close(s, ']')
}

// explanation writes rfc, findings and verdict.
func (w *writer) explanation(r *Report) {
	if r.Explanation != nil {
		w.judgement(r, partRFC)
	}
	if r.Tree != nil && len(r.Tree.Findings) > 0 {
		w.tree(r, partFindings)
	}
	if r.Explanation != nil && !r.unjudged() {
		w.judgement(r, partVerdict)
	}
}

func (w *writer) findings(t *codec.Tree) {
	p := tree.Pather{Tree: t}
	s := w.open("findings", '[')
	for i := range t.Findings {
		w.item()
		w.finding(t, &t.Findings[i], &p)
	}
	w.close(s, ']')
}

func (w *writer) rfc(x *explain.RFC) {
	s := w.open("rfc", '{')
	if n := &x.RFC4271; n.Action != "" {
		a := w.open("rfc4271", '{')
		w.str("action", n.Action)
		if n.Code > 0 {
			w.num("code", n.Code)
			w.num("subcode", n.Subcode)
			w.someHex("data", n.Data)
		}
		w.close(a, '}')
	}
	if o := &x.RFC7606; o.Known {
		a := w.open("rfc7606", '{')
		w.str("action", o.Action.String())
		w.str("ref", o.Ref)
		w.close(a, '}')
	}
	w.str("box", x.Box)
	w.str("conformance", x.Conformance)
	w.close(s, '}')
}

func (w *writer) finding(t *codec.Tree, f *codec.Finding, p *tree.Pather) {
	info := f.Info()
	w.dst = append(w.dst, '{')
	w.str("severity", f.Severity.String())
	w.str("id", info.ID)
	w.key("text")
	at := len(w.dst)
	w.dst = tree.Quote(t.AppendFindingText(w.dst, f), at)
	w.num("offset", f.Off)
	w.num("length", f.Len)
	w.path(p, f.Node)
	w.str("ref", info.Ref)
	if f.Note.Code > 0 {
		w.num("code", int(f.Note.Code))
		w.num("subcode", int(f.Note.Subcode))
	}
	if f.Action > 0 {
		w.str("rfc7606", f.Action.String())
	}
	w.dst = append(w.dst, '}')
}

// path writes the path of a node unless that is the whole message.
func (w *writer) path(p *tree.Pather, n int32) {
	start := len(w.dst)
	w.key("path")
	w.dst = append(w.dst, '"')
	at := len(w.dst)
	if w.dst = p.Append(w.dst, n); len(w.dst) == at {
		w.dst = w.dst[:start]
		return
	}
	w.dst = append(w.dst, '"')
}

func (w *writer) verdict(x *explain.Explanation) {
	v := &x.Verdict
	s := w.open("verdict", '{')
	w.str("claim", v.Claim.String())
	w.str("fault", v.Fault.String())
	w.str("side", v.Side.String())
	w.str("confidence", v.Confidence.String())
	w.str("summary", v.Summary)
	w.list("causes", v.Causes)
	a := w.open("actions", '[')
	for _, act := range v.Actions {
		w.item()
		w.dst = append(w.dst, '{')
		w.str("who", act.Who)
		w.str("do", act.Do)
		w.dst = append(w.dst, '}')
	}
	w.close(a, ']')
	w.list("refs", v.Refs)
	w.list("notes", x.Notes)
	w.close(s, '}')
}

package trial

import (
	"fmt"

	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/speaker/inject"
	"github.com/bgpdecode/bgpdecode/speaker/probe"
)

// AppendProbeJSON appends a report as objects of kind "probe", one a line: one for each fault and target, and one with the
// score of each target.
func AppendProbeJSON(dst []byte, r *probe.Report, t *Texts) []byte {
	n := 0
	id := func() string { n++; return fmt.Sprintf("p%d", n) }
	for k := range r.Columns {
		c := &r.Columns[k]
		for i := range c.Cells {
			o := begin(dst, "probe", id(), r.Started)
			o.key("probe")
			o.open('{')
			o.str("target", c.Target)
			o.cell(&c.Cells[i], t)
			o.close('}')
			o.close('}')
			dst = append(o.b, '\n')
		}
		o := begin(dst, "probe", id(), r.Started)
		o.key("probe")
		o.open('{')
		o.str("target", c.Target)
		o.score("score_rfc7606", &c.By7606)
		o.score("score_rfc4271", &c.By4271)
		o.yes("observed", !c.Blind)
		o.yes("complete", !r.Partial)
		o.str("stopped", c.Stopped)
		o.close('}')
		o.close('}')
		dst = append(o.b, '\n')
	}
	return dst
}

func (o *object) cell(c *probe.Cell, t *Texts) {
	o.str("fault", c.Fault.ID)
	o.str("title", c.Fault.Title)
	o.want("rfc4271", &c.Fault.Want4271, c.By4271)
	o.want("rfc7606", &c.Fault.Want7606, c.By7606)
	o.str("outcome", c.Outcome.String())
	if c.Reaction.Noted {
		o.num("code", int(c.Reaction.Code))
		o.num("subcode", int(c.Reaction.Sub))
		o.hex("data", c.Reaction.Data)
	}
	o.str("why", c.Why)
	o.seconds("seconds", c.Took)
	if len(c.Messages) == 0 {
		return
	}
	o.key("messages")
	o.open('[')
	for i := range c.Messages {
		o.item()
		o.said(&c.Messages[i], t)
		o.close('}')
	}
	o.close(']')
}

// want writes what an RFC asks for, and whether that came.
func (o *object) want(key string, w *fault.Want, v probe.Verdict) {
	o.key(key)
	o.open('{')
	o.str("asks", wantCell(w))
	o.str("why", w.Why)
	o.str("verdict", v.String())
	o.close('}')
}

func (o *object) score(key string, s *probe.Score) {
	o.key(key)
	o.open('{')
	if p, ok := s.Percent(); ok {
		o.num("percent", p)
	}
	o.num("right", s.Right)
	o.num("other_data", s.OtherData)
	o.num("other_code", s.OtherCode)
	o.num("wrong", s.Wrong)
	o.num("unknown", s.Unknown)
	o.num("not_played", s.NotPlayed)
	o.close('}')
}

// ProbeCases makes a test of each fault and target; what is wrong by RFC 7606 is a failure.
func ProbeCases(r *probe.Report, t *Texts) (list []Case) {
	for k := range r.Columns {
		col := &r.Columns[k]
		for i := range col.Cells {
			c := &col.Cells[i]
			x := Case{Suite: col.Target, Name: c.Fault.ID, Took: c.Took}
			switch {
			case c.Outcome == probe.NotPlayed:
				x.Skipped = c.Why
			case c.By7606 == probe.Unknown:
				x.Skipped = "what became of the route is not to be seen without an observer"
			case c.By7606 == probe.Wrong || c.By7606 == probe.OtherCode || c.By7606 == probe.OtherData:
				x.Failure = fmt.Sprintf("RFC 7606 asks for %s, came %s (%s)", wantCell(&c.Fault.Want7606), outcomeCell(c), c.By7606)
				x.Text = string(appendMessages(nil, &inject.Result{Messages: c.Messages}, t, 1))
			}
			list = append(list, x)
		}
	}
	return list
}

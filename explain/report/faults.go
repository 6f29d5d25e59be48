package report

import (
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/fault"
	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// faults writes the IDs of faults as an array.
func (w *writer) faults(list []*fault.Fault) {
	s := w.open("faults", '[')
	for _, f := range list {
		w.item()
		w.dst = tree.AppendString(w.dst, f.ID)
	}
	w.close(s, ']')
}

// fewFaults are named in the text.
const fewFaults = 3

// onlyFault is the named fault of the message, nil where none or several may be.
func (r *Report) onlyFault() *fault.Fault {
	if r.Explanation == nil || len(r.Explanation.Faults) != 1 {
		return nil
	}
	return r.Explanation.Faults[0]
}

// named names the faults that lead to the same.
func (p *page) named() {
	x := p.r.Explanation
	if x == nil || len(x.Faults) == 0 {
		return
	}
	var ids []string
	for _, f := range x.Faults[:min(len(x.Faults), fewFaults)] {
		ids = append(ids, f.ID)
	}
	text := strings.Join(ids, ", ")
	if n := len(x.Faults) - len(ids); n > 0 {
		text += " and " + strconv.Itoa(n) + " more"
	}
	p.begin()
	p.line("Faults", tree.Dim, text+" (bgpdecode faults tells more, peer --inject sends one)")
}

// AppendFault appends a fault of the catalogue as a JSON object: what it is, what it needs, what the RFCs ask for, and what is
// sent with documentation addresses.
func AppendFault(dst []byte, f *fault.Fault) []byte {
	w := writer{append(dst, '{')}
	w.str("id", f.ID)
	w.str("group", f.Group)
	w.str("title", f.Title)
	w.str("phase", f.Phase.String())
	w.list("needs", f.Needs.List())
	if f.Attr != 0 {
		w.num("attribute", int(f.Attr))
	}
	w.list("refs", f.Refs)
	w.want("rfc4271", &f.Want4271)
	w.want("rfc7606", &f.Want7606)
	if f.Finding != codec.FindNone {
		w.str("finding", codec.FindingInfo(f.Finding).ID)
	}
	w.yes("dangerous", f.Dangerous)
	w.str("incident", f.Incident)
	if steps, err := f.Steps(f.Params()); err == nil {
		w.steps(steps)
	}
	return append(w.dst, '}')
}

func (w *writer) want(k string, want *fault.Want) {
	s := w.open(k, '{')
	w.str("action", want.Action.String())
	if want.Code != 0 {
		w.num("code", int(want.Code))
		w.num("subcode", int(want.Sub))
		w.str("data", want.Data.String())
	}
	if len(want.Or) > 0 {
		or := w.open("or_subcodes", '[')
		for _, sub := range want.Or {
			w.item()
			w.dst = strconv.AppendUint(w.dst, uint64(sub), 10)
		}
		w.close(or, ']')
	}
	var also []string
	for _, a := range want.Also {
		also = append(also, a.String())
	}
	w.list("or_actions", also)
	w.str("why", want.Why)
	w.close(s, '}')
}

func (w *writer) steps(steps []fault.Step) {
	s := w.open("steps", '[')
	for i := range steps {
		st := &steps[i]
		w.item()
		w.dst = append(w.dst, '{')
		w.str("do", st.Do.String())
		w.someHex("octets", st.Octets)
		if st.Wait > 0 {
			w.seconds("seconds", st.Wait)
		}
		w.yes("faulty", st.Faulty)
		if st.Faulty && st.Do == fault.Send {
			w.num("offset", st.At)
			w.num("length", st.Len)
		}
		w.dst = append(w.dst, '}')
	}
	w.close(s, ']')
}

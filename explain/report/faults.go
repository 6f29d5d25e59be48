package report

import (
	"strconv"
	"strings"

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

// reproduce names the faults that lead to the same.
func (p *page) reproduce() {
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
	p.line("Reproduce", tree.Dim, "named faults that lead to this: "+text+" (bgpdecode faults "+ids[0]+")")
}

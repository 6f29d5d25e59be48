package report

import (
	"github.com/bgpdecode/bgpdecode/codec/tree"
)

// The parts of the JSON that follow from a decoded alone, each a run of members.
const (
	partMembers  = iota // what the message says
	partGuess           // as_width, addpath, readings
	partFindings        // findings
	decodedParts
)

// The parts that follow from an explanation alone.
const (
	partRFC = iota
	partVerdict
	judgedParts
)

// tree writes a part that follows from the octets: from memory, where they are remembered. There is always a member in
// front of it, so that a part begins with a comma.
func (w *writer) tree(r *Report, part int) {
	if d := r.decoded; d != nil && r.Tree == &d.tree {
		w.once(&d.json[part], func() { w.treePart(r, part) })
		return
	}
	w.treePart(r, part)
}

// once writes a part from memory, or keeps what write makes of it.
func (w *writer) once(kept *[]byte, write func()) {
	if *kept != nil {
		w.dst = append(w.dst, *kept...)
		return
	}
	start := len(w.dst)
	write()
	*kept = append(make([]byte, 0, len(w.dst)-start), w.dst[start:]...) // not nil, even when it is empty
}

func (w *writer) treePart(r *Report, part int) {
	switch part {
	case partMembers:
		w.dst = tree.AppendMembers(w.dst, r.Tree)
	case partGuess:
		w.guess(r)
	case partFindings:
		w.findings(r.Tree)
	}
}

// judgement writes a part that follows from the explanation, likewise.
func (w *writer) judgement(r *Report, part int) {
	if j := r.judged; j != nil && r.Explanation == j.Explanation {
		w.once(&j.json[part], func() { w.judgementPart(r, part) })
		return
	}
	w.judgementPart(r, part)
}

func (w *writer) judgementPart(r *Report, part int) {
	switch part {
	case partRFC:
		w.rfc(&r.Explanation.RFC)
	case partVerdict:
		w.verdict(r.Explanation)
		w.incidents(r.Explanation.Incidents)
		w.faults(r.Explanation.Faults)
	}
}

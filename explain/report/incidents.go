package report

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/incidents"
)

// incidents gives the known incidents that the event looks like.
func (r *Report) incidents() []*incidents.Incident {
	if r.Explanation == nil {
		return nil
	}
	return r.Explanation.Incidents
}

// incidents writes them as an array.
func (w *writer) incidents(list []*incidents.Incident) {
	s := w.open("incidents", '[')
	for _, in := range list {
		w.item()
		w.dst = AppendIncident(w.dst, in)
	}
	w.close(s, ']')
}

// AppendIncident appends an incident of the library as a JSON object, as it stands in the key "incidents" of the contract.
func AppendIncident(dst []byte, in *incidents.Incident) []byte {
	w := writer{append(dst, '{')}
	w.str("id", in.ID)
	w.str("title", in.Title)
	w.str("date", in.Date)
	w.list("seen", in.Seen)
	w.str("what", in.What)
	w.list("cve", in.CVE)
	w.list("reset", in.Reset)
	s := w.open("mitigation", '[')
	for _, m := range in.Mitigation {
		w.item()
		w.dst = append(w.dst, '{')
		w.str("platform", m.Platform)
		w.str("do", m.Do)
		w.dst = append(w.dst, '}')
	}
	w.close(s, ']')
	w.list("refs", in.Refs)
	return append(w.dst, '}')
}

// known names the incidents in the answer, a line each.
func (p *page) known() {
	for _, in := range p.r.incidents() {
		text := in.Date + ", " + in.Title
		if len(in.CVE) == 1 {
			text += " (" + in.CVE[0] + ")"
		}
		p.line("Looks like", tree.Warn, text)
	}
}

// incidentDetails says what the incidents were and what helps.
func (p *page) incidentDetails() {
	for _, in := range p.r.incidents() {
		items := []string{in.What}
		if len(in.Reset) > 0 {
			items = append(items, "Reset by: "+strings.Join(in.Reset, "; "))
		}
		for _, m := range in.Mitigation {
			who := m.Platform
			if who == "any" {
				who = "All"
			}
			items = append(items, who+": "+m.Do)
		}
		p.items("Incident", append(items, "Sources and more: bgpdecode incidents "+in.ID), false)
	}
}

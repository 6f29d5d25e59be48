package batch

import (
	"slices"
	"time"

	"github.com/bgpdecode/bgpdecode/explain/report"
)

// json writes the summary as objects of kind "summary": one for all, one for each cause.
func (s *summary) json(dst []byte) []byte {
	t := report.Totals{Causes: len(s.list), Events: s.events, Peers: len(s.peers), AtLeast: s.lost, Over: s.over, Others: s.others}
	if s.span.events > 0 {
		t.First, t.Last = time.Unix(s.span.least, 0).UTC(), time.Unix(s.span.most, 0).UTC()
	}
	list, all := s.flaps.worst(100)
	t.Flapping = all
	for _, c := range list {
		f := report.Flap{Peer: c.key.peer, Host: c.key.host, Downs: c.downs, Events: c.falls, First: c.first, Last: c.last,
			Median: c.median(), Shortest: c.shortest, Ended: c.ended(time.Unix(s.span.most, 0))}
		for _, g := range s.list {
			if slices.Contains(c.causes, g.number) {
				f.Causes = append(f.Causes, report.SummaryID(g.shown))
			}
		}
		t.Flaps = append(t.Flaps, f)
	}
	dst = append(report.AppendTotals(dst, &t), '\n')
	for _, g := range s.list {
		dst = append(report.AppendGroup(dst, s.grouped(g)), '\n')
	}
	if s.both != nil {
		dst = append(report.AppendCompared(dst, s.both), '\n')
	}
	return dst
}

func (s *summary) grouped(g *group) *report.Group {
	c := &g.cause
	r := &report.Group{Number: g.shown, Title: c.title(), Code: c.code, Subcode: c.sub, Attribute: int(c.attr), Flags: int(c.flags),
		HardReset: c.hard, Claim: c.claim.String(), Down: c.down, What: c.what,
		Events: g.events, Peers: len(g.peers), Hosts: len(g.hosts), AtLeast: s.lost, First: g.first, Last: g.last,
		Direction: c.way.String(), ExampleID: g.id, Various: g.various, Example: g.example, Verdict: g.verdict, Act: g.act, BothSides: g.stories}
	if c.found {
		r.Finding = findingID(c.finding)
	}
	for _, n := range g.nets.largest(16) {
		r.Groups = append(r.Groups, report.PeerGroup{Name: n, Peers: g.nets.counts[n]})
	}
	if g.when.events > 0 {
		const columns = 60
		from, to := s.span.least, s.span.most
		r.Start, r.Column = time.Unix(from, 0).UTC(), time.Duration((to-from)/columns+1)*time.Second
		r.Counts = g.when.columns(from, to, columns)
	}
	return r
}

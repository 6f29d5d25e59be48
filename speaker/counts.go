package speaker

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker/rib"
)

// Stats gives the counters.
func (p *Peer) Stats() Stats {
	p.seen.Lock()
	defer p.seen.Unlock()
	s := p.seen.stats
	p.in.use(func(r *rib.RIB) {
		s.Prefixes = map[codec.Family]int{}
		for _, f := range codec.KnownFamilies() {
			if n := r.Count(f); n > 0 {
				s.Prefixes[f] = n
			}
		}
	})
	if s.Last != nil {
		last := *s.Last
		s.Last = &last
	}
	return s
}

func (p *Peer) countMessage(sent bool, msg []byte) {
	i := typeIndex(registry.MessageType(msg[codec.HeaderLen-1]))
	p.seen.Lock()
	defer p.seen.Unlock()
	if sent {
		p.seen.stats.Sent[i]++
		p.seen.stats.OctetsSent += uint64(len(msg))
		return
	}
	p.seen.stats.Received[i]++
	p.seen.stats.OctetsReceived += uint64(len(msg))
}

func (p *Peer) countFindings(findings []codec.Finding, action codec.Action) {
	var bad, discarded uint64
	for i := range findings {
		if findings[i].Severity == codec.SeverityError {
			bad = 1
		}
		if findings[i].Action == registry.ActionAttributeDiscard {
			discarded++
		}
	}
	p.seen.Lock()
	defer p.seen.Unlock()
	p.seen.stats.Findings += bad
	switch action {
	case registry.ActionTreatAsWithdraw:
		p.seen.stats.TreatedAsWithdrawn++
	case registry.ActionAttributeDiscard:
		p.seen.stats.Discarded += discarded
	}
}

func (p *Peer) countDial() {
	p.seen.Lock()
	defer p.seen.Unlock()
	p.seen.stats.Dials++
}

func (p *Peer) countAccept() {
	p.seen.Lock()
	defer p.seen.Unlock()
	p.seen.stats.Accepted++
}

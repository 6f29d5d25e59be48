package report

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/repro"
)

// ReproEvent gives what is known of the event to one who wants to reproduce it. It borrows the tree.
func (r *Report) ReproEvent() repro.Event {
	return repro.Event{Tree: r.Tree, Code: r.Event.Code, Sub: r.Event.Subcode, Truncated: r.truncated(), Direction: r.Direction.String(),
		LocalAS: r.LocalAS, PeerAS: r.PeerAS, PeerKind: r.PeerKind}
}

// repro says at the end of a page whether and how the event can be had on a lab router.
func (p *page) repro() {
	if text := p.r.reproText(); text != "" {
		p.line("In a lab", tree.Dim, text)
	}
}

func (r *Report) reproText() string {
	if r.Explanation == nil || r.mute() || r.Event.Kind != dump.KindMessage {
		return ""
	}
	if code, _, ok := r.errorPair(); !ok || code <= 0 {
		if r.Tree == nil {
			return ""
		}
		if severity, _ := codec.Worst(r.Tree.Findings); severity != codec.SeverityError {
			return ""
		}
	}
	e := r.ReproEvent()
	switch p := repro.Build(&e, repro.Options{}); {
	case p.Means == repro.NotEnough && len(p.Missing) > 0:
		return "not from this alone; missing is " + p.Missing[0]
	case !p.Playable():
		return ""
	case p.Want.Up:
		return "bgpdecode repro plays this to a router, which must keep the session"
	case len(p.Target) > 0:
		return "bgpdecode repro provokes this with " + strings.Join(p.Target, " and ")
	case p.Reconstruction:
		return "bgpdecode repro provokes this, by a reconstruction"
	}
	return "bgpdecode repro provokes this"
}

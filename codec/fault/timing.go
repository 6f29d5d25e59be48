package fault

import "github.com/bgpdecode/bgpdecode/registry"

// fillTiming has the faults of silence.
func fillTiming(l *list) {
	l.add(Fault{
		ID: "hold_silence", Title: "nothing is sent until the hold timer must have ended", Phase: Established, Refs: []string{"RFC 4271 §6.5"},
		Want4271: note(registry.ErrHoldTimer, 0, DataNone), Want7606: note(registry.ErrHoldTimer, 0, DataNone),
		build: func(_ *Fault, p *Params) ([]Step, error) {
			return []Step{{Do: Wait, Wait: p.hold(), Faulty: true}}, nil
		},
	})
}

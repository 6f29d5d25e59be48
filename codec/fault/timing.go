package fault

import (
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// openHold is the time that RFC 4271 section 8.2.2 suggests for the OPEN to come.
const openHold = 4 * time.Minute

// fillTiming has the faults of silence.
func fillTiming(l *list) {
	w := note(registry.ErrHoldTimer, 0, DataNone)
	refs := []string{"RFC 4271 §6.5", "RFC 4271 §8.2.2"}
	silence := func(id, title string, phase Phase, before func(*Params) []byte) {
		l.message(Fault{ID: id, Title: title, Phase: phase, Refs: refs}, w, func(p *Params) ([]Step, error) {
			wait := Step{Do: Wait, Wait: p.hold(), Faulty: true}
			if phase <= InOpen {
				wait.Wait = openHold + openHold/4
			}
			if before == nil {
				return []Step{wait}, nil
			}
			return []Step{{Octets: before(p)}, wait}, nil
		})
	}
	silence("open_silence", "the OPEN does not come, for more than four minutes", BeforeOpen, nil)
	silence("half_open", "the OPEN stops in the middle, for more than four minutes", InsteadOfOpen, func(p *Params) []byte {
		m, _ := soundOpen(p, func(*codec.Open) {})
		return m[:min(len(m), 24)]
	})
	silence("keepalive_silence", "the first KEEPALIVE does not come until the hold timer must have ended", OpenConfirm, nil)
	silence("hold_silence", "nothing is sent until the hold timer must have ended", Established, nil)
	silence("half_header", "half a header is sent, and no more until the hold timer must have ended", Established, func(*Params) []byte {
		return codec.AppendKeepalive(nil)[:10]
	})
	silence("half_update", "half an UPDATE is sent, and no more until the hold timer must have ended", Established, func(p *Params) []byte {
		u := Carrier(p, Needs{})
		m := u.AppendFaulty(nil, &codec.Lies{})
		return m[:len(m)/2]
	})
}

package dump

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/rebuild"
	"github.com/bgpdecode/bgpdecode/registry"
)

// told makes an event's octets of the fields that a tool shows in place of them.
func (r *reader) told(ev *Event) {
	m := ev.Told
	octets, remarks, ok := rebuild.Message(ev.MessageType, m)
	if !ok {
		ev.Kind, ev.Err, ev.ErrOff = KindUnparsed, "the record's fields make no BGP message", ev.Offset
		return
	}
	ev.Octets, ev.Synthesised, ev.DataKnown = octets, true, true
	switch {
	case m.HasBody:
		ev.Notation = "hex"
		ev.Remarks = append(ev.Remarks, "the record shows the message without its header")
		setCode(ev)
		return
	case ev.MessageType == 4:
	default:
		ev.Remarks = append(ev.Remarks, "the message was rebuilt from the fields that the tool shows: the order of its attributes, and what the tool leaves out, may have been other")
	}
	ev.Known.ASWidth, ev.Known.ASWidthHow = 4, codec.HowEvidence
	ev.Known.AddPathHow, ev.Known.Why = codec.HowEvidence, "the message was rebuilt so"
	if m.PathIDs {
		ev.Known.AddPath = families(m)
	}
	if len(m.Lost) > 0 {
		ev.Remarks = append(ev.Remarks, "not in the rebuilt message, for the tool shows it in words only: "+strings.Join(m.Lost, ", "))
	}
	ev.Remarks = append(ev.Remarks, remarks...)
}

// families are those of the routes that are told.
func families(m *logline.Told) (set codec.FamilySet) {
	for _, list := range [...][]logline.ToldRoutes{m.Reach, m.Unreach} {
		for i := range list {
			set = set.With(codec.Family{AFI: registry.AFI(list[i].AFI), SAFI: registry.SAFI(list[i].SAFI)})
		}
	}
	return set
}

package fault

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// sent is the one step of a fault that is one message.
func sent(msg []byte, at, n int) ([]Step, error) {
	return []Step{{Octets: msg, Faulty: true, At: at, Len: n}}, nil
}

// fillHeader has the faults of the message header (RFC 4271 section 6.1).
func fillHeader(l *list) {
	l.add(Fault{
		ID: "marker", Title: "the Marker of a KEEPALIVE is not all ones", Phase: Established, Refs: []string{"RFC 4271 §6.1"},
		Want4271: note(registry.ErrMessageHeader, 1, DataNone), Want7606: note(registry.ErrMessageHeader, 1, DataNone), Finding: codec.FindMarker,
		build: func(*Fault, *Params) ([]Step, error) {
			m := codec.AppendKeepalive(nil)
			m[7] = 0
			return sent(m, 7, 1)
		},
	})
}

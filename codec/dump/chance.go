package dump

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// byChance reports whether what looks like the header of a message at b[at] may be none: sixteen octets of ones and a length that
// suits a type stand in programs, pictures and tables, too. A message ends where the octets or the next marker do, or there is
// nothing odd about it.
func (r *reader) byChance(b []byte, at int) bool {
	h, _ := codec.ParseHeader(b[at:])
	end := at + h.Length
	switch {
	case end > len(b):
		return true
	case end == len(b) || codec.HasMarker(b[end:]):
		return false
	}
	switch h.Type {
	case registry.MsgOpen, registry.MsgUpdate, registry.MsgNotification, registry.MsgKeepalive, registry.MsgRouteRefresh:
	default:
		return true
	}
	for _, as4 := range [...]bool{true, false} {
		odd := false
		for _, f := range r.dec.Check(codec.PieceMessage, b[at:end], codec.Context{AS4: as4}) {
			odd = odd || f.Severity >= codec.SeverityWarning
		}
		if !odd {
			return false
		}
	}
	return true
}

// mostChances bounds the headers of one stretch of octets that are looked at closely before it is taken for something else.
const mostChances = 1 << 14

// firstMessage returns the offset of the first message in binary octets, -1 for none.
func (r *reader) firstMessage(b []byte) int {
	at := codec.FindMessage(b)
	for n := 0; at > 0 && r.byChance(b, at); n++ {
		next := codec.FindMessage(b[at+codec.HeaderLen:])
		if next < 0 || n == mostChances {
			return -1
		}
		at += codec.HeaderLen + next
	}
	return at
}

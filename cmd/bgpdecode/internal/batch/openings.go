package batch

import (
	"bytes"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
)

// openings remembers the OPENs of the sessions in captures, by which a NOTIFICATION is judged: of at most openedWays
// directions, each an OPEN of at most 4096 octets.
type openings struct {
	ways map[wireWay][]byte // nil for one that is over
	ring []wireWay          // the keys
	at   int                // of the oldest, when all places are taken
}

const openedWays = 1024

// hear keeps an OPEN of a capture. It tells opt of a NOTIFICATION the OPENs of its session.
func (o *openings) hear(ev *dump.Event, w *wire, opt *report.Options) {
	if ev.Kind != dump.KindMessage || !w.from.IsValid() {
		return
	}
	way := wayOf(ev, w)
	switch registry.MessageType(ev.MessageType) {
	case registry.MsgOpen:
		if ev.Truncated.By == "" && len(ev.Octets) <= codec.MaxLen {
			o.keep(way, ev.Octets)
		}
	case registry.MsgNotification:
		from, to := o.tree(way), o.tree(way.back())
		switch ev.Direction {
		case logline.DirSent:
			opt.LocalOpen, opt.PeerOpen = from, to
		case logline.DirReceived:
			opt.LocalOpen, opt.PeerOpen = to, from
		default:
			opt.SenderOpen, opt.ReceiverOpen = from, to
		}
		if w.from.Port() == 0 { // the next session has the same ends
			o.forget(way)
			o.forget(way.back())
		}
	}
}

// keep remembers an OPEN. Another one of the same side begins another session.
func (o *openings) keep(way wireWay, octets []byte) {
	before, there := o.ways[way]
	switch {
	case before != nil && bytes.Equal(before, octets):
		return
	case before != nil:
		o.forget(way.back())
	case there:
	case len(o.ring) < openedWays:
		if o.ways == nil {
			o.ways = make(map[wireWay][]byte)
		}
		o.ring = append(o.ring, way)
	default:
		delete(o.ways, o.ring[o.at])
		o.ring[o.at] = way
		o.at = (o.at + 1) % openedWays
	}
	o.ways[way] = bytes.Clone(octets)
}

// forget drops the OPEN that went one way, whose place stays.
func (o *openings) forget(way wireWay) {
	if _, there := o.ways[way]; there {
		o.ways[way] = nil
	}
}

// tree decodes the OPEN that went one way, nil when it was not seen.
func (o *openings) tree(way wireWay) *codec.Tree {
	octets := o.ways[way]
	if octets == nil {
		return nil
	}
	return new(codec.Decoder).Decode(codec.PieceMessage, octets, codec.Context{})
}

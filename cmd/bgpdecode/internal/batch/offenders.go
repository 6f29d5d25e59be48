package batch

import (
	"bytes"
	"net/netip"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
)

// offenders finds, in captures, the message that a NOTIFICATION answers: one of the last that went the other way on its
// connection. It holds at most answeredWays times answeredOctets.
type offenders struct {
	ways map[wireWay]*sentLately
	turn int
	dec  codec.Decoder
}

// wireWay is a direction of a connection.
type wireWay struct{ from, to netip.AddrPort }

// sentLately are the last messages that went one way.
type sentLately struct {
	turn   int // when it was last used
	octets []byte
	list   []sentMessage
}

// sentMessage is one of them: where its octets end, and its number.
type sentMessage struct{ end, index int }

const (
	answeredWays   = 64
	answeredOctets = 16 << 10 // of messages that go one way
	answeredLast   = 16       // messages that may be in flight when the NOTIFICATION is sent
)

// hear keeps a message of a capture, or, for a NOTIFICATION, gives what it answers and the number of that message; nil for
// nothing that shows it.
func (a *offenders) hear(ev *dump.Event, w *wire, known codec.Known) (*explain.Complaint, int) {
	if ev.Piece != codec.PieceMessage || len(ev.Octets) < codec.HeaderLen || !w.src.IsValid() || ev.Kind != dump.KindMessage {
		return nil, 0
	}
	if h, _ := codec.ParseHeader(ev.Octets); h.Type == registry.MsgNotification {
		s := a.ways[wireWay{w.dst, w.src}]
		if s == nil {
			return nil, 0
		}
		body := ev.Octets[codec.HeaderLen:]
		if len(body) < 2 {
			return nil, 0
		}
		return a.find(s, int(body[0]), int(body[1]), body[2:], known)
	}
	a.keep(wireWay{w.src, w.dst}, ev.Octets, ev.Index)
	return nil, 0
}

// keep remembers a message.
func (a *offenders) keep(k wireWay, octets []byte, index int) {
	if a.turn++; a.ways == nil {
		a.ways = make(map[wireWay]*sentLately)
	}
	s := a.ways[k]
	if s == nil {
		if len(a.ways) >= answeredWays {
			a.forget()
		}
		s = new(sentLately)
		a.ways[k] = s
	}
	s.turn = a.turn
	if len(s.list) == answeredLast || len(s.octets)+len(octets) > answeredOctets {
		s.drop(len(octets))
	}
	s.octets = append(s.octets, octets...)
	s.list = append(s.list, sentMessage{len(s.octets), index})
}

// drop makes room: the later half stays, or nothing.
func (s *sentLately) drop(n int) {
	cut := (len(s.list) + 1) / 2
	from := s.list[cut-1].end
	if len(s.octets)-from+n > answeredOctets {
		s.octets, s.list = s.octets[:0], s.list[:0]
		return
	}
	s.octets = append(s.octets[:0], s.octets[from:]...)
	rest := s.list[:0]
	for _, m := range s.list[cut:] {
		rest = append(rest, sentMessage{m.end - from, m.index})
	}
	s.list = rest
}

// forget drops the way that has been silent for longest.
func (a *offenders) forget() {
	var oldest wireWay
	least := a.turn + 1
	for k, s := range a.ways {
		if s.turn < least {
			oldest, least = k, s.turn
		}
	}
	delete(a.ways, oldest)
}

// find looks for the last message with the fault that a NOTIFICATION names, first among those that hold its Data.
func (a *offenders) find(s *sentLately, code, sub int, data []byte, known codec.Known) (*explain.Complaint, int) {
	for _, holds := range [...]bool{true, false} {
		if holds && len(data) < shortData {
			continue
		}
		for i := len(s.list) - 1; i >= 0; i-- {
			from := 0
			if i > 0 {
				from = s.list[i-1].end
			}
			octets := s.octets[from:s.list[i].end]
			if holds && !bytes.Contains(octets, data) {
				continue
			}
			if sh := showsFault(&a.dec, codec.PieceMessage, octets, known, code, sub); sh.confirms {
				return sh.complaint, s.list[i].index
			}
		}
	}
	return nil, 0
}

// answers tells an event of a capture what it answers. What is replaced must not be told by a finding's words.
func (q *sequencer) answers(p *picked) {
	if q.base.NoVerdict || q.redact != nil {
		return
	}
	c, index := q.offenders.hear(p.ev, p.wire, p.opt.Known)
	if c == nil {
		return
	}
	if p.opt.Complaint = c; !q.merges { // otherwise numbers are not final, and those who compare events set links
		p.opt.Links = append(p.opt.Links, report.Link{Rel: "offender", ID: report.ID("", index)})
	}
}

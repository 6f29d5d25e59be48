package batch

import (
	"bytes"
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
)

// offenders finds, in captures, the message that a NOTIFICATION answers: one of the last that went the other way on its
// connection. It holds at most answeredWays times answeredOctets, or one longer message (RFC 8654) in its place.
type offenders struct {
	ways map[wireWay]*sentLately
	ring []wireWay // its keys
	at   int       // of the oldest, when all places are taken
	key  wireWay   // of the last message
	last *sentLately
	dec  codec.Decoder
}

// wireWay is a direction of a connection. What MRT and BMP tell has no ports, and may be of several devices or tables.
type wireWay struct {
	from, to  netip.AddrPort
	host, vrf string
}

// wayOf gives the way of a message of a capture.
func wayOf(ev *dump.Event, w *wire) wireWay { return wireWay{w.from, w.to, ev.Host, ev.VRF} }

// back is the other direction.
func (w wireWay) back() wireWay {
	w.from, w.to = w.to, w.from
	return w
}

// sentLately are the last messages that went one way.
type sentLately struct {
	time   time.Time   // of the last one that restarts a Hold Timer, zero when not known
	known  codec.Known // of the last one; what was agreed may differ for the other direction
	octets []byte
	list   []sentMessage
}

// sentMessage is one of them: where its octets end, and its number.
type sentMessage struct{ end, index int }

const (
	answeredWays   = 512
	answeredOctets = 16 << 10 // of messages that go one way
	answeredLast   = 16       // messages that may be in flight when the NOTIFICATION is sent
)

// hear keeps a message of a capture, or, for a NOTIFICATION, gives what it answers and the number of that message; nil for
// nothing that shows it.
func (a *offenders) hear(ev *dump.Event, w *wire, known codec.Known) (*explain.Complaint, int) {
	if ev.Piece != codec.PieceMessage || len(ev.Octets) < codec.HeaderLen || !w.from.IsValid() || ev.Kind != dump.KindMessage {
		return nil, 0
	}
	h, _ := codec.ParseHeader(ev.Octets)
	if h.Type == registry.MsgNotification {
		s := a.ways[wayOf(ev, w).back()]
		if s == nil {
			return nil, 0
		}
		body := ev.Octets[codec.HeaderLen:]
		if len(body) < 2 {
			return nil, 0
		}
		if registry.ErrorCode(body[0]) == registry.ErrFSM && w.from.Port() != 0 {
			return s.misplaced(body[1], body[2:])
		}
		return a.find(s, int(body[0]), int(body[1]), body[2:])
	}
	s := a.keep(wayOf(ev, w), ev.Octets, ev.Index)
	if s.known = known; h.Type != registry.MsgRouteRefresh { // that one restarts no Hold Timer (RFC 4271 section 8.2.2)
		s.time = ev.Time
	}
	return nil, 0
}

// silent gives how long before a Hold Timer Expired the other side was last heard, in milliseconds; 0 when that is not known.
// Only captures of the wire have every message.
func (a *offenders) silent(ev *dump.Event, w *wire) int {
	if ev.Code != int(registry.ErrHoldTimer) || !w.src.IsValid() || ev.Time.IsZero() {
		return 0
	}
	s := a.ways[wayOf(ev, w).back()]
	if s == nil || s.time.IsZero() {
		return 0
	}
	const longest = 1 << 16 * time.Second // greatest hold time
	return int(min(max(ev.Time.Sub(s.time), 0), longest).Milliseconds())
}

// keep remembers a message, and returns what it is among.
func (a *offenders) keep(k wireWay, octets []byte, index int) *sentLately {
	s := a.last
	if s == nil || a.key != k {
		if s = a.ways[k]; s == nil {
			s = a.add(k)
		}
		a.key, a.last = k, s
	}
	if len(s.list) == answeredLast || len(s.octets)+len(octets) > answeredOctets {
		s.drop(len(octets))
	}
	s.octets = append(s.octets, octets...)
	s.list = append(s.list, sentMessage{len(s.octets), index})
	return s
}

// add gives a way a place, that of the one which has had its own for longest when there is no other.
func (a *offenders) add(k wireWay) *sentLately {
	s := new(sentLately)
	if len(a.ring) < answeredWays {
		if a.ways == nil {
			a.ways = make(map[wireWay]*sentLately)
		}
		a.ring = append(a.ring, k)
	} else {
		old := a.ring[a.at]
		*s = sentLately{octets: a.ways[old].octets[:0], list: a.ways[old].list[:0]}
		delete(a.ways, old)
		a.ring[a.at] = k
		a.at = (a.at + 1) % answeredWays
	}
	a.ways[k] = s
	return s
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

// misplaced looks for the last message of the type that a 5/x names (RFC 6608) which came in the state that it names, as the
// messages before it show. What came before the OPEN is not known to be the beginning of the connection.
func (s *sentLately) misplaced(sub uint8, data []byte) (c *explain.Complaint, index int) {
	states := [...]string{
		registry.SubUnexpectedInOpenSent: "OpenSent", registry.SubUnexpectedInOpenConfirm: "OpenConfirm",
		registry.SubUnexpectedInEstablished: "Established",
	}
	if len(data) == 0 || int(sub) >= len(states) {
		return nil, 0
	}
	state, from := "", 0
	for _, m := range s.list {
		h, _ := codec.ParseHeader(s.octets[from:m.end])
		typ := h.Type
		if uint8(typ) == data[0] && state != "" && state == states[sub] {
			c, index = &explain.Complaint{Type: typ, State: state}, m.index
		}
		switch {
		case typ == registry.MsgOpen:
			state = states[registry.SubUnexpectedInOpenConfirm]
		case typ == registry.MsgKeepalive, typ == registry.MsgUpdate && state == "":
			state = states[registry.SubUnexpectedInEstablished]
		}
		from = m.end
	}
	return c, index
}

// find looks for the last message with the fault that a NOTIFICATION names, first among those that hold its Data.
func (a *offenders) find(s *sentLately, code, sub int, data []byte) (*explain.Complaint, int) {
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
			if sh := showsFault(&a.dec, codec.PieceMessage, octets, s.known, code, sub); sh.confirms {
				return sh.complaint, s.list[i].index
			}
		}
	}
	return nil, 0
}

// answers tells an event of a capture what it answers, and what the two sides had offered. What is replaced must not be told
// by a finding's words.
func (q *sequencer) answers(p *picked) {
	if q.base.NoVerdict {
		return
	}
	q.openings.hear(p.ev, p.wire, &p.opt)
	p.opt.SilentMS = q.offenders.silent(p.ev, p.wire)
	c, index := q.offenders.hear(p.ev, p.wire, p.opt.Known)
	if c == nil || q.redact != nil {
		return
	}
	if p.opt.Complaint = c; !q.merges { // otherwise numbers are not final, and those who compare events set links
		p.opt.Links = append(p.opt.Links, report.Link{Rel: "offender", ID: report.ID("", index)})
	}
}

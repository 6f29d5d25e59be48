package proxy

import (
	"errors"
	"fmt"
	"slices"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// tell calls OnEvent until the queue is closed and empty.
func (p *Proxy) tell() {
	defer close(p.told)
	t := teller{p: p}
	for {
		items := p.queue.take()
		if len(items) == 0 {
			return
		}
		for i, it := range items {
			if p.opt.OnEvent != nil {
				t.item(it)
			}
			p.queue.done(it)
			items[i] = nil
		}
	}
}

// teller makes events.
type teller struct {
	p   *Proxy
	dec codec.Decoder
	ev  speaker.Event
}

// event begins an event about an item.
func (t *teller) event(it *item, kind speaker.EventKind) *speaker.Event {
	t.ev = speaker.Event{Time: it.time, Kind: kind, Sent: it.sent, Text: it.text, Reset: it.reset, Err: it.err}
	if it.s != nil {
		t.ev.Conn = it.s.info
	}
	return &t.ev
}

func (t *teller) send() { t.p.opt.OnEvent(&t.ev) }

func (t *teller) item(it *item) {
	switch it.kind {
	case speaker.Message:
		t.data(it)
	case speaker.Closed:
		for side := range it.s.streams {
			t.rest(it, side)
			t.gap(it, side, it.lost[side])
		}
		t.event(it, it.kind)
		t.send()
	default:
		t.event(it, it.kind)
		t.send()
	}
}

// data tells the messages that octets complete.
func (t *teller) data(it *item) {
	side := 1
	if it.sent {
		side = 0
	}
	st := &it.s.streams[side]
	if it.gap > 0 {
		t.rest(it, side)
		t.gap(it, side, it.gap)
		st.jump()
	}
	st.add(it.data)
	for {
		octets, message := st.next(it.s.most(side))
		switch {
		case len(octets) == 0:
			return
		case message:
			t.message(it, side, octets, false)
		default:
			t.stray(it, st, octets)
		}
	}
}

// most is the length of the longest message that a side may send: what its receiver takes (RFC 8654 section 4).
func (s *session) most(side int) int {
	if to := &s.streams[1-side]; to.sound && to.offer.ExtMsg {
		return codec.MaxExtLen
	}
	return codec.MaxLen
}

// message tells of a message, with what the OPENs before it decide about it.
func (t *teller) message(it *item, side int, octets []byte, cut bool) {
	s := it.s
	from, to := &s.streams[side], &s.streams[1-side]
	e := t.event(it, speaker.Message)
	e.Sent, e.Octets = side == 0, octets
	if from.sound && to.sound {
		e.Known, _, _ = capture.Negotiate(&from.offer, &to.offer)
	}
	e.Known.Base.Cut = cut
	e.Ctx = codec.GuessContext(&t.dec, codec.PieceMessage, octets, e.Known).Ctx
	e.Findings = t.dec.Check(codec.PieceMessage, octets, e.Ctx)
	t.send()
	if h, ok := codec.ParseHeader(octets); ok && h.Type == registry.MsgOpen && from.open == nil {
		from.open = slices.Clone(octets)
		from.offer, from.sound = capture.ParseOpen(octets)
		t.negotiated(it)
	}
}

// negotiated tells what the two OPENs agree on, once both are there.
func (t *teller) negotiated(it *item) {
	a, b := it.s.streams[0].open, it.s.streams[1].open
	if a == nil || b == nil {
		return
	}
	agreed, ok := speaker.Compare(a, b)
	if !ok {
		return
	}
	e := t.event(it, speaker.Negotiated)
	e.Sent, e.Agreed = false, agreed
	t.send()
}

// mostStray is how many octets that are no message are shown.
const mostStray = 19

// stray tells of octets that are no message: of the first ones of a direction aloud.
func (t *teller) stray(it *item, st *stream, octets []byte) {
	e := t.event(it, speaker.Note)
	e.Octets = octets
	if !st.said && !st.lost {
		st.said = true
		e.Text = strayText(e, it.sent, octets)
	}
	t.send()
}

// strayText says who sent octets that are no message, how many they are, and the first of them.
func strayText(e *speaker.Event, sent bool, octets []byte) string {
	who, more := e.Conn.Remote, ""
	if sent {
		who = e.Conn.Local
	}
	if len(octets) > mostStray {
		more = "…"
	}
	return fmt.Sprintf("%d octets from %s belong to no BGP message; they were forwarded: %x%s", len(octets), who, octets[:min(len(octets), mostStray)], more)
}

// rest tells of the message that did not come to its end.
func (t *teller) rest(it *item, side int) {
	b := it.s.streams[side].rest()
	if len(b) == 0 {
		return
	}
	if codec.HasMarker(b) && len(b) >= codec.HeaderLen {
		t.message(it, side, b, true)
		return
	}
	e := t.event(it, speaker.Note)
	e.Sent, e.Octets, e.Reset, e.Err = side == 0, b, false, nil
	t.send()
}

// gap says how much was lost to the capture.
func (t *teller) gap(it *item, side int, n uint64) {
	if n == 0 {
		return
	}
	e := t.event(it, speaker.Note)
	e.Sent, e.Reset = side == 0, false
	e.Text = fmt.Sprintf("%d octets were forwarded and not captured", n)
	if e.Err = errLost; !it.s.warned {
		it.s.warned = true
		e.Text += ": what is done with messages takes longer than they take to come"
	}
	t.send()
}

// errLost marks the note of a loss.
var errLost = errors.New("octets were lost to the capture")

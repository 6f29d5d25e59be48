package tap

import (
	"net/netip"
	"slices"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// conversation is what is known of a TCP connection while it lasts. Side 0 is Conn.Local, side 1 Conn.Remote.
type conversation struct {
	id     uint64
	ends   [2]netip.AddrPort
	caller int
	began  time.Time
	opens  [2]opening
}

// opening is the OPEN of a side.
type opening struct {
	time   time.Time
	octets []byte // nil until it has been seen
	offer  capture.Offer
	sound  bool // offer is known
}

// conversations are those that last, by the connection's id. Its owner bounds how many there are.
type conversations map[uint64]*conversation

// of gives the conversation of an event, nil for events without a connection. One that is not known yet is not
// remembered before note.
func (all conversations) of(e *speaker.Event) *conversation {
	if e.Conn.ID == 0 {
		return nil
	}
	c := all[e.Conn.ID]
	if c == nil {
		c = &conversation{id: e.Conn.ID, began: e.Time, ends: [2]netip.AddrPort{e.Conn.Local, e.Conn.Remote}}
		if e.Conn.Inbound {
			c.caller = 1
		}
	}
	return c
}

// note remembers what an event told of its conversation.
func (all conversations) note(c *conversation, e *speaker.Event) {
	switch {
	case c == nil:
	case e.Kind == speaker.Closed || e.Kind == speaker.DialFailed:
		delete(all, c.id)
	case e.Kind == speaker.Opened || e.Kind == speaker.Message:
		if e.Kind == speaker.Opened {
			c.began, c.ends = e.Time, [2]netip.AddrPort{e.Conn.Local, e.Conn.Remote}
		}
		all[c.id] = c
		c.message(e)
	}
}

// message remembers an OPEN, the first of each side.
func (c *conversation) message(e *speaker.Event) {
	o := &c.opens[sideOf(e)]
	if messageType(e.Octets) != registry.MsgOpen || o.octets != nil {
		return
	}
	o.time, o.octets = e.Time, slices.Clone(e.Octets)
	o.offer, o.sound = capture.ParseOpen(e.Octets)
}

// sideOf gives the side that sent a message.
func sideOf(e *speaker.Event) int {
	if e.Sent {
		return 0
	}
	return 1
}

// known gives what decides how the messages of a side are to be read.
func (c *conversation) known(side int, e *speaker.Event) codec.Known {
	from, to := &c.opens[side], &c.opens[1-side]
	if !from.sound || !to.sound {
		return e.Known
	}
	k, _, _ := capture.Negotiate(&from.offer, &to.offer)
	return k
}

// as gives the AS number of a side, 0 when it is not known.
func (c *conversation) as(side int) uint32 {
	if c == nil || !c.opens[side].sound {
		return 0
	}
	return c.opens[side].offer.AS
}

// sorted gives the conversations in the order in which they began.
func (all conversations) sorted() []*conversation {
	list := make([]*conversation, 0, len(all))
	for _, c := range all {
		list = append(list, c)
	}
	slices.SortFunc(list, func(a, b *conversation) int {
		if n := a.began.Compare(b.began); n != 0 {
			return n
		}
		return int(min(max(int64(a.id)-int64(b.id), -1), 1))
	})
	return list
}

// messageType gives the type of a message, 0 for what is none.
func messageType(msg []byte) registry.MessageType {
	if h, ok := codec.ParseHeader(msg); ok {
		return h.Type
	}
	return 0
}

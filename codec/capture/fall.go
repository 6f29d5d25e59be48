package capture

import (
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// fall is what a connection has shown of its session, and how it ended. A session that ends without a NOTIFICATION is told
// when nothing can come any more that would be one: on the wire it may stand behind the first FIN, from either side.
type fall struct {
	opened   [2]bool // an OPEN of each side was seen
	kept     [2]int  // KEEPALIVEs
	routes   bool    // an UPDATE or ROUTE-REFRESH: the session is Established
	notified bool
	missing  int // octets that the capture has not

	// The first segment that ends the connection. by is empty while there is none.
	by     string
	side   int
	ahead  int  // octets that are missing before it
	queued bool // in tcpTable.ending
	told   bool
	index  int64
	offset int64
	now    time.Time
}

const (
	fallAfter  = 5 * time.Second // in which the other side answers a FIN
	mostEnding = 1024            // connections that wait for that
)

// message takes note of a message that h has handed out.
func (f *fall) message(h *half, msg []byte) {
	f.missing += h.framer.missing
	if len(msg) < codec.HeaderLen {
		return
	}
	switch registry.MessageType(msg[codec.HeaderLen-1]) {
	case registry.MsgOpen:
		f.opened[h.side] = true
	case registry.MsgKeepalive:
		f.kept[h.side]++
	case registry.MsgUpdate, registry.MsgRouteRefresh:
		f.routes = true
	case registry.MsgNotification:
		f.notified = true
	}
	if f.by == "tcp-reset" && f.side == h.side && !f.told {
		f.by = "" // the receiver did not believe it, or there would be nothing more
	}
}

// state is the one that the messages have brought the session to, StateUnknown when there was none.
func (c *conn) state() FSMState {
	f := &c.fall
	if f.routes || f.kept[0] > 0 && f.kept[1] > 0 {
		return StateEstablished
	}
	for i := range c.half {
		// One of several KEEPALIVEs where the capture has one direction only, or one of a session that it has not from the start.
		h, back := &c.half[i], &c.half[1-i]
		if f.kept[i] > 0 && (h.joined && !f.opened[i] || f.kept[i] > 1 && back.framer.count == 0) {
			return StateEstablished
		}
	}
	switch {
	case f.opened[0] && f.opened[1], f.kept[0]+f.kept[1] > 0:
		return StateOpenConfirm
	case f.opened[0] || f.opened[1]:
		return StateOpenSent
	}
	return StateUnknown
}

// ends takes note of a segment of h that ends the connection. ahead is by how many octets it stands ahead of what its receiver
// has, as far as the capture knows: it believes a RST there only where this is 0 (RFC 5961 section 3.2).
func (t *tcpTable) ends(c *conn, h *half, by string, ahead int) {
	f := &c.fall
	if !t.opt.Falls || !c.isBGP || c.isBMP || f.told || f.notified {
		return
	}
	if f.by == "" {
		f.by, f.side, f.ahead = by, h.side, max(ahead, 0)
		f.index, f.offset, f.now = t.e.index, t.e.offset, t.e.now
	}
	switch {
	case by == "tcp-reset" && (ahead == 0 || f.by != by):
		t.tell(c)
	case ahead >= 0 && !f.queued:
		if len(t.ending) >= mostEnding {
			t.tell(t.ending[0])
			t.ending = t.ending[:copy(t.ending, t.ending[1:])]
		}
		f.queued = true
		t.ending = append(t.ending, c)
	}
}

// settle tells of a connection that both sides have ended.
func (t *tcpTable) settle(c *conn) {
	if f := &c.fall; f.by == "" || f.told {
		return
	}
	for i := range c.half {
		if h := &c.half[i]; !h.fin || h.want != h.finSeq+1 {
			return
		}
	}
	t.tell(c)
}

// overdue tells of connections of which the other side's answer does not come.
func (t *tcpTable) overdue() {
	n := 0
	for ; n < len(t.ending); n++ {
		f := &t.ending[n].fall
		if !f.queued {
			continue // another connection with the same ports by now
		}
		if f.by != "" && !f.told && !f.notified && t.e.now.Sub(f.now) < fallAfter {
			break
		}
		t.tell(t.ending[n])
		f.queued = false
	}
	if n > 0 {
		t.ending = t.ending[:copy(t.ending, t.ending[n:])]
	}
}

// tell hands out the end of a session of which no NOTIFICATION was seen.
func (t *tcpTable) tell(c *conn) {
	f := &c.fall
	state := c.state()
	if f.by == "" || f.told || f.notified || state == StateUnknown {
		return
	}
	f.told = true
	h := &c.half[f.side]
	r := h.record(RecordState)
	r.Index, r.Offset, r.Time = f.index, f.offset, f.now
	for i := range c.half {
		back := &c.half[i]
		f.missing += back.framer.missing
		if back.fin && back.want != back.finSeq+1 {
			f.missing += max(0, int(int32(back.finSeq-back.want)))
		}
		if o := c.session.of(i); o != nil {
			if i == f.side {
				r.SrcAS = o.AS
			} else {
				r.DstAS = o.AS
			}
		}
	}
	r.Missing = f.missing + f.ahead
	r.State = &StateChange{Old: state, New: StateIdle, By: f.by}
	t.e.emit()
}

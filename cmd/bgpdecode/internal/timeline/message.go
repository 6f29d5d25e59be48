package timeline

import (
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/registry"
)

// message takes a message that was sent or received. It reports whether the row is news.
func (x *Session) message(c *conn, r *Row) bool {
	end := endOf(r.Direction)
	if end < 0 {
		return true
	}
	if x.again(c, r, end) {
		return false
	}
	if !r.Attempted {
		x.order(c, r, end)
	}
	switch r.Type {
	case 1:
		x.open(c, r, end)
	case 4:
		if !r.Attempted {
			c.keep[end] = true
		}
	case 3:
		if !r.Attempted {
			x.takeBack(c, end)
		}
		x.notification(c, r, end)
	}
	if r.Wire {
		x.wireState(c, r)
	}
	c.last[end], c.lastType[end] = r.Time, r.Type
	return true
}

// again reports whether a line tells of a message that the line before it told: devices log an OPEN in words and once more
// by type and length. What only the second one says is added to the first.
func (x *Session) again(c *conn, r *Row, end int) bool {
	l := x.lastRow
	if c.refused(&r.Step) {
		l = x.rowOf(c, r)
	}
	if l == nil || r.Captured || r.Type == 2 || l.What != logline.StepMessage || l.Type != r.Type || l.Direction != r.Direction || l.Traffic || r.Time.Sub(l.Time) > toldLate {
		return false
	}
	switch {
	case l == x.lastRow && r.Time.Sub(l.Time) > time.Second:
		return false
	case l.Conn != c:
		return false
	case r.Type == 3:
		return l.Code == r.Code && l.Sub == r.Sub
	case r.Type == 1 && l == x.lastRow && l.Open != nil && r.Open != nil && l.Open.HoldTime >= 0 && r.Open.HoldTime >= 0:
		return false
	case r.Type == 4 && r.Connection != "":
		return false
	}
	if r.Open != nil {
		if l.Open == nil {
			o := *r.Open
			l.Open = &o
		} else {
			l.Open.fill(r.Open)
		}
		x.open(c, l, end)
		if l.Agreed != nil {
			l.Agreed = c.agree()
			x.Hold = l.Agreed.Hold
			x.sameOpen(c, l)
		}
	}
	return true
}

// rowOf finds the row of the last few that told of a message for the first time.
func (x *Session) rowOf(c *conn, r *Row) *Row {
	for i := len(x.Rows) - 1; i >= 0 && i >= len(x.Rows)-16; i-- {
		if l := &x.Rows[i]; l.Conn == c && l.What == r.What && l.Type == r.Type && l.Direction == r.Direction {
			return l
		}
	}
	return nil
}

func (o *Open) fill(p *Open) {
	if o.Version < 0 {
		o.Version = p.Version
	}
	if o.AS == 0 {
		o.AS = p.AS
	}
	if o.HoldTime < 0 {
		o.HoldTime = p.HoldTime
	}
	o.ID = first(o.ID, p.ID)
	o.Capabilities = first(o.Capabilities, p.Capabilities)
}

// open takes an OPEN.
func (x *Session) open(c *conn, r *Row, end int) {
	if r.Attempted {
		return
	}
	c.hasOpen[end] = true
	if o := r.Open; o != nil {
		if c.open[end] == nil {
			c.open[end] = o
		} else {
			c.open[end].fill(o)
		}
		if end == 0 {
			x.LocalAS, x.LocalIDs = addAS(x.LocalAS, o.AS), addOnce(x.LocalIDs, o.ID)
		} else {
			x.PeerAS, x.PeerIDs = addAS(x.PeerAS, o.AS), addOnce(x.PeerIDs, o.ID)
		}
	}
	if c.hasOpen[0] && c.hasOpen[1] && !c.agreed {
		c.agreed = true
		x.Opened++
		r.Agreed = c.agree()
		x.Hold = r.Agreed.Hold
		x.sameOpen(c, r)
	}
}

func addAS(list []uint32, as uint32) []uint32 {
	for _, a := range list {
		if a == as {
			return list
		}
	}
	if as == 0 || len(list) >= 8 {
		return list
	}
	return append(list, as)
}

// agree gives what two OPENs agree: the smaller hold time (RFC 4271 section 4.2).
func (c *conn) agree() *Agreed {
	a := &Agreed{Hold: -1, Local: Open{Version: -1, HoldTime: -1}, Peer: Open{Version: -1, HoldTime: -1}}
	if c.open[0] != nil {
		a.Local = *c.open[0]
	}
	if c.open[1] != nil {
		a.Peer = *c.open[1]
	}
	if a.Local.HoldTime >= 0 && a.Peer.HoldTime >= 0 {
		a.Hold = min(a.Local.HoldTime, a.Peer.HoldTime)
	}
	return a
}

// wireState notes when a session that is seen on the wire comes up.
func (x *Session) wireState(c *conn, r *Row) {
	if r.Type == 4 && c.state(0) == "Established" && c.state(1) == "Established" && !x.hasUp {
		x.upAt(r.Time)
		r.Text = "KEEPALIVE; session established: OPEN and KEEPALIVE have gone both ways"
	}
	if !c.joined && !x.hasUp && c.inMiddle(r) {
		c.joined = true
		x.upAt(time.Time{})
	}
	if r.Type == 3 && x.hasUp {
		x.downAt(&Row{Step: Step{Time: r.Time, Cause: x.ended}})
	}
}

// inMiddle reports whether a message shows that a session is established whose OPENs the capture does not have: one or both
// stood in front of its beginning, or went the way that it does not show.
func (c *conn) inMiddle(r *Row) bool {
	if c.closed || c.notified[0] || c.notified[1] || c.hasOpen[0] && c.hasOpen[1] {
		return false
	}
	switch r.Type {
	case 2:
		end := endOf(r.Direction)
		return !c.hasOpen[1-end] && !(c.hasOpen[end] && c.keep[1-end])
	case 4:
		return c.keep[0] && c.keep[1] && !c.hasOpen[0] && !c.hasOpen[1]
	}
	return false
}

// close takes the end of a connection. It reports whether the row is news.
func (x *Session) close(c *conn, r *Row) bool {
	if c == nil {
		return true
	}
	if c.closed {
		return false
	}
	c.closed, c.closedAt = true, r.Time
	x.closedBy(c, r)
	if r.Wire && x.hasUp && c.state(0) == "Established" && c.state(1) == "Established" {
		x.end(x.closeWords(c, r), r, false)
		x.downAt(r)
	} else if !c.notified[0] && !c.notified[1] && !c.rejected {
		x.end(x.closeWords(c, r), r, true)
	}
	if x.refuse == c {
		x.refuse = nil
	}
	return true
}

func (x *Session) closeWords(c *conn, r *Row) string {
	s := "the TCP connection ended"
	switch r.Direction {
	case logline.DirSent:
		s = "this side closed the TCP connection"
	case logline.DirReceived:
		s = "the peer closed the TCP connection"
	}
	if r.Wire {
		s = "the TCP connection was closed by " + r.closer()
	}
	if !c.notified[0] && !c.notified[1] {
		s += " without a NOTIFICATION"
	}
	if r.Cause != "" {
		s += " (" + r.Cause + ")"
	}
	return s
}

// closer names the side that closed a connection seen on the wire.
func (r *Row) closer() string {
	if r.Direction == logline.DirSent {
		return r.Local
	}
	return first(r.PeerAddr, r.Peer)
}

// codeText writes a NOTIFICATION: "6/5 (Cease / Connection Rejected)".
func codeText(code, sub int) string {
	if code <= 0 || code > 255 {
		return "of unknown code"
	}
	s := strconv.Itoa(code)
	if sub >= 0 {
		s += "/" + strconv.Itoa(sub)
	}
	name := registry.TableErrorCodes.Name(uint64(code))
	if sub >= 0 && sub < 256 {
		if n := registry.SubcodeName(uint8(code), uint8(sub)); n != "" {
			name += " / " + n
		}
	}
	if name != "" {
		s += " (" + name + ")"
	}
	return s
}

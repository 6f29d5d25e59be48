package timeline

import (
	"fmt"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/registry"
)

// notification judges a NOTIFICATION that an end sent.
func (x *Session) notification(c *conn, r *Row, end int) {
	verb := "sent"
	if end == 1 {
		verb = "received"
	}
	what := "NOTIFICATION " + codeText(r.Code, r.Sub) + " " + verb
	if r.Wire {
		what = "NOTIFICATION " + codeText(r.Code, r.Sub) + " from " + r.side(end)
	}
	if r.Attempted {
		x.notDelivered(c, r)
	} else {
		x.end(what, r, false)
	}
	if c.notified[1-end] && !r.Attempted && end == 0 && !r.Wire { // on the wire they may have crossed
		x.find(r, Finding{ID: "notification-answered", Severity: Note, Ref: "RFC 4271 §6", Who: maker(end),
			Text: fmt.Sprintf("%s sent a NOTIFICATION on connection %s after it had received one there: a NOTIFICATION ends the connection and is not answered", r.side(end), c.name())})
	}
	x.spoken(r)
	x.misplaced(c, r, end)
	switch r.Code {
	case 1, 2, 3, 7:
		x.refused(c, r, end)
	case 5:
		x.fsmError(c, r, end)
	case 4:
		x.holdTimer(c, r, end)
	case 6:
		if r.Sub == 5 || r.Sub == 7 {
			x.collision(c, r, end)
		}
	}
	c.notified[end] = c.notified[end] || !r.Attempted
	if end == 0 {
		x.sent.conn, x.sent.at, x.sent.code, x.sent.sub = c, r.Time, r.Code, r.Sub
	}
}

// refused tells of a complaint about a message of the other end. Whether it is right, its octets show.
func (x *Session) refused(c *conn, r *Row, end int) {
	if r.Attempted || c.self {
		return
	}
	who, other := r.side(end), r.side(1-end)
	f := Finding{ID: "message-refused", Severity: Warning, Ref: "RFC 4271 §6." + [...]string{1: "1", 2: "2", 3: "3", 7: "1"}[r.Code], Who: whoBoth}
	what := [...]string{1: "the header of a message", 2: "the OPEN", 3: "an UPDATE", 7: "a ROUTE-REFRESH"}[r.Code]
	if r.Code == 7 {
		f.Ref = "RFC 7313 §5"
	}
	f.Text = fmt.Sprintf("%s refused %s of %s with %s; whether that is right, the explanation of this line tells", who, what, other, codeText(r.Code, r.Sub))
	if o := c.open[1-end]; r.Code == int(registry.ErrOpen) && r.Sub == int(registry.SubBadPeerAS) {
		f.ID = "bad-peer-as"
		f.Text = who + " refused the OPEN of " + other + " for its AS number"
		if o != nil && o.AS != 0 {
			f.Text += fmt.Sprintf(": it says AS %d, and %s has another AS configured for it", o.AS, who)
		}
		f.Text += "; compare the AS numbers configured on both sides"
	}
	x.find(r, f)
}

// misplaced finds a NOTIFICATION that goes out on another connection than the one that is being turned away.
func (x *Session) misplaced(c *conn, r *Row, end int) {
	if end != 0 || x.refuse == nil {
		return
	}
	meant := x.refuse
	x.refuse = nil
	if meant == c || meant.closed || r.Code != 6 || r.Sub != 5 && r.Sub != 7 || r.Time.Sub(x.refusedAt) > otherNotice {
		return // what turns a connection away says so, and at once
	}
	x.wrongConnection(c, meant, r.Code, r.Sub, x.why, r)
}

// fsmError checks the subcode of a Finite State Machine Error against the state (RFC 6608).
func (x *Session) fsmError(c *conn, r *Row, end int) {
	if end == 1 && !r.Wire && c.notified[0] { // it may answer what this side's log tells later
		return
	}
	state := ""
	if end == 0 {
		state = rfcState(r.State)
	}
	if state == "" && c.whole {
		state = c.state(end)
		if c.keep[1-end] && c.lastType[1-end] == 4 && state == "Established" && !x.hasUp { // the KEEPALIVE is what it complains about
			state = "OpenConfirm"
		}
	}
	if state == "" && x.lastTo != "" && end == 0 {
		state = rfcState(x.lastTo)
	}
	want := fsmSubcode(state)
	if want == 0 || r.Sub == want || r.Sub < 0 {
		return
	}
	text := fmt.Sprintf("%s was sent in %s, where RFC 6608 has 5/%d", codeText(5, r.Sub), state, want)
	if r.Sub == 0 && r.NoData {
		text += ", with the type of the message as Data; this one is empty"
	}
	x.find(r, Finding{ID: "fsm-error-subcode", Severity: Warning, Ref: "RFC 6608 §4", Who: maker(end), Code: 5, Sub: want, Text: text})
}

// The ids of what holdTimer finds where the timer did expire.
const (
	holdExpired = "hold-timer-expired"
	holdEarly   = "hold-timer-early"
)

// holdTimer judges a Hold Timer Expired by what is known of the messages before it.
func (x *Session) holdTimer(c *conn, r *Row, end int) {
	heard := c.last[1-end]
	hold := -1
	if c.agreed {
		hold = c.agree().Hold
	}
	switch {
	case c.whole && c.opened(end) && !c.opened(1-end) && c.lastType[1-end] == 0:
		x.find(r, Finding{ID: "open-not-answered", Severity: Warning, Ref: "RFC 4271 §8.2.2 (4 minutes)", Who: r.who(1 - end),
			Text: fmt.Sprintf("%s never answered the OPEN on connection %s%s: it accepts TCP, its BGP does not run or does not know this neighbor", r.side(1-end), c.name(), after(c.last[end], r.Time))})
	case hold > 0 && !heard.IsZero() && !r.Time.IsZero() && r.Time.Sub(heard) < time.Duration(hold)*time.Second-time.Second:
		x.find(r, Finding{ID: holdEarly, Severity: Bad, Ref: "RFC 4271 §6.5", Who: maker(end),
			Text: fmt.Sprintf("%s let its hold timer expire %s after the last message, the agreed hold time is %d s: a fault of its timer, or its clock stood still", r.side(end), short(r.Time.Sub(heard)), hold)})
	default:
		text := fmt.Sprintf("%s heard nothing", r.side(end))
		if hold > 0 {
			text += fmt.Sprintf(" for the agreed hold time of %d s", hold)
		} else {
			text += " for its hold time"
		}
		if !heard.IsZero() && !r.Time.IsZero() {
			text += fmt.Sprintf("; the last message that is told had come %s before", short(r.Time.Sub(heard)))
		}
		x.find(r, Finding{ID: holdExpired, Severity: Warning, Ref: "RFC 4271 §6.5", Who: whoNetwork,
			Text: text + ": look whether " + r.side(1-end) + " sent KEEPALIVEs, and where they were lost"})
	}
}

func after(from, to time.Time) string {
	if from.IsZero() || to.IsZero() {
		return ""
	}
	return " within " + short(to.Sub(from))
}

// collision judges a Cease that settles a collision (RFC 4271 section 6.8, RFC 6286 section 2.3).
func (x *Session) collision(c *conn, r *Row, end int) {
	if r.Attempted || c.self {
		return
	}
	var twin *conn
	for _, o := range x.others(c) {
		if !o.rejected && !o.self && o.start.Before(r.Time.Add(time.Nanosecond)) {
			twin = o
		}
	}
	if c.id == "" && !r.Wire { // without ids nobody can say which
		return
	}
	if twin == nil {
		if r.Sub == 7 && c.whole && x.refuse == nil && !x.closedLately(c, r.Time) && !c.notified[1-end] {
			x.find(r, Finding{ID: "collision-cease-without-collision", Severity: Note, Ref: "RFC 4271 §6.8", Who: maker(end),
				Text: fmt.Sprintf("%s on connection %s speaks of a collision, but no second connection is known", codeText(6, 7), c.name())})
		}
		return
	}
	if r.Sub == 5 {
		if !c.rejected && len(x.others(c)) == 1 && c.opener != twin.opener && !twin.judged && !x.wrongNow(r) {
			x.find(r, Finding{ID: "collision-cease-subcode", Severity: Note, Ref: "RFC 4486 §4", Who: maker(end), Code: 6, Sub: 7,
				Text: fmt.Sprintf("%s closed one of two colliding connections (%s and %s); RFC 4486 has 6/7 (Connection Collision Resolution) for that", codeText(6, 5), c.name(), twin.name())})
		}
		return
	}
	x.winner(c, twin, r, end)
}

// wrongNow reports whether the row has been found to be on the wrong connection.
func (x *Session) wrongNow(r *Row) bool {
	for _, f := range r.Findings {
		if f.ID == "notification-on-wrong-connection" {
			return true
		}
	}
	return false
}

// closedLately reports whether another connection ended shortly before.
func (x *Session) closedLately(c *conn, at time.Time) bool {
	for _, o := range x.list {
		if o != c && o.closed && (at.IsZero() || at.Sub(o.closedAt) < 10*time.Second) {
			return true
		}
	}
	return false
}

// winner checks that the right connection of two was closed: the one that the higher identifier opened stays.
func (x *Session) winner(c, twin *conn, r *Row, end int) {
	if c.opener == logline.OpenerUnknown || twin.opener == logline.OpenerUnknown || c.opener == twin.opener {
		return
	}
	if twin.hasOpen[0] && twin.hasOpen[1] && twin.keep[0] && twin.keep[1] { // established: the new one goes
		return
	}
	local, peer := openOf(c, twin, 0), openOf(c, twin, 1)
	if local == nil || peer == nil {
		return
	}
	cmp := compareIDs(local.ID, peer.ID)
	if cmp == 0 && local.ID == peer.ID && local.ID != "" {
		switch {
		case local.AS > peer.AS:
			cmp = 1
		case local.AS < peer.AS:
			cmp = -1
		}
	}
	keeps := logline.OpenerPeer
	if cmp > 0 {
		keeps = logline.OpenerLocal
	}
	if cmp == 0 || c.opener != keeps {
		return
	}
	higher, opened := first(peer.ID, "?"), r.side(1)
	if cmp > 0 {
		higher, opened = local.ID, r.side(0)
	}
	x.find(r, Finding{ID: "collision-wrong-winner", Severity: Bad, Ref: "RFC 4271 §6.8, RFC 6286 §2.3", Who: maker(end),
		Text: fmt.Sprintf("the collision was decided against the identifiers: %s is the higher one (%s), so connection %s, which it opened, stays, and %s is closed with 6/7", higher, opened, c.name(), twin.name())})
}

// openOf gives the OPEN of an end on either of two connections.
func openOf(a, b *conn, end int) *Open {
	for _, c := range [...]*conn{a, b} {
		if o := c.open[end]; o != nil && o.ID != "" {
			return o
		}
	}
	return nil
}

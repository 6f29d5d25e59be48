package timeline

import (
	"slices"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// step lets the rules see a step, and keeps it as a row.
func (x *Session) step(s *Step) {
	x.Steps++
	if !s.Time.IsZero() {
		x.last = s.Time
	}
	x.bgp = x.bgp || !s.ofAnyProtocol()
	c := x.connection(s)
	r := Row{Step: *s, Conn: c}
	switch s.What {
	case logline.StepTransition:
		if !x.transition(&r) {
			return
		}
	case logline.StepMessage:
		if c == nil || !x.message(c, &r) {
			return
		}
	case logline.StepDialing:
		if c != nil && x.told(s.What, c) { // in two ways
			return
		}
	case logline.StepConnected:
		if !x.connected(c, &r) {
			return
		}
	case logline.StepDialFailed:
		x.fails++
		x.neverConnected(&r)
	case logline.StepClosed:
		if !x.close(c, &r) {
			return
		}
	case logline.StepRejected:
		if c != nil {
			c.rejected = true
			x.refuse, x.refusedAt, x.why = c, s.Time, s.Cause
		}
	case logline.StepCollision, logline.StepResolved:
		if x.lastRow != nil && x.lastRow.What == s.What && x.lastRow.Conn == c || x.told(s.What, c) {
			return
		}
	case logline.StepIgnored:
		x.ignored(c, &r)
	case logline.StepActed:
		x.acted(c, &r)
	case logline.StepUndelivered:
		if !x.undelivered(c, &r) {
			return
		}
	case logline.StepStarted:
		x.machine(s)
	case logline.StepTimer:
		if !x.timer(&r) {
			return
		}
	}
	x.keep(r)
}

// ofAnyProtocol reports whether a step tells only what a daemon (BIRD) tells of all its protocols, sessions or not.
func (s *Step) ofAnyProtocol() bool {
	return s.What == logline.StepTimer && strings.HasPrefix(s.Cause, "protocol state")
}

// connected takes a connection that stands. It reports whether the row is news.
func (x *Session) connected(c *conn, r *Row) bool {
	if c != nil && c.up { // told again by the session that takes it over
		c.learn(&r.Step)
		return false
	}
	x.fails, x.toggles = 0, 0
	if c != nil {
		c.up = true
		x.selfAddress(c, r)
	}
	return true
}

// timer takes a timer that ran out. It reports whether the row is news.
func (x *Session) timer(r *Row) bool {
	if r.Cause == "" || x.sameTimer(r) {
		return false
	}
	if r.Cause == "hold timer expired" {
		x.hint("the hold timer of this side expired", r)
	}
	return true
}

// sameTimer reports whether one of the last rows tells of the same timer at the same time.
func (x *Session) sameTimer(r *Row) bool {
	for i := len(x.Rows) - 1; i >= 0 && i >= len(x.Rows)-4; i-- {
		o := &x.Rows[i]
		if o.What == r.What && o.Cause == r.Cause && o.Conn == r.Conn && !r.ofAnyProtocol() && r.Time.Sub(o.Time) < time.Second {
			return true
		}
	}
	return false
}

// told reports whether a row of the last few says the same of a connection.
func (x *Session) told(what logline.StepKind, c *conn) bool {
	for i := len(x.Rows) - 1; i >= 0 && i >= len(x.Rows)-4; i-- {
		if x.Rows[i].What == what && x.Rows[i].Conn == c {
			return true
		}
	}
	return false
}

// keep appends a row. What an established session exchanges all the time becomes one row.
func (x *Session) keep(r Row) {
	if r.What == logline.StepMessage && (r.Type == 2 || r.Type == 4 || r.Type == 5) && len(r.Findings) == 0 && r.Conn != nil && r.Agreed == nil && r.Text == "" &&
		(r.Conn.keep[0] && r.Conn.keep[1] && x.upNow() || !r.Conn.whole) {
		end := endOf(r.Direction)
		if end >= 0 {
			if l := x.lastRow; l != nil && l.Traffic && l.Conn == r.Conn {
				l.Count[end][r.Type]++
				l.Until = r.Time
				return
			}
			r.Traffic, r.Until = true, r.Time
			r.Count[end][r.Type]++
		}
	}
	x.Rows = append(x.Rows, r)
	x.lastRow = &x.Rows[len(x.Rows)-1]
}

func (x *Session) upNow() bool {
	if x.hasUp {
		return true
	}
	return x.lastTo == ""
}

// trim drops the oldest rows beyond a number. The first ones stay: they tell how it began.
func (x *Session) trim(most int) {
	if len(x.Rows) <= most {
		return
	}
	head := most / 4
	n := len(x.Rows) - most
	x.Rows = slices.Delete(x.Rows, head, head+n)
	x.Dropped += int64(n)
	x.lastRow = &x.Rows[len(x.Rows)-1]
}

// machine finds or makes the state machine that a start is about.
func (x *Session) machine(s *Step) *Machine {
	for _, m := range x.Machines {
		if m.Local == s.Local {
			m.State = "Idle"
			return m
		}
	}
	if len(x.Machines) >= 8 {
		return x.Machines[0]
	}
	m := &Machine{Local: s.Local, State: "Idle", at: s.Time}
	x.Machines = append(x.Machines, m)
	return m
}

// stateDeleted is what bgpd of FRR calls the end of a machine: of a peer that is configured no more, and of the second one
// that a connection of the peer had, once the first one has taken the connection over.
const stateDeleted = "Deleted"

// sameWithin is how far apart two lines may date one change of state that a device logs twice.
const sameWithin = 2 * time.Second

// transition takes a change of state. It reports whether the row is news.
func (x *Session) transition(r *Row) bool {
	from, to := canonical(r.From), canonical(r.To)
	r.From, r.To = from, to
	if to == "" || from == to {
		return false
	}
	m := x.leaving(from, to)
	if to == stateDeleted && (m == nil || m.State != from) { // a second machine that a device gives up, or a peer of its own
		return false
	}
	if x.toldAgain(m, r) {
		if from == "Established" || to == "Idle" || from == "" {
			x.lateCause(r)
		}
		x.fillIn(r)
		return false
	}
	if m != nil && m.soft == from && from != "" && m.State != from && !r.Time.After(m.at.Add(sameWithin)) && !r.Implied { // now told in full
		m.soft, m.State, m.at, x.lastTo = "", to, r.Time, to
		return true
	}
	if m == nil {
		m = &Machine{}
		if len(x.Machines) == 0 {
			x.Machines = append(x.Machines, m)
		} else {
			m = x.Machines[0]
			x.gap(m, r)
		}
	}
	if from == "" {
		from = m.State
	}
	m.State, m.at, m.soft = to, r.Time, ""
	if r.Implied {
		m.soft = from
	}
	x.implied(r, to)
	if r.From != "" && !allowed(from, to) {
		x.notInRFC(r, from, to)
	}
	x.lastTo = to
	switch {
	case to == "Established":
		x.upAt(r.Time)
		if c := x.latest(); c != nil && c.id == "" {
			c.keep = [2]bool{true, true}
		}
	case from == "Established" && to != "SessionSetup":
		x.downAt(r)
	case to == "Idle" || to == "Active" && from == "OpenSent":
		x.failed(r, from)
	}
	if c := x.cur; c != nil && c.id == "" && (to == "Idle" || to == "Active" && from == "OpenSent" || to == "Clearing") {
		c.closed, c.closedAt = true, r.Time
	}
	return true
}

// fillIn completes a row that told only what state was entered by a line that tells which one was left.
func (x *Session) fillIn(r *Row) {
	if l := x.lastRow; l != nil && r.From != "" && l.Implied && l.From == "" && l.To == r.To && l.What == r.What {
		l.From, l.Cause, l.Implied = r.From, first(r.Cause, l.Cause), false
	}
}

// toldAgain reports whether a change of state is one that the machine m, nil for none, has made already.
func (x *Session) toldAgain(m *Machine, r *Row) bool {
	if m == nil {
		return r.Implied && r.From == "Established" && !x.hasUp && len(x.Machines) == 1 && !r.Time.After(x.Machines[0].at.Add(sameWithin))
	}
	return m.State == r.To && (r.From == "" || !r.Time.After(m.at.Add(sameWithin)) && len(x.Machines) < 2)
}

// implied takes from a state what must have been sent: some devices log no messages.
func (x *Session) implied(r *Row, to string) {
	if x.ids {
		return
	}
	c := r.Conn
	if c != nil && rfcState(to) != "Idle" && to != "Connect" && to != "Active" {
		x.main = c
	}
	switch rfcState(to) {
	case "OpenSent":
		if c == nil || c.closed {
			c = x.newConn(&r.Step)
			c.whole, x.cur, r.Conn = true, c, c
		}
		c.implied[0] = true
	case "OpenConfirm":
		if c != nil && !c.closed {
			c.implied = [2]bool{true, true}
		}
	}
	if c != nil && c.implied[0] && c.last[0].IsZero() {
		c.last[0] = r.Time
	}
}

// canonical gives the name of RFC 4271 for a state, or the word itself.
func canonical(s string) string {
	if n, ok := logline.StateName(s); ok {
		return n
	}
	return s
}

// leaving finds the machine that can have gone from one state to another: of several, the one that stands where the
// line says it comes from.
func (x *Session) leaving(from, to string) *Machine {
	var best *Machine
	for _, m := range x.Machines {
		if m.State == from && (best == nil || m.at.Before(best.at)) {
			best = m
		}
	}
	if best != nil {
		return best
	}
	for _, m := range x.Machines {
		if m.State == to || from == "" || m.soft == from {
			return m
		}
	}
	return nil
}

func (x *Session) latest() *conn {
	if x.cur != nil {
		return x.cur
	}
	if len(x.list) > 0 {
		return x.list[len(x.list)-1]
	}
	return nil
}

// failed counts attempts that came to nothing.
func (x *Session) failed(r *Row, from string) {
	if from == "Connect" || from == "Active" {
		x.toggles++
		x.neverConnected(r)
		return
	}
	x.short++
	x.neverEstablished(r)
}

// finish completes the periods and the findings that only the end shows.
func (x *Session) finish() {
	if x.Hold == 0 && !x.agreedAny() {
		x.Hold = -1
	}
}

func (x *Session) agreedAny() bool {
	return x.Opened > 0
}

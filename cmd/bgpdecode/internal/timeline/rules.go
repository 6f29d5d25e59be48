package timeline

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// Severity says how bad a finding is, in the words of the JSON contract.
type Severity string

// The severities.
const (
	Bad     Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// Finding is something that went wrong in the course of a session.
type Finding struct {
	ID       string // stable, kebab-case
	Severity Severity
	Text     string
	Ref      string // RFC and section
	Who      string // who must act
	Time     time.Time
	Source   string
	Line     int
	Conn     *conn
	Code     int // the NOTIFICATION that the RFC has, 0 for none
	Sub      int
	Times    int
}

// Limits of the findings that are kept of one session; beyond them they are counted.
const (
	maxFindings = 64
	maxAlike    = 4
)

// find notes a finding at a row, and returns it; nil when there are too many.
func (x *Session) find(r *Row, f Finding) *Finding {
	f.Time, f.Source, f.Line, f.Times = r.Time, r.Source, r.Line, 1
	if f.Conn == nil {
		f.Conn = r.Conn
	}
	n := 0
	var last *Finding
	for _, o := range x.Findings {
		if o.ID == f.ID {
			n++
			last = o
		}
	}
	if n >= maxAlike || n > 0 && f.ID == "connected-to-itself" {
		last.Times++
		r.Findings = append(r.Findings, last)
		return last
	}
	if len(x.Findings) >= maxFindings {
		x.Over++
		return nil
	}
	p := &f
	x.Findings = append(x.Findings, p)
	r.Findings = append(r.Findings, p)
	return p
}

// takeBack withdraws what was found when an end closed a connection, once the NOTIFICATION of that end is told.
func (x *Session) takeBack(c *conn, end int) {
	f := c.blamed
	if f == nil || c.closer != end {
		return
	}
	c.blamed = nil
	x.withdraw(f)
}

// withdraw takes a finding of one of the last rows back.
func (x *Session) withdraw(f *Finding) {
	for i := len(x.Rows) - 1; i >= 0 && i >= len(x.Rows)-16; i-- {
		r := &x.Rows[i]
		if n := slices.Index(r.Findings, f); n >= 0 {
			r.Findings = slices.Delete(r.Findings, n, n+1)
			break
		}
	}
	if f.Times--; f.Times <= 0 {
		x.Findings = slices.DeleteFunc(x.Findings, func(o *Finding) bool { return o == f })
	}
}

// Who must act.
const (
	whoLocal   = "this side"
	whoPeer    = "the peer"
	whoBoth    = "both sides"
	whoNetwork = "the network between them"
	whoMaker   = "the maker of this side's software"
	whoMakerOf = "the maker of the peer's software"
)

func maker(end int) string {
	if end == 0 {
		return whoMaker
	}
	return whoMakerOf
}

// name writes a connection: "#3", with the device's id.
func (c *conn) name() string {
	if c == nil {
		return "an unknown connection"
	}
	s := fmt.Sprintf("#%d", c.no)
	if c.id != "" && len(c.id) <= 16 {
		s += " (" + c.id + ")"
	}
	return s
}

// side names an end: of a log, this side and the peer; of a capture, the addresses.
func (r *Row) side(end int) string {
	if r.Wire {
		if end == 0 {
			return r.Local
		}
		return first(r.PeerAddr, r.Peer)
	}
	if end == 0 {
		return "this side"
	}
	return "the peer"
}

func (x *Session) notInRFC(r *Row, from, to string) {
	x.find(r, Finding{ID: "transition-not-in-rfc", Severity: Warning, Ref: "RFC 4271 §8.2.2", Who: whoMaker,
		Text: fmt.Sprintf("%s to %s is no transition of the RFC: from %s it has %s only", from, to, from, list(next(first(rfcState(from), from))))})
}

func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// gap notes that a line leaves a state in which no machine is.
func (x *Session) gap(m *Machine, r *Row) {
	if len(x.Machines) > 1 || r.Implied || m.State == "" || m.State == stateDeleted || r.From == "" || rfcState(m.State) == rfcState(r.From) {
		return
	}
	// A connection of the peer has a machine of its own (RFC 4271 section 8.2.1), which begins while the other one goes on.
	if c := x.cur; c != nil && c.opener == logline.OpenerPeer && !c.opened(0) && rfcState(r.From) == "Idle" && r.To == "Active" {
		return
	}
	x.find(r, Finding{ID: "transition-gap", Severity: Note, Ref: "RFC 4271 §8.2.2", Who: "nobody",
		Text: fmt.Sprintf("the line leaves %s, the one before had entered %s: lines are missing, or two machines log under one name", r.From, m.State)})
}

// order checks that a message may come where it does.
func (x *Session) order(c *conn, r *Row, end int) {
	if !c.whole || r.Type == 1 || r.Type == 3 || r.Type == 0 || c.hasOpen[end] || c.lastType[end] != 0 {
		return
	}
	if !r.Wire && !(c.id != "" || c.hasOpen[1-end]) { // the log may not tell OPENs
		return
	}
	if !r.Wire && (x.Opened == 0 || c.id == "" && x.unanswered(c, end, r.Time)) {
		return
	}
	x.find(r, Finding{ID: "message-before-open", Severity: Warning, Ref: "RFC 4271 §8.2.2, RFC 6608 §4", Who: maker(end), Code: 5, Sub: 1,
		Text: fmt.Sprintf("%s began connection %s with %s instead of an OPEN", r.side(end), c.name(), typeName(r.Type))})
}

// sameOpen finds a router that is connected to itself.
func (x *Session) sameOpen(c *conn, r *Row) {
	a, b := c.open[0], c.open[1]
	if a == nil || b == nil || a.ID == "" || a.ID != b.ID {
		return
	}
	if a.AS == b.AS || a.AS == 0 || b.AS == 0 {
		if c.self || !c.apart() && a.Capabilities != "" && a.Capabilities == b.Capabilities && a.HoldTime == b.HoldTime && a.AS == b.AS {
			x.selfFound(c, r)
			return
		}
		x.find(r, Finding{ID: "same-identifier", Severity: Bad, Ref: "RFC 4271 §6.2, RFC 6286 §2.2", Who: whoBoth, Code: 2, Sub: 3,
			Text: fmt.Sprintf("both OPENs carry the BGP identifier %s within one AS: identifiers must differ there", a.ID)})
		return
	}
	x.find(r, Finding{ID: "same-identifier", Severity: Note, Ref: "RFC 6286 §2.3", Who: whoBoth,
		Text: fmt.Sprintf("both OPENs carry the BGP identifier %s; between two AS that is legal, and a collision is decided by the larger AS number", a.ID)})
}

func (x *Session) selfAddress(c *conn, r *Row) {
	if c.self {
		x.selfFound(c, r)
	}
}

func (x *Session) selfFound(c *conn, r *Row) {
	if c.judged {
		return
	}
	c.judged, c.self = true, true
	x.find(r, Finding{ID: "connected-to-itself", Severity: Warning, Ref: "RFC 4271 §6.2, RFC 6286 §2.2", Who: whoLocal, Code: 2, Sub: 3,
		Text: fmt.Sprintf("connection %s leads from this router to itself%s: what comes back is its own OPEN, which is refused with 2/3 and is no collision", c.name(), ends(c))})
}

// apart reports whether the ends are known to have addresses of their own: routers of one make that were given the same
// identifier send the same OPEN.
func (c *conn) apart() bool { return c.local != "" && c.peer != "" && c.local != c.peer }

func ends(c *conn) string {
	if c.local == "" || c.local != c.peer {
		return ""
	}
	return " (" + c.local + " at both ends)"
}

// ignored finds OPENs that are thrown away although their connection stands.
func (x *Session) ignored(c *conn, r *Row) {
	if c == nil || r.Type != 1 || c.closed || !c.hasOpen[0] {
		return
	}
	c.hasOpen[1] = true
	x.find(r, Finding{ID: "open-ignored", Severity: Warning, Ref: "RFC 4271 §8.2.1, §6.8", Who: whoMaker,
		Text: fmt.Sprintf("the peer's OPEN on connection %s was thrown away although this side had sent its own there: each connection has an FSM of its own", c.name())})
}

// acted judges a message that moved the FSM.
func (x *Session) acted(c *conn, r *Row) {
	st := rfcState(r.State)
	switch {
	case c == nil || strings.HasPrefix(r.Cause, "tcp connection"):
	case (st == "Connect" || st == "Active" || st == "Idle") && r.To != "" && !c.failed:
		x.find(r, Finding{ID: "stale-connection-moves-fsm", Severity: Warning, Ref: "RFC 4271 §8.2.1", Who: whoMaker,
			Text: fmt.Sprintf("a %s of connection %s, which is over, moved the FSM from %s to %s: what comes for one connection must not touch the FSM of another", typeName(r.Type), c.name(), st, r.To)})
	case strings.HasPrefix(r.Cause, "unexpected"):
		if by := c.state(0); c.hasOpen[0] && c.hasOpen[1] && fsmSubcode(st) == 1 {
			x.find(r, Finding{ID: "state-of-other-connection", Severity: Bad, Ref: "RFC 4271 §8.2.1, §6.8", Who: whoMaker,
				Text: fmt.Sprintf("the FSM took the %s for unexpected because it stood in %s; on connection %s OPENs had gone both ways, so that its own FSM is in %s and waits for a KEEPALIVE", typeName(r.Type), st, c.name(), confirm(by))})
		}
	}
}

func confirm(state string) string {
	if state == "Established" {
		return "OpenConfirm"
	}
	return state
}

// undelivered takes a message that could not be sent. It reports whether the row is news.
func (x *Session) undelivered(c *conn, r *Row) bool {
	if c == nil {
		return true
	}
	if c.failed {
		return false
	}
	c.failed = true
	if r.Type <= 0 {
		r.Type = c.lastType[0]
	}
	if r.Type == 1 {
		c.hasOpen[0] = false
	}
	if r.Type == 3 {
		x.notDelivered(c, r)
		return true
	}
	x.find(r, Finding{ID: "message-not-delivered", Severity: Note, Ref: "RFC 4271 §8.2.2, event 18", Who: "nobody",
		Text: fmt.Sprintf("the %s on connection %s could not be sent: the connection was gone%s", typeName(r.Type), c.name(), because(r.Cause))})
	return true
}

func (x *Session) notDelivered(c *conn, r *Row) {
	c.failed = true
	x.find(r, Finding{ID: "notification-not-delivered", Severity: Warning, Ref: "RFC 4271 §6, §8.2.2", Who: whoMaker,
		Text: fmt.Sprintf("NOTIFICATION %s could not be delivered: connection %s was gone already%s; the peer never learnt the reason", codeText(r.Code, r.Sub), c.name(), because(r.Cause))})
}

func because(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// closedBy judges the end of a connection.
func (x *Session) closedBy(c *conn, r *Row) {
	end := endOf(r.Direction)
	switch {
	case c.notified[0] || c.notified[1]:
	case end == 0 && !r.Wire:
		x.inferWrong(c, r)
	case end < 0 || !c.opened(0) && !c.opened(1) || c.failed:
	case !c.opened(end) && c.opened(1-end):
		x.find(r, Finding{ID: "open-not-answered", Severity: Warning, Ref: "RFC 4271 §8.2.2, event 18", Who: r.who(end), Conn: c,
			Text: fmt.Sprintf("%s closed connection %s after the OPEN of %s, with neither an OPEN nor a NOTIFICATION of its own: it accepts TCP but knows no such neighbor, holds another connection, or filters this one", r.side(end), c.name(), r.side(1-end))})
	default:
		c.closer = end
		c.blamed = x.find(r, Finding{ID: "closed-without-notification", Severity: Warning, Ref: "RFC 4271 §6, §8.2.2", Who: r.who(end), Conn: c,
			Text: fmt.Sprintf("%s closed connection %s in %s without a NOTIFICATION: why can only be seen there (a crash, a reset by something between, a restart)", r.side(end), c.name(), c.state(end))})
	}
}

func (r *Row) who(end int) string {
	if r.Wire {
		return r.side(end)
	}
	if end == 0 {
		return whoLocal
	}
	return whoPeer
}

func typeName(t int) string {
	switch t {
	case 1:
		return "OPEN"
	case 2:
		return "UPDATE"
	case 3:
		return "NOTIFICATION"
	case 4:
		return "KEEPALIVE"
	case 5:
		return "ROUTE-REFRESH"
	}
	return "message"
}

// neverConnected finds a peer to which no TCP connection comes about.
func (x *Session) neverConnected(r *Row) {
	if x.fails+x.toggles != 3 {
		return
	}
	x.find(r, Finding{ID: "never-connected", Severity: Warning, Ref: "RFC 4271 §8.2.2, event 18", Who: whoNetwork,
		Text: "again and again no TCP connection came about" + because(r.Cause) + ": look at the address, the route, filters, TTL security, and TCP-MD5 or TCP-AO keys; no NOTIFICATION can come of this"})
}

// neverEstablished finds OPENs of which no session comes.
func (x *Session) neverEstablished(r *Row) {
	if x.short != 3 {
		return
	}
	x.find(r, Finding{ID: "never-established", Severity: Warning, Ref: "RFC 4271 §8.2.2", Who: whoBoth,
		Text: "three connections in a row ended before the session was established" + because(x.ended)})
}

// flapping finds sessions that come and go.
func (x *Session) flapping(r *Row) {
	if x.UpCount < 3 || len(x.Ups) < 3 {
		return
	}
	ups := x.Ups[len(x.Ups)-3:]
	var most time.Duration
	ceased := false // an end was somebody's or some limit's decision: nothing was lost, or could not be borne
	for _, p := range ups {
		if p.From.IsZero() || p.To.IsZero() {
			return
		}
		most = max(most, p.To.Sub(p.From))
		ceased = ceased || strings.HasPrefix(p.End, "NOTIFICATION 6/")
	}
	span := ups[2].To.Sub(ups[0].From)
	if span > 24*time.Hour {
		return
	}
	hold := x.Hold
	if hold <= 0 {
		hold = 90
	}
	f := Finding{ID: "flapping", Severity: Warning, Ref: "RFC 4271 §8.1.1", Who: whoBoth,
		Text: fmt.Sprintf("the session came up and went down three times within %s", short(span))}
	if most > 0 && most < time.Duration(hold)*time.Second && !ceased {
		f.Text += fmt.Sprintf(", each time after less than one hold time (%d s): a path MTU that is too small, or an UPDATE that one side cannot bear", hold)
	}
	for _, o := range x.Findings {
		if o.ID == f.ID {
			o.Times++
			return
		}
	}
	x.find(r, f)
}

// otherNotice is how long after a NOTIFICATION on one connection the end of another is put down to it.
const otherNotice = time.Second

// inferWrong finds a connection that this side closed without a word, directly after a word to another one that was meant
// for it, when the log does not say so itself.
func (x *Session) inferWrong(c *conn, r *Row) {
	s := &x.sent
	if s.conn == nil || s.conn == c || s.conn.judged || s.conn.closed || s.code != 6 || s.sub != 5 && s.sub != 7 {
		return
	}
	if d := r.Time.Sub(s.at); d < 0 || d > otherNotice {
		return
	}
	x.wrongConnection(s.conn, c, s.code, s.sub, "", r)
}

func (x *Session) wrongConnection(on, meant *conn, code, sub int, why string, r *Row) {
	if on.judgedWrong(meant) {
		return
	}
	text := fmt.Sprintf("NOTIFICATION %s was sent on connection %s, it was meant for connection %s", codeText(code, sub), on.name(), meant.name())
	if why != "" {
		text += " (" + strings.TrimRight(strings.TrimSuffix(strings.TrimPrefix(why, "but "), " closing.."), ". ") + ")"
	}
	text += ", which was closed without one: the peer takes the wrong connection down"
	x.find(r, Finding{ID: "notification-on-wrong-connection", Severity: Bad, Ref: "RFC 4271 §6.8, §8.2.1", Who: whoMaker, Conn: on, Text: text})
}

// judgedWrong reports whether the pair was found before.
func (c *conn) judgedWrong(meant *conn) bool {
	if meant.failed {
		return true
	}
	meant.failed = true
	return false
}

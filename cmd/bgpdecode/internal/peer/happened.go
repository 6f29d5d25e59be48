package peer

import (
	"errors"
	"io"
	"net"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// happened tells events about connections and routes.
func (t *Teller) happened(ev *speaker.Event, c *conn) {
	y := c.tally
	d := t.dumpEvent(ev, c, dump.KindState)
	s := &report.Step{What: ev.Kind.String(), Opener: opener(ev)}
	if ev.Family != (codec.Family{}) {
		s.Family, s.Count = ev.Family.String(), ev.Count
	}
	important := false
	switch ev.Kind {
	case speaker.Dialing:
		s.What, s.Text = logline.StepDialing.String(), "connecting to "+end(ev.Conn.Remote, d.Peer)
	case speaker.DialFailed:
		s.What, s.Cause = logline.StepDialFailed.String(), errText(ev.Err)
		s.Text = "no connection to " + end(ev.Conn.Remote, d.Peer) + ": " + strings.TrimPrefix(s.Cause, "dial "+ev.Conn.Remote.String()+": ")
		delete(t.conns, ev.Conn.ID)
	case speaker.Opened:
		y.connections++
		y.live[ev.Conn.ID] = c
		s.What, s.Text = logline.StepConnected.String(), "connected to "+ev.Conn.Remote.String()+" from "+ev.Conn.Local.String()
		if ev.Conn.Inbound {
			s.Text = "connection from " + ev.Conn.Remote.String() + " to " + ev.Conn.Local.String()
		}
	case speaker.Refused:
		s.What, s.Cause, s.Text = logline.StepRejected.String(), ev.Text, "connection from "+ev.Conn.Remote.String()+" is refused: "+ev.Text
	case speaker.Closed:
		t.closed(ev, c, d, s)
		return
	case speaker.Note:
		if s.Text = ev.Text; s.Text == "" { // octets that a proxy forwarded, more of what it has told of
			return
		}
		if !t.opt.JSON && s.Text == c.told { // the line of the message has said it
			return
		}
		important = t.opt.Wire
	case speaker.EndOfRIB:
		y.eor = appendNew(y.eor, ev.Family)
		if !t.opt.JSON && !t.opt.Quiet {
			return // the line of its message tells it
		}
		s.Text = "all routes of " + s.Family + " are there (End-of-RIB)"
	case speaker.RoutesStale, speaker.RoutesLongLived, speaker.RoutesGone:
		t.routes(ev, c, s)
	case speaker.FamilyDisabled:
		important = true
		s.Text = s.Family + " is not used any more on this session (RFC 7606 §2)"
	default:
		s.Text = ev.Text
	}
	if t.opt.Wire {
		t.wireStep(ev, s)
		important = true
	}
	t.tell(ev, c, d, s, important)
}

// Listening tells that connections are accepted at an address. Lines do not: that is progress.
func (t *Teller) Listening(a net.Addr) {
	if !t.opt.JSON {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	ev := &speaker.Event{Time: t.opt.Now()}
	d := t.dumpEvent(ev, &conn{tally: &Tally{}}, dump.KindState)
	t.tell(ev, nil, d, &report.Step{What: "listening", Address: a.String(), Text: "listening on " + a.String()}, true)
}

// end is an address and port, or what else names the peer.
func end(a interface {
	IsValid() bool
	String() string
}, name string) string {
	if a.IsValid() {
		return a.String()
	}
	if name != "" {
		return name
	}
	return "the peer"
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return strings.TrimSpace(err.Error())
}

// routes fills the step of routes that are kept or go.
func (t *Teller) routes(ev *speaker.Event, c *conn, s *report.Step) {
	many := strconv.Itoa(ev.Count) + " routes of " + s.Family
	if ev.Count == 1 {
		many = "1 route of " + s.Family
	}
	s.Until = ev.Until.UTC()
	if ev.Until.IsZero() {
		s.Until = ev.Until
	}
	switch ev.Kind {
	case speaker.RoutesStale:
		s.Text = many + " kept as stale until " + ev.Until.In(t.opt.Zone).Format(clock)
	case speaker.RoutesLongLived:
		s.Text = many + " kept as long-lived stale until " + ev.Until.In(t.opt.Zone).Format(clock)
	default:
		s.Text, s.Cause = many+" gone", ev.Text
		if ev.Text != "" {
			s.Text += ": " + ev.Text
		}
	}
	if t.asked == "" && ev.Count > 0 {
		c.tally.hold(ev.Family, ev.Count)
		c.tally.dropped = ev.Kind == speaker.RoutesGone
	}
}

// isEOF reports whether the peer closed the connection.
func isEOF(err error) bool { return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) }

// closed tells the end of a connection, and with it that of a session.
func (t *Teller) closed(ev *speaker.Event, c *conn, d *dump.Event, s *report.Step) {
	y := c.tally
	delete(t.conns, ev.Conn.ID)
	delete(y.live, ev.Conn.ID)
	s.What, s.Cause = logline.StepClosed.String(), errText(ev.Err)
	if t.opt.Wire {
		t.wireClosed(ev, c, d, s)
		return
	}
	d.Direction = logline.DirReceived
	reason := ""
	switch {
	case ev.Err == nil && c.end == nil && c.cause == fsm.SendHoldTimerExpires.String() && t.asked == "":
		d.Direction = logline.DirSent
		s.Text, reason = "connection closed: the peer took nothing for the send hold time (RFC 9687)", "send-hold-timer"
	case ev.Err == nil && c.end == nil && c.cause != "" && t.asked == "":
		d.Direction, s.Text = logline.DirSent, "connection closed after "+c.cause
	case ev.Err == nil:
		d.Direction, s.Text = logline.DirSent, "connection closed"
	case c.end != nil:
		s.Text = "connection closed"
	case ev.Reset:
		s.Text, reason = "connection reset by the peer", "transport-error"
	case isEOF(ev.Err):
		s.Text, reason = "connection closed by the peer without a NOTIFICATION", "peer-closed"
	default:
		s.Text, reason = "connection lost: "+errText(ev.Err), "transport-error"
	}
	over := ev.Peer != nil && c.heard && !c.collision && (c.established || !y.opened())
	if over && reason != "" {
		d.Reason = reason
	}
	id := t.tell(ev, c, d, s, over)
	if !over {
		return
	}
	if y.up = 0; y.final() {
		return
	}
	y.end = c.end
	if y.end == nil {
		y.end = &ending{how: reason, text: s.Text, id: id}
		if reason == "" {
			y.end.how = "closed"
		} else {
			r := t.b.Build(d, report.Options{SourceName: styleName})
			y.end.why = r.Explanation
		}
	}
	// Who was asked to stop when the peer's NOTIFICATION had come already did not end the session.
	if t.asked != "" && (c.end == nil || c.end.how != logline.ReasonReceived) {
		y.end.asked, y.end.how = true, "stopped"
	}
	if y.final() && t.opt.Ended != nil {
		t.opt.Ended()
	}
}

// final reports whether the session has ended for good, and not because this side was asked to end it.
func (y *Tally) final() bool { return y.once && y.end != nil && !y.end.asked }

// opened reports whether a connection stands that got as far as an OPEN.
func (y *Tally) opened() bool {
	for _, c := range y.live {
		if c.opened {
			return true
		}
	}
	return false
}

package peer

import (
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/speaker"
)

// Where a proxy saw the messages (Options.Wire), no side is ours: objects have src and dst in place of local, peer and
// direction, lines are about a session between two routers, and the summary is about all of them.

// proxied is the name of the tally of all sessions of a proxy.
const proxied = "proxy"

// strangersName names those whom nobody has configured.
func (t *Teller) strangersName() string {
	if t.opt.Wire {
		return proxied
	}
	return strangers
}

// build makes the report of an event.
func (t *Teller) build(ev *speaker.Event, d *dump.Event, opt report.Options) *report.Report {
	if t.opt.Wire {
		d.Direction = logline.DirUnknown
		opt.Src, opt.Dst = ev.Conn.Local, ev.Conn.Remote
		opt.SenderOpen, opt.ReceiverOpen = opt.LocalOpen, opt.PeerOpen
		if ev.Kind == speaker.Message && !ev.Sent {
			opt.Src, opt.Dst = opt.Dst, opt.Src
			opt.SenderOpen, opt.ReceiverOpen = opt.PeerOpen, opt.LocalOpen
		}
		opt.LocalOpen, opt.PeerOpen = nil, nil // these are for who looks from one side
	}
	return t.b.Build(d, opt)
}

// wireStep words what happened to a session between two routers.
func (t *Teller) wireStep(ev *speaker.Event, s *report.Step) {
	from, to := ev.Conn.Local.String(), ev.Conn.Remote.String()
	s.Opener = ""
	switch ev.Kind {
	case speaker.Opened:
		s.Text = "connection from " + from + " to " + to
	case speaker.DialFailed:
		s.Text = "no connection for " + from + " to " + to + ": " + errText(ev.Err)
	case speaker.Closed:
		who := to
		if ev.Sent {
			who = from
		}
		s.Text = "connection closed by " + who
		if ev.Reset {
			s.Text = "connection reset by " + who
		}
	}
}

// wireClosed tells the end of a connection between two routers.
func (t *Teller) wireClosed(ev *speaker.Event, c *conn, d *dump.Event, s *report.Step) {
	t.wireStep(ev, s)
	t.tell(ev, c, d, s, true)
	t.unfold(c)
}

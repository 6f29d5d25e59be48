package batch

import (
	"net/netip"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/timeline"
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/registry"
)

// Timeline writes the course of each session. The steps of all inputs are collected first.
func Timeline(style tree.Style, width int) Form {
	return &timelineForm{line: timeline.New(timeline.Limits{}), style: style, width: width}
}

// TimelineJSONL writes it as objects of the contract: states, what OPENs agreed, and a summary of each session.
func TimelineJSONL() Form { return &timelineForm{line: timeline.New(timeline.Limits{}), json: true} }

type timelineForm struct {
	plain
	line       *timeline.Timeline
	style      tree.Style
	width      int
	json       bool
	peers      *filter
	onlyErrors bool
}

// of says whether the form is a timeline: then all lines of sessions are read, and the peers are chosen at the end, since
// not every line names its peer.
func timelineOf(f Form, filter *filter) *timelineForm {
	t, ok := f.(*timelineForm)
	if !ok {
		return nil
	}
	own := *filter
	t.peers, t.onlyErrors = &own, filter.OnlyErrors
	filter.prefixes, filter.names, filter.OnlyErrors = nil, nil, false
	return t
}

func (t *timelineForm) limit(o *Options)  { t.line.Limit(o.MaxSessions) }
func (t *timelineForm) dropped(st *Stats) { st.OverSessions = t.line.Refused }

func (t *timelineForm) event(dst []byte, _ *entry) []byte { return dst }

func (t *timelineForm) add(steps []timeline.Step) {
	for i := range steps {
		t.line.Add(steps[i])
	}
}

func (t *timelineForm) end(dst []byte) []byte {
	n := 0
	for _, x := range t.line.Finish(t.wants) {
		if t.onlyErrors && len(x.Findings) == 0 {
			continue
		}
		n++
		if t.json {
			dst = timeline.AppendJSONL(dst, x, "t"+strconv.Itoa(n))
		} else {
			dst = timeline.AppendText(dst, x, t.style, t.width)
		}
	}
	if n == 0 && !t.json {
		dst = append(dst, "no line tells the course of a session\n"...)
	}
	if t.line.Refused > 0 && !t.json {
		dst = append(dst, strconv.FormatInt(t.line.Refused, 10)+" steps of further peers left out: more than --max-sessions\n"...)
	}
	return dst
}

// wants chooses a session by the names of its peer.
func (t *timelineForm) wants(names []string) bool {
	if len(t.peers.prefixes)+len(t.peers.names) == 0 {
		return true
	}
	for _, n := range names {
		if n != "" && t.peers.peer(&dump.Event{Event: logline.Event{Peer: n}}, nil) {
			return true
		}
	}
	return false
}

// stepOf makes a step of an event; ok is false for events that are none.
func stepOf(ev *dump.Event, w *wire, j *job) (s timeline.Step, ok bool) {
	s = timeline.Step{
		Time: ev.Time, Source: j.input.Name, Line: ev.Line, Offset: int64(ev.Offset), Style: ev.Style,
		Host: ev.Host, VRF: ev.VRF, Peer: ev.PeerName(), Local: ev.Local, LocalAS: ev.LocalAS, PeerAS: ev.PeerAS, Connection: ev.Connection,
		Direction: ev.Direction, From: ev.From, To: ev.To, Code: -1, Sub: -1, Attempted: ev.Attempted, Times: ev.Repeat,
	}
	s.Captured = w != nil
	if s.Host == "" && j.wires == nil {
		s.Log = logName(j.input.Name)
	}
	params(&s, ev)
	if w != nil && w.src.IsValid() {
		wireEnds(&s, w)
	}
	switch {
	case ev.Kind == dump.KindUnparsed || ev.Kind == dump.KindFragment:
		return s, false
	case ev.Step != nil:
		stepWords(&s, ev)
	case ev.Kind == dump.KindMessage && ev.SameAs < 0:
		messageStep(&s, ev)
	default:
		return s, stateStep(&s, ev)
	}
	return s, s.What != logline.StepNone && (s.Peer != "" || s.Connection != "")
}

// fallStep is the end of a session that the line of a NOTIFICATION tells with it. Where connections have names their own lines
// tell it.
func fallStep(ev *dump.Event, s *timeline.Step) (f timeline.Step, ok bool) {
	if !ev.Falls || s.Connection != "" || s.What != logline.StepMessage {
		return f, false
	}
	f = *s
	f.What, f.Type, f.Code, f.Sub, f.Direction = logline.StepTransition, 0, -1, -1, logline.DirUnknown
	f.From, f.To, f.Implied = "Established", "Idle", true
	if noSession(s.Code, s.Sub) {
		f.From = ""
	}
	return f, true
}

// noSession reports whether a NOTIFICATION ends a connection on which no session stood: what is wrong with an OPEN and which of two
// connections stays is settled before (RFC 4271 sections 6.2 and 6.8, RFC 6608).
func noSession(code, sub int) bool {
	switch registry.ErrorCode(max(code, 0)) {
	case registry.ErrOpen:
		return true
	case registry.ErrFSM:
		return sub == int(registry.SubUnexpectedInOpenSent) || sub == int(registry.SubUnexpectedInOpenConfirm)
	case registry.ErrCease:
		return sub == int(registry.SubConnectionRejected) || sub == int(registry.SubConnectionCollision)
	}
	return false
}

// logName is what the logs of one device are called that say no host: the name of the file without what rotation adds.
func logName(name string) string {
	base := filepath.Base(name)
	for {
		ext := filepath.Ext(base)
		switch {
		case ext == ".gz" || ext == ".zst" || ext == ".bz2" || ext == ".xz":
		case len(ext) > 1 && strings.Trim(ext[1:], "0123456789-") == "":
		default:
			return base
		}
		base = strings.TrimSuffix(base, ext)
	}
}

// params takes what styles keep in parameters.
func params(s *timeline.Step, ev *dump.Event) {
	if _, err := netip.ParseAddr(ev.Peer); err == nil {
		s.PeerAddr = ev.Peer
	}
	for _, p := range ev.Params {
		switch p.Key {
		case "peer":
			s.PeerAddr = p.Value
		case "fsm_state":
			s.State, _ = logline.StateName(p.Value)
		case "direction":
			switch p.Value {
			case "outbound":
				s.Opener = logline.OpenerLocal
			case "inbound":
				s.Opener = logline.OpenerPeer
			}
		}
	}
}

// stepWords takes what a line of the FSM tells.
func stepWords(s *timeline.Step, ev *dump.Event) {
	st := ev.Step
	s.What, s.Other, s.Cause = st.What, st.Other, st.Cause
	if st.Opener != logline.OpenerUnknown {
		s.Opener = st.Opener
	}
	s.State = st.State
	s.Type = max(ev.MessageType, 0)
	if o := st.Open; o != nil {
		s.Open = &timeline.Open{Version: o.Version, AS: o.AS, HoldTime: o.HoldTime, ID: o.ID, Capabilities: o.Capabilities}
	}
}

// messageStep takes a message.
func messageStep(s *timeline.Step, ev *dump.Event) {
	s.What, s.Type = logline.StepMessage, max(ev.MessageType, 0)
	if s.Type == 0 && len(ev.Octets) > codec.HeaderLen-1 && ev.Piece == codec.PieceMessage {
		if h, ok := codec.ParseHeader(ev.Octets); ok {
			s.Type = int(h.Type)
		}
	}
	if ev.Code > 0 || ev.Event.Kind == logline.KindNotification {
		s.Type, s.Code, s.Sub = int(registry.MsgNotification), ev.Code, ev.Subcode
		s.NoData = ev.DataKnown && ev.Content == logline.ContentNone && len(ev.Octets) <= codec.HeaderLen+2
	}
	if s.Type == int(registry.MsgOpen) {
		s.Open = openOf(ev.Octets)
	}
	if s.Type == 0 || s.Direction == logline.DirUnknown {
		s.What = logline.StepNone
	}
}

// openOf reads an OPEN.
func openOf(octets []byte) *timeline.Open {
	o, ok := capture.ParseOpen(octets)
	if !ok {
		return nil
	}
	return &timeline.Open{Version: int(octets[codec.HeaderLen]), AS: o.AS, HoldTime: int(o.HoldTime), ID: o.ID.String()}
}

// stateStep takes a change of state, a session that came up or fell, or what a session did with a message.
func stateStep(s *timeline.Step, ev *dump.Event) bool {
	if ev.Event.Kind != logline.KindState && ev.Kind != dump.KindState {
		return false
	}
	s.Cause = ev.Words
	switch {
	case ev.To == "" && ev.Up:
		s.What, s.From, s.To, s.Implied = logline.StepTransition, "", "Established", true
	case ev.To == "" && ev.Reason != "" && ev.Alarm == nil && ev.Event.Kind == logline.KindState: // only where it fell from
		s.What, s.To, s.Implied = logline.StepTransition, "Idle", true
		if s.From == "" {
			s.From = "Established"
		}
	case ev.From != "" || ev.To != "":
		s.What = logline.StepTransition
		s.Implied = ev.Style == capture.KindBMP.String() // it tells that a session came up or fell, no states in between
		if s.Connection != "" && strings.HasPrefix(ev.Words, "tcp") {
			tcpStep(s, ev)
		}
	default:
		return false
	}
	return s.Peer != "" || s.Connection != ""
}

// wireEnds puts a message seen on the wire into a session between two addresses: the lower one counts as this side.
func wireEnds(s *timeline.Step, w *wire) {
	s.Wire = true
	a, b := w.src, w.dst
	s.Direction = logline.DirSent
	if b.Addr().Less(a.Addr()) || a.Addr() == b.Addr() && b.Port() < a.Port() {
		a, b = b, a
		s.Direction = logline.DirReceived
	}
	s.Local, s.Peer = a.Addr().String(), b.Addr().String()
	s.PeerAddr = s.Peer
	s.Log = s.Local
	s.Connection = a.String() + "-" + b.String()
	switch {
	case b.Port() == bgpPort && a.Port() != bgpPort:
		s.Opener = logline.OpenerLocal
	case a.Port() == bgpPort && b.Port() != bgpPort:
		s.Opener = logline.OpenerPeer
	}
}

const bgpPort = 179

// tcpStep takes what TCP did.
func tcpStep(s *timeline.Step, ev *dump.Event) {
	s.Cause, s.From, s.To = "", "", ""
	switch ev.Words {
	case "tcp-syn":
		s.What = logline.StepDialing
		s.Opener = logline.OpenerLocal
		if s.Direction == logline.DirReceived {
			s.Opener = logline.OpenerPeer
		}
	case "tcp-reset":
		s.What, s.Cause = logline.StepClosed, "TCP reset"
	default:
		s.What = logline.StepClosed
	}
}

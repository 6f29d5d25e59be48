package peer

import (
	"io"
	"strconv"
	"sync"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/codec/tree"
	"github.com/bgpdecode/bgpdecode/explain/report"
	"github.com/bgpdecode/bgpdecode/registry"
	"github.com/bgpdecode/bgpdecode/speaker"
	"github.com/bgpdecode/bgpdecode/speaker/fsm"
)

// Options say what a Teller tells and how.
type Options struct {
	JSON      bool // objects of the contract instead of lines
	Fields    bool // with JSON: the walk over all fields
	NoVerdict bool // do not judge messages
	Verbose   int  // 1: the tree of each message, 2: its octets too
	Quiet     bool // no lines for KEEPALIVEs, and for UPDATEs in which nothing is wrong
	All       bool // a line for every message, however many there are
	Many      bool // several peers: lines name theirs
	Wire      bool // a proxy saw the messages pass: no side is ours, see wire.go
	Width     int  // columns of the page; 0: lines are not broken
	Style     tree.Style
	ASCII     bool // no arrows
	Zone      *time.Location
	Goal      Goal
	// Reached is called once when the goal is reached, Ended when the session of a peer has ended and does not begin again.
	// Both are called while an event is told, and must not wait.
	Reached func()
	Ended   func()
	Now     func() time.Time // nil: time.Now
}

// Teller tells what a speaker does. Its methods may be called by several goroutines.
type Teller struct {
	opt     Options
	mu      sync.Mutex
	w       io.Writer
	buf     []byte
	b       report.Builder
	index   int // of the next object
	started time.Time
	peers   []*Tally
	byPeer  map[*speaker.Peer]*Tally
	conns   map[uint64]*conn
	count   int64     // messages
	budget  [3]budget // of lines, of important ones, of pages
	folded  []*conn   // with something to tell
	rest    rest
	ticks   int64
	reached bool
	asked   string // why this side shuts down; "" while it does not
}

// NewTeller makes a Teller that writes to w.
func NewTeller(w io.Writer, opt Options) *Teller {
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Zone == nil {
		opt.Zone = time.Local
	}
	return &Teller{opt: opt, w: w, started: opt.Now(), byPeer: map[*speaker.Peer]*Tally{}, conns: map[uint64]*conn{}}
}

// Add makes a peer known, so that the summary has it although nothing happens. once says that its session does not begin
// again when it has ended.
func (t *Teller) Add(p *speaker.Peer, once bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.tally(p).once = once
}

// Peers gives those that were added.
func (t *Teller) Peers() (list []*speaker.Peer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, y := range t.peers {
		if y.peer != nil {
			list = append(list, y.peer)
		}
	}
	return list
}

// Options gives what the Teller was made with.
func (t *Teller) Options() Options { return t.opt }

// tally gives that of a peer; nil stands for all whom nobody has configured.
func (t *Teller) tally(p *speaker.Peer) *Tally {
	y := t.byPeer[p]
	if y == nil {
		y = &Tally{peer: p, name: t.strangersName(), live: map[uint64]*conn{}}
		if p != nil {
			y.name = p.Name()
			cfg := p.Config()
			y.localAS, y.peerAS = cfg.LocalAS, cfg.PeerAS
		}
		t.byPeer[p] = y
		t.peers = append(t.peers, y)
	}
	return y
}

// strangers is the name of those whom nobody has configured.
const strangers = "(not configured)"

// Event tells one event; it is what speaker.Options.OnEvent wants.
func (t *Teller) Event(ev *speaker.Event) {
	t.mu.Lock()
	defer t.mu.Unlock()
	y := t.tally(ev.Peer)
	c := t.conns[ev.Conn.ID]
	if c == nil {
		c = &conn{info: ev.Conn, tally: y}
		if ev.Conn.ID != 0 {
			t.conns[ev.Conn.ID] = c
		}
	}
	c.info, c.tally = ev.Conn, y
	if r := ev.Conn.Remote; r.Addr().IsValid() && ev.Peer != nil {
		y.remote, y.local = r, ev.Conn.Local
	}
	switch ev.Kind {
	case speaker.Message:
		t.message(ev, c)
	case speaker.StateChange:
		t.state(ev, c)
	case speaker.Negotiated:
		t.negotiated(ev, c)
	default:
		t.happened(ev, c)
	}
	t.check(ev, y)
}

// dumpEvent is what an event has in the terms of the report.
func (t *Teller) dumpEvent(ev *speaker.Event, c *conn, kind dump.Kind) *dump.Event {
	d := &dump.Event{Kind: kind, Index: t.index, SameAs: -1}
	d.Code, d.Subcode, d.Declared, d.MessageType = logline.Unknown, logline.Unknown, logline.Unknown, logline.Unknown
	d.Style, d.Time, d.Event.Kind = styleName, ev.Time.UTC(), logline.KindState
	if ev.Conn.ID != 0 {
		d.Connection = strconv.FormatUint(ev.Conn.ID, 10)
	}
	if t.opt.Wire {
		return d
	}
	y := c.tally
	if r := ev.Conn.Remote; r.Addr().IsValid() {
		d.Peer, d.PeerPort = r.Addr().String(), int(r.Port())
	} else if ev.Peer != nil {
		if a := ev.Peer.Config().Remote; a.IsValid() {
			d.Peer = a.String()
		}
	}
	if l := ev.Conn.Local; l.Addr().IsValid() {
		d.Local = l.Addr().String()
	}
	if ev.Peer != nil && y.name != d.Peer {
		d.Session = y.name
	}
	d.LocalAS, d.PeerAS = y.localAS, y.peerAS
	return d
}

// styleName is source.style of the objects, and their source.name.
const styleName = "peer"

// message tells a message.
func (t *Teller) message(ev *speaker.Event, c *conn) {
	h, _ := codec.ParseHeader(ev.Octets)
	typ := h.Type
	c.tally.message(ev, typ)
	c.heard = c.heard || !ev.Sent
	if !ev.Sent && c.established {
		c.tally.goesOn()
	}
	t.count++
	if !ev.Sent && typ != registry.MsgNotification {
		c.last.listen(ev, typ, c.state)
	}
	bad, ends := isBad(ev), typ == registry.MsgNotification || typ == registry.MsgOpen
	shown := t.opt.JSON || !t.hides(ev, typ, bad) && t.affords(ev, c, ends || bad)
	if !shown && !ends {
		return
	}
	r := t.report(ev, c, typ)
	t.remember(ev, c, typ, r)
	if bad && !ev.Sent {
		c.badID = r.ID
	}
	if !shown {
		return
	}
	t.index++
	if t.opt.JSON {
		t.buf = append(report.AppendJSON(t.buf[:0], r, report.JSONOptions{Fields: t.opt.Fields}), '\n')
		t.w.Write(t.buf)
		return
	}
	t.messageLine(ev, c, r, typ)
}

// hides reports whether --quiet leaves a message out.
func (t *Teller) hides(ev *speaker.Event, typ registry.MessageType, bad bool) bool {
	return t.opt.Quiet && !bad && (typ == registry.MsgKeepalive || typ == registry.MsgUpdate)
}

// isBad reports whether something is wrong with a message.
func isBad(ev *speaker.Event) bool {
	for i := range ev.Findings {
		if ev.Findings[i].Severity == codec.SeverityError {
			return true
		}
	}
	return false
}

// report decodes and explains a message.
func (t *Teller) report(ev *speaker.Event, c *conn, typ registry.MessageType) *report.Report {
	d := t.dumpEvent(ev, c, dump.KindMessage)
	d.Event.Kind, d.MessageType, d.Octets = logline.KindMessage, int(typ), ev.Octets
	d.Direction = logline.DirReceived
	if ev.Sent {
		d.Direction = logline.DirSent
	}
	opt := report.Options{SourceName: styleName, Known: ev.Known, PeerKind: ev.Ctx.Peer, LocalOpen: c.localOpen, PeerOpen: c.peerOpen, Borrow: true}
	opt.NoVerdict = t.opt.NoVerdict || !t.opt.JSON
	switch typ {
	case registry.MsgOpen:
		opt.Borrow = false
	case registry.MsgNotification:
		opt.NoVerdict = t.opt.NoVerdict
		d.Event.Kind, d.DataKnown = logline.KindNotification, true
		if len(ev.Octets) >= codec.HeaderLen+2 {
			d.Code, d.Subcode = int(ev.Octets[codec.HeaderLen]), int(ev.Octets[codec.HeaderLen+1])
		}
		if ev.Sent && !t.opt.Wire {
			opt.Complaint = c.last.complaint(registry.ErrorCode(d.Code), uint8(d.Subcode))
		}
		if id := offender(ev, c, d.Code); id != "" && !t.opt.Wire {
			opt.Links = []report.Link{{Rel: "offender", ID: id}}
		}
	}
	if !opt.Borrow { // what is kept must not be borrowed
		d.Octets = append([]byte(nil), ev.Octets...)
	}
	return t.build(ev, d, opt)
}

// offender gives the id of the message that a NOTIFICATION complains of.
func offender(ev *speaker.Event, c *conn, code int) string {
	switch {
	case ev.Sent && (code == int(registry.ErrMessageHeader) || code == int(registry.ErrOpen) || code == int(registry.ErrUpdate)):
		return c.badID
	case !ev.Sent && code == int(registry.ErrOpen):
		return c.openID
	}
	return ""
}

// remember keeps what later messages are judged by, and what ended the session.
func (t *Teller) remember(ev *speaker.Event, c *conn, typ registry.MessageType, r *report.Report) {
	switch typ {
	case registry.MsgOpen:
		c.opened = true
		if ev.Sent {
			c.localOpen, c.openID = r.Tree, r.ID
		} else {
			c.peerOpen = r.Tree
		}
	case registry.MsgNotification:
		c.tally.notified = c.tally.notified || ev.Peer != nil || t.opt.Wire
		c.notification(ev, r)
	}
}

// notification keeps the first NOTIFICATION of a connection: it is what ends it.
func (c *conn) notification(ev *speaker.Event, r *report.Report) {
	var code registry.ErrorCode
	var sub uint8
	if len(ev.Octets) >= codec.HeaderLen+2 { // otherwise it is cut, and ends the session all the same
		code, sub = registry.ErrorCode(ev.Octets[codec.HeaderLen]), ev.Octets[codec.HeaderLen+1]
	}
	if code == registry.ErrCease && sub == registry.SubConnectionCollision {
		c.collision = true
	}
	if c.end != nil {
		return
	}
	c.end = &ending{how: logline.ReasonReceived}
	if ev.Sent {
		c.end.how = logline.ReasonSent
	}
	c.end.text, c.end.id, c.end.why = report.What(r), r.ID, r.Explanation
	if r.Tree != nil {
		if n := r.Tree.Find(0, codec.FieldCommText); n >= 0 {
			c.end.said = string(r.Tree.Octets(n))
		}
	}
}

// state tells a change of state.
func (t *Teller) state(ev *speaker.Event, c *conn) {
	y := c.tally
	c.cause = ev.Cause.String()
	if c.state = ev.To; c.state == fsm.Idle {
		c.state = ev.From // what comes now is about that one
	}
	switch {
	case ev.To == fsm.Established:
		y.established++
		y.dropped = true
		y.goesOn()
		y.agree(c.agreed)
		if y.up, y.eor = ev.Conn.ID, nil; !y.final() {
			y.end = nil
		}
		c.opened, c.established = true, true
	case ev.From == fsm.Established && y.up == ev.Conn.ID:
		y.up = 0
	}
	d := t.dumpEvent(ev, c, dump.KindState)
	d.From, d.To, d.Up = ev.From.String(), ev.To.String(), ev.To == fsm.Established
	s := &report.Step{What: "transition", Opener: opener(ev), Cause: c.cause}
	s.Text = d.From + " to " + d.To
	if ev.Text != "" {
		s.Text += ": " + ev.Text
	}
	t.tell(ev, c, d, s, true)
}

// tell writes a state, as an object or as a line.
func (t *Teller) tell(ev *speaker.Event, c *conn, d *dump.Event, s *report.Step, important bool) string {
	if !t.opt.JSON && !t.affords(ev, c, important) {
		return ""
	}
	opt := report.Options{SourceName: styleName, NoVerdict: d.Reason == ""}
	r := t.build(ev, d, opt)
	t.index++
	if t.opt.JSON {
		t.buf = append(report.AppendState(t.buf[:0], r, s), '\n')
		t.w.Write(t.buf)
	} else {
		t.stateLine(ev, c, r, s)
	}
	return r.ID
}

func opener(ev *speaker.Event) string {
	switch {
	case ev.Conn.ID == 0:
		return ""
	case ev.Conn.Inbound:
		return logline.OpenerPeer.String()
	}
	return logline.OpenerLocal.String()
}

// negotiated tells what two OPENs agreed.
func (t *Teller) negotiated(ev *speaker.Event, c *conn) {
	a, y := ev.Agreed, c.tally
	if a == nil {
		return
	}
	if a.Refusal.Code != 0 {
		c.last.refused = a.Why
	}
	c.agreed = a
	if !t.opt.Wire && y.established == 0 { // in a proxy they are those of one session of many
		y.agree(a)
	}
	if !t.opt.JSON && !t.affords(ev, c, true) {
		return
	}
	d := t.dumpEvent(ev, c, dump.KindState)
	r := t.build(ev, d, report.Options{SourceName: styleName, PeerKind: a.Kind, NoVerdict: true})
	t.index++
	if t.opt.JSON {
		t.buf = append(report.AppendNegotiated(t.buf[:0], r, agreement(a)), '\n')
		t.w.Write(t.buf)
		return
	}
	t.table(ev, c, agreement(a))
}

// agreement gives what was agreed in the terms of the report.
func agreement(a *speaker.Agreed) *report.Negotiated {
	n := &report.Negotiated{HoldTime: a.HoldTime, Keepalive: a.Keepalive, Why: a.Why}
	n.Local = openSaid(a.LocalOpen, a.LocalAS)
	n.Peer = openSaid(a.Open, a.PeerAS)
	for _, f := range a.Families {
		n.Families = append(n.Families, f.String())
	}
	for _, it := range a.Items {
		row := report.NegotiatedItem{Code: it.Code, Local: it.Local, Peer: it.Peer, Agreed: it.Result, Why: it.Lost}
		if it.Family != (codec.Family{}) {
			row.Family = it.Family.String()
		}
		n.Items = append(n.Items, row)
	}
	return n
}

func openSaid(msg []byte, as uint32) report.OpenSaid {
	o, ok := codec.ParseOpen(msg)
	if !ok {
		return report.OpenSaid{AS: as, HoldTime: -1, Version: -1}
	}
	return report.OpenSaid{Version: int(o.Version), AS: as, HoldTime: int(o.HoldTime), ID: o.ID.String()}
}

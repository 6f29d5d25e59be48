package timeline

import (
	"net/netip"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// Session is the course of the session with one peer, as one device or one capture tells it.
type Session struct {
	Host, VRF string
	LocalAS   []uint32
	PeerAS    []uint32
	LocalIDs  []string
	PeerIDs   []string
	Hold      int // seconds, as last agreed; -1 when no two OPENs were seen
	Machines  []*Machine
	Rows      []Row
	Dropped   int64 // rows that are not kept
	Steps     int64
	Conns     int // connections seen
	Opened    int // of these, those on which OPENs went both ways
	Ups       []Period
	UpCount   int64
	Findings  []*Finding
	Wire      bool  // seen on the wire, between two addresses
	Over      int64 // findings beyond the limit

	local     string // of one seen on the wire
	ids       bool   // the device gives its connections ids
	name      string
	addrs     []string
	keys      []key
	pending   []Step
	done      bool             // the rules have seen steps
	bgp       bool             // something told of it is more than what any protocol of a daemon tells
	conns     map[string]*conn // by the device's id
	list      []*conn          // the newest last
	cur       *conn            // of a device that gives no ids
	main      *conn            // the one that the last state was about
	refuse    *conn            // a connection that is being turned away
	why       string
	refusedAt time.Time
	silent    *Finding // that nothing was heard, as far as was told by then
	sent      struct { // the last NOTIFICATION of this side
		conn *conn
		at   time.Time
		code int
		sub  int
	}
	fails   int // connections that could not be opened, in a row
	toggles int // Idle to Connect or Active without an OPEN, in a row
	short   int // OPENs without a session, in a row
	hasUp   bool
	ended   string // what the last line about the end of a session said
	hinted  bool   // ended is a reason only, which a NOTIFICATION will say better
	endedAt time.Time
	last    time.Time
	lastTo  string
	lastRow *Row
}

// Machine is one state machine that logs under the name of the session.
type Machine struct {
	Local string
	State string
	at    time.Time
	soft  string // the state that was left, where a line only implied it
}

// Period is a time for which the session was established.
type Period struct {
	From, To time.Time
	End      string // what ended it, "" while it stands
	hinted   bool   // End is the device's word for the event; a NOTIFICATION that comes later says it better
}

// Row is one line of the timeline.
type Row struct {
	Step
	Conn     *conn
	Findings []*Finding
	Text     string // what happened, where the step alone does not tell it
	Until    time.Time
	Count    [2][6]int // KEEPALIVEs and UPDATEs of an established session, sent and received, by type
	Traffic  bool
	Agreed   *Agreed
}

// Agreed is what the OPENs of a connection agreed.
type Agreed struct {
	Hold        int // seconds, -1 when not known
	Local, Peer Open
}

// conn is one TCP connection. Its FSM is told by what went over it, for either end: 0 is this side, 1 the peer.
type conn struct {
	no       int
	id       string
	opener   logline.Opener
	local    string
	peer     string
	start    time.Time
	whole    bool // its beginning was seen
	joined   bool // it was established when the capture began, or only one of its directions is there
	open     [2]*Open
	hasOpen  [2]bool
	implied  [2]bool // a state says that the OPEN was sent
	keep     [2]bool
	notified [2]bool
	last     [2]time.Time // when that end last sent something
	lastType [2]int
	closed   bool
	closedAt time.Time
	rejected bool
	failed   bool // something could not be sent on it
	up       bool
	agreed   bool
	judged   bool // a finding about a wrong connection was made
	self     bool
	blamed   *Finding // closed without a NOTIFICATION by closer, as far as was told by then
	closer   int
}

// opened reports whether an end has sent its OPEN.
func (c *conn) opened(end int) bool { return c.hasOpen[end] || c.implied[end] }

// state tells the FSM state of an end by the messages.
func (c *conn) state(end int) string {
	switch {
	case !c.opened(end):
		return "Connect"
	case !c.opened(1 - end):
		return "OpenSent"
	case !c.keep[1-end]:
		return "OpenConfirm"
	}
	return "Established"
}

// maxConns bounds the connections that a session remembers.
const maxConns = 64

// connection finds the connection of a step, or makes it; nil for steps that are about none.
func (x *Session) connection(s *Step) *conn {
	if s.Connection != "" {
		x.ids = true
		if c := x.conns[s.Connection]; c != nil && !(c.closed && s.Wire && s.What == logline.StepDialing) {
			c.learn(s)
			return c
		}
		if c := x.dialed(s); c != nil {
			c.id = s.Connection
			x.conns[c.id] = c
			c.learn(s)
			return c
		}
		return x.newConn(s)
	}
	if x.ids && s.What != logline.StepDialing {
		if s.What != logline.StepMessage {
			return nil
		}
		return x.only(s)
	}
	switch s.What {
	case logline.StepTransition, logline.StepTimer, logline.StepStarted, logline.StepStopped, logline.StepDialFailed:
		if s.Opener == logline.OpenerUnknown {
			return x.cur
		}
	}
	c := x.cur
	if s.What == logline.StepMessage && s.Opener == logline.OpenerUnknown && s.Type != 1 && x.main != nil && !x.main.closed {
		c = x.main
	}
	if s.Opener != logline.OpenerUnknown && c != nil && c.opener != logline.OpenerUnknown && c.opener != s.Opener {
		c = nil
		for i := len(x.list) - 1; i >= 0; i-- {
			if o := x.list[i]; !o.closed && o.opener == s.Opener && o.id == "" {
				c = o
				break
			}
		}
	}
	if !x.begins(c, s) {
		c.learn(s)
		return c
	}
	if s.What == logline.StepTransition || s.What == logline.StepTimer {
		return x.cur
	}
	x.cur = x.newConn(s)
	return x.cur
}

// begins reports whether a step without a connection's id is of another connection than c, the one that it would be of; nil
// for none.
func (x *Session) begins(c *conn, s *Step) bool {
	fresh := c == nil || c.closed
	switch s.What {
	case logline.StepDialing, logline.StepConnected:
		fresh = fresh || c.hasOpen[0] || c.hasOpen[1] || c.rejected || s.What == logline.StepDialing && c.whole && !c.start.Equal(s.Time)
	case logline.StepMessage:
		// A message may be told after the transition that it caused, or after the end of its connection, which another
		// thread of the device has seen first. Where OPENs are told, nothing else begins a connection.
		if fresh && c != nil && (s.Type == 3 || s.Type != 1 && x.Opened > 0 && !s.Wire) {
			fresh = !s.Time.IsZero() && !c.closedAt.IsZero() && s.Time.Sub(c.closedAt) > toldLate
		}
		end := endOf(s.Direction)
		if fresh && c != nil && c.refused(s) {
			fresh = false
		}
		if !fresh && s.Type == 1 && end >= 0 && c.hasOpen[end] && !x.repeats(s) && !c.refused(s) {
			fresh = true
		}
	case logline.StepClosed, logline.StepActed, logline.StepIgnored:
		fresh = c == nil
	}
	return fresh
}

// toldLate is how long after a connection's end a line may still tell of its NOTIFICATION.
const toldLate = 5 * time.Second

// unanswered reports whether an end has sent an OPEN on another connection that still stands, or stood a moment before, and
// has heard none there: where a device gives its connections no ids, the OPEN may have been for c.
func (x *Session) unanswered(c *conn, end int, at time.Time) bool {
	for _, o := range x.list {
		if o != c && o.id == "" && o.hasOpen[end] && !o.hasOpen[1-end] && (!o.closed || at.Sub(o.closedAt) <= toldLate) {
			return true
		}
	}
	return false
}

// refused reports whether a step shows once more the OPEN that the other end has just refused: devices print the octets of
// what they complain about.
func (c *conn) refused(s *Step) bool {
	end := endOf(s.Direction)
	if s.Captured || s.Type != 1 || end < 0 || s.Open == nil || !c.hasOpen[end] || !c.notified[1-end] || s.Time.Sub(c.last[1-end]) > toldLate {
		return false
	}
	o := c.open[end]
	return o == nil || (o.ID == "" || o.ID == s.Open.ID) && (o.HoldTime < 0 || o.HoldTime == s.Open.HoldTime) && (o.AS == 0 || o.AS == s.Open.AS)
}

// only is the one open connection between the ends of a message that names none; nil when there are several.
func (x *Session) only(s *Step) (c *conn) {
	for _, o := range x.list {
		if o.closed || s.Local != "" && o.local != "" && o.local != s.Local || s.PeerAddr != "" && o.peer != "" && o.peer != s.PeerAddr {
			continue
		}
		if c != nil {
			return nil
		}
		c = o
	}
	return c
}

// dialed finds the connection that this side was opening, when one with an id stands: the oldest one to the same peer.
func (x *Session) dialed(s *Step) *conn {
	if s.What != logline.StepConnected || s.Opener == logline.OpenerPeer {
		return nil
	}
	for _, o := range x.list {
		if o.id == "" && !o.closed && !o.hasOpen[0] && !o.hasOpen[1] && o.opener == logline.OpenerLocal && (o.peer == "" || s.PeerAddr == "" || o.peer == s.PeerAddr) {
			return o
		}
	}
	return nil
}

// repeats reports whether a step tells again of the message of the row before.
func (x *Session) repeats(s *Step) bool {
	l := x.lastRow
	if s.Captured || l == nil || l.What != logline.StepMessage || l.Type != s.Type || l.Direction != s.Direction || s.Time.Sub(l.Time) > time.Second {
		return false
	}
	return l.Open == nil || s.Open == nil || l.Open.HoldTime < 0 || s.Open.HoldTime < 0
}

func (x *Session) newConn(s *Step) *conn {
	x.Conns++
	c := &conn{no: x.Conns, id: s.Connection, start: s.Time}
	c.learn(s)
	switch s.What {
	case logline.StepConnected, logline.StepDialing, logline.StepCollision, logline.StepRejected:
		c.whole = true
	case logline.StepMessage:
		c.whole = s.Type == 1
	}
	if x.conns == nil {
		x.conns = map[string]*conn{}
	}
	x.list = append(x.list, c)
	if c.id != "" {
		x.conns[c.id] = c
	}
	if len(x.list) > maxConns {
		old := x.list[0]
		x.list = x.list[1:]
		if x.conns[old.id] == old {
			delete(x.conns, old.id)
		}
	}
	return c
}

func (c *conn) learn(s *Step) {
	if c.opener == logline.OpenerUnknown {
		c.opener = s.Opener
	}
	c.local = first(c.local, s.Local)
	c.peer = first(c.peer, s.PeerAddr)
	if c.local != "" && c.local == c.peer && !loopback(c.local) {
		c.self = true
	}
}

// loopback reports whether an address is that of any program on a machine: two of them may talk there.
func loopback(addr string) bool {
	a, err := netip.ParseAddr(addr)
	return err == nil && a.IsLoopback()
}

func endOf(d logline.Direction) int {
	switch d {
	case logline.DirSent:
		return 0
	case logline.DirReceived:
		return 1
	}
	return -1
}

// others are the open connections beside c.
func (x *Session) others(c *conn) []*conn {
	var out []*conn
	for _, o := range x.list {
		if o != c && !o.closed {
			out = append(out, o)
		}
	}
	return out
}

package batch

import (
	"hash/maphash"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/registry"
)

// role is whose view of a message an event is.
type role uint8

const (
	roleNone     role = iota // nobody knows
	roleSender               // the log of the device that sent it
	roleReceiver             // the log of the device that received it
	roleWire                 // a capture between them
	roles
)

// noteKind is what a note is about.
type noteKind uint8

const (
	noteNotification noteKind = iota
	noteMessage               // another message whose octets are there
	noteFall                  // a line that a session went down
	noteRise                  // a line that a session came up
)

// who is what the notes of one session have in common, and is held once.
type who struct {
	dev      *device
	peer     netip.Addr // invalid when the log names the peer otherwise
	peerName string
	local    netip.Addr
	vrf      string
	src, dst netip.AddrPort // of a capture
	peerAS   uint32
	localAS  uint32
	conn     string
	words    string
}

// note is what the correlation keeps of an event: it stays small, and outlives the event.
type note struct {
	*who
	index int
	sess  *session // of the last resolve
	job   *job     // that the event is in, until it has been passed on

	time   int64 // Unix nanoseconds
	octets []byte
	data   noteData
	at     int32 // the event's place among the picked ones of the job, -1 when a filter has left it out
	pos    int32 // in sess
	zone   int32 // of the stamp, seconds east of UTC

	kind       noteKind
	role       role
	msg        registry.MessageType
	piece      codec.Piece // of octets, which are those of another message than a NOTIFICATION
	declaredAs logline.Count
	stamped    bool
	attempted  bool
	judged     bool // the line is a NOTIFICATION as it was, and can be judged by other octets
	linked     bool // the text itself ties it to the message complained of
	primary    bool // of all views of a message the one that is counted
	told       bool // in the totals
	cover      cover
	declared   int
	code, sub  int
	repeat     int

	same     *note  // the note that this one tells again
	sides    []side // the other views of the same message
	offender *note  // the message that the NOTIFICATION is about
	shows    *shown // what its octets show
	answer   *note  // of a message: the NOTIFICATION about it
	next     follower
	mark     mark
}

// side is another view of a message, and how it was found.
type side struct {
	*note
	tie
}

// other gives the view of a kind that is known of the same message, nil for none.
func (n *note) other(r role) *note {
	for _, s := range n.sides {
		if s.role == r {
			return s.note
		}
	}
	return nil
}

// how says how the view of a kind was found.
func (n *note) how(r role) tie {
	for _, s := range n.sides {
		if s.role == r {
			return s.tie
		}
	}
	return tie{}
}

// meet ties two views of a message to each other.
func (n *note) meet(o *note, t tie) {
	n.sides = append(n.sides[:len(n.sides):len(n.sides)], side{o, t})
	o.sides = append(o.sides[:len(o.sides):len(o.sides)], side{n, t.turned()})
}

// date is the stamp as it was written.
func (n *note) date() time.Time {
	t := time.Unix(0, n.time).UTC()
	if n.zone == 0 {
		return t
	}
	return t.In(time.FixedZone("", int(n.zone)))
}

// cover says why a NOTIFICATION has no other side although the other's log covers its time.
type cover uint8

const (
	coverNone cover = iota
	coverUndelivered
	coverLost
	coverUnsent
)

func (c cover) String() string {
	return [...]string{"", "could not be delivered, says the log itself; the other side logged none",
		"sent, never logged as received: lost or not delivered", "received, never logged as sent"}[c]
}

// shown is what a message shows of the fault that a NOTIFICATION names.
type shown struct {
	confirms bool
	findings []string // ids of its errors
	data     []byte   // what the Data of the NOTIFICATION should hold
	// complaint is what the NOTIFICATION is judged by, nil when the message does not show the fault.
	complaint *explain.Complaint
}

// follower is what came next on a session.
type follower struct {
	index int
	after time.Duration
	kind  followed
	timed bool
}

type followed uint8

const (
	followedNone followed = iota
	followedUp
	followedOpen
)

func (f followed) String() string {
	return [...]string{"", "the session came up again", "an OPEN for the next session"}[f]
}

// noteData is the Data of a NOTIFICATION, as far as an event shows it.
type noteData struct {
	head  []byte // the first mostData octets
	n     int    // octets shown
	hash  uint64 // of all that are shown
	want  int    // octets that there should be, 0 when not told
	known bool   // shown, or said to be empty
	full  bool   // nothing is missing
}

// mostData bounds the octets of Data that are compared one by one; longer ones are compared by their hash.
const mostData = 512

var noteSeed = maphash.MakeSeed()

func (d *noteData) set(b []byte, full bool, want int) {
	d.n, d.known, d.full, d.want = len(b), true, full, want
	d.head = append([]byte(nil), b[:min(len(b), mostData)]...)
	d.hash = maphash.Bytes(noteSeed, b)
}

// noteOf makes a note of an event, nil of one that plays no part.
func noteOf(ev *dump.Event, w *wire) *note {
	n := &note{who: &who{}, index: ev.Index, at: -1, code: ev.Code, sub: ev.Subcode, declared: logline.Unknown, repeat: max(ev.Repeat, 1)}
	switch {
	case ev.SameAs >= 0 || ev.Kind == dump.KindUnparsed || ev.Alarm != nil && ev.Alarm.Template:
		return nil
	case ev.Event.Kind == logline.KindNotification && ev.Code > 0:
		n.kind = noteNotification
		n.role = roleOf(ev.Direction)
	case ev.Kind == dump.KindMessage && len(ev.Octets) >= codec.HeaderLen && ev.MessageType > 0 && ev.MessageType < 256:
		n.kind, n.msg, n.piece = noteMessage, registry.MessageType(ev.MessageType), ev.Piece
		n.role = roleOf(ev.Direction)
		if n.msg == registry.MsgKeepalive || n.msg == registry.MsgNotification {
			return nil
		}
	case ev.Up:
		n.kind = noteRise
	case fell(ev):
		n.kind = noteFall
	default:
		return nil
	}
	if w != nil && w.src.IsValid() {
		n.role, n.src, n.dst = roleWire, w.src, w.dst
	}
	if y := ev.Time.Year(); y > 1700 && y < 2250 { // else nanoseconds do not fit, and no clock is so wrong
		_, zone := ev.Time.Zone()
		n.stamped, n.time, n.zone = true, ev.Time.UnixNano(), int32(zone)
	}
	n.peer, n.peerName = address(ev.PeerName())
	n.local, _ = address(ev.Local)
	if w != nil && n.role != roleWire && n.role != roleNone && n.peer.IsValid() && n.local.IsValid() {
		// BMP tells what a router sent and received, without the ports: as good as a capture, and the router's own log may be
		// there, too.
		n.src, n.dst = netip.AddrPortFrom(n.local, 0), netip.AddrPortFrom(n.peer, 0)
		if n.role == roleReceiver {
			n.src, n.dst = n.dst, n.src
		}
		n.role = roleWire
	}
	n.vrf, n.conn = ev.VRF, ev.Connection
	n.peerAS, n.localAS, n.words = ev.PeerAS, ev.LocalAS, ev.Words[:min(len(ev.Words), 120)]
	n.judged = n.kind == noteNotification && !ev.HardReset && ev.Kind == dump.KindMessage
	n.linked = slices.ContainsFunc(ev.Links, func(l dump.Link) bool { return l.Rel == "offender" })
	n.declared, n.declaredAs, n.attempted = ev.Declared, ev.DeclaredAs, ev.Attempted
	if n.kind == noteNotification {
		n.setData(ev)
	}
	return n
}

func roleOf(d logline.Direction) role {
	switch d {
	case logline.DirSent:
		return roleSender
	case logline.DirReceived:
		return roleReceiver
	}
	return roleNone
}

// fell reports whether a state line tells that a session went down.
func fell(ev *dump.Event) bool {
	if ev.Kind != dump.KindState || ev.Alarm != nil || ev.Offender != nil || ev.Up {
		return false
	}
	return downed(ev) || ev.Code > 0
}

// address reads a peer's name as an address; the zone is no part of it, for the two sides have different ones.
func address(s string) (netip.Addr, string) {
	if a, err := netip.ParseAddr(s); err == nil {
		return a.WithZone("").Unmap(), ""
	}
	return netip.Addr{}, s
}

// setData takes the Data from the octets, or makes it of the words of a shutdown communication. A Hard Reset whose line
// prints what it encloses is told as it was sent.
func (n *note) setData(ev *dump.Event) {
	b, have := []byte(nil), false
	switch h, _ := codec.ParseHeader(ev.Octets); {
	case ev.Piece == codec.PieceNotification && len(ev.Octets) >= 2:
		b, have = ev.Octets[2:], true
	case ev.Synthesised && !ev.DataKnown && len(ev.Octets) <= codec.HeaderLen+2:
	case h.Type == registry.MsgNotification && len(ev.Octets) >= codec.HeaderLen+2:
		b, have = ev.Octets[codec.HeaderLen+2:], true
	}
	want := ev.Truncated.Want
	if want > 0 && !ev.Synthesised && ev.Piece == codec.PieceMessage {
		want = max(want-codec.HeaderLen-2, 0)
	}
	full := !ev.Cut && ev.Truncated.By == "" && ev.Truncated.Want <= ev.Truncated.Have
	if !have && ev.HasText && len(ev.Text) > 0 && len(ev.Text) < 256 {
		b, have = append([]byte{byte(len(ev.Text))}, ev.Text...), true
	}
	if !have && ev.DataKnown && !ev.HasText {
		have = true
	}
	if ev.HardReset && (n.code != int(registry.ErrCease) || n.sub != int(registry.SubHardReset)) {
		if have {
			b = append([]byte{byte(n.code), byte(max(n.sub, 0))}, b...)
		}
		n.code, n.sub = int(registry.ErrCease), int(registry.SubHardReset)
	}
	if have {
		n.data.set(b, full, want)
	} else {
		n.data.want = want
	}
}

// device is what is known of one that logs.
type device struct {
	key      string
	source   string // the first input that tells of it
	name     string // for people
	vendor   string // likewise
	hostless bool   // nobody but the file and the style tells it from others
	wire     bool   // a capture: no device, but both
	own      map[netip.Addr]bool
	as       map[uint32]bool
	from, to int64 // the time that its log covers
	stamped  bool
}

// What is kept of one device and of all.
const (
	mostOwn     = 1024
	mostDevices = 1 << 16
)

// deviceOf finds the device that logged an event.
func (c *correlator) deviceOf(ev *dump.Event, n *note, source string) *device {
	key, name := ev.Host, ev.Host
	switch {
	case n.role == roleWire:
		key, name = "\x00w"+source, source
	case key == "":
		key, name = "\x00f"+source+"\x00"+ev.Style+"\x00"+ev.Local, source+" ("+ev.Style+")"
		if len(c.devices) >= mostDevices {
			key = "\x00f" + source + "\x00" + ev.Style
		}
	}
	d := c.devices[key]
	if d == nil {
		if len(c.devices) >= mostDevices {
			c.stats.devices++
			return nil
		}
		d = &device{key: strings.Clone(key), name: strings.Clone(name), source: source, vendor: vendorOf(ev.Vendor), hostless: ev.Host == "", wire: n.role == roleWire,
			own: map[netip.Addr]bool{}, as: map[uint32]bool{}}
		c.devices[d.key] = d
	}
	if n.local.IsValid() && !d.wire && len(d.own) < mostOwn {
		d.own[n.local] = true
	}
	if n.localAS != 0 && len(d.as) < mostOwn {
		d.as[n.localAS] = true
	}
	if n.stamped {
		if !d.stamped || n.time < d.from {
			d.from = n.time
		}
		if !d.stamped || n.time > d.to {
			d.to = n.time
		}
		d.stamped = true
	}
	return d
}

// intern gives what was held before of the same content.
func (c *correlator) intern(w *who) *who {
	if old := c.whos[*w]; old != nil {
		return old
	}
	if len(c.whos) >= mostDevices {
		clear(c.whos)
	}
	kept := *w
	for _, s := range [...]*string{&kept.peerName, &kept.vrf, &kept.conn, &kept.words} {
		*s = strings.Clone(*s)
	}
	c.whos[kept] = &kept
	return &kept
}

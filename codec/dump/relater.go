package dump

import (
	"hash/maphash"
	"math"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// Link ties an event to another one.
type Link struct {
	Rel string // the contract's word: "other-side", "offender", "answer"
	To  int    // number of the other event
}

// window is how many events back a relation is looked for: it keeps the work linear. It is a power of two.
const window = 256

// Relater finds events that tell of the same thing: a second line about an event, a text that shows a dump again, the
// other side's log of one NOTIFICATION, the message that a NOTIFICATION complains of. It is given the events of one
// text one after the other, and keeps what it needs of the last 256. The zero value is ready and may change each event
// until the end.
//
// A later event always gets its links to earlier ones. An earlier one gets its link to a later one only while it may
// still be changed: see Hold. What is found depends on the events and their offsets alone, not on how they are handed in.
type Relater struct {
	hold, octets int // limits of Hold; 0: none
	base         int // number of the first event
	n            int // events added
	checked      int // events whose offender has been looked for
	ring         [window]past

	byOctets, byWay index
}

// Hold says that an event is handed on, and must not be changed, when events more have been added, or when the text has
// gone on for more than twice octets. events is at least 8.
func (r *Relater) Hold(events, octets int) {
	r.hold, r.octets = max(events, 2*offenderWindow), octets
}

// Reset begins a new text. The first event added gets number base.
func (r *Relater) Reset(base int) {
	r.base, r.n, r.checked = base, 0, 0
	r.byOctets.reset()
	r.byWay.reset()
}

// past is what is kept of an event.
type past struct {
	ev       *Event // while it may be changed
	offset   int
	line     int // first and last line, 0 in captures
	end      int
	octets   []byte
	body     []byte // of a NOTIFICATION
	key, way uint64 // of the octets; and with the direction

	peer, host, vrf, connection []byte
	style, reason               string
	time                        time.Time
	kind                        Kind
	what                        logline.Kind
	dir                         logline.Direction
	code, sub, typ, attr        int // attr: type of the attribute complained of

	same, up, attempted, alarm, cut bool // same: tells another event again; cut: octets are missing
	further                         bool // a line of a kind that follows one about the same event, though it may be the only one
	ended                           bool // nothing tells it again: its last line has come
	paired, offends, answers        bool // has a link of the kind
}

// keep fills p from an event. What lies in the text is copied: an event must not hold its text for long.
func (p *past) keep(ev *Event) {
	p.ev, p.offset, p.octets, p.body = ev, ev.Offset, ev.Octets, body(ev.Octets)
	p.line, p.end = ev.Line, max(ev.Line, ev.LineEnd)
	p.peer, p.host = append(p.peer[:0], ev.PeerName()...), append(p.host[:0], ev.Host...)
	p.vrf, p.connection = append(p.vrf[:0], ev.VRF...), append(p.connection[:0], ev.Connection...)
	p.style, p.reason, p.time = ev.Style, ev.Reason, ev.Time
	p.kind, p.what, p.dir = ev.Kind, ev.Event.Kind, ev.Direction
	p.code, p.sub, p.typ, p.attr = ev.Code, ev.Subcode, ev.MessageType, -1
	if ev.Offender != nil {
		p.attr = ev.Offender.AttrCode
	}
	p.same, p.up, p.attempted, p.alarm, p.cut = false, ev.Up || ev.To == "Established", ev.Attempted, ev.Alarm != nil, ev.Truncated.By != ""
	p.paired, p.offends, p.answers, p.ended, p.further = false, false, false, ev.Falls, ev.Same
	p.key, p.way = 0, 0
}

var seed = maphash.MakeSeed()

// at returns the i-th event added, which must be one of the last 256.
func (r *Relater) at(i int) *past { return &r.ring[i&(window-1)] }

// first returns the number of added events that are too far back.
func (r *Relater) first(i int) int { return max(0, i-window) }

// Add takes the next event and gives it its Index and links. Until it is handed on, see Hold, the event must stay where
// it is; its Octets must never change.
func (r *Relater) Add(ev *Event) {
	i := r.n
	ev.Index, ev.SameAs, ev.Links = r.base+i, -1, nil
	if r.hold > 0 && i > r.hold {
		r.at(i - r.hold - 1).ev = nil
	}
	// The slot of the oldest event is used again only when the new one has been looked at.
	var p past
	old := r.at(i)
	p.peer, p.host, p.vrf, p.connection = old.peer, old.host, old.vrf, old.connection
	p.keep(ev)
	r.relate(&p, i)
	*old = p
	r.n++
	if p.octets != nil {
		r.byOctets.add(p.key, i)
		r.byWay.add(p.way, i)
	}
	r.settle(math.MinInt)
}

// Settled tells how many of the events added, from the first on, are not changed any more when the text of the next
// event stands at offset or behind it.
func (r *Relater) Settled(offset int) int {
	r.settle(offset)
	i := max(0, r.n-max(r.hold, 1))
	if r.hold == 0 || r.octets == 0 {
		return i
	}
	for i < r.n && offset-r.at(i).offset > 2*r.octets {
		r.at(i).ev = nil
		i++
	}
	return i
}

// Finish says that nothing follows, or that what does must change no event that has been added.
func (r *Relater) Finish() {
	r.settle(math.MaxInt)
	for i := r.first(r.n); i < r.n; i++ {
		r.at(i).ev = nil
	}
}

// settle looks for the offenders of the events behind which enough stands.
func (r *Relater) settle(offset int) {
	for r.checked < r.n {
		far := offset == math.MaxInt || r.octets > 0 && offset > r.at(r.checked).offset+r.octets
		if r.checked+offenderWindow >= r.n && !far {
			return
		}
		r.offender(r.checked)
		r.checked++
	}
}

// link gives the event added as number from a link, if it may still be changed and the other one is not too far.
func (r *Relater) link(from, to int, rel string) {
	p, o := r.at(from), r.at(to)
	r.tie(p, o.offset, rel, to)
}

func (r *Relater) tie(p *past, offset int, rel string, to int) {
	if p.ev != nil && (r.octets == 0 || offset-p.offset <= r.octets && p.offset-offset <= r.octets) {
		p.ev.Links = append(p.ev.Links, Link{rel, r.base + to})
	}
}

// index finds the last events with a key. Chains hold events of other keys too, and end behind the window.
type index struct {
	head [window]int // by key: number of the event plus one
	prev [window]int // by event, modulo the window: the one before it in its chain, plus one
}

func (x *index) reset() { *x = index{} }

func (x *index) add(key uint64, i int) {
	h := &x.head[key&(window-1)]
	x.prev[i&(window-1)] = *h
	*h = i + 1
}

// last returns the newest event of a key's chain, or -1; before gives the one in front of it.
func (x *index) last(key uint64) int { return x.head[key&(window-1)] - 1 }

func (x *index) before(i int) int { return x.prev[i&(window-1)] - 1 }

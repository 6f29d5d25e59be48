package dump

import (
	"bytes"
	"hash/maphash"
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// otherSideWithin is how far apart two logs may date the same NOTIFICATION.
const otherSideWithin = 5 * time.Minute

// relate ties p, which becomes the i-th event, to those before it.
func (r *Relater) relate(p *past, i int) {
	ev := p.ev
	ev.Same = ev.Same && r.recent(p, i)
	if ev.Same || p.what == logline.KindState && (p.code >= 0 || p.reason != "") {
		r.followUp(p, i)
		p.hash()
	} else if p.hash(); p.octets != nil && p.kind != KindState {
		r.octetsOf(p, i)
	}
	r.leads(p, i)
	p.kind, p.dir, p.same = ev.Kind, ev.Direction, ev.SameAs >= 0
	p.way = keyOfWay(p.key, p.dir)
}

// hash fills the key: events with the same octets have the same one, and so have NOTIFICATIONs with the same body.
func (p *past) hash() {
	if p.body != nil {
		p.key = maphash.Bytes(seed, p.body)
	} else if p.octets != nil {
		p.key = maphash.Bytes(seed, p.octets)
	}
}

// keyOfWay tells a key apart by direction.
func keyOfWay(key uint64, d logline.Direction) uint64 { return key + uint64(d)*0x9e3779b97f4a7c15>>1 }

// recent reports whether one of the last events can be what a further line about an event tells again.
func (r *Relater) recent(p *past, i int) bool {
	for j := i - 1; j >= max(0, i-8); j-- {
		o := r.at(j)
		if !o.ended && bytes.Equal(o.peer, p.peer) && !differ(p.host, o.host) && (p.dir == o.dir || p.dir == logline.DirUnknown) &&
			(p.code == logline.Unknown || p.code == o.code && p.sub == o.sub) {
			return true
		}
	}
	return false
}

// octetsOf looks for events with the same octets: those that p shows again, and the other side's view of p.
func (r *Relater) octetsOf(p *past, i int) {
	if len(p.peer) == 0 && p.time.IsZero() && p.style != logline.OwnStyle {
		r.again(p, i)
	}
	if p.ev.SameAs >= 0 || p.body == nil || p.dir == logline.DirUnknown || p.attempted {
		return
	}
	other := logline.DirSent + logline.DirReceived - p.dir
	key := keyOfWay(p.key, other)
	low := r.first(i)
	for j := r.byWay.last(key); j >= low; j = r.byWay.before(j) {
		o := r.at(j)
		if o.way == key && !o.same && !o.paired && r.otherSide(p, o) {
			p.paired, o.paired = true, true
			p.ev.Links = append(p.ev.Links, Link{"other-side", r.base + j})
			r.tie(o, p.offset, "other-side", i)
			return
		}
	}
}

// again finds what an event without a stamp or a peer of its own shows once more: the same octets. Two plain dumps of the
// same octets are two messages. A dump shown again is most likely that of the line in the same style.
func (r *Relater) again(p *past, i int) {
	cut := p.cut && len(p.body) >= 3
	low := r.first(i)
	next := func(j int) int { return r.byOctets.before(j) }
	from := r.byOctets.last(p.key)
	if cut { // less of them may be shown
		from, next = i-1, func(j int) int { return j - 1 }
	}
	for j := from; j >= low; j = next(j) {
		o := r.at(j)
		if o.octets == nil || o.same || o.style == "" || !shows(p, o, cut) || !besideIt(p, o, i-j) {
			continue
		}
		if p.dir != logline.DirUnknown && o.dir != logline.DirUnknown && p.dir != o.dir {
			continue // a KEEPALIVE sent is none received
		}
		if p.ev.SameAs < 0 || o.style == p.style {
			p.ev.Kind, p.ev.SameAs = KindState, r.base+j
		}
		if o.style == p.style {
			return
		}
	}
}

// againLines is how many lines behind an event its octets may be shown again.
const againLines = 64

// besideIt reports whether octets without a peer or a time stand where o, n events before, may have been shown again. Those
// of a NOTIFICATION without Data prove nothing by themselves: they must stand at it.
func besideIt(p, o *past, n int) bool {
	gap := p.line - o.end
	if differ(p.host, o.host) || gap > againLines {
		return false
	}
	return len(p.body) != 2 || gap <= 1 || gap <= besideLines && n == 1
}

// shows reports whether two events have the same octets, or begin with them where both are cut.
func shows(p, o *past, cut bool) bool {
	if p.key == o.key && bytes.Equal(p.octets, o.octets) {
		return true
	}
	if len(p.body) < 3 || o.body == nil {
		return false
	}
	if cut && o.cut && (bytes.HasPrefix(o.body, p.body) || bytes.HasPrefix(p.body, o.body)) {
		return true
	}
	return p.key == o.key && bytes.Equal(p.body, o.body)
}

// otherSide reports whether one of two events is the sender's and the other the receiver's view of one
// NOTIFICATION.
func (r *Relater) otherSide(p, o *past) bool {
	if o.dir == logline.DirUnknown || p.dir == o.dir || o.attempted || !near(p, o) {
		return false
	}
	if len(p.host) > 0 && bytes.Equal(p.host, o.host) {
		return false
	}
	if len(p.body) < 3 && (p.time.IsZero() || o.time.IsZero()) {
		return false // without Data and time, equal codes prove nothing
	}
	return bytes.Equal(p.body, o.body)
}

// near reports whether the stamps of two events, where both have one, are close.
func near(p, o *past) bool {
	if p.time.IsZero() || o.time.IsZero() {
		return true
	}
	return apart(p, o, otherSideWithin)
}

// apart reports whether the stamps of two events are at most d apart.
func apart(p, o *past, d time.Duration) bool {
	gap := p.time.Sub(o.time)
	return gap >= -d && gap <= d
}

func plural(n int, what string) string {
	s := strconv.Itoa(n) + " " + what
	if n != 1 {
		s += "s"
	}
	return s
}

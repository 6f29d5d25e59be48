package dump

import (
	"bytes"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/registry"
)

// followUp links a further line to the event it tells again: the nearest one before it about the same peer. A line
// that tells only the reason of a fall follows a NOTIFICATION that is this reason, or another line with the reason.
func (r *Relater) followUp(p *past, i int) {
	ev := p.ev
	plain := !ev.Same && p.code < 0
	if ev.Alarm != nil && ev.Alarm.Template {
		return
	}
	fall := -1 // another line about the same fall, for when no NOTIFICATION is found
	for j := i - 1; j >= r.first(i); j-- {
		o := r.at(j)
		if o.same || !samePeer(p, o) || differ(p.vrf, o.vrf) || !together(p, o, i-j) {
			continue
		}
		if ev.Same && oneStyle(p, o) && (o.ended || anotherTime(p, o)) {
			return
		}
		if plain && (o.up || len(o.peer) == 0 || len(p.peer) == 0) {
			return
		}
		if plain && o.kind == KindState {
			if sameFall(p, o) {
				ev.SameAs = r.base + j
			}
			return
		}
		if !plain && fall < 0 && p.code < 0 && p.what == logline.KindState && o.kind == KindState && sameFall(p, o) {
			fall = j
		}
		if plain && o.kind != KindState && p.reason == logline.ReasonClosed && endsAnother(p, o) {
			return
		}
		if o.kind == KindState || plain && !fits(p, o) || !plain && !agrees(p, o) {
			continue
		}
		if p.dir != logline.DirUnknown && o.dir != logline.DirUnknown && p.dir != o.dir {
			continue
		}
		ev.SameAs = r.base + j
		o.ended = o.ended || ev.Falls
		if ev.Direction == logline.DirUnknown {
			ev.Direction = o.dir
		}
		if ev.Same {
			ev.Kind = KindState
		}
		return
	}
	if fall >= 0 {
		ev.SameAs = r.base + fall
	}
}

// leads looks for lines that told the fall of a session just before the NOTIFICATION p, its cause: some devices write the
// change of state first. They become further lines about it, while they may still be changed.
func (r *Relater) leads(p *past, i int) {
	if p.what == logline.KindState && p.kind == KindState && p.ev.SameAs < 0 && len(p.peer) > 0 {
		r.limitLed(p, i)
		return
	}
	if p.what != logline.KindNotification || p.kind == KindState || p.attempted || len(p.peer) == 0 {
		return
	}
	for j := i - 1; j >= max(0, i-besideWithin); j-- {
		o := r.at(j)
		if !bytes.Equal(p.peer, o.peer) || differ(p.vrf, o.vrf) {
			continue
		}
		if o.up || o.what != logline.KindState || o.kind != KindState {
			return
		}
		if o.same || o.alarm && o.reason != logline.ReasonOverLimit && o.code < 0 {
			continue
		}
		if !ledTo(o, p, i-j) {
			return
		}
		if o.ev != nil && (r.octets == 0 || p.offset-o.offset <= r.octets) {
			o.ev.SameAs = r.base + i
			o.same = true
		}
	}
}

// limitLed looks, in front of a line that only says that this side ended the session, for the limit of prefixes that was passed: it
// is why, and becomes a further line about the fall.
func (r *Relater) limitLed(p *past, i int) {
	switch p.reason {
	case logline.ReasonSent, logline.ReasonDown, "max-prefix":
	default:
		return
	}
	if p.up || p.alarm || p.dir == logline.DirReceived {
		return
	}
	for j := i - 1; j >= max(0, i-besideWithin); j-- {
		o := r.at(j)
		if !bytes.Equal(p.peer, o.peer) || differ(p.vrf, o.vrf) {
			continue
		}
		if !o.alarm || o.same || o.reason != logline.ReasonOverLimit || differ(p.host, o.host) {
			return
		}
		if p.time.IsZero() != o.time.IsZero() || !apart(p, o, nextWithin) || (p.time.IsZero() || p.reason == logline.ReasonDown) && (i-j > 1 || p.line-o.end > besideLines) {
			return
		}
		if o.ev != nil && (r.octets == 0 || p.offset-o.offset <= r.octets) {
			o.ev.SameAs, o.same = r.base+i, true
			p.reason, p.ev.Reason = "max-prefix", "max-prefix"
		}
		return
	}
}

// ledTo reports whether the fall o, told n events before the NOTIFICATION p, is what p ended the session with.
func ledTo(o, p *past, n int) bool {
	if !sameDevice(p, o) && (o.reason != logline.ReasonOverLimit || differ(p.host, o.host)) {
		return false
	}
	if p.dir != logline.DirUnknown && o.dir != logline.DirUnknown && p.dir != o.dir {
		return false
	}
	if p.time.IsZero() != o.time.IsZero() || !apart(p, o, nextWithin) || p.time.IsZero() && n > 1 {
		return false
	}
	code, sub, ok := logline.ReasonCode(o.reason)
	switch {
	case o.reason == logline.ReasonOverLimit:
		return p.code == int(registry.ErrCease) && p.sub == int(registry.SubMaximumPrefixes) && p.dir == logline.DirSent
	case o.reason == logline.ReasonDown: // no cause: only what stands right behind it can be one
		return n == 1 && p.line-o.end <= besideLines && p.style == o.style && apart(p, o, time.Second)
	case o.code >= 0:
		return o.code == p.code && (o.sub < 0 || o.sub == p.sub)
	case ok:
		return code == p.code && (sub < 0 || sub == p.sub)
	case o.reason == logline.ReasonClosed: // whoever reads the connection may tell of its end first
		return p.dir == logline.DirReceived && p.line-o.end <= besideLines && apart(p, o, time.Second)
	}
	return o.reason == logline.ReasonSent && p.dir == logline.DirSent || o.reason == logline.ReasonReceived && p.dir == logline.DirReceived
}

// Two things without a peer on both sides belong together only side by side: within so many events, lines and seconds.
const (
	besideWithin = 8
	besideLines  = 3
	nextWithin   = 3 * time.Second
)

// together reports whether two events, n apart, can be about one thing by who tells them, and when. Where one of them says
// no peer, all else has to speak for it. What a trap's agent is called and what the device's own log calls it differ.
func together(p, o *past, n int) bool {
	dated := !p.time.IsZero() && !o.time.IsZero()
	if len(p.connection) > 0 && bytes.Equal(p.connection, o.connection) {
		return true
	}
	if len(p.peer) == 0 || len(o.peer) == 0 {
		if differ(p.host, o.host) || dated && !apart(p, o, nextWithin) {
			return false
		}
		switch gap := p.line - o.end; {
		case dated && len(p.host) > 0 && bytes.Equal(p.host, o.host):
			return n <= besideWithin
		case p.style == o.style && p.style != "":
			return gap <= besideLines
		default:
			return gap <= 1 && bytes.Equal(p.host, o.host)
		}
	}
	if differ(p.host, o.host) && p.style == o.style {
		return false
	}
	return dated || n <= besideWithin
}

// agrees reports whether nothing that a line tells speaks against its being about the event o.
func agrees(p, o *past) bool {
	if p.code >= 0 && o.octets != nil && o.body == nil {
		return false // another message than a NOTIFICATION
	}
	if p.code >= 0 && o.code >= 0 && (p.code != o.code || p.sub != o.sub && p.sub >= 0) {
		return false
	}
	return near(p, o)
}

// endsAnother reports whether the NOTIFICATION o stands too far in front of a connection's end to have ended it: then what stands
// in front of o was about another connection, too.
func endsAnother(p, o *past) bool {
	return o.what == logline.KindNotification && !o.attempted && sameDevice(p, o) && !p.time.IsZero() && !o.time.IsZero() && !apart(p, o, nextWithin)
}

// anotherTime reports whether a further line of a device stands too far behind the event o to be about it: a session that is ended in
// the same way again and again is ended each time. Two lines of the same form are about one event only in the same second.
func anotherTime(p, o *past) bool {
	if p.time.IsZero() || o.time.IsZero() {
		return false
	}
	within := sameFallWithin
	if p.further && o.further && p.reason == o.reason && p.what == o.what && p.code >= 0 && p.code == o.code && p.sub == o.sub {
		within = time.Second
	}
	return !apart(p, o, within)
}

// sameFallWithin is how far apart a device may date two lines about one fall.
const sameFallWithin = 10 * time.Second

// sameFall reports whether two lines of one device, with no line between them that the session came up, give the same
// reason for its fall, or one that only says that it fell.
func sameFall(p, o *past) bool {
	if p.up || o.up || !oneStyle(p, o) || !bytes.Equal(p.host, o.host) || p.alarm || o.alarm {
		return false
	}
	if p.dir != logline.DirUnknown && o.dir != logline.DirUnknown && p.dir != o.dir {
		return false // ended by this side, and by the other one
	}
	within := sameFallWithin
	if p.reason != o.reason {
		if !general(p.reason) && !general(o.reason) {
			return false
		}
		within = nextWithin
	}
	return p.time.IsZero() == o.time.IsZero() && apart(p, o, within)
}

// general reports whether a reason says no more than that a session ended, or with what message.
func general(reason string) bool {
	switch reason {
	case logline.ReasonDown, logline.ReasonSent, logline.ReasonReceived, "local-stop", "transport-error":
		return true
	}
	return false
}

// fits reports whether the NOTIFICATION o is what the reason of the fall p says, or what ended the session of which p says
// no more than that it ended.
func fits(p, o *past) bool {
	if o.what != logline.KindNotification || !oneStyle(p, o) && len(p.host) == 0 || !bytes.Equal(p.host, o.host) {
		return false
	}
	if p.time.IsZero() != o.time.IsZero() || !apart(p, o, sameFallWithin) {
		return false
	}
	switch p.reason {
	case logline.ReasonDown:
		return !o.attempted
	case logline.ReasonSent, "local-stop":
		return !o.attempted && o.dir == logline.DirSent
	case logline.ReasonReceived:
		return o.dir == logline.DirReceived
	case logline.ReasonClosed: // the connection that a NOTIFICATION has ended
		return !o.attempted && apart(p, o, nextWithin) && (!p.time.IsZero() || p.line-o.end <= besideLines)
	}
	code, sub, ok := logline.ReasonCode(p.reason)
	return ok && code == o.code && (sub < 0 || sub == o.sub)
}

// sameDevice reports whether two events have the same host, or the same style where no host is told.
func sameDevice(p, o *past) bool {
	return bytes.Equal(p.host, o.host) && (len(p.host) > 0 || oneStyle(p, o))
}

// oneStyle reports whether two lines may be of one program: some of Quagga's read as FRR's.
func oneStyle(p, o *past) bool {
	return p.style == o.style || zebra(p.style) && zebra(o.style)
}

func zebra(style string) bool { return style == "frr" || style == "quagga" }

// samePeer reports whether two lines are about one session. A device that gives its connections ids may name the
// peer differently from line to line (an interface here, an address there).
func samePeer(p, o *past) bool {
	if len(p.connection) > 0 && len(o.connection) > 0 {
		return bytes.Equal(p.connection, o.connection)
	}
	return len(p.peer) == 0 || len(o.peer) == 0 || bytes.Equal(p.peer, o.peer)
}

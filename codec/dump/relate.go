package dump

import (
	"bytes"
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// window is how many events back a relation is looked for: it keeps the work linear.
const window = 256

// otherSideWithin is how far apart two logs may date the same NOTIFICATION.
const otherSideWithin = 5 * time.Minute

// relate finds events that tell of the same thing: a second line about an event, a text that shows a dump again,
// the other side's log of one NOTIFICATION.
func relate(evs []Event) {
	paired := make(map[int]bool)
	for i := range evs {
		e := &evs[i]
		if e.Same || e.Event.Kind == logline.KindState && (e.Code >= 0 || e.Reason != "") {
			followUp(evs, i)
			continue
		}
		b := body(e.Octets)
		if e.Octets == nil || e.Kind == KindState {
			continue
		}
		for j := i - 1; j >= 0 && j >= i-window; j-- {
			o := &evs[j]
			if o.Octets == nil || o.SameAs >= 0 {
				continue
			}
			if again(e, o, b) {
				// A dump shown again is most likely that of the line in the same style.
				if e.SameAs < 0 || o.Style == e.Style {
					e.Kind, e.SameAs, e.Rel = KindState, j, "same-event"
				}
				if o.Style == e.Style {
					break
				}
				continue
			}
			if e.SameAs < 0 && b != nil && !paired[j] && otherSide(e, o, b) {
				e.Other, e.Rel = j, "other-side"
				o.Other, o.Rel = i, "other-side"
				paired[i], paired[j] = true, true
				break
			}
		}
	}
	for i := range evs {
		offender(evs, i)
	}
}

// followUp links a further line to the event it tells again: the nearest one before it about the same peer. A line
// that tells only the reason of a fall follows a NOTIFICATION that is this reason, or another line with the reason.
func followUp(evs []Event, i int) {
	e := &evs[i]
	plain := !e.Same && e.Code < 0
	if e.Alarm != nil && e.Alarm.Template {
		return
	}
	for j := i - 1; j >= 0 && j >= i-window; j-- {
		o := &evs[j]
		if o.SameAs >= 0 || !samePeer(e, o) || e.VRF != "" && o.VRF != "" && e.VRF != o.VRF {
			continue
		}
		if plain && (o.Up || o.Peer == "" || e.Peer == "") {
			return
		}
		if plain && o.Kind == KindState {
			if sameFall(e, o) {
				e.SameAs, e.Rel = j, "same-event"
			}
			return
		}
		if o.Kind == KindState || plain && !fits(e, o) {
			continue
		}
		if e.Code >= 0 && o.Code >= 0 && (e.Code != o.Code || e.Subcode != o.Subcode && e.Subcode >= 0) || !near(e, o) {
			continue
		}
		if e.Direction != logline.DirUnknown && o.Direction != logline.DirUnknown && e.Direction != o.Direction {
			continue
		}
		e.SameAs, e.Rel = j, "same-event"
		if e.Direction == logline.DirUnknown {
			e.Direction = o.Direction
		}
		if e.Same {
			e.Kind = KindState
		}
		return
	}
}

// sameFallWithin is how far apart a device may date two lines about one fall.
const sameFallWithin = 10 * time.Second

// sameFall reports whether two lines of one device, with no line between them that the session came up, give the same
// reason for its fall.
func sameFall(e, o *Event) bool {
	if e.Up || o.Up || e.Reason != o.Reason || e.Style != o.Style || e.Host != o.Host || e.Alarm != nil || o.Alarm != nil {
		return false
	}
	d := e.Time.Sub(o.Time)
	return e.Time.IsZero() == o.Time.IsZero() && d >= -sameFallWithin && d <= sameFallWithin
}

// fits reports whether the NOTIFICATION o is what the reason of the fall e says.
func fits(e, o *Event) bool {
	code, sub, ok := logline.ReasonCode(e.Reason)
	if !ok || o.Event.Kind != logline.KindNotification || e.Style != o.Style && e.Host == "" {
		return false
	}
	if e.Host != o.Host || code != o.Code || sub >= 0 && sub != o.Subcode {
		return false
	}
	d := e.Time.Sub(o.Time)
	return e.Time.IsZero() == o.Time.IsZero() && d >= -sameFallWithin && d <= sameFallWithin
}

// samePeer reports whether two lines are about one session. A device that gives its connections ids may name the
// peer differently from line to line (an interface here, an address there).
func samePeer(e, o *Event) bool {
	if e.Connection != "" && o.Connection != "" {
		return e.Connection == o.Connection
	}
	return e.Peer == "" || o.Peer == "" || e.Peer == o.Peer
}

// again reports whether e shows once more what o told: the same octets, without a stamp or a peer of its own.
// Two plain dumps of the same octets are two messages.
func again(e, o *Event, b []byte) bool {
	if e.Peer != "" || !e.Time.IsZero() || o.Style == "" {
		return false
	}
	if bytes.Equal(e.Octets, o.Octets) {
		return true
	}
	ob := body(o.Octets)
	if b == nil || ob == nil || len(b) < 3 {
		return false
	}
	if e.Truncated.By != "" && o.Truncated.By != "" && (bytes.HasPrefix(ob, b) || bytes.HasPrefix(b, ob)) {
		return true
	}
	return bytes.Equal(b, ob)
}

// otherSide reports whether one of two events is the sender's and the other the receiver's view of one
// NOTIFICATION.
func otherSide(e, o *Event, b []byte) bool {
	if e.Direction == logline.DirUnknown || o.Direction == logline.DirUnknown || e.Direction == o.Direction {
		return false
	}
	if e.Attempted || o.Attempted || !near(e, o) || e.Host != "" && e.Host == o.Host {
		return false
	}
	if len(b) < 3 && (e.Time.IsZero() || o.Time.IsZero()) {
		return false // without Data and time, equal codes prove nothing
	}
	return bytes.Equal(b, body(o.Octets))
}

// near reports whether the stamps of two events, where both have one, are close.
func near(e, o *Event) bool {
	if e.Time.IsZero() || o.Time.IsZero() {
		return true
	}
	d := e.Time.Sub(o.Time)
	return d >= -otherSideWithin && d <= otherSideWithin
}

func plural(n int, what string) string {
	s := strconv.Itoa(n) + " " + what
	if n != 1 {
		s += "s"
	}
	return s
}

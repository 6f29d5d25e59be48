package dump

import (
	"bytes"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// followUp links a further line to the event it tells again: the nearest one before it about the same peer. A line
// that tells only the reason of a fall follows a NOTIFICATION that is this reason, or another line with the reason.
func (r *Relater) followUp(p *past, i int) {
	ev := p.ev
	plain := !ev.Same && p.code < 0
	if ev.Alarm != nil && ev.Alarm.Template {
		return
	}
	for j := i - 1; j >= r.first(i); j-- {
		o := r.at(j)
		if o.same || !samePeer(p, o) || len(p.vrf) > 0 && len(o.vrf) > 0 && !bytes.Equal(p.vrf, o.vrf) {
			continue
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
		if o.kind == KindState || plain && !fits(p, o) || !plain && !agrees(p, o) {
			continue
		}
		if p.dir != logline.DirUnknown && o.dir != logline.DirUnknown && p.dir != o.dir {
			continue
		}
		ev.SameAs = r.base + j
		if ev.Direction == logline.DirUnknown {
			ev.Direction = o.dir
		}
		if ev.Same {
			ev.Kind = KindState
		}
		return
	}
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

// sameFallWithin is how far apart a device may date two lines about one fall.
const sameFallWithin = 10 * time.Second

// sameFall reports whether two lines of one device, with no line between them that the session came up, give the same
// reason for its fall.
func sameFall(p, o *past) bool {
	if p.up || o.up || p.reason != o.reason || p.style != o.style || !bytes.Equal(p.host, o.host) || p.alarm || o.alarm {
		return false
	}
	return p.time.IsZero() == o.time.IsZero() && apart(p, o, sameFallWithin)
}

// fits reports whether the NOTIFICATION o is what the reason of the fall p says.
func fits(p, o *past) bool {
	code, sub, ok := logline.ReasonCode(p.reason)
	if !ok || o.what != logline.KindNotification || p.style != o.style && len(p.host) == 0 {
		return false
	}
	if !bytes.Equal(p.host, o.host) || code != o.code || sub >= 0 && sub != o.sub {
		return false
	}
	return p.time.IsZero() == o.time.IsZero() && apart(p, o, sameFallWithin)
}

// samePeer reports whether two lines are about one session. A device that gives its connections ids may name the
// peer differently from line to line (an interface here, an address there).
func samePeer(p, o *past) bool {
	if len(p.connection) > 0 && len(o.connection) > 0 {
		return bytes.Equal(p.connection, o.connection)
	}
	return len(p.peer) == 0 || len(o.peer) == 0 || bytes.Equal(p.peer, o.peer)
}

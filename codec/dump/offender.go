package dump

import (
	"bytes"
	"time"

	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/registry"
)

// offenderWindow is how many events a NOTIFICATION and the message that it complains of may stand apart.
const offenderWindow = 4

// offenderWithin is how far apart a device may date them.
const offenderWithin = 10 * time.Second

// The words of the JSON contract for the two ends of the link.
const (
	relOffender = "offender"
	relAnswer   = "answer"
)

// offender links the complaint that was added as number i about a received message with the NOTIFICATION that the device
// sent for it: the nearest one to the same peer that can be about such a message. Some devices print it first, some the
// message.
func (r *Relater) offender(i int) {
	e := r.at(i)
	if e.same || e.answers || !complaint(e) {
		return
	}
	for d := 1; d <= offenderWindow; d++ {
		for _, j := range [...]int{i - d, i + d} {
			if j < r.first(r.n) || j >= r.n || j > i && e.style == "frr-show" {
				continue // "show bgp neighbors" of FRR prints the reason of the reset first
			}
			n := r.at(j)
			if !answers(n, e, d) || r.octets > 0 && max(n.offset-e.offset, e.offset-n.offset) > r.octets {
				continue
			}
			e.answers, n.offends = true, true
			r.link(i, j, relAnswer)
			r.link(j, i, relOffender)
			return
		}
	}
}

// complaint reports whether an event is a message that the device calls faulty, in octets or in words.
func complaint(e *past) bool {
	if e.dir == logline.DirSent {
		return false
	}
	switch e.what {
	case logline.KindOffender:
		return true
	case logline.KindMessage:
		switch e.style {
		case "cisco-ios", "cisco-ios-msgdump", "frr-show", "huawei-vrp": // all that these print is faulty
			return true
		}
	}
	return false
}

// answers reports whether the event n, d events away, is the NOTIFICATION that was sent because of the message e.
func answers(n, e *past, d int) bool {
	sent := n.what == logline.KindNotification || n.kind == KindState && n.reason == logline.ReasonSent
	if !sent || n.dir == logline.DirReceived || n.dir == logline.DirUnknown && n.reason != logline.ReasonSent {
		return false
	}
	if n.same || n.offends || n.up || !canAnswer(n.code, e) {
		return false
	}
	if differ(n.host, e.host) || differ(n.vrf, e.vrf) || differ(n.peer, e.peer) {
		return false
	}
	if (len(n.peer) == 0 || len(e.peer) == 0) && (d > 1 || n.style != e.style) {
		return false // only what stands side by side in one device's output can be told to belong together
	}
	return n.time.IsZero() || e.time.IsZero() || apart(n, e, offenderWithin)
}

// differ reports whether both names are given and are not the same.
func differ(a, b []byte) bool { return len(a) > 0 && len(b) > 0 && !bytes.Equal(a, b) }

// canAnswer reports whether a NOTIFICATION with this error code can be about the message e.
func canAnswer(code int, e *past) bool {
	typ := e.typ
	if typ < 0 && e.attr >= 0 {
		typ = int(registry.MsgUpdate)
	}
	switch registry.ErrorCode(code) {
	case registry.ErrMessageHeader, registry.ErrFSM:
		return true
	case registry.ErrOpen:
		return typ < 0 || typ == int(registry.MsgOpen)
	case registry.ErrUpdate:
		return typ < 0 || typ == int(registry.MsgUpdate)
	case registry.ErrRouteRefresh:
		return typ < 0 || typ == int(registry.MsgRouteRefresh)
	case registry.ErrCease:
		// Quagga's AS4 support answered a bad OPEN with Cease.
		return e.style == "quagga-as4" && typ == int(registry.MsgOpen)
	}
	return false
}

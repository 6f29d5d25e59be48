package dump

import (
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

// offender links the complaint evs[i] about a received message with the NOTIFICATION that the device sent for it: the
// nearest one to the same peer that can be about such a message. Some devices print it first, some the message.
func offender(evs []Event, i int) {
	e := &evs[i]
	if e.SameAs >= 0 || e.Other >= 0 || !complaint(e) {
		return
	}
	for d := 1; d <= offenderWindow; d++ {
		for _, j := range [...]int{i - d, i + d} {
			if j < 0 || j >= len(evs) || !answers(&evs[j], e, d) || j > i && e.Style == "frr-show" {
				continue // "show bgp neighbors" of FRR prints the reason of the reset first
			}
			e.Other, e.Rel = j, relAnswer
			evs[j].Other, evs[j].Rel = i, relOffender
			return
		}
	}
}

// complaint reports whether an event is a message that the device calls faulty, in octets or in words.
func complaint(e *Event) bool {
	if e.Direction == logline.DirSent {
		return false
	}
	switch e.Event.Kind {
	case logline.KindOffender:
		return true
	case logline.KindMessage:
		switch e.Style {
		case "cisco-ios-msgdump", "frr-show", "huawei-vrp": // all that these print is faulty
			return true
		}
	}
	return false
}

// answers reports whether the event n, d events away, is the NOTIFICATION that was sent because of the message e.
func answers(n, e *Event, d int) bool {
	sent := n.Event.Kind == logline.KindNotification || n.Kind == KindState && n.Reason == logline.ReasonSent
	if !sent || n.Direction == logline.DirReceived || n.Direction == logline.DirUnknown && n.Reason != logline.ReasonSent {
		return false
	}
	if n.SameAs >= 0 || n.Other >= 0 || n.Up || !canAnswer(n.Code, e) {
		return false
	}
	if n.Host != "" && e.Host != "" && n.Host != e.Host || n.VRF != "" && e.VRF != "" && n.VRF != e.VRF {
		return false
	}
	if n.Peer != e.Peer && n.Peer != "" && e.Peer != "" {
		return false
	}
	if (n.Peer == "" || e.Peer == "") && (d > 1 || n.Style != e.Style) {
		return false // only what stands side by side in one device's output can be told to belong together
	}
	if n.Time.IsZero() || e.Time.IsZero() {
		return true
	}
	gap := n.Time.Sub(e.Time)
	return gap >= -offenderWithin && gap <= offenderWithin
}

// canAnswer reports whether a NOTIFICATION with this error code can be about the message e.
func canAnswer(code int, e *Event) bool {
	typ := e.MessageType
	if typ < 0 && e.Offender != nil && e.Offender.AttrCode >= 0 {
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
		return e.Style == "quagga-as4" && typ == int(registry.MsgOpen)
	}
	return false
}

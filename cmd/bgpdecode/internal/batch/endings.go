package batch

import (
	"time"

	"github.com/bgpdecode/bgpdecode/codec/dump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// ending is what is kept of a NOTIFICATION in a capture, for the state change that it led to.
type ending struct {
	style, peer, local string
	offset, index      int
	time               time.Time
	dir                logline.Direction
}

// endings are the last NOTIFICATIONs of a capture. Records of state changes (MRT, BMP) that follow them tell them again.
type endings struct {
	last [64]ending
	n    int
}

// stateWithin is how long after a NOTIFICATION a collector dates the change of state, in both directions.
const stateWithin = 10 * time.Second

// tie links the record of a fall to the NOTIFICATION of its session: the one in the same Peer Down record of BMP, or for
// MRT the last one within seconds. A session ends once.
func (t *endings) tie(ev *dump.Event) {
	switch {
	case ev.Event.Kind == logline.KindNotification && ev.Kind == dump.KindMessage && ev.Peer != "":
		t.last[t.n%len(t.last)] = ending{ev.Style, ev.Peer, ev.Local, ev.Offset, ev.Index, ev.Time, ev.Direction}
		t.n++
		return
	case ev.Event.Kind != logline.KindState || ev.Reason == "" || ev.Peer == "":
		return
	}
	for i := t.n - 1; i >= max(0, t.n-len(t.last)); i-- {
		e := &t.last[i%len(t.last)]
		if e.style != ev.Style || e.peer != ev.Peer || e.local != ev.Local {
			continue
		}
		gap := ev.Time.Sub(e.time)
		if ev.Style == "bmp" && e.offset == ev.Offset || ev.Style != "bmp" && gap >= -stateWithin && gap <= stateWithin {
			ev.SameAs, ev.Direction = e.index, e.dir
			e.style = "" // taken
		}
		return
	}
}

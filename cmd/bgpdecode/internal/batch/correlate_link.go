package batch

import (
	"bytes"
	"net/netip"
	"slices"
	"sort"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/explain"
	"github.com/bgpdecode/bgpdecode/registry"
)

// How far apart one device dates what belongs together.
const (
	repeatWithin = time.Second      // one NOTIFICATION printed twice
	fallWithin   = 10 * time.Second // a NOTIFICATION and the lines that the session fell
	reachBack    = 256              // messages back to the one complained about
)

// repeats ties a NOTIFICATION that a device prints several times to the first line: a session cannot fall twice within a
// second.
func (c *correlator) repeats(s *session) {
	if s.dev.wire {
		return
	}
	var last [roles]*note
	for _, n := range s.notes {
		switch n.kind {
		case noteRise:
			last = [roles]*note{}
		case noteNotification:
			o := last[n.role]
			if n.same != nil {
				continue // found before
			}
			if o == nil || !within(n, o, repeatWithin) || agree(n, o) == apart || n.conn != o.conn {
				last[n.role] = n
				continue
			}
			if n.paired() || n.job == nil {
				continue
			}
			n.same = o
			if !o.data.known && n.data.known || o.data.known && !o.data.full && n.data.full {
				n.same, o.same = nil, n // the line that shows more is the event
				if o.paired() || o.job == nil {
					n.same, o.same = o, nil
					continue
				}
				last[n.role] = n
			}
		}
	}
}

// within reports whether two notes have stamps at most d apart.
func within(a, b *note, d time.Duration) bool {
	return a.stamped && b.stamped && abs(a.time-b.time) <= int64(d)
}

// falls ties the lines of one fall together: to the NOTIFICATION that caused it, or else to the first of them. It notes
// what followed a NOTIFICATION.
func (c *correlator) falls(s *session) {
	var last, fall *note
	var early []*note // falls without a NOTIFICATION so far
	for _, n := range s.notes {
		switch n.kind {
		case noteFall:
			switch {
			case n.same != nil || n.job == nil:
			case last != nil && n.belongs(last):
				n.same = last
			case fall != nil && within(n, fall, fallWithin):
				n.same = fall
			default:
				fall = n
				early = append(early, n)
			}
		case noteNotification:
			if n.same != nil {
				continue
			}
			for _, f := range early {
				if f.belongs(n) && within(f, n, fallWithin/3) {
					f.same = n
				}
			}
			last, fall, early = n, nil, nil
		case noteRise, noteMessage:
			if n.kind == noteMessage && n.msg != registry.MsgOpen {
				continue
			}
			if last != nil && last.next.kind == followedNone && n.index > last.index {
				last.next = follower{index: n.index, kind: followedUp}
				if n.kind == noteMessage {
					last.next.kind = followedOpen
				}
				if last.stamped && n.stamped {
					last.next.after, last.next.timed = time.Duration(n.time-last.time), true
				}
			}
			if n.kind == noteRise {
				last, fall, early = nil, nil, nil
			}
		}
	}
	for _, n := range s.notes {
		for n.same != nil && n.same.same != nil {
			n.same = n.same.same
		}
	}
}

// belongs reports whether a fall can be the end of the session that a NOTIFICATION brought.
func (n *note) belongs(to *note) bool {
	if n.code > 0 && (n.code != to.code || n.sub >= 0 && to.sub >= 0 && n.sub != to.sub) {
		return false
	}
	if !n.stamped && !to.stamped {
		return n.pos-to.pos < 4 && n.pos-to.pos > -4
	}
	return within(n, to, fallWithin)
}

// offenders finds the message that each NOTIFICATION of a session complains about.
func (c *correlator) offenders(s *session) {
	for _, n := range s.notes {
		if n.kind != noteNotification || n.same != nil || n.offender != nil || n.job == nil || n.linked {
			continue
		}
		typ, ok := complainsOf(n.code)
		if !ok {
			continue
		}
		if m := c.offenderOf(n, typ); m != nil {
			n.offender = m
			if m.answer == nil {
				m.answer = n
			}
		}
	}
}

// share takes the offender from another view of the same NOTIFICATION.
func (n *note) share() {
	if n.kind != noteNotification || n.offender != nil || !n.paired() {
		return
	}
	for _, v := range n.views() {
		if v.offender != nil {
			n.offender, n.shows = v.offender, v.shows
			return
		}
	}
}

// complainsOf gives the type of message that a code is about.
func complainsOf(code int) (registry.MessageType, bool) {
	switch registry.ErrorCode(code) {
	case registry.ErrOpen:
		return registry.MsgOpen, true
	case registry.ErrUpdate:
		return registry.MsgUpdate, true
	case registry.ErrRouteRefresh:
		return registry.MsgRouteRefresh, true
	}
	return 0, false
}

// offenderOf looks where the message may be: on the session of the NOTIFICATION, on those of its other views, on captures
// of it.
func (c *correlator) offenderOf(n *note, typ registry.MessageType) *note {
	if m := c.before(n, n, int(n.pos), typ); m != nil {
		return m
	}
	for _, o := range n.sides {
		if o.sess != nil {
			if m := c.before(n, o.note, int(o.pos), typ); m != nil {
				return m
			}
		}
	}
	if s := c.ends[endsKey{n.dev.source, n.sess.peer, n.sess.local}]; s != nil && s != n.sess {
		// A table dump may hold both ends, each with what it received.
		pos := sort.Search(len(s.notes), func(i int) bool { return s.notes[i].index > n.index })
		like := *n
		like.sess, like.role = s, roleSender+roleReceiver-n.role
		if m := c.before(n, &like, pos, typ); m != nil {
			return m
		}
	}
	for _, w := range n.sess.wires {
		if !n.stamped || n.other(roleWire) != nil {
			continue
		}
		// The capture has no such NOTIFICATION; what it has up to that moment may still be the cause.
		at := n.time + int64(w.skew) + int64(2*time.Second)
		notes := w.y.notes
		pos := sort.Search(len(notes), func(i int) bool { return notes[i].time > at })
		like, ends := *n, *n.who
		ends.src, ends.dst = wireEnd(w, n, roleSender), wireEnd(w, n, roleReceiver)
		like.role, like.who = roleWire, &ends
		like.sess = w.y
		if m := c.before(n, &like, pos, typ); m != nil {
			return m
		}
	}
	return nil
}

// wireEnd gives the address in a capture of the one that sent, or received, a NOTIFICATION that a log tells; the port is 0.
func wireEnd(w *match, n *note, of role) netip.AddrPort {
	peer, own := w.ends()
	if n.role == of {
		peer = own
	}
	return netip.AddrPortFrom(peer, 0)
}

// before looks back from a place in a session for the message that n is about: one that went the other way, the last that
// holds the octets of the Data, or, where n has no Data, the last that shows the fault.
func (c *correlator) before(n, view *note, pos int, typ registry.MessageType) *note {
	seen, decoded := 0, 0
	notes := view.sess.notes
	for i := pos - 1; i >= 0 && seen < reachBack; i-- {
		m := notes[i]
		if m.kind == noteNotification && m.role == view.role && m != view && m.same == nil && typ == registry.MsgUpdate {
			if m.role != roleWire || m.src.Addr() == view.src.Addr() {
				return nil // the session before this one
			}
		}
		if m.kind != noteMessage || m.msg != typ || m.octets == nil || !opposite(m, view) {
			continue
		}
		seen++
		if typ != registry.MsgUpdate {
			if m.stamped && view.stamped && !within(m, view, time.Minute) {
				return nil
			}
			n.shows = c.look(m, n)
			return m
		}
		head := n.data.head
		if len(head) >= shortData {
			if bytes.Contains(m.octets, head) {
				n.shows = c.look(m, n)
				return m
			}
			continue
		}
		if decoded++; decoded > 16 {
			return nil
		}
		if s := c.look(m, n); s.confirms {
			n.shows = s
			return m
		}
	}
	return nil
}

// opposite reports whether a message went the way that a NOTIFICATION about it comes back.
func opposite(m, n *note) bool {
	switch n.role {
	case roleSender:
		return m.role == roleReceiver
	case roleReceiver:
		return m.role == roleSender
	case roleWire:
		return m.role == roleWire && m.src.Addr() == n.dst.Addr() &&
			(m.src == n.dst && m.dst == n.src || n.src.Port() == 0)
	}
	return false
}

// look decodes a message and tells whether it shows the fault that n names.
func (c *correlator) look(m, n *note) *shown {
	var known codec.Known
	if m.job != nil && m.at >= 0 {
		known = m.job.picked[m.at].opt.Known
	}
	return showsFault(&c.dec, m.piece, m.octets, known, n.code, n.sub)
}

// showsFault decodes a message and tells whether it has the fault that a NOTIFICATION names; sub is that of any fault of the
// code where it is 0 or not known.
func showsFault(dc *codec.Decoder, p codec.Piece, octets []byte, known codec.Known, code, sub int) *shown {
	t, _ := dc.DecodeGuess(p, octets, known, nil)
	s := &shown{}
	for i := range t.Findings {
		f := &t.Findings[i]
		if f.Severity != codec.SeverityError {
			continue
		}
		if id := f.Info().ID; !slices.Contains(s.findings, id) && len(s.findings) < 8 {
			s.findings = append(s.findings, id)
		}
		if !s.confirms && int(f.Note.Code) == code && (sub <= 0 || int(f.Note.Subcode) == sub) {
			s.confirms, s.complaint = true, explain.ComplaintOf(t, f)
			s.data = append([]byte(nil), f.Note.Data[:min(len(f.Note.Data), codec.MaxExtLen-codec.HeaderLen-2)]...)
		}
	}
	return s
}

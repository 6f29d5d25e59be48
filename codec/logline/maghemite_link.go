package logline

import "strings"

// linkMaghemite serves both of maghemite's formats. It makes one event of the records that tell of one NOTIFICATION on one connection: the first stays, the
// others become further lines about it. One that could not be delivered is marked as attempted; failures to send
// something else are dropped.
func linkMaghemite(evs []Event) []Event {
	var k slogLinker
	out := evs[:0]
	for i := range evs {
		out = append(out, evs[i])
		ev := &out[len(out)-1]
		l, ok := ev.link.(slogLink)
		if ok && l.role != slogOther && !k.place(out, len(out)-1, l) {
			out = out[:len(out)-1]
		}
	}
	return out
}

// slogLinker remembers the events that a later record may be about, by connection id and by the ends of the connection.
type slogLinker struct {
	sent, recv map[string][]int
	last       int // the last NOTIFICATION, +1
}

// place ties out[at] to an earlier event or makes it one. It reports whether the record is worth keeping.
func (k *slogLinker) place(out []Event, at int, l slogLink) bool {
	ev := &out[at]
	first := k.find(out, ev, l)
	switch l.role {
	case slogDecide:
		first = -1
	case slogBroken: // it may have been another message
		if first < 0 || at-first > 2 {
			return false
		}
		out[first].Attempted = true
	case slogFailed:
		if first < 0 {
			return true
		}
		out[first].Attempted = true
	case slogAct:
		if first < 0 && ev.Code == Unknown {
			return true
		}
	}
	if first < 0 {
		if ev.Kind == KindNotification {
			k.add(ev, l, at)
		}
		return true
	}
	f := &out[first]
	k.merge(f, ev, l)
	return true
}

// merge makes ev a further line about f and gives f what only ev tells.
func (k *slogLinker) merge(f, ev *Event, l slogLink) {
	if ev.Content == ContentMessage && f.Content != ContentMessage {
		f.Content, f.Octets, f.Notation, f.MessageType = ev.Content, ev.Octets, ev.Notation, ev.MessageType
	}
	if f.Content == ContentNone && ev.Content == ContentData {
		f.Content, f.Octets, f.Notation = ev.Content, ev.Octets, ev.Notation
	}
	f.DataKnown = f.DataKnown || ev.DataKnown
	if f.Peer == "" {
		f.Peer = ev.Peer
	}
	if l.role != slogAct { // a session may tell of the connection it has now
		if f.Local == "" {
			f.Local = ev.Local
		}
		if f.PeerPort == 0 {
			f.PeerPort = ev.PeerPort
		}
	}
	fl, _ := f.link.(slogLink)
	if l.ignored != "" && strings.Contains(l.ignored, "ignoring") {
		f.Notes = append(f.Notes, "the session ignored it: "+strings.TrimSuffix(l.ignored, ", ignoring"))
	}
	if l.role == slogAct {
		fl.role = slogAct // no session acts twice on one message
	}
	if (l.role == slogFailed || l.role == slogBroken) && ev.Words != "" && len(f.Notes) == 0 {
		f.Notes = append(f.Notes, "could not be delivered: "+ev.Words)
	}
	f.link = fl
	ev.Kind, ev.Same = KindState, true
	ev.Code, ev.Subcode = f.Code, f.Subcode
	ev.Content, ev.Octets, ev.DataKnown = ContentNone, nil, false
}

func (k *slogLinker) index(d Direction) *map[string][]int {
	if d == DirReceived {
		return &k.recv
	}
	return &k.sent
}

// add remembers an event under its names.
func (k *slogLinker) add(ev *Event, l slogLink, at int) {
	m := k.index(ev.Direction)
	if *m == nil {
		*m = map[string][]int{}
	}
	for _, name := range l.names(ev) {
		(*m)[name] = append((*m)[name], at)
	}
	k.last = at + 1
}

func (l slogLink) names(ev *Event) []string {
	var names []string
	if l.conn != "" {
		names = append(names, ev.Host+"\x00c"+l.conn)
	}
	if local, peer, ok := slogPair(l.tcp); ok {
		names = append(names, ev.Host+"\x00t"+local+" "+peer)
	}
	return names
}

// find returns the event that a record is about, -1 when there is none: on the same connection with the same code; for
// what a session does with a message, the first that no session has acted on. A record without names of its connection
// belongs to the NOTIFICATION directly in front of it.
func (k *slogLinker) find(out []Event, ev *Event, l slogLink) int {
	names := l.names(ev)
	m := *k.index(ev.Direction)
	for _, name := range names {
		list := m[name]
		for n := len(list) - 1; n >= 0 && n >= len(list)-8; n-- {
			if f := &out[list[n]]; k.fits(f, ev, l) {
				at := list[n]
				if l.role == slogAct {
					at = k.firstOpen(out, list[max(0, len(list)-8):], ev, l)
				}
				return at
			}
		}
	}
	if k.last == 0 {
		return -1
	}
	f := &out[k.last-1]
	fl, _ := f.link.(slogLink)
	if len(names) > 0 && len(fl.names(f)) > 0 || f.Direction != ev.Direction || !k.fits(f, ev, l) {
		return -1
	}
	if len(out)-k.last > 2 || ev.Peer != "" && f.Peer != "" && isIP(ev.Peer) == isIP(f.Peer) && ev.Peer != f.Peer {
		return -1
	}
	return k.last - 1
}

func (k *slogLinker) firstOpen(out []Event, list []int, ev *Event, l slogLink) int {
	for _, at := range list {
		if k.fits(&out[at], ev, l) {
			return at
		}
	}
	return -1
}

// fits reports whether a record can be about an event: same codes, and a connection tells of its part only once.
func (k *slogLinker) fits(f, ev *Event, l slogLink) bool {
	fl, _ := f.link.(slogLink)
	switch {
	case ev.Code != Unknown && (f.Code != ev.Code || f.Subcode != ev.Subcode):
		return false
	case l.role == slogAct:
		return fl.role != slogAct
	case l.role == slogRecv:
		return fl.role == slogRecv && ev.Content == ContentMessage && f.Content != ContentMessage
	case l.role == slogSend && fl.role == slogSend:
		return ev.Content == ContentMessage && f.Content != ContentMessage
	}
	return true
}

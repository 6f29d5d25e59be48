package logline

import "strings"

// exaJSON reads ExaBGP's JSON API, versions 3 to 5, one object a line:
//
//	{ "exabgp": "4.0.1", "time": 1554843223.95, "host": "h", "pid": 1, "ppid": 1, "counter": 11, "type": "update",
//	  "neighbor": { "address": { "local": "192.0.2.2", "peer": "192.0.2.1" }, "asn": { "local": 64496, "peer": 64497 },
//	  "direction": "receive", "message": { "update": { "attribute": { "origin": "igp", "as-path": [ 64497 ] },
//	  "announce": { "ipv4 unicast": { "192.0.2.1": [ { "nlri": "198.51.100.0/24" } ] } },
//	  "withdraw": { "ipv4 unicast": [ { "nlri": "203.0.113.0/24" } ] } } } } }
//
// "header" and "body" hold the octets when the session is set to give packets too.
func exaJSON() *Style {
	return &Style{
		Name:    "exabgp-json",
		Vendor:  "ExaBGP",
		Anchors: []string{`"exabgp`},
		Scan:    scanExaJSON,
	}
}

// exaRecord are the values of a record that matter, wherever the version puts them.
type exaRecord struct {
	time, typ, host, address, asn, ip, direction, state, reason, category jsonVal
	header, body, update, open, notification, refresh, eor                jsonVal
}

func scanExaJSON(c *Cursor, ev *Event) bool {
	v, _ := c.jsonAround()
	var r exaRecord
	r.read(v, 0)
	if r.typ == "" || r.time == "" {
		return false
	}
	c.bonus += bonusJSON
	ev.Host = r.host.text()
	ev.Time, _ = r.time.epoch()
	r.session(ev)
	if ev.Peer == "" {
		return false
	}
	switch r.typ.text() {
	case "state", "fsm", "down", "up", "connected":
		return r.states(ev)
	}
	if b, ok := r.octets(); ok {
		ev.Kind, ev.Content, ev.Octets, ev.Notation = KindMessage, ContentMessage, b, "hex"
		return true
	}
	if r.notification.isObject() {
		return jsonNotification(ev, r.notification)
	}
	ev.MessageType = messageWord(r.typ.text())
	if ev.MessageType == Unknown || ev.MessageType == 3 {
		return false
	}
	ev.Kind = KindMessage
	ev.Told = &Told{}
	return r.told(ev.Told, ev.MessageType)
}

// read takes the members of a record and of what is inside it.
func (r *exaRecord) read(v jsonVal, depth int) {
	for key, x := range v.members() {
		switch key {
		case "time":
			r.time = x
		case "type":
			r.typ = x
		case "host":
			r.host = x
		case "address":
			r.address = x
		case "asn":
			r.asn = x
		case "ip":
			r.ip = x
		case "direction":
			r.direction = x
		case "state":
			r.state = x
		case "reason":
			r.reason = x
		case "category":
			r.category = x
		case "header":
			r.header = x
		case "body":
			r.body = x
		case "update":
			r.update = x
		case "open":
			r.open = x
		case "notification":
			r.notification = x
		case "route-refresh", "refresh":
			r.refresh = x
		case "eor":
			r.eor = x
		case "neighbor", "message":
			if depth < 3 && x.isObject() {
				r.read(x, depth+1)
			}
		}
	}
}

// session fills who spoke with whom. In later versions the direction stands beside each key.
func (r *exaRecord) session(ev *Event) {
	peer := r.address.get("peer")
	if peer == "" {
		peer = r.ip
	}
	if p, port, ok := splitAddr(peer.text()); ok && isIP(p) {
		ev.Peer, ev.PeerPort = p, port
	}
	if l, _, ok := splitAddr(r.address.get("local").text()); ok && isIP(l) {
		ev.Local = l
	}
	ev.PeerAS, _ = asOf(r.asn.get("peer"))
	ev.LocalAS, _ = asOf(r.asn.get("local"))
	switch strings.ToLower(r.direction.text()) {
	case "receive", "received", "in":
		ev.Direction = DirReceived
	case "send", "sent", "out":
		ev.Direction = DirSent
	}
}

// octets joins header and body.
func (r *exaRecord) octets() ([]byte, bool) {
	h, ok := hexText(r.header.text())
	if !ok || len(h) != minMessage {
		return nil, false
	}
	b, ok := hexText(r.body.text())
	return append(h, b...), ok
}

// states reads a session that went up or down, or a transition.
func (r *exaRecord) states(ev *Event) bool {
	ev.Kind, ev.Direction = KindState, DirUnknown
	w := r.state.text()
	if w == "" {
		w = r.typ.text()
	}
	switch low := strings.ToLower(w); low {
	case "up":
		ev.Up = true
	case "connected", "idle", "active", "connect", "opensent", "openconfirm", "established":
		ev.To = low
	case "down":
		ev.Words = r.reason.text()
		exaReason(ev, ev.Words)
		if ev.Reason = Reason(ev.Words); ev.Reason == "" {
			ev.Reason = ReasonDown
		}
		if ev.Same {
			ev.Reason = [...]string{ReasonDown, ReasonSent, ReasonReceived}[ev.Direction]
		}
	default:
		return false
	}
	return true
}

// exaReason reads "peer reset, message (notification received (2,6)) error(...)": the API has parentheses for all
// brackets. What stands behind "error" may be a peer's.
func exaReason(ev *Event, s string) {
	h := reading(s, 0)
	if !h.Lit("peer reset, message (notification ") {
		return
	}
	switch h.Any("received", "sent") {
	case 0:
		ev.Direction = DirReceived
	case 1:
		ev.Direction = DirSent
	default:
		return
	}
	var got Event
	if exaPair(h, &got) && h.Lit(")") {
		ev.Code, ev.Subcode, ev.Same = got.Code, got.Subcode, true
	}
}

// told takes the fields of a message.
func (r *exaRecord) told(m *Told, typ int) bool {
	switch typ {
	case 1:
		return m.openFields(r.open)
	case 4:
		return true
	case 5:
		v := r.refresh
		afi, safi, ok := familyText(v.get("afi").text() + " " + v.get("safi").text())
		m.AFI, m.SAFI = afi, safi
		switch v.get("subtype").text() {
		case "begin":
			m.Subtype = 1
		case "end":
			m.Subtype = 2
		}
		return ok
	}
	if r.eor.isObject() {
		afi, safi, ok := familyText(r.eor.get("afi").text() + " " + r.eor.get("safi").text())
		m.End, m.AFI, m.SAFI = true, afi, safi
		return ok
	}
	if !r.update.isObject() {
		return false
	}
	for key, v := range r.update.members() {
		switch key {
		case "attribute", "attributes":
			r.attributes(m, v)
		case "announce":
			for family, hops := range v.members() {
				r.announce(m, family, hops)
			}
		case "withdraw":
			for family, list := range v.members() {
				if afi, safi, ok := familyText(family); ok {
					m.routes(list, afi, safi, nil, true)
				}
			}
		}
	}
	return true
}

func (r *exaRecord) announce(m *Told, family string, hops jsonVal) {
	afi, safi, ok := familyText(family)
	if !ok {
		m.lost("routes of a family whose octets the tool does not show")
		return
	}
	for hop, list := range hops.members() {
		m.routes(list, afi, safi, nextHops(hop), false)
	}
}

// attributes takes the path attributes. Sets stand beside the path in versions before 5, where they ended it.
func (r *exaRecord) attributes(m *Told, v jsonVal) {
	path := -1
	for key, x := range v.members() {
		switch key {
		case "as-set", "confederation-path", "confederation-set":
			if path < 0 || !x.isArray() {
				m.lost("parts of the AS path")
				break
			}
			typ := map[string]uint8{"as-set": segSet, "confederation-path": segConfedSeq, "confederation-set": segConfedSet}[key]
			// ExaBGP 4 writes an empty list for a segment that is not there.
			a, first := &m.Attrs[path], true
			for y := range x.elements() {
				as, ok := asOf(y)
				if !ok || len(a.Segments) >= maxToldNumbers {
					continue
				}
				if first {
					a.Segments, first = append(a.Segments, ToldSegment{Type: typ}), false
				}
				a.Segments = addAS(a.Segments, typ, as)
			}
		default:
			if !m.attribute(key, x) {
				m.lost("attributes that the tool has in words")
			}
			if n := len(m.Attrs); key == "as-path" && n > 0 && m.Attrs[n-1].Code == 2 {
				path = n - 1
			}
		}
	}
}

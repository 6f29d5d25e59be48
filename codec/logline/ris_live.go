package logline

import "strings"

// risLive reads what RIPE's RIS Live sends, one object a line, with or without what stands around "data":
//
//	{"type":"ris_message","data":{"timestamp":1562822233.68,"peer":"192.0.2.1","peer_asn":"64496","id":"...","host":"rrc13",
//	 "type":"UPDATE","path":[64496,64497,[64498,64499]],"origin":"igp","med":0,"community":[[64496,4000]],
//	 "announcements":[{"next_hop":"192.0.2.1","prefixes":["198.51.100.0/24"]}],"withdrawals":["203.0.113.0/24"],"raw":"FFFF..."}}
//
// The collector received every message, but an OPEN that says otherwise. With "raw" the octets are there.
func risLive() *Style {
	return &Style{
		Name:    "ris-live",
		Vendor:  "RIPE RIS Live",
		Anchors: []string{`"peer_asn`},
		Scan:    scanRISLive,
	}
}

func scanRISLive(c *Cursor, ev *Event) bool {
	v, outer := c.jsonAround()
	f := risFields{}
	if !f.read(v) {
		return false
	}
	if outer.isObject() && outer.get("type").text() == "ris_message" {
		c.jsonOuter()
	}
	c.bonus += bonusJSON
	ev.Peer, ev.PeerAS, ev.Host = f.peer, f.as, f.host
	ev.Direction = DirReceived
	if f.direction == "sent" {
		ev.Direction = DirSent
	}
	ev.Time, _ = f.timestamp.epoch()
	if f.typ == "RIS_PEER_STATE" || f.typ == "STATE" {
		ev.Direction = DirUnknown
		return f.state(ev)
	}
	ev.MessageType = messageWord(f.typ)
	if ev.MessageType == Unknown {
		return false
	}
	ev.Kind = KindMessage
	if b, ok := hexText(f.raw); ok && len(b) >= minMessage {
		ev.Content, ev.Octets, ev.Notation = ContentMessage, b, "hex"
		return true
	}
	if ev.MessageType == 3 {
		return f.notification(ev)
	}
	m := &Told{}
	ev.Told = m
	return f.told(m, v, ev.MessageType)
}

// bonusJSON is what a reading of a whole JSON record gains over styles that find words in it.
const bonusJSON = 40

// risFields are the members of "data" that have a meaning beside the attributes.
type risFields struct {
	peer, host, typ, raw, direction string
	as                              uint32
	timestamp, stateVal, notify     jsonVal
}

// read takes the members of "data".
func (f *risFields) read(v jsonVal) bool {
	asOK := false
	for key, x := range v.members() {
		switch key {
		case "peer":
			f.peer, _, _ = splitAddr(x.text())
		case "peer_asn":
			f.as, asOK = asOf(x)
		case "host":
			f.host = x.text()
		case "type":
			f.typ = strings.ToUpper(x.text())
		case "raw":
			f.raw = x.text()
		case "direction":
			f.direction = x.text()
		case "timestamp":
			f.timestamp = x
		case "state":
			f.stateVal = x
		case "notification":
			f.notify = x
		}
	}
	return asOK && isIP(f.peer) && f.typ != "" && f.timestamp != ""
}

// state reads a peer of a collector that went up or down.
func (f *risFields) state(ev *Event) bool {
	ev.Kind = KindState
	switch strings.ToLower(f.stateVal.text()) {
	case "connected", "up", "established":
		ev.Up, ev.To = true, "Established"
	case "down": // from and to which state is not told
		ev.Reason = ReasonDown
	default:
		return false
	}
	return true
}

// notification reads {"code":6,"subcode":5,"data":"0605"}: the collector repeats code and subcode in front of the Data.
func (f *risFields) notification(ev *Event) bool {
	if !jsonNotification(ev, f.notify) {
		return false
	}
	if o := ev.Octets; len(o) >= 2 && int(o[0]) == ev.Code && int(o[1]) == ev.Subcode {
		if ev.Octets = o[2:]; len(o) == 2 {
			ev.Content, ev.Octets = ContentNone, nil
		}
		ev.Notes = append(ev.Notes, "the record repeats code and subcode in front of the Data; they are left out")
	}
	return true
}

// jsonNotification reads {"code": 6, "subcode": 2, "data": "hex"}, where the Data may have 0x in front.
func jsonNotification(ev *Event, v jsonVal) bool {
	code, ok := v.get("code").number32()
	if !ok || code == 0 || code > 255 {
		return false
	}
	sub, ok := v.get("subcode").number32()
	if !ok || sub > 255 {
		return false
	}
	ev.Kind, ev.MessageType = KindNotification, 3
	ev.Code, ev.Subcode = int(code), int(sub)
	data := v.get("data")
	b, ok := hexText(data.text())
	if data == "" || !ok {
		if data.isString() {
			ev.param("data", data.text(), "as the tool prints it; these are no hex digits")
		}
		return true
	}
	ev.DataKnown = true
	if len(b) > 0 {
		ev.Content, ev.Octets, ev.Notation = ContentData, b, "hex"
	}
	return true
}

// told takes the fields of any other message.
func (f *risFields) told(m *Told, v jsonVal, typ int) bool {
	switch typ {
	case 1:
		return m.openFields(v)
	case 4:
		return true
	case 2:
	default:
		return false
	}
	for key, x := range v.members() {
		switch key {
		case "announcements":
			for a := range x.elements() {
				m.routes(a.get("prefixes"), 0, 1, nextHops(a.get("next_hop").text()), false)
			}
		case "withdrawals":
			m.routes(x, 0, 1, nil, true)
		case "next_hop", "nexthop":
		default:
			m.attribute(key, x)
		}
	}
	return true
}

// messageWord gives the number of a message type that tools print as a word.
func messageWord(s string) int {
	switch strings.ToUpper(s) {
	case "OPEN":
		return 1
	case "UPDATE", "ANNOUNCE", "WITHDRAW":
		return 2
	case "NOTIFICATION", "NOTIFY":
		return 3
	case "KEEPALIVE":
		return 4
	case "ROUTE-REFRESH", "ROUTE_REFRESH", "REFRESH":
		return 5
	}
	return Unknown
}

package logline

import (
	"strings"
	"time"
)

// bgpfixJSON reads the arrays of bgpfix and bgpipe, in the order of each of their versions:
//
//	["R",243,"2025-07-11T11:23:50.860","UPDATE",{"reach":["198.51.100.0/24"],"attrs":{"ORIGIN":{"flags":"T","value":"IGP"}}},{}]
//	["R",243,"2025-07-11T11:23:50.860",1459,"UPDATE",{...},null]
//	["2023-08-18T11:33:41.298",1,"L","OPEN",-1,{"bgp":4,"asn":64496,"id":"192.0.2.1","hold":90,"caps":{...}},null]
//	["L",2,"2025-07-11T11:23:51.000",21,"NOTIFY","0x0602",null]
//
// "L" and "R" are the ways through the pipe: which side wrote the record cannot be known. Octets stand in hex behind 0x,
// without the header.
func bgpfixJSON() *Style {
	return &Style{
		Name:   "bgpfix-json",
		Vendor: "bgpfix",
		Anchors: []string{
			`"open",`, `"update",`, `"notify",`, `"keepalive",`, `"refresh",`,
			`\"open\",`, `\"update\",`, `\"notify\",`, `\"keepalive\",`, `\"refresh\",`, // JSON in JSON
		},
		Scan: scanBGPFix,
	}
}

func scanBGPFix(c *Cursor, ev *Event) bool {
	if k := strings.LastIndexByte(c.t[max(0, c.at-96):c.at], '['); k < 0 {
		return false
	}
	v, _ := c.jsonAround()
	if !v.isArray() {
		return false
	}
	var way, typ, stamp string
	var data, meta jsonVal
	n, typeAt := 0, -1
	for x := range v.elements() {
		s := x.text()
		switch {
		case n > 7:
			return false
		case typeAt < 0 && x.isString() && (s == "L" || s == "R"):
			way = s
		case typeAt < 0 && x.isString() && len(s) >= 19 && s[4] == '-':
			stamp = s
		case typeAt < 0 && x.isString():
			typ, typeAt = s, n
		case typeAt < 0 && digits(s) != len(s) && s != "-1":
			return false
		case typeAt >= 0 && data == "" && !(n == typeAt+1 && (digits(s) == len(s) && s != "" || s == "-1")):
			data = x
		case data != "":
			meta = x
		}
		n++
	}
	if way == "" || stamp == "" || n < 5 || messageWord(typ) == Unknown {
		return false
	}
	c.bonus += bonusJSON
	ev.MessageType, ev.Kind = messageWord(typ), KindMessage
	if at, err := time.Parse("2006-01-02T15:04:05.999999999", strings.TrimSuffix(stamp, "Z")); err == nil {
		ev.Time = at
	}
	ev.param("direction", way, map[string]string{"L": "towards the left side of the pipe", "R": "towards the right side of the pipe"}[way])
	bgpfixMeta(ev, meta)
	return bgpfixBody(ev, data)
}

// bgpfixMeta takes the peer from the tags that bgpipe's readers of collectors add.
func bgpfixMeta(ev *Event, meta jsonVal) {
	for key, x := range meta.members() {
		switch strings.ToUpper(key) {
		case "PEER_IP":
			if p, _, ok := splitAddr(x.text()); ok && isIP(p) {
				ev.Peer = p
			}
		case "PEER_AS", "PEER_ASN":
			ev.PeerAS, _ = asOf(x)
		case "COLLECTOR":
			ev.Host = x.text()
		}
	}
}

// bgpfixBody takes the message itself.
func bgpfixBody(ev *Event, v jsonVal) bool {
	if b, ok := hexText(v.text()); ok && v.isString() && strings.HasPrefix(v.text(), "0x") {
		ev.Told = &Told{Body: b, HasBody: true}
		return true
	}
	switch ev.MessageType {
	case 3:
		if v.isObject() {
			return jsonNotification(ev, v)
		}
		ev.Kind = KindNotification // older versions print the Data as text and leave out the code
		if v.isString() && v != `""` {
			ev.Text, ev.HasText = v.text(), true
		}
		return true
	case 4:
		ev.Told = &Told{}
		return true
	case 1:
		ev.Told = &Told{}
		return ev.Told.bgpfixOpen(v)
	case 2:
		ev.Told = &Told{}
		return ev.Told.bgpfixUpdate(v)
	}
	return false
}

// bgpfixUpdate takes "reach", "unreach" and "attrs".
func (m *Told) bgpfixUpdate(v jsonVal) bool {
	if !v.isObject() {
		return false
	}
	var hop jsonVal
	attrs := v.get("attrs")
	for key, a := range attrs.members() {
		val := a
		flags := ""
		if a.isObject() && a.get("value") != "" {
			val, flags = a.get("value"), a.get("flags").text()
		}
		switch key = strings.ToLower(key); key {
		case "nexthop":
			hop = val
		case "mp_reach", "mp_unreach":
			m.bgpfixMP(val, key == "mp_unreach")
		case "community", "large_community", "origin", "aspath", "med", "localpref", "otc":
			m.attribute(key, val)
		case "ext_community":
			m.extended(val)
		case "originator":
			m.attribute("originator_id", val)
		case "cluster_list":
			m.attribute(key, val)
		case "aggregate", "atomic_aggregate":
			m.attribute("atomic", "true")
		case "aggregator":
			m.aggregatorOf(val.get("asn").text(), val.get("addr").text())
		default:
			m.bgpfixOther(key, flags, val)
		}
	}
	m.routes(v.get("reach"), 1, 1, nextHops(hop.text()), false)
	m.routes(v.get("unreach"), 1, 1, nil, true)
	if hop != "" && len(m.Reach) == 0 {
		m.addrs(3, hop)
	}
	return true
}

// bgpfixOther takes an attribute that is shown in hex, by number or name "ATTR_99".
func (m *Told) bgpfixOther(key, flags string, v jsonVal) {
	code := smallNumber(strings.TrimPrefix(key, "attr_"))
	if code <= 0 || code > 255 || !v.isString() {
		m.lost("attributes that the tool has in words")
		return
	}
	f := uint8(0)
	for k, bit := range map[string]uint8{"O": 0x80, "T": 0x40, "P": 0x20, "X": 0x10} {
		if strings.Contains(flags, k) {
			f |= bit
		}
	}
	m.raw(uint8(code), f, v.text())
}

// bgpfixMP takes {"af":"IPV6/UNICAST","nexthop":"2001:db8::1","prefixes":[...]}.
func (m *Told) bgpfixMP(v jsonVal, withdrawn bool) {
	afi, safi, ok := familyText(v.get("af").text())
	list := v.get("prefixes")
	if !ok || safi > 2 || !list.isArray() {
		m.lost("routes of a family whose octets the tool does not show")
		return
	}
	hops := nextHops(v.get("nexthop").text())
	if ll := nextHops(v.get("linklocal").text()); len(hops) == 1 && len(ll) == 1 {
		hops = append(hops, ll[0])
	}
	n := len(m.Reach) + len(m.Unreach)
	m.routes(list, afi, safi, hops, withdrawn)
	if withdrawn && n == len(m.Reach)+len(m.Unreach) {
		m.End, m.AFI, m.SAFI = true, afi, safi
	}
}

// bgpfixOpen takes {"bgp":4,"asn":64496,"id":"192.0.2.1","hold":90,"caps":{...}}.
func (m *Told) bgpfixOpen(v jsonVal) bool {
	ok := m.openFields(`{"version":` + orNumber(v.get("bgp"), "4") + `,"asn":` + orNumber(v.get("asn"), "null") +
		`,"hold_time":` + orNumber(v.get("hold"), "null") + `,"router_id":` + orNumber(v.get("id"), "null") + `}`)
	if !ok {
		return false
	}
	for key, c := range v.get("caps").members() {
		if len(m.Open.Capabilities) > 255 {
			break
		}
		m.bgpfixCap(strings.ToUpper(key), c)
	}
	return true
}

func orNumber(v, otherwise jsonVal) jsonVal {
	if v == "" {
		return otherwise
	}
	return v
}

// bgpfixCap takes a capability by its name.
func (m *Told) bgpfixCap(key string, v jsonVal) {
	switch key {
	case "MP":
		m.capability(1, `{"families":`+v+`}`)
	case "ROUTE_REFRESH":
		m.capability(2, `{}`)
	case "EXTENDED_MESSAGE":
		m.capability(6, `{}`)
	case "ENHANCED_ROUTE_REFRESH":
		m.capability(70, `{}`)
	case "PRE_ROUTE_REFRESH":
		m.capability(128, `{}`)
	case "AS4":
		m.capability(65, `{"asn4":`+v+`}`)
	default:
		m.lost("capabilities that the tool has in words")
	}
}

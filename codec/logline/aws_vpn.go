package logline

import "strings"

// awsVPN reads the BGP logs of AWS Site-to-Site VPN, an object a line:
//
//	{"resource_id":"vpn-0abc1234def567890_198.51.100.10","event_timestamp":1772618400000,"timestamp":"2026-03-04 10:00:00Z",
//	 "type":"BGPStatus","status":"DOWN","message":{"details":"Hold timer expired"}}
//
// The resource is the connection and the outside address of its tunnel, which is not that of the BGP peer.
func awsVPN() *Style {
	return &Style{
		Name:    "aws-vpn-bgp",
		Vendor:  "AWS Site-to-Site VPN",
		Anchors: []string{`"bgpstatus"`, `\"bgpstatus\"`},
		Scan:    scanAWSVPN,
	}
}

func scanAWSVPN(c *Cursor, ev *Event) bool {
	v, _ := c.jsonAround()
	if !v.isObject() || v.get("type").text() != "BGPStatus" {
		return false
	}
	name := v.get("resource_id").text()
	if name == "" || len(name) > 200 {
		return false
	}
	ev.Kind = KindState
	switch strings.ToUpper(v.get("status").text()) {
	case "UP":
		ev.Up = true
	case "DOWN":
		ev.From = "Established"
		ev.Words = awsDetails(v.get("message"))
		if ev.Reason = Reason(ev.Words); ev.Reason == "" {
			ev.Reason = ReasonDown
		}
	default:
		return false
	}
	c.bonus += bonusJSON
	ev.Session = name
	if !ev.Up {
		ev.param("resource", name, "the VPN connection and the outside address of its tunnel")
	}
	if ev.jsonStamp(v.get("event_timestamp").text(), c.opts); ev.Time.IsZero() {
		ev.jsonStamp(v.get("timestamp").text(), c.opts)
	}
	return true
}

// awsDetails gives the text of a message, or of the only text in it.
func awsDetails(v jsonVal) string {
	if v.isString() {
		return v.text()
	}
	for _, x := range v.members() {
		if x.isString() {
			return x.text()
		}
	}
	return ""
}

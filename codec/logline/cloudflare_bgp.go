package logline

import "strings"

// cloudflareBGP reads Cloudflare's Magic BGP logs, an object a line:
//
//	{"Direction":"to_cloudflare","EventData":{"code":6,"subcode":2,"reason":"Administrative Shutdown"},"EventKind":"notification_message",
//	 "EventTimestamp":"2026-03-04T10:00:00Z","TunnelID":"0123456789abcdef","TunnelName":"dc1-gre"}
//
// The way is that seen from Cloudflare, which logs. Only the tunnel tells who the peer is.
func cloudflareBGP() *Style {
	return &Style{
		Name:    "cloudflare-bgp",
		Vendor:  "Cloudflare Magic Transit, Magic WAN",
		Anchors: []string{"notification_mes", "bgp_state_transi", "tcp_handshake_fa"},
		Scan:    scanCloudflare,
	}
}

func scanCloudflare(c *Cursor, ev *Event) bool {
	v, _ := c.jsonAround()
	if !v.isObject() {
		return false
	}
	var kind, way string
	var data, at jsonVal
	for key, x := range v.members() {
		switch strings.ToLower(key) {
		case "eventkind":
			kind = x.text()
		case "eventdata":
			data = x
		case "direction":
			way = x.text()
		case "eventtimestamp":
			at = x
		case "tunnelname":
			ev.named("tunnel", x.text())
		}
	}
	if data.isString() { // an object in a string, as some sinks keep it
		data = jsonVal(data.text())
	}
	if !data.isObject() {
		return false
	}
	c.bonus += bonusJSON
	ev.jsonStamp(at.text(), c.opts)
	switch way {
	case "to_cloudflare":
		ev.Direction = DirReceived
	case "from_cloudflare":
		ev.Direction = DirSent
	}
	switch kind {
	case "notification_message":
		if r := data.get("reason").text(); r != "" {
			ev.param("reason", r, "")
		}
		return ev.Direction != DirUnknown && jsonNotification(ev, data)
	case "bgp_state_transition":
		return ev.wentTo(data.get("from_state").text(), data.get("to_state").text(), data.get("event").text(), c.opts)
	case "tcp_handshake_failed":
		ev.Kind, ev.Direction = KindState, DirUnknown
		ev.Words = strings.TrimSpace(data.get("reason").text() + " " + data.get("message").text())
		ev.Reason = dialReason(ev.Words)
		if c.opts != nil && c.opts.Transitions {
			ev.Step = &Step{What: StepDialFailed, Cause: ev.Words}
		}
		return true
	}
	return false
}

// wentTo makes a change of state an event: those to and from Established, all others only where the course of a session is asked
// for.
func (ev *Event) wentTo(from, to, why string, o *Options) bool {
	f, ok1 := StateName(from)
	t, ok2 := StateName(to)
	if !ok1 || !ok2 || f == t || f != "Established" && t != "Established" && (o == nil || !o.Transitions) {
		return false
	}
	ev.Kind, ev.From, ev.To, ev.Words, ev.Up = KindState, f, t, why, t == "Established"
	if ev.Up || f != "Established" {
		return true
	}
	if ev.Reason = Reason(why); ev.Reason == "" {
		ev.Reason = ReasonDown
	}
	return true
}

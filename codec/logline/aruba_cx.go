package logline

import "strings"

// arubaCX reads switches with HPE Aruba AOS-CX, which log states, with the last error as numbers:
//
//	hpe-routing[3829]: Event|2902|LOG_INFO|AMM|1/1|192.0.2.1: Peer down. error-code: 6, error-sub-code: 4. vrf-name: default
//	192.0.2.1: Peer up. vrf-name: default
//
// Who sent the NOTIFICATION is not told. 0 is no error.
func arubaCX() *Style {
	return &Style{
		Name:    "aruba-cx",
		Vendor:  "HPE Aruba AOS-CX",
		Anchors: []string{"peer down. error", "peer up. vrf-nam"},
		Scan:    scanArubaCX,
	}
}

func scanArubaCX(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	s = strings.TrimRight(s, " ")
	if !strings.HasSuffix(s, ":") {
		return false
	}
	s = s[:len(s)-1]
	at := strings.LastIndexAny(s, " \t\n|\"'>;") + 1
	var ok bool
	if ev.Peer, _, ok = splitAddr(s[at:]); !ok || !isIP(ev.Peer) {
		return false
	}
	ev.Kind = KindState
	c.From(base + at)
	if fold[c.t[c.at+5]] == 'u' {
		ev.Up, ev.To = true, "Established"
		return c.Lit("e:") && arubaVRF(c, ev)
	}
	if !c.Lit("-code:") {
		return false
	}
	if ev.Code, ok = c.Code(); !ok || !c.Lit(", error-sub-code:") {
		return false
	}
	if ev.Subcode, ok = c.Code(); !ok {
		return false
	}
	c.Lit(".")
	ev.From = "Established"
	if ev.Code == 0 {
		ev.Code, ev.Subcode = Unknown, Unknown
	}
	ev.Reason = ReasonDown
	return !c.Lit("vrf-name:") || arubaVRF(c, ev)
}

// arubaVRF reads the name behind "vrf-name:".
func arubaVRF(c *Cursor, ev *Event) (ok bool) {
	ev.VRF, ok = c.Token("\"'|<,;")
	c.bonus += 2
	return ok
}

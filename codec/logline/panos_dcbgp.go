package logline

import "strings"

// panosDCBGP reads Metaswitch's DC-BGP, which PAN-OS (and parts of EXOS) runs. A report has a line for each value:
//
//	**** EXCEPTION 0x4102 - 71 (0000) **** I:008e7cd1 F:00000020
//	qbnmsnd2.c 167 :at 20:54:21, 2 May 2021 (1822572648 ms)
//	A NOTIFICATION message is being sent to a neighbor due to an unexpected
//	problem.
//	Local address = 192.0.2.9
//	Remote address = 192.0.2.12
//	Remote AS number = 64905
//	Error code = UPDATE Message Error (3)
//	Error subcode = Invalid Network Field (10)
func panosDCBGP() *Style {
	return &Style{
		Name:    "panos-dcbgp",
		Behind:  "m",
		Vendor:  "DC-BGP (PAN-OS, EXOS)",
		Anchors: []string{"notification"},
		Scan:    scanPanosDCBGP,
	}
}

func scanPanosDCBGP(c *Cursor, ev *Event) bool {
	if !c.Lit("message ") || c.Any("is being", "was", "has been") < 0 {
		return false
	}
	var ok bool
	if ev.Direction, ok = c.Direction(); !ok || !c.Lit("a neighbor ") {
		return false
	}
	if !panosValues(c, ev) {
		return false
	}
	s, base := c.lead()
	if k := lastFold(s, "**** exception "); k >= 0 {
		c.From(base + k)
		panosTime(ev, s[k:])
	}
	return true
}

// panosKeys are the names of the values, in the order of the report.
var panosKeys = [...]string{
	"local address", "local port", "remote address", "remote port", "scope id", "remote as number", "remote bgp id",
	"error code", "error subcode", "nm entity index", "local as number",
}

// panosValues reads up to the subcode, the last of the values. Words between them are passed over.
func panosValues(c *Cursor, ev *Event) bool {
	for end := min(len(c.t), c.i+1200); c.i < end; {
		key := c.Any(panosKeys[:]...)
		if key < 0 || !c.Lit("=") {
			w, ok := c.Token("")
			if !ok || strings.HasPrefix(w, "****") {
				return false
			}
			continue
		}
		if !panosValue(c, ev, key) {
			return false
		}
		if key == 8 {
			c.Judge(ev)
			return ev.Code > 0
		}
	}
	return false
}

func panosValue(c *Cursor, ev *Event, key int) (ok bool) {
	switch key {
	case 0:
		ev.Local, _, ok = c.IP()
	case 2:
		ev.Peer, _, ok = c.IP()
	case 3:
		ev.PeerPort, ok = c.Number()
	case 5:
		ev.PeerAS, ok = c.AS()
	case 7:
		ev.Words, ev.Code, ok = wireName(c)
	case 8:
		var w string
		w, ev.Subcode, ok = wireName(c)
		ev.Words += "/" + w
	case 10:
		ev.LocalAS, ok = c.AS()
	default:
		_, ok = c.Token("")
	}
	return ok
}

// panosTime takes the time out of ":at 20:54:21, 2 May 2021 (...)"; it has no zone, so it is told as text.
func panosTime(ev *Event, s string) {
	k := strings.Index(s, ":at ")
	if k < 0 {
		return
	}
	s = s[k+len(":at "):]
	if e := strings.IndexByte(s, '('); e > 0 && e < 48 {
		ev.param("time", strings.Join(strings.Fields(s[:e]), " "), "the router's clock, no zone given")
	}
}

package logline

import (
	"strconv"
	"strings"
	"time"
)

// nokiaSROS reads Nokia SR OS:
//
//	37 2026/02/28 13:41:12.74 UTC WARNING: BGP #2039 Base Peer 1: 192.0.2.5
//	"(ASN 64496) VR 1: Group ebgp: Peer 192.0.2.5: moved from higher state ESTABLISHED to lower state IDLE due to event RECV_NOTIFY"
//	(ASN 64496) VR 1: Group ebgp: Peer 192.0.2.5: received notification: code CEASE subcode CONN_REJECT
//	VR 1: Group ebgp: Peer 192.0.2.5: moved into established state
//
// Codes are symbols only. The ASN is that of the instance that logs.
func nokiaSROS() *Style {
	return &Style{
		Name:    "nokia-sros",
		Before:  "tgdev",
		Behind:  ":",
		Vendor:  "Nokia SR OS",
		Anchors: []string{"notification", "higher state", "into established"},
		Scan:    scanNokiaSROS,
	}
}

func scanNokiaSROS(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	if _, _, ok := wayBefore(s); !ok && fold[c.t[c.at]] == 'n' {
		return false
	}
	k := lastFold(s, "(asn ")
	if k < 0 {
		if k = lastFold(s, "vr "); k < 0 || lastFold(s[k:], "group ") < 0 { // releases up to 16 have no AS
			return false
		}
	}
	h := reading(s, k)
	if !nokiaHead(h, ev) {
		return false
	}
	switch fold[c.t[c.at]] {
	case 'n':
		d, ok := h.Direction()
		if !ok || h.ws() != len(s) || !c.Lit(":") || !c.Lit("code ") {
			return false
		}
		ev.Direction = d
		if !nokiaCodes(c, ev) {
			return false
		}
	case 'h':
		if !h.Lit("moved from ") || h.ws() != len(s) || !nokiaMoved(c, ev) {
			return false
		}
	default:
		if !h.Lit("moved") || h.ws() != len(s) || !c.Word("state") {
			return false
		}
		ev.Kind, ev.Up, ev.To = KindState, true, "Established"
	}
	c.From(base + k)
	if end := c.i; end < len(c.t) && c.t[end] == '"' && k > 0 && s[k-1] == '"' {
		c.i++
	}
	nokiaEvent(c, ev)
	return true
}

// nokiaHead reads "(ASN 64496) VR 1: Group ebgp: Peer 192.0.2.5:".
func nokiaHead(h *Cursor, ev *Event) bool {
	if h.Lit("(asn ") {
		as, ok := h.Token(")")
		if !ok || digits(as) == 0 || !h.Lit(")") {
			return false
		}
		ev.param("ASN", as, "the AS of the instance that logs")
	}
	if h.Word("vr") {
		t, _ := h.Token(":")
		ev.param("VR", t, "")
		h.Lit(":")
	}
	if h.Lit("group ") {
		t, ok := h.Until(": peer ", 80)
		if !ok {
			return false
		}
		ev.param("Group", t, "")
	} else if !h.Lit("peer ") {
		return false
	}
	var ok bool
	ev.Peer, ev.PeerPort, ok = h.Addr()
	return ok && h.Lit(":")
}

// nokiaCodes reads "CEASE subcode CONN_REJECT".
func nokiaCodes(c *Cursor, ev *Event) bool {
	code, ok := c.Token(",;\"")
	if !ok || !isName(code) {
		return false
	}
	ev.Words = code
	if c.Lit("subcode ") {
		sub, ok := c.Token(",;\"")
		if !ok || !isName(sub) && digits(sub) != len(sub) {
			return false
		}
		ev.Words += "/" + sub
	}
	c.Judge(ev)
	c.bonus += 2
	return true
}

// nokiaMoved reads "ESTABLISHED to lower state IDLE due to event X" behind "higher state".
func nokiaMoved(c *Cursor, ev *Event) bool {
	var ok bool
	if ev.From, ok = c.Token(""); !ok || !c.Lit("to lower state ") {
		return false
	}
	if ev.To, ok = c.Token(""); !ok || !c.Lit("due to event ") {
		return false
	}
	ev.Words, ok = c.Token("\".,")
	for last := ev.Words; ok && capitals(last); { // SR Linux puts blanks between the words of an event: "TCP SOCKET ERROR"
		old := c.i
		w, more := c.Token("\".,")
		if c.t[old:c.i] != " "+w || !more || !capitals(w) {
			c.i = old
			break
		}
		ev.Words, last = ev.Words+" "+w, w
	}
	ev.Kind = KindState
	return ok
}

// capitals reports whether a word is made of capital letters.
func capitals(w string) bool {
	for i := 0; i < len(w); i++ {
		if w[i] < 'A' || w[i] > 'Z' {
			return false
		}
	}
	return w != ""
}

// nokiaEvent takes the event's own head, a line in front of it, into the event.
func nokiaEvent(c *Cursor, ev *Event) {
	low := max(c.floor, c.start-200)
	s := c.t[low:c.start]
	k := lastFold(s, "bgp #")
	if k < 0 {
		return
	}
	h := reading(s, k+len("bgp #"))
	if k = len(strings.TrimRight(s[:k], " \t\n")) - 1; k < 0 || s[k] != ':' { // a wrap may have put several blanks there
		return
	}
	n, ok := h.Number()
	if !ok {
		return
	}
	rest := h.Rest()
	if len(rest) > 100 || !strings.Contains(rest, ev.Peer) || strings.Contains(rest, "(ASN") || strings.Contains(rest, "VR ") {
		return
	}
	ev.param("event", strconv.Itoa(n), "")
	at := max(0, c.v.lineStart(low+k)-low)
	ev.Time, _ = nokiaStamp(s[at:k])
	c.From(low + at)
}

// nokiaStamp reads "37 2026/02/28 13:41:12.74 UTC WARNING".
func nokiaStamp(s string) (time.Time, bool) {
	f := strings.Fields(s)
	if len(f) < 4 {
		return time.Time{}, false
	}
	zone, ok := zoneOffset(f[len(f)-2])
	if !ok {
		return time.Time{}, false
	}
	t, err := time.Parse("2006/01/02 15:04:05", f[len(f)-4]+" "+f[len(f)-3])
	if err == nil && zone != 0 {
		t = t.Add(-time.Duration(zone) * time.Second).In(time.FixedZone("", zone))
	}
	return t, err == nil
}

package logline

import (
	"strings"
	"time"
)

// debugFalls reads the lines of debugging by which a session left Established, for logs in which no other line tells that it fell:
//
//	2026/03/02 08:00:00 BGP: 192.0.2.1 went from Established to Clearing                                          FRR, Quagga
//	*Mar  2 09:10:00.100: BGP: ses global 192.0.2.1 (0x7F3A10:1) act went from Established to Closing             Cisco
//	bgp_event: peer 192.0.2.1 (External AS 64500) old state Established event HoldTime new state Idle             Junos
//
// The event has the style of the daemon, and goes where another one tells the same fall.
func debugFalls() *Style {
	return &Style{
		Name:    "debug-falls",
		Vendor:  "FRR, Quagga, Cisco, Junos: lines of debugging by which a session left Established",
		Anchors: []string{"went from establ", "old state establ"},
		Scan:    scanDebugFall,
		Link:    linkDebugFalls,
		Shared:  true,
		Weight:  -4,
	}
}

// debugFall marks such an event.
type debugFall struct{}

func scanDebugFall(c *Cursor, ev *Event) bool {
	if c.opts != nil && c.opts.Transitions {
		return false // the course of the session has them
	}
	s, base := c.lead()
	ok := false
	if fold[c.t[c.at]] == 'o' {
		ok = junosEvent(c, ev, s, base)
	} else {
		ok = wentFrom(c, ev, s, base)
	}
	if !ok || !lower(ev.To) {
		return false
	}
	ev.Kind, ev.From = KindState, "Established"
	if ev.Reason = Reason(ev.Words); ev.Reason == "" {
		ev.Reason = ReasonDown
	}
	ev.link = debugFall{}
	return true
}

// lower reports whether a name is one of a state below Established; some daemons have more than RFC 4271.
func lower(state string) bool {
	switch strings.ToLower(state) {
	case "clearing", "closing", "deleted":
		return true
	}
	r := stateRank(state)
	return r >= 0 && r < stateRank("established")
}

// wentFrom reads "ADDR [(0x7F3A10:1)] [passive] went from Established to STATE".
func wentFrom(c *Cursor, ev *Event, s string, base int) bool {
	if !c.Lit("ished to") {
		return false
	}
	var ok bool
	if ev.To, ok = c.Token(".,;"); !ok || !isName(ev.To) {
		return false
	}
	s = strings.TrimRight(s, " ")
	for _, role := range [...]string{"passive", "active", "pas", "act"} {
		if w, at := lastWord(s); equalWord(w, role) {
			s = strings.TrimRight(s[:at], " ")
			break
		}
	}
	cisco := false
	if k := strings.LastIndexByte(s, '('); k > 0 && strings.HasSuffix(s, ")") { // the session's address in memory, or a host name
		cisco = strings.HasPrefix(s[k:], "(0x")
		s = strings.TrimRight(s[:k], " ")
	}
	var at int
	if ev.Peer, _, at, ok = AddrBefore(s); !ok {
		return false
	}
	c.From(base + at)
	cisco = cisco || strings.HasSuffix(c.above(8), ": BGP: ") || strings.HasSuffix(s[:at], "global ")
	if ev.Style, ev.Vendor = "frr", frrVendor; cisco {
		ev.Style, ev.Vendor = "cisco-ios", "Cisco IOS, IOS XE"
	}
	return true
}

// junosEvent reads "peer ADDR (External AS 64500) old state Established event HoldTime new state Idle".
func junosEvent(c *Cursor, ev *Event, s string, base int) bool {
	k := lastFold(s, "bgp_event: peer ")
	if k < 0 {
		return false
	}
	h := reading(s, k+len("bgp_event: peer "))
	var ok bool
	if ev.Peer, ev.PeerPort, ok = h.IP(); !ok {
		return false
	}
	junosPeer(h, ev)
	if h.ws() != len(s) || !c.Lit("ished event ") {
		return false
	}
	if ev.Words, ok = c.Token(""); !ok || !c.Lit("new state ") {
		return false
	}
	if ev.To, ok = c.Token(""); !ok || !isName(ev.To) {
		return false
	}
	ev.Style, ev.Vendor = "junos", "Juniper Junos"
	c.From(base + k)
	return true
}

// linkDebugFalls drops those behind which another line tells the fall, with its reason. One in front is found by who ties events
// together.
func linkDebugFalls(evs []Event) []Event {
	const events, within = 8, 3 * time.Second
	out := evs[:0]
	for i := range evs {
		told := false
		if _, ok := evs[i].link.(debugFall); ok {
			for j := i + 1; j < len(evs) && j <= i+events && !told; j++ {
				o := &evs[j]
				if o.Peer != evs[i].Peer || o.Host != evs[i].Host || o.Time.IsZero() != evs[i].Time.IsZero() || o.Time.Sub(evs[i].Time).Abs() > within {
					continue
				}
				if o.Up {
					break
				}
				told = o.Kind == KindNotification || o.Kind == KindState && o.Reason != ""
			}
		}
		if !told {
			out = append(out, evs[i])
		}
	}
	return out
}

package logline

import "strings"

// Reports of "show bgp neighbors" and its like tell in a heading whom they are about, and many lines below how the last session
// ended:
//
//	BGP neighbor is 192.0.2.1,  vrf RED,  remote AS 64496, external link           Cisco IOS, IOS XE
//	BGP neighbor is 192.0.2.1, remote AS 64496, local AS 64500, external link      FRR, Quagga, ZebOS
//	BGP neighbor on swp1: fe80::1, remote AS 64496, local AS 64500, external link  FRR
//	BGP neighbor is 192.0.2.1, remote AS 64496, external link                      Arista EOS, Dell OS 9, OpenBGPD
//	BGP neighbor is 192.0.2.1, remote AS 64496, ebgp link, Peer index 3            Cisco NX-OS
//	BGP neighbor is 192.0.2.1                                                      Cisco IOS XR; "Remote AS" stands on the next line

// headingReach is how far above an event its heading is looked for, in octets of lines that were kept: headings are.
const headingReach = 8 << 10

var headingWords = [...]string{"bgp neighbor is ", "bgp neighbor on "}

// heading is what was read of one.
type heading struct {
	peer    string
	vrf     string
	peerAS  uint32
	localAS uint32
	wide    bool   // two blanks stand behind the address, as Cisco IOS prints it
	own     bool   // the AS of the router itself stands there
	text    string // from the heading to the event
}

// headingAbove reads the last heading in front of the event; ok is false when there is none. With more lines "Last reset" between
// than a report has above such an event, it is another report's.
func (c *Cursor) headingAbove(resets int) (h heading, ok bool) {
	off, _ := c.v.Pos(c.start)
	at := c.doc.headingBefore(off)
	if at < 0 {
		return h, false
	}
	s := c.doc.text[at:off]
	h.text = s
	for t := h.text; resets >= 0; resets-- {
		at := lastFold(t, "last reset ")
		if at < 0 {
			break
		}
		if resets == 0 {
			return h, false
		}
		t = t[:at]
	}
	r := reading(s, len(headingWords[0]))
	if s[len("bgp neighbor o")] == 'n' { // the interface stands in front
		if _, ok := r.Token(":"); !ok || !r.Lit(":") {
			return h, false
		}
	}
	if h.peer, _, ok = r.Addr(); !ok {
		return h, false
	}
	if r.Lit(",") {
		h.wide = strings.HasPrefix(s[r.i:], "  ")
	}
	if r.Lit("vrf ") {
		h.vrf, _ = r.Token(",")
		r.Lit(",")
	}
	if r.Lit("remote as ") {
		h.peerAS, _ = r.AS()
	}
	if r.Lit(", local as ") {
		h.localAS, h.own = r.AS()
	}
	return h, true
}

// underHeading gives an event the peer of the heading above it.
func (c *Cursor) underHeading(ev *Event, resets int) (h heading) {
	h, ok := c.headingAbove(resets)
	if ok {
		ev.Peer, ev.VRF, ev.PeerAS, ev.LocalAS = h.peer, h.vrf, h.peerAS, h.localAS
	}
	return h
}

// lastHeadingIn returns the offset of the last of headingWords in a text, -1 for none.
func lastHeadingIn(s string) int {
	const common = "bgp neighbor "
	for end := len(s); ; {
		k := lastFold(s[:end], common)
		if k < 0 {
			return -1
		}
		for _, w := range headingWords {
			if len(s)-k >= len(w) && equalFold(s[k:k+len(w)], w) {
				return k
			}
		}
		end = k + len(common) - 1
	}
}

// lastHeading is the last place of headingWords in a part of the text.
type lastHeading struct {
	upto int // end of the part that was searched last, 0: none
	at   int // -1: there is none
}

// headingBefore returns the offset of the last heading that ends at or in front of off, as far above as it may be; -1 for none.
// Events come one below the other: what was searched for the last one is not searched again.
func (d *Document) headingBefore(off int) int {
	low, m := max(0, off-headingReach), &d.heading
	from := low
	if m.upto > 0 && m.upto <= off && m.upto >= low {
		from = max(low, m.upto-len(headingWords[0])+1)
	} else {
		m.at = -1
	}
	if k := lastHeadingIn(d.text[from:off]); k >= 0 {
		m.at = from + k
	}
	if m.upto = off; m.at < low {
		m.at = -1
	}
	return m.at
}

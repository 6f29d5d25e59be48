package logline

import (
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// tsharkV reads Wireshark's and tshark's packet details (-V), as they are printed and copied:
//
//	Border Gateway Protocol - NOTIFICATION Message
//	    Marker: ffffffffffffffffffffffffffffffff
//	    Length: 30
//	    Type: NOTIFICATION Message (3)
//	    Major error Code: Cease (6)
//	    Minor error Code (Cease): Hard Reset (9)
//	    Data: 0601000101000003e8
//
// A capture does not tell which end is the peer: both are parameters.
func tsharkV() *Style {
	return &Style{
		Name:    "tshark-V",
		Vendor:  "Wireshark, tshark -V",
		Anchors: []string{"major error code"},
		Scan:    scanTsharkV,
	}
}

func scanTsharkV(c *Cursor, ev *Event) bool {
	if !c.Lit(":") {
		return false
	}
	var ok bool
	if ev.Words, ev.Code, ok = wireName(c); !ok {
		return false
	}
	ev.MessageType = int(registry.MsgNotification)
	old := c.i
	if c.Lit("minor error ") && tsharkMinor(c, ev) {
		old = c.i
	}
	c.i = old
	c.Judge(ev)
	tsharkHead(c, ev)
	tsharkData(c, ev)
	return true
}

// tsharkMinor reads "Code (Cease): Hard Reset (9)".
func tsharkMinor(c *Cursor, ev *Event) bool {
	c.Word("code")
	c.Paren()
	if !c.Lit(":") {
		return false
	}
	w, n, ok := wireName(c)
	if !ok {
		return false
	}
	ev.Words += "/" + w
	ev.Subcode = n
	return true
}

// tsharkHead reads the message's length and, when they are near, both ends.
func tsharkHead(c *Cursor, ev *Event) {
	s, base := c.lead()
	k := lastFold(s, "border gateway protocol")
	if k < 0 {
		k = lastFold(s, "marker:")
	}
	if k < 0 {
		return
	}
	c.From(base + k)
	head := reading(s, k)
	if _, ok := head.Until("length:", 160); ok {
		if n, ok := head.Number(); ok && n >= 21 && n <= 65535 {
			ev.Declared, ev.DeclaredAs = n, CountMessage
		}
	}
	tsharkEnds(ev, c.t[max(c.floor, base+k-2048):base+k])
}

// tsharkEnds reads "Internet Protocol Version 4, Src: A, Dst: B" and the ports of the line behind it.
func tsharkEnds(ev *Event, s string) {
	k := lastFold(s, "internet protocol version ")
	if k < 0 {
		return
	}
	ip, src, dst := reading(s, k), "", ""
	if _, ok := ip.Until("src:", 48); !ok {
		return
	}
	src, _ = ip.Token(",")
	if !ip.Lit(",") || !ip.Lit("dst:") || src == "" {
		return
	}
	dst, _ = ip.Token(",")
	if k := lastFold(s, "src port:"); k >= 0 {
		tcp := reading(s, k+len("src port:"))
		a, ok := tcp.Number()
		if ok && tcp.Lit(",") && tcp.Lit("dst port:") {
			if b, ok := tcp.Number(); ok {
				src, dst = src+" port "+pairText(a, Unknown), dst+" port "+pairText(b, Unknown)
			}
		}
	}
	ev.param("source", src, "end that sent it")
	ev.param("destination", dst, "")
}

// tsharkData reads the Data, or the shutdown communication in its place.
func tsharkData(c *Cursor, ev *Event) {
	old := c.i
	switch {
	case c.Lit("data:"):
		decl, as := ev.Declared, ev.DeclaredAs
		if c.Dump(ev, ContentData, CountNone) {
			old = c.i
		}
		ev.DeclaredAs = as
		ev.Declared = decl
	case c.Lit("bgp shutdown communication length:"):
		if _, ok := c.Number(); ok && c.Lit("shutdown communication:") {
			ev.Text, ev.HasText = strings.TrimSpace(c.RestOfLine()), true
			c.bonus += 12 // what the peer wrote must not be read as anything else
			old = c.i
		}
	default:
		ev.DataKnown = ev.Declared == 21
	}
	c.i = old
}

package logline

import "strings"

// junosMessage reports whether the id of a message in RFC 5424's form is one whose elements are read: they hold all that its
// text tells, which "structured-data brief" leaves out.
func junosMessage(id string) bool { return id == "RPD_BGP_NEIGHBOR_STATE_CHANGED" }

// junosState reads the line behind "RPD_BGP_NEIGHBOR_STATE_CHANGED: ", or the elements behind its id.
func junosState(c *Cursor, ev *Event) bool {
	s := c.Before()
	const head = "rpd_bgp_neighbor_"
	if len(s) < len(head) || !equalFold(s[len(s)-len(head):], head) {
		return false
	}
	c.From(c.at - len(head))
	ok := false
	if c.i > 0 && c.t[c.i-1] == '[' {
		ok = junosElements(c, ev)
	} else {
		ok = junosSentence(c, ev)
	}
	ev.Kind, ev.Up = KindState, strings.EqualFold(ev.To, "Established")
	return ok
}

// junosSentence reads "BGP peer 192.0.2.1 (External AS 64500) changed state from A to B (event E) (instance V)".
func junosSentence(c *Cursor, ev *Event) bool {
	if !c.Lit("bgp peer ") || !junosWho(c, ev) || !c.Lit("changed state from ") {
		return false
	}
	var ok bool
	ev.From, _ = c.Token("")
	if !c.Word("to") {
		return false
	}
	ev.To, ok = c.Token("(")
	if e, ok := c.Paren(); ok {
		ev.Words = e
	}
	if v, ok := c.Paren(); ok {
		if name, ok := strings.CutPrefix(v, "instance "); ok {
			ev.VRF = name
		}
	}
	return ok
}

func junosWho(c *Cursor, ev *Event) (ok bool) {
	if ev.Peer, ev.PeerPort, ok = c.IP(); ok {
		junosPeer(c, ev)
	}
	return ok
}

// junosElements reads `junos@2636.1.1.1.2.138 peer-name="..." previous-state="A" new-state="B" event="E" instance-name="V"]`.
func junosElements(c *Cursor, ev *Event) bool {
	if _, ok := c.Token("]"); !ok {
		return false
	}
	for n := 0; n < 16 && !c.Lit("]"); n++ {
		key, ok := c.Token("=]")
		if !ok || !c.Lit("=") {
			return false
		}
		value, ok := elementValue(c)
		if !ok {
			return false
		}
		switch strings.ToLower(key) {
		case "peer-name":
			if !junosWho(reading(value, 0), ev) {
				return false
			}
		case "previous-state":
			ev.From = value
		case "new-state":
			ev.To = value
		case "event":
			ev.Words = value
		case "instance-name":
			ev.VRF = value
		}
	}
	return ev.Peer != "" && ev.To != ""
}

// elementValue reads the value of an element in quotes (RFC 5424 §6.3.3). What is escaped in it is in no name that is looked for.
func elementValue(c *Cursor) (string, bool) {
	i := c.ws()
	if i >= len(c.t) || c.t[i] != '"' {
		return "", false
	}
	for k := i + 1; k < len(c.t) && k < i+256; k++ {
		switch c.t[k] {
		case '\\':
			k++
		case '"':
			c.i = k + 1
			return c.t[i+1 : k], true
		}
	}
	return "", false
}

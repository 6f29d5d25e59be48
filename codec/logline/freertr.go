package logline

import "strings"

// freeRtr reads freeRouter, which prints a token of its own for code and subcode:
//
//	got notify flagErr from 192.0.2.4
//	sent notify timer/0 to 2001:db8::4
//
// A subcode without a token is printed as a number behind the name of its code.
func freeRtr() *Style {
	return &Style{
		Name:    "freertr",
		Vendor:  "freeRouter",
		Anchors: []string{"got notify ", "sent notify "},
		Scan:    scanFreeRtr,
	}
}

func scanFreeRtr(c *Cursor, ev *Event) bool {
	way := "from "
	ev.Direction = DirReceived
	if fold[c.t[c.at]] == 's' {
		ev.Direction, way = DirSent, "to "
	}
	var ok bool
	if ev.Words, ok = c.Token(",;:()"); !ok || len(ev.Words) > 24 || !c.Lit(way) {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.IP(); !ok {
		return false
	}
	c.cutWord()
	if name, num, ok := strings.Cut(ev.Words, "/"); ok {
		return freeRtrNumber(ev, name, num)
	}
	c.Judge(ev)
	if n := freeRtrTwins(ev.Words); n > 1 {
		ev.Notes = append(ev.Notes, "the token \""+ev.Words+"\" is used with several codes; the first was taken")
	}
	return ev.Code != Unknown
}

// freeRtrNumber reads "timer/0": the name or the number of a code, and a subcode.
func freeRtrNumber(ev *Event, name, num string) bool {
	if num == "" || len(num) > 3 || digits(num) != len(num) || atoi(num) > 255 {
		return false
	}
	ev.Subcode = atoi(num)
	for i, n := range [...]string{"header", "open", "update", "timer", "fsm", "cease", "refresh", "capability"} {
		if equalWord(name, n) {
			ev.Code = i + 1
			return true
		}
	}
	if name == "" || len(name) > 3 || digits(name) != len(name) || atoi(name) > 255 {
		return false
	}
	ev.Code = atoi(name)
	return true
}

// freeRtrTwins counts the pairs that a token stands for.
func freeRtrTwins(token string) (n int) {
	t := normal(token)
	for i := range freertrWords {
		if freertrWords[i].text == t {
			n++
		}
	}
	return n
}

package logline

import "strings"

// anySteps reads a change of state however a device words it: a verb of change, two names of states of which at least
// one is no common word (or the line speaks of a peer), and an address in front of them or behind. What it takes for a peer is an address, never a
// name.
func anySteps() *stepFamily {
	return &stepFamily{style: "transition", vendor: "", scan: scanAnyStep,
		anchors: []string{"went from", "going from", "state change", "changed state", "changed from", "old state", "old_state", "oldstate", "moved from", "moves from",
			"transition", "state is changed"}}
}

func scanAnyStep(c *Cursor, ev *Event) bool {
	st := ev.Step
	at := c.at
	if quotedBefore(c.t, at) {
		return false
	}
	c.i = at
	from, ok := stateAhead(c, 6)
	if !ok {
		return false
	}
	mid := c.i
	to, ok := stateAhead(c, 6)
	if !ok || !linked(c.t[mid:c.i]) {
		return false
	}
	if !rfcOnly(from) && !rfcOnly(to) && !aboutPeer(c.t[max(0, at-200):min(len(c.t), at+200)]) {
		return false
	}
	st.What, ev.From, ev.To = StepTransition, from, to
	ev.Up = to == "Established"
	st.Cause = causeOf(c.t[mid:c.i], c.RestOfLine())
	return anyPeer(c.t, at, ev)
}

// stateAhead reads the next name of a state, at most so many words ahead.
func stateAhead(c *Cursor, words int) (string, bool) {
	for n := 0; n <= words; n++ {
		i := c.ws()
		for i < len(c.t) && strings.IndexByte("([<\"'=:,->", c.t[i]) >= 0 {
			i++
		}
		if name, end, ok := readState(c.t, i); ok && (end == len(c.t) || !isWord(c.t[end]) || c.t[end] == '-') {
			c.i = end
			return name, true
		}
		for i < len(c.t) && !isBlank(c.t[i]) && strings.IndexByte("=([>", c.t[i]) < 0 {
			i++
		}
		if i >= len(c.t) {
			return "", false
		}
		c.i = i
	}
	return "", false
}

// linked reports whether what stands from one state to the next says that the one follows the other.
func linked(s string) bool {
	for _, w := range [...]string{" to ", "->", "=>", "new state", "new_state", "newstate", "into "} {
		if firstFold(s, w) >= 0 {
			return true
		}
	}
	return false
}

// aboutPeer reports whether a text speaks of BGP or of a peer.
func aboutPeer(s string) bool {
	return firstFold(s, "bgp") >= 0 || firstFold(s, "peer") >= 0 || firstFold(s, "neighbor") >= 0
}

// rfcOnly reports whether a state's name stands for nothing else.
func rfcOnly(name string) bool {
	return name == "OpenSent" || name == "OpenConfirm" || name == "Established" || name == "ConnectionCollision"
}

// causeOf finds the reason: the word behind "event", or what stands behind "reason" or "due to".
func causeOf(mid, rest string) string {
	if k := firstFold(mid, "event "); k >= 0 {
		return word(strings.TrimLeft(mid[k+len("event "):], " "))
	}
	for _, head := range [...]string{"reason:", "reason ", "reason=", "due to event ", "due to ", "event "} {
		if k := firstFold(rest, head); k >= 0 {
			s := strings.TrimSpace(rest[k+len(head):])
			return strings.TrimRight(s[:min(len(s), 80)], ").\"")
		}
	}
	return ""
}

// anyPeer finds the peer's address: the one next in front of the anchor, else the first behind it.
func anyPeer(t string, at int, ev *Event) bool {
	for i := at; i > 0; {
		w, k := lastWord(t[:i])
		if a, port, ok := splitAddr(strings.Trim(w, "(),;:'[]")); ok && isIP(a) {
			ev.Peer, ev.PeerPort = a, port
			return true
		}
		if k <= 0 || at-k > 200 {
			break
		}
		i = k
	}
	for i := at; i < len(t) && i < at+300; {
		for i < len(t) && (isBlank(t[i]) || strings.IndexByte("(=,;:[", t[i]) >= 0) {
			i++
		}
		k := i
		for k < len(t) && !isBlank(t[k]) && strings.IndexByte("(),;=", t[k]) < 0 {
			k++
		}
		if a, port, ok := splitAddr(strings.Trim(t[i:k], ".:[]'")); ok && isIP(a) {
			ev.Peer, ev.PeerPort = a, port
			return true
		}
		i = max(k, i+1)
	}
	return false
}

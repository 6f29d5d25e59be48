package logline

import "strings"

// exaBGP reads ExaBGP 1 to 4:
//
//	... 27265  incoming-3    peer reset, message [notification received (2,6)] error[OPEN message error / Unacceptable Hold Time / DATA]
//	... Peer       192.0.2.3 ASN 65537   out loop, peer reset, message [notification received (3,5)] error[...]
//	... 27265  incoming-23   >> NOTIFICATION (2,2,"ASN in OPEN (23456) did not match ASN expected (64562)")
//	... 27265  incoming-1    sending TCP payload (  49) FFFF FFFF ...
//	... 27265  incoming-1    received complete TCP payload (  19) FFFF FFFF ...
//	... 192.0.2.77/  64496 Sending Notification (2,0) [OPEN message error: Unspecific.]  bad length for OPEN capability
//
// Data stands as raw octets behind the second slash, or not at all when it is no UTF-8. What ExaBGP sends as Data is an
// English sentence. The count of a payload is that of its octets.
func exaBGP() *Style {
	return &Style{
		Name:    "exabgp",
		Before:  "<>tgdev",
		Behind:  "(",
		Vendor:  "ExaBGP",
		Anchors: []string{"peer reset", "notification", "tcp payload", "to peer neighbor"},
		Scan: func(c *Cursor, ev *Event) bool {
			s, _ := c.lead()
			ev.Connection, _ = exaConnection(s[strings.LastIndexByte(s, '\n')+1:])
			return scanExaBGP(c, ev)
		},
	}
}

func scanExaBGP(c *Cursor, ev *Event) bool {
	switch fold[c.t[c.at]] {
	case 'p':
		return exaReset(c, ev)
	case 't':
		if fold[c.t[c.at+1]] == 'o' {
			return exaUp(c, ev)
		}
		return exaPayload(c, ev)
	}
	s, base := c.lead()
	s = strings.TrimRight(s, " \t\n")
	if strings.HasSuffix(s, ">>") || strings.HasSuffix(s, "<<") {
		ev.Direction = DirSent
		if s[len(s)-1] == '<' {
			ev.Direction = DirReceived
		}
		ev.Same = true // behind the payload, if that is logged
		c.From(base + len(s) - 2)
		if ev.Connection == "" {
			exaNamed(s[:len(s)-2], ev)
		}
		return exaArrow(c, ev)
	}
	return exaOld(c, ev, s, base)
}

// exaPair reads "(2,6" and leaves the cursor behind it.
func exaPair(c *Cursor, ev *Event) bool {
	if !c.Lit("(") {
		return false
	}
	var ok bool
	if ev.Code, ok = c.numberUpTo(','); !ok || ev.Code == 0 || !c.Lit(",") {
		return false
	}
	ev.Subcode, ok = c.Code()
	return ok
}

// exaReset reads ", message [notification received (2,6)] error[WORDS / WORDS / DATA]".
func exaReset(c *Cursor, ev *Event) bool {
	if !c.Lit(", message [") {
		return false
	}
	exaPeer(c, ev)
	if c.Lit("notification ") {
		if !c.sentOrReceived(ev) {
			return false
		}
		if !exaPair(c, ev) || !c.Lit(")") || !c.Lit("]") {
			return false
		}
		ev.Same, ev.Falls = true, true // behind the other two
		if c.Lit("error[") {
			exaError(c, ev)
		}
		return true
	}
	var ok bool
	if ev.Words, ok = c.Until("]", 160); !ok || formatMark(ev.Words) {
		return false
	}
	ev.Kind = KindState
	if c.Lit("error[") {
		ev.param("error", strings.TrimSuffix(c.line(), "]"), "")
	}
	return true
}

// exaUp reads "Connected to peer neighbor 192.0.2.1 local-ip 192.0.2.9 local-as 64500 peer-as 64501 router-id ... (out)", which
// ExaBGP 3 writes when the session is established.
func exaUp(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	w, at := lastWord(s)
	var ok bool
	if !equalWord(w, "connected") {
		return false
	}
	if ev.Peer, _, ok = c.IP(); !ok || !c.Lit("local-ip ") {
		return false
	}
	if ev.Local, _, ok = c.IP(); !ok || !c.Lit("local-as ") {
		return false
	}
	if ev.LocalAS, ok = c.AS(); !ok || !c.Lit("peer-as ") {
		return false
	}
	if ev.PeerAS, ok = c.AS(); !ok {
		return false
	}
	c.From(base + at)
	ev.Kind, ev.Up, ev.To = KindState, true, "Established"
	return true
}

// formatMark reports whether a text is what a program's format string has in place of one: "{0}", "{}", "%s".
func formatMark(s string) bool {
	return len(s) > 1 && s[0] == '{' && s[len(s)-1] == '}' && (len(s) == 2 || isName(s[1:len(s)-1]) || digits(s[1:]) == len(s)-2) ||
		len(s) == 2 && s[0] == '%'
}

// exaPeer finds "Peer 192.0.2.3 ASN 65537   out loop," in front of the anchor.
func exaPeer(c *Cursor, ev *Event) {
	s, base := c.lead()
	k := lastFold(s, "peer ")
	if k < 0 {
		return
	}
	h := reading(s, k+len("peer "))
	peer, _, ok := h.IP()
	if !ok {
		return
	}
	if h.Lit("asn ") {
		ev.PeerAS, _ = h.AS()
	}
	if len(h.Rest()) > 40 {
		ev.PeerAS = 0
		return
	}
	ev.Peer = peer
	c.From(base + k)
}

// exaError reads the words and the Data up to the bracket that ends the line.
func exaError(c *Cursor, ev *Event) {
	end := strings.LastIndexByte(c.t[c.i:min(c.endOfLine(), c.i+8192)], ']')
	if end < 0 { // wrapped: the first bracket
		if end = strings.IndexByte(c.t[c.i:min(len(c.t), c.i+400)], ']'); end < 0 {
			return
		}
	}
	from := c.i
	end += from
	c.i = end + 1
	s := c.t[from:end]
	if strings.HasPrefix(s, "'") { // a Python error in place of the Data
		return
	}
	area, rest, ok := strings.Cut(s, " / ")
	if !ok {
		return
	}
	sub, data, hasData := strings.Cut(rest, " / ")
	if k := strings.LastIndex(rest, " /"); !hasData && k >= 0 && k+2 == len(rest) {
		sub, hasData = rest[:k], true
	}
	ev.Words = strings.TrimSpace(area) + "/" + strings.TrimSpace(sub)
	c.Judge(ev)
	if !hasData {
		return
	}
	if ev.Code == 6 && (ev.Subcode == 2 || ev.Subcode == 4) {
		exaText(c, ev, data)
		return
	}
	exaRaw(c, ev, end-len(data), end)
}

// exaText reads `Shutdown Communication: "maintenance"`.
func exaText(c *Cursor, ev *Event, s string) {
	const head = "shutdown communication: "
	s = strings.TrimSpace(s)
	if len(s) > len(head) && equalFold(s[:len(head)], head) {
		s = s[len(head):]
	}
	c.said(ev, strings.TrimSuffix(strings.TrimPrefix(s, `"`), `"`))
}

// exaRaw takes Data from the input itself: control octets are part of it, and the text has lost them.
func exaRaw(c *Cursor, ev *Event, from, end int) {
	if c.v.unescaped(from) || c.v.unescaped(end) {
		return
	}
	// From the last octet in front of the Data to the bracket behind it, both of which are in the text.
	a, line := c.v.Pos(from - 1)
	b, last := c.v.Pos(end)
	if line != last || b <= a+1 {
		return
	}
	raw := c.doc.text[a+1 : b]
	raw = strings.TrimPrefix(raw, " ")
	if raw == "" {
		return
	}
	ev.Content, ev.DataKnown, ev.Octets, ev.Notation = ContentData, true, []byte(raw), "raw"
}

// exaArrow reads `(2,2,"text")` behind ">> NOTIFICATION".
func exaArrow(c *Cursor, ev *Event) bool {
	if !exaPair(c, ev) {
		return false
	}
	if c.Lit(")") {
		return true
	}
	if !c.Lit(`,"`) {
		return false
	}
	k := strings.LastIndex(c.t[c.i:min(c.endOfLine(), c.i+8192)], `")`)
	if k < 0 {
		if k = strings.Index(c.t[c.i:min(len(c.t), c.i+400)], `")`); k < 0 {
			return false
		}
	}
	data := c.t[c.i : c.i+k]
	c.i += k + 2
	switch {
	case ev.Code == 6 && (ev.Subcode == 2 || ev.Subcode == 4):
		exaText(c, ev, data)
		return true
	case strings.HasPrefix(data, "0x") && hexDigits(data[2:]) == len(data)-2 && len(data)%2 == 0:
		for i := 2; i < len(data); i += 2 {
			ev.Octets = append(ev.Octets, byte(hexValue(data[i])<<4|hexValue(data[i+1])))
		}
		ev.Notation = "0x"
	case data != "":
		ev.Octets, ev.Notation = []byte(data), "raw"
	}
	ev.Content, ev.DataKnown = ContentData, true
	return true
}

// exaPayload reads "(  49) FFFF FFFF ..." behind "sending TCP payload".
func exaPayload(c *Cursor, ev *Event) bool {
	s, base := c.lead()
	if w, k := lastWord(s); equalWord(w, "complete") {
		return exaReceived(c, ev, s[:k], base)
	}
	d, at, ok := wayBefore(s)
	if !ok || !c.Lit("(") {
		return false
	}
	if ev.Declared, ok = c.Number(); !ok || !c.Lit(")") {
		return false
	}
	c.From(base + at)
	ev.Kind, ev.Direction = KindMessage, d
	return c.Dump(ev, ContentMessage, CountTCP)
}

// exaReceived reads "(  19) FFFF FFFF ..." behind "received complete TCP payload": a header, whose body stands in the next
// line in the same way. The body by itself is no event.
func exaReceived(c *Cursor, ev *Event, s string, base int) bool {
	d, at, ok := wayBefore(s)
	if !ok || !c.Lit("(") {
		return false
	}
	if ev.Declared, ok = c.Number(); !ok || !c.Lit(")") {
		return false
	}
	pos, _ := c.v.Pos(c.i - 1)
	octets, rest := exaOctets(c.doc.text[pos+1:])
	if len(octets) < minMessage || octets[0] != 0xff || ev.Declared != len(octets) {
		return false
	}
	c.From(base + at)
	ev.Kind, ev.Direction = KindMessage, d
	const head = "received complete TCP payload ("
	line, _, _ := strings.Cut(strings.TrimLeft(rest, "\r\n"), "\n")
	k := strings.Index(line, head)
	if k < 0 {
		return c.Dump(ev, ContentMessage, CountTCP)
	}
	h := reading(line, k+len(head))
	n, ok := h.Number()
	if !ok || !h.Lit(")") || minMessage+n != int(octets[16])<<8|int(octets[17]) {
		return c.Dump(ev, ContentMessage, CountTCP)
	}
	body, _ := exaOctets(h.Rest())
	if len(body) != n {
		return c.Dump(ev, ContentMessage, CountTCP)
	}
	ev.Declared += n
	ev.Content, ev.DataKnown, ev.DeclaredAs = ContentMessage, true, CountTCP
	ev.Octets, ev.Notation = append(octets, body...), "hex"
	c.i = c.v.lineEnd(c.i)
	return true
}

// exaOctets reads groups of hex digits up to the end of the line, and gives what is behind them.
func exaOctets(s string) (octets []byte, rest string) {
	for {
		s = strings.TrimLeft(s, " ")
		n := hexDigits(s)
		if n == 0 || n%2 != 0 {
			return octets, s
		}
		for i := 0; i < n; i += 2 {
			octets = append(octets, byte(hexValue(s[i])<<4|hexValue(s[i+1])))
		}
		s = s[n:]
	}
}

// exaOld reads "192.0.2.77/  64496 Sending Notification (2,0) [words]  sentence" around its anchor.
func exaOld(c *Cursor, ev *Event, s string, base int) bool {
	d, at, ok := wayBefore(s)
	if !ok {
		return false
	}
	as, at := lastWord(s[:at])
	addr, as2, one := strings.Cut(as, "/") // "192.0.2.77/64496"
	if one {
		as = as2
	} else {
		addr, at = lastWord(s[:at])
		if addr, ok = strings.CutSuffix(addr, "/"); !ok {
			return false
		}
	}
	if ev.Peer, _, ok = splitAddr(addr); !ok || !isIP(ev.Peer) {
		return false
	}
	if ev.PeerAS, ok = reading(as, 0).AS(); !ok {
		return false
	}
	if !exaPair(c, ev) || !c.Lit(")") {
		return false
	}
	ev.Direction = d
	c.From(base + at)
	if c.Lit("[") {
		words, ok := c.Until("]", 120)
		if !ok {
			return false
		}
		ev.Words = strings.TrimSuffix(words, ".")
		c.Judge(ev)
	}
	if t := c.line(); t != "" {
		ev.param("reason", t, "")
	}
	return true
}

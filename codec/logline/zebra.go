package logline

import "strings"

// frr reads FRRouting (also Cumulus, SONiC, VyOS):
//
//	%NOTIFICATION[(Hard Reset)]: sent to|received from neighbor HOST C/S (Area/Words) N bytes HEX
//	%NOTIFICATION: received from neighbor HOST 6/2 (Cease/Administrative Shutdown) "text"
//	%ADJCHANGE: neighbor HOST(NAME) in vrf V Down|Up REASON
//
// A message id [XXXXX-XXXXX] may stand in front. The count is that of Data, but sent lines print one character less
// than the count (7.2 to mid-2026) or a count three times too high (later).
func frr() *Style {
	return &Style{
		Name:    "frr",
		Vendor:  frrVendor,
		Anchors: []string{"%notification", "%adjchange", " byte"},
		Scan:    scanFRR,
	}
}

// frrVendor is who writes lines of the style frr.
const frrVendor = "FRRouting (also Cumulus, SONiC, VyOS; Quagga writes the same)"

// quagga reads Quagga and Zebra, which write as FRR does, with other words here and there, and two forms of their own:
//
//	192.0.2.5 sending NOTIFICATION 6/4 (Cease/Administratively Reset) 0 bytes
//	Notification sent to neighbor 10.0.0.2: type 6/3
func quagga() *Style {
	return &Style{
		Name:    "quagga",
		Behind:  "srg0123456789",
		Vendor:  "Quagga, Zebra (early FRRouting writes the same)",
		Anchors: []string{"%notification", "notification"},
		Scan:    scanQuagga,
	}
}

func scanFRR(c *Cursor, ev *Event) bool {
	switch c.t[c.at+1] {
	case 'b', 'B':
		return zebraTail(c, ev)
	case 'a', 'A':
		return zebraState(c, ev)
	}
	ok := zebraLine(c, ev)
	quagga := ok && fromQuagga(c, ev)
	if c.zebra != nil {
		*c.zebra = zebraMemo{c.v, c.at, ok && !quagga}
	}
	return ok && !quagga
}

// zebraMemo tells that a line is FRR's, so that it need not be read once more to find that it is not Quagga's.
type zebraMemo struct {
	v   *View
	at  int
	frr bool
}

// frrs reports whether the line at the cursor has been read as FRR's.
func (c *Cursor) frrs() bool {
	return c.zebra != nil && c.zebra.v == c.v && c.zebra.at == c.at && c.zebra.frr
}

func scanQuagga(c *Cursor, ev *Event) bool {
	if c.t[c.at] == '%' {
		return !c.frrs() && zebraLine(c, ev) && fromQuagga(c, ev)
	}
	if d, ok := c.Direction(); ok {
		return quaggaSecond(c, ev, d)
	}
	return quaggaDebug(c, ev)
}

// zebraLine reads the line behind "%NOTIFICATION".
func zebraLine(c *Cursor, ev *Event) bool {
	var ok bool
	ev.HardReset = c.Lit("(hard reset)")
	c.Lit(":")
	if ev.Direction, ok = c.Direction(); !ok || !c.Word("neighbor") {
		return false
	}
	if ev.Peer, ev.PeerPort, ok = c.Addr(); !ok {
		return false
	}
	if c.Peek() == '(' { // a neighbor's host name
		c.Paren()
	}
	return zebraCodes(c, ev) || c.unread(ev)
}

// zebraCodes reads `C/S (Area/Words) N bytes HEX` or `C/S (Area/Words) "text"`.
func zebraCodes(c *Cursor, ev *Event) bool {
	var ok bool
	if ev.Code, ev.Subcode, ok = c.Pair(); !ok {
		return false
	}
	if ev.Words, ok = c.Paren(); !ok {
		return false
	}
	c.Judge(ev)
	if text, ok := c.Quoted(); ok {
		ev.Text, ev.HasText = text, true
		return true
	}
	n, counted := c.Number()
	if !c.Word("bytes") && !c.Word("byte") {
		return !counted // the line may end behind the words
	}
	if !counted {
		return true
	}
	ev.Declared = n
	zebraDump(c, ev)
	return true
}

// zebraDump reads the octets and says what is known about the count.
func zebraDump(c *Cursor, ev *Event) {
	if !c.Dump(ev, ContentData, CountData) {
		ev.Cut = ev.Declared > 0
		return
	}
	if ev.Direction == DirReceived && ev.HardReset {
		zebraInner(c, ev)
		return
	}
	if ev.Direction != DirSent || c.octets >= ev.Declared {
		return
	}
	year, month := c.date()
	switch {
	case c.octets*2+c.odd < ev.Declared && c.odd == 1: // one character less than the count, blanks counted
		ev.Cut = true
		c.bonus += 8
	case ev.Declared != 3*c.octets || c.odd > 0:
		ev.Cut = true
	case ev.Code == 2 && ev.Subcode == 2, year > 2026, year == 2026 && month >= 6:
		ev.DeclaredAs = CountTripled
		c.bonus += 4
	default:
		ev.Cut = true
		ev.Notes = append(ev.Notes, "FRR before mid-2026 cuts sent Data here, later versions print a count three times too high")
	}
}

// zebraInner skips the inner code and subcode, which FRR from 8.3 on prints as if they were Data when it receives a Hard
// Reset; the last two octets of Data are then missing.
func zebraInner(c *Cursor, ev *Event) {
	i, v, n := ev.Dump.Start, [2]int{}, 0
	for ; i < ev.Dump.End && n < 4; i++ {
		if b := c.t[i]; isHex(b) {
			v[n/2] = v[n/2]<<4 | hexValue(b)
			n++
		} else if !isBlank(b) {
			return
		}
	}
	if n < 4 || v[0] != ev.Code || v[1] != ev.Subcode {
		return
	}
	ev.Dump.Start, ev.Cut = i, true
	ev.Notes = append(ev.Notes, "FRR printed the inner code and subcode in front of the Data and lost its last two octets")
	if c.octets == 2 {
		ev.Dump = Dump{}
	}
}

func hexValue(b byte) int {
	switch {
	case b <= '9':
		return int(b - '0')
	case b >= 'a':
		return int(b-'a') + 10
	}
	return int(b-'A') + 10
}

// fromQuagga tells Quagga from FRR where it can be told: by words that only one of them prints, by a message id, an
// unnumbered peer or a text (FRR), by a year before FRR's first release.
func fromQuagga(c *Cursor, ev *Event) bool {
	if quaggaWording.get("", ev.Words, 0, func(_, words string, _ int) bool {
		w := strings.ToLower(words)
		return strings.Contains(w, "administratively") || strings.Contains(w, "peer unconfigured") || strings.Contains(w, "capability message")
	}) {
		return true
	}
	if ev.HardReset || ev.HasText || !isIP(ev.Peer) || strings.HasSuffix(strings.TrimSpace(c.Before()), "]") {
		return false
	}
	year, _ := c.date()
	return year > 0 && year < 2017
}

var quaggaWording memo[bool]

// zebraTail reads "3/5 (UPDATE Message Error/Attribute Length Error) 3298 bytes 50 02 ..." without what stands in front of it.
func zebraTail(c *Cursor, ev *Event) bool {
	return tail(c, ev, true)
}

// tail reads `C/S (words) N ` backwards from "bytes", then the octets. Words of Zebra have a slash, those of IOS have none.
func tail(c *Cursor, ev *Event, slash bool) bool {
	s := strings.TrimRight(c.Before(), " \t\n")
	n := len(s)
	for n > 0 && s[n-1] >= '0' && s[n-1] <= '9' {
		n--
	}
	if n == len(s) || n < 5 {
		return false
	}
	open := openParen(strings.TrimRight(s[:n], " \t\n"))
	if open < 3 {
		return false
	}
	p := len(strings.TrimRight(s[:open], " \t\n"))
	k := p
	for k > 0 && p-k < 8 && (s[k-1] == '/' || s[k-1] >= '0' && s[k-1] <= '9') {
		k--
	}
	if k > 0 && !isBlank(s[k-1]) && s[k-1] != ':' {
		return false
	}
	base := max(c.floor, c.at-512)
	c.i = base + k
	c.From(c.i)
	var ok bool
	if ev.Code, ev.Subcode, ok = c.Pair(); !ok {
		return false
	}
	if ev.Words, ok = c.Paren(); !ok || strings.Contains(ev.Words, "/") != slash {
		return false
	}
	if ev.Declared, ok = c.Number(); !ok || !c.Word("bytes") && !c.Word("byte") {
		return false
	}
	if code, _, ok := Words(ev.Style, ev.Words); !ok || code != ev.Code {
		return false
	}
	c.Judge(ev)
	c.Dump(ev, ContentData, CountData)
	c.bonus -= 12 // any reading with a head wins
	tailHead(c, ev, s[:k], base)
	return true
}

// tailHead reads what a line that is cut at its head still has in front of the numbers:
// "received from neighbor 192.0.2.1 (VRF default AS 64496)".
func tailHead(c *Cursor, ev *Event, s string, base int) {
	s = strings.TrimRight(s, " \t\n")
	for _, w := range [...]string{" active", " passive"} {
		if k := suffixFold(s, w); k >= 0 {
			s = s[:k]
		}
	}
	var aside Event
	if strings.HasSuffix(s, ")") {
		k := openParen(s)
		if k < 1 {
			return
		}
		genericAside(reading(s, k), &aside)
		s = s[:k]
	}
	peer, port, at, ok := AddrBefore(s)
	if !ok {
		return
	}
	s = s[:at]
	for n := 0; n < 2; n++ {
		w, k := lastWord(s)
		if !equalWord(w, "neighbor") && !equalWord(w, "peer") && !equalWord(w, "from") && !equalWord(w, "to") {
			break
		}
		at, s = k, s[:k]
	}
	if d, k, ok := wayBefore(s); ok {
		ev.Direction, at = d, k
	}
	ev.Peer, ev.PeerPort, ev.VRF, ev.PeerAS = peer, port, aside.VRF, aside.PeerAS
	c.From(base + at)
}

// openParen returns the offset of the parenthesis that the one at the end of s closes, or -1.
func openParen(s string) int {
	depth := 0
	for i := len(s) - 1; i >= 0 && len(s)-i < 160; i-- {
		switch s[i] {
		case ')':
			depth++
		case '(':
			if depth--; depth == 0 {
				return i
			}
		}
		if depth == 0 {
			return -1
		}
	}
	return -1
}

// zebraState reads "%ADJCHANGE: neighbor HOST(NAME) in vrf V Down BGP Notification send".
func zebraState(c *Cursor, ev *Event) bool {
	var ok bool
	c.Lit(":")
	if !c.Word("neighbor") {
		return false
	}
	if ev.Peer, _, ok = c.Addr(); !ok {
		return false
	}
	if c.Peek() == '(' {
		c.Paren()
	}
	if c.Lit("in vrf ") {
		if ev.VRF, ok = c.Token(""); !ok {
			return false
		}
	}
	ev.Kind = KindState
	switch c.Any("up", "down") {
	case 0:
		ev.Up = true
	case 1:
		ev.Words = c.ownRest()
		ev.Direction, ev.Same = notifyWords(ev.Words)
	default:
		return false
	}
	return true
}

// notifyWords finds the direction in the reason of a session's fall: "BGP Notification received".
func notifyWords(s string) (d Direction, same bool) {
	s = strings.ToLower(s)
	switch {
	case !strings.Contains(s, "notification"):
		return DirUnknown, false
	case strings.Contains(s, "received") || strings.Contains(s, "rcvd"):
		return DirReceived, true
	case strings.Contains(s, "sen"):
		return DirSent, true
	}
	return DirUnknown, true
}

// quaggaSecond reads the line that old versions print behind "Notification": "sent to neighbor 10.0.0.2: type 6/3" or ": shutdown".
func quaggaSecond(c *Cursor, ev *Event, d Direction) bool {
	var ok bool
	if !c.Word("neighbor") {
		return false
	}
	if ev.Peer, _, ok = c.IP(); !ok || !c.Lit(":") {
		return false
	}
	ev.Direction, ev.Kind = d, KindState
	if c.Word("type") {
		if ev.Code, ev.Subcode, ok = c.Pair(); !ok {
			return false
		}
		ev.Kind, ev.Same = KindNotification, true
		return true
	}
	ev.Words, ok = c.Token("")
	ev.Same = true
	return ok && strings.Trim(ev.Words, "abcdefghijklmnopqrstuvwxyz") == ""
}

// quaggaDebug reads "192.0.2.5 sending NOTIFICATION 6/4 (Cease/Administratively Reset) 0 bytes" around its anchor.
func quaggaDebug(c *Cursor, ev *Event) bool {
	s := strings.TrimRight(c.Before(), " \t\n")
	k := strings.LastIndexAny(s, " \t\n") + 1
	switch strings.ToLower(s[k:]) {
	case "sending", "sent":
		ev.Direction = DirSent
	case "received", "receiving", "rcvd":
		ev.Direction = DirReceived
	default:
		return false
	}
	var ok bool
	var at int
	if ev.Peer, _, at, ok = AddrBefore(s[:k]); !ok {
		return false
	}
	c.From(max(c.floor, c.at-512) + at)
	return zebraCodes(c, ev)
}

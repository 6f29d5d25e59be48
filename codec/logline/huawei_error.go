package logline

import (
	"net/netip"
	"strings"
)

// huaweiError is a last error: code and subcode in one number or string.
type huaweiError struct {
	none      bool // no error so far
	code, sub int  // Unknown when the value cannot be read
	note      string
}

// knownSubcodes is the highest subcode of each code that is in use by IANA's table.
var knownSubcodes = [...]int{1: 3, 2: 11, 3: 11, 4: 0, 5: 3, 6: 10, 7: 1, 8: 0, 9: 0}

func knownPair(code, sub int) bool {
	return code > 0 && code < len(knownSubcodes) && sub >= 0 && sub <= knownSubcodes[code]
}

// huaweiLastError reads BgpPeerLastError: "35" is code 3 and subcode 5, "310" is 3/10; "03 05", "0305" and "0x0305" are
// the two octets of the MIB's bgpPeerLastError; "773" is these octets as an integer.
func huaweiLastError(v string) huaweiError {
	v = strings.TrimSpace(v)
	if noValue(v) {
		return huaweiError{code: Unknown, sub: Unknown}
	}
	if k := strings.IndexAny(v, "/,-"); k > 0 {
		c, s := huaweiNumber(v[:k]), huaweiNumber(v[k+1:])
		return huaweiError{code: c, sub: s}
	}
	hex := noMarks.Replace(strings.TrimPrefix(strings.ToLower(v), "0x"))
	if hex == "" || len(hex) > 8 || hexDigits(hex) != len(hex) || !wholeOctets(v) {
		return huaweiError{code: Unknown, sub: Unknown, note: "the last error \"" + v + "\" could not be read"}
	}
	if strings.Trim(hex, "0") == "" {
		return huaweiError{none: true, code: Unknown, sub: Unknown}
	}
	decimal := digits(v) == len(v)
	if !decimal || v[0] == '0' {
		return huaweiOctets(hex)
	}
	return huaweiDecimal(v, hex)
}

// wholeOctets reports whether a value with separators has two digits in each group.
func wholeOctets(v string) bool {
	groups := strings.FieldsFunc(v, func(r rune) bool { return r == ' ' || r == ':' || r == '.' })
	for _, g := range groups {
		if len(groups) > 1 && len(g) != 2 {
			return false
		}
	}
	return true
}

// huaweiOctets reads "0305", "030500" or "3b".
func huaweiOctets(hex string) huaweiError {
	if len(hex)%2 != 0 {
		hex = "0" + hex
	}
	at := func(i int) int { return hexValue(hex[i])<<4 | hexValue(hex[i+1]) }
	e := huaweiError{code: at(0), sub: Unknown}
	switch {
	case len(hex) >= 4:
		e.sub = at(2)
	case e.code > 0xf: // one octet, a digit each
		e.code, e.sub = hexValue(hex[0]), hexValue(hex[1])
	}
	return e.checked()
}

// huaweiDecimal reads a number of which the first digit is the code.
func huaweiDecimal(v, hex string) huaweiError {
	e := huaweiError{code: int(v[0] - '0'), sub: Unknown}
	if len(v) == 1 {
		e.note = "the last error \"" + v + "\" has no subcode"
		return e
	}
	if e.sub = huaweiNumber(v[1:]); knownPair(e.code, e.sub) {
		return e
	}
	if o := huaweiOctets(hex); len(hex) == 4 && knownPair(o.code, o.sub) {
		return o
	}
	if n := huaweiNumber(v); n > 0xff && n <= 0xffff && knownPair(n>>8, n&0xff) {
		return huaweiError{code: n >> 8, sub: n & 0xff,
			note: "the last error " + v + " was read as an integer of two octets: " + pairText(n>>8, n&0xff) + " (uncertain)"}
	}
	return e.checked()
}

// checked keeps a pair that can be one and says when its subcode is not known.
func (e huaweiError) checked() huaweiError {
	if e.code < 1 || e.code > 255 || e.sub > 255 {
		return huaweiError{code: Unknown, sub: Unknown, note: "the last error could not be read"}
	}
	if e.sub != Unknown && !knownPair(e.code, e.sub) {
		e.note = "the last error was read as " + pairText(e.code, e.sub) + ", not a known subcode"
	}
	return e
}

// huaweiNumber reads a decimal number, with words behind it or not ("6(CEASE)"); Unknown when there is none.
func huaweiNumber(s string) int {
	s = strings.TrimSpace(s)
	n := digits(s)
	if n == 0 || n > 9 || n < len(s) && isWord(s[n]) {
		return Unknown
	}
	return atoi(s[:n])
}

// What may stand between the octets of an error, and of an address.
var (
	noMarks  = strings.NewReplacer(" ", "", ":", "", ".", "")
	noColons = strings.NewReplacer(" ", "", ":", "")
)

// huaweiAddr reads an address as text or as its octets in hex ("c0 00 02 07"); "" when it is none.
func huaweiAddr(v string) string {
	if a, _, ok := splitAddr(v); ok && isIP(a) && strings.IndexByte(a, ' ') < 0 {
		return a
	}
	hex := noColons.Replace(strings.TrimPrefix(strings.ToLower(v), "0x"))
	if len(hex) != 8 && len(hex) != 32 || hexDigits(hex) != len(hex) || !wholeOctets(v) {
		return ""
	}
	b := make([]byte, len(hex)/2)
	for i := range b {
		b[i] = byte(hexValue(hex[2*i])<<4 | hexValue(hex[2*i+1]))
	}
	a, _ := netip.AddrFromSlice(b)
	return a.String()
}

// alarm fills a state event: the last error, states, the reason and whether they fit.
func (p *huaweiEvent) alarm() {
	ev := p.ev
	ev.Kind, ev.Up, ev.Alarm = KindState, p.a.kind == huaweiUp, p.limits()
	if n := huaweiNumber(p.get("state")); n > 0 && n < len(huaweiStates) {
		ev.To = huaweiStates[n]
	}
	if ev.Up && ev.To == "" {
		ev.To = "Established"
	}
	e := huaweiLastError(p.get("lasterror"))
	ev.Code, ev.Subcode = e.code, e.sub
	if e.note != "" {
		p.note(e.note)
		p.c.bonus -= 2
	}
	if ev.Code == Unknown && !e.none {
		if w := p.get("reason"); w != "" {
			ev.Words = w
			ev.Code, ev.Subcode, _ = Words(ev.Style, w)
		}
	}
	p.bfdOrHardReset()
	p.event(e)
}

// reason takes the direction from the reason's number. Whether reason and last error fit, package explain says; it does
// not see that there is none.
func (p *huaweiEvent) reason(n int, e huaweiError) {
	if e.none && (n == 3 || n == 4 || n == 7) {
		p.note("the reason is \"" + huaweiReasons[n] + "\", but the device gives no last error for it")
	}
	switch ev := p.ev; {
	case n == 2:
		ev.Direction = DirReceived
	case n == 3, n == 7 && e.code == 6 && e.sub == 1:
		ev.Direction = DirSent
	}
}

// event says what happened: by the alarm, by the reason's number or words, by the state.
func (p *huaweiEvent) event(e huaweiError) {
	ev := p.ev
	if ev.Reason = p.a.reason; ev.Reason == "gr-change" {
		if n := huaweiNumber(p.get("grstatus")); n > 0 && n < len(huaweiGRIDs) {
			ev.Reason = huaweiGRIDs[n]
		}
	}
	if ev.Reason != "" {
		return
	}
	n := huaweiNumber(p.get("unavaireason", "unavailreason"))
	if w := p.get("reason"); n == Unknown && w != "" {
		id := Reason(w)
		for i, known := range huaweiReasonIDs {
			if known == id && id != "" {
				n = i
			}
		}
		ev.Reason = id
	}
	if n > 0 && n < len(huaweiReasonIDs) {
		ev.Reason = huaweiReasonIDs[n]
		p.reason(n, e)
	}
	switch {
	case ev.Reason != "":
	case ev.To == "Established":
		ev.Reason = ReasonEstablished
	case p.a.kind == huaweiDown, ev.To != "":
		ev.Reason = ReasonDown
	}
}

// limits gathers the parameters of an alarm that its explanation names.
func (p *huaweiEvent) limits() *Alarm {
	a := &Alarm{Name: p.a.name, Text: p.a.text, Interface: p.get("interfacename", "localifname", "sourceinterface"),
		Limit:   huaweiNumber(p.get("maxroutenum", "maximumnumber")),
		Percent: huaweiNumber(p.get("alarmthreshold", "routethreshold")),
		Count:   huaweiNumber(p.get("currentroutenumber"))}
	if a.Percent > 100 {
		a.Percent = Unknown
	}
	if n := huaweiNumber(p.get("routetypeindex")); n > 0 && n < len(huaweiRoutes) {
		a.Routes = huaweiRoutes[n]
	}
	if f := huaweiFamily(huaweiNumber(p.get("afi")), ""); f != "" {
		a.Family = strings.TrimSpace(f + " " + huaweiSubFamily(huaweiNumber(p.get("safi")), ""))
	}
	return a
}

// bfdOrHardReset notes that 6/9 has two meanings.
func (p *huaweiEvent) bfdOrHardReset() {
	if p.ev.Code == 6 && p.ev.Subcode == 9 {
		p.note("Huawei's list calls 6/9 BFD session Down, IANA's Hard Reset (RFC 8538): without an inner code and subcode in the Data, BFD is more likely")
	}
}

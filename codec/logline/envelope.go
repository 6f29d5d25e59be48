package logline

import "strings"

const bom = "\ufeff"

// envelope is what stands around a device's own words: who logged it, when, how often.
type envelope struct {
	body   []piece // the text behind the envelope
	stamp  stamp
	host   string
	repeat int
	any    bool // something was taken off that begins a record
	src    int  // input offset of the line
}

// stamped reports whether the line has an envelope, so that it begins a record.
func (e *envelope) stamped() bool { return e.any }

// parse takes envelopes off the text of a line, which stands at input offset src: one inside the other, outermost first.
func (e *envelope) parse(d *Document, t string, src int) {
	var ps []piece // the text without control octets, when there are any
	head := piece{t, src}
	if bad := controlAt(t); bad >= 0 {
		ps = cleaned(t, src, bad)
		head, ps = ps[0], ps[1:]
	} else if plain, ok := uncoloured(t, src); ok {
		head, ps = plain[0], plain[1:]
	}
	e.src = max(head.src, 0)
	for n := 0; n < 8; n++ {
		k := e.layer(head.text)
		if k == 0 {
			break
		}
		if e.body != nil { // unescaped
			ps, head, e.body = nil, e.body[0], nil
			continue
		}
		head.text = head.text[k:]
		if head.src >= 0 {
			head.src += k
		}
	}
	e.body = d.body(head, ps)
	if e.repeat > 1 {
		last := &e.body[len(e.body)-1]
		t := strings.TrimRight(last.text, " \t\n")
		last.text = strings.TrimSuffix(t, "]")
	}
}

// body stores the pieces of a line.
func (d *Document) body(head piece, rest []piece) []piece {
	if len(rest) > 0 {
		return append([]piece{head}, rest...)
	}
	if len(d.pieces) == cap(d.pieces) {
		d.pieces = make([]piece, 0, min(max(16, 2*cap(d.pieces)), 1024))
	}
	n := len(d.pieces)
	d.pieces = append(d.pieces, head)
	return d.pieces[n : n+1 : n+1]
}

// layer takes one layer off s and returns its length, 0 when there is none. For JSON it sets e.body to the inner text.
func (e *envelope) layer(s string) int {
	k := blanks(s)
	t := s[k:]
	if t == "" {
		return 0
	}
	if strings.HasPrefix(t, bom) {
		return k + len(bom)
	}
	switch t[0] {
	case '<':
		if n := priority(t); n > 0 {
			e.any = true
			return k + n + e.rfc5424(t[n:])
		}
		return 0
	case '{':
		if e.json(t) {
			e.any = true
			return len(s)
		}
		return 0
	}
	if n := nodeName(t); n > 0 {
		e.any = true
		return k + n
	}
	if !e.any {
		if n, st := headStamp(t); n > 0 {
			e.any, e.stamp = true, st
			return k + n
		}
	}
	if n, st := e.stampAt(t); n > 0 {
		e.any = true
		e.stamp = better(e.stamp, st)
		n += e.behindStamp(t[n:], st)
		return k + n
	}
	if n := sequence(t); n > 0 && (e.any || sequenceOnly(t[n:])) {
		return k + n
	}
	if n, times := repeatedHead(t); n > 0 {
		e.repeat = times
		return k + n
	}
	if n := originID(t); n > 0 {
		e.any, e.host = true, strings.TrimSuffix(t[:n], ":")
		return k + n
	}
	if !e.any && k == 0 {
		if n, host := hostAndTag(t); n > 0 {
			e.any, e.host = true, host
			return n
		}
	}
	return 0
}

// stampAt reads a stamp at the start of t, at the head of a line one of those that only stand there, too.
func (e *envelope) stampAt(t string) (int, stamp) {
	n, st := parseStamp(t)
	switch {
	case n > 0 || e.any:
	case t[0] == '1' || t[0] == '2' || t[0] == '[':
		return headEpoch(t)
	case t[0] == '@':
		return taiStamp(t)
	}
	return n, st
}

// nodeName returns the length of "RP/0/RSP0/CPU0:", which IOS XR puts in front of a stamp.
func nodeName(t string) int {
	if len(t) < 9 || t[2] != '/' {
		return 0
	}
	k := strings.IndexByte(t[:min(len(t), 24)], ':')
	if k < 8 || strings.Count(t[:k], "/") != 3 || t[2] != '/' || digits(t[3:]) == 0 {
		return 0
	}
	for i := 0; i < k; i++ {
		if !isWord(t[i]) && t[i] != '/' {
			return 0
		}
	}
	if n, _ := parseStamp(t[k+1:]); n == 0 {
		return 0
	}
	return k + 1
}

// originID returns the length of the name that a Cisco device puts in front of its own stamp: "r1" of "r1 RP/0/RSP0/CPU0:Nov 21"
// (hostnameprefix of IOS XR), "r1:" of "r1: *Nov 21 23:43:12: %BGP-5-ADJCHANGE" (origin-id of IOS).
func originID(t string) int {
	w := word(t)
	n := len(w)
	if n < 2 || n > 64 || n >= len(t) {
		return 0
	}
	rest := t[n+blanks(t[n:]):]
	if w[n-1] != ':' {
		if nodeName(rest) == 0 || noHost(w) || strings.IndexByte(w, '/') >= 0 || digits(w) == n {
			return 0
		}
		return n
	}
	if noHost(w) || strings.IndexByte(w[:n-1], ':') >= 0 || digits(w) == n-1 || rest == "" || !startsStamp[rest[0]] && rest[0] != '*' && rest[0] != '.' {
		return 0
	}
	k, _ := parseStamp(rest)
	if rest = rest[k:]; k == 0 || !strings.HasPrefix(rest, ": %") || !severityMnemonic(rest[3:]) {
		return 0
	}
	return n
}

// headStamp reads stamps that only the head of a line shows to be some: a date behind a severity, a time in a column.
func headStamp(t string) (int, stamp) {
	if n := level(t); n > 0 {
		if k, st := usDate(t[n:]); k > 0 {
			return n + k, st
		}
		return 0, stamp{}
	}
	if t[0] < '0' || t[0] > '9' {
		return 0, stamp{}
	}
	return barClock(t)
}

// priority returns the length of "<30>".
func priority(s string) int {
	k := digits(s[1:min(len(s), 5)])
	if k == 0 || k > 3 || len(s) < k+2 || s[k+1] != '>' {
		return 0
	}
	return k + 2
}

// rfc5424 reads "1 2026-11-21T23:43:12Z host app procid msgid [sd] " behind the priority.
func (e *envelope) rfc5424(s string) int {
	if !strings.HasPrefix(s, "1 ") {
		return 0
	}
	i := 2
	n, st := parseStamp(s[i:])
	if n == 0 {
		if !strings.HasPrefix(s[i:], "- ") {
			return 0
		}
		n = 2
	}
	i += n
	i += blanks(s[i:])
	var f [4]string // host, app, procid, msgid
	id := 0
	for k := range f {
		f[k], id = word(s[i:]), i
		i += len(f[k])
		if f[k] == "" || i == len(s) {
			return 0
		}
		i++
	}
	sd := structuredData(s[i:])
	if sd == 0 {
		return 0
	}
	e.stamp = better(e.stamp, st)
	if f[0] != "-" {
		e.host = f[0]
	}
	if junosMessage(f[3]) && strings.HasPrefix(s[i:], "[") {
		return id // its elements say what the text says, or stand in its place
	}
	return min(len(s), i+sd)
}

// structuredData returns the length of "-" or of "[id k="v"][...]" and the blank behind it.
func structuredData(s string) int {
	i := 0
	if strings.HasPrefix(s, "-") {
		i = 1
	}
	for i < len(s) && s[i] == '[' {
		quoted := false
		j := i + 1
		for ; j < len(s) && (quoted || s[j] != ']'); j++ {
			switch s[j] {
			case '\\':
				j++
			case '"':
				quoted = !quoted
			}
		}
		if j >= len(s) {
			return 0
		}
		i = j + 1
	}
	if i > 0 && i < len(s) && s[i] == ' ' {
		i++
	}
	return i
}

// behindStamp takes what stands between a stamp and the message: "stderr F ", a host name, a level.
func (e *envelope) behindStamp(s string, st stamp) int {
	i := 0
	if i < len(s) && s[i] == ':' {
		return 1
	}
	if !strings.HasPrefix(s, " ") {
		return 0
	}
	i = blanks(s)
	for _, cri := range [...]string{"stdout F ", "stderr F ", "stdout P ", "stderr P "} {
		if strings.HasPrefix(s[i:], cri) {
			return i + len(cri)
		}
	}
	if n := level(s[i:]); n > 0 {
		return i + n
	}
	if st.slashes || e.host != "" {
		return i
	}
	if n := hostName(s[i:]); n > 0 {
		e.host = s[i : i+n]
		i += n + 1
		if r := blanks(s[i:]); firewallHead(s[i+r:]) && s[i+r] == '1' {
			i += r + len("1,") // the time of PAN-OS stands behind it
		}
	}
	return i
}

// hostName returns the length of a host name: a word that a program's tag, a sequence number, a further stamp,
// a Cisco mnemonic, a node of IOS XR or a further envelope follows.
func hostName(s string) int {
	w := word(s)
	n := len(w)
	if n == 0 || n > 255 || n+1 >= len(s) || w[n-1] == ':' || noHost(w) {
		return 0 // "<RMT>" is a class of BIRD's log
	}
	rest := strings.TrimLeft(s[n:], " ")
	if rest == "" {
		return 0
	}
	next := word(rest)
	if k := level(rest); k > 0 && k < len(rest) { // SONiC: "sonic1 INFO bgp#bgpd[41]:"
		if w := word(rest[k:]); strings.HasSuffix(w, "]:") && strings.IndexByte(w, '[') > 0 { // "bgpd[57]:" of older ones
			return n
		}
	}
	if strings.HasPrefix(rest, "notification m") || hexWords(rest) && !hexWords(w) && digits(w) != n && !strings.HasPrefix(w, "0x") && strings.ContainsAny(w, "0123456789-.") {
		return n // Ericsson's lines have no tag
	}
	tag := strings.HasSuffix(next, ":") && len(next) > 1 || strings.HasSuffix(next, "]") && strings.Contains(next, "[")
	if tag || rest[0] == '%' || strings.HasPrefix(rest, ": %") || digits(rest) > 0 && digits(rest) == len(next) && strings.Contains(rest, "%") {
		return n
	}
	if k, _ := parseStamp(rest); k > 0 || nodeName(rest) > 0 || originID(rest) > 0 || firewallHead(rest) {
		return n
	}
	return 0
}

// firewallHead reports whether a text begins as the messages of firewalls do, which have no tag: with the fields of FortiOS, the
// cells of PAN-OS, or a head of CEF or LEEF.
func firewallHead(s string) bool {
	switch s[0] {
	case 'd':
		return strings.HasPrefix(s, "date=") || strings.HasPrefix(s, "devname=")
	case 'C':
		return strings.HasPrefix(s, "CEF:")
	case 'L':
		return strings.HasPrefix(s, "LEEF:")
	case '1':
		if len(s) > 2 && s[1] == ',' {
			k, _ := parseStamp(s[2:])
			return k > 0
		}
	}
	return false
}

// hexWords reports whether a text is a row of a dump: words of two, four or eight hex digits, or 16 and more.
func hexWords(s string) bool {
	if s == "" || !isHex(s[0]) {
		return false
	}
	for n := 0; ; n++ {
		w := word(s)
		if w == "" {
			return n > 0
		}
		if k := len(w); hexDigits(w) != k || k != 2 && k != 4 && k != 8 && (k < 16 || k%2 != 0) {
			return false
		}
		s = strings.TrimLeft(s[len(w):], " ")
	}
}

// noHost reports whether a word has octets that a host name has not.
func noHost(w string) bool {
	for i := 0; i < len(w); i++ {
		if notInHost(w[i]) {
			return true
		}
	}
	return false
}

func notInHost(c byte) bool {
	switch c {
	case '%', '*', '[', ']', '{', '}', '(', ')', '<', '>', '=', '"', '\'', '|', ',', '&', ';', '`':
		return true
	}
	return false
}

// hostAndTag reads "PE-1 " of "PE-1 rpd[2341]: " in a line without a stamp.
func hostAndTag(s string) (int, string) {
	n := 0
	for n < len(s) && s[n] != ' ' && s[n] != '\t' && s[n] != '\n' {
		if s[n] == ':' || notInHost(s[n]) {
			return 0, ""
		}
		n++
	}
	w := s[:n]
	if n == 0 || n+1 >= len(s) {
		return 0, ""
	}
	tag := word(s[n+1:])
	if !strings.HasSuffix(tag, "]:") {
		return 0, ""
	}
	open := strings.IndexByte(tag, '[')
	if open <= 0 || digits(tag[open+1:]) != len(tag)-open-3 || len(tag)-open == 3 {
		return 0, ""
	}
	return len(w) + 1, w
}

// level returns the length of a severity word and the blanks behind it.
func level(s string) int {
	if s == "" || !levelStart[s[0]] {
		return 0
	}
	w := word(s)
	if name := trimmedMarks(w); len(name) > 3 && len(name) < 16 && isLevel(name) && len(w) < len(s) {
		return len(w) + blanks(s[len(w):])
	}
	return 0
}

// trimmedMarks takes the punctuation around a severity off.
func trimmedMarks(w string) string {
	mark := func(c byte) bool { return c == ':' || c == '[' || c == ']' }
	for w != "" && mark(w[0]) {
		w = w[1:]
	}
	for w != "" && mark(w[len(w)-1]) {
		w = w[:len(w)-1]
	}
	return w
}

var levels = [...]string{"emergencies", "alerts", "critical", "errors", "warnings", "notifications", "informational", "debugging",
	"erro", "error", "warn", "warning", "info", "debug", "debg", "trace", "trac", "notice", "crit"}

// levelStart marks the octets with which a severity, or the punctuation around it, begins.
var levelStart = func() (t [256]bool) {
	for _, c := range "eacwnidtEACWNIDT:[]" {
		t[c] = true
	}
	return t
}()

// isLevel reports whether a word names a severity.
func isLevel(w string) bool {
	for i := range levels {
		if l := levels[i]; len(l) == len(w) && l[0] == w[0]|0x20 && equalLetters(w, l) {
			return true
		}
	}
	return false
}

// equalLetters reports whether s and a lower-case text of the same length are the same letters.
func equalLetters(s, lower string) bool {
	for i := 0; i < len(lower); i++ {
		if c := s[i]; c|0x20 != lower[i] || c < 'A' {
			return false
		}
	}
	return true
}

// sequence returns the length of a Cisco sequence number "000123: " or "42: " and the blanks behind it.
func sequence(s string) int {
	k := digits(s)
	if k == 0 || k > 10 || k+1 >= len(s) || s[k] != ':' || s[k+1] != ' ' {
		return 0
	}
	return k + 1 + blanks(s[k+1:])
}

// sequenceOnly reports whether what follows a number at the start of a line shows that it is a sequence number.
func sequenceOnly(s string) bool {
	n, _ := parseStamp(s)
	return n > 0 || strings.HasPrefix(s, "%") || originID(s) > 0
}

// repeatedHead reads "message repeated 3 times: [ ", with a program's tag in front or not.
func repeatedHead(s string) (n, times int) {
	const words = "message repeated "
	k := strings.Index(s[:min(len(s), 96)], words)
	if k < 0 || k > 0 && !strings.HasSuffix(s[:k], ": ") {
		return 0, 0
	}
	i := k + len(words)
	d := digits(s[i:])
	if d == 0 || d > 9 || !strings.HasPrefix(s[i+d:], " times: [") {
		return 0, 0
	}
	end := i + d + len(" times: [")
	return end + blanks(s[end:]), atoi(s[i : i+d])
}

// lastRepeated reads "last message repeated 5 times".
func lastRepeated(s string) (times int, ok bool) {
	const words = "last message repeated "
	s = strings.Trim(strings.TrimSpace(s), "- ")
	k := strings.Index(s[:min(len(s), 96)], words)
	if k < 0 || k > 0 && !strings.HasSuffix(s[:k], ": ") && !strings.HasSuffix(s[:k], " ") {
		return 0, false
	}
	s = s[k+len(words):]
	d := digits(s)
	if d == 0 || d > 9 || !strings.HasPrefix(s[d:], " time") || len(s) > d+7 {
		return 0, false
	}
	return atoi(s[:d]), true
}

// word returns the text up to the first blank.
func word(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == ' ' || c == '\t' || c == '\n' {
			return s[:i]
		}
	}
	return s
}

// digits returns the number of decimal digits that s begins with.
func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// hexDigits returns the number of hex digits that s begins with.
func hexDigits(s string) int {
	n := 0
	for n < len(s) && isHex(s[n]) {
		n++
	}
	return n
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// atoi reads at most nine digits.
func atoi(s string) int {
	n := 0
	for i := 0; i < len(s) && i < 9; i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

package logline

import "strings"

// Some anchors are common words. What stands beside one may show that no style can read there: most lines with such a word
// need no reading. A guard sees the input as it stands: where a wrap, an escape or a colour may hide what it asks for, it lets
// the anchor pass. It looks at most guardReach octets to either side.

const guardReach = 128

// guard refuses an anchor at t[at:] that is a part of something else.
func guard(t string, at int, anchor string) bool {
	end := at + len(anchor)
	switch anchor {
	case "notification":
		return end == len(t) || fold[t[end]] < 'a' || fold[t[end]] > 'z'
	case "connection ":
		return twoEnds(t, end)
	case `"msg":"`, `"msg": "`, `"msg" : "`, `\"msg\":\"`, `\"msg\": \"`:
		return bunyanHead(t[end:])
	case "code ":
		for stop := min(len(t), end+64); end < stop && filler(t[end]); {
			end++
		}
		return end == len(t) || codeAt(t[end:])
	case " byte":
		i, n := at, 0
		for low := max(0, at-80); i > low && (filler(t[i-1]) || t[i-1] >= '0' && t[i-1] <= '9'); i-- {
			if !filler(t[i-1]) {
				n++
			}
		}
		return i > 0 && t[i-1] == ')' && n > 0
	}
	return true
}

// wanted refuses one that no style can read on from.
func wanted(t string, at int, anchor string) bool {
	end := at + len(anchor)
	switch anchor {
	case "notification":
		return notificationAt(t, at, end)
	case "code ":
		for stop := min(len(t), end+64); end < stop && filler(t[end]); {
			end++
		}
		return end == len(t) || !zeroCodeAt(t[end:])
	case "|false|", "|true|":
		// Ten bars and a time stand in front; a few octets are a piece of a text, around a line end.
		return at <= maxAnchor || strings.Count(t[max(0, at-512):at], "|") >= 9
	case "peer reset":
		c := firstBehind(t, end)
		return c == ',' || hides(c)
	case "received: ":
		// "Last error: Received: ", "peer17: Received: ", or a state in front of it
		c := lastBefore(t, at)
		return c == ':' || strings.IndexByte("etmdn", c) >= 0 || hides(c)
	case ": error: ":
		c := lastBefore(t, at)
		return isWord(c) || c == '.' || c == '/' || c == '@' || hides(c)
	case ": connect: ", "socket error: ":
		// Programs in Go write this very often. With a few octets in front it is a piece of a text, around a line end.
		return at <= maxAnchor || firstFold(t[max(0, at-guardReach):at], "neigh") >= 0
	case "last error: ":
		return errorWordsAt(t[end:min(len(t), end+guardReach)])
	}
	return true
}

// hides reports whether an octet may be a part of something that is another text when it is read: a wrap, an escape, a tag, a
// colour. 0 stands for the end of the text.
func hides(c byte) bool { return hiding[c] }

var hiding = func() (t [256]bool) {
	for c := range t {
		t[c] = c < ' ' || c == '\\' || c == '<' || c == '>' || c == '=' || c == '*' || c == 0x7f
	}
	return t
}()

// firstBehind returns the first octet from i on that no wrap puts between words, 0 for none.
func firstBehind(t string, i int) byte {
	for end := min(len(t), i+guardReach); i < end; i++ {
		if !filler(t[i]) {
			return t[i]
		}
	}
	return 0
}

// lastBefore is firstBehind for what stands in front of i.
func lastBefore(t string, i int) byte {
	for low := max(0, i-guardReach); i > low; i-- {
		if !filler(t[i-1]) {
			return fold[t[i-1]]
		}
	}
	return 0
}

// wordAt returns the word of letters at t[i:], blanks of the line in front of it skipped, where it stands as it was written;
// sure is false where something may hide what it is. A number or a mark gives no word.
func wordAt(t string, i int) (w string, end int, sure bool) {
	for i < len(t) && (t[i] == ' ' || t[i] == '\t') {
		i++
	}
	end = i
	for end < len(t) && (fold[t[end]] >= 'a' && fold[t[end]] <= 'z' || t[end] == '_') {
		end++
	}
	if end == len(t) || hides(t[end]) {
		return "", i, false
	}
	return t[i:end], end, true
}

// notificationAt reports whether a style may want the word "notification" at t[at:end], by the words around it: who does not
// print a mark, a number or one of some words behind it names its way in front of it.
func notificationAt(t string, at, end int) bool {
	behind := t[end:min(len(t), end+guardReach)]
	w, next, sure := wordAt(behind, 0)
	switch {
	case !sure || w == "":
		return true
	case isOneOf(waysBehind[:], w):
		return wayAt(behind[next:]) || namedBefore(t, at)
	case beginsBehind(w):
		return true
	}
	return namedBefore(t, at)
}

// waysBehind say which way a NOTIFICATION went, and nothing else; wordsBehind begin something that a style reads on with.
var (
	waysBehind = [...]string{"sent", "received"}

	wordsBehind = [...]string{"send", "sent", "rec", "rcv", "got", "m", "with", "from", "to", "by", "peer", "ne", "nbr", "err", "code", "type",
		"sub", "data", "history"}
)

// pairsBehind are the first two letters of wordsBehind, a bit for each second one.
var pairsBehind = func() (t [32]uint32) {
	for _, w := range wordsBehind {
		if len(w) == 1 {
			t[w[0]&31] = ^uint32(0)
			continue
		}
		t[w[0]&31] |= 1 << (w[1] & 31)
	}
	return t
}()

// beginsBehind reports whether a word begins with one of wordsBehind.
func beginsBehind(w string) bool {
	if len(w) > 1 && pairsBehind[w[0]&31]>>(w[1]&31)&1 == 0 {
		return false
	}
	for _, s := range wordsBehind {
		if len(w) >= len(s) && equalFold(w[:len(s)], s) {
			return true
		}
	}
	return false
}

// wayAt reports whether what stands behind "notification sent" may be read on: a peer, numbers, words in front of them.
func wayAt(t string) bool {
	w, end, sure := wordAt(t, 0)
	if sure && isOneOf(wordsToPeer[:], w) {
		t = t[end:]
		w, end, sure = wordAt(t, 0)
	}
	return !sure || w == "" || beginsBehind(w) || t[end] == ':' || t[end] >= '0' && t[end] <= '9' // or an address
}

var wordsToPeer = [...]string{"to", "from", "by"}

// namedBefore reports whether the word in front of "notification" says its way, or that it is BGP's or the last one.
func namedBefore(t string, at int) bool {
	i := at
	for low := max(0, at-guardReach); i > low && (t[i-1] == ' ' || t[i-1] == '\t'); {
		i--
	}
	if i == at && i > 0 && isWord(t[i-1]) { // a part of a longer word
		return true
	}
	end := i
	for low := max(0, end-16); i > low && fold[t[i-1]] >= 'a' && fold[t[i-1]] <= 'z'; {
		i--
	}
	if i == 0 || i < end && end-i >= 16 || hides(t[i-1]) {
		return true
	}
	return isOneOf(namesOfWay[:], t[i:end])
}

var namesOfWay = [...]string{"sent", "sending", "send", "received", "receive", "receiving", "recv", "rcvd", "bgp", "last"}

// errorWordsAt reports whether "Last Error: " is followed by words that stand for a NOTIFICATION, or by what may hide some.
func errorWordsAt(t string) bool {
	k := strings.IndexByte(t, '\n')
	if k < 0 { // where several lines were made one, it cannot be seen where this one ends
		return true
	}
	t = t[:k]
	if blankText(t) {
		return true
	}
	for i := 0; i < len(t); i++ {
		if hides(t[i]) && t[i] != '\t' && t[i] != '\r' {
			return true
		}
	}
	_, _, ok := Words("junos", t)
	return ok
}

// codeAt reports whether a text begins with an error code as the styles with the anchor "code " have it: "3/4" or "3 (words)",
// be there a line end behind any of its octets.
func codeAt(t string) bool {
	n := digits(t[:min(len(t), 4)])
	if n == 0 || n > 3 || n == 3 && atoi(t[:n]) > 255 {
		return false
	}
	for ; n < min(len(t), 64) && filler(t[n]); n++ {
		if t[n] == '\n' {
			return true
		}
	}
	if n == len(t) || n == 64 {
		return true
	}
	switch t[n] {
	case '/', '(', '\\', '"', '<':
		return true
	}
	return false
}

// zeroCodeAt reports whether a text begins with the number 0, which is no error code, and no wrap can have cut it.
func zeroCodeAt(t string) bool {
	n := digits(t[:min(len(t), 4)])
	if n == 0 || atoi(t[:n]) != 0 {
		return false
	}
	for end := min(len(t), n+64); n < end && filler(t[n]); {
		n++
	}
	return n < len(t) && !filler(t[n]) && digits(t[n:]) == 0 && !hides(t[n])
}

// filler reports whether an octet can stand between two words because of a wrap.
func filler(c byte) bool { return isBlank(c) || c == '>' || c == '=' }

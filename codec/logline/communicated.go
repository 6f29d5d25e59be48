package logline

import "strings"

// What a peer wrote into a shutdown communication stands in a field of its own where GoBGP logs it, and where bgpctl and birdc show it:
//
//	{"Code":6,"Communicated-Reason":"TEXT","Key":"192.0.2.1","Subcode":2, ... "msg":"received notification"}
//	msg="received notification" Code=6 Communicated-Reason="TEXT" Key=192.0.2.1 Subcode=2
//	  Last received shutdown reason: "TEXT"
//	"last_shutdown_reason": "TEXT"
//	  Message:        TEXT
//
// Whoever wrote it can write other lines' words there.
var communicatedKeys = [...]string{"Communicated-Reason", "Last received shutdown reason", "last_shutdown_reason"}

// birdMessage is how birdc begins the line of a communication.
const birdMessage = "Message:        "

// communicatedEnd is how all these keys end.
const communicatedEnd = "eason"

// mostCommunicated bounds how far the end of a communication is looked for: one has 255 octets (RFC 9003 section 2), and those may
// be escaped several times.
const mostCommunicated = 8 << 10

// communications tells which places of a text stand in a communication. They are asked for in order, so that the text is gone
// through once.
type communications struct {
	from       int // so far keys have been looked for
	start, end int // of the last value, with its key
	line, seen int // where the last line before seen begins
}

// around returns the offset behind the communication that t[at] stands in, which begins behind floor; 0 for none.
func (q *communications) around(t string, at, floor int) int {
	if q.start < floor {
		q.from, q.start, q.end = floor, floor, 0
	}
	for q.end <= at {
		k := strings.Index(t[q.from:max(q.from, at)], communicatedEnd)
		if k < 0 {
			q.from = max(q.from, at-len(communicatedEnd)+1)
			break
		}
		q.from += k + len(communicatedEnd)
		key := communicatedKey(t[floor:q.from])
		if key == 0 {
			continue
		}
		if open, escapes := openingQuote(t, q.from); open >= 0 {
			q.start, q.end = q.from-key, closingQuote(t[:min(len(t), open+mostCommunicated)], open, escapes)
			q.from = q.end
		}
	}
	if q.end > at {
		return q.end
	}
	return q.birdMessage(t, at, floor)
}

// communicatedKey returns the length of the key that a text ends with, 0 for none.
func communicatedKey(t string) int {
	for _, key := range communicatedKeys {
		if strings.HasSuffix(t, key) {
			return len(key)
		}
	}
	return 0
}

// birdMessage is around for the line of birdc.
func (q *communications) birdMessage(t string, at, floor int) int {
	if k := strings.LastIndexByte(t[min(q.seen, at):at], '\n'); k >= 0 {
		q.line = min(q.seen, at) + k + 1
	}
	q.seen = at
	line := max(q.line, floor)
	head := strings.TrimLeft(t[line:min(at, line+len(birdMessage)+16)], " ")
	if !strings.HasPrefix(head, birdMessage) && !strings.HasPrefix(head, "1006-  "+birdMessage) {
		return 0
	}
	if k := strings.IndexByte(t[at:], '\n'); k >= 0 {
		return at + k
	}
	return len(t)
}

// openingQuote returns the offset behind the quotation mark that opens the value of a key that ends at t[i], and how many
// backslashes stand in front of it: the record may be a text in another one. It is -1 where no such value follows.
func openingQuote(t string, i int) (open, escapes int) {
	i += len(t[i:]) - len(strings.TrimLeft(t[i:], `\" `))
	if i >= len(t) || t[i] != ':' && t[i] != '=' {
		return -1, 0
	}
	i++
	i += blanks(t[i:])
	for i+escapes < len(t) && t[i+escapes] == '\\' {
		escapes++
	}
	if i += escapes; i >= len(t) || t[i] != '"' {
		return -1, 0
	}
	return i + 1, escapes
}

// closingQuote returns the offset behind the quotation mark that ends a string which one with so many backslashes in front began, or
// the length of the text.
func closingQuote(t string, i, escapes int) int {
	for n := 0; i < len(t); i++ {
		switch {
		case t[i] == '\\':
			n++
			continue
		case t[i] == '"' && (escapes == 0 && n%2 == 0 || escapes > 0 && n <= escapes):
			return i + 1
		}
		n = 0
	}
	return len(t)
}

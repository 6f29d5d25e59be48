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

// communicated returns the offset behind the communication that t[at] stands in, which begins behind floor; 0 for none.
func communicated(t string, at, floor int) int {
	for _, key := range communicatedKeys {
		for i := floor; ; {
			k := strings.Index(t[i:at], key)
			if k < 0 {
				break
			}
			i += k + len(key)
			open, escapes := openingQuote(t, i)
			if open < 0 {
				continue
			}
			if i = closingQuote(t, open, escapes); i > at {
				return i
			}
		}
	}
	line := max(strings.LastIndexByte(t[:at], '\n')+1, floor)
	if head := strings.TrimLeft(t[line:at], " "); strings.HasPrefix(head, birdMessage) || strings.HasPrefix(head, "1006-  "+birdMessage) {
		if k := strings.IndexByte(t[at:], '\n'); k >= 0 {
			return at + k
		}
		return len(t)
	}
	return 0
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

package logline

import "strings"

// Ids of the reasons that other packages ask for by name. The rest stands in reasonWords.
const (
	ReasonDown        = "down"        // the session went down and the line does not say why, or in words that are not known
	ReasonEstablished = "established" // the session came up
	ReasonReceived    = "notification-received"
	ReasonSent        = "notification-sent"
	ReasonClosed      = "peer-closed" // the peer closed the TCP connection
	ReasonOverLimit   = "over-limit"  // a limit of prefixes was passed; the line does not say that the session ended
)

// Alarm is what a state event tells beyond its words. Numbers are Unknown and strings empty when the text does not give
// them.
type Alarm struct {
	Name      string // the vendor's name of the alarm
	Text      string // what the alarm says, for people
	Template  bool   // a line of documentation with placeholders: nothing happened
	Limit     int    // routes allowed
	Percent   int    // share of the limit at which the warning comes
	Count     int    // routes there are
	Family    string // address family, "IPv4 unicast"
	Routes    string // type of the routes where a limit of the device is about one, "IPv6 in VRFs"
	Interface string
}

// Reason returns the id of the reason that a vendor's words give for the end of a session: "Interface flap", "HoldTime",
// "Peer closed the session". Case, blanks, hyphens and underscores do not matter. It is "" when the words are not known.
func Reason(words string) string { return reasonMemo.get("", words, 0, findReason) }

var reasonMemo memo[string]

func findReason(_, words string, _ int) string {
	if len(words) > 200 {
		return ""
	}
	if r := notifyReason(words); r != "" {
		return r
	}
	whole := squash(words)
	for _, tail := range [...]string{"", "error", "received", "event", "eventreceived"} {
		if r := reasonOf(strings.TrimSuffix(whole, tail)); r != "" {
			return r
		}
	}
	if k := strings.IndexAny(words, "(:,;-"); k > 0 {
		if r := reasonOf(squash(words[:k])); r != "" {
			return r
		}
		if r := reasonOf(squash(words[k+1:])); r != "" {
			return r
		}
	}
	for i := range reasonHints {
		if h := &reasonHints[i]; strings.Contains(whole, h.one) && strings.Contains(whole, h.two) {
			return h.id
		}
	}
	return ""
}

// ReasonCode returns the code and subcode of the NOTIFICATION that belongs to a reason; the subcode is Unknown when it
// may be any, ok is false when none or any NOTIFICATION does.
func ReasonCode(reason string) (code, sub int, ok bool) {
	for _, r := range reasonCodes {
		if r.id == reason {
			return r.code, r.sub, true
		}
	}
	return Unknown, Unknown, false
}

// notifyReason reads words that name a NOTIFICATION and its way: "BGP Notification received", "RecvNotify".
func notifyReason(words string) string {
	n := squash(words)
	if !strings.Contains(n, "notif") {
		return ""
	}
	switch {
	case strings.Contains(n, "recv"), strings.Contains(n, "receive"), strings.Contains(n, "rcv"), strings.Contains(n, "notifmsg"):
		return ReasonReceived
	case strings.Contains(n, "sent"), strings.Contains(n, "send"):
		return ReasonSent
	}
	return ""
}

// reasonOf finds squashed words in the table.
func reasonOf(n string) string {
	for _, head := range [...]string{"event", "bgp", "dueto", "cease"} {
		n = strings.TrimPrefix(n, head)
	}
	if n == "" {
		return ""
	}
	for i := range reasonWords {
		if sameSquashed(reasonWords[i].text, n) {
			return reasonWords[i].id
		}
	}
	return ""
}

// squash brings words to lower case letters and digits without anything in between, so that "HoldTime", "hold time" and
// a wrap inside a word are the same.
func squash(s string) string {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if ch := fold[s[i]]; ch >= 'a' && ch <= 'z' || ch >= '0' && ch <= '9' || ch == '/' {
			b = append(b, ch)
		}
	}
	return string(b)
}

// sameSquashed compares words of the table, which are in lower case with single blanks, with squashed ones.
func sameSquashed(text, n string) bool {
	k := 0
	for i := 0; i < len(text); i++ {
		if text[i] == ' ' {
			continue
		}
		if k >= len(n) || text[i] != n[k] {
			return false
		}
		k++
	}
	return k == len(n)
}

// setReason fills Reason of a state event where its style did not: from the words, else from the code that they stand
// for, else from the states. A reason that is a NOTIFICATION makes the event a further line about that NOTIFICATION.
func (ev *Event) setReason(line string) {
	if ev.Kind != KindState || ev.Offender != nil || ev.Reason != "" || ev.Style == OwnStyle {
		return
	}
	switch {
	case ev.Up:
		ev.Reason = ReasonEstablished
		return
	case ev.rose():
		return
	case ev.Code != Unknown && ev.Direction != DirUnknown:
		ev.Reason = [...]string{"", ReasonSent, ReasonReceived}[ev.Direction]
		return
	case ev.Words != "":
		ev.Reason = Reason(ev.Words)
	}
	if ev.Reason == "" && ev.Words != "" && ev.Code == Unknown {
		words := ev.Words
		if k := len("cease_"); len(words) > k && equalFold(words[:k], "cease_") {
			words = words[k:]
		}
		ev.Reason = reasonOfCode(Words(ev.Style, words))
	}
	switch ev.Reason {
	case ReasonReceived, ReasonSent:
		ev.Same = true
	case "":
		if ev.Code == Unknown && ev.fell(line) {
			ev.Reason = ReasonDown
		}
	}
}

// reasonOfCode gives the reason that is another name of a code and subcode.
func reasonOfCode(code, sub int, ok bool) string {
	if !ok {
		return ""
	}
	for _, r := range reasonCodes {
		if r.code == code && (r.sub == sub || r.sub == Unknown) {
			return r.id
		}
	}
	return ""
}

// fell reports whether a state event tells the end of a session: by its states, or by the word of its line.
func (ev *Event) fell(line string) bool {
	if ev.From != "" || ev.To != "" {
		return equalWord(ev.From, "established") && ev.To != "" && !equalWord(ev.To, "established")
	}
	low := strings.ToLower(line[:min(len(line), 512)])
	if ev.Words != "" {
		if k := strings.Index(low, strings.ToLower(ev.Words)); k >= 0 {
			low = low[:k]
		}
	}
	if !strings.Contains(low, "adjchange") && !strings.Contains(low, "nbr_reset") {
		return false
	}
	return strings.Contains(low, " down") || strings.Contains(low, " reset") || strings.Contains(low, " closed")
}

// rose reports whether a state event tells a step towards Established.
func (ev *Event) rose() bool {
	from, to := stateRank(ev.From), stateRank(ev.To)
	return from >= 0 && to > from
}

// stateRank orders the names of the FSM's states; -1 for another word.
func stateRank(s string) int {
	n := squash(s)
	for i, w := range [...]string{"idle", "connect", "active", "opensent", "openconfirm", "established"} {
		if n == w {
			return i
		}
	}
	return -1
}

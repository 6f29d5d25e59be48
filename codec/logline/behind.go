package logline

import "strings"

// behindReach is how far behind an event, on its last line, a stamp is looked for.
const behindReach = 256

// stampBehind finds the stamp that follows an event without one, on its line: "... at Sat Nov 21 23:43:12 2026", the value of a key
// that says so, or a cell. What a peer wrote is no part of it: neither what the event has taken nor what stands in quotes that
// open behind it. head is what stands in front of the event.
func (d *Document) stampBehind(ev *Event, head string) stamp {
	from := min(max(ev.EndOffset, ev.Offset), len(d.text))
	t := d.text[from:min(len(d.text), from+behindReach)]
	if k := strings.IndexByte(t, '\n'); k >= 0 {
		t = t[:k]
	}
	if k, _ := d.breakTag(from, from+len(t)); k >= 0 {
		t = t[:k]
	}
	for _, next := range recordMarks {
		if k := firstFold(t, next); k >= 0 {
			t = t[:k]
		}
	}
	quoted := openQuote(d.text[ev.Offset:from], openQuote(head, false))
	for i := 0; i < len(t); i++ {
		if t[i] == '"' && (i == 0 || t[i-1] != '\\') {
			quoted = !quoted
		}
		if !startsStamp[t[i]] || i > 0 && (isWord(t[i-1]) || t[i-1] == '.') || !mayStamp(t[i:]) {
			continue
		}
		value := i > 0 && t[i-1] == '"' && quoted // the quote that opens it is its own
		if quoted && !value || !mayFollow(t[:i]) {
			continue
		}
		n, st := readStamp(t[i:])
		if n == 0 {
			n, st = epochIn(t, i)
		}
		if n > 0 && (st.hasDate || st.unix || st.doubtful) {
			return st
		}
	}
	return stamp{}
}

// openQuote reports whether a text ends within quotes; open is how it begins.
func openQuote(t string, open bool) bool {
	for i := 0; i < len(t); i++ {
		if t[i] == '"' && (i == 0 || t[i-1] != '\\') {
			open = !open
		}
	}
	return open
}

// mayFollow reports whether a stamp behind t, which follows an event, is that event's: nothing but marks, "at" or "on" is between
// them, or the stamp has a cell of its own or a key that says so.
func mayFollow(t string) bool {
	if timeKey(t) {
		return true
	}
	s := strings.TrimRight(t, " \t\"'([")
	if k := len(s); k > 0 && (s[k-1] == '|' || s[k-1] == ';' || s[k-1] == '>' || s[k-1] == ',' && k >= len(t)-1) || strings.HasSuffix(t, "\t") {
		return true
	}
	w, at := lastWord(s)
	if equalWord(w, "at") || equalWord(w, "on") || w == "@" {
		s = s[:at]
	}
	return strings.Trim(s, " \t.,;:-)]\"'@") == ""
}

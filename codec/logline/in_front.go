package logline

import (
	"strconv"
	"strings"
	"time"
)

// This file finds time and host where the head of a line does not show them: in a cell of a table, behind a key, in the fields
// of a journal's record, or behind what a terminal, a pager or an orchestrator has put in front of the line. It is asked only
// for events that have no stamp.

// inFrontReach is how far in front of an event its stamp and host are looked for.
const inFrontReach = 512

// inFront gives an event without a stamp that of the text in front of it, and one without a host likewise.
func (s *scanner) inFront(b *block, ev *Event) {
	dated := !ev.Time.IsZero() || ev.TimeText != ""
	if dated {
		if ev.Host != "" {
			return
		}
		if t := s.doc.text[max(0, ev.Offset-inFrontReach):ev.Offset]; strings.IndexByte(t[strings.LastIndexByte(t, '\n')+1:], '=') < 0 {
			return // no key is followed by a value there
		}
	}
	head, behind := s.doc.inFront(ev.Offset)
	if head == "" && dated {
		return
	}
	var e envelope
	switch {
	case e.journal(b, head):
	case dated:
		e.host = keyedHost(head)
	default:
		e.within(head, behind, !ev.noCells)
		if e.stamp.text == "" {
			e.stamp = s.doc.stampBehind(ev, head)
		}
	}
	if ev.Host == "" {
		ev.Host = e.host
	}
	if dated {
		return
	}
	ev.Time, ev.TimeText = e.stamp.complete(s.opts)
	ev.YearAssumed = e.stamp.assumesYear()
}

// inFront returns what stands in front of an offset on its line, and the beginning of what stands behind it. Lines that are
// elements of one record, as cells of an HTML table are, count as one; a record in front on the same line does not.
func (d *Document) inFront(off int) (head, behind string) {
	low := max(0, off-inFrontReach)
	from := low + strings.LastIndexByte(d.text[low:off], '\n') + 1
	if k, n := d.lastBreakTag(from, off); k >= 0 {
		from += k + n
	}
	for n := 0; n < 8 && from > low && d.text[from-1] == '\n' && element(d.text[from:off]); n++ {
		prev := low + strings.LastIndexByte(d.text[low:from-1], '\n') + 1
		if !element(d.text[prev:from]) {
			break
		}
		from = prev
	}
	head = d.text[from:off]
	if bad := controlAt(head); bad >= 0 {
		head = plainText(head)
	}
	if ps, ok := uncoloured(head, 0); ok {
		head = ""
		for _, p := range ps {
			head += p.text
		}
	}
	for _, next := range recordMarks {
		if k := lastFold(head, next); k >= 0 {
			head = head[k+len(next)-1:]
		}
	}
	return head, d.text[off:min(len(d.text), off+64)]
}

// recordMarks stand between records on one line.
var recordMarks = [...]string{"<tr", "},{", "}, {", "}{", "} {"}

// element reports whether a line begins an element of HTML or XML, and ends none that began before.
func element(t string) bool {
	t = t[blanks(t):]
	return len(t) > 1 && t[0] == '<' && t[1] != '/'
}

// plainText leaves control octets and terminal escapes out; line ends become blanks.
func plainText(t string) string {
	t = strings.ReplaceAll(t, "\n", " ")
	var b strings.Builder
	for _, p := range cleaned(t, 0, controlAt(t)) {
		b.WriteString(p.text)
	}
	return b.String()
}

// journal reads the fields around the field MESSAGE of a record that journalctl -o export or -o verbose has printed.
func (e *envelope) journal(b *block, head string) bool {
	if !strings.HasPrefix(head[blanks(head):], "MESSAGE=") {
		return false
	}
	e.stamp = b.lines[0].env.stamp
	for i := range b.lines {
		l := &b.lines[i]
		key, val, _ := strings.Cut(l.doc.text[l.start:l.end], "=")
		switch strings.TrimSpace(key) {
		case "_HOSTNAME":
			e.host = val
		case "__REALTIME_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP":
			if v, err := strconv.ParseInt(val, 10, 64); err == nil {
				e.stamp = stamp{text: val, unix: true, at: time.UnixMicro(v).UTC()}
			}
		}
	}
	return true
}

// within takes stamp and host from the text in front of an event, the host from a cell of it only with inCell; behind is how the
// event begins.
func (e *envelope) within(head, behind string, inCell bool) {
	t := head + behind
	cells := -1 // where cells may follow the stamp
	for i := 0; i < len(head); i++ {
		if !startsStamp[t[i]] || !mayStamp(t[i:]) || !stampMayFollow(t[:i]) {
			continue
		}
		n, st := readStamp(t[i:])
		if n == 0 {
			n, st = epochIn(t, i)
		}
		if n == 0 || !st.hasDate && !st.unix && !st.doubtful || i+n > len(head) {
			continue
		}
		e.stamp = better(e.stamp, st)
		cells = i + n
		e.behindStamp(t[i+n:], st)
		i += n - 1
	}
	if e.stamp.text == "" {
		e.stamp = keyedStamp(head)
	}
	if e.host == "" {
		e.host = keyedHost(head)
	}
	if inCell && e.host == "" && cells >= 0 && (strings.IndexByte(head, '|') < 0 || head[blanks(head)] == '|') {
		e.host = cellHost(head[cells:])
	}
}

// startsStamp has the octets with which a stamp begins: digits, the first letters of months, days of the week and severities.
var startsStamp = func() (t [256]bool) {
	for _, c := range "0123456789jfmasondtwJFMASONDTWIE" {
		t[c] = true
	}
	return t
}()

// stampMayFollow reports whether what stands in front of a stamp shows that it may be the line's own: nothing, a mark, a line's
// number, or the names of a pod and its container. Prose shows that something else was then: "up since".
func stampMayFollow(t string) bool {
	s := strings.TrimRight(t, " \t\n")
	if s == "" || len(s) < len(t) && t[len(t)-1] == '\t' {
		return true
	}
	last := s[len(s)-1]
	if len(s) == len(t) {
		return !isWord(last) && last != '.' && last != '/'
	}
	if !isWord(last) || last == '-' {
		return last != '.' && last != ','
	}
	w, at := lastWord(s)
	if digits(w) == len(w) {
		return strings.TrimSpace(s[:at]) == ""
	}
	pod, at := lastWord(s[:at])
	return pod != "" && at == 0 && strings.IndexByte(pod, '-') > 0 && isName(pod) && isName(w)
}

// keyedStamp reads a date and a clock that are two fields, as FortiOS has them: date=2026-02-03 time=04:05:06 tz="-0500".
func keyedStamp(t string) stamp {
	day, clock := nearField(t, "date"), nearField(t, "time")
	if day == "" || clock == "" {
		return stamp{}
	}
	text := day + " " + clock
	if zone := nearField(t, "tz"); zone != "" {
		if zone[0] != '+' && zone[0] != '-' {
			zone = " " + zone // a name
		}
		if n, st := readStamp(text + zone); n == len(text)+len(zone) && st.hasZone {
			return st
		}
	}
	if n, st := readStamp(text); n == len(text) {
		return st
	}
	return stamp{}
}

// keyedHost returns the value of the last key "host" or "hostname": host=r1, "hostname": "r1", <host>r1</host>; or else that of
// FortiOS' key devname.
func keyedHost(t string) string {
	for k := lastFold(t, "host"); k >= 0; k = lastFold(t[:k], "host") {
		from := len(strings.TrimRight(t[:k], "_"))
		c := &Cursor{t: t, i: k + len("host")}
		_ = c.Lit(".name") || c.Lit("_name") || c.Lit("name")
		open := byte(' ')
		if from > 0 {
			open = t[from-1]
		}
		switch {
		case isWord(open):
			continue
		case open == '"' && c.Lit(`":`), open == '<' && c.Lit(">"), c.Lit("="):
		default:
			continue
		}
		c.Lit(`"`)
		w, ok := c.Token(`",;<>|`)
		if ok && !noHost(w) && strings.Trim(w, "-") != "" {
			return w
		}
	}
	return nearField(t, "devname")
}

// cellHost returns the first cell, or else the last one, of those between the stamp and the event that may name a host. A row of
// Markdown begins with its mark; what has such marks only within is the log of a program, with names of threads and classes.
func cellHost(t string) (host string) {
	const marks = "|\t\",;"
	for n := 0; n < 16; n++ {
		cell := false
		for t != "" && (isBlank(t[0]) || strings.IndexByte(marks, t[0]) >= 0 || t[0] == '<') {
			cell = cell || t[0] != ' '
			if t[0] != '<' {
				t = t[1:]
			} else if _, rest, ok := strings.Cut(t, ">"); ok {
				t = rest
			} else {
				return ""
			}
		}
		k := strings.IndexAny(t, "|\t\",;<")
		if !cell || k < 0 { // behind the last mark stands the event
			return host
		}
		host = ""
		if w := strings.TrimSpace(t[:k]); hostCell(w) && !facility(w) {
			if host = w; n == 0 {
				return host
			}
		}
		t = t[k:]
	}
	return ""
}

// facility reports whether a cell is a facility of syslog, which may look like a host's name: "local7".
func facility(w string) bool {
	return len(w) == len("local0") && equalFold(w[:5], "local") && w[5] >= '0' && w[5] <= '7'
}

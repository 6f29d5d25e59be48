package logline

import (
	"slices"
	"strings"
)

// block is a record: the lines from one that starts a record to the one in front of the next.
type block struct {
	lines []line
	end   int // input offset behind the last line
}

// block makes b the record around an offset; it does not reach in front of floor.
func (d *Document) block(b *block, at, floor int) {
	b.lines = append(b.lines[:0], d.lineAt(at))
	for n := 0; n < maxBack; n++ {
		first := &b.lines[n]
		if first.starts(d) || first.start <= floor {
			break
		}
		p := first.start
		if p == 0 || !d.lineStartsAt(p) {
			break
		}
		prev := d.lineBefore(p)
		if prev.start < floor || at-prev.start > maxRecord/2 || blankText(prev.body()) {
			break
		}
		b.lines = append(b.lines, prev)
	}
	slices.Reverse(b.lines)
	for len(b.lines) < maxLines {
		last := &b.lines[len(b.lines)-1]
		next := last.after()
		if next >= len(d.text) || next == last.end || next-b.lines[0].start > maxRecord {
			break
		}
		if a := &d.ahead; a.doc == nil || a.start != next || a.end-a.start >= maxLeft {
			*a = d.lineOf(next, next)
		}
		if blankText(d.ahead.body()) || d.ahead.startsAfter(last) {
			break
		}
		b.lines = append(b.lines, d.ahead)
	}
	b.end = b.lines[len(b.lines)-1].end
}

// lineBefore returns the line that ends in front of offset p, a line start.
func (d *Document) lineBefore(p int) line {
	end := p
	if d.text[end-1] == '\n' {
		end--
	} else if k, n := d.lastBreakTag(max(0, p-6), p); k >= 0 {
		end -= n
	}
	l := d.lineAt(end)
	l.end = min(l.end, end)
	for l.end > l.start && d.text[l.end-1] == '\r' {
		l.end--
	}
	return l
}

// starts reports whether the line begins a record, whatever stands in front of it.
func (l *line) starts(d *Document) bool {
	if l.start == 0 {
		return true
	}
	l.parse()
	if l.env.stamped() && !hexRow(l.body()) {
		return true
	}
	if l.env.stamped() || recordHead(l.body()) {
		p := d.lineBefore(l.start)
		return l.startsAfter(&p)
	}
	return false
}

// startsAfter reports whether the line begins a record when it follows prev.
func (l *line) startsAfter(prev *line) bool {
	l.parse()
	prev.parse()
	if l.env.stamped() {
		return !(l.env.host == prev.env.host && hexRow(l.body()))
	}
	if !recordHead(l.body()) {
		return false
	}
	// A stamp and a program name alone on a line are the wrapped head of this one.
	return !(prev.env.stamped() && shortHead(prev.body())) && !l.saidOn(prev)
}

// saidOn reports whether the line goes on with a quoted text that prev has begun: what a peer wrote, wrapped. The line itself
// or the next one ends it.
func (l *line) saidOn(prev *line) bool {
	if strings.Count(prev.body(), `"`)%2 == 0 {
		return false
	}
	for n := 0; n < 2; n++ {
		if t := strings.TrimRight(l.body(), " \t"); strings.IndexByte(t, '"') >= 0 {
			return strings.IndexByte(t, '"') == len(t)-1
		}
		next, ok := l.doc.lineFrom(l.start)
		if !ok || next.env.stamped() {
			return false
		}
		l = &next
	}
	return false
}

// recordHead reports whether a text begins as only the first line of a record does.
func recordHead(s string) bool {
	s = s[blanks(s):]
	if len(s) < 6 {
		return false
	}
	switch s[0] {
	case '%':
		return mnemonicHead(s[1:])
	case '{':
		rest := strings.TrimLeft(s[1:], " \t")
		return rest != "" && rest[0] == '"'
	case '|':
		return rowHead(s)
	case 't':
		return fieldsHead(s)
	}
	switch fold[s[0]] {
	case 'n':
		if strings.HasPrefix(s, "NOTIFICATION sent ") || strings.HasPrefix(s, "NOTIFICATION received ") || headIs(s, "notification msg ") {
			return true
		}
	case '[':
		if headIs(s, "[as4] ") {
			return true
		}
	case 'b':
		if headIs(s, "bgp/") || headIs(s, "bgp-") {
			return true
		}
	}
	return promptHead(s)
}

// headIs reports whether s begins with a text in lower case, and goes on.
func headIs(s, lower string) bool { return len(s) > len(lower) && equalFold(s[:len(lower)], lower) }

// mnemonicHead recognises "BGP-3-...", "NOTIFICATION:" or "NOTIFICATION(" behind a '%', and Huawei's "%%01BGP/".
func mnemonicHead(s string) bool {
	if s[0] == '%' {
		return true
	}
	n := 0
	for n < len(s) && (s[n] >= 'A' && s[n] <= 'Z' || s[n] == '_') {
		n++
	}
	return n >= 3 && n < len(s) && (s[n] == '-' || s[n] == ':' || s[n] == '(')
}

// fieldsHead recognises time="2026-11-21T, with which Go's loggers begin a line of fields.
func fieldsHead(s string) bool {
	if !strings.HasPrefix(s, "time=") {
		return false
	}
	s = strings.TrimPrefix(s[len("time="):], `"`)
	return len(s) > 10 && digits(s) == 4 && s[4] == '-' && digits(s[5:]) == 2 && s[7] == '-'
}

// rowHead recognises "| 60 | 2026-01-29T18:50:21.855Z | INFO | ...".
func rowHead(s string) bool {
	i := 1
	for i < len(s) && s[i] == ' ' {
		i++
	}
	k := digits(s[i:])
	return k > 0 && strings.HasPrefix(s[i+k:], " | ")
}

// promptHead recognises a device prompt with a command: "Router#show ...", "user@host> show ...".
func promptHead(s string) bool {
	for i := 0; i < len(s) && i < 40; i++ {
		c := s[i]
		switch {
		case c == '#' || c == '>':
			rest := strings.TrimLeft(s[i+1:], " ")
			return i > 0 && len(rest) > 2 && (equalFold(rest[:2], "sh") || equalFold(rest[:2], "di") || equalFold(rest[:2], "te"))
		case c == ' ' || c == '/' || c == '%' || c == '|':
			return false
		}
	}
	return false
}

// shortHead reports whether a text is no more than a program's name and message id, with what Comware adds: "BGP/7/DEBUG: -MDC=1;".
func shortHead(s string) bool {
	s = strings.TrimSpace(s)
	return len(s) < 48 && (s == "" || strings.HasSuffix(s, ":") || strings.HasSuffix(s, "]") || strings.HasSuffix(s, ";"))
}

// hexRow reports whether a text is a row of a dump.
func hexRow(s string) bool { return hexGroups(s, 4) }

// envOf returns the envelope of a line, nil when it has none.
func (b *block) envOf(num int) *envelope {
	first := 0
	if len(b.lines) > 0 { // mostly one number for each line; rows from far away leave some out, <br> gives several the same
		first = num - b.lines[0].num
	}
	if first < 0 || first >= len(b.lines) || b.lines[first].num != num || first > 0 && b.lines[first-1].num == num {
		first = 0
	}
	for i := first; i < len(b.lines); i++ {
		if b.lines[i].num == num {
			if e := &b.lines[i].env; e.stamped() {
				return e
			}
			break
		}
	}
	// The head of the record may be alone on the line before.
	for i := max(1, first); i < len(b.lines) && b.lines[i].num <= num; i++ {
		if b.lines[i].num == num && b.lines[i-1].env.stamped() && shortHead(b.lines[i-1].body()) {
			return &b.lines[i-1].env
		}
	}
	return nil
}

package logline

import "strings"

// This file reads records that stand on one line because their line ends were lost: in a cell of a table, a chat, a web page.

// joined gives an event that stands behind another one on its line the stamp and host of an envelope between the two. done is
// where the other one ends.
func (s *scanner) joined(ev *Event, done int) {
	t := s.doc.text
	if done <= 0 || ev.Offset-done < 8 || ev.Offset-done > 160 {
		return
	}
	for i := done; i < ev.Offset; i++ {
		if t[i] == '\n' {
			return
		}
	}
	var e envelope
	e.parse(s.doc, t[done:min(len(t), ev.Offset+64)], done)
	if !e.stamped() || len(e.body) != 1 || e.stamp.text == "" {
		return
	}
	body := &e.body[0]
	if body.src < done || ev.Offset < body.src || !blankText(t[body.src:ev.Offset]) {
		return
	}
	ev.Time, ev.TimeText = e.stamp.complete(s.opts)
	ev.YearAssumed = e.stamp.assumesYear()
	if e.host != "" {
		ev.Host = e.host
	}
}

// ownLine is line for words of the device, for why a session fell: they end where another record begins on the same line, and
// where what carries the line goes on.
func (c *Cursor) ownLine() string {
	end := min(c.endOfLine(), c.i+1024)
	return c.words(c.i + ownEnd(c.t[c.i:end]))
}

// ownRest is ownLine where RestOfLine would stand.
func (c *Cursor) ownRest() string {
	i := c.i
	for i < len(c.t) && (c.t[i] == ' ' || c.t[i] == '\t') {
		i++
	}
	s := c.RestOfLine()
	if k := ownEnd(s); k < len(s) {
		s = strings.TrimRight(s[:k], " \t\n")
		c.i = i + len(s)
	}
	return s
}

// ownEnd returns where the words of a device end: in front of another record, of a quote, a tag or a cell of what carries the line.
func ownEnd(t string) int {
	t = t[:recordBehind(t)]
	for i := 0; i < len(t); i++ {
		next := byte(' ')
		if i+1 < len(t) {
			next = t[i+1]
		}
		switch t[i] {
		case '`', '|', '\t':
			return i
		case '"':
			return len(strings.TrimRight(t[:i], `\`))
		case '<':
			if next == '/' || next == '!' || fold[next] >= 'a' && fold[next] <= 'z' {
				return i
			}
		case ',', ';':
			if !isBlank(next) || i+1 == len(t) {
				return i
			}
		}
	}
	return len(t)
}

// recordBehind returns where in a text another record of a Cisco device, of FRR or Quagga begins, by its mnemonic and the stamp
// in front of it; len(t) when there is none.
func recordBehind(t string) int {
	for i := 1; i < len(t); i++ {
		if t[i] != '%' || !isBlank(t[i-1]) {
			continue
		}
		zebra := zebraMnemonic(t[i+1:])
		if !zebra && !severityMnemonic(t[i+1:]) {
			continue
		}
		for k := 1; k < i; k++ {
			if !isBlank(t[k-1]) || !startsStamp[t[k]] && t[k] != '*' && t[k] != '.' && t[k] != '<' {
				continue
			}
			if t[k] == '<' && priority(t[k:]) > 0 {
				return k
			}
			if n, _ := parseStamp(t[k:]); n > 0 && k+n < i {
				return k
			}
		}
		if zebra {
			return tagBefore(t, i)
		}
		return i
	}
	return len(t)
}

// zebraMnemonic recognises "NOTIFICATION: " and "ADJCHANGE: " at the start of a text.
func zebraMnemonic(t string) bool {
	for _, w := range [...]string{"NOTIFICATION", "ADJCHANGE:"} {
		if strings.HasPrefix(t, w) {
			return true
		}
	}
	return false
}

// tagBefore returns where the tag in front of t[i:] begins: "bgpd[7]: ", "BGP: [HZN6M-XRM1G] ", or i.
func tagBefore(t string, i int) int {
	for n := 0; n < 4; n++ {
		w, at := lastWord(t[:i])
		if w == "" || at == 0 || w[len(w)-1] != ':' && w[len(w)-1] != ']' {
			break
		}
		i = at
	}
	return i
}

// severityMnemonic recognises "BGP-5-ADJCHANGE:" at the start of a text.
func severityMnemonic(t string) bool {
	k := 0
	for k < len(t) && k < 48 && isWord(t[k]) {
		k++
	}
	if k >= len(t) || t[k] != ':' && t[k] != ' ' {
		return false
	}
	for i := 2; i+2 < k; i++ {
		if t[i] >= '0' && t[i] <= '7' && t[i-1] == '-' && t[i+1] == '-' {
			return t[0] >= 'A' && t[0] <= 'Z'
		}
	}
	return false
}

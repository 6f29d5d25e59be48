package logline

import (
	"strings"
	"unicode/utf8"
)

// Dump says that octets begin at the cursor: it finds how far they reach and sets Content, DataKnown, DeclaredAs and Dump of
// the event. Whether an octet that is printed is right, and what is missing, is for others to say: the stretch may hold
// parentheses, dashes, commas, "..." with words behind it, a lone nibble. It reports whether there are any octets.
//
// A line is taken as continuation of a dump only if it looks like a row of one. With CountData the dump ends with the
// line on which the printed number of octets is reached.
func (c *Cursor) Dump(ev *Event, content Content, as Count) bool {
	ev.DeclaredAs = as
	if ev.Declared < 0 {
		ev.DeclaredAs = CountNone
	}
	ev.Content = content
	want := -1
	if as == CountData {
		want = ev.Declared
	}
	if want == 0 {
		ev.DataKnown = true
		return false
	}
	w := walk{c: c, i: c.i, want: want, last: c.i, message: content == ContentMessage}
	if c.doc != nil && w.message {
		w.head = c.doc.digits[:0]
		w.run()
		c.doc.digits = w.head
	} else {
		w.run()
	}
	c.octets, c.odd, c.dumped = w.octets, w.odd, true
	if w.groups == 0 || want >= 0 && want != w.octets || w.message && !w.whole() {
		_, c.short = c.v.Pos(max(c.i-1, 0))
	}
	if w.groups == 0 {
		return false
	}
	ev.DataKnown = w.octets > 0
	w.parens(c.i)
	ev.Dump = Dump{View: c.v, Start: w.first, End: w.last}
	c.i = w.last
	return true
}

// parens takes a writer's parentheses around the first and the last octets into the stretch.
func (w *walk) parens(from int) {
	t := w.c.t
	i := w.first
	for i > from && isBlank(t[i-1]) {
		i--
	}
	if i > from && (t[i-1] == '(' || t[i-1] == '[' && !w.marked) {
		w.first = i - 1
	}
	s := t[w.first:w.last]
	for i = w.last; i < len(t) && isBlank(t[i]); {
		i++
	}
	if i < len(t) && (t[i] == ')' && strings.Count(s, "(") > strings.Count(s, ")") || t[i] == ']' && strings.Count(s, "[") > strings.Count(s, "]")) {
		w.last = i + 1
	}
}

// walk goes over the words of a dump.
type walk struct {
	c           *Cursor
	i           int
	want        int // octets announced, -1 when not
	first, last int // the stretch
	groups      int
	octets, odd int
	gap         bool // behind an ellipsis words are allowed until octets come again
	words       int
	message     bool   // the octets are a whole message, whose header says how many there are
	shut        bool   // a bracket has closed
	marked      bool   // a bracket closes in front of the last octets: it marks a field and encloses no list
	head        []byte // the first hex digits, of a message
}

// run goes on to the end of the dump.
func (w *walk) run() {
	t := w.c.t
	lineEnd := len(t)
	if w.i < len(t) {
		lineEnd = w.c.lineEnd(max(w.i-1, 0))
	}
	for {
		for w.i < len(t) && isBlank(t[w.i]) {
			w.i++
		}
		if w.i >= len(t) {
			return
		}
		if w.i >= lineEnd {
			end := w.c.lineEnd(w.i)
			if w.want >= 0 && w.octets >= w.want && w.odd == 0 || !w.row(t[w.i:end]) {
				return
			}
			lineEnd = end
		}
		if !w.gap && !w.message {
			w.pairs(t, lineEnd)
		}
		if w.i < lineEnd && !isBlank(t[w.i]) && !w.step(t) {
			return
		}
	}
}

// pairs takes octets of two digits with a blank behind them, the most common words, up to lineEnd.
func (w *walk) pairs(t string, lineEnd int) {
	i, n := w.i, 0
	for i+2 < lineEnd && isHex(t[i]) && isHex(t[i+1]) && t[i+2] == ' ' {
		i += 3
		n++
	}
	if n == 0 {
		return
	}
	if w.groups == 0 {
		w.first = w.i
	}
	w.marked = w.marked || w.shut
	w.groups, w.octets = w.groups+n, w.octets+n
	w.i, w.last = i, i-1
}

// step takes one word or mark.
func (w *walk) step(t string) bool {
	rest := t[w.i:]
	if n := groupLen(rest); n > 0 && (!w.gap || behindGap(rest, n)) {
		w.group(rest[:n])
		return true
	}
	if n := markLen(rest); n > 0 {
		w.shut = w.shut || rest[0] == ']' && w.groups > 0
		w.i += n
		return true
	}
	if n := ellipsisLen(rest); n > 0 && w.groups > 0 {
		w.gap, w.words = true, 0
		w.i += n
		w.last = w.i
		return true
	}
	if !w.gap {
		if n := w.lineRest(rest); n > 0 {
			w.group(rest[:n])
		}
		return false
	}
	n := len(word(rest))
	w.words += n
	w.i += n
	return w.words < 120 && n < 40
}

// lineRest returns the length of a group at the end of an input line that a wrong join has glued to the word that
// begins the next line, or 0. The group may itself run over several lines.
func (w *walk) lineRest(rest string) int {
	digits, n := hexDigits(rest), 0
	for at := w.i; at < w.i+digits; {
		end := w.c.v.lineEnd(at)
		if end-w.i > digits || end <= at {
			break
		}
		n, at = end-w.i, end
	}
	if n == 0 || n >= len(rest) || n%2 != 0 {
		return 0
	}
	return groupLen(rest[:n])
}

// group takes a group of hex digits.
func (w *walk) group(g string) {
	if w.groups == 0 {
		w.first = w.i
	}
	w.marked = w.marked || w.shut
	w.i += len(g)
	w.last = w.i
	w.groups++
	n := len(strings.TrimPrefix(g, "0x"))
	w.octets += n / 2
	w.odd += n % 2
	w.gap = false
	if w.message && len(w.head) < 128 {
		w.head = append(w.head, g[len(g)-n:][:min(n, 128)]...)
	}
}

// missing reports whether the length in the header of a message says that there must be more octets.
func (w *walk) missing() bool {
	marker := 0
	for i, d := range w.head {
		if fold[d] != 'f' {
			marker = 0
			continue
		}
		if marker++; marker < 32 || len(w.head) < i+5 {
			continue
		}
		n := 0
		for _, d := range w.head[i+1 : i+5] {
			n = n<<4 | hexValue(d)
		}
		return 2*w.octets+w.odd < i+1-32+2*n
	}
	return len(w.head) > 0 && w.octets < 24
}

// behindGap reports whether a group behind an ellipsis is octets rather than a word such as "a" or "be".
func behindGap(s string, n int) bool {
	if n%2 != 0 {
		return false
	}
	if strings.ContainsAny(s[:n], "0123456789") {
		return true
	}
	rest := strings.TrimLeft(s[n:], " \t\n")
	k := groupLen(rest)
	return k == n
}

// groupLen returns the length of a group of hex digits that s begins with: no other letter may follow.
func groupLen(s string) int {
	i := 0
	if s == "" {
		return 0
	}
	if strings.HasPrefix(s, "0x") {
		i = 2
	}
	n := hexDigits(s[i:])
	if n == 0 {
		return 0
	}
	n += i
	if n < len(s) {
		r, _ := utf8.DecodeRuneInString(s[n:])
		if isWord(s[n]) && s[n] != '-' && !closingUnderscores(s[n:]) || r >= 0x80 && r != '—' && r != '–' && r != '…' || s[n] == '/' {
			return 0
		}
		if s[n] == '.' && !strings.HasPrefix(s[n:], "..") && n+1 < len(s) && !isBlank(s[n+1]) { // 10.0.0.1
			return 0
		}
		if s[n] == ':' && n > 2 { // a stamp, an address or a name, not ff:ff
			return 0
		}
	}
	return n
}

// closingUnderscores reports whether s begins with underscores that end a marked field: no word goes on behind them.
func closingUnderscores(s string) bool {
	n := 0
	for n < len(s) && n < 3 && s[n] == '_' {
		n++
	}
	return n > 0 && (n == len(s) || !isWord(s[n]))
}

// markLen returns the length of what writers put between octets or around those that they mean: punctuation, the
// emphasis of Markdown, arrows, simple tags of HTML.
func markLen(s string) int {
	switch s[0] {
	case '(', ')', ',', '[', ']', '{', '}', '-', ':', '|', '*', '_', '`', '>':
		return 1
	case '<':
		if n := styleTag(s); n > 0 {
			return n
		}
		if len(s) > 1 && s[1] != '<' && s[1] != '-' && (isHex(s[1]) || !isWord(s[1])) && ellipsisLen(s) == 0 {
			return 1
		}
		if len(s) > 1 && (s[1] == '<' || s[1] == '-') {
			return 2
		}
		return 0
	}
	for _, dash := range [...]string{"—", "–"} {
		if strings.HasPrefix(s, dash) {
			return len(dash)
		}
	}
	return 0
}

// styleTag returns the length of an HTML tag that changes only how text looks, such as <b>, </span> or <em class="x">.
func styleTag(s string) int {
	i := 1
	if i < len(s) && s[i] == '/' {
		i++
	}
	k := i
	for k < len(s) && k < i+7 && (s[k]|0x20 >= 'a' && s[k]|0x20 <= 'z') {
		k++
	}
	switch strings.ToLower(s[i:k]) {
	case "b", "i", "u", "s", "em", "tt", "big", "del", "ins", "kbd", "code", "font", "mark", "pre", "samp", "small", "span", "strong":
	default:
		return 0
	}
	if k < len(s) && s[k] == ' ' { // attributes
		if e := strings.IndexAny(s[k:min(len(s), k+80)], "<>\n"); e >= 0 {
			k += e
		}
	}
	if k >= len(s) || s[k] != '>' {
		return 0
	}
	return k + 1
}

// ellipsisLen returns the length of "...", "…", a lone "." or "<snip>".
func ellipsisLen(s string) int {
	switch {
	case strings.HasPrefix(s, "…"):
		return len("…")
	case s[0] == '.':
		n := 1
		for n < len(s) && s[n] == '.' {
			n++
		}
		if n > 1 || n == len(s) || isBlank(s[n]) {
			return n
		}
	case s[0] == '<':
		if len(s) >= 6 && equalFold(s[:6], "<snip>") {
			return 6
		}
	}
	return 0
}

// row reports whether a line continues a dump: it holds nothing but octets and marks, or an ellipsis is open or in it.
func (w *walk) row(s string) bool {
	if w.gap {
		return len(s) < 200
	}
	hex, n := 0, 0
	for i := 0; i < len(s); {
		if isBlank(s[i]) {
			i++
			continue
		}
		rest := s[i:]
		if k := groupLen(rest); k > 0 {
			hex, n, i = hex+k, n+1, i+k
		} else if k := markLen(rest); k > 0 && (n > 0 || rest[0] == '(' || rest[0] == ')') {
			i += k
		} else if k := ellipsisLen(rest); k > 0 && n > 0 {
			break
		} else if n >= 2 && rest[0] >= 0x80 || n > 0 && w.missing() { // a writer's words behind the octets
			break
		} else {
			return false
		}
	}
	// Whole octets, the rest of one that a wrap has cut, or more than a word that happens to be hex digits.
	return n > 0 && (hex%2 == 0 || w.odd > 0 || n > 1 || hex >= 8)
}

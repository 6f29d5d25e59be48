package logline

import (
	"strings"
	"unicode/utf8"
)

// Document is a text to be read. Lines are looked at only where a record may stand.
type Document struct {
	text string
	off  int // offset and 1-based number of a line start that has been counted
	num  int

	missed  []int     // anchors in records of which nothing was made
	ahead   line      // the line behind the last record, when it has been read
	behind  line      // storage of lineBehind
	keys    []slogKey // storage of maghemite's records
	digits  []byte    // likewise of a dump's first ones
	pieces  []piece   // storage of envelopes
	near    nearLines
	fields  textFields  // of gobgpTextFields
	heading lastHeading // see headingBefore
	repeat  placeOf     // see repeatBehind
	scan    scanner     // of AppendScan, kept for its storage
}

// Storage that a document keeps for the next text.
const (
	mostPieces = 4 << 10
	mostViews  = 1 << 10
	mostSpare  = 256
)

// Reset makes d the document of another text. What it used for the last one, it uses again: the events of that must not be
// asked for their views any more.
func (d *Document) Reset(text string) {
	s := &d.scan
	clear(d.pieces)
	d.near.clear()
	clear(d.keys[:cap(d.keys)])
	s.put.forget()
	s.spare = append(s.spare, s.all...)
	for _, f := range s.used {
		*f = found{}
	}
	clear(s.record.lines)
	if cap(d.pieces) > mostPieces {
		d.pieces = nil
	}
	if cap(s.record.lines) > mostViews {
		s.record.lines = nil
	}
	if len(s.spare) > mostSpare {
		s.spare = nil
	}
	*d = Document{text: text, num: 1, pieces: d.pieces[:0], keys: d.keys[:0], digits: d.digits[:0], missed: d.missed[:0], near: d.near,
		scan: scanner{spare: s.spare, used: s.used[:0], all: s.all[:0], put: s.put, record: block{lines: s.record.lines[:0]}, try: s.try, best: s.best}}
}

// Split prepares a text: lines end at LF, CR LF or <br>; line numbers count LF only.
func Split(text string) *Document { return &Document{text: text, num: 1} }

// Missed returns the offsets of words that promised an event where Scan, which has been over the document, found none.
func (d *Document) Missed() []int { return d.missed }

// Limits of one record; they bound the work for one anchor, not the text.
const (
	maxBack    = 40      // lines that are looked at in front of an anchor
	maxLines   = 4096    // lines of one record
	maxRecord  = 1 << 20 // octets of one record
	maxLeft    = 1 << 12 // octets kept in front of an anchor in a line that is longer than a record may be
	maxQuoting = 8       // levels of mail quoting
)

// line is one line of the input without its end.
type line struct {
	doc        *Document
	start, end int  // octets in the input, without line end
	num        int  // 1-based
	soft       bool // the line end is not part of the text: quoted-printable, or a message that its logger split
	parsed     bool
	env        envelope
	shown      string // the line without quoting, from input offset src on
	src        int
}

// numberOf returns the 1-based number of the line that holds an offset.
func (d *Document) numberOf(off int) int {
	if off >= d.off {
		d.num += strings.Count(d.text[d.off:off], "\n")
	} else {
		d.num -= strings.Count(d.text[off:d.off], "\n")
	}
	d.off = off
	return d.num
}

// lineAt returns the line that holds an offset.
func (d *Document) lineAt(at int) line {
	if a := &d.ahead; a.doc != nil && a.start <= at && at <= a.end && a.end-a.start < maxLeft {
		return *a
	}
	start := d.lineStart(at)
	return d.lineOf(start, at)
}

// lineStart returns the start of the line that holds an offset, at most a record in front of it.
func (d *Document) lineStart(at int) int {
	low := max(0, at-maxRecord)
	part := d.text[low:at]
	start := low
	if k := strings.LastIndexByte(part, '\n'); k >= 0 {
		start = low + k + 1
	} else if low > 0 {
		start = at - maxLeft
	}
	if k, n := d.lastBreakTag(start, at); k >= 0 {
		start += k + n
	}
	return start
}

// lineOf returns the line from start on; at is an offset on it that must be kept.
func (d *Document) lineOf(start, at int) line {
	limit := min(len(d.text), max(start, at)+maxRecord)
	end := limit
	if k := strings.IndexByte(d.text[start:limit], '\n'); k >= 0 {
		end = start + k
	}
	if k, _ := d.breakTag(start, end); k >= 0 {
		end = start + k
	}
	l := line{doc: d, start: start, end: end, num: d.numberOf(start)}
	for l.end > l.start && d.text[l.end-1] == '\r' {
		l.end--
	}
	return l
}

// after returns the offset behind a line and its end.
func (l *line) after() int {
	t := l.doc.text
	i := l.end
	for i < len(t) && t[i] == '\r' {
		i++
	}
	if i < len(t) && t[i] == '\n' {
		return i + 1
	}
	if k, n := l.doc.breakTag(i, min(len(t), i+8)); k == 0 {
		return i + n
	}
	return i
}

// lineStartsAt reports whether a line of the input, not a window of a very long one, begins at p, which is not 0.
func (d *Document) lineStartsAt(p int) bool {
	if d.text[p-1] == '\n' {
		return true
	}
	k, n := d.lastBreakTag(max(0, p-6), p)
	return k >= 0 && max(0, p-6)+k+n == p
}

// lineFrom returns the first line that starts behind off.
func (d *Document) lineFrom(off int) (line, bool) {
	l := d.lineOf(off, off)
	n := l.after()
	if n >= len(d.text) || n == l.end {
		return line{}, false
	}
	return d.lineOf(n, n), true
}

// lineBehind is lineFrom that need not look for the line again when it has just been read. The line is good until the next
// one is looked for.
func (d *Document) lineBehind(off int) (*line, bool) {
	if a := &d.ahead; a.doc != nil && a.start > off && a.end-a.start < maxLeft {
		if t := d.text[off:a.start]; strings.IndexByte(t, '\n') == len(t)-1 && strings.IndexByte(t, '<') < 0 {
			return a, true
		}
	}
	l, ok := d.lineFrom(off)
	d.behind = l
	return &d.behind, ok
}

// breakTag returns the first <br>, <br/> or <br /> of the text from start up to end that ends a line, as an offset from
// start, and its length, or -1.
func (d *Document) breakTag(start, end int) (at, n int) {
	for i := start; ; {
		k := strings.IndexByte(d.text[i:end], '<')
		if k < 0 {
			return -1, 0
		}
		i += k
		if n := breakTagAt(d.text[i:end]); n > 0 && !d.quoted(i) {
			return i - start, n
		}
		i++
	}
}

// lastBreakTag is breakTag for the last one.
func (d *Document) lastBreakTag(start, end int) (at, n int) {
	for i := end; ; {
		k := strings.LastIndexByte(d.text[start:i], '<')
		if k < 0 {
			return -1, 0
		}
		i = start + k
		if n := breakTagAt(d.text[i:end]); n > 0 && !d.quoted(i) {
			return k, n
		}
	}
}

// maxQuoted is more than a quoted communication has octets: 255 (RFC 9003), some of them escaped.
const maxQuoted = 512

// quoted reports whether a tag stands in quotes on its line, in what a peer wrote. The quotes of a field of JSON or CSV are
// no such ones: what they enclose is a text with lines of its own.
func (d *Document) quoted(at int) bool {
	open := -1
	for i := at; i > at-maxQuoted; {
		low := max(0, at-maxQuoted)
		k := strings.LastIndexAny(d.text[low:i], "\"\n")
		if k < 0 || d.text[low+k] == '\n' {
			return false
		}
		i = low + k
		if open = quoteAt(d.text, i); open != 0 {
			break
		}
	}
	if open <= 0 {
		return false
	}
	rest := d.text[at:min(len(d.text), at+maxQuoted)]
	if k := strings.IndexByte(rest, '\n'); k >= 0 {
		rest = rest[:k]
	}
	for i := 0; ; i++ {
		k := strings.IndexByte(rest[i:], '"')
		if k < 0 {
			return false
		}
		if i += k; quoteAt(d.text, at+i) <= 0 {
			return true
		}
	}
}

// quoteAt tells by its neighbours whether a quotation mark opens (1) or closes (-1) a text, or may stand inside (0).
func quoteAt(t string, i int) int {
	if i == 0 {
		return -1
	}
	if c := t[i-1]; c != ' ' && c != '(' && c != '\t' {
		if i+1 == len(t) || t[i+1] != ' ' {
			return -1
		}
		return 0
	}
	head := strings.TrimRight(t[max(0, i-8):i], " \t")
	switch {
	case head == "", strings.HasSuffix(head, ","), strings.HasSuffix(head, "["), strings.HasSuffix(head, "{"),
		strings.HasSuffix(head, `":`), strings.HasSuffix(head, "\n"), strings.HasSuffix(head, ">"):
		return -1
	}
	return 1
}

func breakTagAt(s string) int {
	if len(s) < 4 || s[1]|0x20 != 'b' {
		return 0
	}
	for _, tag := range [...]string{"<br>", "<br/>", "<br />"} {
		if len(s) >= len(tag) && equalFold(s[:len(tag)], tag) {
			return len(tag)
		}
	}
	return 0
}

// piece is a stretch of a line's text and where it stands in the input; src is -1-offset where the text was unescaped.
type piece struct {
	text string
	src  int
}

// parse takes quoting and envelopes off, once.
func (l *line) parse() {
	if l.parsed {
		return
	}
	l.parsed = true
	t := l.doc.text[l.start:l.end]
	src := l.start
	if strings.HasPrefix(t, bom) {
		t, src = t[len(bom):], src+len(bom)
	}
	for n := 0; n < maxQuoting && strings.HasPrefix(t, ">"); n++ {
		k := 1
		if k < len(t) && t[k] == ' ' {
			k++
		}
		t, src = t[k:], src+k
	}
	if n := len(t); n > 1 && (t[n-1] == '=' || strings.HasSuffix(t, "=20")) && !l.quotedPrintable() {
		// "key=value" that a wrap has cut
	} else if strings.HasSuffix(t, "=20") {
		t = t[:len(t)-2]
		t = t[:len(t)-1] + " " // the '=' stands where the blank belongs
	} else if n := len(t); n > 1 && n <= 80 && t[n-1] == '=' && t[n-2] != '=' {
		t, l.soft = t[:n-1], true
	}
	l.shown, l.src = t, src
	l.env.parse(l.doc, t, src)
	l.continued()
}

// continued takes the marks off by which the IOS logger splits a long message, be it within an octet:
// "**MSG 00004 TRUNCATED**" at the end of a part, "**MSG 00004 CONTINUATION #01**" in front of the next.
func (l *line) continued() {
	const mark = "**MSG "
	first := &l.env.body[0]
	k := blanks(first.text)
	if head := first.text[k:min(len(first.text), k+48)]; strings.HasPrefix(head, mark) {
		if e := strings.Index(head[len(mark):], "**"); e >= 0 {
			k += len(mark) + e + 2
			first.text = first.text[k:]
			if first.src >= 0 {
				first.src += k
			}
			l.env.any = false
		}
	}
	last := &l.env.body[len(l.env.body)-1]
	t := strings.TrimRight(last.text, " ")
	if !strings.HasSuffix(t, " TRUNCATED**") {
		return
	}
	if k := strings.LastIndex(t, mark); k >= 0 && len(t)-k < 48 {
		last.text, l.soft = t[:k], true
	}
}

// quotedPrintable reports whether the text around the line may be quoted-printable: no '=' stands for itself there.
func (l *line) quotedPrintable() bool {
	t := l.doc.text
	s := t[max(0, l.start-400):min(len(t), l.end+400)]
	for {
		k := strings.IndexByte(s, '=')
		if k < 0 || k+2 >= len(s) {
			return true
		}
		s = s[k+1:]
		switch {
		case s[0] == '\n' || s[0] == '\r' || s[0] == ' ':
		case hexDigits(s[:2]) == 2 && strings.ToUpper(s[:2]) == s[:2]:
		default:
			return false
		}
	}
}

// cleaned cuts terminal escapes and stray control octets out; bad is the place of the first.
func cleaned(t string, src, bad int) []piece {
	var ps []piece
	for bad >= 0 {
		if bad > 0 {
			ps = append(ps, piece{t[:bad], src})
		}
		n := controlLen(t[bad:])
		t, src = t[bad+n:], src+bad+n
		bad = controlAt(t)
	}
	if t != "" || len(ps) == 0 {
		ps = append(ps, piece{t, src})
	}
	return ps
}

// controlAt returns the offset of the first control octet, -1 when there is none.
func controlAt(t string) int {
	i := 0
	for ; i+8 <= len(t); i += 8 {
		// Eight octets at a time: none below ' ', none 0x7f.
		x := octets8(t, i)
		low, del := (x-0x2020202020202020)&^x, x^0x7f7f7f7f7f7f7f7f
		if (low|(del-0x0101010101010101)&^del)&0x8080808080808080 == 0 {
			continue
		}
		for k := i; k < i+8; k++ {
			if isControl(rune(t[k])) {
				return k
			}
		}
	}
	for ; i < len(t); i++ {
		if isControl(rune(t[i])) {
			return i
		}
	}
	return -1
}

// octets8 returns eight octets of a text as a number.
func octets8(t string, i int) uint64 {
	t = t[i : i+8]
	return uint64(t[0]) | uint64(t[1])<<8 | uint64(t[2])<<16 | uint64(t[3])<<24 |
		uint64(t[4])<<32 | uint64(t[5])<<40 | uint64(t[6])<<48 | uint64(t[7])<<56
}

func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }

// controlLen returns the length of the control octet or terminal escape that s starts with.
func controlLen(s string) int {
	if s[0] != 0x1b || len(s) < 2 {
		return 1
	}
	switch s[1] {
	case '[':
		for i := 2; i < len(s) && i < 64; i++ {
			if s[i] >= 0x40 && s[i] <= 0x7e {
				return i + 1
			}
			if s[i] < 0x20 {
				return i
			}
		}
		return 2
	case ']':
		for i := 2; i < len(s) && i < 4096; i++ {
			if s[i] == 7 {
				return i + 1
			}
			if s[i] == 0x1b {
				return min(len(s), i+2)
			}
		}
		return 2
	case '(', ')':
		return min(len(s), 3)
	}
	return 2
}

// body returns the text of a line behind its envelope; lines of an unescaped text that has several are joined by '\n'.
func (l *line) body() string {
	l.parse()
	if len(l.env.body) == 1 {
		return l.env.body[0].text
	}
	var b strings.Builder
	for _, p := range l.env.body {
		b.WriteString(p.text)
	}
	return b.String()
}

// width is the number of characters of the line as it stood on a screen, quoting off.
func (l *line) width() int {
	l.parse()
	if bad := controlAt(l.shown); bad >= 0 {
		return widthOf(cleaned(l.shown, l.src, bad))
	}
	return utf8.RuneCountInString(l.shown)
}

func widthOf(ps []piece) (n int) {
	for _, p := range ps {
		n += utf8.RuneCountInString(p.text)
	}
	return n
}

func isBlank(c byte) bool { return c <= ' ' && 1<<c&uint64(1<<' '|1<<'\t'|1<<'\n'|1<<'\r') != 0 }

func blankText(s string) bool {
	for i := 0; i < len(s); i++ {
		if !isBlank(s[i]) {
			return false
		}
	}
	return true
}

package logline

import (
	"sort"
	"strings"
)

// Where many events want further rows, the lines behind each are mostly those behind the one before it: nearLines keeps what
// was found out about them.

// nearLines are lines that follow one another in the text, as many as one search looks at, or twice that.
type nearLines struct {
	doc   *Document
	find  *finder // with which nearLine.hits was found
	from  int     // start of the line in front of the first
	lines []nearLine
	skip  int // of them, which stand in front of the search that goes on
}

// nearLine is a line and what was found out about it.
type nearLine struct {
	line   line
	hex    bool // it ends as a row of a dump does
	object bool // it begins as an object of JSON does

	searched, hit bool   // whether an anchor stands in it
	tagged        bool   // the line is parsed, and its text taken apart:
	tag, rest     string // see tagOf
}

// begin starts a search behind a line.
func (k *nearLines) begin(d *Document, find *finder, l *line) {
	if k.doc != d || k.find != find || find.slow {
		k.clear()
		k.doc, k.find, k.from = d, find, l.start
		return
	}
	at := sort.Search(len(k.lines), func(i int) bool { return k.lines[i].line.start >= l.start })
	switch {
	case at < len(k.lines) && k.lines[at].line.start == l.start:
		k.skip = at + 1
	case k.from == l.start:
		k.skip = 0
	default:
		k.lines, k.from, k.skip = k.lines[:0], l.start, 0
	}
	if k.skip > rowLines { // searches go forward: what is in front of this one is not asked for again
		k.from = l.start
		k.lines = append(k.lines[:0], k.lines[k.skip:]...)
		k.skip = 0
	}
}

// clear forgets all lines; their storage stays.
func (k *nearLines) clear() {
	clear(k.lines[:cap(k.lines)])
	*k = nearLines{lines: k.lines[:0]}
}

// line returns the n-th line of the search; those in front of it have been asked for. It is good until the next search.
func (k *nearLines) line(n int) (*nearLine, bool) {
	n += k.skip
	if n < len(k.lines) {
		return &k.lines[n], true
	}
	from := k.from
	if n > 0 {
		from = k.lines[n-1].line.start
	}
	l, ok := k.doc.lineFrom(from)
	if !ok {
		return nil, false
	}
	raw := k.doc.text[l.start:min(l.end, l.start+mostSought)]
	k.lines = append(k.lines, nearLine{line: l, hex: EndsInHex(raw), object: strings.HasPrefix(raw, "{")})
	return &k.lines[n], true
}

// mostSought is how many octets of a line are looked at before it is read.
const mostSought = 1024

// hits reports whether an anchor stands in the line.
func (l *nearLine) hits(find *finder) bool {
	if !l.searched {
		t := l.line.doc.text[l.line.start:min(l.line.end, l.line.start+mostSought)]
		_, _, l.hit = find.search(t, 0)
		l.searched = true
	}
	return l.hit
}

// by reads the line and reports whether it is of a host and a program.
func (l *nearLine) by(host, tag string) bool {
	if !l.tagged {
		l.line.parse()
		l.tag, l.rest = tagOf(l.line.body())
		l.tagged = true
	}
	return l.line.env.host == host && l.tag == tag
}

package logline

import (
	"strings"
	"time"
)

// Carried is a text that something carried: the message of a relay's or logger's line, a string in a JSON record, a cell of
// a table. What many messages of one source carried may be lines of one text.
type Carried struct {
	Source Source
	Text   string
	Segs   []Seg // where Text stood, in order; the first begins at 0
	Start  int   // the part of the input that is the message with all around it
	End    int

	Host        string
	Time        time.Time // zero when nothing tells it
	TimeText    string    // as for Event
	YearAssumed bool

	Tag    string // for SourceHead: the name of the program that stood in front of Text, "" for none
	Until  int    // the offset in the input behind Text
	Number int    // the line's number, for SourceNumbered
	Cell   int    // for SourceCell: which of how many it is, from 0
	Cells  int
	Open   bool // a cell whose end stands on a further line
	Ended  bool // the message brought its own line end
	Part   bool // the message goes on in the next one of the source, in the same line
}

// Seg says that the text from At on stood in the input from Src on.
type Seg struct{ At, Src int }

// Source tells texts of different origin apart.
type Source struct {
	Kind SourceKind
	Host string
	tags uint64 // of program, process, container and so on
}

// SourceKind is the way in which a message was carried.
type SourceKind uint8

// The ways in which messages are carried.
const (
	SourceNone     SourceKind = iota
	SourceHead                // a stamp, with a host and a program or not
	SourceJSON                // a string in a JSON record
	SourceNumbered            // a line number or a file's name, as grep writes
	SourceCell                // a cell of a table
	SourceBreaks              // lines with <br> between them
)

// tag mixes a further word into what tells sources apart.
func (s *Source) tag(word string) {
	if s.tags == 0 {
		s.tags = 14695981039346656037
	}
	for i := 0; i < len(word); i++ {
		s.tags = (s.tags ^ uint64(word[i])) * 1099511628211
	}
	s.tags = (s.tags ^ 0xff) * 1099511628211
}

// AppendCarried appends what the line text[start:end] carries; nothing when it is no line of a known carrier.
func AppendCarried(out []Carried, text string, start, end int, o Options) []Carried {
	t := text[start:end]
	k := blanks(t)
	if k == len(t) {
		return out
	}
	switch c := t[k]; {
	case (c == '{' || c == '[') && k+1 < len(t):
		n := len(out)
		if out = appendJSONCarried(out, text, start+k, end, o); len(out) > n {
			for i := n; i < len(out); i++ {
				out[i].Start, out[i].End = start, end
			}
			return out
		}
	case c == '"':
		n := len(out)
		if out = appendJSONMember(out, text, start+k, end); len(out) > n {
			return out
		}
	}
	if c, ok := brokenCarried(text, start, end); ok {
		return append(out, c)
	}
	if k > 0 {
		return out
	}
	if c, ok := cellCarried(text, start, end, -1, o); ok {
		return append(out, c)
	}
	if c, ok := headCarried(text, start, end, o); ok {
		return append(out, c)
	}
	if c, ok := numberedCarried(text, start, end); ok {
		return append(out, c)
	}
	return out
}

// brokenCarried makes lines of what <br> stands between.
func brokenCarried(text string, start, end int) (c Carried, ok bool) {
	t := text[start:end]
	if !mayBreak(t) {
		return c, false
	}
	d := Document{text: text}
	if k, _ := d.breakTag(start, end); k < 0 {
		return c, false
	}
	var b strings.Builder
	for i := 0; i < len(t); {
		c.Segs = append(c.Segs, Seg{b.Len(), start + i})
		k, n := d.breakTag(start+i, end)
		if k < 0 {
			b.WriteString(t[i:])
			break
		}
		b.WriteString(t[i : i+k])
		b.WriteByte('\n')
		i += k + n
	}
	c.Source, c.Text = Source{Kind: SourceBreaks}, b.String()
	c.Start, c.End, c.Until = start, end, end
	return c, true
}

// mayBreak is a quick look for a tag that ends a line.
func mayBreak(t string) bool {
	for {
		k := strings.IndexByte(t, '<')
		if k < 0 {
			return false
		}
		if t = t[k:]; breakTagAt(t) > 0 {
			return true
		}
		t = t[1:]
	}
}

// PrefixedBy reports whether a line begins as grep prints it: with a number or a file's name that no blank stands behind.
func PrefixedBy(line string) bool {
	d := digits(line)
	if d == 0 {
		c, ok := numberedCarried(line, 0, len(line))
		return ok && (c.Text == "" || c.Text[0] != ' ' || c.Number > 0) && nodeName(line) == 0 // "BGP/6/NOTIFY: " is no file's name
	}
	if d > 9 || line[0] == '0' || d+1 >= len(line) || line[d] != ':' {
		return false
	}
	return line[d+1] != ' ' && digits(line[d+1:]) != 2 // neither a sequence number nor a clock
}

// headCarried takes the outermost head of a line off.
func headCarried(text string, start, end int, o Options) (c Carried, ok bool) {
	t := text[start:end]
	var e envelope
	k := 0
	if n := e.layer(t); n > 0 && e.body == nil && e.any {
		k = n
	}
	if k == 0 {
		return c, false
	}
	framed := t[0] == '<' && k > priority(t)
	if t[0] == '<' && !framed { // the priority alone
		if n := e.layer(t[k:]); n > 0 && e.body == nil {
			k += n
		}
	}
	c.Source = Source{Kind: SourceHead, Host: e.host}
	if framed {
		// host, program and process id stand in the head
		f := strings.Fields(t[:min(k, 512)])
		for i := 2; i < len(f) && i < 5; i++ {
			c.Source.tag(f[i])
		}
	} else {
		for _, cri := range [...]string{" stdout ", " stderr "} {
			if !strings.Contains(t[:k], cri) {
				continue
			}
			if i := strings.LastIndex(t[:k], cri); i >= 0 && i+len(cri) < k {
				c.Part = t[i+len(cri)] == 'P'
				c.Ended = !c.Part
				c.Source.tag(cri)
			}
		}
		if tag, rest := tagOf(t[k:]); tag != "" {
			k = len(t) - len(rest)
			if k < len(t) && t[k] == ' ' {
				k++
			}
			c.Source.tag(tag)
			c.Tag = tag
		}
	}
	c.Text, c.Segs, c.Until = t[k:], []Seg{{0, start + k}}, end
	c.Start, c.End, c.Host = start, end, e.host
	c.Time, c.TimeText = e.stamp.complete(o)
	c.YearAssumed = e.stamp.assumesYear()
	return c, true
}

// MayBeNumbered reports whether a line may be of SourceNumbered; it is only that when it is no other's.
func MayBeNumbered(line string) bool {
	_, ok := numberedCarried(line, 0, len(line))
	return ok
}

// numberedCarried takes off what grep puts in front of a line: a file's name, a number, or both, between colons or dashes.
func numberedCarried(text string, start, end int) (c Carried, ok bool) {
	t := text[start:end]
	n, k := 0, 0
	for k < len(t) && k < 256 && (isWord(t[k]) || strings.IndexByte("./-+@", t[k]) >= 0) {
		k++
	}
	if d := digits(t); d > 0 && d < 10 && t[0] != '0' && d < len(t) && (t[d] == ':' || t[d] == '-') {
		c.Number, n = atoi(t[:d]), d+1
	} else {
		if i := numberBetween(t[:k]); i > 0 {
			n, k = i, i-1
		} else if k < len(t) && t[k] == ':' && fileName(t[:k]) {
			n = k + 1
		}
		if n == 0 {
			return c, false
		}
		name := t[:k]
		if d := digits(t[n:]); d > 0 && d < 10 && t[n] != '0' && n+d < len(t) && t[n+d] == t[n-1] {
			c.Number = atoi(t[n : n+d])
			n += d + 1
		}
		c.Source.tag(strings.TrimRight(name, "-:"))
	}
	c.Source.Kind = SourceNumbered
	if c.Number > 0 {
		c.Source.Host = "#"
	}
	c.Text, c.Segs, c.Start, c.End, c.Until = t[n:], []Seg{{0, start + n}}, start, end, end
	return c, true
}

// fileName reports whether a word is the name of a file: it has a dot or a slash in it, and a letter.
func fileName(s string) bool {
	if len(s) < 3 || !strings.ContainsAny(s[1:len(s)-1], "./") {
		return false
	}
	letters := false
	for i := 0; i < len(s); i++ {
		letters = letters || s[i]|0x20 >= 'g' && s[i]|0x20 <= 'z'
	}
	return letters
}

// numberBetween finds "-123-" in "router1.log-123-" and returns the offset behind the first dash, 0 for none.
func numberBetween(s string) int {
	for i := 1; i < len(s); i++ {
		if s[i] != '-' || !fileName(s[:i]) {
			continue
		}
		if d := digits(s[i+1:]); d > 0 && i+1+d < len(s) && s[i+1+d] == '-' {
			return i + 1
		}
	}
	return 0
}

// mostHeads is how far into a line the heads reach that say from whom it is.
const mostHeads = 512

// InHead reports whether a line may be of a host, without reading it: the name stands in it where its heads may be.
func InHead(line, host string) bool { return hasName(line[:min(len(line), mostHeads)], host) }

// hasName reports whether the name of a host stands in a text, and not as a part of a longer one without dots and hyphens.
func hasName(t, name string) bool {
	for at := 0; ; at++ {
		k := strings.Index(t[at:], name)
		if k < 0 {
			return false
		}
		at += k
		end := at + len(name)
		if name == "" || (at == 0 || !nameDigit(t[at-1])) && (end == len(t) || !nameDigit(t[end])) {
			return true
		}
	}
}

// nameDigit reports whether an octet goes on with the name of a host, and does not end it.
func nameDigit(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '_'
}

// MayContinue reports whether the text can go on with what a message before it told: it does not begin as a record does.
func (c *Carried) MayContinue() bool {
	t := c.Text
	if t == "" {
		return false
	}
	if isBlank(t[0]) {
		return true
	}
	if t[0] == '%' || t[0] == '[' && !strings.Contains(t[:min(len(t), 10)], "]") || recordHead(t) {
		return false
	}
	n, _ := parseStamp(t)
	return n == 0
}

// RowLike reports whether the text is nothing but the further part of something: it is indented, or a row of a dump.
func (c *Carried) RowLike() bool {
	t := c.Text
	if t == "" {
		return false
	}
	if isBlank(t[0]) {
		return !blankText(t)
	}
	n, hex := 0, 0
	for i := 0; i < len(t) && n < 24; i++ {
		switch b := t[i]; {
		case isBlank(b):
			continue
		case isHex(b) || b|0x20 == 'x' || b == ',' || b == ':' || b == '\\':
			hex++
		}
		n++
	}
	return n >= 4 && hex*10 >= n*8
}

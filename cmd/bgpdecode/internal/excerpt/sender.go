package excerpt

import (
	"bytes"
	"strings"
	"unsafe"

	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// sender tells whether lines come from the source of the line of a place: a relay or a logger may give each line of an
// event, or of a dump, a head of its own. It is asked for the few lines around places only.
type sender struct {
	line   []byte // of the place
	known  bool
	source logline.Source
	tag    string // for SourceHead: stands in all lines of the source
}

// senderReach bounds what is looked at of a line.
const senderReach = 4 << 10

// last remembers the line of a place.
func (s *sender) last(l *carrier) {
	s.line, s.known = append(s.line[:0], l.line[:min(len(l.line), senderReach)]...), false
	if l.known {
		s.take(l.carried())
	}
}

// take takes the source of what the line of the place carries.
func (s *sender) take(c *logline.Carried, ok bool) {
	s.known, s.source, s.tag = true, logline.Source{}, ""
	if ok {
		s.source = c.Source
		s.source.Host, s.tag = strings.Clone(s.source.Host), strings.Clone(c.Tag)
	}
}

func (s *sender) same(c *logline.Carried) bool {
	s.own()
	return s.source.Kind != logline.SourceNone && s.source == c.Source
}

// own reads the source of the place, once.
func (s *sender) own() {
	if !s.known {
		l := carrier{line: s.line}
		s.take(l.carried())
	}
}

// others reports whether a line cannot be of the same source, without reading it: most lines behind a place are of others.
func (s *sender) others(t []byte) bool {
	s.own()
	switch s.source.Kind {
	case logline.SourceNone:
		return true
	case logline.SourceHead:
		if s.source.Host != "" {
			return !inHead(t, s.source.Host) || !bytes.Contains(t, []byte(s.tag))
		}
	case logline.SourceJSON:
		if !bytes.Contains(t, []byte(s.source.Host)) {
			return true
		}
	}
	return len(t) == 0 || kindOf(s.line[0]) != kindOf(t[0]) || !bytes.Contains(t, []byte(s.tag))
}

// kindOf tells what a line may begin with apart: lines of one source begin alike.
func kindOf(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return '0'
	case c|0x20 >= 'a' && c|0x20 <= 'z':
		return 'a'
	case c == '{' || c == '[' || c == '"' || c == ' ' || c == '\t' || c == '\n' || c == '\r':
		return '{'
	}
	return c
}

// stranger reports whether a line, the first of a record, is surely of another source and tells nothing of the place: nobody
// says there that a message was repeated.
func (s *sender) stranger(l *carrier) bool {
	s.own()
	t := l.line
	if bytes.Contains(t[:min(len(t), senderReach)], []byte(" repeated ")) {
		return false
	}
	if s.source.Kind == logline.SourceHead && s.source.Host != "" {
		return !inHead(t, s.source.Host)
	}
	c, ok := l.carried()
	return ok && c.Source.Host != "" && (c.Source.Kind != s.source.Kind || c.Source.Host != s.source.Host)
}

func inHead(t []byte, host string) bool {
	return logline.InHead(unsafe.String(unsafe.SliceData(t), len(t)), host) // for as long as this call takes
}

// goesOn reports whether a line of the same source goes on with what the place told: surely, be it far away, or maybe.
func (s *sender) goesOn(l *carrier) (far, maybe bool) {
	if s.others(l.line[:min(len(l.line), senderReach)]) {
		return false, false
	}
	if c, ok := l.carried(); !ok || !s.same(c) {
		return false, false
	}
	surely, maybe := l.continues()
	return surely, surely || maybe
}

// carrier is a line with what it carries, which is found out when somebody asks.
type carrier struct {
	line      []byte
	known, ok bool
	c         logline.Carried
}

// set makes it another line.
func (l *carrier) set(t []byte) { l.line, l.known = t, false }

// sameAs reports whether two lines are of one source.
func (l *carrier) sameAs(o *carrier) bool {
	a, ok := l.carried()
	b, too := o.carried()
	return ok && too && a.Source.Kind != logline.SourceNone && a.Source == b.Source
}

// carried returns what the line carries, if it is known how; it is valid as long as the line is.
func (l *carrier) carried() (*logline.Carried, bool) {
	if !l.known {
		l.c, l.ok = carriedBy(l.line)
		l.known = true
	}
	return &l.c, l.ok
}

// continues reports whether the line, of whatever source, is a part of something that has begun before: surely, or maybe.
func (l *carrier) continues() (surely, maybe bool) {
	c, ok := l.carried()
	if !ok {
		return false, false
	}
	return c.RowLike(), c.MayContinue()
}

// carriedBy returns what a line carries; it is valid as long as the line is.
func carriedBy(t []byte) (logline.Carried, bool) {
	t = bytes.TrimRight(t[:min(len(t), senderReach)], "\r\n")
	if k := bytes.IndexByte(t, '\n'); k >= 0 {
		t = t[:k]
	}
	var store [1]logline.Carried
	text := unsafe.String(unsafe.SliceData(t), len(t))
	got := logline.AppendCarried(store[:0], text, 0, len(text), logline.Options{})
	if len(got) == 0 {
		return logline.Carried{}, false
	}
	return got[0], true
}

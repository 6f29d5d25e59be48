package logline

import "strings"

// How far behind an event its "last message repeated" is looked for, where other hosts write into the same file: callers
// that cut a text into parts keep the heads of three records behind an event.
const (
	repeatsLines  = 3
	repeatsOctets = 2 << 10
)

// repeats looks for "last message repeated N times" behind an event: the next line of the same host.
func (s *scanner) repeats(f *found) {
	const words = repeatWords
	if s.doc.repeatBehind(f.end) < 0 {
		return
	}
	l, ok := s.doc.lineBehind(f.end)
	if !ok {
		return
	}
	behind := s.doc.text[l.start:min(len(s.doc.text), l.start+repeatsOctets)]
	if f.ev.Host == "" || !strings.Contains(behind, words) {
		if strings.Contains(behind[:min(len(behind), l.end-l.start, 512)], words) {
			s.repeatedBy(f, l)
		}
		return
	}
	for n := 0; n < repeatsLines; n++ {
		again := strings.Contains(s.doc.text[l.start:min(l.end, l.start+512)], words)
		if again && s.repeatedBy(f, l) {
			return
		}
		l.parse()
		if !again && (l.env.host == "" || l.env.host == f.ev.Host) || l.start-f.end > repeatsOctets {
			return
		}
		next, ok := s.doc.lineFrom(l.end)
		if !ok {
			return
		}
		l = &next
	}
}

// repeatWords are in each line that says how often a message came.
const repeatWords = "message repeated "

// repeatBehind returns the first place of repeatWords at or behind an offset, -1 for none. It is kept for the offsets up to it.
func (d *Document) repeatBehind(off int) int {
	if k := &d.repeat; !k.known || off < k.from || k.at >= 0 && k.at < off {
		*k = placeOf{known: true, from: off, at: strings.Index(d.text[off:], repeatWords)}
		if k.at >= 0 {
			k.at += off
		}
	}
	return d.repeat.at
}

// placeOf is the first place of something from an offset on, -1 for none.
type placeOf struct {
	known    bool
	from, at int
}

// repeatedBy adds the times that a line says when no other host says them.
func (s *scanner) repeatedBy(f *found, l *line) bool {
	n, ok := lastRepeated(l.body())
	if !ok {
		return false
	}
	if host := repeatHost(l); host != "" && host != f.ev.Host && (f.ev.Host != "" || !s.names(f, host)) {
		return false
	}
	f.ev.Repeat = max(1, f.ev.Repeat) + n
	return true
}

// names reports whether the lines of an event have a word in them: that host may have written them, although no envelope
// says so.
func (s *scanner) names(f *found, host string) bool {
	from := max(0, f.ev.Offset-mostHead)
	if k := strings.LastIndexByte(s.doc.text[from:f.ev.Offset], '\n'); k >= 0 {
		from += k + 1
	}
	return hasName(s.doc.text[from:max(from, min(len(s.doc.text), f.end))], host)
}

// repeatHost returns the host of a line "mx1 last message repeated 5 times": no program's tag shows that the word behind
// the stamp is one.
func repeatHost(l *line) string {
	if l.parse(); l.env.host != "" {
		return l.env.host
	}
	head, _, _ := strings.Cut(l.body(), "last message repeated")
	host := word(strings.TrimSpace(head))
	if !l.env.any || noHost(host) || strings.Trim(host, "-") == "" || strings.HasSuffix(host, ":") {
		return ""
	}
	return host
}

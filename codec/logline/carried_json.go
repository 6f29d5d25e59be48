package logline

import (
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// messageKeys are the names under which records carry a message, the fullest first.
var messageKeys = [...]string{"full_message", "_raw", "@message", "message", "log", "msg", "line", "_msg", "short_message", "original",
	"rawmessage", "raw", "event", "body", "text", "payload"}

// hostKeys are names of what tells the host, the surest first.
var hostKeys = [...]string{"hostname", "_hostname", "host", "syslog_hostname", "fromhost", "node", "source", "instance", "computer", "nodename"}

// timeKeys are names of what tells the time, the surest first.
var timeKeys = [...]string{"_source_realtime_timestamp", "__realtime_timestamp", "@timestamp", "timereported", "timestamp", "time", "_time", "isodate",
	"ts", "date", "timegenerated", "eventtime", "event_time", "log_time", "datetime", "when", "logged_at", "received_at"}

// tagKeys are names of what tells sources of one host apart.
var tagKeys = [...]string{"_pid", "syslog_identifier", "programname", "program", "appname", "app", "application_name", "container_id", "container_name", "container", "pod", "unit", "stream", "syslogtag",
	"logger", "facility"}

// holders are names of objects that tell about the record around them.
var holders = [...]string{"host", "stream", "labels", "resource", "kubernetes", "fields", "syslog", "attributes", "metric"}

// keyIn returns the index of a key, compared without case, and -1 when it is none of them.
func keyIn(keys []string, key string) int {
	if len(key) > 26 {
		return -1
	}
	for i, k := range keys {
		if len(k) == len(key) && len(key) > 0 && k[0] == fold[key[0]] && equalFold(key, k) {
			return i
		}
	}
	return -1
}

// about is what an object tells of the messages in it.
type about struct {
	host, time         string
	hostRank, timeRank int // index of the key, or more for none
	source             Source
}

const noRank = 99

func (a *about) take(key, value string) {
	if value == "" {
		return
	}
	if k := keyIn(hostKeys[:], key); k >= 0 && k < a.hostRank {
		a.host, a.hostRank = value, k
	} else if k := keyIn(timeKeys[:], key); k >= 0 && k < a.timeRank {
		a.time, a.timeRank = value, k
	} else if k := keyIn(tagKeys[:], key); k >= 0 {
		a.source.tag(value)
	}
}

func (a *about) merge(b *about) {
	if b.hostRank < noRank && a.hostRank == noRank {
		a.host, a.hostRank = b.host, b.hostRank
	}
	if b.timeRank < noRank && a.timeRank == noRank {
		a.time, a.timeRank = b.time, b.timeRank
	}
}

// jsonWalk reads records out of JSON: objects with a message in them, however deep. What is broken off is read as far as
// it goes. Keys count, and only where the structure has them: the text of a string is never grammar.
type jsonWalk struct {
	text string
	i    int
	end  int
	o    Options
	out  []Carried
	told []about // of each of out
}

// mostRecords bounds the records of one line.
const mostRecords = 1 << 16

func appendJSONCarried(out []Carried, text string, at, end int, o Options) []Carried {
	w := jsonWalk{text: text[:end], i: at, end: end, o: o}
	a := about{hostRank: noRank, timeRank: noRank}
	w.value("", &a, 0)
	for i := range w.out {
		w.out[i].settle(&w.told[i], o)
	}
	return append(out, w.out...)
}

// maxPrinted bounds a record that is printed over several lines.
const maxPrinted = 64 << 10

// AppendPrinted appends the records in an object or array that begins at an offset and is printed over several lines. n is
// its length, 0 for none; looked is how far was looked for its end.
func AppendPrinted(out []Carried, text string, at int, o Options) (more []Carried, n, looked int) {
	limit := min(len(text), at+maxPrinted)
	if n = jsonLen(text[:limit], at); n == 0 {
		return out, 0, limit - at
	}
	first := len(out)
	out = appendJSONCarried(out, text, at, at+n, o)
	for i := first; i < len(out); i++ {
		c := &out[i]
		src := c.Segs[0].Src
		c.Start = strings.LastIndexByte(text[:src], '\n') + 1
		c.End = at + n
		if k := strings.IndexByte(text[c.Until:at+n], '\n'); k >= 0 {
			c.End = c.Until + k
		}
	}
	return out, n, n
}

// settle gives a record time, host and source.
func (c *Carried) settle(a *about, o Options) {
	c.Source, c.Host = a.source, a.host
	c.Source.Kind, c.Source.Host = SourceJSON, a.host
	if at, ok := jsonTime(a.time); ok {
		c.Time = at
	} else if n, st := parseStamp(a.time); n > 0 {
		c.Time, c.TimeText = st.complete(o)
		c.YearAssumed = st.assumesYear()
	}
}

// jsonTime reads a number of seconds, or of thousandths, millionths or billionths, since 1970.
func jsonTime(s string) (time.Time, bool) {
	n := digits(s)
	if n < len(s) {
		return epochTime(s)
	}
	v := int64(0)
	for i := 0; i < n && i < 19; i++ {
		v = v*10 + int64(s[i]-'0')
	}
	switch n {
	case 9, 10:
		return time.Unix(v, 0).UTC(), true
	case 13:
		return time.UnixMilli(v).UTC(), true
	case 16:
		return time.UnixMicro(v).UTC(), true
	case 19:
		return time.Unix(0, v).UTC(), true
	}
	return time.Time{}, false
}

// jsonStamp takes the time that a member of an object tells: a number since 1970 or a date.
func (ev *Event) jsonStamp(s string, o *Options) {
	if at, ok := jsonTime(s); ok {
		ev.Time = at
		return
	}
	if n, st := readStamp(s); n > 0 && o != nil {
		ev.Time, ev.TimeText = st.complete(*o)
		ev.YearAssumed = st.assumesYear()
	}
}

// value reads a value and returns it when it is a string or a number. a is what is told about the record around it.
func (w *jsonWalk) value(key string, a *about, depth int) (string, bool) {
	w.i = skipJSONBlank(w.text, w.i)
	if w.i >= w.end || depth > maxJSONDepth {
		w.i = w.end
		return "", false
	}
	switch w.text[w.i] {
	case '{':
		w.object(key, a, depth)
		return "", false
	case '[':
		w.array(a, depth)
		return "", false
	case '"':
		n := jsonQuoted(w.text, w.i)
		if n == 0 {
			w.i = w.end
			return "", false
		}
		s := w.text[w.i+1 : w.i+n-1]
		w.i += n
		return s, true
	}
	n := jsonLen(w.text, w.i)
	if n == 0 {
		w.i = w.end
		return "", false
	}
	s := w.text[w.i : w.i+n]
	w.i += n
	return s, true
}

// next steps over what stands between two values and tells whether there is another.
func (w *jsonWalk) next(closing byte) bool {
	w.i = skipJSONBlank(w.text, w.i)
	if w.i < w.end && w.text[w.i] == ',' {
		w.i = skipJSONBlank(w.text, w.i+1)
	}
	if w.i >= w.end {
		return false
	}
	if c := w.text[w.i]; c == closing || c == '}' || c == ']' {
		w.i++
		return false
	}
	return true
}

func (w *jsonWalk) object(name string, outer *about, depth int) {
	first := len(w.out)
	a := about{hostRank: noRank, timeRank: noRank}
	msg, rank := span{}, noRank
	w.i++
	for w.next('}') {
		n := jsonQuoted(w.text, w.i)
		if n == 0 {
			w.i = w.end
			break
		}
		key := w.text[w.i+1 : w.i+n-1]
		w.i = skipJSONBlank(w.text, w.i+n)
		if w.i >= w.end || w.text[w.i] != ':' {
			w.i = w.end
			break
		}
		w.i = skipJSONBlank(w.text, w.i+1)
		at := w.i
		s, ok := w.value(key, &a, depth+1)
		if !ok {
			continue
		}
		if k := keyIn(messageKeys[:], key); k >= 0 && k < rank && w.text[at] == '"' && len(s) > 0 {
			msg, rank = span{at + 1, at + 1 + len(s)}, k
		}
		if strings.IndexByte(s, '\\') >= 0 {
			continue
		}
		if strings.EqualFold(name, "host") && strings.EqualFold(key, "name") {
			key = "host"
		}
		a.take(key, s)
	}
	if rank < noRank && w.fresh(first, w.text[msg.start:msg.end]) {
		w.add(msg, about{hostRank: noRank, timeRank: noRank})
	}
	for i := first; i < len(w.out); i++ {
		t := &w.told[i]
		t.merge(&a)
		if a.source.tags != 0 && t.source.tags == 0 {
			t.source = a.source
		}
	}
	if keyIn(holders[:], name) >= 0 && rank == noRank {
		outer.merge(&a)
		if outer.source.tags == 0 {
			outer.source = a.source
		}
	}
}

// fresh reports whether no record of the same object has the same text.
func (w *jsonWalk) fresh(first int, raw string) bool {
	for i := first; i < len(w.out) && i < first+4; i++ {
		c := &w.out[i]
		if src := c.Segs[0].Src; src+len(raw) <= w.end && w.text[src:src+len(raw)] == raw {
			return false
		}
	}
	return true
}

// array reads the elements; ["1795304592041595000", "line"] is a record of Loki's.
func (w *jsonWalk) array(outer *about, depth int) {
	w.i++
	var at [2]span
	n := 0
	for w.next(']') {
		from := w.i
		s, ok := w.value("", outer, depth+1)
		if ok && n < 2 && w.text[from] == '"' {
			at[n] = span{from + 1, from + 1 + len(s)}
		} else if n < 2 {
			n = 2
		}
		n++
	}
	if n < 2 || at[1].end == 0 || at[0].end == 0 {
		return
	}
	stamp := w.text[at[0].start:at[0].end]
	if _, ok := jsonTime(stamp); ok && len(stamp) >= 13 {
		w.add(at[1], about{hostRank: noRank, time: stamp})
	}
}

// add appends a record.
func (w *jsonWalk) add(raw span, a about) {
	if len(w.out) >= mostRecords {
		return
	}
	c := Carried{}
	c.unescape(w.text[raw.start:raw.end], raw.start)
	if n := len(c.Text); n > 0 && c.Text[n-1] == '\n' {
		c.Ended = true
		c.Text = strings.TrimRight(c.Text, "\r\n")
	}
	if c.Text == "" {
		return
	}
	w.out = append(w.out, c)
	w.told = append(w.told, a)
}

// span is a stretch of a text.
type span struct{ start, end int }

// unescape reads what stands between the quotes of a JSON string.
func (c *Carried) unescape(t string, src int) {
	c.Until = src + len(t)
	k := strings.IndexByte(t, '\\')
	if k < 0 {
		c.Text, c.Segs = t, []Seg{{0, src}}
		return
	}
	b := make([]byte, 0, len(t))
	for i := 0; i < len(t); {
		k := strings.IndexByte(t[i:], '\\')
		if k < 0 || i+k+1 >= len(t) {
			c.Segs = append(c.Segs, Seg{len(b), src + i})
			b = append(b, t[i:]...)
			break
		}
		if k > 0 {
			c.Segs = append(c.Segs, Seg{len(b), src + i})
			b = append(b, t[i:i+k]...)
			i += k
		}
		c.Segs = append(c.Segs, Seg{len(b), src + i})
		var n int
		b, n = unescapeOne(b, t[i:])
		i += n
	}
	c.Text = string(b)
	if len(c.Segs) == 0 {
		c.Segs = []Seg{{0, src}}
	}
}

// unescapeOne is jsonEscape that keeps control octets: terminal escapes are taken off later, as in any text.
func unescapeOne(b []byte, s string) ([]byte, int) {
	if s[1] != 'u' || len(s) < 6 || hexDigits(s[2:6]) != 4 {
		return jsonEscape(b, s)
	}
	hex := func(s string) (r rune) {
		for i := 0; i < 4; i++ {
			r = r<<4 | rune(hexValue(fold[s[i]]))
		}
		return r
	}
	r, n := hex(s[2:]), 6
	if utf16.IsSurrogate(r) && len(s) >= 12 && s[6] == '\\' && s[7] == 'u' && hexDigits(s[8:12]) == 4 {
		r, n = utf16.DecodeRune(r, hex(s[8:])), 12
	}
	return utf8.AppendRune(b, r), n
}

// appendJSONMember reads a line of a record that was written over several lines: "message": "...", alone.
func appendJSONMember(out []Carried, text string, at, end int) []Carried {
	n := jsonQuoted(text[:end], at)
	if n == 0 {
		return out
	}
	if keyIn(messageKeys[:], text[at+1:at+n-1]) < 0 {
		return out
	}
	i := skipJSONBlank(text[:end], at+n)
	if i >= end || text[i] != ':' {
		return out
	}
	i = skipJSONBlank(text[:end], i+1)
	if n = jsonQuoted(text[:end], i); n == 0 || strings.Trim(text[i+n:end], " ,}\r") != "" {
		return out
	}
	c := Carried{Source: Source{Kind: SourceJSON}, Start: at, End: end}
	c.unescape(text[i+1:i+n-1], i+1)
	c.Text = strings.TrimRight(c.Text, "\r\n")
	if c.Text == "" {
		return out
	}
	return append(out, c)
}

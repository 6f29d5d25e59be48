package logline

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// json reads a log line that is a JSON object with the message in one of its values: journald, docker, Elastic.
// Objects whose message is not a plain text line are left to the styles that know them.
func (e *envelope) json(t string) bool {
	var f jsonFields
	if !f.scan(t) {
		return false
	}
	msg, ok := f.message()
	if !ok {
		return false
	}
	if f.host != "" {
		e.host = f.host
	}
	if f.micros > 0 {
		e.stamp = stamp{text: strconv.FormatInt(f.micros, 10), unix: true, at: time.UnixMicro(f.micros).UTC()}
	} else if n, st := parseStamp(f.time); n > 0 {
		e.stamp = st
	}
	msg = strings.TrimRight(msg, "\r\n")
	e.body = []piece{{msg, -1 - e.src}}
	return true
}

// jsonFields are the values of a log object that matter here.
type jsonFields struct {
	journal, docker, elastic string
	hasJournal, hasDocker    bool
	hasElastic               bool
	stream                   bool
	host, time               string
	micros                   int64
}

func (f *jsonFields) message() (string, bool) {
	switch {
	case f.hasJournal:
		return f.journal, true
	case f.hasDocker && f.stream:
		return f.docker, true
	case f.hasElastic && f.time != "":
		return f.elastic, true
	}
	return "", false
}

// scan reads the top level of an object.
func (f *jsonFields) scan(t string) bool {
	i := 1
	for n := 0; n < 256; n++ {
		i = skipJSONBlank(t, i)
		if i < len(t) && t[i] == '}' {
			return true
		}
		key, k := jsonString(t, i)
		if k == 0 {
			return false
		}
		i = skipJSONBlank(t, i+k)
		if i >= len(t) || t[i] != ':' {
			return false
		}
		i = skipJSONBlank(t, i+1)
		k = f.value(key, t, i)
		if k == 0 {
			return false
		}
		i = skipJSONBlank(t, i+k)
		if i >= len(t) {
			return false
		}
		if t[i] == ',' {
			i++
		}
	}
	return false
}

func skipJSONBlank(t string, i int) int {
	for i < len(t) && isBlank(t[i]) {
		i++
	}
	return i
}

// value takes the value at t[i] of a key and returns its length in the text, 0 when it is no JSON.
func (f *jsonFields) value(key, t string, i int) int {
	if i >= len(t) {
		return 0
	}
	var s string
	n := 0
	switch {
	case t[i] == '"':
		s, n = jsonString(t, i)
	case t[i] == '[' && key == "MESSAGE":
		s, n = jsonOctets(t, i)
	default:
		return jsonSkip(t, i)
	}
	switch key {
	case "MESSAGE":
		f.journal, f.hasJournal = s, true
	case "log":
		f.docker, f.hasDocker = s, true
	case "message":
		f.elastic, f.hasElastic = s, true
	case "stream":
		f.stream = true
	case "_HOSTNAME", "host", "hostname":
		f.host = s
	case "@timestamp", "time":
		if key == "time" {
			f.stream = true
			if f.time == "" && f.hasDocker {
				f.time = s
			}
			break
		}
		f.time = s
	case "__REALTIME_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP":
		if v, err := strconv.ParseInt(s, 10, 64); err == nil {
			f.micros = v
		}
	}
	return n
}

// jsonString reads a quoted string at t[i] and returns it with its length in the text, 0 when there is none.
func jsonString(t string, i int) (string, int) {
	if i >= len(t) || t[i] != '"' {
		return "", 0
	}
	k := i + 1
	for k < len(t) && t[k] != '"' && t[k] != '\\' {
		k++
	}
	if k < len(t) && t[k] == '"' {
		return t[i+1 : k], k + 1 - i
	}
	b := []byte(t[i+1 : k])
	for k < len(t) && t[k] != '"' {
		if t[k] != '\\' || k+1 >= len(t) {
			b = append(b, t[k])
			k++
			continue
		}
		var n int
		b, n = jsonEscape(b, t[k:])
		k += n
	}
	if k >= len(t) {
		return "", 0
	}
	return string(b), k + 1 - i
}

// jsonEscape appends what the escape at the start of s stands for and returns the escape's length.
func jsonEscape(b []byte, s string) ([]byte, int) {
	switch s[1] {
	case 'n':
		return append(b, '\n'), 2
	case 't':
		return append(b, '\t'), 2
	case 'r', 'b', 'f':
		return b, 2
	case 'u':
		if len(s) < 6 || hexDigits(s[2:6]) != 4 {
			return append(b, s[0]), 1
		}
		v, _ := strconv.ParseUint(s[2:6], 16, 16)
		r, n := rune(v), 6
		if utf16.IsSurrogate(r) && len(s) >= 12 && s[6] == '\\' && s[7] == 'u' && hexDigits(s[8:12]) == 4 {
			lo, _ := strconv.ParseUint(s[8:12], 16, 16)
			r, n = utf16.DecodeRune(r, rune(lo)), 12
		}
		if isControl(r) && r != '\n' {
			return b, n
		}
		return utf8.AppendRune(b, r), n
	}
	return append(b, s[1]), 2
}

// jsonOctets reads journald's form of a message with unusual octets: [91, 72, 90].
func jsonOctets(t string, i int) (string, int) {
	var b []byte
	for k := i + 1; k < len(t); {
		switch {
		case t[k] == ']':
			return string(b), k + 1 - i
		case t[k] == ',' || isBlank(t[k]):
			k++
		default:
			d := digits(t[k:])
			if d == 0 || d > 3 {
				return "", 0
			}
			c := atoi(t[k : k+d])
			if c == '\n' || c >= ' ' && c < 256 {
				b = append(b, byte(c))
			}
			k += d
		}
	}
	return "", 0
}

// jsonSkip returns the length of a value that does not matter.
func jsonSkip(t string, i int) int {
	depth := 0
	for k := i; k < len(t); {
		switch t[k] {
		case '"':
			_, n := jsonString(t, k)
			if n == 0 {
				return 0
			}
			k += n
		case '{', '[':
			depth++
			k++
		case '}', ']':
			if depth == 0 {
				return k - i
			}
			depth--
			k++
		case ',':
			if depth == 0 {
				return k - i
			}
			k++
		default:
			k++
		}
	}
	return 0
}

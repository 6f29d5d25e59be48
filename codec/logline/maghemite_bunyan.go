package logline

import "strings"

// maghemiteBunyan reads maghemite's log as JSON objects, one a line or many on one line:
//
//	{"msg":"sending keepalive message msg with header","v":0,"name":"slog-rs","level":10,"time":"2026-03-24T20:37:16.146530056Z",
//	"hostname":"h","pid":1,"message_contents":"[ff, ff, ..., 0, 13, 4]","message":"keepalive message",
//	"connection":"TcpStream { addr: 10.0.4.2:38144, peer: 10.0.4.1:10179, fd: 12 }","unit":"connection_tcp"}
//
// Octets are hex without leading zeros. The record "... msg" in front of "... msg with header" tells the same in words.
func maghemiteBunyan() *Style {
	return &Style{
		Name:    "maghemite-bunyan",
		Vendor:  "maghemite (Oxide), JSON",
		Anchors: []string{`"msg":"`, `"msg": "`, `"msg" : "`, `\"msg\":\"`, `\"msg\": \"`, "error_code: "}, // escaped: inside another object
		Scan:    scanMaghemiteBunyan,
	}
}

func scanMaghemiteBunyan(c *Cursor, ev *Event) bool {
	switch c.t[c.at] {
	case '\\':
		return false
	case 'e', 'E':
		return bunyanBare(c, ev)
	}
	if !bunyanWords(c.t[c.i:min(len(c.t), c.i+24)]) {
		return false
	}
	r := slogRecord{keys: c.doc.keys[:0]}
	start, end := bunyanObject(c, &r)
	c.doc.keys = r.keys
	if start < 0 || !r.read(c, ev) {
		return false
	}
	c.From(start)
	c.To(end)
	ev.Host = r.get("hostname")
	ev.Time, ev.TimeText = slogTime(r.get("time"))
	return true
}

// bunyanStarts are the words with which the messages begin that matter.
var bunyanStarts = [...]string{"sending ", "send ", "recv ", "received ", "rx ", "failed to send ", "error sending ", "fsm transition "}

// bunyanWords reports whether a message begins with words that matter: the rest of a log is passed over at once.
func bunyanWords(s string) bool {
	for _, w := range bunyanStarts {
		if len(s) >= len(w) && equalFold(s[:len(w)], w) {
			return true
		}
	}
	return false
}

// bunyanHead is bunyanWords for a text in which a line end may break the words; what ends too early passes.
func bunyanHead(s string) bool {
	for _, w := range bunyanStarts {
		n := 0
		for n < len(w) && n < len(s) && fold[s[n]] == w[n] && s[n] != '\n' && s[n] != '\r' {
			n++
		}
		if n == len(w) || n == len(s) || s[n] == '\n' || s[n] == '\r' || s[n] == '=' || s[n] == '<' {
			return true
		}
	}
	return false
}

// bunyanObject reads the object around the anchor, its key "msg", into r. Start is -1 when there is none.
func bunyanObject(c *Cursor, r *slogRecord) (start, end int) {
	low := max(c.floor, c.at-4096)
	for k, n := c.at, 0; n < 4; n++ {
		k = strings.LastIndexByte(c.t[low:k], '{')
		if k < 0 {
			break
		}
		k += low
		r.msg, r.keys = "", r.keys[:0]
		if end, ok := r.object(c.t, k, c.at); ok {
			return k, end
		}
	}
	return -1, 0
}

// object reads the JSON object at t[i] and reports whether its key "msg" stands at t[at]. Of an object that is cut, what
// is there is taken.
func (r *slogRecord) object(t string, i, at int) (end int, ok bool) {
	t = t[:min(len(t), i+maxRecord)]
	i++
	for len(r.keys) < maxSlogKeys {
		i = skipJSONBlank(t, i)
		if i >= len(t) {
			return len(t), ok
		}
		if t[i] == '}' {
			return i + 1, ok
		}
		here := i
		key, n := jsonString(t, i)
		if n == 0 {
			return len(t), ok
		}
		i = skipJSONBlank(t, i+n)
		if i >= len(t) || t[i] != ':' {
			return i, ok
		}
		i = skipJSONBlank(t, i+1)
		if i >= len(t) {
			return i, ok
		}
		var val string
		if t[i] == '"' {
			if val, n = jsonString(t, i); n == 0 { // cut
				val, n = t[i+1:], len(t)-i
			}
		} else if n = jsonSkip(t[:min(len(t), i+4096)], i); n > 0 {
			val = strings.TrimSpace(t[i : i+n])
		} else {
			return i, ok
		}
		if key == "msg" {
			r.msg, ok = val, here == at
			if !ok {
				return i, false
			}
		}
		r.keys = append(r.keys, slogKey{key, val})
		i = skipJSONBlank(t, i+n)
		if i < len(t) && t[i] == ',' {
			i++
		}
	}
	return i, ok
}

// bunyanBare reads a lone `"message_contents":"Notification [ error_code: ...`, a piece of an object.
func bunyanBare(c *Cursor, ev *Event) bool {
	s := strings.TrimRight(c.Before(), " \t\n")
	k := suffixFold(s, "notification [")
	if k < 1 || s[k-1] != '"' {
		return false
	}
	at := c.at - len(c.Before()) + k
	end := strings.IndexByte(c.t[at:min(len(c.t), at+1<<16)], '"')
	if end < 0 {
		end = strings.IndexByte(c.t[at:], ']')
	}
	if end < 0 {
		return false
	}
	r := slogRecord{keys: []slogKey{{"message_contents", c.t[at : at+end]}}}
	if !r.read(c, ev) {
		return false
	}
	c.From(at)
	c.To(at + end)
	c.bonus -= 4
	return true
}

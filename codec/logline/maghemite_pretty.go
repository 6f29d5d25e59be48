package logline

import "strings"

// maghemitePretty reads maghemite's log as its tools print it for people:
//
//	| 60 | 2026-01-29T18:50:21.855Z | INFO | slog-rs (bgp): sending notification: 6 (Cease) / 5 (Connection Rejected)
//	connection = ([fe80::1%2]:179, [fe80::1%2]:179)
//	connection_id = 8b95715f
//	message_contents = Notification [ error_code: 6 (Cease), error_subcode: 5 (Connection Rejected), data: [] ]
//	neighbor = eth0
//	|
//
// A record ends with a line that has nothing but a bar. The octets of messages are not shown.
func maghemitePretty() *Style {
	return &Style{
		Name:   "maghemite-pretty",
		Vendor: "maghemite (Oxide)",
		Anchors: []string{"sending notifica", "send notificatio", "recv notificatio", "rx notification ", "rx unexpected no", "failed to send n",
			"error sending me", "fsm transition ", "error_code: "},
		Scan: scanMaghemitePretty,
		Link: linkMaghemite,
	}
}

func scanMaghemitePretty(c *Cursor, ev *Event) bool {
	if c.at > 0 && (c.t[c.at-1] == '"' || isWord(c.t[c.at-1])) { // JSON, or the end of another word
		return false
	}
	r := slogRecord{keys: c.doc.keys[:0]}
	if fold[c.t[c.at]] == 'e' && c.t[c.at+5] == '_' {
		if !prettyBare(c) {
			return false
		}
	} else {
		prettyHead(c, ev)
		c.i = c.at
		prettyMessage(c, &r)
	}
	prettyKeys(c, &r)
	c.doc.keys = r.keys
	return r.read(c, ev)
}

// prettyHead reads "| 60 | 2026-01-29T18:50:21.855Z | INFO | slog-rs (bgp): " in front of the message.
func prettyHead(c *Cursor, ev *Event) {
	s := c.Before()
	k := len(s)
	for bars := 0; bars < 4; bars++ { // the last four bars
		if k = strings.LastIndexByte(s[:k], '|'); k < 0 || len(s)-k > 160 {
			return
		}
	}
	sub := Cursor{t: s, i: k + 1}
	if _, ok := sub.Number(); !ok || !sub.Lit("|") {
		return
	}
	stamp, ok := sub.Until("|", 48)
	if !ok {
		return
	}
	ev.Time, ev.TimeText = slogTime(stamp)
	c.From(c.at - len(s) + k)
	c.bonus += 4
}

// prettyMessage reads the words up to the first key or a bar.
func prettyMessage(c *Cursor, r *slogRecord) {
	k := prettyValue(c, c.i, 600)
	if bar := strings.IndexByte(c.t[c.i:k], '|'); bar >= 0 {
		k = c.i + bar
	}
	r.msg = strings.TrimSpace(c.t[c.i:k])
	for c.i = k; c.i > c.at && isBlank(c.t[c.i-1]); {
		c.i--
	}
}

// prettyBare starts a lone "message_contents = Notification [ error_code: ...".
func prettyBare(c *Cursor) bool {
	s := strings.TrimRight(c.Before(), " \t\n")
	k := suffixFold(s, "notification [")
	if k < 0 {
		return false
	}
	at := c.at - len(c.Before()) + k
	if n := suffixFold(strings.TrimRight(s[:k], " \t\n"), "message_contents ="); n >= 0 {
		at = c.at - len(c.Before()) + n
	}
	c.i = at
	c.From(at)
	return true
}

// prettyKey returns the length of "key = " at t[i], 0 when there is none. Keys are lower-case words.
func prettyKey(t string, i int) int {
	k := i
	for k < len(t) && k < i+40 && (t[k] >= 'a' && t[k] <= 'z' || t[k] == '_' || k > i && t[k] >= '0' && t[k] <= '9') {
		k++
	}
	if k == i || k+2 >= len(t) || t[k] != ' ' || t[k+1] != '=' || t[k+2] != ' ' {
		return 0
	}
	return k + 3 - i
}

// prettyKeys reads the named values behind the message, or a lone "Notification [...]" in place of them. Lines that have
// an envelope of their own are records of their own: they are fetched.
func prettyKeys(c *Cursor, r *slogRecord) {
	i := c.ws()
	if strings.HasPrefix(c.t[i:], "Notification [") || strings.HasPrefix(c.t[i:], "notification [") {
		end := prettyValue(c, i, maxRecord/8)
		if k := strings.Index(c.t[i:end], "] ]"); k >= 0 {
			end = i + k + len("] ]")
		}
		r.keys = append(r.keys, slogKey{"message_contents", c.t[i:end]})
		c.i = end
		return
	}
	for len(r.keys) < maxSlogKeys {
		i = c.ws()
		n := prettyKey(c.t, i)
		if n == 0 || c.v.lineStart(i) == i && r.unsorted(c.t[i:i+n-3]) {
			break
		}
		end := prettyValue(c, i+n, maxRecord/8)
		r.keys = append(r.keys, slogKey{c.t[i : i+n-3], strings.TrimSpace(c.t[i+n : end])})
		for c.i = end; isBlank(c.t[c.i-1]); {
			c.i--
		}
	}
	if c.ws() == len(c.t) && c.doc != nil {
		prettyFollowing(c, r)
	}
}

// unsorted reports whether a key stands behind one of a later place in the alphabet: another record has begun.
func (r *slogRecord) unsorted(key string) bool {
	return len(r.keys) > 0 && key < r.keys[len(r.keys)-1].name
}

// prettyValue returns the end of a value that is at most limit octets long: a key or a lone bar behind it, where a word or
// an input line begins, or a line that is not the rest of the one before.
func prettyValue(c *Cursor, i, limit int) int {
	t := c.t
	end := min(len(t), i+limit)
	if i > 0 && i < end && isBlank(t[i-1]) && prettyEnds(t, i) {
		return i
	}
	for k := i; k < end; {
		next := min(max(c.lineEnd(k), k+1), end)
		if n := prettyWithin(t, k+1, next); n < next {
			return n
		}
		if k = next; k < end && (prettyEnds(t, k) || !c.wrapped(k)) {
			return k
		}
	}
	return end
}

// prettyEnds reports whether a key or a lone bar stands at t[k].
func prettyEnds(t string, k int) bool {
	return prettyKey(t, k) > 0 || t[k] == '|' && (k+1 == len(t) || isBlank(t[k+1]))
}

// prettyWithin returns the first place from i on, in front of end, at which a key or a lone bar stands behind a blank, end when
// there is none.
func prettyWithin(t string, i, end int) int {
	for bar := i; bar < end; bar++ {
		n := strings.IndexByte(t[bar:end], '|')
		if n < 0 {
			break
		}
		if bar += n; isBlank(t[bar-1]) && prettyEnds(t, bar) {
			end = bar
		}
	}
	const longest = 40 + len(" = ")
	for eq := i; ; eq++ {
		n := strings.Index(t[eq:min(len(t), end+longest)], " = ")
		if n < 0 {
			return end
		}
		eq += n
		k := eq
		for k > i && !isBlank(t[k-1]) {
			k--
		}
		if k >= end {
			return end
		}
		if k > 0 && isBlank(t[k-1]) && prettyKey(t, k) > 0 {
			return k
		}
	}
}

// prettyFollowing reads lines "key = value" that follow as records of their own, up to the bar.
func prettyFollowing(c *Cursor, r *slogRecord) {
	for len(r.keys) < maxSlogKeys {
		text, take, ok := c.Following(0)
		if !ok {
			return
		}
		if w := word(text); strings.HasSuffix(w, ":") && len(w) < len(text) { // a program's tag
			text = strings.TrimLeft(text[len(w):], " ")
		}
		n := prettyKey(text, 0)
		if n == 0 {
			return
		}
		r.keys = append(r.keys, slogKey{text[:n-3], strings.TrimSpace(text[n:])})
		take()
	}
}

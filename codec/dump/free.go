package dump

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/hexdump"
)

// free looks for whole messages in text that is no log line.
func (r *reader) free(s span) {
	if text := r.text[s.start:s.end]; !r.opt.slow && (!mayHoldMessage(text) || r.opt.Partial && !showsOnes(text)) {
		return
	}
	runs := hexdump.Scan(r.text[s.start:s.end])
	for _, group := range readings(runs) {
		best, second, ok := bestMessage(group, -1)
		if !ok {
			continue
		}
		if b := best.run.Octets; best.at > 0 && b[best.at-1] == 0xff && r.byChance(b, best.at) {
			continue // more ones than a marker has
		}
		if rank := rawRank(r.text, s.start+best.run.Start); r.shown.again(rank, best.run.Octets, best.run.Octets[best.at:]) {
			continue
		}
		r.messages(best, second, origin{base: s.start}, newEvent())
	}
}

// messages appends the message of a candidate and those that follow it at once. proto says what is known of them.
func (r *reader) messages(c candidate, second string, pos origin, proto Event) {
	b := c.run.Octets
	at := c.at
	for first := true; ; first = false {
		h, _ := codec.ParseHeader(b[at:])
		have := len(b) - at
		if g := gapIn(c.run, at, at+min(h.Length, have)); g >= 0 {
			have = g - at
		}
		n := min(h.Length, have)
		ev := proto
		ev.Octets = b[at : at+n : at+n]
		ev.Notation, ev.RunnerUp = c.run.Notation, second
		ev.Pieces = r.sources(c.run, at, n, pos)
		if first {
			ev.Leading = b[:at]
		}
		r.missing(&ev, c.run, at, n, h.Length)
		if ev.Style == "" && len(ev.Pieces) > 0 {
			ev.Offset, ev.Line = ev.Pieces[0].Offset, ev.Pieces[0].Line
			if first {
				ev.Offset = pos.at(c.run.Start)
				ev.Line, _ = r.lines.at(ev.Offset)
			}
		}
		setCode(&ev)
		ev.Remarks = append(ev.Remarks, leadingRemark(ev.Leading)...)
		rest := b[at+n:]
		next := -1
		if n == h.Length {
			next = codec.FindMessage(rest)
		}
		if ev.Truncated.By == "ellipsis" {
			ev.AfterGap, rest = rest, nil
			ev.Remarks = append(ev.Remarks, afterRemark(ev.AfterGap))
		}
		if next != 0 && len(rest) > 0 {
			ev.Padding = rest
			if next > 0 {
				ev.Padding = rest[:next]
			}
			ev.Remarks = append(ev.Remarks, paddingRemark(ev.Padding))
		}
		last := next < 0 || len(ev.AfterGap) > 0
		end, _ := r.lines.at(pos.at(lastText(c.run, at+n, last)))
		ev.LineEnd = max(ev.LineEnd, end)
		r.out = append(r.out, ev)
		if last {
			return
		}
		at += n + next
		proto.Declared = -1
	}
}

// lastText returns the text offset of the last character of the message that ends before octet end. The last
// message of a run owns what closes the run.
func lastText(run *hexdump.Run, end int, last bool) int {
	if last {
		return max(run.End-1, 0)
	}
	for _, p := range run.Pieces {
		if p.At+p.Len >= end {
			return max(p.End-1, 0)
		}
	}
	return max(run.End-1, 0)
}

// gapIn returns the index of the first gap of a run strictly inside [from, to), or -1: octets behind it have no
// known place.
func gapIn(run *hexdump.Run, from, to int) int {
	for _, g := range run.Gaps {
		if g.At > from && g.At < to {
			return g.At
		}
	}
	return -1
}

// missing fills Truncated when n octets are there and want are due, and tells of dropped digits.
func (r *reader) missing(ev *Event, run *hexdump.Run, at, n, want int) {
	by := "input"
	for _, g := range run.Gaps {
		if g.At < at || g.At > at+n {
			continue
		}
		switch g.Kind {
		case hexdump.GapNibble:
			ev.Remarks = append(ev.Remarks, "a lone hex digit was dropped: half an octet is not invented")
		case hexdump.GapEllipsis, hexdump.GapOffset:
			by = "ellipsis"
		case hexdump.GapTruncated:
			by = "vendor"
		}
	}
	if want > n {
		if ev.Cut && by == "input" {
			by = "vendor"
		}
		ev.Truncated = Truncation{Have: n, Want: want, By: by}
	} else if want < 0 && by != "input" {
		ev.Truncated = Truncation{Have: n, By: by}
	}
	ev.Remarks = append(ev.Remarks, run.Notes...)
}

func leadingRemark(b []byte) []string {
	switch {
	case len(b) == 0:
		return nil
	case zeros(b):
		return []string{are(len(b), "zero octet", "in front of the marker") + " not part of the message"}
	}
	return []string{are(len(b), "octet", "in front of the marker") + " not part of the message"}
}

func paddingRemark(b []byte) string {
	if zeros(b) {
		return are(len(b), "zero octet", "behind the message") + " padding, not Data"
	}
	return are(len(b), "octet", "behind the message") + " not part of it"
}

// are begins a sentence about n things at a place: "1 octet behind the message is", "2 octets behind the message are".
func are(n int, what, where string) string {
	s := plural(n, what) + " " + where
	if n == 1 {
		return s + " is"
	}
	return s + " are"
}

func afterRemark(b []byte) string {
	if len(b) == 1 {
		return "1 octet after the elided part is left out: its place is unknown"
	}
	return plural(len(b), "octet") + " after the elided part are left out: their place is unknown"
}

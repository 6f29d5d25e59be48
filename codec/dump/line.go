package dump

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/hexdump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
	"github.com/bgpdecode/bgpdecode/registry"
)

// line turns a log event into an Event with its octets.
func (r *reader) line(le *logline.Event) {
	if le.Told != nil {
		var ev Event
		ev.begin(le)
		r.told(&ev)
		r.out = append(r.out, ev)
		return
	}
	runs, pos := r.runs(le)
	le.Dump = logline.Dump{} // an event does not hold its text for the octets' sake
	if le.Content != logline.ContentMessage && le.Content != logline.ContentBody {
		r.out = append(r.out, Event{})
		ev := &r.out[len(r.out)-1]
		ev.begin(le)
		r.data(ev, runs, pos)
		r.next(pos)
		return
	}
	var ev Event
	ev.begin(le)
	switch le.Content {
	case logline.ContentMessage:
		if c, second, ok := bestMessage(runs, le.Declared); ok {
			ev.Kind, ev.Err, ev.ErrOff = KindMessage, "", 0
			r.messages(c, second, pos, ev)
			return
		}
		if len(runs) > 0 && r.damaged(&ev, &runs[0], pos) {
			return
		}
		if ev.Kind == KindMessage && ev.Event.Kind == logline.KindMessage {
			ev.Kind, ev.Err, ev.ErrOff = KindUnparsed, "the line shows no BGP message that can be read", le.Offset
		}
	case logline.ContentBody:
		if len(runs) > 0 {
			r.bodyOf(&ev, &runs[0], pos)
		}
	}
	r.out = append(r.out, ev)
}

// begin fills a new event with what the line says.
func (ev *Event) begin(le *logline.Event) {
	ev.Event, ev.SameAs = *le, -1
	if le.Kind == logline.KindState || le.Kind == logline.KindOffender {
		ev.Kind = KindState
	}
	if le.Fault != "" {
		ev.Kind, ev.Err, ev.ErrOff = KindUnparsed, le.Fault, le.Offset
	}
}

// next reads a whole message that stands behind the Data of the last event: old IOS prints the one it complains of there.
func (r *reader) next(pos origin) {
	c := r.behind
	if c == nil {
		return
	}
	r.behind = nil
	ev, next := &r.out[len(r.out)-1], newEvent()
	next.Line, next.LineEnd, next.Offset = ev.Line, ev.LineEnd, ev.Offset
	next.Style, next.Vendor, next.Host = ev.Style, ev.Vendor, ev.Host
	next.Time, next.TimeText, next.YearAssumed = ev.Time, ev.TimeText, ev.YearAssumed
	next.Peer, next.PeerPort, next.Session, next.VRF, next.PeerAS = ev.Peer, ev.PeerPort, ev.Session, ev.VRF, ev.PeerAS
	if h, _ := codec.ParseHeader(c.run.Octets[c.at:]); ev.Direction != logline.DirUnknown && h.Type != registry.MsgNotification {
		next.Direction = logline.DirSent + logline.DirReceived - ev.Direction
	}
	r.messages(*c, "", pos, next)
}

// runs returns the readings of the octets of a line, and the mapping of their text to the input. They are valid until the
// next call.
func (r *reader) runs(le *logline.Event) ([]hexdump.Run, origin) {
	if le.Octets != nil {
		r.piece[0] = hexdump.Piece{At: 0, Len: len(le.Octets), Start: 0, End: 1}
		r.plain[0] = hexdump.Run{Notation: le.Notation, Octets: le.Octets, Start: 0, End: 1, Pieces: r.piece[:]}
		return r.plain[:1], origin{base: le.Offset, here: true}
	}
	v := le.Dump.View
	if v == nil {
		return nil, origin{}
	}
	start, end := le.Dump.Start, le.Dump.End
	text := v.Text[start:end]
	pos := origin{view: v, base: start}
	if !r.opt.slow && len(text) <= mostPlain {
		if runs := r.plainRuns(text); runs != nil {
			return runs, pos
		}
	}
	return hexdump.Octets(text), pos
}

// plainRuns returns the readings of a text of nothing but hex, nil for other texts.
func (r *reader) plainRuns(text string) []hexdump.Run {
	octets, words, ok := hexdump.AppendPlain(r.room((len(text)+1)/2), text)
	if !ok {
		return nil
	}
	n := len(octets)
	r.piece[0] = hexdump.Piece{At: 0, Len: n, Start: 0, End: len(text)}
	r.plain[0] = hexdump.Run{Notation: hexdump.Hex, Octets: octets[:n:n], End: len(text), Pieces: r.piece[:]}
	if !words {
		return r.plain[:1]
	}
	r.plain[1] = hexdump.Run{Notation: hexdump.HexWordsLE, Octets: hexdump.AppendSwapped(r.room(n), octets), End: len(text), Pieces: r.piece[:]}
	return r.plain[:]
}

// damaged keeps a dump whose header makes no sense but that begins with a marker: its faults are the point.
func (r *reader) damaged(ev *Event, run *hexdump.Run, pos origin) bool {
	at := markerAt(run.Octets)
	if at < 0 || len(run.Octets)-at < codec.HeaderLen {
		return false
	}
	ev.Octets = run.Octets[at:]
	ev.Leading, ev.Notation = run.Octets[:at], run.Notation
	ev.Pieces = r.sources(run, at, len(ev.Octets), pos)
	ev.Kind = KindMessage
	r.missing(ev, run, at, len(ev.Octets), 0)
	ev.Remarks = append(ev.Remarks, leadingRemark(ev.Leading)...)
	setCode(ev)
	r.out = append(r.out, *ev)
	return true
}

// markerAt returns the offset of 16 octets of ones that something else follows, or -1.
func markerAt(b []byte) int {
	run := 0
	for i, c := range b {
		if c != 0xff {
			if run >= codec.MarkerLen {
				return i - codec.MarkerLen
			}
			run = 0
			continue
		}
		run++
	}
	return -1
}

// bodyOf puts a header in front of a message body that the line shows without one.
func (r *reader) bodyOf(ev *Event, run *hexdump.Run, pos origin) {
	switch ev.MessageType {
	case 1:
		ev.Piece = codec.PieceOpen
	case 2:
		ev.Piece = codec.PieceUpdate
	case 3:
		ev.Piece = codec.PieceNotification
	case 5:
		ev.Piece = codec.PieceRefresh
	default:
		return
	}
	ev.Kind, ev.Octets, ev.Notation = KindFragment, run.Octets, run.Notation
	ev.Pieces = r.sources(run, 0, len(run.Octets), pos)
	r.missing(ev, run, 0, len(run.Octets), -1)
}

// data rebuilds a NOTIFICATION from code, subcode and the Data that the line shows.
func (r *reader) data(ev *Event, runs []hexdump.Run, pos origin) {
	if ev.Code < 0 || ev.Event.Kind != logline.KindNotification && !ev.DataKnown {
		return
	}
	if len(runs) == 0 {
		if n := ev.Declared; ev.DeclaredAs == logline.CountData && n > 0 && n <= codec.MaxExtLen && !ev.HasText {
			ev.Truncated = Truncation{Want: n, By: "vendor"}
			ev.DataKnown = false
			r.synthesise(ev, nil)
		} else if ev.DataKnown {
			ev.Octets = codec.AppendNotification(r.room(codec.HeaderLen+2), byte(ev.Code), byte(max(ev.Subcode, 0)), nil, 0)
			ev.Synthesised = true
		}
		return
	}
	if r.wholeInstead(ev, runs, pos) {
		return
	}
	declared := dataDeclared(ev)
	c, second, _ := r.bestData(runs, ev.Code, ev.Subcode, declared)
	n := len(c.run.Octets)
	if g := gapIn(c.run, 0, n); g >= 0 {
		n = g
	}
	if declared >= 0 && n > declared && declared > 0 {
		n = declared
	}
	data := c.run.Octets[:n]
	at := 0
	if innerFirst(ev, data) {
		at = 2
		ev.Remarks = append(ev.Remarks, "the line repeats the inner code and subcode in front of the Data and loses as many octets at its end")
		data = data[2:]
	}
	if ev.DeclaredAs == logline.CountTripled {
		ev.Remarks = append(ev.Remarks, "the printed count is three times the number of octets: a known slip of FRR on sent lines")
	}
	ev.Notation, ev.RunnerUp = c.run.Notation, second
	r.missing(ev, c.run, at, len(data), declared)
	if m := codec.FindMessage(c.run.Octets[n:]); m >= 0 && ev.Truncated.By == "" {
		r.behind = &candidate{run: c.run, at: n + m}
	} else {
		r.after(ev, c.run.Octets[n:])
	}
	if len(data) == 0 && ev.Truncated.Want == 0 && ev.Truncated.By == "" && len(c.run.Gaps) > 0 {
		ev.Truncated = Truncation{By: "vendor"}
	}
	vendorCut(ev, data)
	r.synthesise(ev, data)
	ev.Pieces = r.sources(c.run, at, len(data), pos)
	for i := range ev.Pieces {
		ev.Pieces[i].At += 21
	}
}

// after notes octets behind the Data.
func (r *reader) after(ev *Event, rest []byte) {
	switch {
	case len(rest) == 0:
	case ev.Truncated.By == "ellipsis":
		ev.AfterGap = rest
		ev.Remarks = append(ev.Remarks, afterRemark(rest))
	default:
		ev.Padding = rest
		ev.Remarks = append(ev.Remarks, are(len(rest), "octet", "behind the printed count")+" not part of the Data")
	}
}

// vendorCut recognises Data that a device known to cut has cut: the attribute in it claims more than is there.
func vendorCut(ev *Event, data []byte) {
	if !ev.Cut || ev.Truncated.By != "" || ev.Code != 3 {
		return
	}
	if a, ok := codec.ParseAttr(data); ok && len(a.Value) < a.Length {
		ev.Truncated = Truncation{Have: len(data), Want: a.HeaderLen + a.Length, By: "vendor"}
	}
}

// synthesise builds the NOTIFICATION. Its length is what the message on the wire had when that is known.
func (r *reader) synthesise(ev *Event, data []byte) {
	length := 0
	if t := ev.Truncated; t.Want > t.Have && t.Want+21 <= codec.MaxExtLen {
		length = 21 + t.Want
	} else if t.By != "" && t.Want == 0 {
		ev.Cut = true
	}
	ev.Octets = codec.AppendNotification(r.room(codec.HeaderLen+2+len(data)), byte(ev.Code), byte(max(ev.Subcode, 0)), data, length)
	ev.Synthesised = true
}

// dataDeclared is the number of octets of Data that the line announces, -1 when it does not.
func dataDeclared(ev *Event) int {
	switch ev.DeclaredAs {
	case logline.CountData:
		return ev.Declared
	case logline.CountMessage:
		return max(ev.Declared-21, -1)
	case logline.CountTripled:
		return ev.Declared / 3
	}
	return -1
}

// innerFirst recognises a Hard Reset line whose octets begin with the code and subcode that it has printed
// already (FRR 8 on received lines).
func innerFirst(ev *Event, data []byte) bool {
	return ev.HardReset && len(data) >= 2 && int(data[0]) == ev.Code && int(data[1]) == ev.Subcode && ev.Declared == len(data)
}

// wholeInstead handles a line that prints the whole message where its vendor prints only the Data.
func (r *reader) wholeInstead(ev *Event, runs []hexdump.Run, pos origin) bool {
	c, _, ok := bestMessage(runs, ev.Declared)
	if !ok || c.head.Type != 3 || c.at > 8 || c.head.Length > len(c.run.Octets)-c.at {
		return false
	}
	b := body(c.run.Octets[c.at:])
	if int(b[0]) != ev.Code || int(b[1]) != ev.Subcode {
		return false
	}
	ev.Octets = c.run.Octets[c.at : c.at+c.head.Length]
	ev.Leading, ev.Padding = c.run.Octets[:c.at], c.run.Octets[c.at+c.head.Length:]
	ev.Notation = c.run.Notation
	ev.Pieces = r.sources(c.run, c.at, len(ev.Octets), pos)
	ev.Remarks = append(ev.Remarks, "the line shows the whole message, not only its Data")
	return true
}

// mostPlain bounds the texts that are tried as plain hex: room is made for their octets.
const mostPlain = 8 << 10

package dump

import (
	"bytes"
	"sort"
	"strings"
	"sync"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/hexdump"
	"github.com/bgpdecode/bgpdecode/codec/logline"
)

// Options say what the text does not.
type Options struct {
	Log logline.Options
	// Unrelated leaves it to the caller to number the events and to tie them together, with a Relater: where the text is
	// a part of a longer one.
	Unrelated bool
	// Partial says that something has been left out around the lines of the text, or that others stand before it: a piece of
	// a message without anything around it is not looked for, for that can only be told where it is most of what there is.
	Partial bool

	slow  bool // for tests: take no short ways
	depth int  // of texts that others carry
}

// reader reads one text.
type reader struct {
	text  string
	opt   Options
	dec   codec.Decoder
	buf   []byte
	lines lines
	out   []Event

	behind *candidate // a whole message behind the Data that is being read
	shown  shownRaw

	// Storage that the next text may use again.
	found []logline.Event
	tried []logline.Event
	doc   logline.Document
	trial logline.Document
	used  []span
	gaps  []span
	plain [2]hexdump.Run
	piece [1]hexdump.Piece

	inner *reader // for the texts that others carry in this one
	again []Event // storage of its events
	units []unit  // storage of what lines carry

	octets  []byte // storage of the events' octets
	sourced []Source
}

// Read returns the events of a text, in the order of the text. A text without any gives none: that is for the
// caller to report. The time is linear in the length of the text.
func Read(text string, opt Options) []Event {
	r := readers.Get().(*reader)
	defer readers.Put(r)
	return r.read(text, opt, nil)
}

// Reader reads one text after the other and uses its storage again. The zero value is ready; it is for one goroutine.
type Reader struct{ r reader }

// Read is the function Read that may use the storage of room, of which nothing is kept, for the events.
func (r *Reader) Read(text string, opt Options, room []Event) []Event {
	return r.r.read(text, opt, room)
}

func (r *reader) read(text string, opt Options, room []Event) []Event {
	r.text, r.opt, r.lines, r.out = text, opt, lines{text: text}, room[:0]
	defer r.done()
	if at := r.firstMessage([]byte(binaryHead(text))); at >= 0 {
		r.binary(at)
	} else {
		plain, pasted := plainBlanks(text)
		if pasted != nil {
			r.text, r.lines = plain, lines{text: plain}
		}
		r.textual()
		if pasted != nil {
			pasted.place(r.out)
		}
		if !opt.Partial { // in a part of a text, empty lines stand for what is left out
			if spaced := spacedOut(text); spaced != nil {
				r.closeUp(&asPasted{text: text, spaced: spaced}, spaced)
			}
		}
		if runs, cuts := framed(text); runs != nil {
			r.closeUp(&asPasted{text: text, cuts: cuts}, runs)
		}
	}
	if opt.Unrelated {
		return r.out
	}
	if len(r.out) == 1 { // nothing to tie it to
		r.out[0].Same = false
		return r.out
	}
	var rel Relater
	for i := range r.out {
		rel.Add(&r.out[i])
	}
	rel.Finish()
	return r.out
}

var readers = sync.Pool{New: func() any { return new(reader) }}

// mostFound bounds the storage that is kept for the next text.
const mostFound = 4096

// done forgets what belongs to the text.
func (r *reader) done() {
	clear(r.found)
	clear(r.tried)
	r.doc.Reset("")
	r.trial.Reset("")
	if cap(r.found) > mostFound {
		r.found = nil
	}
	if cap(r.gaps) > mostFound {
		r.used, r.gaps = nil, nil
	}
	r.text, r.lines, r.out, r.opt, r.behind, r.octets, r.sourced = "", lines{}, nil, Options{}, nil, nil, nil
	r.plain, r.dec, r.buf = [2]hexdump.Run{}, codec.Decoder{}, r.buf[:0]
	r.shown = shownRaw{}
}

// origin maps an offset of the text in which octets were found to the input.
type origin struct {
	view *logline.View // the text from base on is a part of it; nil: of the input itself
	base int
	here bool // whatever the offset, it is base
}

func (o origin) at(i int) int {
	switch {
	case o.here:
		return o.base
	case o.view == nil:
		return o.base + i
	}
	off, _ := o.view.Pos(o.base + i)
	return off
}

// binaryHead returns the text when it looks like octets rather than characters.
func binaryHead(text string) string {
	if strings.IndexByte(text[:min(len(text), 1<<16)], 0xff) < 0 {
		return ""
	}
	return text
}

// binary reads a raw BGP byte stream.
func (r *reader) binary(at int) {
	b := []byte(r.text)
	for at >= 0 && at < len(b) {
		run := hexdump.Run{Notation: "binary", Octets: b[at:], Start: at, End: len(b)}
		run.Pieces = []hexdump.Piece{{At: 0, Len: len(run.Octets), Start: at, End: len(b)}}
		h, _ := codec.ParseHeader(b[at:])
		n := min(h.Length, len(b)-at)
		ev := newEvent()
		ev.Octets, ev.Notation, ev.Offset = b[at:at+n:at+n], "binary", at
		ev.Line, _ = r.lines.at(at)
		ev.LineEnd = ev.Line
		if n < h.Length {
			ev.Truncated = Truncation{Have: n, Want: h.Length, By: "input"}
		}
		setCode(&ev)
		r.out = append(r.out, ev)
		at += n
		next := codec.FindMessage(b[at:])
		if next > 0 {
			next = r.firstMessage(b[at:])
		}
		if next > 0 {
			r.out[len(r.out)-1].Remarks = append(r.out[len(r.out)-1].Remarks, plural(next, "octet")+" between this message and the next are no message")
		}
		if next < 0 {
			return
		}
		at += next
	}
}

// textual reads log lines first, then looks for dumps in what is left.
func (r *reader) textual() {
	doc := &r.doc
	doc.Reset(r.text)
	r.found = logline.AppendScan(r.found, doc, r.opt.Log)
	evs := r.found
	used, far := r.used[:0], false
	if len(evs) > cap(r.out) {
		r.out = make([]Event, 0, len(evs)+len(evs)/8)
	}
	for i := range evs {
		used = append(used, span{evs[i].Offset, evs[i].EndOffset})
		for _, x := range evs[i].Rows {
			used, far = append(used, span{x.Start, x.End}), true
		}
		r.line(&evs[i])
	}
	if far {
		sort.Slice(used, func(i, j int) bool { return used[i].start < used[j].start })
	}
	r.used = used
	free := r.between(used)
	found := len(r.out)
	for _, s := range free {
		r.free(s)
	}
	if found > 0 && len(r.out) > found {
		sort.SliceStable(r.out, func(i, j int) bool { return r.out[i].Offset < r.out[j].Offset })
	}
	if r.opt.depth < maxCarried {
		r.carried(doc.Missed(), free)
	}
	if len(r.out) == 0 && !r.opt.Partial {
		r.fragments(free)
	}
}

// between returns what the stretches, which are in order, leave of the text.
func (r *reader) between(used []span) []span {
	from := 0
	free := r.gaps[:0]
	for _, u := range used {
		if u.start > from {
			free = append(free, span{from, u.start})
		}
		from = max(from, u.end)
	}
	if from < len(r.text) {
		free = append(free, span{from, len(r.text)})
	}
	r.gaps = free
	return free
}

// span is a stretch of the text.
type span struct{ start, end int }

func newEvent() Event {
	ev := Event{SameAs: -1}
	ev.Kind, ev.Event.Kind = KindMessage, logline.KindMessage
	ev.Code, ev.Subcode, ev.Declared, ev.MessageType = logline.Unknown, logline.Unknown, logline.Unknown, logline.Unknown
	return ev
}

// sources maps octets [at, at+n) of a run to the input; pos gives the input offset of a text offset.
func (r *reader) sources(run *hexdump.Run, at, n int, pos origin) []Source {
	if len(r.sourced)+1 > cap(r.sourced) {
		r.sourced = make([]Source, 0, min(max(4, 2*cap(r.sourced)), 256))
	}
	out := r.sourced[len(r.sourced):]
	for _, p := range run.Pieces {
		lo, hi := max(p.At, at), min(p.At+p.Len, at+n)
		if lo >= hi || len(out) >= maxSources {
			continue
		}
		off := pos.at(p.Start)
		line, col := r.lines.at(off)
		out = append(out, Source{At: lo - at, Len: hi - lo, Offset: off, Line: line, Col: col})
	}
	switch {
	case len(out) == 0:
		return nil
	case len(r.sourced)+len(out) <= cap(r.sourced):
		r.sourced = r.sourced[:len(r.sourced)+len(out)]
	}
	return out[:len(out):len(out)]
}

// room returns storage for n octets, empty.
func (r *reader) room(n int) []byte {
	if len(r.octets)+n > cap(r.octets) {
		r.octets = make([]byte, 0, max(n, min(max(64, 2*cap(r.octets)), 16<<10)))
	}
	k := len(r.octets)
	r.octets = r.octets[:k+n]
	return r.octets[k : k : k+n]
}

// maxSources bounds the provenance that is kept of one message; a message has at most 65535 octets.
const maxSources = 4096

// body returns the NOTIFICATION body (code, subcode, Data) of a message, nil for other messages.
func body(octets []byte) []byte {
	if h, ok := codec.ParseHeader(octets); ok && h.Type == 3 && len(octets) >= codec.HeaderLen+2 {
		return octets[codec.HeaderLen:]
	}
	return nil
}

// setCode fills code and subcode from the octets of a NOTIFICATION.
func setCode(ev *Event) {
	if h, ok := codec.ParseHeader(ev.Octets); ok {
		ev.MessageType = int(h.Type)
	}
	if b := body(ev.Octets); b != nil {
		ev.Event.Kind = logline.KindNotification
		ev.Code, ev.Subcode = int(b[0]), int(b[1])
		ev.DataKnown = true
	}
}

func zeros(b []byte) bool { return len(bytes.TrimLeft(b, "\x00")) == 0 }

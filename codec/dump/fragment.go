package dump

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/hexdump"
	"github.com/bgpdecode/bgpdecode/registry"
)

// maxFragment bounds the text in which a piece without a message around it is looked for: a piece has at most
// 65535 octets, which no notation writes in more characters than this.
const maxFragment = 1 << 20

// fragments reads a paste that is nothing but octets without a message around them: an attribute, capabilities,
// the body of a NOTIFICATION. In running text hex proves nothing, so the octets must be most of the paste.
func (r *reader) fragments(free []span) {
	for _, s := range free {
		if s.end-s.start > maxFragment {
			continue
		}
		text := r.text[s.start:s.end]
		groups := readings(hexdump.Octets(text))
		inside, ok := mostly(text, groups)
		if !ok {
			groups = readings(hexdump.Scan(text))
			inside, ok = mostly(text, groups)
		}
		if !ok {
			continue
		}
		from := len(r.out)
		for _, g := range groups {
			if leastShare*(g[0].End-g[0].Start) >= inside { // a word beside a large dump of something else proves nothing
				r.fragment(g, origin{base: s.start})
			}
		}
		for i := range r.out[from:] {
			ev := &r.out[from+i]
			ev.Loose = ev.Kind != KindMessage || ev.Synthesised || wild(ev.Octets)
			ev.noHeader()
		}
	}
}

// leastShare: of the octets in a paste, a piece has one in so many at least.
const leastShare = 64

// wild reports whether neither type nor length behind a marker can be right.
func wild(octets []byte) bool {
	h, _ := codec.ParseHeader(octets)
	return !h.Plausible() && h.Length != len(octets) && h.Type != registry.MsgUpdate && h.Type != registry.MsgOpen && h.Type != registry.MsgNotification &&
		h.Type != registry.MsgKeepalive && h.Type != registry.MsgRouteRefresh
}

// noHeader makes a message one that could not be decoded, when nothing behind its marker can be a header: neither is the type one
// that there is, nor do the octets go as far as the length says. Erased memory looks so.
func (ev *Event) noHeader() {
	h, _ := codec.ParseHeader(ev.Octets) // of a length under 19, too
	if ev.Kind != KindMessage || len(ev.Octets) < codec.HeaderLen || !wild(ev.Octets) || h.Length >= codec.HeaderLen && h.Length <= len(ev.Octets) {
		return
	}
	ev.Kind, ev.ErrOff = KindUnparsed, ev.Offset
	ev.Err = "no BGP message: 16 octets of ff are a marker only in front of a header, and behind these would stand the length " +
		strconv.Itoa(h.Length) + ", of which " + plural(len(ev.Octets), "octet") + " are here, and the type " + strconv.Itoa(int(h.Type)) +
		", which there is not; erased memory looks so"
	ev.Octets, ev.Leading, ev.Pieces, ev.Truncated, ev.MessageType = nil, nil, nil, Truncation{}, -1
}

// mostly reports whether the runs hold most of what is printed in the text, and how much that is.
func mostly(text string, groups [][]hexdump.Run) (inside int, ok bool) {
	outside, at := 0, 0
	count := func(from, to int) (n int) {
		for i := from; i < to; i++ {
			if text[i] > ' ' {
				n++
			}
		}
		return n
	}
	for _, g := range groups {
		outside += count(at, max(at, g[0].Start))
		inside += count(g[0].Start, g[0].End)
		at = max(at, g[0].End)
	}
	outside += count(at, len(text))
	return inside, inside > 0 && outside <= inside/2+16
}

// fragment decides what the octets of one group are.
func (r *reader) fragment(group []hexdump.Run, pos origin) {
	var best, second reading
	for i := range group {
		run := parameterValue(&group[i])
		if at := markerAt(run.Octets); at >= 0 {
			ev := newEvent()
			r.place(&ev, run, pos)
			if len(run.Octets)-at < codec.HeaderLen {
				ev.Kind, ev.Err = KindUnparsed, "a BGP marker with only "+plural(len(run.Octets)-at, "octet")+" of the 19-octet header"
				ev.ErrOff = ev.Offset
				r.out = append(r.out, ev)
				return
			}
			r.damaged(&ev, run, pos)
			return
		}
		for _, c := range r.pieces(run) {
			if c.score > best.score {
				best, second = c, best
			} else if c.score > second.score {
				second = c
			}
		}
	}
	if best.score <= 0 {
		return
	}
	ev := newEvent()
	ev.Kind, ev.Piece = KindFragment, best.piece
	ev.Octets, ev.Notation = best.run.Octets, best.run.Notation
	r.place(&ev, best.run, pos)
	r.missing(&ev, best.run, 0, len(ev.Octets), -1)
	ev.Pieces = r.sources(best.run, 0, len(ev.Octets), pos)
	if second.score > 0 {
		ev.RunnerUp = second.piece.String()
		if second.run.Notation != best.run.Notation {
			ev.RunnerUp += " (" + second.run.Notation + ")"
		}
	}
	if ev.Piece == codec.PieceNotification {
		r.promote(&ev)
	}
	r.out = append(r.out, ev)
}

// parameterValue strips type and length of an OPEN's Capabilities parameter that was given on its own.
func parameterValue(run *hexdump.Run) *hexdump.Run {
	b := run.Octets
	if len(b) < 4 || b[0] != uint8(registry.ParamCapabilities) || int(b[1])+2 != len(b) || capabilitiesScore(b[2:]) == 0 {
		return run
	}
	out := *run
	out.Octets, out.Pieces, out.Gaps = b[2:], nil, nil
	for _, p := range run.Pieces {
		if p.At += -2; p.At < 0 {
			p.Len, p.At = p.Len+p.At, 0
		}
		if p.Len > 0 {
			out.Pieces = append(out.Pieces, p)
		}
	}
	out.Notes = append([]string{"2 octets in front, type and length of the optional parameter, are left out"}, run.Notes...)
	return &out
}

// promote gives a NOTIFICATION body its header: it is then as complete as one from a log line.
func (r *reader) promote(ev *Event) {
	b := ev.Octets
	ev.Octets = codec.AppendNotification(nil, b[0], b[1], b[2:], 0)
	ev.Kind, ev.Piece, ev.Synthesised = KindMessage, codec.PieceMessage, true
	for i := range ev.Pieces {
		ev.Pieces[i].At += codec.HeaderLen
	}
	setCode(ev)
}

func (r *reader) place(ev *Event, run *hexdump.Run, pos origin) {
	ev.Offset = pos.at(run.Start)
	ev.Line, _ = r.lines.at(ev.Offset)
	ev.LineEnd, _ = r.lines.at(pos.at(max(run.End-1, 0)))
}

// reading is one idea of what octets without a header are.
type reading struct {
	run   *hexdump.Run
	piece codec.Piece
	score int
}

// pieces weighs what a run can be. The order of equal scores is that of the slice.
func (r *reader) pieces(run *hexdump.Run) []reading {
	b := run.Octets
	return []reading{
		{run, codec.PieceOpen, openScore(b)},
		{run, codec.PieceUpdate, updateScore(b)},
		{run, codec.PieceAttributes, attributesScore(b)},
		{run, codec.PieceNotification, r.notificationScore(b)},
		{run, codec.PieceCapabilities, capabilitiesScore(b)},
		{run, codec.PieceASPath, pathScore(b)},
	}
}

func openScore(b []byte) int {
	if len(b) >= 10 && b[0] == 4 && int(b[9])+10 == len(b) {
		return 60
	}
	return 0
}

func updateScore(b []byte) int {
	if len(b) < 4 {
		return 0
	}
	w := int(b[0])<<8 | int(b[1])
	if w+4 > len(b) {
		return 0
	}
	n := int(b[2+w])<<8 | int(b[3+w])
	if n == 0 || w+4+n > len(b) || attributesScore(b[4+w:4+w+n]) < 40 {
		return 0
	}
	return 70
}

// attributesScore: the attributes use every octet and their headers look like attribute headers. A wrong flag
// or length is what people paste attributes for, so one that fits nowhere else is taken too.
func attributesScore(b []byte) int {
	n, good, end := 0, 0, 0
	for a := range codec.Attrs(b) {
		r := registry.Attr(uint8(a.Code))
		if len(a.Value) < a.Length || a.Flags&0x0f != 0 && !r.Known {
			return 0
		}
		n++
		end = a.Offset + a.HeaderLen + a.Length
		switch {
		case r.Known && a.Flags&0xcf == r.Flags && (r.LengthOK(a.Length, true) || r.LengthOK(a.Length, false)):
			good += 4
		case r.Known && a.Flags&0xcf == r.Flags:
			good += 3
		case r.Known && (r.LengthOK(a.Length, true) || r.LengthOK(a.Length, false)):
			good += 2
		case a.Flags&0xc0 == 0xc0 && a.Flags&0x0f == 0 && a.Code != 0:
			good += 2
		}
	}
	if n == 0 || end != len(b) || good < 2*n {
		return 0
	}
	return 20 + 10*good/n
}

func (r *reader) notificationScore(b []byte) int {
	if len(b) < 2 || len(b) > codec.MaxLen || !registry.KnownSubcode(b[0], b[1]) {
		return 0
	}
	if len(b) == 2 {
		return 12
	}
	if p := r.dataPenalty(int(b[0]), int(b[1]), b[2:], false); p < 15 {
		return 45 - p
	}
	return 0
}

func capabilitiesScore(b []byte) int {
	n, end := 0, 0
	for c := range codec.Capabilities(b) {
		r := registry.Cap(uint8(c.Code))
		if !r.Known || !r.LengthOK(len(c.Value)) || c.Code == 0 {
			return 0
		}
		n, end = n+1, c.Offset+2+len(c.Value)
	}
	switch {
	case n == 0 || end != len(b):
		return 0
	case len(b) == 2:
		return 8 // two octets are a code and subcode rather than an empty capability
	}
	return min(34+2*n, 50)
}

func pathScore(b []byte) int {
	for _, as4 := range [...]bool{true, false} {
		end := 0
		for s := range codec.Segments(b, as4) {
			end = s.Offset + 2 + len(s.Octets)
		}
		if end == len(b) && end > 0 {
			return 30
		}
	}
	return 0
}

package dump

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/hexdump"
	"github.com/bgpdecode/bgpdecode/registry"
)

// candidate is one reading of a dump: a notation, and a place where the message begins.
type candidate struct {
	run   *hexdump.Run
	at    int // where the message or the Data begins in run.Octets
	score int
	head  codec.Header
}

// bestMessage chooses the reading in which a BGP header makes most sense: the marker is there, length and type
// fit each other, and the length fits the octets (and the number that the device printed, when it did).
// second is the notation of a different reading that makes sense too, "" if none does.
func bestMessage(runs []hexdump.Run, declared int) (best candidate, second string, ok bool) {
	best.score = -1
	for i := range runs {
		r := &runs[i]
		at := codec.FindMessage(r.Octets)
		if at < 0 {
			continue
		}
		h, _ := codec.ParseHeader(r.Octets[at:])
		c := candidate{run: r, at: at, head: h, score: messageScore(h, len(r.Octets)-at, declared)}
		if ok && r.Notation != best.run.Notation {
			second = r.Notation
		}
		if c.score > best.score {
			if ok && r.Notation != best.run.Notation {
				second = best.run.Notation
			}
			best, ok = c, true
		}
	}
	return best, second, ok
}

func messageScore(h codec.Header, have, declared int) int {
	s := 10
	switch {
	case h.Length == have:
		s += 40
	case h.Length < have:
		s += 30
	default:
		s += 10 * have / h.Length
	}
	if declared == h.Length {
		s += 20
	}
	switch h.Type {
	case registry.MsgOpen, registry.MsgUpdate, registry.MsgNotification, registry.MsgKeepalive, registry.MsgRouteRefresh:
		s += 20
	}
	return s
}

// bestData chooses the reading of the Data of a NOTIFICATION: the printed count decides, then what the codec
// can make of the octets under the error code.
func (r *reader) bestData(runs []hexdump.Run, code, sub, declared int) (best candidate, second string, ok bool) {
	if len(runs) == 1 && !r.opt.slow {
		return candidate{run: &runs[0]}, "", true
	}
	best.score = -1 << 30
	for i := range runs {
		c := candidate{run: &runs[i]}
		n := len(c.run.Octets)
		if declared >= 0 {
			switch {
			case n == declared:
				c.score += 100
			case n > declared:
				c.score += 20
			}
		}
		if c.run.Notation == hexdump.Decimal {
			// Devices print Data in hex: octets that happen to fit better in decimal prove little, and nothing
			// where hex gives as many.
			c.score -= 12
			if hexToo(runs, n) {
				c.score -= 60
			}
		}
		if code >= 0 && n > 0 {
			c.score -= r.dataPenalty(code, sub, c.run.Octets, n < declared)
		}
		if ok && c.run.Notation != best.run.Notation {
			second = c.run.Notation
		}
		if c.score > best.score {
			if ok && c.run.Notation != best.run.Notation {
				second = best.run.Notation
			}
			best, ok = c, true
		}
	}
	return best, second, ok
}

// hexToo reports whether one of the readings is plain hex of n octets.
func hexToo(runs []hexdump.Run, n int) bool {
	for i := range runs {
		if runs[i].Notation == hexdump.Hex && len(runs[i].Octets) == n {
			return true
		}
	}
	return false
}

// dataPenalty weighs what is odd about Data under an error code.
func (r *reader) dataPenalty(code, sub int, data []byte, cut bool) int {
	r.buf = append(r.buf[:0], byte(code), byte(sub))
	r.buf = append(r.buf, data[:min(len(data), codec.MaxExtLen-21)]...)
	ctx := codec.Context{Cut: cut, AS4: true, WidthUnknown: true}
	p := 0
	for _, f := range r.dec.Check(codec.PieceNotification, r.buf, ctx) {
		switch f.ID {
		case codec.FindDataOpaque, codec.FindDataUnexpected, codec.FindDataShort, codec.FindDataSurplus:
			p += 20
		case codec.FindDataValueOnly, codec.FindDataNoFlags, codec.FindDataOtherAttr, codec.FindPrefixLimitLen:
			p += 5
		default:
			if f.Severity == codec.SeverityError {
				p += 3
			}
		}
	}
	return p
}

// readings splits runs into groups that read the same stretch of text.
func readings(runs []hexdump.Run) [][]hexdump.Run {
	var out [][]hexdump.Run
	for i := 0; i < len(runs); {
		j, end := i+1, runs[i].End
		for j < len(runs) && runs[j].Start < end {
			end = max(end, runs[j].End)
			j++
		}
		out = append(out, runs[i:j])
		i = j
	}
	return out
}

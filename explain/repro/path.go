package repro

import (
	"strconv"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// segmentFull is the most AS numbers that a segment can have.
const segmentFull = 255

// longPath rebuilds an AS_PATH whose declared length counts full segments twice (CVE-2017-16227) from as much of it as the dump
// shows: the arithmetic of the defect gives the number of AS numbers, and the last ones that are there are taken to
// go on. Not ok where the length does not tell.
func longPath(a codec.Attr) (tlv []byte, hops int, ok bool) {
	if a.Code != registry.AttrASPath {
		return nil, 0, false
	}
	if end, twice := codec.PathCountedTwice(a.Value, a.Length); twice && len(a.Value) >= end && len(a.Value) >= a.Length {
		return codec.AppendFaultyAttr(nil, a.Flags, a.Code, a.Length, a.Value[:end]), countHops(a.Value[:end]), true
	}
	hops, ok = hopsCountedTwice(a.Length)
	if !ok || len(a.Value) < 2 || a.Value[1] != segmentFull {
		return nil, 0, false
	}
	var path []uint32
	for v := a.Value[2:]; len(v) >= 4 && len(path) < min(hops, segmentFull); v = v[4:] {
		path = append(path, uint32(v[0])<<24|uint32(v[1])<<16|uint32(v[2])<<8|uint32(v[3]))
	}
	if len(path) == 0 {
		return nil, 0, false
	}
	for len(path) < hops {
		path = append(path, path[len(path)-1])
	}
	var value []byte
	for len(path) > 0 {
		n := min(segmentFull, len(path))
		value = append(value, a.Value[0], byte(n))
		for _, as := range path[:n] {
			value = append(value, byte(as>>24), byte(as>>16), byte(as>>8), byte(as))
		}
		path = path[n:]
	}
	if _, twice := codec.PathCountedTwice(value, a.Length); !twice {
		return nil, 0, false
	}
	return codec.AppendFaultyAttr(nil, a.Flags|codec.FlagExtended, a.Code, a.Length, value), hops, true
}

// hopsCountedTwice solves declared = n*1022 + 2 + 4r + 1020k for full segments n >= k >= 1 and r < 255 more AS numbers, with the
// fewest that are counted twice.
func hopsCountedTwice(declared int) (hops int, ok bool) {
	const full, twice = 2 + 4*segmentFull, 4 * segmentFull
	for k := 1; k*twice < declared; k++ {
		left := declared - k*twice
		n := left / full
		rest := left - n*full
		if n < k {
			return 0, false
		}
		if rest == 0 {
			return n * segmentFull, true
		}
		if r := rest - 2; r > 0 && r%4 == 0 && r/4 < segmentFull {
			return n*segmentFull + r/4, true
		}
	}
	return 0, false
}

func countHops(value []byte) (n int) {
	for s := range codec.Segments(value, true) {
		n += s.Count
	}
	return n
}

// countedTwice plans the UPDATE with such a path.
func (p *Plan) countedTwice(e *Event, a codec.Attr) bool {
	tlv, hops, ok := longPath(a)
	if !ok {
		return false
	}
	p.Ctx.AS4 = true
	p.cap(codec.FlagCapability(registry.CapAS4))
	msg := p.carrier([]part{{code: registry.AttrASPath, tlv: tlv}}, 0)
	p.carry(e, msg)
	what := "AS_PATH declares " + strconv.Itoa(a.Length) + " octets, which is what a path of " + strconv.Itoa(hops) +
		" AS numbers gives whose full segments are counted twice (CVE-2017-16227)"
	if len(a.Value) < a.Length {
		what += "; the dump shows the first " + strconv.Itoa(len(a.Value)) + " octets of it, the last AS number there is repeated"
	}
	p.reconstructed(what + "; what follows it in the UPDATE is made up")
	p.update(msg, "An UPDATE with AS_PATH as the defect sends it")
	return true
}

package capture

import (
	"bytes"
	"encoding/binary"

	"github.com/bgpdecode/bgpdecode/codec"
)

// BMP has no marker. Where a stream of it is joined in the middle, a message is told by its common header, by a per-peer header that
// can be one, and by what stands in it or behind it.

// verdict says whether a BMP message begins somewhere.
type verdict uint8

const (
	isNot verdict = iota
	isUndecided
	isSure
)

const (
	mostJoined = 256 << 10 // greatest length of a message in TCP, and of a first one of version 4
	mostSought = 72 << 10  // ... of one that is looked for; an UPDATE of 65535 octets fits
)

// bmpAt judges b, which begins where a message may. It is open when what decides is not there yet.
func bmpAt(b []byte) verdict {
	h, ok := parseBMP(b)
	if !ok {
		if b[0] == bmpVersion && (len(b) < 2 || b[1] == 0) {
			return isUndecided
		}
		return isNot
	}
	if h.version != bmpVersion || h.typ > bmpRouteMirroring || !h.plausible(mostSought) {
		return isNot
	}
	n := int(h.length)
	if h.perPeer() {
		if len(b) < bmpHeaderLen+bmpPeerLen {
			return isUndecided
		}
		if !soundPeer(b[bmpHeaderLen:]) {
			return isNot
		}
		if at := bmpFirst[h.typ]; at > 0 && len(b) >= at+codec.HeaderLen {
			m, _ := codec.ParseHeader(b[at:])
			if codec.HasMarker(b[at:]) && at+m.Length <= n {
				return isSure
			}
		}
	} else if t := b[bmpHeaderLen:]; n > bmpHeaderLen && len(t) >= 4 && (t[0] != 0 || t[1] > 15 || int(t[2])<<8|int(t[3]) > n-bmpHeaderLen-4) {
		return isNot // the first TLV
	} else if len(b) >= n {
		count := 0
		c := cursor{b: b[bmpHeaderLen:n]}
		for ; c.left() > 0 && count <= maxTexts; count++ {
			c.u16()
			c.take(int(c.u16()))
		}
		switch {
		case c.short || count > maxTexts:
			return isNot
		case count > 0:
			return isSure
		}
	}
	next, ok := parseBMP(b[min(n, len(b)):])
	switch {
	case !ok:
		return isUndecided
	case next.version == bmpVersion && next.typ <= bmpRouteMirroring && next.plausible(mostJoined):
		return isSure
	}
	return isNot
}

// bmpFirst says where in a message of a type its first BGP message stands, if it has one: behind the headers and, of a Peer Up,
// the addresses, of a Peer Down its reason, of Route Mirroring a TLV's head.
var bmpFirst = [...]int{
	bmpRouteMonitoring: bmpHeaderLen + bmpPeerLen,
	bmpPeerDown:        bmpHeaderLen + bmpPeerLen + 1,
	bmpPeerUp:          bmpHeaderLen + bmpPeerLen + 20,
	bmpRouteMirroring:  bmpHeaderLen + bmpPeerLen + 4,
}

// soundPeer reports whether b can begin with a per-peer header: a known type of peer, flags that are defined, an IPv4 address with
// nothing in front of it, less than a million microseconds (RFC 7854 section 4.2).
func soundPeer(b []byte) bool {
	typ, flags := b[0], b[1]
	if typ > bmpLocRIB || flags&0x0f != 0 || binary.BigEndian.Uint32(b[38:]) >= 1e6 {
		return false
	}
	return typ == bmpLocRIB || flags&bmpFlagV != 0 || [12]byte(b[10:22]) == [12]byte{}
}

// findBMP looks in b for the first place before to where a BMP message begins, or may begin; it returns to when there is none.
func findBMP(b []byte, to int) (at int, v verdict) {
	for i := 0; i < to; i++ {
		k := bytes.IndexByte(b[i:to], bmpVersion)
		if k < 0 {
			break
		}
		i += k
		if v := bmpAt(b[i:]); v != isNot {
			return i, v
		}
	}
	return to, isNot
}

// sureBMP looks for the first place where a BMP message begins for sure, -1 for none.
func sureBMP(b []byte) int {
	for i := 0; i < len(b); {
		at, v := findBMP(b[i:], len(b)-i)
		switch v {
		case isSure:
			return i + at
		case isNot:
			return -1
		}
		i += at + 1
	}
	return -1
}

// sniffBMP decides whether an input begins with a BMP message. Of version 4 another header has to follow; need is how many octets
// that takes, 0 when it is decided.
func sniffBMP(b []byte) (is bool, need int) {
	h, ok := parseBMP(b)
	switch {
	case !ok || !h.likely(1<<24):
		return false, 0
	case h.version == bmpVersion:
		return true, 0
	}
	n := int(h.length)
	if n > mostJoined || h.typ > bmpRouteMirroring {
		return false, 0
	}
	next, ok := parseBMP(b[min(n, len(b)):])
	if !ok {
		return false, n + bmpHeaderLen
	}
	return next.likely(1 << 24), 0
}

// bmpAround reports whether BGP messages in b stand in BMP: the input begins in the middle of one.
func bmpAround(b []byte) bool { return sureBMP(b) >= 0 }

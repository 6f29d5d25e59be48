package capture

import (
	"encoding/binary"
	"strconv"
	"time"

	"github.com/bgpdecode/bgpdecode/codec"
)

// MRT types (RFC 6396 section 4).
const (
	mrtTableDump   = 12
	mrtTableDumpV2 = 13
	mrtBGP4MP      = 16
	mrtBGP4MPET    = 17
	mrtISIS        = 32
	mrtISISET      = 33
	mrtOSPFv3      = 48
	mrtOSPFv3ET    = 49
)

const mrtHeaderLen = 12

const mrtGeoPeers = 7 // GEO_PEER_TABLE, a subtype of TABLE_DUMP_V2 (RFC 6397)

// mrtHeader is the common header of RFC 6396 section 2.
type mrtHeader struct {
	seconds  uint32
	typ, sub uint16
	length   uint32 // of what follows the header, in octets
}

func parseMRT(b []byte) (h mrtHeader, ok bool) {
	if len(b) < mrtHeaderLen {
		return h, false
	}
	return mrtHeader{
		seconds: binary.BigEndian.Uint32(b),
		typ:     binary.BigEndian.Uint16(b[4:]),
		sub:     binary.BigEndian.Uint16(b[6:]),
		length:  binary.BigEndian.Uint32(b[8:]),
	}, true
}

// known reports whether type and subtype are read here.
func (h mrtHeader) known() bool { return h.least() > 0 }

// likely reports whether a header alone tells of a record: its type is known, and none of those before BGP4MP.
func (h mrtHeader) likely() bool { return h.typ >= mrtTableDump && h.known() }

// least is the least number of octets that a record of this type and subtype can have, 0 for unknown ones.
func (h mrtHeader) least() int {
	switch h.typ {
	case mrtBGP, mrtBGP4Plus, mrtBGP4Plus01:
		return h.leastOld()
	case mrtTableDump:
		if h.sub == 1 {
			return 22
		} else if h.sub == 2 {
			return 46
		}
	case mrtTableDumpV2:
		if h.sub >= 1 && h.sub <= 12 {
			return 7
		}
	case mrtBGP4MP, mrtBGP4MPET:
		if h.sub > 11 {
			return 0
		}
		n := 16
		if h.typ == mrtBGP4MPET {
			n += 4
		}
		return n
	}
	return 0
}

// listed reports whether IANA lists the type as one in use or once in use.
func (h mrtHeader) listed() bool {
	switch h.typ {
	case mrtISIS, mrtISISET, mrtOSPFv3, mrtOSPFv3ET:
		return true
	}
	return h.typ <= mrtTableDumpV2 || h.typ == mrtBGP4MP || h.typ == mrtBGP4MPET
}

// mostBGP4MP is more than a record of one message, or of one route of old, can have.
const mostBGP4MP = 1 << 17

// plausible reports whether the length suits the type. limit is the greatest length.
func (h mrtHeader) plausible(limit int) bool {
	if h.typ == mrtBGP4MP || h.typ == mrtBGP4MPET {
		limit = min(limit, mostBGP4MP)
	}
	return int64(h.length) <= int64(limit) && int(h.length) >= h.least()
}

// mrtReader reads the records of an MRT file.
type mrtReader struct {
	*emitter
	peers    []mrtPeer
	view     string
	sessions sessionTable
	update   []byte // the UPDATE being built
	last     uint32 // the time of the last sound record, seconds
	finder   finder
}

func readMRT(e *emitter) {
	m := &mrtReader{emitter: e, sessions: sessionTable{limit: e.s.opt.MaxSessions}}
	m.finder = finder{mrtHeaderLen, m.candidate, m.follows}
	for m.next() {
	}
	e.s.stats.OverSessions = m.sessions.forgotten
}

// next reads one record. It reports whether there can be another.
func (m *mrtReader) next() bool {
	in, limit := m.s.in, m.s.opt.MaxRecord
	m.begin()
	m.now = time.Time{}
	h, ok := parseMRT(in.peek(mrtHeaderLen))
	if !ok {
		m.ended(len(in.peek(mrtHeaderLen)), mrtHeaderLen)
		return false
	}
	if !h.listed() && !m.unlisted(h) || !h.plausible(limit) {
		return m.resync("no plausible record header", &m.finder)
	}
	want := mrtHeaderLen + int(h.length)
	b := in.peek(want)
	if len(b) < want && m.chained() {
		return m.resync("the record would end behind the input", &m.finder)
	}
	m.s.stats.Records++
	m.now = time.Unix(int64(h.seconds), 0).UTC()
	what := m.record(h, b[mrtHeaderLen:], want-len(b))
	if m.done {
		return false
	}
	if len(b) < want {
		in.skip(int64(len(b)))
		m.ended(len(b), want)
		return false
	}
	if what == "" {
		m.last = h.seconds
		in.skip(int64(want))
		return true
	}
	if next, ok := parseMRT(in.peek(want + mrtHeaderLen)[want:]); ok && !(next.listed() && next.plausible(limit)) {
		return m.resync(what, &m.finder)
	}
	in.skip(int64(want))
	return m.damage(Damage{What: what, Skipped: int64(want)})
}

// chained reports whether a record that another one follows starts behind this header, in what has been read.
func (m *mrtReader) chained() bool {
	_, found := m.finder.find(m.s.in, 1)
	return found
}

// candidate reports whether b could start with a record of BGP from about the time of the last one.
func (m *mrtReader) candidate(b []byte) bool {
	h, ok := parseMRT(b)
	if !ok || b[4] != 0 || !h.likely() || !h.plausible(m.s.opt.MaxRecord) {
		return false
	}
	const tenYears = 10 * 365 * 86400
	d := int64(h.seconds) - int64(m.last)
	return m.last == 0 || d < tenYears && d > -tenYears
}

// follows reports whether the record at offset i of what is buffered is followed by another, or ends the input.
func (m *mrtReader) follows(i int) bool {
	in := m.s.in
	h, _ := parseMRT(in.peek(i + mrtHeaderLen)[i:])
	end := i + mrtHeaderLen + int(h.length)
	b := in.peek(end + mrtHeaderLen)
	if len(b) < end {
		return false
	}
	next, ok := parseMRT(b[end:])
	return !ok && len(b) == end || ok && next.listed() && next.plausible(m.s.opt.MaxRecord) || h.holds(b[i+mrtHeaderLen:end])
}

// holds reports whether the body of a record of BGP4MP is one beyond doubt, whatever stands behind it: it ends with a message
// that has a marker and its length.
func (h mrtHeader) holds(body []byte) bool {
	if h.typ != mrtBGP4MP && h.typ != mrtBGP4MPET {
		return false
	}
	c := cursor{b: body}
	if h.typ == mrtBGP4MPET {
		c.u32()
	}
	head, ok := bgp4mpHeadOf(h.sub)
	if !ok || head.states || head.read(&c) != "" {
		return false
	}
	msg := c.rest()
	m, ok := codec.ParseHeader(msg)
	return ok && m.Length == len(msg)
}

// record reads the body of a record of which lost octets are missing at its end. It returns what is wrong with
// it, "" for nothing.
func (m *mrtReader) record(h mrtHeader, body []byte, lost int) string {
	c := cursor{b: body}
	switch {
	case !h.known():
		m.unknown(KindMRT, h.typ, h.sub)
		return ""
	case h.typ < mrtTableDump:
		return m.old(h, c, lost)
	case h.typ == mrtBGP4MPET:
		m.now = m.now.Add(time.Duration(c.u32()) * time.Microsecond)
		return m.bgp4mp(h, c, lost)
	case h.typ == mrtBGP4MP:
		return m.bgp4mp(h, c, lost)
	case h.typ == mrtTableDump:
		return m.tableDump(h.sub, c)
	case h.sub == 1:
		return m.peerTable(c)
	case h.sub == mrtGeoPeers: // where the peers stand, nothing of BGP
		m.unknown(KindMRT, h.typ, h.sub)
		return ""
	}
	return m.rib(h.sub, c)
}

// countOf says that a record is not all there.
func countOf(have, want int) string {
	return strconv.Itoa(have) + " of " + strconv.Itoa(want) + " octets of the record are there"
}

package capture

import (
	"bytes"
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// tsharkReader reads the packets that tshark -T json, jsonraw and ek print, one object each, with or without their octets (-x). What
// counts is the fields, not the nesting: both forms, and lists of chosen fields (-e), have them under the same names. With the
// time, the two ends, and TCP's numbers of a packet its payload goes the way of any other; without them messages are taken out of
// the payload as they stand.
type tsharkReader struct {
	*emitter
	tcp    *tcpTable
	depth  int
	layers int // depth of the packet being read, 0 outside of one
	key    tsharkKey
	item   int    // of an array under the key
	str    []byte // of the string or number being read
	packet tsharkPacket
}

// mostString bounds a string that is kept: the octets of the longest packet with colons between them.
const mostString = 3 * commonSnap

// tsharkPacket is what was found of a packet. Texts are as they were printed.
type tsharkPacket struct {
	fields [tsharkKeys]string
	frame  []byte // octets of all of it
	ipAt   int    // where in them IP begins, -1 when not known
	data   []byte // of TCP
}

// tsharkKey names a field.
type tsharkKey uint8

const (
	tsNone tsharkKey = iota
	tsLayers
	tsEpoch // seconds since 1970
	tsStamp // milliseconds since 1970, of -T ek
	tsSrc
	tsDst
	tsSrcPort
	tsDstPort
	tsSeq
	tsSeqRaw
	tsAck
	tsAckRaw
	tsFlags
	tsLen
	tsPayload
	tsFrameRaw
	tsIPRaw
	tsharkKeys
)

// tsharkKeyOf gives the field of a name: "tcp.srcport", or "tcp_tcp_srcport" of -T ek.
func tsharkKeyOf(name []byte) tsharkKey {
	switch string(name) {
	case "layers":
		return tsLayers
	case "frame.time_epoch", "frame_frame_time_epoch", "frame_time_epoch":
		return tsEpoch
	case "timestamp":
		return tsStamp
	case "ip.src", "ipv6.src", "ip_ip_src", "ipv6_ipv6_src", "ip_src", "ipv6_src":
		return tsSrc
	case "ip.dst", "ipv6.dst", "ip_ip_dst", "ipv6_ipv6_dst", "ip_dst", "ipv6_dst":
		return tsDst
	case "tcp.srcport", "tcp_tcp_srcport", "tcp_srcport":
		return tsSrcPort
	case "tcp.dstport", "tcp_tcp_dstport", "tcp_dstport":
		return tsDstPort
	case "tcp.seq", "tcp_tcp_seq", "tcp_seq":
		return tsSeq
	case "tcp.seq_raw", "tcp_tcp_seq_raw", "tcp_seq_raw":
		return tsSeqRaw
	case "tcp.ack", "tcp_tcp_ack", "tcp_ack":
		return tsAck
	case "tcp.ack_raw", "tcp_tcp_ack_raw", "tcp_ack_raw":
		return tsAckRaw
	case "tcp.flags", "tcp_tcp_flags", "tcp_flags":
		return tsFlags
	case "tcp.len", "tcp_tcp_len", "tcp_len":
		return tsLen
	case "tcp.payload", "tcp_tcp_payload", "tcp_payload", "tcp.payload_raw":
		return tsPayload
	case "frame_raw":
		return tsFrameRaw
	case "ip_raw", "ipv6_raw":
		return tsIPRaw
	}
	return tsNone
}

// tsharkHeads are what the output begins with, blanks aside: -T json and jsonraw, -T ek.
var tsharkHeads = [...]string{`[{"_index":"packets-`, `{"index":{"_index":"packets-`}

// sniffTshark decides whether a text is such output. more says that further octets decide.
func sniffTshark(b []byte) (is, more bool) {
	var head [32]byte
	n := 0
	for _, c := range bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")) {
		if c == ' ' || c == '\n' || c == '\r' || c == '\t' {
			continue
		}
		if n == len(head) {
			break
		}
		head[n] = c
		n++
	}
	for _, want := range tsharkHeads {
		if n >= len(want) && string(head[:len(want)]) == want {
			return true, false
		}
		more = more || n > 0 && n < len(want) && len(b) < 256 && strings.HasPrefix(want, string(head[:n]))
	}
	return false, more
}

func readTshark(e *emitter) {
	r := &tsharkReader{emitter: e, tcp: newTCPTable(e)}
	in := e.s.in
	for !r.done {
		b := in.buffered()
		if len(b) == 0 {
			break
		}
		n := r.step(b)
		in.skip(int64(n))
	}
	cut := r.layers > 0 && !r.done
	if cut {
		r.end()
	}
	r.tcp.flush()
	switch {
	case r.done:
	case cut && in.failed() == nil:
		r.damage(Damage{What: "the text ends in the middle of this packet", Ends: true})
	default:
		r.ended(0, 0)
	}
}

// step reads one token, or a part of one, and returns its length.
func (r *tsharkReader) step(b []byte) int {
	switch c := b[0]; c {
	case '"':
		return r.quoted()
	case '{', '[':
		if r.depth++; c == '{' && r.key == tsLayers && r.layers == 0 {
			r.layers = r.depth
		}
		if r.item = 0; c == '{' {
			r.key = tsNone
		}
		return 1
	case '}', ']':
		r.depth = max(r.depth-1, 0)
		r.key = tsNone
		if r.layers > 0 && r.depth < r.layers {
			r.layers = 0
			r.end()
		}
		if r.depth == 0 {
			r.packet.fields[tsStamp] = ""
		}
		return 1
	case ',':
		r.item++
		return 1
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return r.number()
	}
	n := 1
	for n < len(b) && (b[n] == ' ' || b[n] == '\n') {
		n++
	}
	return n
}

// quoted reads a string, which is a key when a colon follows.
func (r *tsharkReader) quoted() int {
	in := r.s.in
	r.str = r.str[:0]
	in.skip(1)
	for {
		b := in.buffered()
		if len(b) == 0 {
			return 0
		}
		n := bytes.IndexAny(b, `"\`)
		end := n >= 0
		if !end {
			n = len(b)
		}
		r.str = append(r.str, b[:min(n, mostString-len(r.str))]...)
		if !end {
			in.skip(int64(n))
			continue
		}
		if b[n] == '"' {
			in.skip(int64(n + 1))
			break
		}
		in.skip(int64(n)) // nothing that is looked for has an escape
		in.peek(2)
		in.skip(2)
		if len(r.str) < mostString {
			r.str = append(r.str, '\\')
		}
	}
	for {
		b := in.buffered()
		if len(b) == 0 || b[0] != ' ' {
			break
		}
		in.skip(1)
	}
	if b := in.ahead(); len(b) > 0 && b[0] == ':' {
		r.key, r.item = tsharkKeyOf(r.str), 0
		if r.key == tsLayers && r.layers == 0 {
			r.start()
		}
		return 1
	}
	r.value(r.str)
	return 0
}

// number reads a number, which stands in an array behind octets.
func (r *tsharkReader) number() int {
	in := r.s.in
	r.str = r.str[:0]
	for {
		b := in.buffered()
		if len(b) == 0 || (b[0] < '0' || b[0] > '9') && strings.IndexByte("-+.eE", b[0]) < 0 {
			break
		}
		if len(r.str) < 64 {
			r.str = append(r.str, b[0])
		}
		in.skip(1)
	}
	r.value(r.str)
	return 0
}

func (r *tsharkReader) start() {
	r.begin()
	stamp := r.packet.fields[tsStamp]
	r.packet = tsharkPacket{ipAt: -1, frame: r.packet.frame[:0], data: r.packet.data[:0]}
	r.packet.fields[tsStamp] = stamp
}

// value takes a value of the key, or an element of an array of values.
func (r *tsharkReader) value(v []byte) {
	p := &r.packet
	switch r.key {
	case tsNone, tsLayers:
	case tsFrameRaw:
		if r.item == 0 && len(p.frame) == 0 {
			p.frame = hexOctets(p.frame, v)
		}
	case tsIPRaw:
		if at, err := strconv.Atoi(string(v)); r.item == 1 && err == nil && p.ipAt < 0 {
			p.ipAt = at
		}
	case tsPayload:
		if r.item == 0 {
			p.data = hexOctets(p.data[:0], v)
		}
	default:
		inner := r.key == tsSrc || r.key == tsDst // of a list of addresses the last is that of the innermost tunnel
		if (r.item == 0 || inner) && len(v) < 64 && (r.layers > 0 || r.key == tsStamp) {
			p.fields[r.key] = string(v)
		}
	}
}

// hexOctets appends the octets of hex digits, with or without colons between them, up to what is none.
func hexOctets(dst, v []byte) []byte {
	for len(v) >= 2 {
		at := len(dst)
		dst = append(dst, 0)
		if _, err := hex.Decode(dst[at:], v[:2]); err != nil {
			return dst[:at]
		}
		if v = v[2:]; len(v) > 0 && v[0] == ':' {
			v = v[1:]
		}
	}
	return dst
}

// end takes the packet that has been read.
func (r *tsharkReader) end() {
	p := &r.packet
	r.s.stats.Records++
	r.now = p.time()
	if p.ipAt >= 0 && p.ipAt < len(p.frame) {
		r.tcp.packet(linkRaw, p.frame[p.ipAt:], 0)
		return
	}
	if s, ok := p.segment(); ok {
		r.tcp.segment(&s)
		return
	}
	r.loose(p.data)
}

// time is that of the packet, the zero time when none is told.
func (p *tsharkPacket) time() time.Time {
	s := p.fields[tsEpoch]
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		return t.UTC()
	}
	whole, frac, _ := strings.Cut(s, ".")
	sec, err := strconv.ParseInt(whole, 10, 40)
	if err == nil {
		ns, _ := strconv.ParseInt((frac + "000000000")[:9], 10, 64)
		return time.Unix(sec, ns).UTC()
	}
	if ms, err := strconv.ParseInt(p.fields[tsStamp], 10, 50); err == nil {
		return time.UnixMilli(ms).UTC()
	}
	return time.Time{}
}

// ends gives the two ends, as far as they are told.
func (p *tsharkPacket) ends() (src, dst netip.AddrPort, ok bool) {
	one := func(addr, port tsharkKey) netip.AddrPort {
		a, err := netip.ParseAddr(p.fields[addr])
		n, err2 := strconv.ParseUint(p.fields[port], 10, 16)
		ok = ok && err == nil && err2 == nil
		if err != nil {
			return netip.AddrPort{}
		}
		return netip.AddrPortFrom(a.Unmap(), uint16(n))
	}
	ok = true
	src, dst = one(tsSrc, tsSrcPort), one(tsDst, tsDstPort)
	return src, dst, ok
}

// segment gives TCP's segment. It reports false when not all of what that takes is told.
func (p *tsharkPacket) segment() (s segment, ok bool) {
	s.src, s.dst, ok = p.ends()
	number := func(keys ...tsharkKey) uint32 {
		for _, k := range keys {
			if n, err := strconv.ParseUint(p.fields[k], 0, 32); err == nil {
				return uint32(n)
			}
		}
		ok = false
		return 0
	}
	s.seq, s.flags = number(tsSeqRaw, tsSeq), uint8(number(tsFlags))
	if ok && s.flags&tcpACK != 0 {
		s.ack = number(tsAckRaw, tsAck)
	}
	if n, err := strconv.Atoi(p.fields[tsLen]); err == nil && n <= commonSnap {
		s.lack = max(0, n-len(p.data))
	}
	s.data = p.data
	return s, ok && (s.flags&tcpSYN == 0 || s.flags&(tcpRST|tcpFIN) == 0)
}

// loose hands out the messages that stand in the payload of a packet without TCP's numbers.
func (r *tsharkReader) loose(b []byte) {
	src, dst, _ := r.packet.ends()
	f := framer{}
	f.out = func(f *framer, msg []byte, lost int) bool {
		rec := r.fresh(RecordMessage)
		rec.Src, rec.Dst, rec.Passed = src, dst, f.passed
		rec.Octets, rec.Lost, rec.Known.Base.Cut = msg, max(lost, 0), lost > 0
		return r.emit()
	}
	f.feed(b)
	f.end()
}

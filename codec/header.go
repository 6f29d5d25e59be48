package codec

import (
	"github.com/bgpdecode/bgpdecode/registry"
)

// Sizes of RFC 4271 section 4.1, in octets.
const (
	MarkerLen    = 16
	HeaderLen    = 19
	MaxLen       = 4096
	MaxExtLen    = 65535 // RFC 8654
	minOpen      = 29
	minUpdate    = 23
	minNotify    = 21
	minRefresh   = 23
	keepaliveLen = 19
)

// Header is the fixed header of a message.
type Header struct {
	Length int // of the whole message
	Type   registry.MessageType
}

// HasMarker reports whether b starts with the 16 octets of ones that open every message.
func HasMarker(b []byte) bool {
	return len(b) >= MarkerLen && be32(b)&be32(b[4:])&be32(b[8:])&be32(b[12:]) == 1<<32-1
}

// ParseHeader reads the header at the start of b. It reports false when b is shorter than a header, the marker
// is not all ones, or the length is impossible for any message (under 19).
func ParseHeader(b []byte) (Header, bool) {
	if len(b) < HeaderLen || !HasMarker(b) {
		return Header{}, false
	}
	h := Header{Length: int(b[16])<<8 | int(b[17]), Type: registry.MessageType(b[18])}
	return h, h.Length >= HeaderLen
}

// Plausible reports whether the length suits the type: what separates a message from 16 accidental ones.
func (h Header) Plausible() bool {
	lo, hi := lengthsOf(h.Type, true)
	return lo > 0 && h.Length >= lo && h.Length <= hi
}

// lengthsOf gives the least and the greatest legal length of a message type; 0, 0 for unknown types.
func lengthsOf(t registry.MessageType, ext bool) (lo, hi int) {
	hi = MaxLen
	if ext {
		hi = MaxExtLen
	}
	switch t {
	case registry.MsgOpen:
		return minOpen, MaxLen // never extended, RFC 8654 section 4
	case registry.MsgUpdate:
		return minUpdate, hi
	case registry.MsgNotification:
		return minNotify, hi
	case registry.MsgKeepalive:
		return keepaliveLen, keepaliveLen
	case registry.MsgRouteRefresh, msgRouteRefreshOld:
		return minRefresh, hi
	case msgCapability:
		return HeaderLen + 3, MaxLen // action, code and length of one capability
	}
	return 0, 0
}

// Message types that IANA does not have: the dynamic capability draft and Cisco's first route refresh.
const (
	msgCapability      registry.MessageType = 6
	msgRouteRefreshOld registry.MessageType = 128
)

// FindMessage returns the offset of the first message in b whose header is plausible, or -1. Junk in front of
// a marker (link and TCP headers, Ericsson's four zero octets) is skipped this way.
func FindMessage(b []byte) int {
	run := 0
	for i, c := range b {
		if c != 0xff {
			if run >= MarkerLen {
				at := i - MarkerLen
				if h, ok := ParseHeader(b[at:]); ok && h.Plausible() {
					return at
				}
			}
			run = 0
			continue
		}
		run++
	}
	return -1
}

// AppendHeader appends a message header. length is that of the whole message, header included.
func AppendHeader(dst []byte, length int, t registry.MessageType) []byte {
	for range MarkerLen {
		dst = append(dst, 0xff)
	}
	return append(dst, byte(length>>8), byte(length), byte(t))
}

// AppendNotification appends a whole NOTIFICATION message. length is the value of the Length field when it is
// to differ from the octets present (a log that shows part of the Data); 0 means the true length.
func AppendNotification(dst []byte, code, subcode uint8, data []byte, length int) []byte {
	if length == 0 {
		length = minNotify + len(data)
	}
	dst = AppendHeader(dst, length, registry.MsgNotification)
	dst = append(dst, code, subcode)
	return append(dst, data...)
}

// AppendKeepalive appends a KEEPALIVE message (RFC 4271 section 4.4).
func AppendKeepalive(dst []byte) []byte {
	return AppendHeader(dst, keepaliveLen, registry.MsgKeepalive)
}

// header reads the fixed header and judges it.
func (d *dec) header() Header {
	fr := d.begin(FieldHeader)
	at := d.off
	d.badLen = false
	marker := d.bytes(FieldMarker, MarkerLen)
	if len(marker) == MarkerLen && !HasMarker(marker) {
		d.find(FindMarker, at, MarkerLen, 0, 0).Action = registry.ActionSessionReset
	}
	lenAt := d.off
	h := Header{Length: int(d.u16(FieldLength))}
	h.Type = registry.MessageType(d.u8(FieldType))
	short := d.off-at < HeaderLen
	d.done(fr)
	if !short {
		d.judgeHeader(h, lenAt)
	}
	return h
}

func (d *dec) judgeHeader(h Header, lenAt int) {
	field := d.b[lenAt : lenAt+2]
	lo, hi := lengthsOf(h.Type, true)
	n := uint32(h.Length)
	if h.Type == msgCapability || h.Type == msgRouteRefreshOld {
		d.find(FindMessageTypePrivate, lenAt+2, 1, uint32(h.Type), 0).Note.Data = d.b[lenAt+2 : lenAt+3]
	}
	switch {
	case h.Length < HeaderLen:
		most := uint32(MaxLen)
		if d.ctx.ExtMsg {
			most = MaxExtLen
		}
		d.reset(FindLengthHeader, lenAt, 2, n, most).Note.Data = field
	case lo == 0:
		d.reset(FindMessageType, lenAt+2, 1, uint32(h.Type), 0).Note.Data = d.b[lenAt+2 : lenAt+3]
	case h.Type == registry.MsgRouteRefresh && h.Length < lo:
		return // which error it is depends on the subtype
	case h.Length < lo || h.Length > hi:
		d.reset(FindLengthType, lenAt, 2, n, uint32(h.Type)).Note.Data = field
	case h.Length > MaxLen && !d.ctx.ExtMsg:
		f := d.reset(FindLengthLong, lenAt, 2, n, MaxLen)
		if f.Note.Data = field; d.ctx.NoExtMsg {
			f.Severity = SeverityError
		}
	default:
		return
	}
	d.badLen = h.Length < lo
	if h.Type == registry.MsgNotification {
		// No NOTIFICATION answers a NOTIFICATION (RFC 4271 section 6.4).
		d.findings[len(d.findings)-1].Note = Notification{}
	}
}

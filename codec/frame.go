package codec

import (
	"io"

	"github.com/bgpdecode/bgpdecode/registry"
)

// HeaderError is a fault of a message header: behind it no message can be found, and RFC 4271 section 6.1 closes
// the connection with the NOTIFICATION that it carries.
type HeaderError struct {
	Finding FindingID // FindMarker, FindLengthHeader, FindLengthType, FindLengthLong or FindMessageType
	Subcode uint8     // of Message Header Error: 1, 2 or 3
	Header  [HeaderLen]byte
}

// Error names the fault in the words of RFC 4271.
func (e *HeaderError) Error() string {
	switch e.Subcode {
	case 1:
		return "Message Header Error: Connection Not Synchronized (the marker is not all ones)"
	case 2:
		return "Message Header Error: Bad Message Length (" + string(appendUint(nil, uint64(be16(e.Header[16:18])))) +
			" octets in a message of type " + string(appendUint(nil, uint64(e.Header[18]))) + ")"
	}
	return "Message Header Error: Bad Message Type (" + string(appendUint(nil, uint64(e.Header[18]))) + ")"
}

// Notification returns what to send: 1/1 without Data, 1/2 with the Length field, 1/3 with the Type field. Its Data
// borrows e. A faulty NOTIFICATION is not answered (RFC 4271 section 6.4): then the code is 0.
func (e *HeaderError) Notification() Notification {
	n := Notification{Code: registry.ErrMessageHeader, Subcode: e.Subcode}
	switch e.Subcode {
	case 1:
	case 2:
		if registry.MessageType(e.Header[18]) == registry.MsgNotification {
			return Notification{}
		}
		n.Data = e.Header[16:18]
	default:
		n.Data = e.Header[18:19]
	}
	return n
}

// CheckHeader judges the header at the start of b, of which there are at least 19 octets; nil is a sound one. max is
// the longest message that the receiver takes, 4096 or 65535 octets (RFC 8654); OPEN and KEEPALIVE are held to their
// own limits. A ROUTE-REFRESH that is too short passes: its error depends on its subtype (RFC 7313 section 5).
func CheckHeader(b []byte, max int) *HeaderError {
	n, t := int(be16(b[16:18])), registry.MessageType(b[18])
	lo, hi := lengthsOf(t, max > MaxLen)
	if t == registry.MsgRouteRefresh {
		lo = HeaderLen
	}
	switch {
	case !HasMarker(b):
		return headerError(b, FindMarker, 1)
	case n < HeaderLen:
		return headerError(b, FindLengthHeader, 2)
	case n > max:
		return headerError(b, FindLengthLong, 2)
	case lo == 0 || t == msgCapability || t == msgRouteRefreshOld:
		return headerError(b, FindMessageType, 3)
	case n < lo || n > hi:
		return headerError(b, FindLengthType, 2)
	}
	return nil
}

func headerError(b []byte, id FindingID, subcode uint8) *HeaderError {
	e := &HeaderError{Finding: id, Subcode: subcode}
	copy(e.Header[:], b)
	return e
}

// FrameReader cuts messages out of a byte stream. It reads ahead into a buffer that it keeps: at first 4096 octets,
// never more than 131072, and it grows only for octets that have come or that a sound header announces.
type FrameReader struct {
	// Max is the longest message that is taken, in octets; 0 stands for 4096. It may be changed between messages,
	// when the OPENs have agreed on more (RFC 8654).
	Max int
	// Any takes every message that can be framed, whatever its type: for those who pass messages on and do not
	// act on them. Marker and a length of at least 19 octets, at most Max, are needed all the same.
	Any bool

	r      io.Reader
	buf    []byte
	lo, hi int // octets read and not given out
	gone   int // octets given out so far
	err    error
}

const (
	firstBuffer = MaxLen
	fullBuffer  = 2 * (MaxExtLen + 1)
)

// NewFrameReader returns a FrameReader that reads from r.
func NewFrameReader(r io.Reader) *FrameReader { return &FrameReader{r: r} }

// Next returns the next message, from its marker; it is valid until the next call. The error is a *HeaderError when
// no message can be framed (all later calls return it, too), io.EOF when the stream ended between two messages,
// io.ErrUnexpectedEOF when it ended within one, or what the reader underneath said. A reader's error is not kept:
// one that timed out can be asked again.
func (f *FrameReader) Next() ([]byte, error) {
	if f.err != nil {
		return nil, f.err
	}
	if err := f.want(HeaderLen); err != nil {
		return nil, err
	}
	h := f.buf[f.lo:f.hi]
	n := int(be16(h[16:18]))
	if e := f.check(h, n); e != nil {
		f.err = e
		return nil, e
	}
	if err := f.want(n); err != nil {
		return nil, err
	}
	msg := f.buf[f.lo : f.lo+n : f.lo+n]
	f.lo += n
	f.gone += n
	return msg, nil
}

func (f *FrameReader) check(h []byte, n int) *HeaderError {
	limit := f.Max
	if limit == 0 {
		limit = MaxLen
	}
	limit = min(limit, MaxExtLen)
	switch {
	case !f.Any:
		return CheckHeader(h, limit)
	case !HasMarker(h):
		return headerError(h, FindMarker, 1)
	case n < HeaderLen:
		return headerError(h, FindLengthHeader, 2)
	case n > limit:
		return headerError(h, FindLengthLong, 2)
	}
	return nil
}

// Pending returns the octets that were read and not given out: after an error what there is of a message.
func (f *FrameReader) Pending() []byte { return f.buf[f.lo:f.hi:f.hi] }

// Buffered reports whether Next will return without reading.
func (f *FrameReader) Buffered() bool {
	b := f.buf[f.lo:f.hi]
	return f.err != nil || len(b) >= HeaderLen && (len(b) >= int(be16(b[16:18])) || f.check(b, int(be16(b[16:18]))) != nil)
}

// want reads until n octets are there.
func (f *FrameReader) want(n int) error {
	for idle := 0; f.hi-f.lo < n; {
		f.room(n)
		m, err := f.r.Read(f.buf[f.hi:])
		f.hi += m
		switch {
		case f.hi-f.lo >= n:
			return nil // the error comes again, or did not matter
		case err == io.EOF && f.hi > f.lo:
			return io.ErrUnexpectedEOF
		case err != nil:
			return err
		case m > 0:
			idle = 0
		default:
			if idle++; idle > 100 {
				return io.ErrNoProgress
			}
		}
	}
	return nil
}

// room makes place for n octets from lo on. A buffer that a read has filled is doubled: much is coming.
func (f *FrameReader) room(n int) {
	size := len(f.buf)
	switch {
	case size == 0:
		size = firstBuffer
	case f.lo == 0 && f.hi == size, f.hi == size && f.gone > size:
		size = min(2*size, fullBuffer)
	}
	for size < n {
		size *= 2
	}
	if size != len(f.buf) {
		b := make([]byte, size)
		copy(b, f.buf[f.lo:f.hi])
		f.buf, f.hi, f.lo, f.gone = b, f.hi-f.lo, 0, 0
	} else if f.lo > 0 && (f.lo == f.hi || f.lo+n > size || f.hi == size) {
		copy(f.buf, f.buf[f.lo:f.hi])
		f.hi, f.lo = f.hi-f.lo, 0
	}
}

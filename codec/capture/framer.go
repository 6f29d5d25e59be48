package capture

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// framer cuts one direction of a session into messages. It is fed with octets in order and told of holes.
//
// In step it believes the Length field, as the receiver of the stream must: a message whose middle is in a hole
// ends where that says, and the next one starts there; only a length that the session does not allow is doubted
// where a header stands inside of the message. Out of step (at the start of a capture, behind a hole that
// swallowed a header) it looks for the next plausible header.
type framer struct {
	out func(f *framer, msg []byte, lost int) bool // hands a message out; reports whether to go on

	buf     []byte // octets that are not yet a message
	inStep  bool
	skip    int  // octets that belong to a message that was handed out already
	missing int  // octets lost since the last message
	passed  int  // octets seen since the last message that belong to no message handed out
	count   int  // messages handed out
	row     int  // those among them, up to the last one, that follow each other
	long    bool // messages of more than 4096 octets were agreed
	scanned int  // octets of buf in which an overlong message was looked through
	trust   bool // the first header, too, is one even if its marker is damaged
	stop    bool // nobody wants more
}

// tail is how much of the octets without a header has to be kept: a header may begin there.
const tail = codec.HeaderLen - 1

// feed takes the next octets. b is not kept.
func (f *framer) feed(b []byte) {
	if f.skip > 0 {
		n := min(f.skip, len(b))
		f.skip -= n
		b = b[n:]
	}
	if len(f.buf) == 0 {
		n := f.cut(b)
		f.buf = append(f.buf, b[n:]...)
		return
	}
	f.buf = append(f.buf, b...)
	n := f.cut(f.buf)
	if n > 0 {
		f.buf = f.buf[:copy(f.buf, f.buf[n:])]
	}
}

// cut hands out the messages at the start of b and returns the octets that are done with.
func (f *framer) cut(b []byte) int {
	off := 0
	for !f.stop {
		rest := b[off:]
		if !f.inStep {
			at := codec.FindMessage(rest)
			if at < 0 {
				n := max(0, len(rest)-tail)
				f.passed += n
				return off + n
			}
			f.passed += at
			off += at
			f.inStep = true
			continue
		}
		if len(rest) < codec.HeaderLen {
			return off
		}
		n := int(rest[16])<<8 | int(rest[17])
		if !f.believes(rest) {
			if f.row >= sureRow {
				before := rest[tail] == 0xff // a marker may begin among these octets
				if before && len(rest) < 2*codec.HeaderLen {
					return off
				}
				if !before || codec.FindMessage(rest[1:2*codec.HeaderLen]) < 0 {
					f.bad(rest)
					off += codec.HeaderLen
					continue
				}
			}
			f.inStep = false
			f.passed++ // there is no header here
			off++
			continue
		}
		if n < codec.HeaderLen { // the receiver will say so; where the next one starts it cannot know either
			f.hand(rest[:codec.HeaderLen], 0)
			f.inStep = false
			off += codec.HeaderLen
			continue
		}
		if n > codec.MaxLen && !f.long {
			if at := f.within(rest[:min(n, len(rest))]); at > 0 {
				f.hand(rest[:at:at], n-at)
				off += at
				continue
			}
		}
		if n > len(rest) {
			return off
		}
		f.hand(rest[:n:n], 0)
		off += n
	}
	return len(b)
}

// sureRow is how many messages follow each other where there is no doubt that the next one begins behind them: BMP has two at most.
const sureRow = 3

// bad hands out what stands where the receiver of the stream reads a header and finds none: it is what it complains about.
func (f *framer) bad(b []byte) {
	f.hand(b[:codec.HeaderLen:codec.HeaderLen], 0)
	f.inStep, f.row = false, 0
}

// within looks for a header inside of a message that claims to be longer than the session is known to allow: a
// wrong Length would swallow up to 65535 octets of what follows. It returns -1 when there is none.
func (f *framer) within(b []byte) int {
	from := max(codec.HeaderLen, f.scanned-tail)
	if from >= len(b) {
		return -1
	}
	f.scanned = len(b)
	if at := codec.FindMessage(b[from:]); at >= 0 {
		return from + at
	}
	return -1
}

// believes reports whether a header in step is taken for one: any with a marker, and behind a message one whose
// marker is damaged but whose type and length go together.
func (f *framer) believes(b []byte) bool {
	if codec.HasMarker(b) {
		return true
	}
	return (f.count > 0 || f.trust) && plausible(b)
}

// plausible reports whether type and length of a header go together, whatever its marker is.
func plausible(b []byte) bool {
	h := codec.Header{Length: int(b[16])<<8 | int(b[17]), Type: registry.MessageType(b[18])}
	return h.Plausible()
}

func (f *framer) hand(msg []byte, lost int) {
	f.count++
	if f.row++; f.missing+f.passed > 0 {
		f.row = 1
	}
	if !f.out(f, msg, lost) {
		f.stop = true
	}
	f.missing, f.passed, f.scanned = 0, 0, 0
}

// hole says that n octets are missing here.
func (f *framer) hole(n int) {
	if n <= 0 {
		return
	}
	if f.skip > 0 {
		k := min(n, f.skip)
		f.skip -= k
		if n -= k; n == 0 {
			return
		}
	}
	have := len(f.buf)
	if f.inStep && have >= codec.HeaderLen && f.believes(f.buf) {
		length := int(f.buf[16])<<8 | int(f.buf[17])
		f.hand(f.buf, length-have)
		f.buf = f.buf[:0]
		if n <= length-have {
			f.skip = length - have - n
			return
		}
		n -= length - have
		have = 0
	}
	f.passed += have
	f.buf, f.scanned, f.row = f.buf[:0], 0, 0
	f.missing += n
	f.inStep = false
}

// end says that nothing follows. What is there of a last message is handed out.
func (f *framer) end() {
	switch {
	case !f.inStep || len(f.buf) < codec.HeaderLen:
	case !f.believes(f.buf):
		f.bad(f.buf)
	default:
		f.hand(f.buf, (int(f.buf[16])<<8|int(f.buf[17]))-len(f.buf))
	}
	f.buf, f.inStep, f.skip = f.buf[:0], false, 0
}

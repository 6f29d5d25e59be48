package capture

import (
	"github.com/bgpdecode/bgpdecode/codec"
)

// streamReader reads BGP messages that follow each other without anything around them. The stream is taken for
// one direction of a session. Its messages have no time and no addresses.
type streamReader struct {
	*emitter
	session session
	passed  int // octets since the last message that belong to none
}

func readStream(e *emitter) {
	s := &streamReader{emitter: e}
	for s.next() {
	}
}

// next hands out one message. It reports whether there can be another.
func (s *streamReader) next() bool {
	in := s.s.in
	b := in.peek(codec.HeaderLen)
	if len(b) < codec.HeaderLen {
		s.end(len(b))
		return false
	}
	if !codec.HasMarker(b) && (s.index == 0 || s.passed > 0 || !plausible(b)) {
		return s.search()
	}
	n := max(codec.HeaderLen, int(b[16])<<8|int(b[17]))
	b = in.peek(n)
	s.message(b, n-len(b))
	in.skip(int64(len(b)))
	if len(b) < n {
		s.end(0)
		return false
	}
	return !s.done
}

func (s *streamReader) message(b []byte, lost int) {
	s.begin()
	s.s.stats.Records++
	r := s.fresh(RecordMessage)
	r.Joined = s.index == 1 && s.passed > 0
	r.Passed, s.passed = s.passed, 0
	s.session.message(0, b)
	s.session.apply(r, 0, len(b)+lost)
	r.Octets, r.Lost, r.Known.Base.Cut = b, lost, lost > 0
	s.emit()
}

// search goes to the next plausible header. It reports whether there is one.
func (s *streamReader) search() bool {
	in := s.s.in
	for {
		b := in.ahead()
		at := codec.FindMessage(b)
		n := at
		if at < 0 {
			n = max(0, len(b)-tail)
		}
		in.skip(int64(n))
		s.passed += n
		s.s.stats.Skipped += int64(n)
		if at >= 0 {
			return true
		}
		if !in.fill() {
			s.end(len(in.ahead()))
			return false
		}
	}
}

// end says what the octets at the end were that belong to no message.
func (s *streamReader) end(left int) {
	s.index++
	s.offset = s.s.in.off - int64(s.passed)
	if n := s.passed + left; n > 0 && s.s.in.failed() == nil {
		s.s.in.skip(int64(left))
		s.damage(Damage{What: "octets that belong to no message", Skipped: int64(n), Ends: true})
		return
	}
	s.ended(0, 0)
}

package proxy

import (
	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/capture"
)

// stream is one direction of a session: octets on their way to become messages.
type stream struct {
	buf    []byte // from off on what has come and has not been given out; at most a message and a chunk
	off    int
	astray bool // buf does not begin with a message
	lost   bool // it went astray because octets were lost here
	said   bool // it was said that octets are no message

	open  []byte // its OPEN; nil until it has been seen
	offer capture.Offer
	sound bool // offer is what it says
}

// add takes octets in.
func (s *stream) add(b []byte) {
	if s.off > 0 {
		s.buf = s.buf[:copy(s.buf, s.buf[s.off:])]
		s.off = 0
	}
	if len(s.buf) == 0 && cap(s.buf) > 2*chunk {
		s.buf = nil // it grew for messages that are rare
	}
	s.buf = append(s.buf, b...)
}

// take gives the next n octets out. They are valid until the next add.
func (s *stream) take(n int) []byte {
	b := s.buf[s.off : s.off+n]
	s.off += n
	return b
}

// next gives the next message, or octets that are none; nil when more must come first. A message whose header has a
// length that was not agreed on counts as one, of all that follows up to the next that can be found. most is the length of the
// longest message agreed on. What is given is valid until the next add.
func (s *stream) next(most int) (octets []byte, message bool) {
	b := s.buf[s.off:]
	if len(b) == 0 || len(b) < codec.HeaderLen && onlyOnes(b[:min(len(b), codec.MarkerLen)]) {
		return nil, false
	}
	h, ok := codec.ParseHeader(b)
	marked := ok && codec.HasMarker(b)
	if marked && h.Length >= codec.HeaderLen && h.Length <= most && (!s.astray || h.Plausible()) {
		if len(b) < h.Length {
			return nil, false
		}
		s.astray, s.lost = false, false
		return s.take(h.Length), true
	}
	s.astray = true
	octets = s.take(messageAfter(b, 1))
	return octets, marked && len(octets) >= codec.HeaderLen
}

// messageAfter gives where behind the first from octets a message begins, or may begin with octets that are still to
// come; the end of b when nowhere.
func messageAfter(b []byte, from int) int {
	if at := codec.FindMessage(b[from:]); at >= 0 {
		return from + at
	}
	for i := max(from, len(b)-codec.HeaderLen+1); i < len(b); i++ {
		if onlyOnes(b[i:min(len(b), i+codec.MarkerLen)]) {
			return i
		}
	}
	return len(b)
}

func onlyOnes(b []byte) bool {
	for _, c := range b {
		if c != 0xff {
			return false
		}
	}
	return true
}

// rest gives what has not become a message.
func (s *stream) rest() []byte { return s.take(len(s.buf) - s.off) }

// jump is for octets that were lost: what comes next may be in the middle of a message.
func (s *stream) jump() { s.astray, s.lost = true, true }

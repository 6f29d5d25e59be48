package dump

import (
	"bytes"
	"strings"
)

// shownRaw drops octets that tshark shows several times in one packet (-T json -x, -T jsonraw, -T ek -x, -T pdml): the frame, the
// payload of TCP with and without colons, and the message. It is told by the key in front of the octets.
type shownRaw struct {
	rank   int // of the key that showed octets, the frame's is 1
	octets []byte
}

// rawKeys are the ends of the keys, in the order in which tshark writes them.
var rawKeys = [...]string{`frame_raw`, `payload_raw`, `payload`, `segment_data_raw`, `segment_data`, `data_raw`, `data`, `bgp_raw`, `_raw`, `show=`, `value=`}

// rawRank tells which of the keys stands in front of octets that begin at text[at], 0 for none.
func rawRank(text string, at int) int {
	const most = 96 // octets of a key, with an array's indentation
	head := strings.TrimRight(text[max(0, at-most):at], " \t\r\n[")
	open := strings.HasSuffix(head, `"`)
	head = strings.TrimRight(strings.TrimSuffix(head, `"`), " \t\r\n[")
	if !open {
		return 0
	}
	if before, isJSON := strings.CutSuffix(head, ":"); isJSON {
		head = strings.TrimSuffix(strings.TrimRight(before, " "), `"`)
	} else if !strings.HasSuffix(head, "=") {
		return 0
	}
	for i, k := range rawKeys {
		if strings.HasSuffix(head, k) {
			return i + 1
		}
	}
	return 0
}

// again reports whether octets under a key of that rank are those that the packet has shown already, and remembers them otherwise.
func (s *shownRaw) again(rank int, run, message []byte) bool {
	const most = 256 << 10
	switch {
	case rank == 0:
		return false
	case s.rank == 0 || rank <= s.rank: // another packet
		s.rank, s.octets = rank, s.octets[:0]
	case bytes.Contains(s.octets, message):
		return true
	}
	if len(s.octets)+len(run) <= most { // a message out of several packets is none of the octets of this one
		s.octets = append(s.octets, run...)
	}
	return false
}

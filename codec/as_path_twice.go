package codec

// fullSegment is the size of a segment of 255 4-octet AS numbers without its header: what the known sizing defect
// counts twice.
const fullSegment = 255 * 4

// PathCountedTwice recognises the length of an AS_PATH that a known sizing defect gives (CVE-2017-16227, FRR issue 1114): where
// a path of more than 255 AS numbers of 4 octets is split, the AS numbers of full segments are counted more than once.
// value is what stands behind the attribute's header, declared its length. It finds the end of the segments, of
// full ones and a shorter one, when the declared length goes on behind it for one or more times the AS numbers of a full
// segment. What stands there may read as further segments by accident.
func PathCountedTwice(value []byte, declared int) (end int, ok bool) {
	if wholeSegments(value) == declared {
		return 0, false
	}
	full := 0
	for s := range Segments(value, true) {
		end = s.Offset + 2 + len(s.Octets)
		if s.Count == 255 {
			full++
		} else if full > 0 {
			break
		}
	}
	surplus := declared - end
	return end, surplus > 0 && surplus%fullSegment == 0 && surplus/fullSegment <= full
}

// wholeSegments counts the octets of whole, well-formed segments at the start of a path of 4-octet AS numbers.
func wholeSegments(value []byte) int {
	end := 0
	for s := range Segments(value, true) {
		end = s.Offset + 2 + len(s.Octets)
	}
	return end
}

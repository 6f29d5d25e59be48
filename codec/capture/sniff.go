package capture

import (
	"bytes"
	"encoding/binary"

	"github.com/bgpdecode/bgpdecode/codec"
)

// Kind is the format of an input.
type Kind uint8

// The formats.
const (
	KindUnknown Kind = iota
	KindPcap         // libpcap's format, micro- or nanoseconds, either byte order
	KindPcapng       // draft-ietf-opsawg-pcapng
	KindMRT          // RFC 6396
	KindBMP          // RFC 7854
	KindStream       // BGP messages one after the other
	KindTar          // an archive: Source.Members has its files
	KindZip          // likewise
	KindTshark       // packets as tshark -T json, jsonraw or ek prints them
)

// String returns "pcap", "pcapng", "mrt", "bmp", "stream", "tar", "zip", "tshark-json" or "unknown".
func (k Kind) String() string {
	switch k {
	case KindPcap:
		return "pcap"
	case KindPcapng:
		return "pcapng"
	case KindMRT:
		return "mrt"
	case KindBMP:
		return "bmp"
	case KindStream:
		return "stream"
	case KindTar:
		return "tar"
	case KindZip:
		return "zip"
	case KindTshark:
		return "tshark-json"
	}
	return "unknown"
}

// Sniff tells the format of an input that is not compressed by its first octets; 64 of them are enough for all
// but a tar archive, which takes 512, and a BGP stream that begins in the middle of a message, which is told by the
// first header in head. A text is KindUnknown even if messages stand in it.
func Sniff(head []byte) Kind {
	k, _ := sniff(head)
	return k
}

// sniffLen is the number of octets that decides, maxSniff that up to which a header is looked for.
const (
	sniffLen = 64
	maxSniff = codec.MaxExtLen + codec.HeaderLen
)

// sniff also reports how many octets in all are needed for a decision, 0 when there is one.
func sniff(b []byte) (Kind, int) {
	if len(b) == 0 {
		return KindUnknown, 1
	}
	if len(b) < 5 {
		return sniffMagic(b), 5
	}
	need := 0
	if len(b) < 12 && couldBe(b) {
		need = 12
	}
	if k := sniffMagic(b); k != KindUnknown {
		return k, 0
	}
	if is, undecided := sniffTshark(b); is {
		return KindTshark, 0
	} else if undecided {
		need = len(b) + 1
	}
	is, more := sniffBMP(b)
	if is || openBMP(b) > 0 {
		return KindBMP, 0
	}
	if h, ok := parseMRT(b); ok && h.likely() && h.plausible(1<<26) {
		return KindMRT, 0
	}
	is, moreMRT := sniffMRT(b)
	if is {
		return KindMRT, 0
	}
	k, need := sniffMessage(b, need)
	return k, max(need, more, moreMRT)
}

// sniffMessage looks for a message where no format begins that has headers of its own. need is what it takes if there is none.
func sniffMessage(b []byte, need int) (Kind, int) {
	if isTar(b) {
		return KindTar, 0
	}
	if b[0] == 0xff && len(b) < codec.HeaderLen && allOnes(b[:min(len(b), codec.MarkerLen)]) {
		return KindUnknown, codec.HeaderLen
	}
	if at := codec.FindMessage(b); at >= 0 {
		if bmpAround(b) {
			return KindBMP, 0
		}
		if textBefore(b, at) {
			return KindUnknown, 0
		}
		return sniffStream(b, at)
	}
	if tarNeeds(b) {
		return KindUnknown, tarBlock
	}
	if need == 0 && len(b) < maxSniff && bytes.IndexByte(b, 0) >= 0 { // no text: the rest of a message?
		return KindUnknown, len(b) + len(b)/8 + 1
	}
	return KindUnknown, need
}

// sniffStream decides whether the header at b[at] is one of a stream. Behind the rest of another message, a further header has to
// follow where the message ends: 16 octets of ones stand in tables and pictures, too.
func sniffStream(b []byte, at int) (Kind, int) {
	for at > 0 {
		h, _ := codec.ParseHeader(b[at:])
		end := at + h.Length
		if len(b) < end {
			return KindUnknown, end + codec.MarkerLen
		}
		if allOnes(b[end:min(len(b), end+codec.MarkerLen)]) { // or there is nothing more
			return KindStream, end + codec.MarkerLen
		}
		next := codec.FindMessage(b[at+codec.HeaderLen:])
		if next < 0 {
			return KindUnknown, 0
		}
		at += codec.HeaderLen + next
	}
	return KindStream, 0
}

// textHead is how much in front of a message is looked at to tell a text from the rest of another message.
const textHead = 512

// textStart is how many octets of text must stand in front of the first other one: a 10 in a message is no line end.
const textStart = 24

// textBefore reports whether what stands in front of the message at b[at] is a text: a log in which octets stand
// somewhere. The rest of a message whose beginning is missing has control characters, unless it is as short as the end
// of a shutdown communication (RFC 9003), which has no line end and which another message follows.
func textBefore(b []byte, at int) bool {
	lines, head := 0, b[:min(at, textHead)]
	for i, c := range head {
		switch {
		case c == '\n':
			lines++
		case c < ' ' && c != '\t' && c != '\r' && c != 0x1b, c == 0xff:
			return lines > 0 && i >= textStart
		}
	}
	if lines > 0 || at > len(head) || at == 0 {
		return at > 0
	}
	behind := b[at:]
	h, _ := codec.ParseHeader(behind)
	behind = behind[min(h.Length, len(behind)):]
	return len(behind) >= codec.MarkerLen && !allOnes(behind[:codec.MarkerLen])
}

// sniffMagic tells the formats that have a magic number.
func sniffMagic(b []byte) Kind {
	if len(b) < 4 {
		return KindUnknown
	}
	switch binary.BigEndian.Uint32(b) {
	case 0x504b0304, 0x504b0506: // a file, or the end of an archive without any
		return KindZip
	case pcapMicro, pcapNano, pcapMicroSwapped, pcapNanoSwapped:
		return KindPcap
	case ngSection:
		if len(b) >= 12 {
			if m := binary.BigEndian.Uint32(b[8:]); m == ngMagic || m == ngMagicSwapped {
				return KindPcapng
			}
		}
	}
	return KindUnknown
}

// couldBe reports whether the start of a binary format is there, of which more is needed. Text has none of these.
func couldBe(b []byte) bool {
	return b[0] == bmpVersion || b[0] == bmpVersion4 || b[4] == 0 || binary.BigEndian.Uint32(b) == ngSection
}

func allOnes(b []byte) bool {
	for _, c := range b {
		if c != 0xff {
			return false
		}
	}
	return true
}

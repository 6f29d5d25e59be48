package cli

import (
	"encoding/binary"
	"fmt"
	"strings"
)

// notText names a kind of file that holds BGP but is no text, "" for anything else. unpack is the program that makes a
// compressed one readable.
func notText(text string) (kind, unpack string) {
	for _, m := range [...]struct{ magic, kind, unpack string }{
		{"\xa1\xb2\xc3\xd4", "pcap capture", ""},
		{"\xd4\xc3\xb2\xa1", "pcap capture", ""},
		{"\xa1\xb2\x3c\x4d", "pcap capture", ""},
		{"\x4d\x3c\xb2\xa1", "pcap capture", ""},
		{"\x0a\x0d\x0d\x0a", "pcapng capture", ""},
		{"\x1f\x8b\x08", "gzip file", "gzip -dc"},
		{"\x28\xb5\x2f\xfd", "zstd file", "zstd -dc"},
		{"\xfd7zXZ\x00", "xz file", "xz -dc"},
		{"PK\x03\x04", "zip file", "unzip -p"},
	} {
		if strings.HasPrefix(text, m.magic) {
			return m.kind, m.unpack
		}
	}
	if len(text) > 10 && strings.HasPrefix(text, "BZh") && text[3] >= '1' && text[3] <= '9' &&
		(text[4:10] == "1AY&SY" || text[4:10] == "\x17\x72\x45\x38\x50\x90") {
		return "bzip2 file", "bzip2 -dc"
	}
	if isMRT(text) {
		return "MRT file", ""
	}
	return "", ""
}

// mrtHeader is the length of the header of an MRT record: time, type, subtype, length (RFC 6396 section 2).
const mrtHeader = 12

// isMRT reports whether the text begins with an MRT record. MRT has no magic, so two records must follow each other, or
// one must be the whole file.
func isMRT(text string) bool {
	n, ok := mrtRecord(text)
	if !ok || n > len(text) {
		return ok && strings.IndexByte(text[:min(len(text), 64)], 0) >= 0 && len(text) > 4096
	}
	if n == len(text) {
		return true
	}
	_, ok = mrtRecord(text[n:])
	return ok
}

func mrtRecord(text string) (n int, ok bool) {
	if len(text) < mrtHeader {
		return 0, false
	}
	b := []byte(text[:mrtHeader])
	typ, sub := binary.BigEndian.Uint16(b[4:]), binary.BigEndian.Uint16(b[6:])
	length := binary.BigEndian.Uint32(b[8:])
	switch typ {
	case 11, 12, 13, 16, 17, 32, 33, 48, 49: // what RFC 6396 and 8050 define
	default:
		return 0, false
	}
	return mrtHeader + int(length), sub < 64 && length < 1<<24
}

// notTextError says what to do with such a file.
func notTextError(in input, kind, unpack string) error {
	if unpack != "" {
		return fmt.Errorf("%s is a %s; unpack it first: %s FILE | bgpdecode -", in.said, kind, unpack)
	}
	return fmt.Errorf("%s is a %s; captures are for \"bgpdecode batch\"", in.said, kind)
}

package capture

import "strings"

// OtherFormat is the error of Open for a capture in a format that is not read here, and for archives and compressed files that
// are not unpacked.
type OtherFormat struct {
	Name   string
	Packed bool // no capture, but something to be unpacked
}

func (e *OtherFormat) Error() string {
	if e.Packed {
		return e.Name + ", which is not unpacked here: unpack it first"
	}
	return "a capture in the format of " + e.Name + ", which is not read: convert it, for example with \"editcap -F pcapng old new\""
}

// otherFormats are the first octets of captures that other programs write, and of what is packed otherwise.
var otherFormats = [...]struct {
	magic, name string
	packed      bool
}{
	{"snoop\x00\x00\x00", "snoop (RFC 1761)", false},
	{"\xa1\xb2\xcd\x34", "modified pcap", false}, // Kuznetzov's: longer packet headers
	{"\x34\xcd\xb2\xa1", "modified pcap", false},
	{"\xa1\xe2\xcb\x12", "pcap with packet types", false},
	{"\x12\xcb\xe2\xa1", "pcap with packet types", false},
	{"XCP\x00", "NetXRay or Sniffer for Windows", false},
	{"TRSNIFF data  ", "Sniffer for DOS", false},
	{"GMBU\x00", "Network Monitor", false},
	{"PK\x03\x04", "a zip archive", true},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive", true},
	{"Rar!\x1a\x07", "a rar archive", true},
	{"\x04\x22\x4d\x18", "a file compressed with lz4", true},
	{"\x1f\x9d\x90", "a file compressed with compress", true}, // with codes of up to 16 bits, as all of them are
	{"LZIP\x01", "a file compressed with lzip", true},
	{"\x5d\x00\x00\x80\x00\xff\xff", "a file compressed with lzma", true}, // of unknown size, with the dictionaries of
	{"\x5d\x00\x00\x00\x04\xff\xff", "a file compressed with lzma", true}, // the presets 6 and 9
}

// otherFormat gives the format that an input begins with, nil for none of those. more says that further octets decide.
func otherFormat(b []byte) (f *OtherFormat, more bool) {
	for i := range otherFormats {
		f := &otherFormats[i]
		if strings.HasPrefix(string(b[:min(len(b), len(f.magic))]), f.magic) {
			return &OtherFormat{f.name, f.packed}, false
		}
		more = more || len(b) > 0 && strings.HasPrefix(f.magic, string(b))
	}
	return nil, more
}

// other looks for such a format.
func (s *Source) other() error {
	head := s.in.buffered()
	if s.Compression != Plain && len(head) > 0 && SniffCompression(s.in.peek(compressionNeeds(head[0]))) != Plain {
		return &OtherFormat{"a file compressed twice", true}
	}
	head = s.in.ahead()
	for {
		f, more := otherFormat(head)
		if f != nil {
			return f
		}
		if !more {
			return nil
		}
		next := s.in.peek(len(head) + 1)
		if len(next) <= len(head) {
			return nil
		}
		head = next
	}
}

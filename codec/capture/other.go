package capture

import "strings"

// OtherFormat is the error of Open for a capture in a format that is not read here.
type OtherFormat struct{ Name string }

func (e *OtherFormat) Error() string {
	return "a capture in the format of " + e.Name + ", which is not read: convert it, for example with \"editcap -F pcapng old new\""
}

// otherFormats are the first octets of captures that other programs write.
var otherFormats = [...]struct{ magic, name string }{
	{"snoop\x00\x00\x00", "snoop (RFC 1761)"},
	{"\xa1\xb2\xcd\x34", "modified pcap"}, // Kuznetzov's: longer packet headers
	{"\x34\xcd\xb2\xa1", "modified pcap"},
	{"\xa1\xe2\xcb\x12", "pcap with packet types"},
	{"\x12\xcb\xe2\xa1", "pcap with packet types"},
	{"XCP\x00", "NetXRay or Sniffer for Windows"},
	{"TRSNIFF data  ", "Sniffer for DOS"},
	{"GMBU\x00", "Network Monitor"},
}

// otherFormat names the format that an input begins with, "" for none of those. more says that further octets decide.
func otherFormat(b []byte) (name string, more bool) {
	for i := range otherFormats {
		f := &otherFormats[i]
		if strings.HasPrefix(string(b[:min(len(b), len(f.magic))]), f.magic) {
			return f.name, false
		}
		more = more || len(b) > 0 && strings.HasPrefix(f.magic, string(b))
	}
	return "", more
}

// other looks for such a format.
func (s *Source) other() error {
	head := s.in.buffered()
	for {
		name, more := otherFormat(head)
		if name != "" {
			return &OtherFormat{name}
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

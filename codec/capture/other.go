package capture

// OtherFormat is the error of Open for a file in a format that is known and not read here.
type OtherFormat struct {
	Name string // of the format, with an article: "an lz4 file"
	Help string // what to do instead, for a sentence that goes on behind a colon
}

// Error names the format and says what to do.
func (e *OtherFormat) Error() string {
	return e.Name + ", which is not read: " + e.Help
}

// What helps with files that are not read.
const (
	helpConvert = "convert it, for example with \"editcap -F pcapng old new\""
	helpJournal = "print it first: \"journalctl --file FILE -o short-iso | bgpdecode batch -\""
)

func helpUnpack(command string) string {
	return "unpack it first: \"" + command + " FILE | bgpdecode batch -\""
}

// otherFormats are the first octets of captures that other programs write, and of files that hold others.
var otherFormats = [...]struct{ magic, name, help string }{
	{"snoop\x00\x00\x00", "a capture in the format of snoop (RFC 1761)", helpConvert},
	{"\xa1\xb2\xcd\x34", "a capture in the format of modified pcap", helpConvert}, // Kuznetzov's: longer packet headers
	{"\x34\xcd\xb2\xa1", "a capture in the format of modified pcap", helpConvert},
	{"\xa1\xe2\xcb\x12", "a capture in the format of pcap with packet types", helpConvert},
	{"\x12\xcb\xe2\xa1", "a capture in the format of pcap with packet types", helpConvert},
	{"XCP\x00", "a capture in the format of NetXRay or Sniffer for Windows", helpConvert},
	{"TRSNIFF data  ", "a capture in the format of Sniffer for DOS", helpConvert},
	{"GMBU\x00", "a capture in the format of Network Monitor", helpConvert},
	{"\x04\x22\x4d\x18", "an lz4 file", helpUnpack("lz4 -dc")},
	{"\x02\x21\x4c\x18", "an lz4 file", helpUnpack("lz4 -dc")},
	{"\x1f\x9d", "a file of compress (.Z)", helpUnpack("gzip -dc")},
	{"\x1f\xa0", "a file of compress -H (.Z)", helpUnpack("gzip -dc")},
	{"\x89LZO\x00\r\n\x1a\n", "an lzop file", helpUnpack("lzop -dc")},
	{"LZIP\x01", "an lzip file", helpUnpack("lzip -dc")},
	{"\xff\x06\x00\x00sNaPpY", "a file of snappy", helpUnpack("snzip -dc")},
	{"7z\xbc\xaf\x27\x1c", "a 7z archive", helpUnpack("7z x -so")},
	{"Rar!\x1a\x07", "a rar archive", helpUnpack("unrar p -inul")},
	{"LPKSHHRH", "a journal of systemd", helpJournal},
}

// otherFormat names the format that an input begins with, nil for none of those. more says that further octets decide.
func otherFormat(b []byte) (other *OtherFormat, more bool) {
	for i := range otherFormats {
		f := &otherFormats[i]
		switch n := min(len(b), len(f.magic)); {
		case n == 0 || string(b[:n]) != f.magic[:n]:
		case n == len(f.magic):
			return &OtherFormat{f.name, f.help}, false
		default:
			more = true
		}
	}
	if isLZMA(b) {
		return &OtherFormat{"an lzma file", helpUnpack("xz -dc")}, false
	}
	return nil, more || len(b) > 0 && len(b) < lzmaLen && b[0] == 0x5d && isLZMAPart(b)
}

// lzmaLen is the length of the header of an lzma file that stands alone: properties, size of the dictionary, size unpacked.
const lzmaLen = 13

// isLZMA reports whether b begins like such a file, which has no magic number: the usual properties, a dictionary as it is
// asked for, and a size of less than 256 GiB or none.
func isLZMA(b []byte) bool {
	if len(b) < lzmaLen || b[0] != 0x5d || !isLZMAPart(b) {
		return false
	}
	return allOnes(b[5:13]) || b[10]|b[11]|b[12] == 0 && b[9] < 0x40
}

// isLZMAPart looks at the size of the dictionary alone, as far as it is there: a multiple of 64 KiB, as programs ask for.
func isLZMAPart(b []byte) bool {
	return len(b) < 3 || b[1] == 0 && b[2] == 0 && (len(b) < 5 || b[3]|b[4] != 0)
}

// other looks for such a format.
func (s *Source) other() error {
	head := s.in.buffered()
	for {
		other, more := otherFormat(head)
		if other != nil {
			return other
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

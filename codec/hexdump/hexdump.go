// Package hexdump turns text that people paste into candidate octet runs.
//
// A run says which octets a stretch of text shows, in which notation, which
// piece of the text gave which octets, and where the text itself shows that
// octets are missing. The package reads notations only: it does not know what
// the octets mean and does not choose between several possible readings of the
// same text (hex or decimal, big or little endian words). It never invents
// half an octet.
package hexdump

// Run is one stretch of text read as octets in one notation.
type Run struct {
	Notation   string   // stable id, see the Notation constants
	Octets     []byte   // what the text shows, in order
	Start, End int      // byte offsets into the scanned text: [Start, End)
	Pieces     []Piece  // which text gave which octets; they tile Octets in order
	Gaps       []Gap    // places where the text shows that octets are missing, in order of At
	Notes      []string // oddities worth telling, such as "offset column restarted"
}

// Piece says that the text [Start, End) gave Len octets from index At on.
type Piece struct {
	At, Len    int // octet index and count
	Start, End int // byte offsets into the scanned text
}

// Gap is a place where octets are missing.
type Gap struct {
	At         int     // index into Octets before which the gap lies, 0..len(Octets)
	Kind       GapKind // how the text shows it
	Start, End int     // byte offsets into the scanned text of what shows it
	Missing    int     // octets missing, -1 when the text does not say
}

// GapKind says how a text shows that octets are missing.
type GapKind uint8

const (
	// GapEllipsis is "...", "…", "<snip>" or words between two parts of a dump.
	GapEllipsis GapKind = iota
	// GapNibble is a hex digit without its partner; it is dropped, never completed.
	GapNibble
	// GapOffset is a jump in the offset column of a dump.
	GapOffset
	// GapTruncated is a program's own remark that it cut the dump.
	GapTruncated
)

// String returns a stable lower-case name.
func (k GapKind) String() string {
	switch k {
	case GapEllipsis:
		return "ellipsis"
	case GapNibble:
		return "nibble"
	case GapOffset:
		return "offset"
	case GapTruncated:
		return "truncated"
	}
	return "unknown"
}

// Notation ids.
const (
	Hex         = "hex"          // bare hex digits in groups of any even size
	HexPrefixed = "0x"           // 0x on each octet or once in front
	HexColon    = "colon-hex"    // ff:ff:00
	HexComma    = "comma-hex"    // ff, ff, 00 without brackets
	HexDash     = "dash-hex"     // ff-ff-00
	HexWordsLE  = "hex-words-le" // groups of four digits read as little endian words
	CArray      = "c-array"      // { 0xff, 0xff } with or without declaration
	GoBytes     = "go-bytes"     // []byte{0xff, 0x0}
	PythonBytes = "python-bytes" // b'\xff\x00!'
	RustDebug   = "rust-debug"   // [ff, ff, 0, 33]
	Decimal     = "decimal"      // 255 255 0 28, with commas or not, signed or not
	Base64      = "base64"       // standard or URL alphabet
	Xxd         = "xxd"          // 00000000: ffff ffff  ....
	HexdumpC    = "hexdump-C"    // 00000000  ff ff  |..|
	Od          = "od"           // 0000000 ff ff with octal offsets
	Tcpdump     = "tcpdump"      // 0x0000:  ffff ffff
	Tshark      = "tshark"       // 0000  ff ff   ..
	Escaped     = "escaped"      // "\xff\x00"
	NodeBuffer  = "node-buffer"  // <Buffer ff ff>
	Erlang      = "erlang"       // <<255,255>>
)

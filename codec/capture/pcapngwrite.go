package capture

import (
	"encoding/binary"
	"strings"
	"time"
)

// Options of pcapng's blocks.
const (
	ngEndOfOptions  = 0
	ngComment       = 1 // opt_comment, of any block
	ngApplication   = 4 // shb_userappl
	ngTimeUnit      = 9 // if_tsresol
	ngNanoseconds   = 9 // its value: 10^-9 s
	ngUnknownLength = ^uint64(0)
)

// whatIsMadeUp is the comment of a section.
const whatIsMadeUp = "Written by bgpdecode from BGP messages. Messages, times and known addresses and ports are those of the source, " +
	"unless the comment of a packet says otherwise; handshakes, sequence numbers, acknowledgements and checksums are made up."

// appendNgHead appends a section header block and an interface description block.
func appendNgHead(b []byte) []byte {
	le := binary.LittleEndian
	at := len(b)
	b = appendNgBlock(b, ngSection)
	b = le.AppendUint32(b, ngMagic)
	b = append(b, 1, 0, 0, 0) // version 1.0
	b = le.AppendUint64(b, ngUnknownLength)
	b = appendNgOption(b, ngComment, whatIsMadeUp)
	b = appendNgOption(b, ngApplication, "bgpdecode")
	b = appendNgOption(b, ngEndOfOptions, "")
	b = endNgBlock(b, at)

	at = len(b)
	b = appendNgBlock(b, ngInterface)
	b = append(b, linkRaw, 0, 0, 0)
	b = le.AppendUint32(b, 0) // no limit
	b = appendNgOption(b, ngTimeUnit, string([]byte{ngNanoseconds}))
	b = appendNgOption(b, ngEndOfOptions, "")
	return endNgBlock(b, at)
}

// appendNgPacket appends an enhanced packet block.
func appendNgPacket(b []byte, t time.Time, comment string, o *out) []byte {
	le := binary.LittleEndian
	at := len(b)
	b = appendNgBlock(b, ngEnhanced)
	b = le.AppendUint32(b, 0)
	stamp := uint64(t.Unix())*1e9 + uint64(t.Nanosecond())
	b = le.AppendUint32(b, uint32(stamp>>32))
	b = le.AppendUint32(b, uint32(stamp))
	b = appendPacket(append(b, 0, 0, 0, 0, 0, 0, 0, 0), o)
	n := uint32(len(b) - at - 28)
	le.PutUint32(b[at+20:], n)
	le.PutUint32(b[at+24:], n)
	b = pad4(b, int(n))
	if comment != "" {
		b = appendNgOption(b, ngComment, short(comment))
		b = appendNgOption(b, ngEndOfOptions, "")
	}
	return endNgBlock(b, at)
}

// short makes a comment one of valid UTF-8 that is not too long.
func short(s string) string {
	return strings.ToValidUTF8(s[:min(len(s), maxComment)], "")
}

// appendNgBlock begins a block whose length endNgBlock fills in.
func appendNgBlock(b []byte, typ uint32) []byte {
	return append(binary.LittleEndian.AppendUint32(b, typ), 0, 0, 0, 0)
}

func endNgBlock(b []byte, at int) []byte {
	n := uint32(len(b) - at + 4)
	binary.LittleEndian.PutUint32(b[at+4:], n)
	return binary.LittleEndian.AppendUint32(b, n)
}

func appendNgOption(b []byte, code uint16, value string) []byte {
	b = binary.LittleEndian.AppendUint16(b, code)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(value)))
	return pad4(append(b, value...), len(value))
}

// pad4 fills up to a multiple of four what n octets have been written of.
func pad4(b []byte, n int) []byte {
	const zeros = "\x00\x00\x00"
	return append(b, zeros[:-n&3]...)
}

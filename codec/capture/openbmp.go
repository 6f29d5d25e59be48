package capture

import "encoding/binary"

// The collector of OpenBMP puts a header of its own in front of each BMP message that it hands on (openbmp.bmp_raw): magic
// number, version 1.7, the octets of the header and those behind it, flags, the type of what follows, then collector and router.

const (
	openBMPMagic = 0x4f424d50 // "OBMP"
	openBMPLeast = 14         // octets up to the type, which is the last that is looked at
	openBMPMost  = 4096       // names of collector and router are no longer
	openBMPRaw   = 12         // the type of a BMP message
)

// openBMP gives the octets of the header at the start of b, 0 when there is none.
func openBMP(b []byte) int {
	if len(b) < openBMPLeast || binary.BigEndian.Uint32(b) != openBMPMagic || b[4] != 1 || b[13] != openBMPRaw {
		return 0
	}
	if n := int(binary.BigEndian.Uint16(b[6:])); n >= openBMPLeast && n <= openBMPMost {
		return n
	}
	return 0
}

// open gives the octets of an OpenBMP header at an offset from where the input stands, 0 when there is none.
func (b *bmpReader) open(at int) int {
	in := b.s.in
	if o := in.peek(at + bmpHeaderLen); len(o) <= at || o[at] != openBMPMagic>>24 { // a live input may have no more yet
		return 0
	}
	o := in.peek(at + openBMPLeast)
	return openBMP(o[min(at, len(o)):])
}

package capture

import (
	"encoding/binary"
	"errors"
	"io"

	"github.com/ulikunitz/xz"
)

// newXZ returns a reader of an xz stream. The library allocates the dictionary that a block header asks for, up
// to 4 GiB and for each block anew, and has no limit: the guard in between looks at the headers first.
func newXZ(in *input, maxWindow int) (io.Reader, error) {
	return xz.NewReader(&xzGuard{in: in, maxWindow: uint64(maxWindow)})
}

// xzGuard passes an xz file through and follows its structure (the .xz file format, sections 2 to 4) as far as
// it needs to find each block header.
type xzGuard struct {
	in        *input
	maxWindow uint64
	step      func(*xzGuard) (int64, error) // reads ahead, gives the length of what comes next
	pass      int64                         // octets that can go through unseen
	block     int64                         // octets of compressed data in this block
	check     int64                         // length of the check behind a block
	index     int64                         // octets of the index so far
	records   uint64                        // numbers that the index still has to hold
}

var errXZ = errors.New("damaged xz structure")

// Read passes octets through.
func (g *xzGuard) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for g.pass == 0 {
		if g.step == nil {
			g.step = (*xzGuard).streamHeader
		}
		if len(g.in.peek(1)) == 0 {
			return g.in.Read(p)
		}
		n, err := g.step(g)
		if err != nil {
			return 0, err
		}
		g.pass = n
	}
	n, err := g.in.Read(p[:min(int64(len(p)), g.pass)])
	g.pass -= int64(n)
	return n, err
}

// streamHeader reads the header of a stream, or the padding between two.
func (g *xzGuard) streamHeader() (int64, error) {
	b := g.in.peek(12)
	switch {
	case len(b) >= 4 && b[0]|b[1]|b[2]|b[3] == 0:
		return 4, nil
	case len(b) < 12 || SniffCompression(b) != XZ:
		return int64(len(b)), nil // the library says what is wrong
	}
	if c := b[7] & 0x0f; c > 0 {
		g.check = 4 << ((c - 1) / 3)
	} else {
		g.check = 0
	}
	g.step = (*xzGuard).blockHeader
	return 12, nil
}

// blockHeader reads the header of a block, or goes on to the index.
func (g *xzGuard) blockHeader() (int64, error) {
	size := int(g.in.peek(1)[0])
	if size == 0 {
		g.index, g.step = 1, (*xzGuard).indexCount
		return 1, nil
	}
	size = (size + 1) * 4
	b := g.in.peek(size)
	if len(b) < size {
		return int64(len(b)), nil
	}
	flags, rest := b[1], b[2:]
	if flags&0x03 != 0 {
		return 0, errors.New("xz with filters besides LZMA2 is not supported")
	}
	for bit := byte(0x40); bit != 0; bit <<= 1 { // two sizes that can be there
		if flags&bit != 0 {
			_, n := binary.Uvarint(rest)
			if n <= 0 {
				return 0, errXZ
			}
			rest = rest[n:]
		}
	}
	if len(rest) < 3 || rest[0] != 0x21 || rest[1] != 1 || rest[2] > 40 {
		return 0, errXZ
	}
	window := uint64(2|rest[2]&1) << (rest[2]/2 + 11)
	if window > g.maxWindow {
		return 0, ErrWindow
	}
	g.block, g.step = 0, (*xzGuard).chunk
	return int64(size), nil
}

// chunk reads the header of an LZMA2 chunk.
func (g *xzGuard) chunk() (int64, error) {
	n := int64(1)
	switch c := g.in.peek(1)[0]; {
	case c == 0:
		g.block++
		g.step = (*xzGuard).blockEnd
		return 1, nil
	case c <= 2: // stored
		b := g.in.peek(3)
		if len(b) < 3 {
			return int64(len(b)), nil
		}
		n = 3 + int64(binary.BigEndian.Uint16(b[1:])) + 1
	case c >= 0x80:
		b := g.in.peek(5)
		if len(b) < 5 {
			return int64(len(b)), nil
		}
		n = 5 + int64(binary.BigEndian.Uint16(b[3:])) + 1
		if c >= 0xc0 {
			n++ // properties
		}
	default:
		return 0, errXZ
	}
	g.block += n
	return n, nil
}

// blockEnd is the padding to a multiple of four and the check.
func (g *xzGuard) blockEnd() (int64, error) {
	g.step = (*xzGuard).blockHeader
	if n := -g.block&3 + g.check; n > 0 {
		return n, nil
	}
	return g.step(g)
}

// number reads a number of the index.
func (g *xzGuard) number() (uint64, int64, error) {
	v, n := binary.Uvarint(g.in.peek(9))
	if n <= 0 {
		return 0, 0, errXZ
	}
	g.index += int64(n)
	return v, int64(n), nil
}

func (g *xzGuard) indexCount() (int64, error) {
	v, n, err := g.number()
	if v > 1<<62 {
		return 0, errXZ
	}
	g.records, g.step = 2*v, (*xzGuard).indexNumber
	return n, err
}

// indexNumber reads one number, and behind the last one padding, check and the stream's footer.
func (g *xzGuard) indexNumber() (int64, error) {
	if g.records == 0 {
		g.step = (*xzGuard).streamHeader
		return -g.index&3 + 4 + 12, nil
	}
	g.records--
	_, n, err := g.number()
	return n, err
}

package capture

import (
	"compress/bzip2"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Compression is how an input is compressed.
type Compression uint8

// The compressions.
const (
	Plain Compression = iota
	Gzip              // RFC 1952
	Zstd              // RFC 8878
	Bzip2
	XZ
)

// String returns "", "gzip", "zstd", "bzip2" or "xz".
func (c Compression) String() string {
	return [...]string{"", "gzip", "zstd", "bzip2", "xz", "", "", ""}[c&7]
}

// SniffCompression tells the compression by the first octets; ten of them are enough.
func SniffCompression(b []byte) Compression {
	switch {
	case len(b) >= 3 && b[0] == 0x1f && b[1] == 0x8b && b[2] == 8:
		return Gzip
	case len(b) >= 4 && b[0] == 0x28 && b[1] == 0xb5 && b[2] == 0x2f && b[3] == 0xfd,
		len(b) >= 4 && b[0]&0xf0 == 0x50 && b[1] == 0x2a && b[2] == 0x4d && b[3] == 0x18: // skippable frame
		return Zstd
	case len(b) >= 10 && string(b[:3]) == "BZh" && b[3] >= '1' && b[3] <= '9' &&
		(string(b[4:10]) == "1AY&SY" || string(b[4:10]) == "\x17rE8P\x90"): // a block, or the end of an empty one
		return Bzip2
	case len(b) >= 6 && string(b[:6]) == "\xfd7zXZ\x00":
		return XZ
	}
	return Plain
}

// compressionNeeds is how many octets decide, given the first of them.
func compressionNeeds(first byte) int {
	switch first {
	case 0x1f:
		return 3
	case 0x28:
		return 4
	case 'B':
		return 10
	case 0xfd:
		return 6
	}
	if first&0xf0 == 0x50 {
		return 4
	}
	return 0
}

// zstdReader calls the limits of a window what they are called for all compressions.
type zstdReader struct{ z *zstd.Decoder }

func (r zstdReader) Read(p []byte) (int, error) {
	n, err := r.z.Read(p)
	if errors.Is(err, zstd.ErrWindowSizeExceeded) || errors.Is(err, zstd.ErrDecoderSizeExceeded) {
		err = ErrWindow
	}
	return n, err
}

// ErrWindow says that a decompressor would have to remember more than Options.MaxWindow octets.
var ErrWindow = errors.New("compressed with a larger window than the limit allows")

// Decompress looks at the first octets of r and returns a reader of what is in it, decompressed as it is read,
// in memory that maxWindow (octets; 0 for 128 MiB) bounds. The reader must be closed; that does not close r.
// A nested compression is left alone. An error is one of the compressed header.
func Decompress(r io.Reader, maxWindow int) (io.ReadCloser, Compression, error) {
	in, closer, c, err := unpack(&input{r: r}, maxWindow)
	if err != nil {
		return nil, c, err
	}
	return struct {
		io.Reader
		io.Closer
	}{in, closer}, c, nil
}

type closeFunc func()

func (f closeFunc) Close() error {
	f()
	return nil
}

// unpack looks at the first octets of in and returns an input of what is in it, decompressed; in itself when it is plain.
func unpack(in *input, maxWindow int) (*input, io.Closer, Compression, error) {
	if maxWindow <= 0 {
		maxWindow = Options{}.withDefaults().MaxWindow
	}
	head := in.buffered()
	if len(head) > 0 {
		if n := compressionNeeds(head[0]); n > len(head) {
			head = in.peek(n)
		}
	}
	c, closer := SniffCompression(head), closeFunc(func() {})
	inner, err := io.Reader(nil), error(nil)
	switch c {
	case Plain:
		return in, closer, c, nil
	case Gzip:
		inner, err = gzip.NewReader(in)
	case Zstd:
		var z *zstd.Decoder
		z, err = zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true),
			zstd.WithDecoderMaxWindow(uint64(max(maxWindow, zstd.MinWindowSize))))
		inner = zstdReader{z}
		if err == nil {
			closer = z.Close
		}
	case Bzip2:
		inner = bzip2.NewReader(in)
	case XZ:
		inner, err = newXZ(in, maxWindow)
	}
	if err != nil {
		return nil, nil, c, err
	}
	return &input{r: inner}, closer, c, nil
}

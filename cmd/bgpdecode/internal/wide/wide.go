// Package wide reads UTF-16, as programs on Windows write logs, as UTF-8. It knows where in the input each octet of its
// output stood. It does not read other encodings: the octets of Latin-1 in a log disturb nobody.
package wide

import (
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// Encoding is the order of the octets of UTF-16.
type Encoding uint8

// The encodings.
const (
	None Encoding = iota // not UTF-16
	LittleEndian
	BigEndian
)

// detectUnits is how much text without a byte order mark must be there to be told, and detectMost how much is looked at.
const (
	detectUnits = 16
	detectMost  = 512
)

// Detect tells the encoding of an input from its first octets, and the length of its byte order mark. Without a mark, the
// text must begin with characters of ASCII but for one in sixteen. A BGP marker, ff ff, is no mark.
func Detect(head []byte) (e Encoding, mark int) {
	if len(head) >= 2 {
		switch {
		case head[0] == 0xff && head[1] == 0xfe && !(len(head) >= 4 && head[2] == 0 && head[3] == 0): // that would be UTF-32
			return LittleEndian, 2
		case head[0] == 0xfe && head[1] == 0xff:
			return BigEndian, 2
		}
	}
	head = head[:min(len(head), detectMost)&^1]
	little, big, units := 0, 0, len(head)/2
	if units < detectUnits {
		return None, 0
	}
	for i := 0; i < len(head); i += 2 {
		switch {
		case head[i] == 0 && printable(head[i+1]):
			big++
		case head[i+1] == 0 && printable(head[i]):
			little++
		}
	}
	switch {
	case little >= units-units/16:
		return LittleEndian, 0
	case big >= units-units/16:
		return BigEndian, 0
	}
	return None, 0
}

func printable(c byte) bool { return c >= ' ' && c < 0x7f || c == '\n' || c == '\r' || c == '\t' }

// Reader reads UTF-16 as UTF-8. What is no character becomes U+FFFD; half a character at the end is left out.
type Reader struct {
	r    io.Reader
	big  bool
	in   [4096]byte
	n    int    // octets in in
	high uint16 // first half of a pair that has not been written, 0 for none
	out  []byte // not handed out yet
	buf  []byte
	err  error
}

// NewReader returns a reader of r, which stands behind the byte order mark.
func NewReader(r io.Reader, e Encoding) *Reader { return &Reader{r: r, big: e == BigEndian} }

// Read gives UTF-8. It returns what there is rather than wait for more.
func (d *Reader) Read(p []byte) (int, error) {
	for len(d.out) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		n, err := d.r.Read(d.in[d.n:])
		d.n += n
		d.err = err
		d.decode(err == io.EOF)
		if n == 0 && err == nil {
			return 0, nil
		}
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	if len(d.out) > 0 {
		return n, nil
	}
	err := d.err
	if err != io.EOF {
		d.err = nil // a source that falls silent says so once
	}
	return n, err
}

// decode turns the whole units of in into out.
func (d *Reader) decode(end bool) {
	b := d.buf[:0]
	i := 0
	for ; i+1 < d.n; i += 2 {
		u := uint16(d.in[i]) | uint16(d.in[i+1])<<8
		if d.big {
			u = u<<8 | u>>8
		}
		if d.high != 0 {
			r := utf16.DecodeRune(rune(d.high), rune(u))
			d.high = 0
			if r != utf8.RuneError {
				b = utf8.AppendRune(b, r)
				continue
			}
			b = utf8.AppendRune(b, utf8.RuneError)
		}
		switch {
		case u < utf8.RuneSelf:
			b = append(b, byte(u))
		case u >= 0xd800 && u < 0xdc00:
			d.high = u
		default:
			b = utf8.AppendRune(b, rune(u)) // a lone second half too becomes U+FFFD
		}
	}
	if end && d.high != 0 {
		b = utf8.AppendRune(b, utf8.RuneError)
		d.high = 0
	}
	d.n = copy(d.in[:], d.in[i:d.n])
	d.buf, d.out = b, b
}

// Text decodes a whole text, behind its byte order mark.
func Text(s string, e Encoding) string {
	d := Reader{big: e == BigEndian}
	var out []byte
	for len(s) > 0 {
		n := copy(d.in[d.n:], s)
		s = s[n:]
		d.n += n
		d.decode(len(s) == 0)
		out = append(out, d.out...)
	}
	return string(out)
}

// Octets returns how many octets of UTF-16 a stretch of a Reader's output took.
func Octets[T string | []byte](t T) int64 {
	n := 0
	for i := range len(t) {
		switch c := t[i]; {
		case c < 0x80, c >= 0xc0 && c < 0xf0:
			n += 2
		case c >= 0xf0:
			n += 4
		}
	}
	return int64(n)
}

// Open returns a reader of a text as UTF-8. known are its first octets, which come again; without any the text is left
// alone. mark is the length of a byte order mark that is left out, is says that the text is UTF-16.
func Open(text io.Reader, known []byte) (r io.Reader, mark int64, is bool) {
	e, n := Detect(known)
	if e == None {
		return text, 0, false
	}
	if _, err := io.CopyN(io.Discard, text, int64(n)); err != nil {
		return text, 0, false
	}
	return NewReader(text, e), int64(n), true
}

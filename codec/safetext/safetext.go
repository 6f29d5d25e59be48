// Package safetext makes text from strangers safe to print on a terminal.
//
// Log lines and shutdown communications (RFC 9003) are written by whoever is at
// the other end. Sent to a terminal as they stand they can move the cursor,
// change the window title, or show words in another order than they were sent.
// This package replaces what does not show as itself by a visible escape:
//
//	ESC             \x1b        C0 controls, DEL and octets that are not UTF-8
//	U+202E          \u202e      C1 controls, bidirectional and invisible characters
//	U+E0041         \U000e0041  the same beyond the basic plane
//
// It does not judge, translate or shorten text, and knows nothing of colour.
package safetext

import "unicode/utf8"

// Options says what may pass. The zero value escapes every control character.
type Options struct {
	Newline   bool // let \n pass
	Tab       bool // let \t pass
	Backslash bool // write \ as \\, so that the result can be told from text that already held an escape
}

const hexDigits = "0123456789abcdef"

// text is what Append and AppendBytes share.
type text interface{ string | []byte }

// Append appends s to dst with everything unsafe escaped, and returns the
// extended slice. It takes time linear in len(s), at most ten octets for each
// octet of s, and allocates only when dst must grow.
func Append(dst []byte, s string, o Options) []byte { return appendText(dst, s, o) }

// AppendBytes is Append for text that is still in a buffer of octets.
func AppendBytes(dst, b []byte, o Options) []byte { return appendText(dst, b, o) }

func appendText[T text](dst []byte, s T, o Options) []byte {
	for start := 0; ; {
		end, n := clean(s, start, o)
		dst = append(dst, s[start:end]...)
		if n == 0 {
			return dst
		}
		dst = appendEscape(dst, string(s[end:end+n]))
		start = end + n
	}
}

// String returns s itself when it is clean, otherwise its escaped form.
func String(s string, o Options) string {
	if Clean(s, o) {
		return s
	}
	return string(Append(make([]byte, 0, len(s)+16), s, o))
}

// Clean reports whether Append would copy s unchanged.
func Clean(s string, o Options) bool {
	_, n := clean(s, 0, o)
	return n == 0
}

// clean finds the first character at or after s[i:] that must be escaped: where
// it stands and its length in octets. The length is 0 when there is none.
func clean[T text](s T, i int, o Options) (at, n int) {
	for i < len(s) {
		c := s[i]
		if c >= 0x20 && c < 0x7f && c != '\\' {
			i++
			continue
		}
		n, ok := step(string(s[i:min(i+utf8.UTFMax, len(s))]), o)
		if !ok {
			return i, n
		}
		i += n
	}
	return i, 0
}

// step gives the length in octets of the first character of s, which is not
// empty, and whether it may pass as it is.
func step(s string, o Options) (int, bool) {
	c := s[0]
	switch {
	case c == '\n':
		return 1, o.Newline
	case c == '\t':
		return 1, o.Tab
	case c == '\\':
		return 1, !o.Backslash
	case c < 0x20 || c == 0x7f:
		return 1, false
	case c < utf8.RuneSelf:
		return 1, true
	}
	r, n := utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && n == 1 {
		return 1, false
	}
	return n, !hidden(r)
}

// span is a closed range of code points.
type span struct{ lo, hi rune }

// hiddenSpans are the characters beyond ASCII that act on their neighbours or
// show nothing, in ascending order.
var hiddenSpans = [...]span{
	{0x80, 0x9f},       // C1 controls; 0x9b is CSI
	{0xad, 0xad},       // soft hyphen
	{0x34f, 0x34f},     // combining grapheme joiner
	{0x61c, 0x61c},     // Arabic letter mark
	{0x115f, 0x1160},   // Hangul fillers
	{0x17b4, 0x17b5},   // Khmer inherent vowels
	{0x180b, 0x180f},   // Mongolian variation selectors, vowel separator
	{0x200b, 0x200f},   // zero width characters, left-to-right and right-to-left marks
	{0x2028, 0x202e},   // line and paragraph separator, bidirectional embeddings and overrides
	{0x2060, 0x206f},   // invisible operators, bidirectional isolates, deprecated format characters
	{0x3164, 0x3164},   // Hangul filler
	{0xfe00, 0xfe0f},   // variation selectors
	{0xfeff, 0xfeff},   // byte order mark
	{0xffa0, 0xffa0},   // half width Hangul filler
	{0xfff0, 0xfffb},   // interlinear annotation
	{0xfffe, 0xffff},   // noncharacters
	{0x1d173, 0x1d17a}, // musical formatting
	{0xe0000, 0xe0fff}, // tags, variation selectors
}

// hidden reports whether r must be shown as an escape.
func hidden(r rune) bool {
	for _, p := range hiddenSpans {
		if r <= p.hi {
			return r >= p.lo
		}
	}
	return false
}

// appendEscape appends the visible form of one character, or of one octet that
// begins none.
func appendEscape(dst []byte, c string) []byte {
	if len(c) == 1 {
		switch c[0] {
		case '\n':
			return append(dst, `\n`...)
		case '\r':
			return append(dst, `\r`...)
		case '\t':
			return append(dst, `\t`...)
		case '\\':
			return append(dst, `\\`...)
		}
		return append(dst, '\\', 'x', hexDigits[c[0]>>4], hexDigits[c[0]&15])
	}
	r, _ := utf8.DecodeRuneInString(c)
	shift := 12
	if r > 0xffff {
		dst = append(dst, '\\', 'U')
		shift = 28
	} else {
		dst = append(dst, '\\', 'u')
	}
	for ; shift >= 0; shift -= 4 {
		dst = append(dst, hexDigits[r>>shift&15])
	}
	return dst
}

package tree

import (
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/safetext"
)

const hexDigits = "0123456789abcdef"

// AppendString appends s as a JSON string. Octets that are not UTF-8 become U+FFFD. Besides what JSON asks for, it
// escapes whatever could act on a terminal or a script engine: DEL, C1 controls, U+2028, bidirectional overrides.
func AppendString(dst []byte, s string) []byte {
	if plain(s) {
		dst = slices.Grow(dst, len(s)+2)
		dst = append(dst, '"')
		dst = append(dst, s...)
		return append(dst, '"')
	}
	dst = append(dst, '"')
	dst = appendEscaped(dst, s)
	return append(dst, '"')
}

// Eight octets at a time: one in each, and the high bit of each.
const (
	ones  = 0x0101010101010101
	highs = 0x80 * ones
)

// IsPlain reports whether AppendString puts s between quotes as it stands: it is ASCII without controls, quotes and
// backslashes. Other texts may pass unchanged as well.
func IsPlain(s string) bool { return plain(s) }

// plain reports whether nothing in s has to be escaped: it is ASCII without controls, quotes and backslashes.
func plain[T string | []byte](s T) bool {
	if len(s) < 8 {
		for i := 0; i < len(s); i++ {
			if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' {
				return false
			}
		}
		return true
	}
	for i := 0; ; i = min(i+8, len(s)-8) {
		o := s[i : i+8]
		x := uint64(o[0]) | uint64(o[1])<<8 | uint64(o[2])<<16 | uint64(o[3])<<24 |
			uint64(o[4])<<32 | uint64(o[5])<<40 | uint64(o[6])<<48 | uint64(o[7])<<56
		// A high bit says of the lowest octet that has one that it must be escaped; above it they may be carries.
		if (x|(x-0x20*ones)|(x+ones)|((x^'"'*ones)-ones)|((x^'\\'*ones)-ones))&highs != 0 {
			return false
		}
		if i == len(s)-8 {
			return true
		}
	}
}

// AppendStringBytes is AppendString for text that is still in a buffer.
func AppendStringBytes(dst, s []byte) []byte {
	dst = append(dst, '"')
	dst = appendEscaped(dst, s)
	return append(dst, '"')
}

func appendEscaped[T string | []byte](dst []byte, s T) []byte {
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= 0x20 && c < 0x7f && c != '"' && c != '\\' {
			i++
			continue
		}
		dst = append(dst, s[start:i]...)
		if c < utf8.RuneSelf {
			dst = appendEscapedASCII(dst, c)
			i++
			start = i
			continue
		}
		var buf [utf8.UTFMax]byte
		one := buf[:copy(buf[:], s[i:min(i+utf8.UTFMax, len(s))])]
		r, n := utf8.DecodeRune(one)
		switch {
		case r == utf8.RuneError && n == 1:
			dst = append(dst, "\ufffd"...)
		case !harmless(r) && !safetext.Clean(string(one[:n]), safetext.Options{}):
			dst = appendEscapedRune(dst, r)
		default:
			dst = append(dst, one[:n]...)
		}
		i += n
		start = i
	}
	return append(dst, s[start:]...)
}

// harmless spares the call for common letters and signs, which safetext would let pass.
func harmless(r rune) bool {
	switch {
	case r > 0xa0 && r < 0x34f:
		return r != 0xad
	case r >= 0x370 && r < 0x600, r >= 0x2010 && r < 0x2028, r >= 0x2190 && r < 0x2c00, r >= 0x4e00 && r < 0xa000:
		return true
	}
	return false
}

func appendEscapedASCII(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}

func appendEscapedRune(dst []byte, r rune) []byte {
	if r > 0xffff {
		r -= 0x10000
		dst = appendEscapedRune(dst, 0xd800+r>>10)
		r = 0xdc00 + r&0x3ff
	}
	return append(dst, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
}

// AppendHexString appends octets as a JSON string of lower-case hex.
func AppendHexString(dst, octets []byte) []byte {
	dst = append(dst, '"')
	dst = codec.AppendHex(dst, octets)
	return append(dst, '"')
}

// AppendKey appends a comma unless dst ends at the start of an object, then "key":. Keys are ours: they need no
// escaping.
func AppendKey(dst []byte, key string) []byte {
	i := len(dst)
	dst = slices.Grow(dst, len(key)+4)[:i+len(key)+4]
	if i > 0 && dst[i-1] != '{' && dst[i-1] != '[' {
		dst[i] = ','
		i++
	}
	dst[i] = '"'
	i += 1 + copy(dst[i+1:], key)
	dst[i], dst[i+1] = '"', ':'
	return dst[:i+2]
}

func comma(dst []byte) []byte {
	if n := len(dst); n > 0 && dst[n-1] != '{' && dst[n-1] != '[' {
		return append(dst, ',')
	}
	return dst
}

// AppendStringMember is AppendKey and AppendString in one.
func AppendStringMember(dst []byte, key, s string) []byte {
	if !plain(s) {
		return AppendString(AppendKey(dst, key), s)
	}
	i := len(dst)
	dst = slices.Grow(dst, len(key)+len(s)+6)[:i+len(key)+len(s)+6]
	if i > 0 && dst[i-1] != '{' && dst[i-1] != '[' {
		dst[i] = ','
		i++
	}
	dst[i] = '"'
	i++
	i += copy(dst[i:], key)
	dst[i], dst[i+1], dst[i+2] = '"', ':', '"'
	i += 3
	i += copy(dst[i:], s)
	dst[i] = '"'
	return dst[:i+1]
}

// Quote turns what was appended to dst behind start into a JSON string. The text is nearly always plain: then
// nothing is allocated.
func Quote(dst []byte, start int) []byte {
	if !plain(dst[start:]) {
		return AppendString(dst[:start], string(dst[start:]))
	}
	dst = append(dst, '"', '"')
	copy(dst[start+1:], dst[start:len(dst)-2])
	dst[start] = '"'
	return dst
}

// appendScalar appends the value of node n: a number, true, or a string.
func appendScalar(dst []byte, t *codec.Tree, n int32) []byte {
	nd := &t.Nodes[n]
	kind := codec.FieldInfo(nd.Field).Kind
	switch {
	case codec.NumberKind(kind) && nd.Len < 8:
		return codec.AppendUint(dst, nd.Val)
	case codec.PlainKind(kind):
		return append(t.AppendValue(append(dst, '"'), n), '"')
	case kind == codec.KindFlag:
		return append(dst, "true"...)
	case kind == codec.KindText:
		return AppendStringBytes(dst, t.Octets(n))
	case t.IsNumber(n) && nd.Len < 8:
		return t.AppendValue(dst, n)
	}
	start := len(dst) // a number of 64 bits is a string: not every reader of JSON can hold it
	return Quote(t.AppendValue(dst, n), start)
}

func appendInt(dst []byte, v int) []byte { return strconv.AppendInt(dst, int64(v), 10) }

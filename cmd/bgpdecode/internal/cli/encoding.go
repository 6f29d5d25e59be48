package cli

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// decodeUTF16 turns text that begins with a UTF-16 byte order mark, as some shells on Windows write files, into UTF-8.
// Other text it returns as it is. A BGP marker begins with ff ff, so it is not taken for a mark.
func decodeUTF16(text string) string {
	var order binary.ByteOrder
	switch {
	case strings.HasPrefix(text, "\xff\xfe") && len(text)%2 == 0:
		order = binary.LittleEndian
	case strings.HasPrefix(text, "\xfe\xff") && len(text)%2 == 0:
		order = binary.BigEndian
	default:
		return text
	}
	var b strings.Builder
	b.Grow(len(text) / 2)
	for i := 2; i+1 < len(text); i += 2 {
		r := rune(order.Uint16([]byte(text[i : i+2])))
		if utf16.IsSurrogate(r) && i+3 < len(text) {
			r = utf16.DecodeRune(r, rune(order.Uint16([]byte(text[i+2:i+4]))))
			i += 2
		}
		b.WriteRune(r)
	}
	return b.String()
}

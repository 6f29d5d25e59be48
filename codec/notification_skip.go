package codec

import (
	"bytes"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/registry"
)

// soundNotification reports whether b is a whole NOTIFICATION in which there is nothing to find: a shutdown or reset with a
// communication in ASCII or UTF-8 (RFC 9003), or a Hold Timer Expired without Data. Others may be sound as well.
func soundNotification(b []byte) bool {
	if len(b) < minNotify || len(b) > MaxLen || b[18] != byte(registry.MsgNotification) || int(b[16])<<8|int(b[17]) != len(b) || !HasMarker(b) {
		return false
	}
	data := b[minNotify:]
	switch registry.ErrorCode(b[19]) {
	case registry.ErrHoldTimer:
		return b[20] == 0 && len(data) == 0
	case registry.ErrCease:
		return (b[20] == 2 || b[20] == 4) && len(data) > 1 && len(data) <= 129 && int(data[0]) == len(data)-1 &&
			utf8.Valid(data[1:]) && bytes.IndexByte(data[1:], 0) < 0
	}
	return false
}

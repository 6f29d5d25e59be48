package batch

import (
	"io"

	"github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/wide"
)

// inUTF8 returns a reader of a text as UTF-8. known are its first octets, which come again; without any it is left alone. mark is the length of a byte order mark that is left out, is says that the input is UTF-16.
func inUTF8(text io.Reader, known []byte) (r io.Reader, mark int64, is bool) {
	e, n := wide.Detect(known)
	if e == wide.None {
		return text, 0, false
	}
	if _, err := io.CopyN(io.Discard, text, int64(n)); err != nil {
		return text, 0, false
	}
	return wide.NewReader(text, e), int64(n), true
}

package cli

import "github.com/bgpdecode/bgpdecode/cmd/bgpdecode/internal/wide"

// decodeUTF16 turns UTF-16, as some programs on Windows write files, with a byte order mark or without, into UTF-8. Other
// text it returns as it is. A BGP marker begins with ff ff, so it is not taken for a mark.
func decodeUTF16(text string) string {
	e, mark := wide.Detect([]byte(text[:min(len(text), 512)]))
	if e == wide.None || mark > 0 && len(text)%2 != 0 {
		return text
	}
	return wide.Text(text[mark:], e)
}

package cli

import (
	"io"
	"strings"
	"unicode/utf8"
)

// batchOut gives what batch writes to: a form for people loses its characters beyond ASCII on a terminal without them.
func (a *app) batchOut(format string) io.Writer {
	if !a.s.ASCII() || strings.HasPrefix(format, "json") || strings.HasSuffix(format, "-jsonl") || format == "csv" {
		return batchOut{a.out}
	}
	return &plainOut{batchOut: batchOut{a.out}}
}

// plainOut writes ASCII only, one character for each, so that columns stay where they are.
type plainOut struct {
	batchOut
	rest []byte // the begin of a character whose end is not there yet
	buf  []byte
}

// Write takes UTF-8.
func (o *plainOut) Write(p []byte) (int, error) {
	text := p
	if len(o.rest) > 0 {
		text = append(o.rest, p...)
		o.rest = nil
	}
	o.buf = o.buf[:0]
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			o.buf = append(o.buf, c)
			i++
			continue
		}
		if !utf8.FullRune(text[i:]) {
			o.rest = append([]byte(nil), text[i:]...)
			break
		}
		r, n := utf8.DecodeRune(text[i:])
		o.buf = append(o.buf, plainRune(r))
		i += n
	}
	if _, err := o.batchOut.Write(o.buf); err != nil {
		return 0, err
	}
	return len(p), nil
}

// plainRune gives the character of ASCII that looks most like another one.
func plainRune(r rune) byte {
	switch {
	case r == '│' || r == '┃':
		return '|'
	case r == '─' || r == '━' || r == '–' || r == '—' || r == '·' || r == '−':
		return '-'
	case r == '…':
		return '~'
	case r == '→' || r == '▶':
		return '>'
	case r == '←' || r == '◀':
		return '<'
	case r == '×':
		return 'x'
	case r == '§':
		return 'S'
	case r == '▲' || r == '↑':
		return '^'
	case r == '▼' || r == '↓':
		return 'v'
	case r >= 0x2500 && r < 0x2580:
		return '+'
	case r >= 0x2580 && r < 0x25a0:
		return '#'
	case r == '‘' || r == '’':
		return '\''
	case r == '“' || r == '”':
		return '"'
	case r == 0xa0:
		return ' '
	}
	return '?'
}

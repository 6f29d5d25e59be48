package inject

import (
	"fmt"
	"strings"
)

// Error is a fault in a script.
type Error struct {
	File      string
	Line, Col int // from 1; Col counts octets
	Text      string
}

// Error gives "FILE:LINE:COLUMN: text".
func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Text)
}

// word is a word of a line. key and value are the parts of "key=value"; op is "=" or "~=", "" without one.
type word struct {
	col            int // from 1
	at, end        int // its octets in the line
	text           string
	key, op, value string
	quoted         bool // the whole word stood in quotes
}

// split cuts a line into words. Quotes, single or double, keep words together, also behind "key="; # begins a comment.
func split(line string) ([]word, error) {
	var out []word
	for at := 0; ; {
		for at < len(line) && blank(line[at]) {
			at++
		}
		if at == len(line) || line[at] == '#' {
			return out, nil
		}
		w := word{col: at + 1, at: at}
		var text strings.Builder
		cut := -1 // where "=" stands in text
		for at < len(line) && !blank(line[at]) {
			c := line[at]
			if c != '"' && c != '\'' || text.Len() > 0 && cut != text.Len()-1 {
				if c == '=' && cut < 0 {
					cut = text.Len()
				}
				text.WriteByte(c)
				at++
				continue
			}
			n := strings.IndexByte(line[at+1:], c)
			if n < 0 {
				return nil, &Error{Col: at + 1, Text: "a quotation mark is not closed"}
			}
			w.quoted = at == w.at
			text.WriteString(line[at+1 : at+1+n])
			if at += n + 2; at < len(line) && !blank(line[at]) {
				return nil, &Error{Col: at + 1, Text: "a space is missing behind a quotation mark"}
			}
		}
		w.text, w.end = text.String(), at
		w.key = w.text
		if cut > 0 && !w.quoted {
			w.key, w.op, w.value = w.text[:cut], "=", w.text[cut+1:]
			if k, contains := strings.CutSuffix(w.key, "~"); contains {
				w.key, w.op = k, "~="
			}
		}
		out = append(out, w)
	}
}

func blank(c byte) bool { return c == ' ' || c == '\t' || c == '\r' }

// shown is text of a script as it may stand in a message: not too long.
func shown(s string) string {
	if len(s) > 60 {
		s = s[:57] + "..."
	}
	return fmt.Sprintf("%q", s)
}

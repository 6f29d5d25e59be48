package cli

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/codec/hexdump"
	"github.com/bgpdecode/bgpdecode/codec/safetext"
	"github.com/bgpdecode/bgpdecode/explain"
)

// nothingFound says that an input holds nothing of BGP, what was looked for, and what is odd about it, so that a person
// can see whether it is the input that they meant.
func nothingFound(in input, text string, args []string) error {
	if strings.TrimSpace(text) == "" {
		return nothingf("nothing to decode: no text in %s", in.said)
	}
	what := "no BGP message, NOTIFICATION or attribute found in " + amount(text) + " from " + in.said
	if in.name != "args" {
		return nothingf("%s; %s", what, oddity(text))
	}
	more := hint(text, args)
	if len(args) == 1 && fileLike(args[0]) && more == "" {
		return noSuchFile(args[0])
	}
	return nothingf("%s; %s%s", what, oddity(text), more)
}

// amount says how long a text is.
func amount(text string) string {
	if !utf8.ValidString(text) || strings.IndexByte(text, 0) >= 0 {
		return count(len(text), "octet") + " of binary data"
	}
	return count(utf8.RuneCountInString(text), "character")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// oddity is the first thing to look at in a text that holds nothing.
func oddity(text string) string {
	switch n := onlyMarker(text); {
	case n == codec.MarkerLen:
		return "the 16 octets are a marker (16 times ff) and nothing behind it"
	case n > 0:
		return fmt.Sprintf("the %d octets are all ff: a marker (16 times ff) and no header behind it", n)
	}
	if at := strings.Index(text, strings.Repeat("\xff", codec.MarkerLen)); at >= 0 {
		return fmt.Sprintf("16 octets of ff stand at offset %d as in a marker, with no header of a message behind them: erased memory and padding look so", at)
	}
	digits, others := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f':
			digits++
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ':':
		default:
			others = true
		}
	}
	switch {
	case !others && digits%2 == 1:
		return fmt.Sprintf("%s do not make whole octets", count(digits, "hex digit"))
	case !others && digits > 0:
		return fmt.Sprintf("the %s of hex hold no marker (16 times ff) and no attribute", count(digits/2, "octet"))
	}
	line := strings.TrimSpace(text)
	line, _, _ = strings.Cut(line, "\n")
	return "it begins " + quoteShort(line)
}

// onlyMarker gives the number of octets of a short text in which they all are ff, and enough for a marker; else 0.
func onlyMarker(text string) int {
	if len(text) > 4096 {
		return 0
	}
	for _, run := range hexdump.Octets(text) {
		if n := len(run.Octets); n >= codec.MarkerLen && bytes.Count(run.Octets, []byte{0xff}) == n {
			return n
		}
	}
	return 0
}

// quoteShort quotes the beginning of a stranger's line.
func quoteShort(line string) string {
	const most = 48
	var safe []byte
	line = strings.TrimSpace(line)
	for i, n := 0, 0; i < len(line); i += n {
		_, n = utf8.DecodeRuneInString(line[i:])
		next := safetext.Append(safe, line[i:i+n], safetext.Options{})
		if utf8.RuneCount(next) > most {
			return `"` + string(safe) + `"...`
		}
		safe = next
	}
	return `"` + string(safe) + `"`
}

// hint guesses what a person meant who gave arguments without BGP in them.
func hint(text string, args []string) string {
	if len(text) > 64 {
		return ""
	}
	if name := nearest(args[0], commandNames()); name != "" {
		return fmt.Sprintf(". Did you mean \"bgpdecode %s\"?", name)
	}
	if topics, err := explain.Lookup(text); err == nil && len(topics) > 0 {
		return fmt.Sprintf(". For the meaning of a code: bgpdecode explain %s", strings.TrimSpace(text))
	}
	return ""
}

func commandNames() []string {
	return []string{"explain", "registry", "schema", "version", "completion", "help"}
}

// nearest gives the word of the list that differs from word by a slip of the keyboard, or "".
func nearest(word string, list []string) string {
	word = strings.ToLower(word)
	best, bestAt := "", 3
	for _, w := range list {
		d := distance(word, w)
		if d < bestAt && d*3 <= len(w) {
			best, bestAt = w, d
		}
	}
	return best
}

// distance counts the letters to insert, delete, replace or swap to get from a to b. Long words are far from all.
func distance(a, b string) int {
	if len(a) > 64 || len(b) > 64 {
		return 64
	}
	var rows [3][65]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

package hexdump

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// remark is what stands in a dump for octets that are not shown, or between
// octets that are.
type remark struct {
	kind    GapKind
	end     int  // behind the remark
	missing int  // octets, -1 unknown
	joins   bool // nothing is missing: the dump goes on behind it
	note    bool // a writer's word about the octets; nothing is missing
	strong  bool // a mark such as "..." that needs no hex behind it
}

// maxRemark bounds how far a remark is looked for.
const maxRemark = 160

// ellipsis gives the length of "...", "…" or ". . ." at i, 0 if there is none.
func ellipsis(s string, i int) int {
	j, dots, end := i, 0, i
	for j < len(s) && j < i+maxRemark {
		switch {
		case s[j] == '.':
			dots++
			j++
			end = j
		case strings.HasPrefix(s[j:], "…"):
			dots += 3
			j += len("…")
			end = j
		case s[j] == ' ' && dots > 0 && j+1 < len(s) && (s[j+1] == '.' || strings.HasPrefix(s[j+1:], "…")):
			j++
		default:
			j = len(s)
		}
	}
	if dots < 2 {
		return 0
	}
	return end - i
}

// remarkAt reads a remark at i, which is neither blank nor hex.
func remarkAt(s string, i int) (remark, bool) {
	switch s[i] {
	case '*', '-', '#', '=', '/':
		return starRemark(s, i)
	case '[', '(', '<', '{':
		return bracketRemark(s, i)
	}
	if n := ellipsis(s, i); n > 0 {
		r := remark{kind: GapEllipsis, end: i + n, missing: -1, strong: true}
		r.words(s)
		return r, true
	}
	// A lone point between blanks: elision if a dump follows at once.
	if s[i] == '.' && i > 0 && isBlank(s[i-1]) && i+1 < len(s) && isBlank(s[i+1]) {
		return remark{kind: GapEllipsis, end: i + 1, missing: -1}, true
	}
	return remark{}, false
}

// words takes the words behind an ellipsis ("... many times", "… 120 more
// bytes …") into the remark, if a dump goes on behind them.
func (r *remark) words(s string) {
	i, lines := r.end, 0
	for i < len(s) && i < r.end+maxRemark {
		j := skipBlanks(s, i)
		if j < len(s) && s[j] == '\n' && lines == 0 {
			lines++
			i = j + 1
			continue
		}
		if t, ok := bare(s, j, ' '); ok && (t.width()%2 == 0 || i == r.end) && !countWord(s, t) {
			r.end = i
			return
		}
		if n := ellipsis(s, j); n > 0 {
			r.missing = countIn(s[r.end:j], r.missing)
			r.end = j + n
			i = r.end
			continue
		}
		k := wordEnd(s, j)
		if k == j {
			break
		}
		if m := countIn(s[r.end:k], -1); m >= 0 {
			r.missing = m
		}
		i = k
	}
	// No dump behind: the words are prose, unless they count octets.
	if r.missing >= 0 {
		r.end = min(i, len(s))
	}
}

// countWord says whether the number t counts something ("120 bytes").
func countWord(s string, t token) bool {
	if t.letters {
		return false
	}
	j := skipBlanks(s, t.end)
	k := wordEnd(s, j)
	return k > j && !hexWord(s[j:k])
}

func hexWord(w string) bool {
	for i := 0; i < len(w); i++ {
		if !isHex(w[i]) {
			return false
		}
	}
	return true
}

// wordEnd gives the end of a word of letters and digits of any script at i.
func wordEnd(s string, i int) int {
	for i < len(s) {
		if s[i] < utf8.RuneSelf {
			if !isWord(s[i]) && s[i] != '\'' && s[i] != '+' {
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && r != '×' {
			return i
		}
		i += n
	}
	return i
}

// countIn gives the number of octets that a remark names, or old.
func countIn(w string, old int) int {
	lower := strings.ToLower(w)
	if !hasAny(lower, "byte", "octet", "more", "байт", "октет", "omitted", "skipped") {
		return old
	}
	for i := 0; i < len(w); i++ {
		if !isDigit(w[i]) {
			continue
		}
		n := 0
		for ; i < len(w) && isDigit(w[i]) && n < 1<<30; i++ {
			n = n*10 + int(w[i]-'0')
		}
		return n
	}
	return old
}

func hasAny(s string, parts ...string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// cutWords are stems of words that say that something was left out.
var cutWords = [...]string{
	"...", "…", "snip", "cut", "omit", "trunc", "more", "skip", "elid", "missing",
	"byte", "octet", "times", "repeat", "etc", "redact", "раз", "пропу", "выре", "байт", "октет", "repet", "weitere", "mal",
}

// bracketRemark reads "<snip>", "[... 120 bytes omitted ...]", "(AS_PATH)".
func bracketRemark(s string, i int) (remark, bool) {
	closer := map4(s[i])
	limit := min(len(s), i+maxRemark)
	j, hexOnly := i+1, true
	for j < limit && s[j] != closer && s[j] != '\n' {
		if s[j] == s[i] {
			return remark{}, false
		}
		hexOnly = hexOnly && (isHex(s[j]) || isBlank(s[j]) || s[j] == 'x' || isMark(s[j]))
		j++
	}
	if j >= limit || s[j] != closer || hexOnly {
		return remark{}, false
	}
	in := strings.ToLower(s[i+1 : j])
	if hasAny(in, cutWords[:]...) {
		return remark{kind: GapEllipsis, end: j + 1, missing: countIn(in, -1), strong: true}, true
	}
	if s[i] == '<' || s[i] == '{' || !startsWithLetter(in) {
		return remark{}, false
	}
	return remark{end: j + 1, note: true}, true
}

func startsWithLetter(w string) bool {
	w = strings.TrimLeft(w, " *_")
	if w == "" {
		return false
	}
	t, ok := bare(w, 0, ' ')
	if ok && t.width()%2 == 0 {
		return false // perhaps octets: not a word about them
	}
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsLetter(r)
}

func map4(open byte) byte {
	switch open {
	case '[':
		return ']'
	case '(':
		return ')'
	case '<':
		return '>'
	}
	return '}'
}

// starRemark reads "**MSG 00004 TRUNCATED**", "--snip--" and their like. A
// TRUNCATED that a CONTINUATION follows only splits the dump.
func starRemark(s string, i int) (remark, bool) {
	end, in, ok := starred(s, i)
	if !ok {
		return remark{}, false
	}
	switch {
	case strings.Contains(in, "continuation"):
		return remark{end: end, joins: true}, true
	case strings.Contains(in, "truncat"):
		j := end
		for j < len(s) && (isBlank(s[j]) || s[j] == '\n') && j < end+64 {
			j++
		}
		if j < len(s) {
			if end2, in2, ok := starred(s, j); ok && strings.Contains(in2, "continuation") {
				return remark{end: end2, joins: true}, true
			}
		}
		return remark{kind: GapTruncated, end: end, missing: -1, strong: true}, true
	case hasAny(in, "snip", "cut", "omit", "skip"):
		return remark{kind: GapEllipsis, end: end, missing: countIn(in, -1), strong: true}, true
	}
	return remark{}, false
}

// starred reads text between two doubled marks on one line, in lower case.
func starred(s string, i int) (end int, in string, ok bool) {
	c := s[i]
	if i+2 >= len(s) || s[i+1] != c || class[c]&clWord != 0 {
		return 0, "", false
	}
	limit := min(len(s), i+maxRemark)
	j := i
	for j < limit && s[j] == c {
		j++
	}
	lo := j
	for j+1 < limit && s[j] != '\n' {
		if s[j] == c && s[j+1] == c {
			in = strings.ToLower(s[lo:j])
			for j < limit && s[j] == c {
				j++
			}
			return j, in, true
		}
		j++
	}
	return 0, "", false
}

// connectors are words that join two dumps rather than replace a part of one.
var connectors = [...]string{
	"and", "or", "to", "then", "got", "received", "expected", "sent", "but", "vs", "not", "instead", "with", "from",
	"byte", "octet", "length", "data", "code", "is", "are", "was", "was", "means", "followed", "и", "или", "байт", "а", "но", "und", "oder",
}

// plainWords reads words without any mark between two parts of a dump, such as
// "many times". They are believed only as two or more plain words that do not
// join two dumps, and (by the caller) with a dump behind them.
func plainWords(s string, i int) (remark, bool) {
	j, words := i, 0
	for j < len(s) && j < i+80 {
		k := wordEnd(s, j)
		if k == j {
			return remark{}, false
		}
		w := strings.ToLower(s[j:k])
		for _, c := range connectors {
			if w == c || len(c) > 3 && strings.HasPrefix(w, c) {
				return remark{}, false
			}
		}
		words++
		j = skipBlanks(s, k)
		if t, ok := bare(s, j, ' '); ok && t.width()%2 == 0 && words >= 2 && !countWord(s, t) {
			return remark{kind: GapEllipsis, end: k, missing: -1}, true
		}
	}
	return remark{}, false
}

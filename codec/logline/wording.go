package logline

import (
	"strings"
	"sync"
)

// Words returns what a vendor's wording for a NOTIFICATION stands for: "UPDATE Message Error/Attribute Flags Error",
// "Bad Peer AS received", "badNextHop". Wordings of the named style are tried before the common ones. The subcode is
// Unknown when the words name a code only. Case, hyphens, underscores, British spelling and a leading "BGP" do not matter.
func Words(style, text string) (code, sub int, ok bool) {
	if !mayMean(text) {
		return Unknown, Unknown, false
	}
	m := wordsMemo.get(style, text, 0, words)
	return m.code, m.sub, m.ok
}

// mayMean reports whether one of the parts of a text begins as a wording of any table does: most texts that stand where a
// wording may stand are none, and no memo can hold them all.
func mayMean(text string) bool {
	for text != "" {
		may, n := mayBegin(text)
		if may {
			return true
		}
		text = text[min(n+1, len(text)):]
	}
	return false
}

// mayBegin reports whether a text begins as a wording of any table does, and returns the length of its first part.
func mayBegin(text string) (may bool, part int) {
	may = beginsWording(text)
	for ; part < len(text) && !betweenParts(text[part]); part++ {
		may = may && !isDigit(text[part]) // no wording has one in front of a mark
	}
	return may, part
}

// beginsWording is mayBegin for the first octets of a text alone.
func beginsWording(text string) bool {
	i := 0
	for i < len(text) && normalBlank(text[i]) {
		i++
	}
	return i < len(text) && (text[i] == '[' || text[i] == '(' || wordingStarts().has(startOf(text[i:])))
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// starts is a set of the first octets of words, a bit for each hash.
type starts [1 << 9]uint64

// startOf numbers the first octets of a text, no more than four of its first word.
func startOf(t string) (k uint32) {
	for i := 0; i < len(t) && i < 4 && !normalBlank(t[i]) && !betweenParts(t[i]); i++ {
		k = k<<8 | uint32(fold[t[i]])
	}
	return k * 0x9e3779b1 >> 17
}

func (s *starts) add(k uint32) { s[k>>6] |= 1 << (k & 63) }

func (s *starts) has(k uint32) bool { return s[k>>6]>>(k&63)&1 != 0 }

// wordingStarts has those of each wording, and "BGP", which may stand in front of them.
var wordingStarts = sync.OnceValue(func() *starts {
	s := &starts{}
	s.add(startOf("bgp"))
	for _, table := range [...][]wording{commonWords, quaggaWords, exabgpWords, freertrWords, huaweiWords, nokiaWords, noneWords} {
		for _, w := range table {
			s.add(startOf(w.text))
		}
	}
	return s
})

// meaning is what words stand for.
type meaning struct {
	code, sub int
	ok        bool
}

var (
	wordsMemo  memo[meaning]
	lookupMemo memo[meaning]
)

func words(style, text string, _ int) meaning {
	code, sub, ok := Unknown, Unknown, false
	for _, part := range parts(text) {
		w, found := lookup(style, part, code)
		switch {
		case !found:
			if sub == Unknown {
				continue
			}
		case code == Unknown:
			code, sub, ok = w.code, w.sub, true
		case w.code == code && w.sub != Unknown:
			sub = w.sub
		}
	}
	return meaning{code, sub, ok}
}

// betweenParts reports whether an octet may stand between the parts of a text.
func betweenParts(c byte) bool { return c == '/' || c == ':' || c == ',' }

// parts takes "Area/Words/Hard Reset", "Area: words" and "Area, words" apart. Names with a slash in them stay whole.
func parts(text string) []string {
	ps := make([]string, 0, 4)
	if n := normal(text); has(n) {
		return append(ps, text)
	}
	rest := text
	for len(ps) < 3 {
		k := strings.IndexAny(rest, "/:,")
		if k < 0 {
			break
		}
		ps = append(ps, rest[:k])
		rest = rest[k+1:]
		if has(normal(rest)) {
			break
		}
	}
	return append(ps, rest)
}

func has(n string) bool {
	for i := range commonWords {
		if commonWords[i].text == n {
			return true
		}
	}
	return false
}

// wording is one row of a table, its text in normal form.
type wording struct {
	code, sub int
	text      string
}

// lookup finds a wording; with a code known only rows of that code are taken.
func lookup(style, text string, code int) (wording, bool) {
	if may, _ := mayBegin(text); !may {
		return wording{}, false
	}
	m := lookupMemo.get(style, text, code, search)
	return wording{code: m.code, sub: m.sub}, m.ok
}

func search(style, text string, code int) meaning {
	n := normal(text)
	if n == "" {
		return meaning{}
	}
	for _, table := range [...][]wording{vendorWords(style), commonWords} {
		for _, w := range table {
			if w.text != n || code != Unknown && w.code != code {
				continue
			}
			if code == Unknown && unspecific(n) {
				return meaning{}
			}
			return meaning{w.code, w.sub, true}
		}
	}
	return meaning{}
}

// unspecific reports whether a wording is used with several codes.
func unspecific(n string) bool {
	return n == "unspecific" || n == "unspecified" || n == "unspecified error subcode" || n == "none"
}

// normal brings a wording into the form of the tables.
func normal(s string) string {
	if len(s) > 160 {
		return ""
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		ch := fold[s[i]]
		if normalBlank(s[i]) {
			ch = ' '
		}
		if ch == ' ' && (len(b) == 0 || b[len(b)-1] == ' ') {
			continue
		}
		b = append(b, ch)
	}
	n := strings.TrimSuffix(string(b), " ")
	n = strings.TrimPrefix(n, "bgp ")
	n = strings.ReplaceAll(n, "synchronis", "synchroniz")
	n = strings.ReplaceAll(n, "unrecognis", "unrecogniz")
	n = strings.ReplaceAll(n, "[deprecated]", "")
	n = strings.ReplaceAll(n, "(deprecated)", "")
	n = strings.TrimSuffix(n, " ")
	for _, tail := range [...]string{" received", " sent", " error"} {
		n = strings.TrimSuffix(n, tail)
	}
	return n
}

// normalBlank reports whether an octet counts as a blank between the words of a wording.
func normalBlank(c byte) bool {
	return fold[c] == ' ' || c == '-' || c == '_' || c == '"' || c == '\'' || c == '.'
}

// vendorWords returns the rows in which a vendor differs from the common table.
func vendorWords(style string) []wording {
	switch style {
	case "quagga", "quagga-as4", "wireshark", "tshark-V", "tshark-fields":
		return quaggaWords
	case "exabgp":
		return exabgpWords
	case "freertr":
		return freertrWords
	case "huawei-vrp":
		return huaweiWords
	case "nokia-sros", "nokia-srlinux":
		return nokiaWords
	case "arista-eos", "fortios":
		return noneWords
	}
	return nil
}

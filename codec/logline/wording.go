package logline

import "strings"

// Words returns what a vendor's wording for a NOTIFICATION stands for: "UPDATE Message Error/Attribute Flags Error",
// "Bad Peer AS received", "badNextHop". Wordings of the named style are tried before the common ones. The subcode is
// Unknown when the words name a code only. Case, hyphens, underscores, British spelling and a leading "BGP" do not matter.
func Words(style, text string) (code, sub int, ok bool) {
	m := wordsMemo.get(style, text, 0, words)
	return m.code, m.sub, m.ok
}

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
		if ch == '-' || ch == '_' || ch == '"' || ch == '\'' || ch == '.' {
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

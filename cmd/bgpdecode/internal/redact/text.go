package redact

import (
	"net/netip"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Text replaces addresses, AS numbers and host names in the words of a log line. names are replaced wherever they stand
// between other characters than letters and digits; what replaces each stands beside it.
func (r *Redactor) Text(s string, names ...[2]string) string {
	if s == "" {
		return s
	}
	for _, n := range names {
		s = replaceWord(s, n[0], n[1])
	}
	var out strings.Builder
	for i := 0; i < len(s); {
		if i > 0 && isWord(s[i-1]) || !isWord(s[i]) && s[i] != ':' {
			out.WriteByte(s[i])
			i++
			continue
		}
		n := 1
		for i+n < len(s) && (isWord(s[i+n]) || strings.IndexByte(".:", s[i+n]) >= 0) {
			n++
		}
		word := s[i : i+n]
		if to, ok := r.asAfter(s, i, word); ok {
			out.WriteString(to)
		} else {
			out.WriteString(r.word(word))
		}
		i += n
	}
	return out.String()
}

func isWord(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c == '-' || c == '_' || c >= 0x80
}

// word replaces one word: an address, one with a port behind it, or a name of three labels or more.
func (r *Redactor) word(w string) string {
	body := strings.TrimRight(w, ".:")
	tail := w[len(body):]
	if strings.HasSuffix(w, "::") && strings.Count(w, "::") == 1 {
		body, tail = w, ""
	}
	if a, err := netip.ParseAddr(body); err == nil {
		return r.Addr(a).String() + tail
	}
	if a, err := netip.ParseAddrPort(body); err == nil {
		return r.AddrPort(a).String() + tail
	}
	for _, mark := range [...]byte{':', '.'} { // 192.0.2.1.179, as packet printers write a port
		if i := strings.LastIndexByte(body, mark); i > 0 {
			if a, err := netip.ParseAddr(body[:i]); err == nil && a.Is4() {
				return r.Addr(a).String() + body[i:] + tail
			}
		}
	}
	if strings.HasPrefix(w, "AS") || strings.HasPrefix(w, "as") {
		if to, ok := r.asNumber(body[2:]); ok {
			return w[:2] + to + tail
		}
	}
	if hostLike(body) {
		return r.tag("host", body) + tail
	}
	return w
}

// hostLike reports whether a word is a name of the DNS with three labels or more, the last of letters.
func hostLike(w string) bool {
	labels := strings.Split(w, ".")
	if len(labels) < 3 {
		return false
	}
	for _, l := range labels {
		if l == "" || strings.ContainsAny(l, ":_") {
			return false
		}
	}
	last := labels[len(labels)-1]
	return len(last) >= 2 && strings.Trim(strings.ToLower(last), "abcdefghijklmnopqrstuvwxyz") == ""
}

// asAfter replaces a number behind a word that announces an AS number: "AS 64500", "remote-as 64500", "as=64500".
func (r *Redactor) asAfter(s string, at int, word string) (string, bool) {
	body := strings.TrimRight(word, ".:")
	to, ok := r.asNumber(body)
	if !ok {
		return "", false
	}
	before := strings.TrimRight(s[max(0, at-24):at], " =:#\"'(")
	i := len(before)
	for i > 0 && isWord(before[i-1]) {
		i--
	}
	switch strings.ToLower(before[i:]) {
	case "as", "asn", "as4", "peer_as", "peer-as", "peeras", "remote-as", "remote_as", "remoteas", "local-as", "local_as", "localas", "as-number", "as_number", "asnumber":
		return to + word[len(body):], true
	case "expected", "expects", "expecting", "received", "got", "configured":
		if saysAS(s[max(0, at-64):at]) {
			return to + word[len(body):], true
		}
	}
	return "", false
}

// saysAS reports whether the clause in front of a number speaks of AS numbers: "as number mismatch expected 64500, received 64501".
func saysAS(s string) bool {
	s = s[strings.LastIndexByte(s, ';')+1:]
	words := strings.FieldsFunc(s, func(c rune) bool { return c < utf8.RuneSelf && !isWord(byte(c)) })
	for i, w := range words {
		if l := strings.ToLower(w); w == "AS" || l == "asn" || l == "as" && i+1 < len(words) && strings.HasPrefix(strings.ToLower(words[i+1]), "num") {
			return true
		}
	}
	return false
}

// asNumber replaces an AS number in the notations asplain and asdot (RFC 5396).
func (r *Redactor) asNumber(s string) (string, bool) {
	high, low, dot := strings.Cut(s, ".")
	if dot {
		h, err := strconv.ParseUint(high, 10, 16)
		l, err2 := strconv.ParseUint(low, 10, 16)
		if err != nil || err2 != nil {
			return "", false
		}
		v := r.AS(uint32(h)<<16 | uint32(l))
		return strconv.Itoa(int(v>>16)) + "." + strconv.Itoa(int(v&0xffff)), true
	}
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		return "", false
	}
	return strconv.FormatUint(uint64(r.AS(uint32(n))), 10), true
}

// path replaces every number of an AS path in words.
func (r *Redactor) path(s string) string {
	var out strings.Builder
	for i := 0; i < len(s); {
		n := 0
		for i+n < len(s) && (s[i+n] >= '0' && s[i+n] <= '9' || s[i+n] == '.') {
			n++
		}
		if n == 0 {
			out.WriteByte(s[i])
			i++
			continue
		}
		if to, ok := r.asNumber(s[i : i+n]); ok {
			out.WriteString(to)
		} else {
			out.WriteString(s[i : i+n])
		}
		i += n
	}
	return out.String()
}

// Host gives what replaces the name or the address of a device.
func (r *Redactor) Host(s string) string {
	if s == "" {
		return s
	}
	if a, err := netip.ParseAddr(s); err == nil {
		return r.Addr(a).String()
	}
	return r.tag("host", s)
}

// Peer gives what replaces the peer of a session: an address, a prefix of dynamic peers, a name. The name of an interface
// stays.
func (r *Redactor) Peer(s string) string {
	switch a, err := netip.ParseAddr(s); {
	case s == "":
		return s
	case err == nil:
		return r.Addr(a).String()
	case isInterface(s):
		return s
	}
	if p, err := netip.ParsePrefix(s); err == nil {
		return r.Prefix(p).String()
	}
	return r.tag("peer", s)
}

// interfaces are what the names of interfaces begin with, on routers and hosts.
var interfaces = [...]string{
	"ae", "be", "bond", "br", "bridge", "bundle-ether", "cxgbe", "dummy", "em", "en", "eno", "enp", "ens", "et", "et-", "eth", "ethernet",
	"ethernet-", "fa", "fastethernet", "fe-", "fo", "fortygige", "ge-", "gi", "gigabitethernet", "gre", "hu", "hundredgige", "igb", "irb", "ix", "ixl",
	"lag", "lag-", "lo", "loopback", "net", "null", "peerlink", "po", "port-channel", "portchannel", "ppp", "qsfp", "serial", "sfp-sfpplus", "so-", "swp", "tap",
	"te", "tengigabitethernet", "tengige", "tun", "tunnel", "twe", "vlan", "vlanif", "veth", "vxlan", "wg", "xe-", "gigabiteth", "ether", "sfp",
}

// isInterface reports whether a name is that of an interface: one of the usual words, then numbers and their marks.
func isInterface(s string) bool {
	word := strings.ToLower(strings.TrimRight(s, "0123456789/.:"))
	return len(word) < len(s) && slices.Contains(interfaces[:], word)
}

// Name gives what replaces the name of an input: the kind of file stays to be seen.
func (r *Redactor) Name(s string) string {
	switch s {
	case "", "stdin", "args", "clipboard", "peer":
		return s
	}
	ext := filepath.Ext(s)
	if len(ext) > 8 {
		ext = ""
	}
	return r.tag("file", s) + ext
}

// mask hides a text of the same length: letters and digits go, blanks and marks stay, and so do faults of its UTF-8.
func mask(dst []byte, s []byte) []byte {
	valid := utf8.Valid(s)
	for _, c := range s {
		switch {
		case c >= '0' && c <= '9':
			c = '0'
		case c|0x20 >= 'a' && c|0x20 <= 'z', c >= 0x80 && valid:
			c = 'x'
		}
		dst = append(dst, c)
	}
	return dst
}

// replaceWord replaces a name where no letter or digit stands beside it. Case does not matter.
func replaceWord(s, name, to string) string {
	if name == "" {
		return s
	}
	var out strings.Builder
	lower, want := strings.ToLower(s), strings.ToLower(name)
	if len(lower) != len(s) {
		return s // folding moved the octets: rare enough to leave to the words around it
	}
	from := 0
	for {
		i := strings.Index(lower[from:], want)
		if i < 0 {
			break
		}
		i += from
		end := i + len(want)
		if (i == 0 || !isWord(s[i-1])) && (end == len(s) || !isWord(s[end])) {
			out.WriteString(s[from:i])
			out.WriteString(to)
		} else {
			out.WriteString(s[from:end])
		}
		from = end
	}
	out.WriteString(s[from:])
	return out.String()
}

package logline

import "strings"

// nearField returns the value of the last of some keys (lower case) in s: key=value, key="value" or "key":"value", as
// loggers with fields write them. It is "" when there is none.
func nearField(s string, keys ...string) string {
	for _, key := range keys {
		for end := len(s); end > 0; {
			k := lastFold(s[:end], key)
			if k < 0 {
				break
			}
			if v, ok := fieldAt(s, k, len(key)); ok {
				return v
			}
			end = k + len(key) - 1
		}
	}
	return ""
}

// fieldAt reads the value of the key of n octets at s[k].
func fieldAt(s string, k, n int) (string, bool) {
	if k > 0 && (isWord(s[k-1]) || s[k-1] == '.') {
		return "", false
	}
	r := strings.TrimPrefix(s[k+n:], `"`)
	if r == "" || r[0] != '=' && r[0] != ':' {
		return "", false
	}
	r = strings.TrimLeft(r[1:], " ")
	quoted := strings.HasPrefix(r, `"`)
	r = strings.TrimPrefix(r, `"`)
	e := 0
	for e < len(r) && e < 128 && strings.IndexByte(" \t\n\",}{)];", r[e]) < 0 {
		if r[e] == '[' && e > 0 {
			break
		}
		if r[e] == '[' { // [2001:db8::1]:179
			if k := strings.IndexByte(r, ']'); k > 0 && k < 64 {
				e = k
			}
		}
		e++
	}
	if quoted && (e == len(r) || r[e] != '"') {
		return "", false
	}
	return r[:e], e > 0
}

// peerKeys are the names under which loggers print the peer.
var peerKeys = [...]string{"peer_ip", "peer_addr", "peer_address", "peer", "neighbor", "remote_addr", "remote"}

// peerField returns the address of the peer from fields in s, "" when there is none.
func peerField(s string) string {
	for _, key := range peerKeys {
		if p, _, ok := splitAddr(nearField(s, key)); ok && isIP(p) {
			return p
		}
	}
	return ""
}

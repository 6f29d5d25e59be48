package explain

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/registry"
)

// ErrNoTopic is returned by Lookup when nothing matches.
var ErrNoTopic = errors.New("no such code, name or number")

// Topic is one meaning of what Lookup was asked for.
type Topic struct {
	Title    string    // "3/4 Attribute Flags Error"
	Kind     string    // "notification", "attribute", "capability", "message", "origin", "segment", "as", "afi", "safi", "role", "community", "reason", "number"
	Sections []Section // in reading order
	Refs     []string  // "RFC 4271 §6.3", or IANA's notation
}

// Section is a titled list of lines of a Topic; Title is "" for the opening lines.
type Section struct {
	Title string
	Lines []string
}

// maxQuery bounds what Lookup reads, maxTopics what it answers.
const (
	maxQuery  = 200
	maxTopics = 12
)

// Lookup finds what a person asks for: "3/4", "cease/9", "0x030b", "0305", "error peer AS", "attribute 40",
// "capability 65", "message 5", "origin 3", "AS 23456", "NO_EXPORT", "65535:65281", "interface-down", or a bare number, which may have several meanings. The likeliest
// meaning comes first; the error is ErrNoTopic when there is none.
func Lookup(query string) ([]Topic, error) {
	q := normal(query[:min(len(query), maxQuery)])
	if strings.Contains(query, "-") || strings.HasPrefix(q, "reason ") {
		if ts := lookupReason(q); len(ts) > 0 {
			return ts, nil
		}
	}
	for _, find := range [...]func(string) []Topic{lookupKind, lookupCommunity, lookupPair, lookupNumber, lookupWords, lookupReason} {
		if ts := find(q); len(ts) > 0 {
			return ts[:min(len(ts), maxTopics)], nil
		}
	}
	return nil, ErrNoTopic
}

// normal brings a query to lower case, with single blanks for blanks, hyphens, underscores and quotes.
func normal(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '-', '_', '"', '\'', '\t', '\n', '\r':
			return ' '
		}
		return r
	}, strings.ToLower(s))
	return strings.Join(strings.Fields(s), " ")
}

// number reads a decimal number, or a hexadecimal one with 0x.
func number(s string) (int, bool) {
	base := 10
	if h, ok := strings.CutPrefix(s, "0x"); ok {
		s, base = h, 16
	}
	n, err := strconv.ParseUint(s, base, 32)
	return int(n), err == nil && n <= math.MaxInt
}

// lookupPair reads "3/4", "3 4", "(3,4)", "cease/9", "update message error/attribute flags error".
func lookupPair(q string) []Topic {
	q = strings.Trim(q, "()[] ")
	for _, prefix := range [...]string{"notification ", "error ", "code ", "bgp "} {
		q = strings.TrimPrefix(q, prefix)
	}
	left, right, ok := strings.Cut(q, "/")
	if code, sub, dotted := dottedPair(q); dotted {
		return []Topic{pairTopic(code, sub)}
	}
	if !ok {
		if left, right, ok = strings.Cut(q, ","); !ok {
			if left, right, ok = strings.Cut(q, " subcode "); !ok {
				left, right, ok = strings.Cut(q, " ")
				if _, isNumber := number(right); !isNumber {
					return nil
				}
			}
		}
	}
	if !ok {
		return nil
	}
	code, ok := codeOf(strings.TrimSpace(left))
	if !ok {
		return nil
	}
	right = strings.TrimSpace(right)
	if sub, ok := number(right); ok {
		if sub > 255 {
			return nil
		}
		return []Topic{pairTopic(code, sub)}
	}
	var out []Topic
	for _, t := range subcodesNamed(right) {
		if t[0] == code {
			out = append(out, pairTopic(t[0], t[1]))
		}
	}
	return out
}

// dottedPair reads "6.9", where the first number is a code that is assigned.
func dottedPair(q string) (code, sub int, ok bool) {
	left, right, ok := strings.Cut(q, ".")
	if !ok || len(left) > 3 || len(right) > 3 {
		return 0, 0, false
	}
	code, cok := number(left)
	sub, sok := number(right)
	return code, sub, cok && sok && code <= 255 && sub <= 255 && registry.TableErrorCodes.Name(uint64(code)) != ""
}

// codeOf reads an error code given by number or by a word that only one code's name begins with.
func codeOf(s string) (int, bool) {
	if n, ok := number(s); ok {
		return n, n <= 255
	}
	if s == "fsm" {
		return int(registry.ErrFSM), true
	}
	if len(s) < 3 {
		return 0, false
	}
	for c := 1; c < 256; c++ {
		if n := normal(registry.TableErrorCodes.Name(uint64(c))); n != "" && strings.HasPrefix(n, s) {
			return c, true
		}
	}
	return 0, false
}

// kinds are the words that may stand before a number.
var kinds = [...]struct {
	word  string
	topic func(int) Topic
	max   uint64
}{
	{"path attribute", attrTopic, 255},
	{"attribute", attrTopic, 255},
	{"attr", attrTopic, 255},
	{"capability", capTopic, 255},
	{"cap", capTopic, 255},
	{"message type", messageTopic, 255},
	{"message", messageTopic, 255},
	{"msg", messageTopic, 255},
	{"type", messageTopic, 255},
	{"origin", originTopic, 255},
	{"segment type", segmentTopic, 255},
	{"segment", segmentTopic, 255},
	{"error code", codeTopic, 255},
	{"code", codeTopic, 255},
	{"afi", afiTopic, 65535},
	{"safi", safiTopic, 255},
	{"role", roleTopic, 255},
	{"asn", asTopic, math.MaxUint32},
	{"as", asTopic, math.MaxUint32},
}

// lookupKind reads "attribute 40", "AS 23456", "as65001".
func lookupKind(q string) []Topic {
	for _, k := range kinds {
		rest, ok := strings.CutPrefix(q, k.word)
		if !ok {
			continue
		}
		n, ok := number(strings.TrimLeft(rest, " #:="))
		if ok && uint64(n) <= k.max {
			return []Topic{k.topic(n)}
		}
	}
	return nil
}

// lookupNumber gives the meanings of a bare number.
func lookupNumber(q string) []Topic {
	hex, isHex := strings.CutPrefix(strings.ReplaceAll(q, " ", ""), "0x")
	if h, err := strconv.ParseUint(hex, 16, 16); err == nil && len(hex) == 4 && (isHex || hex[0] == '0') {
		// The two octets of BGP4-MIB's bgpPeerLastError (RFC 4273).
		if registry.TableErrorCodes.Name(h>>8) != "" {
			return []Topic{pairTopic(int(h>>8), int(h&0xff))}
		}
	}
	n, ok := number(q)
	if !ok {
		return nil
	}
	var out []Topic
	if code, sub, ok := concatenated(q); ok && !isHex {
		t := pairTopic(code, sub)
		t.Sections[0].Lines = append([]string{q + " as Huawei writes a last error: code " + itoa(code) + ", subcode " + itoa(sub)}, t.Sections[0].Lines...)
		out = append(out, t)
	}
	if n == 0 {
		out = append(out, noErrorTopic())
	}
	if n >= 1 && n <= 9 {
		out = append(out, codeTopic(n))
	}
	if n <= 255 {
		out = append(out, attrTopic(n), capTopic(n))
		if registry.TableMessageTypes.Name(uint64(n)) != "" {
			out = append(out, messageTopic(n))
		}
	}
	if c, s := n>>8, n&0xff; n > 255 && n <= 0xffff && registry.KnownSubcode(uint8(c), uint8(s)) {
		t := pairTopic(c, s)
		t.Sections[0].Lines = append([]string{q + " as one number of 2 octets: code " + itoa(c) + ", subcode " + itoa(s)}, t.Sections[0].Lines...)
		out = append(out, t)
	}
	if registry.ASNote(uint32(n)) != "" && n > 255 {
		out = append(out, asTopic(n))
	}
	if h, err := strconv.ParseUint(q, 16, 8); err == nil && !isHex && h > 9 {
		out = append(out, hexTopic(q, int(h)))
	}
	return out
}

// concatenated reads code and subcode written as one decimal number: "35", "40", "311".
func concatenated(q string) (code, sub int, ok bool) {
	if len(q) < 2 || len(q) > 3 || q[0] < '1' || q[0] > '9' {
		return 0, 0, false
	}
	sub, ok = number(q[1:])
	code = int(q[0] - '0')
	return code, sub, ok && (len(q) == 2 || sub >= 10) && registry.KnownSubcode(uint8(code), uint8(sub))
}

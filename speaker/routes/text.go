package routes

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// The text form of routes: prefixes, then attributes as words with a value each, in any order, each at most once.
//
//	198.51.100.0/24 203.0.113.0/24 next-hop 192.0.2.1 as-path "64500 {64501 64502}" community 64500:1 no-export
//
// Lists run to the next keyword or stand in quotes. In an AS path, braces make an AS_SET, parentheses an
// AS_CONFED_SEQUENCE, brackets an AS_CONFED_SET. Keywords: next-hop, as-path, origin, med, local-pref,
// atomic-aggregate (no value), aggregator (AS:ADDRESS), community, large-community, ext-community (rt:AS:N, soo:AS:N
// or 16 hex digits), originator-id, cluster-list, otc, path-id, multicast (no value), attribute (FLAGS CODE HEX, as
// often as wanted; flags and code as numbers or 0x..).

// Error is a fault in the text form of routes.
type Error struct {
	File string // "" outside of files
	Line int    // from 1; 0 outside of files
	Text string
}

// Error gives "FILE:LINE: text".
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.Text
	}
	return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Text)
}

// maxLine bounds a line of a file, in octets.
const maxLine = 1 << 20

// ReadText adds the routes of a file, one line each; empty lines and what follows # are left out. name is for errors,
// all of which are *Error: it stops at the first.
func (s *Set) ReadText(r io.Reader, name string) error {
	sc := bufio.NewScanner(r)
	sc.Buffer(make([]byte, 0, 4096), maxLine)
	n := 0
	for sc.Scan() {
		n++
		line, _, _ := strings.Cut(sc.Text(), "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		if err := s.Parse(line); err != nil {
			return located(err, name, n)
		}
	}
	if err := sc.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			err = fmt.Errorf("the line has more than %d octets", maxLine)
		}
		return &Error{name, n + 1, err.Error()}
	}
	return nil
}

func located(err error, name string, line int) error {
	return &Error{name, line, err.Error()}
}

// Parse adds the routes of one line. Nothing is added when there is an error, a *Error.
func (s *Set) Parse(line string) error {
	words, err := split(line)
	if err != nil {
		return err
	}
	p := parser{words: words, seen: map[string]bool{}}
	if err := p.line(); err != nil {
		return &Error{Text: err.Error()}
	}
	for _, x := range p.prefixes {
		r := p.route
		if r.Prefix, r.Family = x, unicast(x); p.multicast {
			r.Family.SAFI = registry.SAFIMulticast
		}
		s.Add(&r)
	}
	return nil
}

// word is a word of a line; one in quotes is not a keyword.
type word struct {
	text   string
	quoted bool
}

// split cuts a line into words; quotes, single or double, keep words together.
func split(line string) ([]word, error) {
	var out []word
	for {
		line = strings.TrimLeft(line, " \t\r")
		if line == "" {
			return out, nil
		}
		if q := line[0]; q == '"' || q == '\'' {
			end := strings.IndexByte(line[1:], q)
			if end < 0 {
				return nil, &Error{Text: "a quotation mark is not closed"}
			}
			out, line = append(out, word{line[1 : 1+end], true}), line[2+end:]
			continue
		}
		end := strings.IndexAny(line, " \t\r")
		if end < 0 {
			end = len(line)
		}
		out, line = append(out, word{line[:end], false}), line[end:]
	}
}

// parser reads the words of one line.
type parser struct {
	words     []word
	prefixes  []netip.Prefix
	route     Route
	multicast bool
	seen      map[string]bool
}

func (p *parser) line() error {
	for len(p.words) > 0 && !isKeyword(p.words[0]) {
		x, err := parsePrefix(p.words[0].text)
		if err != nil {
			return err
		}
		p.prefixes = append(p.prefixes, x)
		p.words = p.words[1:]
	}
	if len(p.prefixes) == 0 {
		return errors.New("a route begins with its prefix, as in 198.51.100.0/24")
	}
	for len(p.words) > 0 {
		key := p.words[0].text
		parse := keyword(key)
		if parse == nil || p.words[0].quoted {
			return fmt.Errorf("unknown word %q: expected one of %s", key, keywords)
		}
		if p.seen[key] && key != "attribute" {
			return fmt.Errorf("%s stands twice", key)
		}
		p.seen[key], p.words = true, p.words[1:]
		if err := parse(p); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
	}
	return nil
}

func isKeyword(w word) bool { return !w.quoted && keyword(w.text) != nil }

// parsePrefix reads a prefix; an address alone is a host route. Bits behind the length must be clear: most likely one
// of the two is a slip.
func parsePrefix(s string) (netip.Prefix, error) {
	if !strings.Contains(s, "/") {
		a, err := netip.ParseAddr(s)
		if err != nil || a.Zone() != "" {
			return netip.Prefix{}, fmt.Errorf("%q is not a prefix", s)
		}
		return netip.PrefixFrom(a, a.BitLen()), nil
	}
	x, err := netip.ParsePrefix(s)
	if err != nil {
		return x, fmt.Errorf("%q is not a prefix", s)
	}
	if x != x.Masked() {
		return x, fmt.Errorf("%s has bits behind its length: %s?", s, x.Masked())
	}
	return x, nil
}

const keywords = "next-hop, as-path, origin, med, local-pref, atomic-aggregate, aggregator, community, large-community, " +
	"ext-community, originator-id, cluster-list, otc, path-id, multicast, attribute"

// keyword returns what reads the value of a keyword, nil for other words.
func keyword(s string) func(*parser) error {
	switch s {
	case "next-hop":
		return func(p *parser) (err error) { p.route.NextHop, err = p.addr(); return }
	case "as-path":
		return (*parser).asPath
	case "origin":
		return (*parser).origin
	case "med":
		return func(p *parser) (err error) { p.attrs().MED, err = p.number(); p.attrs().HasMED = true; return }
	case "local-pref":
		return func(p *parser) (err error) {
			p.attrs().LocalPref, err = p.number()
			p.attrs().HasLocalPref = true
			return
		}
	case "atomic-aggregate":
		return func(p *parser) error { p.attrs().AtomicAggregate = true; return nil }
	case "aggregator":
		return (*parser).aggregator
	case "community":
		return (*parser).communities
	case "large-community":
		return (*parser).largeCommunities
	case "ext-community":
		return (*parser).extCommunities
	case "originator-id":
		return func(p *parser) (err error) { p.attrs().OriginatorID, err = p.ipv4(); return }
	case "cluster-list":
		return (*parser).clusterList
	case "otc":
		return func(p *parser) (err error) { p.attrs().OTC, err = p.asn(); p.attrs().HasOTC = true; return }
	case "path-id":
		return func(p *parser) (err error) { p.route.PathID, err = p.number(); return }
	case "multicast":
		return func(p *parser) error { p.multicast = true; return nil }
	case "attribute":
		return (*parser).attribute
	}
	return nil
}

func (p *parser) attrs() *codec.PathAttributes { return &p.route.Attrs }

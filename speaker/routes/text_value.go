package routes

import (
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// The values behind the keywords.

var errNoValue = errors.New("a value is missing")

// one takes one word.
func (p *parser) one() (string, error) {
	if len(p.words) == 0 || isKeyword(p.words[0]) {
		return "", errNoValue
	}
	w := p.words[0].text
	p.words = p.words[1:]
	return w, nil
}

// list takes words up to the next keyword; quotes keep together what spaces and commas separate all the same.
func (p *parser) list() ([]string, error) {
	var out []string
	for len(p.words) > 0 && !isKeyword(p.words[0]) {
		out = append(out, strings.FieldsFunc(p.words[0].text, func(r rune) bool { return r == ' ' || r == '\t' || r == ',' })...)
		p.words = p.words[1:]
	}
	if len(out) == 0 {
		return nil, errNoValue
	}
	return out, nil
}

func (p *parser) number() (uint32, error) {
	w, err := p.one()
	if err != nil {
		return 0, err
	}
	return number(w, 1<<32-1)
}

func number(s string, most uint64) (uint32, error) {
	v, err := strconv.ParseUint(s, 0, 64)
	if err != nil || v > most {
		return 0, fmt.Errorf("%q is not a number from 0 to %d", s, most)
	}
	return uint32(v), nil
}

func (p *parser) asn() (uint32, error) {
	w, err := p.one()
	if err != nil {
		return 0, err
	}
	return asn(w)
}

// asn reads an AS number, plain or with a dot (RFC 5396).
func asn(s string) (uint32, error) {
	hi, lo, dot := strings.Cut(s, ".")
	if !dot {
		v, err := strconv.ParseUint(s, 10, 32)
		if err != nil {
			return 0, fmt.Errorf("%q is not an AS number", s)
		}
		return uint32(v), nil
	}
	h, err1 := strconv.ParseUint(hi, 10, 16)
	l, err2 := strconv.ParseUint(lo, 10, 16)
	if err1 != nil || err2 != nil {
		return 0, fmt.Errorf("%q is not an AS number", s)
	}
	return uint32(h<<16 | l), nil
}

func (p *parser) addr() (netip.Addr, error) {
	w, err := p.one()
	if err != nil {
		return netip.Addr{}, err
	}
	if w == "self" {
		return netip.Addr{}, nil
	}
	a, err := netip.ParseAddr(w)
	if err != nil {
		return a, fmt.Errorf("%q is not an address", w)
	}
	return a.WithZone(""), nil
}

func (p *parser) ipv4() (netip.Addr, error) {
	w, err := p.one()
	if err != nil {
		return netip.Addr{}, err
	}
	return ipv4(w)
}

func ipv4(s string) (netip.Addr, error) {
	a, err := netip.ParseAddr(s)
	if err != nil || !a.Is4() {
		return a, fmt.Errorf("%q is not an IPv4 address", s)
	}
	return a, nil
}

func (p *parser) origin() error {
	w, err := p.one()
	if err != nil {
		return err
	}
	for i, name := range [...]string{"igp", "egp", "incomplete"} {
		if strings.EqualFold(w, name) || w == strconv.Itoa(i) {
			p.attrs().Origin = uint8(i)
			return nil
		}
	}
	return fmt.Errorf("%q is not igp, egp or incomplete", w)
}

// aggregator reads AS:ADDRESS.
func (p *parser) aggregator() error {
	w, err := p.one()
	if err != nil {
		return err
	}
	as, addr, ok := strings.Cut(w, ":")
	if !ok {
		return fmt.Errorf("%q is not AS:ADDRESS", w)
	}
	a := p.attrs()
	if a.AggregatorAS, err = asn(as); err != nil {
		return err
	}
	a.Aggregator, err = ipv4(addr)
	return err
}

// asPath reads AS numbers, with sets and confederation segments in brackets.
func (p *parser) asPath() error {
	if len(p.words) == 0 || isKeyword(p.words[0]) {
		return errNoValue // an empty path is ""
	}
	var words []string
	for len(p.words) > 0 && !isKeyword(p.words[0]) {
		t := p.words[0].text
		for _, b := range [...]string{"{", "}", "(", ")", "[", "]"} {
			t = strings.ReplaceAll(t, b, " "+b+" ")
		}
		words = append(words, strings.FieldsFunc(t, func(r rune) bool { return r == ' ' || r == '\t' || r == ',' })...)
		p.words = p.words[1:]
	}
	path, err := asPath(words)
	p.attrs().ASPath = path
	return err
}

const openers, closers = "{([", "})]"

func asPath(words []string) ([]codec.PathSegment, error) {
	types := [...]registry.SegmentType{registry.SegASSet, registry.SegConfedSequence, registry.SegConfedSet}
	var path []codec.PathSegment
	closer, start := "", true
	for _, w := range words {
		i := strings.Index(openers, w)
		switch {
		case i >= 0 && closer == "":
			path = append(path, codec.PathSegment{Type: types[i]})
			closer, start = closers[i:i+1], false
			continue
		case w == closer:
			if len(path[len(path)-1].AS) == 0 {
				return nil, errors.New("a segment without AS numbers")
			}
			closer, start = "", true
			continue
		}
		as, err := asn(w)
		if err != nil {
			return nil, err
		}
		if start {
			path = append(path, codec.PathSegment{Type: registry.SegASSequence})
			start = false
		}
		last := &path[len(path)-1]
		last.AS = append(last.AS, as)
	}
	if closer != "" {
		return nil, fmt.Errorf("%s is missing", closer)
	}
	return path, nil
}

func (p *parser) communities() error {
	list, err := p.list()
	for _, w := range list {
		c, err := community(w)
		if err != nil {
			return err
		}
		p.attrs().Communities = append(p.attrs().Communities, c)
	}
	return err
}

// community reads AS:N, a number, or a name of the registry ("no-export").
func community(s string) (uint32, error) {
	if hi, lo, ok := strings.Cut(s, ":"); ok {
		h, err1 := number(hi, 1<<16-1)
		l, err2 := number(lo, 1<<16-1)
		if err := errors.Join(err1, err2); err != nil {
			return 0, fmt.Errorf("%q is not a community such as 64500:1", s)
		}
		return h<<16 | l, nil
	}
	if v, err := number(s, 1<<32-1); err == nil {
		return v, nil
	}
	for _, r := range registry.TableWellKnownCommunities.Rows {
		if r.First == r.Last && sameName(r.Name, s) {
			return uint32(r.First), nil
		}
	}
	return 0, fmt.Errorf("%q is not a community such as 64500:1 or no-export", s)
}

// sameName compares names without regard to case, and to which mark stands between words.
func sameName(a, b string) bool {
	norm := func(s string) string { return strings.NewReplacer("_", "-", " ", "-").Replace(strings.ToLower(s)) }
	return norm(a) == norm(b)
}

func (p *parser) largeCommunities() error {
	list, err := p.list()
	for _, w := range list {
		var c [3]uint32
		parts := strings.Split(w, ":")
		if len(parts) != 3 {
			return fmt.Errorf("%q is not a large community such as 64500:1:2", w)
		}
		for i := range c {
			if c[i], err = number(parts[i], 1<<32-1); err != nil {
				return err
			}
		}
		p.attrs().LargeCommunity = append(p.attrs().LargeCommunity, c)
	}
	return err
}

func (p *parser) clusterList() error {
	list, err := p.list()
	for _, w := range list {
		a, err := ipv4(w)
		if err != nil {
			return err
		}
		b := a.As4()
		p.attrs().ClusterList = append(p.attrs().ClusterList, uint32(b[0])<<24|uint32(b[1])<<16|uint32(b[2])<<8|uint32(b[3]))
	}
	return err
}

func (p *parser) extCommunities() error {
	list, err := p.list()
	for _, w := range list {
		c, err := extCommunity(w)
		if err != nil {
			return err
		}
		p.attrs().ExtCommunities = append(p.attrs().ExtCommunities, c)
	}
	return err
}

// extCommunity reads what codec.ParseExtCommunity does, and AS numbers in asdot (RFC 5396).
func extCommunity(s string) (c [8]byte, err error) {
	kind, rest, _ := strings.Cut(s, ":")
	if who, what, ok := strings.Cut(rest, ":"); ok {
		if as, err := asn(who); err == nil {
			s = kind + ":" + strconv.FormatUint(uint64(as), 10) + ":" + what
		}
	}
	c, ok := codec.ParseExtCommunity(s)
	if !ok {
		return c, fmt.Errorf("%q is not an extended community such as rt:64500:1", s)
	}
	return c, nil
}

// attribute reads FLAGS CODE HEX: an attribute that has no keyword.
func (p *parser) attribute() error {
	var w [3]string
	var err error
	for i := range w {
		if w[i], err = p.one(); err != nil {
			return errors.New("FLAGS CODE HEX are expected")
		}
	}
	flags, err1 := number(w[0], 255)
	code, err2 := number(w[1], 255)
	value, err3 := hex.DecodeString(strings.TrimPrefix(strings.ReplaceAll(w[2], " ", ""), "0x"))
	switch {
	case err1 != nil:
		return err1
	case err2 != nil:
		return err2
	case err3 != nil:
		return fmt.Errorf("%q is not hex", w[2])
	case len(value) > codec.MaxLen:
		return fmt.Errorf("a value of %d octets is too long", len(value))
	}
	a := codec.Attr{Flags: uint8(flags), Code: registry.AttrCode(code), Length: len(value), Value: value}
	if !p.attrs().AddOther(a) {
		return fmt.Errorf("attribute %d has a keyword of its own, is carried by the routes, or stands twice", code)
	}
	return nil
}

package encode

import (
	"net/netip"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
)

// agree reports where the object given says something else than what was decoded; d may be nil. Members that only explain
// others (names, texts of octets, lengths, places) need not agree, and what the object does not say is not asked for:
// except that a list of routes, attributes or capabilities that is not there does not stand for one that is.
func agree(given, d *Value) error {
	switch {
	case d == nil && given.Text == "" && len(given.Items) == 0:
		return nil // nothing is nothing
	case d == nil:
		return given.err("is not told by the octets")
	case given.Kind == Array && d.Kind == Array:
		if len(given.Items) != len(d.Items) {
			return given.err("the number of elements differs from what the octets tell")
		}
		for i, m := range given.Items {
			if err := agree(m, d.Items[i]); err != nil {
				return err
			}
		}
		return nil
	case given.Kind == Struct && d.Kind == Struct:
		return agreeMembers(given, d)
	case given.Kind == Struct && d.Kind != Struct, given.Kind == Array && d.Kind != Array,
		given.Kind != Struct && d.Kind == Struct && !sameText(given, d), given.Kind != Array && d.Kind == Array:
		return given.err("is of another form than what the octets tell")
	case d.Kind == Struct || same(given, d):
		return nil
	}
	return given.err(given.shown() + " is not " + d.shown() + ", which the octets tell")
}

func agreeMembers(given, d *Value) error {
	for _, m := range given.Items {
		if m.Kind == Null || explains(given, m.key) || inOtherWords(m, d) {
			continue
		}
		if err := agree(m, d.Get(m.key)); err != nil {
			return err
		}
	}
	for _, m := range d.Items {
		switch m.key {
		case "withdrawn", "nlri", "attributes", "capabilities", "parameters", "next_hops", "labels":
			if m.key == "labels" && given.Get("vni") != nil {
				continue // the same 24 bits
			}
			if len(m.Items) > 0 && given.Get(m.key) == nil && given.Get("raw") == nil && !(m.key == "attributes" && given.Get("end_of_rib") != nil) {
				return given.err(m.key + " is missing, which the octets tell")
			}
		}
	}
	return nil
}

// inOtherWords reports whether the member given says what d has in another way: a number by its name, or the operator of a
// flow specification without the bits for the end of the list and the length of its value.
func inOtherWords(given, d *Value) bool {
	if name := d.Get(given.key + "_name"); name != nil && given.Kind == String {
		return sameName(given.Text, name.Text)
	}
	if given.key != "operator" || d.Get("operator") == nil {
		return false
	}
	var r reader
	a, b := r.number(given, 255), r.number(d.Get("operator"), 255)
	return r.err == nil && a&^0xb0 == b&^0xb0 && a&0xb0&^b == 0
}

// explains reports whether a member only explains others.
func explains(of *Value, key string) bool {
	switch key {
	case "offset", "length", "name", "symbol", "incomplete":
		return true
	case "text":
		return of.Get("raw") != nil // of an extended community; of a NOTIFICATION it is what its Data says
	}
	return strings.HasSuffix(key, "_name")
}

// sameText compares an extended community that is given by its text, or its octets, with {raw, text}.
func sameText(given, d *Value) bool {
	raw := string((&reader{}).octets(d.Get("raw")))
	if c, ok := codec.ParseIPv6ExtCommunity(given.Text); ok && len(raw) == len(c) {
		return raw == string(c[:])
	}
	c, ok := extCommunity(given.Text)
	return ok && raw == string(c[:])
}

// same compares scalars: the same number, address, prefix or community may be written in more than one way.
func same(a, b *Value) bool {
	if strings.EqualFold(a.Text, b.Text) || a.Kind == Number && b.Kind == String && names(b.Text, a) {
		return true
	}
	if x, err := netip.ParseAddr(a.Text); err == nil {
		y, err := netip.ParseAddr(b.Text)
		return err == nil && x == y
	}
	if x, err := netip.ParsePrefix(a.Text); err == nil {
		y, err := netip.ParsePrefix(b.Text)
		return err == nil && x == y
	}
	if x, ok := community(a.Text); ok {
		y, ok := community(b.Text)
		return ok && x == y
	}
	if x, ok := extCommunity(a.Text); ok {
		y, ok := extCommunity(b.Text)
		return ok && x == y
	}
	return sameName(a.Text, b.Text)
}

// names reports whether a word is the name of a number, where the JSON has names alone.
func names(word string, n *Value) bool {
	var r reader
	x := r.number(n, 255)
	for _, e := range [...]codec.Enum{codec.EnumOrigin, codec.EnumSegment, codec.EnumMessageType} {
		if r.err == nil && codec.EnumName(e, x) == word {
			return true
		}
	}
	return false
}

package encode

import (
	"encoding/hex"
	"net/netip"
	"strconv"
	"strings"

	"github.com/bgpdecode/bgpdecode/codec"
	"github.com/bgpdecode/bgpdecode/registry"
)

// reader reads the members of an object and keeps the first error.
type reader struct {
	err error
}

func (r *reader) fail(v *Value, text string) {
	if r.err == nil {
		r.err = v.err(text)
	}
}

// missing notes a member that has to be there.
func (r *reader) missing(v *Value, key string) {
	if v == nil {
		r.err = &Error{Text: key + " is missing"}
		return
	}
	r.fail(v, key+" is missing")
}

// number reads a whole number up to most; 64-bit ones may be strings.
func (r *reader) number(v *Value, most uint64) uint64 {
	if v == nil {
		return 0
	}
	if v.Kind == Number || v.Kind == String {
		if n, err := strconv.ParseUint(v.Text, 10, 64); err == nil && n <= most {
			return n
		}
	}
	r.fail(v, "expected a number from 0 to "+strconv.FormatUint(most, 10)+", got "+v.shown())
	return 0
}

// need is number for a member that has to be there.
func (r *reader) need(v *Value, key string, most uint64) uint64 {
	m := v.Get(key)
	if m == nil {
		r.missing(v, key)
		return 0
	}
	return r.number(m, most)
}

// shown is the value for a message.
func (v *Value) shown() string {
	switch v.Kind {
	case String:
		return quoted(v.Text)
	case Array:
		return "an array"
	case Struct:
		return "an object"
	case Null:
		return "null"
	}
	return shortened(v.Text)
}

// said is the text of a scalar, "" for others and where there is none.
func (v *Value) said() string {
	if v == nil {
		return ""
	}
	return v.Text
}

func (r *reader) text(v *Value) string {
	if v == nil {
		return ""
	}
	if v.Kind != String {
		r.fail(v, "expected a string, got "+v.shown())
	}
	return v.Text
}

// octets reads hex; nil only when v is nil or wrong.
func (r *reader) octets(v *Value) []byte {
	if v == nil {
		return nil
	}
	b, err := hex.DecodeString(v.Text)
	if err != nil || v.Kind != String {
		r.fail(v, "expected octets in hex, got "+v.shown())
		return nil
	}
	return append([]byte{}, b...)
}

func (r *reader) list(v *Value) []*Value {
	if v == nil {
		return nil
	}
	if v.Kind != Array {
		r.fail(v, "expected an array, got "+v.shown())
		return nil
	}
	return v.Items
}

func (r *reader) addr(v *Value) netip.Addr {
	if v == nil {
		return netip.Addr{}
	}
	a, err := netip.ParseAddr(v.Text)
	if err != nil || v.Kind != String || a.Zone() != "" {
		r.fail(v, "expected an address, got "+v.shown())
	}
	return a
}

func (r *reader) ipv4(v *Value) netip.Addr {
	a := r.addr(v)
	if v != nil && r.err == nil && !a.Is4() {
		r.fail(v, "expected an IPv4 address, got "+v.shown())
	}
	return a
}

func (r *reader) needIPv4(v *Value, key string) netip.Addr {
	if v.Get(key) == nil {
		r.missing(v, key)
	}
	return r.ipv4(v.Get(key))
}

func (r *reader) prefix(v *Value) netip.Prefix {
	p, err := netip.ParsePrefix(v.Text)
	if err != nil || v.Kind != String {
		r.fail(v, "expected a prefix, got "+v.shown())
	}
	return p
}

// code reads a number that may be given by its name in a table.
func (r *reader) code(v *Value, t *registry.Table, most uint64) uint64 {
	if v == nil {
		return 0
	}
	if v.Kind == String {
		for i := range t.Rows {
			if row := &t.Rows[i]; row.First == row.Last && sameName(row.Name, v.Text) {
				return row.First
			}
		}
		if _, err := strconv.ParseUint(v.Text, 10, 64); err != nil {
			r.fail(v, quoted(v.Text)+" is no name in "+t.Title)
			return 0
		}
	}
	return r.number(v, most)
}

// enum is code for the values that codec names.
func (r *reader) enum(v *Value, e codec.Enum) uint8 {
	if v.Kind == String {
		for i := range 256 {
			if name := codec.EnumName(e, uint64(i)); name != "" && strings.EqualFold(name, v.Text) {
				return uint8(i)
			}
		}
	}
	return uint8(r.number(v, 255))
}

// sameName compares names without regard to case, and to which mark stands between words.
func sameName(a, b string) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range len(a) {
		if lower(a[i]) != lower(b[i]) {
			return false
		}
	}
	return true
}

func lower(c byte) byte {
	switch {
	case c >= 'A' && c <= 'Z':
		return c | 0x20
	case c == '_' || c == ' ':
		return '-'
	}
	return c
}

func (r *reader) family(v *Value) codec.Family {
	return codec.Family{AFI: registry.AFI(r.need(v, "afi", 1<<16-1)), SAFI: registry.SAFI(r.need(v, "safi", 255))}
}

// community reads "64496:100", a number, or a name of the registry.
func community(s string) (uint32, bool) {
	if hi, lo, ok := strings.Cut(s, ":"); ok {
		h, err1 := strconv.ParseUint(hi, 10, 16)
		l, err2 := strconv.ParseUint(lo, 10, 16)
		return uint32(h<<16 | l), err1 == nil && err2 == nil
	}
	if n, err := strconv.ParseUint(s, 10, 32); err == nil {
		return uint32(n), true
	}
	rows := registry.TableWellKnownCommunities.Rows
	for i := range rows {
		if rows[i].First == rows[i].Last && sameName(rows[i].Name, s) {
			return uint32(rows[i].First), true
		}
	}
	return 0, false
}

// distinguisher reads what codec.RD.String writes (RFC 4364 section 4.2).
func (r *reader) distinguisher(v *Value) (rd codec.RD) {
	s := r.text(v)
	if b, err := hex.DecodeString(s); err == nil && len(b) == 8 {
		return codec.RD(b)
	}
	admin, num, ok := cutLast(s)
	n, err := strconv.ParseUint(num, 10, 32)
	long := strings.HasSuffix(admin, "L")
	as, errAS := strconv.ParseUint(strings.TrimSuffix(admin, "L"), 10, 32)
	a, errAddr := netip.ParseAddr(admin)
	switch {
	case ok && err == nil && errAS == nil && !long && as < 1<<16:
		return codec.RD{0, 0, byte(as >> 8), byte(as), byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
	case ok && err == nil && n < 1<<16 && errAS == nil:
		return codec.RD{0, 2, byte(as >> 24), byte(as >> 16), byte(as >> 8), byte(as), byte(n >> 8), byte(n)}
	case ok && err == nil && n < 1<<16 && errAddr == nil && a.Is4():
		b := a.As4()
		return codec.RD{0, 1, b[0], b[1], b[2], b[3], byte(n >> 8), byte(n)}
	}
	r.fail(v, "expected a route distinguisher such as 64496:100, got "+v.shown())
	return rd
}

func cutLast(s string) (before, after string, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+1:], true
}

// extCommunity reads "rt 64496:100", other words of codec.ParseExtCommunity, and 16 hex digits (RFC 4360, RFC 5668).
func extCommunity(s string) (c [8]byte, ok bool) { return codec.ParseExtCommunity(s) }

package encode

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Error says what is wrong with an object, and where.
type Error struct {
	Line int    // of the text, from 1; 0 when not known
	Path string // "update.attributes[2].value"; "" for the object itself
	Text string
}

// Error gives "line 3: update.attributes[2].value: text".
func (e *Error) Error() string {
	s := e.Text
	if e.Path != "" {
		s = e.Path + ": " + s
	}
	if e.Line > 0 {
		s = "line " + strconv.Itoa(e.Line) + ": " + s
	}
	return s
}

// Kind is what a Value is.
type Kind uint8

// The kinds of value of JSON (RFC 8259 section 3).
const (
	Null Kind = iota
	Bool
	Number
	String
	Array
	Struct
)

// Value is a JSON value with its place, for errors.
type Value struct {
	Kind   Kind
	Text   string   // of a string, unescaped; a number and true and false as they stand
	Items  []*Value // of an array or an object, in order
	Line   int      // from 1
	up     *Value
	key    string // in the object around it
	member bool
	index  int // in the array around it
}

// Get gives the member of an object, nil when there is none or it is null.
func (v *Value) Get(key string) *Value {
	if v == nil || v.Kind != Struct {
		return nil
	}
	for _, m := range v.Items {
		if m.key == key && m.Kind != Null {
			return m
		}
	}
	return nil
}

// Path says where the value stands in the object around all: "update.attributes[2].value".
func (v *Value) Path() string {
	var parts []string
	for ; v != nil && v.up != nil; v = v.up {
		if v.member {
			parts = append(parts, "."+shortened(v.key))
		} else {
			parts = append(parts, "["+strconv.Itoa(v.index)+"]")
		}
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString(parts[i])
	}
	return strings.TrimPrefix(b.String(), ".")
}

func (v *Value) err(text string) error { return &Error{v.Line, v.Path(), text} }

// shortened is a text for a message: what stands in an input may be long.
func shortened(s string) string {
	if len(s) > 80 {
		s = strings.ToValidUTF8(s[:77], "") + "..."
	}
	return s
}

func quoted(s string) string { return strconv.Quote(shortened(s)) }

const (
	maxDepth  = 64      // arrays and objects in each other
	maxValues = 1 << 20 // in one object
)

// Parse reads one JSON value that fills text; line is that of its first octet. The error is an *Error. Values are at most
// 64 deep and a million.
func Parse(text []byte, line int) (*Value, error) {
	p := parser{b: text, line: line}
	v, err := p.value(nil)
	if err == nil {
		if p.space(); p.at < len(p.b) {
			err = p.err("something follows the object")
		}
	}
	if err != nil {
		return nil, err
	}
	return v, nil
}

type parser struct {
	b             []byte
	at, line      int
	depth, values int
}

func (p *parser) err(text string) error { return &Error{Line: p.line, Text: "not JSON: " + text} }

func (p *parser) space() {
	for ; p.at < len(p.b); p.at++ {
		switch p.b[p.at] {
		case '\n':
			p.line++
		case ' ', '\t', '\r':
		default:
			return
		}
	}
}

// next gives the next octet that is no space, 0 at the end.
func (p *parser) next() byte {
	p.space()
	if p.at == len(p.b) {
		return 0
	}
	return p.b[p.at]
}

func (p *parser) value(up *Value) (*Value, error) {
	if p.values++; p.values > maxValues || p.depth > maxDepth {
		return nil, p.err("more than 64 levels or a million values")
	}
	c := p.next()
	v := &Value{up: up, Line: p.line}
	var err error
	switch {
	case c == '{' || c == '[':
		err = p.list(v, c)
	case c == '"':
		v.Kind = String
		v.Text, err = p.text()
	case c == 0:
		err = p.err("it ends too early")
	default:
		err = p.word(v)
	}
	return v, err
}

// list reads an array or an object.
func (p *parser) list(v *Value, c byte) error {
	v.Kind = Array
	if c == '{' {
		v.Kind = Struct
	}
	end := c + 2
	p.at++
	p.depth++
	defer func() { p.depth-- }()
	if p.next() == end {
		p.at++
		return nil
	}
	seen := map[string]bool{}
	for {
		key := ""
		if v.Kind == Struct {
			if p.next() != '"' {
				return p.err("a key in quotes is missing")
			}
			var err error
			if key, err = p.text(); err != nil {
				return err
			}
			if seen[key] {
				return p.err("the key " + quoted(key) + " stands twice in one object")
			}
			seen[key] = true
			if p.next() != ':' {
				return p.err("a colon is missing behind " + quoted(key))
			}
			p.at++
		}
		m, err := p.value(v)
		if err != nil {
			return err
		}
		m.key, m.index, m.member = key, len(v.Items), v.Kind == Struct
		v.Items = append(v.Items, m)
		switch p.next() {
		case ',':
			p.at++
		case end:
			p.at++
			return nil
		default:
			return p.err("a comma or " + string(end) + " is missing")
		}
	}
}

// word reads a number, true, false or null.
func (p *parser) word(v *Value) error {
	start := p.at
	for p.at < len(p.b) && strings.IndexByte(" \t\r\n,:]}[{\"", p.b[p.at]) < 0 {
		p.at++
	}
	switch v.Text = string(p.b[start:p.at]); v.Text {
	case "true", "false":
		v.Kind = Bool
		return nil
	case "null":
		v.Kind = Null
		return nil
	}
	if _, err := strconv.ParseFloat(v.Text, 64); err != nil || strings.IndexByte("-0123456789", v.Text[0]) < 0 {
		return p.err(quoted(v.Text) + " is no value")
	}
	v.Kind = Number
	return nil
}

// text reads a string, from its quotation mark.
func (p *parser) text() (string, error) {
	p.at++
	var out []byte
	for p.at < len(p.b) {
		switch c := p.b[p.at]; {
		case c == '"':
			p.at++
			return string(out), nil
		case c < 0x20:
			return "", p.err("a control character in a string")
		case c != '\\':
			out = append(out, c)
			p.at++
		default:
			var err error
			if out, err = p.escape(out); err != nil {
				return "", err
			}
		}
	}
	return "", p.err("a string does not end")
}

func (p *parser) escape(out []byte) ([]byte, error) {
	if p.at+1 == len(p.b) {
		return nil, p.err("a string does not end")
	}
	const names, octets = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	c := p.b[p.at+1]
	if i := strings.IndexByte(names, c); i >= 0 {
		p.at += 2
		return append(out, octets[i]), nil
	}
	r, ok := p.unit()
	if !ok {
		return nil, p.err("an escape that JSON does not have")
	}
	if utf16.IsSurrogate(r) {
		if low, ok := p.unit(); ok {
			if both := utf16.DecodeRune(r, low); both != utf8.RuneError {
				return utf8.AppendRune(out, both), nil
			}
		}
		return nil, p.err("half a surrogate pair")
	}
	return utf8.AppendRune(out, r), nil
}

// unit reads \uXXXX.
func (p *parser) unit() (rune, bool) {
	if p.at+6 > len(p.b) || p.b[p.at] != '\\' || p.b[p.at+1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(p.b[p.at+2:p.at+6]), 16, 32)
	p.at += 6
	return rune(n), err == nil
}

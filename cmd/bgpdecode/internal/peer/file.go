package peer

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Entry is one line of a file of settings: a key and its value. A key alone has the value "yes".
type Entry struct {
	Key, Value string
	Line       int // 1-based; 0 for a flag of the command line
}

// Section is what a file says of one peer.
type Section struct {
	Name    string // an address, or a name of the user's choice
	Line    int
	Entries []Entry
}

// File is a file of settings: what holds for the run and for all peers, then the peers.
//
//	# comments stand behind a # with nothing or a blank before it
//	as = 64500
//	listen = 127.0.0.1:1790
//
//	[192.0.2.1]
//	peer-as = 64496
//	announce = 198.51.100.0/24 next-hop 192.0.2.9
//
//	[customer]
//	address = 2001:db8::1
//	passive
//
// A value may stand in double quotes, so that it can hold a # or blanks at its ends; there is no escape in it.
type File struct {
	Entries  []Entry // in front of the first section
	Sections []Section
}

// Limits of a file of settings.
const (
	mostFile     = 4 << 20
	mostSections = 10000
	mostValue    = 1 << 16
)

// LineError is an error of a file of settings.
type LineError struct {
	Name string // of the file
	Line int
	Err  error
}

// Error implements error.
func (e *LineError) Error() string { return fmt.Sprintf("%s:%d: %v", e.Name, e.Line, e.Err) }

// Unwrap gives the error without its place.
func (e *LineError) Unwrap() error { return e.Err }

// ReadFile reads a file of settings. It knows no keys: who applies the entries does. Its errors are of type *LineError,
// but for those of r.
func ReadFile(r io.Reader, name string) (*File, error) {
	text, err := io.ReadAll(io.LimitReader(r, mostFile+1))
	if err != nil {
		return nil, err
	}
	if len(text) > mostFile {
		return nil, &LineError{name, 1, fmt.Errorf("the file has more than %d octets", mostFile)}
	}
	f, n := new(File), 0
	seen := map[string]int{}
	for line := range strings.Lines(string(text)) {
		n++
		if err := f.line(strings.TrimPrefix(line, "\ufeff"), n, seen); err != nil {
			return nil, &LineError{name, n, err}
		}
	}
	return f, nil
}

// line reads one line.
func (f *File) line(line string, n int, seen map[string]int) error {
	if !utf8.ValidString(line) {
		return fmt.Errorf("this is not UTF-8 text")
	}
	line = strings.TrimSpace(line)
	switch {
	case line == "" || line[0] == '#':
		return nil
	case line[0] == '[':
		line = uncomment(line)
		name := strings.TrimSpace(strings.TrimSuffix(line[1:], "]"))
		switch {
		case !strings.HasSuffix(line, "]") || name == "" || strings.ContainsAny(name, "[]"):
			return fmt.Errorf("a section is an address or a name in brackets, such as [192.0.2.1], not %q", line)
		case seen[name] > 0:
			return fmt.Errorf("[%s] stands in line %d already", name, seen[name])
		case len(f.Sections) == mostSections:
			return fmt.Errorf("there are more than %d peers", mostSections)
		}
		seen[name] = n
		f.Sections = append(f.Sections, Section{Name: name, Line: n})
		return nil
	}
	e, err := entry(line)
	if err != nil {
		return err
	}
	e.Line = n
	to := &f.Entries
	if k := len(f.Sections); k > 0 {
		to = &f.Sections[k-1].Entries
	}
	*to = append(*to, e)
	return nil
}

// entry reads "key = value", or a key alone.
func entry(line string) (Entry, error) {
	key, value, given := strings.Cut(line, "=")
	if i := strings.Index(key, " #"); i >= 0 { // the = stands in a comment
		key, given = key[:i], false
	}
	key = strings.TrimSpace(key)
	if key == "" || strings.ContainsAny(key, " \t\"") {
		return Entry{}, fmt.Errorf("%q is no setting: write KEY = VALUE, or KEY alone for yes", clipped(line))
	}
	if !given {
		return Entry{Key: key, Value: "yes"}, nil
	}
	value = strings.TrimSpace(value)
	if strings.HasPrefix(value, `"`) {
		inside, rest, ok := strings.Cut(value[1:], `"`)
		if rest = strings.TrimSpace(rest); !ok || rest != "" && rest[0] != '#' {
			return Entry{}, fmt.Errorf("the quotes of %s do not close at the end of the line", key)
		}
		value = inside
	} else {
		value = uncomment(value)
	}
	if len(value) > mostValue {
		return Entry{}, fmt.Errorf("the value of %s has more than %d octets", key, mostValue)
	}
	if value == "" {
		return Entry{}, fmt.Errorf("%s has no value; leave the line out for the default", key)
	}
	return Entry{Key: key, Value: value}, nil
}

// uncomment takes off what stands behind a # with a blank before it.
func uncomment(s string) string {
	if strings.HasPrefix(s, "#") {
		return ""
	}
	for i := 1; i < len(s); i++ {
		if s[i] == '#' && (s[i-1] == ' ' || s[i-1] == '\t') {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}

// clipped shortens what an error quotes.
func clipped(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
